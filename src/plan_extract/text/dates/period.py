"""Settles what a printed point means: Point + what is known → the days it covers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from plan_extract.text.dates.mention import PartialDate, Precision
from plan_extract.text.dates.point import NthWeekday, Part, Point, Year
from plan_extract.text.eras import era_year, fiscal_year_of, last_day, nearest_era_year, year_of_month

_LEAP_FISCAL_YEAR = 2003
_ANY_MONTH = datetime.date(2003, 10, 1)
"""Stand-ins while a year or month is unknown: every day that may exist exists in them."""


class Lack(Enum):
    """Why a point has no days: nothing tells which, or no calendar has them."""

    UNSETTLED = "unsettled"
    IMPOSSIBLE = "impossible"


class Known(NamedTuple):
    """What is known from outside the text: the fiscal year in force and the day of its state."""

    fiscal_year: int | None
    as_of: datetime.date | None

    def year_in_force(self) -> int | None:
        """The fiscal year in which yearless months fall."""
        if self.fiscal_year is None and self.as_of:
            return fiscal_year_of(self.as_of)
        return self.fiscal_year

    def calendar_year(self) -> int | None:
        """The year that 今年 means."""
        return self.as_of.year if self.as_of else self.fiscal_year


class Period(NamedTuple):
    """The days from ``start`` to ``end``. ``unknown`` tells whether the year, or the year and the month, are stand-ins."""

    start: datetime.date
    end: datetime.date
    precision: Precision
    unknown: str = ""

    def bound(self, day: datetime.date) -> datetime.date | PartialDate:
        """One of its ends, without what is unknown."""
        if not self.unknown:
            return day
        return PartialDate(day.month if self.unknown == "year" else None, day.day)


class NamedYear(NamedTuple):
    """The year that the statement's own words put in force, and the month named with it."""

    number: int
    fiscal: bool
    month: int | None

    def year_of(self, month: int) -> int:
        """The calendar year of a later month that is named without a year.

        In a calendar year, January to March behind a month of spring or later are the next year's (9月 … 1月).
        """
        if self.fiscal:
            return year_of_month(month, self.number)
        wraps = self.month is not None and month <= 3 < self.month
        return self.number + wraps

    def fiscal_year(self) -> int:
        """The fiscal year in force."""
        return self.number - (not self.fiscal and self.month is not None and self.month < 4)


class Memory(NamedTuple):
    """What the statement has said so far: the year in force, the era, the last date, and whether that was one of several."""

    named: NamedYear | None = None
    era: str | None = None
    last: Period | None = None
    several: bool = False


NOTHING = Memory()
"""What is known before the first word."""


def point_to_period(point: Point, memory: Memory, known: Known) -> Period | Lack:
    """The days that the point covers, by its own words, then the statement's, then what is known."""
    if not point.possible:
        return Lack.IMPOSSIBLE
    if point.day_shift is not None:
        return _shifted_day(point.day_shift, memory)
    if point.month is None and (point.month_shift is not None or point.year is None):
        return _in_told_month(point, memory, known)
    year, unknown = _year_of(point, memory, known)
    if year is None:
        return Lack.UNSETTLED
    fiscal = bool(point.year and point.year.fiscal) or (point.year is None and point.month is not None)
    return _in_year(point, year, fiscal, unknown)


def point_before(point: Point, anchor: Period) -> Period | None:
    """The last time, not after the anchor, that a point without a year fits; for the start of a range by its end."""
    fits = [fit for fit in _fits(point, anchor.start) if fit.start <= anchor.end]
    return max(fits, default=None)


def point_after(point: Point, anchor: Period) -> Period | None:
    """The first time, not before the anchor, that a point without a year fits; for the end of a range by its start."""
    fits = [fit for fit in _fits(point, anchor.start) if fit.end >= anchor.start]
    return min(fits, default=None)


def _fits(point: Point, anchor: datetime.date) -> Iterator[Period]:
    """The point in the years (or, for a mere day, the months) around the anchor."""
    if point.month:
        dated = [(year, point.month) for year in range(anchor.year - 1, anchor.year + 2)]
    else:
        months = [anchor.year * 12 + anchor.month - 1 + shift for shift in (-1, 0, 1)]
        dated = [(month // 12, month % 12 + 1) for month in months]
    for year, month in dated:
        period = _in_month(point, year, month, "")
        if isinstance(period, Period):
            yield period


def _year_of(point: Point, memory: Memory, known: Known) -> tuple[int | None, str]:
    """The point's year (a fiscal year where the point has no year at all), and what of it is unknown."""
    if point.year is not None:
        return _told_year(point.year, memory, known, point.month is not None), ""
    if memory.named and point.month:
        month_year = memory.named.year_of(point.month)
        return month_year - (point.month < 4), ""
    if memory.last and memory.last.unknown:
        return _LEAP_FISCAL_YEAR, "year"
    in_force = known.year_in_force()
    return (_LEAP_FISCAL_YEAR, "year") if in_force is None else (in_force, "")


def _told_year(year: Year, memory: Memory, known: Known, with_month: bool) -> int | None:
    if year.base == "printed":
        return year.number
    if year.base == "unnamed":
        return _unnamed_year(year.number, memory, known, with_month)
    base = _base_year(year, memory, known)
    return None if base is None else base + year.number


def _base_year(year: Year, memory: Memory, known: Known) -> int | None:
    """The year that a relative one counts from."""
    if year.base == "report":
        return known.year_in_force() if year.fiscal else known.calendar_year()
    if year.base == "named":
        return memory.named.fiscal_year() if memory.named else known.year_in_force()
    if memory.last and not memory.last.unknown:
        return memory.last.start.year
    return known.year_in_force()


def _unnamed_year(number: int, memory: Memory, known: Known, with_month: bool) -> int | None:
    """A year of an era not told: of the statement's era, else the likeliest one."""
    if memory.era:
        told = era_year(memory.era, number)
        if told is not None:
            return told
    near = memory.last.start.year if memory.last and not memory.last.unknown else known.year_in_force()
    if near is not None and memory.last and number >= 10 and not memory.era:
        return near - near % 100 + number
    if near is not None:
        return nearest_era_year(number, near)
    if number >= 10 and with_month:
        return (2000 if number < 50 else 1900) + number
    return None


def _in_year(point: Point, year: int, fiscal: bool, unknown: str) -> Period | Lack:
    if not datetime.MINYEAR < year < datetime.MAXYEAR - 1:
        return Lack.IMPOSSIBLE
    if point.month:
        return _in_month(point, year_of_month(point.month, year) if fiscal else year, point.month, unknown)
    if point.part:
        return _year_part(point.part, year, fiscal)
    precision: Precision = "fiscal_year" if fiscal else "year"
    return _months(year, 4 if fiscal else 1, 12, precision)


def _in_told_month(point: Point, memory: Memory, known: Known) -> Period | Lack:
    """A point in a month told before (同月, 7日) or known from outside."""
    month, unknown = _told_month(point, memory, known)
    if month is None:
        return Lack.UNSETTLED
    index = month.year * 12 + month.month - 1 + (point.month_shift or 0)
    return _in_month(point, index // 12, index % 12 + 1, unknown)


def _told_month(point: Point, memory: Memory, known: Known) -> tuple[datetime.date | None, str]:
    """A day of the month that the point leans on, and what of it is unknown."""
    if point.month_of_report:
        return known.as_of, ""
    last = memory.last
    if last and last.precision in ("day", "dekad", "month") and not (memory.several and point.month_shift is not None):
        # 翌月 of a range counts from its end
        return (last.end if point.month_shift else last.start), last.unknown
    return (None, "") if point.month_shift is not None else _month_outside(point.day or 1, known)


def _month_outside(day: int, known: Known) -> tuple[datetime.date | None, str]:
    """The month of a mere 5日 that no month stands before: a report's day of state does not tell it for its rows."""
    if known.fiscal_year is not None:
        return None, ""
    if known.as_of is None or day > last_day(known.as_of.year, known.as_of.month):
        return _ANY_MONTH, "month"
    return known.as_of, ""


def _shifted_day(shift: int, memory: Memory) -> Period | Lack:
    """同日, 翌日."""
    last = memory.last
    if not last or last.precision != "day" or memory.several or last.end == datetime.date.max:
        return Lack.UNSETTLED
    day = last.end + datetime.timedelta(days=shift)
    return Period(day, day, "day", last.unknown)


def _in_month(point: Point, year: int, month: int, unknown: str) -> Period | Lack:
    """The point's day or part in a known month, or the month itself."""
    if not datetime.MINYEAR < year < datetime.MAXYEAR:
        return Lack.IMPOSSIBLE
    length = last_day(year, month)
    first, last, precision = _days(point, year, month, length)
    if not 1 <= first <= last <= length:
        return Lack.IMPOSSIBLE
    return Period(datetime.date(year, month, first), datetime.date(year, month, last), precision, unknown)


def _days(point: Point, year: int, month: int, length: int) -> tuple[int, int, Precision]:
    """First and last day in the month, and how precise they are."""
    if point.day is not None:
        return point.day, point.day, "day"
    if point.nth:
        day = _nth_weekday(point.nth, year, month, length)
        return day, day, "day"
    return _part_of_month(point.part, length) if point.part else (1, length, "month")


def _part_of_month(part: Part, length: int) -> tuple[int, int, Precision]:
    if part.kind == "edge":
        day = 1 if part.number == 1 else length
        return day, day, "day"
    if part.kind == "dekad":
        return part.number * 10 - 9, length if part.number == 3 else part.number * 10, "dekad"
    # half a month is coarser than a dekad, and has no name of its own
    return (1, 15, "month") if part.number == 1 else (16, length, "month")


def _nth_weekday(nth: NthWeekday, year: int, month: int, length: int) -> int:
    """The day of the month; 0 or beyond the month's end where it has no such day."""
    days = [day for day in range(1, length + 1) if datetime.date(year, month, day).weekday() == nth.weekday]
    index = nth.nth if nth.nth < 0 else nth.nth - 1
    return days[index] if index < len(days) else 0


def _year_part(part: Part, year: int, fiscal: bool) -> Period:
    opening = 4 if fiscal else 1
    if part.kind == "edge":
        whole = _months(year, opening, 12, "day")
        day = whole.start if part.number == 1 else whole.end
        return Period(day, day, "day")
    if part.kind == "half":
        return _months(year, opening + 6 * part.number - 6, 6, "half")
    if part.kind == "fiscal_half":
        return _months(year, 6 * part.number - 2, 6, "half")
    if part.kind == "quarter":
        return _months(year, 3 * part.number + 1, 3, "quarter")
    return _months(year, 3 * part.number, 3, "season")


def _months(year: int, month: int, count: int, precision: Precision) -> Period:
    """``count`` months from a month on, which may lie beyond December."""
    first, last = year * 12 + month - 1, year * 12 + month + count - 2
    end = datetime.date(last // 12, last % 12 + 1, last_day(last // 12, last % 12 + 1))
    return Period(datetime.date(first // 12, first % 12 + 1, 1), end, precision)


def remember(memory: Memory, point: Point, period: Period, attributive: bool) -> Memory:
    """What is known behind a date: its era, the year it puts in force, and itself.

    A year that only says of something else when it is (令和6年度予算, 次年度以降), or that counts from the one in force
    (前年度), puts nothing in force.
    """
    era = point.year.era or memory.era if point.year else memory.era
    named = memory.named
    if point.year and point.year.base != "named" and not period.unknown and not attributive:
        fiscal = point.year.fiscal
        named = NamedYear(fiscal_year_of(period.start) if fiscal else period.start.year, fiscal, _month_named(point, period))
    elif named and point.month and not named.fiscal:
        named = NamedYear(period.start.year, False, period.start.month)
    return Memory(named, era, period)


def _month_named(point: Point, period: Period) -> int | None:
    return period.start.month if point.month or point.month_shift is not None else None
