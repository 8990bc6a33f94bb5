"""The fiscal year that a column's header names（R4決算額, 目標値（令和7年度））, and what the header says besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plan_extract.text.dates import DateMention, find_dates, fiscal_year_set_by
from plan_extract.text.eras import fiscal_year_of
from plan_extract.text.units import header_unit

_OTHER_YEAR = re.compile(r"[前次来翌]年|[前次来翌々]+期")
"""Years that are told by that of the report: the header names one, but not which."""
_COMPARED = re.compile(r"(?:対|比較?|との|に対|から)")
_EMPTY = re.compile(r"[(（\[［【〔]\s*[)）\]］】〕]")
_AROUND = " \u3000・:：/_の"
_ENCLOSED = re.compile(r"[(（\[［【〔]([^()（）\[\]［］【】〔〕]*)[)）\]］】〕]")


@lru_cache(maxsize=256)
def header_year(header: str) -> int | None:
    """The fiscal year that a column's header names at the innermost level that names one, as the calendar year of its April.

    A day or month counts for the fiscal year that it is in, a calendar year for the one that begins in it. None where no
    level names a year, and where one names several, or one that others are compared with.

    >>> header_year("令和5年度 / 実施状況"), header_year("R4"), header_year("目標値（令和8年3月末）"), header_year("実施状況")
    (2023, 2022, 2025, None)
    >>> header_year("第2期（R3～R7） / R4実績"), header_year("R3～R7 / 事業費"), header_year("令和4年度比")
    (2022, None, None)
    """
    return next((year for _, years in _told_levels(header) for year in [_one(years)]), None)


@lru_cache(maxsize=256)
def header_measure(header: str) -> str:
    """What a column's header says without its unit and the year that it names: the kind of value that stands under it.

    >>> header_measure("R4決算額（千円）"), header_measure("目標値（令和7年度）"), header_measure("実績値 / R5")
    ('決算額', '目標値', '実績値')
    >>> header_measure("R5"), header_measure("R3～R7事業費")
    ('', 'R3～R7事業費')
    """
    plain = header_unit(header)[1]
    if header_year(plain) is None:
        return plain
    return " / ".join(filter(None, map(_without_years, plain.split(" / "))))


def is_of_a_year(header: str) -> bool:
    """Whether a column's header says nothing but a year.

    >>> is_of_a_year("R4"), is_of_a_year("R4決算額"), is_of_a_year("")
    (True, False, False)
    """
    return header_year(header) is not None and not header_measure(header)


def _told_levels(header: str) -> Iterator[tuple[str, list[int | None]]]:
    """The levels that name years, the innermost first, with those years; None for what is no single known one."""
    for level in reversed(header.split(" / ")):
        years = [_year_of(mention, level) for mention in find_dates(level) if _names_year(mention)]
        if years:
            yield level, years


def _names_year(mention: DateMention) -> bool:
    """Whether an expression says which year is meant, or that it is another one than the report's."""
    return mention.first is not None or mention.last is not None or _OTHER_YEAR.search(mention.surface) is not None


def _year_of(mention: DateMention, level: str) -> int | None:
    """The one fiscal year that an expression in a header tells."""
    start, end = mention.span
    if mention.first is None or mention.last is None or _COMPARED.match(level, end) or level[:start].endswith("対"):
        return None
    if mention.precision == "year":
        return fiscal_year_set_by(level[start:])
    first, last = fiscal_year_of(mention.first), fiscal_year_of(mention.last)
    return first if first == last else None


def _one(years: list[int | None]) -> int | None:
    """The year that all are, where they are one."""
    return years[0] if len(set(years)) == 1 else None


def _without_years(level: str) -> str:
    """A level of a header without the years that it names, and without the brackets that stood around them."""
    for mention in reversed(find_dates(level)):
        if _names_year(mention):
            level = level[: mention.span.start] + level[mention.span.end :]
    rest = _EMPTY.sub("", level).strip(_AROUND)
    enclosed = _ENCLOSED.fullmatch(rest)
    return enclosed[1] if enclosed else rest
