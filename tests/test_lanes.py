"""Tables side by side: each lane is read down to its foot before the next one begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.place import Box, Place
from plan_extract.table.grid import Grid, Table
from plan_extract.table.lanes import ReadingOrder, find_lanes


def table(*box):
    return Table(1, Grid((box[0], box[2]), (box[1], box[3]), ()), ())


LEFT, RIGHT, BELOW = (40, 100, 240, 300), (260, 100, 460, 200), (40, 340, 460, 400)
PAGES = {
    "one above the other": ([LEFT, BELOW], []),
    "side by side": ([RIGHT, LEFT, BELOW], [[40, 260]]),
    "two in a lane": ([LEFT, RIGHT, (260, 220, 460, 290)], [[40, 260]]),
    "barely level": ([LEFT, (260, 280, 460, 400)], [[40, 260]]),
    "two rows of tables": (
        [LEFT, RIGHT, (40, 320, 140, 400), (160, 320, 260, 400), (280, 320, 460, 400)],
        [[40, 260], [40, 160, 280]],
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_lanes_are_found(page):
    boxes, expected = PAGES[page]
    assert [[lane.x0 for lane in lanes.boxes] for lanes in find_lanes(table(*box) for box in boxes)] == expected


ORDER = [
    (40, 60, "a title above both"),
    (40, 80, "a title above the left one"),
    (40, 110, "in the left one"),
    (42, 290, "at its foot"),
    (260, 80, "a title above the right one"),
    (300, 110, "in the right one"),
    (40, 320, "between them and the table below"),
    (300, 350, "in the table below"),
]


def test_a_page_is_read_lane_by_lane():
    order = ReadingOrder({1: find_lanes(table(*box) for box in (LEFT, RIGHT, BELOW))})
    places = [(Place(1, Box(x, y, x + 50, y + 10)), text) for x, y, text in ORDER]
    assert [text for _, text in sorted(places, key=lambda pair: order.position(pair[0]))] == [text for *_, text in ORDER]


sides = st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(10, 200), st.integers(10, 200))
boxes = sides.map(lambda side: Box(side[0], side[1], side[0] + side[2], side[1] + side[3]))


@given(st.lists(boxes, max_size=6), boxes, boxes)
def test_places_have_one_order(tables, one, other):
    """Wherever tables stand: what lies lower in one lane comes later."""
    order = ReadingOrder({1: find_lanes(table(*box) for box in tables)})
    first, second = order.position(Place(1, one)), order.position(Place(1, other))
    assert first[1] <= second[1] or one.top >= other.top
    assert first[:3] != second[:3] or (first < second) == (one.top < other.top)
