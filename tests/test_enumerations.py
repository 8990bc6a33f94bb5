"""Enumerations: the names and months that a line lists, and whether it says that there are more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.text.enumerations import find_months, is_open, split_names
from plan_extract.text.normalize import fold


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("東館、西館，南館", ("東館", "西館", "南館")),
        ("市民課及び税務課", ("市民課", "税務課")),
        ("東館、西館並びに南館", ("東館", "西館", "南館")),
        ("図書館・公民館", ("図書館", "公民館")),
        ("公園・こどもの国、美術館", ("公園・こどもの国", "美術館")),
        ("本館（1階、2階）、別館", ("本館（1階、2階）", "別館")),
        ("1,000円、2,000円", ("1,000円", "2,000円")),
        ("東館", ("東館",)),
        ("", ()),
    ],
)
def test_names(text, names):
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("6月、9月、12月、3月", ("6月", "9月", "12月", "3月")),
        ("８月・１１月に開催", ("８月", "１１月")),
        ("4/15（土）、4/22（土）", ("4/15（土）", "4/22（土）")),
        ("7月上旬、8月末", ("7月上旬", "8月末")),
        ("4月～9月", ()),
        ("4月、6月～9月", ()),
        ("6月", ()),
        ("毎月", ()),
    ],
)
def test_months(text, months):
    assert find_months(text) == months


@pytest.mark.parametrize("text", ["東館など", "東館、西館ほか", "東館ほか3施設", "東館、西館等", "東館その他", "東館…"])
def test_lists_that_go_on(text):
    assert is_open(text)


@pytest.mark.parametrize("text", ["東館", "避難所等一覧", "その他の手続", "ほか弁の店"])
def test_lists_that_are_whole(text):
    assert not is_open(text)


@given(st.text(alphabet="東西館、・及び並に()（）「」 1,0月", max_size=40))
def test_names_are_parts_of_the_text_in_order(text):
    at = 0
    for name in split_names(text):
        at = text.index(name, at) + len(name)
        assert fold(name).strip() == fold(name)
