"""Tables whose columns no rule parts: read by how their text is aligned, with how sure that is."""

from dataclasses import replace
from functools import reduce

import pytest

from drawn import GENERAL, LEFT, TOP, draw, line_to_chars, read, rule_table, told
from plan_extract.table.aligned import SURE, align_page
from plan_extract.table.grid import page_to_tables

ROWS = [
    ("1", "防犯灯の整備", "総務課", "五十基を替える。"),
    ("2", "移動図書館の巡回", "生涯学習課", "月2回巡回する。"),
    ("3", "農道の舗装", "農林課", "延長1,200ｍを舗装する。"),
]

BARE = """
# 主要事業の一覧

  No   事　業　名          担当課       事業内容

  1    防犯灯の整備        総務課       五十基を替える。
  2    移動図書館の巡回    生涯学習課   月2回巡回する。
  3    農道の舗装          農林課       延長1,200ｍを舗装する。
"""
WRAPPED = """
  No   事業名       担当課       事業内容
  1    防犯灯の     総務課       五十基を替
       整備                      える。
  2    移動図書館   生涯学習課   月2回巡回
       の巡回                    する。
  3    農道の舗装   農林課       延長1,200ｍを
                                 舗装する。
"""
RULED = """
  ------------------------------------------------------
  No   事業名       担当課       事業内容
  ------------------------------------------------------
  1    防犯灯の     総務課       五十基を替
       整備                      える。
  ------------------------------------------------------
  2    移動図書館   生涯学習課   月2回巡回
       の巡回                    する。
  ------------------------------------------------------
  3    農道の舗装   農林課       延長1,200ｍを
                                 舗装する。
  ------------------------------------------------------
"""
THREE_RULES = """
  ------------------------------------------------------
  No   事業名             担当課       事業内容
  ------------------------------------------------------
  1    防犯灯の整備       総務課       五十基を替える。

  2    移動図書館の巡回   生涯学習課   月2回巡回する。


  3    農道の舗装         農林課       延長1,200ｍを舗装する。
  ---------------------------------------------------------------
"""
FRAMED = """
  +------------------------------------------------------------+
  | No   事業名             担当課       事業内容              |
  | 1    防犯灯の整備       総務課       五十基を替える。      |
  | 2    移動図書館の巡回   生涯学習課   月2回巡回する。       |
  | 3    農道の舗装         農林課       延長1,200ｍを舗装する。|
  +------------------------------------------------------------+
"""
ROWS_ONLY = """
  +------------------------------------------------------------+
  | No   事業名             担当課       事業内容              |
  +------------------------------------------------------------+
  | 1    防犯灯の整備       総務課       五十基を替える。      |
  +------------------------------------------------------------+
  | 2    移動図書館の巡回   生涯学習課   月2回巡回する。       |
  +------------------------------------------------------------+
  | 3    農道の舗装         農林課       延長1,200ｍを舗装する。|
  +------------------------------------------------------------+
"""
DRAWINGS = {
    "no rules": BARE,
    "no rules, cells wrap": WRAPPED,
    "a rule below each row": RULED,
    "rules around the header and at the foot": THREE_RULES,
    "a frame": FRAMED,
    "a frame with horizontal rules": ROWS_ONLY,
}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_columns_come_of_alignment(drawing):
    report = read(drawing)
    said = [(i.number, i.name, *i.departments, i.overview) for i in report.initiatives]
    assert [tuple(text.replace("\n", "") for text in row) for row in said] == ROWS
    assert told(report) == []
    assert told(report, "info").count("aligned-table") == 1


UNSURE = """
  事業名           担当課       事業内容
  防犯灯の整備     総務課       五十基を
                                替える。
  移動図書館の     生涯学習課   月2回巡
  巡回                          回する。
"""


def test_what_is_not_sure_is_a_warning():
    report = read(UNSURE)
    assert told(report) == ["aligned-table"]
    assert [i.departments for i in report.initiatives] == [("総務課",), ("生涯学習課",)]
    page = draw(UNSURE)
    (found,) = align_page(page, page_to_tables(page), GENERAL)
    assert 0 < found.confidence < SURE


def test_a_paragraph_below_is_no_row():
    below = "  この表は、各課からの報告にもとづいて作成したものであり、数値は見込みを含んでいる。"
    page = draw(BARE.rstrip("\n") + "\n" + below + "\n")
    (found,) = align_page(page, page_to_tables(page), GENERAL)
    assert found.table.rows == 1 + len(ROWS)


NO_TABLES = {
    "a sentence with the words": "  事業名と担当課を次の表に示す。事業内容は各課が定める。",
    "a header alone": "  No   事業名   担当課   事業内容",
    "a header over a paragraph": "  No   事業名   担当課   事業内容\n  この資料は各課からの報告にもとづいて作成した。",
    "a ruled table": rule_table([[["No"], ["事業名"], ["担当課"]], [["1"], ["広報"], ["秘書課"]]], (4, 10, 10)),
    "words that are unknown": "  甲   乙        丙\n  1    あいう    かきく\n  2    さしす    たちつ",
}


@pytest.mark.parametrize("drawing", NO_TABLES.values(), ids=NO_TABLES)
def test_nothing_else_is_a_table(drawing):
    page = draw(drawing)
    assert align_page(page, page_to_tables(page), GENERAL) == []


SECTIONED = """
  No   事業名             担当課       事業内容
  1    防犯灯の整備       総務課       五十基を替える。
  2    移動図書館の巡回   生涯学習課   月2回巡回する。

  施策2　農業の振興
  No   事業名             担当課       事業内容
  3    農道の舗装         農林課       延長1,200ｍを舗装する。
"""


def test_a_heading_ends_a_table_that_no_rule_ends():
    report = read(f"施策1　暮らし\n{SECTIONED}")
    assert [(i.number, i.name) for i in report.initiatives] == [(number, name) for number, name, _, _ in ROWS]
    assert [section.title for section in report.sections] == ["暮らし", "農業の振興"]


def test_a_row_that_the_end_of_its_page_cut_before_its_rule_is_read():
    cut = RULED.rstrip().rsplit("\n", 1)[0]
    rows = [(i.number, i.name, *i.departments, i.overview.replace("\n", "")) for i in read(cut).initiatives]
    assert rows == ROWS


def test_rules_drawn_cell_by_cell_show_the_columns_that_hardly_any_blank_parts():
    bars = "-----------  ---------------  ----------"
    page = draw(f"{bars}\n事業名       実施状況         担当課\n{bars}\n\n{bars}\n\n{bars}")
    body = [
        char
        for top, said in (
            (36, ("防犯灯整備", "五十基を替えた。", "総務課")),
            (60, ("移動図書館", "月に二回巡回した", "学習課")),
        )
        for left, text in zip((0, 69, 153), said, strict=True)
        for char in line_to_chars(text, LEFT + left, TOP + top + 1)
    ]
    (one,) = align_page(replace(page, chars=(*page.chars, *body)), [], GENERAL)
    assert [cell.text for cell in one.table.cells if cell.row == 2] == ["移動図書館", "月に二回巡回した", "学習課"]


CUT_AT_THE_END = (
    """
  ------------------------------------------------------
  No   事業名       実施状況              担当課
  ------------------------------------------------------
  1    防犯灯の     ○五十基を替えた      総務課
       整備         ○残りは次年度        財政課
                    ※内訳は次のとおり
  ------------------------------------------------------
""",
    """
  ------------------------------------------------------
  No   事業名       実施状況              担当課
  ------------------------------------------------------
  2    移動図書館   ○月2回巡回した       生涯学習課
       の                                 福祉課
""",
    """
  ------------------------------------------------------
  No   事業名       実施状況              担当課
  ------------------------------------------------------
       巡回         ○児童館へ             児童課
       と展示       ○老人福祉施設へ       市民課
  ------------------------------------------------------
  3    農道の舗装   ○舗装した            農林課
  ------------------------------------------------------
""",
)
OFFICES = ("生涯学習課", "福祉課", "児童課", "市民課")


def test_one_row_between_two_rules_is_one_row_and_so_is_what_a_pages_end_left_of_one():
    report = read(*CUT_AT_THE_END)
    assert [(i.number, i.name, *i.departments, i.progress.split("\n")) for i in report.initiatives] == [
        ("1", "防犯灯の整備", "総務課", "財政課", ["○五十基を替えた", "○残りは次年度", "※内訳は次のとおり"]),
        ("2", "移動図書館の巡回と展示", *OFFICES, ["○月2回巡回した", "○児童館へ", "○老人福祉施設へ"]),
        ("3", "農道の舗装", "農林課", ["○舗装した"]),
    ]


def test_what_is_left_of_a_row_may_speak_in_one_column_alone():
    said = ("巡回", "児童課", "と展示", "市民課")
    last = reduce(lambda text, word: text.replace(word, "  " * len(word)), said, CUT_AT_THE_END[2])
    assert [i.progress.split("\n") for i in read(*CUT_AT_THE_END[:2], last).initiatives][1] == [
        *("○月2回巡回した", "○児童館へ", "○老人福祉施設へ")
    ]


def test_a_header_set_in_the_middle_hides_no_gutter_before_its_column():
    page = draw("""
  ----------------------------------------------------------------
  No   事業名       実施状況                               担当課
  ----------------------------------------------------------------
  1    防犯灯の     ○五十基を替えた      総務課
       整備         のは、計画のとおり
  ----------------------------------------------------------------
""")
    (one,) = align_page(page, [], GENERAL)
    assert [cell.text for cell in one.table.cells if cell.row == 1][2:] == ["○五十基を替えたのは、計画のとおり", "総務課"]
