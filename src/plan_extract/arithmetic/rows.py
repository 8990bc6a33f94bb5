"""Sums over rows: what a row called 合計 states of the rows above it, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from plan_extract.arithmetic.claim import Claim, last_place, sum_of
from plan_extract.arithmetic.ledger import Amount, Ledger, every_line, is_addable
from plan_extract.model import Initiative, TotalPart
from plan_extract.text.normalize import fold

_TOTAL_ROW = re.compile(r"(?<![会設統推集家余時生温])計(?:\([^()]*\))?$")
"""What the name of a row of totals ends with, which is not the end of another word（一般会計, 実施設計）."""
_NOT_SUMMED = re.compile(r"単価|平均|率|割合|比$|増減|最[大高小低]|前年")
"""Columns whose figures need not add up, although those beside them do."""
LEAST_PARTS = 2
"""A sum over fewer parts proves nothing."""


class AmountRow(NamedTuple):
    """An initiative with the amounts in each of its columns; ``plain`` are the columns that hold nothing else than one."""

    ledger: Ledger
    amounts: Mapping[str, Sequence[Amount]]
    plain: frozenset[str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its table."""
        return tuple(self.ledger.initiative.cells)

    @property
    def is_total(self) -> bool:
        """Whether it is a row of totals."""
        return is_total_name(self.ledger.initiative.name)


def is_total_name(name: str) -> bool:
    """Whether a row of this name states totals of others.

    >>> [is_total_name(name) for name in ("合　計", "総務費小計", "計（全課）", "一般会計", "実施設計", "計画の策定")]
    [True, True, True, False, False, False]
    """
    return _TOTAL_ROW.search("".join(fold(name).split())) is not None


def find_row_sums(ledgers: Sequence[Ledger]) -> Iterator[tuple[Initiative, Claim]]:
    """The sums that rows of totals state, each with its row, in reading order; never raises.

    Nothing tells which rows a total is made of but the sums themselves: rows count as its parts where most columns add up over
    them. Then each column that should add up and does not is a mistake, of the authors or of the reading.
    """
    if not any(is_total_name(ledger.initiative.name) for ledger in ledgers):
        return
    rows = list(map(to_row, ledgers))
    for index, row in enumerate(rows):
        if row.is_total:
            choices = (list(sums_over(row, parts)) for parts in parts_of(row, rows_above(rows, index)))
            found = next((claims for claims in choices if are_telling(claims)), [])
            yield from ((row.ledger.initiative, claim) for claim in found)


def to_row(ledger: Ledger) -> AmountRow:
    """An initiative with its amounts by column."""
    amounts: dict[str, list[Amount]] = {}
    lines: dict[str, int] = {}
    for line in every_line(ledger.tops):
        field = line.statement.field
        amounts.setdefault(field, []).extend(line.amounts)
        lines[field] = lines.get(field, 0) + 1
    return AmountRow(ledger, amounts, frozenset(field for field, told in amounts.items() if len(told) == lines[field] == 1))


def rows_above(rows: Sequence[AmountRow], index: int) -> Sequence[AmountRow]:
    """The rows of the same table before the one at ``index``."""
    first = index
    while first > 0 and rows[first - 1].columns == rows[index].columns:
        first -= 1
    return rows[first:index]


def parts_of(row: AmountRow, before: Sequence[AmountRow]) -> Iterator[Sequence[AmountRow]]:
    """The rows that a row of totals may sum up, of those of its table before it: those since the total before, those of its own
    section, the totals with what stands behind them, all but the totals."""
    since = list(takewhile(lambda other: not other.is_total, reversed(before)))[::-1]
    section = row.ledger.initiative.section
    yield since
    yield [other for other in since if other.ledger.initiative.section == section]
    yield [*(other for other in before if other.is_total), *since]
    yield [other for other in before if not other.is_total]


def sums_over(row: AmountRow, parts: Sequence[AmountRow]) -> Iterator[Claim]:
    """The sum that each column of a row of totals makes over other rows, where it has several parts: those that hold, and those
    that leave no doubt that they should."""
    for field in (field for field in row.amounts if field in row.plain):
        (stated,) = row.amounts[field]
        made = [(amount, part) for part in parts for amount in part.amounts.get(field, ()) if amount.unit == stated.unit]
        if stated.exact and is_addable(stated.unit) and len(made) >= LEAST_PARTS:
            claim = sum_of(stated, [amount for amount, _ in made], sure=is_sure(field, stated, parts))
            ids = [part.ledger.initiative.id for _, part in made]
            if claim.holds or (claim.sure and not is_rounded(claim)):
                yield replace(claim, parts=tuple(map(in_row, claim.parts, ids)))


def in_row(part: TotalPart, row: str) -> TotalPart:
    """A part with the id of the row that it stands in."""
    return part.model_copy(update={"initiative": row})


def are_telling(claims: Sequence[Claim]) -> bool:
    """Whether most of the sums hold, and not by chance: one at least over several parts that are something."""
    held = [claim for claim in claims if claim.holds]
    solid = any(sum(bool(part.value) for part in claim.parts) >= LEAST_PARTS for claim in held)
    return solid and len(held) * 2 > len(claims)


def is_sure(field: str, stated: Amount, parts: Sequence[AmountRow]) -> bool:
    """Whether a column must add up: each row has one exact amount there, or nothing at all."""
    plain = all(field in part.plain or field not in part.amounts for part in parts)
    told = [amount for part in parts for amount in part.amounts.get(field, ())]
    return plain and not _NOT_SUMMED.search(field) and all(one.exact and one.unit == stated.unit for one in told)


def is_rounded(claim: Claim) -> bool:
    """Whether a sum misses by no more than rounded parts may."""
    return abs(claim.computed - claim.told.base_value) <= last_place(claim.told) * len(claim.parts)
