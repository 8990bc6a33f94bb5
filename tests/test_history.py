"""The history of a plan: rows and indicators are followed over any number of periods."""

import datetime
import json
import re
from decimal import Decimal
from html import unescape

import pyarrow.parquet
import pytest
from hypothesis import given, settings

import reports
from drawn import read, rule_table
from plan_extract.errors import OutputError, UsageError
from plan_extract.history import history, history_to_files, load_periods, moment, state_of, write_history
from plan_extract.historymodel import CoursePoint, History, SeriesPoint
from plan_extract.review.history import Cell, cells_of, render_history, spread
from plan_extract.snapshot import write_snapshot
from reports import date_mention, empty_report, initiative, quantity, report, report_info, section, statement
from sample_reports import NEW, OLD, sample_report

STATES = ["under_review", "planned", "in_progress", "operating", "completed"]
NAMES = ["窓口のオンライン化", "駐車場の空き状況の案内", "図書館の電子書籍", "避難所の混雑の公開", "公用車の共同利用"]


def year(period):
    return 2003 + period


def period(i, rows, **info):
    """The report of one year."""
    when = {"as_of": datetime.date(year(i), 10, 31), "fiscal_year": year(i)}
    return report(
        report=report_info(id=f"架空市_{year(i)}", **when | info),
        sections=(section("1", title="便利な窓口"), section("2", title="安全なまち")),
        initiatives=tuple(rows),
        totals=(),
        findings=(),
    )


def row(i, k):
    """The k-th initiative in the i-th year: renumbered each year, its amount grows, its date slips."""
    due = datetime.date(year(i) + 1, 3, 31)
    count = 100 * (k + 1) + 7 * i
    lines = (
        statement(1, text=f"利用者数は{count}人", state="information", dates=(), quantities=(amount(count, 4, f"{count}人"),)),
        statement(
            2,
            text=f"平成{year(i) - 1987}年3月に拡大予定",
            state="planned",
            dates=(date_mention(surface=f"平成{year(i) - 1987}年3月", span=(0, 7), start=due.replace(day=1), end=due),),
            quantities=(),
        ),
    )
    number = str(k + 1 + i)
    return initiative(number, name=NAMES[k], section="12"[k % 2], statements=lines)


def amount(count, start, surface, label="利用者数", unit="人"):
    value = Decimal(count)
    return quantity(
        surface=surface,
        span=(start, start + len(surface)),
        value=value,
        unit=unit,
        label=label,
        base_value=value,
        base_unit=unit,
    )


def plan(periods):
    return [period(i, (row(i, k) for k in range(len(NAMES)))) for i in range(periods)]


@pytest.mark.parametrize("periods", [2, 20])
def test_each_initiative_is_followed_through_its_numbers(periods):
    found = history(plan(periods))
    assert [course.name for course in found.courses] == NAMES
    assert all(len(course.points) == periods and course.ended is None for course in found.courses)
    assert [point.number for point in found.courses[0].points] == [str(1 + i) for i in range(periods)]
    assert {point.state for course in found.courses for point in course.points} == {"planned"}


@pytest.mark.parametrize("periods", [2, 20])
def test_each_indicator_is_a_series(periods):
    found = history(plan(periods))
    assert [(series.label, series.unit) for series in found.series] == [("利用者数", "人")] * len(NAMES)
    assert [int(point.value) for point in found.series[1].points] == [200 + 7 * i for i in range(periods)]
    assert [point.day for point in found.series[1].points] == [datetime.date(year(i), 10, 31) for i in range(periods)]


def test_what_slipped_again_and_again_comes_first():
    late = plan(4)
    once = [late[0], late[1]] + [
        edition.model_copy(update={"initiatives": (*edition.initiatives[:-1], row(1, 4).model_copy(update={"number": "9"}))})
        for edition in late[2:]
    ]
    found = history(once)
    assert [(entry.name, entry.periods) for entry in found.slipping] == [*((name, 3) for name in NAMES[:-1]), (NAMES[-1], 1)]
    assert found.slipping[0].days == 3 * 365
    assert [slip.new for slip in found.slipping[-1].slips] == ["平成17年3月"]


def test_initiatives_begin_and_end():
    first, second, third = plan(3)
    without = second.model_copy(update={"initiatives": second.initiatives[1:]})
    found = history([first, without, third])
    gone, *_, back = found.courses
    assert (gone.name, gone.ended) == (NAMES[0], "架空市_2004")
    assert (back.name, back.began) == (NAMES[0], "架空市_2005")


def test_an_indicator_is_one_however_its_label_is_spelled():
    def edition(i, label, day=None):
        dates = (date_mention(surface="10月16日", span=(0, 6), start=day, end=day),) if day else ()
        line = statement(text="10月16日に12件", dates=dates, quantities=(amount(12, 7, "12件", label, "件"),))
        return period(i, (initiative(statements=(line,)),))

    found = history(
        [edition(0, "申込の受付数"), edition(1, "申し込みの受け付け数", datetime.date(2004, 10, 16)), edition(2, "来場者")]
    )
    (series,) = found.series
    assert series.label == "申し込みの受け付け数"
    assert [point.day for point in series.points] == [datetime.date(2003, 10, 31), datetime.date(2004, 10, 16)]


def yearly(year, head, *cells):
    """The report of a year with one row of indicators, as drawn."""
    table = rule_table([[[header] for header in head], [[cell] for cell in cells]], [30] * len(head))
    return read(f"浜市推進計画の取組状況について（令和{year}年10月末時点）\n{table}")


def shown(found):
    """Each series with the year, day and amount of its points."""
    return [
        (series.label, series.measure, [(point.fiscal_year, str(point.day), int(point.value)) for point in series.points])
        for series in found.series
    ]


NAMED = ("1", "申請の数", "件")
HEAD = ("No", "指標名", "単位")


def test_the_years_of_one_report_are_points():
    found = history([yearly(5, (*HEAD, "R3実績値", "R4実績値", "R5実績値", "R7目標値"), *NAMED, "90", "120", "70", "200")])
    points = [(2021, "2022-03-31", 90), (2022, "2023-03-31", 120), (2023, "2023-10-31", 70)]
    assert shown(found) == [("申請の数", "実績値", points)]


def test_the_years_of_several_reports_are_one_series():
    old = yearly(5, (*HEAD, "R4実績値", "R7目標値"), *NAMED, "120", "200")
    new = yearly(6, (*HEAD, "R4実績値", "R5実績値", "R7目標値"), *NAMED, "120", "135", "180")
    found = history([old, new])
    assert shown(found) == [
        ("申請の数", "実績値", [(2022, "2023-03-31", 120), (2022, "2023-03-31", 120), (2023, "2024-03-31", 135)]),
        ("申請の数", "目標値", [(2025, "2026-03-31", 200), (2025, "2026-03-31", 180)]),
    ]
    assert "申請の数（目標値）" in render_history(found)


def test_a_header_s_year_parts_no_series():
    old, new = (yearly(i, ("No", "事業名", f"R{i}予算額（千円）"), "1", "窓口", amount) for i, amount in ((5, "90"), (6, "70")))
    assert shown(history([old, new])) == [("予算額", "予算額", [(2023, "2023-10-31", 90), (2024, "2024-10-31", 70)])]


@pytest.mark.parametrize(
    ("states", "state"),
    [
        (["planned", "planned", "completed"], "planned"),
        (["planned", "completed", "information", "information"], "completed"),
        (["information"], "information"),
        ([], "information"),
    ],
)
def test_a_row_is_in_the_state_that_most_of_its_lines_tell(states, state):
    lines = tuple(statement(seq, state=told) for seq, told in enumerate(states, start=1))
    overview = statement(9, state="undecided", field="overview")
    assert state_of(initiative(statements=(*lines, overview))) == state


def test_states_are_counted_by_goal_and_period():
    found = history([sample_report(OLD), sample_report(NEW)])
    assert sum(count.initiatives for count in found.states) == sum(len(r.initiatives) for r in map(sample_report, (OLD, NEW)))
    goals = {count.goal for count in found.states}
    assert len(goals) == 6  # 「基本目標3」 and 「基本目標３」 are one


def test_doubts_are_told_for_each_step():
    old, new = plan(2)
    newer = new.model_copy(update={"generator": "plan-extract 9"})
    assert [finding.code for finding in history([old, newer]).findings] == ["different-generator"]


def test_nothing_is_a_history_too():
    assert history([]) == History(periods=(), courses=(), series=(), slipping=(), states=(), findings=())
    assert history([empty_report()]).courses == ()


@settings(max_examples=25, deadline=None)
@given(reports.reports, reports.reports)
def test_every_row_is_in_one_course(old, new):
    found = history([old, new])
    assert sum(len(course.points) for course in found.courses) == len(old.initiatives) + len(new.initiatives)
    assert render_history(found)
    assert history_to_files(found) == history_to_files(history([old, new]))


# files


@pytest.fixture
def folder(tmp_path):
    for edition in reversed(plan(3)):
        write_snapshot(edition, tmp_path)
    return tmp_path


def test_snapshots_are_read_in_order_of_time(folder):
    assert [edition.report.id for edition in load_periods(folder)] == ["架空市_2003", "架空市_2004", "架空市_2005"]
    assert moment(report(report=report_info(as_of=None))) < moment(report(report=report_info(as_of=datetime.date(2024, 4, 1))))


def test_the_files_hold_the_history(folder):
    found = history(load_periods(folder))
    target = write_history(folder, history_to_files(found))
    assert History.model_validate_json((target / "history.json").read_text(encoding="utf-8")) == found
    for name, model, count in (("courses", CoursePoint, 15), ("series", SeriesPoint, 15)):
        table = pyarrow.parquet.read_table(target / f"{name}.parquet")
        assert table.num_rows == count
        assert set(model.model_fields) <= set(table.column_names)
    assert str(pyarrow.parquet.read_table(target / "series.parquet").schema.field("day").type) == "date32[day]"
    # a history in the folder is no snapshot of its own
    assert history(load_periods(folder)) == found
    assert write_history(folder, history_to_files(found)) == target


def test_foreign_files_are_left_alone(folder):
    (folder / "history").mkdir()
    (folder / "history" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.txt"):
        write_history(folder, {"history.json": b""})


def test_a_history_is_of_one_municipality(folder):
    write_snapshot(period(9, (), municipality="別市"), folder)
    with pytest.raises(UsageError, match="別市"):
        load_periods(folder)


@pytest.mark.parametrize("name", ["", "none"])
def test_without_snapshots_there_is_no_history(tmp_path, name):
    with pytest.raises(UsageError):
        load_periods(tmp_path / name)


# the page


def test_the_page_shows_courses_and_plots():
    page = render_history(history(plan(20)))
    assert page.count("<svg") == len(NAMES)
    assert page.count("<circle") == 20 * len(NAMES)
    row = page[page.index('<tr id="c-1"') : page.index('<tr id="c-2"')]
    assert re.findall(r'class="number">(\d+)<', row) == ["20"]
    assert re.findall(r"No\u202f(\d+)", unescape(row)) == [str(i) for i in range(1, 20)]
    (points,) = {re.sub(r"[\d.]+,", "", points) for points in re.findall(r'<polyline points="([^"]+)"', page)}
    assert points.split()[0] == "39" and points.split()[-1] == "5"


def test_the_page_holds_no_script_of_a_document():
    bad = "<script>alert(1)</script>"
    editions = [period(i, (row(i, 0).model_copy(update={"name": bad}),)) for i in range(2)]
    page = render_history(history(editions))
    assert bad not in page
    assert "&lt;script&gt;" in page


def test_a_cell_tells_a_number_that_is_not_the_last_one():
    first, second, third = plan(3)
    found = history(
        [first, second.model_copy(update={"initiatives": ()}), third, third.model_copy(update={"report": later(5)})]
    )
    cells = [cells_of(course, found) for course in found.courses]
    assert cells[0] == [Cell("planned", None), None, None, None]
    assert cells[len(NAMES)] == [None, None, Cell("planned", None), Cell("planned", None)]
    assert [cell and cell.number for cell in cells_of(history([first, third]).courses[0], history([first, third]))] == [
        "1",
        None,
    ]


def later(i):
    return period(i, ()).report


def test_even_amounts_lie_in_the_middle():
    assert spread([Decimal(3), Decimal(3)], 50) == [25.0, 25.0]


def test_json_is_plain():
    data = json.loads(history_to_files(history(plan(2)))["history.json"])
    assert data["series"][0]["points"][0]["value"] == "100"
