"""The outline of a cell: which line stands under which, told by markers first and by indents where they do not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from plan_extract.text.marks import is_sub_heading, list_number, marker_kind, split_marker
from plan_extract.text.offices import sub_heading_departments

TOLERANCE = 0.4
"""Indents that differ by less (in ems) are the same."""

Role = Literal["heading", "bullet", "number", "note", "label", "plain"]

_RANKS = {
    **{"department": 5, "【】": 10, "bracket": 12},
    **dict.fromkeys("■□▪▫◼◻◆◇❖★☆▼▽▲△▶▷", 20),
    **{"●": 24, "◎": 24, "◉": 24, "○": 30, "・": 40, "-": 44, "→": 46, "note": 60},
}
_OTHER_RANKS: dict[Role, int] = {"heading": 12, "bullet": 35, "number": 42, "note": 60, "label": 50, "plain": 50}
"""Which markers stand above which at the same indent: a lower figure owns a higher one."""

_BREAKDOWN = re.compile(r"[（(]?(?:内\s*訳|うち\s*訳)[)）]?[:：]?$")
_INTRODUCTION = re.compile(r"以下|下記|次の(?:とおり|通り|よう)|左記|^[^。]{1,25}$")


class Line(NamedTuple):
    """A logical line as printed, and how far its first char stands from the cell's left edge, in ems."""

    text: str
    indent: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in the outline: its place among the lines, the place of the line it stands under, and its parts.

    ``department`` is the sub-heading (課名) in force, without its parentheses.
    """

    index: int
    parent: int | None
    level: int
    marker: str | None
    text: str
    department: str | None


@dataclass(frozen=True, slots=True)
class _Node:
    """A line with what decides its place."""

    index: int
    marker: str | None
    text: str
    indent: float
    kind: str
    role: Role
    rank: int
    number: int | None


def outline(lines: Sequence[Line]) -> list[Entry]:
    """One entry per line, in order: headings own what follows, ○ owns ・, a list stands under what introduces it,
    a note (※) under the item before it, a line without a marker under the one that it is indented below.

    >>> [(e.parent, e.level, e.marker) for e in outline([Line("○内訳", 0), Line("・転出届 2件", 1), Line("○検討中", 0)])]
    [(None, 0, '○'), (0, 1, '・'), (None, 0, '○')]
    """
    entries: list[Entry] = []
    open_nodes: list[_Node] = []
    for node in _nodes(lines):
        open_nodes = [*_owners(node, open_nodes), node]
        entries.append(_entry(node, open_nodes[:-1]))
    return entries


def _nodes(lines: Sequence[Line]) -> list[_Node]:
    """The lines with kind, role and rank; departments stand below brackets where a bracket comes first."""
    nodes = [_node(index, line) for index, line in enumerate(lines)]
    first = next((node.kind for node in nodes if node.role == "heading"), "department")
    if first == "department":
        return nodes
    return [replace(node, rank=_RANKS["bracket"] + 1) if node.kind == "department" else node for node in nodes]


def _node(index: int, line: Line) -> _Node:
    """What the line's own text says of its place."""
    marker, rest = split_marker(line.text)
    kind = "department" if sub_heading_departments(line.text) else marker_kind(marker)
    role = _role(kind, line.text.strip())
    return _Node(index, marker, rest, line.indent, kind, role, _RANKS.get(kind, _OTHER_RANKS[role]), list_number(marker))


def _role(kind: str, text: str) -> Role:
    """The part that a line of this kind plays."""
    if kind in ("department", "【】", "bracket"):
        return "heading"
    if kind == "":
        return "label" if is_sub_heading(text) or _BREAKDOWN.match(text) else "plain"
    if kind == "note":
        return "note"
    return "number" if kind.startswith("number") else "bullet"


def _entry(node: _Node, owners: Sequence[_Node]) -> Entry:
    """The node's entry below its owners."""
    department = next((_inside(owner.text) for owner in reversed(owners) if owner.kind == "department"), None)
    return Entry(node.index, owners[-1].index if owners else None, len(owners), node.marker, node.text, department)


def _inside(heading: str) -> str:
    """The departments of a sub-heading, without the parentheses around them."""
    return heading.strip().strip("()（）[]［］〔〕").strip()


def _owners(node: _Node, open_nodes: Sequence[_Node]) -> list[_Node]:
    """The open nodes that ``node`` stands under, the innermost last."""
    sibling = _sibling(node, open_nodes)
    if sibling is not None:
        return list(open_nodes[: open_nodes.index(sibling)])
    owners = list(open_nodes)
    while owners and not _owns(owners[-1], node):
        owners.pop()
    return owners


def _sibling(node: _Node, open_nodes: Sequence[_Node]) -> _Node | None:
    """The open node beside which ``node`` stands: of its kind, and at its indent or next in number."""
    for other in reversed(open_nodes):
        if other.kind == node.kind and (node.role == "heading" or _is_level(node, other) or _succeeds(node, other)):
            return other
        if other.role == "label" and _breaks_down(other, node):
            return None
    return None


def _is_level(node: _Node, other: _Node) -> bool:
    return abs(node.indent - other.indent) <= TOLERANCE


def _is_deeper(node: _Node, other: _Node) -> bool:
    return node.indent > other.indent + TOLERANCE


def _succeeds(node: _Node, other: _Node) -> bool:
    return node.number is not None and other.number is not None and node.number == other.number + 1


def _breaks_down(label: _Node, node: _Node) -> bool:
    """Whether ``node`` is an item under a label such as (内訳)."""
    return node.role in ("bullet", "number", "plain") and node.rank >= _RANKS["・"] and not _is_deeper(label, node)


def _owns(other: _Node, node: _Node) -> bool:
    """Whether ``node`` stands under ``other``, the innermost line still open and not its sibling."""
    if node.role == "heading" or other.role == "heading":
        return _outranks_as_heading(other, node)
    if other.role == "label" and _breaks_down(other, node):
        return True
    if node.role == "label":
        return other.role in ("bullet", "number")
    if other.text.endswith((":", "：")) and node.role in ("bullet", "number") and node.index == other.index + 1:
        return True
    if not _is_level(node, other):
        return _is_deeper(node, other)
    return _owns_at_same_indent(other, node)


def _outranks_as_heading(other: _Node, node: _Node) -> bool:
    """Whether a heading owns a line, or a bullet owns a heading that stands deeper."""
    if other.role == "heading":
        return other.rank < node.rank or node.role != "heading"
    return other.role in ("bullet", "number") and _is_deeper(node, other)


def _owns_at_same_indent(other: _Node, node: _Node) -> bool:
    """Marks alone decide: a note stands under any item, a list under what precedes it, a bullet by its rank."""
    if node.role == "note":
        return other.role != "note"
    if node.role not in ("bullet", "number"):
        return False
    if other.role == "plain":
        return _INTRODUCTION.search(other.text) is not None
    return node.role == "number" or other.role == "number" or (other.role == "bullet" and other.rank < node.rank)
