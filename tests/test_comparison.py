"""The diff of two reports: every planted change of the samples is told, nothing else is, and doubts are findings."""

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given, settings

import reports
from plan_extract.comparison import diff
from plan_extract.diffmodel import ReportDiff
from plan_extract.pipeline import extract
from plan_extract.text.normalize import fold
from reports import empty_report, initiative, report, report_info, section, statement
from sample_reports import NEW, OLD, read, sample_report

PLANTED = read("changes.json")
CORPUS = Path(os.environ.get("PLAN_EXTRACT_CORPUS", "/nonexistent"), "corpus", "hachinohe")


@pytest.fixture(scope="module", params=["sources", "pdf"])
def told(request):
    if request.param == "sources":
        return diff(sample_report(OLD), sample_report(NEW))
    from sample_reports import SAMPLES

    return diff(*(extract(SAMPLES / f"{name}.pdf") for name in (OLD, NEW)))


@pytest.fixture(scope="module")
def rows(told):
    return {(row.old_id, row.new_id): row for row in told.initiatives}


def kinds(row):
    return {change.kind for change in row.changes}


def test_the_samples_have_enough_planted():
    assert len(PLANTED["changes"]) + len(PLANTED["structural"]) >= 40
    assert len(PLANTED["harmless"]) >= 20


def test_the_summary_counts_what_was_planted(told):
    assert told.summary.model_dump(include=set(PLANTED["summary"])) == PLANTED["summary"]
    assert told.summary.moved == sum(change["change"] == "moved" for change in PLANTED["structural"])
    assert told.summary.renumbered == sum("number" in pair["kinds"] for pair in PLANTED["pairs"])
    assert told.findings == ()


@pytest.mark.parametrize("pair", PLANTED["pairs"], ids=lambda pair: f"{pair['old_id']}>{pair['new_id']}")
def test_each_row_tells_the_planted_kinds_and_no_others(rows, pair):
    row = rows[pair["old_id"], pair["new_id"]]
    assert row.change == pair["change"]
    assert set(pair["kinds"]) <= kinds(row) <= {*pair["kinds"], *pair["may"]}


def values(change):
    if change["kind"] == "date":
        return ("date", *(interval(change[side]) for side in ("old", "new")))
    return ("quantity", change["old"], change["new"], change["delta"], fold(change["unit"]))


def interval(days):
    if days is None or days["start"] == days["end"]:
        return days and days["start"]
    return f"{days['start'] or '..'}/{days['end'] or '..'}"


def told_values(row):
    for change in row.changes:
        if change.kind == "date":
            yield ("date", change.old, change.new)
        if change.kind == "quantity":
            yield ("quantity", str(change.old), str(change.new), str(change.delta), fold(change.unit or ""))


def states(row):
    return [(change.old, change.new) for change in row.changes if change.kind == "state"]


@pytest.mark.parametrize("planted", PLANTED["changes"], ids=lambda planted: f"{planted['old_id']}:{planted['old'][:12]}")
def test_each_planted_value_is_told(rows, planted):
    row = rows[planted["old_id"], planted["new_id"]]
    assert {values(value) for value in planted["values"]} <= set(told_values(row))
    if "old_state" in planted:
        assert (planted["old_state"], planted["new_state"]) in states(row)


def test_no_value_is_told_that_was_not_planted(rows):
    planted = {(c["old_id"], c["new_id"], *values(value)) for c in PLANTED["changes"] for value in c["values"]}
    told = {(*ids, *value) for ids, row in rows.items() for value in told_values(row)}
    # 「（12月まで）」 went with the plan that it belonged to, and a deadline took the place of 検討中
    gone = {("21", "22", "date", "../2023-12-31", None), ("43", "45", "date", None, "2026-03-31")}
    assert told - planted <= gone


@pytest.mark.parametrize("harmless", PLANTED["harmless"], ids=lambda harmless: f"{harmless['old_id']}:{harmless['variation']}")
def test_no_harmless_variation_is_told(rows, harmless):
    row = rows[harmless["old_id"], harmless["new_id"]]
    for change in row.changes:
        for edit in getattr(change, "words", ()):
            assert edit.op == "same" or edit.text not in {harmless["old"], harmless["new"]}
        assert (getattr(change, "old", None), getattr(change, "new", None)) != (harmless["old"], harmless["new"])


def test_rows_that_came_and_went_are_told(told):
    fates = {
        (row.old_id, row.new_id, row.change, row.split_from) for row in told.initiatives if row.change in ("added", "removed")
    }
    assert fates == {
        (change["old_id"], change["new_id"], change["change"], change.get("split_from"))
        for change in PLANTED["structural"]
        if change["change"] in ("added", "removed")
    }


def test_a_renamed_department_is_told_once(told):
    renamed = {(rename.old, rename.new): len(rename.initiatives) for rename in told.departments}
    assert renamed == {
        (change["old"], change["new"]): len(change["old_ids"])
        for change in PLANTED["structural"]
        if change["change"] == "department renamed"
    }


def test_ended_rows_stand_at_their_old_place(told):
    order = [(row.old_id, row.new_id) for row in told.initiatives]
    assert order.index(("30", None)) == order.index(("29", "31")) + 1
    assert [new for _, new in order if new] == [row.id for row in sample_report(NEW).initiatives]


@pytest.mark.skipif(not CORPUS.exists(), reason="PLAN_EXTRACT_CORPUS is not set")
@pytest.mark.parametrize("other", ["docx-natural", "chromium"])
def test_the_same_report_typeset_otherwise_does_not_differ(other):
    result = diff(*(extract(CORPUS / f"hachinohe_r5_10.{name}.pdf") for name in ("docx", other)))
    assert not result.differs
    assert [row.changes for row in result.initiatives if row.changes] == []
    assert result.findings == result.sections == result.departments == ()


def codes(result):
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize(("what", "other"), [("generator", "plan-extract 2"), ("reader", "pdfplumber")])
def test_another_version_or_reader_is_no_change_of_policy(what, other):
    result = diff(report(), report(**{what: other}))
    assert codes(result) == [f"different-{what}"]
    assert other in result.findings[0].message
    assert (getattr(result.new, what), result.differs) == (other, False)


def test_reports_that_should_not_be_compared_are_told():
    earlier = report_info(as_of=datetime.date(2022, 10, 31), plan="架空市環境基本計画", municipality="別市")
    assert codes(diff(report(), report(report=earlier))) == ["different-plan", "different-municipality", "later-first"]


def test_a_weak_pair_is_a_finding():
    old = report(initiatives=(row("1", "図書館の電子化", "貸出しを電子化する", departments=("図書館",)),))
    new = report(initiatives=(row("2", "図書館サービスの電子化", "開館時間を延ばす", departments=("図書館",)),))
    (finding,) = diff(old, new).findings
    assert (finding.code, finding.severity, finding.initiative) == ("weak-match", "warning", "2")


def row(id, name, text, **changes):
    return initiative(id, name=name, section=None, statements=(statement(text=text, dates=(), quantities=()),), **changes)


def test_rows_that_became_one_are_told():
    old = report(initiatives=(row("1", "窓口の改善", "案内板を置く"), row("2", "駐車場の予約", "予約を電話で受ける")))
    new = report(initiatives=(row("1", "窓口の改善と駐車場の予約", "案内板を置き、予約を電話で受ける"),))
    gone = next(entry for entry in diff(old, new).initiatives if entry.change == "removed")
    assert (gone.old_id, gone.merged_into) == ("2", "1")


def test_a_renumbered_section_is_told_once():
    def sections(number, title):
        return (section(number, number=number, title=title), section("9", number="9", title="安全なまち"))

    result = diff(
        report(sections=sections("1-1", "便利な窓口")),
        report(sections=sections("2-1", "便利な窓口"), initiatives=(initiative(section="2-1"),)),
    )
    assert [(rename.old, rename.new) for rename in result.sections] == [("施策1-1 便利な窓口", "施策2-1 便利な窓口")]
    assert not result.differs


def test_an_empty_report_diffs():
    nothing = diff(empty_report(), empty_report())
    assert (nothing.initiatives, nothing.differs) == ((), False)
    assert diff(empty_report(), report()).summary.added == diff(report(), empty_report()).summary.removed == 1


@settings(max_examples=40, deadline=None)
@given(reports.reports)
def test_a_report_does_not_differ_from_itself(same):
    assert not diff(same, same).differs


@settings(max_examples=40, deadline=None)
@given(reports.reports, reports.reports)
def test_every_row_is_told_once(old, new):
    result = diff(old, new)
    assert sorted(row.old_id for row in result.initiatives if row.old_id is not None) == sorted(
        row.id for row in old.initiatives
    )
    assert [row.new_id for row in result.initiatives if row.new_id is not None] == [row.id for row in new.initiatives]
    assert ReportDiff.model_validate_json(result.model_dump_json()) == result
