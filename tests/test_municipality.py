"""A title names its municipality: the right one, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.municipality import (
    Municipality,
    check_digit,
    find_municipality,
    fold,
    known_as,
    parse_row,
    rows,
    rows_by_name,
)

ALL = [parse_row(row) for row in rows()]

RESOLVED = [
    ("八戸市みどり推進計画の進捗状況（令和6年9月末時点）", "八戸市", "022039"),
    ("令和6年度津市行財政改革の進捗", "津市", "242012"),
    ("第2次大津市総合計画 実施状況", "大津市", "252018"),
    ("唐津市のあゆみ", "唐津市", "412023"),
    ("四日市市総合計画", "四日市市", "242021"),
    ("廿日市市まちづくり", "廿日市市", "342131"),
    ("東村山市基本計画", "東村山市", "132136"),
    ("大町町のまちづくり", "大町町", "414239"),
    ("発行：野々市市企画課", "野々市市", "172120"),
    ("社会福祉法人八戸市社会福祉協議会", "八戸市", "022039"),
    ("編集・発行盛岡市", "盛岡市", "032018"),
    ("青森県行政改革大綱", "青森県", "020001"),
    ("東京都実行プラン", "東京都", "130001"),
    ("青森県三戸郡南部町", "南部町", "024457"),
    ("鳥取県西伯郡南部町", "南部町", "313891"),
    ("宮崎県東諸県郡国富町", "国富町", "453820"),
    ("東京都府中市行政改革", "府中市", "132063"),
    ("府中市の計画（広島県）", "府中市", "342084"),
    ("広島県府中町総合計画", "府中町", "343021"),
    ("北海道 伊達市", "伊達市", "012335"),
    ("北海道泊村", "泊村", "014036"),
    ("岐阜県揖斐郡池田町", "池田町", "214043"),
    ("京都府京都市左京区", "京都市左京区", "261033"),
    ("大阪市港区運営方針", "大阪市港区", "271071"),
    ("港北区地域福祉計画", "横浜市港北区", "141097"),
    ("世田谷区実施計画", "世田谷区", "131121"),
    ("東京都北区実施計画", "北区", "131172"),
    ("浜松市浜名区", "浜松市浜名区", "221392"),
    ("塩釜市長期総合計画", "塩竈市", "042030"),
    ("第3期袖ヶ浦市計画", "袖ケ浦市", "122297"),
    ("竜ケ崎市", "龍ケ崎市", "082082"),
    ("八　戸　市　総　合　計　画", "八戸市", "022039"),
    ("三沢市と八戸市の連携", "三沢市", "022071"),
]

SEVERAL_BEAR_IT = ["府中市", "伊達市", "森町", "池田町", "美里町", "昭和村", "北区", "港区", "中央区", "南部町"]

NONE = [
    "",
    "市",
    "町",
    "市町村の計画",
    "都道府県別",
    "都市計画マスタープラン",
    "東京都市計画区域",
    "空港区域の整備",
    "中心街町並み保存",
    "中央市場整備計画",
    "観光市場調査",
    "新津市の歴史",
    "高原村の家",
    "デジタル推進計画の取組状況",
    "本市の取組",
    "栄町内会の活動",
    "新都市基盤",
]


@pytest.mark.parametrize(("text", "name", "code"), RESOLVED)
def test_names_the_municipality(text, name, code):
    found = find_municipality(text)
    assert found is not None
    assert (found.name, found.code) == (name, code)


@pytest.mark.parametrize("name", SEVERAL_BEAR_IT)
def test_keeps_the_name_where_several_bear_it(name):
    assert find_municipality(f"第3次{name}総合計画の進捗") == Municipality(name, None, None)


@pytest.mark.parametrize("text", NONE)
def test_finds_no_name_within_other_words(text):
    assert find_municipality(text) is None


def title_of(municipality):
    """A title with the full address; a prefecture's own name stands alone."""
    prefecture = "" if municipality.name == municipality.prefecture else municipality.prefecture
    return f"令和6年度{prefecture}{municipality.name}行政改革推進計画"


def test_every_entry_is_found_with_its_prefecture():
    assert [m for m in ALL if find_municipality(title_of(m)) != m] == []


def test_every_check_digit_holds():
    assert [m for m in ALL if str(check_digit(m.code[:5])) != m.code[5]] == []


def test_the_list_is_whole():
    prefectures = [m for m in ALL if m.code[2:5] == "000"]
    wards = [m for m in ALL if len(known_as(m.name)) == 2]
    assert len({m.code for m in ALL}) == len(ALL)
    assert (len(prefectures), len(wards)) == (47, 171)
    assert len(ALL) - len(prefectures) - len(wards) == 1741  # 1,718 cities, towns and villages, and 23 special wards
    assert all(m.code[:2] == p.code[:2] for p in prefectures for m in ALL if m.prefecture == p.name)


def test_folding_makes_no_two_names_one():
    assert len({fold(name) for name in {m.name for m in ALL}}) == len({m.name for m in ALL})
    assert all(fold(name) == name for name in rows_by_name())


@pytest.mark.parametrize("code", ["", "0220", "022039"])
def test_a_check_digit_needs_five_digits(code):
    with pytest.raises(ValueError, match="zip"):
        check_digit(code)


@given(st.text(alphabet="八戸市津大府中京都県町村区東北森 郡年度、（）ケヶa1", max_size=30))
def test_any_text_gives_a_name_that_stands_in_it_or_none(text):
    found = find_municipality(text)
    squeezed = fold("".join(text.split()))
    assert found is None or any(name in squeezed for name in known_as(fold(found.name)))
