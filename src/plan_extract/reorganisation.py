"""Departments that go on under another name, over all rows that two reports have: renamed, merged, split.

Where in most of the rows of a department one came that the old report does not know, that is its new name, told once and
not row by row. What changed hands between departments that stay is no rename.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plan_extract.assignment import best_pairs
from plan_extract.changes import departments
from plan_extract.diffmodel import DepartmentRename
from plan_extract.model import Initiative
from plan_extract.text.words import essence

MOST = 0.5
"""Of the rows of a department that goes on elsewhere too, more than this part have the new name."""
SIMILAR = 0.75
"""Similarity of two names from which on they may be one department's in a row in which others changed too."""
BY_NAME = 0.1
"""What similar names are worth where the rows do not tell which department became which."""

RowPair = tuple[Initiative, Initiative]
Renaming = tuple[str, str]
"""The essences of a department's old and new name."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A row in which departments went and others came that the old report does not know, by their essences."""

    row: str
    gone: frozenset[str]
    come: frozenset[str]


def renamed_departments(kept: Sequence[RowPair]) -> Iterator[DepartmentRename]:
    """The departments that have another name now, each with the rows in which it has; ``kept`` are the rows of both reports."""
    before, after = (printed_names(row[side] for row in kept) for side in (0, 1))
    number = Counter(name for old, _ in kept for name in departments(old))
    seen = {
        pair: rows
        for pair, rows in by_renaming(handovers(kept, {*before})).items()
        if is_told(pair, rows, number[pair[0]], after)
    }
    chosen = one_for_one(seen, number)
    for old, new in sorted(seen):
        rows = seen[old, new]
        if (old, new) in chosen or all(row.gone == {old} or row.come == {new} for row in rows):
            yield DepartmentRename(old=before[old], new=after[new], initiatives=tuple(row.row for row in rows))


def printed_names(rows: Iterable[Initiative]) -> dict[str, str]:
    """The departments of some rows as printed, by their essence."""
    return {essence(name): name for row in rows for name in row.departments if essence(name)}


def handovers(kept: Iterable[RowPair], known: set[str]) -> Iterator[Handover]:
    """The rows in which a department went and one came that is not ``known``."""
    for old, new in kept:
        had, has = departments(old), departments(new)
        if had - has and has - known:
            yield Handover(new.id, frozenset(had - has), frozenset(has - known))


def by_renaming(rows: Iterable[Handover]) -> dict[Renaming, list[Handover]]:
    """The rows in which one department went and another came, for each two of them."""
    found: dict[Renaming, list[Handover]] = {}
    for row in rows:
        for pair in ((old, new) for old in row.gone for new in row.come):
            found.setdefault(pair, []).append(row)
    return found


def is_told(pair: Renaming, rows: Sequence[Handover], number: int, after: Mapping[str, str]) -> bool:
    """Whether so many of the ``number`` rows of a department tell its new name; a single one does where nothing else changed
    in it or the names are similar.
    """
    old, new = pair
    enough = len(rows) > MOST * number or (len(rows) > 1 and old not in after)
    alone = any(row.gone == {old} and row.come == {new} for row in rows)
    return enough and (len(rows) > 1 or alone or similarity(pair) >= SIMILAR)


def one_for_one(seen: Mapping[Renaming, Sequence[Handover]], number: Mapping[str, int]) -> set[Renaming]:
    """For each old department the new one that shares most rows with it, all different."""
    olds, news = (sorted({pair[side] for pair in seen}) for side in (0, 1))
    gain = [
        [len(seen[old, new]) / number[old] + BY_NAME * similarity((old, new)) if (old, new) in seen else 0.0 for new in news]
        for old in olds
    ]
    return {(olds[i], news[j]) for i, j in best_pairs(gain)} if seen else set()


def similarity(pair: Renaming) -> float:
    """How much of the shorter name stands in the other one, from 0 to 1.

    >>> similarity(("会計課", "総務部会計課")), similarity(("環境政策課", "情報政策課"))
    (1.0, 0.6)
    """
    shared = sum(block.size for block in SequenceMatcher(None, *pair, autojunk=False).get_matching_blocks())
    return shared / min(map(len, pair))
