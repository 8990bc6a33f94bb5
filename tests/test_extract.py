"""Whole documents: the samples read exactly as their sources say, and a real report in three typesettings."""

import json
import os
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from plan_extract import extract
from plan_extract.pipeline import read_layout

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = ("nagihama_r5_10", "nagihama_r6_10")
CORPUS = Path(os.environ.get("PLAN_EXTRACT_CORPUS", "/nonexistent"))
TYPESETTINGS = ("docx", "docx-natural", "chromium")

needs_corpus = pytest.mark.skipif(not (CORPUS / "gold").is_dir(), reason="PLAN_EXTRACT_CORPUS names no corpus")


def compare(expected, got, path, differences):
    """Collects where ``got`` differs from ``expected``, which may lack names that ``got`` has.

    Boxes are the same within a point, but for their left side: a merged cell beside several rows may count to each or none.
    """
    if isinstance(expected, dict):
        for name in expected:
            compare(expected[name], got.get(name, "(missing)"), f"{path}.{name}", differences)
    elif path.endswith(".bbox"):
        if max(abs(a - b) for a, b in zip(expected[1:], got[1:], strict=True)) > 1 or got[0] > expected[0] + 1:
            differences.append((path, expected, got))
    elif isinstance(expected, list):
        if len(expected) != len(got):
            differences.append((path, len(expected), len(got)))
        for index, (left, right) in enumerate(zip(expected, got, strict=False)):
            compare(left, right, f"{path}[{index}]", differences)
    elif expected != got:
        differences.append((path, expected, got))
    return differences


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_as_its_sources_say(name):
    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    report = extract(SAMPLES / f"{name}.pdf")
    got = report.model_dump(mode="json")
    assert report.report.source.page_count == expected.pop("page_count")
    assert compare(expected, got, "report", []) == []
    assert [list(i["cells"]) for i in got["initiatives"]] == [list(i["cells"]) for i in expected["initiatives"]]
    assert {finding.code for finding in report.findings if finding.severity != "info"} == set()


def test_both_readers_read_a_sample_alike():
    """Text and structure are the same, boxes within two points; the reports differ in nothing else but the reader's name."""
    path = SAMPLES / f"{NAMES[0]}.pdf"
    left, right = (extract(path, reader=reader).model_dump(mode="json") for reader in ("pdfium", "pdfplumber"))
    assert difference(left, right, "") == [("[reader]", "pdfium", "pdfplumber")]


def difference(left, right, path):
    if path.endswith("bbox]"):
        return [] if left == right or max(abs(a - b) for a, b in zip(left, right, strict=True)) <= 2 else [(path, left, right)]
    if type(left) is not type(right) or not isinstance(left, dict | list):
        return [] if left == right else [(path, left, right)]
    pairs = (left.items(), right.items()) if isinstance(left, dict) else (enumerate(left), enumerate(right))
    mine, other = map(dict, pairs)
    if list(mine) != list(other):
        return [(path, list(mine), list(other))]
    return [found for key in mine for found in difference(mine[key], other[key], f"{path}[{key}]")]


@cache
def report_of(typesetting):
    return extract(CORPUS / "corpus/hachinohe" / f"hachinohe_r5_10.{typesetting}.pdf")


def plain(text):
    """A text without blanks, composed: as far as the typesettings agree."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text or ""))


def plain_lines(text):
    return [plain(line) for line in text.split("\n") if plain(line)]


def truth(gold):
    """What an initiative says, from the hand-checked data."""
    sections = [str(gold["goal_no"]), plain(gold["goal_title"]), str(gold["policy_no"]), plain(gold["policy_title"])]
    texts = [
        plain(gold["no"]),
        plain(gold["name"]),
        plain_lines(gold["overview"]),
        [plain(line) for line in gold["status_lines"]],
    ]
    return [*sections, *texts, [plain(name) for name in gold["departments"]], gold["is_relisted"]]


def reading(initiative, sections):
    """The same from a report."""
    policy = sections[initiative.section]
    goal = sections[policy.parent]
    assert (goal.kind, policy.kind) == ("基本目標", "施策")
    path = [goal.number, plain(goal.title), policy.number, plain(policy.title)]
    texts = [
        plain(initiative.number),
        plain(initiative.name),
        plain_lines(initiative.overview),
        plain_lines(initiative.progress),
    ]
    return [*path, *texts, [plain(name) for name in initiative.departments], initiative.relisted]


@needs_corpus
@pytest.mark.parametrize("typesetting", TYPESETTINGS)
def test_every_initiative_of_a_real_report_is_exact(typesetting):
    gold = json.loads((CORPUS / "gold/hachinohe_r5_10.gold.json").read_text(encoding="utf-8"))
    report = report_of(typesetting)
    sections = {section.id: section for section in report.sections}
    assert len(gold["initiatives"]) == 82
    assert [reading(i, sections) for i in report.initiatives] == [truth(g) for g in gold["initiatives"]]
    assert (report.report.title, str(report.report.as_of)) == (gold["title"], gold["as_of_date"])


@needs_corpus
@pytest.mark.parametrize("typesetting", ["docx", "chromium"])
def test_rows_have_a_box_for_each_page_they_stand_on(typesetting):
    gold = json.loads((CORPUS / "gold/hachinohe_r5_10.gold.json").read_text(encoding="utf-8"))
    pages = [[source.page for source in initiative.sources] for initiative in report_of(typesetting).initiatives]
    assert pages == [g["pages"] for g in gold["initiatives"]]


@needs_corpus
@pytest.mark.parametrize("typesetting", TYPESETTINGS)
def test_a_real_report_is_read_without_doubt(typesetting):
    """Nothing is left over, and no finding is graver than information, save the mistakes that its authors printed."""
    printed = {"total-mismatch", "weekday-contradiction", "count-mismatch"}
    grave = {finding.code for finding in report_of(typesetting).findings if finding.severity != "info"}
    assert grave <= printed


@needs_corpus
@pytest.mark.parametrize("typesetting", TYPESETTINGS)
def test_every_char_of_a_real_report_is_accounted_for(typesetting):
    layout = read_layout(CORPUS / "corpus/hachinohe" / f"hachinohe_r5_10.{typesetting}.pdf")
    cells = [char for sheet in layout.sheets for table in sheet.tables for cell in table.cells for char in cell.chars]
    outside = [glyph for line in layout.outside if line.kind != "left" for glyph in line.line.glyphs if glyph]
    held = Counter(char.text for char in (*cells, *outside) if not char.text.isspace())
    assert held == Counter(char.text for sheet in layout.sheets for char in sheet.page.chars if not char.text.isspace())
    assert layout.skipped == ()


@needs_corpus
def test_the_typesettings_tell_the_same():
    told = [[(i.id, plain(i.overview), plain(i.progress), i.refers_to) for i in report_of(t).initiatives] for t in TYPESETTINGS]
    assert told[0] == told[1] == told[2]
