"""Tables over pages: what a page's end cut is whole again, and nothing else is joined."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import cut, height, pad, read, rule_table, told, wrap

WIDTHS = (6, 14, 20, 14)
HEAD = [["No"], ["取組名"], ["実施状況"], ["担当課"]]


def row(number, name, progress, departments="市民課"):
    """A row of printed lines from texts in which ``/`` breaks a line."""
    return [text.split("/") if text else [] for text in (number, name, progress, departments)]


def table(*rows, header=True, widths=WIDTHS):
    return rule_table([HEAD, *rows] if header else rows, widths)


def lines_of(report):
    return [(i.number, i.name, i.progress, "/".join(i.departments)) for i in report.initiatives]


def pages_of(report):
    return [[source.page for source in initiative.sources] for initiative in report.initiatives]


BEFORE, AFTER = row("1", "広報", "○配信を開始"), row("3", "税務", "○申告を電子化")

CUTS = {
    "in one cell": (
        row("2", "窓口", "○受付を電子化し、待", "総務課"),
        row("", "", "ち時間を減らした", ""),
        ("2", "窓口", "○受付を電子化し、待ち時間を減らした", "総務課"),
    ),
    "between bullets": (
        row("2", "窓口", "○受付", "総務課"),
        row("", "", "○配信", ""),
        ("2", "窓口", "○受付\n○配信", "総務課"),
    ),
    "in all cells": (
        row("2", "窓口の受付の電", "○受付を電子化し、待", "生涯学習推進振"),
        row("", "子化", "ち時間を減らした", "興課"),
        ("2", "窓口の受付の電子化", "○受付を電子化し、待ち時間を減らした", "生涯学習推進振興課"),
    ),
    "inside the name alone": (
        row("2", "窓口の受付の電", "○受付", "総務課"),
        row("", "子化", "", ""),
        ("2", "窓口の受付の電子化", "○受付", "総務課"),
    ),
    "between departments": (
        row("2", "窓口", "○受付", "総務課"),
        row("", "", "", "福祉課"),
        ("2", "窓口", "○受付", "総務課/福祉課"),
    ),
}


@pytest.mark.parametrize("header", [True, False], ids=["header again", "header once"])
@pytest.mark.parametrize("case", CUTS)
def test_a_row_that_breaks_is_whole_again(case, header):
    above, below, whole = CUTS[case]
    report = read(table(BEFORE, above), table(below, AFTER, header=header))
    assert lines_of(report)[1] == whole
    assert pages_of(report) == [[1], [1, 2], [2]]
    assert told(report) == []


MARKERS = [
    "(前ページの続き)",
    "（前頁より続く）",
    "前ページからの続き",
    "（続き）",
    "つづき",
    "【前頁続き】",
    "（前ページの/続き）",
    "(前のペー/ジの続/き)",
    "（続き）　○配信",
]


@pytest.mark.parametrize("marker", MARKERS)
def test_a_row_printed_again_under_a_marker_is_one(marker):
    text = marker if "○" in marker else f"{marker}/○配信"
    report = read(table(BEFORE, row("2", "窓口", "○受付")), table(row("2", "窓口", text), AFTER))
    assert lines_of(report)[1] == ("2", "窓口", "○受付\n○配信", "市民課")
    assert told(report) == []


@pytest.mark.parametrize("marker", ["（次ページへ続く）", "次頁へつづく", "（次ページへ/続く）", "→次ページに続く"])
def test_a_row_that_goes_on_overleaf_is_one(marker):
    report = read(table(BEFORE, row("2", "窓口", f"○受付/{marker}")), table(row("2", "窓口", "○配信"), AFTER))
    assert lines_of(report)[1] == ("2", "窓口", "○受付\n○配信", "市民課")


@pytest.mark.parametrize("name", ["窓口（続き）", "窓口/（続き）", "窓口/（前頁の続/き）"])
def test_a_marker_behind_the_name_is_no_part_of_it(name):
    report = read(table(BEFORE, row("2", "窓口", "○受付")), table(row("2", name, "○配信"), AFTER))
    assert lines_of(report)[1] == ("2", "窓口", "○受付\n○配信", "市民課")


def test_a_marker_stands_in_a_row_of_its_own_number():
    report = read(
        table(BEFORE, row("2", "窓口", "○受付")), table(row("2（続き）", "窓口", "○配信"), AFTER, widths=(10, *WIDTHS[1:]))
    )
    assert lines_of(report)[1] == ("2", "窓口", "○受付\n○配信", "市民課")


def test_a_row_runs_over_four_pages():
    parts = [
        row("2", "窓口の受付", "○受付を電子化し、待"),
        row("", "", "ち時間を減らした", ""),
        row("", "の電子", "○配信", ""),
        row("", "化", "", ""),
    ]
    report = read(table(BEFORE, parts[0]), table(parts[1]), table(parts[2], header=False), table(parts[3], AFTER))
    assert [len(initiative.sources) for initiative in report.initiatives] == [1, 4, 1]
    assert lines_of(report)[1][2] == "○受付を電子化し、待ち時間を減らした\n○配信"


HEADED = "施策{} {}\n\n"


@pytest.mark.parametrize(("above", "below"), [("2-(1)-", "①"), ("2-(1)", "-①")])
def test_a_row_whose_number_a_page_cut_is_whole_again(above, below):
    upper = row(above, "窓口の受付の電", "○受付を電子化し、待", "総務課")
    lower = row(below, "子化", "ち時間を減らした", "")
    report = read(
        *(table(*rows, widths=(10, *WIDTHS[1:])) for rows in ([row("1-(1)-①", "広報", "○配信を開始"), upper], [lower]))
    )
    assert lines_of(report)[1:] == [("2-(1)-①", "窓口の受付の電子化", "○受付を電子化し、待ち時間を減らした", "総務課")]


def test_a_row_without_a_number_whose_name_and_most_cells_break_off_is_one_and_doubted():
    head = [["取組名"], ["内容"], ["実施状況"], ["区分"]]
    rows = [
        [["窓口の受付の電"], ["申請を全て電子化し"], ["受付を電子化して待"], ["□済"]],
        [["子化"], ["待ち時間をなくす。"], ["ち時間を減らした。"], ["☑実施中"]],
    ]
    before = [["広報の配信"], ["配信を始める。"], ["配信を始めた。"], ["□済"]]
    pages = [rule_table([head, *page], (14, 18, 18, 10)) for page in ([before, rows[0]], rows[1:])]
    report = read(*pages)
    assert [i.name for i in report.initiatives] == ["広報の配信", "窓口の受付の電子化"]
    assert told(report) == ["uncertain-continuation"]


def test_nothing_is_joined_across_a_heading():
    report = read(
        HEADED.format(1, "手続") + table(BEFORE, row("2", "窓口", "○受付を電子化し、待")),
        HEADED.format(2, "広報") + table(row("", "", "ち時間を減らした"), AFTER),
    )
    assert len(report.initiatives) == 4
    assert "no-name" in told(report)


BESIDE_GROUPS = [
    """
+-----------+----------+------+
| 項目      | 着眼点   | 配点 |
+----+------+----------+------+
| Ⅰ | 理念 | 趣意が明 | 5    |
|    +------+----------+------+
|    | 体制 | 資格者を | 3    |
+----+------+----------+------+
""",
    """
+----+------+----------+------+
| Ⅱ | 計画 | 用意して | 2    |
|    +------+----------+------+
|    | 収支 | 黒字     | 2    |
+----+------+----------+------+
""",
]


def test_a_row_beside_a_group_of_its_own_goes_on_with_none():
    report = read(*BESIDE_GROUPS)
    assert [i.name for i in report.initiatives] == ["理念", "体制", "計画", "収支"]
    assert [finding.code for finding in report.findings if finding.code == "uncertain-continuation"] == []


BAND = "+----+--------+----------+--------+"


def banded(band, rows):
    """A table with a band under its header."""
    head = f"{BAND}\n| No | 取組名 | 実施状況 | 担当課 |\n{BAND}"
    return "\n".join([head, band, BAND, *(line for row in rows for line in (row, BAND))])


@pytest.mark.parametrize(
    ("band", "count"),
    [
        ("| 施策1 手続の電子化（続き）      |", 3),
        ("| 施策1 手続の電子化              |", 3),
        ("| 施策2 広報の充実                |", 4),
    ],
)
def test_a_band_in_force_that_is_printed_again_cuts_no_row(band, count):
    upper = ["| 1  | 広報   | ○配信   | 総務課 |", "| 2  | 窓口   | ○受付を | 市民課 |"]
    lower = ["|    |        | 電子化   |        |", "| 3  | 税務   | ○申告   | 税務課 |"]
    report = read(banded("| 施策1 手続の電子化              |", upper), banded(band, lower))
    assert len(report.initiatives) == count
    assert ("○受付を電子化" in [i.progress for i in report.initiatives]) is (count == 3)


def test_rows_with_numbers_of_their_own_stay_apart():
    report = read(table(BEFORE, row("2", "窓口", "受付を電子化し、待ち")), table(row("3", "税務", "時間を減らした")))
    assert [i.id for i in report.initiatives] == ["1", "2", "3"]


UNNUMBERED = (14, 20, 14)


def unnumbered(*rows):
    return rule_table([HEAD[1:], *(line[1:] for line in rows)], UNNUMBERED)


def test_rows_of_one_name_and_other_departments_are_told_and_kept_apart():
    report = read(
        unnumbered(row("", "広報", "○配信"), row("", "その他", "○受付", "総務課")),
        unnumbered(row("", "その他", "○申告", "税務課"), row("", "窓口", "○配信")),
    )
    assert [i.name for i in report.initiatives] == ["広報", "その他", "その他", "窓口"]
    assert told(report) == ["uncertain-continuation"]


def test_where_no_number_stands_the_text_tells_that_a_row_goes_on():
    report = read(
        unnumbered(row("", "広報", "○配信"), row("", "窓口の受付の電", "○受付を電子化し、待")),
        unnumbered(row("", "子化", "ち時間を減らした", ""), row("", "税務", "○申告")),
    )
    assert [i.name for i in report.initiatives] == ["広報", "窓口の受付の電子化", "税務"]


def test_a_row_that_may_stand_under_a_shared_number_is_doubted():
    above = """
        +----+--------+----------+--------+
        | No | 取組名 | 実施状況 | 担当課 |
        +----+--------+----------+--------+
        | 1  | 窓口   | ○受付   | 市民課 |
        |    +--------+----------+--------+
        |    | 広報   | ○配信   | 総務課 |
        +----+--------+----------+--------+
    """
    below = """
        +----+--------+----------+--------+
        |    | 税務   | ○申告   | 税務課 |
        +----+--------+----------+--------+
        | 2  | 緑化   | ○植樹   | 環境課 |
        +----+--------+----------+--------+
    """
    assert "uncertain-continuation" in told(read(above, below))


def test_a_section_left_open_on_the_next_page_is_filled_from_above():
    head = [["施策"], *HEAD]
    widths = (12, *WIDTHS)
    report = read(
        rule_table([head, [["1 手続"], *row("1", "窓口", "○受付")], [[], *row("2", "広報", "○配信")]], widths),
        rule_table([head, [[], *row("3", "税務", "○申告")], [["2 環境"], *row("4", "緑化", "○植樹")]], widths),
    )
    assert [i.section for i in report.initiatives] == ["1", "1", "1", "2"]
    assert [i.cells["施策"] for i in report.initiatives] == ["1 手続"] * 3 + ["2 環境"]


def test_a_section_printed_again_with_a_note_that_it_goes_on_is_one():
    head = [["施策"], ["取組名"], ["実施状況"], ["担当課"]]
    pages = [
        rule_table([head, [[section], [name], ["○受付"], ["市民課"]]], (14, 10, 12, 10))
        for section, name in (("手続", "窓口"), ("手続（続き）", "配信"))
    ]
    report = read(*pages)
    assert [initiative.cells["施策"] for initiative in report.initiatives] == ["手続", "手続"]
    assert len(report.sections) == 1


def test_tables_of_other_columns_between_do_not_disturb():
    other = rule_table([[["事業名"], ["事業概要"]], [["防災"], ["訓練を行う"]]], (14, 20))
    report = read(f"{table(BEFORE)}\n\n{other}", table(AFTER))
    assert [i.name for i in report.initiatives] == ["広報", "防災", "税務"]


words = st.text("市民検証推進活用調査登録配布窓口", min_size=1, max_size=20)
offices = st.lists(st.sampled_from(["市民課", "情報政策課", "生涯学習推進振興課"]), min_size=1, max_size=3, unique=True)


def items(width):
    """The printed lines of a cell with some bullets, each wrapped."""
    wrapped = words.map(lambda text: wrap(f"○{text}", width))
    return st.lists(wrapped, min_size=1, max_size=3).map(lambda groups: [line for group in groups for line in group])


def departments(width):
    return offices.map(lambda names: [line for name in names for line in wrap(name, width)])


cells = st.tuples(words.map(lambda text: wrap(text, WIDTHS[1])), items(WIDTHS[2]), departments(WIDTHS[3]))
tables = st.lists(cells, min_size=2, max_size=4).map(lambda rows: [[[str(n)], *row] for n, row in enumerate(rows, 1)])


@settings(deadline=None, max_examples=60)
@given(tables, st.data())
def test_a_table_cut_anywhere_gives_itself_back(rows, data):
    """With or without a repeated header, over two pages or three."""
    total = sum(map(height, rows))
    first = data.draw(st.integers(1, total - 1), label="first cut")
    second = data.draw(st.integers(first, total), label="second cut")
    rest, third = cut(rows, second)
    pieces = [piece for piece in (*cut(rest, first), third) if piece]
    again = data.draw(st.booleans(), label="header again")
    whole = read(table(*rows))
    report = read(*(table(*piece, header=again or not index) for index, piece in enumerate(pieces)))
    assert lines_of(report) == lines_of(whole)
    assert [i.cells for i in report.initiatives] == [i.cells for i in whole.initiatives]
    assert told(report) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(cells, min_size=3, max_size=5, unique_by=lambda row: "".join(row[0])), st.data())
def test_a_table_without_numbers_is_given_back_or_doubted(rows, data):
    rows = [[[], *row] for row in rows]
    first, second = cut(rows, data.draw(st.integers(1, sum(map(height, rows)) - 1)))
    whole, report = read(unnumbered(*rows)), read(unnumbered(*first), unnumbered(*second))
    assert lines_of(report) == lines_of(whole) or "uncertain-continuation" in told(report)


GROUPED = """
+----------+------------+----------+--------+
| 区分     | 取組名     | 実施状況 | 担当課 |
+----------+------------+----------+--------+
| 手続     | 窓口       | ○受付   | 市民課 |
|          +------------+----------+--------+
|          | 広報       | ○配信   | 総務課 |
+----------+------------+----------+--------+
| 健康づく | 検診       | ○実施   | 健康課 |
{last}
+----------+------------+----------+--------+"""
OVERLEAF = {
    "left open": (GROUPED.format(last="| り       |            |          |        |"), "", "健康づくり"),
    "cut in its text": (GROUPED.format(last="| りと介護 |            |          |        |"), "予防", "健康づくりと介護予防"),
    "another group": (GROUPED.format(last="| り       |            |          |        |"), "防災", "防災"),
}


@pytest.mark.parametrize("case", OVERLEAF)
def test_a_cell_beside_rows_of_two_pages_is_told_of_all_of_them(case):
    drawing, said, below = OVERLEAF[case]
    overleaf = f"""
+----------+------------+----------+--------+
| {pad(said, 8)} | 訓練       | ○実施   | 防災課 |
|          +------------+----------+--------+
|          | 講座       | ○開催   | 福祉課 |
+----------+------------+----------+--------+"""
    report = read(drawing, overleaf)
    above = below if case == "cut in its text" else "健康づくり"
    assert [initiative.cells["区分"] for initiative in report.initiatives] == ["手続", "手続", above, below, below]


def test_a_cell_beside_rows_of_three_pages_is_whole_on_the_last_though_its_text_was_cut_on_the_first():
    sheets = [
        f"""
+----------+------------+----------+--------+
| {pad(said, 8)} | {first} | ○実施   | 防災課 |
|          +------------+----------+--------+
|          | {second} | ○開催   | 福祉課 |
+----------+------------+----------+--------+"""
        for said, first, second in (("予防", "訓練      ", "講座      "), ("", "相談      ", "巡回      "))
    ]
    report = read(OVERLEAF["cut in its text"][0], *sheets)
    assert [i.cells["区分"] for i in report.initiatives][2:] == ["健康づくりと介護予防"] * 5


def test_a_section_whose_text_stands_overleaf_is_that_of_the_rows_before_too():
    """A sheet's merged cell over two pages: its text stands in the middle of it."""
    before = (
        GROUPED.replace("区分", "施策")
        .replace("健康づく", " " * 8)
        .format(last="|          |            |          |        |")
    )
    after = """
+----------+------------+----------+--------+
| 予防     | 訓練       | ○実施   | 防災課 |
+----------+------------+----------+--------+"""
    assert [initiative.cells["施策"] for initiative in read(before, after).initiatives] == ["手続", "手続", "予防", "予防"]


def test_a_merged_cell_of_a_row_that_a_page_cut_is_whole_beside_the_next_rows_too():
    before = """
+----+--------+------------+--------------------+
| No | 取組名 | 実施状況   | 指標               |
+----+--------+------------+--------------------+
| 1  | 窓口   | ○受付     | 手続ができる窓口   |
+----+--------+------------+--------------------+
| 2  | 検診   | ○実施の方 | 受診率             |
|    |        | 法を見直し | 81.4％             |
+----+--------+------------+--------------------+"""
    after = """
+----+--------+------------+--------------------+
|    |        | た         | 目標90％           |
+----+--------+------------+                    |
| 3  | 体操   | ○開催     |                    |
+----+--------+------------+--------------------+"""
    assert [i.cells["指標"] for i in read(before, after).initiatives[1:]] == ["受診率\n81.4％\n目標90％"] * 2


SHARED = """
+----+--------+------------+----------+--------+
| No | 取組名 | 年度       | 実施状況 | 担当課 |
+----+--------+------------+----------+--------+
| 1  | 窓口   | 令和4年度  | ○受付   | 市民課 |
|    |        +------------+----------+--------+
|    |        | 令和5年度  | ○配信   | 総務課 |
+----+--------+------------+----------+--------+
| 2  | 検診   | 令和4年度  | ○実施   | 健康課 |
+----+--------+------------+----------+--------+"""


def test_a_row_overleaf_that_shares_its_number_with_the_row_before_is_a_row_of_its_own():
    overleaf = """
+----+--------+------------+----------+--------+
|    |        | 令和5年度  | ○受診   | 総務課 |
+----+--------+------------+----------+--------+"""
    report = read(SHARED, overleaf)
    assert lines_of(report)[-2:] == [("2", "検診", "○実施", "健康課"), ("2", "検診", "○受診", "総務課")]
    assert told(report) == []
