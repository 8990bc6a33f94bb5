"""The title block: title, plan, municipality, date and fiscal year."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.title import LONGEST_ID, find_plan, read_title_block, safe_name

PLANS = [
    ("凪浜市デジタル推進計画の取組状況について（令和5年10月末時点）", "凪浜市デジタル推進計画"),
    ("令和６年度 八戸市総合計画 進捗状況報告書", "八戸市総合計画"),
    ("第２次三沢市環境基本計画年次報告書（令和4年度版）", "第２次三沢市環境基本計画"),
    ("「凪浜市DX推進計画」の進捗について", "凪浜市DX推進計画"),
    ("令和５年度凪浜町地域福祉計画進捗管理表", "凪浜町地域福祉計画"),
    ("凪浜市観光ビジョン（第2期）実施状況", "凪浜市観光ビジョン（第2期）"),
    ("行財政改革大綱 取組一覧", "行財政改革大綱"),
    ("進捗状況一覧", None),
    ("計画", None),
    ("", None),
]


@pytest.mark.parametrize(("title", "plan"), PLANS, ids=[title for title, _ in PLANS])
def test_a_title_names_its_plan(title, plan):
    assert find_plan(title) == plan


def block(*title, around=(), headers=()):
    return read_title_block(title, around, headers)


def test_a_title_over_two_lines_is_one():
    assert block("凪浜市推進計画の", "取組状況について").title == "凪浜市推進計画の取組状況について"


OWNERS = [
    (block("八戸市総合計画 進捗状況"), "八戸市", "022039"),
    (block("行財政改革実施計画の取組状況", around=["青森県八戸市"]), "八戸市", "022039"),
    (block("凪浜市デジタル推進計画の取組状況"), "凪浜市", None),
    (block("中心市街地活性化計画の進捗"), None, None),
    (block("行動計画"), None, None),
]


@pytest.mark.parametrize(("read", "name", "code"), OWNERS, ids=[owner[0].title for owner in OWNERS])
def test_the_municipality_has_its_official_code(read, name, code):
    found = read.municipality
    assert (found and found.name, found and found.code) == (name, code)


DATES = [
    ("凪浜市推進計画の取組状況（令和5年10月末時点）", [], datetime.date(2023, 10, 31), "令和5年10月末時点"),
    ("凪浜市推進計画の取組状況", ["R5.10.31現在"], datetime.date(2023, 10, 31), "R5.10.31現在"),
    ("凪浜市推進計画の取組状況", ["令和6年5月"], datetime.date(2024, 5, 31), "令和6年5月"),
    ("凪浜市推進計画の取組状況", ["令和6年4月1日公表", "令和6年3月末時点"], datetime.date(2024, 3, 31), "令和6年3月末時点"),
    ("凪浜市推進計画の取組状況", ["作成：令和6年5月"], None, None),
    ("凪浜市推進計画の取組状況", ["更新日：2024年5月7日", "2024/10/03 14:22"], None, None),
    ("令和5年度凪浜市推進計画の取組状況", [], None, None),
    ("令和5年度 12月一般会計補正予算", [], None, None),
    ("令和5年度 6月補正予算の概要", ["令和5年6月5日"], datetime.date(2023, 6, 5), "令和5年6月5日"),
]


@pytest.mark.parametrize(("title", "around", "day", "surface"), DATES)
def test_the_date_is_the_one_that_the_report_speaks_of(title, around, day, surface):
    read = block(title, around=around)
    assert (read.as_of, read.as_of_text) == (day, surface)


YEARS = [
    ("令和6年度 凪浜市推進計画", [], ["令和5年度 実施状況・実施予定"], 2023),
    ("令和6年度 凪浜市推進計画", [], ["実施状況"], 2024),
    ("凪浜市推進計画（令和6年3月末時点）", [], [], 2023),
    ("凪浜市推進計画（令和6年4月1日現在）", [], [], 2024),
    ("凪浜市推進計画", ["2022年度版"], [], 2022),
    ("凪浜市推進計画", [], [], None),
]


@pytest.mark.parametrize(("title", "around", "headers", "year"), YEARS)
def test_the_fiscal_year_is_the_columns_the_titles_or_the_dates(title, around, headers, year):
    assert block(title, around=around, headers=headers).fiscal_year == year


NAMES = [
    (block("凪浜市推進計画の取組状況（令和5年10月末時点）"), "凪浜市推進計画_2023-10-31"),
    (block("行財政改革大綱 取組一覧（令和5年度）", around=["八戸市"]), "八戸市_行財政改革大綱_2023"),
    (block("進捗状況一覧"), "進捗状況一覧"),
    (block(), "report"),
    (block("長い" * 60 + "（令和5年10月末時点）"), "長い" * 23 + "_2023-10-31"),
]


@pytest.mark.parametrize(("read", "name"), NAMES, ids=[name for _, name in NAMES])
def test_a_report_is_named_after_plan_and_date(read, name):
    assert read.id == name


@given(st.text(max_size=120))
def test_a_name_is_safe_for_any_file_system(text):
    name = safe_name(text)
    assert name
    assert len(name.encode()) <= LONGEST_ID
    assert not set(name) & set('/\\:*?"<>|. \n\0')
    assert safe_name(name) == name


@given(st.lists(st.text(max_size=40), max_size=3), st.lists(st.text(max_size=40), max_size=3))
def test_any_title_is_read(title, around):
    assert block(*title, around=around).title == "".join(title)
