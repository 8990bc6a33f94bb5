"""Settles an expression: its points with what is known → the mention it makes."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from plan_extract.place import Span
from plan_extract.text.dates.expression import Expression
from plan_extract.text.dates.mention import COARSENESS, DateMention, ImpossibleDate, PartialDate, Precision
from plan_extract.text.dates.period import (
    NOTHING,
    Known,
    Lack,
    Memory,
    Period,
    point_after,
    point_before,
    point_to_period,
    remember,
)
from plan_extract.text.dates.point import Point

_SOME_DAY = datetime.date(2003, 10, 1)

Bound = datetime.date | PartialDate | None


class Ends(NamedTuple):
    """The periods of an expression's first and last point; the same one twice where it has one point."""

    first: Period
    last: Period


class Settled(NamedTuple):
    """What an expression comes to (``None`` where it means nothing here), and what is known behind it."""

    value: DateMention | ImpossibleDate | None
    memory: Memory


def settle(text: str, expression: Expression, memory: Memory, known: Known) -> Settled:
    """The mention that the expression makes of ``text`` as printed."""
    span = Span(expression.begin, expression.end)
    surface = text[span.start : span.end]
    ends = _ends(expression, memory, known)
    if ends is Lack.IMPOSSIBLE:
        return Settled(ImpossibleDate(surface, span), memory)
    if isinstance(ends, Lack):
        return Settled(_unsettled(surface, span, expression), memory)
    start, end = _bounds(ends, expression.side)
    mention = DateMention(
        surface,
        span,
        start,
        end,
        max(ends.first.precision, ends.last.precision, key=COARSENESS.index),
        approximate=any(point.approximate for point in expression.points),
        weekday_holds=_weekday_holds(expression, ends),
        names_agree=_names_agree(expression),
        role=expression.first.role if expression.last is None else None,
    )
    return Settled(mention, _behind(memory, expression, ends))


def _behind(memory: Memory, expression: Expression, ends: Ends) -> Memory:
    """What is known behind the expression."""
    behind = remember(memory, expression.first, ends.first, expression.attributive)
    if expression.last and expression.last.year:
        return remember(behind, expression.last, ends.last, expression.attributive)
    return behind._replace(last=ends.last, several=expression.listed) if expression.last or expression.listed else behind


def _ends(expression: Expression, memory: Memory, known: Known) -> Ends | Lack:
    """The periods of both points, each settled by the other where it says less."""
    first = point_to_period(expression.first, memory, known)
    if expression.last is None:
        return first if isinstance(first, Lack) else Ends(first, first)
    if _tells_year(expression.last) and expression.first.year is None:
        last = point_to_period(expression.last, memory, known)
        anchored = None if isinstance(last, Lack) else point_before(expression.first, last)
        return _ordered(anchored or first, last)
    if isinstance(first, Lack):
        return first
    if _leans(expression.last):
        return _ordered(first, point_after(expression.last, first) or Lack.IMPOSSIBLE)
    return _ordered(first, point_to_period(expression.last, remember(memory, expression.first, first, False), known))


def _tells_year(point: Point) -> bool:
    """Whether the point tells its year by itself, without leaning on the start of its range."""
    return point.year is not None and point.year.base in ("printed", "unnamed", "report")


def _leans(point: Point) -> bool:
    """Whether the point is a mere month, day or 旬, to be settled by the start of its range."""
    return point.year is None and point.day_shift is None and point.month_shift is None


def _ordered(first: Period | Lack, last: Period | Lack) -> Ends | Lack:
    """Both ends, unknown where one is; impossible where they run backwards."""
    if isinstance(first, Lack):
        return first
    if isinstance(last, Lack):
        return last
    unknown = first.unknown or last.unknown
    backwards = first.start > last.end
    return Lack.IMPOSSIBLE if backwards else Ends(first._replace(unknown=unknown), last._replace(unknown=unknown))


def _bounds(ends: Ends, side: str) -> tuple[Bound, Bound]:
    """Start and end, ``None`` on the open side."""
    day = datetime.timedelta(days=1)
    first, last = ends
    if side == "from":
        return first.bound(first.start), None
    if side == "after":
        return first.bound(first.end + day), None
    if side == "until":
        return None, last.bound(last.end)
    if side == "before":
        return None, last.bound(last.start - day)
    return first.bound(first.start), last.bound(last.end)


def _unsettled(surface: str, span: Span, expression: Expression) -> DateMention | None:
    """A mention without days; a mere 翌日 that no date stands before is none."""
    if any(point.day_shift is not None for point in expression.points):
        return None
    precision = max(map(_own_precision, expression.points), key=COARSENESS.index)
    approximate = any(point.approximate for point in expression.points)
    return DateMention(surface, span, None, None, precision, approximate)


def _own_precision(point: Point) -> Precision:
    """How precise the words are, whatever days they mean: as they would be in some year and month."""
    year = point.year._replace(base="printed", number=_SOME_DAY.year) if point.year else None
    period = point_to_period(point._replace(year=year, month_shift=None), NOTHING, Known(None, _SOME_DAY))
    return "month" if isinstance(period, Lack) else period.precision


def _weekday_holds(expression: Expression, ends: Ends) -> bool | None:
    """Whether the printed weekdays are those of the days; ``None`` where none is printed or the year is unknown."""
    pairs = zip(expression.points, ends)
    told = [period.start.weekday() == point.weekday for point, period in pairs if point.weekday is not None]
    return None if ends.first.unknown or not told else all(told)


def _names_agree(expression: Expression) -> bool | None:
    """Whether all second names of a year agree with the first; ``None`` where there is none."""
    years = [point.year for point in expression.points if point.year]
    told = [year.names_agree for year in years if year.names_agree is not None]
    return all(told) if told else None
