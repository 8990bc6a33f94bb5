"""Continuation: cases/continuation.jsonl holds a printed line and where the row goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_files import cases
from plan_extract.text.continuation import is_continuation_marker, strip_continuation

TEXTS = st.text("前次ページ頁の続きつづくへより(（）)【】 施策1手", max_size=15) | st.text(max_size=12)


@pytest.mark.parametrize(("text", "expected"), cases("continuation"))
def test_case(text, expected):
    assert is_continuation_marker(text) == expected


@pytest.mark.parametrize(
    ("text", "rest", "marker"),
    [
        ("施策1 窓口予約（続き）", "施策1 窓口予約", "（続き）"),
        ("1（続き）", "1", "（続き）"),
        ("（前ページの続き）施策1", "施策1", "（前ページの続き）"),
        ("施策1　つづき", "施策1", "つづき"),
        ("【施策2】前ページの続き", "【施策2】", "前ページの続き"),
        ("表1の続き", "表1", "の続き"),
        ("行政手続き", "行政手続き", None),
        ("転入の手続き（2）", "転入の手続き（2）", None),
        ("（続き）", "（続き）", None),
    ],
)
def test_strip(text, rest, marker):
    assert strip_continuation(text) == (rest, marker)


@given(TEXTS)
def test_only_a_marker_is_stripped(text):
    rest, marker = strip_continuation(text)
    if marker is None:
        assert rest == text
    else:
        assert is_continuation_marker(marker) is not None
        assert sorted("".join((rest + marker).split())) == sorted("".join(text.split()))


@given(TEXTS, st.sampled_from(["", " ", "　"]))
def test_space_within_does_not_matter(text, space):
    assert is_continuation_marker(space.join(text)) == is_continuation_marker(text)
