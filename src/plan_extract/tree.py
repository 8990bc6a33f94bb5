"""The plan's tree: headings in reading order to sections, and the section in force at any place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from plan_extract.place import Place
from plan_extract.profile import word
from plan_extract.table.lanes import ONE_LANE, Flow
from plan_extract.text.headings import Heading
from plan_extract.text.normalize import fold

Turn = tuple[int, int, int, float, int]
"""Where a heading takes effect: its position in the flow, and its depth."""


class Mark(NamedTuple):
    """A heading at its place, or None where sections of this depth end; ``depth`` orders marks at one place, and sets headings
    of columns under those around them."""

    place: Place
    heading: Heading | None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """A section of the tree."""

    id: str
    parent: str | None
    heading: Heading
    place: Place


class Level(NamedTuple):
    """An open section: what distinguishes its level, and its node."""

    key: tuple[int, str]
    node: Node


@dataclass(frozen=True, slots=True)
class Tree:
    """The sections in print order, and from where on (a position with a depth) each is in force."""

    nodes: tuple[Node, ...]
    turns: tuple[tuple[Turn, str | None], ...]
    flow: Flow

    def section_at(self, place: Place) -> str | None:
        """The id of the innermost section in force for what begins at a place."""
        *part, top = self.flow.position(place)
        index = bisect_right(self.turns, (*part, top + 1.0, 99), key=lambda turn: turn[0])
        return self.turns[index - 1][1] if index else None

    def path(self, section: str | None) -> tuple[Node, ...]:
        """The section and those above it, outermost first."""
        by_id = {node.id: node for node in self.nodes}
        path: list[Node] = []
        while section is not None:
            path.insert(0, by_id[section])
            section = by_id[section].parent
        return tuple(path)


def build_tree(marks: Iterable[Mark], flow: Flow = ONE_LANE) -> Tree:
    """Sections from headings, in the order of ``flow``.

    A level is known by its kind (or, without one, by the style of its number): when a heading of a known level comes, the
    sections at and below that level end. A heading printed again does not begin a section.
    """
    nodes: list[Node] = []
    turns: list[tuple[Turn, str | None]] = []
    stack: list[Level] = []
    for mark, turn in sorted(((mark, (*flow.position(mark.place), mark.depth)) for mark in marks), key=lambda pair: pair[1]):
        if mark.heading is None:
            stack = [level for level in stack if level.key[0] < mark.depth]
            turns.append((turn, stack[-1].node.id if stack else None))
            continue
        key = (mark.depth, mark.heading.kind or mark.heading.style)
        found = next((i for i, level in enumerate(stack) if level.key == key), None)
        if found is not None and same_heading(stack[found].node.heading, mark.heading):
            continue
        stack = keep_above(stack, key, found)
        parent = stack[-1].node.id if stack else None
        node = Node(make_id(mark.heading, parent, nodes), parent, mark.heading, mark.place)
        nodes.append(node)
        stack.append(Level(key, node))
        turns.append((turn, node.id))
    return Tree(tuple(nodes), tuple(turns), flow)


def keep_above(stack: Sequence[Level], key: tuple[int, str], found: int | None) -> list[Level]:
    """The levels that stay open under a new heading: those above its own level, and none of a column's."""
    above = list(stack if found is None else stack[:found])
    return [level for level in above if level.key[0] <= key[0]]


def same_heading(left: Heading, right: Heading) -> bool:
    """Whether a heading is another one printed again."""
    return word(left.number or "") == word(right.number or "") and word(left.title) == word(right.title)


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
