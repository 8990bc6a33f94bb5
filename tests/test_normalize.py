"""Folding keeps every position and says the same thing twice over."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.text.normalize import RADICALS, fold, mend_radicals

ANY_TEXT = st.text(alphabet=st.characters())
NO_EQUIVALENT = {"\u2e80", "\u2e9a"}


@given(ANY_TEXT)
def test_keeps_every_position(text):
    assert len(fold(text)) == len(text) == len(mend_radicals(text))


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_every_code_point_folds_to_one_character_that_stays():
    folded = {chr(code): fold(chr(code)) for code in range(0x110000)}
    assert {c for c, f in folded.items() if len(f) != 1 or fold(f) != f} == set()


def test_every_radical_becomes_a_kanji():
    blocks = [chr(code) for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))]
    assert {c for c in blocks if c not in RADICALS} == NO_EQUIVALENT
    assert all(unicodedata.name(kanji).startswith("CJK UNIFIED IDEOGRAPH") for kanji in RADICALS.values())


def test_kangxi_radicals_agree_with_unicode_but_for_japanese_shapes():
    others = {c: k for c, k in RADICALS.items() if c >= "\u2f00" and unicodedata.normalize("NFKC", c) != k}
    assert others == {"⼾": "戸", "⿊": "黒"}


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("⻑期計画", "長期計画"),
        ("⺠間", "民間"),
        ("⼋⼾", "八戸"),
        ("⿊⽯", "黒石"),
        ("⻘森", "青森"),
        ("⻩⾊", "黄色"),
        ("⽉⽇", "月日"),
        ("⻄⽅", "西方"),
        ("⻲の⼦", "亀の子"),
    ],
)
def test_mends_radicals(printed, mended):
    assert mend_radicals(printed) == mended


def test_mending_leaves_width_alone():
    assert mend_radicals("Ｒ５　⾦額") == "Ｒ５　金額"


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("１２，３４５．６", "12,345.6"),
        ("ＲＰＡ", "RPA"),
        ("ｵﾝﾗｲﾝ", "オンライン"),
        ("４〜６～８∼９", "4~6~8~9"),
        ("1－2–3—4−5‐6―7─8", "1-2-3-4-5-6-7-8"),
        ("あ　い\u00a0う\u200bえ", "あ い う え"),
        ("（１／２）", "(1/2)"),
        ("￥100 ＄5", "¥100 $5"),
        ("∆3", "△3"),
        ("①㎡²③", "①㎡²③"),
        ("コーヒー", "コーヒー"),
        ("行\n行", "行\n行"),
    ],
)
def test_folds(printed, folded):
    assert fold(printed) == folded
