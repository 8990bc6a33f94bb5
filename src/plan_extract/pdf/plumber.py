"""The second reader: pdfplumber. It gives the same pages as :mod:`~plan_extract.pdf.pdfium`, by code of another origin.

pdfplumber opens the document; the drawing is taken from pdfminer, on which it stands, before pdfplumber sorts it by kind:
which shape covers which, invisible text and the weight of fonts are lost there. Transparency is unknown to pdfminer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from plan_extract.errors import EncryptedError, NotPdfError
from plan_extract.pdf.matrix import Matrix, apply, apply_box, as_displayed, direction, em_box
from plan_extract.pdf.mend import UNMAPPED, Glyph, mend
from plan_extract.pdf.page import ASCENT, DESCENT, Char, Page
from plan_extract.pdf.ruling import Color, Fill, Stroke, shaded, shapes_to_rules
from plan_extract.place import Box, union

FILL_STROKE, INVISIBLE_MODES = 2, (3, 7)
"""Text render modes (ISO 32000-1, table 106): outlined as well, which feigns bold type; drawn by nothing."""
BOLD_WEIGHT = 600

Point = tuple[float, float]
Subpath = list[Any]
"""The operators of a path from one ``m`` to the next: ("m", x, y), ("l", x, y), ("c", …, x, y), ("h",)."""


def to_color(value: Any, space: PDFColorSpace) -> Color | None:
    """A PDF colour as RGB (0–255); None for a pattern or a colour space that gives no colour by its numbers.

    >>> from pdfminer.pdfcolor import PREDEFINED_COLORSPACE as SPACES
    >>> to_color(0.5, SPACES["DeviceGray"]), to_color((0, 0, 0, 1), SPACES["DeviceCMYK"])
    ((128, 128, 128), (0, 0, 0))
    """
    parts = value if isinstance(value, tuple | list) else (value,)
    if space.name in ("Separation", "DeviceN", "Indexed", "Pattern", "Lab") or not all(
        isinstance(part, int | float) for part in parts
    ):
        return None
    match [min(max(float(part), 0.0), 1.0) for part in parts]:
        case [gray]:
            rgb = (gray, gray, gray)
        case [red, green, blue]:
            rgb = (red, green, blue)
        case [cyan, magenta, yellow, black]:
            rgb = ((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
        case _:
            return None
    return round(rgb[0] * 255), round(rgb[1] * 255), round(rgb[2] * 255)


def weight(font: PDFFont) -> float:
    """The weight (400 normal, 700 bold) that the thickness of a font's stems tells, by pdfium's rule."""
    stem = resolve1(font.descriptor.get("StemV", 0))
    if not isinstance(stem, int | float):
        return 0
    return stem * 5 if stem < 140 else stem * 4 + 140


def char_text(font: PDFFont, cid: int) -> str:
    """The text of a glyph; U+FFFD where its font tells none."""
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return UNMAPPED
    return UNMAPPED if text in ("\0", "\ufffe", "\uffff") else text


def advance_box(font: PDFFont, cid: int, size: float, advance: float, rise: float) -> Box:
    """The glyph's box in text space around the writing position: its advance, and the em box across.

    A glyph of a vertical font hangs from the position, moved by its position vector (ISO 32000-1, 9.7.4.3).
    """
    if not font.is_vertical():
        return Box(0, rise - DESCENT * size, advance, rise + ASCENT * size)
    across, along = font.char_disp(cid)  # type: ignore[misc]  # a pair for vertical fonts
    x0 = -size / 2 if across is None else -across * size / 1000
    baseline = rise - along * size / 1000
    return Box(x0, baseline - DESCENT * size, x0 + size, baseline + ASCENT * size)


def subpaths(path: Sequence[Any]) -> Iterator[Subpath]:
    """The parts of a path, each from its ``m`` on."""
    part: Subpath = []
    for operator in path:
        if operator[0] == "m" and part:
            yield part
            part = []
        part.append(operator)
    if part:
        yield part


def corners(part: Subpath, matrix: Matrix) -> list[Point]:
    """The end points of a subpath's segments as displayed; a closing ``h`` leads back to the first."""
    points: list[Point] = []
    for name, *numbers in part:
        points.append(points[0] if name == "h" else apply(matrix, numbers[-2], numbers[-1]))
    return points


def straight_segments(part: Subpath, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """The straight segments of a subpath as displayed; curves are left out."""
    points = corners(part, matrix)
    for index in range(1, len(part)):
        if part[index][0] in "lh":
            yield points[index - 1], points[index]


def points_box(points: Sequence[Point]) -> Box:
    """The smallest box around some points."""
    return union(Box(x, y, x, y) for x, y in points)


class Canvas(PDFTextDevice):
    """Receives a page's drawing from pdfminer, in displayed coordinates and drawing order."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self.glyphs: list[Glyph] = []
        self.fills: list[Fill] = []
        self.strokes: list[Stroke] = []
        self.pictures: list[Box] = []
        self.mode = 0

    def render_string(self, textstate: Any, seq: Any, ncs: PDFColorSpace, graphicstate: PDFGraphicState) -> None:
        """Remember the render mode, which the calls for single chars do not tell."""
        self.mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Add a glyph; its advance in text space comes back."""
        advance = font.char_width(cid) * fontsize * scaling
        size = fontsize * (math.hypot(matrix[2], matrix[3]) or math.hypot(matrix[0], matrix[1]))
        angle = direction(matrix)
        loose = apply_box(matrix, *advance_box(font, cid, fontsize, advance, rise))
        box = em_box(loose, apply(matrix, 0, rise), size, angle)
        bold = self.mode == FILL_STROKE or weight(font) >= BOLD_WEIGHT
        outlined = self.mode == 1
        color = to_color(graphicstate.scolor, graphicstate.scs) if outlined else to_color(graphicstate.ncolor, ncs)
        char = Char(char_text(font, cid), *box, size, angle, bold)
        self.glyphs.append(Glyph(char, color, self.mode in INVISIBLE_MODES))
        return advance

    def paint_path(self, graphicstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Add a path's fills, one for each of its subpaths, and its straight strokes."""
        parts = list(subpaths(path))
        if fill:
            color = to_color(graphicstate.ncolor, graphicstate.ncs)
            self.fills.extend(Fill(points_box(corners(part, self.ctm)), color) for part in parts)
        if stroke:
            color = to_color(graphicstate.scolor, graphicstate.scs)
            a, b, c, d, _, _ = self.ctm
            width = graphicstate.linewidth * math.sqrt(abs(a * d - b * c))
            segments = (segment for part in parts for segment in straight_segments(part, self.ctm))
            self.strokes.extend(Stroke(*start, *end, width, color) for start, end in segments)

    def render_image(self, name: str, stream: Any) -> None:
        """Add a picture: the unit square under the current matrix (ISO 32000-1, 8.9.3)."""
        self.pictures.append(apply_box(self.ctm, 0, 0, 1, 1))


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter with the initial line width that the standard gives (ISO 32000-1, table 52): 1, not 0."""

    def init_state(self, ctm: Matrix) -> None:
        """Begin a page or a form."""
        super().init_state(ctm)
        self.graphicstate.linewidth = 1.0


def read_page(document: pdfplumber.PDF, index: int) -> Page:
    """The page at ``index`` (from 0). Raises :class:`NotPdfError` where it cannot be read."""
    source = document.pages[index].page_obj
    display, width, height = as_displayed(source.mediabox, source.cropbox, source.rotate)
    canvas = Canvas(document.rsrcmgr)
    try:
        Interpreter(document.rsrcmgr, canvas).render_contents(source.resources, source.contents, ctm=display)
    except Exception as error:  # pdfminer names no errors of its own for what damaged content may raise
        raise NotPdfError(f"page {index + 1} cannot be read") from error
    chars, hidden = mend(canvas.glyphs, shaded(canvas.fills), width, height)
    return Page(
        number=index + 1,
        width=width,
        height=height,
        chars=chars,
        rules=shapes_to_rules(canvas.fills, canvas.strokes),
        hidden=hidden,
        pictures=tuple(canvas.pictures),
        unmapped=sum(char.text == UNMAPPED for char in chars),
    )


@contextmanager
def open_pdf(path: Path) -> Iterator[pdfplumber.PDF]:
    """The opened document, closed in the end.

    Raises :class:`EncryptedError` where a password is asked for and :class:`NotPdfError` where the file is missing or no PDF.
    """
    try:
        document = pdfplumber.open(path)
        document.pages  # noqa: B018  # finds the pages, which may fail
    except FileNotFoundError as error:
        raise NotPdfError("no such file") from error
    except OSError as error:
        raise NotPdfError(f"the file cannot be opened ({error.strerror})") from error
    except Exception as error:  # see read_page
        if isinstance(error, PdfminerException) and isinstance(error.args[0], PDFPasswordIncorrect | PDFEncryptionError):
            raise EncryptedError("the PDF is encrypted and asks for a password") from error
        raise NotPdfError("this is not a PDF that can be opened") from error
    try:
        yield document
    finally:
        document.close()


def read_pages(path: Path, *, max_pages: int | None = None) -> Iterator[Page]:
    """The pages of a PDF in order, at most ``max_pages`` of them."""
    with open_pdf(path) as document:
        for index in range(min(len(document.pages), max_pages or len(document.pages))):
            yield read_page(document, index)
            document.pages[index].close()
