"""Japanese eras and fiscal years, to and from calendar years."""

from __future__ import annotations

import calendar
import datetime
from typing import NamedTuple


class Era(NamedTuple):
    """An era (元号): its name, its other signs, and the calendar year of its first year (元年)."""

    name: str
    letter: str
    kanji: str
    sign: str
    first_year: int


ERAS = (
    Era("令和", "R", "令", "㋿", 2019),
    Era("平成", "H", "平", "㍻", 1989),
    Era("昭和", "S", "昭", "㍼", 1926),
    Era("大正", "T", "大", "㍽", 1912),
    Era("明治", "M", "明", "㍾", 1868),
)
"""The eras since 1868, newest first (元号法 and the proclamations before it)."""

_BY_SIGN = {sign: era for era in ERAS for sign in (era.name, era.letter, era.kanji, era.sign)}
_LONGEST = 99


def era_year(sign: str, number: int) -> int | None:
    """The calendar year of an era's year; ``None`` for an unknown era or a number that no era has.

    An era counts on after its end (平成35年), as plans written before the change do.

    >>> era_year("令和", 5), era_year("H", 31), era_year("㍼", 60), era_year("令和", 0)
    (2023, 2019, 1985, None)
    """
    era = _BY_SIGN.get(sign)
    return era.first_year + number - 1 if era and 1 <= number <= _LONGEST else None


def era_name(sign: str) -> str | None:
    """The era's full name, from any of its signs.

    >>> era_name("R"), era_name("㍻"), era_name("X")
    ('令和', '平成', None)
    """
    era = _BY_SIGN.get(sign)
    return era.name if era else None


def nearest_era_year(number: int, year: int) -> int:
    """What a year without its era (6年3月) most likely means, in a text of the calendar year ``year``.

    Two digits may also be the end of a Western year.

    >>> nearest_era_year(6, 2023), nearest_era_year(30, 2019), nearest_era_year(23, 2023)
    (2024, 2018, 2023)
    """
    western = [year - year % 100 + number] if number >= 10 else []
    return min([*(era.first_year + number - 1 for era in ERAS[:3]), *western], key=lambda guess: abs(guess - year))


def fiscal_year_of(day: datetime.date) -> int:
    """The fiscal year (April to March, 財政法 11条 and 地方自治法 208条) in which a day falls.

    >>> fiscal_year_of(datetime.date(2024, 3, 31))
    2023
    """
    return day.year - (day.month < 4)


def year_of_month(month: int, fiscal_year: int) -> int:
    """The calendar year in which a month of a fiscal year falls.

    >>> year_of_month(9, 2023), year_of_month(1, 2023)
    (2023, 2024)
    """
    return fiscal_year + (month < 4)


def last_day(year: int, month: int) -> int:
    """The number of the month's last day.

    >>> last_day(2024, 2)
    29
    """
    return calendar.monthrange(year, month)[1]
