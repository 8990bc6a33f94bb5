"""Drawn shapes to rules: what both readers share about lines, thin rectangles, frames, dots and shading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from plan_extract.pdf.page import Rule
from plan_extract.place import Box

THIN = 3.0
"""A filled shape at most this thick (points) is drawn to be seen as a line: word processors and browsers draw borders so."""
STRAIGHT = 0.5
"""How far (points) the ends of a segment may differ across its direction to count as horizontal or vertical."""
SQUARE = 0.9
"""A thin box whose sides are at least this much alike is a dot, which may be part of a line either way."""
WHITE = 250
"""A colour whose every component (0–255) reaches this is paper."""

Color = tuple[int, int, int]


class Step(NamedTuple):
    """A point of a path as displayed, and whether a straight line leads to it (none leads to the first point)."""

    x: float
    y: float
    straight: bool


Subpath = Sequence[Step]
"""A path from one move to the next; where it is closed its first point comes again."""


class Fill(NamedTuple):
    """A filled area in displayed coordinates; ``color`` is None where the reader cannot tell (a pattern, a picture).

    ``upright`` is true where the area is its whole box, not a circle or an arrow in it.
    """

    box: Box
    color: Color | None = None
    upright: bool = True


class Stroke(NamedTuple):
    """A straight stroked segment."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    color: Color | None = None


def is_upright(subpath: Subpath, box: Box) -> bool:
    """Whether a subpath draws its box: straight steps between corners."""
    if not all(step.straight for step in subpath[1:]):
        return False
    x0, top, x1, bottom = box
    corners = set()
    for x, y, _ in subpath:
        left, upper = x - x0 <= STRAIGHT, y - top <= STRAIGHT
        if not ((left or x1 - x <= STRAIGHT) and (upper or bottom - y <= STRAIGHT)):
            return False
        corners.add((left, upper))
    return len(corners) == 4


def close(steps: list[Step]) -> None:
    """Lead a subpath back to its first point where it does not end there."""
    if steps and steps[-1][:2] != steps[0][:2]:
        steps.append(steps[0]._replace(straight=True))


def subpath_to_fill(subpath: Subpath, color: Color | None) -> Fill:
    """The area that a subpath bounds."""
    xs, ys, _ = zip(*subpath, strict=True)
    box = Box(min(xs), min(ys), max(xs), max(ys))
    return Fill(box, color, is_upright(subpath, box))


def subpath_to_strokes(subpath: Subpath, width: float, color: Color | None) -> Iterator[Stroke]:
    """The straight strokes along a subpath; curves are left out."""
    for here, there in pairwise(subpath):
        if there.straight:
            yield Stroke(here.x, here.y, there.x, there.y, width, color)


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


def grounds(fills: Iterable[Fill], pictures: Iterable[Box]) -> tuple[Fill, ...]:
    """What text can stand on: the shaded areas, and the pictures, whose colour nobody knows."""
    return (*shaded(fills), *(Fill(box) for box in pictures))


def stands_out(color: Color | None, areas: Sequence[Fill], x: float, y: float) -> bool:
    """Whether ink of ``color`` can be seen at a point: paper-coloured ink shows only on an area of another colour."""
    if not is_paper(color):
        return True
    ground = next((area for area in reversed(areas) if area.box.holds(x, y)), None)
    return ground is not None and not is_paper(ground.color)


def stroke_to_rule(stroke: Stroke) -> Rule | None:
    """The rule that a stroked segment draws, or None for a slanted one."""
    if abs(stroke.x0 - stroke.x1) <= STRAIGHT and abs(stroke.y0 - stroke.y1) > STRAIGHT:
        x = (stroke.x0 + stroke.x1) / 2
        return Rule(x, min(stroke.y0, stroke.y1), x, max(stroke.y0, stroke.y1), stroke.width)
    if abs(stroke.y0 - stroke.y1) <= STRAIGHT:
        y = (stroke.y0 + stroke.y1) / 2
        return Rule(min(stroke.x0, stroke.x1), y, max(stroke.x0, stroke.x1), y, stroke.width)
    return None


def fill_to_rules(fill: Fill) -> Iterator[Rule]:
    """The rules that a fill draws: its centre line where it is thin (a dot gives one each way), else its four edges.

    An area that is not upright has no edges that could bound a cell.
    """
    box = fill.box
    width, height = box.x1 - box.x0, box.bottom - box.top
    middle_x, middle_y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    if not is_thin(box):
        if fill.upright:
            yield from frame(box, 0.0, fill=True)
        return
    if height <= THIN and width >= SQUARE * height:
        yield Rule(box.x0, middle_y, box.x1, middle_y, height)
    if width <= THIN and height >= SQUARE * width:
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
            rules.update(dict.fromkeys(fill_to_rules(fill)))
    return tuple(rules)
