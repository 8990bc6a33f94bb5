"""What Japanese typesetting keeps together."""

import pytest

from plan_extract.text.kinsoku import first_unit


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("市民", 1),
        ("ょう", 1),
        ("しょう", 2),
        ("市、民", 2),
        ("「市」民", 3),
        ("10(5件)", 2),
        ("city.jp/a 市", 9),
        ("", 0),
        ("（（", 2),
    ],
)
def test_what_must_stay_together_with_a_lines_first_character(text, length):
    assert first_unit(text) == length
