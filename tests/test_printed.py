"""Chars to printed lines: reading order, turned and vertical text, blanks that only gaps show."""

import pytest

from drawn import cell_lines, columns, logical_lines
from plan_extract.pdf.page import Char
from plan_extract.place import Box
from plan_extract.table.printed import chars_to_lines, group_lines, to_frame


def test_text_that_runs_down_reads_from_top_to_bottom():
    assert logical_lines("基\n本\n目\n標", 2) == ["基本目標"]


def test_columns_of_vertical_text_read_from_right_to_left():
    words = {60: "基本目標", 40: "すみよい", 20: "窓口"}
    chars = [Char(char, x, y * 11.0, x + 10, y * 11.0 + 10, 10) for x, word in words.items() for y, char in enumerate(word)]
    assert [line.text for line in chars_to_lines(chars, Box(15, 0, 75, 60), 1)] == list(words.values())


@pytest.mark.parametrize("text", ["市民課\n総務課", "窓口\n広報", "一\n件"])
def test_short_lines_side_by_side_are_not_vertical(text):
    assert [line.text for line in cell_lines(text, 20)] == text.split("\n")


@pytest.mark.parametrize("words", [("情報政策課", "総務課", "市民課"), ("市民課", "総務課", "税務課"), ("医事課",) * 5])
def test_names_spread_to_the_width_of_their_column_are_not_vertical(words):
    """均等割付: the chars of a line stand further apart than the lines do."""
    chars = [
        Char(char, x := 96.0 * i / (len(word) - 1), y * 12.0, x + 10, y * 12.0 + 10, 10)
        for y, word in enumerate(words)
        for i, char in enumerate(word)
    ]
    assert [line.text for line in chars_to_lines(chars, Box(-2, 0, 108, 60), 1)] == [" ".join(word) for word in words]


@pytest.mark.parametrize(
    ("angle", "boxes"),
    [
        (90, [(0, 0, 10, 10), (0, 10, 10, 20)]),
        (180, [(10, 0, 20, 10), (0, 0, 10, 10)]),
        (270, [(0, 10, 10, 20), (0, 0, 10, 10)]),
    ],
)
def test_turned_text_reads_the_way_it_runs(angle, boxes):
    chars = [Char(text, *box, 10, angle) for text, box in zip("目標", boxes, strict=True)]
    assert [line.text for line in chars_to_lines(chars[::-1], Box(0, 0, 20, 20), 1)] == ["目標"]


@pytest.mark.parametrize(
    ("gap", "texts", "spelt"),
    [(0.0, "市民", "市民"), (4.0, "市民", "市民"), (6.0, "市民", "市 民"), (1.0, "AB", "AB"), (2.0, "AB", "A B")],
)
def test_a_gap_is_a_blank_where_it_looks_like_one(gap, texts, spelt):
    chars = [Char(texts[0], 0, 0, 10, 10, 10), Char(texts[1], 10 + gap, 0, 20 + gap, 10, 10)]
    assert [line.text for line in chars_to_lines(chars, Box(0, 0, 100, 10), 1)] == [spelt]


@pytest.mark.parametrize(("close", "spelt"), [(0.5, "青空の家 北館です"), (4.0, "青空の家北館です")])
def test_a_narrow_gap_is_a_blank_where_the_others_are_narrower_still(close, spelt):
    lefts = [index * (10 + close) + (4.0 - close if index > 3 else 0.0) for index in range(8)]
    chars = [Char(sign, left, 0, left + 10, 10, 10) for sign, left in zip("青空の家北館です", lefts, strict=True)]
    assert [line.text for line in chars_to_lines(chars, Box(0, 0, 200, 10), 1)] == [spelt]


def test_the_gaps_beside_a_mark_whose_width_is_unknown_are_no_blanks():
    boxes = [(sign, 10.0 * at + (4.0 if sign == "・" else 0.0)) for at, sign in enumerate("展示物などの説明・解説をデバイスで")]
    chars = [Char(sign, left, 0, left + (2.0 if sign == "・" else 10.0), 10, 10) for sign, left in boxes]
    assert [line.text for line in chars_to_lines(chars, Box(0, 0, 200, 10), 1)] == ["展示物などの説明・解説をデバイスで"]


def test_raised_and_small_type_stays_on_its_line():
    chars = [Char("人", 0, 0, 10, 10, 10), Char("※", 10, -1, 15, 4, 5), Char("件", 15, 0, 25, 10, 10)]
    assert len(group_lines(map(to_frame, chars))) == 1


def test_chars_drawn_out_of_order_are_read_in_order():
    lines = cell_lines("窓口の受付\n広報の配信", 20)
    chars = [glyph for line in lines for glyph in line.glyphs if glyph]
    assert [line.text for line in chars_to_lines(chars[::-1], Box(40, 84, 200, 150), 1)] == ["窓口の受付", "広報の配信"]


def test_widths_of_the_drawing_are_those_of_type():
    assert (columns("○第2-(3)"), columns("ｱｲ"), columns("—")) == (9, 2, 2)
