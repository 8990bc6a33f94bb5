"""Tables to rows: what each column says in each row, before anything is joined across pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from plan_extract.place import Box, Place
from plan_extract.profile import Role
from plan_extract.table.grid import Cell, Table
from plan_extract.table.header import Column, Header, cell_label, speaks_across
from plan_extract.table.printed import PrintedLine
from plan_extract.table.setting import Measure, is_full
from plan_extract.text.rownumbers import is_row_number

LEVEL = 0.6
"""Lines whose tops differ by at most this many ems stand level."""
APART = 1.4
"""Lines of a cell further apart than so many of its closest ones are texts of their own; so are those ``FAR`` ems apart."""
FAR = 2.5
DOWN = 1.6
"""Characters of a word set downwards follow each other within so many ems."""
GROUPED: frozenset[Role | None] = frozenset({"number", "name"})
"""Columns whose header may stand over the cells of groups too."""


@dataclass(frozen=True, slots=True)
class RowCell:
    """What a row says in one column: its printed lines; ``first`` is false where a merged cell was already given to a row
    above. ``groups`` are the cells before its own under the same header that are merged over more rows, the outermost first.
    ``unit`` is what a row within a form states for the numbers of this cell alone (empty: nothing)."""

    lines: tuple[PrintedLine, ...]
    first: bool = True
    groups: tuple[RowCell, ...] = ()
    unit: str | None = None

    @property
    def text(self) -> str:
        """The printed lines in one, for comparing."""
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of items: a cell for each column, and the place of each of its pieces."""

    cells: tuple[RowCell, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A line across the whole table: a section's heading inside it, or a note."""

    lines: tuple[PrintedLine, ...]
    place: Place


def is_band(cells: Sequence[Cell], header: Header, table: Table) -> bool:
    """Whether a grid row is one cell across the table, or says something in one wide cell only."""
    if len(cells) == 1:
        return table.cols > 1
    return len(header.columns) > 2 and speaks_across(cells, table)


def is_above_header(cells: Sequence[Cell], header: Header) -> bool:
    """Whether a row at the top of a table has none of the columns' headers: a caption, and who is in charge."""
    return {cell_label(cell) for cell in cells}.isdisjoint(level for column in header.columns for level in column.levels)


def is_header_again(cells: Sequence[Cell], header: Header) -> bool:
    """Whether a grid row within the table prints the header's words again."""
    if sum(len(cell.chars) for cell in cells) > 2 * sum(len(name) + 4 for name in header.names):
        return False
    known = {level for column in header.columns for level in column.levels}
    labels = [label for cell in cells if (label := cell_label(cell))]
    return len(labels) > 1 and set(labels) <= known


def column_cells(table: Table, row: int, column: Column) -> list[Cell]:
    """The cells that a column has in a grid row; one that spans several columns belongs to the first of them."""
    return [cell for cell in table.by_row[row] if column.first <= cell.col <= column.last]


def owned_cells(table: Table, row: int, columns: Sequence[Column]) -> list[list[Cell]]:
    """The cells of each column in a grid row. One that begins behind another cell of its column and runs on into the next
    column belongs to that: its own column has said its say, unless that is a mere number."""
    owned = [column_cells(table, row, column) for column in columns]
    for index in range(len(columns) - 1):
        last = columns[index].last
        wide = [pair for pair in pairwise(owned[index]) if pair[1].col + pair[1].col_span > last + 1]
        runs_on = [cell for before, cell in wide if not is_row_number(cell_label(before))]
        owned[index] = [cell for cell in owned[index] if cell not in runs_on]
        owned[index + 1] = [*runs_on, *owned[index + 1]]
    return owned


def groups_end(table: Table, column: Column, top: int) -> int:
    """The grid column behind a column's group cells: those below row ``top`` that are merged over more rows than a cell at
    their right under the same header; the column's first one without any."""
    if column.first == column.last or column.role not in GROUPED:
        return column.first
    cells = [cell for cell in table.cells if cell.row >= top and column.first <= cell.col <= column.last]
    ends = [
        end
        for cell in cells
        if (end := cell.col + cell.col_span) <= column.last
        if any(other.col >= end and other.row_span < cell.row_span and other.row in cell.rows for other in cells)
    ]
    return max(ends, default=column.first)


class SharedLines:
    """The printed lines of a table's cells, shared out to the rows that a cell spans."""

    def __init__(self, table: Table, header: Header) -> None:
        self._table = table
        self._names = [column for column in header.columns if column.role == "name"]

    def at(self, cell: Cell, row: int) -> tuple[PrintedLine, ...]:
        """What a cell says in one of the rows that it covers: all of it, as a merged cell does; of a cell left open between
        rows only what stands in the row, or else what stood last above it."""
        if cell.row_span == 1 or not self._is_open(cell) or self._is_of_one_item(cell):
            return cell.lines
        said: tuple[PrintedLine, ...] = ()
        for upper in range(cell.row, row + 1):
            said = self._within(cell, upper) or said
        return said

    def _within(self, cell: Cell, row: int) -> tuple[PrintedLine, ...]:
        top, bottom = self._table.grid.ys[row], self._table.grid.ys[row + 1]
        return tuple(line for line in cell.lines if top <= (line.box.top + line.box.bottom) / 2 < bottom)

    def _is_open(self, cell: Cell) -> bool:
        """Whether texts of their own stand in a cell beside several rows, each level with that row's first line."""
        heads = [(row, lines[0]) for row in cell.rows if (lines := self._within(cell, row))]
        return (
            len(heads) > 1
            and not runs_down(cell.lines)
            and begin_anew(cell.lines, [line for _, line in heads], everywhere=len(heads) == cell.row_span)
            and all(self._is_level(cell, row, line) for row, line in heads)
        )

    def _is_of_one_item(self, cell: Cell) -> bool:
        """Whether one name stands beside all the rows that a cell covers, so that its lines are of one item."""
        beside = (name for column in self._names for name in column_cells(self._table, cell.row, column) if name is not cell)
        return any(name.lines and set(cell.rows) <= set(name.rows) and not self._is_open(name) for name in beside)

    def _is_level(self, cell: Cell, row: int, line: PrintedLine) -> bool:
        tops = [
            first.box.top
            for other in self._table.cells
            if other.row == row and other is not cell and (lines := other.lines)
            for first in lines[:1]
        ]
        return any(abs(top - line.box.top) <= LEVEL * line.size for top in tops)


def begin_anew(lines: Sequence[PrintedLine], heads: Sequence[PrintedLine], *, everywhere: bool) -> bool:
    """Whether lines of a cell begin texts of their own, and do not merely stand beside a row by chance: each is set apart from
    the line before it or, where every row has one (``everywhere``), follows a line that had room left."""
    steps = [(above, line) for above, line in pairwise(lines)]
    closest = min(line.box.top - above.box.top for above, line in steps)
    measure = Measure(max(0.0, min(line.indent for line in lines)))
    begun = [(above, line) for above, line in steps if line in heads]
    return all(
        line.box.top - above.box.top > min(APART * closest + line.size / 10, FAR * line.size)
        or (everywhere and not is_full(above, line, measure))
        for above, line in begun
    )


def runs_down(lines: Sequence[PrintedLine]) -> bool:
    """Whether lines are a word set one character below the other."""
    tight = (below.box.top - above.box.top <= DOWN * above.size for above, below in pairwise(lines))
    return all(len(line.text) == 1 and line.text.isalpha() for line in lines) and all(tight)


def table_to_rows(table: Table, header: Header) -> tuple[Row | Band, ...]:
    """The rows and bands of a table, from top to bottom; empty rows, and the header where it is printed again, are left out.

    A cell merged over several rows gives its lines to each of them. A caption above the header is a band.
    """
    rows: list[Row | Band] = []
    shared = SharedLines(table, header)
    ends = [groups_end(table, column, header.rows) for column in header.columns]
    for index in range(table.rows):
        cells = table.by_row[index]
        place = row_place(table, index)
        if is_band(cells, header, table) or (index < header.rows and is_above_header(cells, header)):
            rows.extend(Band(said, place) for cell in cells if cell.row == index and (said := cell.lines))
        elif index >= header.rows and not is_header_again(cells, header):
            owned = owned_cells(table, index, header.columns)
            cells_of_row = tuple(row_cell(own, index, end, shared) for own, end in zip(owned, ends, strict=True))
            row = Row(cells_of_row, (item_place(table, index, header),))
            if any(cell.lines and cell.first for cell in row.cells):
                rows.append(row)
    return tuple(rows)


def row_cell(cells: Sequence[Cell], row: int, end: int, shared: SharedLines) -> RowCell:
    """What a column says in a grid row, from its cells there; those that reach no further than grid column ``end`` are of
    groups, unless no other stands behind them."""
    own = [cell for cell in cells if cell.col + cell.col_span > end] or list(cells[-1:])
    groups = tuple(RowCell(cell.lines, cell.row == row) for cell in cells if cell not in own)
    return RowCell(tuple(line for cell in own for line in shared.at(cell, row)), all(cell.row == row for cell in own), groups)


def row_place(table: Table, row: int) -> Place:
    """The box of a grid row."""
    return Place(table.page, Box(table.box.x0, table.grid.ys[row], table.box.x1, table.grid.ys[row + 1]))


def item_place(table: Table, row: int, header: Header) -> Place:
    """The box of what a row itself says: a grid row without the section cells beside it, which are those of many rows."""
    place = row_place(table, row)
    own = [column for column in header.columns if column.role != "section"]
    if not own:
        return place
    xs = table.grid.xs
    return place._replace(box=place.box._replace(x0=xs[own[0].first], x1=xs[own[-1].last + 1]))
