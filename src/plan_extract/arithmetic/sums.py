"""Sums and products that a text states: over the lines under a line, in brackets, behind 内訳, before 計, with ×, ＋ and ＝."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from plan_extract.arithmetic.claim import Claim, equality_of, sum_of
from plan_extract.arithmetic.ledger import Amount, Line, addends, breakdown_of, every_line, is_addable
from plan_extract.model import QuantityMention, TotalPart
from plan_extract.published import to_quantity
from plan_extract.text.enumerations import is_open, split_names
from plan_extract.text.equations import Equation, find_equations
from plan_extract.text.normalize import fold

_OVER_TIME = re.compile(r"時点|現在|累計|前年|昨年|前回|前月|[年月度]比|年度|[RHS][0-9]|令和|平成|以降|[月度]末|目標|見込")
"""What bears these words is a state at another time, and need not be a part."""

_OTHER_KIND = re.compile(rf"{_OVER_TIME.pattern}|定員|応募|申込|予算|計画|当初|上限|平均|最大|単価")
"""What bears these words in brackets is a figure of another kind."""

_PARTLY = re.compile(r"主な|抜粋|一部|例(?:え|示|:)|など|等[)、。]?$|ほか")
_ON_TOP = re.compile(r"加算|上乗せ|割増|別途|追加で")
"""What bears these words comes on top of the amount above it."""
_OTHER_THAN_PART = re.compile(rf"{_OVER_TIME.pattern}|{_ON_TOP.pattern}")
_OF_WHICH = re.compile(r"うち|[(、]内(?!訳)")
_BREAKDOWN = re.compile(r"内 ?訳")
_JOINED = re.compile(r"(?:[、,・():\[\] =→の]|計|合わせて|あわせて|で|が|と)+$")
_EACH = re.compile(r"[にへはでも]+$")
_PERSONS = ("人", "者", "世帯", "社", "組", "団体", "事業者", "戸")


def find_sums(tops: Sequence[Line]) -> Iterator[Claim]:
    """Every sum, product and equality that the lines state."""
    lines = tuple(every_line(tops))
    told = [line for line in lines if line.amounts]
    if any(line.total_word for line in told):
        for siblings, above in families(tops, None):
            for index, line in enumerate(siblings):
                if line.amounts and line.total_word:
                    yield from sums_before(line, siblings[:index], siblings[index + 1 :], above)
    for line in lines:
        if line.amounts:
            yield from sums_below(line)
            yield from sums_by_kind(line)
            yield from sums_in_brackets(line)
            yield from sums_in_line(line)
        yield from equations_in(line)
    if any(_BREAKDOWN.search(line.text) for line in told):
        for child, over in with_parents(tops, None):
            if child.amounts:
                yield from sums_behind_word(child, over)


class Family(NamedTuple):
    """Lines that stand side by side, and the lines that stand side by side with their parent, up to the parent."""

    lines: Sequence[Line]
    above: Sequence[Line] | None


def families(lines: Sequence[Line], above: Sequence[Line] | None) -> Iterator[Family]:
    """Every group of lines side by side, field by field at the top."""
    fields = {line.statement.field for line in lines}
    groups = [[line for line in lines if line.statement.field == name] for name in dict.fromkeys(fields)]
    for group in groups:
        yield Family(group, above)
        for index, line in enumerate(group):
            yield from families(line.children, group[: index + 1])


def with_parents(lines: Sequence[Line], parent: Line | None) -> Iterator[tuple[Line, Line | None]]:
    """Every line with the one that it stands under."""
    for line in lines:
        yield line, parent
        yield from with_parents(line.children, line)


# a total over the lines under it


def sums_below(line: Line) -> Iterator[Claim]:
    """An amount whose parts stand in the lines under it."""
    children = list(breakdown_of(line))
    if not children:
        return
    for amount in line.amounts:
        if is_whole(amount, line):
            parts = [part for child in children for part in addends(child, amount.unit, amount.including)]
            if len(parts) > 1:
                yield from over_lines(amount, parts, line, children)
            elif is_beside_total(amount, line) and amount.unit == "件":
                yield from over_persons(amount, children)


def is_whole(amount: Amount, line: Line) -> bool:
    """Whether an amount can be made of what stands under its line."""
    alone = len([one for one in line.of(amount.unit) if one.free and one.including is None]) == 1
    usable = amount.exact and not amount.of_which and not amount.factor and is_addable(amount.unit)
    return (
        usable
        and (amount.total or alone or amount.including is not None)
        and (not amount.detail or amount.including is not None)
    )


def is_beside_total(amount: Amount, line: Line) -> bool:
    """Whether an amount is called a total, or stands in brackets behind one: 計 1,347,477円（12件）."""
    return amount.total or (amount.behind is not None and line.amounts[amount.behind].total)


def over_lines(amount: Amount, parts: Sequence[Amount], line: Line, children: Sequence[Line]) -> Iterator[Claim]:
    """The sum over lines, where the words or the lines themselves say that these are the parts."""
    said = is_beside_total(amount, line) or any(child.is_breakdown for child in line.children)
    covering = all(addends(child, amount.unit, amount.including) for child in children)
    if said or covering:
        claim = sum_of(amount, parts, sure=is_plain(amount, parts, line, children))
        whole = covering or is_summed(amount, line) or (amount.total and claim.near)
        yield claim if whole else replace(claim, sure=False)


def is_summed(amount: Amount, line: Line) -> bool:
    """Whether a word says that amounts were added (計), not just that all are meant (全)."""
    beside = line.amounts[amount.behind] if amount.behind is not None else amount
    return any("計" in (one.told.qualifier or "") for one in (amount, beside))


def is_plain(amount: Amount, parts: Sequence[Amount], line: Line, children: Sequence[Line]) -> bool:
    """Whether nothing hints at another reading: a choice of the parts, and where no word says that they were added, states at
    several times, what comes on top, a part above the whole, or parts that come to less than half or twice of it.
    """
    texts = [fold(child.statement.text) for child in children]
    if _PARTLY.search(line.text) or any(re.match(r"主な|例", text) for text in texts):
        return False
    made = sum(part.base for part in parts)
    within = all(part.base <= amount.base for part in parts) and amount.base <= 2 * made < 4 * amount.base
    return is_summed(amount, line) or (within and (amount.total or not any(map(_OTHER_THAN_PART.search, texts))))


def over_persons(amount: Amount, children: Sequence[Line]) -> Iterator[Claim]:
    """Cases beside a total whose parts are told as persons, households or firms: one case each. Only where it holds."""
    for unit in _PERSONS:
        parts = [part for child in children for part in addends(child, unit)]
        if len(parts) == 1:
            parts = [part for child in children for below in breakdown_of(child) for part in addends(below, unit)] or parts
        if parts:
            yield sum_of(amount, parts, sure=False)


# a line that begins with 計


def sums_before(line: Line, before: Sequence[Line], behind: Sequence[Line], above: Sequence[Line] | None) -> Iterator[Claim]:
    """A line of totals whose parts stand before it, side by side with it or with the line above; else behind it."""
    for amount in line.amounts:
        if (
            not amount.free
            or not is_addable(amount.unit)
            or (amount.behind is None and amount is not first_of(line, amount.unit))
        ):
            continue
        for lines in (before, [*breakdown_of(before[-1])] if before else [], above or (), behind):
            parts = parts_of_run(lines, amount, line.total_word or "") if lines else []
            if len(parts) > 1:
                near = lines is not behind and not (before and lines is above)
                yield sum_of(amount, parts, sure=near and "計" in (line.total_word or ""))
                break


def first_of(line: Line, unit: str) -> Amount | None:
    """The first amount of a unit in a line."""
    return next(iter(line.of(unit)), None)


def parts_of_run(lines: Sequence[Line], amount: Amount, word: str) -> list[Amount]:
    """What the lines before a total add to it: those since the subtotal before, or the subtotals themselves."""
    since = list(takewhile(lambda line: not line.total_word, reversed(lines)))[::-1]
    subtotals = [line for line in lines if line.total_word]
    grand = bool(subtotals) and (
        not any(addends(line, amount.unit) for line in since) or word in ("合計", "総計", "総合計", "総額")
    )
    chosen = [*subtotals, *since] if grand else since
    return [part for line in chosen if not line.is_note for part in addends(line, amount.unit)]


# 内訳


def sums_behind_word(line: Line, parent: Line | None) -> Iterator[Claim]:
    """An amount and the parts that follow the word 内訳 in its line or in the one under it."""
    word = _BREAKDOWN.search(line.text)
    if not word:
        return
    end = end_of_clause(line.text, word.end())
    parts = [amount for amount in line.amounts if word.end() <= amount.told.span[0] < end and is_part(amount)]
    before = [amount for amount in line.amounts if amount.told.span[1] <= word.start()]
    whole = before or (list(parent.amounts) if parent else [])
    for unit in dict.fromkeys(part.unit for part in parts):
        made = [part for part in parts if part.unit == unit]
        stated = [amount for amount in whole if amount.unit == unit and amount.exact and not amount.of_which]
        if stated and len(made) > 1:
            yield sum_of(stated[-1], made, sure=not is_open(line.text[word.end() : end]))


def is_part(amount: Amount) -> bool:
    """Whether an amount behind 内訳 is one of the parts and not a part of a part."""
    return amount.exact and not amount.factor and is_addable(amount.unit) and (amount.behind is None or not amount.detail)


def end_of_clause(text: str, start: int) -> int:
    """Where the sentence or the brackets around a position end."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if text[at] == "。" or depth < 0:
            return at
    return len(text)


def sums_by_kind(line: Line) -> Iterator[Claim]:
    """The parts behind 内訳, each as the sum over the lines under it that bear its name (個人 26件 over 個人宅 …件).

    Only where the lines speak of every one of the kinds; sure where they speak of no other.
    """
    word = _BREAKDOWN.search(line.text)
    if not word or not line.children:
        return
    kinds = [
        amount for amount in line.amounts if amount.told.span[0] >= word.end() and is_part(amount) and own_label(amount, line)
    ]
    for unit in dict.fromkeys(kind.unit for kind in kinds):
        below = [
            (part, own_label(part, owner))
            for child in line.children
            for part, owner in every_addend(child)
            if part.unit == unit
        ]
        made = [
            (kind, [part for part, label in below if is_same_kind(own_label(kind, line) or "", label)])
            for kind in kinds
            if kind.unit == unit
        ]
        if all(parts for _, parts in made):
            whole = sum(len(parts) for _, parts in made) == len(below)
            yield from (claim_of_kind(kind, parts, whole) for kind, parts in made)


def claim_of_kind(kind: Amount, parts: Sequence[Amount], whole: bool) -> Claim:
    """The claim that a kind comes to what the lines of its name tell."""
    return equality_of(kind, parts[0], sure=whole) if len(parts) == 1 else sum_of(kind, parts, sure=whole)


def every_addend(line: Line) -> Iterator[tuple[Amount, Line]]:
    """Every amount that adds, of a line and those under it, with its line."""
    for one in every_line([line]):
        yield from ((amount, one) for amount in one.amounts if amount.free)


def own_label(amount: Amount, line: Line) -> str | None:
    """What an amount counts, where its own line says so."""
    label = fold(amount.told.label or "")
    return label if label and label in line.text else None


def is_same_kind(kind: str, label: str | None) -> bool:
    """Whether a label names a kind: 個人宅 is of the kind 個人.

    >>> is_same_kind("個人", "個人宅"), is_same_kind("団体", "町内会")
    (True, False)
    """
    return bool(label) and (kind in (label or "") or (label or "") in kind)


# parts in brackets


def sums_in_brackets(line: Line) -> Iterator[Claim]:
    """An amount and its parts in the brackets behind it: 30回（小学校 20回、中学校 10回）."""
    for index, amount in enumerate(line.amounts):
        parts = [part for part in line.amounts if part.behind == index and part.detail]
        if not amount.exact or len(parts) < 2 or not is_addable(amount.unit):
            continue
        start, end = amount.told.span[1], end_of_clause(line.text, parts[0].told.span[0])
        inside = line.text[start:end].lstrip(" (")
        if _OF_WHICH.search(inside) or is_open(inside) or not all(part.exact and not part.factor for part in parts):
            continue
        plain = not _OTHER_KIND.search(inside) and all(part.base <= amount.base for part in parts)
        yield sum_of(amount, parts, sure=plain and len(split_names(inside)) == len(parts))


# 計 behind its parts in one line


def sums_in_line(line: Line) -> Iterator[Claim]:
    """A total that closes, or opens, the amounts of its own line: 小学校11校、中学校5校の全16校; 6施設に各2台、計12台."""
    for index, amount in enumerate(line.amounts):
        if not (amount.total and amount.exact and not amount.of_which and is_addable(amount.unit)):
            continue
        start = start_of_sentence(line, index)
        before = [part for part in line.of(amount.unit) if start <= part.told.span[0] < amount.told.span[0] and part.exact]
        if any("各" in (part.told.qualifier or "") for part in before):
            yield from weighted(line, before, amount, start)
        elif len([part for part in before if not part.detail]) > 1:
            parts = [part for part in before if not (part.detail or part.of_which)]
            yield sum_of(amount, parts, sure=is_closing(line, amount, parts))
        elif not before:
            yield from opened(line, amount)


def start_of_sentence(line: Line, index: int) -> int:
    """Where the sentence of an amount begins, or the total of the same unit before it ends."""
    amount = line.amounts[index]
    totals = [one.told.span[1] for one in line.amounts[:index] if one.total and one.unit == amount.unit]
    return max([0, *totals, line.text.rfind("。", 0, amount.told.span[0]) + 1])


def is_closing(line: Line, amount: Amount, parts: Sequence[Amount]) -> bool:
    """Whether nothing but words that join stands between a total and the last of its parts, and each part is named."""
    between = line.text[parts[-1].told.span[1] : amount.told.span[0]] if parts else "?"
    return bool(_JOINED.fullmatch(between)) and all(part.base <= amount.base for part in parts)


def opened(line: Line, amount: Amount) -> Iterator[Claim]:
    """A total before its parts: 合計30人：男10人、女20人. Only where it holds."""
    end = line.text.find("。", amount.told.span[1])
    parts = [part for part in line.of(amount.unit) if part.told.span[0] > amount.told.span[1] and part.free and not part.total]
    parts = [part for part in parts if end < 0 or part.told.span[0] < end]
    if len(parts) > 1:
        yield sum_of(amount, parts, sure=False)


class Weight(NamedTuple):
    """How many times 各 counts an amount: by an amount that says so, or by the names before it."""

    factor: Amount | None
    times: int


def weighted(line: Line, before: Sequence[Amount], amount: Amount, start: int) -> Iterator[Claim]:
    """A total over amounts of which some count several times: A館及びB館に各1台、C館に各2台、合計4台."""
    weights = [weight_of(line, part, edge) for part, edge in zip(before, [start, *(p.told.span[1] for p in before)])]
    parts = [
        one.part()
        for part, weight in zip(before, weights)
        for one in ((weight.factor, part) if weight.factor else (part,))
        if one
    ]
    computed = sum((part.base * times_of(weight) for part, weight in zip(before, weights)), Decimal(0))
    single = len(before) == 1 and weights[0].factor is not None
    sure = all(weight.factor or "各" not in (part.told.qualifier or "") for part, weight in zip(before, weights))
    sure = sure and single
    yield Claim("product" if single else "sum", amount.seq, amount.told, tuple(parts), computed, sure)


def times_of(weight: Weight) -> Decimal:
    """The number of times."""
    return weight.factor.base if weight.factor else Decimal(weight.times)


def weight_of(line: Line, part: Amount, start: int) -> Weight:
    """How often an amount counts: once without 各."""
    if "各" not in (part.told.qualifier or ""):
        return Weight(None, 1)
    between = [one for one in line.amounts if start <= one.told.span[0] < part.told.span[0] and one.exact]
    if between:
        return Weight(between[-1], 0)
    names = _EACH.sub("", line.text[start : part.told.span[0]].strip("、, "))
    return Weight(None, len(split_names(names)))


# equations


def equations_in(line: Line) -> Iterator[Claim]:
    """What the line writes out with signs: 600千円×2人＝1,200千円."""
    for equation in find_equations(line.statement.text):
        if any(amount.unit for amount in (equation.result, *equation.operands)) and equation.result.value_to is None:
            yield equation_to_claim(equation, line)


def equation_to_claim(equation: Equation, line: Line) -> Claim:
    """An equation as a claim; it holds too where only the printed numbers agree (50千円×6＝300; 12÷15×100＝80％)."""
    told = told_of(equation, line)
    unitless = told.base_unit == "%" or any(amount.unit is None for amount in (equation.result, *equation.operands))
    as_printed = unitless and equation.printed_value == told.value
    computed = told.base_value if as_printed else equation.value * (100 if told.base_unit == "%" else 1)
    parts = tuple(
        TotalPart(surface=one.surface, text=None, value=one.value, statement=line.statement.seq) for one in equation.operands
    )
    exact = not any(re.search(r"約|程度|以上|以内|未満", one.qualifier or "") for one in (equation.result, *equation.operands))
    return Claim(equation.operation, line.statement.seq, told, parts, computed, sure=exact)


def told_of(equation: Equation, line: Line) -> QuantityMention:
    """The result of an equation as the statement tells it; a bare number is no quantity of its own."""
    result = equation.result
    own = [one for one in line.statement.quantities if one.span == tuple(result.span)]
    return own[0] if own else to_quantity(result, line.statement.sources[0], result.label)
