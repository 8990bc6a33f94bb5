"""Printed lines to logical lines: what wrapped is joined, what begins anew is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import cell_lines, columns, logical_lines, wrap
from plan_extract.pdf.page import Char
from plan_extract.place import Box, Span
from plan_extract.table.printed import chars_to_lines
from plan_extract.table.setting import measure_column
from plan_extract.table.wrapping import lines_to_logical

WRAPS = {
    "right edge": ("市民が手続を窓口に来\nることなく行えるよう\nにする", ["市民が手続を窓口に来ることなく行えるようにする"]),
    "hanging indent": (
        "○窓口の受付を全て電\n  子化し、待ち時間を\n  減らした\n○広報",
        ["○窓口の受付を全て電子化し、待ち時間を減らした", "○広報"],
    ),
    "bullets": ("○受付済\n○検討中\n・転出届\n※速報値", ["○受付済", "○検討中", "・転出届", "※速報値"]),
    "bullets in full lines": ("○窓口の受付を電子化\n○広報の配信を開始済", ["○窓口の受付を電子化", "○広報の配信を開始済"]),
    "numbers": ("1. 受付\n2. 配信\n(1) 掲載\n① 配布", ["1. 受付", "2. 配信", "(1) 掲載", "① 配布"]),
    "headings in brackets": ("【受付】\n窓口\n<配信>\n毎月", ["【受付】", "窓口", "<配信>", "毎月"]),
    "short lines": ("窓口の受付\n広報の配信", ["窓口の受付", "広報の配信"]),
    "a sentence after a full one": ("受付を開始しました。\n次年度に拡大する。", ["受付を開始しました。次年度に拡大する。"]),
    "paragraph": ("受付を先に始めた後。\n    次に拡大する。", ["受付を先に始めた後。", "次に拡大する。"]),
    "punctuation is not left at the start": ("窓口の受付を開始し\nた、来月から", ["窓口の受付を開始した、来月から"]),
    "open bracket": ("広報（六月号、\n九月号）に掲載", ["広報（六月号、九月号）に掲載"]),
    "particle": ("窓口の全受付を\nオンラインで開始", ["窓口の全受付をオンラインで開始"]),
    "Latin words": ("会議を全てGoogle\nMeetで開く", ["会議を全てGoogle Meetで開く"]),
    "Latin after kana": ("会議を全てオンライン\nMeetで開く", ["会議を全てオンラインMeetで開く"]),
    "address": ("https://city.example\n/plan", ["https://city.example/plan"]),
    "number that did not fit": ("本年度末までの申請は\n1,234件", ["本年度末までの申請は1,234件"]),
    "bracket that an item closes": ("（美術館、市民館、図\n・書館）", ["（美術館、市民館、図・書館）"]),
    "a dot between words": ("受付・窓口・掲示の三\n・広報の四つを見直す", ["受付・窓口・掲示の三・広報の四つを見直す"]),
    "dots before items": ("受付・窓口・掲示の三\n・広報\n・配信", ["受付・窓口・掲示の三", "・広報", "・配信"]),
    "bracket left open before an item": ("（美術館、市民館\n・図書館）", ["（美術館、市民館", "・図書館）"]),
    "text that stands deep behind its bullet": (
        "○　窓口を改善する。\n    次に拡大する。",
        ["○　窓口を改善する。次に拡大する。"],
    ),
    "days of a list": ("10/26 窓口二件三人分\n10/27 窓口", ["10/26 窓口二件三人分", "10/27 窓口"]),
    "a day within a sentence": ("10/26 に窓口の受付、\n10/27 広報", ["10/26 に窓口の受付、10/27 広報"]),
    "words before brackets": ("本館（一階と二階等）\n別館（三階）", ["本館（一階と二階等）", "別館（三階）"]),
    "a bracket behind a text": ("窓口を本館と共に別館\n別館（三階）", ["窓口を本館と共に別館別館（三階）"]),
    "words before colons": ("司会：山田窓口課課長\n講師：川田", ["司会：山田窓口課課長", "講師：川田"]),
    "one word before amounts": ("加算額 3千円が二人分\n加算額 5百円", ["加算額 3千円が二人分", "加算額 5百円"]),
    "another word before amounts": ("加算額 3千円が二人分\n基本額 5百円", ["加算額 3千円が二人分基本額 5百円"]),
    "a day right before its text": ("10/26窓口で2件三人\n10/27窓口", ["10/26窓口で2件三人", "10/27窓口"]),
    "months of a list": ("8月下旬～1月 工事二\n2月末 始まり", ["8月下旬～1月 工事二", "2月末 始まり"]),
    "the month of a year": ("8月 工事、9月令和6年\n2月 始まり", ["8月 工事、9月令和6年2月 始まり"]),
    "days of a span": ("10/26と27の窓口三人\n10/27～30広報", ["10/26と27の窓口三人10/27～30広報"]),
    "a reckoning before the next": ("支給3千円×2=6,000円\n計6千円", ["支給3千円×2=6,000円", "計6千円"]),
    "a reckoning whose unit wraps": ("支給額3千×2=6,000千\n円", ["支給額3千×2=6,000千円"]),
    "a reckoning within a sentence": ("支給3千円×2=6,000円\nを支給", ["支給3千円×2=6,000円を支給"]),
    "a caption": ("分科会（山田窓口課）\n講師：", ["分科会（山田窓口課）", "講師："]),
    "equals sign": ("加算額 3千円で二人\n=6,000円", ["加算額 3千円で二人=6,000円"]),
    "a blank lost behind Latin": (
        "窓口の受付を始める。\n窓口の研修で初ICT\n講習を",
        ["窓口の受付を始める。窓口の研修で初ICT講習を"],
    ),
    "a blank lost before Latin": (
        "窓口の受付を始める。\n窓口の3研修と初等\nICT講習",
        ["窓口の受付を始める。窓口の3研修と初等ICT講習"],
    ),
    "no blank lost behind kanji": (
        "窓口の受付を始める。\n窓口の1研修で初等\n講習を",
        ["窓口の受付を始める。窓口の1研修で初等", "講習を"],
    ),
    "bullet alone": ("○\n・", ["○", "・"]),
    "nothing": ("", []),
}


@pytest.mark.parametrize("case", WRAPS)
def test_what_wrapped_is_joined(case):
    text, expected = WRAPS[case]
    assert logical_lines(text) == expected


def test_the_same_words_wrap_or_not_by_the_room_they_had():
    assert logical_lines("窓口の受付を開始済み\n広報", 20) == ["窓口の受付を開始済み広報"]
    assert logical_lines("窓口の受付を開始済み\n広報", 30) == ["窓口の受付を開始済み", "広報"]


CENTRED = {
    "short entries": (8, ["当初\n六月", "十二月", "三月"], ["当初", "六月"]),
    "names spread to one width": (18, ["危機管理課\n所　属　長", "所　属　長", "市　民　課"], ["危機管理課", "所　属　長"]),
    "a name that fills its cell": (18, ["保健福祉総合センタ\nー", "市民課", "企画課"], ["保健福祉総合センター"]),
}


@pytest.mark.parametrize("case", CENTRED)
def test_a_line_in_the_middle_wraps_where_both_its_sides_are_full(case):
    width, cells, expected = CENTRED[case]
    lines = [cell_lines("\n".join(middle(line, width) for line in cell.split("\n")), width) for cell in cells]
    assert [line.text for line in lines_to_logical(lines[0], measure_column(lines))] == expected


def middle(text, width):
    """A line with as much room at its left as at its right."""
    return " " * ((width - columns(text)) // 2) + text


NAMES = ["・青葉園", "・若葉の家", "・森のホーム", "・緑風荘", "・泉の里", "・丘の家", "・港南苑"]


def test_in_a_list_of_names_behind_dots_a_line_without_one_goes_on():
    cells = [cell_lines(name, 30) for name in NAMES] + [cell_lines("・グループホーム\n青空（準備中）", 30)]
    measure = measure_column(cells)
    assert [line.text for line in lines_to_logical(cells[-1], measure)] == ["・グループホーム青空（準備中）"]
    told = [*cells, cell_lines("・開設した。\n5月より受付", 30)]
    assert len(lines_to_logical(told[-1], measure_column(told))) == 2


def test_what_stands_further_out_than_a_hanging_item_is_none_of_its_text():
    cells = [cell_lines(f"○窓口の受付を全て電\n  子化して{word}", 20) for word in ("から", "みる", "いる") * 2]
    cells.append(cell_lines("  ･窓口の受付を電子化\n広報を", 21))
    assert [line.text for line in lines_to_logical(cells[-1], measure_column(cells))] == ["･窓口の受付を電子化", "広報を"]


def test_a_line_that_justification_spread_reads_without_blanks():
    """The line before a long word that did not fit; what stands behind it keeps its place."""
    spread = [Char(sign, 18.0 * at, 0, 18.0 * at + 10, 10, 10) for at, sign in enumerate("令和五年度計画")]
    rest = [Char(sign, 6.0 * at, 15, 6.0 * at + 6, 25, 10) for at, sign in enumerate("https://city.example/a")]
    lines = chars_to_lines([*spread, *rest], Box(0, 0, 120, 30), 1)
    (line,) = lines_to_logical(lines, measure_column([lines]))
    assert line.text == "令和五年度計画https://city.example/a"
    assert line.places(Span(2, 4))[0].box == (36, 0, 64, 10)


def test_a_lone_dot_begins_an_item_where_dots_do_so_in_its_column():
    wrapped, others = cell_lines("窓口・広報の受付実施\n・電子化", 20), cell_lines("○窓口\n・予約", 20)
    alone = measure_column([wrapped])
    assert [line.text for line in lines_to_logical(wrapped, alone)] == ["窓口・広報の受付実施・電子化"]
    assert [line.text for line in lines_to_logical(wrapped, measure_column([wrapped, others]))] == [
        "窓口・広報の受付実施",
        "・電子化",
    ]


def test_codes_stand_one_below_the_other():
    assert logical_lines("2.1.8\n10.5.2", 6) == ["2.1.8", "10.5.2"]
    assert logical_lines("令和5年10.5\n.2", 12) == ["令和5年10.5.2"]


def test_brackets_that_end_every_cell_of_a_column_on_a_line_of_their_own_stand_apart():
    cells = [cell_lines(f"{count}窓口の受付\n（目標{goal}件）", 14) for count, goal in ((1, 9), (2, 8), (3, 7))]
    assert [line.text for line in lines_to_logical(cells[0], measure_column(cells))] == ["1窓口の受付", "（目標9件）"]
    mixed = [*cells, *(cell_lines(f"{word}の受付", 14) for word in ("窓口", "広報"))]
    assert [line.text for line in lines_to_logical(cells[0], measure_column(mixed))] == ["1窓口の受付（目標9件）"]


def test_a_line_knows_where_each_of_its_words_stands():
    above, below = cell_lines("窓口の受付を開始し", 18, 1), cell_lines("た後に拡大", 18, 2)
    (line,) = lines_to_logical(above + below, measure_column([above + below]))
    assert line.text == "窓口の受付を開始した後に拡大"
    assert [place.page for place in line.places()] == [1, 2]
    (place,) = line.places(Span(line.text.index("拡大"), len(line.text)))
    assert (place.page, place.box.x1 - place.box.x0) == (2, 20.0)
    assert line.places(Span(3, 3)) == ()


sentences = st.text("市民検証推進活用調査登録配布窓口", min_size=1, max_size=40)


@settings(deadline=None)
@given(st.lists(sentences, min_size=1, max_size=5), st.integers(5, 15).map(lambda n: 2 * n), st.sampled_from("○・※"))
def test_items_wrapped_at_the_edge_are_given_back(items, width, bullet):
    lines = [line for item in items for line in wrap(bullet + item, width)]
    assert logical_lines("\n".join(lines), width) == [bullet + item for item in items]


@settings(deadline=None)
@given(st.lists(sentences, min_size=1, max_size=5), st.integers(4, 15).map(lambda n: 2 * n))
def test_hanging_indents_are_given_back(items, width):
    lines = []
    for item in items:
        first, *rest = wrap(item, width - 2)
        lines += ["○" + first, *("  " + line for line in rest)]
    assert logical_lines("\n".join(lines), width) == ["○" + item for item in items]


odd = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("○・（(【】)）、。\u3000 \n"), max_size=30)


@settings(deadline=None)
@given(st.lists(odd, max_size=5), st.integers(0, 4))
def test_no_character_is_lost_or_doubled(texts, indent):
    """Of any text whatsoever, at any size of cell: every inked char stands in one logical line, and glyphs fit the text."""
    chars = [
        Char(text, indent + 10.0 * at, 12.0 * row, indent + 10.0 * at + 10, 12.0 * row + 10, 10)
        for row, line in enumerate(texts)
        for at, text in enumerate(line)
    ]
    lines = chars_to_lines(chars, Box(0, 0, 120, 80), 1)
    whole = lines_to_logical(lines, measure_column([lines]))
    inked = sorted(char.text for char in chars if not char.text.isspace())
    assert sorted(c for line in whole for c in line.text if not c.isspace()) == inked
    for line in whole:
        for part, offset in zip(line.lines, line.offsets, strict=True):
            assert line.text[offset : offset + len(part.text)] == part.text
            assert len(part.glyphs) == len(part.text)
