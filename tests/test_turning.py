"""Pages drawn on their side: read as if they stood upright, their boxes where the page shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import draw, read, rule_table
from plan_extract.pdf.page import Char
from plan_extract.pdf.turn import Turn, find_turn, turn_page
from plan_extract.place import Box, union

ROWS = [
    ["No", "事業名", "担当課", "実績"],
    ["1", "広報の推進", "秘書課", "年3回発行した。"],
    ["2", "窓口の改善", "市民課", "50件"],
]
PAGE = draw(rule_table([[[text] for text in row] for row in ROWS], (6, 20, 14, 30)), foot="12")
ANGLES = (90, 180, 270)
SIDES = st.floats(0, 800, allow_nan=False, width=32)


def on_its_side(page, angle):
    """A page whose text runs at an angle, as it is displayed."""
    return turn_page(page, Turn(360 - angle, page.width, page.height))


@pytest.mark.parametrize("angle", ANGLES)
def test_a_page_on_its_side_reads_as_upright(angle):
    upright, turned = read(PAGE), read(on_its_side(PAGE, angle))
    assert [i.cells for i in turned.initiatives] == [i.cells for i in upright.initiatives]
    assert [s.text for i in turned.initiatives for s in i.statements] == [
        s.text for i in upright.initiatives for s in i.statements
    ]


@pytest.mark.parametrize("angle", ANGLES)
def test_boxes_stand_on_the_page_as_displayed(angle):
    page = on_its_side(PAGE, angle)
    for initiative in read(page).initiatives:
        row = Box(*initiative.sources[0].bbox)
        text = "".join(char.text for char in page.chars if row.holds(*char.middle))
        assert sorted(text) == sorted("".join(initiative.cells.values()))
        for quantity in (q for statement in initiative.statements for q in statement.quantities):
            box = Box(*quantity.source.bbox)
            inside = [char for char in page.chars if box.holds(*char.middle)]
            assert sorted(char.text for char in inside) == sorted(quantity.surface)
            assert union(inside) == pytest.approx(box, abs=0.01)


def test_a_few_turned_chars_do_not_turn_a_page():
    label = tuple(Char(sign, 20, 100 + 10 * at, 30, 110 + 10 * at, 10, 90) for at, sign in enumerate("基本目標"))
    page = PAGE.__class__(1, PAGE.width, PAGE.height, (*PAGE.chars, *label), PAGE.rules)
    assert find_turn(page).angle == 0


@given(st.sampled_from((0, *ANGLES)), SIDES, SIDES, SIDES, SIDES)
def test_turning_back_undoes_a_turn(angle, x0, top, x1, bottom):
    box, turn = Box(x0, top, x1, bottom), Turn(angle, 842, 595)
    assert turn.back.box(turn.box(box)) == pytest.approx(box, abs=1e-3)
    assert turn.back.back == turn
