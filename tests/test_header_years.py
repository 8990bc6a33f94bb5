"""The year that a header names, and what it says besides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.text.header_years import header_measure, header_year
from plan_extract.text.units import header_unit

HEADERS = {
    "令和5年度 / 実施状況": (2023, "実施状況"),
    "R4": (2022, ""),
    "Ｒ４": (2022, ""),
    "2024年度実績": (2024, "実績"),
    "令和6年度予算額（千円）": (2024, "予算額"),
    "R3決算額": (2021, "決算額"),
    "決算額 / H30": (2018, "決算額"),
    "H30 / 決算額（千円）": (2018, "決算額"),
    "目標値（令和9年度）": (2027, "目標値"),
    "（R6）実績値": (2024, "実績値"),
    "R6（見込）": (2024, "見込"),
    "令和6（2024）年度": (2024, ""),
    "令和5年度 / 10月末実績": (2023, "10月末実績"),
    # a day or a month counts for the fiscal year that it is in
    "目標（令和8年3月末）": (2025, "目標"),
    "R5年10月末現在": (2023, ""),
    # a calendar year counts for the fiscal year that begins in it
    "現状値（令和4年）": (2022, "現状値"),
    "2023年": (2023, ""),
    # the innermost level that names a year counts
    "第2期（R3～R7） / R4実績": (2022, "第2期 / 実績"),
    "令和4年度 / R5実績": (2023, "実績"),
    # no year, several, an open end, one to compare with, one that the report's year tells, one that is part of a name
    "実施状況": (None, "実施状況"),
    "第5期": (None, "第5期"),
    "": (None, ""),
    "令和5～7年度事業費": (None, "令和5～7年度事業費"),
    "R5→R6増減": (None, "R5→R6増減"),
    "現状値（R4）/目標値（R7）": (None, "現状値（R4）/目標値（R7）"),
    "令和5年度から": (None, "令和5年度から"),
    "令和4年度比": (None, "令和4年度比"),
    "対令和4年度増減": (None, "対令和4年度増減"),
    "前年度決算額": (None, "前年度決算額"),
    "令和5年度 / 前年度実績": (None, "令和5年度 / 前年度実績"),
    "平成9年法律第12号": (None, "平成9年法律第12号"),
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_names_a_year_and_a_kind_of_value(header):
    assert (header_year(header), header_measure(header)) == HEADERS[header]


@given(st.text(st.sampled_from("令和5R3年度/ 実績（）()～末10月千円比前元.４"), max_size=14))
def test_no_header_raises_and_one_without_a_year_stays_as_it_is(header):
    measure = header_measure(header)
    assert header_year(header) is not None or measure == header_unit(header)[1]
