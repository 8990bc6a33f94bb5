"""Totals: a case is a row's lines (see :mod:`lined`); expected are [operation, stated, parts, holds]."""

import json
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from case_files import cases
from drawn import read, rule_table
from lined import to_initiative
from plan_extract.arithmetic.ledger import initiative_to_ledger
from plan_extract.model import Initiative
from plan_extract.pipeline import extract
from plan_extract.totals import check_totals, find_repeats, find_totals

SAMPLES = Path(__file__).parents[1] / "samples"


def told(lines):
    return [to_row(total) for total in find_totals(initiative_to_ledger(to_initiative(lines)))]


def to_row(total):
    return [total.operation, total.stated.surface, [part.surface or part.text for part in total.parts], total.holds]


@pytest.mark.parametrize(("lines", "expected"), cases("totals"))
def test_what_a_row_says_of_its_own_numbers(lines, expected):
    assert sorted(told(lines), key=str) == sorted(expected, key=str)


def test_a_mismatch_tells_both_sides_and_where():
    row = to_initiative(["○講習会", "・4月 4回", "・5月 18回", "計 31回"])
    (finding,) = check_totals(row, find_totals(initiative_to_ledger(row)))
    assert (finding.code, finding.severity, finding.initiative) == ("total-mismatch", "warning", "1")
    assert all(side in finding.message for side in ("計 31回", "4回", "18回"))
    assert finding.place.page == 1
    assert finding.place.box.top == 40.0


def test_a_count_that_does_not_come_out_names_what_is_listed():
    row = to_initiative(["○対象は4施設（中央館、南館、北館）"])
    (finding,) = check_totals(row, find_totals(initiative_to_ledger(row)))
    assert finding.message == "4施設 is stated, but 3 are listed: 中央館, 南館, 北館"


def test_what_holds_is_no_finding():
    row = to_initiative(["○全9地点", "・駅前 4地点", "・港 5地点"])
    totals = find_totals(initiative_to_ledger(row))
    assert totals
    assert not list(check_totals(row, totals))


# what changes a total, and what does not

SUMMED = ["○申請 計558件", "・転出届 259件", "・転入届 243件", "・その他 56件"]


@given(line=st.integers(1, 3), digit=st.integers(0, 9), at=st.integers(0, 2))
def test_another_digit_in_a_part_breaks_the_total(line, digit, at):
    digits = list(re.finditer(r"\d", SUMMED[line]))
    place = digits[at % len(digits)]
    changed = SUMMED[line][: place.start()] + str(digit) + SUMMED[line][place.end() :]
    ((operation, stated, parts, holds),) = told([*SUMMED[:line], changed, *SUMMED[line + 1 :]])
    assert (operation, stated, len(parts)) == ("sum", "計558件", 3)
    assert holds == (changed == SUMMED[line])


WORKED = "・世帯 1,000千円×4世帯＝4,000千円"


@given(digit=st.integers(1, 9), at=st.sampled_from([4, 12, 16]))
def test_another_digit_in_a_factor_breaks_the_product(digit, at):
    assert WORKED[at].isdigit()
    changed = WORKED[:at] + str(digit) + WORKED[at + 1 :]
    ((operation, _, _, holds),) = told([changed])
    assert (operation, holds) == ("product", changed == WORKED)


LISTED = [
    "【導入 9項目】",
    *(f"{number}. {name}の案内" for number, name in enumerate("税水道公園港駅船家畑橋", 1) if number < 10),
]


@given(st.integers(1, 9))
def test_a_list_that_loses_an_item_breaks_its_count(gone):
    kept = [line.partition(" ")[2] for index, line in enumerate(LISTED) if index and index != gone]
    ((operation, stated, parts, holds),) = told([LISTED[0], *(f"{n}. {name}" for n, name in enumerate(kept, 1))])
    assert (operation, stated, parts, holds) == ("count", "9項目", kept, False)


@given(st.lists(st.integers(1, 900), min_size=2, max_size=12))
def test_a_line_of_totals_holds_for_any_parts(parts):
    lines = [f"・第{index}地区 {part}件" for index, part in enumerate(parts, 1)]
    ((_, stated, told_parts, holds),) = told([*lines, f"計 {sum(parts)}件"])
    assert (stated, told_parts, holds) == (f"計 {sum(parts)}件", [f"{part}件" for part in parts], True)
    ((*_, holds),) = told([*lines, f"計 {sum(parts) + 1}件"])
    assert not holds


UNRELATED = st.sampled_from(
    ["○広報紙に記事を掲載", "○9月 説明会を開催", "○今後の方針を検討中", "○参加者の満足度 98.5％", "○担当者 1名を配置"]
)
WHOLE = [
    SUMMED,
    ["○講習会", "・4月 4回", "・5月 18回", " 計 22回"],
    ["○3施設（東館、西館、南館）"],
    LISTED,
    ["○全16校（小学校11校、中学校5校）"],
]


@given(st.sampled_from(WHOLE), UNRELATED)
def test_a_line_about_something_else_changes_no_total(lines, other):
    if lines is LISTED:  # a bullet among numbers would stand under the last of them
        other = "【次年度】"
    assert told([*lines, other]) == told(lines)


# any text

PIECES = st.sampled_from([
    *"計全各＝×＋÷（）()、・：。 ", "内訳", "うち", "合計", "小計", "3件", "12人", "1,000千円", "２回", "50％", "約5台",
    "4月", "など",
    "7か所", "本館", "南館", "以下の", "R5:", "10/3", "1/2", "三百", "△5円", "10～12人", "0", "9" * 30,
])  # fmt: skip
MARKERS = st.sampled_from(["○", "・", "※", "【", "①", "1. ", "  ", "", "計 ", "(1) "])
LINES = st.lists(st.builds("".join, st.tuples(MARKERS, st.lists(PIECES, max_size=9).map("".join))), min_size=1, max_size=12)


@settings(max_examples=300)
@given(LINES | st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_lines_give_totals_whose_parts_stand_in_them(lines):
    row = to_initiative([re.sub(r"\s", " ", line) for line in lines if line != "---"])
    texts = {statement.seq: statement.text for statement in row.statements}
    totals = find_totals(initiative_to_ledger(row))
    for total in totals:
        assert total.stated.surface in texts[total.stated.statement]
        assert total.parts
        for part in total.parts:
            assert (part.surface or part.text) in texts[part.statement]
    findings = list(check_totals(row, totals))
    assert len(findings) == sum(not total.holds for total in totals)


def test_an_outline_deeper_than_any_document_is_read():
    row = to_initiative(["○相談 3件"])
    deep = [row.statements[0].model_copy(update={"seq": n, "parent": n - 1 or None}) for n in range(1, 3000)]
    assert find_totals(initiative_to_ledger(row.model_copy(update={"statements": tuple(deep)}))) == []


# figures told again


def repeats(*rows: Initiative):
    return [
        (total.initiative, total.stated.surface, part.surface, part.statement, part.initiative)
        for total in find_repeats(map(initiative_to_ledger, rows))
        for part in total.parts
    ]


def test_a_figure_of_the_name_is_told_again_in_its_row_and_in_one_that_speaks_of_it():
    owner = to_initiative(["20業務を標準仕様に合わせる。"], id="1", name="20業務に関する標準準拠システムへの移行")
    other = to_initiative(["標準化対象20業務のデータを複製する。"], id="2", name="災害への備え")
    chance = to_initiative(["○7課の20業務で運用中"], id="3", name="書かない窓口")
    assert repeats(owner, other, chance) == [("1", "20業務", "20業務", None, None), ("2", "20業務", "20業務", None, "1")]


def test_a_line_that_two_rows_share_with_its_heading_is_told_twice():
    rows = [to_initiative(["【基礎研修】", "※271人受講予定"], id=id) for id in ("1", "2")]
    assert repeats(*rows) == [("1", "271人", "271人", 2, "2")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["【基礎研修】", "※271人受講予定"], ["【応用研修】", "※271人受講予定"]),
        (["【基礎研修】", "※271人受講予定"], ["【基礎研修】", "※272人受講予定"]),
        (["○相談 30件"], ["○相談 30件"]),
        (["【財源】", "○補助率1/2"], ["【財源】", "○補助率1/2"]),
    ],
)
def test_equal_figures_by_chance_are_none(first, second):
    assert repeats(to_initiative(first, id="1"), to_initiative(second, id="2")) == []


def test_a_row_that_is_listed_again_repeats_nothing():
    rows = [to_initiative(["【研修】", "・271人"], id=id, relisted=again) for id, again in (("1", False), ("1-again", True))]
    assert repeats(*rows) == []


# rows of totals

BUDGET = [["No"], ["事業名"], ["予算額（千円）"], ["決算額（千円）"], ["単価（円）"], ["説明"]]
WIDTHS = [4, 16, 16, 16, 12, 14]
FIRST_TWO = ("1|道路の補修|1,200|1,150|300|年次計画による", "2|橋の点検|800|790|250|委託による")
OTHERS = ("3|公園の整備|500|480|120|", "4|緑道の整備|300|300|90|")


def budget(*rows):
    """The report of a table of sums of money, a row for each text."""
    return read(rule_table([BUDGET, *([[cell] for cell in row.split("|")] for row in rows)], WIDTHS))


def row_sums(report):
    """Each sum over rows: the row of totals, what it states, the rows of its parts, whether it holds."""
    sums = [total for total in report.totals if total.operation == "sum"]
    names = {initiative.id: initiative.name for initiative in report.initiatives}
    return [
        (names[total.initiative], total.stated.surface, [names[part.initiative] for part in total.parts], total.holds)
        for total in sums
    ]


ROADS, PARKS = ["道路の補修", "橋の点検"], ["公園の整備", "緑道の整備"]
ROW_SUMS = {
    "a total of all": (
        [*FIRST_TWO, "|合　計|2,000|1,940||"],
        [("合計", "2,000", ROADS, True), ("合計", "1,940", ROADS, True)],
    ),
    "subtotals and their total": (
        [*FIRST_TWO, "|小計|2,000|1,940||", *OTHERS, "|小計|800|780||", "|合計|2,800|2,720||"],
        [
            ("小計", "2,000", ROADS, True),
            ("小計", "1,940", ROADS, True),
            ("小計", "800", PARKS, True),
            ("小計", "780", PARKS, True),
            ("合計", "2,800", ["小計", "小計"], True),
            ("合計", "2,720", ["小計", "小計"], True),
        ],
    ),
    "one column that does not add up": (
        [*FIRST_TWO, "|総務費計|2,000|1,990|550|"],
        [("総務費計", "2,000", ROADS, True), ("総務費計", "1,990", ROADS, False), ("総務費計", "550", ROADS, True)],
    ),
    "prices, which nobody adds up": (
        [*FIRST_TWO, "|合計|2,000|1,940|999|"],
        [("合計", "2,000", ROADS, True), ("合計", "1,940", ROADS, True)],
    ),
    "a total of rows that are not all listed": ([*FIRST_TWO, "|合計|9,000|8,100||"], []),
    "most columns of which do not add up": ([*FIRST_TWO, "|合計|9,000|1,940|999|"], []),
    "rounded parts": ([*FIRST_TWO, "|合計|2,000|1,941|550|"], [("合計", "2,000", ROADS, True), ("合計", "550", ROADS, True)]),
    "a word that ends like one": ([*FIRST_TWO, "3|一般会計|2,000|1,940||"], []),
    "one row above": (["1|道路の補修|1,200|1,150|300|", "|合計|1,200|1,150||"], []),
    "nothing but zeros": (["1|道路の補修|0|0|0|", "2|橋の点検|0|0|0|", "|合計|0|0||"], []),
}


@pytest.mark.parametrize("case", ROW_SUMS)
def test_a_row_of_totals_sums_up_the_rows_above_it(case):
    rows, expected = ROW_SUMS[case]
    assert row_sums(budget(*rows)) == expected


def test_a_column_that_does_not_add_up_is_told_where_its_total_stands():
    report = budget(*FIRST_TWO, "|合計|2,000|1,990|550|")
    (finding,) = [one for one in report.findings if one.code == "total-mismatch"]
    assert finding.message == "1,990 is stated, but the parts do not add up to it: 1,150, 790"
    row = next(one for one in report.initiatives if one.name == "合計")
    assert finding.initiative == row.id
    assert finding.bbox[1] >= row.sources[0].bbox[1]


# whole documents


@pytest.mark.parametrize("name", ["nagihama_r5_10", "nagihama_r6_10"])
def test_the_samples_totals_come_out_as_their_source_means_them(name):
    """Lists of months are counted besides; the source annotates none."""
    found = [json.loads(total.model_dump_json()) for total in extract(SAMPLES / f"{name}.pdf").totals]
    for total in found:
        for part in total["parts"]:
            assert part.pop("initiative") is None
    expected = json.loads((SAMPLES / f"{name}.values.json").read_text("utf-8"))["totals"]
    assert [total for total in expected if total not in found] == []
    others = [total for total in found if total not in expected]
    assert all(re.fullmatch(r"\d+月", part["text"] or "") for total in others for part in total["parts"])
    assert all(total["holds"] for total in found)


CORPUS = os.environ.get("PLAN_EXTRACT_CORPUS")


@pytest.mark.skipif(not CORPUS, reason="PLAN_EXTRACT_CORPUS is not set")
@pytest.mark.parametrize("producer", ["docx", "docx-natural", "chromium"])
def test_the_facts_of_the_gold_are_found_and_judged(producer):
    folder = Path(CORPUS or "")
    report = extract(folder / f"corpus/hachinohe/hachinohe_r5_10.{producer}.pdf")
    facts = json.loads((folder / "gold/hachinohe_r5_10.totals.json").read_text("utf-8"))["facts"]
    scored = [fact for fact in facts if fact["operation"] != "at_most" and fact["kind"] != "derived"]
    numbers = {initiative.id: initiative.number for initiative in report.initiatives}
    found = [(numbers[total.initiative], total.stated.value, total.holds) for total in report.totals]
    missed = [fact["id"] for fact in scored if not take(found, key_of(fact))]
    assert missed == []
    assert [fact for fact in found if not fact[2]] == []


def key_of(fact):
    return fact["no"], Decimal(fact["stated"]["value"]), fact["reconciles"]


def take(found, key):
    """Takes one such total away; false where there is none."""
    if key not in found:
        return False
    found.remove(key)
    return True
