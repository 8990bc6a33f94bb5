"""Forms to rows: documents that give each initiative a form of its own (個票, 事務事業評価シート) read as one table.

Every form of a run prints the same labels. They become the columns, and a form becomes a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, repeat
from typing import NamedTuple

from plan_extract.place import Box, Place, union
from plan_extract.profile import Profile, Role, word
from plan_extract.table.blocks import (
    COMMON,
    Anchor,
    Block,
    Piece,
    Run,
    cell_key,
    find_anchors,
    leading_names,
    stripes_to_run,
    tables_to_stripes,
)
from plan_extract.table.fields import Field, Labels, find_labels, read_fields
from plan_extract.table.grid import Table
from plan_extract.table.header import ENDING, EXACT, Column, Header, best_role, row_cells
from plan_extract.table.printed import PrintedLine
from plan_extract.table.row import Row, RowCell
from plan_extract.table.titles import lines_above, stands_above, title_cells, with_title
from plan_extract.text.continuation import strip_continuation

CAPTION_GAP = 24.0
"""A box's label stands at most this far (points) above it."""
LEAST_BESIDE = 2
"""So many labels at least stand beside their values, or"""
LEAST_STACKED = 2
"""labels stand above their values in so many rows; where they do in one, the tables are lists."""
NAMED = 0.8
"""At least this share of the forms name one initiative each, and of their texts stand under a label."""
LABELLED = 0.3
"""At least this share of a form's rows has a label."""
LONE_ROLES = 3
"""Known labels of so many roles, each beside its value, make a form of a table that stands alone."""
OFTEN = 1.5
"""Labels of such a form stand in it at most so many times on average."""
LONGEST_NAME = 100
"""A name is at most this many characters."""
WORDY = re.compile(r"[ぁ-ゖァ-ヺー一-龠]{3}")
TELLING: frozenset[Role | None] = frozenset({"overview", "progress"})
"""Roles of columns that say something: figures alone do not."""


class Key(NamedTuple):
    """A column of forms: the labels as they are compared, and which of several under the same ones."""

    path: tuple[str, ...]
    nth: int


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one make: the header that their labels are, a row for each, the tables that they take up, and the lines
    above them that name them."""

    header: Header
    rows: tuple[Row, ...]
    tables: tuple[Table, ...]
    titles: tuple[PrintedLine, ...]


def may_be_forms(run: Run, profile: Profile) -> bool:
    """Whether a run's labels are those of forms, and stand in many of its rows: a quick look, before any is read."""
    if len(run.blocks) < 2:
        return False
    labels = find_labels(run, profile)
    known = labels.beside | labels.heads
    rows = [keys for block in run.blocks for piece in block for keys in row_keys(piece)]
    told = len(labels.beside) >= LEAST_BESIDE or are_stacked(run, labels)
    return told and sum(not known.isdisjoint(keys) for keys in rows) >= LABELLED * len(rows)


def are_stacked(run: Run, labels: Labels) -> bool:
    """Whether labels stand above their values in several rows of each form. In a list they do in one, which may come again."""
    counts = [len({heads for piece in block for heads in value_heads(piece, labels)}) for block in run.blocks]
    return sum(count >= LEAST_STACKED for count in counts) >= NAMED * len(counts)


def value_heads(piece: Piece, labels: Labels) -> list[tuple[str, ...]]:
    """The labels that stand right above values, row by row."""
    mosaic = piece.mosaic
    heads = [index for index in piece.indexes if mosaic.keys[index] in labels.heads]
    inner = (
        index for index in heads if not any(mosaic.keys[i] in labels.heads for i in mosaic.under(mosaic.table.cells[index]))
    )
    by_row = groupby(inner, key=lambda index: mosaic.table.cells[index].row)
    return [tuple(mosaic.keys[index] for index in group) for _, group in by_row]


def row_keys(piece: Piece) -> list[list[str]]:
    """The texts of each row of a piece by which labels are known."""
    keys: list[list[str]] = [[] for _ in range(piece.first, piece.last)]
    for index in piece.indexes:
        keys[piece.mosaic.table.cells[index].row - piece.first].append(piece.mosaic.keys[index])
    return keys


def tables_to_forms(tables: Sequence[Table], lines: Sequence[PrintedLine], profile: Profile) -> list[Forms]:
    """The forms among tables in reading order, boxes of one cell among them, one group for each make. ``lines`` stand outside
    the tables: a box's label may stand above it, or a form's name."""
    stripes = tables_to_stripes(tables)
    names = leading_names(stripes, profile)
    found: list[Forms] = []
    for anchor in find_anchors(stripes, profile):
        run = stripes_to_run(stripes, anchor, names)
        forms = run_to_forms(run, lines, profile) if may_be_forms(run, profile) else None
        if forms:
            found.append(forms)
            taken = {table.place for table in forms.tables}
            stripes = [stripe for stripe in stripes if stripe.mosaic.table.place not in taken]
    return found


def captions_of(run: Run, lines: Sequence[PrintedLine]) -> dict[Place, str]:
    """The lines right above tables that most forms print, by the table's place."""
    tables = {piece.mosaic.table.place for block in run.blocks for piece in block}
    above = {place: line.text for place in tables if (line := line_above(place, lines))}
    counts = Counter(word(text) for text in above.values())
    return {place: text for place, text in above.items() if counts[word(text)] >= COMMON * len(run.blocks)}


def line_above(place: Place, lines: Iterable[PrintedLine]) -> PrintedLine | None:
    """The nearest line above a table, if it is near."""
    near = (line for line in lines if stands_above(line, place, CAPTION_GAP))
    return max(near, key=lambda line: line.box.bottom, default=None)


def run_to_forms(run: Run, lines: Sequence[PrintedLine], profile: Profile) -> Forms | None:
    """The forms that a run of blocks is; None where they are no forms."""
    labels, captions = find_labels(run, profile), captions_of(run, lines)
    readings = [read_fields(block, labels, captions) for block in run.blocks]
    titles = [] if run.anchor.names else titles_above(run.blocks, readings, lines, profile)
    if titles:
        readings = [with_title(fields, above, profile) for fields, above in zip(readings, titles, strict=True)]
    keyed = [key_fields(fields) for fields in readings]
    if not are_forms([list(fields.values()) for fields in keyed], run.anchor):
        return None
    order = merge_keys([list(fields) for fields in keyed])
    header = fields_to_header(order, keyed, run.anchor, profile)
    rows = tuple(
        Row(tuple(field_to_cell(fields.get(key)) for key in order), block_places(block, above))
        for fields, block, above in zip(keyed, run.blocks, titles or repeat(()), strict=False)
    )
    tables = {piece.mosaic.table.place: piece.mosaic.table for block in run.blocks for piece in block}
    return Forms(header, rows, tuple(tables.values()), tuple(line for above in titles for line in above))


def titles_above(
    blocks: Sequence[Block], readings: Sequence[Sequence[Field]], lines: Sequence[PrintedLine], profile: Profile
) -> list[tuple[PrintedLine, ...]]:
    """The lines above forms that name them; none above those that have their title in a cell."""
    above = lines_above(blocks, lines, profile)
    return [() if title_cells(fields) else tuple(found) for fields, found in zip(readings, above, strict=True)]


def field_to_cell(field: Field | None) -> RowCell:
    """What a form says under a label, as the cell of a row; an empty one where the form lacks the label."""
    return RowCell(field.lines, unit=field.unit) if field else RowCell((), unit="")


def are_forms(readings: Sequence[Sequence[Field]], anchor: Anchor) -> bool:
    """Whether blocks are forms: each names one initiative, in few words, and most of their texts have a label."""
    names = [[field for field in fields if names_item(field, anchor)] for fields in readings]
    named = sum(len(found) == 1 and is_name(said(found[0])) for found in names)
    filled = [field for fields in readings for field in fields if field.lines]
    labelled = sum(bool(field.path or field.role) for field in filled)
    return named >= NAMED * len(readings) and labelled >= NAMED * max(1, len(filled))


def is_name(text: str) -> bool:
    """Whether a text may name an initiative: it is short, and no sentence.

    >>> is_name("読書推進事業"), is_name("読書の機会を広げる。")
    (True, False)
    """
    return len(text) <= LONGEST_NAME and not text.endswith("。")


def names_item(field: Field, anchor: Anchor) -> bool:
    """Whether a field names the initiative."""
    labelled = anchor.names and bool(field.path) and label_key(field.path[-1]) == anchor.key
    return bool(field.lines) and (labelled or field.role == "name")


def label_key(label: str) -> str:
    """A label as it is compared: without a note that its value goes on."""
    return word(strip_continuation(label)[0])


def key_fields(fields: Sequence[Field]) -> dict[Key, Field]:
    """The fields by their labels, but for what a later page only prints again; those that have the same ones are told apart by
    the labels around them, or else counted."""
    by_path: dict[tuple[str, ...], list[Field]] = {}
    for field in fields:
        told = by_path.setdefault(label_keys(field), [])
        if not any(is_again(field, before) for before in told):
            told.append(field)
    groups = {id(field): group for same in by_path.values() for field, group in zip(same, telling_groups(same), strict=True)}
    seen: Counter[tuple[str, ...]] = Counter()
    keyed: dict[Key, Field] = {}
    for field in fields:
        if id(field) in groups:
            plain = field._replace(path=(*groups[id(field)], *field.path))
            path = label_keys(plain)
            seen[path] += 1
            keyed[Key(path, seen[path])] = plain
    return keyed


def label_keys(field: Field) -> tuple[str, ...]:
    """The labels of a field as they are compared."""
    return tuple(map(label_key, field.path))


def telling_groups(fields: Sequence[Field]) -> list[tuple[str, ...]]:
    """For fields under the same labels, each the label around it that tells it from the others: that of its row, or that of its
    table; nothing where neither differ."""
    ranks = zip(*(field.around for field in fields), strict=True) if fields[0].path and len(fields) > 1 else ()
    telling = next((rank for rank in ranks if len(set(rank)) > 1), ("",) * len(fields))
    return [(label,) if label and label not in field.path else () for label, field in zip(telling, fields, strict=True)]


def is_again(field: Field, before: Field) -> bool:
    """Whether a field says beside its label what one on an earlier page said beside it."""
    if not (field.beside and field.lines and before.lines) or field.lines[0].page == before.lines[0].page:
        return False
    return word(said(field)) == word(said(before))


def said(field: Field) -> str:
    """What a field says, in one line."""
    return "".join(line.text for line in field.lines)


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


def fields_to_header(order: Sequence[Key], forms: Sequence[dict[Key, Field]], anchor: Anchor, profile: Profile) -> Header:
    """The header that the labels of forms are; its columns are numbered, as they stand in no grid."""
    samples = [[fields[key] for fields in forms if key in fields] for key in order]
    roles = label_roles(samples, anchor, profile)
    return Header(
        0, tuple(Column(i, i, found[0].path, role) for i, (found, role) in enumerate(zip(samples, roles, strict=True)))
    )


def is_wordy(fields: Iterable[Field]) -> bool:
    """Whether some form says words under a label, and not figures only."""
    return any(WORDY.search(said(field)) for field in fields)


def label_roles(samples: Sequence[Sequence[Field]], anchor: Anchor, profile: Profile) -> list[Role | None]:
    """The roles of a form's labels, each given by the fields under it. One label names the initiative; a section stands in the
    form's head, before what tells of the initiative; of several labels that name one other role equally well the first has
    it."""
    name = next(index for index, found in enumerate(samples) if any(names_item(field, anchor) for field in found))
    scored = drop_persons(samples, drop_lists(samples, [label_role(found, profile) for found in samples]))
    telling = next((index for index, (role, _) in enumerate(scored) if role in TELLING), len(samples))
    roles: list[Role | None] = []
    for index, (role, score) in enumerate(scored):
        rivals = [(other, -i) for i, (found, other) in enumerate(scored) if found == role]
        best = role == "department" or (role == "section" and index < telling) or (score, -index) == max(rivals)
        kept = role if best and not (role == "section" and index >= telling) else None
        roles.append("name" if index == name else kept)
    return roles


def drop_lists(samples: Sequence[Sequence[Field]], scored: list[tuple[Role | None, float]]) -> list[tuple[Role | None, float]]:
    """The roles without those of departments that head a column of an inner list, where others stand beside their label."""
    beside = [found[0].beside for found in samples]
    own = any(role == "department" and stands for (role, _), stands in zip(scored, beside, strict=True))
    return [
        (None, 0.0) if own and role == "department" and not stands else (role, score)
        for (role, score), stands in zip(scored, beside, strict=True)
    ]


def drop_persons(
    samples: Sequence[Sequence[Field]], scored: list[tuple[Role | None, float]]
) -> list[tuple[Role | None, float]]:
    """The roles without that of a department for who is in charge（責任者）, where another label names the department."""
    persons = [bool(found[0].path) and found[0].path[-1].endswith("者") for found in samples]
    offices = any(role == "department" and not person for (role, _), person in zip(scored, persons, strict=True))
    return [
        (None, 0.0) if offices and role == "department" and person else (role, score)
        for (role, score), person in zip(scored, persons, strict=True)
    ]


def label_role(found: Sequence[Field], profile: Profile) -> tuple[Role | None, float]:
    """The role that a label names, and how well. What is called 施策名 is a section here, as another label names the item;
    and figures tell nothing."""
    path = found[0].path
    if found[0].role:
        return found[0].role, 4.0
    role, score = max((best_role(label, profile) for label in reversed(path)), key=lambda pair: pair[1], default=(None, 0.0))
    if role == "name":
        role, score = best_role(path[-1].removesuffix("名"), profile)
        return (role, score) if role == "section" else (None, 0.0)
    least = EXACT if role == "section" else ENDING
    return (role, score) if score >= least and (role not in TELLING or is_wordy(found)) else (None, 0.0)


def block_places(block: Block, titles: Iterable[PrintedLine]) -> tuple[Place, ...]:
    """Where a form stands: a box on each page."""
    boxes: dict[int, list[Box]] = {}
    for line in titles:
        boxes.setdefault(line.page, []).append(line.box)
    for piece in block:
        boxes.setdefault(piece.mosaic.table.page, []).extend(piece.mosaic.table.cells[index].box for index in piece.indexes)
    return tuple(Place(page, union(found)) for page, found in boxes.items() if found)


def is_lone_form(table: Table, profile: Profile) -> bool:
    """Whether a table is a form though no other one prints its labels: known labels of several roles stand in several rows,
    each right before what is none. In a list such labels stand side by side, in one row; those that part the rows of each item
    (計画, 実績) come again and again."""
    rows = [labels for row in range(table.rows) if (labels := labels_before_values(row_labels(table, row), profile))]
    printed = Counter(label for labels in rows for label in labels)
    roles = {role for label in printed for role, score in [best_role(label, profile)] if score >= EXACT}
    apart = len(rows) > 1 and len(roles) >= LONE_ROLES and len(rows) * 3 >= table.rows
    return apart and printed.total() <= OFTEN * len(printed)


def row_labels(table: Table, row: int) -> list[str]:
    """The texts of the cells that begin in a grid row, as far as they may be labels, from left to right."""
    return [cell_key(cell) for cell in row_cells(table, row) if cell.row == row]


def labels_before_values(labels: Sequence[str], profile: Profile) -> list[str]:
    """A row's known labels, where each stands right before what is none; else nothing."""
    scored = [best_role(label, profile) for label in labels]
    known = [score >= (EXACT if role == "name" else ENDING) for role, score in scored]
    beside = any(left and right for left, right in pairwise(known))
    return [] if beside else [label for label, sure in zip(labels[:-1], known, strict=False) if sure]
