"""Dates: the cases are data (cases/dates.jsonl), each with where its form was seen."""

import datetime
import json
import os
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plan_extract.text.dates import PartialDate, find_dates, find_impossible_dates, fiscal_year_set_by
from plan_extract.text.dates.mention import COARSENESS

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases" / "dates.jsonl").read_text("utf-8").splitlines()]
KNOWN_FAILURES = [case for case in CASES if case["kind"] == "known_failure"]
PROMISES = [case for case in CASES if case["kind"] != "known_failure"]
CORPUS = os.environ.get("PLAN_EXTRACT_CORPUS")

DATE_LIKE = st.text(
    alphabet="0123456789０１２〇一二三十百元年月日度末上中下初旬頃から～-ー、・/.,()（）令和平成RHS同翌前次来今毎週第隔"
    "春秋四半期曜火水当内現在時点まで以降より 　'㋿",
    max_size=25,
)
TEXTS = DATE_LIKE | st.text(max_size=20)
FISCAL_YEARS = st.none() | st.integers(-5, 10005)
DAYS = st.none() | st.dates()


def dates_of(case):
    as_of = datetime.date.fromisoformat(case["as_of"]) if case["as_of"] else None
    return find_dates(case["text"], fiscal_year=case["fiscal_year"], as_of=as_of)


def iso(day):
    return None if day is None else day.isoformat()


def as_expected(mention):
    return {
        "surface": mention.surface,
        "start": iso(mention.start),
        "end": iso(mention.end),
        "precision": mention.precision,
        "approximate": mention.approximate,
        "recurrence": mention.recurrence,
    }


@pytest.mark.parametrize("case", PROMISES, ids=lambda case: f"{case['text']}|{case['fiscal_year']}|{case['as_of']}")
def test_case(case):
    assert [as_expected(mention) for mention in dates_of(case)] == case["expected"]


@pytest.mark.parametrize("case", KNOWN_FAILURES, ids=lambda case: case["text"])
@pytest.mark.xfail(strict=True, reason="known failure: a promise not kept yet")
def test_known_failure(case):
    assert [as_expected(mention) for mention in dates_of(case)] == case["expected"]


def test_cases_are_told_apart_and_sourced():
    assert len(CASES) >= 220
    assert all(case["seen"] for case in CASES)
    assert {case["kind"] for case in CASES} == {"wild", "negative", "known_failure"}
    assert all(case["expected"] == [] for case in CASES if case["kind"] == "negative")


@pytest.mark.parametrize("case", [case for case in CASES if "impossible" in case], ids=lambda case: case["text"])
def test_printed_nonsense_is_told_and_no_date(case):
    found = find_impossible_dates(case["text"], fiscal_year=case["fiscal_year"])
    assert [nonsense.surface for nonsense in found] == case["impossible"]


# --- what holds for every text


@given(TEXTS, FISCAL_YEARS, DAYS)
@settings(max_examples=400, deadline=None)
@example("令和5年12月31日の後", 9999, datetime.date.max)
@example("来月、翌日、翌々月", None, datetime.date.max)
def test_nothing_raises_and_spans_are_the_words_as_printed(text, fiscal_year, as_of):
    found = find_dates(text, fiscal_year=fiscal_year, as_of=as_of)
    nonsense = find_impossible_dates(text, fiscal_year=fiscal_year, as_of=as_of)
    for mention in [*found, *nonsense]:
        assert mention.surface
        assert text[mention.span.start : mention.span.end] == mention.surface
    spans = sorted([*(mention.span for mention in found), *(mention.span for mention in nonsense)])
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert [mention.span for mention in found] == sorted(mention.span for mention in found)


@given(TEXTS, FISCAL_YEARS, DAYS)
@settings(max_examples=400, deadline=None)
def test_a_period_runs_forward_and_a_recurrence_has_no_days(text, fiscal_year, as_of):
    for mention in find_dates(text, fiscal_year=fiscal_year, as_of=as_of):
        assert mention.precision in COARSENESS
        if mention.recurrence:
            assert (mention.start, mention.end) == (None, None)
            assert mention.recurrence.startswith("FREQ=")
        if mention.first and mention.last:
            assert mention.first <= mention.last


@given(DATE_LIKE)
@settings(max_examples=200, deadline=None)
def test_width_and_dashes_change_no_date(text):
    wide = text.translate({ord(sign): chr(ord(sign) + 0xFEE0) for sign in "0123456789()./RHS"})
    values = [(m.span, m.start, m.end, m.recurrence) for m in find_dates(text, fiscal_year=2023)]
    assert [(m.span, m.start, m.end, m.recurrence) for m in find_dates(wide, fiscal_year=2023)] == values


@given(st.dates(datetime.date(2019, 5, 1), datetime.date(2099, 12, 31)), st.integers(2000, 2050))
def test_every_spelling_of_a_day_is_that_day(day, fiscal_year):
    era = day.year - 2018
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"令和{era}年{day.month}月{day.day}日",
        f"R{era}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        day.isoformat(),
        f"{day:%Y%m%d}",
    ):
        (mention,) = find_dates(text, fiscal_year=fiscal_year)
        assert (mention.start, mention.end, mention.precision, mention.surface) == (day, day, "day", text)


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2060, 12, 31)))
def test_a_yearless_day_falls_in_the_fiscal_year_in_force(day):
    fiscal_year = day.year - (day.month < 4)
    for text in (f"{day.month}月{day.day}日", f"○{day.month}/{day.day}(日)〆"):
        (mention,) = find_dates(text, fiscal_year=fiscal_year)
        assert mention.first == mention.last == day


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2060, 12, 31)), st.integers(0, 6))
def test_a_weekday_holds_just_when_it_is_the_day_s(day, weekday):
    (mention,) = find_dates(f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[weekday]}）")
    assert mention.weekday_holds is (day.weekday() == weekday)


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from("～〜~-−―－ー"), st.integers(2000, 2050))
def test_a_range_of_months_runs_forward_over_the_year_s_end(first, last, sign, fiscal_year):
    (mention,) = find_dates(f"{first}月{sign}{last}月", fiscal_year=fiscal_year)
    months = (mention.last.year - mention.first.year) * 12 + mention.last.month - mention.first.month
    assert (mention.first.month, mention.last.month) == (first, last)
    assert 0 <= months < 12


# --- single promises


def test_what_no_year_is_known_for_keeps_its_unknown_digits():
    (mention,) = find_dates("10月末時点")
    assert (mention.start, mention.end) == (PartialDate(10, 31), PartialDate(10, 31))
    assert (mention.first, mention.last, mention.role) == (None, None, "as_of")


def test_the_fiscal_year_goes_before_the_day_of_the_report():
    (mention,) = find_dates("9月", fiscal_year=2021, as_of=datetime.date(2023, 10, 31))
    assert mention.first == datetime.date(2021, 9, 1)


def test_two_names_of_a_year_are_compared():
    assert [find_dates(text)[0].names_agree for text in ("令和7（2025）年度", "令和7（2024）年度", "令和7年度")] == [
        True,
        False,
        None,
    ]


def test_a_budget_month_is_told_apart():
    assert [mention.role for mention in find_dates("9月補正予算、12月", fiscal_year=2023)] == ["budget", None]


@pytest.mark.parametrize(
    ("line", "fiscal_year"),
    [
        ("○令和4年度（16施設）", 2022),
        ("【令和6年度の取組】", 2024),
        ("令和5年度 実施状況・実施予定", 2023),
        ("■ 令和５年度実施状況", 2023),
        ("(1) R5年度の実績", 2023),
        ("（令和５年度）", 2023),
        ("・R5", 2023),
        ("R4年度：", 2022),
        ("令和5（2023）年度の主な取組", 2023),
        ("平成31年度／令和元年度", 2019),
        ("○令和4年度導入済み", None),
        ("令和5年度実績(10月末現在) 計 1,000円(2件)", None),
        ("R4：9地点、R5：5地点整備済", None),
        ("令和5～7年度", None),
        ("令和5年度～", None),
        ("令和6年度以降", None),
        ("令和7年度末までに、順次移行する", None),
        ("令和5年度は", None),
        ("10月", None),
        ("", None),
    ],
)
def test_a_heading_puts_its_fiscal_year_in_force(line, fiscal_year):
    assert fiscal_year_set_by(line) == fiscal_year


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_no_line_breaks_the_search_for_a_heading(line):
    year = fiscal_year_set_by(line)
    assert year is None or 1000 <= year <= 2999


@pytest.mark.parametrize(
    "unit", ["1", "1,", "1/", "令和5年", "1、", "第1・", "10月", "9～", "毎月1日、", "5日", "年", "(", "〇"]
)
def test_time_grows_with_the_text_and_no_faster(unit):
    def seconds(length):
        text = (unit * length)[:length]
        began = time.process_time()
        find_dates(text, fiscal_year=2023)
        return time.process_time() - began

    seconds(1000)
    assert seconds(40000) < 40 * max(seconds(4000), 0.002)


# --- against hand-checked truth, where it is at hand


@pytest.mark.skipif(CORPUS is None, reason="PLAN_EXTRACT_CORPUS is not set")
def test_the_report_s_dates_are_found():
    must: Counter[tuple[str, str | None, str | None]] = Counter()
    may: Counter[tuple[str, str | None, str | None]] = Counter()
    gold = Path(CORPUS, "gold", "hachinohe_r5_10.values.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in gold]
    for record in records:
        if record["kind"] == "date" and (record["start"] or record["end"]):
            key = (f"{record['no']} {record['field']} {record['line_index']}", record["start"], record["end"])
            (may if record.get("optional") else must)[key] += 1
    lines = {f"{r['no']} {r['field']} {r['line_index']}": r["line"] for r in records}
    got = Counter(
        (place, iso(mention.first), iso(mention.last))
        for place, line in lines.items()
        for mention in find_dates(line, fiscal_year=2023)
        if mention.first or mention.last
    )
    hits, extra = sum((got & must).values()), sum((got - must - may).values())
    precision, recall = hits / (hits + extra), hits / sum(must.values())
    assert 2 * precision * recall / (precision + recall) >= 0.99
