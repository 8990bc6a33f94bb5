"""Names of forms that no label names: a form's title, in a cell at its top or on the page above it (「取組3 …」「No.12 …」)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

from plan_extract.place import Place
from plan_extract.profile import Profile, Role, word
from plan_extract.table.blocks import Block, Piece
from plan_extract.table.fields import Field
from plan_extract.table.header import EXACT, best_role
from plan_extract.table.insets import find_inset
from plan_extract.table.markers import slice_lines
from plan_extract.table.printed import PrintedLine
from plan_extract.table.wrapping import join_lines
from plan_extract.text.headings import parse_heading, parse_numbered

TITLE_GAP = 48.0
"""A form's title stands at most this far (points) above it."""
LONGEST_NUMBER = 8
"""A form's number is at most this many characters."""
LONGEST_TITLE = 60
WORDS = re.compile(r"[ぁ-ゖァ-ヺー一-龠]{2}")
CODED = re.compile(r"(?P<number>[0-9０-９]{2,6}(?:[-－.．][0-9０-９]{1,4})*)[\s　]+(?=[^\W\d])")
"""A code before a name（1101　○○事業）, longer than what lists are numbered by."""
NUMBER_WORDS = ("No.", "No", "№", "番号", "整理番号", "取組", "取組項目", "事業", "項目")
"""What may stand before a form's number, beside the names of sections."""


def lines_above(blocks: Sequence[Block], lines: Sequence[PrintedLine], profile: Profile) -> list[list[PrintedLine]]:
    """For each form the lines right above it that say a known label and its value, and, unless one of them names the form, the
    last one that does; ``lines`` stand outside the tables. A text without a label above several forms names none of them."""
    overleaf = [[], *(foot_lines(before[-1], block[0], lines) for before, block in pairwise(blocks))]
    above = [[*foot, *near_lines(block[0], lines)] for foot, block in zip(overleaf, blocks, strict=False)]
    counts = Counter(word(line.text) for found in above for line in found)
    labelled = [[line for line in found if line_label(line, profile)] for found in above]
    plain = [
        [line for line in found if counts[word(line.text)] == 1 and line not in told][-1:]
        for found, told in zip(above, labelled, strict=True)
    ]
    return [
        told if any(line_label(line, profile) == "name" for line in told) else [*told, *own]
        for told, own in zip(labelled, plain, strict=True)
    ]


def line_label(line: PrintedLine, profile: Profile) -> Role | None:
    """The role that the label of a line names（担当課：企画課）, or None."""
    inset = find_inset(line.text)
    role, score = best_role(inset.label, profile) if inset and not inset.blank else (None, 0.0)
    return role if score >= EXACT else None


def labelled_field(line: PrintedLine, role: Role) -> Field:
    """What a line says behind its label."""
    inset = find_inset(line.text)
    label, start = (inset.label, inset.length) if inset else ("", 0)
    return Field((label,), slice_lines([line], start), beside=True, role="name" if role == "name" else None)


def with_title(fields: Sequence[Field], above: Sequence[PrintedLine], profile: Profile) -> list[Field]:
    """The fields of a form with its number and name, from the cells at its top or else from the line above it."""
    lead = title_cells(fields)
    rest = list(fields[len(lead) :])
    if not lead:
        told = [labelled_field(line, role) for line in above if (role := line_label(line, profile))]
        return [*told, *title_fields([line for line in above if not line_label(line, profile)], profile), *rest]
    *before, name = lead
    if before and is_number(before[-1]):
        return [*before[:-1], before[-1]._replace(role="number"), name._replace(role="name"), *rest]
    return [*before, *title_fields(name.lines, profile), *rest]


def title_cells(fields: Sequence[Field]) -> list[Field]:
    """The first fields of a form, as far as they have no label, if the last of them may be its name."""
    lead = list(takewhile(lambda field: not field.path, fields))
    title = join_lines(lead[-1].lines).text if lead else ""
    return lead if len(title) <= LONGEST_TITLE and WORDS.search(title) else []


def near_lines(piece: Piece, lines: Iterable[PrintedLine]) -> list[PrintedLine]:
    """The lines in the width of a form that stand right above it, from top to bottom; none where it begins within its table."""
    if piece.first > 0:
        return []
    place = piece.mosaic.table.place
    return sorted((line for line in lines if stands_above(line, place, TITLE_GAP)), key=lambda line: line.box.top)


def foot_lines(before: Piece, piece: Piece, lines: Iterable[PrintedLine]) -> list[PrintedLine]:
    """The lines below the form before at the foot of its page, where the next form's table begins the page after it."""
    above, table = before.mosaic.table, piece.mosaic.table
    if piece.first > 0 or table.page != above.page + 1:
        return []
    below = (line for line in lines if line.page == above.page and line.box.top >= above.box.bottom - 1)
    return sorted((line for line in below if is_titling(line)), key=lambda line: line.box.top)


def is_titling(line: PrintedLine) -> bool:
    """Whether a line at a page's foot may name the form overleaf: it has words, and is neither note nor sentence."""
    return (
        WORDS.search(line.text) is not None
        and not line.text.startswith(("※", "*", "＊", "注"))
        and not line.text.endswith("。")
    )


def stands_above(line: PrintedLine, place: Place, gap: float) -> bool:
    """Whether a line stands above a place, in its width and at most ``gap`` points apart."""
    near = line.page == place.page and -1 <= place.box.top - line.box.bottom <= gap
    return near and line.box.shares_width(place.box)


def is_number(field: Field) -> bool:
    """Whether a field is a form's number."""
    text = word(join_lines(field.lines).text)
    return len(text) <= LONGEST_NUMBER and any(char.isdigit() for char in text)


def title_fields(lines: Sequence[PrintedLine], profile: Profile) -> list[Field]:
    """The number and the name that a title holds."""
    if not lines:
        return []
    text = "".join(line.text for line in lines)
    if code := CODED.match(text):
        return [
            Field((), slice_lines(lines, 0, code.end("number")), beside=False, role="number"),
            Field((), slice_lines(lines, code.end()), beside=False, role="name"),
        ]
    heading = parse_heading(text, (*NUMBER_WORDS, *profile.kinds)) or parse_numbered(text)
    if heading is None or not heading.number or heading.number not in text:
        return [Field((), tuple(lines), beside=False, role="name")]
    number = text.index(heading.number)
    title = text.index(heading.title, number + len(heading.number))
    path = (heading.kind,) if heading.kind in profile.kinds or heading.kind in NUMBER_WORDS else ()
    return [
        Field(path, slice_lines(lines, number, number + len(heading.number)), beside=False, role="number"),
        Field((), slice_lines(lines, title), beside=False, role="name"),
    ]
