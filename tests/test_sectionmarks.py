"""Sections: which headings rows stand under, wherever these are printed."""

import pytest

from drawn import FIRST, SECOND, items_table, read


def sections(report):
    """(id of the row, titles of its sections from the outermost)."""
    by_id = {section.id: section for section in report.sections}

    def path(section):
        return (*path(by_id[section].parent), by_id[section].title) if section else ()

    return [(initiative.id, path(initiative.section)) for initiative in report.initiatives]


SECTIONS = {
    "headings above tables": (
        "基本目標1 すみよいまち\n施策1 手続" + items_table(FIRST) + "\n施策2 広報" + items_table(SECOND),
        [("1", ("すみよいまち", "手続")), ("2", ("すみよいまち", "広報"))],
    ),
    "bands": (
        "基本目標1 すみよいまち"
        + items_table("| 施策1 手続                      |", FIRST, "| 施策2 広報                      |", SECOND),
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
        + items_table("| 手続                            |", FIRST, "| 広報                            |", SECOND),
        [("1", ("一般会計", "手続")), ("2", ("一般会計", "広報"))],
    ),
    "bands of which one has no number": (
        items_table("| Ａ 手続                         |", FIRST, "| その他                          |", SECOND),
        [("1", ("手続",)), ("2", ("その他",))],
    ),
    "a caption without number": (
        "# 凪浜市推進計画\n■ 手続" + items_table(FIRST) + "\n■ 広報" + items_table(SECOND),
        [("1", ("手続",)), ("2", ("広報",))],
    ),
    "a caption that names a kind of table": (
        "施策1 手続\n【主な取組】" + items_table(FIRST) + "\n施策2 広報\n【主な取組】" + items_table(SECOND),
        [("1", ("手続",)), ("2", ("広報",))],
    ),
    "a section and who is in charge of it above the header": (
        """
        +-----------------------------+--------+
        | 施策1 手続                  | 担当： |
        |                             | 総務部 |
        +----+----------+-------------+--------+
        | No | 取組名   | 実施状況    | 担当課 |
        +----+----------+-------------+--------+
        | 1  | 窓口     | ○受付      | 市民課 |
        +----+----------+-------------+--------+
        """,
        [("1", ("手続",))],
    ),
    "a number and a counter's word parted by a blank of full width": (
        "# 凪浜市推進計画\n１　仕事をつくる" + items_table(FIRST) + "\n２　人を呼び込む" + items_table(SECOND),
        [("1", ("仕事をつくる",)), ("2", ("人を呼び込む",))],
    ),
    "a section and who is in charge of it between the rows": (
        """
        +----+----------+-------------+--------+
        | No | 取組名   | 実施状況    | 担当課 |
        +----+----------+-------------+--------+
        | 施策1 手続                  | 主管： |
        |                             | 総務部 |
        +----+----------+-------------+--------+
        | 1  | 窓口     | ○受付      | 市民課 |
        +----+----------+-------------+--------+
        | 施策2 広報                  | 主管： |
        |                             | 企画部 |
        +----+----------+-------------+--------+
        | 2  | 配信     | ○実施      | 秘書課 |
        +----+----------+-------------+--------+
        """,
        [("1", ("手続",)), ("2", ("広報",))],
    ),
    "groups under a header of other words": (
        """
        +--------+----------+-------------+--------+
        | 場     | 取組名   | 実施状況    | 担当課 |
        +--------+----------+-------------+--------+
        | 家庭   | 訪問     | ○実施      | 健康課 |
        |        +----------+-------------+--------+
        |        | 講座     | ○開催      | 健康課 |
        +--------+----------+-------------+--------+
        | 学校   | 教室     | ○開催      | 教育課 |
        |        +----------+-------------+--------+
        |        | 見学     | ○実施      | 教育課 |
        +--------+----------+-------------+--------+
        """,
        [("1-row-1", ("家庭",)), ("1-row-2", ("家庭",)), ("2-row-1", ("学校",)), ("2-row-2", ("学校",))],
    ),
    "a heading that says what the column says": (
        """
        # 凪浜市推進計画

        ■ 手続

        +----------+----+--------+----------+
        | 施策     | No | 取組名 | 実施状況 |
        +----------+----+--------+----------+
        | 手続     | 1  | 窓口   | ○受付   |
        |          +----+--------+----------+
        |          | 2  | 配信   | ○受付   |
        +----------+----+--------+----------+
        """,
        [("1", ("手続",)), ("2", ("手続",))],
    ),
    "years beside the rows": (
        """
        +--------+----------+-------------+--------+
        | 年度   | 取組名   | 実施状況    | 担当課 |
        +--------+----------+-------------+--------+
        | R4     | 訪問     | ○実施      | 健康課 |
        |        +----------+-------------+--------+
        |        | 講座     | ○開催      | 健康課 |
        +--------+----------+-------------+--------+
        | R5     | 教室     | ○開催      | 教育課 |
        |        +----------+-------------+--------+
        |        | 見学     | ○実施      | 教育課 |
        +--------+----------+-------------+--------+
        """,
        [("row-1", ()), ("row-2", ()), ("row-3", ()), ("row-4", ())],
    ),
    "accounts under several sections": (
        "施策1 手続\n【一般会計】" + items_table(FIRST) + "\n施策2 広報\n【一般会計】" + items_table(SECOND),
        [("1", ("手続", "一般会計")), ("2", ("広報", "一般会計"))],
    ),
    "captions that part the tables of a section": (
        "施策1 手続\n【新規】"
        + items_table(FIRST)
        + "\n【継続】"
        + items_table(SECOND)
        + "\n施策2 広報\n【新規】"
        + items_table(FIRST.replace("1", "3"))
        + "\n【継続】"
        + items_table(SECOND.replace("2", "4")),
        [("1", ("手続", "新規")), ("2", ("手続", "継続")), ("3", ("広報", "新規")), ("4", ("広報", "継続"))],
    ),
    "none": (items_table(FIRST, SECOND), [("1", ()), ("2", ())]),
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
    report = read(contents, "基本目標1 すみよいまち" + items_table(FIRST), "基本目標2 にぎわい" + items_table(SECOND))
    assert [(section.id, section.title) for section in report.sections] == [("1", "すみよいまち"), ("2", "にぎわい")]
    assert sections(report) == [("1", ("すみよいまち",)), ("2", ("にぎわい",))]


def test_a_chapter_without_a_table_is_no_section():
    report = read("# 1 はじめに\n\n\n本市の計画について述べる。", "# 2 手続\n" + items_table(FIRST, SECOND))
    assert [section.title for section in report.sections] == ["手続"]


CHAPTERS = {
    "取組ごとの状況": [("1", ("すみよいまち",)), ("2", ("にぎわい",))],
    "主な事業の実施状況": [("1", ("すみよいまち",)), ("2", ("にぎわい",))],
    "子育ての取組状況": [("1", ("子育ての取組状況", "すみよいまち")), ("2", ("子育ての取組状況", "にぎわい"))],
}


@pytest.mark.parametrize("title", CHAPTERS)
def test_a_chapter_that_only_lists_all_items_is_no_section_above_those_of_the_plan(title):
    goals = ("基本目標1 すみよいまち" + items_table(FIRST), "基本目標2 にぎわい" + items_table(SECOND))
    report = read("# 1 評価の概要\n\n\n担当課が評価した。", f"# 2 {title}\n\n" + goals[0], goals[1])
    assert sections(report) == CHAPTERS[title]


def test_a_chapter_that_is_the_only_section_of_its_items_stays():
    report = read("凪浜市計画の取組状況\n\n# 1 取組の概要\n" + items_table(FIRST), "# 2 取組の実績\n" + items_table(SECOND))
    assert sections(report) == [("1", ("取組の概要",)), ("2", ("取組の実績",))]


@pytest.mark.parametrize("note", ["※ 数値は速報値である。", "（注）数値は速報値　　 ", "備考：数値は速報値　　 "])
def test_a_band_that_heads_nothing_is_a_note(note):
    report = read(items_table(FIRST, f"| {note}            |", SECOND))
    assert [initiative.id for initiative in report.initiatives] == ["1", "2"]
    assert ["速報値" in finding.message for finding in report.findings if finding.code == "note"] == [True]
    assert not report.sections
