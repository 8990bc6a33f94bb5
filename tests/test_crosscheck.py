"""Where readers see different characters in a cell, a person is told; where they cannot see it, too."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from plan_extract import crosscheck
from plan_extract.crosscheck import Seen, bare, compare_cells, compare_table, excerpt
from plan_extract.finding import Severity
from plan_extract.pdf import plumber
from plan_extract.pdf.lattice import LatticeError
from plan_extract.pdf.page import Char
from plan_extract.pipeline import cross_check
from plan_extract.place import Box
from plan_extract.table.grid import Cell, Grid, Table

MINCHO = "HeiseiMin-W3"
registerFont(UnicodeCIDFont(MINCHO))
HEIGHT = A4[1]


def draw_table(canvas):
    """Three rows; the second is one cell over both columns, the first column of the last one is wrapped."""
    canvas.setFont(MINCHO, 10)
    for y in (300, 350, 400, 450):
        canvas.line(72, y, 372, y)
    for x, top in ((72, 450), (372, 450)):
        canvas.line(x, 300, x, top)
    canvas.line(172, 300, 172, 350)
    canvas.line(172, 400, 172, 450)
    canvas.drawString(80, 420, "取組")
    canvas.drawString(180, 420, "実施状況")
    canvas.drawString(80, 370, "基本目標１　窓口を便利にする（２課）")
    canvas.drawString(80, 330, "申請の電")
    canvas.drawString(80, 315, "子化")
    canvas.drawString(180, 320, "延べ120件の申請があった")


@pytest.fixture
def table_pdf(tmp_path):
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    draw_table(canvas)
    canvas.showPage()
    canvas.drawString(72, 700, "no table")
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def without_lattice(monkeypatch):
    monkeypatch.setattr(crosscheck, "read_cells", lambda *where: [])


def misread(monkeypatch, printed, read):
    """Let the second reader take one character for another."""
    honest = plumber.read_pages

    def read_pages(path, **options):
        for page in honest(path, **options):
            chars = tuple(c._replace(text=read) if c.text == printed else c for c in page.chars)
            yield replace(page, chars=tuple(c for c in chars if c.text))

    monkeypatch.setattr(plumber, "read_pages", read_pages)


def found(findings, code):
    return [finding for finding in findings if finding.code == code]


def test_three_readers_agree_on_a_table_with_merged_and_wrapped_cells(table_pdf):
    pytest.importorskip("camelot")
    assert compare_cells(table_pdf) == []


@pytest.mark.parametrize("read", ["9", ""], ids=["another", "missing"])
def test_a_character_read_otherwise_is_told_with_its_cell(table_pdf, monkeypatch, without_lattice, read):
    misread(monkeypatch, "2", read)
    (finding,) = found(compare_cells(table_pdf), "readers-disagree")
    assert finding.severity is Severity.WARNING
    assert f"延べ1{read}0" in finding.message
    assert "延べ120" in finding.message
    assert finding.place.page == 1
    assert finding.place.box == pytest.approx((172, HEIGHT - 350, 372, HEIGHT - 300), abs=0.1)


@pytest.mark.parametrize(("pages", "told"), [("1", 1), ("1-2", 1), ("2", 0)])
def test_only_the_chosen_pages_are_compared(table_pdf, monkeypatch, without_lattice, pages, told):
    misread(monkeypatch, "2", "9")
    assert [finding.code for finding in cross_check(table_pdf, pages=pages)].count("readers-disagree") == told


def test_width_and_look_alikes_make_no_difference(table_pdf, monkeypatch, without_lattice):
    misread(monkeypatch, "２", "2")
    assert found(compare_cells(table_pdf), "readers-disagree") == []


def test_a_reader_that_sees_no_table_is_no_disagreement(table_pdf, without_lattice):
    (finding,) = compare_cells(table_pdf)
    assert (finding.code, finding.severity, finding.place.page) == ("reader-silent", Severity.INFO, 1)
    assert "camelot" in finding.message


def test_a_reader_that_fails_is_told_and_the_others_are_compared(table_pdf, monkeypatch):
    def fail(*where):
        raise LatticeError("no such luck")

    monkeypatch.setattr(crosscheck, "read_cells", fail)
    misread(monkeypatch, "件", "枚")
    silent, disagreeing = compare_cells(table_pdf)
    assert (silent.code, silent.severity) == ("reader-silent", Severity.INFO)
    assert "no such luck" in silent.message
    assert "枚" in disagreeing.message


def row_of(texts):
    """A table of one row with a text in each cell, cells 100 points wide."""
    xs = tuple(100.0 * i for i in range(len(texts) + 1))
    cells = tuple(
        Cell(0, i, 1, 1, box, tuple(Char(letter, box.x0 + n, 0, box.x0 + n + 1, 1, 1) for n, letter in enumerate(text)))
        for i, text in enumerate(texts)
        for box in [Box(100.0 * i, 0, 100.0 * (i + 1), 20)]
    )
    return Table(1, Grid(xs, (0.0, 20.0), cells), cells)


texts = st.lists(st.text(alphabet="市民課12件の", max_size=6), min_size=1, max_size=4)


@given(texts, st.integers(1, 5))
def test_a_cell_that_another_reader_splits_is_the_same_cell(row, cut):
    table = row_of(row)
    halves = [
        Seen(Box(x, 0, x + 50, 20), part)
        for i, text in enumerate(row)
        for x, part in ((100.0 * i, text[:cut]), (100.0 * i + 50, text[cut:]))
    ]
    assert list(compare_table(table, {"other": halves})) == []


@given(texts)
def test_text_in_the_next_cell_is_another_reading(row):
    table = row_of(["", *row])
    moved = [Seen(Box(100.0 * i, 0, 100.0 * (i + 1), 20), text) for i, text in enumerate(row)]
    moved.append(Seen(Box(100.0 * len(row), 0, 100.0 * (len(row) + 1), 20), ""))
    different = sum(sorted(one) != sorted(two) for one, two in zip(["", *row], [*row, ""]))
    assert len(found(compare_table(table, {"other": moved}), "readers-disagree")) == different


def test_another_order_is_told_apart():
    (finding,) = compare_table(row_of(["普通債1"]), {"other": [Seen(Box(0, 0, 100, 20), "1普通債")]})
    assert (finding.code, finding.severity) == ("reading-order", Severity.INFO)


@pytest.mark.parametrize(
    ("text", "other", "shown"),
    [
        ("", "市", ""),
        ("市", "", "市"),
        ("令和5年10月末時点で558件", "令和5年10月末時点で559件", "…点で558件"),
        ("あ" * 50, "い", "あ" * 16 + "…"),
    ],
)
def test_an_excerpt_shows_where_readings_part(text, other, shown):
    assert excerpt(text, other) == shown


def test_bare_text_has_no_space():
    assert bare("　八 戸\n市　") == "八戸市"


def corpus_pdfs():
    root = os.environ.get("PLAN_EXTRACT_CORPUS")
    return sorted(Path(root, "corpus", "hachinohe").glob("*docx*.pdf")) if root else []


@pytest.mark.skipif(not corpus_pdfs(), reason="PLAN_EXTRACT_CORPUS is not set")
@pytest.mark.parametrize("path", corpus_pdfs(), ids=lambda path: path.stem)
def test_readers_agree_on_every_cell_of_a_real_report(path):
    pytest.importorskip("camelot")
    assert compare_cells(path) == []
