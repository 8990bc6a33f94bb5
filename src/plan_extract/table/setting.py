"""How the lines of a column are set: its padding, whether its lines are centred, hang under bullets or end with sentences; and
whether a line is full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from plan_extract.table.printed import PrintedLine, chars_box
from plan_extract.text.kinsoku import DOTS, HANGING, NO_LINE_START, first_unit
from plan_extract.text.marks import split_marker, starts_item

ROOM_SLACK = 0.2
"""Ems that a line may have left over its next unit and still have wrapped: spacing between scripts, justification."""
HANGING_EVIDENCE, HANGING_RATE = 3, 0.85
"""So many wrapped lines, and such a share of all, must hang under their bullet's text before a column counts as set so."""
LISTED_EVIDENCE, LISTED_RATE = 8, 0.5
"""So many lines, and such a share of all, must begin with a dot before a column counts as a list of names."""
NOTED_EVIDENCE, NOTED_RATE = 3, 0.8
"""So many cells, no two the same, and such a share of all, must end with a line in brackets for a column to count as so set."""
SENTENCE_EVIDENCE = 3
"""So many sentences must end with their line before a column counts as set sentence by sentence."""
ROOM_TO_CENTRE, CENTRED_RATE = 1.5, 0.9
"""A line that leaves so many ems shows whether it is centred; such a share of them must be before a column counts as set so."""
CENTRED_PADDING = 0.6
"""At most so many ems of the room beside centred lines are the cell's own padding."""
INDENT_SLACK = 0.5
"""Indents that differ by less (ems) are the same."""
OVERHANG = 0.3
"""A line that comes nearer to the edge than the column's left padding by so many ems hangs out, where it ends with what begins
no line."""
NOTE_BELOW = re.compile(r".+\n[(（][^(（)）]+[)）]", re.DOTALL)
"""A cell that ends with brackets which begin a line; what is in them may wrap."""
RUN_ON = re.compile(r"。[^」』）)】〕\s]")
"""A sentence that begins within a line."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What the lines of a column tell of how it is set: ``right`` is the padding at the right in points, ``sentence_lines``
    whether every sentence of it begins a line, ``hanging`` whether wrapped lines hang under the text of their bullet,
    ``centred`` whether its lines stand in the middle, with as much padding at the left, ``listed`` whether it says nothing but
    names behind dots, ``dotted`` whether dots begin items in it, ``noted`` whether every cell ends with brackets on a line of
    their own."""

    right: float
    sentence_lines: bool = False
    hanging: bool = False
    centred: bool = False
    listed: bool = False
    dotted: bool = False
    noted: bool = False


def measure_column(cells: Iterable[Sequence[PrintedLine]]) -> Measure:
    """How a column is set, from the lines of all its cells."""
    filled = [lines for lines in cells if lines]
    right = right_padding(filled)
    if is_centred(filled):
        padding = min(min(line.indent, line.room) for lines in filled for line in lines)
        right = min(max(padding, 0.0), CENTRED_PADDING * filled[0][0].size)
        return Measure(right, has_sentence_lines(filled), centred=True, noted=has_notes_below(filled))
    hanging = has_hanging_lines(filled, Measure(right))
    dotted = has_dotted_items(filled, Measure(right))
    noted = has_notes_below(filled)
    return Measure(right, has_sentence_lines(filled), hanging, listed=lists_names(filled), dotted=dotted, noted=noted)


def has_dotted_items(cells: Iterable[Sequence[PrintedLine]], measure: Measure) -> bool:
    """Whether some line of a column that begins with a dot begins an item: the line before it had room for more."""
    return any(line.text[0] in DOTS and not is_full(before, line, measure) for cell in cells for before, line in pairwise(cell))


def has_notes_below(cells: Sequence[Sequence[PrintedLine]]) -> bool:
    """Whether almost every cell of a column ends with brackets that begin a line（1,240人 /（目標 1,500人））; a page's end may
    have cut some."""
    closed = [lines for lines in cells if lines[-1].text[-1] in ")）"]
    if len(closed) < NOTED_RATE * len(cells):
        return False
    told = {text for lines in closed if NOTE_BELOW.fullmatch(text := "\n".join(line.text for line in lines))}
    return len(told) >= max(NOTED_EVIDENCE, NOTED_RATE * len({lines[0].text for lines in cells}))


def lists_names(cells: Sequence[Sequence[PrintedLine]]) -> bool:
    """Whether the cells of a column list names behind dots: each begins with one, most lines do, and none ends a sentence."""
    if not all(cell[0].text[0] in DOTS for cell in cells):
        return False
    lines = [line.text for cell in cells for line in cell]
    dotted = sum(text[0] in DOTS for text in lines)
    return dotted >= LISTED_EVIDENCE and dotted >= LISTED_RATE * len(lines) and not any("。" in text for text in lines)


def is_centred(cells: Sequence[Sequence[PrintedLine]]) -> bool:
    """Whether the lines of a column stand in the middle of their cells: those that have room do, almost all. Lines of one char
    are set one below the other."""
    lines = (line for cell in cells for line in cell if len(line.text) > 1)
    short = [line for line in lines if line.indent + line.room > ROOM_TO_CENTRE * line.size]
    middle = sum(abs(line.indent - line.room) <= INDENT_SLACK * line.size for line in short)
    return len(short) > 1 and middle >= CENTRED_RATE * len(short)


def has_hanging_lines(cells: Sequence[Sequence[PrintedLine]], measure: Measure) -> bool:
    """Whether what wraps behind a bullet hangs under the bullet's text, in all of the column's cells."""
    steps = [
        following.indent - line.indent > INDENT_SLACK * line.size
        for cell in cells
        for line, following in pairwise(cell)
        if split_marker(line.text)[0] and not starts_item(following.text) and is_full(line, following, measure)
    ]
    return sum(steps) >= HANGING_EVIDENCE and sum(steps) >= HANGING_RATE * len(steps)


def right_padding(cells: Sequence[Sequence[PrintedLine]]) -> float:
    """The padding at the right, in points.

    The fullest lines reach the type area's edge (a few that run over it do not count); where none comes near, padding is
    taken to be the same on both sides.
    """
    lines = [line for cell in cells for line in cell]
    if not lines:
        return 0.0
    size = median(line.size for line in lines)
    left = max(0.0, min(line.indent for line in lines))
    ends = (line for cell in cells for line in cell[:-1] if line.text[-1] not in HANGING and line.room > -size)
    rooms = sorted(line.room for line in ends if line.room >= left - OVERHANG * size or line.text[-1] not in NO_LINE_START)
    fullest = rooms[len(rooms) // 33] if rooms else left
    return fullest if fullest < left + size else left


def has_sentence_lines(cells: Sequence[Sequence[PrintedLine]]) -> bool:
    """Whether no sentence begins within a line although several lines, no two the same, end with one before their cell does."""
    ends = {line.text for cell in cells for line in cell[:-1] if line.text.endswith("。")}
    return len(ends) >= SENTENCE_EVIDENCE and not any(RUN_ON.search(line.text) for cell in cells for line in cell)


def unit_width(line: PrintedLine) -> float:
    """Points that the line's first unit takes."""
    box = chars_box([glyph for glyph in line.glyphs[: first_unit(line.text)] if glyph])
    return max(box.x1 - box.x0, min(box.bottom - box.top, line.size))


def left_over(line: PrintedLine, following: PrintedLine, measure: Measure) -> float:
    """The ems that a line had left beside what the next line begins with; negative where that did not fit. A line in the middle
    has left what stands at its two sides. Where all that is left is too little for anything, it is told as it is."""
    room = (line.indent + line.room - measure.right if measure.centred else line.room) - measure.right
    return room / line.size if room / line.size <= ROOM_SLACK else (room - unit_width(following)) / line.size


def is_full(line: PrintedLine, following: PrintedLine, measure: Measure) -> bool:
    """Whether a line reaches the right edge of its column, so that what ``following`` begins with had to go there."""
    return left_over(line, following, measure) <= ROOM_SLACK
