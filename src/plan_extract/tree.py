"""The plan's tree: headings in reading order to sections, and the section in force at any place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from plan_extract.place import Place
from plan_extract.profile import word
from plan_extract.table.lanes import ONE_LANE, ReadingOrder
from plan_extract.text.headings import Heading
from plan_extract.text.normalize import fold

Onset = tuple[int, int, int, float, int]
"""Where a heading takes effect: its position in reading order, and its depth."""

BAND_DEPTH = 1
"""Bands of a table that name no kind of section stand under the headings above the table."""
SAME_SIZE = 1.02
"""Type at most so many times as large as another is of one size with it."""


class Mark(NamedTuple):
    """A heading at its place, or None where sections of this depth end; ``depth`` orders marks at one place, and sets headings
    of bands and columns under those around them. ``size`` is that of its type in points, 0 inside a table."""

    place: Place
    heading: Heading | None
    depth: int = 0
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Node:
    """A section of the tree."""

    id: str
    parent: str | None
    heading: Heading
    place: Place


class Rank(NamedTuple):
    """What tells a heading's level: how deep it stands, its kind (or without one the style of its number), and its type."""

    depth: int
    style: str
    size: float


class Level(NamedTuple):
    """An open section: the rank of its heading, and its node."""

    rank: Rank
    node: Node


@dataclass(frozen=True, slots=True)
class Tree:
    """The sections in print order, and from where on (a position with a depth) each is in force; ``openings`` are the places of
    the headings that begin one or take it up again."""

    nodes: tuple[Node, ...]
    onsets: tuple[tuple[Onset, str | None], ...]
    order: ReadingOrder
    openings: tuple[Place, ...]

    def section_at(self, place: Place) -> str | None:
        """The id of the innermost section in force for what begins at a place."""
        *part, top = self.order.position(place)
        index = bisect_right(self.onsets, (*part, top + 1.0, 99), key=lambda onset: onset[0])
        return self.onsets[index - 1][1] if index else None

    def path(self, section: str | None) -> tuple[Node, ...]:
        """The section and those above it, outermost first."""
        by_id = {node.id: node for node in self.nodes}
        path: list[Node] = []
        while section is not None:
            path.insert(0, by_id[section])
            section = by_id[section].parent
        return tuple(path)


def build_tree(marks: Iterable[Mark], order: ReadingOrder = ONE_LANE) -> Tree:
    """Sections from headings, in reading order.

    A level is known by its kind (or, without one, by the style of its number): when a heading of a known level comes, the
    sections at and below that level end. A heading printed again does not begin a section; one that comes again after others
    takes its section up again.
    """
    nodes: list[Node] = []
    onsets: list[tuple[Onset, str | None]] = []
    openings: list[Place] = []
    stack: list[Level] = []
    for mark, onset in sorted(((mark, (*order.position(mark.place), mark.depth)) for mark in marks), key=lambda pair: pair[1]):
        if mark.heading is None:
            stack = [level for level in stack if level.rank.depth < mark.depth]
            onsets.append((onset, stack[-1].node.id if stack else None))
            continue
        rank = Rank(mark.depth, mark.heading.kind or mark.heading.style, mark.size)
        if any(is_level(level, rank) and same_heading(level.node.heading, mark.heading) for level in stack):
            continue
        stack = keep_above(stack, rank, find_level(stack, rank))
        parent = stack[-1].node.id if stack else None
        node = next((one for one in nodes if one.parent == parent and same_section(one.heading, mark.heading)), None)
        if node is None:
            node = Node(make_id(mark.heading, parent, nodes), parent, mark.heading, mark.place)
            nodes.append(node)
        stack.append(Level(rank, node))
        onsets.append((onset, node.id))
        openings.append(mark.place)
    return Tree(tuple(nodes), tuple(onsets), order, tuple(openings))


def is_level(level: Level, rank: Rank) -> bool:
    """Whether a heading has the depth and style of an open section's."""
    return level.rank[:2] == rank[:2]


def find_level(stack: Sequence[Level], rank: Rank) -> int | None:
    """The first open section that a heading ends, as they are of one level; None without one. Of headings without kind and
    number the larger stand above the smaller."""
    plain = rank.style == "plain"
    own = [i for i, level in enumerate(stack) if is_level(level, rank)]
    own = [i for i in own if not plain or stack[i].rank.size <= SAME_SIZE * rank.size]
    others = [] if plain or rank.depth > BAND_DEPTH else [i for i, level in enumerate(stack) if is_sibling(level, rank)]
    if own or not others:
        return own[0] if own else None
    captioned = any(level.rank[:2] == (0, "plain") for level in stack[others[0] + 1 :])
    return None if rank.depth and captioned else others[0]


def is_sibling(level: Level, rank: Rank) -> bool:
    """Whether a heading outside the tables and a band have the same style."""
    return level.rank.style == rank.style and level.rank.depth <= BAND_DEPTH


def keep_above(stack: Sequence[Level], rank: Rank, found: int | None) -> list[Level]:
    """The levels that stay open under a new heading: those above its own level, none of a column's, and of bands only those
    around it."""
    above = list(stack if found is None else stack[:found])
    deepest = rank.depth if found is None else max(rank.depth, BAND_DEPTH)
    return [level for level in above if level.rank.depth <= deepest and not is_smaller(level, rank)]


def is_smaller(level: Level, rank: Rank) -> bool:
    """Whether an open section that no word calls what it is has a heading in smaller type than a new one."""
    return not level.node.heading.kind and 0 < level.rank.size < rank.size / SAME_SIZE


def same_section(left: Heading, right: Heading) -> bool:
    """Whether two headings of one parent name the same section."""
    return (left.kind, left.style) == (right.kind, right.style) and same_heading(left, right)


def same_heading(left: Heading, right: Heading) -> bool:
    """Whether a heading is another one printed again."""
    return heading_words(left) == heading_words(right)


def heading_words(heading: Heading) -> tuple[str, str]:
    """A heading's number and title as headings are compared."""
    return word(heading.number or ""), word(heading.title)


def make_id(heading: Heading, parent: str | None, nodes: Sequence[Node]) -> str:
    """The section's id: the numbers of its levels joined by "-"; its place among its siblings where it has no number."""
    taken = {node.id for node in nodes}
    number = re.sub(r"[^\w]+", "-", fold(heading.number or "")).strip("-")
    if not number:
        number = str(1 + sum(node.parent == parent for node in nodes))
    compound = parent is not None and number.startswith(f"{parent}-")
    base = number if parent is None or compound else f"{parent}-{number}"
    return next(name for name in candidates(base) if name not in taken)


def candidates(base: str) -> Iterable[str]:
    """An id and what it becomes where it is taken."""
    yield base
    number = 2
    while True:
        yield f"{base}_{number}"
        number += 1
