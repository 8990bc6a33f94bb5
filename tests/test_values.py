"""Values of statements: the fiscal year in force, units of columns, labels from above, and what is odd, on drawn tables."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import read, rule_table
from plan_extract.errors import PlanExtractError
from plan_extract.pipeline import extract
from plan_extract.text.outline import Line, outline
from plan_extract.text.units import header_unit
from plan_extract.values import Context, bare_amounts, years_above

CORPUS = os.environ.get("PLAN_EXTRACT_CORPUS")
SAMPLES = Path(__file__).parent.parent / "samples"
WIDTHS = (6, 16, 44, 14)
TITLE = "浜市推進計画の取組状況について（令和5年10月末時点）"


def report_of(*progress, header="実施状況", title=TITLE, note=""):
    """A report of one row whose progress column holds the given lines."""
    head = [["No"], ["取組名"], [header], ["担当課"]]
    table = rule_table([head, [["1"], ["窓口"], list(progress), ["市民課"]]], WIDTHS)
    return read("\n".join(filter(None, [title, note, table])))


def statements(report, field="progress"):
    return [statement for statement in report.initiatives[0].statements if statement.field == field]


def days(report):
    """The first day of every date of the progress column."""
    return [str(date.start) for statement in statements(report) for date in statement.dates]


def amounts(report, field="progress"):
    return [quantity for statement in statements(report, field) for quantity in statement.quantities]


def codes(report):
    return [finding.code for finding in report.findings if "date" in finding.code or "mismatch" in finding.code]


YEARS = {
    "the report's": (["○9月 研修"], {}, ["2023-09-01"]),
    "the column's": (["○9月 研修"], {"header": "令和4年度 実施状況"}, ["2022-09-01"]),
    "the statement's own": (["○令和3年度は9月に研修"], {}, ["2021-04-01", "2021-09-01"]),
    "the heading line's": (["【令和4年度】", "○9月 研修", "○1月 研修"], {}, ["2022-04-01", "2022-09-01", "2023-01-01"]),
    "the parent's": (["○令和4年度（2回）", "・9月 研修", "○9月 研修"], {}, ["2022-04-01", "2022-09-01", "2023-09-01"]),
    "the parent's parent's": (["【令和6年度】", "○研修", "・5月 研修"], {}, ["2024-04-01", "2024-05-01"]),
    "a heading's until the next": (
        ["【令和4年度】", "○9月 研修", "【令和5年度】", "○9月 研修"],
        {},
        ["2022-04-01", "2022-09-01", "2023-04-01", "2023-09-01"],
    ),
    "not that of a line which only tells a year": (["○令和4年度に導入済み", "・9月 研修"], {}, ["2022-04-01", "2023-09-01"]),
}


@pytest.mark.parametrize("case", YEARS)
def test_months_fall_in_the_year_in_force(case):
    lines, options, expected = YEARS[case]
    assert days(report_of(*lines, **options)) == expected


def test_a_month_without_any_year_is_told_and_no_date():
    report = report_of("○9月 研修", title="推進計画の取組")
    assert days(report) == [] and "date-without-year" in codes(report)


@given(st.lists(st.sampled_from(["【令和4年度】", "○令和6年度", "・9月", "○研修", "※注"]), max_size=8))
def test_headings_of_years_set_the_year_of_the_lines_below_them_alone(texts):
    entries = outline([Line(text, 0.0) for text in texts])
    years = years_above(entries)
    assert len(years) == len(texts) and set(years) <= {None, 2022, 2024}
    assert all(found is None for entry, found in zip(entries, years, strict=True) if entry.parent is None)


UNITS = {
    "in the header": ({"決算額（千円）": "1,043"}, "", "千円", Decimal(1043000), "円"),
    "in the header, spelt out": ({"決算額（単位：千円）": "△1,043"}, "", "千円", Decimal(-1043000), "円"),
    "above the table": ({"決算額": "1,043"}, "                              （単位：千円）", "千円", Decimal(1043000), "円"),
    "in a column of its own": ({"単位": "件", "実績値": "1,043"}, "", "件", Decimal(1043), "件"),
    "full-width": ({"達成率（％）": "９８．５"}, "", "％", Decimal("98.5"), "%"),
}


@pytest.mark.parametrize("case", UNITS)
def test_a_bare_number_is_in_the_unit_that_its_table_states(case):
    cells, note, unit, base, base_unit = UNITS[case]
    head = [["No"], ["取組名"], *([header] for header in cells)]
    table = rule_table([head, [["1"], ["窓口"], *([text] for text in cells.values())]], (6, 16, *(22 for _ in cells)))
    report = read("\n".join([TITLE, f"施策1 手続 {note}", table]))
    (found,) = [amount for statement in report.initiatives[0].statements for amount in statement.quantities]
    assert (found.unit, found.base_value, found.base_unit) == (unit, base, base_unit)
    assert found.measure == header_unit(list(cells)[-1])[1]


def test_a_unit_above_the_table_is_of_money_alone():
    head = [["No"], ["取組名"], ["回数"]]
    table = rule_table([head, [["1"], ["窓口"], ["12"]]], (6, 16, 22))
    assert amounts(read(f"{TITLE}\n（単位：千円）\n{table}"), "回数") == []


YEARS_OF_AMOUNTS = {
    "the column's": ("令和4年度 実施状況", ["○研修を18回"], [2022]),
    "the column's, on days of that year": ("令和4年度 実施状況", ["○10月末時点で18回", "○3月末まで2回"], [2022, 2022]),
    "no year without one": ("実施状況", ["○研修を18回", "○令和4年度に2回"], [None, None]),
    "none where the line's own dates are of other years": ("令和4年度 実施状況", ["○令和7年度までに250店"], [None]),
    "a day in an open span": ("令和4年度 実施状況", ["○令和4年10月以降18回", "○令和6年4月以降2回"], [2022, None]),
    "the heading's above the line": ("令和4年度 実施状況", ["○研修", "【令和3年度】", "○窓口で18回"], [2021]),
    "that of the line which is a heading": ("実施状況", ["○令和3年度（14施設）", "○16施設"], [2021, None]),
}


@pytest.mark.parametrize("case", YEARS_OF_AMOUNTS)
def test_amounts_are_of_the_year(case):
    header, lines, expected = YEARS_OF_AMOUNTS[case]
    found = amounts(report_of(*lines, header=header))
    assert [amount.fiscal_year for amount in found] == expected
    assert {amount.measure for amount in found} == {None}


def test_an_amount_alone_in_its_cell_counts_what_the_header_says():
    head = [["No"], ["取組名"], ["利用者数"]]
    table = rule_table([head, [["1"], ["窓口"], ["1,043人"]]], (6, 16, 22))
    (initiative,) = read(f"{TITLE}\n{table}").initiatives
    assert [amount.label for amount in initiative.statements[-1].quantities] == ["利用者数"]


LABELS = {
    "its own words": (["○相談 46件"], ["相談"]),
    "the bullet above": (["○講座の開催", "・5月 18回"], ["講座の開催"]),
    "what the bullet above counts": (["○講座の開催 計40回", "・5月 18回", "・6月 22回"], ["講座の開催"] * 3),
    "the heading above a date": (["【対応した窓口】", "○令和4年度（14施設）"], ["対応した窓口"]),
    "never a department": (["（市民課）", "○33手続で受付中"], ["手続"]),
    "its counter at last": (["○16施設で運用中"], ["施設"]),
    "nothing": (["○10月 12件"], [None]),
}


@pytest.mark.parametrize("case", LABELS)
def test_an_amount_counts(case):
    lines, expected = LABELS[case]
    assert [amount.label for amount in amounts(report_of(*lines))] == expected


ODD = {
    "weekday": ("○10月26日（金）研修", ["weekday-mismatch"]),
    "weekday that fits": ("○10月26日（木）研修", []),
    "two years": ("○令和5（2024）年度の研修", ["year-mismatch"]),
    "two years that agree": ("○令和5（2023）年度の研修", []),
    "no such month": ("○13月の研修", ["impossible-date"]),
    "no such day": ("○2月30日の研修", ["impossible-date"]),
    "leap day": ("○2月29日の研修", []),
    "no such day in that year": ("○令和5年2月29日の研修", ["impossible-date"]),
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_about_a_date_is_told(case):
    line, expected = ODD[case]
    report = report_of(line)
    assert codes(report) == expected
    assert not any(finding.code == "impossible-date" for finding in report.findings) or days(report) == []


@pytest.mark.parametrize(
    ("line", "state"),
    [("○2月 運用開始", "planned"), ("○8月 運用開始", "operating"), ("○2月 導入済み", "completed"), ("○検討中", "under_review")],
)
def test_what_is_dated_after_the_report_has_not_happened(line, state):
    assert [statement.state for statement in statements(report_of(line))] == [state]


def test_text_that_looks_like_values_never_raises_within_a_table():
    report = report_of("○1/0以内 令和99年99月99日", "○～～～ 9999999999999999999兆円")
    assert [statement.text for statement in statements(report)]


def assert_values_stand_where_they_say(report):
    for statement in (one for initiative in report.initiatives for one in initiative.statements):
        for mention in (*statement.dates, *statement.quantities):
            start, end = mention.span
            assert statement.text[start:end] == mention.surface
            assert mention.source.page in {source.page for source in statement.sources}


def documents():
    corpus = sorted(Path(CORPUS or "/nonexistent").glob("corpus/[hr]*/**/*.pdf"))
    return [*sorted(SAMPLES.glob("*.pdf")), *corpus]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_values_of_whole_reports_stand_where_they_say(path):
    try:
        report = extract(path)
    except PlanExtractError as error:
        pytest.skip(error.slug)
    assert_values_stand_where_they_say(report)


@pytest.mark.parametrize("name", ["nagihama_r5_10", "nagihama_r6_10"])
def test_amounts_of_the_samples_have_their_year_and_kind(name):
    def place(amount):
        return amount["surface"], tuple(amount["span"]), amount["measure"], amount["fiscal_year"]

    told = json.loads((SAMPLES / f"{name}.values.json").read_text("utf-8"))["statements"]
    expected = {(one["initiative"], one["seq"], *place(amount)) for one in told for amount in one["quantities"]}
    found = {
        (row.id, statement.seq, *place(amount.model_dump()))
        for row in extract(SAMPLES / f"{name}.pdf").initiatives
        for statement in row.statements
        for amount in statement.quantities
    }
    assert len(expected & found) >= 0.98 * len(expected)
    assert {one[-2:] for one in found - expected} <= {one[-2:] for one in expected}


LABELLED = {
    "他） 776,727": [("他", "776727000")],
    "債） 104,600 他） 32,500": [("債", "104600000"), ("他", "32500000")],
    "取崩 △ 800,000 積立 + 4,299": [("取崩", "-800000000"), ("積立", "4299000")],
    "自治宝くじ助成金2,500": [("自治宝くじ助成金", "2500000")],
    "約3,000": [("金額", "3000000")],
    "令和5": [],
    "第3回": [],
    "R5 1,200": [],
    "2,500 (うち国 1,200)": [],
}


@pytest.mark.parametrize("text", LABELLED)
def test_numbers_behind_their_names_are_sums_in_a_column_of_sums(text):
    amounts = bare_amounts(text, Context(2023, None, "千円", "金額"))
    assert [(amount.label, str(amount.base_value)) for amount in amounts] == LABELLED[text]
    assert all(text[slice(*amount.span)] == amount.surface for amount in amounts)
    assert bare_amounts(text, Context(2023, None)) == []
