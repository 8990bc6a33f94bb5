"""Text that a clip cuts away, as spreadsheets print what does not fit its cell."""

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from plan_extract.pdf import pdfium, plumber

MINCHO = "HeiseiMin-W3"
registerFont(UnicodeCIDFont(MINCHO))


def clip(canvas, *boxes):
    """Lets nothing be seen outside what boxes (x, y, width, height) share."""
    for box in boxes:
        path = canvas.beginPath()
        path.rect(*box)
        canvas.clipPath(path, stroke=0, fill=0)


def overflowing(canvas):
    """Three lines in a cell that has room for two, and a long line at its side."""
    clip(canvas, (70, 475, 110, 60))
    for line, text in enumerate(("第一行", "第二行", "第三行")):
        canvas.drawString(72, 520 - 30 * line, text)
    canvas.drawString(144, 520, "広報紙の配信")


def half_seen(canvas):
    clip(canvas, (70, 500, 200, 6))
    canvas.drawString(72, 500, "半分")


def clipped_twice(canvas):
    clip(canvas, (0, 0, 500, 510), (0, 490, 500, 300))
    for y, text in ((540, "上"), (500, "中"), (460, "下")):
        canvas.drawString(72, y, text)


def in_a_form(canvas):
    """What stands in a form is clipped in the form's own coordinates."""
    canvas.beginForm("stamp")
    canvas.setFont(MINCHO, 12)
    clip(canvas, (0, 0, 50, 20))
    canvas.drawString(2, 4, "様式")
    canvas.endForm()
    canvas.translate(200, 300)
    canvas.doForm("stamp")


CLIPPED = {
    "lines below and beside their cell": (overflowing, "第一行第二行広報紙", "の配信第三行"),
    "half a line": (half_seen, "半分", ""),
    "the overlap of two clips": (clipped_twice, "中", "上下"),
    "a form": (in_a_form, "様式", ""),
}


@pytest.mark.parametrize("reader", [pdfium, plumber])
@pytest.mark.parametrize("case", CLIPPED)
@pytest.mark.parametrize("rotation", [0, 90, 270])
@pytest.mark.parametrize("crop", [None, (30, 50, 500, 720)], ids=["whole", "cropped"])
def test_what_a_clip_cuts_away_is_kept_apart(tmp_path, reader, case, rotation, crop):
    drawing, seen, unseen = CLIPPED[case]
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, cropBox=crop)
    canvas.setPageRotation(rotation)
    canvas.setFont(MINCHO, 12)
    drawing(canvas)
    canvas.showPage()
    canvas.save()
    (page,) = reader.read_pages(tmp_path / "a.pdf")
    assert sorted(char.text for char in page.chars) == sorted(seen)
    assert sorted(char.text for char in page.hidden) == sorted(unseen)
