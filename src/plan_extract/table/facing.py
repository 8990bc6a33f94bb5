"""One table over two facing pages: the left page has the first columns of each row, the right page the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from plan_extract.profile import Profile, word
from plan_extract.table.carried import carry_header
from plan_extract.table.grid import Cell, Table
from plan_extract.table.header import (
    EXACT,
    FIGURES,
    LONGEST_PLAIN,
    Header,
    assign_roles,
    best_role,
    cell_label,
    header_to_columns,
    read_header,
    row_cells,
)
from plan_extract.table.row import Band, Row, RowCell, table_to_rows
from plan_extract.table.stitch import Part

LEVEL = 3.0
"""Rows of two pages stand level where their sides differ by at most so many points."""
LEAST_ROWS = 3
"""So many rows, the header among them, must stand level."""


class Spread(NamedTuple):
    """The halves of a table over two facing pages, and the header of the right one."""

    left: Table
    right: Table
    header: Header


def find_spreads(tables: Sequence[Table], profile: Profile) -> list[Spread]:
    """The tables over two facing pages among a document's tables in reading order."""
    spreads: list[Spread] = []
    for left in tables:
        if any(left is one.right for one in spreads):
            continue
        facing = [right for right in tables if right.page == left.page + 1 and stand_level(left, right)]
        header = right_header(left, facing[0], spreads, profile) if facing else None
        if header:
            spreads.append(Spread(left, facing[0], header))
    return spreads


def stand_level(left: Table, right: Table) -> bool:
    """Whether every row of two tables begins and ends at the same height."""
    pairs = zip_longest(left.grid.ys, right.grid.ys, fillvalue=float("inf"))
    return left.rows >= LEAST_ROWS and all(abs(a - b) <= LEVEL for a, b in pairs)


def right_header(left: Table, right: Table, above: Sequence[Spread], profile: Profile) -> Header | None:
    """The header of the right half, if the two are one table: the left one says which items, the right one heads other columns
    in as many rows; or both go on with the spread before. A right page with the left one's own columns goes on below it."""
    first = read_header(left, profile)
    if first is None:
        return carry_header(above[-1].header, above[-1].right, right) if above else None
    if "name" not in first.roles or carry_header(first, left, right) or not are_labels(row_cells(right, first.rows - 1)):
        return None
    second = Header(first.rows, header_to_columns(right, first.rows, profile))
    return None if set(first.names) & set(second.names) or names_items(second, profile) else second


def names_items(header: Header, profile: Profile) -> bool:
    """Whether a header has a number or name of its own."""
    scored = [best_role(level, profile) for column in header.columns for level in column.levels]
    return any(role in ("number", "name") and score >= EXACT for role, score in scored)


def are_labels(cells: Sequence[Cell]) -> bool:
    """Whether cells read as a header: short words, each another one, and no figures."""
    labels = [cell_label(cell) for cell in cells]
    short = all(0 < len(label) <= LONGEST_PLAIN and not FIGURES.search(word(label)) for label in labels)
    return short and len(set(labels)) == len(labels)


def join_spreads(parts: Iterable[Part], spreads: Sequence[Spread], profile: Profile) -> list[Part]:
    """The parts, those of left halves with the columns of the right ones."""
    by_left = {spread.left.place: spread for spread in spreads}
    return [join_halves(part, by_left[part.table.place], profile) if part.table.place in by_left else part for part in parts]


def join_halves(part: Part, spread: Spread, profile: Profile) -> Part:
    """A left half with the columns of the right one; what the right one alone says makes rows of its own."""
    columns = (*part.header.columns, *spread.header.columns)
    roles = assign_roles([column.levels for column in columns], profile)
    header = Header(part.header.rows, tuple(replace(column, role=role) for column, role in zip(columns, roles, strict=True)))
    others = list(table_to_rows(spread.right, spread.header))
    rows: list[Row | Band] = []
    for row in part.rows:
        other = next((one for one in others if isinstance(one, Row) and level_with(row, one)), None)
        if other:
            others.remove(other)
        rows.append(join_row(row, other, len(spread.header.columns)) if isinstance(row, Row) else row)
    blank = (RowCell(()),) * len(part.header.columns)
    rows.extend(Row((*blank, *one.cells), one.places) if isinstance(one, Row) else one for one in others)
    return replace(part, header=header, rows=tuple(rows))


def level_with(left: Row | Band, right: Row) -> bool:
    """Whether two rows stand level."""
    return isinstance(left, Row) and abs(left.places[0].box.top - right.places[0].box.top) <= LEVEL


def join_row(left: Row, right: Row | None, width: int) -> Row:
    """The halves of a row; where the right one is empty, so are its ``width`` cells."""
    if right is None:
        return Row((*left.cells, *(RowCell(()),) * width), left.places)
    return Row((*left.cells, *right.cells), left.places + right.places)
