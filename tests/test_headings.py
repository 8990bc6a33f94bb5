"""Headings: kind, number, title and motto as printed, and what is no heading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import GENERAL
from plan_extract.text.headings import parse_heading, parse_numbered, parse_stacked, plain_heading

KINDED = [
    ("基本目標1 すみよいまち", ("基本目標", "1", "すみよいまち", None)),
    ("基本目標１　すみよいまち「より便利に」", ("基本目標", "１", "すみよいまち", "より便利に")),
    ("基本目標2はたらく市役所", ("基本目標", "2", "はたらく市役所", None)),
    ("基 本 目 標 ３ つながる", ("基本目標", "３", "つながる", None)),
    ("基本目標Ⅱ：産業", ("基本目標", "Ⅱ", "産業", None)),
    ("施策（2） 情報発信", ("施策", "2", "情報発信", None)),
    ("施策① 窓口", ("施策", "①", "窓口", None)),
    ("施策⑵ 窓口", ("施策", "⑵", "窓口", None)),
    ("施策1-2 窓口", ("施策", "1-2", "窓口", None)),
    ("施策の方向性 3 連携", ("施策の方向性", "3", "連携", None)),
    ("第2章 現状と課題", ("章", "2", "現状と課題", None)),
    ("第三節　広報", ("節", "三", "広報", None)),
    ("基本方針：市民とともに", ("基本方針", None, "市民とともに", None)),
    ("【施策1 窓口の改善】", ("施策", "1", "窓口の改善", None)),
    ("【施策1】窓口の改善", ("施策", "1", "窓口の改善", None)),
    ("■施策1 窓口の改善", ("施策", "1", "窓口の改善", None)),
    ("基本目標1「すみよいまち」", ("基本目標", "1", "「すみよいまち」", None)),
    ("重点プロジェクト1 観光 ～海とともに歩む～", ("重点プロジェクト", "1", "観光", "海とともに歩む")),
]


@pytest.mark.parametrize(("text", "parts"), KINDED, ids=[text for text, _ in KINDED])
def test_a_heading_names_its_kind(text, parts):
    assert parse_heading(text, GENERAL.kinds)[:4] == parts


NO_KINDED = [
    "施策1を進める",
    "施策2に係る事業",
    "目標は100件とする",
    "計画の推進",
    "基本目標1－施策2「窓口」（再掲）",
    "施策1 窓口の改善を図り、市民の負担を減らす。",
    "",
]


@pytest.mark.parametrize("text", NO_KINDED)
def test_a_sentence_or_reference_is_no_heading(text):
    assert parse_heading(text, GENERAL.kinds) is None


NUMBERED = [
    ("Ⅱ 産業の振興", ("roman", "Ⅱ", "産業の振興")),
    ("（1）窓口の改善", ("bracketed", "1", "窓口の改善")),
    ("１．窓口の改善", ("digits", "１", "窓口の改善")),
    ("1-2 窓口の改善", ("compound", "1-2", "窓口の改善")),
    ("⑶窓口の改善", ("bracketed", "⑶", "窓口の改善")),
    ("⒊ 窓口の改善", ("digits", "⒊", "窓口の改善")),
    ("㋐ 窓口の改善", ("circled", "㋐", "窓口の改善")),
    ("③ 窓口の改善", ("circled", "③", "窓口の改善")),
    ("二、窓口の改善", ("kanji", "二", "窓口の改善")),
    ("A 窓口の改善", ("letter", "A", "窓口の改善")),
    ("第1 窓口の改善", ("digits", "1", "窓口の改善")),
    ("1. 1人1台の端末", ("digits", "1", "1人1台の端末")),
]


@pytest.mark.parametrize(("text", "parts"), NUMBERED, ids=[text for text, _ in NUMBERED])
def test_a_number_without_a_kind_has_a_style(text, parts):
    heading = parse_numbered(text)
    assert (heading.style, heading.number, heading.title) == parts
    assert heading.kind == ""


@pytest.mark.parametrize(
    "text", ["10月末時点", "（1）窓口を改善した。", "5年度の実績", "3人", "一件", "12", "2023 24", "窓口の改善"]
)
def test_amounts_and_dates_are_no_numbered_headings(text):
    assert parse_numbered(text) is None


@pytest.mark.parametrize(("text", "parts"), [("１災害から命を守る", ("１", "災害から命を守る")), ("2 環境", ("2", "環境"))])
def test_a_number_stands_right_before_its_title_in_a_cell(text, parts):
    assert parse_stacked(text)[1:3] == parts


@pytest.mark.parametrize("text", ["10か所", "3年間の計画", "環境"])
def test_a_counted_thing_in_a_cell_has_no_number(text):
    heading = parse_stacked(text)
    assert heading is None


@pytest.mark.parametrize(
    ("text", "title"), [("■ 主な事業", "主な事業"), ("【主な事業】", "主な事業"), ("主な事業", "主な事業")]
)
def test_a_title_stands_without_its_ornaments(text, title):
    assert plain_heading(text).title == title


@given(st.text(st.characters() | st.sampled_from("施策目標第章1（）「」～-・。 \u3000Ⅱ①"), max_size=24))
def test_any_text_is_a_heading_or_none_and_its_words_are_printed_ones(text):
    for heading in (parse_heading(text, GENERAL.kinds), parse_numbered(text), parse_stacked(text), plain_heading(text)):
        if heading:
            assert all(part in text for part in (heading.number or "", heading.tagline or ""))
            assert set(heading.title) <= {*text, " "}
