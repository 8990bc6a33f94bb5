"""The layout of a document: which tables list items, what heads their rows, and what is left out."""

from dataclasses import replace

import pytest

from drawn import FIRST, GENERAL, SECOND, draw, items_table, read, rule_table, told
from plan_extract.layout import pages_to_layout

OTHER_TABLES = {
    "a form": "+------+--------+\n| 電話 | 市民課 |\n+------+--------+\n| 住所 | 凪浜市 |\n+------+--------+",
    "a legend": "+------+--------+\n| ◎   | 完了   |\n+------+--------+\n| ○   | 実施中 |\n+------+--------+",
}

OTHER_TABLES["amounts beside what they are of"] = """
+--------------+----------+
| 支給実績     | 774千円  |
+--------------+----------+
| 平均支給年額 | 194千円  |
+--------------+----------+
"""


@pytest.mark.parametrize("case", OTHER_TABLES)
def test_a_table_that_lists_no_items_is_left_out_and_told(case):
    report = read(f"{OTHER_TABLES[case]}\n\n{items_table(FIRST)}")
    assert [initiative.id for initiative in report.initiatives] == ["1"]
    assert [finding.code for finding in report.findings] == ["other-table"]


PLAN_AND_RESULT = """
+----+--------+----------------+--------+
| No | 取組名 | 年度           | 担当課 |
|    |        +------+---------+        |
|    |        | 区分 | 令和5年 |        |
+----+--------+------+---------+--------+
| 1  | 窓口   | 計画 | 検討    | 市民課 |
|    |        +------+---------+        |
|    |        | 実績 | 受付    |        |
+----+--------+------+---------+--------+
| 2  | 広報   | 計画 | 改訂    | 総務課 |
|    |        +------+---------+        |
|    |        | 実績 | 配信    |        |
+----+--------+------+---------+--------+
| 3  | 税務   | 計画 | 設計    | 税務課 |
|    |        +------+---------+        |
|    |        | 実績 | 試行    |        |
+----+--------+------+---------+--------+
"""


def test_a_list_with_a_row_for_the_plan_and_one_for_the_result_is_no_form():
    report = read(PLAN_AND_RESULT)
    assert [(i.number, i.cells["年度 / 区分"]) for i in report.initiatives] == [
        (number, kind) for number in "123" for kind in ("計画", "実績")
    ]


NUMBERED = """
+----+----------------------+------------+
|    | 昭和40年条例第2号    | 平成元年改 |
+----+----------------------+------------+
| Ⅰ | 何人も秘密を守らなけ | －         |
|    | ればならない。       |            |
+----+----------------------+------------+
| Ⅱ |                      | 第5条      |
+----+----------------------+------------+
"""


def test_a_first_column_that_counts_the_rows_makes_a_list_under_a_header_of_any_words():
    report = read(NUMBERED, NUMBERED.replace("昭和40年", "平成10年"))
    assert [(i.number, i.cells[""]) for i in report.initiatives] == [("Ⅰ", "Ⅰ"), ("Ⅱ", "Ⅱ")] * 2
    assert [list(i.cells)[1] for i in report.initiatives[1:3]] == ["昭和40年条例第2号", "平成10年条例第2号"]
    assert report.initiatives[0].cells["昭和40年条例第2号"] == "何人も秘密を守らなければならない。"


def test_rows_after_a_cut_one_that_says_little_are_no_list_of_their_own():
    bar = "+----+--------+----------+--------+"
    rest = "\n".join([bar, "|    | を開設 | ○調整   | 福祉課 |", bar, "| 2  | 広報   | ○配信   | 総務課 |", bar])
    report = read(items_table(FIRST.replace("窓口  ", "窓口  ")), rest)
    assert [(i.number, i.name) for i in report.initiatives] == [("1", "窓口を開設"), ("2", "広報")]


def test_what_is_done_year_by_year_is_a_list():
    rows = [[["取組"], ["令和5年度"], ["令和6年度"]], [["窓口"], ["設計"], ["運用"]], [["広報"], ["検討"], ["実施"]]]
    report = read(rule_table(rows, (10, 12, 12)))
    assert [(i.name, i.cells["令和6年度"]) for i in report.initiatives] == [("窓口", "運用"), ("広報", "実施")]


def test_a_column_of_figures_behind_what_tells_is_no_name():
    rows = [[["区分"], ["職務内容"], ["職員数"]], [["1級"], ["定型的な業務"], ["3"]], [["2級"], ["高度な業務"], ["6"]]]
    assert [i.name for i in read(rule_table(rows, (10, 16, 10))).initiatives] == ["1級", "2級"]


@pytest.mark.parametrize(("name", "listed"), [("事業名", 1), ("項目", 0)])
def test_a_list_may_tell_nothing_but_figures_of_what_it_names(name, listed):
    rows = [[[name], ["予算額"], ["決算額"]], [["防災訓練"], ["1,200"], ["1,100"]]]
    assert len(read(f"{items_table(FIRST)}\n\n{rule_table(rows, (12, 10, 10))}").initiatives) == 1 + listed


def test_two_tables_of_other_columns_on_a_page_are_both_read():
    other = rule_table([[["事業名"], ["事業概要"], ["期限"]], [["防災"], ["訓練"], ["3月"]]], (8, 10, 6))
    report = read(f"{items_table(FIRST)}\n\n{other}")
    assert [(i.name, i.overview, i.cells.get("期限")) for i in report.initiatives] == [
        ("窓口", "", None),
        ("防災", "訓練", "3月"),
    ]


def test_tables_side_by_side_are_read_one_after_another():
    left, right = items_table(FIRST).strip("\n").split("\n"), items_table(SECOND).strip("\n").split("\n")
    report = read("\n".join(f"{a}      {b}" for a, b in zip(left, right, strict=True)))
    assert [(i.id, i.name) for i in report.initiatives] == [("1", "窓口"), ("2", "広報")]


@pytest.mark.parametrize("lower", [-1.0, 0.0, 1.0, 30.0])
def test_of_tables_side_by_side_the_left_one_comes_first(lower):
    rows = [[["No"], ["事業名"], ["担当課"]]] + [[[str(number)], ["広報"], ["秘書課"]] for number in range(1, 7)]
    left, right = (
        draw(rule_table([rows[0], *part], (6, 12, 12)), left=x, top=y)
        for part, x, y in ((rows[1:4], 40.0, 84.0), (rows[4:], 240.0, 84.0 + lower))
    )
    report = read(replace(left, chars=left.chars + right.chars, rules=left.rules + right.rules))
    assert [i.number for i in report.initiatives] == ["1", "2", "3", "4", "5", "6"]
    assert told(report) == []


@pytest.mark.parametrize("pages", [[], [draw("")], [draw("", 1), draw("施策1 手続", 2)]])
def test_documents_without_tables_have_a_layout(pages):
    layout = pages_to_layout(pages, GENERAL)
    assert layout.tables == ()
    assert len(layout.sheets) == len(pages)


COSTS = [["事業名"], ["款"], ["金額"], ["理由"], ["担当課"]]
FIRST_COSTS = [
    COSTS,
    [["広報"], ["2"], ["1,200"], ["遅れたため。"], ["秘書課"]],
    [["住宅管理事業費"], ["8"], ["495"], ["用地の交渉に"], ["住宅課"]],
]
NEXT_COSTS = {
    "rows of their own": (
        [[["空き家の活用"], ["8"], ["9,080"], ["時間がかかる"], ["住宅課"]]],
        ["広報", "住宅管理事業費", "空き家の活用"],
    ),
    "the rest of a row": ([[["（補助）"], [], [], ["時間がかかる"], []]], ["広報", "住宅管理事業費（補助）"]),
}


@pytest.mark.parametrize("case", NEXT_COSTS)
def test_rows_with_figures_of_their_own_are_no_rest_of_a_row(case):
    rows, names = NEXT_COSTS[case]
    report = read(rule_table(FIRST_COSTS, (14, 2, 8, 12, 6)), rule_table([COSTS, *rows], (14, 2, 8, 12, 6)))
    assert [initiative.name for initiative in report.initiatives] == names
    if case == "rows of their own":
        assert "uncertain-continuation" not in told(report)


def test_a_column_of_matters_names_the_rows():
    head = [["No"], ["款・項"], ["事項"], ["期間"], ["限度額"]]
    report = read(rule_table([head, [["1"], ["事業費用"], ["下水の処理"], ["2年"], ["1,200"]]], (4, 10, 12, 6, 8)))
    assert [initiative.name for initiative in report.initiatives] == ["下水の処理"]
