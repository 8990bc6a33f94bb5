"""The history of a plan as one HTML file, in the look of the review page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from plan_extract.difftext import STATES, Words, amount, with_measure
from plan_extract.historymodel import Course, CoursePoint, History, Period, Series, SeriesPoint
from plan_extract.model import State
from plan_extract.review.render import render_page

WIDTH, HEIGHT, MARGIN = 180, 44, 5
"""Of a plot, in pixels."""
HEADINGS = {
    "slipping": Words("Slipped, the most often first", "遅れ（回数の多い順）"),
    "states": Words("States by goal", "目標別の状態"),
    "courses": Words("Initiatives", "取組の経過"),
    "series": Words("Indicators", "指標の推移"),
    "times": Words("×", "回"),
    "days": Words("days", "日"),
    "name": Words("Initiative", "取組"),
    "goal": Words("Goal", "目標"),
    "none": Words("none", "なし"),
    "title": Words("Course of the plan", "計画の経過"),
    "label": Words("Indicator", "指標"),
    "plot": Words("Course", "推移"),
    "last": Words("First → last", "最初 → 最後"),
}


class Dot(NamedTuple):
    """A point of a plot, in pixels from its upper left corner, and what it says."""

    x: float
    y: float
    says: str


class Cell(NamedTuple):
    """An initiative in one period: its state, and its number where that is not the one it has in the end."""

    state: State
    number: str | None


class Shown(NamedTuple):
    """An indicator as it is shown."""

    series: Series
    dots: tuple[Dot, ...]
    ends: str

    @property
    def name(self) -> str:
        """What is counted, and the kind of value."""
        return with_measure(self.series.label, self.series.measure)

    @property
    def line(self) -> str:
        """The dots as the points of an SVG polyline."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)


def render_history(history: History) -> str:
    """The page of a history. The same history gives the same text."""
    names = {course.course: course.name for course in history.courses}
    return render_page(
        "history",
        history.periods[-1].title if history.periods else "",
        history=history,
        heads=HEADINGS,
        states=STATES,
        labels={period.report_id: period_label(period) for period in history.periods},
        counts=counts_by_goal(history),
        rows=[(course, course.points[-1].number, cells_of(course, history)) for course in history.courses],
        indicators=[Shown(series, plot(series.points), ends_of(series)) for series in history.series],
        names=names,
        size=(WIDTH, HEIGHT),
    )


def period_label(period: Period) -> str:
    """What a period is called in a table's head."""
    return period.as_of.isoformat() if period.as_of else period.report_id


def cells_of(course: Course, history: History) -> list[Cell | None]:
    """What each period has of an initiative."""
    points = {point.report_id: point for point in course.points}
    last = course.points[-1].number
    return [cell_of(points[period.report_id], last) if period.report_id in points else None for period in history.periods]


def cell_of(point: CoursePoint, last: str) -> Cell:
    """What one period has of an initiative whose number is ``last`` in the end."""
    return Cell(point.state, point.number if point.number != last else None)


def counts_by_goal(history: History) -> dict[str | None, list[list[tuple[str, int]]]]:
    """For each goal and period the states with the number of their initiatives."""
    goals = dict.fromkeys(count.goal for count in history.states)
    return {
        goal: [
            [(c.state, c.initiatives) for c in history.states if c.goal == goal and c.report_id == period.report_id]
            for period in history.periods
        ]
        for goal in goals
    }


def ends_of(series: Series) -> str:
    """The first and the last amount."""
    first, last = series.points[0], series.points[-1]
    return f"{amount(first.value)}{first.unit or ''} → {amount(last.value)}{last.unit or ''}"


def plot(points: Sequence[SeriesPoint]) -> tuple[Dot, ...]:
    """The points from left to right by their day (or else evenly), from the lowest at the bottom to the highest."""
    days = [point.day.toordinal() for point in points if point.day]
    across = days if len(days) == len(points) else list(range(len(points)))
    xs = spread([Decimal(x) for x in across], WIDTH)
    ys = spread([point.base_value for point in points], HEIGHT)
    return tuple(Dot(x, HEIGHT - y, says(point)) for x, y, point in zip(xs, ys, points))


def spread(values: Sequence[Decimal], length: int) -> list[float]:
    """The values from ``MARGIN`` to ``length - MARGIN``; all in the middle where they are the same.

    >>> spread([Decimal(10), Decimal(20), Decimal(15)], 110)
    [5.0, 105.0, 55.0]
    """
    low, high = min(values), max(values)
    if low == high:
        return [length / 2 for _ in values]
    return [round(MARGIN + float((value - low) / (high - low)) * (length - 2 * MARGIN), 1) for value in values]


def says(point: SeriesPoint) -> str:
    """An amount with its day."""
    return f"{point.day or point.report_id}: {amount(point.value)}{point.unit or ''}"
