"""The chars of a cell to printed lines: what stands on one level, in its reading order, with the blanks that gaps show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby, pairwise
from operator import itemgetter, sub
from statistics import median
from typing import NamedTuple

from plan_extract.pdf.page import DIRECTION, Char
from plan_extract.place import Box
from plan_extract.text.kinsoku import BRACKETS, DOTS, HANGING

SAME_LINE = 0.4
"""Two chars stand on one line where their middles differ by at most this many ems."""
BLANK = 0.5
"""A gap of at least this many ems between two chars is a blank; between two Latin letters ``LATIN_BLANK`` is."""
LATIN_BLANK = 0.16
NARROW_BLANK, CLOSE, FEW = 0.33, 0.1, 6
"""A gap of so many ems is a blank where most chars of the line are at most ``CLOSE`` ems apart, and at most one gap in ``FEW``
is so wide."""
SAMPLE = 24
"""So many chars at the start of a cell tell that its text is plainly horizontal."""
INSET = HANGING | DOTS | BRACKETS.keys() | frozenset(BRACKETS.values())
"""Marks that fill their em only in part: a font whose widths are unknown leaves gaps beside them that are no blanks."""
LEVEL, ALONG = itemgetter(0), itemgetter(1)
"""A frame's place across and along its line."""


class PrintedLine(NamedTuple):
    """A line as printed in a cell.

    ``glyphs`` has one entry for each character of ``text``: the char it comes from, or None for a blank that only a gap shows.
    ``indent`` and ``room`` are the points between the line's ends and the sides of its cell; ``spaced`` tells that a blank
    stands at its end.
    """

    text: str
    glyphs: tuple[Char | None, ...]
    page: int
    box: Box
    size: float
    indent: float
    room: float
    spaced: bool = False


def chars_box(chars: Sequence[Char]) -> Box:
    """The smallest box around chars: :func:`~plan_extract.place.union` for what there is much of."""
    _, x0s, tops, x1s, bottoms, _, _ = zip(*chars, strict=True)
    return Box(min(x0s), min(tops), max(x1s), max(bottoms))


Frame = tuple[float, float, float, Char]
"""A char in the coordinates of its own line of writing: ``v`` runs from line to line, ``u0`` and ``u1`` along the line.

Frames sort from line to line, and along the line within one height.
"""


def to_frame(char: Char) -> Frame:
    """A char turned so that its line of writing is horizontal.

    >>> to_frame(Char("市", 10, 0, 20, 10, 10, 90))[1]
    0
    """
    _, x0, top, x1, bottom, _, angle = char
    if angle == 90:
        return -(x0 + x1) / 2, top, bottom, char
    if angle == 180:
        return -(top + bottom) / 2, -x1, -x0, char
    if angle == 270:
        return (x0 + x1) / 2, -bottom, -top, char
    return (top + bottom) / 2, x0, x1, char


def to_frames(chars: Sequence[Char], angle: int) -> Iterable[Frame]:
    """Chars that all run in one direction, turned so that their lines of writing are horizontal."""
    if angle:
        return map(to_frame, chars)
    return [((char[2] + char[4]) / 2, char[1], char[3], char) for char in chars]  # as most are, by the ten thousand


def to_vertical_frame(char: Char) -> Frame:
    """An upright char of vertical writing: the line runs down, the next one stands to its left."""
    return -(char.x0 + char.x1) / 2, char.top, char.bottom, char


def group_lines(frames: Iterable[Frame]) -> list[list[Frame]]:
    """Frames by line, each line in its reading order."""
    lines: list[list[Frame]] = []
    level, total = 0.0, 0.0  # the middle of the line being gathered, and the sum it is the mean of
    for v, frames_on_level in groupby(sorted(frames), key=LEVEL):
        same = list(frames_on_level)
        if lines and v - level <= SAME_LINE * max(same[0][3].size, lines[-1][-1][3].size):
            lines[-1].extend(same)
            total += v * len(same)
            level = total / len(lines[-1])
        else:
            lines.append(same)
            level, total = v, v * len(same)
    for line in lines:
        line.sort(key=ALONG)
    return lines


def runs_level(chars: Sequence[Char]) -> bool:
    """Whether most chars stand behind the one drawn before them on one level, near or, where names are spread to their column's
    width (均等割付), apart: plainly horizontal text."""
    wanted = len(chars) // 2 + 1
    for (_, _, top, x1, _, size, _), (_, x0, next_top, _, _, _, _) in pairwise(chars):
        if -0.1 * size < next_top - top < 0.1 * size and x0 - x1 > -0.3 * size:
            wanted -= 1
            if not wanted:
                return True
    return False


def is_vertical(chars: Sequence[Char], width: float) -> bool:
    """Whether upright chars are set in vertical writing: stacked tighter than they stand side by side."""
    if len(chars) < 2 or runs_level(chars[:SAMPLE]):
        return False
    inked = [char for char in chars if not char.text.isspace()]
    if len(inked) < 2 or runs_level(inked):
        return False
    rows = group_lines(to_frames(inked, 0))
    if len(rows) < 2 or (sum(len(row) > 1 for row in rows) * 3 > len(rows) and not wide_apart(rows)):
        return False
    stacked = all(len(row) <= 2 for row in rows)
    return (stacked and width < 2.6 * inked[0].size) or (not stacked and wide_apart(rows))


def wide_apart(rows: Sequence[Sequence[Frame]]) -> bool:
    """Whether the gaps between chars of a row are wider than those between rows: the rows are columns' cross-cuts."""
    across = [right[1] - left[2] for row in rows for left, right in pairwise(row)]
    down = [lower[0][0] - upper[0][0] - upper[0][3].size for upper, lower in pairwise(rows)]
    size = rows[0][0][3].size
    return bool(across) and len(rows) > 2 and median(across) > 0.3 * size and median(across) > median(down) + 0.3 * size


def blank_between(left: Frame, right: Frame) -> bool:
    """Whether the gap between two chars of a line is a blank to the eye; beside a printed blank it is none."""
    gap, before, behind = right[1] - left[2], left[3], right[3]
    size = max(before.size, behind.size)
    if gap <= LATIN_BLANK * size or before.text.isspace() or behind.text.isspace():
        return False
    if gap > BLANK * size:
        return True
    last, first = before.text[-1:], behind.text[:1]
    return last.isascii() and first.isascii() and (last.isalpha() or first.isalpha())


def stands_out(frames: Sequence[Frame], index: int) -> bool:
    """Whether the gap before a char is far wider than those of its line, whose characters stand close: a narrow blank."""
    before, behind = frames[index - 1], frames[index]
    if behind[1] - before[2] < NARROW_BLANK * behind[3].size or before[3].text.isspace() or behind[3].text.isspace():
        return False
    if before[3].text in INSET or behind[3].text in INSET:
        return False
    gaps = [(right[1] - left[2]) / right[3].size for left, right in pairwise(frames)]
    return median(gaps) <= CLOSE and sum(gap >= NARROW_BLANK for gap in gaps) * FEW <= len(gaps)


def spell(texts: Sequence[str], chars: Sequence[Char], blanks: Collection[int]) -> tuple[str, tuple[Char | None, ...]]:
    """The text of a line, with blanks before the chars at these indices, and the char behind each of its characters."""
    if not blanks and len(text := "".join(texts)) == len(chars):  # as nearly all are
        return text, tuple(chars)
    spelled, glyphs = list(texts), list[Char | None](chars)
    for index in sorted(blanks, reverse=True):
        spelled.insert(index, " ")
        glyphs.insert(index, None)
    return "".join(spelled), tuple(char for char, letters in zip(glyphs, spelled, strict=True) for _ in letters)


def trim(frames: Sequence[Frame]) -> Sequence[Frame]:
    """The line without blanks at its ends."""
    start, end = 0, len(frames)
    while start < end and frames[start][3].text.isspace():
        start += 1
    while end > start and frames[end - 1][3].text.isspace():
        end -= 1
    return frames[start:end]


def chars_to_lines(chars: Sequence[Char], box: Box, page: int) -> tuple[PrintedLine, ...]:
    """The printed lines of a cell (or of any box), in reading order: first upright text, then turned text."""
    lines: list[PrintedLine] = []
    angles = sorted(set(map(DIRECTION, chars)))
    if angles == [0, 90] and is_vertical([char for char in chars if char.angle == 0], box.x1 - box.x0):
        angles = [90]  # vertical writing, in which Latin letters lie on their side
        chars = [char._replace(angle=90) for char in chars]
    for angle in angles:
        same = chars if len(angles) == 1 else [char for char in chars if char.angle == angle]
        vertical = angle == 0 and is_vertical(same, box.x1 - box.x0)
        sideways = vertical or angle in (90, 270)
        for frames in group_lines(map(to_vertical_frame, same) if vertical else to_frames(same, angle)):
            inked = trim(frames)
            if inked:
                lines.append(frames_to_line(inked, box, page, sideways, frames[-1][3].text.isspace()))
    return tuple(lines)


def frames_to_line(frames: Sequence[Frame], box: Box, page: int, sideways: bool, spaced: bool) -> PrintedLine:
    """One printed line; ``sideways`` where it runs along the height of its cell, ``spaced`` where a blank ends it."""
    _, starts, ends, chars = zip(*frames, strict=True)
    texts, x0s, tops, x1s, bottoms, sizes, _ = zip(*chars, strict=True)
    least = LATIN_BLANK * min(sizes)
    wide = [index for index, gap in enumerate(map(sub, starts[1:], ends), 1) if gap > least]
    blanks = [index for index in wide if blank_between(frames[index - 1], frames[index]) or stands_out(frames, index)]
    text, glyphs = spell(texts, chars, blanks)
    own = Box(min(x0s), min(tops), max(x1s), max(bottoms))
    indent, room = (own.top - box.top, box.bottom - own.bottom) if sideways else (own.x0 - box.x0, box.x1 - own.x1)
    size = sizes[0] if least == LATIN_BLANK * max(sizes) else median(sizes)
    return PrintedLine(text, glyphs, page, own, size, indent, room, spaced)
