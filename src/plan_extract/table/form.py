"""Forms to rows: documents that give each initiative a form of its own (個票, 事務事業評価シート) read as one table.

Every form of a run prints the same labels. A label stands to the left of its value or above it; one that stands beside
several labels goes before them (指標 / 目標値), and so do the heads of an inner table's columns behind those of its rows
(事業費 / 決算額 / 令和5年度). The labels become the columns, and a form becomes a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from plan_extract.place import Place, union
from plan_extract.profile import Profile, Role, word
from plan_extract.table.blocks import COMMON, Block, Mosaic, Piece, Run, cell_key
from plan_extract.table.cell import PrintedLine
from plan_extract.table.grid import Cell, Table
from plan_extract.table.header import Column, Header, best_role, cell_label, row_cells
from plan_extract.table.row import SAME_EDGE, Row, RowCell
from plan_extract.text.continuation import strip_continuation

CAPTION_GAP = 24.0
"""A box's label stands at most this far (points) above it."""
LEAST_BESIDE = 2
"""So many labels at least stand beside their values; where all stand above, the tables are lists."""
NAMED = 0.8
"""At least this share of the forms name one initiative each, and of their texts stand under a label."""
LABELLED = 0.3
"""At least this share of a form's rows has a label."""
LONE_ROLES = 3
"""Known labels of so many roles, each beside its value, make a form of a table that stands alone."""
YEAR = re.compile(r"(?:(?:令和|平成|昭和|[rhs])(?:\d{1,2}|元)|20\d\d)(?:年度?)?(?:[(（].*)?")
WORDY = re.compile(r"[ぁ-ゖァ-ヺー一-龠]{3}")
TELLING: frozenset[Role | None] = frozenset({"overview", "progress"})
"""Roles of columns that say something: figures alone do not."""


class Field(NamedTuple):
    """What a form says under a label: the label level by level as printed, and the lines below or beside it."""

    path: tuple[str, ...]
    lines: tuple[PrintedLine, ...]
    beside: bool


Kind = Literal["beside", "head", "value"]
"""What a text that all forms print may be: a label beside its value, one above its values, or a value that they share."""


class Labels(NamedTuple):
    """The texts of labels that stand beside their value, and of those that stand above."""

    beside: frozenset[str]
    heads: frozenset[str]


class Key(NamedTuple):
    """A column of forms: the labels as they are compared, and which of several under the same ones."""

    path: tuple[str, ...]
    nth: int


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one make: the header that their labels are, a row for each, and the tables that they take up."""

    header: Header
    rows: tuple[Row, ...]
    tables: tuple[Table, ...]


def may_be_forms(run: Run, profile: Profile) -> bool:
    """Whether labels stand beside their values in a run, and in many of its rows: a quick look, before any is read."""
    labels = find_labels(run, profile)
    known = labels.beside | labels.heads
    rows = [keys for block in run.blocks for piece in block for keys in row_keys(piece)]
    return len(labels.beside) >= LEAST_BESIDE and sum(not known.isdisjoint(keys) for keys in rows) >= LABELLED * len(rows)


def row_keys(piece: Piece) -> list[list[str]]:
    """The texts of each row of a piece by which labels are known."""
    keys: list[list[str]] = [[] for _ in range(piece.first, piece.last)]
    for index in piece.indexes:
        keys[piece.mosaic.table.cells[index].row - piece.first].append(piece.mosaic.keys[index])
    return keys


def runs_to_forms(runs: Iterable[Run], lines: Sequence[PrintedLine], profile: Profile) -> list[Forms]:
    """The runs of blocks that are forms. ``lines`` stand outside the tables: a box's label may stand above it."""
    found: list[Forms] = []
    taken: set[Place] = set()
    for run in runs:
        forms = run_to_forms(run, captions_of(run, lines), profile)
        if forms and taken.isdisjoint(table.place for table in forms.tables):
            found.append(forms)
            taken.update(table.place for table in forms.tables)
    return found


def captions_of(run: Run, lines: Sequence[PrintedLine]) -> dict[Place, str]:
    """The lines right above tables that most forms print, by the table's place."""
    tables = {piece.mosaic.table.place for block in run.blocks for piece in block}
    above = {place: line.text for place in tables if (line := line_above(place, lines))}
    counts = Counter(word(text) for text in above.values())
    return {place: text for place, text in above.items() if counts[word(text)] >= COMMON * len(run.blocks)}


def line_above(place: Place, lines: Iterable[PrintedLine]) -> PrintedLine | None:
    """The nearest line above a table, if it is near."""
    box = place.box
    near = [
        line
        for line in lines
        if line.page == place.page
        and -1 <= box.top - line.box.bottom <= CAPTION_GAP
        and line.box.x0 < box.x1
        and box.x0 < line.box.x1
    ]
    return max(near, key=lambda line: line.box.bottom, default=None)


def run_to_forms(run: Run, captions: dict[Place, str], profile: Profile) -> Forms | None:
    """The forms that a run of blocks is; None where they are no forms."""
    labels = find_labels(run, profile)
    readings = [read_fields(block, labels, captions) for block in run.blocks]
    if not are_forms(readings, run.anchor):
        return None
    keyed = [key_fields(fields) for fields in readings]
    order = merge_keys([list(fields) for fields in keyed])
    header = fields_to_header(order, keyed, run.anchor, profile)
    rows = tuple(
        Row(tuple(RowCell(fields[key].lines if key in fields else ()) for key in order), block_places(block))
        for fields, block in zip(keyed, run.blocks, strict=True)
    )
    tables = {piece.mosaic.table.place: piece.mosaic.table for block in run.blocks for piece in block}
    return Forms(header, rows, tuple(tables.values()))


def are_forms(readings: Sequence[Sequence[Field]], anchor: str) -> bool:
    """Whether blocks are forms: each names one initiative, labels stand beside what they label, and most texts have one."""
    named = sum(sum(names_item(field, anchor) for field in fields) == 1 for fields in readings)
    beside = Counter(path for fields in readings for path in {field.path for field in fields if field.beside})
    common = sum(count >= COMMON * len(readings) for count in beside.values())
    said = [field for fields in readings for field in fields if field.lines]
    labelled = sum(bool(field.path) for field in said)
    return (
        len(readings) > 1
        and named >= NAMED * len(readings)
        and common >= LEAST_BESIDE
        and labelled >= NAMED * max(1, len(said))
    )


def names_item(field: Field, anchor: str) -> bool:
    """Whether a field names the initiative."""
    return bool(field.lines and field.path) and label_key(field.path[-1]) == anchor


def label_key(label: str) -> str:
    """A label as it is compared: without a note that its value goes on."""
    return word(strip_continuation(label)[0])


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
    votes: list[tuple[str, Kind]] = []
    for index in piece.indexes:
        key, cell = mosaic.keys[index], mosaic.table.cells[index]
        if key not in common:
            continue
        left = next(iter(mosaic.beside(cell, cell.row)), None)
        valued = left in beside and mosaic.table.cells[left].row_span <= cell.row_span and best_role(key, profile)[1] < 3
        if heads_column(mosaic, index, common):
            votes.append((key, "head"))
        elif valued:
            votes.append((key, "value"))
        else:
            beside.add(index)
            votes.append((key, "beside"))
    return votes


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
    """Whether right below a cell, in its width, stand values, or cells that stand on values themselves."""
    below = mosaic.under(mosaic.table.cells[index])
    return bool(below) and all(mosaic.keys[i] not in common or stands_on_values(mosaic, i, common) for i in below)


class Spot(NamedTuple):
    """A cell of a block: which piece, and which of its table's cells."""

    piece: int
    at: int


class Reading:
    """A block with its labels told from its values."""

    def __init__(self, block: Block, labels: Labels) -> None:
        self._block = block
        self._labels = labels

    def cell(self, spot: Spot) -> Cell:
        """The cell at a spot."""
        return self._block[spot.piece].mosaic.table.cells[spot.at]

    def is_label(self, spot: Spot) -> bool:
        """Whether a cell is a label."""
        return self._is_head(spot) or self._key(spot) in self._labels.beside

    def _is_head(self, spot: Spot) -> bool:
        return self._key(spot) in self._labels.heads

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
        mosaic = self._block[spot.piece].mosaic
        cell = self.cell(spot)
        found: list[str] = []
        for index in mosaic.beside(cell, cell.row):
            beside = Spot(spot.piece, index)
            if self._key(beside) in self._labels.beside:
                found.insert(0, self.label(beside))
            elif found:
                break
        return tuple(found)

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
    reading = Reading(block, labels)
    fields: dict[Spot, Field] = {}
    origin: dict[Spot, Spot] = {}
    for (_, _), group in groupby(reading.values, key=lambda spot: (spot.piece, reading.cell(spot).row)):
        row = list(group)
        lefts = Counter(reading.left(spot) for spot in row)
        for spot in row:
            upper = reading.goes_on(spot) if reading.table(spot).place not in captions else None
            origin[spot] = first = origin.get(upper, spot) if upper else spot
            lines = reading.lines(spot)
            if first in fields:
                fields[first] = fields[first]._replace(lines=fields[first].lines + lines)
                continue
            left = reading.left(spot)
            path = (*left, *needed_heads(reading.heads(spot), alone=bool(left) and lefts[left] == 1))
            if not path:
                path = inherited_path(reading, spot, fields, captions)
            if path or lines:
                fields[spot] = Field(path, lines, bool(left))
    return list(fields.values())


def needed_heads(heads: tuple[str, ...], *, alone: bool) -> tuple[str, ...]:
    """The heads above a value that tell it apart: of one that is ``alone`` beside its label, those that say a year."""
    return tuple(head for head in heads if not alone or any(char.isdigit() for char in head))


def inherited_path(reading: Reading, spot: Spot, fields: dict[Spot, Field], captions: dict[Place, str]) -> tuple[str, ...]:
    """The labels of a value that has none of its own: the caption above its table, or those of the value above it."""
    caption = captions.get(reading.table(spot).place)
    upper = reading.above(spot)
    above = fields[upper].path if upper in fields else ()
    return above or ((re.sub(r"\s+", "", caption),) if caption else ())


def key_fields(fields: Iterable[Field]) -> dict[Key, Field]:
    """The fields by their labels; those that have the same ones are counted."""
    seen: Counter[tuple[str, ...]] = Counter()
    keyed = {}
    for field in fields:
        path = tuple(map(label_key, field.path))
        seen[path] += 1
        keyed[Key(path, seen[path])] = field
    return keyed


def merge_keys(orders: Sequence[Sequence[Key]]) -> list[Key]:
    """All columns in print order: one that the first forms lack stands behind the one that it follows where it is printed."""
    merged: list[Key] = []
    for order in orders:
        at = 0
        for key in order:
            if key in merged:
                at = merged.index(key) + 1
            else:
                merged.insert(at, key)
                at += 1
    return merged


def fields_to_header(order: Sequence[Key], forms: Sequence[dict[Key, Field]], anchor: str, profile: Profile) -> Header:
    """The header that the labels of forms are; its columns are numbered, as they stand in no grid."""
    samples = [[fields[key] for fields in forms if key in fields] for key in order]
    roles = label_roles([found[0].path for found in samples], [is_wordy(found) for found in samples], anchor, profile)
    return Header(
        0, tuple(Column(i, i, found[0].path, role) for i, (found, role) in enumerate(zip(samples, roles, strict=True)))
    )


def is_wordy(fields: Iterable[Field]) -> bool:
    """Whether some form says words under a label, and not figures only."""
    return any(WORDY.search("".join(line.text for line in field.lines)) for field in fields)


def label_roles(paths: Sequence[tuple[str, ...]], wordy: Sequence[bool], anchor: str, profile: Profile) -> list[Role | None]:
    """The roles of a form's labels. The anchor names the initiative; a section stands in the form's head, before what tells
    of the initiative; of several labels that name one other role equally well the first has it."""
    name = next(index for index, path in enumerate(paths) if path and label_key(path[-1]) == anchor)
    scored = [label_role(path, says, profile) for path, says in zip(paths, wordy, strict=True)]
    telling = next((index for index, (role, _) in enumerate(scored) if role in TELLING), len(paths))
    roles: list[Role | None] = []
    for index, (role, score) in enumerate(scored):
        rivals = [(other, -i) for i, (found, other) in enumerate(scored) if found == role]
        best = role == "department" or (role == "section" and index < telling) or (score, -index) == max(rivals)
        kept = role if best and not (role == "section" and index >= telling) else None
        roles.append("name" if index == name else kept)
    return roles


def label_role(path: Sequence[str], wordy: bool, profile: Profile) -> tuple[Role | None, float]:
    """The role that a label names, and how well. What is called 施策名 is a section here, as the anchor names the item;
    and figures tell nothing."""
    role, score = max((best_role(label, profile) for label in reversed(path)), key=lambda pair: pair[1], default=(None, 0.0))
    if role == "name":
        role, score = best_role(path[-1].removesuffix("名"), profile)
        return (role, score) if role == "section" else (None, 0.0)
    least = 3 if role == "section" else 2
    return (role, score) if score >= least and (wordy or role not in TELLING) else (None, 0.0)


def block_places(block: Block) -> tuple[Place, ...]:
    """Where a form stands: a box on each page."""
    boxes: dict[int, list[Cell]] = {}
    for piece in block:
        cells = [piece.mosaic.table.cells[index] for index in piece.indexes]
        boxes.setdefault(piece.mosaic.table.page, []).extend(cells)
    return tuple(Place(page, union(cell.box for cell in cells)) for page, cells in boxes.items() if cells)


def is_lone_form(table: Table, profile: Profile) -> bool:
    """Whether a table is a form though no other one prints its labels: known labels of several roles stand in several rows,
    each right before what is none. In a list such labels stand side by side, in one row."""
    rows = [labels for row in range(table.rows) if (labels := labels_before_values(row_labels(table, row), profile))]
    roles = {role for labels in rows for role, score in labels if score >= 3}
    return len(rows) > 1 and len(roles) >= LONE_ROLES and len(rows) * 3 >= table.rows


def row_labels(table: Table, row: int) -> list[str]:
    """The texts of the cells that begin in a grid row, as far as they may be labels, from left to right."""
    return [cell_key(cell) for cell in row_cells(table, row) if cell.row == row]


def labels_before_values(labels: Sequence[str], profile: Profile) -> list[tuple[Role | None, float]]:
    """The roles that a row's known labels name, and how well, where each stands right before what is none; else nothing."""
    scored = [best_role(label, profile) for label in labels]
    known = [score >= (3 if role == "name" else 2) for role, score in scored]
    beside = any(left and right for left, right in pairwise(known))
    return [] if beside else [found for found, sure in zip(scored[:-1], known, strict=False) if sure]
