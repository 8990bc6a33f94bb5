"""What stands outside the tables: each line gets one kind, and no char is lost."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import GENERAL, HEIGHT, draw
from plan_extract.outside import classify
from plan_extract.pdf.page import Char, Page, Rule
from plan_extract.sheet import to_sheet
from plan_extract.table.grid import page_to_tables

TABLE = """
+----+--------+----------+
| No | 取組名 | 実施状況 |
+----+--------+----------+
| 1  | 窓口   | ○受付   |
+----+--------+----------+
"""


def kinds(*pages):
    """``(page, kind, text)`` of every line outside the tables."""
    sheets = [to_sheet(page, page_to_tables(page)) for page in pages]
    return [(item.line.page, item.kind, item.line.text) for item in classify(sheets, item_tables(sheets), GENERAL)]


def item_tables(sheets):
    """Where tables of items stand: in these drawings all do."""
    return [table.place for sheet in sheets for table in sheet.tables]


def kind_of(text, *pages):
    """The kind of the line with this text."""
    (kind,) = {kind for _, kind, said in kinds(*pages) if said == text}
    return kind


FIRST = f"""
                                +-------+
                                | 資料2 |
                                +-------+
# 凪浜市推進計画の
# 取組状況について
（令和5年10月末時点）

基本目標1 すみよいまち
施策1 手続の電子化
{TABLE}
"""


def test_the_first_page_bears_a_title_block():
    assert kinds(draw(FIRST)) == [
        (1, "furniture", "資料2"),
        (1, "title", "凪浜市推進計画の"),
        (1, "title", "取組状況について"),
        (1, "title", "（令和5年10月末時点）"),
        (1, "heading", "基本目標1 すみよいまち"),
        (1, "heading", "施策1 手続の電子化"),
    ]


ABOVE = [
    ("施策1 手続の電子化", "heading"),
    ("第2章 広報", "heading"),
    ("■ 令和5年度の主な事業", "heading"),
    ("（1）窓口の改善", "heading"),
    ("（単位：千円）", "note"),
    ("(単位 千円)", "note"),
    ("令和5年度 12月補正予算の主な事業", "heading"),
    ("※ 速報値を含む", "note"),
    ("◎：完了 ○：実施中", "note"),
    ("進捗 ◎：完了 ○：実施中", "note"),
    ("【凡例】 A：達成", "note"),
    ("注1 速報値を含む", "note"),
    ("（注）速報値を含む", "note"),
    ("注力事業の一覧", "heading"),
    ("令和5年10月31日現在", "left"),
    ("以下の表に取組の状況を示す。", "left"),
    ("上の一覧は別のページをご覧ください", "left"),
    ("地域の実情に応じて支援を行い、", "left"),
    ("号）に定めるもの", "left"),
    ("（次ページへ続く）", "furniture"),
    ("別紙1", "furniture"),
    ("目次 ………………… 3", "furniture"),
    ("目　次", "furniture"),
    ("ア　窓口での取組", "heading"),
]


@pytest.mark.parametrize(("text", "kind"), ABOVE, ids=[text for text, _ in ABOVE])
def test_a_line_right_above_a_table_is_told_by_its_words(text, kind):
    assert kind_of(text, draw(FIRST), draw(f"{text}\n{TABLE}", 2)) == kind


PARAGRAPHS = {
    "the last line but one of a paragraph": "本章では、市民の暮らしを支える取組\nの状況を述べる。",
    "two sentences": "市民の暮らしを支える。取組の状況は次のとおり",
}


@pytest.mark.parametrize("case", PARAGRAPHS)
def test_running_text_above_a_table_is_no_caption(case):
    found = kinds(draw(FIRST), draw(f"{PARAGRAPHS[case]}\n{TABLE}", 2))
    assert {kind for page, kind, _ in found if page == 2} == {"left"}


@pytest.mark.parametrize(("text", "kind"), [("2 広報", "heading"), ("■ 広報", "heading"), ("広報", "left")])
def test_a_caption_may_stand_at_the_foot_of_the_page_before_its_table(text, kind):
    assert kind_of(text, draw(f"{FIRST}\n{text}"), draw(TABLE, 2)) == kind
    assert kind_of(text, draw(f"{FIRST}\n{text}"), draw(f"施策3 防災\n\n\n{TABLE}", 2)) == "left"


def test_a_numbered_line_of_larger_type_heads_a_chapter_that_has_a_table():
    text = "{}\n\n市民の暮らしを支える。\n\n\n\n\n\n(1) 窓口\n" + TABLE
    assert kind_of("1 暮らし", draw(FIRST), draw(text.format("# 1 暮らし"), 2)) == "heading"
    assert kind_of("1 暮らし", draw(FIRST), draw(text.format("1 暮らし"), 2)) == "left"


def test_a_line_above_the_title_and_one_above_the_right_half_of_a_table_head_nothing():
    page = draw(f"凪浜市推進会議\n# 凪浜市推進計画\n{' ' * 16}令和6年6月 凪浜市\n{TABLE}")
    assert [kind for _, kind, _ in kinds(page)] == ["title"] * 3
    assert kind_of("令和6年6月 凪浜市", draw(FIRST), draw(f"{' ' * 16}令和6年6月 凪浜市\n{TABLE}", 2)) == "left"


def test_a_dated_line_between_the_title_and_a_heading_is_of_the_title():
    page = draw(f"# 凪浜市推進計画の取組\n令和5年度 進捗レポート\n作成：令和6年5月\n施策1 窓口\n{TABLE}")
    assert [kind for _, kind, _ in kinds(page)] == ["title", "title", "title", "heading"]
    assert kind_of("令和5年度 主な事業", draw(f"# 凪浜市推進計画の取組\n令和5年度 主な事業\n{TABLE}")) == "heading"


@pytest.mark.parametrize(("indent", "kind"), [(0, "heading"), (9, "title")])
def test_a_line_in_the_middle_under_the_title_goes_on_with_it(indent, kind):
    page = draw(f"# 凪浜市推進計画の取組状況\n{' ' * indent}実施状況報告書\n{TABLE}")
    assert kind_of("実施状況報告書", page) == kind


def test_a_title_block_has_no_running_text():
    """A bill: its number, its title, what is moved, by whom, and then the plan in articles."""
    bill = """
議案第12号
凪浜市公共施設整備計画の変更について

　凪浜市の公共施設の総合的な整備に関する計画を次のように変
更することについて、議会の議決を求める。

令和6年3月4日提出

１　地域の概況
　当地域は市の北部にあり、森に囲まれた人口百人の集落であっ
て、
"""
    assert [(kind, said) for _, kind, said in kinds(draw(bill), draw(TABLE, 2))] == [
        ("furniture", "議案第12号"),
        ("title", "凪浜市公共施設整備計画の変更について"),
        ("left", "凪浜市の公共施設の総合的な整備に関する計画を次のように変"),
        ("left", "更することについて、議会の議決を求める。"),
        ("title", "令和6年3月4日提出"),
        ("left", "１　地域の概況"),
        ("left", "当地域は市の北部にあり、森に囲まれた人口百人の集落であっ"),
        ("left", "て、"),
    ]


def test_the_unit_above_the_first_table_is_no_title():
    page = draw(f"# 凪浜市推進計画\n1. 追加                              （単位：千円）\n{TABLE}")
    assert [kind for _, kind, _ in kinds(page)] == ["title", "heading", "note"]


def test_a_larger_line_above_a_caption_heads_it():
    page = draw(f"# 令和5年度 主な事業\n【一般会計】\n{TABLE}", 2)
    assert [(kind, said) for number, kind, said in kinds(draw(FIRST), page) if number == 2] == [
        ("heading", "令和5年度 主な事業"),
        ("heading", "【一般会計】"),
    ]


def test_a_plain_line_far_from_any_table_is_no_caption():
    far = "\n" * 6
    assert kind_of("主な事業", draw(FIRST), draw(f"主な事業{far}{TABLE}", 2)) == "left"
    assert kind_of("主な事業", draw(FIRST), draw(f"{TABLE}\n主な事業", 2)) == "left"


PARAGRAPH = """
# 広報の要件

（1）内容
市民に情報を届けるため、紙面と電子の両方で市政の動きを伝え
るものとする。
（2）媒体の一覧
"""


def test_the_first_line_of_a_page_in_larger_type_heads_it_and_a_paragraph_heads_nothing():
    assert [(kind, text) for page, kind, text in kinds(draw(FIRST), draw(PARAGRAPH + TABLE, 2)) if page == 2] == [
        ("heading", "広報の要件"),
        ("heading", "（1）内容"),
        ("left", "市民に情報を届けるため、紙面と電子の両方で市政の動きを伝え"),
        ("left", "るものとする。"),
        ("heading", "（2）媒体の一覧"),
    ]


def test_what_wraps_behind_a_note_or_hangs_under_it_is_of_the_note():
    wrapped = "※ 数値は年度末の速報であり、確定したものと異な\nる場合がある"
    noted = f"{TABLE}\n{wrapped}\n\n（注）1 手当を含む\n      2 臨時を除く\n\n\n別の文"
    assert [kind for page, kind, _ in kinds(draw(FIRST), draw(noted, 2)) if page == 2] == ["note"] * 4 + ["left"]


def test_a_title_block_that_a_later_page_prints_again_is_furniture():
    again = "# 凪浜市推進計画の取組状況について   （令和5年10月末時点）\n\n"
    assert {kind for page, kind, _ in kinds(draw(FIRST), draw(again + TABLE, 2)) if page == 2} == {"furniture"}


@pytest.mark.parametrize("number", ["2", "- 2 -", "2/12", "P.2", "2ページ", "ii"])
def test_page_numbers_are_furniture_in_the_margin_and_where_they_count_their_page(number):
    assert kind_of(number, draw(FIRST), draw(TABLE, 2, foot=number)) == "furniture"
    assert kind_of(number, draw(FIRST), draw(f"{TABLE}\n\n{number}", 3)) == "left"


def test_a_line_in_the_same_place_of_many_pages_is_a_running_head():
    pages = [draw(FIRST, 1, head="凪浜市"), *(draw(TABLE, number, head="凪浜市") for number in (2, 3))]
    assert kind_of("凪浜市", *pages) == "furniture"
    assert "furniture" not in {kind for _, kind, text in kinds(*pages[:1], draw(TABLE, 2)) if text == "凪浜市"}


def test_running_heads_may_count_pages():
    pages = [draw(FIRST if number == 1 else TABLE, number, head=f"凪浜市 第{number}面") for number in (1, 2, 3)]
    assert {kind for _, kind, text in kinds(*pages) if text.startswith("凪浜市 第")} == {"furniture"}


def test_a_heading_keeps_its_kind_in_the_margin():
    pages = [draw(FIRST), *(draw(TABLE, number, head="基本目標1 すみよいまち") for number in (2, 3, 4))]
    assert kind_of("基本目標1 すみよいまち", *pages) == "heading"


def test_texts_far_apart_on_one_level_are_lines_of_their_own():
    page = draw(f"施策1 手続                              （単位：千円）\n{TABLE}", 2)
    assert [said for _, _, said in kinds(draw(FIRST), page)][-2:] == ["施策1 手続", "（単位：千円）"]


def test_a_heading_may_stand_in_a_box():
    boxed = f"""
+--------------------+
| 施策1 手続の電子化 |
+--------------------+
{TABLE}"""
    assert kind_of("施策1 手続の電子化", draw(FIRST), draw(boxed, 2)) == "heading"


def test_a_table_within_a_frame_leaves_the_frame_its_own_lines():
    framed = """
+---------------------------------+
| 経費の内訳は次の表のとおり      |
|                                 |
|  +----+--------+----------+     |
|  | No | 取組名 | 実施状況 |     |
|  +----+--------+----------+     |
|  | 1  | 窓口   | ○受付   |     |
|  +----+--------+----------+     |
+---------------------------------+"""
    assert [text for _, _, text in kinds(draw(framed, 2))] == ["経費の内訳は次の表のとおり"]


odd_texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("施策1234（）・。 \u3000"), min_size=1, max_size=3
)
placed = st.tuples(odd_texts, st.integers(-4, 170).map(lambda n: n * 5), st.integers(-4, 124).map(lambda n: n * 5))
chars = placed.map(lambda at: Char(at[0], at[1], at[2], at[1] + 10, at[2] + 10, 10.0))
sides = st.builds(
    lambda across, at, start, long: Rule(start, at, start + long, at) if across else Rule(at, start, at, start + long),
    st.booleans(),
    st.integers(0, 20).map(lambda n: n * 25.0),
    st.integers(0, 20).map(lambda n: n * 25.0),
    st.integers(1, 20).map(lambda n: n * 25.0),
)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(chars, max_size=12, unique_by=lambda char: char.box), st.lists(sides, max_size=10)),
        min_size=1,
        max_size=3,
    )
)
def test_every_char_stands_in_a_cell_or_in_a_line_outside(drawn):
    """Whatever is printed wherever: nothing is lost, nothing stands in two places."""
    pages = [Page(number, 842, HEIGHT, tuple(c), tuple(r)) for number, (c, r) in enumerate(drawn, 1)]
    sheets = [to_sheet(page, page_to_tables(page)) for page in pages]
    held = Counter(c.text for sheet in sheets for table in sheet.tables for cell in table.cells for c in cell.chars)
    outside = Counter(
        glyph for item in classify(sheets, item_tables(sheets), GENERAL) for glyph in set(item.line.glyphs) if glyph
    )
    held.update(char.text for char in outside.elements())
    inked = Counter(char.text for page in pages for char in page.chars if not char.text.isspace())
    assert {text: count for text, count in held.items() if not text.isspace()} == inked
