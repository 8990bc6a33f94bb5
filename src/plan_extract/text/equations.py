"""Sums written out in a text: 600千円×2人＝1,200千円, 57,200円（5,200円×11か月）, 国費500千円＋県費250千円＝750千円."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from itertools import pairwise
from typing import Literal, NamedTuple

from plan_extract.place import Span
from plan_extract.text.normalize import fold
from plan_extract.text.quantities import Quantity, find_numbers

_SIGN = re.compile(
    r"(?P<times>×|✕|✖|\*|(?<=[0-9々一-鿿%]) ?[xX] ?(?=[0-9]))|(?P<over>÷)|(?P<plus>\+)"
    r"|(?P<minus>(?<=[0-9々一-鿿%)]) ?-(?= ?[0-9(]))|(?P<equals>=)"
)
_WORKED = re.compile(r"[=×✕✖*xX]")
"""What every equation has: a sign of equality, or of the product that stands in brackets behind what it gives."""
_STOP = re.compile(r"[。;\n]")
_BESIDE = re.compile(r"[、,。:]|[をはがで](?=[一-鿿ぁ-んァ-ヴ0-9])")
_EXACT = Context(prec=60, traps=[InvalidOperation, DivisionByZero, Overflow])

Operation = Literal["sum", "product"]


class Term(NamedTuple):
    """What stands between two signs: an amount, in its brackets."""

    opens: int
    amount: Quantity
    closes: int


@dataclass(frozen=True, slots=True)
class Equation:
    """A sum or product that a text writes out; ``value`` is what its operands give in base units (50％ is 0.5),
    ``printed_value`` what the printed numbers give without their units.

    ``operation`` is "sum" where it adds or subtracts anywhere.
    """

    result: Quantity
    operands: tuple[Quantity, ...]
    operation: Operation
    value: Decimal
    printed_value: Decimal


def base_of(amount: Quantity) -> Decimal:
    """What an amount counts in an equation: its base value, a percentage as the share that it is."""
    return amount.base_value / 100 if amount.base_unit == "%" else amount.base_value


def find_equations(text: str) -> list[Equation]:
    """The equations of one line, in reading order; never raises.

    >>> [(e.result.surface, e.operation, str(e.value)) for e in find_equations("講師料 50千円×6回＝300千円")]
    [('300千円', 'product', '300000')]
    >>> [(e.result.surface, str(e.value)) for e in find_equations("１人あたり 57,200円（月額5,200円×11か月）")]
    [('１人あたり 57,200円', '57200')]
    """
    folded = fold(text)
    if not _WORKED.search(folded):
        return []
    return [equation for span in _sentences(folded) for equation in _in_sentence(text, folded, span)]


def _sentences(folded: str) -> Iterator[Span]:
    """Where the sentences stand."""
    start = 0
    for stop in _STOP.finditer(folded):
        yield Span(start, stop.start())
        start = stop.end()
    yield Span(start, len(folded))


def _in_sentence(text: str, folded: str, span: Span) -> Iterator[Equation]:
    """The equations of one sentence: its runs of terms, each with the signs between them."""
    for run, signs in _runs(text, folded, span):
        sides = _sides(run, signs)
        if len(sides) == 1:
            yield from _bracketed(text, folded, sides[0])
        for left, right in pairwise(sides):
            yield from _equation(left, right)


class Side(NamedTuple):
    """The terms on one side of an equals sign, and the signs between them."""

    terms: list[Term]
    signs: list[str]


def _runs(text: str, folded: str, span: Span) -> Iterator[tuple[list[Term], list[str]]]:
    """Terms with a sign between each two; a piece without exactly one amount ends a run."""
    signs = list(_SIGN.finditer(folded, span.start, span.end))
    bounds = [span.start, *(edge for sign in signs for edge in sign.span()), span.end]
    pieces = list(zip(bounds[::2], bounds[1::2]))
    terms: list[Term] = []
    between: list[str] = []
    for index, (start, end) in enumerate(pieces):
        first = _head(text, folded, start, end) if terms else None
        if terms and first:
            terms.append(first)
            between.append(signs[index - 1].lastgroup or "")
        whole = first if first and first.amount.span.end == _trimmed_end(folded, end) else None
        if whole is None or (terms and not first):
            if between:
                yield terms, between
            last = _tail(text, folded, start, end)
            terms, between = ([last], []) if last else ([], [])
    if between:
        yield terms, between


def _trimmed_end(folded: str, end: int) -> int:
    """The end of a piece without blanks, closing brackets and notes in brackets."""
    before = re.sub(r"(?:\([^()0-9]*\)|[ )\]」])+$", "", folded[:end])
    return len(before)


def _shifted(found: Quantity, text: str, start: int) -> Quantity:
    """An amount of a piece, where it stands in the whole text."""
    span = Span(found.span.start + start, found.span.end + start)
    return Quantity(
        surface=text[span.start : span.end],
        span=span,
        value=found.value,
        value_to=found.value_to,
        unit=found.unit,
        per=found.per,
        qualifier=found.qualifier,
        base_value=found.base_value,
        base_unit=found.base_unit,
        label=found.label,
    )


def _head(text: str, folded: str, start: int, end: int) -> Term | None:
    """The amount that a piece begins with, a label at most before it."""
    numbers = find_numbers(text[start:end])
    if not numbers or numbers[0].value_to is not None:
        return None
    first = _shifted(numbers[0], text, start)
    before = folded[start : first.span.start]
    if _BESIDE.search(before) or len(before) > 20:
        return None
    after = folded[first.span.end : end] if len(numbers) == 1 else folded[first.span.end : numbers[1].span.start + start]
    return Term(before.count("("), first, max(0, after.count(")") - after.count("(")))


def _tail(text: str, folded: str, start: int, end: int) -> Term | None:
    """The amount that a piece ends with."""
    numbers = find_numbers(text[start:end])
    if not numbers or numbers[-1].value_to is not None:
        return None
    last = _shifted(numbers[-1], text, start)
    if last.span.end != _trimmed_end(folded, end):
        return None
    before = folded[start : last.span.start] if len(numbers) == 1 else folded[numbers[-2].span.end + start : last.span.start]
    after = folded[last.span.end : end]
    return Term(max(0, before.count("(") - before.count(")")), last, max(0, after.count(")") - after.count("(")))


def _sides(terms: Sequence[Term], signs: Sequence[str]) -> list[Side]:
    """The terms cut at the equals signs."""
    sides = [Side([terms[0]], [])]
    for term, sign in zip(terms[1:], signs):
        if sign == "equals":
            sides.append(Side([term], []))
        else:
            sides[-1].terms.append(term)
            sides[-1].signs.append(sign)
    return sides


def _equation(left: Side, right: Side) -> Iterator[Equation]:
    """The equation of two sides, of which one is a single amount and the other is not."""
    if bool(left.signs) != bool(right.signs):
        worked, single = (left, right) if left.signs else (right, left)
        yield from _solved(single.terms[0].amount, worked)


def _bracketed(text: str, folded: str, side: Side) -> Iterator[Equation]:
    """A product in brackets right behind the amount that it gives; a sum in brackets may add what comes on top."""
    first, last = side.terms[0].amount, side.terms[-1].amount
    opened = folded.rfind("(", 0, first.span.start)
    closed = folded.find(")", last.span.end)
    whole = opened >= 0 and closed >= 0 and not folded[last.span.end : closed].strip()
    if not whole or ")" in folded[opened : first.span.start] or set(side.signs) != {"times"}:
        return
    before = [n for n in find_numbers(text[:opened]) if not folded[n.span.end : opened].strip()]
    if before and before[-1].base_unit == first.base_unit:
        yield from _solved(before[-1], side)


def _solved(result: Quantity, side: Side) -> Iterator[Equation]:
    """The equation that a side gives; none where its brackets or values make no sense."""
    operands = tuple(term.amount for term in side.terms)
    try:
        value = _evaluate(side, [base_of(amount) for amount in operands])
        printed = _evaluate(side, [amount.value for amount in operands])
    except (InvalidOperation, DivisionByZero, Overflow):
        return
    operation: Operation = "sum" if {"plus", "minus"} & {*side.signs} else "product"
    yield Equation(result, operands, operation, value, printed)


def _evaluate(side: Side, values: Sequence[Decimal]) -> Decimal:
    """What a side gives; brackets that do not pair are left out. Raises what decimals raise."""
    tokens = _tokens(side, values)
    stack: list[list[Decimal | str]] = [[]]
    for token in tokens:
        if token == "(":
            stack.append([])
        elif token == ")":
            inner = _flat(stack.pop())
            stack[-1].append(inner)
        else:
            stack[-1].append(token)
    return _flat(stack[0])


def _tokens(side: Side, values: Sequence[Decimal]) -> list[Decimal | str]:
    """Values, signs and those brackets that pair around more than one term."""
    opens, closes = _pairs(side.terms)
    tokens: list[Decimal | str] = []
    for index, value in enumerate(values):
        tokens += [*"(" * opens[index], value, *")" * closes[index], *side.signs[index : index + 1]]
    return tokens


def _pairs(terms: Sequence[Term]) -> tuple[list[int], list[int]]:
    """How many brackets open before and close behind each term, those without a partner left out."""
    opens, closes, waiting = [0] * len(terms), [0] * len(terms), []
    for index, term in enumerate(terms):
        waiting += [index] * term.opens
        for _ in range(min(term.closes, len(waiting))):
            opens[waiting.pop()] += 1
            closes[index] += 1
    return opens, closes


def _flat(tokens: Sequence[Decimal | str]) -> Decimal:
    """What values and signs without brackets give, × and ÷ before + and −."""
    total, product, sign = Decimal(0), Decimal(0), "plus"
    for token in tokens:
        if isinstance(token, str):
            sign = token
        elif sign == "times":
            product = _EXACT.multiply(product, token)
        elif sign == "over":
            product = _EXACT.divide(product, token)
        else:
            total = _EXACT.add(total, product)
            product = -token if sign == "minus" else token
    return _EXACT.add(total, product)
