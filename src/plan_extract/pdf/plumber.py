"""The second reader: pdfplumber. It gives the same pages as :mod:`~plan_extract.pdf.pdfium`, by code of another origin.

pdfplumber opens the document; the drawing is taken from pdfminer, on which it stands, before pdfplumber sorts it by kind:
which shape covers which, invisible text, the text that a document gives for its glyphs (ActualText) and the weight of fonts
are lost there.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import decode_text
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from plan_extract.errors import NotPdfError
from plan_extract.pdf.clip import EVERYWHERE, is_cut_away, within
from plan_extract.pdf.matrix import Matrix, apply, apply_box, as_displayed, direction, em_box, from_lower_left, multiply
from plan_extract.pdf.mend import UNMAPPED, Paint, mend, to_glyphs
from plan_extract.pdf.outlines import fills_to_outline, with_outlines
from plan_extract.pdf.page import Char, Page, Progress, locked, no_progress, read_each, unopened
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
from plan_extract.place import Box, union

# what pdfminer makes of odd fonts is for those who ask for its log, not for everybody's stderr
logging.getLogger("pdfminer").addHandler(logging.NullHandler())

LOCKED = (PDFPasswordIncorrect, PDFEncryptionError, UnicodeEncodeError)
"""What pdfminer raises for a password that does not open a document, or that its encryption cannot even spell."""
WRITTEN = ("FreeText", "Stamp", "Widget")
"""Annotations that are text on the page: typed notes, stamps, form fields. Links, marks and comments are none."""
NOT_SHOWN = 2 | 32
"""Flags of annotations that are hidden, or not for viewing (ISO 32000-1, table 165)."""
INVISIBLE_MODES = (3, 7)
"""Text render modes that draw nothing (ISO 32000-1, table 106)."""


class Glyph(NamedTuple):
    """A char as it was drawn, before mending."""

    char: Char
    paint: Paint = Paint()


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


def char_text(font: PDFFont, cid: int) -> str:
    """The text of a glyph; U+FFFD where its font tells none."""
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return UNMAPPED
    return UNMAPPED if text in ("\0", "\ufffe", "\uffff") else text


def glyph_origin(font: PDFFont, cid: int, size: float, rise: float) -> tuple[float, float]:
    """Where the glyph's baseline begins, in text space from the writing position.

    A glyph of a vertical font hangs from the position, moved by its position vector (ISO 32000-1, 9.7.4.3).
    """
    if not font.is_vertical():
        return 0.0, rise
    across, along = font.char_disp(cid)  # type: ignore[misc]  # a pair for vertical fonts
    return -size / 2 if across is None else -across * size / 1000, rise - along * size / 1000


def actual_text(props: Any) -> str:
    """The text that marked content stands for (ISO 32000-1, 14.9.4), or nothing."""
    text = resolve1(props.get("ActualText")) if isinstance(props, dict) else None
    return decode_text(text) if isinstance(text, bytes) else ""


def slices(box: Box, count: int, angle: int) -> list[Box]:
    """A box cut into equal parts along a line of writing, in reading order."""
    x, y = (box.x1 - box.x0) / count, (box.bottom - box.top) / count
    if angle in (0, 180):
        parts = [Box(box.x0 + i * x, box.top, box.x0 + (i + 1) * x, box.bottom) for i in range(count)]
    else:
        parts = [Box(box.x0, box.top + i * y, box.x1, box.top + (i + 1) * y) for i in range(count)]
    return parts if angle in (0, 90) else parts[::-1]


def respell(glyphs: Sequence[Glyph], text: str) -> list[Glyph]:
    """Glyphs with another text: one character each where that comes out even, else on equal parts of their box."""
    if len(text) == len(glyphs):
        return [glyph._replace(char=glyph.char._replace(text=letter)) for glyph, letter in zip(glyphs, text)]
    first = glyphs[0]
    boxes = slices(union(glyph.char for glyph in glyphs), len(text), first.char.angle)
    return [first._replace(char=Char(letter, *box, *first.char[5:])) for letter, box in zip(text, boxes, strict=True)]


def to_subpaths(path: Sequence[Any], matrix: Matrix) -> list[list[Step]]:
    """The subpaths of a path (("m", x, y), ("l", x, y), ("c", …, x, y), ("h",)) as displayed; a lone point is none."""
    subpaths: list[list[Step]] = [[]]
    for name, *numbers in path:
        if name == "m":
            subpaths.append([])
        if name == "h":
            close(subpaths[-1])
        else:
            subpaths[-1].append(Step(*apply(matrix, numbers[-2], numbers[-1]), name == "l"))
    return [subpath for subpath in subpaths if len(subpath) > 1]


class Canvas(PDFTextDevice):
    """Receives a page's drawing from pdfminer, in displayed coordinates and drawing order."""

    ctm: Matrix

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self.glyphs: list[Glyph] = []
        self.fills: list[Fill] = []
        self.strokes: list[Stroke] = []
        self.pictures: list[Box] = []
        self.outlines: list[Box] = []
        self.mode = 0
        self.tags: list[tuple[int, str]] = []

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Marked content begins; what comes until its end may have a text of its own."""
        self.tags.append((len(self.glyphs), actual_text(props)))

    def end_tag(self) -> None:
        """Marked content ends: its glyphs get the text that they stand for."""
        start, text = self.tags.pop() if self.tags else (0, "")
        if text and start < len(self.glyphs):
            self.glyphs[start:] = respell(self.glyphs[start:], text)

    def render_string(self, textstate: Any, seq: Any, ncs: PDFColorSpace, graphicstate: Any) -> None:
        """Remember the render mode, which the calls for single chars do not tell."""
        self.mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0917  # the signature is pdfminer's
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: Any,
    ) -> float:
        """Add a glyph; its advance in text space comes back."""
        advance = font.char_width(cid) * fontsize * scaling
        size = fontsize * (math.hypot(matrix[2], matrix[3]) or math.hypot(matrix[0], matrix[1]))
        angle = direction(matrix)
        x, y = glyph_origin(font, cid, fontsize, rise)
        loose = apply_box(matrix, x, y, x + (fontsize if font.is_vertical() else advance), y + fontsize)
        box = em_box(loose, apply(matrix, x, y), size, angle)
        outlined = self.mode == 1
        color = to_color(graphicstate.scolor, graphicstate.scs) if outlined else to_color(graphicstate.ncolor, ncs)
        char = Char(char_text(font, cid), *box, size, angle)
        unseen = self.mode in INVISIBLE_MODES or graphicstate.opacity == 0 or is_cut_away(box, graphicstate.clip)
        self.glyphs.append(Glyph(char, Paint(color, unseen)))
        return advance

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Add a path's fills, one for each of its subpaths, and its straight strokes."""
        subpaths = to_subpaths(path, self.ctm)
        if fill and graphicstate.opacity:
            color = to_color(graphicstate.ncolor, graphicstate.ncs)
            fills = [subpath_to_fill(subpath, color) for subpath in subpaths]
            self.fills.extend(fills)
            outline = fills_to_outline(fills)
            self.outlines.extend([outline] if outline else [])
        if stroke:
            color = to_color(graphicstate.scolor, graphicstate.scs)
            a, b, c, d, _, _ = self.ctm
            width = graphicstate.linewidth * math.sqrt(abs(a * d - b * c))
            self.strokes.extend(stroke for subpath in subpaths for stroke in subpath_to_strokes(subpath, width, color))

    def render_image(self, name: str, stream: Any) -> None:
        """Add a picture: the unit square under the current matrix (ISO 32000-1, 8.9.3)."""
        self.pictures.append(apply_box(self.ctm, 0, 0, 1, 1))


class State(PDFGraphicState):
    """The graphics state with what pdfminer leaves out: the initial line width (ISO 32000-1, table 52), transparency, and the
    box in which anything is seen, as displayed."""

    def __init__(self) -> None:
        super().__init__()
        self.linewidth = 1.0
        self.opacity = 1.0
        self.clip = EVERYWHERE

    def copy(self) -> State:
        """The same state again."""
        state = State()
        state.__dict__.update(self.__dict__)
        return state


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, with the state that a form inherits from where it is drawn, transparent ink, and clips, save for
    what stands in forms, of which the default reader tells none."""

    initial = State()
    is_form = False

    def subinterp(self) -> Interpreter:
        """The interpreter of a form."""
        inner = Interpreter(self.rsrcmgr, self.device)
        inner.initial = self.graphicstate.copy()
        inner.initial.clip = EVERYWHERE
        inner.is_form = True
        return inner

    def init_state(self, ctm: Matrix) -> None:
        """Begin a page or a form."""
        super().init_state(ctm)
        self.graphicstate: State = self.initial.copy()

    def do_w(self, linewidth: Any) -> None:
        """Set the line width in the units of the moment, as the standard has it: pdfminer scales it too early."""
        if isinstance(linewidth, int | float):
            self.graphicstate.linewidth = float(linewidth)

    def do_W(self) -> None:
        """Let nothing be seen outside the path."""
        if not self.is_form:
            points = [step[:2] for subpath in to_subpaths(self.curpath, self.ctm) for step in subpath]
            self.graphicstate.clip = within(self.graphicstate.clip, points)

    def do_W_a(self) -> None:
        """Let nothing be seen outside the path, by the even-odd rule."""
        self.do_W()

    def do_gs(self, name: Any) -> None:
        """Take the opacity of fills from a parameter dictionary."""
        states = resolve1(self.resources.get("ExtGState"))
        state = resolve1(states.get(literal_name(name))) if isinstance(states, dict) else None
        opacity = resolve1(state.get("ca")) if isinstance(state, dict) else None
        if isinstance(opacity, int | float):
            self.graphicstate.opacity = float(opacity)


def written_over(page: PDFPage) -> Iterator[tuple[PDFStream, Box]]:
    """The drawing and the place, in page space, of each annotation that is text on the page."""
    for annotation in map(resolve1, resolve1(page.annots) or ()):
        if not isinstance(annotation, dict) or literal_name(resolve1(annotation.get("Subtype"))) not in WRITTEN:
            continue
        drawing, place, flags = appearance(annotation), to_numbers(annotation.get("Rect")), resolve1(annotation.get("F"))
        shown = not (isinstance(flags, int) and flags & NOT_SHOWN)
        if drawing is not None and len(place) == 4 and shown:
            yield drawing, Box(*from_lower_left(place))


def to_numbers(array: Any) -> tuple[float, ...]:
    """The numbers of a PDF array; none where it is no array of numbers.

    >>> to_numbers([0, 12.5]), to_numbers([0, "x"]), to_numbers(None)
    ((0, 12.5), (), ())
    """
    values = resolve1(array)
    numbers = tuple(map(resolve1, values)) if isinstance(values, list) else ()
    return numbers if all(isinstance(number, int | float) for number in numbers) else ()


def appearance(annotation: dict[str, Any]) -> PDFStream | None:
    """How an annotation looks in the state that it is in (ISO 32000-1, 12.5.5); None where it says nothing of that."""
    looks = resolve1(annotation.get("AP"))
    normal = resolve1(looks.get("N")) if isinstance(looks, dict) else None
    if isinstance(normal, dict):
        normal = resolve1(normal.get(literal_name(resolve1(annotation.get("AS")))))
    return normal if isinstance(normal, PDFStream) and len(to_numbers(normal.get("BBox"))) == 4 else None


def as_placed(drawing: PDFStream, place: Box) -> Matrix:
    """The matrix that puts the drawing of an annotation where it belongs in page space (ISO 32000-1, algorithm 8.1)."""
    own = to_numbers(drawing.get("Matrix"))
    a, b, c, d, e, f = own if len(own) == 6 else (1, 0, 0, 1, 0, 0)
    box = apply_box((a, b, c, d, e, f), *to_numbers(drawing["BBox"]))
    across = (place.x1 - place.x0) / ((box.x1 - box.x0) or 1)
    up = (place.bottom - place.top) / ((box.bottom - box.top) or 1)
    return multiply((a, b, c, d, e, f), (across, 0, 0, up, place.x0 - across * box.x0, place.top - up * box.top))


def draw_page(source: PDFPage, display: Matrix, canvas: Canvas) -> None:
    """Draw a page and the text that was written over it; the frames of that rule no table."""
    Interpreter(canvas.rsrcmgr, canvas).render_contents(source.resources, source.contents, ctm=display)
    over = Canvas(canvas.rsrcmgr)
    for drawing, place in written_over(source):
        resources = resolve1(drawing.get("Resources")) or source.resources
        placed = multiply(as_placed(drawing, place), display)
        Interpreter(canvas.rsrcmgr, over).render_contents(resources, [drawing], ctm=placed)
    canvas.glyphs.extend(over.glyphs)


def read_page(document: PDF, index: int) -> Page:
    """The page at ``index`` (from 0). Raises :class:`NotPdfError` where it cannot be read."""
    source = document.pages[index].page_obj
    display, width, height = as_displayed(source.mediabox, source.cropbox, source.rotate)
    canvas = Canvas(document.rsrcmgr)
    try:
        draw_page(source, display, canvas)
    except Exception as error:  # pdfminer names no errors of its own for what damaged content may raise
        raise NotPdfError(f"page {index + 1} cannot be read") from error
    glyphs = to_glyphs([glyph.char for glyph in canvas.glyphs], [glyph.paint for glyph in canvas.glyphs])
    chars, hidden, stamps = mend(glyphs, grounds(canvas.fills, canvas.pictures), width, height)
    chars = with_outlines(chars, canvas.outlines)
    return Page(
        number=index + 1,
        width=width,
        height=height,
        chars=chars,
        rules=shapes_to_rules(canvas.fills, canvas.strokes),
        hidden=hidden,
        stamps=stamps,
        pictures=tuple(canvas.pictures),
        unmapped=sum(char.text == UNMAPPED for char in chars),
    )


@contextmanager
def open_pdf(path: Path, password: str | None = None) -> Iterator[PDF]:
    """The opened document, closed in the end.

    Raises :class:`~plan_extract.errors.EncryptedError` where it asks for another password and :class:`NotPdfError` where the
    file is missing or no PDF.
    """
    try:
        document = pdfplumber.open(path, password=password)
        document.pages  # noqa: B018  # finds the pages, which may fail
    except OSError as error:
        raise unopened(error) from error
    except Exception as error:  # see read_page
        if isinstance(error, PdfminerException) and isinstance(error.args[0], LOCKED):
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
        yield from read_each(len(document.pages), partial(read_page, document), max_pages, progress)
