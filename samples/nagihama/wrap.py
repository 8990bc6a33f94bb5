"""Lines → printed lines: wrapping with kinsoku, hanging indents."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .source import Line

TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,'/-]*|.")
NO_START = set("、。，．・：；？！）」』】〕〉》ー々〜～％ァィゥェォッャュョヮぁぃぅぇぉっゃゅょ),.:!? ")
NO_END = set("（「『【〔〈《(<○・※")
Measure = Callable[[str], float]


class Printed(NamedTuple):
    """One printed line: how far it is set in, and its text."""

    indent: float
    text: str


class Paragraph(NamedTuple):
    """A logical line to be set: indents of its first and its further printed lines."""

    first: float
    hanging: float
    text: str


def may_break(left: str, right: str) -> bool:
    """Whether a printed line may end between two tokens."""
    return left[-1] not in NO_END and right[0] not in NO_START


def fitting(tokens: Sequence[str], width: float, measure: Measure) -> int:
    """How many tokens go on one printed line, at least one."""
    count = 1
    while count < len(tokens) and measure("".join(tokens[: count + 1])) <= width:
        count += 1
    if count == len(tokens):
        return count
    allowed = [at for at in range(1, count + 1) if may_break(tokens[at - 1], tokens[at])]
    return allowed[-1] if allowed else count


def wrap(paragraph: Paragraph, width: float, measure: Measure) -> list[Printed]:
    """A logical line as printed lines no wider than ``width``.

    >>> [line.text for line in wrap(Paragraph(0, 1, "○市民課、税務課"), 5, len)]
    ['○市民課、', '税務課']
    """
    tokens, lines = TOKEN.findall(paragraph.text), list[Printed]()
    while tokens:
        indent = paragraph.hanging if lines else paragraph.first
        count = fitting(tokens, width - indent, measure)
        lines.append(Printed(indent, "".join(tokens[:count])))
        tokens = tokens[count:]
    return lines


def depth(lines: Sequence[Line], at: int, count_headings: bool) -> int:
    """How many steps a line is set in: its level, where wanted without the headings that it stands under."""
    level = lines[at].level
    if count_headings or not level:
        return level
    above = [line for line in lines[:at] if line.level < level]
    chain = {line.level: line for line in above}
    return sum(not is_heading(chain[step]) for step in range(level))


def is_heading(line: Line) -> bool:
    """Whether a line is a heading for those below it."""
    return line.sub_heading or line.marker in {"【】", "<>"}


def paragraphs(lines: Sequence[Line], step: float, count_headings: bool, measure: Measure) -> list[Paragraph]:
    """The logical lines of a cell with their indents."""
    result = list[Paragraph]()
    for at, line in enumerate(lines):
        first = depth(lines, at, count_headings) * step
        lead = line.printed[: len(line.printed) - len(line.noted.text)] if not is_heading(line) else ""
        result.append(Paragraph(first, first + measure(lead), line.printed))
    return result


def ambiguous(previous: Sequence[Printed], paragraph: Paragraph, width: float, measure: Measure) -> bool:
    """Whether a reader could take an unmarked line for the wrapped rest of the one before it."""
    last = previous[-1]
    slack = width - last.indent - measure(last.text)
    first = TOKEN.findall(paragraph.text)[0]
    return not last.text.endswith(("。", "】", "）")) and slack < measure(first) + measure("国国")
