"""The layout of a document: which tables list items, what heads their rows, and what is left out."""

from dataclasses import replace

import pytest

from drawn import GENERAL, draw, read, rule_table, told
from plan_extract.layout import pages_to_layout

HEAD = """
+----+--------+----------+--------+
| No | 取組名 | 実施状況 | 担当課 |
+----+--------+----------+--------+"""


def table(*rows, header=HEAD):
    bar = "+----+--------+----------+--------+"
    return "\n".join([header, *(line for row in rows for line in (row, bar))])


FIRST, SECOND = "| 1  | 窓口   | ○受付   | 市民課 |", "| 2  | 広報   | ○配信   | 総務課 |"


def sections(report):
    """(id of the row, titles of its sections from the outermost)."""
    by_id = {section.id: section for section in report.sections}

    def path(section):
        return (*path(by_id[section].parent), by_id[section].title) if section else ()

    return [(initiative.id, path(initiative.section)) for initiative in report.initiatives]


SECTIONS = {
    "headings above tables": (
        "基本目標1 すみよいまち\n施策1 手続" + table(FIRST) + "\n施策2 広報" + table(SECOND),
        [("1", ("すみよいまち", "手続")), ("2", ("すみよいまち", "広報"))],
    ),
    "bands": (
        "基本目標1 すみよいまち"
        + table("| 施策1 手続                      |", FIRST, "| 施策2 広報                      |", SECOND),
        [("1", ("すみよいまち", "手続")), ("2", ("すみよいまち", "広報"))],
    ),
    "merged cells": (
        """
        +----------+----------+----+--------+----------+
        | 基本目標 | 施策     | No | 取組名 | 実施状況 |
        +----------+----------+----+--------+----------+
        | 1 すみよ | 1 手続   | 1  | 窓口   | ○受付   |
        | いまち   +----------+----+--------+----------+
        |          | 2 広報   | 2  | 配信   | ○受付   |
        +----------+----------+----+--------+----------+
        """,
        [("1", ("すみよいまち", "手続")), ("2", ("すみよいまち", "広報"))],
    ),
    "vertical text beside the rows": (
        """
        +------+----+--------+----------+
        | 施策 | No | 取組名 | 実施状況 |
        +------+----+--------+----------+
        |  手  | 1  | 窓口   | ○受付   |
        |  続  +----+--------+----------+
        |  等  | 2  | 配信   | ○受付   |
        +------+----+--------+----------+
        """,
        [("1", ("手続等",)), ("2", ("手続等",))],
    ),
    "groups under the header of the name": (
        """
        +---------------------+----------+
        | 項目                | 説明     |
        +---------------------+----------+
        | 目的                | 福祉     |
        +----+----+-----------+----------+
        | Ⅰ | 施 | 浴室      | ☆広さ   |
        |    | 設 +-----------+----------+
        |    | 等 | 廊下      | ☆手すり |
        +----+----+-----------+----------+
        | Ⅱ | 人 | 職員      | ☆常勤   |
        +----+----+-----------+----------+
        | 費用                | 実費     |
        +---------------------+----------+
        """,
        [("row-1", ()), ("Ⅰ-row-1", ("施設等",)), ("Ⅰ-row-2", ("施設等",)), ("Ⅱ-row-1", ("人",)), ("row-2", ())],
    ),
    "groups under the header of the number": (
        """
        +---------+----------+----------+
        | 番号    | 施設名   | 担当課   |
        +----+----+----------+----------+
        | 東 | 1  | 青葉園   | 福祉課   |
        |    +----+----------+----------+
        | 区 | 2  | 若葉園   | 福祉課   |
        +----+----+----------+----------+
        | 西 | 1  | 緑園     | 福祉課   |
        | 区 +----+----------+----------+
        |    | 2  | 森園     | 福祉課   |
        +----+----+----------+----------+
        """,
        [("1-1", ("東区",)), ("1-2", ("東区",)), ("2-1", ("西区",)), ("2-2", ("西区",))],
    ),
    "bands under a caption": (
        "# 凪浜市推進計画\n■ 一般会計"
        + table("| 手続                            |", FIRST, "| 広報                            |", SECOND),
        [("1", ("一般会計", "手続")), ("2", ("一般会計", "広報"))],
    ),
    "bands of which one has no number": (
        table("| Ａ 手続                         |", FIRST, "| その他                          |", SECOND),
        [("1", ("手続",)), ("2", ("その他",))],
    ),
    "a caption without number": (
        "# 凪浜市推進計画\n■ 手続" + table(FIRST) + "\n■ 広報" + table(SECOND),
        [("1", ("手続",)), ("2", ("広報",))],
    ),
    "none": (table(FIRST, SECOND), [("1", ()), ("2", ())]),
}


@pytest.mark.parametrize("case", SECTIONS)
def test_rows_stand_in_the_sections_that_head_them(case):
    drawing, expected = SECTIONS[case]
    assert sections(read(drawing)) == expected


GROUPS = [
    """
+-----------+----------+
| 項目      | 説明     |
+----+------+----------+
| 施 | 浴室 | ☆広さを |
| 設 +------+----------+
|    | 廊下 | ☆手すり |
+----+------+----------+
""",
    """
+----+------+----------+
|    |      | を両側に |
|    |      +----------+
|    |      | ☆採光   |
|    +------+----------+
|    | 階段 | ☆傾斜   |
+----+------+----------+
| その他    | ☆緑化   |
+-----------+----------+
""",
]


def test_groups_and_names_that_a_page_cut_are_those_of_the_page_before():
    report = read(*GROUPS)
    rows = [(i.name, i.cells["項目"], i.cells["説明"]) for i in report.initiatives]
    assert rows == [
        ("浴室", "施設\n浴室", "☆広さを"),
        ("廊下", "施設\n廊下", "☆手すりを両側に"),
        ("廊下", "施設\n廊下", "☆採光"),
        ("階段", "施設\n階段", "☆傾斜"),
        ("その他", "その他", "☆緑化"),
    ]
    assert [titles for _, titles in sections(report)] == [("施設",)] * 4 + [()]


MERGED_OVERLEAF = [
    """
+---------------+----------+
| 項目          | 説明     |
+----+------+---+----------+
| 人 | 管理 | 資| 修了した |
| 員 | 者   | 格| 者       |
+----+------+---+----------+
| 人 | 職員 | 数| 必要な数 |
| 員 |      |   | を置く。 |
+----+------+---+----------+
""",
    """
+----+------+--------------+
| 設 | 居室 | 洗面設備     |
| 備 |      |              |
+----+------+--------------+
| 設 | 廊下 | 手すり       |
| 備 |      |              |
+----+------+--------------+
""",
]


def test_a_table_goes_on_overleaf_though_cells_are_merged_over_its_columns():
    layout = pages_to_layout([draw(MERGED_OVERLEAF[0]), draw(MERGED_OVERLEAF[1], 2)], GENERAL)
    assert [len(long.rows) for long in layout.tables] == [4]
    assert layout.skipped == ()
    assert [i.overview for i in read(*MERGED_OVERLEAF).initiatives][2:] == ["洗面設備", "手すり"]


def test_a_cell_that_begins_behind_a_group_and_runs_on_belongs_to_the_next_column():
    report = read("""
        +-------------+------------+
        | 項目        | 説明       |
        +------+------+------------+
        | 管理 | 資格 | 修了した者 |
        | 者   +------+------------+
        |      | 専ら従事すること  |
        +------+-------------------+
    """)
    assert [(i.name, i.overview) for i in report.initiatives] == [("資格", "修了した者"), ("管理者", "専ら従事すること")]


def test_a_heading_that_only_a_list_of_contents_prints_before_heads_its_rows_once():
    contents = "基本目標1 すみよいまち\n基本目標2 にぎわい"
    report = read(contents, "基本目標1 すみよいまち" + table(FIRST), "基本目標2 にぎわい" + table(SECOND))
    assert [(section.id, section.title) for section in report.sections] == [("1", "すみよいまち"), ("2", "にぎわい")]
    assert sections(report) == [("1", ("すみよいまち",)), ("2", ("にぎわい",))]


def test_a_chapter_without_a_table_is_no_section():
    report = read("# 1 はじめに\n\n\n本市の計画について述べる。", "# 2 手続\n" + table(FIRST, SECOND))
    assert [section.title for section in report.sections] == ["手続"]


@pytest.mark.parametrize("note", ["※ 数値は速報値である。", "（注）数値は速報値　　 ", "備考：数値は速報値　　 "])
def test_a_band_that_heads_nothing_is_a_note(note):
    report = read(table(FIRST, f"| {note}            |", SECOND))
    assert [initiative.id for initiative in report.initiatives] == ["1", "2"]
    assert ["速報値" in finding.message for finding in report.findings if finding.code == "note"] == [True]
    assert not report.sections


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
    report = read(f"{OTHER_TABLES[case]}\n\n{table(FIRST)}")
    assert [initiative.id for initiative in report.initiatives] == ["1"]
    assert [finding.code for finding in report.findings] == ["other-table"]


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
    report = read(table(FIRST.replace("窓口  ", "窓口  ")), rest)
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
    assert len(read(f"{table(FIRST)}\n\n{rule_table(rows, (12, 10, 10))}").initiatives) == 1 + listed


def test_two_tables_of_other_columns_on_a_page_are_both_read():
    other = rule_table([[["事業名"], ["事業概要"], ["期限"]], [["防災"], ["訓練"], ["3月"]]], (8, 10, 6))
    report = read(f"{table(FIRST)}\n\n{other}")
    assert [(i.name, i.overview, i.cells.get("期限")) for i in report.initiatives] == [
        ("窓口", "", None),
        ("防災", "訓練", "3月"),
    ]


def test_tables_side_by_side_are_read_one_after_another():
    left, right = table(FIRST).strip("\n").split("\n"), table(SECOND).strip("\n").split("\n")
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


def test_a_header_on_the_first_page_serves_those_after_it():
    bar = "+----+--------+----------+--------+"
    layout = pages_to_layout([draw(table(FIRST)), draw(table(SECOND, header=bar), 2)], GENERAL)
    assert [len(long.rows) for long in layout.tables] == [2]
    assert layout.skipped == ()


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
