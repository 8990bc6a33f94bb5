"""Figures that are told more than once: in the name of a row and in its text, in two rows that share their words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from plan_extract.arithmetic.ledger import Amount, Ledger, Line, every_line, is_addable
from plan_extract.model import Initiative, StatedAmount, Total, TotalPart
from plan_extract.text.normalize import fold
from plan_extract.text.quantities import Quantity, find_quantities

_WORD = re.compile(r"[一-鿿々]{2,}|[ァ-ヴー]{2,}")


class Row(NamedTuple):
    """An initiative with its lines and the amounts in its name."""

    initiative: Initiative
    tops: tuple[Line, ...]
    named: tuple[Quantity, ...]


def find_repeats(ledgers: Iterable[Ledger]) -> list[Total]:
    """The figures that rows tell after another row or a name has told them ("equal"); never raises.

    All of them hold: where figures differ, nothing says that they should not. A part that stands in a name has no
    statement, one that stands in another row has that row's id. Rows that are listed again repeat by nature; they are left out.
    """
    rows = [to_row(ledger) for ledger in ledgers if not ledger.initiative.relisted]
    return [*repeats_of_names(rows), *repeats_of_lines(rows)]


def to_row(ledger: Ledger) -> Row:
    """An initiative with the amounts in its name."""
    told = find_quantities(ledger.initiative.name)
    return Row(*ledger, tuple(one for one in told if one.base_unit and one.value > 1 and one.value_to is None))


def repeats_of_names(rows: Sequence[Row]) -> Iterator[Total]:
    """Amounts that a row's name states, in its own text and in rows that speak of the same thing."""
    for owner in rows:
        for told in owner.named:
            for row in rows:
                for line in every_line(row.tops):
                    yield from (
                        to_total(row, amount, name_part(told, owner, row))
                        for amount in line.amounts
                        if is_same(amount, told) and (row is owner or share_word(amount, told, owner, line))
                    )


def is_same(amount: Amount, told: Quantity) -> bool:
    """Whether a statement's amount is that of a name."""
    return (
        amount.exact
        and amount.base == told.base_value
        and amount.told.base_unit is not None
        and fold(amount.told.unit or "") == fold(told.unit or "")
    )


def share_word(amount: Amount, told: Quantity, owner: Row, line: Line) -> bool:
    """Whether what an amount counts is called by a word of the name: 標準化対象20業務 and 20業務に関する標準準拠システム."""
    name = fold(owner.initiative.name)
    rest = name[: told.span.start] + " " + name[told.span.end :]
    label = fold(amount.told.label or "")
    pairs = {word[i : i + 2] for word in _WORD.findall(rest) for i in range(len(word) - 1)}
    return label in line.text and any(pair in label for pair in pairs)


def name_part(told: Quantity, owner: Row, row: Row) -> TotalPart:
    """An amount of a name as a part."""
    other = None if owner is row else owner.initiative.id
    return TotalPart(surface=told.surface, text=None, value=told.value, statement=None, initiative=other)


def to_total(row: Row, amount: Amount, part: TotalPart) -> Total:
    """A figure that is told again."""
    told = amount.told
    stated = StatedAmount(surface=told.surface, value=told.value, unit=told.unit, statement=amount.seq)
    return Total(initiative=row.initiative.id, operation="equal", stated=stated, parts=(part,), holds=True)


def repeats_of_lines(rows: Sequence[Row]) -> Iterator[Total]:
    """Amounts of lines that stand in several rows word for word, under the same headings word for word."""
    seen: dict[tuple[str, ...], list[tuple[Row, Line]]] = defaultdict(list)
    for row in rows:
        for path, line in with_paths(row.tops, ()):
            if line.amounts and len(path) > 1:
                seen[path].append((row, line))
    for first, *others in seen.values():
        for row, line in others:
            if row is not first[0]:
                yield from repeats_of_line(*first, row, line)


def with_paths(lines: Sequence[Line], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Line]]:
    """Every line with the texts of the lines above it and its own, without blanks."""
    for line in lines:
        path = (*above, line.text.replace(" ", ""))
        yield path, line
        yield from with_paths(line.children, path)


def repeats_of_line(row: Row, line: Line, other: Row, again: Line) -> Iterator[Total]:
    """Each amount of a line and the one of the line that repeats it."""
    for amount, repeated in zip(line.amounts, again.amounts):
        if is_telling(amount) and amount.unit == repeated.unit and amount.base == repeated.base:
            yield to_total(row, amount, repeated.part().model_copy(update={"initiative": other.initiative.id}))


def is_telling(amount: Amount) -> bool:
    """Whether an amount is a figure that matters twice: exact, no rate, more than one."""
    return amount.exact and is_addable(amount.unit) and amount.base > 1
