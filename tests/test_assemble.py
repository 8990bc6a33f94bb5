"""Layout to report: ids, references, departments, cells and statements."""

import pytest

from drawn import read, rule_table, told

HEAD = [["No"], ["取組名"], ["実施状況"], ["担当課"]]
WIDTHS = (8, 16, 24, 14)


def row(number, name="窓口", progress="○受付", departments="市民課"):
    """A row of printed lines from texts in which ``/`` breaks a line."""
    return [text.split("/") if text else [] for text in (number, name, progress, departments)]


def table(*rows, head=HEAD, widths=WIDTHS):
    return rule_table([head, *rows], widths)


def ids(report):
    return [initiative.id for initiative in report.initiatives]


IDS = {
    "unique numbering": ([("1", ["1", "2"]), ("2", ["3"])], ["1", "2", "3"]),
    "numbers that begin anew": ([("1", ["1", "2"]), ("2", ["1", "2"])], ["1-1", "1-2", "2-1", "2-2"]),
    "bracketed numbers that begin anew": ([("1", ["(1)", "(2)"]), ("2", ["(1)"])], ["1-(1)", "1-(2)", "2-(1)"]),
    "no numbers": ([("1", ["", ""]), ("2", [""])], ["1-row-1", "1-row-2", "2-row-1"]),
    "compound numbers": ([("1", ["1-1", "1-2"]), ("2", ["2-1"])], ["1-1", "1-2", "2-1"]),
    "words and width": ([("1", ["Ｎｏ.１", "№2"])], ["1", "2"]),
    "one number misprinted": ([("1", ["1", "2", "2"]), ("2", ["3"])], ["1", "2", "2-2", "3"]),
    "a dash for the registration that a row lacks": ([("1", ["H27-04", "－", "H28-11"])], ["H27-04", "1-row-1", "H28-11"]),
    "listed again": (
        [("1", ["1", "—"]), ("2", ["2", "―", "再掲"])],
        ["1", "1-relisted-1", "2", "2-relisted-1", "2-relisted-2"],
    ),
}


@pytest.mark.parametrize("case", IDS)
def test_ids_come_from_the_documents_own_numbering(case):
    sections, expected = IDS[case]
    text = "\n".join(
        f"施策{section} 題{section}\n" + table(*(row(number, f"取組{section}-{n}") for n, number in enumerate(numbers, 1)))
        for section, numbers in sections
    )
    assert ids(read(text)) == expected


GOALS = "基本目標1 すみよいまち\n施策1 手続\n{}\n施策2 広報\n{}"

REFERENCES = {
    "a path and a title": (row("4", "案内", "基本目標1－施策1『/窓口の改善』（再掲）"), "1"),
    "a title": (row("4", "案内", "「窓口の改善」（再掲）"), "1"),
    "a number": (row("4", "案内", "No.2に記載"), "2"),
    "the other of two of one name": (row("4", "案内", "基本目標1－施策2「/配信」（再掲）"), "3"),
    "relisted by its name": (row("—", "窓口の改善/（再掲）"), "1"),
    "relisted by its number": (row("再掲", "窓口の改善"), "1"),
    "relisted, but unknown": (row("—", "花火（再掲）"), None),
    "a number that is not there": (row("4", "案内", "No.99に記載"), None),
    "prose": (row("4", "案内", "○窓口の改善を再掲した"), None),
    "plain": (row("4", "案内", "○窓口の改善"), None),
}


@pytest.mark.parametrize("case", REFERENCES)
def test_a_row_that_repeats_another_refers_to_it(case):
    last, target = REFERENCES[case]
    report = read(GOALS.format(table(row("1", "窓口の改善"), row("2", "配信")), table(row("3", "配信"), last)))
    assert [initiative.refers_to for initiative in report.initiatives] == [None, None, None, target]
    assert report.initiatives[-1].relisted is last[0][0].startswith(("—", "再"))
    assert ("unresolved-reference" in told(report)) is (case == "relisted, but unknown")


DEPARTMENTS = {
    "by line": ("市民課/総務課", ["市民課", "総務課"]),
    "wrapped": ("生涯学習推進振/興課/市民課", ["生涯学習推進振興課", "市民課"]),
    "by commas": ("市民課、総務課", ["市民課", "総務課"]),
    "a dash": ("－", []),
    "none": ("", []),
}


@pytest.mark.parametrize("case", DEPARTMENTS)
def test_departments_come_one_by_one(case):
    text, expected = DEPARTMENTS[case]
    (initiative,) = read(table(row("1", departments=text))).initiatives
    assert list(initiative.departments) == expected


def test_a_ditto_mark_stands_for_the_departments_of_the_row_above():
    rows = [row(str(n), departments=text) for n, text in enumerate(("市民課/総務課", "〃", "同上", "税務課", "〃"), 1)]
    report = read(table(*rows))
    both = ("市民課", "総務課")
    assert [i.departments for i in report.initiatives] == [both, both, both, ("税務課",), ("税務課",)]
    assert [i.cells["担当課"] for i in report.initiatives][1] == "〃"
    assert read(table(row("1", departments="〃"))).initiatives[0].departments == ("〃",)


def test_departments_of_several_columns_are_all_kept():
    head = [*HEAD, ["関係課"]]
    (initiative,) = read(table([*row("1"), ["総務課"]], head=head, widths=(*WIDTHS, 10))).initiatives
    assert initiative.departments == ("市民課", "総務課")
    assert (initiative.cells["担当課"], initiative.cells["関係課"]) == ("市民課", "総務課")


def test_every_column_is_kept_under_its_header():
    head = [["No"], ["取組名"], ["実施状況"], ["備考"], ["備考"], [], [], ["期限"]]
    line = [["1"], ["窓口"], ["○受付"], ["甲"], ["乙"], ["丙"], ["丁"], []]
    (initiative,) = read(table(line, head=head, widths=(6, 10, 12, 8, 8, 6, 6, 6))).initiatives
    assert list(initiative.cells.items()) == [
        ("No", "1"),
        ("取組名", "窓口"),
        ("実施状況", "○受付"),
        ("備考", "甲"),
        ("備考 (2)", "乙"),
        ("", "丙"),
        ("column 7", "丁"),
        ("期限", ""),
    ]


def statements(progress):
    (initiative,) = read(table(row("1", progress=progress))).initiatives
    return initiative.statements


def test_each_logical_line_of_a_telling_column_is_a_statement():
    told = statements("【受付】/○電子化/・転出届/※速報値/（市民課）/○配信")
    assert [(s.seq, s.parent, s.level, s.marker, s.text, s.department) for s in told] == [
        (1, None, 0, "【】", "受付", None),
        (2, 1, 1, "○", "電子化", None),
        (3, 2, 2, "・", "転出届", None),
        (4, 3, 3, "※", "速報値", None),
        (5, 1, 1, None, "（市民課）", None),
        (6, 5, 2, "○", "配信", "市民課"),
    ]
    assert {s.field for s in told} == {"progress"}


def test_statements_come_from_all_columns_that_say_something():
    head = [["No"], ["取組名"], ["事業概要"], ["実施状況"], ["期限"], ["担当課"]]
    line = [["1"], ["窓口"], ["電子化する"], ["○受付", "○配信"], ["3月"], ["市民課"]]
    (initiative,) = read(table(line, head=head, widths=(6, 10, 14, 14, 8, 8))).initiatives
    assert [(s.seq, s.field, s.text) for s in initiative.statements] == [
        (1, "overview", "電子化する"),
        (2, "progress", "受付"),
        (3, "progress", "配信"),
        (4, "期限", "3月"),
    ]


@pytest.mark.parametrize("mark", ["－", "-", "―", ""])
def test_a_dash_says_nothing(mark):
    assert statements(mark) == ()


def test_a_statement_over_two_pages_has_a_box_on_each():
    report = read(
        table(row("1", "配信"), row("2", progress="○窓口の受付を電子化し、")),
        table(row("", "", "待ち時間を減らした", ""), row("3", "税務")),
    )
    (statement,) = report.initiatives[1].statements
    assert statement.text == "窓口の受付を電子化し、待ち時間を減らした"
    assert [source.page for source in statement.sources] == [1, 2]


def test_boxes_are_on_the_page_and_around_the_row():
    report = read(table(row("1"), row("2", "配信")))
    first, second = (initiative.sources[0].bbox for initiative in report.initiatives)
    assert first == (42.5, 114.0, 372.5, 138.0)
    assert second == (42.5, 138.0, 372.5, 162.0)
    assert report.initiatives[0].statements[0].sources[0].bbox[1] == 121.0


def test_the_report_says_what_it_is():
    info = read("# 凪浜市推進計画の取組状況（令和5年10月末時点）\n\n" + table(row("1"))).report
    assert (info.title, info.plan) == ("凪浜市推進計画の取組状況（令和5年10月末時点）", "凪浜市推進計画")
    assert (info.id, info.fiscal_year) == ("凪浜市推進計画_2023-10-31", 2023)


MONEY = [["No"], ["事業名"], ["予算額"], ["担当課"]]


def money(*numbers):
    return table(*(row(str(number), "広報", "1,200", "総務課") for number in numbers), head=MONEY)


def base_values(report):
    """The amounts of all rows in their base unit."""
    return [str(amount.base_value) for i in report.initiatives for s in i.statements for amount in s.quantities]


UNITS = {
    "above the first table": (["# 凪浜市事業一覧\n                          （単位：千円）\n" + money(1)], ["1200000"]),
    "without a colon": (["(単位 千円)\n" + money(1)], ["1200000"]),
    "the first of several": (["(単位 千円、％)\n" + money(1)], ["1200000"]),
    "behind a caption": (["# 凪浜市事業一覧\n（変更前）6年間 （単位 百万円）\n" + money(1)], ["1200000000"]),
    "on the page where the table begins": (["施策1 広報\n（単位：千円）\n" + money(1), money(2)], ["1200000", "1200000"]),
    "nowhere": ([money(1)], []),
}


@pytest.mark.parametrize("case", UNITS)
def test_a_unit_stated_for_a_table_scales_its_sums(case):
    drawings, expected = UNITS[case]
    assert base_values(read(*drawings)) == expected


def test_a_unit_is_no_part_of_a_sections_title():
    (section,) = read("# 凪浜市事業一覧\n（変更前）6年間 （単位 百万円）\n" + money(1)).sections
    assert section.title == "（変更前）6年間"


UNNAMED = {
    "(1)": (["(1)", "(2)", "(3)"], ["(1)", "(2)", "(3)"]),
    "digits": (["1", "2", "3"], ["1", "2", "3"]),
    "circled": (["①", "②", "③"], ["①", "②", "③"]),
    "marks": (["新", "", "新"], ["", "", ""]),
    "years": (["2021", "2022", "2023"], ["", "", ""]),
}


@pytest.mark.parametrize("case", UNNAMED)
def test_a_column_without_header_that_counts_the_rows_numbers_them(case):
    leads, numbers = UNNAMED[case]
    report = read(table(*(row(lead, f"取組{n}") for n, lead in enumerate(leads)), head=[[], *HEAD[1:]]))
    assert [i.number for i in report.initiatives] == numbers
    assert [i.cells[""] for i in report.initiatives] == leads


def test_the_label_of_a_total_over_number_and_name_is_a_name():
    report = read("""
    +----+----------+----------+
    | No | 事業名   | 予算額   |
    +----+----------+----------+
    | 1  | 広報     | 1,200    |
    +----+----------+----------+
    | 物 価 合 計   | 1,200    |
    +---------------+----------+
    """)
    assert [(i.number, i.name) for i in report.initiatives] == [("1", "広報"), ("", "物価合計")]
    assert told(report) == []


OWNED = {
    "on a line of its own": ("給食費の支援/事業/      【総務課】", "給食費の支援事業", ("総務課",)),
    "behind the name": ("窓口の改善【市民課】", "窓口の改善", ("市民課",)),
    "several": ("窓口/【市民課・税務課】", "窓口", ("市民課", "税務課")),
    "in parentheses on a line of its own": ("窓口/（市民課）", "窓口", ("市民課",)),
    "none": ("公園の整備（補助）", "公園の整備（補助）", ()),
    "another bracket": ("公園の整備【新規】", "公園の整備【新規】", ()),
}


@pytest.mark.parametrize("case", OWNED)
def test_a_department_behind_a_name_is_none_of_it(case):
    printed, name, departments = OWNED[case]
    (initiative,) = read(table(row("1", printed), head=[*HEAD[:3], ["備考"]], widths=(8, 28, 24, 14))).initiatives
    assert (initiative.name, initiative.departments) == (name, departments)
    assert initiative.cells["取組名"].replace("\n", "").startswith(name)


def test_a_department_column_leaves_brackets_to_the_name():
    (initiative,) = read(table(row("1", "窓口/【市民課】"))).initiatives
    assert (initiative.name, initiative.departments) == ("窓口\n【市民課】", ("市民課",))
