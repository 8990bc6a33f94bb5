"""The assignment of rows to columns that makes the sum of a matrix the largest, by shortest augmenting paths.

The algorithm is that of Jonker and Volgenant (1987) in the form of Crouse (2016), which ``scipy`` has too; to import that
would take longer than to compare two reports of a thousand rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import ArrayLike

    Matrix = numpy.ndarray[tuple[int, int], numpy.dtype[numpy.float64]]
    Row = numpy.ndarray[tuple[int], numpy.dtype[numpy.float64]]
    Places = numpy.ndarray[tuple[int], numpy.dtype[numpy.intp]]

NOBODY = -1


def best_pairs(gain: ArrayLike) -> list[tuple[int, int]]:
    """Row and column of each pair with a gain above 0, in the order of the rows; no other choice gains more altogether.

    >>> best_pairs([[9, 8], [8, 0]]), best_pairs([[9, 3], [3, 2]])
    ([(0, 1), (1, 0)], [(0, 0), (1, 1)])
    """
    import numpy

    matrix = numpy.asarray(gain, dtype=float)
    rows, columns = (numpy.flatnonzero((matrix > 0).any(axis=axis)) for axis in (1, 0))
    core = matrix[numpy.ix_(rows, columns)]
    chosen = (
        enumerate(assign_rows(-core)) if len(rows) <= len(columns) else ((i, j) for j, i in enumerate(assign_rows(-core.T)))
    )
    return sorted((int(rows[i]), int(columns[j])) for i, j in chosen if core[i, j] > 0)


def assign_rows(cost: Matrix) -> list[int]:
    """The column of each row, all different, whose costs have the least sum; there are no fewer columns than rows."""
    state = begin(cost)
    for row in range(len(cost)):
        if state.column_of[row] == NOBODY:
            augment(state, row)
    return [int(column) for column in state.column_of]


@dataclass(frozen=True, slots=True)
class State:
    """What is assigned so far, and the prices of rows and columns, which no cost is less than the sum of."""

    cost: Matrix
    row_price: Row
    column_price: Row
    column_of: Places
    row_of: Places


def begin(cost: Matrix) -> State:
    """Each row at its cheapest column where that is still free."""
    import numpy

    rows, columns = cost.shape
    column_of, row_of = (numpy.full(size, NOBODY, dtype=numpy.intp) for size in (rows, columns))
    for row, column in enumerate(cost.argmin(axis=1) if cost.size else ()):
        if row_of[column] == NOBODY:
            column_of[row], row_of[column] = column, row
    return State(cost, cost.min(axis=1, initial=numpy.inf), numpy.zeros(columns), column_of, row_of)


def augment(state: State, start: int) -> None:
    """Give the row ``start`` a column, along the path on which the rows that must move lose least."""
    import numpy

    columns = len(state.row_of)
    distance, came_from = numpy.full(columns, numpy.inf), numpy.full(columns, NOBODY, dtype=numpy.intp)
    reached: list[int] = []
    row, so_far, column = start, 0.0, NOBODY
    open_distance = distance.copy()
    while row != NOBODY:
        through = so_far + state.cost[row] - state.row_price[row] - state.column_price
        through[reached] = numpy.inf
        nearer = through < distance
        distance[nearer], open_distance[nearer], came_from[nearer] = through[nearer], through[nearer], row
        column = nearest(open_distance, state.row_of)
        so_far = float(distance[column])
        open_distance[column] = numpy.inf
        reached.append(column)
        row = int(state.row_of[column])
    reprice(state, start, numpy.array(reached), distance, so_far)
    shift(state, start, column, came_from)


def nearest(distance: Row, row_of: Places) -> int:
    """The nearest column, a free one where several are as near."""
    import numpy

    first = int(distance.argmin())
    if row_of[first] == NOBODY:
        return first
    free = numpy.flatnonzero((distance == distance[first]) & (row_of == NOBODY))
    return int(free[0]) if len(free) else first


def reprice(state: State, start: int, reached: Places, distance: Row, length: float) -> None:
    """Change the prices so that every step of the path costs nothing more than they say."""
    saved = length - distance[reached]
    moved = reached[:-1]
    state.row_price[start] += length
    state.row_price[state.row_of[moved]] += saved[:-1]
    state.column_price[reached] -= saved


def shift(state: State, start: int, column: int, came_from: Places) -> None:
    """Move each row on the path that ends at ``column`` to the column behind it."""
    row = NOBODY
    while row != start:
        row = int(came_from[column])
        freed = int(state.column_of[row])
        state.column_of[row], state.row_of[column] = column, row
        column = freed
