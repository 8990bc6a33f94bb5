"""Where a document's forms begin and end: runs of grid rows that print the same labels again, block after block or page after
page.

Each form names its initiative once, under a label that says so (事業名). Between one such label and the next lie a form's
rows; what is printed above the label in every form (整理番号, 年度) belongs to it too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from plan_extract.profile import Profile, word
from plan_extract.table.grid import Cell, Table, box_owners
from plan_extract.table.header import best_role, cell_label
from plan_extract.table.row import SAME_EDGE

LONGEST_LABEL = 24
"""A form's labels are at most this many characters."""
LEAST_LABELS = 4
"""So many labels at least has a form."""
COMMON = 0.8
"""A text in at least this share of the forms is one that all of them print."""
LIKELY = 0.5
"""Half of the texts that most blocks print make a block one of them."""
LEAST_LEADS = 2
"""So many known labels at least lead rows of every form."""

_PARTED = re.compile(r"[：:】］\]〕＞>》]")
"""What parts a label from the value in its cell."""


class Mosaic:
    """A table, the label that each of its cells may be, and which cell lies beside which."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.keys = tuple(cell_key(cell) for cell in table.cells)

    @cached_property
    def _owners(self) -> list[list[int]]:
        return box_owners(self.table.grid)

    def index_at(self, row: int, col: int) -> int | None:
        """The index of the cell that covers a place of the grid; None outside it."""
        inside = 0 <= row < self.table.rows and 0 <= col < self.table.cols
        return self._owners[row][col] if inside else None

    def beside(self, cell: Cell, row: int) -> Iterable[int]:
        """The indexes of the cells to the left of a cell in one of its rows, the nearest first."""
        col = cell.col - 1
        while (index := self.index_at(row, col)) is not None:
            yield index
            col = self.table.cells[index].col - 1

    def under(self, cell: Cell) -> list[int]:
        """The indexes of the cells right below a cell that together are as wide as it is; empty where they are not."""
        row = cell.row + cell.row_span
        found = list(dict.fromkeys(self.index_at(row, col) for col in cell.cols))
        inside = [index for index in found if index is not None]
        flush = all(
            cell.col <= below.col and below.col + below.col_span <= cell.col + cell.col_span and below.row == row
            for below in map(self.table.cells.__getitem__, inside)
        )
        return inside if len(inside) == len(found) and flush else []


def cell_key(cell: Cell) -> str:
    """The text by which a label is known again; empty for what is too long for one, or has no letters.

    Only what is short is read: most chars of a document stand in long cells.
    """
    inked = len("".join(cell.text.split()))
    text = word(cell_label(cell)) if 0 < inked <= LONGEST_LABEL else ""
    return text if any(char.isalpha() for char in text) else ""


class Piece(NamedTuple):
    """Rows ``first`` to ``last`` (exclusive) of a table that belong to one block."""

    mosaic: Mosaic
    first: int
    last: int

    @property
    def indexes(self) -> list[int]:
        """The cells that begin in the piece, from top to bottom and left to right."""
        cells = self.mosaic.table.cells
        inside = [index for index, cell in enumerate(cells) if self.first <= cell.row < self.last]
        return sorted(inside, key=lambda index: (cells[index].row, cells[index].col))


Block = tuple[Piece, ...]


class Stripe(NamedTuple):
    """A grid row: the cells that begin in it, as the texts by which labels are known."""

    mosaic: Mosaic
    row: int
    keys: frozenset[str]


class Run(NamedTuple):
    """Blocks that print the same texts: the label under which each names its initiative, and the blocks."""

    anchor: str
    blocks: tuple[Block, ...]


def may_repeat(tables: Iterable[Table], profile: Profile) -> bool:
    """Whether tables may be forms at all: several known labels lead rows again and again. A quick look at the drawn chars of
    few cells, as lists, whose header alone comes again, need no better one."""
    counts = Counter(lead for table in tables for cell in first_cells(table) if (lead := drawn_lead(cell)))
    again = (word(lead) for lead, count in counts.items() if count > 1)
    known = {lead for lead in again if best_role(lead, profile)[1] >= 2}
    return len(known) >= LEAST_LEADS


def first_cells(table: Table) -> Iterable[Cell]:
    """The first cell that begins in each grid row."""
    found: dict[int, Cell] = {}
    for cell in table.cells:
        found.setdefault(cell.row, cell)
    return found.values()


def drawn_lead(cell: Cell) -> str:
    """The first chars of a cell up to what parts a label from its value, in drawing order; empty where they are many."""
    text = "".join(char.text for char in cell.chars[: LONGEST_LABEL + 1])
    lead = _PARTED.split(text, maxsplit=1)[0] if _PARTED.search(text) else text
    return lead if len(lead) <= LONGEST_LABEL else ""


def find_runs(tables: Sequence[Table], profile: Profile) -> list[Run]:
    """The runs of blocks that may be forms, one for each label that names initiatives and comes again; ``tables`` in reading
    order, boxes of one cell among them."""
    stripes = tables_to_stripes(tables)
    runs = (stripes_to_run(stripes, anchor) for anchor in find_anchors(stripes, profile))
    return [run for run in runs if len(run.blocks) > 1]


def tables_to_stripes(tables: Iterable[Table]) -> list[Stripe]:
    """The grid rows of all tables."""
    stripes: list[Stripe] = []
    for mosaic in map(Mosaic, tables):
        keys: list[set[str]] = [set() for _ in range(mosaic.table.rows)]
        for cell, key in zip(mosaic.table.cells, mosaic.keys, strict=True):
            keys[cell.row].add(key)
        stripes.extend(Stripe(mosaic, row, frozenset(found - {""})) for row, found in enumerate(keys))
    return stripes


def find_anchors(stripes: Iterable[Stripe], profile: Profile) -> list[str]:
    """The labels of initiatives' names that come again, the surest first."""
    counts = Counter(key for stripe in stripes for key in stripe.keys)
    scores = {key: best_role(key, profile) for key, count in counts.items() if count > 1}
    named = {key: score for key, (role, score) in scores.items() if role == "name" and score >= 2}
    return sorted(named, key=lambda key: (-int(named[key]), -counts[key], key))


def stripes_to_run(stripes: Sequence[Stripe], anchor: str) -> Run:
    """The blocks around each row in which a label stands; those that share too few texts with the others are left out."""
    starts = [index for index, stripe in enumerate(stripes) if anchor in stripe.keys]
    alike = alike_starts(stripes, starts)
    if len(alike) < 2:
        return Run(anchor, ())
    tall = head_height(stripes, starts, alike)
    ends = {start: end - tall for start, end in pairwise(starts)}
    blocks = [stripes[start - tall : ends.get(start, len(stripes))] for start in alike]
    shared = common_keys(blocks)
    return Run(anchor, tuple(to_block(trim_end(block, shared)) for block in blocks))


def alike_starts(stripes: Sequence[Stripe], starts: Sequence[int]) -> list[int]:
    """The starts of the blocks that print most of what the others print."""
    blocks = [stripes[start:end] for start, end in pairwise([*starts, len(stripes)])]
    shared = common_keys(blocks, LIKELY + 0.1)
    alike = [start for start, block in zip(starts, blocks, strict=True) if len(shared & keys_of(block)) > LIKELY * len(shared)]
    return alike if len(shared) >= LEAST_LABELS else []


def keys_of(block: Iterable[Stripe]) -> set[str]:
    """All texts of a block that may be labels."""
    return {key for stripe in block for key in stripe.keys}


def common_keys(blocks: Sequence[Sequence[Stripe]], share: float = COMMON) -> set[str]:
    """The texts that at least a share of the blocks print."""
    counts = Counter(key for block in blocks for key in keys_of(block))
    return {key for key, count in counts.items() if count >= share * len(blocks) and count > 1}


def head_height(stripes: Sequence[Stripe], starts: Sequence[int], alike: Sequence[int]) -> int:
    """How many rows above the anchor belong to each form: those of its table where all anchors stand in the same row of a
    table of their own, and above them as many as print the same."""
    rows = {stripes[start].row for start in alike}
    own = rows.pop() if len(rows) == 1 else 0
    limits = {after: after - before - 1 for before, after in pairwise([-1, *starts])}
    first = stripes[alike[0]].mosaic.table.page
    on_page = sum(1 for _ in takewhile(lambda s: s.mosaic.table.page == first, reversed(stripes[: alike[0]])))
    room = min(on_page, *(limits[start] for start in alike[1:]))
    tall = min(own, room)
    while tall < room and frozenset.intersection(*(stripes[start - tall - 1].keys for start in alike)):
        tall += 1
    return tall


def trim_end(block: Sequence[Stripe], shared: set[str]) -> list[Stripe]:
    """A block without what follows on pages that print none of the shared texts, save for a last row that a page's end cut."""
    pages = [stripe.mosaic.table.page for stripe in block if stripe.keys & shared]
    kept = [stripe for stripe in block if stripe.mosaic.table.page <= max(pages, default=0)]
    rest = block[len(kept) : len(kept) + 1]
    return [*kept, *(stripe for stripe in rest if kept and is_rest(stripe.mosaic.table, kept[-1].mosaic.table))]


def is_rest(table: Table, above: Table) -> bool:
    """Whether a table begins with the rest of a row at the foot of the page before: it is as wide, and blank on its left."""
    sides = zip((table.box.x0, table.box.x1), (above.box.x0, above.box.x1), strict=True)
    lead = next(cell for cell in table.cells if cell.row == cell.col == 0)
    blank = all(char.text.isspace() for char in lead.chars)
    return blank and table.page == above.page + 1 and all(abs(a - b) <= SAME_EDGE for a, b in sides)


def to_block(stripes: Iterable[Stripe]) -> Block:
    """Grid rows as pieces of tables."""
    pieces = []
    for mosaic, group in groupby(stripes, key=lambda stripe: stripe.mosaic):
        rows = [stripe.row for stripe in group]
        pieces.append(Piece(mosaic, rows[0], rows[-1] + 1))
    return tuple(pieces)
