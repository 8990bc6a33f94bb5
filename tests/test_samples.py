"""The sample reports: they show every form, are what their sources say, and are not stale."""

import csv
import doctest
import importlib
import importlib.util
import json
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from plan_extract import model

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
NAMES = ("nagihama_r5_10", "nagihama_r6_10")
KINDS = {"number", "name", "section", "departments", "overview", "statement", "state", "date", "quantity"}
BULLETS = re.compile(r"^\s*(○|・|※|[①-⑳]|\(\d+\)|\d+[.．])\s*", re.MULTILINE)


@pytest.fixture(scope="module")
def build(monkeymodule):
    pytest.importorskip("reportlab")
    if importlib.util.find_spec("matplotlib_fontja") is None:
        pytest.skip("the samples' font is not installed")
    monkeymodule.syspath_prepend(str(SAMPLES))
    yield importlib.import_module("build")
    for name in [name for name in sys.modules if name == "build" or name.split(".")[0] == "nagihama"]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def monkeymodule():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def rebuilt(build, tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    build.build(folder)
    return folder


@pytest.fixture(scope="module", params=[0, 1], ids=NAMES)
def source(build, request):
    return build.sources()[request.param]


@pytest.fixture(scope="module")
def trace(source, tmp_path_factory):
    return importlib.import_module("nagihama.parts").typeset(source, tmp_path_factory.mktemp("pdf") / "report.pdf")


def read(name):
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=NAMES)
def expected(request):
    return read(f"{request.param}.expected.json")


@pytest.fixture(scope="module", params=NAMES)
def values(request):
    return read(f"{request.param}.values.json")


@pytest.fixture(scope="module")
def changes():
    return read("changes.json")


@pytest.mark.parametrize("module", ["markup", "wrap"])
def test_the_typesetters_examples_hold(build, module):
    assert doctest.testmod(importlib.import_module(f"nagihama.{module}")).failed == 0


def files():
    return [f"{name}{end}" for name in NAMES for end in (".pdf", ".expected.json", ".values.json")] + ["changes.json"]


@pytest.mark.parametrize("name", files())
def test_what_is_kept_is_what_the_sources_give(rebuilt, name):
    assert (rebuilt / name).read_bytes() == (SAMPLES / name).read_bytes(), "run python samples/build.py"


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_small_enough_to_keep(name):
    assert (SAMPLES / f"{name}.pdf").stat().st_size < 600_000


def test_the_city_does_not_exist(expected):
    with (ROOT / "src/plan_extract/data/municipalities.csv").open(encoding="utf-8") as table:
        names = {cell for row in csv.reader(table) for cell in row}
    assert "八戸市" in names
    assert expected["report"]["municipality"] not in names


# forms


def test_a_report_is_long_enough(source, trace):
    assert sum(not row.relisted for row in source.rows) >= 40
    assert trace.pages >= 12


def test_rows_that_go_on_are_told_in_several_spellings(trace):
    assert len({cut.marker for cut in trace.cuts if cut.marker}) >= 3


def test_a_row_stands_on_three_pages(trace):
    assert max(len(boxes) for boxes in trace.boxes.values()) == 3


@pytest.mark.parametrize("columns", [{"progress"}, {"name", "overview", "progress", "departments"}])
def test_rows_break_at_the_pages_end_in_one_cell_or_in_all(trace, columns):
    natural = [set(cut.columns) for cut in trace.cuts if cut.marker is None]
    assert any(cut == columns or (len(columns) > 1 and columns <= cut) for cut in natural)


def test_two_tables_stand_on_a_page_and_some_pages_go_on_without_a_header(trace):
    assert max(trace.headers.values()) == 2
    assert set(trace.headers) < set(range(1, trace.pages + 1))


def test_a_merged_cell_is_cut_by_the_pages_end(source, trace):
    pages = {row.id: trace.boxes[row.id][0][0] for row in source.rows if row.part in {"merged", "vertical"}}
    sections = {row.id: row.section for row in source.rows}
    cut = {sections[a] for a in pages for b in pages if sections[a] == sections[b] and pages[a] != pages[b]}
    assert len(cut) == 2


def test_sections_stand_above_inside_and_beside(source):
    assert {row.part for row in source.rows} == {"above", "bands", "bands-only", "merged", "vertical"}


MARKERS = ["○", "・", "※", "①", "(1)", "1.", "【】", "<>", None]


@pytest.mark.parametrize("marker", MARKERS)
def test_every_marker_occurs(expected, marker):
    assert any(s["marker"] == marker for i in expected["initiatives"] for s in i["statements"])


def test_rows_are_relisted_and_point_at_others(expected):
    ids = {initiative["id"] for initiative in expected["initiatives"]}
    relisted = [i for i in expected["initiatives"] if i["relisted"]]
    assert len(relisted) == 2
    assert all(i["number"] == "—" and "再掲" in i["name"] and i["refers_to"] in ids for i in relisted)
    assert any(i["refers_to"] in ids and not i["relisted"] for i in expected["initiatives"])


def test_statements_stand_under_a_department(expected):
    assert {s["department"] for i in expected["initiatives"] for s in i["statements"]} > {"学校教育課", None}


# expected data


@pytest.mark.parametrize(
    ("kind", "pick"),
    [
        (model.ReportInfo, lambda data: [data["report"]]),
        (model.Section, lambda data: data["sections"]),
        (model.Initiative, lambda data: data["initiatives"]),
        (model.Statement, lambda data: [s for i in data["initiatives"] for s in i["statements"]]),
    ],
    ids=["report", "section", "initiative", "statement"],
)
def test_expected_data_has_the_published_names_and_types(expected, kind, pick):
    for record in pick(expected):
        for name, value in record.items():
            if name != "statements":
                TypeAdapter(kind.model_fields[name].annotation).validate_python(value)


def test_ids_are_unique_and_parents_stand_before(expected):
    ids = [initiative["id"] for initiative in expected["initiatives"]]
    assert len(ids) == len(set(ids))
    for initiative in expected["initiatives"]:
        statements = initiative["statements"]
        assert [s["seq"] for s in statements] == list(range(1, len(statements) + 1))
        for s in statements:
            above = statements[s["parent"] - 1] if s["parent"] else None
            assert s["level"] == (above["level"] + 1 if above else 0)
            assert above is None or (above["seq"] < s["seq"] and above["field"] == s["field"])


def test_spans_point_at_their_surface(values):
    for statement in values["statements"]:
        for mention in statement["dates"] + statement["quantities"]:
            start, end = mention["span"]
            assert statement["text"][start:end] == mention["surface"]


@pytest.mark.parametrize(
    ("listed", "kind", "name"),
    [
        ("dates", model.DateMention, ["surface", "span", "start", "end", "precision", "approximate", "recurrence"]),
        ("quantities", model.QuantityMention, ["value", "value_to", "unit", "per", "base_value", "base_unit", "label"]),
    ],
)
def test_values_have_the_published_types(values, listed, kind, name):
    for statement in values["statements"]:
        for mention in statement[listed]:
            for field in name:
                TypeAdapter(kind.model_fields[field].annotation).validate_python(mention[field])


def test_weekdays_fit_their_dates(values):
    for statement in values["statements"]:
        for mention in statement["dates"]:
            weekday = re.search(r"（([月火水木金土日])）$", mention["surface"])
            if weekday:
                day = TypeAdapter(model.datetime.date).validate_python(mention["start"])
                assert "月火水木金土日"[day.weekday()] == weekday[1], mention


def test_every_stated_total_holds(values):
    assert len(values["totals"]) >= 15
    assert {total["operation"] for total in values["totals"]} == {"sum", "count", "product"}
    assert all(total["holds"] for total in values["totals"])


def test_every_state_occurs(values):
    states = {statement["state"] for statement in values["statements"]} - {None}
    assert states == set(model.State.__args__)


# changes


def row_text(data, row_id):
    row = next(i for i in data["initiatives"] if i["id"] == row_id)
    return "\n".join([row["name"], *row["cells"].values()])


def plain(text):
    """A text without what is no difference: width, spaces, bullets."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", BULLETS.sub("", text)))


def test_enough_changes_of_every_kind_are_planted(changes):
    kinds = {kind for pair in changes["pairs"] for kind in pair["kinds"]}
    assert kinds == KINDS
    assert len(changes["changes"]) >= 40
    assert len(changes["harmless"]) >= 20
    assert {c["change"] for c in changes["structural"]} == {"added", "removed", "moved", "department renamed"}
    assert any(c.get("split_from") for c in changes["structural"])


def test_what_is_listed_stands_in_both_reports(changes):
    old, new = (read(f"{name}.expected.json") for name in NAMES)
    for entry in changes["changes"] + changes["harmless"] + changes["tolerated"]:
        before, after = row_text(old, entry["old_id"]), row_text(new, entry["new_id"])
        renamed = entry.get("kinds") == ["departments"]
        assert renamed or plain(entry["old"]) in plain(before), entry
        assert renamed or plain(entry["new"]) in plain(after), entry


def test_a_change_has_the_kinds_that_its_values_and_states_tell(changes):
    for entry in changes["changes"]:
        told = {value["kind"] for value in entry["values"]} | ({"state"} if "old_state" in entry else set())
        assert told == set(entry["kinds"]) & {"date", "quantity", "state"}, entry


def test_harmless_variations_differ_on_paper_alone(changes):
    for entry in changes["harmless"]:
        assert entry["old"] != entry["new"]
        assert entry["variation"] == "orthography" or plain(entry["old"]) == plain(entry["new"]), entry


def test_rows_without_a_planted_change_read_alike(changes):
    old, new = (read(f"{name}.expected.json") for name in NAMES)
    untouched = {e["old_id"] for e in changes["changes"] + changes["harmless"] + changes["tolerated"]}
    for pair in changes["pairs"]:
        if pair["old_id"] not in untouched:
            before = next(i for i in old["initiatives"] if i["id"] == pair["old_id"])
            after = next(i for i in new["initiatives"] if i["id"] == pair["new_id"])
            assert [before[k] for k in ("name", "overview", "progress")] == [after[k] for k in ("name", "overview", "progress")]


def test_every_row_is_paired_added_or_removed(changes):
    old, new = (read(f"{name}.expected.json") for name in NAMES)
    told = changes["pairs"] + [c for c in changes["structural"] if c["change"] in {"added", "removed"}]
    assert sorted(i["id"] for i in old["initiatives"]) == sorted(c["old_id"] for c in told if c["old_id"])
    assert sorted(i["id"] for i in new["initiatives"]) == sorted(c["new_id"] for c in told if c["new_id"])
