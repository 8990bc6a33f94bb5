"""Normalised forms: what is spelled otherwise is the same word, what says something else is not."""

from itertools import pairwise

import pytest
from hypothesis import given

from plan_extract.text.words import LONGEST, essence, telling_forms, words
from reports import texts

SAME = [
    ("本年度の取組", "本年度の取り組み"),
    ("取組みの状況", "取り組みの状況"),
    ("無料Wi-Fiの設置", "無料ＷｉＦｉの設置"),
    ("引越しの手続", "引っ越しの手続き"),
    ("申込の受付", "申し込みの受け付け"),
    ("窓口および電話", "窓口及び電話"),
    ("手引をおこない、", "手引きを行い、"),
    ("取扱いを見直す。", "取り扱いを見直す"),
    ("サーバの更新", "サーバーの更新"),
    ("3か所、3ヶ所、3カ所", "3箇所、3箇所、3箇所"),
    ("子どもの障がい", "子供の障害"),
    ("令和 5年 10月", "令和5年10月"),
    ("市政の\u3000お知らせ", "市政のお知らせ"),
    ("１，０２１件（延べ）", "1021件(延べ)"),
    ("⽉末の⼾籍", "月末の戸籍"),
    ("AI－OCR", "AI-ocr"),
]
OTHER = [
    ("検討中", "実施中"),
    ("12件", "13件"),
    ("1 2件", "12件"),
    ("1.5億円", "15億円"),
    ("第1回", "第11回"),
    ("導入する", "導入した"),
    ("実施する", "実施せず"),
    ("市民課", "市民税課"),
    ("手続の電子化", "手続の簡素化"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spelling_makes_no_difference(one, other):
    assert essence(one) == essence(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_says_something_else_differs(one, other):
    assert essence(one) != essence(other)


@given(texts)
def test_words_stand_where_they_say(text):
    found = words(text)
    assert all(0 <= word.span.start < word.span.end <= len(text) for word in found)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    unsaid = "".join(char for i, char in enumerate(text) if not any(a <= i < b for a, b in (word.span for word in found)))
    assert not any(char.isalnum() for char in unsaid)


@pytest.mark.parametrize("text", ["\ud800長", "\x00\n", "⑵と㍻", "か゛", ""])
def test_odd_characters_do_no_harm(text):
    assert isinstance(essence(text), str)


def test_long_texts_are_taken_in_parts():
    text = "市民の声。" * LONGEST
    assert len(words(text)) == 4 * LONGEST
    assert words(text)[-1].span == (len(text) - 1, len(text))


def test_numbers_and_particles_tell_nothing():
    assert telling_forms("6月に12件の申請があり、34人") == ("申請",)
