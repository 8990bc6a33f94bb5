"""The chars of a cell to printed lines, and printed lines to logical lines.

Geometry decides what wrapped: a printed line that had no room left for the first unbreakable unit of the next one goes on
there. Bullets, indents and open brackets settle what geometry leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter, sub
from statistics import median
from typing import NamedTuple

from plan_extract.pdf.page import DIRECTION, Char
from plan_extract.place import Box, Place, Span, union
from plan_extract.text.marks import list_number, marker_kind, split_marker, starts_item
from plan_extract.text.normalize import fold
from plan_extract.text.spacing import close_up

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
ROOM_SLACK = 0.2
"""Ems that a line may have left over its next unit and still have wrapped: spacing between scripts, justification."""
SCRIPT_SLACK = 0.5
"""The same between Latin type and Japanese, where a blank may have been lost at the line's end."""
HIRAGANA_SLACK = 0.8
"""The same after hiragana, with which few notes end."""
LOOSE_SLACK = 2.6
"""The same where the words themselves are unfinished: an open bracket, a trailing particle or comma."""
PARAGRAPH_INDENT = 1.5
"""A line this much (ems) deeper than the text before it begins a paragraph, if a sentence ended there."""
HANGING_EVIDENCE, HANGING_RATE = 3, 0.85
"""So many wrapped lines, and such a share of all, must hang under their bullet's text before a column counts as set so."""
HANG_SHARE = 0.5
"""A line set in by less than this share of the hanging indent stands with the bullets."""
DOTS = frozenset("・･•")
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

NO_LINE_START = frozenset(
    "、。，．,.・:：;；?？!！)）]］}｝」』】〕〉》≫>＞ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞヽヾ～〜%％℃"
)
"""Characters that Japanese typesetting does not put at the start of a line (JIS X 4051, 行頭禁則)."""
NO_LINE_END = frozenset("(（[［{｛「『【〔〈《≪<＜￥＄")
"""Characters that it does not put at the end of a line (行末禁則)."""
BRACKETS = dict(zip("(（[［「『【〔〈《≪", ")）]］」』】〕〉》≫", strict=True))
OVERHANG = 0.3
"""A line that comes nearer to the edge than the column's left padding by so many ems hangs out, where it ends with what begins
no line."""
HANGING = frozenset("、。，．")
"""Punctuation that may hang out over the edge of the type area."""
INSET = HANGING | DOTS | BRACKETS.keys() | frozenset(BRACKETS.values())
"""Marks that fill their em only in part: a font whose widths are unknown leaves gaps beside them that are no blanks."""
SENTENCE_ENDS = frozenset("。）)」』】")
STANDING = re.compile(r"(?:済み?|予定|未定|(?:検討|実施|運用|調整|作業|準備|協議)中)[)）]?$")
DATE_FIRST = re.compile(r"(?:令和|平成|R\d|20\d\d年|\d{1,2}月|\d{1,2}/\d)")
OPENING = re.compile(
    r"(?P<day>\d{1,2}/\d{1,2}(?![\d/～~、-])|\d{1,2}月(?:\d{1,2}日|[上中下]旬|末)?(?=[\s　(（:：～〜]))"
    r"|(?P<word>[^\s\d()（）:：、。，．]{2,14})(?P<sign>[:：]|[(（]|[\s　]|(?=\d))"
)
"""How a line of a list without bullets opens: with a day or month, or with a word before a colon, a bracket,
a blank or a number."""
RESULT = re.compile(r"[=＝]\s?[\d,.，．]+\s?[^\s\d=＝、。ぁ-ゖ]{0,2}[^\s\d=＝、。ぁ-ゖ百千万億(（]$")
"""The end of a reckoning (600円×2人=1,200円), whose unit is whole."""
CAPTION = re.compile(r"[^\s\d、。：:]{2,12}[:：]$")
"""A line that says nothing but what those below it are."""
LETTER = re.compile(r"[(（]?[ァ-ヶｱ-ﾝぁ-んa-zA-Zａ-ｚＡ-Ｚ]")
"""A marker that is a letter: a wrapped word may begin like it."""
CODE = re.compile(r"\d{1,3}(?:[.．。・]\d{1,3})+")
"""A number of several levels, as of a budget's 款項目: a line that is one is followed by another, not by the rest of it."""
NOTE_BELOW = re.compile(r".+\n[(（][^(（)）]+[)）]", re.DOTALL)
"""A cell that ends with brackets which begin a line; what is in them may wrap."""
RUN_ON = re.compile(r"。[^」』）)】〕\s]")
"""A sentence that begins within a line."""
UNFINISHED = frozenset("、，・をにはがのとでやへ")
"""A line that ends so has not said its say."""


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


class LogicalLine(NamedTuple):
    """What one bullet or paragraph says, wraps undone; ``offsets[i]`` is where ``lines[i]`` begins in ``text``."""

    text: str
    lines: tuple[PrintedLine, ...]
    offsets: tuple[int, ...]

    @property
    def indent(self) -> float:
        """Distance of the first character from the cell's left side, in ems."""
        return self.lines[0].indent / self.lines[0].size

    def places(self, span: Span | None = None) -> tuple[Place, ...]:
        """Where the line, or a part of its text, stands: one box for each page."""
        if span is None and len(self.lines) == 1:
            return (Place(self.lines[0].page, self.lines[0].box),)
        found: dict[int, list[Box]] = {}
        for line, offset in zip(self.lines, self.offsets, strict=True):
            if span is None:
                found.setdefault(line.page, []).append(line.box)
            elif span.start < offset + len(line.glyphs) and offset < span.end:
                inked = [glyph for glyph in line.glyphs[max(0, span.start - offset) : span.end - offset] if glyph]
                if inked:
                    found.setdefault(line.page, []).append(chars_box(inked))
        return tuple(Place(page, union(boxes)) for page, boxes in found.items())


def chars_box(chars: Sequence[Char]) -> Box:
    """The smallest box around chars: :func:`~plan_extract.place.union` for what there is much of."""
    _, x0s, tops, x1s, bottoms, _, _ = zip(*chars, strict=True)
    return Box(min(x0s), min(tops), max(x1s), max(bottoms))


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


def is_word(char: str) -> bool:
    """Whether the character belongs to a run that is not broken over lines: Latin letters, digits and what joins them."""
    return char.isascii() and (char.isalnum() or char in "-_.,/:@&'+#%=")


def first_unit(text: str) -> int:
    """How many characters of a line had to stay together with its first one.

    >>> first_unit("シュレス決済"), first_unit("AR、MRアプリ"), first_unit("「はちも」")
    (2, 5, 2)
    """
    end = 0
    while end < len(text) and text[end] in NO_LINE_END:
        end += 1
    wordy = end < len(text) and is_word(text[end])
    end += 1
    while end < len(text) and (text[end] in NO_LINE_START or (wordy and is_word(text[end]))):
        end += 1
    return min(end, len(text))


def unit_width(line: PrintedLine) -> float:
    """Points that the line's first unit takes."""
    box = chars_box([glyph for glyph in line.glyphs[: first_unit(line.text)] if glyph])
    return max(box.x1 - box.x0, min(box.bottom - box.top, line.size))


def has_open_bracket(text: str) -> bool:
    """Whether a bracket is still open at the end.

    >>> has_open_bracket("開催(6月"), has_open_bracket("（年度内）")
    (True, False)
    """
    if BRACKETS.keys().isdisjoint(text):
        return False
    closing: list[str] = []
    for char in text:
        if char in BRACKETS:
            closing.append(BRACKETS[char])
        elif closing and char == closing[-1]:
            closing.pop()
    return bool(closing)


class Flow(NamedTuple):
    """The logical line that is being gathered: its text so far and the printed lines it has."""

    text: str
    lines: list[PrintedLine]


def slack_after(flow: Flow, following: PrintedLine) -> float:
    """How many ems more than the next unit needs a line may have left and still have wrapped, by what its words tell."""
    if has_open_bracket(flow.text) or flow.text[-1] in UNFINISHED:
        return LOOSE_SLACK
    if "ぁ" <= flow.text[-1] <= "ゖ":
        return HIRAGANA_SLACK
    return SCRIPT_SLACK if parts_scripts(flow.text[-1], following.text[0]) else ROOM_SLACK


def parts_scripts(last: str, first: str) -> bool:
    """Whether a line break stands behind a Latin letter or figure before Japanese, or behind Japanese before a Latin letter.

    >>> parts_scripts("T", "講"), parts_scripts("用", "W"), parts_scripts("円", "3")
    (True, True, False)
    """
    if last.isascii():
        return last.isalnum() and not first.isascii()
    return first.isascii() and first.isalpha()


def left_over(line: PrintedLine, following: PrintedLine, measure: Measure) -> float:
    """The ems that a line had left beside what the next line begins with; negative where that did not fit. A line in the middle
    has left what stands at its two sides. Where all that is left is too little for anything, it is told as it is."""
    room = (line.indent + line.room - measure.right if measure.centred else line.room) - measure.right
    return room / line.size if room / line.size <= ROOM_SLACK else (room - unit_width(following)) / line.size


def is_full(line: PrintedLine, following: PrintedLine, measure: Measure) -> bool:
    """Whether a line reaches the right edge of its column, so that what ``following`` begins with had to go there."""
    return left_over(line, following, measure) <= ROOM_SLACK


def goes_on(flow: Flow, following: PrintedLine, measure: Measure, seen: Collection[str] = ()) -> bool:
    """Whether ``following`` continues the logical line gathered so far; ``seen`` are the markers of the cell's items so far."""
    last = flow.lines[-1]
    left = left_over(last, following, measure)
    if measure.listed and not starts_item(following.text):
        return True
    if left > ROOM_SLACK and left > slack_after(flow, following):
        return False
    if (measure.noted and following.text[0] in "(（") or begins_item(flow, following, seen):
        return left <= ROOM_SLACK and closes_bracket(flow.text, following.text)
    if measure.sentence_lines and last.text.endswith("。") and not has_open_bracket(flow.text):
        return False
    if measure.hanging and stands_out_again(flow, following):
        return False
    opens = opens_paragraph(flow, following) or opens_dated_note(flow, following) or opens_alike(flow, following)
    return not (opens or follows_whole(flow.text, following.text))


def begins_item(flow: Flow, following: PrintedLine, seen: Collection[str]) -> bool:
    """Whether a printed line begins an item of its own, rather than with a wrapped word that looks like a label (スマー/ト AI),
    or with brackets that go on under a bullet's text."""
    if CODE.fullmatch(following.text) and CODE.fullmatch(flow.lines[-1].text):
        return True
    if not starts_item(following.text):
        return False
    marker = split_marker(following.text)[0]
    if marker is None:
        return following.indent - flow.lines[0].indent < INDENT_SLACK * following.size or split_marker(flow.text)[0] is None
    return not LETTER.match(marker) or is_next_label(marker, seen)


def wraps_at_dot(flow: Flow, following: PrintedLine, lines: Sequence[PrintedLine], measure: Measure) -> bool:
    """Whether a full line was broken before a dot between words (日帰り型/・居宅型), as spreadsheets do: the only one in its
    cell that begins a line, behind text with such dots, in a column where dots begin no items."""
    if measure.dotted or following.text[0] not in DOTS or not is_full(flow.lines[-1], following, measure):
        return False
    lone = sum(line.text[0] in DOTS for line in lines) == 1
    return lone and flow.text[-1] not in SENTENCE_ENDS and not DOTS.isdisjoint(flow.text)


def is_next_label(marker: str, seen: Collection[str]) -> bool:
    """Whether a letter is a label in its turn: the first of its kind, or the one behind a label seen before.

    >>> is_next_label("ア", ()), is_next_label("ト", ()), is_next_label("イ", ("ア",))
    (True, False, True)
    """
    number, kind = list_number(marker), marker_kind(marker)
    return number == 1 or any(marker_kind(other) == kind and list_number(other) == (number or 0) - 1 for other in seen)


def stands_out_again(flow: Flow, following: PrintedLine) -> bool:
    """Whether a line stands as far out as the marker of the item before it, or further, where wrapped lines hang under its
    text."""
    first = flow.lines[0]
    if first.indent - following.indent > INDENT_SLACK * first.size:
        return True
    hang = text_indent(first)
    if list_number(split_marker(first.text)[0]) is not None:  # numbers are often set without the hang that bullets have
        return False
    return hang - first.indent > INDENT_SLACK * first.size and following.indent - first.indent < HANG_SHARE * (
        hang - first.indent
    )


def opens_dated_note(flow: Flow, following: PrintedLine) -> bool:
    """Whether a line without marker begins with a date behind one that said how things stand (…設置済 / 7月22日より…)."""
    return STANDING.search(flow.text) is not None and DATE_FIRST.match(fold(following.text)) is not None


def follows_whole(text: str, following: str) -> bool:
    """Whether a line follows a reckoning with its result, or is a caption behind what a bracket or a full stop ends.

    >>> follows_whole("600円×2人=1,200円", "加算なし"), follows_whole("600円×2人=1,200円", "を支給")
    (True, False)
    >>> follows_whole("司会（窓口課長）", "講師：")
    True
    """
    if CAPTION.match(following):
        return text[-1] in SENTENCE_ENDS and not has_open_bracket(text)
    return RESULT.search(text) is not None and not "ぁ" <= following[0] <= "ゖ"


def opens_alike(flow: Flow, following: PrintedLine) -> bool:
    """Whether a line opens as the one does that could end before it: they are lines of one list."""
    way = way_of_opening(following.text)
    if not way or way != way_of_opening(flow.text):
        return False
    last = flow.text[-1]
    unfinished = "ぁ" <= last <= "ゖ" or last in UNFINISHED or last in "年月～〜" or has_open_bracket(flow.text)
    return not unfinished and (way != "(" or last in ")）")


def way_of_opening(text: str) -> str:
    """How a line opens, so that lines of one list open the same way; empty where nothing tells.

    >>> way_of_opening("10/26 窓口 2件"), way_of_opening("司会：窓口課長"), way_of_opening("本館（1～5階）")
    ('day', ':', '(')
    >>> way_of_opening("加算額 300円"), way_of_opening("窓口で受付")
    ('加算額', '')
    """
    found = OPENING.match(text)
    if found is None:
        return ""
    if found["day"]:
        return "day"
    return {"：": ":", ":": ":", "（": "(", "(": "("}.get(found["sign"], found["word"])


def closes_bracket(text: str, following: str) -> bool:
    """Whether a bracket that is open at the end of ``text`` is closed in ``following``.

    >>> closes_bracket("（美術館、ミュージア", "ム、博物館）")
    True
    """
    return has_open_bracket(text) and not has_open_bracket(text + following)


def opens_paragraph(flow: Flow, following: PrintedLine) -> bool:
    """Whether the indent of a line tells that it begins anew although the line before it is full."""
    first, last = flow.lines[0], flow.lines[-1]
    if last.text[-1] not in SENTENCE_ENDS:
        return False
    if len(flow.lines) > 1:
        return abs(following.indent - last.indent) > INDENT_SLACK * last.size
    return following.indent - text_indent(first) > PARAGRAPH_INDENT * last.size


def text_indent(line: PrintedLine) -> float:
    """The indent of the text behind the line's marker."""
    marker, rest = split_marker(line.text)
    if marker is None or len(rest) < len(line.text) - len(marker) - 2:
        return line.indent
    inked = [glyph for glyph in line.glyphs[len(line.text) - len(rest) :] if glyph]
    return line.indent + (inked[0].x0 - line.box.x0 if inked else 0.0)


def joint(left: str, right: str, *, spaced: bool = False) -> str:
    """What stands between two printed lines of one logical line: a blank between Latin words, and where a ``spaced`` line
    ended with one beside Latin type; else nothing.

    >>> joint("Google", "Meet"), joint("https://example.", "jp"), joint("利用者", "95人", spaced=True)
    (' ', '', ' ')
    """
    before, behind = left[-1:], right[:1]
    latin = before.isascii() and before.isalpha() and behind.isascii() and behind.isalpha()
    beside = before.isascii() or behind.isascii()
    return " " if latin or (spaced and beside) else ""


def without_spread(line: PrintedLine) -> PrintedLine:
    """A line that others follow without the blanks that justification left between its characters, if it is spread so far."""
    if " " not in line.text or close_up(line.text) == line.text:
        return line
    inked = [(sign, glyph) for sign, glyph in zip(line.text, line.glyphs, strict=True) if not sign.isspace()]
    return line._replace(text="".join(sign for sign, _ in inked), glyphs=tuple(glyph for _, glyph in inked))


def join_lines(lines: Sequence[PrintedLine]) -> LogicalLine:
    """One logical line of printed ones."""
    if len(lines) == 1:
        return LogicalLine(lines[0].text, (lines[0],), (0,))
    lines = [*map(without_spread, lines[:-1]), lines[-1]]
    text, offsets = "", []
    for index, line in enumerate(lines):
        text += joint(text, line.text, spaced=lines[index - 1].spaced) if index else ""
        offsets.append(len(text))
        text += line.text
    return LogicalLine(text, tuple(lines), tuple(offsets))


def lines_to_logical(lines: Sequence[PrintedLine], measure: Measure) -> tuple[LogicalLine, ...]:
    """The logical lines of a cell, in order; the lines of all pages that the cell runs over go in together."""
    flows: list[Flow] = []
    seen: list[str] = []
    for line in lines:
        if flows and (goes_on(flows[-1], line, measure, seen) or wraps_at_dot(flows[-1], line, lines, measure)):
            flow = flows.pop()
            flows.append(Flow(flow.text + line.text, [*flow.lines, line]))
        else:
            flows.append(Flow(line.text, [line]))
            seen.extend(marker for marker in split_marker(line.text)[:1] if marker)
    return tuple(join_lines(flow.lines) for flow in flows)
