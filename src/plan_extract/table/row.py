"""Tables to rows: what each column says in each row, before anything is joined across pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plan_extract.place import Box, Place
from plan_extract.table.cell import PrintedLine, chars_to_lines
from plan_extract.table.grid import Cell, Table
from plan_extract.table.header import Column, Header

SAME_EDGE = 6.0
"""Column edges of two tables that differ by at most this many points are the same."""


@dataclass(frozen=True, slots=True)
class RowCell:
    """What a row says in one column: its printed lines; ``first`` is false where a merged cell was already given to a row
    above."""

    lines: tuple[PrintedLine, ...]
    first: bool = True

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
    filled = [cell for cell in cells if any(not char.text.isspace() for char in cell.chars)]
    return len(filled) == 1 and filled[0].row_span == 1 and filled[0].col_span * 2 > table.cols and len(header.columns) > 2


def cell_lines(table: Table, cell: Cell) -> tuple[PrintedLine, ...]:
    """The printed lines of a cell."""
    return chars_to_lines(cell.chars, cell.box, table.page)


def column_cells(table: Table, row: int, column: Column) -> list[Cell]:
    """The cells that a column has in a grid row; one that spans several columns belongs to the first of them."""
    return [cell for cell in table.cells if row in cell.rows and column.first <= cell.col <= column.last]


def table_to_rows(table: Table, header: Header) -> tuple[Row | Band, ...]:
    """The rows and bands below a table's header, from top to bottom; empty rows are left out.

    A cell merged over several rows gives its lines to each of them.
    """
    rows: list[Row | Band] = []
    lines = {(cell.row, cell.col): cell_lines(table, cell) for cell in table.cells if cell.row + cell.row_span > header.rows}
    for index in range(header.rows, table.rows):
        cells = [cell for cell in table.cells if index in cell.rows]
        place = row_place(table, index)
        if is_band(cells, header, table):
            rows.extend(Band(said, place) for cell in cells if (said := lines[cell.row, cell.col]))
            continue
        row_cells = []
        for column in header.columns:
            own = column_cells(table, index, column)
            row_cells.append(
                RowCell(
                    tuple(line for cell in own for line in lines[cell.row, cell.col]), all(cell.row == index for cell in own)
                )
            )
        if any(cell.lines and cell.first for cell in row_cells):
            rows.append(Row(tuple(row_cells), (place,)))
    return tuple(rows)


def row_place(table: Table, row: int) -> Place:
    """The box of a grid row."""
    return Place(table.page, Box(table.box.x0, table.grid.ys[row], table.box.x1, table.grid.ys[row + 1]))


def carry_header(header: Header, source: Table, table: Table) -> Header | None:
    """The columns of ``source`` laid on a table without a header of its own; None where its edges stand elsewhere."""
    shift = table.box.x0 - source.box.x0
    columns = []
    for column in header.columns:
        left = nearest(table.grid.xs, source.grid.xs[column.first] + shift)
        right = nearest(table.grid.xs, source.grid.xs[column.last + 1] + shift)
        if left is None or right is None or left >= right:
            return None
        columns.append(Column(left, right - 1, column.levels, column.role))
    return Header(0, tuple(columns)) if columns[-1].last == table.cols - 1 else None


def nearest(positions: Sequence[float], wanted: float) -> int | None:
    """The index of the position nearest to ``wanted``, if it is near enough to be the same edge."""
    best = min(range(len(positions)), key=lambda index: abs(positions[index] - wanted))
    return best if abs(positions[best] - wanted) <= SAME_EDGE else None
