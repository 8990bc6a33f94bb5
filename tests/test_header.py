"""Header rows: how many there are, what the columns are called, and what they are for."""

import pytest

from drawn import GENERAL, only_table, rule_table
from plan_extract.table.header import read_header


def header_of(drawing):
    """The header of the drawing's only table."""
    table = only_table(drawing)
    return read_header(table, GENERAL)


def roles_of(*labels):
    """The roles of columns under these headers."""
    rows = [[[label] for label in labels], [["1"] for _ in labels]]
    return [column.role for column in header_of(rule_table(rows, [40] * len(labels))).columns]


ONE_LEVEL = """
    +----+--------+----------+----------+--------+
    | No | 取組名 | 事業概要 | 実施状況 | 担当課 |
    +----+--------+----------+----------+--------+
    | 1  | 窓口   | ○電子化 | ○受付   | 市民課 |
    +----+--------+----------+----------+--------+
"""
TWO_LEVELS = """
    +----+--------+-----------------------+--------+
    | No | 取組名 | 実施状況              | 担当課 |
    |    |        +-----------+-----------+        |
    |    |        | 令和5年度 | 今後      |        |
    +----+--------+-----------+-----------+--------+
    | 1  | 窓口   | ○受付    | ○配信    | 市民課 |
    +----+--------+-----------+-----------+--------+
"""
CAPTION = """
    +--------------------------------------------+
    | 令和5年度の主な取組                        |
    +----+--------+----------+----------+--------+
    | No | 取組名 | 事業概要 | 実施状況 | 担当課 |
    +----+--------+----------+----------+--------+
    | 1  | 窓口   | ○電子化 | ○受付   | 市民課 |
    +----+--------+----------+----------+--------+
"""
SPREAD = """
    +----+----------+------------+----------+----------+
    | No | 事 業 名 | 実　施     | 担当課・ |          |
    |    |          | 状　況     | 係       |          |
    +----+----------+------------+----------+----------+
    | 1  | 窓口     | ○受付     | 市民課   | －       |
    +----+----------+------------+----------+----------+
"""
GROUPED = """
    +------------------+-----------------------+
    | 取組             | 令和5年度             |
    +----+-------------+-----------+-----------+
    | No | 取組名      | 実施状況  | 担当課    |
    +----+-------------+-----------+-----------+
    | 1  | 窓口        | ○受付    | 市民課    |
    +----+-------------+-----------+-----------+
"""
HEADERS = {
    "one level": (ONE_LEVEL, 1, ["No", "取組名", "事業概要", "実施状況", "担当課"]),
    "two levels": (TWO_LEVELS, 2, ["No", "取組名", "実施状況 / 令和5年度", "実施状況 / 今後", "担当課"]),
    "below a caption": (CAPTION, 2, ["No", "取組名", "事業概要", "実施状況", "担当課"]),
    "blanks and wraps": (SPREAD, 1, ["No", "事業名", "実施状況", "担当課・係", ""]),
    "groups above": (GROUPED, 2, ["取組 / No", "取組 / 取組名", "令和5年度 / 実施状況", "令和5年度 / 担当課"]),
}


@pytest.mark.parametrize("case", HEADERS)
def test_columns_are_called_what_their_header_says(case):
    drawing, rows, names = HEADERS[case]
    header = header_of(drawing)
    assert (header.rows, list(header.names)) == (rows, names)


def test_the_levels_of_a_stacked_header_are_kept_apart():
    levels = [column.levels for column in header_of(TWO_LEVELS).columns]
    assert levels == [("No",), ("取組名",), ("実施状況", "令和5年度"), ("実施状況", "今後"), ("担当課",)]


ROLES = [
    (["No", "主な取組", "事業概要", "実施状況", "担当課"], ["number", "name", "overview", "progress", "department"]),
    (["所管課", "進捗状況", "取組内容", "事業名", "項番"], ["department", "progress", "overview", "name", "number"]),
    (["番号", "取組名", "事業内容", "取組実績", "担当部署"], ["number", "name", "overview", "progress", "department"]),
    (["Ｎｏ．", "取組項目", "目的", "実施予定", "主管課"], ["number", "name", "overview", "progress", "department"]),
    (["№", "事務事業名", "概要", "進捗", "担当"], ["number", "name", "overview", "progress", "department"]),
    (["No", "取組名", "期限", "令和5年度実施状況・実施予定", "担当課"], ["number", "name", None, "progress", "department"]),
    (["基本目標", "施策", "No", "取組名", "実施状況"], ["section", "section", "number", "name", "progress"]),
    (["No", "取組名", "実施状況", "担当課", "関係課"], ["number", "name", "progress", "department", "department"]),
    (["No", "取組名", "実施状況（令和5年10月末）", "課題"], ["number", "name", "progress", None]),
    (["施策", "指標名", "単位", "目標値", "実績値"], ["section", "name", None, None, "progress"]),
    (["No", "取組名", "指標", "目標値", "実績値"], ["number", "name", None, None, "progress"]),
    (["重要業績評価指標（KPI）", "基準値", "R5実績値", "達成率", "担当"], ["name", None, "progress", None, "department"]),
    (["コード", "備考", "区切り", "実績"], ["number", None, "name", "progress"]),
    (["【No】", "＜取組名＞", "実施状況", "備考"], ["number", "name", "progress", None]),
]


@pytest.mark.parametrize(("labels", "roles"), ROLES, ids=lambda values: "-".join(map(str, values)))
def test_headers_in_any_order_and_under_synonyms_have_their_roles(labels, roles):
    assert roles_of(*labels) == roles


BY_CELLS = {
    "grades": (["取組名", "進捗", "令和5年度実施状況"], [["窓口", "◎", "受付を始めた所"]], None, 1),
    "what is said beside grades": (["取組名", "進捗", "令和5年度実施状況"], [["窓口", "◎", "受付を始めた所"]], "progress", 2),
    "no grades": (["取組名", "進捗", "令和5年度実施状況"], [["窓口", "受付を始めた所", "◎"]], "progress", 1),
    "nothing but grades": (["取組名", "進捗", "令和5年度実施状況"], [["窓口", "◎", "○"]], "progress", 1),
    "numbers without a header": (["", "取組名", "実施状況"], [["(1)", "窓口", "○"], ["(2)", "広報", "○"]], "number", 0),
    "kana without a header": (["", "取組名", "実施状況"], [["ア", "窓口", "○"], ["イ", "広報", "○"]], "number", 0),
    "kana under a header of other words": (
        ["記号", "取組名", "実施状況"],
        [["ア", "窓口", "○"], ["イ", "広報", "○"]],
        "number",
        0,
    ),
    "numbers under a known header": (["単位", "取組名", "実施状況"], [["1", "窓口", "○"], ["2", "広報", "○"]], None, 0),
    "marks without a header": (["", "取組名", "実施状況"], [["新規", "窓口", "○"], ["継続", "広報", "○"]], None, 0),
    "the same number twice": (["", "取組名", "実施状況"], [["1", "窓口", "○"], ["1", "広報", "○"]], None, 0),
    "offices": (
        ["No", "取組名", "仕切り"],
        [["1", "窓口", "市民課"], ["2", "広報", "秘書室"], ["3", "税", "税務課"]],
        "department",
        2,
    ),
    "two offices": (["No", "取組名", "仕切り"], [["1", "窓口", "市民課"], ["2", "広報", "秘書室"]], None, 2),
    "other words": (["No", "取組名", "仕切り"], [["1", "窓口", "市民"], ["2", "広報", "秘書"], ["3", "税", "税務課"]], None, 2),
}


@pytest.mark.parametrize("case", BY_CELLS)
def test_cells_tell_the_role_of_a_column_whose_header_does_not(case):
    labels, rows, role, index = BY_CELLS[case]
    drawing = rule_table([[[text] if text else [] for text in line] for line in (labels, *rows)], (8, 18, 18))
    assert header_of(drawing).columns[index].role == role


def test_each_role_but_departments_and_sections_is_given_once():
    roles = roles_of("No", "番号", "取組名", "事業名", "実施状況", "進捗状況")
    assert roles.count("number") == roles.count("name") == roles.count("progress") == 1


NO_HEADERS = {
    "rows": """
        +----+--------+----------+--------+
        | 2  | 広報   | ○配信   | 総務課 |
        +----+--------+----------+--------+
    """,
    "sentences with the words of headers": """
        +----+------------------------------------+------------------------------------+
        | 2  | 窓口で受け付けた申請を全て電子化し | 広報紙と配信により市民に知らせた上 |
        |    | 、市民が来庁することなく手続を終え | で公表することとした各課の主な取組 |
        |    | られるようにするための主な事業概要 | についての令和五年度末の実施状況   |
        +----+------------------------------------+------------------------------------+
    """,
    "a form": """
        +----------+------------------------------+
        | 提出先   | 総務部                       |
        +----------+------------------------------+
        | 電話     | 0178-00-0000                 |
        +----------+------------------------------+
    """,
}


@pytest.mark.parametrize("case", NO_HEADERS)
def test_what_is_no_header_is_not_taken_for_one(case):
    assert header_of(NO_HEADERS[case]) is None
