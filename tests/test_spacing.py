"""Words that were spread over a width are closed up; what is more than one word is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.text.spacing import close_up

WORDS = {
    "所　属　長": "所属長",
    "目 　標": "目標",
    "窓 口": "窓口",
    "ポ ン プ": "ポンプ",
    "令和５年 度 第 ２ 回 推 進 会議": "令和５年度第２回推進会議",
}
OTHERS = ["総務課 市民課", "新 広報紙", "1 2 3", "A B", "長", "", "（ 長 ）", "○ 窓"]


@pytest.mark.parametrize("text", [*WORDS, *OTHERS])
def test_only_a_word_whose_characters_all_stand_apart_is_closed_up(text):
    assert close_up(text) == WORDS.get(text, text)


@given(st.text(st.sampled_from("市民課の 　ーA1") | st.characters(), max_size=8))
def test_nothing_but_blanks_goes(text):
    assert "".join(close_up(text).split()) == "".join(text.split())
    assert close_up(close_up(text)) == close_up(text)
