"""Dates in Japanese text: every calendar expression, its days, and where it stands."""

from __future__ import annotations

import datetime

from plan_extract.text.dates.heading import fiscal_year_set_by
from plan_extract.text.dates.mention import DateMention, ImpossibleDate, PartialDate, Precision, Role
from plan_extract.text.dates.period import Known
from plan_extract.text.dates.scanning import scan

__all__ = [
    "DateMention",
    "ImpossibleDate",
    "Known",
    "PartialDate",
    "Precision",
    "Role",
    "find_dates",
    "find_impossible_dates",
    "fiscal_year_set_by",
    "read_calendar",
]


def find_dates(text: str, *, fiscal_year: int | None = None, as_of: datetime.date | None = None) -> list[DateMention]:
    """Every calendar expression of one statement, in reading order; ``text[start:end]`` of its span is its surface.

    A month without a year falls in the year that the statement's own words name, else in ``fiscal_year`` (the year its
    April falls in), else in the fiscal year of ``as_of``; with neither its ends are :class:`PartialDate`. Never raises.

    >>> [(m.surface, m.start.isoformat(), m.end.isoformat()) for m in find_dates("9～1月 研修", fiscal_year=2023)]
    [('9～1月', '2023-09-01', '2024-01-31')]
    >>> find_dates("毎月第1水曜日に実施")[0].recurrence
    'FREQ=MONTHLY;BYDAY=1WE'
    >>> find_dates("三日町の24時間窓口で第1回補助率1/2")
    []
    """
    return [found for found in scan(text, Known(fiscal_year, as_of)) if isinstance(found, DateMention)]


def read_calendar(
    text: str, *, fiscal_year: int | None = None, as_of: datetime.date | None = None
) -> list[DateMention | ImpossibleDate]:
    """What :func:`find_dates` and :func:`find_impossible_dates` find, in one reading and in reading order.

    >>> [type(found).__name__ for found in read_calendar("10月と13月")]
    ['DateMention', 'ImpossibleDate']
    """
    return list(scan(text, Known(fiscal_year, as_of)))


def find_impossible_dates(
    text: str, *, fiscal_year: int | None = None, as_of: datetime.date | None = None
) -> list[ImpossibleDate]:
    """What is printed in the form of a date and is on no calendar, in reading order.

    >>> [nonsense.surface for nonsense in find_impossible_dates("13月と2月30日、令和5年6月31日")]
    ['13月', '2月30日', '令和5年6月31日']
    """
    return [found for found in scan(text, Known(fiscal_year, as_of)) if isinstance(found, ImpossibleDate)]
