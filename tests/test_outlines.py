"""Characters drawn as curves are told by the text beside them; other drawings are none."""

import pytest

from drawn import line_to_chars
from plan_extract.pdf.mend import UNMAPPED
from plan_extract.pdf.outlines import fills_to_outline, with_outlines
from plan_extract.pdf.ruling import Fill
from plan_extract.place import Box

LINE = tuple(line_to_chars("渡  橋", 100.0, 50.0))  # the second character's place is 110 to 120
CASES = {
    "in a gap": (Box(110.4, 50.6, 119.5, 59.4), True),
    "before the line": (Box(90.2, 50.5, 99.4, 59.5), True),
    "behind the line": (Box(130.3, 50.5, 139.7, 59.5), True),
    "narrow": (Box(112.5, 50.5, 117.0, 59.5), True),
    "around a character": (Box(100, 50, 110, 60), False),
    "far from any text": (Box(200, 50, 210, 60), False),
    "above the line": (Box(110, 40, 120, 50), False),
    "larger than the text": (Box(104, 45, 122, 65), False),
    "a dot": (Box(113, 53, 116, 56), False),
    "a stroke": (Box(110, 54, 120, 56), False),
}


@pytest.mark.parametrize("case", CASES)
def test_an_outline_is_a_character_where_it_stands_in_a_line(case):
    box, is_char = CASES[case]
    found = with_outlines(LINE, [box])[len(LINE) :]
    assert [char.text for char in found] == [UNMAPPED] * is_char
    assert all(box.holds(*char.middle) and (char.top, char.size) == (50.0, 10.0) for char in found)


def test_several_in_a_row_are_as_many_characters():
    row = [Box(x + 0.5, 50.5, x + 9.5, 59.5) for x in (130.0, 140.0, 150.0)]
    assert len(with_outlines(LINE, row)) == len(LINE) + 3


def test_turned_text_tells_nothing():
    turned = tuple(char._replace(angle=90) for char in LINE)
    assert with_outlines(turned, [CASES["in a gap"][0]]) == turned


BENT = [Fill(Box(0, 0, 4, 9), upright=False), Fill(Box(3, 2, 9, 4), upright=False)]


@pytest.mark.parametrize(
    ("fills", "box"),
    [
        (BENT, Box(0, 0, 9, 9)),
        ([*BENT, Fill(Box(0, 0, 50, 50))], Box(0, 0, 9, 9)),
        (BENT[:1], None),
        ([Fill(Box(0, 0, 9, 9)), Fill(Box(2, 2, 7, 7))], None),
        ([], None),
    ],
    ids=["contours", "contours and a ground", "one contour", "rectangles", "nothing"],
)
def test_several_contours_make_an_outline(fills, box):
    assert fills_to_outline(fills) == box
