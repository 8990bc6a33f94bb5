"""The third opinion: cells with boxes and texts, and only two kinds of errors."""

from __future__ import annotations

import sys

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from plan_extract.errors import UsageError
from plan_extract.pdf.lattice import LatticeError, read_cells

HEIGHT = A4[1]


@pytest.fixture
def table_pdf(tmp_path):
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.showPage()
    canvas.grid([72, 172, 272], [300, 350, 400])
    canvas.drawString(80, 360, "No.")
    canvas.drawString(180, 310, "12")
    canvas.showPage()
    canvas.save()
    return path


def test_cells_have_boxes_from_the_top_left_corner(table_pdf):
    pytest.importorskip("camelot")
    (table,) = read_cells(table_pdf, 2, HEIGHT)
    assert [[cell.text.strip() for cell in row] for row in table] == [["No.", ""], ["", "12"]]
    assert table[0][0].box == pytest.approx((72, HEIGHT - 400, 172, HEIGHT - 350), abs=1.5)
    assert table[1][1].box == pytest.approx((172, HEIGHT - 350, 272, HEIGHT - 300), abs=1.5)


def test_a_page_without_a_table_has_none(table_pdf):
    pytest.importorskip("camelot")
    assert read_cells(table_pdf, 1, HEIGHT) == []


def test_a_failure_is_named(tmp_path):
    pytest.importorskip("camelot")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\nno pdf")
    with pytest.raises(LatticeError):
        read_cells(tmp_path / "a.pdf", 1, HEIGHT)


def test_without_camelot_it_says_what_to_install(table_pdf, monkeypatch):
    monkeypatch.setitem(sys.modules, "camelot", None)
    with pytest.raises(UsageError, match="cross-check"):
        read_cells(table_pdf, 1, HEIGHT)
