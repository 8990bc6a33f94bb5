"""Rows find their counterparts though much of them differs, and what is another initiative is not forced into a pair."""

import random

import pytest
from hypothesis import given, settings

import reports
from plan_extract.match import WEAK, assign, lineage, match_initiatives, match_sections, offshoots
from plan_extract.text.words import words
from reports import initiative, report, section, statement
from sample_reports import NEW, OLD, read, sample_report

SEEDS = range(8)


def ids(pairs, old, new):
    return {(old.initiatives[pair.old].id, new.initiatives[pair.new].id) for pair in pairs}


def row(id, name, text="", **changes):
    told = (statement(text=text, dates=(), quantities=()),) if text else ()
    return initiative(id, name=name, statements=told, **changes)


def test_the_sample_periods_are_paired_as_their_sources_say():
    old, new = sample_report(OLD), sample_report(NEW)
    assert ids(match_initiatives(old, new), old, new) == {(p["old_id"], p["new_id"]) for p in read("changes.json")["pairs"]}


def scramble(report, seed):
    """The report with its rows in another order under other numbers, one word in five another one, and half of the
    departments renamed.
    """
    chance = random.Random(seed)
    vocabulary = sorted({text for row in report.initiatives for told in row.statements for text in spelled(told.text)})
    departments = sorted({name for row in report.initiatives for name in row.departments})
    renamed = {name: f"新{name}" for name in chance.sample(departments, len(departments) // 2)}

    def reworded(text):
        return "".join(chance.choice(vocabulary) if chance.random() < 0.2 else part for part in spelled(text))

    rows = [
        row.model_copy(
            update={
                "number": str(1000 + i),
                "name": reworded(row.name),
                "departments": tuple(renamed.get(name, name) for name in row.departments),
                "statements": tuple(told.model_copy(update={"text": reworded(told.text)}) for told in row.statements),
            }
        )
        for i, row in enumerate(report.initiatives)
    ]
    chance.shuffle(rows)
    return report.model_copy(update={"initiatives": tuple(rows)})


def spelled(text):
    return [text[slice(*word.span)] for word in words(text)]


@pytest.mark.parametrize("name", [OLD, NEW])
def test_rows_are_found_again_when_numbers_words_and_departments_change(name):
    before = sample_report(name)
    right = total = 0
    for seed in SEEDS:
        after = scramble(before, seed)
        right += sum(one == other for one, other in ids(match_initiatives(before, after), before, after))
        total += len(before.initiatives)
    assert right >= 0.98 * total


def test_the_same_number_and_place_make_no_pair_of_two_initiatives():
    old = report(initiatives=(row("1", "駅前駐輪場の整備", "自転車の台数を調べる"),))
    new = report(initiatives=(row("1", "妊産婦への相談支援", "電話で応じる"),))
    assert match_initiatives(old, new) == []


def test_a_listing_again_is_not_the_initiative_itself():
    old = report(initiatives=(row("1", "図書館の電子化"),))
    new = report(initiatives=(row("—", "図書館の電子化（再掲）", relisted=True),))
    assert match_initiatives(old, new) == []


def test_rows_of_one_name_are_told_apart_by_their_sections():
    sections = tuple(section(id, title=title) for id, title in (("1", "防災"), ("2", "観光")))
    names = [row("1", "システムの更新", section="1"), row("2", "システムの更新", section="2")]
    swapped = [row("1", "システムの更新", section="2"), row("2", "システムの更新", section="1")]
    old, new = (report(sections=sections, initiatives=tuple(rows)) for rows in (names, swapped))
    no_numbers = [
        side.model_copy(update={"initiatives": tuple(r.model_copy(update={"number": "—"}) for r in side.initiatives)})
        for side in (old, new)
    ]
    assert ids(match_initiatives(*no_numbers), *no_numbers) == {("1", "2"), ("2", "1")}


def test_a_pair_says_why():
    old = report(initiatives=(row("1", "図書館の電子化", "貸出しを電子化する"),))
    new = report(initiatives=(row("2", "図書館の電子化", "貸し出しを電子化する", departments=("図書館",)),))
    (pair,) = match_initiatives(old, new)
    assert pair.reasons == ("same name", "same text", "same section")
    assert pair.score == pytest.approx(0.8)


def test_a_renamed_and_reworded_row_is_a_weak_pair():
    old = report(initiatives=(row("1", "図書館の電子化", "貸出しを電子化する", departments=("図書館",), section=None),))
    new = report(initiatives=(row("2", "図書館サービスの電子化", "開館時間を延ばす", departments=("図書館",), section=None),))
    (pair,) = match_initiatives(old, new)
    assert pair.score < WEAK


@pytest.mark.parametrize(("old", "new"), [((), ()), ((initiative(),), ()), ((), (initiative(),))])
def test_without_rows_there_are_no_pairs(old, new):
    assert match_initiatives(report(initiatives=old), report(initiatives=new)) == []


@settings(max_examples=30, deadline=None)
@given(reports.reports, reports.reports)
def test_any_two_reports_can_be_matched(old, new):
    pairs = match_initiatives(old, new)
    assert len({pair.old for pair in pairs}) == len({pair.new for pair in pairs}) == len(pairs)
    assert all(0 <= pair.score <= 1 for pair in pairs)


def test_the_best_sum_decides():
    # the best single pair (0.9) would leave a pair of nothing
    assert assign([[0.9, 0.8], [0.8, 0.0]], 0.5) == [(1, 0), (0, 1)]
    assert assign([[0.9, 0.3], [0.3, 0.2]], 0.5) == [(0, 0)]
    assert assign([[0.9, 0.9], [0.9, 0.9]], 0.5, bonus=[[0.0, 0.1], [0.1, 0.0]]) == [(1, 0), (0, 1)]


def test_a_part_that_became_a_row_of_its_own_is_an_offshoot():
    before = row("1", "窓口の改善と駐車場の予約", "駐車場の予約を電話で受ける")
    after = row("1", "窓口の改善", "案内を置く")
    lone = {1: row("2", "駐車場の予約", "駐車場の予約をアプリで受ける"), 2: row("3", "健診の案内", "案内を郵送する")}
    assert offshoots(lone, [(before, after)]) == {1: "1"}


def test_sections_go_on_under_other_titles_where_their_rows_do():
    kept = [
        (initiative("1", section="1"), initiative("5", section="7")),
        (initiative("2", section="1"), initiative("6", section="7")),
    ]
    old = report(sections=(section("1", title="便利な窓口"), section("2", title="安全")))
    new = report(sections=(section("2", title="安全"), section("7", title="手続の改革")))
    assert match_sections(old, new, kept) == {"1": "7", "2": "2"}
    assert match_sections(old, report(sections=()), kept) == {}


def test_sections_that_stand_in_a_circle_end():
    assert lineage("a", {"a": section("a", parent="b"), "b": section("b", parent="a")}) == ["a", "b"]
    assert lineage("x", {}) == []
