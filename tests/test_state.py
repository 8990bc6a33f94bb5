"""States: cases/state.jsonl holds a statement and the state that its words tell."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_files import FOLDER, cases
from plan_extract.text.state import State, read_state

WORDS = st.text("予定検討中済未実施継続開始。、（）「」[]なし年度のをしたていく 導入", max_size=15) | st.text(max_size=12)


@pytest.mark.parametrize(("text", "expected"), cases("state"))
def test_case(text, expected):
    assert read_state(text) == expected


def test_agrees_with_a_readers_labels():
    """The labels of a hundred statements, drawn at random from the samples and labelled by reading them alone."""
    labelled = [json.loads(line) for line in (FOLDER / "state_labels.jsonl").read_text("utf-8").splitlines()]
    assert len(labelled) == 100
    assert sum(read_state(one["text"]) == one["label"] for one in labelled) >= 95


@given(WORDS)
def test_every_text_has_a_state(text):
    assert read_state(text) in get_args(State)


@given(WORDS)
def test_words_in_quotes_tell_nothing(text):
    quoted = text.translate({ord(sign): None for sign in "「」『』"})
    assert read_state(f"「{quoted}」") == "information"


@pytest.mark.parametrize("text", ["導入予定（12月）", "設置済 3台", "ＷＥＢ検討中"])
def test_width_and_space_around_do_not_matter(text):
    narrow = text.translate({0xFF08: "(", 0xFF09: ")", 0xFF37: "W", 0xFF25: "E", 0xFF22: "B"})
    assert read_state(f"　{narrow} ") == read_state(text) != "information"
