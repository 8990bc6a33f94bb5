"""Numerals with their units: counters, money, measures, lengths of time."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from plan_extract.text.amounts.numeral import (
    HOUR_BEFORE,
    KANJI,
    KANJI_OR_KANA,
    LABELLED,
    MARK_ENDS,
    NAME_BEFORE,
    NOT_COUNTED,
    PRODUCT,
    QUOTED_LATIN,
    RATIO_AFTER,
    Numeral,
    is_kanji_word,
)
from plan_extract.text.counters import MONEY_SIGNS, find_counter, find_open_counter, is_action
from plan_extract.text.numerals import NUMBER, parse_number

ONE = Decimal(1)


class Measure(NamedTuple):
    """A numeral and its unit: ``value * factor`` is in ``base_unit``; ``scale`` is a printed 万 that is in ``value``."""

    start: int
    end: int
    value: Decimal
    unit: str | None
    factor: Decimal
    base_unit: str | None
    value_to: Decimal | None = None
    qualifiers: tuple[str, ...] = ()
    per: str | None = None
    scale: int = 1


_SCALE = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<scale>百万|千|万|億|兆)")
_SCALE_ALONE = re.compile(r"百|千|百万|十億")
_EDGES = frozenset(["", *"(),、:/・[]位< >"])
_LAST_SCALE = re.compile(r"[^千万億兆]+?(百万|千|万|億|兆)")
_SCALES = {"千": 10**3, "万": 10**4, "百万": 10**6, "億": 10**8, "兆": 10**12}
_MINOR = {
    unit: (re.compile(rf"(?P<number>{NUMBER}){smaller}"), parts)
    for unit, smaller, parts in (
        ("円", "銭", 100),
        ("ドル", "セント", 100),
        ("ユーロ", "セント", 100),
        ("ポンド", "ペンス", 100),
        ("時間", "分", 60),
        ("分", "秒", 60),
        ("割", "分", 10),
        ("年", "[かカヵヶケ箇]月", 12),
    )
}
"""Behind a unit a number of a smaller one, and how many of these make one."""
_REST = re.compile(r" ?余り?(?=[人名件台回円年])")
_MONEY_BEFORE = re.compile(r"(?:US|HK|[ACS])?([¥\\$€£₩₹฿¢]) ?$")
_MONEY_ENDS = frozenset([*MONEY_SIGNS, " "])
_YEAR_OR_DAY = re.compile(" ?[年日]")
_SPAN_OF_TIME = re.compile(
    r" ?(?P<unit>[年日])(?=半(?![期分数額])|[0-9]{1,2}[かカヵヶケ箇]月|以|内|で(?!は)|ごと|毎|分(?!か)"
    r"|未満|程度|超|を超|弱|強|余"
    r"|にわた|連続|に[0-9一二三]|あたり|当たり|当り|につき)"
)
_BARE_TIME = re.compile(r" ?[年日](?![度月目生前後末始中間半])")
_LENGTH_BEFORE = re.compile(
    r"(?:約|概ね|おおむね|およそ|延べ?|のべ|計|過去|今後|向こう|最長|最大|最短|満|勤続|経過|通算|週"
    r"|(?<![0-9一二三四五六七八九十])月|年間|平均)[にの ]?$"
)
DATED = re.compile(r"[0-9〇一二三四五六七八九十元] ?[年月] ?$")
_ERA_BEFORE = re.compile(r"(?:令和|平成|昭和|大正|明治|西暦|[RHS])[ ]?$")
_ROUND_CLOCK = re.compile(r"24 ?時間(?! ?(?:以|未満|前|後|程度|ごと|毎|分|を超|当た|あた|換算|×))")
_TITLE_COUNTER = re.compile(r"^[ (]*[0-9]{1,2} (?=[^0-9 ])")
_NOTE_BEFORE = re.compile(r"[※注] ?$")
_STRONG = frozenset("件人名回台個枚円本冊歳点棟基社校戸組")
_OF_AGE = re.compile(r"[児代]|[0-9]{1,2}[かカヵヶケ箇]月児")
_PLANNED_YEARS = re.compile(r"(?:[かカヵケヶ箇]年|年間?)(?:計画|戦略|構想|プラン)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_HALF = re.compile(r"半(?![分数年期額月日島導面端径生ば々])")


class _Unit(NamedTuple):
    """A unit behind a numeral: its words, where it ends, and how it turns into the base unit."""

    end: int
    name: str
    value: Decimal
    factor: Decimal = ONE
    base: str | None = None


def _span_of_time(folded: str, numeral: Numeral) -> int | None:
    """Where 年 or 日 ends when it is a length of time (3年以内, 延べ10日) and no calendar year or day."""
    if not _YEAR_OR_DAY.match(folded, numeral.end):
        return None
    before = folded[max(0, numeral.start - 6) : numeral.start]
    if _ERA_BEFORE.search(before) or DATED.search(before) or _YEAR.fullmatch(numeral.body):
        return None
    length = _SPAN_OF_TIME.match(folded, numeral.end)
    if length:
        return length.end("unit")
    bare = _BARE_TIME.match(folded, numeral.end)
    return bare.end() if bare and _LENGTH_BEFORE.search(before) else None


def _counter_end(folded: str, numeral: Numeral) -> int | None:
    """Where the counter of the numeral ends, or None where it has none."""
    time = _span_of_time(folded, numeral)
    if time is not None:
        return time
    known = find_counter(folded, numeral.end)
    if known and _counts(folded, numeral, known.end):
        return known.end
    if known or NOT_COUNTED.match(folded, numeral.end) or not numeral.arabic:
        return None
    return _open_end(folded, numeral)


def _counts(folded: str, numeral: Numeral, end: int) -> bool:
    """Whether the listed counter that ends at ``end`` counts here: no ordinal, clock time, age group or list number."""
    unit = folded[numeral.end : end].strip()
    before = folded[max(0, numeral.start - 10) : numeral.start]
    return not (
        PRODUCT.search(before)
        or (unit == "分" and HOUR_BEFORE.search(before))
        or (unit in ("係", "班") and KANJI.match(before[-1:]))
        or _is_changed_by_next(folded, unit, end)
        or _ROUND_CLOCK.match(folded, numeral.start)
        or _PLANNED_YEARS.match(folded, numeral.end)
        or (len(unit) > 1 and _is_list_number(folded, numeral, end))
        or _is_spaced_name(folded, numeral, end)
    )


def _is_changed_by_next(folded: str, unit: str, end: int) -> bool:
    """Whether what follows makes the counter another word: 回目, 3歳児, 1人暮らし, 課長."""
    if unit in ("歳", "才"):
        return bool(_OF_AGE.match(folded, end))
    if unit in ("人", "名"):
        return folded.startswith(("暮らし", "ぐらし", "親", "ひとり", "称", "目"), end)
    if unit.endswith("月"):
        return folded.startswith("児", end)
    if len(unit) == 1 and unit in "課係部局室館園校社" and folded.startswith("長", end):
        return True
    return unit != "%" and folded.startswith("目", end) and not folded.startswith(("目標", "目的"), end)


def _is_list_number(folded: str, numeral: Numeral, end: int) -> bool:
    """Whether the numeral numbers the line (「2 施設整備」) rather than counts the noun behind it."""
    compound = end == len(folded) or bool(KANJI_OR_KANA.match(folded, end))
    if compound and _NOTE_BEFORE.search(folded[: numeral.start]) and numeral.value < 30:
        return True
    title = _TITLE_COUNTER.match(folded)
    return title is not None and title.end() - 1 == numeral.end and numeral.value < 30 and compound


def _is_spaced_name(folded: str, numeral: Numeral, end: int) -> bool:
    """Whether the number and the counter belong to two cells or words (「3 市単独事業」)."""
    unit = folded[numeral.end : end]
    apart = unit.startswith(" ") and unit[1:] not in _STRONG and bool(KANJI.match(folded, end))
    return apart and bool(KANJI.match(unit[1:])) and not is_action(folded, end)


def _open_end(folded: str, numeral: Numeral) -> int | None:
    """Where an unlisted noun that counts ends (15河川)."""
    before = folded[max(0, numeral.start - 12) : numeral.start]
    numbered = not folded[: numeral.start].strip(" (") and numeral.value <= 20
    if (
        numbered
        or _NOTE_BEFORE.search(before)
        or _YEAR.fullmatch(numeral.body)
        or LABELLED.search(before)
        or QUOTED_LATIN.search(before)
    ):
        return None
    found = find_open_counter(folded, numeral.end)
    return found.end if found else None


def _scaled_unit(folded: str, numeral: Numeral, end: int) -> _Unit:
    """The unit with a scale that stands before it: 300万円 is 300 of 万円, 12千人 twelve of 千人; else the plain unit."""
    name = folded[numeral.end : end].strip()
    scale = _SCALE.fullmatch(numeral.body)
    value = numeral.value
    if scale and (name == "円" or (scale["scale"] in ("千", "百万") and len(scale["number"]) > 1)):
        factor = Decimal(_SCALES[scale["scale"]])
        mantissa = Decimal(scale["number"].replace(",", ""))
        return _Unit(end, scale["scale"] + name, mantissa.copy_sign(value), factor, name)
    if name == "割":
        return _Unit(end, name, value, Decimal(10), "%")
    if name in ("%", "パーセント"):
        return _Unit(end, name, value, ONE, "%")
    return _Unit(end, name, value, ONE, name)


def _with_minor(folded: str, unit: _Unit) -> _Unit:
    """The unit with the smaller one that follows it (13円50銭, 1時間30分, 2割5分) or a half (1本半)."""
    minor = _MINOR.get(unit.name)
    if minor:
        smaller, parts = minor
        found = smaller.match(folded, unit.end)
        part = parse_number(found["number"]) if found else None
        if found and part is not None and part < parts:
            return unit._replace(end=found.end(), value=unit.value + part / Decimal(parts))
    half = _HALF.match(folded, unit.end)
    if half and unit.value == unit.value.to_integral_value():
        return unit._replace(end=half.end(), value=unit.value + Decimal("0.5"))
    return unit


def _money_before(folded: str, numeral: Numeral) -> Measure | None:
    """An amount whose currency sign stands before it (¥100, US$20)."""
    if folded[numeral.start - 1 : numeral.start] not in _MONEY_ENDS:
        return None
    sign = _MONEY_BEFORE.search(folded, max(0, numeral.start - 4), numeral.start)
    if not sign:
        return None
    start = sign.start()
    return Measure(
        start,
        numeral.end,
        numeral.value,
        sign[0].strip(),
        ONE,
        MONEY_SIGNS[sign[1]] if len(sign[0].strip()) == 1 else sign[0].strip(),
    )


def to_measure(folded: str, numeral: Numeral) -> Measure | None:
    """The numeral, which is no code, with its unit; None where it counts nothing."""
    if numeral.ratio:
        return Measure(numeral.start, numeral.end, numeral.value, None, ONE, "ratio")
    money = _money_before(folded, numeral)
    if money:
        return money
    rest = _REST.match(folded, numeral.end)
    counted = numeral._replace(end=rest.end()) if rest else numeral
    unit = _unit(folded, counted)
    if unit is None:
        return None
    more = ("余",) if rest else ()
    scale = _printed_scale(numeral) if unit.factor == 1 else 1
    return Measure(numeral.start, unit.end, unit.value, unit.name, unit.factor, unit.base, None, more, scale=scale)


def _printed_scale(numeral: Numeral) -> int:
    """The one scale that ends the numeral (15万 gives 10000), else 1."""
    scale = _LAST_SCALE.fullmatch(numeral.body)
    return _SCALES[scale[1]] if scale else 1


def _unit(folded: str, numeral: Numeral) -> _Unit | None:
    """The unit of the numeral, or None where it has none or is part of a word."""
    end = _counter_end(folded, numeral)
    if end is None or _is_scale_alone(folded, numeral, end):
        return None
    unit = _with_minor(folded, _scaled_unit(folded, numeral, end))
    word = not numeral.arabic and is_kanji_word(folded, numeral, unit.end, folded[numeral.end : end].strip())
    return None if word else unit


def _is_scale_alone(folded: str, numeral: Numeral, end: int) -> bool:
    """Whether a scale and unit stand as the unit of a table (単位：千円) rather than as an amount."""
    if not _SCALE_ALONE.fullmatch(numeral.body):
        return False
    before, after = folded[max(0, numeral.start - 1) : numeral.start], folded[end : end + 1]
    return before in _EDGES and after in _EDGES


def to_bare_measure(folded: str, numeral: Numeral) -> Measure | None:
    """A number, no code, that stands for a value without a unit; None where it is part of a name, date or list mark."""
    before = folded[max(0, numeral.start - 12) : numeral.start]
    if NOT_COUNTED.match(folded, numeral.end) or LABELLED.search(before):
        return None
    if NAME_BEFORE.search(before) or RATIO_AFTER.match(folded, numeral.end) or find_counter(folded, numeral.end):
        return None
    if not folded[: numeral.start].strip(" (") and folded.startswith(MARK_ENDS, numeral.end):
        return None
    if not numeral.arabic and is_kanji_word(folded, numeral, numeral.end, None):
        return None
    return Measure(numeral.start, numeral.end, numeral.value, None, ONE, None, scale=_printed_scale(numeral))
