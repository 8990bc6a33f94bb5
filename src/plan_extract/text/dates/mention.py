"""What the search for dates comes back with."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, NamedTuple

from plan_extract.place import Span

Precision = Literal["day", "dekad", "month", "season", "quarter", "half", "fiscal_year", "year"]
Role = Literal["as_of", "budget"]

COARSENESS: tuple[Precision, ...] = ("day", "dekad", "month", "quarter", "season", "half", "fiscal_year", "year")
"""From fine to coarse."""


class PartialDate(NamedTuple):
    """A day whose year, or year and month, neither the text nor its context tells."""

    month: int | None
    day: int

    def isoformat(self) -> str:
        """The day with ``X`` for each unknown digit (ISO 8601-2).

        >>> PartialDate(10, 31).isoformat()
        'XXXX-10-31'
        """
        month = "XX" if self.month is None else f"{self.month:02}"
        return f"XXXX-{month}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A calendar expression and what it says: the days from ``start`` to ``end``, both included.

    ``None`` is an open end; both are ``None`` for a recurrence (an RFC 5545 rule without ``RRULE:``) and where nothing tells
    which day a relative expression means. A month or day that no year is known for has :class:`PartialDate` ends.
    ``weekday_holds`` and ``names_agree`` are ``None`` unless a weekday or a second name of the year is printed.
    """

    surface: str
    span: Span
    start: datetime.date | PartialDate | None
    end: datetime.date | PartialDate | None
    precision: Precision
    approximate: bool = False
    recurrence: str | None = None
    weekday_holds: bool | None = None
    names_agree: bool | None = None
    role: Role | None = None

    @property
    def first(self) -> datetime.date | None:
        """``start``, where it is a day of a known year."""
        return self.start if isinstance(self.start, datetime.date) else None

    @property
    def last(self) -> datetime.date | None:
        """``end``, where it is a day of a known year."""
        return self.end if isinstance(self.end, datetime.date) else None


@dataclass(frozen=True, slots=True)
class ImpossibleDate:
    """Words in the form of a date that no calendar has (13月, 2月30日)."""

    surface: str
    span: Span
