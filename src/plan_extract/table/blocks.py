"""Where a document's forms begin and end: runs of grid rows that print the same labels again, block after block or page after
page.

Each form names its initiative once, under a label that says so (事業名). Between one such label and the next lie a form's
rows; what is printed above the label in every form (整理番号, 年度) belongs to it too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby, pairwise, takewhile
from typing import Literal, NamedTuple

from plan_extract.place import Place
from plan_extract.profile import Profile, Role, word
from plan_extract.table.carried import SAME_EDGE
from plan_extract.table.grid import Cell, Table, box_owners
from plan_extract.table.header import ENDING, EXACT, best_role, cell_label

LONGEST_LABEL = 24
"""A form's labels are at most this many characters."""
LEAST_LABELS = 4
"""So many labels at least has a form."""
COMMON = 0.8
"""A text in at least this share of the forms is one that all of them print."""
LIKELY = 0.5
"""Half of the texts that most blocks print make a block one of them."""
TOLD: frozenset[Role | None] = frozenset({"department", "overview", "progress"})
"""Roles of labels that forms are known by where their names have none."""
MOST_OTHERS = 2
"""So many of them are tried."""
HEAD_ROWS = 4
"""A form's number and name stand in so many rows at its top."""
LEAST_ROWS = 3
"""A form that begins within another one's page has at least so many rows in one table."""
LEAST_LEADS = 2
"""So many known labels at least lead rows of every form."""

_LABEL = re.compile(r"[^\W\d_a-z]|[a-z][a-z\d]")
"""What a label has: a letter that is no grade (A, B)."""
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
    """The text by which a label is known again; empty for what is too long for one, has no letters, or is a
    sentence.

    Only what is short is read: most chars of a document stand in long cells.
    """
    inked = len("".join(cell.text.split()))
    text = word(cell_label(cell)) if 0 < inked <= LONGEST_LABEL else ""
    return text if _LABEL.search(text) and not text.endswith("。") else ""


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
    indexes: tuple[int, ...]
    keys: frozenset[str]

    @property
    def cells(self) -> list[Cell]:
        """The cells that begin in the row."""
        return [self.mosaic.table.cells[index] for index in self.indexes]


class Anchor(NamedTuple):
    """A label that every form prints once: the one under which it ``names`` its initiative, or another one where the name has
    none. One that is called as a ``section`` is (施策, 重点施策) names what differs from form to form."""

    key: str
    names: bool
    section: bool = False


class Run(NamedTuple):
    """Blocks that print the same texts, and the label by which they were found."""

    anchor: Anchor
    blocks: tuple[Block, ...]


def may_repeat(tables: Iterable[Table], profile: Profile) -> bool:
    """Whether tables may be forms at all: on one page several known labels lead rows that come again. A quick look at the
    drawn chars of few cells, as lists, whose header alone comes again, need no better one."""
    leads: dict[int, list[str]] = {}
    for table in tables:
        found = (lead for cell in table.cells if cell.col == 0 and (lead := drawn_lead(cell)))
        leads.setdefault(table.page, []).extend(found)
    counts = Counter(lead for found in leads.values() for lead in found)
    known = {lead for lead, count in counts.items() if count > 1 and is_known(word(lead), profile)}
    return any(len(known.intersection(found)) >= LEAST_LEADS for found in leads.values())


def is_known(label: str, profile: Profile) -> bool:
    """Whether a label names a role."""
    role, score = best_role(label, profile)
    return role is not None and score >= ENDING


def drawn_lead(cell: Cell) -> str:
    """The first chars of a cell up to what parts a label from its value, in drawing order; empty where they are many."""
    text = "".join(char.text for char in cell.chars[: LONGEST_LABEL + 1])
    lead = _PARTED.split(text, maxsplit=1)[0] if _PARTED.search(text) else text
    return lead if len(lead) <= LONGEST_LABEL else ""


def tables_to_stripes(tables: Iterable[Table]) -> list[Stripe]:
    """The grid rows of all tables."""
    stripes: list[Stripe] = []
    for mosaic in map(Mosaic, tables):
        rows: list[list[int]] = [[] for _ in range(mosaic.table.rows)]
        for index, cell in enumerate(mosaic.table.cells):
            rows[cell.row].append(index)
        for row, indexes in enumerate(rows):
            keys = frozenset(key for index in indexes if (key := mosaic.keys[index]))
            stripes.append(Stripe(mosaic, row, tuple(indexes), keys))
    return stripes


def find_anchors(stripes: Iterable[Stripe], profile: Profile) -> list[Anchor]:
    """The labels by which forms may be found, the surest first: those of initiatives' names that come again, and then the first
    others, as the name may stand in a title. What is called 施策名 may be the section of what is called 事業名."""
    counts = Counter(key for stripe in stripes for key in stripe.keys)
    scores = {key: best_role(key, profile) for key, count in counts.items() if count > 1}
    sure = max((counts[key] for key, (role, score) in scores.items() if role == "name" and score >= EXACT), default=0)
    least = LIKELY * sure  # what comes less often is, as a rule, a name itself
    named = [
        key
        for key, (role, score) in scores.items()
        if role == "name" and (score >= EXACT or (score >= ENDING and counts[key] >= least))
    ]
    named.sort(key=lambda key: (scores[key][1] < EXACT, names_section(key, profile), -counts[key], key))
    others = [key for key, (role, score) in scores.items() if role in TOLD and score >= ENDING]
    sections = [key for key, (role, score) in scores.items() if role == "section" and score >= EXACT]
    return [
        *(Anchor(key, names=True) for key in named),
        *(Anchor(key, names=False) for key in others[:MOST_OTHERS]),
        *(Anchor(key, names=True, section=True) for key in sections),
    ]


def names_section(key: str, profile: Profile) -> bool:
    """Whether a name's label is that of a section (施策名)."""
    return best_role(key.removesuffix("名"), profile)[0] == "section"


def stripes_to_run(stripes: Sequence[Stripe], anchor: Anchor, names: Mapping[Place, frozenset[str]]) -> Run:
    """The blocks around each row in which a label stands; those that share too few texts with the others are left out. Tables
    that begin with other ``names`` (:func:`leading_names`) belong to no block."""
    starts = new_starts(stripes, anchor)
    spans = pairwise([*starts, len(stripes)])
    ends = {start: start + foreign_table(stripes[start:stop], anchor, names) for start, stop in spans}
    alike = alike_starts(stripes, starts, ends)
    if len(alike) < 2:
        return Run(anchor, ())
    tall = head_height(stripes, starts, alike, titled=not anchor.names)
    below = {start: following - tall for start, following in pairwise(starts)}
    blocks = [stripes[start - tall : min(ends[start], below.get(start, len(stripes)))] for start in alike]
    shared = common_keys(blocks)
    return Run(anchor, tuple(to_block(trim_end(block, shared)) for block in blocks))


def leading_names(stripes: Sequence[Stripe], profile: Profile) -> dict[Place, frozenset[str]]:
    """For each table the labels of names that stand beside their values in it: those of the first table of a page, and those of
    others in which they stand at the top of a form, as what is beside them differs from form to form."""
    found = [
        (stripe, key, beside)
        for stripe in stripes
        for key in stripe.keys
        if is_sure_name(key, profile) and is_value(beside := said_at(stripe, key, "right"), profile)
    ]
    told = {key: [beside for _, other, beside in found if other == key] for _, key, _ in found}
    first = {stripe.mosaic.table.page: stripe.mosaic.table.place for stripe in reversed(stripes)}
    names: dict[Place, frozenset[str]] = {}
    for stripe, key, _ in found:
        table = stripe.mosaic.table
        differ = table.rows >= LEAST_ROWS and stripe.row < HEAD_ROWS and 1 < len(set(told[key])) > LIKELY * len(told[key])
        if differ or first[table.page] == table.place:
            names[table.place] = names.get(table.place, frozenset()).union([key])
    return names


def is_sure_name(key: str, profile: Profile) -> bool:
    """Whether a text is a label of names."""
    role, score = best_role(key, profile)
    return role == "name" and score >= EXACT


def is_value(text: str, profile: Profile) -> bool:
    """Whether what stands beside a label is no label."""
    return bool(text) and not is_known(text, profile)


def foreign_table(block: Sequence[Stripe], anchor: Anchor, names: Mapping[Place, frozenset[str]]) -> int:
    """How many rows of a block stand before the first table that begins with another name."""
    own = block[0].mosaic.table
    return next(
        (
            index
            for index, stripe in enumerate(block)
            if (table := stripe.mosaic.table) is not own and names.get(table.place) and anchor.key not in names[table.place]
        ),
        len(block),
    )


def new_starts(stripes: Sequence[Stripe], anchor: Anchor) -> list[int]:
    """The rows in which a label stands, but for those that only print again what the one before says, as the second page of a
    form does; none where what should be names is the same again and again."""
    starts = [index for index, stripe in enumerate(stripes) if anchor.key in stripe.keys]
    rights, belows = ([said_at(stripes[start], anchor.key, side) for start in starts] for side in ("right", "below"))
    said = rights if len(set(rights)) > 1 else belows
    if anchor.names and len(set(said)) < (1 if anchor.section else LIKELY) * len(said):
        return []
    blocks = [stripes[start:end] for start, end in pairwise([*starts, len(stripes)])]
    told = list(zip(starts, said, blocks, strict=True))
    again = {
        start
        for (_, first, before), (start, second, block) in pairwise(told)
        if first and first == second and is_page_of(before, block, anchor)
    }
    return [start for start in starts if start not in again]


def is_page_of(before: Sequence[Stripe], block: Sequence[Stripe], anchor: Anchor) -> bool:
    """Whether what begins with the same name, or department, is another page of the form before."""
    return repeats_head(before[:HEAD_ROWS], block[0]) and (anchor.names or not are_alike(before, block))


def are_alike(block: Iterable[Stripe], other: Iterable[Stripe]) -> bool:
    """Whether two blocks print mostly the same texts, as two forms of one department do; the pages of one form differ."""
    keys, others = keys_of(block), keys_of(other)
    return len(keys & others) > LIKELY * min(len(keys), len(others))


def said_at(stripe: Stripe, key: str, side: Literal["right", "below"]) -> str:
    """What stands right of a label of the row, or below it; empty where nothing does."""
    mosaic = stripe.mosaic
    cell = mosaic.table.cells[next(index for index in stripe.indexes if mosaic.keys[index] == key)]
    row, col = (cell.row, cell.col + cell.col_span) if side == "right" else (cell.row + cell.row_span, cell.col)
    index = mosaic.index_at(row, col)
    return "" if index is None else word(mosaic.table.cells[index].text)


def repeats_head(head: Iterable[Stripe], stripe: Stripe) -> bool:
    """Whether a row brings no number that the head of the form before lacks, and stands on another page."""
    known = {word(cell.text) for above in head for cell in above.cells}
    told = {word(cell.text) for cell in stripe.cells}
    page = next(iter(head)).mosaic.table.page
    return stripe.mosaic.table.page != page and not any(re.search(r"\d", text) for text in told - known)


def alike_starts(stripes: Sequence[Stripe], starts: Sequence[int], ends: Mapping[int, int]) -> list[int]:
    """The starts of the blocks that print most of what the others print."""
    blocks = [stripes[start : ends[start]] for start in starts]
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


def head_height(stripes: Sequence[Stripe], starts: Sequence[int], alike: Sequence[int], *, titled: bool) -> int:
    """How many rows above the anchor belong to each form: those of its table where all anchors stand in the same row of a
    table of their own, and above them as many as print the same; where the name has no label, those that one cell takes."""
    rows = {stripes[start].row for start in alike}
    own = rows.pop() if len(rows) == 1 else 0
    limits = {after: after - before - 1 for before, after in pairwise([-1, *starts])}
    first = stripes[alike[0]].mosaic.table.page
    on_page = sum(1 for _ in takewhile(lambda s: s.mosaic.table.page == first, reversed(stripes[: alike[0]])))
    room = min(on_page, *(limits[start] for start in alike[1:]))
    tall = min(own, room)
    while tall < room and all_alike([stripes[start - tall - 1] for start in alike], titled=titled):
        if not on_one_page(stripes, alike, tall + 1):
            break
        tall += 1
    return tall


def all_alike(rows: Sequence[Stripe], *, titled: bool) -> bool:
    """Whether rows, one of each form, print a text that all share, or each a title."""
    return bool(frozenset.intersection(*(row.keys for row in rows))) or (titled and all(map(is_title_row, rows)))


def on_one_page(stripes: Sequence[Stripe], starts: Sequence[int], above: int) -> bool:
    """Whether most rows stand on one page with those so many rows ``above`` them."""
    level = [stripes[start].mosaic.table.page == stripes[start - above].mosaic.table.page for start in starts]
    return sum(level) * 2 > len(level)


def is_title_row(stripe: Stripe) -> bool:
    """Whether one cell takes a row of a table of several columns, in which a form's title may stand."""
    return stripe.mosaic.table.cols > 1 and [cell.col_span for cell in stripe.cells] == [stripe.mosaic.table.cols]


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
