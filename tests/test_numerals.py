"""Numerals of every script are read whole or not at all."""

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.text.normalize import fold
from plan_extract.text.numerals import NUMBER, parse_integer, parse_number

NUMERAL_LIKE = st.text(alphabet="0123456789０１２,.、・-△▲ 〇零一二三九十百千万億兆京壱弐参拾廿マイナス")
DIGITS = "〇一二三四五六七八九"


def in_kanji(number):
    """The number as a Japanese writer spells it, independent of the reader."""
    if number == 0:
        return "〇"
    words = ""
    for name, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4), ("", 1)):
        section, number = divmod(number, size)
        words += below_myriad(section) + name if section else ""
    return words


def below_myriad(number):
    words = ""
    for name, size in (("千", 1000), ("百", 100), ("十", 10)):
        count, number = divmod(number, size)
        words += (DIGITS[count] if count > 1 else "") + name if count else ""
    return words + (DIGITS[number] if number else "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("３", "3"),
        ("三", "3"),
        ("十二", "12"),
        ("二〇二三", "2023"),
        ("一億二千万", "120000000"),
        ("3億5千万", "350000000"),
        ("二千三百五十", "2350"),
        ("１，２３４", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("6、544", "6544"),
        ("壱弐参", "123"),
        ("壱仟佰拾壱", "1111"),
        ("百廿", "120"),
        ("千六〇〇", "1600"),
        ("九〇〇七兆一九九二億", "9007199200000000"),
        ("一万億", "1000000000000"),
        ("1.5億", "150000000"),
        ("四・八", "4.8"),
        ("一・五億", "150000000"),
        ("三十五・五", "35.5"),
        ("△1,234", "-1234"),
        ("▲ ５", "-5"),
        ("−１", "-1"),
        ("マイナス一万", "-10000"),
        ("+7", "7"),
        ("3 万 4,500", "34500"),
        ("1,000 千", "1000000"),
        (" 5 ", "5"),
    ],
)
def test_reads(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "三日",
        "万",
        "億",
        "万万",
        "十十",
        "1,23",
        "1 2",
        "1.2.3",
        "-",
        "一 二",
        "5G",
        "①",
        "٣",
        "－",
        "千葉",
        "1-2",
        "0" * 5000,
    ],
)
def test_is_no_numeral(text):
    assert parse_number(text) is None
    assert parse_integer(text) is None


def test_an_integer_has_no_fraction():
    assert parse_integer("1.5") is None
    assert parse_integer("1.5万") == 15000


@given(st.integers(0, 10**16 - 1))
def test_reads_what_a_writer_spells(number):
    assert parse_integer(in_kanji(number)) == number


@given(st.integers(0, 10**15))
def test_reads_separators_in_any_width(number):
    wide = f"{number:,}".translate({ord(a): chr(ord(a) + 0xFEE0) for a in "0123456789,"})
    assert parse_integer(f"{number:,}") == parse_integer(wide) == number


@given(NUMERAL_LIKE | st.text(alphabet=st.characters()))
def test_never_raises(text):
    value = parse_number(text)
    assert value is None or value.is_finite()


@given(st.integers(0, 10**12))
def test_the_pattern_takes_a_numeral_whole(number):
    for spelling in (str(number), f"{number:,}", in_kanji(number)):
        match = re.fullmatch(NUMBER, fold(spelling))
        assert match and parse_integer(match[0]) == number


@pytest.mark.parametrize("text", ["1," * 50_000, "一" * 100_000, "1千" * 50_000, "千万" * 50_000, "1 万 " * 25_000])
def test_the_pattern_takes_linear_time(text):
    began = time.perf_counter()
    re.findall(NUMBER, text)
    assert time.perf_counter() - began < 2
