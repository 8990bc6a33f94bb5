"""Tables whose rows no rule parts: columns between vertical rules, and one tall row of them below the header.

Rows are told by the numbers in the first column, and parted where all columns leave the widest blank between two of them;
without numbers, by blanks that all columns leave and that are wider than those between lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from plan_extract.place import Box
from plan_extract.table.aligned import Aligned
from plan_extract.table.grid import Cell, Grid, Table, fill_grid, join_intervals
from plan_extract.table.printed import PrintedLine, chars_to_lines
from plan_extract.text.rownumbers import is_number_line

LEAST_COLUMNS = 3
LEAST_BLANK = 0.25
"""A blank between rows is wider than that between lines by so many ems at least."""
FILLED = 0.6
"""A row says something in at least this share of the columns."""
ROOM = 1000.0
"""Points: so wide a cell holds no vertical line."""
NUMBERED, UNNUMBERED = 0.85, 0.7
"""How sure the rows are (0 to 1)."""


def part_rows(table: Table) -> Aligned | None:
    """A table with its one tall row parted; None for any other table, or where nothing parts it."""
    if table.rows > LEAST_COLUMNS - 1 or table.cols < LEAST_COLUMNS:
        return None
    tall = sorted((cell for cell in table.cells if cell.row == table.rows - 1), key=lambda cell: cell.col)
    if len(tall) < LEAST_COLUMNS or any(cell.row_span > 1 for cell in tall):
        return None
    lead = level_lines(tall[0])
    numbers = [line for line in lead if is_number_line(line.text)]
    counted = len(numbers) > 1 and len(lead) - len(numbers) <= 1
    cuts = cuts_at_numbers(tall, lead) if counted else cuts_at_blanks(tall)
    return Aligned(cut_row(table, cuts), NUMBERED if counted else UNNUMBERED, "rows") if cuts else None


def level_lines(cell: Cell) -> tuple[PrintedLine, ...]:
    """The lines of a cell, none of them vertical, as numbers one below the other in a narrow column look."""
    return chars_to_lines(cell.chars, cell.box._replace(x1=cell.box.x1 + ROOM), cell.page)


def blanks_between(cells: Sequence[Cell]) -> list[tuple[float, float]]:
    """The heights that all cells of a row leave blank between their chars, from top to bottom."""
    inked = join_intervals({(char.top, char.bottom) for cell in cells for char in cell.chars if not char.text.isspace()}, 0.0)
    return [(above[1], below[0]) for above, below in pairwise(inked)]


def cuts_at_numbers(cells: Sequence[Cell], numbers: Sequence[PrintedLine]) -> list[float]:
    """The heights between each two numbers at which all cells leave the widest blank; none where between some two there is no
    blank."""
    blanks = blanks_between(cells)
    cuts = []
    for above, below in pairwise(numbers):
        between = [blank for blank in blanks if blank[0] >= above.box.top and blank[1] <= below.box.bottom]
        if not between:
            return []
        start, end = max(between, key=lambda blank: blank[1] - blank[0])
        cuts.append((start + end) / 2)
    return cuts


def cuts_at_blanks(cells: Sequence[Cell]) -> list[float]:
    """The heights at which all cells leave a blank wider than between their lines; none where what stands between two of them
    does not look like a row."""
    steps = [below.box.top - above.box.bottom for cell in cells for above, below in pairwise(cell.lines)]
    if len(steps) < LEAST_COLUMNS:
        return []
    usual = min(steps)
    size = median([line.size for cell in cells for line in cell.lines])
    cuts = [(start + end) / 2 for start, end in blanks_between(cells) if end - start > usual + LEAST_BLANK * size]
    bounds = [cells[0].box.top, *cuts, cells[0].box.bottom]
    rows = list(pairwise(bounds))
    return cuts if len(cuts) > 1 and all(is_row(cells, top, bottom) for top, bottom in rows) else []


def is_row(cells: Sequence[Cell], top: float, bottom: float) -> bool:
    """Whether most cells say something between two heights, as the rows of a list do."""
    said = [any(top < (line.box.top + line.box.bottom) / 2 < bottom for line in cell.lines) for cell in cells]
    return sum(said) >= FILLED * len(said)


def cut_row(table: Table, cuts: Sequence[float]) -> Table:
    """The table with its last row cut at some heights."""
    last, xs = table.rows - 1, table.grid.xs
    ys = (*table.grid.ys[:-1], *cuts, table.grid.ys[-1])
    kept = [cell for cell in table.grid.cells if cell.row < last]
    parts = [
        Cell(row, cell.col, 1, cell.col_span, Box(cell.box.x0, ys[row], cell.box.x1, ys[row + 1]))
        for row in range(last, len(ys) - 1)
        for cell in table.grid.cells
        if cell.row == last
    ]
    grid = Grid(xs, ys, (*kept, *parts))
    return Table(table.page, grid, fill_grid(grid, [char for cell in table.cells for char in cell.chars], table.page))
