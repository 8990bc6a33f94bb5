"""Departments: the cases are printed lines, each with whether it reaches the right edge (cases/departments.jsonl)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_files import cases
from plan_extract.text.departments import NameLine, split_departments
from plan_extract.text.offices import looks_like_department

NAMES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(
            ["総務", "情報政策", "こども未来", "すくすく親子健康", "まちづくり推進", "市民ポータル", "文化・スポーツ"]
        ),
        st.sampled_from(["課", "室", "事務所", "センター", "ミュージアム", "振興課"]),
    ),
)
ANY_LINES = st.lists(st.builds(NameLine, st.text(max_size=12) | st.text("総務課係（）、・ －部○", max_size=8), st.booleans()))


@pytest.mark.parametrize(("lines", "expected"), cases("departments"))
def test_case(lines, expected):
    assert split_departments([NameLine(*line) for line in lines]) == expected


def wrap(name, width):
    """The name as it is printed in a cell ``width`` chars wide."""
    return [NameLine(part, len(part) == width) for part in re.findall(f".{{1,{width}}}", name)]


@given(st.lists(NAMES, max_size=8), st.integers(4, 14))
def test_names_set_in_a_narrow_cell_come_back_whole(names, width):
    assert split_departments([line for name in names for line in wrap(name, width)]) == names


@given(st.lists(NAMES, min_size=1, max_size=8), st.sampled_from(["、", "，", ",", "／", "/", "　", "\n"]))
def test_names_come_back_from_any_list(names, separator):
    lines = [NameLine(line, False) for line in separator.join(names).split("\n")]
    assert split_departments(lines) == names


@given(ANY_LINES)
def test_names_are_words_of_the_lines_in_order(lines):
    printed = iter("".join(line.text for line in lines))
    assert all(char in printed for name in split_departments(lines) for char in name)
    assert all(name.strip() == name != "" for name in split_departments(lines))


@pytest.mark.parametrize("text", ["総務課", "市立図書館", "農業委員会", "会計管理者", "各課", "南支所", "DX推進室", "広報担当"])
def test_office(text):
    assert looks_like_department(text)


@pytest.mark.parametrize(
    "text", ["年度内", "16施設", "8か所", "小学校", "会場", "一部", "対象：市民課", "検討する。", "課", "", "3課"]
)
def test_no_office(text):
    assert not looks_like_department(text)
