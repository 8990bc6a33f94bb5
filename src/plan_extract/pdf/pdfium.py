"""The default reader: pypdfium2. Opens a PDF and gives its pages, one at a time."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from plan_extract.errors import EncryptedError, NotPdfError
from plan_extract.pdf.matrix import Display, Matrix, apply, apply_box, as_displayed, direction, em_box, multiply
from plan_extract.pdf.mend import UNMAPPED, Glyph, mend
from plan_extract.pdf.page import Char, Page, Progress, no_progress, require_pages
from plan_extract.pdf.ruling import (
    Color,
    Fill,
    Step,
    Stroke,
    close,
    grounds,
    shapes_to_rules,
    subpath_to_fill,
    subpath_to_strokes,
)
from plan_extract.place import Box

MAX_FORM_DEPTH = 12
"""Forms nested deeper than this are not followed: no honest producer does it, and cyclic files do."""
INVISIBLE_MODES = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
FORCE_BOLD_WEIGHT = 600
NO_INK = 0.01
"""A text object at most this large (points) shows nothing."""
BLANK_ADVANCE = 0.25
"""Ems that a blank takes whose width pdfium does not tell: that of a space in Latin type."""


def display_of(page: pdfium.PdfPage) -> Display:
    """How the page is displayed."""
    return as_displayed(page.get_mediabox(), page.get_cropbox(), page.get_rotation())


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
    """The shapes on a page, in displayed coordinates and drawing order.

    ``blanks`` are the text objects that only move on (pdfium's text page leaves them out), save those in ``inked``.
    """

    inked: Container[int]
    fills: list[Fill]
    strokes: list[Stroke]
    pictures: list[Box]
    blanks: list[Char]


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


def read_glyphs(textpage: Any, display: Matrix, inks: dict[int, Ink]) -> Iterator[Glyph]:
    """Every glyph of the page in drawing order, with what tells whether it can be seen; fills ``inks`` by text object."""
    buffers = make_buffers()
    rect, x, y = buffers.rect, buffers.x, buffers.y
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


def read_subpaths(path: Any, matrix: Matrix) -> list[list[Step]]:
    """The subpaths of a path, in displayed coordinates; a lone point is none."""
    x, y = ctypes.c_float(), ctypes.c_float()
    subpaths: list[list[Step]] = [[]]
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            subpaths.append([])
        subpaths[-1].append(Step(*apply(matrix, x.value, y.value), kind == raw.FPDF_SEGMENT_LINETO))
        if raw.FPDFPathSegment_GetClose(segment):
            close(subpaths[-1])
    return [subpath for subpath in subpaths if len(subpath) > 1]


def stroke_width(path: Any, matrix: Matrix) -> float:
    """The width of a path's stroke under a matrix, in points as displayed."""
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(path, width)
    return width.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def draw_path(path: Any, matrix: Matrix, buffers: Buffers, drawing: Drawing) -> None:
    """Add a path's fills, one for each of its subpaths, and its straight strokes to the drawing."""
    mode, stroked, own = ctypes.c_int(), ctypes.c_int(), raw.FS_MATRIX()
    raw.FPDFPath_GetDrawMode(path, mode, stroked)
    if not (mode.value or stroked.value):
        return
    raw.FPDFPageObj_GetMatrix(path, own)
    full = multiply(as_matrix(own), matrix)
    subpaths = read_subpaths(path, full)
    color, clear = object_color(path, buffers, raw.FPDFPageObj_GetFillColor)
    if mode.value and not clear:
        drawing.fills.extend(subpath_to_fill(subpath, color) for subpath in subpaths)
    color, clear = object_color(path, buffers, raw.FPDFPageObj_GetStrokeColor)
    if stroked.value and not clear:
        width = stroke_width(path, full)
        drawing.strokes.extend(stroke for subpath in subpaths for stroke in subpath_to_strokes(subpath, width, color))


def object_box(obj: Any, matrix: Matrix) -> Box | None:
    """The box of a page object, in displayed coordinates."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
        return None
    return apply_box(matrix, left.value, bottom.value, right.value, top.value)


def read_blank(obj: Any, matrix: Matrix) -> Char | None:
    """The blank that a text object without ink is; None for one with ink."""
    box = object_box(obj, matrix)
    if box is None or box.x1 - box.x0 > NO_INK or box.bottom - box.top > NO_INK:
        return None
    own, size = raw.FS_MATRIX(), ctypes.c_float()
    raw.FPDFPageObj_GetMatrix(obj, own)
    raw.FPDFTextObj_GetFontSize(obj, size)
    full = multiply(as_matrix(own), matrix)
    em = size.value * math.hypot(full[2], full[3])
    advance = Box(box.x0, box.top, box.x0 + BLANK_ADVANCE * em, box.bottom)
    return Char(" ", *em_box(advance, (box.x0, box.bottom), em, 0), em) if direction(full) == 0 else None


def draw_object(obj: Any, matrix: Matrix, buffers: Buffers, drawing: Drawing, depth: int) -> None:
    """Add one page object, and whatever is nested in it, to the drawing."""
    kind = raw.FPDFPageObj_GetType(obj)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        draw_path(obj, matrix, buffers, drawing)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        box = object_box(obj, matrix)
        if box:
            drawing.pictures.append(box)
    elif kind == raw.FPDF_PAGEOBJ_TEXT and ctypes.addressof(obj.contents) not in drawing.inked:
        blank = read_blank(obj, matrix)
        if blank:
            drawing.blanks.append(blank)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(obj, own)
        inner = multiply(as_matrix(own), matrix)
        for index in range(raw.FPDFFormObj_CountObjects(obj)):
            draw_object(raw.FPDFFormObj_GetObject(obj, index), inner, buffers, drawing, depth + 1)


def read_drawing(page: pdfium.PdfPage, display: Matrix, inked: Container[int]) -> Drawing:
    """Every shape on the page, and the blanks among its text objects that are not ``inked``."""
    drawing, buffers = Drawing(inked, [], [], [], []), make_buffers()
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
        display, width, height = display_of(page)
        inks: dict[int, Ink] = {}
        glyphs = list(read_glyphs(textpage, display, inks))
        drawing = read_drawing(page, display, inks)
        glyphs.extend(map(Glyph, drawing.blanks))
        chars, hidden = mend(glyphs, grounds(drawing.fills, drawing.pictures), width, height)
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


def read_pages(path: Path, *, max_pages: int | None = None, progress: Progress = no_progress) -> Iterator[Page]:
    """The pages of a PDF in order; ``progress`` is told how many of how many are read.

    Raises :class:`LimitError` where the PDF has more than ``max_pages``.
    """
    with open_pdf(path) as document:
        count = len(document)
        require_pages(count, max_pages)
        for index in range(count):
            yield read_page(document, index)
            progress(index + 1, count)
