"""Neighbouring measures that make one range (10～15人, 18歳以上65歳未満)."""

from __future__ import annotations

import re
from decimal import Decimal

from plan_extract.text.amounts.measure import ONE, Measure

_JOIN = re.compile(r" ?(?:~|-|ないし|乃至|から(?![、。])|または|又は) ?(?:約|おおむね|概ね)?")
_LOWER = re.compile(r" ?(?P<qualifier>以上|より大き[いく]|超|を超え(?:る|て)?)(?:が|で|かつ|、|,| )*")
_UPPER = re.compile(r" ?(?P<qualifier>以下|未満|まで|以内|より(?:も)?小さ[いく]|より低い)(?:か等しい)?")
_CHANGED = re.compile(r" ?[にへ](?:[一-鿿]|$)")
_BETWEEN = re.compile(r" ?の間")


def _joined(first: Measure, second: Measure, end: int) -> Measure:
    """Two measures as the range from the first to the second."""
    low, high = _in_unit(first, second), second.value
    both = second._replace(start=first.start, end=end, value=low, value_to=high, qualifiers=first.qualifiers)
    unscaled = first.unit is None and low > high
    if unscaled or (first.unit is not None and first.factor != second.factor):
        return _in_base_unit(both, first.value * first.factor, second.value * second.factor)
    return both


def _in_base_unit(both: Measure, low: Decimal, high: Decimal) -> Measure:
    """The range from ``low`` to ``high`` in its base unit, or in its printed one where both are whole in it (3万~5万円)."""
    scaled = low / both.factor
    if scaled == scaled.to_integral_value():
        return both._replace(value=scaled, value_to=high / both.factor)
    return both._replace(value=low, value_to=high, unit=both.base_unit, factor=ONE)


def _in_unit(first: Measure, second: Measure) -> Decimal:
    """The first value of a range in the unit of the second, whose scale it shares where it has none (10~15万人)."""
    shared = first.unit is None and first.scale == 1 and first.value * second.scale < second.value
    return first.value * second.scale if shared else first.value


def _compatible(first: Measure, second: Measure) -> bool:
    """Whether two measures can be the ends of one range."""
    same = first.unit is None or first.base_unit == second.base_unit
    return same and first.base_unit != "ratio" and first.value_to is None


def _range_of(folded: str, first: Measure, second: Measure) -> Measure | None:
    """The range that two neighbouring measures make with the words between and behind them, or None."""
    if not _compatible(first, second):
        return None
    between = folded[first.end : second.start]
    if between in (",", "、", "・") and first.unit is None and second.value == first.value + 1 and second.value < 10:
        return _joined(first, second, second.end)
    if between == "と" and _BETWEEN.match(folded, second.end):
        return _joined(first, second, second.end)
    if _JOIN.fullmatch(between):
        changed = "から" in between and _CHANGED.match(folded, second.end)
        return None if changed else _joined(first, second, second.end)
    return _bounded(folded, first, second, between)


def _bounded(folded: str, first: Measure, second: Measure, between: str) -> Measure | None:
    """The range of a lower and an upper bound (18歳以上65歳未満), in either order."""
    behind = re.compile(rf"{_LOWER.pattern}|{_UPPER.pattern.replace('qualifier', 'upper')}").match(folded, second.end)
    if not behind:
        return None
    lower, upper = _LOWER.fullmatch(between), _UPPER.fullmatch(between.rstrip("、で,"))
    if lower and behind["upper"]:
        words = (lower["qualifier"], behind["upper"])
        return _joined(first, second, behind.end())._replace(qualifiers=words)
    if upper and behind["qualifier"]:
        end = behind.start() + len(behind[0].rstrip("、, がで"))
        both = _joined(second, first, end)
        return both._replace(start=first.start, qualifiers=(behind["qualifier"], upper["qualifier"]))
    return None


def joined_ranges(folded: str, measures: list[Measure]) -> list[Measure]:
    """The measures with neighbours joined into ranges where the text says so."""
    joined: list[Measure] = []
    for measure in measures:
        both = _range_of(folded, joined[-1], measure) if joined else None
        if both and both.value_to is not None and both.value <= both.value_to:
            joined[-1] = both
        else:
            joined.append(measure)
    return joined
