"""Rules to cells: the grid of a page's tables, with row and column spans.

The steps are free functions, each giving what the next one takes, so that every intermediate can be drawn:
``rules → edges → groups of touching edges → Grid → Table (cells with their chars)``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from plan_extract.pdf.page import Char, Page, Rule
from plan_extract.place import Box, Place
from plan_extract.table.printed import PrintedLine, chars_to_lines
from plan_extract.text.kinsoku import BRACKETS, HANGING

SNAP = 2.5
"""Rules nearer than this (points) are one edge: double rules, and the borders of neighbouring cells drawn apart."""
GAP = 3.5
"""Collinear rules with at most this gap are one edge: dashes, and corners that do not quite meet."""
LEAST_COLUMNS = 2
"""So many columns make a table of vertical rules that nothing crosses."""
ACROSS = 0.15
"""A char that reaches this far (ems) over its cell's border is laid across it; chars this near adjoin."""
CLOSING = HANGING | frozenset(BRACKETS.values())
"""Marks that end what they stand behind, and may hang out of it."""
SHORTEST = 6.0
"""Shorter edges (points) bound no cell: dots, ticks, parts of drawn glyphs."""


class Edge(NamedTuple):
    """A side after snapping and joining: at ``at`` (x of a vertical edge, y of a horizontal one) from ``start`` to ``end``."""

    at: float
    start: float
    end: float

    def covers(self, start: float, end: float) -> bool:
        """Whether the edge runs along at least half of an interval."""
        return min(self.end, end) - max(self.start, start) >= 0.5 * (end - start)


class Edges(NamedTuple):
    """Horizontal and vertical edges."""

    horizontal: tuple[Edge, ...]
    vertical: tuple[Edge, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of the grid: its first row and column, how many it spans, its box, the chars whose centre lies in it, its page."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box
    chars: tuple[Char, ...] = ()
    page: int = 1

    @cached_property
    def lines(self) -> tuple[PrintedLine, ...]:
        """The printed lines in the cell, read once."""
        return chars_to_lines(self.chars, self.box, self.page)

    @property
    def rows(self) -> range:
        """The rows that the cell covers."""
        return range(self.row, self.row + self.row_span)

    @property
    def cols(self) -> range:
        """The columns that the cell covers."""
        return range(self.col, self.col + self.col_span)

    @cached_property
    def text(self) -> str:
        """The chars in drawing order, for a quick look; what the cell says is in its ``lines``."""
        return "".join([char[0] for char in self.chars])


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells that tile the rectangle between the first and last of ``xs`` and ``ys`` (points, ascending)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


@dataclass(frozen=True)
class Table:
    """A grid on a page with the chars in its cells. ``rows`` and ``cols`` are counts."""

    page: int
    grid: Grid
    cells: tuple[Cell, ...]

    @property
    def box(self) -> Box:
        return self.grid.box

    @property
    def place(self) -> Place:
        return Place(self.page, self.grid.box)

    @property
    def rows(self) -> int:
        return len(self.grid.ys) - 1

    @property
    def cols(self) -> int:
        return len(self.grid.xs) - 1

    @cached_property
    def by_row(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells that cover each grid row."""
        rows: tuple[list[Cell], ...] = tuple([] for _ in range(self.rows))
        for cell in self.cells:
            for row in cell.rows:
                rows[row].append(cell)
        return tuple(map(tuple, rows))


def snap(positions: Iterable[float], slack: float = SNAP) -> dict[float, float]:
    """Each position's common position: the mean of all that lie within ``slack`` of a neighbour, at most 2 ``slack`` wide.

    >>> snap([10.0, 10.5, 50.0])
    {10.0: 10.25, 10.5: 10.25, 50.0: 50.0}
    """
    groups: list[list[float]] = []
    for position in sorted(set(positions)):
        if groups and position - groups[-1][-1] <= slack and position - groups[-1][0] <= 2 * slack:
            groups[-1].append(position)
        else:
            groups.append([position])
    return {position: sum(group) / len(group) for group in groups for position in group}


def join_intervals(intervals: Iterable[tuple[float, float]], gap: float = GAP) -> list[tuple[float, float]]:
    """Intervals with those that overlap, touch or leave at most ``gap`` between them made one.

    >>> join_intervals([(0, 4), (6, 9), (20, 22)])
    [(0, 9), (20, 22)]
    """
    joined: list[tuple[float, float]] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1] + gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def to_edges(sides: Sequence[tuple[float, float, float]]) -> tuple[Edge, ...]:
    """Edges from ``(at, start, end)`` sides of one direction: snapped together, joined, the shortest left out."""
    common = snap(at for at, _, _ in sides)
    lanes: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for at, start, end in sides:
        lanes[common[at]].append((start, end))
    return tuple(
        Edge(at, start, end) for at in sorted(lanes) for start, end in join_intervals(lanes[at]) if end - start >= SHORTEST
    )


def rules_to_edges(rules: Iterable[Rule]) -> Edges:
    """The edges that the drawn rules make; borders of shading are no rules."""
    drawn = [rule for rule in rules if not rule.fill]
    return Edges(
        to_edges([(rule.top, rule.x0, rule.x1) for rule in drawn if not rule.vertical]),
        to_edges([(rule.x0, rule.top, rule.bottom) for rule in drawn if rule.vertical]),
    )


def meet(horizontal: Edge, vertical: Edge) -> bool:
    """Whether two edges cross or touch."""
    return (
        horizontal.start - GAP <= vertical.at <= horizontal.end + GAP
        and vertical.start - GAP <= horizontal.at <= vertical.end + GAP
    )


def group_edges(edges: Edges) -> list[Edges]:
    """Edges that hang together by crossing or touching, one group for each table or box, from top to bottom."""
    crossing = [[v for v, vertical in enumerate(edges.vertical) if meet(h, vertical)] for h in edges.horizontal]
    owner: dict[int, int] = {}
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for h, touched in enumerate(crossing):
        merged: tuple[list[int], list[int]] = ([h], [])
        for old in sorted({owner[v] for v in touched if v in owner}):
            rows, columns = groups.pop(old)
            merged[0].extend(rows)
            merged[1].extend(columns)
        merged[1].extend(v for v in touched if v not in owner)
        groups[h] = merged
        owner.update(dict.fromkeys(merged[1], h))
    crossed = [
        Edges(
            tuple(edges.horizontal[h] for h in sorted(rows)),
            tuple(edges.vertical[v] for v in sorted(columns)),
        )
        for rows, columns in groups.values()
        if columns
    ]
    return [*crossed, *uncrossed_columns([edge for v, edge in enumerate(edges.vertical) if v not in owner])]


def uncrossed_columns(edges: Iterable[Edge]) -> list[Edges]:
    """Groups of vertical edges that no horizontal one crosses and that begin and end level: the middle of a row that takes more
    than its page, of which neither the top nor the bottom is drawn there."""
    level: list[list[Edge]] = []
    for edge in edges:
        near = (group for group in level if abs(group[0].start - edge.start) <= GAP and abs(group[0].end - edge.end) <= GAP)
        found = next(near, None)
        if found is None:
            level.append([edge])
        else:
            found.append(edge)
    return [
        Edges(tuple(Edge(at, group[0].at, group[-1].at) for at in (group[0].start, group[0].end)), tuple(group))
        for group in level
        if len(group) >= LEAST_COLUMNS + 1
    ]


def close_frame(edges: Edges) -> Edges:
    """The group with open sides closed: many reports draw no outer rule at the left and right, or none at the top or bottom.

    A side is added where at least two rules run on past the last rule that crosses them, to about the same place.
    """
    return Edges(
        tuple(sorted((*edges.horizontal, *missing_sides(edges.vertical, edges.horizontal)))),
        tuple(sorted((*edges.vertical, *missing_sides(edges.horizontal, edges.vertical)))),
    )


def missing_sides(runs: Sequence[Edge], crossers: Sequence[Edge]) -> list[Edge]:
    """The outer edges across ``runs`` that ``crossers`` lack."""
    sides = []
    low, high = min(run.start for run in runs), max(run.end for run in runs)
    for end, outermost in ((low, min(c.at for c in crossers)), (high, max(c.at for c in crossers))):
        ending = [run.at for run in runs if abs((run.start if end == low else run.end) - end) <= SNAP + GAP]
        if abs(outermost - end) > SHORTEST and len(ending) > 1:
            sides.append(Edge(end, min(ending), max(ending)))
    return sides


class Walls:
    """Which sides of the elementary boxes are drawn: the question that decides what is merged."""

    def __init__(self, edges: Iterable[Edge], lanes: Sequence[float]) -> None:
        self._by_lane: dict[int, list[Edge]] = defaultdict(list)
        for edge in edges:
            self._by_lane[bisect_left(lanes, edge.at)].append(edge)

    def between(self, lane: int, start: float, end: float) -> bool:
        """Whether an edge stands in ``lane`` along the interval."""
        return any(edge.covers(start, end) for edge in self._by_lane[lane])


def merge_boxes(xs: Sequence[float], ys: Sequence[float], edges: Edges) -> list[list[int]]:
    """For each elementary box ``[row][col]`` the number of the cell it belongs to: boxes without a wall between are one."""
    rows, cols = len(ys) - 1, len(xs) - 1
    across, down = Walls(edges.horizontal, ys), Walls(edges.vertical, xs)
    root = list(range(rows * cols))

    def find(box: int) -> int:
        while root[box] != box:
            root[box] = root[root[box]]
            box = root[box]
        return box

    for row in range(rows):
        for col in range(cols):
            if col + 1 < cols and not down.between(col + 1, ys[row], ys[row + 1]):
                root[find(row * cols + col + 1)] = find(row * cols + col)
            if row + 1 < rows and not across.between(row + 1, xs[col], xs[col + 1]):
                root[find((row + 1) * cols + col)] = find(row * cols + col)
    return [[find(row * cols + col) for col in range(cols)] for row in range(rows)]


def owners_to_cells(owners: Sequence[Sequence[int]], xs: Sequence[float], ys: Sequence[float]) -> tuple[Cell, ...]:
    """Rectangular cells, in reading order, from the owner of each elementary box.

    An owner whose boxes make no rectangle (a wall that ends half-way) is cut into the largest rectangles from its top left.
    """
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, line in enumerate(owners):
        for col, owner in enumerate(line):
            if (row, col) in taken:
                continue
            right = col + 1
            while right < len(line) and line[right] == owner and (row, right) not in taken:
                right += 1
            down = row + 1
            while down < len(owners) and all(owners[down][c] == owner and (down, c) not in taken for c in range(col, right)):
                down += 1
            taken.update((r, c) for r in range(row, down) for c in range(col, right))
            cells.append(Cell(row, col, down - row, right - col, Box(xs[col], ys[row], xs[right], ys[down])))
    return tuple(cells)


def lines_of_grid(cells: Iterable[Cell]) -> tuple[set[int], set[int]]:
    """The grid lines (rows, columns) at which at least one cell begins."""
    return {cell.row for cell in cells}, {cell.col for cell in cells}


def drop_idle_lines(grid: Grid) -> Grid:
    """The grid without lines at which no cell begins (a stray rule that bounds nothing)."""
    used_rows, used_cols = lines_of_grid(grid.cells)
    if len(used_rows) == len(grid.ys) - 1 and len(used_cols) == len(grid.xs) - 1:
        return grid
    rows, cols = sorted(used_rows), sorted(used_cols)
    cells = []
    for cell in grid.cells:
        row, col = bisect_left(rows, cell.row), bisect_left(cols, cell.col)
        row_end = bisect_left(rows, cell.row + cell.row_span)
        col_end = bisect_left(cols, cell.col + cell.col_span)
        cells.append(Cell(row, col, row_end - row, col_end - col, cell.box))
    xs = (*(grid.xs[c] for c in cols), grid.xs[-1])
    ys = (*(grid.ys[r] for r in rows), grid.ys[-1])
    return Grid(xs, ys, tuple(cells))


def edges_to_grid(edges: Edges) -> Grid | None:
    """The grid of one group of edges; None where they bound no cell. Where cells come out ragged, edges that are only laid
    over the others (a text box, a callout) are left out."""
    closed = close_frame(edges)
    xs = tuple(sorted({edge.at for edge in closed.vertical}))
    ys = tuple(sorted({edge.at for edge in closed.horizontal}))
    if len(xs) < 2 or len(ys) < 2:
        return None
    owners = merge_boxes(xs, ys, closed)
    cells = owners_to_cells(owners, xs, ys)
    if len(cells) > len({owner for line in owners for owner in line}):
        bare = without_overlays(closed)
        if bare != closed:
            return edges_to_grid(bare)
    return drop_idle_lines(Grid(xs, ys, cells))


def without_overlays(edges: Edges) -> Edges:
    """The edges that hang together by their ends, as those of a table do: a box laid over a table crosses its edges, and none
    ends on another. All of them where most would be left out."""
    every = (*edges.horizontal, *edges.vertical)
    size, parts = len(edges.horizontal), [{index} for index in range(len(every))]
    for h, horizontal in enumerate(edges.horizontal):
        for v, vertical in enumerate(edges.vertical, size):
            one, other = parts[h], parts[v]
            if one is not other and meet(horizontal, vertical) and ends_at(horizontal, vertical):
                one |= other
                for index in other:
                    parts[index] = one
    kept = max(parts, key=len)
    if len(kept) * 2 <= len(every):
        return edges
    return Edges(
        tuple(edge for index, edge in enumerate(edges.horizontal) if index in kept),
        tuple(edge for index, edge in enumerate(edges.vertical, size) if index in kept),
    )


def ends_at(horizontal: Edge, vertical: Edge) -> bool:
    """Whether one of two edges that meet ends where they do."""
    across = min(abs(vertical.at - horizontal.start), abs(vertical.at - horizontal.end))
    return min(across, abs(horizontal.at - vertical.start), abs(horizontal.at - vertical.end)) <= GAP


def page_to_grids(page: Page) -> list[Grid]:
    """The page's grids from top to bottom; one that lies inside a cell of another is part of that cell's text."""
    grids = [grid for group in group_edges(rules_to_edges(page.rules)) if (grid := edges_to_grid(group))]
    return [grid for grid in grids if not any(lies_in_cell(grid, other) for other in grids if other is not grid)]


def lies_in_cell(inner: Grid, outer: Grid) -> bool:
    """Whether a grid lies within one cell of another grid that has several cells."""
    box = inner.box
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return len(outer.cells) > 1 and any(
        cell.box.holds(x, y) and cell.box.holds(box.x0, box.top) and cell.box.holds(box.x1, box.bottom) for cell in outer.cells
    )


def fill_grid(grid: Grid, chars: Sequence[Char], page: int) -> tuple[Cell, ...]:
    """The grid's cells with the chars whose centre lies in each; a centre on a border belongs to the cell before it, and to the
    first cell on the outermost. A word that is laid across borders belongs whole to the cell under its middle."""
    owners = char_owners(grid, chars)
    found: list[list[Char]] = [[] for _ in grid.cells]
    for char, owner in zip(chars, owners, strict=True):
        if owner is not None:
            found[owner].append(char)
    return tuple(
        Cell(cell.row, cell.col, cell.row_span, cell.col_span, cell.box, tuple(inside), page)
        for cell, inside in zip(grid.cells, found, strict=True)
    )


def char_owners(grid: Grid, chars: Sequence[Char]) -> list[int | None]:
    """For each char the index of the cell that it belongs to; None outside the grid."""
    owner_at = box_owners(grid)
    owners: list[int | None] = []
    across: list[int] = []
    xs, ys = grid.xs, grid.ys
    left = upper = right = lower = 0.0  # the box of the cell that the char before lies in: most lie in the same
    owner = 0
    for index, (text, x0, top, x1, bottom, size, _) in enumerate(chars):
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if not (left < x <= right and upper < y <= lower):
            if text in HANGING and index and adjoin(chars[index - 1], chars[index]):
                owners.append(owners[-1])
                continue
            if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
                owners.append(None)
                continue
            owner = owner_at[max(0, bisect_left(ys, y) - 1)][max(0, bisect_left(xs, x) - 1)]
            left, upper, right, lower = grid.cells[owner].box
        owners.append(owner)
        if x0 < left - ACROSS * size or x1 > right + ACROSS * size:
            across.append(index)
    for index in across:
        word = word_around(chars, index)
        x, y = (chars[word.start].x0 + chars[word.stop - 1].x1) / 2, chars[index].middle[1]
        if xs[0] <= x <= xs[-1]:
            middle = owner_at[max(0, bisect_left(ys, y) - 1)][max(0, bisect_left(xs, x) - 1)]
            owners[word.start : word.stop] = [middle] * len(word)
    return owners


def chars_outside(chars: Sequence[Char], boxes: Iterable[Box]) -> Sequence[Char]:
    """The chars whose centre lies in none of the boxes."""
    for box in boxes:
        left, top, right, bottom = (2 * side for side in box)
        chars = [c for c in chars if not (top <= c[2] + c[4] <= bottom and left <= c[1] + c[3] <= right)]
    return chars


def box_owners(grid: Grid) -> list[list[int]]:
    """For each elementary box ``[row][col]`` the index of the cell that covers it."""
    owners = [[-1] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for index, cell in enumerate(grid.cells):
        for row in cell.rows:
            for col in cell.cols:
                owners[row][col] = index
    return owners


def word_around(chars: Sequence[Char], index: int) -> range:
    """The chars drawn one right behind the other, on one level, around the one at ``index``. A closing mark there ends them: it
    hangs out over the border and touches the next cell's text."""
    start = end = index
    while start > 0 and adjoin(chars[start - 1], chars[start]):
        start -= 1
    while chars[index].text not in CLOSING and end + 1 < len(chars) and adjoin(chars[end], chars[end + 1]):
        end += 1
    return range(start, end + 1)


def adjoin(left: Char, right: Char) -> bool:
    """Whether one upright char touches the one before it."""
    slack = ACROSS * left.size
    return left.angle == right.angle == 0 and abs(right.x0 - left.x1) < slack and abs(right.top - left.top) < slack


def page_to_tables(page: Page) -> list[Table]:
    """The page's tables in reading order, with their chars; single boxes are included (1 cell)."""
    tables = [Table(page.number, grid, fill_grid(grid, page.chars, page.number)) for grid in page_to_grids(page)]
    return reading_order(tables)


def reading_order(tables: Iterable[Table]) -> list[Table]:
    """Tables of one page from top to bottom; those that stand side by side from left to right."""
    rest = sorted(tables, key=lambda table: (table.box.top, table.box.x0))
    ordered: list[Table] = []
    while rest:
        beside = [table for table in rest if table is rest[0] or stand_beside(rest[0].box, table.box)]
        first = min(beside, key=lambda table: table.box.x0)
        ordered.append(first)
        rest.remove(first)
    return ordered


def stand_beside(left: Box, right: Box) -> bool:
    """Whether two boxes stand side by side: apart from each other, and level over half of the lower one's height at least."""
    apart = left.x1 <= right.x0 + SNAP or right.x1 <= left.x0 + SNAP
    level = min(left.bottom, right.bottom) - max(left.top, right.top)
    return apart and level * 2 >= min(left.bottom - left.top, right.bottom - right.top)
