"""Recurrences (毎月第1水曜日, 隔週, 3か月ごと) as RFC 5545 rules."""

from __future__ import annotations

import re
from typing import NamedTuple

from plan_extract.text.dates.mention import Precision
from plan_extract.text.dates.vocabulary import NUMBER, SP, WEEKDAYS
from plan_extract.text.numerals import parse_integer


class Recurrence(NamedTuple):
    """A rule (RFC 5545, without its name), how precise it is, and where its words end."""

    rule: str
    precision: Precision
    end: int


_BYDAY = dict(zip(WEEKDAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU")))
_AND = rf"{SP}(?:[・、,]|と|及び|および){SP}"
_WEEKLY = re.compile(
    rf"(?P<every>毎週|隔週)(?:{SP}の?{SP}(?:(?P<first>[{WEEKDAYS}])(?:曜日?)?{SP}(?:から|[~\-]){SP}(?P<last>[{WEEKDAYS}])曜日?"
    rf"|(?P<days>[{WEEKDAYS}](?:曜日?)?(?:{_AND}[{WEEKDAYS}](?:曜日?)?){{1,6}}|[{WEEKDAYS}]曜日?|[{WEEKDAYS}]{{2,7}}(?:曜日?)?(?![一-龠])|平日|末)))?"
    rf"|毎(?P<day>[{WEEKDAYS}])曜日?"
)
_NTH_DAYS = (
    rf"(?P<nths>第{SP}[1-5一二三四五]週?(?:{_AND}第?{SP}[1-5一二三四五]週?){{0,4}}|最終週?)の?{SP}"
    rf"(?P<nth_days>[{WEEKDAYS}]曜日?(?:{_AND}[{WEEKDAYS}]曜日?){{0,6}})"
)
_MONTH_DAYS = (
    rf"(?P<month_days>{NUMBER}{SP}日?(?:{_AND}{NUMBER}{SP}日?){{0,9}}(?<=日)(?!間|前|以内))|(?P<last_day>末日?(?![端永]))"
)
_WITHIN_MONTH = rf"(?:{SP}の?{SP}\(?(?:{_NTH_DAYS}|{_MONTH_DAYS}))"
_MONTHLY = re.compile(rf"(?P<every>毎月|隔月)(?:{_WITHIN_MONTH})?")
_BARE_NTH = re.compile(rf"{_NTH_DAYS}")
_MONTHS = (
    rf"(?P<months>{NUMBER}{SP}月?(?:(?:{_AND}|{SP}[~\-]{SP}|から){NUMBER}{SP}月?){{0,11}}(?<=月)(?!間|分)"
    r"(?:[上中下初]旬|頃|ごろ)?)"
)
_YEARLY = re.compile(
    rf"(?P<every>毎年度|各年度(?=末)|毎年(?!度)|隔年(?!度))(?:{SP}の?{SP}(?:{_MONTHS}(?:{_WITHIN_MONTH})?|(?P<year_end>末(?!年始))))?"
)
_DAILY = re.compile(r"毎日(?!新聞|放送|テレビ|曜)|毎[朝晩夕夜]|隔日|(?P<workdays>毎平日|平日毎日)")
_PERIODS = {"日": "DAILY", "週": "WEEKLY", "月": "MONTHLY", "年": "YEARLY"}
_INTERVAL = re.compile(
    rf"(?<![第約])(?P<number>{NUMBER}){SP}(?:(?P<unit>日|週|年)間?度?|[かヶカケヵ箇]{SP}(?P<month>月)間?){SP}"
    rf"(?:(?:ごと|毎)(?!日|週|月|年)|に{SP}[1一]{SP}[回度])"
    r"|(?P<quarter>毎四半期|四半期(?:ごと|毎))|(?P<half>半年(?:ごと|毎|に1回|に一度))"
)


def read_recurrence(text: str, at: int) -> Recurrence | None:
    """The recurrence that begins at ``at`` in folded text.

    >>> read_recurrence("毎月第1・第3水曜日に開催", 0)
    Recurrence(rule='FREQ=MONTHLY;BYDAY=1WE,3WE', precision='day', end=10)
    >>> read_recurrence("毎年4月15日", 0)
    Recurrence(rule='FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15', precision='day', end=7)
    """
    return (
        _daily(text, at)
        or _weekly(text, at)
        or _monthly(text, at)
        or _yearly(text, at)
        or _interval(text, at)
        or _bare_nth(text, at)
    )


def _daily(text: str, at: int) -> Recurrence | None:
    match = _DAILY.match(text, at)
    if not match:
        return None
    if match["workdays"]:
        return Recurrence("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "day", match.end())
    return Recurrence("FREQ=DAILY" + ";INTERVAL=2" * (match.group() == "隔日"), "day", match.end())


def _weekly(text: str, at: int) -> Recurrence | None:
    match = _WEEKLY.match(text, at)
    if not match:
        return None
    days = _weekdays(match)
    rule = "FREQ=WEEKLY" + ";INTERVAL=2" * (match["every"] == "隔週") + (f";BYDAY={','.join(days)}" if days else "")
    # a week has no precision of its own: the next coarser one
    return Recurrence(rule, "day" if days else "dekad", match.end())


def _weekdays(match: re.Match[str]) -> list[str]:
    """The weekdays that a weekly recurrence names."""
    if match["first"]:
        first, last = WEEKDAYS.index(match["first"]), WEEKDAYS.index(match["last"])
        return [_BYDAY[WEEKDAYS[day % 7]] for day in range(first, last + 1 + 7 * (last < first))]
    named = match["days"] or match["day"] or ""
    if named == "平日":
        return list(_BYDAY.values())[:5]
    return list(_BYDAY.values())[5:] if named == "末" else _day_codes(named)


def _day_codes(names: str) -> list[str]:
    """火・木曜日 → TU, TH; the 日 of 曜日 is none."""
    return [_BYDAY[sign] for sign in re.sub("曜日?", "", names) if sign in _BYDAY]


def _monthly(text: str, at: int) -> Recurrence | None:
    match = _MONTHLY.match(text, at)
    if not match:
        return None
    days = _days_in_month(match)
    return Recurrence(
        "FREQ=MONTHLY" + ";INTERVAL=2" * (match["every"] == "隔月") + days, "day" if days else "month", match.end()
    )


def _days_in_month(match: re.Match[str]) -> str:
    """The part of the rule that chooses days within a month; empty where none are named."""
    if match["nths"]:
        return _nth_rule(match)
    if match["month_days"]:
        days = [number for number in _numbers(match["month_days"]) if 1 <= number <= 31]
        return f";BYMONTHDAY={','.join(map(str, days))}" if days else ""
    return ";BYMONTHDAY=-1" if match["last_day"] else ""


def _nth_rule(match: re.Match[str]) -> str:
    nths = [-1] if match["nths"].startswith("最終") else _numbers(match["nths"])
    return f";BYDAY={','.join(f'{nth}{day}' for day in _day_codes(match['nth_days']) for nth in nths)}"


def _bare_nth(text: str, at: int) -> Recurrence | None:
    """第2水曜日 without a month: every month's."""
    match = _BARE_NTH.match(text, at)
    return Recurrence("FREQ=MONTHLY" + _nth_rule(match), "day", match.end()) if match else None


def _yearly(text: str, at: int) -> Recurrence | None:
    match = _YEARLY.match(text, at)
    if not match:
        return None
    rule = "FREQ=YEARLY" + ";INTERVAL=2" * (match["every"] == "隔年")
    if match["year_end"]:
        month = 12 if match["every"] in ("毎年", "隔年") else 3
        return Recurrence(f"{rule};BYMONTH={month};BYMONTHDAY=31", "day", match.end())
    months = _months(match["months"] or "")
    if not months:
        return Recurrence(
            rule, "fiscal_year" if match["every"] == "毎年度" else "year", match.start("every") + len(match["every"])
        )
    days = _days_in_month(match)
    return Recurrence(f"{rule};BYMONTH={','.join(map(str, months))}{days}", "day" if days else "month", match.end())


def _months(words: str) -> list[int]:
    """The months named, a range month by month; empty where one is impossible."""
    numbers = _numbers(words)
    if not all(1 <= number <= 12 for number in numbers):
        return []
    if len(numbers) == 2 and re.search(r"[~\-]|から", words):
        first, last = numbers
        return [(month - 1) % 12 + 1 for month in range(first, last + 1 + 12 * (last < first))]
    return numbers


def _numbers(words: str) -> list[int]:
    return [number for numeral in re.findall(NUMBER, words) if (number := parse_integer(numeral)) is not None]


def _interval(text: str, at: int) -> Recurrence | None:
    match = _INTERVAL.match(text, at)
    if not match:
        return None
    if match["number"] is None:
        return Recurrence(
            f"FREQ=MONTHLY;INTERVAL={3 if match['quarter'] else 6}", "quarter" if match["quarter"] else "half", match.end()
        )
    number = parse_integer(match["number"]) or 0
    unit = match["unit"] or match["month"]
    precisions: dict[str, Precision] = {"日": "day", "週": "dekad", "月": "month", "年": "year"}
    interval = f";INTERVAL={number}" if number > 1 else ""
    return Recurrence(f"FREQ={_PERIODS[unit]}{interval}", precisions[unit], match.end()) if number else None
