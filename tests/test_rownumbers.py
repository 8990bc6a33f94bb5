"""Row numbers: what is one, in a cell and on a line, and how it is keyed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.text.rownumbers import is_number_line, is_row_number, number_key

NUMBERS = ["1", "12", "１２", "123", "(1)", "（ ３ ）", "1.", "1-2", "1-2-3", "⑫", "❸", "⑶", "㉑"]
IN_CELLS = ["1101", "１１０１", "ア", "ウ.", "a)", "[4]", "1・2", "1-(2)", "№3"]
"""These count rows where they are all that a cell says; on a line they may be the rest of a word, or amounts."""
OTHERS = ["", "2023", "1999.", "12345", "-", "再", "新規", "3年", "1,200", "1/2", "窓口1", "1 窓口", "10月"]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_counts_rows_wherever_it_stands(text):
    assert is_number_line(text)
    assert is_row_number(text)


@pytest.mark.parametrize("text", IN_CELLS)
def test_some_count_rows_only_as_all_that_a_cell_says(text):
    assert is_row_number(text)
    assert not is_number_line(text)


@pytest.mark.parametrize("text", OTHERS)
def test_what_counts_nothing_is_no_row_number(text):
    assert not is_row_number(text)
    assert not is_number_line(text)


@given(st.text(st.characters() | st.sampled_from("No.№ １（）"), max_size=8))
def test_a_number_is_keyed_once(number):
    assert not set(number_key(number)) & set(" \u3000\n\t")
    assert number_key(number_key(number)) == number_key(number) or number_key(number).lower().startswith(("no", "№"))
