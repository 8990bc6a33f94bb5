"""Amounts in Japanese text: numbers with what they count, their range, rate, qualifiers and label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from plan_extract.place import Span
from plan_extract.text.amounts.measure import ONE, Measure, to_bare_measure, to_measure
from plan_extract.text.amounts.numeral import find_numerals, is_code
from plan_extract.text.amounts.ranges import joined_ranges
from plan_extract.text.amounts.surroundings import drop_set_phrases, with_rates, with_words
from plan_extract.text.labels import belongs, goes_on, label_after, label_before
from plan_extract.text.normalize import fold
from plan_extract.text.numerals import FIRST, parse_number


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount where it stands: ``text[span.start:span.end] == surface``.

    ``value`` is in the printed ``unit`` (None for a bare number or rate), ``value_to`` the upper end of a range;
    ``base_value`` is ``value`` in ``base_unit``: 円 for 千円 and its kin, % for 割, "ratio" for a fraction, else the
    unit, folded.
    """

    surface: str
    span: Span
    value: Decimal
    value_to: Decimal | None
    unit: str | None
    per: str | None
    qualifier: str | None
    base_value: Decimal
    base_unit: str | None
    label: str | None


_INCLUDING = re.compile(r"(?P<what>[一-鿿]{1,6}(?:員|者|等|分|費|税|数)?)を?含(?:む|め)[^、。()]{0,6}$")
_OF_WHICH = re.compile(r"[(、 ](?:うち(?!訳)|内(?![訳容部線外科定規側装]))[^、。()0-9]{1,20}$")


def _context_qualifiers(folded: str, start: int, limit: int) -> tuple[str, ...]:
    """Qualifiers that stand apart from the amount: (うちIT関連1人), (世帯員含む人数：19人)."""
    before = folded[max(limit, start - 24) : start]
    including = _INCLUDING.search(before)
    of_which = _OF_WHICH.search(before)
    return (("うち",) if of_which else ()) + ((including["what"] + "含む",) if including else ())


def _label(text: str, folded: str, measure: Measure, previous: Quantity | None) -> str | None:
    """What is counted, as printed: the noun phrase before the amount, or behind it (558件の申請), or what the amount before
    it counts where nothing else is named between them (個人宅 2件（3人）)."""
    limit = previous.span.end if previous else 0
    found = label_before(folded, measure.start, limit)
    if found and previous and found[0] == limit + 1 and folded[limit] == "の" and _is_bound(previous):
        return text[previous.span.start : found[1]]
    found = found or label_after(folded, measure.end)
    if found:
        return text[found[0] : found[1]]
    between = folded[limit : measure.start] + ("うち" if folded.startswith("うち", measure.start) else "")
    same = previous is not None and goes_on(between) and (previous.base_unit == measure.base_unit or belongs(between))
    return previous.label if previous and same else None


def _is_bound(amount: Quantity) -> bool:
    """Whether an amount describes the noun behind it (2人以上の世帯, 15歳未満の子ども)."""
    return amount.unit in ("歳", "才") or (amount.qualifier or "").endswith(("以上", "以下", "未満", "以内", "超"))


def _printed_unit(text: str, folded: str, measure: Measure) -> str | None:
    """The unit as it stands in the text: full-width stays full-width."""
    at = folded.rfind(measure.unit, measure.start, measure.end) if measure.unit else -1
    return text[at : at + len(measure.unit)] if measure.unit and at >= 0 else measure.unit


def _base_value(measure: Measure) -> Decimal:
    """The value in the base unit, without the zeros that scaling leaves (3.5万円 is 35000)."""
    if measure.factor == 1:
        return measure.value
    base = measure.value * measure.factor
    return Decimal(int(base)) if base == base.to_integral_value() else base


def _quantity(text: str, folded: str, measure: Measure, previous: Quantity | None) -> Quantity:
    """The published form of a measure; ``previous`` is the amount before it."""
    limit = previous.span.end if previous else 0
    unit = _printed_unit(text, folded, measure)
    measure = with_words(folded, measure, limit)
    words = (*_context_qualifiers(folded, measure.start, limit), *measure.qualifiers)
    return Quantity(
        surface=text[measure.start : measure.end],
        span=Span(measure.start, measure.end),
        value=measure.value,
        value_to=measure.value_to,
        unit=unit,
        per=measure.per,
        qualifier="・".join(dict.fromkeys(words)) or None,
        base_value=_base_value(measure),
        base_unit=measure.base_unit,
        label=_label(text, folded, measure, previous),
    )


def _quantities(text: str, folded: str, measures: list[Measure]) -> list[Quantity]:
    """The published form of all measures of a text."""
    quantities: list[Quantity] = []
    for measure in with_rates(folded, measures):
        previous = quantities[-1] if quantities else None
        if previous is None or measure.start >= previous.span.end:  # else it is what the one before is per (500円/1人)
            quantities.append(_quantity(text, folded, measure, previous))
    return quantities


_MOST_TOPICS = 8
_ANY_NUMERAL = re.compile(FIRST)


def _measures(folded: str) -> list[Measure]:
    """All measures and, as possible ends of ranges, the bare numbers of a folded text."""
    found: list[Measure] = []
    for numeral in find_numerals(folded):
        measure = None if is_code(folded, numeral) else to_measure(folded, numeral) or to_bare_measure(folded, numeral)
        if measure and not (found and measure.start < found[-1].end):
            found.append(measure)
    return found


def _is_half_code(folded: str, measure: Measure) -> bool:
    """Whether a bare number stands before a dash and another number, with which it makes no range (43-2111)."""
    return bool(re.compile(r"-[0-9]").match(folded, measure.end))


def _topics(folded: str, measures: list[Measure]) -> set[int]:
    """Which bare numbers are what their sentence speaks of, one beside another (「300と1は…」)."""
    topics: set[int] = set()
    chain: list[int] = []
    for i, measure in enumerate(measures):
        joined = chain and folded[measures[chain[-1]].end : measure.start] == "と"
        chain = [*chain, i] if joined and len(chain) < _MOST_TOPICS else [i]
        if len(chain) > 1 and folded.startswith(("は", "が"), measure.end):
            topics.update(chain)
    return topics


def find_quantities(text: str) -> list[Quantity]:
    """Every counted or measured amount of one line, in reading order; never raises.

    Dates, clock times, ordinals, list numbers, codes and numbers within names are none.

    >>> [(q.surface, str(q.base_value), q.base_unit, q.label) for q in find_quantities("住宅費助成金 ３万円/月（12件）")]
    [('３万円/月', '30000', '円', '住宅費助成金'), ('12件', '12', '件', '住宅費助成金')]
    """
    folded = fold(text)
    if not _ANY_NUMERAL.search(folded):
        return []
    measures = drop_set_phrases(folded, joined_ranges(folded, _measures(folded)))
    topics = _topics(folded, measures)
    return _quantities(text, folded, [m for i, m in enumerate(measures) if m.base_unit is not None or i in topics])


def find_numbers(text: str) -> list[Quantity]:
    """Every number of one line that stands for a value, with or without a unit, in reading order; never raises.

    >>> [str(n.value) for n in find_numbers("一億二千万")], [str(n.value) for n in find_numbers("答えは四・五です")]
    (['120000000'], ['4.5'])
    """
    folded = fold(text)
    if not _ANY_NUMERAL.search(folded):
        return []
    whole = parse_number(folded)
    if whole is not None:
        return _quantities(text, folded, [Measure(0, len(text), whole, None, ONE, None)])
    measures = drop_set_phrases(folded, joined_ranges(folded, _measures(folded)))
    return _quantities(text, folded, [m for m in measures if m.base_unit or not _is_half_code(folded, m)])
