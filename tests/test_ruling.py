"""Drawn shapes to rules: which lines a person sees."""

from __future__ import annotations

import pytest

from plan_extract.pdf.page import Rule
from plan_extract.pdf.ruling import (
    Fill,
    Step,
    Stroke,
    close,
    fill_to_rules,
    grounds,
    shapes_to_rules,
    stands_out,
    subpath_to_fill,
    subpath_to_strokes,
)
from plan_extract.place import Box

BLACK, GREY, WHITE = (0, 0, 0), (200, 200, 200), (255, 255, 255)


def polygon(*points, straight=True):
    """A closed subpath through some points."""
    steps = [Step(x, y, straight and i > 0) for i, (x, y) in enumerate(points)]
    close(steps)
    return steps


RECTANGLE = polygon((0, 0), (100, 0), (100, 50), (0, 50))


@pytest.mark.parametrize(
    ("subpath", "upright"),
    [
        (RECTANGLE, True),
        ([*RECTANGLE[:2], RECTANGLE[2]._replace(straight=False), *RECTANGLE[3:]], False),
        (polygon((0, 0), (100, 25), (0, 50)), False),
        (polygon((0, 0), (100, 0), (120, 50), (20, 50)), False),
        (polygon((0, 0), (100, 0), (100, 50), (0, 50), straight=False), False),
    ],
    ids=["rectangle", "one curved side", "arrow", "slanted", "ellipse"],
)
def test_only_a_rectangle_fills_its_box(subpath, upright):
    assert subpath_to_fill(subpath, GREY).upright is upright


def test_a_subpath_is_closed_once():
    steps = list(RECTANGLE)
    close(steps)
    assert steps == RECTANGLE
    assert len(list(subpath_to_strokes(RECTANGLE, 1, BLACK))) == 4


def test_curves_are_no_strokes():
    subpath = [Step(0, 0, False), Step(10, 0, True), Step(20, 10, False), Step(20, 30, True)]
    assert list(subpath_to_strokes(subpath, 1, BLACK)) == [Stroke(0, 0, 10, 0, 1, BLACK), Stroke(20, 10, 20, 30, 1, BLACK)]


@pytest.mark.parametrize(
    ("fill", "rules"),
    [
        (Fill(Box(0, 0, 100, 1)), [Rule(0, 0.5, 100, 0.5, 1)]),
        (Fill(Box(0, 0, 1, 100)), [Rule(0.5, 0, 0.5, 100, 1)]),
        (Fill(Box(0, 0, 1, 1.01)), [Rule(0, 0.505, 1, 0.505, 1.01), Rule(0.5, 0, 0.5, 1.01, 1)]),
        (Fill(Box(0, 0, 100, 50), upright=False), []),
    ],
    ids=["row", "column", "dot", "arrow"],
)
def test_rules_of_a_fill(fill, rules):
    assert list(fill_to_rules(fill)) == rules


def test_the_edges_of_an_area_are_told_from_drawn_rules():
    assert [rule.fill for rule in fill_to_rules(Fill(Box(0, 0, 100, 50)))] == [True] * 4


@pytest.mark.parametrize(
    ("areas", "seen"),
    [
        ((), False),
        ((Fill(Box(0, 0, 100, 50), GREY),), True),
        ((Fill(Box(0, 0, 100, 50), GREY), Fill(Box(0, 0, 100, 50), WHITE)), False),
        ((Fill(Box(0, 0, 100, 50), None),), True),
        (grounds((), (Box(0, 0, 100, 50),)), True),
        (grounds((), (Box(200, 0, 300, 50),)), False),
    ],
    ids=["paper", "shade", "white on shade", "pattern", "picture", "picture elsewhere"],
)
def test_white_ink_is_seen_on_anything_but_paper(areas, seen):
    assert stands_out(WHITE, areas, 50, 25) is seen


def test_a_rule_in_the_colour_of_the_paper_is_none():
    assert shapes_to_rules([Fill(Box(0, 0, 100, 1), WHITE)], [Stroke(0, 50, 100, 50, 1, WHITE)]) == ()
