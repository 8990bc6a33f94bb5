"""The default reader: pypdfium2. Opens a PDF and gives its pages, one at a time."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import compress, groupby
from operator import itemgetter, mul
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from plan_extract.errors import NotPdfError
from plan_extract.pdf import calls
from plan_extract.pdf.clip import EVERYWHERE, is_cut_away, within
from plan_extract.pdf.matrix import Display, Matrix, apply, apply_box, as_displayed, direction, em_box, multiply
from plan_extract.pdf.mend import UNMAPPED, Glyphs, Paint, joined, mend, to_glyphs
from plan_extract.pdf.outlines import fills_to_outline, with_outlines
from plan_extract.pdf.page import ASCENT, DESCENT, Char, Page, Progress, locked, no_progress, read_each, unopened
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
new = tuple.__new__
"""Makes a named tuple in half the time that its own constructor takes."""
WRITTEN = {raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET}
"""Annotations that are text on the page: typed notes, stamps, form fields. Links, marks and comments are none."""
NO_INK = 0.01
"""A text object at most this large (points) shows nothing."""
HYPHEN = 0x02
"""What pdfium puts for a hyphen at the end of a line."""
ODD_CODES = frozenset([0, HYPHEN, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
"""Codes that are no character by themselves."""
ODD = frozenset(map(chr, ODD_CODES))
BLANK_ADVANCE = 0.25
"""Ems that a blank takes whose width pdfium does not tell: that of a space in Latin type."""


def display_of(page: pdfium.PdfPage) -> Display:
    """How the page is displayed. Its bounds are the only box that pdfium looks for in the page tree where the page has none of
    its own; they are empty where the crop box lies apart from the media box."""
    bounds = page.get_bbox()
    media = bounds if bounds[0] < bounds[2] and bounds[1] < bounds[3] else page.get_mediabox()
    return as_displayed(media, media, page.get_rotation())


class Inks(NamedTuple):
    """How the text objects of a page are drawn, a column for what all chars of each share.

    ``tops`` and ``bottoms`` are the em box of them all where they stand upright, beside one another, on a page that is not
    turned. Those that do not are ``aside``, by their numbers: the boxes of their chars are worked out one by one.
    """

    tops: list[float]
    bottoms: list[float]
    sizes: list[float]
    angles: list[int]
    paints: list[Paint]
    aside: Collection[int]


class Firsts(NamedTuple):
    """The text objects of a page, and the index and the left side of the first char of each."""

    objects: list[int]
    indexes: list[int]
    lefts: list[float]


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
    outlines: list[Box]


class Slots:
    """Memory that pdfium writes into, again and again, where it is asked for one thing at a time; ``*_at`` are addresses."""

    def __init__(self) -> None:
        self.matrix = raw.FS_MATRIX()
        self.rect = raw.FS_RECTF()
        self.doubles = (ctypes.c_double * 2)()
        self.floats = (ctypes.c_float * 4)()
        self.ints = (ctypes.c_uint * 4)()
        self.matrix_at = ctypes.addressof(self.matrix)
        self.rect_at = ctypes.addressof(self.rect)
        self.doubles_at = tuple(ctypes.addressof(self.doubles) + 8 * i for i in range(2))
        self.floats_at = tuple(ctypes.addressof(self.floats) + 4 * i for i in range(4))
        self.ints_at = tuple(ctypes.addressof(self.ints) + 4 * i for i in range(4))

    def read_matrix(self) -> Matrix:
        """The matrix that was last written."""
        m = self.matrix
        return (m.a, m.b, m.c, m.d, m.e, m.f)


def object_color(obj: int, slots: Slots, getter: Callable[..., Any]) -> tuple[Color | None, bool]:
    """An object's colour and whether it is fully transparent; the colour is None where pdfium cannot tell it."""
    if not getter(obj, *slots.ints_at):
        return None, False
    r, g, b, a = slots.ints[:]
    return (r, g, b), a == 0


def read_inks(textpage: int, firsts: Firsts, display: Matrix) -> Inks:
    """How each text object of a page is drawn."""
    matrices, points = calls.text_matrices(textpage, firsts.indexes), calls.text_font_sizes(textpage, firsts.indexes)
    a, b, c, d, x, y = matrices
    sizes = list(map(mul, points, d))
    feet = [display[5] - foot for foot in y]
    tops = [foot - ASCENT * size for foot, size in zip(feet, sizes, strict=True)]
    bottoms = [foot + DESCENT * size for foot, size in zip(feet, sizes, strict=True)]
    angles = [0] * len(sizes)
    aside = range(len(sizes)) if display[0] != 1.0 else not_level(matrices, firsts.lefts)
    for at in aside:
        sizes[at], angles[at] = as_drawn((a[at], b[at], c[at], d[at], x[at], y[at]), points[at], display)
    return Inks(tops, bottoms, sizes, angles, read_paints(firsts.objects), aside)


def not_level(matrices: Sequence[Sequence[float]], lefts: Iterable[float]) -> set[int]:
    """The numbers of the text objects that are not upright with their chars beside one another, from the columns of their
    matrices and the left sides of their first chars: the glyphs of a vertical font stand around the origin."""
    return {
        at
        for at, (a, b, c, d, x, left) in enumerate(zip(*matrices[:5], lefts, strict=True))
        if not (b == 0.0 == c and a > 0.0 < d and left > x - NO_INK)
    }


def as_drawn(own: Matrix, size: float, display: Matrix) -> tuple[float, int]:
    """The font size as displayed and the direction of a text object, from its matrix and its font size."""
    matrix = multiply(own, display)
    scale = math.hypot(matrix[2], matrix[3]) or math.hypot(matrix[0], matrix[1])
    return size * scale, direction(matrix)


def read_paints(objects: Sequence[int]) -> list[Paint]:
    """The paint of each text object."""
    modes, (known, colors) = list(map(calls.text_render_mode, objects)), calls.fill_colors(objects)
    paints = [to_paint(mode, color if told else None) for mode, told, color in zip(modes, known, colors, strict=True)]
    if raw.FPDF_TEXTRENDERMODE_STROKE in modes:
        slots = Slots()
        for at, obj in enumerate(objects):
            if modes[at] == raw.FPDF_TEXTRENDERMODE_STROKE:
                paints[at] = Paint(*object_color(obj, slots, calls.object_stroke_color))
    return paints


@lru_cache(maxsize=256)
def to_paint(mode: int, color: tuple[int, int, int, int] | None) -> Paint:
    """The paint of filled text from its render mode and its colour with opacity."""
    if color is None:
        return Paint(None, mode in INVISIBLE_MODES)
    return Paint(color[:3], color[3] == 0 or mode in INVISIBLE_MODES)


def char_places(textpage: int, indexes: Iterable[int], display: Matrix) -> Iterator[tuple[Box, tuple[float, float]]]:
    """The loose box and the origin of each char, in displayed coordinates."""
    slots = Slots()
    for index in indexes:
        calls.text_loose_box(textpage, index, slots.rect_at)
        calls.text_origin(textpage, index, *slots.doubles_at)
        rect, (x, y) = slots.rect, slots.doubles[:]
        yield apply_box(display, rect.left, rect.bottom, rect.right, rect.top), apply(display, x, y)


def read_texts(textpage: int, indexes: Sequence[int], found: Sequence[int]) -> list[str]:
    """The character at each index; ``found`` tells for all of the page's whether they are among these."""
    text, errors = calls.text_of(textpage, len(found)), calls.text_map_errors(textpage, indexes)
    if len(text) == len(found) and not any(errors) and ODD.isdisjoint(text):
        return list(compress(text, found))
    codes = calls.text_unicodes(textpage, indexes)
    return [
        odd_text(code, error == 1, behind) if error or code in ODD_CODES else chr(code)
        for code, error, behind in zip(codes, errors, [*codes[1:], 0], strict=False)
    ]


def odd_text(code: int, unmapped: bool, behind: int) -> str:
    """The character of a code that is none of its own: U+FFFD for a glyph without one, the printed hyphen for pdfium's
    line-end mark, the character of a surrogate pair with the code ``behind``."""
    if code == HYPHEN:
        return "-"
    if unmapped or not 0xD800 <= code < 0xE000:
        return UNMAPPED
    return joined_surrogates(code, behind)


def joined_surrogates(high: int, low: int) -> str:
    """The character of a surrogate pair; nothing for its second half, which was read with the first.

    >>> joined_surrogates(0xD867, 0xDE3D), joined_surrogates(0xDE3D, 0x53F1)
    ('𩸽', '')
    """
    if high >= 0xDC00:
        return ""
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)) if 0xDC00 <= low < 0xE000 else UNMAPPED


def read_clips(objects: Collection[int], own: Iterable[int], display: Matrix) -> dict[int, Box]:
    """The box outside of which nothing is seen, of each object that is clipped, in displayed coordinates: of the page's ``own``
    objects alone, as pdfium tells clips in the coordinates of the form that an object stands in."""
    found = calls.find_clipped(objects)
    known = set(own) if found else ()
    shown: dict[int, Box] = {}
    for obj, points in found:
        if obj in known:
            shown[obj] = within(shown.get(obj, EVERYWHERE), [apply(display, x, y) for x, y in points])
    return shown


def without_clipped(glyphs: Glyphs, shown: Sequence[Box | None]) -> Glyphs:
    """The glyphs, with those invisible that their clip cuts away."""
    places = zip(glyphs.paints, shown, glyphs.x0s, glyphs.tops, glyphs.x1s, glyphs.bottoms, strict=True)
    paints = [
        paint._replace(invisible=True) if box is not None and is_cut_away(Box(*place), box) else paint
        for paint, box, *place in places
    ]
    return glyphs._replace(paints=paints)


def read_glyphs(textpage: int, count: int, own: Sequence[int], display: Matrix) -> tuple[Glyphs, Container[int]]:
    """Every glyph of the page in drawing order, and the text objects that they stand in; ``own`` are the objects of the page
    that stand in no form."""
    found = calls.text_objects(textpage, range(count))
    indexes = list(compress(range(count), found))  # without the blanks and line ends that pdfium made up
    objects: list[int] = list(compress(found, found))
    if not objects:
        return to_glyphs((), ()), ()
    lefts, rights = calls.text_sides(textpage, indexes)
    begins = dict(zip(reversed(objects), range(len(objects) - 1, -1, -1), strict=True))
    firsts = Firsts(list(begins), [indexes[at] for at in begins.values()], [lefts[at] for at in begins.values()])
    inks = read_inks(textpage, firsts, display)
    numbers = dict(zip(begins, range(len(begins)), strict=True))
    owners = list(map(numbers.__getitem__, objects))
    texts, shift = read_texts(textpage, indexes, found), display[4]
    x0s, x1s = ([x + shift for x in column] if shift else column for column in (lefts, rights))
    tops, bottoms = [inks.tops[owner] for owner in owners], [inks.bottoms[owner] for owner in owners]
    sizes, angles = [inks.sizes[owner] for owner in owners], [inks.angles[owner] for owner in owners]
    paints = [inks.paints[owner] for owner in owners]
    aside = [at for at, owner in enumerate(owners) if owner in inks.aside] if inks.aside else []
    for at, place in zip(aside, char_places(textpage, [indexes[at] for at in aside], display), strict=True):
        x0s[at], tops[at], x1s[at], bottoms[at] = em_box(*place, sizes[at], angles[at])
    glyphs = Glyphs(texts, x0s, tops, x1s, bottoms, sizes, angles, paints)
    clips = read_clips(begins, own, display)
    seen = without_clipped(glyphs, list(map(clips.get, objects))) if clips else glyphs
    return without_made_up(seen), begins


def without_made_up(glyphs: Glyphs) -> Glyphs:
    """The glyphs without the blanks of no width that pdfium makes up inside text that is spaced out."""
    if " " not in glyphs.texts:
        return glyphs
    kept = [text != " " or x0 != x1 for text, x0, x1 in zip(glyphs.texts, glyphs.x0s, glyphs.x1s, strict=True)]
    return glyphs if all(kept) else glyphs.where(kept)


def to_subpaths(segments: Sequence[calls.Segment], matrix: Matrix) -> list[list[Step]]:
    """The subpaths of a path, in displayed coordinates; a lone point is none."""
    subpaths: list[list[Step]] = [[]]
    a, b, c, d, e, f = matrix
    for kind, (x, y), closes in segments:
        if kind == raw.FPDF_SEGMENT_MOVETO:
            subpaths.append([])
        subpaths[-1].append(new(Step, (a * x + c * y + e, b * x + d * y + f, kind == raw.FPDF_SEGMENT_LINETO)))
        if closes:
            close(subpaths[-1])
    return [subpath for subpath in subpaths if len(subpath) > 1]


def stroke_width(path: int, matrix: Matrix, slots: Slots) -> float:
    """The width of a path's stroke under a matrix, in points as displayed."""
    calls.object_stroke_width(path, slots.floats_at[0])
    return slots.floats[0] * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def draw_paths(paths: Sequence[int], matrix: Matrix, slots: Slots, drawing: Drawing) -> None:
    """Add the fills of paths, one for each of their subpaths, and their straight strokes to the drawing."""
    for path, (filled, stroked), own, segments in zip(
        paths, calls.draw_modes(paths), calls.object_matrices(paths), calls.path_segments(paths), strict=True
    ):
        if not (filled or stroked):
            continue
        full = multiply(own, matrix)
        subpaths = to_subpaths(segments, full)
        if filled:
            color, clear = object_color(path, slots, calls.object_fill_color)
            fills = [] if clear else [subpath_to_fill(subpath, color) for subpath in subpaths]
            drawing.fills.extend(fills)
            outline = fills_to_outline(fills) if len(fills) > 1 else None
            drawing.outlines.extend([outline] if outline else [])
        if stroked:
            color, clear = object_color(path, slots, calls.object_stroke_color)
            width = stroke_width(path, full, slots)
            inked = [] if clear else subpaths
            drawing.strokes.extend(stroke for subpath in inked for stroke in subpath_to_strokes(subpath, width, color))


def object_box(obj: int, matrix: Matrix, slots: Slots) -> Box | None:
    """The box of a page object, in displayed coordinates."""
    if not calls.object_bounds(obj, *slots.floats_at):
        return None
    return apply_box(matrix, *slots.floats)


def read_blank(obj: int, matrix: Matrix, slots: Slots) -> Char | None:
    """The blank that a text object without ink is; None for one with ink."""
    box = object_box(obj, matrix, slots)
    if box is None or box.x1 - box.x0 > NO_INK or box.bottom - box.top > NO_INK:
        return None
    calls.object_matrix(obj, slots.matrix_at)
    calls.text_object_size(obj, slots.floats_at[0])
    full = multiply(slots.read_matrix(), matrix)
    em = slots.floats[0] * math.hypot(full[2], full[3])
    advance = Box(box.x0, box.top, box.x0 + BLANK_ADVANCE * em, box.bottom)
    return Char(" ", *em_box(advance, (box.x0, box.bottom), em, 0), em) if direction(full) == 0 else None


def draw_objects(objects: Sequence[int], matrix: Matrix, slots: Slots, drawing: Drawing, depth: int) -> None:
    """Add page objects, and whatever is nested in them, to the drawing."""
    kinds = map(calls.object_type, objects)
    for kind, run in groupby(zip(kinds, objects, strict=True), key=itemgetter(0)):
        alike = [obj for _, obj in run]
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            blanks = (read_blank(obj, matrix, slots) for obj in alike if obj not in drawing.inked)
            drawing.blanks.extend(blank for blank in blanks if blank)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            draw_paths(alike, matrix, slots, drawing)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            boxes = (object_box(obj, matrix, slots) for obj in alike)
            drawing.pictures.extend(box for box in boxes if box)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            for form, own in zip(alike, calls.object_matrices(alike), strict=True):
                inner = [calls.form_object(form, index) for index in range(calls.form_object_count(form))]
                draw_objects(inner, multiply(own, matrix), slots, drawing, depth + 1)


def read_drawing(objects: Iterable[int], display: Matrix, inked: Container[int]) -> Drawing:
    """Every shape among the page's objects, and the blanks among its text objects that are not ``inked``. The frames of what
    was written over the page are none of them: they rule no table."""
    drawing, slots = Drawing(inked, [], [], [], [], []), Slots()
    draw_objects([obj for obj in objects if obj not in inked], display, slots, drawing, 0)
    return drawing


def with_written(document: pdfium.PdfDocument, index: int, page: pdfium.PdfPage) -> pdfium.PdfPage:
    """The page (at ``index``, from 0) with what was written over it as part of it. Its boxes may be others then."""
    if not keep_written(page):
        return page
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return document[index]


def keep_written(page: pdfium.PdfPage) -> bool:
    """Whether something was written over the page; if so, all other annotations are taken off."""
    count = raw.FPDFPage_GetAnnotCount(page)
    kinds = [annotation_kind(page, at) for at in range(count)]
    if WRITTEN.isdisjoint(kinds):
        return False
    for at in reversed(range(count)):
        if kinds[at] not in WRITTEN:
            raw.FPDFPage_RemoveAnnot(page, at)
    return True


def annotation_kind(page: pdfium.PdfPage, at: int) -> int:
    """The subtype of an annotation."""
    annotation = raw.FPDFPage_GetAnnot(page, at)
    try:
        return int(raw.FPDFAnnot_GetSubtype(annotation))
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """The page at ``index`` (from 0). Raises :class:`NotPdfError` where it cannot be loaded."""
    try:
        bare = document[index]
        (display, width, height), count = display_of(bare), calls.page_object_count(calls.address_of(bare))
        page = with_written(document, index, bare)
        textpage = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise NotPdfError(f"page {index + 1} cannot be read") from error
    try:
        own = calls.page_objects(calls.address_of(page), range(count))
        glyphs, inked = read_glyphs(calls.address_of(textpage), textpage.count_chars(), own, display)
        drawing = read_drawing(own, display, inked)
        blanks = to_glyphs(drawing.blanks, [Paint()] * len(drawing.blanks))
        chars, hidden, stamps = mend(joined(glyphs, blanks), grounds(drawing.fills, drawing.pictures), width, height)
        chars = with_outlines(chars, drawing.outlines)
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
        stamps=stamps,
        pictures=tuple(drawing.pictures),
        unmapped=[char.text for char in chars].count(UNMAPPED),
    )


@contextmanager
def open_pdf(path: Path, password: str | None = None) -> Iterator[pdfium.PdfDocument]:
    """The opened document, closed in the end.

    Raises :class:`~plan_extract.errors.EncryptedError` where it asks for another password (an empty one is tried by pdfium
    itself) and :class:`NotPdfError` where the file is missing or is no PDF.
    """
    try:
        document = pdfium.PdfDocument(path, password)
    except UnicodeEncodeError as error:
        raise locked(password) from error
    except OSError as error:
        raise unopened(error) from error
    except pdfium.PdfiumError as error:
        code = raw.FPDF_GetLastError()
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise locked(password) from error
        raise NotPdfError("this is not a PDF that can be opened") from error
    try:
        yield document
    finally:
        document.close()


def read_pages(
    path: Path, *, password: str | None = None, max_pages: int | None = None, progress: Progress = no_progress
) -> Iterator[Page]:
    """The pages of a PDF in order; ``progress`` is told how many of how many are read.

    Raises :class:`LimitError` where the PDF has more than ``max_pages``.
    """
    with open_pdf(path, password) as document:
        yield from read_each(len(document), partial(read_page, document), max_pages, progress)
