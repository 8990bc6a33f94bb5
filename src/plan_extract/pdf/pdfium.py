"""The default reader: pypdfium2. Opens a PDF and gives its pages, one at a time."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from plan_extract.errors import EncryptedError, NotPdfError
from plan_extract.pdf.mend import UNMAPPED, Glyph, mend
from plan_extract.pdf.page import ASCENT, DESCENT, Char, Page
from plan_extract.pdf.ruling import Color, Fill, Stroke, shaded, shapes_to_rules
from plan_extract.place import Box

MAX_FORM_DEPTH = 12
"""Forms nested deeper than this are not followed: no honest producer does it, and cyclic files do."""
INVISIBLE_MODES = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
FORCE_BOLD_WEIGHT = 600

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first and then ``outer`` (PDF row-vector convention)."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """The point ``(x, y)`` moved by a matrix."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def apply_box(m: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The smallest upright box around a moved rectangle."""
    corners = (apply(m, x0, y0), apply(m, x1, y0), apply(m, x0, y1), apply(m, x1, y1))
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def display_matrix(page: pdfium.PdfPage) -> tuple[Matrix, float, float]:
    """How page space turns into points from the top left corner as displayed, and the displayed width and height.

    Crop box (cut to the media box, ISO 32000-1 14.11.2) and /Rotate are applied; ``y`` grows downwards.
    """
    media, crop = page.get_mediabox(), page.get_cropbox()
    x0, y0, x1, y1 = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    if x1 <= x0 or y1 <= y0:
        x0, y0, x1, y1 = media
    rotation = page.get_rotation()
    if rotation == 90:
        return (0.0, 1.0, 1.0, 0.0, -y0, -x0), y1 - y0, x1 - x0
    if rotation == 180:
        return (-1.0, 0.0, 0.0, 1.0, x1, -y0), x1 - x0, y1 - y0
    if rotation == 270:
        return (0.0, -1.0, -1.0, 0.0, y1, x1), y1 - y0, x1 - x0
    return (1.0, 0.0, 0.0, -1.0, -x0, y1), x1 - x0, y1 - y0


@dataclass(frozen=True, slots=True)
class Ink:
    """How one text object is drawn: what all its chars share."""

    size: float
    angle: int
    color: Color | None
    invisible: bool
    bold: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The shapes on a page, in displayed coordinates and drawing order."""

    fills: list[Fill]
    strokes: list[Stroke]
    pictures: list[Box]


class Buffers(NamedTuple):
    """Memory that pdfium writes into; made once a page because a call needs it for every char."""

    matrix: Any
    rect: Any
    x: Any
    y: Any
    rgba: tuple[Any, Any, Any, Any]


def make_buffers() -> Buffers:
    """Fresh buffers."""
    colors = (ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint())
    return Buffers(raw.FS_MATRIX(), raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double(), colors)


def as_matrix(m: Any) -> Matrix:
    """A pdfium matrix as a tuple."""
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def direction(m: Matrix) -> int:
    """The direction of writing under a matrix, clockwise in degrees as displayed, to the nearest quarter turn.

    >>> direction((1, 0, 0, -1, 0, 0)), direction((0, 1, 1, 0, 0, 0))
    (0, 90)
    """
    return round(math.degrees(math.atan2(m[1], m[0])) / 90) % 4 * 90


def object_color(obj: Any, buffers: Buffers, getter: Any) -> tuple[Color | None, bool]:
    """An object's colour and whether it is fully transparent; the colour is None where pdfium cannot tell it."""
    r, g, b, a = buffers.rgba
    if not getter(obj, r, g, b, a):
        return None, False
    return (r.value, g.value, b.value), a.value == 0


def object_ink(textpage: Any, index: int, obj: Any, display: Matrix, buffers: Buffers) -> Ink:
    """How the text object of the char at ``index`` is drawn."""
    raw.FPDFText_GetMatrix(textpage, index, buffers.matrix)
    matrix = multiply(as_matrix(buffers.matrix), display)
    scale = math.hypot(matrix[2], matrix[3]) or math.hypot(matrix[0], matrix[1])
    color, clear = object_color(obj, buffers, raw.FPDFPageObj_GetFillColor)
    mode = raw.FPDFTextObj_GetTextRenderMode(obj)
    if mode == raw.FPDF_TEXTRENDERMODE_STROKE:
        color, clear = object_color(obj, buffers, raw.FPDFPageObj_GetStrokeColor)
    bold = mode == raw.FPDF_TEXTRENDERMODE_FILL_STROKE or raw.FPDFText_GetFontWeight(textpage, index) >= FORCE_BOLD_WEIGHT
    size = raw.FPDFText_GetFontSize(textpage, index) * scale
    return Ink(size, direction(matrix), color, clear or mode in INVISIBLE_MODES, bold)


def em_box(box: Box, origin: tuple[float, float], size: float, angle: int) -> Box:
    """The char's box: its advance along the line of writing, the em box around the baseline across it.

    A glyph of a vertical font hangs under its origin instead of standing on it, and keeps the box that pdfium gives.
    """
    x, y = origin
    if angle == 0:
        if box.x0 < x - 0.3 * size and box.x1 > x + 0.2 * size:
            return box
        return Box(box.x0, y - ASCENT * size, box.x1, y + DESCENT * size)
    if angle == 90:
        return Box(x - DESCENT * size, box.top, x + ASCENT * size, box.bottom)
    if angle == 180:
        return Box(box.x0, y - DESCENT * size, box.x1, y + ASCENT * size)
    return Box(x - ASCENT * size, box.top, x + DESCENT * size, box.bottom)


def char_text(textpage: Any, index: int) -> str:
    """The character at ``index``; U+FFFD for a glyph without one, the printed hyphen for pdfium's line-end mark."""
    code = raw.FPDFText_GetUnicode(textpage, index)
    if code == 0x02:
        return "-"
    if code in (0, 0xFFFE, 0xFFFF) or raw.FPDFText_HasUnicodeMapError(textpage, index) == 1:
        return UNMAPPED
    if 0xD800 <= code < 0xDC00:
        low = raw.FPDFText_GetUnicode(textpage, index + 1)
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) if 0xDC00 <= low < 0xE000 else UNMAPPED
    return chr(code)


def read_glyphs(textpage: Any, display: Matrix) -> Iterator[Glyph]:
    """Every glyph of the page in drawing order, with what tells whether it can be seen."""
    buffers = make_buffers()
    rect, x, y = buffers.rect, buffers.x, buffers.y
    inks: dict[int, Ink] = {}
    for index in range(raw.FPDFText_CountChars(textpage)):
        if raw.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        obj = raw.FPDFText_GetTextObject(textpage, index)
        if not obj or not raw.FPDFText_GetLooseCharBox(textpage, index, rect):
            continue
        key = ctypes.addressof(obj.contents)
        ink = inks.get(key)
        if ink is None:
            ink = inks[key] = object_ink(textpage, index, obj, display, buffers)
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        loose = apply_box(display, rect.left, rect.bottom, rect.right, rect.top)
        box = em_box(loose, apply(display, x.value, y.value), ink.size, ink.angle)
        char = Char(char_text(textpage, index), *box, ink.size, ink.angle, ink.bold)
        yield Glyph(char, ink.color, ink.invisible)


def path_segments(path: Any, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The straight segments of a path (curves are left out), in displayed coordinates."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        there = apply(matrix, x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = there
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield (*here, *there)
        here = there
        if raw.FPDFPathSegment_GetClose(segment):
            yield (*here, *start)
            here = start


def fill_box(path: Any, matrix: Matrix, buffers: Buffers) -> Box | None:
    """The box of a filled path, in displayed coordinates."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(path, left, bottom, right, top):
        return None
    return apply_box(matrix, left.value, bottom.value, right.value, top.value)


def draw_path(path: Any, matrix: Matrix, buffers: Buffers, drawing: Drawing) -> None:
    """Add a path's fill and straight strokes to the drawing."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, mode, stroked)
    own = raw.FS_MATRIX()
    if mode.value:
        color, clear = object_color(path, buffers, raw.FPDFPageObj_GetFillColor)
        box = None if clear else fill_box(path, matrix, buffers)
        if box:
            drawing.fills.append(Fill(box, color))
    if stroked.value:
        raw.FPDFPageObj_GetMatrix(path, own)
        color, clear = object_color(path, buffers, raw.FPDFPageObj_GetStrokeColor)
        if clear:
            return
        width = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(path, width)
        full = multiply(as_matrix(own), matrix)
        scaled = width.value * math.sqrt(abs(full[0] * full[3] - full[1] * full[2]))
        drawing.strokes.extend(Stroke(*segment, scaled, color) for segment in path_segments(path, full))


def draw_object(obj: Any, matrix: Matrix, buffers: Buffers, drawing: Drawing, depth: int) -> None:
    """Add one page object, and whatever is nested in it, to the drawing."""
    kind = raw.FPDFPageObj_GetType(obj)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        draw_path(obj, matrix, buffers, drawing)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        box = fill_box(obj, matrix, buffers)
        if box:
            drawing.pictures.append(box)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(obj, own)
        inner = multiply(as_matrix(own), matrix)
        for index in range(raw.FPDFFormObj_CountObjects(obj)):
            draw_object(raw.FPDFFormObj_GetObject(obj, index), inner, buffers, drawing, depth + 1)


def read_drawing(page: pdfium.PdfPage, display: Matrix) -> Drawing:
    """Every shape on the page."""
    drawing, buffers = Drawing([], [], []), make_buffers()
    for index in range(raw.FPDFPage_CountObjects(page)):
        draw_object(raw.FPDFPage_GetObject(page, index), display, buffers, drawing, 0)
    return drawing


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """The page at ``index`` (from 0). Raises :class:`NotPdfError` where it cannot be loaded."""
    try:
        page = document[index]
        textpage = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise NotPdfError(f"page {index + 1} cannot be read") from error
    try:
        display, width, height = display_matrix(page)
        drawing = read_drawing(page, display)
        chars, hidden = mend(read_glyphs(textpage, display), shaded(drawing.fills), width, height)
    finally:
        textpage.close()
        page.close()
    return Page(
        number=index + 1,
        width=width,
        height=height,
        chars=chars,
        rules=shapes_to_rules(drawing.fills, drawing.strokes),
        hidden=hidden,
        pictures=tuple(drawing.pictures),
        unmapped=sum(char.text == UNMAPPED for char in chars),
    )


@contextmanager
def open_pdf(path: Path) -> Iterator[pdfium.PdfDocument]:
    """The opened document, closed in the end.

    Raises :class:`EncryptedError` where a password is asked for (an empty one is tried by pdfium itself) and
    :class:`NotPdfError` where the file is missing or is no PDF.
    """
    try:
        document = pdfium.PdfDocument(path)
    except FileNotFoundError as error:
        raise NotPdfError("no such file") from error
    except OSError as error:
        raise NotPdfError(f"the file cannot be opened ({error.strerror})") from error
    except pdfium.PdfiumError as error:
        code = raw.FPDF_GetLastError()
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedError("the PDF is encrypted and asks for a password") from error
        raise NotPdfError("this is not a PDF that can be opened") from error
    try:
        yield document
    finally:
        document.close()


def read_pages(path: Path, *, max_pages: int | None = None) -> Iterator[Page]:
    """The pages of a PDF in order, at most ``max_pages`` of them."""
    with open_pdf(path) as document:
        for index in range(min(len(document), max_pages or len(document))):
            yield read_page(document, index)
