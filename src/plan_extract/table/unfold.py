"""Tables whose items take several grid rows, as many as their header has: each item set in one row, below all header cells.

No | 事業名   | 担当課          No | 事業名 | 事業内容 | 担当課 | 実績
   | 事業内容 | 実績      →
"""

from __future__ import annotations

from collections.abc import Sequence

from plan_extract.profile import Profile
from plan_extract.table.grid import Cell, Grid, Table
from plan_extract.table.header import ENDING, best_role, cell_label

MOST_LEVELS = 3
"""So many grid rows at most has an item."""


def unfold(table: Table, profile: Profile) -> Table:
    """The table with each item in one row, where the header's cells stand one below the other as those of every item do; any
    other table as it is."""
    levels = max((cell.row_span for cell in table.cells if cell.row == 0), default=1)
    if not 1 < levels <= MOST_LEVELS or table.rows < 2 * levels:
        return table
    heads = sorted((cell for cell in table.cells if cell.row < levels), key=lambda cell: (cell.col, cell.row))
    if not are_folded(heads, levels, profile):
        return table
    rows = items_of(table, heads, levels)
    return set_in_rows(table, [heads, *rows]) if rows else table


def are_folded(heads: Sequence[Cell], levels: int, profile: Profile) -> bool:
    """Whether header cells of several levels are columns of their own, and none heads those below it: each is known, and the
    first level names the items."""
    stacked = [cell for cell in heads if cell.row_span < levels]
    scores = [(cell.row, *best_role(cell_label(cell), profile)) for cell in stacked]
    named = any(role == "name" for row, role, _ in scores if row == 0)
    apart = len(stacked) > 1 and len(stacked) < len(heads) and not any(heads_others(cell, stacked) for cell in stacked)
    return named and apart and all(score >= ENDING for _, _, score in scores)


def heads_others(cell: Cell, others: Sequence[Cell]) -> bool:
    """Whether a header cell stands over several others."""
    below = [other for other in others if other.row == cell.row + cell.row_span and set(other.cols) <= set(cell.cols)]
    return len(below) > 1


def items_of(table: Table, heads: Sequence[Cell], levels: int) -> list[list[Cell]]:
    """The cells of each item in the order of the header's, and each band alone; none where some item's stand otherwise."""
    at = {(cell.row, cell.col): cell for cell in table.cells}
    rows: list[list[Cell]] = []
    index = levels
    while index < table.rows:
        band = at.get((index, 0))
        if band and band.col_span == table.cols and band.row_span == 1:
            rows.append([band])
            index += 1
            continue
        item = [at.get((index + head.row, head.col)) for head in heads]
        fitting = [
            cell for cell, head in zip(item, heads) if cell and (cell.row_span, cell.col_span) == (head.row_span, head.col_span)
        ]
        if len(fitting) < len(heads):
            return []
        rows.append(fitting)
        index += levels
    return rows


def set_in_rows(table: Table, rows: Sequence[Sequence[Cell]]) -> Table:
    """A table of these rows. Its cells keep their boxes; its columns' edges, which are none on the page, divide its width."""
    count = len(rows[0])
    box = table.box
    xs = tuple(box.x0 + (box.x1 - box.x0) * index / count for index in range(count + 1))
    ys = (*(min(cell.box.top for cell in row) for row in rows), box.bottom)
    cells = tuple(
        Cell(number, col, 1, count if len(row) == 1 else 1, cell.box, cell.chars, cell.page)
        for number, row in enumerate(rows)
        for col, cell in enumerate(row)
    )
    return Table(table.page, Grid(xs, ys, cells), cells)
