"""Reads a year in any spelling: 令和5年, Ｒ５, ㋿5年, 令和7（2025）年度, 2023年度, '23, 今年度, 翌年."""

from __future__ import annotations

import re
from typing import NamedTuple

from plan_extract.text.dates.point import Base, Year
from plan_extract.text.dates.vocabulary import NUMBER, SHARE_SIGN, SP, YEAR_UNIT, shared
from plan_extract.text.eras import era_name, era_year
from plan_extract.text.numerals import parse_integer


class ReadYear(NamedTuple):
    """A year, where it ends, and its unit: 年, 年度, ``shared`` (behind the numbers that follow), or none.

    ``year`` is ``None`` for a number that no era has (令和0年).
    """

    year: Year | None
    end: int
    unit: str


_ERA_WORD = "令 ?和|平 ?成|昭 ?和|大 ?正|明 ?治|[㋿㍻㍼㍽㍾]"
_PRINTED = (
    rf"(?:(?P<word>{_ERA_WORD}){SP}|(?<![A-Za-z0-9.])(?P<letter>[RHSTM])\.?{SP}|(?P<kanji>[令平昭大明])(?=[0-9元]))"
    # even spacing (均等割付) parts the digits too: 平 成 １ ９ 年
    rf"(?P<number>元|[0-9] [0-9](?= 年)|{NUMBER})"
    rf"|(?:西暦|(?P<prefix>FY)){SP}(?P<marked>(?:1[0-9]|2[01])[0-9]{{2}}(?![0-9]))"
    rf"|(?<![0-9.,])(?P<western>(?:1[5-9]|20|21)[0-9]{{2}}(?![0-9]))"
    rf"|(?P<spelt>[一二][〇零一二三四五六七八九]{{3}}|千九百[一二三四五六七八九十]{{1,3}}|二千(?:百|[〇零])?(?:[一二三四五六七八九]?十)?[一二三四五六七八九]?)(?={SP}年)"
    rf"|(?<![0-9A-Za-z'])'(?P<short>[0-9]{{2}})(?![0-9'])"
)
_YEAR = re.compile(_PRINTED)
_MANY = rf"(?:(?:{_ERA_WORD}|[RHSTM])\.?{SP})?(?:[12][0-9]{{3}}(?![0-9])|元|{NUMBER})"
_UNIT = re.compile(rf"{SP}(?:{YEAR_UNIT})")
_SHARED_UNIT = re.compile(shared(YEAR_UNIT, _MANY))
_ALIAS = re.compile(rf"{SP}(?P<open>[(〔\[]|[/=]){SP}(?:{_PRINTED}){SP}(?:年{SP}度?)?{SP}(?P<close>[)〕\]])?")

_BARE_LETTERS = {"R": 17, "H": 31}
"""Letters that name an era without 年, up to the year that plans reach to (R18 is an age)."""

_REPORT = {"今": 0, "本": 0, "当": 0, "現": 0, "来": 1, "再来": 2, "昨": -1, "去": -1, "一昨": -2}
_NAMED = {"同": 0, "当該": 0, "次": 1, "翌": 1, "翌々": 2, "次々": 2, "前": -1, "前々": -2}
_WORDS = "再来|一昨|当該|翌々|次々|前々|今|本|当|来|昨|去|同|次|翌|前"
_RELATIVE = re.compile(
    rf"(?<![日該従以将到相担元])(?P<word>{_WORDS}|現(?=年{SP}度))年(?:度(?!比|並|差|同)|(?![度代齢配輩金輪間比並差賀]|同[期月]|少|次))"
    r"|(?P<seasonal>[今来昨翌])(?=[春夏秋冬](?!休|祭|季|場))"
)
_UNNAMED = re.compile(
    rf"(?<![0-9A-Za-z第約.,・:ー\-かヶカ満])(?P<number>元|{NUMBER}){SP}(?:(?P<fiscal>年{SP}度)(?!目)|年(?={SP}の?{SP}{NUMBER}{SP}月(?!間)))"
)
_LEANING = re.compile(
    rf"(?P<number>元|{NUMBER})(?:{SP}(?P<unit>{YEAR_UNIT})(?!以上|未満|ごと|後|前|[0-9])|{shared(YEAR_UNIT)})"
)


def read_year(text: str, at: int, after: Year | None) -> ReadYear | None:
    """The year that begins at ``at``; ``after`` is the year of the point that it follows in a range or list."""
    return _read_printed(text, at) or _read_relative(text, at) or _read_unnamed(text, at, after)


def _read_printed(text: str, at: int) -> ReadYear | None:
    match = _YEAR.match(text, at)
    if not match:
        return None
    number = _calendar_year(match)
    end, agree = match.end(), None
    if number is not None:
        end, agree = _past_alias(text, end, number, match)
    unit = _UNIT.match(text, end)
    sharing = None if unit else _SHARED_UNIT.match(text, end)
    if unit and number is not None:
        end, later = _past_alias(text, unit.end(), number, match)
        agree = agree if later is None else later
    if number is None:
        return ReadYear(None, unit.end(), "年") if unit else None
    if not unit and not sharing and not _may_lack_unit(text, match):
        return None
    name = unit.group().strip(" ").replace(" ", "") if unit else "shared" if sharing else ""
    year = Year("printed", number, _is_fiscal(name, sharing, text, match), _era_of(match), agree)
    return ReadYear(year, end, name)


def _is_fiscal(name: str, sharing: re.Match[str] | None, text: str, match: re.Match[str]) -> bool:
    """Whether a fiscal year is meant: by its unit, its FY, or as a bare R5."""
    if sharing:
        unit = re.compile(rf"(?:{SP}{SHARE_SIGN}{SP}{_MANY})+{SP}年(?P<fiscal>{SP}度)?").match(text, sharing.start())
        return bool(unit and unit["fiscal"])
    return name == "年度" or bool(match["prefix"]) or (name == "" and bool(match["letter"]))


def _may_lack_unit(text: str, match: re.Match[str]) -> bool:
    """Whether the year may stand without 年: R5 and '23 by themselves, any before a month in numbers."""
    if match["short"] or match["prefix"]:
        return True
    if match["letter"] in _BARE_LETTERS and read_number(match["number"]) <= _BARE_LETTERS[match["letter"]]:
        return True
    follows = re.match(rf"{SP}[./・,\-]{SP}[0-9]", text[match.end() : match.end() + 6])
    return bool(follows) or bool(match["word"] and not re.match(r"[0-9.,年]", text[match.end() : match.end() + 1]))


def _past_alias(text: str, at: int, year: int, named: re.Match[str]) -> tuple[int, bool | None]:
    """Past a second name of the year, 令和7（2025）年度 or 平成31年度／令和元年度, and whether it agrees."""
    alias = _ALIAS.match(text, at)
    if not alias or (alias["open"] in "/=") == bool(alias["close"]):
        return at, None
    other = _calendar_year(alias)
    one_system = bool(_era_of(alias)) == bool(_era_of(named))
    if other is None or (other != year and (one_system or alias["open"] in "/=")):
        return at, None
    return alias.end(), other == year


def _calendar_year(match: re.Match[str]) -> int | None:
    western = match["marked"] or match["western"] or match["spelt"]
    if western:
        return read_number(western)
    if match["short"]:
        return 2000 + int(match["short"])
    return era_year(_sign(match), read_number(match["number"]))


def _era_of(match: re.Match[str]) -> str | None:
    return era_name(_sign(match))


def _sign(match: re.Match[str]) -> str:
    """The era's sign as printed, without the blanks of even spacing; empty for a Western year."""
    return (match["word"] or match["letter"] or match["kanji"] or "").replace(" ", "")


def read_number(numeral: str) -> int:
    """A numeral's value, 元 being the first year; 0 for none.

    >>> read_number("十二"), read_number("05"), read_number("元")
    (12, 5, 1)
    """
    digits = numeral.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return int(digits)
    return 1 if numeral == "元" else parse_integer(numeral) or 0


def _read_relative(text: str, at: int) -> ReadYear | None:
    match = _RELATIVE.match(text, at)
    if not match:
        return None
    word = match["word"] or match["seasonal"]
    fiscal = match.group().endswith("度")
    base: Base = "report" if word in _REPORT else "named" if fiscal else "antecedent"
    return ReadYear(Year(base, _REPORT.get(word, _NAMED.get(word, 0)), fiscal), match.end(), "年度" if fiscal else "年")


def _read_unnamed(text: str, at: int, after: Year | None) -> ReadYear | None:
    """A year whose era is told before it, or not at all: 5年度, 6年3月."""
    match = (_LEANING if after else _UNNAMED).match(text, at) or _UNNAMED.match(text, at)
    if not match:
        return None
    number = read_number(match["number"])
    groups = match.groupdict()
    if "unit" in groups:
        unit = (groups["unit"] or "shared").replace(" ", "")
        fiscal = unit == "年度" or (unit == "shared" and bool(after and after.fiscal))
        return ReadYear(Year("unnamed", number, fiscal), match.end(), unit) if number else None
    return (
        ReadYear(Year("unnamed", number, bool(groups["fiscal"])), match.end(), "年度" if groups["fiscal"] else "年")
        if number
        else None
    )
