"""A point on the calendar as printed: what the words say, before any context."""

from __future__ import annotations

from typing import Literal, NamedTuple

from plan_extract.text.dates.mention import Role

Base = Literal["printed", "unnamed", "named", "antecedent", "report"]
"""What a year counts from: nothing (it is printed), an era not told, the fiscal year in force in the statement, the date
mentioned last, the report's own year."""


class Year(NamedTuple):
    """A year: ``number`` is the calendar year where printed, a year of an untold era, or else the distance from its base."""

    base: Base
    number: int
    fiscal: bool
    era: str | None = None
    names_agree: bool | None = None


class Part(NamedTuple):
    """A part of a month or a year: its kind, and which one.

    An edge is the first (1) or last (-1) day. A half is one of whatever it stands behind, a fiscal half one of the year
    that begins in April, and so is a quarter.
    """

    kind: Literal["dekad", "edge", "half", "fiscal_half", "quarter", "season"]
    number: int


class NthWeekday(NamedTuple):
    """The n-th (-1: last) such weekday of a month, Monday being 0."""

    nth: int
    weekday: int


class Point(NamedTuple):
    """What one expression says: any of year, month, day and part may be lacking.

    ``month_shift`` is the distance from a month told before (同月 0, 翌月 1), ``day_shift`` likewise;
    ``shared`` where the unit stands only behind the number that follows (9 in 9～1月), ``numeric`` where signs stand for
    units (10/5), not ``possible`` where no calendar has such a number.
    """

    begin: int
    end: int
    year: Year | None = None
    month: int | None = None
    month_shift: int | None = None
    month_of_report: bool = False
    day: int | None = None
    day_shift: int | None = None
    part: Part | None = None
    nth: NthWeekday | None = None
    weekday: int | None = None
    approximate: bool = False
    role: Role | None = None
    shared: bool = False
    numeric: bool = False
    possible: bool = True
