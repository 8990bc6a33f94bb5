"""Outlines: a case is a drawing in which leading blanks are ems; each expected row is [parent, department]."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_files import cases
from plan_extract.text.marks import split_marker
from plan_extract.text.outline import Line, outline

LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(["○a", "・b", "※c", "【d】", "(総務課)", "①e", "1. f", "2. g", "(内訳)", "本文", "対象：", "<h>"])
        | st.text(),
        st.floats(0, 5),
    ),
    max_size=12,
)


def draw(text):
    """The lines of a drawing; a blank before a line stands for an em."""
    return [Line(line.lstrip(" "), float(len(line) - len(line.lstrip(" ")))) for line in text]


@pytest.mark.parametrize(("text", "expected"), cases("outline"))
def test_case(text, expected):
    assert [[entry.parent, entry.department] for entry in outline(draw(text))] == expected


@given(LINES)
def test_entries_make_a_tree_in_print_order(lines):
    entries = outline(lines)
    assert [entry.index for entry in entries] == list(range(len(lines)))
    assert [(entry.marker, entry.text) for entry in entries] == [split_marker(line.text) for line in lines]
    for entry in entries:
        assert entry.parent is None or entry.parent < entry.index
        assert entry.level == (0 if entry.parent is None else entries[entry.parent].level + 1)


@given(LINES, st.floats(0, 3))
def test_a_shift_of_the_cell_changes_nothing(lines, shift):
    grid = [Line(line.text, float(round(line.indent))) for line in lines]
    assert outline([Line(line.text, line.indent + shift) for line in grid]) == outline(grid)


@given(LINES, st.randoms(use_true_random=False))
def test_noise_in_indents_changes_nothing(lines, random):
    grid = [Line(line.text, float(round(line.indent))) for line in lines]
    noisy = [Line(line.text, line.indent + random.uniform(-0.15, 0.15)) for line in grid]
    assert outline(noisy) == outline(grid)


@given(st.sampled_from(["○", "・", "※", "①", "■"]), st.integers(1, 9), st.floats(0, 4))
def test_one_mark_at_one_indent_makes_siblings(mark, count, indent):
    assert {entry.parent for entry in outline([Line(f"{mark}項目", indent)] * count)} == {None}
