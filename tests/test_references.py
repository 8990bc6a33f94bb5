"""References: cases/references.jsonl holds a row's text and [path, title, number], or null where it does not point."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from case_files import cases
from plan_extract.text.references import canonical_number, find_reference, has_relisted_note, is_relisted_number

TEXTS = st.text("再掲基本目標施策12-－()（）「」No.※の第章①Ⅲ参照窓口 \n", max_size=25) | st.text(max_size=15)


@pytest.mark.parametrize(("text", "expected"), cases("references"))
def test_case(text, expected):
    found = find_reference(text)
    assert (found and [[list(level) for level in found.path], found.title, found.number]) == expected


@given(TEXTS)
@example("再掲" * 200)
@example("(" * 5000)
def test_what_is_found_points_somewhere_with_words_of_the_text(text):
    found = find_reference(text)
    if found is not None:
        assert found.path or found.title or found.number
        assert found.title is None or found.title in text.replace("\n", "")


@given(TEXTS)
def test_a_relisting_text_is_a_relisting_number(text):
    assert is_relisted_number(text) or not has_relisted_note(text)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=4))
def test_a_number_has_one_canonical_form(levels):
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    expected = "-".join(map(str, levels))
    assert canonical_number(expected.translate(wide)) == expected
    assert canonical_number("－".join(f"（{level}）" for level in levels)) == expected


@pytest.mark.parametrize("text", ["—", "－", "ー", "再掲", "(再)", "※", "12（再掲）", "【再掲】"])
def test_number_of_a_relisted_row(text):
    assert is_relisted_number(text)


@pytest.mark.parametrize("text", ["12", "1-2", "", "①", "新規", "A"])
def test_number_of_a_row(text):
    assert not is_relisted_number(text)
