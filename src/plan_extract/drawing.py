"""What was seen on a page, drawn over it: edges, cells, roles, logical lines, and what was left over.

``Layout → Mark* → picture``: marks are plain data about one page, and painting knows nothing of layouts. Labels are
ASCII, as no Japanese font may be assumed where this runs.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from plan_extract.assemble import Item, assemble, layout_to_named_items
from plan_extract.check import find_all
from plan_extract.errors import UsageError
from plan_extract.finding import Severity
from plan_extract.layout import Layout, find_headers, pages_to_layout
from plan_extract.model import SourceFile
from plan_extract.pdf.page import Char, Progress, no_progress
from plan_extract.place import Box, Place, union
from plan_extract.profile import ROLES, Profile, read_profile
from plan_extract.sectionmarks import band_heading
from plan_extract.sheet import OutsideLine, Sheet
from plan_extract.table.facing import find_spreads
from plan_extract.table.grid import Table, reading_order, rules_to_edges
from plan_extract.table.header import Header
from plan_extract.table.printed import chars_to_lines
from plan_extract.table.row import Band
from plan_extract.table.wrapping import LogicalLine

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont
    from pypdfium2 import PdfDocument

Figure = Literal["table", "cell", "column", "edge", "line", "outside", "row", "spot"]
"""How a mark is painted, in painting order."""
Color = tuple[int, int, int]
XY = tuple[float, float]

MOST_PIXELS = 120_000_000
"""A larger picture is refused: drawing it would take half a gigabyte."""
PALE = 0.4
"""How far the page itself fades towards white under the marks."""
MARGIN = 16.0
"""Points around the page, for the tabs of rows and columns at its border."""
LABEL = 6.5
"""Size of labels in points, on a page no larger than A3."""
LONGEST_ID = 12
NO_SOURCE = SourceFile(file_name="", sha256="", page_count=0)
"""Of the report that is assembled for its findings alone."""

COLORS: dict[str, Color] = {
    "number": (112, 72, 232),
    "name": (11, 114, 133),
    "overview": (47, 140, 62),
    "progress": (214, 100, 0),
    "department": (25, 93, 184),
    "section": (160, 50, 150),
    "no role": (110, 118, 128),
    "title": (0, 128, 96),
    "heading": (98, 54, 200),
    "furniture": (120, 128, 138),
    "note": (150, 110, 0),
    "set aside": (104, 110, 120),
    "left": (240, 0, 90),
    "edge": (34, 110, 230),
    "cell": (100, 150, 225),
    "row": (52, 58, 70),
    "other table": (190, 120, 0),
    "hidden": (200, 0, 160),
    "doubt": (220, 30, 30),
}
"""The colour of each tone. Roles share theirs with the lines in their columns."""
KINDS = ("title", "heading", "note", "furniture", "set aside")


class Mark(NamedTuple):
    """Something seen on a page: where it stands, in which tone it is shown, what is written beside it.

    ``odd`` tells neighbours of one tone apart.
    """

    figure: Figure
    tone: str
    boxes: tuple[Box, ...]
    label: str = ""
    odd: bool = False


def draw_page(
    path: Path,
    page: int,
    scale: float,
    password: str | None = None,
    *,
    profile: str | Path | None = None,
    progress: Progress = no_progress,
) -> bytes:
    """The page (from 1) as PNG, ``scale`` pixels a point, with all that was seen on it; upright, as it was read, where it is
    displayed on its side. ``profile`` and ``progress`` are those of :func:`plan_extract.pipeline.extract`: what is seen on one
    page depends on all.

    Raises :class:`UsageError` for a page that does not exist or a scale that gives no picture, and what opening a PDF and
    reading a profile raise.
    """
    from plan_extract.pdf.pdfium import open_pdf, read_pages

    with open_pdf(path, password) as document:
        require_page(page, len(document))
        picture = render_page(document, page, scale)
    words = read_profile(profile)
    layout = pages_to_layout(read_pages(path, password=password, progress=progress), words)
    turn = sheet_of(layout, page).turn
    upright = picture.rotate(turn.angle, expand=True) if turn else picture
    return to_png(paint(upright, layout_to_marks(layout, words, page), scale))


def require_page(page: int, count: int) -> None:
    """Raise :class:`UsageError` where the PDF has no such page."""
    if not 1 <= page <= count:
        pages = "1 page" if count == 1 else f"{count} pages"
        raise UsageError(f"there is no page {page}: the PDF has {pages}")


def render_page(document: PdfDocument, page: int, scale: float) -> Image:
    """A page (from 1) as it is displayed, ``scale`` pixels a point. Raises :class:`UsageError` where that is no picture."""
    document.init_forms()  # form fields are drawn by an environment of their own
    sheet = document[page - 1]
    try:
        width, height = sheet.get_size()
        if not (math.isfinite(scale) and scale > 0 and 1 <= width * height * scale**2 <= MOST_PIXELS):
            raise UsageError(f"page {page} ({width:.0f} x {height:.0f} points) cannot be drawn at {scale:g} pixels a point")
        picture: Image = sheet.render(scale=scale).to_pil().convert("RGB")
        return picture
    finally:
        sheet.close()


# Layout to marks.


def sheet_of(layout: Layout, page: int) -> Sheet:
    """The sheet with a page's number."""
    return next(sheet for sheet in layout.sheets if sheet.page.number == page)


def layout_to_marks(layout: Layout, profile: Profile, page: int) -> list[Mark]:
    """All that was seen on one page."""
    sheet = sheet_of(layout, page)
    found, _ = find_headers(layout.sheets, profile)
    here = [(table, header) for table, header in (*found, *right_halves(layout, profile)) if table.page == page]
    bands = [row for table in layout.tables for row in table.rows if isinstance(row, Band) and row.place.page == page]
    items = layout_to_named_items(layout)
    return [
        *(mark for table in (*sheet.tables, *sheet.apart) for mark in cell_marks(table)),
        *(Mark("table", "other table", (table.box,), "not in the dataset") for table in layout.skipped if table.page == page),
        *(mark for table, header in here for mark in column_marks(table, header)),
        *edge_marks(layout, page),
        *line_marks(items, page),
        *(outside_mark(line) for line in layout.outside if line.line.page == page),
        *(band_mark(band, profile) for band in bands),
        *(mark for table, header in here for mark in aside_marks(table, header, said_on(page, items, bands))),
        *(mark for item in items for mark in row_marks(item, page)),
        *(Mark("spot", "hidden", (char.box,)) for char in sheet.page.hidden if not char.text.isspace()),
        *(Mark("spot", "doubt", (place.box,), code) for code, place in doubts(layout, profile) if place.page == page),
    ]


def right_halves(layout: Layout, profile: Profile) -> list[tuple[Table, Header]]:
    """The right halves of tables over two facing pages, each with its columns in the roles that the whole table gives them."""
    every = [table for sheet in layout.sheets for table in reading_order((*sheet.tables, *sheet.apart))]
    headers = [table.header for table in layout.tables]
    return [(spread.right, with_roles(spread.header, headers)) for spread in find_spreads(every, profile)]


def with_roles(half: Header, headers: Iterable[Header]) -> Header:
    """The right half of a header with the roles that its columns play in the whole one."""
    size = len(half.columns)
    whole = next((header for header in headers if header.names[-size:] == half.names), half)
    roles = [column.role for column in whole.columns[-size:]]
    return replace(half, columns=tuple(replace(column, role=role) for column, role in zip(half.columns, roles, strict=True)))


def cell_marks(table: Table) -> Iterator[Mark]:
    """The cells of a table; merged ones tell their span as rows x columns."""
    for cell in table.cells:
        merged = cell.row_span > 1 or cell.col_span > 1
        yield Mark("cell", "cell", (cell.box,), f"{cell.row_span} x {cell.col_span}" if merged else "")


def column_marks(table: Table, header: Header) -> Iterator[Mark]:
    """The columns of a table with their roles: the box of the header, of no height where it is not printed again."""
    xs, ys = table.grid.xs, table.grid.ys
    for column in header.columns:
        role = column.role or "no role"
        label = {"number": "#", "no role": ""}.get(role, role)
        box = Box(xs[column.first], ys[0], xs[column.last + 1], ys[header.rows])
        yield Mark("column", role, (box,), label)


def edge_marks(layout: Layout, page: int) -> Iterator[Mark]:
    """The edges that the page's rules make."""
    edges = rules_to_edges(sheet_of(layout, page).page.rules)
    yield from (Mark("edge", "edge", (Box(edge.start, edge.at, edge.end, edge.at),)) for edge in edges.horizontal)
    yield from (Mark("edge", "edge", (Box(edge.at, edge.start, edge.at, edge.end),)) for edge in edges.vertical)


def line_marks(items: Iterable[Item], page: int) -> Iterator[Mark]:
    """The logical lines of the rows, a box for each printed line; a merged cell's lines once, though several rows have them."""
    seen: set[Place] = set()
    for item in items:
        for tone, lines in toned_lines(item):
            for index, line in enumerate(lines):
                boxes = boxes_on(line, page)
                if boxes and Place(page, boxes[0]) not in seen:
                    seen.add(Place(page, boxes[0]))
                    yield Mark("line", tone, boxes, odd=bool(index % 2))


def toned_lines(item: Item) -> Iterator[tuple[str, Sequence[LogicalLine]]]:
    """The lines of each column with its tone, and those of the groups beside a row as sections."""
    yield from ((column.role or "no role", lines) for column, lines in item.pairs())
    yield from (("section", lines) for lines in item.groups)


def boxes_on(line: LogicalLine, page: int) -> tuple[Box, ...]:
    """The boxes of the printed lines that a logical line has on a page."""
    return tuple(printed.box for printed in line.lines if printed.page == page)


def outside_mark(line: OutsideLine) -> Mark:
    """A line outside the tables; one that is left over asks to be looked at."""
    left = line.kind == "left"
    return Mark("spot" if left else "outside", line.kind, (line.line.box,), "LEFT OVER" if left else line.kind)


def band_mark(band: Band, profile: Profile) -> Mark:
    """A line across a table: a heading inside it, or a note."""
    kind = "heading" if band_heading(band, profile) else "note"
    return Mark("outside", kind, (union(line.box for line in band.lines),), kind)


def said_on(page: int, items: Iterable[Item], bands: Iterable[Band]) -> set[Char | None]:
    """The chars of a page that rows and bands say."""
    logical = [line for item in items for _, lines in toned_lines(item) for line in lines]
    printed = [*(line for one in logical for line in one.lines), *(line for band in bands for line in band.lines)]
    return {glyph for line in printed if line.page == page for glyph in line.glyphs}


def aside_marks(table: Table, header: Header, said: Container[Char | None]) -> Iterator[Mark]:
    """The lines of a table's rows that no row and no band says: cells that are printed again, and notes that a row goes on."""
    for cell in table.cells:
        rest = [char for char in cell.chars if char not in said]
        boxes = tuple(line.box for line in chars_to_lines(rest, cell.box, table.page))
        if cell.row >= header.rows and boxes:
            yield Mark("outside", "set aside", boxes)


def row_marks(item: Item, page: int) -> Iterator[Mark]:
    """The pieces of a row on a page: its id, and the pages on which it comes before and goes on."""
    name = re.sub(r"[^ -~]+", "~", item.id)[:LONGEST_ID]
    for before, place, after in zip((None, *item.places), item.places, (*item.places[1:], None), strict=False):
        if place.page == page:
            back = f"\nfrom p.{before.page}" if before else ""
            ahead = f"\nto p.{after.page}" if after else ""
            yield Mark("row", "row", (place.box,), f"#{name}{back}{ahead}")


def doubts(layout: Layout, profile: Profile) -> Iterator[tuple[str, Place]]:
    """What the report's findings ask to look at, and where; what is left over is marked itself."""
    found = find_all(layout, assemble(layout, NO_SOURCE, profile))
    grave = (finding for finding in found if finding.severity != Severity.INFO and finding.code != "unplaced-text")
    return ((finding.code, finding.place) for finding in grave if finding.place)


# Marks to a picture.


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is painted on: points are put on pixels; ``unit`` is the pixels of a point of lettering."""

    draw: ImageDraw
    scale: float
    unit: float
    font: FreeTypeFont | ImageFont

    def pixels(self, box: Box, grow: float = 0.0) -> tuple[float, float, float, float]:
        """A box in pixels, grown by points on all sides."""
        left, top, right, bottom = ((value + MARGIN) * self.scale for value in box)
        by = grow * self.unit
        return left - by, top - by, max(left - by, right + by), max(top - by, bottom + by)

    def width(self, text: str) -> float:
        """Pixels that a label takes."""
        return float(self.draw.textlength(text, font=self.font))

    def fill(self, box: Box, tone: str, alpha: int, grow: float = 0.0) -> None:
        """Lay a tone over a box."""
        self.draw.rectangle(self.pixels(box, grow), fill=(*COLORS[tone], alpha))

    def frame(self, box: Box, tone: str, weight: float, grow: float = 0.0) -> None:
        """Draw a box's border, ``weight`` points thick."""
        self.draw.rounded_rectangle(
            self.pixels(box, grow), 1.5 * self.unit, outline=COLORS[tone], width=max(1, round(weight * self.unit))
        )

    def stroke(self, points: list[XY], tone: str, weight: float) -> None:
        """Draw a line through pixels, ``weight`` points thick."""
        self.draw.line(points, fill=COLORS[tone], width=max(1, round(weight * self.unit)))

    def tab_size(self, text: str) -> XY:
        """Pixels that a tab takes."""
        return float(self.draw.textlength(text, font=self.font)) + 3 * self.unit, (LABEL + 2) * self.unit

    def tab(self, text: str, tone: str, middle: XY) -> None:
        """A label in white on its tone, around a pixel; kept inside the picture's left side."""
        width, height = self.tab_size(text)
        x, y = max(middle[0], width / 2), middle[1]
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        self.draw.rounded_rectangle(box, 1.5 * self.unit, fill=COLORS[tone])
        self.draw.text((x, y), text, fill="white", font=self.font, anchor="mm")

    def tab_below(self, text: str, tone: str, box: Box) -> None:
        """A label under the lower right corner of a box."""
        (width, height), (*_, right, bottom) = self.tab_size(text), self.pixels(box)
        self.tab(text, tone, (right - width / 2, bottom + height / 2))

    def tab_beside(self, text: str, tone: str, box: Box, grow: float) -> None:
        """A label to the right of a box, or to its left where the picture ends."""
        (width, _), (left, top, right, bottom) = self.tab_size(text), self.pixels(box, grow)
        beyond = right + width > self.draw.im.size[0]
        self.tab(text, tone, (left - width / 2 if beyond else right + width / 2, (top + bottom) / 2))


def paint_table(canvas: Canvas, mark: Mark) -> None:
    """A tinted area with a tab below it, where no caption stands."""
    for box in mark.boxes:
        canvas.fill(box, mark.tone, 50)
        canvas.frame(box, mark.tone, 1.5)
        canvas.tab_below(mark.label, mark.tone, box)


def paint_cell(canvas: Canvas, mark: Mark) -> None:
    """A thin frame inside the edges, with the span in its upper right corner where there is room."""
    for box in mark.boxes:
        canvas.frame(box, mark.tone, 0.6, grow=-1.6)
        if mark.label:
            (width, height), (left, top, right, _) = canvas.tab_size(mark.label), canvas.pixels(box, grow=-1.6)
            if width <= right - left:
                canvas.tab(mark.label, mark.tone, (right - width / 2, top + height / 2))


def paint_column(canvas: Canvas, mark: Mark) -> None:
    """The header tinted under a bar, the role in its lower right corner (in a column that is narrower, the colour tells it), or
    above where no header is printed."""
    for box in mark.boxes:
        canvas.fill(box, mark.tone, 60)
        left, top, right, bottom = canvas.pixels(box)
        canvas.draw.rectangle((left, top - 2.4 * canvas.unit, right, top), fill=COLORS[mark.tone])
        width, height = canvas.tab_size(mark.label)
        if mark.label and width <= right - left:
            canvas.tab(mark.label, mark.tone, (right - width / 2, bottom - height / 2))


def paint_edge(canvas: Canvas, mark: Mark) -> None:
    """A line with a dot at each end."""
    for box in mark.boxes:
        left, top, right, bottom = canvas.pixels(box)
        canvas.stroke([(left, top), (right, bottom)], mark.tone, 0.9)
        for x, y in ((left, top), (right, bottom)):
            canvas.draw.circle((x, y), 1.4 * canvas.unit, fill=COLORS[mark.tone])


def paint_line(canvas: Canvas, mark: Mark) -> None:
    """The printed lines tinted, and a bracket beside those that are joined."""
    for box in mark.boxes:
        canvas.fill(box, mark.tone, 84 if mark.odd else 40)
    if len(mark.boxes) > 1:
        paint_bracket(canvas, mark)


def paint_bracket(canvas: Canvas, mark: Mark) -> None:
    """A bracket at the left of the joined lines, with an arm for each."""
    boxes = [canvas.pixels(box) for box in mark.boxes]
    x = min(left for left, *_ in boxes) - 1.3 * canvas.unit
    middles = [(top + bottom) / 2 for _, top, _, bottom in boxes]
    canvas.stroke([(x, min(middles)), (x, max(middles))], mark.tone, 1.3)
    for (left, *_), middle in zip(boxes, middles, strict=True):
        canvas.stroke([(x, middle), (max(left - canvas.unit, x + 2 * canvas.unit), middle)], mark.tone, 1.3)


def paint_outside(canvas: Canvas, mark: Mark) -> None:
    """Framed lines, and their kind beside the first."""
    for box in mark.boxes:
        canvas.fill(box, mark.tone, 45, grow=1)
        canvas.frame(box, mark.tone, 0.8, grow=1.5)
    if mark.label:
        canvas.tab_beside(mark.label, mark.tone, mark.boxes[0], grow=1.5)


def paint_spot(canvas: Canvas, mark: Mark) -> None:
    """A loud frame, and what it is about."""
    for box in mark.boxes:
        lines = (box.bottom - box.top) / LABEL
        canvas.fill(box, mark.tone, 90 if lines < 3 else 25, grow=1)
        canvas.frame(box, mark.tone, 2.4, grow=2.4)
    if mark.label:
        canvas.tab_beside(mark.label, mark.tone, mark.boxes[0], grow=2.4)


def paint_row(canvas: Canvas, mark: Mark) -> None:
    """A bar at the left of the row, with its tabs."""
    for box in mark.boxes:
        left, top, _, bottom = canvas.pixels(box, grow=-1.5)
        x = left - 4.5 * canvas.unit
        canvas.stroke([(x, top), (x, bottom)], mark.tone, 1.6)
        for index, text in enumerate(mark.label.split("\n")):
            width, height = canvas.tab_size(text)
            canvas.tab(text, mark.tone, (x - 2 * canvas.unit - width / 2, top + height / 2 + index * (height + canvas.unit)))


PAINTERS: dict[Figure, Callable[[Canvas, Mark], None]] = {
    "table": paint_table,
    "cell": paint_cell,
    "column": paint_column,
    "edge": paint_edge,
    "line": paint_line,
    "outside": paint_outside,
    "row": paint_row,
    "spot": paint_spot,
}
"""In painting order: what is small and matters comes last."""


def paint(picture: Image, marks: Iterable[Mark], scale: float) -> Image:
    """The picture of a page, faded, with marks over it and a legend below."""
    from PIL import Image, ImageDraw, ImageFont

    unit = scale * max(1.0, min(picture.size) / scale / 842)
    font = ImageFont.load_default(max(6.0, LABEL * unit))
    told = sorted(marks, key=lambda mark: list(PAINTERS).index(mark.figure))
    margin = round(MARGIN * scale)
    width = picture.width + 2 * margin
    entries = legend(told)
    size = legend_size(width, len(entries), unit)
    whole = Image.new("RGB", (width, picture.height + 2 * margin + math.ceil(size.height)), (232, 235, 240))
    grey = picture.convert("L").convert("RGB")
    whole.paste(Image.blend(grey, Image.new("RGB", grey.size, "white"), PALE), (margin, margin))
    canvas = Canvas(ImageDraw.Draw(whole, "RGBA"), scale, unit, font)
    for mark in told:
        PAINTERS[mark.figure](canvas, mark)
    paint_legend(canvas, entries, size, picture.height + 2 * margin)
    return whole


def legend(marks: Iterable[Mark]) -> list[tuple[str, str]]:
    """What the tones mean, with how much was seen of each; what should not be there is told even where there is none."""
    by_figure: dict[str, list[Mark]] = {figure: [] for figure in PAINTERS}
    for mark in marks:
        by_figure[mark.figure].append(mark)
    tones = [mark.tone for mark in marks_of(by_figure, "outside", "spot")]
    lines, cells = by_figure["line"], by_figure["cell"]
    roles = {mark.tone for mark in (*by_figure["column"], *lines)}
    return [
        ("edge", f"edges {len(by_figure['edge'])}"),
        ("cell", f"cells {len(cells)}, merged {sum(bool(mark.label) for mark in cells)}"),
        ("row", f"rows {len(by_figure['row'])}"),
        ("row", f"{sum(len(mark.boxes) for mark in lines)} printed = {len(lines)} logical lines"),
        *((role, role) for role in (*ROLES, "no role") if role in roles),
        *((kind, f"{kind} {tones.count(kind)}") for kind in KINDS if kind in tones),
        *[("other table", f"other tables {len(by_figure['table'])}")] * bool(by_figure["table"]),
        *((tone, f"{tone} {tones.count(tone)}") for tone in ("hidden", "doubt") if tone in tones),
        ("left", f"left over {tones.count('left')}"),
    ]


def marks_of(by_figure: dict[str, list[Mark]], *figures: Figure) -> Iterator[Mark]:
    """The marks of several figures."""
    return (mark for figure in figures for mark in by_figure[figure])


class LegendSize(NamedTuple):
    """How a legend is laid out: entries a row, and its height in pixels."""

    columns: int
    height: float


ENTRY = (112.0, 13.0)
"""Width and height of a legend's entry, in points."""


def legend_size(width: int, count: int, unit: float) -> LegendSize:
    """The layout of ``count`` entries below a picture ``width`` pixels wide."""
    columns = max(1, int(width / (ENTRY[0] * unit)))
    return LegendSize(columns, (math.ceil(count / columns) + 0.8) * ENTRY[1] * unit)


def paint_legend(canvas: Canvas, entries: Iterable[tuple[str, str]], size: LegendSize, top: float) -> None:
    """Swatches with their meaning, row by row."""
    for index, (tone, text) in enumerate(entries):
        row, column = divmod(index, size.columns)
        x, y = (column * ENTRY[0] + 8) * canvas.unit, top + (row * ENTRY[1] + 2) * canvas.unit
        side = 8 * canvas.unit
        canvas.draw.rounded_rectangle((x, y, x + side, y + side), 1.5 * canvas.unit, fill=COLORS[tone])
        canvas.draw.text((x + side * 1.5, y + side / 2), text, fill=(30, 34, 40), font=canvas.font, anchor="lm")


def to_png(picture: Image) -> bytes:
    """The picture as PNG."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
