"""Drawn shapes to rules: what both readers share about lines, thin rectangles, frames, dots and shading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from plan_extract.pdf.page import Rule
from plan_extract.place import Box

THIN = 3.0
"""A filled shape at most this thick (points) is drawn to be seen as a line: word processors and browsers draw borders so."""
STRAIGHT = 0.5
"""How far (points) the ends of a segment may differ across its direction to count as horizontal or vertical."""
WHITE = 250
"""A colour whose every component (0–255) reaches this is paper."""

Color = tuple[int, int, int]


class Fill(NamedTuple):
    """A filled area without a stroke, in displayed coordinates; ``color`` is None where the reader cannot tell."""

    box: Box
    color: Color | None = None


class Stroke(NamedTuple):
    """A straight stroked segment."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    color: Color | None = None


def is_paper(color: Color | None) -> bool:
    """Whether something of this colour cannot be seen on white paper.

    >>> is_paper((255, 255, 255)), is_paper((0, 0, 0)), is_paper(None)
    (True, False, False)
    """
    return color is not None and min(color) >= WHITE


def is_thin(box: Box) -> bool:
    """Whether a filled box is a line to the eye."""
    return min(box.x1 - box.x0, box.bottom - box.top) <= THIN


def shaded(fills: Iterable[Fill]) -> tuple[Fill, ...]:
    """The fills that are areas, paper-coloured ones included (they cover what lies below), in drawing order."""
    return tuple(fill for fill in fills if not is_thin(fill.box))


def color_at(areas: Sequence[Fill], x: float, y: float) -> Color | None:
    """The colour of the topmost area at a point; None where the paper shows or the colour is unknown."""
    for fill in reversed(areas):
        if fill.box.holds(x, y):
            return fill.color
    return None


def stands_out(color: Color | None, areas: Sequence[Fill], x: float, y: float) -> bool:
    """Whether ink of ``color`` can be seen at a point: paper-coloured ink shows on a darker area only."""
    if not is_paper(color):
        return True
    ground = color_at(areas, x, y)
    return ground is not None and not is_paper(ground)


def stroke_to_rule(stroke: Stroke) -> Rule | None:
    """The rule that a stroked segment draws, or None for a slanted one."""
    if abs(stroke.x0 - stroke.x1) <= STRAIGHT and abs(stroke.y0 - stroke.y1) > STRAIGHT:
        x = (stroke.x0 + stroke.x1) / 2
        return Rule(x, min(stroke.y0, stroke.y1), x, max(stroke.y0, stroke.y1), stroke.width)
    if abs(stroke.y0 - stroke.y1) <= STRAIGHT:
        y = (stroke.y0 + stroke.y1) / 2
        return Rule(min(stroke.x0, stroke.x1), y, max(stroke.x0, stroke.x1), y, stroke.width)
    return None


def fill_to_rules(box: Box) -> Iterator[Rule]:
    """The rules that a filled box draws: its centre line where it is thin (a dot gives one each way), else its four edges."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    middle_x, middle_y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    if not is_thin(box):
        yield from frame(box, 0.0, fill=True)
        return
    if height <= THIN and width >= height:
        yield Rule(box.x0, middle_y, box.x1, middle_y, height)
    if width <= THIN and height >= width:
        yield Rule(middle_x, box.top, middle_x, box.bottom, width)


def frame(box: Box, width: float, *, fill: bool = False) -> Iterator[Rule]:
    """The four sides of a box."""
    yield Rule(box.x0, box.top, box.x1, box.top, width, fill)
    yield Rule(box.x0, box.bottom, box.x1, box.bottom, width, fill)
    yield Rule(box.x0, box.top, box.x0, box.bottom, width, fill)
    yield Rule(box.x1, box.top, box.x1, box.bottom, width, fill)


def shapes_to_rules(fills: Sequence[Fill], strokes: Iterable[Stroke]) -> tuple[Rule, ...]:
    """Every rule that can be seen, without repeats, in drawing order (strokes first)."""
    areas = shaded(fills)
    rules: dict[Rule, None] = {}
    for stroke in strokes:
        rule = stroke_to_rule(stroke)
        if rule and stands_out(stroke.color, areas, (rule.x0 + rule.x1) / 2, (rule.top + rule.bottom) / 2):
            rules[rule] = None
    for fill in fills:
        ground = areas if is_thin(fill.box) else ()
        if stands_out(fill.color, ground, (fill.box.x0 + fill.box.x1) / 2, (fill.box.top + fill.box.bottom) / 2):
            rules.update(dict.fromkeys(fill_to_rules(fill.box)))
    return tuple(rules)
