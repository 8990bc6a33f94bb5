"""Blocks of forms to fields: which texts are labels, and what a form says under each.

A label stands to the left of its value or above it; one that stands beside several labels goes before them (指標 / 目標値), and
so do the heads of an inner table's columns behind those of its rows (事業費 / 決算額 / 令和5年度).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from plan_extract.place import Place
from plan_extract.profile import Profile, Role, word
from plan_extract.table.blocks import COMMON, Block, Mosaic, Piece, Run
from plan_extract.table.carried import SAME_EDGE
from plan_extract.table.grid import Cell, Table
from plan_extract.table.header import EXACT, UNIT_HEADERS, YEAR, best_role, cell_label
from plan_extract.table.printed import PrintedLine
from plan_extract.text.continuation import strip_continuation
from plan_extract.text.units import header_unit

_BULLET = re.compile(r"\s*[■□◆◇●○◎▼▶►▲★☆・※]\s*(?=\w)")


class Field(NamedTuple):
    """What a form says under a label: the label level by level as printed, the lines below or beside it, and the ``unit`` that
    its row gives for numbers; ``role`` is that of what needs no label. The labels ``around`` it are those of its row and of its
    table (:func:`group_labels`), which may tell it from others."""

    path: tuple[str, ...]
    lines: tuple[PrintedLine, ...]
    beside: bool
    unit: str = ""
    role: Role | None = None
    around: tuple[str, str] = ("", "")


Kind = Literal["beside", "head", "value"]
"""What a text that all forms print may be: a label beside its value, one above its values, or a value that they share."""


class Labels(NamedTuple):
    """The texts of labels that stand beside their value, and of those that stand above."""

    beside: frozenset[str]
    heads: frozenset[str]


def find_labels(run: Run, profile: Profile) -> Labels:
    """The texts that are labels in most places where the forms print them."""
    counts = Counter(key for block in run.blocks for key in {key for piece in block for key in piece_keys(piece)})
    common = frozenset(key for key, count in counts.items() if key and count >= COMMON * len(run.blocks))
    votes: Counter[tuple[str, Kind]] = Counter()
    for block in run.blocks:
        for piece in block:
            votes.update(vote_labels(piece, common, profile))
    return Labels(
        frozenset(key for key in common if votes[key, "beside"] > votes[key, "head"] + votes[key, "value"]),
        frozenset(key for key in common if votes[key, "head"] >= max(1, votes[key, "beside"] + votes[key, "value"])),
    )


def piece_keys(piece: Piece) -> list[str]:
    """The texts of a piece by which labels are known."""
    return [piece.mosaic.keys[index] for index in piece.indexes]


def vote_labels(piece: Piece, common: frozenset[str], profile: Profile) -> list[tuple[str, Kind]]:
    """What each common text of a piece is where it stands: a label, or a value that happens to be the same everywhere, as it
    stands right of a label."""
    mosaic = piece.mosaic
    beside: set[int] = set()
    heads: set[int] = set()
    votes: list[tuple[str, Kind]] = []
    for _, group in groupby(piece.indexes, key=lambda index: mosaic.table.cells[index].row):
        row = list(group)
        sure = {index for index in row if mosaic.keys[index] in common and heads_column(mosaic, index, common)}
        values = inner_values(mosaic, row, sure, heads, common)
        heads |= spread_heads(mosaic, [index for index in row if index not in values], sure.difference(values), common)
        for index in row:
            key, cell = mosaic.keys[index], mosaic.table.cells[index]
            if key not in common:
                continue
            left = next(iter(mosaic.beside(cell, cell.row)), None)
            valued = (
                left in beside and mosaic.table.cells[left].row_span <= cell.row_span and best_role(key, profile)[1] < EXACT
            )
            told = valued or index in values or ends_row(mosaic, index, beside)
            kind: Kind = "head" if index in heads else "value" if told else "beside"
            beside.update([index] if kind == "beside" else [])
            votes.append((key, kind))
    return votes


def ends_row(mosaic: Mosaic, index: int, beside: Set[int]) -> bool:
    """Whether a cell ends a row behind a value: no value stands beside it."""
    cell = mosaic.table.cells[index]
    lefts = list(mosaic.beside(cell, cell.row))
    last = mosaic.index_at(cell.row, cell.col + cell.col_span) is None
    return last and bool(lefts) and lefts[0] not in beside and not beside.isdisjoint(lefts)


def inner_values(mosaic: Mosaic, row: Sequence[int], sure: Set[int], heads: Set[int], common: frozenset[str]) -> Sequence[int]:
    """The cells of a row that stand right below ``heads``, in their columns, where one of them at least says something else in
    each form, or no cell of the row can be a head (``sure``): all are values, but for the first, which may be their label."""
    inner = [index for index in row if upper_cell(mosaic, index) in heads]
    differ = any(mosaic.keys[index] not in common and mosaic.table.cells[index].chars for index in inner)
    whole = row[0] not in sure and len(row) > 1 and set(row[1:]) <= set(inner)
    if not (differ or whole):
        return []
    upper = upper_cell(mosaic, inner[0])
    labelled = inner[0] == row[0] and not (upper is not None and YEAR.fullmatch(mosaic.keys[upper]))
    return inner[1:] if labelled else inner


def spread_heads(mosaic: Mosaic, row: Sequence[int], sure: Set[int], common: frozenset[str]) -> set[int]:
    """The heads of a row: those that are ``sure``, and those next to one, which stand on values that all forms share."""
    heads = set(sure)
    for index, following in (*pairwise(row), *pairwise(reversed(row[1:]))):
        if index in heads and mosaic.keys[following] in common and mosaic.under(mosaic.table.cells[following]):
            heads.add(following)
    return heads


def upper_cell(mosaic: Mosaic, index: int) -> int | None:
    """The cell right above another one, in the same column."""
    cell = mosaic.table.cells[index]
    upper = mosaic.index_at(cell.row - 1, cell.col)
    return upper if upper is not None and mosaic.table.cells[upper].cols == cell.cols else None


def heads_column(mosaic: Mosaic, index: int, common: frozenset[str]) -> bool:
    """Whether a text that all forms print heads a column of an inner table, as a cell next to it does too; one that takes the
    whole width, or says a year, may stand alone."""
    cell = mosaic.table.cells[index]
    if not stands_on_values(mosaic, index, common):
        return False
    sides = (mosaic.index_at(cell.row, cell.col - 1), mosaic.index_at(cell.row, cell.col + cell.col_span))
    near = [side for side in sides if side is not None and mosaic.table.cells[side].row == cell.row]
    alone = cell.col_span == mosaic.table.cols or YEAR.fullmatch(mosaic.keys[index]) is not None
    return alone or any(mosaic.keys[side] in common and stands_on_values(mosaic, side, common) for side in near)


def stands_on_values(mosaic: Mosaic, index: int, common: frozenset[str]) -> bool:
    """Whether right below a cell, in its width, stand values, or cells that stand on values themselves; the first of several
    may stand on the labels of an inner table's rows."""
    below = mosaic.under(mosaic.table.cells[index])
    telling = below[1:] or below
    return bool(below) and all(mosaic.keys[i] not in common or stands_on_values(mosaic, i, common) for i in telling)


class Spot(NamedTuple):
    """A cell of a block: which piece, and which of its table's cells."""

    piece: int
    at: int


class LabelledBlock:
    """A block with its labels told from its values."""

    def __init__(self, block: Block, labels: Labels) -> None:
        self._block = block
        self._labels = labels
        self._lefts: dict[Spot, tuple[str, ...]] = {}
        self._heads: dict[Spot, tuple[str, ...]] = {}

    def cell(self, spot: Spot) -> Cell:
        """The cell at a spot."""
        return self._block[spot.piece].mosaic.table.cells[spot.at]

    def is_label(self, spot: Spot) -> bool:
        """Whether a cell is a label."""
        return self._is_head(spot) or self._key(spot) in self._labels.beside

    def _is_head(self, spot: Spot) -> bool:
        return self._key(spot) in self._labels.heads and not self._ends_table(spot)

    def _ends_table(self, spot: Spot) -> bool:
        """Whether a cell stands right beside a label, and nothing right of it or below: what heads columns elsewhere is a value
        there（評価年度 | 令和5年度）."""
        mosaic, cell = self._block[spot.piece].mosaic, self.cell(spot)
        around = ((cell.row, cell.col + cell.col_span), (cell.row + cell.row_span, cell.col))
        left = mosaic.index_at(cell.row, cell.col - 1)
        bare = left is not None and all(mosaic.index_at(row, col) is None for row, col in around)
        return bare and self._key(Spot(spot.piece, left)) in self._labels.beside if left is not None else False

    def _key(self, spot: Spot) -> str:
        return self._block[spot.piece].mosaic.keys[spot.at]

    @cached_property
    def values(self) -> list[Spot]:
        """The cells that are no labels."""
        spots = [Spot(number, index) for number, piece in enumerate(self._block) for index in piece.indexes]
        return [spot for spot in spots if not self.is_label(spot)]

    def label(self, spot: Spot) -> str:
        """A label as printed, without a note that its value goes on."""
        return strip_continuation(cell_label(self.cell(spot)))[0]

    def table(self, spot: Spot) -> Table:
        """The table in which a cell stands."""
        return self._block[spot.piece].mosaic.table

    def lines(self, spot: Spot) -> tuple[PrintedLine, ...]:
        """The printed lines of a cell."""
        return self.cell(spot).lines

    def left(self, spot: Spot) -> tuple[str, ...]:
        """The labels to the left of a value: the nearest, and those right beside it."""
        if spot not in self._lefts:
            self._lefts[spot] = self._find_left(spot)
        return self._lefts[spot]

    def _find_left(self, spot: Spot) -> tuple[str, ...]:
        mosaic = self._block[spot.piece].mosaic
        cell = self.cell(spot)
        found: list[str] = []
        for index in mosaic.beside(cell, cell.row):
            beside = Spot(spot.piece, index)
            if self._key(beside) in self._labels.beside:
                found[:0] = [*self._corner(beside, cell), self.label(beside)]
            elif found:
                break
        return tuple(found)

    def row_label(self, spot: Spot) -> str:
        """The label at the left end of a value's row, beyond other values; empty where there is none."""
        mosaic, cell = self._block[spot.piece].mosaic, self.cell(spot)
        labels = [one for index in mosaic.beside(cell, cell.row) if self.is_label(one := Spot(spot.piece, index))]
        return self.label(labels[-1]) if labels else ""

    def _corner(self, label: Spot, value: Cell) -> list[str]:
        """The label at the corner of an inner table, above the label of one of its rows and beside the heads of its columns, if
        it states a unit."""
        own = self.cell(label)
        for upper in self.above_all(label):
            cell = self.cell(upper)
            beside = self._block[label.piece].mosaic.index_at(cell.row, value.col)
            if cell.cols != own.cols or not self.is_label(upper):
                break
            if beside is not None and self._is_head(Spot(label.piece, beside)):
                return [self.label(upper)] if header_unit(self.label(upper))[0] else []
        return []

    def above_all(self, spot: Spot) -> Iterator[Spot]:
        """The cells above another one, upwards."""
        upper = self.above(spot)
        while upper:
            yield upper
            upper = self.above(upper)

    def unit(self, spot: Spot) -> str:
        """The unit that a value's row states for its numbers, in a column to the left of it; empty without one."""
        mosaic, cell = self._block[spot.piece].mosaic, self.cell(spot)
        beside = (Spot(spot.piece, index) for index in mosaic.beside(cell, cell.row))
        stated = (one for one in beside if not self.is_label(one) and self._names_unit(one))
        return next((cell_label(self.cell(one)) for one in stated), "")

    def _names_unit(self, spot: Spot) -> bool:
        return any(word(label) in UNIT_HEADERS for label in (*self.left(spot)[-1:], *self.heads(spot)[-1:]))

    def above(self, spot: Spot) -> Spot | None:
        """The cell right above another one, at least as wide; at the top of a page the one at the foot of the page before."""
        cell = self.cell(spot)
        piece = self._block[spot.piece]
        if cell.row == piece.first:
            return self._over_page(spot) if cell.row == 0 else None
        index = piece.mosaic.index_at(cell.row - 1, cell.col)
        if index is None:
            return None
        upper = piece.mosaic.table.cells[index]
        covers = upper.col <= cell.col and cell.col + cell.col_span <= upper.col + upper.col_span
        return Spot(spot.piece, index) if covers else None

    def _over_page(self, spot: Spot) -> Spot | None:
        """The cell at the foot of the page before that has the same sides as one at the top of a page."""
        if spot.piece == 0:
            return None
        table, before = self.table(spot), self._block[spot.piece - 1]
        if before.mosaic.table.page == table.page:
            return None
        box, shift = self.cell(spot).box, before.mosaic.table.box.x0 - table.box.x0
        last = before.last - 1
        return next(
            (
                Spot(spot.piece - 1, index)
                for index, cell in enumerate(before.mosaic.table.cells)
                if last in cell.rows
                and abs(cell.box.x0 - box.x0 - shift) <= SAME_EDGE
                and abs(cell.box.x1 - box.x1 - shift) <= SAME_EDGE
            ),
            None,
        )

    def heads(self, spot: Spot) -> tuple[str, ...]:
        """The labels above a value, the outermost first: beyond values of its own width in rows that are labelled as its own
        is."""
        if spot not in self._heads:
            self._heads[spot] = self._find_heads(spot)
        return self._heads[spot]

    def _find_heads(self, spot: Spot) -> tuple[str, ...]:
        beside = bool(self.left(spot))
        upper = self.above(spot)
        while upper and not self.is_label(upper):
            same = self.above(spot) is not None and self._is_column(upper, spot) and bool(self.left(upper)) == beside
            upper = self.above(upper) if same else None
        found: list[str] = []
        while upper and self._is_head(upper):
            found.insert(0, self.label(upper))
            upper = self.above(upper)
        return tuple(found)

    def _is_column(self, upper: Spot, lower: Spot) -> bool:
        """Whether two values stand in one column."""
        a, b = self.cell(upper), self.cell(lower)
        return upper.piece != lower.piece or (a.col, a.col_span) == (b.col, b.col_span)

    def goes_on(self, spot: Spot) -> Spot | None:
        """The value that one at the top of a page goes on with: the row has no label, or that of the value above."""
        upper = self.above(spot)
        if upper is None or upper.piece == spot.piece or self.is_label(upper):
            return None
        bare = not any(self.is_label(Spot(spot.piece, index)) for index in self._top_row(spot))
        return upper if bare or self.left(spot) == self.left(upper) else None

    def _top_row(self, spot: Spot) -> list[int]:
        return [index for index, cell in enumerate(self.table(spot).cells) if cell.row == 0]


def read_fields(block: Block, labels: Labels, captions: dict[Place, str]) -> list[Field]:
    """What a form says, in reading order; a value that a page's end cut is whole again."""
    labelled = LabelledBlock(block, labels)
    fields: dict[Spot, Field] = {}
    origin: dict[Spot, Spot] = {}
    for (_, _), group in groupby(labelled.values, key=lambda spot: (spot.piece, labelled.cell(spot).row)):
        row = list(group)
        lefts = Counter(labelled.left(spot) for spot in row)
        for spot in row:
            upper = labelled.goes_on(spot) if labelled.table(spot).place not in captions else None
            origin[spot] = first = origin.get(upper, spot) if upper else spot
            lines = labelled.lines(spot)
            if first in fields:
                fields[first] = fields[first]._replace(lines=fields[first].lines + lines)
                continue
            left = labelled.left(spot)
            path = (*left, *needed_heads(labelled.heads(spot), alone=bool(left) and lefts[left] == 1))
            if lines and not path:
                path = inherited_path(labelled, spot, fields, captions)
            if path or lines:
                around = group_labels(labelled, spot, captions)
                fields[spot] = Field(path, lines, bool(left), labelled.unit(spot), around=around)
    return list(fields.values())


def group_labels(labelled: LabelledBlock, spot: Spot, captions: dict[Place, str]) -> tuple[str, str]:
    """The labels around a value: the one at the left end of its row, and the caption of its table; each may be empty."""
    caption = captions.get(labelled.table(spot).place)
    return labelled.row_label(spot), caption_label(caption) if caption else ""


def needed_heads(heads: tuple[str, ...], *, alone: bool) -> tuple[str, ...]:
    """The heads above a value that tell it apart: of one that is ``alone`` beside its label, those that say a year."""
    return tuple(head for head in heads if not alone or any(char.isdigit() for char in head))


def inherited_path(
    labelled: LabelledBlock, spot: Spot, fields: dict[Spot, Field], captions: dict[Place, str]
) -> tuple[str, ...]:
    """The labels of a value that has none of its own: the caption above its table, or those of the value above it."""
    caption = captions.get(labelled.table(spot).place)
    upper = labelled.above(spot)
    above = fields[upper].path if upper in fields else ()
    return above or ((caption_label(caption),) if caption else ())


def caption_label(caption: str) -> str:
    """A caption as the label of what stands below it: without blanks, and without the bullet before it.

    >>> caption_label("■ 事業の概要"), caption_label("３　指標の 推移")
    ('事業の概要', '３指標の推移')
    """
    return re.sub(r"\s+", "", _BULLET.sub("", caption))
