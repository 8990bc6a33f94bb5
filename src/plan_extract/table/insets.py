"""Cells that hold a label and its value (「担当課：企画課」) to two cells, so that forms made of them read as others do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from plan_extract.place import Box
from plan_extract.profile import Profile, word
from plan_extract.table.grid import Cell, Grid, Table
from plan_extract.table.header import ENDING, EXACT, best_role
from plan_extract.text.headings import parse_numbered

_INSET = re.compile(
    r"\W?(?P<colon>[^\s：:、。（(【]{2,16}?(?:[（(][^：:（()）]{1,12}[)）])?)\s*[：:]\s*"
    r"|[【［\[〔＜<《≪](?P<bracket>[^】］\]〕＞>》≫]{2,16})[】］\]〕＞>》≫]\s*"
    r"|(?P<blank>[^\s（(【：:]{2,12})\s+(?=[^\s（(])"
)
_BULLET = re.compile(r"\s*[■□◆◇●▼▶►★☆]\s*\w")
LONGEST_LEAD = 20
"""A label that takes a line is at most this many characters."""


class Inset(NamedTuple):
    """The label at the start of a cell, how many characters it takes with the signs around it, and whether only a blank parts
    it from its value."""

    label: str
    length: int
    blank: bool


def find_inset(text: str) -> Inset | None:
    """The label with which a text begins, or None.

    >>> find_inset("担当課：企画課"), find_inset("【事業の目的】"), find_inset("窓口を開く。")
    (Inset(label='担当課', length=4, blank=False), Inset(label='事業の目的', length=7, blank=False), None)
    """
    match = _INSET.match(text)
    if match is None:
        return None
    label = match["colon"] or match["bracket"] or match["blank"]
    return Inset(word(label), match.end(), match["blank"] is not None)


def split_insets(tables: Sequence[Table], profile: Profile) -> list[Table]:
    """The tables with such cells split in two. A label comes again; what parts it from its value by a blank alone is one whose
    words are known. Labels in brackets, with which texts begin too, fill their row, and so do those that take a line."""
    filled = [cell for table in tables for cell in table.cells if cell.lines]
    wide = [cell for table in tables for cell in table.cells if cell.lines and cell.col_span == table.cols]
    insets = {id(cell): inset for cell in filled if (inset := find_inset(cell.lines[0].text))}
    leads = {id(cell): inset for cell in wide if id(cell) not in insets and (inset := find_lead(cell.lines[0].text, profile))}
    said = {leads[id(cell)].label for cell in wide if id(cell) in leads and len(cell.lines) > 1}
    found = insets | {key: lead for key, lead in leads.items() if lead.label in said}
    counts = Counter(inset.label for inset in found.values())
    known = {
        key: inset
        for key, inset in found.items()
        if counts[inset.label] > 1 and (not inset.blank or best_role(inset.label, profile)[1] >= EXACT)
    }
    return [split_table(table, known) for table in tables]


def find_lead(text: str, profile: Profile) -> Inset | None:
    """The label that the first line of a box is, which other boxes' first lines are too: a numbered one, or a known one; or
    None."""
    label = word(text)
    if len(label) > LONGEST_LEAD or text.endswith("。"):
        return None
    numbered = parse_numbered(text) is not None or _BULLET.match(text) is not None
    return Inset(label, len(text), blank=False) if numbered or best_role(label, profile)[1] >= ENDING else None


def split_table(table: Table, insets: dict[int, Inset]) -> Table:
    """A table with twice as many columns, in which the cells with labels take two; the table itself where it has none."""
    full = set(full_rows(table, insets))
    wanted = {id(cell) for cell in table.cells if id(cell) in insets and (cell.row in full or insets[id(cell)].blank)}
    if not wanted:
        return table
    xs = table.grid.xs
    halves = [x for left, right in pairwise(xs) for x in (left, (left + right) / 2)]
    cells = tuple(
        part for cell in table.cells for part in (split_cell(cell, insets[id(cell)]) if id(cell) in wanted else [widen(cell)])
    )
    return replace(table, grid=Grid((*halves, xs[-1]), table.grid.ys, cells), cells=cells)


def full_rows(table: Table, insets: dict[int, Inset]) -> Iterable[int]:
    """The rows in which every cell that says something begins with a label."""
    for row in range(table.rows):
        said = [cell for cell in table.cells if cell.row == row and cell.lines]
        if said and all(id(cell) in insets for cell in said):
            yield row


def widen(cell: Cell) -> Cell:
    """A cell in the table of twice as many columns."""
    return replace(cell, col=cell.col * 2, col_span=cell.col_span * 2)


def split_cell(cell: Cell, inset: Inset) -> list[Cell]:
    """The label of a cell, and what it says behind it."""
    first = cell.lines[0]
    head = [glyph for glyph in first.glyphs[: inset.length] if glyph]
    taken = set(head)
    words = [glyph for glyph in head if glyph.text not in "：:【】［］[]〔〕＜＞<>《》≪≫"]
    wide = widen(cell)
    rest = tuple(char for char in cell.chars if char not in taken)
    middle = Box(cell.box.x0, cell.box.top, (cell.box.x0 + cell.box.x1) / 2, cell.box.bottom)
    return [
        replace(wide, col_span=1, box=middle, chars=tuple(words)),
        replace(wide, col=wide.col + 1, col_span=wide.col_span - 1, chars=rest),
    ]
