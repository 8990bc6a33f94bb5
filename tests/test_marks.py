"""Markers: the cases are [marker, rest, whether the line starts an item] (cases/marks.jsonl)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from case_files import cases
from plan_extract.text.marks import list_number, marker_kind, split_marker, starts_item

LINES = st.text(max_size=12) | st.text(alphabet="○・※①(1)（２）.．ア【】<>－- 　\uf06c課目3〇歳△*o一、", max_size=10)


@pytest.mark.parametrize(("line", "expected"), cases("marks"))
def test_case(line, expected):
    assert [*split_marker(line), starts_item(line)] == expected


@given(LINES)
@example("【】")
@example("※")
def test_nothing_but_the_marker_and_the_space_around_it_is_lost(line):
    marker, rest = split_marker(line)
    if marker is None:
        assert rest == line
        return
    assert rest.strip() == rest != ""
    body = line.strip()
    inside = body[1:-1].strip() if len(marker) == 2 and body[0] + body[-1] == marker else None
    assert rest in (inside, body.removeprefix(marker).strip())


@given(LINES)
def test_space_before_a_line_does_not_matter(line):
    assert starts_item("　 " + line) == starts_item(line)


@given(LINES)
def test_every_numbering_counts_and_nothing_else_does(line):
    marker = split_marker(line)[0]
    assert (list_number(marker) is not None) == marker_kind(marker).startswith("number")


@given(LINES)
def test_any_text_counts_or_does_not(line):
    assert list_number(line) is None or isinstance(list_number(line), int)


@pytest.mark.parametrize("series", ["①②③", "⑴⑵⑶", "❶❷❸", "ⅰⅱⅲ"])
def test_signs_of_a_series_are_of_a_kind_and_count_up(series):
    assert len({marker_kind(sign) for sign in series}) == 1
    assert [list_number(sign) for sign in series] == [1, 2, 3]


@pytest.mark.parametrize(
    "series", [["ア.", "イ．", "ウ."], ["(1)", "（２）", "⑶"], ["一、", "二、", "三、"], ["a)", "b)", "c）"]]
)
def test_width_does_not_change_the_kind(series):
    assert len({marker_kind(marker) for marker in series}) == 1
    assert [list_number(marker) for marker in series] == [1, 2, 3]


def test_kinds_of_numbering_are_told_apart():
    assert len({marker_kind(marker) for marker in ["1.", "(1)", "①", "❶", "ア", "(ア)", "a)", "A)", "一、"]}) == 9
