"""The second reader sees what the default reader sees."""

from __future__ import annotations

import os
from itertools import islice, pairwise
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from plan_extract.errors import EncryptedError, LimitError, NotPdfError
from plan_extract.pdf import pdfium, plumber
from plan_extract.pdf.page import ASCENT, DESCENT, Char, Rule
from plan_extract.pdf.plumber import Glyph, respell, slices
from plan_extract.pipeline import extract
from plan_extract.place import Box

MINCHO, VERTICAL = "HeiseiMin-W3", "HeiseiKakuGo-W5"
registerFont(UnicodeCIDFont(MINCHO))
registerFont(UnicodeCIDFont(VERTICAL, isVertical=True))
WIDTH, HEIGHT = A4


def write_lines(canvas):
    canvas.drawString(72, 700, "担当課：企画課 2023")
    canvas.setFont(MINCHO, 18)
    canvas.drawString(72, 650, "第１章　取組の状況")


def write_scaled(canvas):
    canvas.scale(0.5, 0.75)
    canvas.drawString(100, 700, "縮めた字")
    canvas.skew(0, 10)
    canvas.drawString(100, 600, "斜めの字")


def write_turned(canvas):
    for angle in (90, 180, 270):
        canvas.saveState()
        canvas.translate(300, 400)
        canvas.rotate(angle)
        canvas.drawString(20, 5, f"回転{angle}")
        canvas.restoreState()


def write_spaced(canvas):
    text = canvas.beginText(72, 500)
    text.setCharSpace(3)
    text.setHorizScale(80)
    text.setRise(4)
    text.textLine("字間を空けた行")
    canvas.drawText(text)


def write_kerned(canvas):
    canvas.setFont("Helvetica", 12)
    canvas._code.append("BT /F1 12 Tf 1 0 0 1 72 300 Tm [(2) -300 (,) -300 (0) -600 (0)] TJ ET")


def write_vertical(canvas):
    canvas.setFont(VERTICAL, 12)
    canvas.drawString(300, 700, "縦書き")


def write_mode(canvas, mode, x):
    text = canvas.beginText(x, 600)
    text.setTextRenderMode(mode)
    text.textOut(f"方式{mode}")
    canvas.drawText(text)


def write_modes(canvas):
    for mode in (0, 1, 2, 3):
        write_mode(canvas, mode, 72 + 80 * mode)


def write_white(canvas):
    canvas.setFillGray(0.2)
    canvas.rect(72, 500, 200, 40, stroke=0, fill=1)
    canvas.setFillColorCMYK(0, 0, 0, 0)
    canvas.drawString(80, 510, "見出し")
    canvas.drawString(80, 300, "見えない")
    canvas.setFillGray(0)
    canvas.setFillAlpha(0)
    canvas.drawString(80, 250, "透明")


def write_off_the_page(canvas):
    canvas.drawString(-100, 500, "外")
    canvas.drawString(80, 500, "内")


def write_twice(canvas):
    canvas.drawString(72, 500, "太字")
    canvas.drawString(72.3, 500, "太字")


def draw_frames(canvas):
    canvas.setLineWidth(0.7)
    canvas.rect(72, 400, 200, 100)
    canvas.line(72, 450, 272, 450)
    canvas.line(100, 400, 140, 460)
    canvas.setDash(3, 2)
    canvas.line(172, 400, 172, 500)
    canvas.circle(400, 400, 30)


def draw_thin_boxes_in_one_path(canvas):
    path = canvas.beginPath()
    for x in (72, 172, 272):
        path.rect(x, 400, 0.5, 100)
    for y in (400, 450, 500):
        path.rect(72, y, 200, 0.5)
    canvas.drawPath(path, stroke=0, fill=1)


def draw_areas(canvas):
    canvas.setFillGray(0.8)
    canvas.rect(72, 400, 200, 40, stroke=0, fill=1)
    canvas.circle(400, 400, 30, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.rect(72, 300, 200, 40, stroke=0, fill=1)
    canvas.rect(72, 420, 200, 0.5, stroke=0, fill=1)


def draw_open_path(canvas):
    path = canvas.beginPath()
    path.moveTo(72, 500)
    path.lineTo(72, 400)
    path.lineTo(172, 400)
    path.curveTo(200, 400, 250, 420, 272, 450)
    path.lineTo(272, 500)
    path.close()
    canvas.drawPath(path)


def draw_form(canvas):
    canvas.beginForm("box")
    canvas.rect(0, 0, 100, 50)
    canvas.setFont(MINCHO, 12)
    canvas.drawString(10, 10, "様式")
    canvas.endForm()
    canvas.translate(100, 200)
    canvas.setLineWidth(0.5)
    canvas.scale(2, 2)
    canvas.setStrokeGray(0.4)
    canvas.doForm("box")


def write_over(canvas):
    """A table's cell with a form field in it, as large as it, and what is no text: a link, a mark, a comment."""
    canvas.rect(72, 400, 200, 30)
    field = {"width": 196, "height": 26, "fontSize": 9, "borderWidth": 1}
    canvas.acroForm.textfield(name="amount", x=74, y=402, value="1,204 written", **field)
    canvas.acroForm.textfield(name="hidden", x=74, y=302, value="kept back", annotationFlags="hidden", **field)
    canvas.acroForm.checkbox(name="done", x=300, y=402, size=12, checked=True)
    canvas.acroForm.choice(name="state", x=330, y=402, value="open", options=["open", "shut"], width=60, height=20)
    canvas.linkURL("https://example.org", (40, 300, 100, 320))
    canvas.highlightAnnotation("mark", Rect=(40, 350, 100, 360))
    canvas.textAnnotation("a comment", Rect=(40, 250, 100, 270))


DRAWINGS = [
    write_over,
    write_lines,
    write_scaled,
    write_turned,
    write_spaced,
    write_kerned,
    write_vertical,
    write_modes,
    write_white,
    write_off_the_page,
    write_twice,
    draw_frames,
    draw_thin_boxes_in_one_path,
    draw_areas,
    draw_open_path,
    draw_form,
]


def draw(path, drawing, rotation=0, crop=None):
    canvas = Canvas(str(path), pagesize=A4, cropBox=crop)
    canvas.setPageRotation(rotation)
    canvas.setFont(MINCHO, 12)
    drawing(canvas)
    canvas.showPage()
    canvas.save()
    return path


def only_page(reader, path):
    (page,) = reader.read_pages(path)
    return page


def printed(chars):
    """Chars but for spaces, of which the default reader drops some, in an order of their own."""
    return sorted((c for c in chars if not c.text.isspace()), key=lambda c: (c.text, round(c.top), c.x0))


def assert_same_chars(theirs, ours, points):
    theirs, ours = printed(theirs), printed(ours)
    assert [(c.text, c.angle) for c in ours] == [(c.text, c.angle) for c in theirs]
    moved = [(t, o) for t, o in zip(theirs, ours) if max(abs(a - b) for a, b in zip(t[1:6], o[1:6])) > points]
    assert moved == []


def alike(rule, other):
    return rule.fill == other.fill and all(abs(a - b) <= 0.3 for a, b in zip(rule[:5], other[:5]))


def unmatched(rules, others):
    """Rules that have no like among others."""
    return [rule for rule in rules if not any(alike(rule, other) for other in others)]


def assert_same_page(theirs, ours, points=0.5):
    assert (ours.number, ours.width, ours.height) == pytest.approx((theirs.number, theirs.width, theirs.height), abs=0.01)
    assert_same_chars(theirs.chars, ours.chars, points)
    assert_same_chars(theirs.hidden, ours.hidden, points)
    assert (unmatched(theirs.rules, ours.rules), unmatched(ours.rules, theirs.rules)) == ([], [])
    assert len(ours.pictures) == len(theirs.pictures)
    assert ours.unmapped == theirs.unmapped


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda d: d.__name__)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 50, 500, 720)], ids=["whole", "cropped"])
def test_both_readers_give_the_same_page(tmp_path, drawing, rotation, crop):
    path = draw(tmp_path / "a.pdf", drawing, rotation, crop)
    ours, theirs = only_page(plumber, path), only_page(pdfium, path)
    assert ours.chars or ours.hidden or ours.rules
    assert_same_page(theirs, ours)


@pytest.mark.parametrize("reader", [pdfium, plumber])
def test_a_char_stands_on_its_baseline(tmp_path, reader):
    page = only_page(reader, draw(tmp_path / "a.pdf", lambda canvas: canvas.drawString(72, 700, "市")))
    (char,) = page.chars
    baseline = HEIGHT - 700
    expected = Box(72, baseline - 12 * ASCENT, 84, baseline + 12 * DESCENT)
    assert (char.text, char.size, char.angle) == ("市", pytest.approx(12), 0)
    assert char.box == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("reader", [pdfium, plumber])
def test_what_nobody_sees_is_kept_apart(tmp_path, reader):
    page = only_page(reader, draw(tmp_path / "a.pdf", write_white))
    assert "".join(c.text for c in page.chars) == "見出し"
    assert sorted(c.text for c in page.hidden) == sorted("見えない透明")


@pytest.mark.parametrize("reader", [pdfium, plumber])
def test_what_was_written_over_a_page_is_its_text_and_not_its_rules(tmp_path, reader):
    page = only_page(reader, draw(tmp_path / "a.pdf", write_over))
    assert "".join(c.text for c in page.chars if not c.text.isspace()) == "1,204writtenopen"
    assert page.hidden == ()
    assert {round(rule.x1 - rule.x0 + rule.bottom - rule.top) for rule in page.rules} == {200, 30}


@pytest.mark.parametrize("reader", [pdfium, plumber])
@pytest.mark.parametrize(
    "annotations",
    [
        "(none)",
        "[null 5 (x) << >> << /Subtype 5 >> << /Subtype /Widget >>]",
        "[<< /Subtype /Stamp /Rect [a b c d] /AP << /N 1 0 R >> >>]",
        "[<< /Subtype /Stamp /Rect [10 10 90 90] /F (x) /AP << /N << /On null >> >> /AS /On >>]",
        "[<< /Subtype /FreeText /Rect [10 10 90 90] /AP /N >>]",
    ],
)
def test_broken_annotations_take_nothing_along(tmp_path, reader, annotations):
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4, pageCompression=0)
    canvas.drawString(72, 500, "text")
    canvas.save()
    path.write_bytes(path.read_bytes().replace(b"/Rotate 0", f"/Rotate 0 /Annots {annotations}".encode()))
    assert "".join(c.text for c in only_page(reader, path).chars) == "text"


@pytest.mark.parametrize("reader", [pdfium, plumber])
def test_text_drawn_twice_is_kept_once(tmp_path, reader):
    page = only_page(reader, draw(tmp_path / "a.pdf", write_twice))
    assert [c.text for c in page.chars] == ["太", "字"]


@pytest.mark.parametrize("reader", [pdfium, plumber])
def test_every_thin_box_of_a_path_is_a_rule(tmp_path, reader):
    page = only_page(reader, draw(tmp_path / "a.pdf", draw_thin_boxes_in_one_path))
    assert [rule.vertical for rule in page.rules] == [True] * 3 + [False] * 3
    assert not any(rule.fill for rule in page.rules)
    assert page.rules[0][:5] == pytest.approx(Rule(72.25, HEIGHT - 500, 72.25, HEIGHT - 400, 0.5)[:5], abs=0.01)


@pytest.mark.parametrize("reader", [pdfium, plumber])
def test_a_document_with_too_many_pages_is_refused(tmp_path, reader):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for _ in range(3):
        canvas.showPage()
    canvas.save()
    assert [page.number for page in reader.read_pages(tmp_path / "a.pdf", max_pages=3)] == [1, 2, 3]
    with pytest.raises(LimitError):
        list(reader.read_pages(tmp_path / "a.pdf", max_pages=2))


@pytest.mark.parametrize("reader", [pdfium, plumber])
@pytest.mark.parametrize("content", [None, b"", b"no pdf", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_pdf_is_refused(tmp_path, reader, content):
    if content is not None:
        (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(NotPdfError):
        list(reader.read_pages(tmp_path / "a.pdf"))


@pytest.mark.parametrize("reader", [pdfium, plumber])
def test_a_pdf_that_asks_for_a_password_is_refused(tmp_path, reader):
    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt="secret")
    canvas.showPage()
    canvas.save()
    with pytest.raises(EncryptedError):
        list(reader.read_pages(tmp_path / "a.pdf"))


def glyphs(text):
    return [Glyph(Char(letter, 10.0 * i, 0, 10.0 * i + 10, 12, 12)) for i, letter in enumerate(text)]


@pytest.mark.parametrize(("printed_text", "actual"), [("⻑⼾", "長戸"), ("ﬁ", "fi"), ("abc", "市")])
def test_glyphs_take_the_text_that_they_stand_for(printed_text, actual):
    chars = [glyph.char for glyph in respell(glyphs(printed_text), actual)]
    assert "".join(char.text for char in chars) == actual
    assert (chars[0].x0, chars[-1].x1) == (0, 10 * len(printed_text))
    assert all(left.x1 == pytest.approx(right.x0) for left, right in pairwise(chars))


@pytest.mark.parametrize(
    ("angle", "first"), [(0, Box(0, 0, 5, 4)), (90, Box(0, 0, 10, 2)), (180, Box(5, 0, 10, 4)), (270, Box(0, 2, 10, 4))]
)
def test_slices_follow_the_writing(angle, first):
    parts = slices(Box(0, 0, 10, 4), 2, angle)
    assert parts[0] == first
    assert len(parts) == 2


def corpus_pdfs():
    root = os.environ.get("PLAN_EXTRACT_CORPUS")
    if not root:
        return []
    return sorted(path for folder in ("hachinohe", "real") for path in Path(root, "corpus", folder).glob("*.pdf"))


@pytest.mark.skipif(not corpus_pdfs(), reason="PLAN_EXTRACT_CORPUS is not set")
@pytest.mark.parametrize("path", corpus_pdfs(), ids=lambda path: path.stem)
def test_both_readers_give_the_same_pages_of_real_documents(path):
    pages = zip(pdfium.read_pages(path), plumber.read_pages(path), strict=True)
    for theirs, ours in islice(pages, 8):
        # the default reader gives glyphs with a replacement text the box of their ink, hence the points
        assert_same_chars(theirs.chars, ours.chars, 4)
        # a white rule along the border of a shaded area is seen or not by a hair's breadth
        odd = unmatched(theirs.rules, ours.rules) + unmatched(ours.rules, theirs.rules)
        assert len(odd) <= 0.02 * len(theirs.rules)


def differing(theirs, ours, path=""):
    """Where two values of a report differ: text at all, boxes by more than two points."""
    if isinstance(theirs, dict):
        return [d for key in theirs for d in differing(theirs[key], ours[key], f"{path}.{key}")]
    if isinstance(theirs, list) and len(theirs) == len(ours):
        return [d for i, pair in enumerate(zip(theirs, ours)) for d in differing(*pair, f"{path}.{i}")]
    same = abs(theirs - ours) <= 2 if isinstance(theirs, float) else theirs == ours
    return [] if same else [(path, theirs, ours)]


@pytest.mark.skipif(not corpus_pdfs(), reason="PLAN_EXTRACT_CORPUS is not set")
@pytest.mark.parametrize("path", [p for p in corpus_pdfs() if p.parent.name == "hachinohe"], ids=lambda path: path.stem)
def test_both_readers_give_the_same_report(path):
    theirs, ours = (extract(path, reader=reader).model_dump(mode="json") for reader in ("pdfium", "pdfplumber"))
    assert differing(theirs, ours) == [(".reader", "pdfium", "pdfplumber")]
