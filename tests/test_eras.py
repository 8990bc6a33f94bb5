import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.text.eras import (
    ERAS,
    era_name,
    era_year,
    fiscal_year_of,
    last_day,
    nearest_era_year,
    year_of_month,
)


@pytest.mark.parametrize(
    ("sign", "number", "year"),
    [
        ("令和", 1, 2019),
        ("R", 7, 2025),
        ("令", 5, 2023),
        ("㋿", 6, 2024),
        ("平成", 31, 2019),
        ("平成", 35, 2023),
        ("H", 1, 1989),
        ("㍻", 30, 2018),
        ("昭和", 64, 1989),
        ("S", 60, 1985),
        ("大正", 15, 1926),
        ("T", 1, 1912),
        ("明治", 45, 1912),
        ("M", 1, 1868),
    ],
)
def test_an_era_year_is_a_calendar_year(sign, number, year):
    assert era_year(sign, number) == year


@pytest.mark.parametrize(("sign", "number"), [("令和", 0), ("令和", -1), ("R", 100), ("慶応", 3), ("", 5), ("X", 5)])
def test_what_no_era_has_is_none(sign, number):
    assert era_year(sign, number) is None


@pytest.mark.parametrize("era", ERAS)
def test_every_sign_of_an_era_means_the_same_year(era):
    assert {era_year(sign, 2) for sign in (era.name, era.letter, era.kanji, era.sign)} == {era.first_year + 1}
    assert {era_name(sign) for sign in (era.name, era.letter, era.kanji, era.sign)} == {era.name}


def test_eras_run_from_new_to_old_without_sharing_a_sign():
    assert [era.first_year for era in ERAS] == sorted((era.first_year for era in ERAS), reverse=True)
    signs = [sign for era in ERAS for sign in (era.name, era.letter, era.kanji, era.sign)]
    assert len(signs) == len(set(signs))


@pytest.mark.parametrize(
    ("number", "near", "year"), [(5, 2023, 2023), (30, 2019, 2018), (31, 2019, 2019), (60, 1985, 1985), (16, 2016, 2016)]
)
def test_a_year_without_its_era_is_the_nearest(number, near, year):
    assert nearest_era_year(number, near) == year


@given(st.dates(min_value=datetime.date(2, 1, 1), max_value=datetime.date(9998, 1, 1)))
def test_a_month_falls_back_into_its_fiscal_year(day):
    fiscal_year = fiscal_year_of(day)
    assert year_of_month(day.month, fiscal_year) == day.year
    assert datetime.date(fiscal_year, 4, 1) <= day <= datetime.date(fiscal_year + 1, 3, 31)


def test_the_last_day_knows_leap_years():
    assert [last_day(year, 2) for year in (2023, 2024, 1900, 2000)] == [28, 29, 28, 29]
