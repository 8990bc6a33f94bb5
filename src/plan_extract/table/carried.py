"""Headers carried on: which columns a table has that prints no header of its own, or a lesser one than the table before."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from plan_extract.table.grid import Table
from plan_extract.table.header import Column, Header
from plan_extract.table.row import column_cells

SAME_EDGE = 6.0
"""Column edges of two tables that differ by at most this many points are the same."""
LEAST_SHARED = 2
"""More edges than so many inside a table must be those of the table before it."""


def settle_header(printed: Header | None, table: Table, before: Sequence[tuple[Table, Header]]) -> Header | None:
    """The header that a table's columns have: the printed one; the one that it goes on with where it has none, or where the
    printed one lacks columns that the table before has (a print title of another table)."""
    carried = carried_header(table, before)
    if printed is None or carried is None:
        return printed or carried
    lacking = len(carried.columns) > len(printed.columns) and carried.names != printed.names
    return Header(printed.rows, carried.columns) if lacking and splits_columns(table, printed) else printed


def splits_columns(table: Table, header: Header) -> bool:
    """Whether every row of a table has several cells under one of the header's columns."""
    return any(
        column.first < column.last and all(len(column_cells(table, row, column)) > 1 for row in range(header.rows, table.rows))
        for column in header.columns
    )


def carried_header(table: Table, before: Sequence[tuple[Table, Header]]) -> Header | None:
    """The header of the latest table whose columns a headerless table shares; of the one right before it also where cells are
    merged over them."""
    carried = (carry_header(header, source, table) for source, header in reversed(before))
    shared = next((header for header in carried if header), None)
    return shared or (carry_merged(before[-1][1], before[-1][0], table) if before else None)


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


def carry_merged(header: Header, source: Table, table: Table) -> Header | None:
    """The columns of ``source`` laid on a table on the next page that has some of its edges and no other: in its rows cells are
    merged over the columns' borders, each of which lies at the last edge before it. None for any other table."""
    shift = table.box.x0 - source.box.x0
    edges = [x + shift for x in source.grid.xs]
    shared = [nearest(edges, x) for x in table.grid.xs]
    whole = shared[0] == 0 and shared[-1] == len(edges) - 1 and None not in shared
    if table.page != source.page + 1 or table.cols <= LEAST_SHARED or not whole:
        return None
    starts = [bisect(table.grid.xs, edges[column.first] + SAME_EDGE) - 1 for column in header.columns]
    ends = [*starts[1:], table.cols]
    if any(start >= end for start, end in zip(starts, ends, strict=True)):
        return None
    spans = zip(header.columns, starts, ends, strict=True)
    return Header(0, tuple(Column(start, end - 1, column.levels, column.role) for column, start, end in spans))


def nearest(positions: Sequence[float], wanted: float) -> int | None:
    """The index of the position nearest to ``wanted``, if it is near enough to be the same edge."""
    best = min(range(len(positions)), key=lambda index: abs(positions[index] - wanted))
    return best if abs(positions[best] - wanted) <= SAME_EDGE else None
