"""Printed lines to logical lines.

Geometry decides what wrapped: a printed line that had no room left for the first unbreakable unit of the next one goes on
there. Bullets, indents and open brackets settle what geometry leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from plan_extract.place import Box, Place, Span, union
from plan_extract.table.printed import PrintedLine, chars_box
from plan_extract.table.setting import INDENT_SLACK, ROOM_SLACK, Measure, is_full, left_over
from plan_extract.text.kinsoku import DOTS, closes_bracket, has_open_bracket
from plan_extract.text.marks import list_number, marker_kind, split_marker, starts_item
from plan_extract.text.normalize import fold
from plan_extract.text.spacing import close_up

SCRIPT_SLACK = 0.5
"""``ROOM_SLACK`` between Latin type and Japanese, where a blank may have been lost at the line's end."""
HIRAGANA_SLACK = 0.8
"""``ROOM_SLACK`` after hiragana, with which few notes end."""
LOOSE_SLACK = 2.6
"""``ROOM_SLACK`` where the words themselves are unfinished: an open bracket, a trailing particle or comma."""
PARAGRAPH_INDENT = 1.5
"""A line this much (ems) deeper than the text before it begins a paragraph, if a sentence ended there."""
HANG_SHARE = 0.5
"""A line set in by less than this share of the hanging indent stands with the bullets."""
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
UNFINISHED = frozenset("、，・をにはがのとでやへ")
"""A line that ends so has not said its say."""


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
