"""Drawn pages printed as PDF, for what depends on how a PDF draws: pens for rules, inks and fonts for text, turned pages."""

import io
import re

from reportlab.lib.colors import CMYKColorSep
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from drawn import draw, gaps
from plan_extract.pdf.page import ASCENT, Page

MINCHO = "HeiseiMin-W3"
registerFont(UnicodeCIDFont(MINCHO))


class Sheet:
    """A page of a PDF that is written to in points from its top left corner."""

    def __init__(self, canvas, height):
        self.canvas, self.height = canvas, height

    def line(self, x0, top, x1, bottom, width=0.5):
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - top, x1, self.height - bottom)

    def fill(self, x0, top, x1, bottom, grey=0.0):
        self.canvas.setFillGray(grey)
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def text(self, x, top, text, size=10.0):
        self.canvas.setFont(MINCHO, size)
        self.canvas.drawString(x, self.height - top - size * ASCENT, text)


# Pens: how a rule is drawn.


def by_line(sheet, rule):
    sheet.line(*rule[:4])


def by_hairline(sheet, rule):
    sheet.line(*rule[:4], width=0.1)


def by_thin_box(sheet, rule):
    sheet.fill(rule.x0 - 0.25, rule.top - 0.25, rule.x1 + 0.25, rule.bottom + 0.25)


def twice(sheet, rule):
    sheet.line(*rule[:4])
    by_thin_box(sheet, rule)


def by_dashes(sheet, rule):
    sheet.canvas.setDash(3, 2)
    sheet.line(*rule[:4])
    sheet.canvas.setDash()


def by_short_pieces(sheet, rule):
    for piece in gaps(rule, 0.0, dash=12.0):
        by_thin_box(sheet, piece)


def by_double_line(sheet, rule):
    for by in (-0.8, 0.8):
        across = (by, 0, by, 0) if rule.vertical else (0, by, 0, by)
        sheet.line(*(at + move for at, move in zip(rule[:4], across, strict=True)), width=0.3)


def print_page(canvas, page, *, pen=by_line, under=None, over=None, text=Sheet.text):
    """Print a drawn page: what lies under it, its rules by a pen, its text, what lies over it."""
    sheet = Sheet(canvas, page.height)
    if under:
        under(sheet)
    for rule in page.rules:
        pen(sheet, rule)
    for char in page.chars:
        text(sheet, char.x0, char.top, char.text, char.size)
    if over:
        over(sheet)


def set_up(canvas, page, rotate, turn):
    """Lay a page out: its content turned by ``turn`` degrees, and /Rotate, which turns what is displayed."""
    width, height = (page.width, page.height) if turn % 180 == 0 else (page.height, page.width)
    canvas.setPageSize((width, height) if rotate % 180 == 0 else (height, width))  # which the canvas swaps
    canvas.setPageRotation(rotate)
    x, y = {0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[turn]
    canvas.translate(x, y)
    canvas.rotate(turn)


def print_pdf(path, *pages, rotate=0, turn=0, change=None, **how):
    """Write drawings, or pages already drawn, as a PDF; ``change`` is done to its bytes in the end."""
    data = io.BytesIO()
    canvas = Canvas(data, pageCompression=0, invariant=True)
    for page in (page if isinstance(page, Page) else draw(page, number) for number, page in enumerate(pages, 1)):
        set_up(canvas, page, rotate, turn)
        print_page(canvas, page, **how)
        canvas.showPage()
    canvas.save()
    content = data.getvalue()
    path.write_bytes(change(content) if change else content)
    return path


# Text: how a char is drawn.


def in_black_of_a_press(sheet, x, top, text, size):
    """Black as an ink of its own, which no reader can turn into a colour of the screen."""
    sheet.canvas.setFillColor(CMYKColorSep(0, 0, 0, 1, spotName="Black"))
    sheet.text(x, top, text, size)


def as_device_n(content):
    """The PDF with its separations as DeviceN, which takes the same room."""
    assert b"/Separation /Black" in content
    return content.replace(b"/Separation /Black", b"/DeviceN [/Black] ")


def bold_by_two_strokes(sheet, x, top, text, size):
    for shift in (0.0, 0.3):
        sheet.text(x + shift, top, text, size)


def bold_by_outline(sheet, x, top, text, size):
    written = sheet.canvas.beginText(x, sheet.height - top - size * ASCENT)
    written.setFont(MINCHO, size)
    written.setTextRenderMode(2)
    written.textOut(text)
    sheet.canvas.drawText(written)


def with_broken_font_name(content):
    """The PDF with a font whose name is Shift_JIS read as something else."""
    assert b"/" + MINCHO.encode() in content
    return content.replace(b"/BaseFont /HeiseiMin-W3", b"/BaseFont /#82l#82r#96#BE").replace(
        b"/FontName /HeiseiMin-W3", b"/FontName /#82l#82r#96#BE"
    )


def with_box_of_the_tree(content):
    """The PDF with the box of its pages in the page tree above them, which a page takes where it has none of its own."""
    box = re.search(rb"/MediaBox \[.*?\]", content).group()
    return content.replace(box, b" " * len(box)).replace(b"/Type /Pages", box + b" /Type /Pages")


def drawn_glyph(sheet, x, top, size=10.0):
    """A character as curves, as programs draw it whose font may not be embedded: an enclosure with strokes in it."""
    canvas, height = sheet.canvas, sheet.height
    path = canvas.beginPath()
    em = size / 10

    def stroke(x0, y0, x1, y1):
        points = [(x + px * em, height - top - py * em) for px, py in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
        path.moveTo(*points[0])
        for here, there in zip(points, [*points[1:], points[0]], strict=True):
            bend = ((here[0] + there[0]) / 2 + 0.1, (here[1] + there[1]) / 2 + 0.1)
            path.curveTo(*here, *bend, *there)
        path.close()

    for box in ((0.5, 0.6, 1.2, 9.4), (0.5, 0.6, 9.5, 1.3), (8.8, 0.6, 9.5, 9.4), (2.5, 4, 7.5, 4.6), (4.7, 2, 5.4, 8.5)):
        stroke(*box)
    canvas.drawPath(path, stroke=0, fill=1)


def register_symbols(codes):
    """Have a TrueType font called Symbols with glyphs at some private-use code points, as symbol fonts have them."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    names = [".notdef", *(f"u{code:04X}" for code in codes)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict(zip(codes, names[1:], strict=True)))
    pen = TTGlyphPen(None)
    corners = [(100, 100), (100, 700), (700, 700), (700, 100)]
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, glyph))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (800, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Symbols", "styleName": "Regular", "psName": "Symbols"})
    builder.setupOS2(sTypoAscender=880, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    data = io.BytesIO()
    builder.save(data)
    data.seek(0)
    registerFont(TTFont("Symbols", data))


FACING = (
    """
+----+------------+----------+
| No | 事業名     | 担当課   |
+----+------------+----------+
| 1  | 窓口       | 市民課   |
+----+------------+----------+
| 2  | 広報       | 秘書課   |
+----+------------+----------+
""",
    """
+----------+------------+----------+
| 実績     | 今後の方向 | 予算額   |
+----------+------------+----------+
| 5回      | 継続       | 100千円  |
+----------+------------+----------+
| 3回      | 拡充       | 300千円  |
+----------+------------+----------+
""",
)
"""A table over two pages that face each other: the left half names the items, the right half says more of them."""
