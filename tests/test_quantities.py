"""Amounts: the cases are data (cases/quantities.jsonl), each with where its form was seen."""

import json
import os
import time
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from case_files import cases
from plan_extract.text.labels import label_of_heading
from plan_extract.text.normalize import fold
from plan_extract.text.quantities import find_numbers, find_quantities

CORPUS = os.environ.get("PLAN_EXTRACT_CORPUS")
AMOUNT_LIKE = st.text(
    alphabet="0123456789０１２,.，．、・/／:：-－~～△▲±+¥$%％〇一二三九十百千万億兆半分の件人回円か所ヶ月年日時間第約計全各延べうち"
    "以上未満超程度あたり当たりにつき割倍kmgt㎡GR ()（）「」　×＝\n",
    max_size=40,
)
TEXTS = AMOUNT_LIKE | st.text(alphabet=st.characters())
OPTIONAL = ("value_to", "per", "qualifier")


def as_expected(quantity):
    """A quantity in the form of the case files: what is absent, or but the unit folded, is left out."""
    row = {"surface": quantity.surface, "value": str(quantity.value), "unit": quantity.unit}
    row |= {name: str(getattr(quantity, name)) for name in OPTIONAL if getattr(quantity, name) is not None}
    if quantity.base_unit != fold(quantity.unit or "") or quantity.base_value != quantity.value:
        row |= {"base_value": str(quantity.base_value), "base_unit": quantity.base_unit}
    return row


@pytest.mark.parametrize(("text", "expected"), cases("quantities"))
def test_case(text, expected):
    assert [as_expected(q) for q in find_quantities(text)] == expected


@given(TEXTS)
@example("\ud800 3件")
@example("500円/1人")
@example("1万・五")
@example("\0" * 5 + "１件")
@example("1" * 300 + "件")
@example("1/0以内")
@example("1分の0")
@example("9" * 60 + "千円~1兆円")
def test_surface_stands_at_its_span_in_reading_order(text):
    for found in (find_quantities(text), find_numbers(text)):
        assert [text[q.span.start : q.span.end] for q in found] == [q.surface for q in found]
        assert all(a.span.end <= b.span.start for a, b in pairwise(found))
        assert all(q.label is None or q.label in text for q in found)


@given(TEXTS)
def test_values_are_finite_and_consistent(text):
    for q in find_quantities(text):
        assert q.value.is_finite() and q.base_value.is_finite()
        assert q.base_unit is not None or q.unit is None
        assert q.value_to is None or q.value <= q.value_to


@given(st.integers(0, 10**9), st.sampled_from(["件", "人", "か所", "世帯", "%"]))
def test_a_plain_amount_is_found_in_any_width(number, unit):
    text = f"実績は{number:,}{unit}"
    for printed in (text, text.translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789,%"})):
        assert [(q.value, q.base_unit, q.label) for q in find_quantities(printed)] == [(number, unit, "実績")]
        assert [q.unit for q in find_quantities(printed)] == [printed[-len(unit) :]]


@given(st.integers(1, 10**6), st.sampled_from([("千円", 10**3), ("万円", 10**4), ("百万円", 10**6), ("億円", 10**8)]))
def test_scaled_yen_keep_their_unit_and_give_yen(number, scale):
    (q,) = find_quantities(f"事業費 {number:,}{scale[0]}")
    assert (q.value, q.unit, q.base_value, q.base_unit) == (number, scale[0], number * scale[1], "円")


@given(st.integers(1, 500), st.integers(501, 9999), st.sampled_from(["～", "〜", "~", "-", "－", "から"]))
def test_a_range_is_one_amount(low, high, dash):
    (q,) = find_quantities(f"定員{low}{dash}{high}人")
    assert (q.value, q.value_to, q.unit) == (low, high, "人")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("・友だち登録者数 6,902 人（10月末時点）", ["友だち登録者数"]),
        ("不在者投票用紙等の請求 37 件", ["不在者投票用紙等の請求"]),
        ("アプリダウンロード数：3,671 人", ["アプリダウンロード数"]),
        ("景品応募抽選を4回実施", ["景品応募抽選"]),
        ("現地11名、オンライン40名", ["現地", "オンライン"]),
        ("令和6年度実績(9月末現在) 計 2,150,800円(14件)", ["実績", "実績"]),
        ("移住者7人(世帯員含む人数：15人)", ["移住者", "世帯員含む人数"]),
        ("10月末時点で558件の申請があった", ["申請"]),
        ("R4：8地点", [None]),
        ("子どもが3人", ["子ども"]),
        ("10月 27 件", [None]),
        ("がん検診の申込 98件", ["がん検診の申込"]),
        ("4月～9月の投稿は計312回", ["投稿"]),
        ("管理職の研修 令和6年1月から2月まで 30人程度", ["管理職の研修"]),
        ("データ活用の研修 7月下旬～ 24人", ["データ活用の研修"]),
        ("出前講座を12月から月2回開催", ["出前講座"]),
        ("出前講座を公民館で4回", ["出前講座"]),
        ("選考に要する時間 1,500時間→40時間", ["選考に要する時間", "選考に要する時間"]),
        ("学校を訪問しての研修 6回", ["学校を訪問しての研修"]),
        ("個人宅 2件（3人） 町内会 1件（5人）", ["個人宅", "個人宅", "町内会", "町内会"]),
        ("ライセンス 120千円/年×8本＝960千円", ["ライセンス"] * 3),
        ("端末を各2台、合計12台導入", ["端末", "端末"]),
        ("小学校11校、中学校5校の全16校", ["小学校", "中学校", None]),
        ("講座 全6回のうち4回", ["講座", "講座"]),
        ("利用者 54人（うち育児中の職員19人）", ["利用者", "育児中の職員"]),
        ("2人以上の世帯 1,000千円", ["世帯", "2人以上の世帯"]),
        ("[単身世帯] 2人", ["単身世帯"]),
        ("Wi-Fi 機器 全14地点", ["Wi-Fi 機器"]),
        ("歩数の目標は1日あたり8,000歩", ["歩数の目標"]),
        ("妊産婦と15歳未満の子どもの保護者", [None]),
        ("すでに導入済みの22施設", [None]),
        ("要望のあった1施設", [None]),
        ("残りの32km", [None]),
        ("市内38か所の避難所", ["避難所"]),
        ("木 2,300本", ["木"]),
        ("端末80台を配備", ["端末"]),
        ("個室の広さは、押入れを除いて、8㎡以上", [None]),
        ("使われ方を調べ、6月に1回以上直す", [None]),
        ("整備費から補助金を差し引いた額の２割以上", ["整備費から補助金を差し引いた額"]),
        ("毎月第1水曜日に3回", [None]),
    ],
)
def test_label_is_the_noun_phrase_before(text, labels):
    assert [q.label for q in find_quantities(text)] == labels


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("○相談件数（10月末時点）", "相談件数"),
        ("決済に対応した窓口", "決済に対応した窓口"),
        ("○出張申請を実施", "出張申請"),
        ("【参加者数】", "参加者数"),
        ("・令和5年度", None),
        ("", None),
        ("○", None),
    ],
)
def test_label_of_a_heading(heading, label):
    assert label_of_heading(heading) == label


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("一億二千万", ["120000000"]),
        ("答えは四・八です", ["4.8"]),
        ("300と−1は2つの数です", ["300", "-1", "2"]),
        ("財政力指数0.45", ["0.45"]),
        ("零 一 二 三", ["0", "1", "2", "3"]),
        ("505号室", ["505"]),
        ("第3回", []),
        ("令和5年10月1日", []),
        ("5Gと三日町", []),
        ("43-2111", []),
        ("西九条", []),
        ("一覧", []),
        ("1人1台", []),
    ],
)
def test_numbers_with_or_without_a_unit(text, values):
    assert [str(n.value) for n in find_numbers(text)] == values


def test_a_number_over_a_range_without_a_unit():
    (n,) = find_numbers("20より大きく35以下です")
    assert (n.value, n.value_to, n.unit) == (20, 35, None)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "1," * 50_000,
        "一" * 100_000,
        "1千" * 50_000,
        "1分の" * 30_000,
        "1件" * 30_000,
        "1-" * 50_000,
        "約" * 100_000 + "1件",
        "1/2" * 30_000,
        "漢" * 100_000 + "1件",
        "(うち" * 30_000 + "1人",
        "1人あたり" * 20_000,
        "一と" * 50_000,
        "1件" + "1/11" * 20_000 + "は3件",
        "1件" + "に" * 100_000 + "3件",
    ],
    ids=lambda text: text[:6],
)
def test_takes_linear_time(text):
    began = time.perf_counter()
    find_quantities(text)
    find_numbers(text)
    assert time.perf_counter() - began < 20


def lines_with_amounts(gold):
    """Each line of the gold with its amounts: those that must be found, and all that may be."""
    lines = {}
    for mention in map(json.loads, gold.read_text("utf-8").splitlines()):
        must, may = lines.setdefault(mention["line"], ({}, {}))
        if mention["kind"] == "quantity":
            amount = (Decimal(mention["normalised_value"]), mention["normalised_unit"])
            (may if mention.get("optional") else must)[tuple(mention["span"])] = amount
    return {line: (Counter(must.values()), Counter(may.values())) for line, (must, may) in lines.items()}


@pytest.mark.skipif(not CORPUS, reason="PLAN_EXTRACT_CORPUS names no folder")
@pytest.mark.parametrize("gold", sorted(Path(CORPUS or ".").glob("gold/*.values.jsonl")), ids=lambda path: path.stem)
def test_agrees_with_the_gold(gold):
    right = wrong = 0
    for line, (must, may) in lines_with_amounts(gold).items():
        got = Counter((q.base_value, q.base_unit) for q in find_quantities(line))
        right += (got & must).total()
        wrong += (got - must - may).total() + (must - got).total()
    assert right and 2 * right / (2 * right + wrong) >= 0.995
