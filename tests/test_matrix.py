"""Page space to the page as displayed, whatever its boxes and its rotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.pdf.matrix import apply, apply_box, as_displayed, direction, em_box, multiply
from plan_extract.pdf.page import ASCENT, DESCENT
from plan_extract.place import Box

MEDIA = (0, 0, 600, 800)
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
numbers = st.floats(-1000, 1000)
matrices = st.tuples(*[st.floats(-10, 10)] * 6)


@pytest.mark.parametrize(
    ("rotation", "size", "corner"),
    [
        (0, (500, 700), (50, 750)),  # the displayed top left corner in page space
        (90, (700, 500), (50, 50)),
        (180, (500, 700), (550, 50)),
        (270, (700, 500), (550, 750)),
    ],
)
def test_the_crop_box_is_what_is_displayed(rotation, size, corner):
    display = as_displayed(MEDIA, (50, 50, 550, 750), rotation)
    assert (display.width, display.height) == size
    assert apply(display.matrix, *corner) == (0, 0)
    assert apply_box(display.matrix, 50, 50, 550, 750) == Box(0, 0, *size)


@pytest.mark.parametrize(
    ("crop", "size"), [((-100, -100, 900, 900), (600, 800)), ((700, 0, 900, 800), (600, 800)), (MEDIA, (600, 800))]
)
def test_a_crop_box_outside_of_the_paper_crops_nothing(crop, size):
    display = as_displayed(MEDIA, crop, 0)
    assert (display.width, display.height) == size


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("order", [(2, 1, 0, 3), (0, 3, 2, 1), (2, 3, 0, 1)])
def test_a_box_may_begin_at_any_corner(order, rotation):
    crop = (50, 60, 550, 750)
    turned_over = [tuple(box[side] for side in order) for box in (MEDIA, crop)]
    assert as_displayed(*turned_over, rotation) == as_displayed(MEDIA, crop, rotation)


@given(matrices, matrices, numbers, numbers)
def test_a_product_applies_the_inner_matrix_first(inner, outer, x, y):
    assert apply(multiply(inner, outer), x, y) == pytest.approx(apply(outer, *apply(inner, x, y)), abs=1e-6)


@given(matrices)
def test_identity_changes_nothing(matrix):
    assert multiply(matrix, IDENTITY) == multiply(IDENTITY, matrix) == matrix


@pytest.mark.parametrize(("rotation", "angle"), [(0, 0), (90, 90), (180, 180), (270, 270)])
def test_upright_text_on_a_turned_page_runs_as_the_page_is_turned(rotation, angle):
    assert direction(as_displayed(MEDIA, MEDIA, rotation).matrix) == angle


@pytest.mark.parametrize(
    ("angle", "expected"),
    [
        (0, (100, 200 - 10 * ASCENT, 106, 200 + 10 * DESCENT)),
        (90, (100 - 10 * DESCENT, 200, 100 + 10 * ASCENT, 206)),
        (180, (94, 200 - 10 * DESCENT, 100, 200 + 10 * ASCENT)),
        (270, (100 - 10 * ASCENT, 194, 100 + 10 * DESCENT, 200)),
    ],
)
def test_the_em_box_stands_on_the_baseline(angle, expected):
    loose = {0: Box(100, 190, 106, 203), 90: Box(97, 200, 110, 206), 180: Box(94, 197, 100, 210), 270: Box(90, 194, 103, 200)}
    assert em_box(loose[angle], (100, 200), 10, angle) == pytest.approx(expected)
