"""Cells without what only says that their row goes on across a page (前ページの続き), on lines of its own or beside text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plan_extract.place import union
from plan_extract.table.printed import PrintedLine
from plan_extract.text.continuation import Direction, Spellings, is_continuation_marker, may_hold_marker, strip_continuation
from plan_extract.text.kinsoku import BRACKETS

LONGEST_MARKER = 3
"""Printed lines over which a marker may wrap in a narrow cell."""
LONGEST_WRAPPED = 16
"""Characters of the longest marker that wraps."""


def unmarked(lines: tuple[PrintedLine, ...], markers: Spellings) -> tuple[PrintedLine, ...]:
    """A cell's lines without what only says, at its start or end, that the row goes on."""
    if not may_hold_marker("".join(line.text for line in (*lines[:LONGEST_MARKER], *lines[-LONGEST_MARKER:])), markers):
        return lines
    start = marker_at_start(lines, markers)
    rest = slice_lines(lines, start) if start else lines
    end = marker_at_end(rest, markers)
    return slice_lines(rest, 0, sum(len(line.text) for line in rest) - end) if end else rest


def marker_at_start(lines: Sequence[PrintedLine], markers: Spellings) -> int:
    """How many characters of a cell at its start say that it goes on from the page before; such a marker may wrap."""
    if not lines:
        return 0
    first = lines[0].text
    rest, marker = strip_continuation(first, markers) if first[0] in BRACKETS else (first, None)
    before_text = len(first) - len(rest) if marker and first.startswith(marker) else 0
    choices = [lines[:count] for count in range(1, LONGEST_MARKER + 1)]
    return marker_length(choices, "from_previous", markers) or before_text


def marker_at_end(lines: Sequence[PrintedLine], markers: Spellings) -> int:
    """How many characters of a cell at its end say that it goes on overleaf."""
    if not lines:
        return 0
    last = lines[-1].text
    rest, marker = strip_continuation(last, markers) if last[-1] in BRACKETS.values() else (last, None)
    behind_text = len(last) - len(rest) if marker and is_continuation_marker(marker, markers) == "to_next" else 0
    choices = [lines[-count:] for count in range(1, LONGEST_MARKER + 1)]
    return marker_length(choices, "to_next", markers) or behind_text


def marker_length(choices: Iterable[Sequence[PrintedLine]], direction: Direction, markers: Spellings) -> int:
    """The length of the longest choice of lines that is a marker of this direction; 0 without one."""
    texts = ("".join(line.text for line in lines) for lines in choices)
    likely = (text for count, text in enumerate(texts) if not count or len(text) <= LONGEST_WRAPPED)
    return max((len(text) for text in likely if is_continuation_marker(text, markers) == direction), default=0)


def without_note(lines: tuple[PrintedLine, ...], markers: Spellings) -> tuple[PrintedLine, ...]:
    """The lines of a number or name without a 「（続き）」 at the end, which may itself be wrapped."""
    whole = "".join(line.text for line in lines)
    text, marker = strip_continuation(whole, markers)
    return slice_lines(lines, 0, len(text)) if marker and whole.startswith(text) else lines


def slice_lines(lines: Iterable[PrintedLine], start: int, end: int | None = None) -> tuple[PrintedLine, ...]:
    """The characters from ``start`` to ``end`` of printed lines, counted through all of them."""
    kept, offset = [], 0
    for line in lines:
        length = len(line.text)
        first, last = max(0, start - offset), length if end is None else min(length, end - offset)
        if first < last:
            kept.append(line if last - first == length else part_of(line, first, last))
        offset += length
    return tuple(kept)


def part_of(line: PrintedLine, start: int, end: int) -> PrintedLine:
    """A part of a printed line; its indent stays that of the whole, so that it stands in line with what is below."""
    glyphs = line.glyphs[start:end]
    inked = [glyph for glyph in glyphs if glyph]
    return line._replace(text=line.text[start:end], glyphs=glyphs, box=union(inked) if inked else line.box)
