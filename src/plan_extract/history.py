"""All periods of one plan → the course of each initiative and the series of each indicator.

Rows are followed from each period to the next (:mod:`.match`), whatever their numbers. An indicator is what one initiative
counts under one label in one unit, as one kind of value (目標値, 実績値); labels are compared by their normalised forms and
without the year that a header has. Columns of several years in one report are points of one series.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from plan_extract.changes import compare_initiatives
from plan_extract.collector import without_collector
from plan_extract.comparison import finding, findings_of_reports, heading
from plan_extract.difftext import FORWARD
from plan_extract.errors import OutputError, UsageError
from plan_extract.folder import write_folder
from plan_extract.historymodel import (
    Course,
    CoursePoint,
    History,
    Period,
    Series,
    SeriesPoint,
    Slip,
    Slipping,
    StateCount,
)
from plan_extract.match import WEAK, lineage, match_initiatives
from plan_extract.model import Initiative, Published, PublishedFinding, QuantityMention, Report, Section, State, Statement
from plan_extract.snapshot import REPORT_FILE, load, reason
from plan_extract.tables import Relation, Row, models_to_relation, rows_to_table, table_to_parquet
from plan_extract.text.eras import fiscal_year_of
from plan_extract.text.header_years import header_measure, is_of_a_year
from plan_extract.text.words import essence

FOLDER = "history"
NO_STATE: State = "information"


class Step(NamedTuple):
    """A row of one period: the place of its report and its own place, and how surely it is the row of the period before."""

    period: int
    row: int
    score: float | None


# reading and writing


def load_periods(folder: Path) -> list[Report]:
    """The reports of all snapshots in ``folder``, in order of time.

    Raises ``UsageError`` where there is none, where one cannot be read, and where they are of several municipalities.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder")
    files = sorted(path for path in folder.glob(f"*/{REPORT_FILE}") if path.parent.name[0] != ".")
    reports = sorted(map(load, files), key=moment)
    if not reports:
        raise UsageError(f"{folder}: holds no snapshots; make them with: plan-extract run --out {folder} REPORT.pdf")
    of = {essence(report.report.municipality): report.report.municipality for report in reports if report.report.municipality}
    if len(of) > 1:
        raise UsageError(f"{folder}: holds snapshots of {'、'.join(sorted(of.values()))}; a history is of one plan")
    return reports


def moment(report: Report) -> tuple[datetime.date, str]:
    """When a report is from: its date, or else the end of its fiscal year; without either it comes first."""
    info = report.report
    year_end = datetime.date(info.fiscal_year + 1, 3, 31) if info.fiscal_year is not None else datetime.date.min
    return (info.as_of or year_end, info.id)


def history_to_files(found: History) -> dict[str, bytes]:
    """The data of a history by the name of its file; the same history gives the same bytes."""
    points = [point for course in found.courses for point in course.points]
    amounts = [point for series in found.series for point in series.points]
    return {
        "history.json": (found.model_dump_json(indent=2) + "\n").encode(),
        "courses.parquet": parquet(COURSES, points),
        "series.parquet": parquet(SERIES, amounts),
    }


def parquet(relation: Relation, values: Iterable[Published]) -> bytes:
    """Some models as a Parquet file."""
    return table_to_parquet(rows_to_table(relation, [Row((), value) for value in values]))


COURSES = models_to_relation("取組の経過", "A row for each initiative and period", CoursePoint, ("course", "report_id"))
SERIES = models_to_relation(
    "指標の系列", "A row for each amount of an indicator", SeriesPoint, ("series", "report_id", "statement_seq", "day")
)


def write_history(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files into ``folder/history``, whole or not at all, and return its path; raises ``OutputError``."""
    target = folder / FOLDER
    try:
        foreign = sorted({path.name for path in target.iterdir()} - {*files}) if target.exists() else []
        if foreign:
            raise OutputError(f"{target}: {foreign[0]} there is no part of a history; move it away first")
        write_folder(target, files)
    except OSError as error:
        raise OutputError(f"{target}: {reason(error)}") from error
    return target


# the whole


@without_collector()
def history(reports: Sequence[Report]) -> History:
    """The history of one plan over its reports, given in order of time."""
    tracks = follow(reports)
    courses = tuple(course_of(number, track, reports) for number, track in enumerate(tracks, start=1))
    return History(
        periods=tuple(period_of(report) for report in reports),
        courses=courses,
        series=tuple(all_series(tracks, reports)),
        slipping=tuple(slipping(courses, tracks, reports)),
        states=tuple(count_states(courses, reports)),
        findings=(*(f for old, new in pairwise(reports) for f in findings_of_reports(old, new)), *doubts(courses)),
    )


def period_of(report: Report) -> Period:
    """What a report is."""
    info = report.report
    return Period(
        report_id=info.id,
        title=info.title,
        as_of=info.as_of,
        fiscal_year=info.fiscal_year,
        generator=report.generator,
        reader=report.reader,
    )


def doubts(courses: Iterable[Course]) -> Iterator[PublishedFinding]:
    """Steps from one period to the next that a person should look at."""
    for course in courses:
        for before, after in pairwise(course.points):
            if after.score is not None and after.score < WEAK:
                message = f"{after.report_id}: taken for {before.initiative_id} of {before.report_id} ({after.score:.2f})"
                yield finding("weak-match", "warning", message, after.initiative_id)


# courses


def follow(reports: Sequence[Report]) -> list[list[Step]]:
    """The steps of each initiative from its first period to its last, in order of appearance."""
    tracks = [[Step(0, row, None)] for row in range(len(reports[0].initiatives))] if reports else []
    current = {track[0].row: track for track in tracks}
    for period, (old, new) in enumerate(pairwise(reports), start=1):
        came = {pair.new: (pair.old, pair.score) for pair in match_initiatives(old, new)}
        following: dict[int, list[Step]] = {}
        for row in range(len(new.initiatives)):
            before, score = came.get(row, (None, None))
            following[row] = [] if before is None else current[before]
            if before is None:
                tracks.append(following[row])
            following[row].append(Step(period, row, score))
        current = following
    return tracks


def course_of(number: int, track: Sequence[Step], reports: Sequence[Report]) -> Course:
    """A course with its points."""
    points = tuple(point_of(number, step, reports[step.period]) for step in track)
    after = track[-1].period + 1
    return Course(
        course=number,
        name=points[-1].name,
        began=points[0].report_id,
        ended=reports[after].report.id if after < len(reports) else None,
        points=points,
    )


def point_of(course: int, step: Step, report: Report) -> CoursePoint:
    """An initiative as one period has it."""
    row = report.initiatives[step.row]
    path = headings(row.section, {section.id: section for section in report.sections})
    return CoursePoint(
        course=course,
        report_id=report.report.id,
        as_of=report.report.as_of,
        initiative_id=row.id,
        number=row.number,
        name=row.name,
        section=path[0] if path else None,
        goal=path[-1] if path else None,
        departments="、".join(row.departments),
        state=state_of(row),
        score=step.score,
    )


def headings(place: str | None, sections: Mapping[str, Section]) -> list[str]:
    """The headings of a section and of those above it."""
    return [heading(sections[id]) for id in lineage(place, sections)]


def state_of(row: Initiative) -> State:
    """The state that most of a row's lines tell, the overview left aside; where even, the one that is further on."""
    told = Counter(line.state for line in row.statements if line.state != NO_STATE and line.field != "overview")
    return max(told, key=lambda state: (told[state], FORWARD.index(state)), default=NO_STATE)


def count_states(courses: Iterable[Course], reports: Sequence[Report]) -> Iterator[StateCount]:
    """How many initiatives are in which state, by period and goal; a goal is called as the last period prints it."""
    points = [point for course in courses for point in course.points]
    printed = {goal_key(point): point.goal for report in reports for point in points if point.report_id == report.report.id}
    counts = Counter((point.report_id, goal_key(point), point.state) for point in points)
    for report in reports:
        for goal, name in printed.items():
            for state in (*FORWARD, NO_STATE):
                if number := counts[report.report.id, goal, state]:
                    yield StateCount(report_id=report.report.id, goal=name, state=state, initiatives=number)


def goal_key(point: CoursePoint) -> str | None:
    """What a goal is recognised by."""
    return None if point.goal is None else essence(point.goal)


# slips


def slipping(courses: Sequence[Course], tracks: Sequence[Sequence[Step]], reports: Sequence[Report]) -> list[Slipping]:
    """The initiatives whose dates slipped, the most often slipped first."""
    found = [slipping_of(course, list(slips_of(course, track, reports))) for course, track in zip(courses, tracks)]
    return sorted(filter(None, found), key=lambda entry: (-entry.periods, -entry.days, entry.course))


def slips_of(course: Course, track: Sequence[Step], reports: Sequence[Report]) -> Iterator[Slip]:
    """Each date of an initiative that was ahead and came later in the next period."""
    for before, after in pairwise(track):
        old, new = reports[before.period].initiatives[before.row], reports[after.period].initiatives[after.row]
        for change in compare_initiatives(old, new, {}):
            if change.kind == "date" and change.slipped and change.days:
                yield Slip(
                    course=course.course,
                    report_id=reports[after.period].report.id,
                    old=change.old_surface or "",
                    new=change.new_surface or "",
                    days=change.days,
                    text=change.where.new_text or "",
                )


def slipping_of(course: Course, slips: Sequence[Slip]) -> Slipping | None:
    """The slips of one initiative together."""
    if not slips:
        return None
    longest: dict[str, int] = {}
    for slip in slips:
        longest[slip.report_id] = max(slip.days, longest.get(slip.report_id, 0))
    return Slipping(
        course=course.course, name=course.name, periods=len(longest), days=sum(longest.values()), slips=tuple(slips)
    )


# series


class Indicator(NamedTuple):
    """What one initiative counts: the essence of its label, of its kind of value, its base unit, what it is per, and which of
    several such amounts of the same day it is.
    """

    course: int
    label: str
    measure: str
    unit: str
    per: str
    turn: int


class Amount(NamedTuple):
    """An amount where it was found."""

    report: Report
    row: Initiative
    line: Statement
    told: QuantityMention

    @property
    def day(self) -> datetime.date | None:
        """The last day of the only date in its line, or else that of the year of its column, or else the report's; a year
        that was not over is told as of the report's day."""
        days = {date.end for date in self.line.dates if date.end and not date.recurrence}
        as_of = self.report.report.as_of
        if len(days) == 1:
            return days.pop()
        if self.told.fiscal_year is None or not self.is_of_column or (as_of and fiscal_year_of(as_of) == self.told.fiscal_year):
            return as_of
        return datetime.date(self.told.fiscal_year + 1, 3, 31)

    @property
    def is_of_column(self) -> bool:
        """Whether its column holds values of a year, and no text in which amounts occur."""
        return self.told.measure is not None or is_of_a_year(self.line.field)

    @property
    def label(self) -> str:
        """What it counts; where that is its column's header, without the year."""
        label = self.told.label or ""
        return self.told.measure if self.told.measure and header_measure(label) == self.told.measure else label


def all_series(tracks: Sequence[Sequence[Step]], reports: Sequence[Report]) -> Iterator[Series]:
    """The indicators that more than one period tells, or one of them for several years, in order of the initiatives."""
    found: dict[Indicator, list[Amount]] = defaultdict(list)
    for course, track in enumerate(tracks, start=1):
        for step in track:
            for indicator, amount in indicators(course, reports[step.period], reports[step.period].initiatives[step.row]):
                found[indicator].append(amount)
    told = {key: amounts for key, amounts in found.items() if len(set(map(period_told, amounts))) > 1}
    return (series_of(number, key, amounts) for number, (key, amounts) in enumerate(told.items(), start=1))


def period_told(amount: Amount) -> tuple[str, int | None]:
    """The report that an amount stands in, and the year of its column."""
    return amount.report.report.id, amount.told.fiscal_year if amount.is_of_column else None


def indicators(course: int, report: Report, row: Initiative) -> Iterator[tuple[Indicator, Amount]]:
    """The labelled amounts of a row in one period."""
    turns: Counter[tuple[object, ...]] = Counter()
    for line in row.statements:
        for told in line.quantities:
            if told.label:
                amount = Amount(report, row, line, told)
                label, measure = essence(amount.label), essence(told.measure or "")
                key = (label, measure, essence(told.base_unit or ""), essence(told.per or ""))
                turns[*key, amount.day] += 1
                yield Indicator(course, *key, turns[*key, amount.day]), amount


def series_of(number: int, indicator: Indicator, amounts: Sequence[Amount]) -> Series:
    """An indicator with its amounts in order of time."""
    last = amounts[-1]
    in_order = sorted(amounts, key=lambda amount: (amount.day or moment(amount.report)[0], moment(amount.report)))
    return Series(
        series=number,
        course=indicator.course,
        label=last.label,
        measure=last.told.measure,
        unit=last.told.base_unit,
        per=last.told.per,
        points=tuple(series_point(number, indicator.course, last.label, amount) for amount in in_order),
    )


def series_point(series: int, course: int, label: str, amount: Amount) -> SeriesPoint:
    """One amount of an indicator."""
    told = amount.told
    return SeriesPoint(
        series=series,
        course=course,
        label=label,
        measure=told.measure,
        fiscal_year=told.fiscal_year,
        report_id=amount.report.report.id,
        initiative_id=amount.row.id,
        statement_seq=amount.line.seq,
        day=amount.day,
        value=told.value,
        unit=told.unit,
        per=told.per,
        base_value=told.base_value,
        base_unit=told.base_unit,
    )
