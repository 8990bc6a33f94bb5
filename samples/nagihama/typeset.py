"""Rows → pages: a ruled table set by hand on a canvas, broken wherever the page ends."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .source import Row, Section, Source
from .wrap import Paragraph, Printed, ambiguous, paragraphs, wrap

FONT = "IPAexGothic"
FONT_PACKAGE = "matplotlib_fontja"
PAD = 3.0
Box = tuple[float, float, float, float]


class Column(NamedTuple):
    """A column: its header from the top level down, what it holds, its width in points."""

    header: tuple[str, ...]
    role: str
    width: float


@dataclass(frozen=True, slots=True)
class Part:
    """How one part of the report is set."""

    name: str
    size: tuple[float, float]
    columns: tuple[Column, ...]
    font_size: float
    leading: float
    rules: str
    number_style: str
    continuation: str
    sections_as: str
    header_repeats: bool
    indent_headings: bool
    margin: float = 42.0


class Cut(NamedTuple):
    """A row that went on to the next page: after which page, which columns were cut, and the marker if any."""

    row: str
    page: int
    columns: tuple[str, ...]
    marker: str | None


@dataclass(slots=True)
class Trace:
    """What the typesetting did: where each row stands and how it was cut. Boxes are measured from the top left."""

    boxes: dict[str, list[tuple[int, Box]]] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    headers: dict[int, int] = field(default_factory=dict)
    pages: int = 0


def font_file() -> Path:
    """The font's file in its package. Raises ``ModuleNotFoundError`` where that is not installed."""
    spec = importlib.util.find_spec(FONT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(FONT_PACKAGE)
    return Path(spec.origin).parent / "fonts" / "ipaexg.ttf"


class Cells(NamedTuple):
    """The printed lines of one row by role."""

    lines: dict[str, list[Printed]]

    def height(self) -> int:
        """Printed lines of the tallest cell."""
        return max(len(lines) for lines in self.lines.values())

    def head(self, count: int) -> Cells:
        """The first printed lines of every cell."""
        return Cells({role: lines[:count] for role, lines in self.lines.items()})

    def tail(self, count: int) -> Cells:
        """What remains of every cell behind them."""
        return Cells({role: lines[count:] for role, lines in self.lines.items()})


class Marker(NamedTuple):
    """How a row that goes on is told: the words, whether every cell is repeated, the words at the foot."""

    text: str
    repeats_all: bool
    foot: str | None


MARKERS = (
    Marker("(前ページの続き)", True, None),
    Marker("（続き）", False, "（次ページへ続く）"),
    Marker("（前頁より続く）", True, None),
    Marker("（つづき）", False, None),
)


class Typesetter:
    """A canvas with a cursor that walks down the pages."""

    def __init__(self, path: Path, source: Source) -> None:
        pdfmetrics.registerFont(TTFont(FONT, str(font_file())))
        self.canvas = Canvas(str(path), invariant=1, pageCompression=1)
        self.canvas.setTitle(source.meta["title"])
        self.source = source
        self.trace = Trace()
        self.part: Part | None = None
        self.top = 0.0
        self.group: tuple[Section, float, bool] | None = None
        self.marked = 0

    # pages

    @property
    def at(self) -> Part:
        """The part that is being set."""
        assert self.part is not None
        return self.part

    @property
    def bottom(self) -> float:
        """Where the text area ends."""
        return self.at.size[1] - self.at.margin - 6

    def begin_part(self, part: Part) -> None:
        """Set what follows in another form: lower down where the paper stays the same, else from a new page on."""
        goes_on = self.part is not None and self.part.size == part.size and self.top < part.size[1] * 0.6
        if self.part and not goes_on:
            self.end_page()
        self.part = part
        if goes_on:
            self.top += 16
        else:
            self.begin_page()

    def begin_page(self) -> None:
        """Open a page with its running head."""
        self.trace.pages += 1
        self.canvas.setPageSize(self.at.size)
        self.top = self.at.margin
        if self.trace.pages > 1:
            head = self.source.meta["head"]
            self.text(self.at.size[0] - self.at.margin - self.width(head, 7.5), 22, head, 7.5)

    def end_page(self) -> None:
        """Close a page with its number."""
        number = self.at.number_style.format(self.trace.pages)
        middle = (self.at.size[0] - self.width(number, 9)) / 2
        self.text(middle, self.at.size[1] - 30, number, 9)
        self.canvas.showPage()

    def next_page(self) -> None:
        """Go on to the next page, inside a table."""
        self.close_group()
        self.end_page()
        self.begin_page()
        if self.at.header_repeats:
            self.header()
        self.reopen_group()

    def finish(self) -> Trace:
        """Write the file."""
        self.close_group()
        self.end_page()
        self.canvas.save()
        return self.trace

    # strokes

    def width(self, text: str, size: float) -> float:
        """Width of a text in points."""
        return float(pdfmetrics.stringWidth(text, FONT, size))

    def measure(self, text: str) -> float:
        """Width of a text in the part's size."""
        return self.width(text, self.at.font_size)

    def text(self, x: float, top: float, text: str, size: float) -> None:
        """Set a text whose line box begins at ``top``."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.at.size[1] - top - 0.88 * size, text)

    def bold(self, x: float, top: float, text: str, size: float) -> None:
        """Set a text twice, a little apart, for want of a bold font."""
        self.text(x, top, text, size)
        self.text(x + 0.35, top, text, size)

    def fill(self, box: Box, colour: str) -> None:
        """Shade a box."""
        x0, top, x1, bottom = box
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.rect(x0, self.at.size[1] - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self.canvas.setFillColor(HexColor("#000000"))

    def frame(self, box: Box) -> None:
        """Rule the four sides of a cell in the part's manner."""
        x0, top, x1, bottom = box
        if self.at.rules == "stroked":
            self.canvas.setLineWidth(0.6)
            self.canvas.rect(x0, self.at.size[1] - bottom, x1 - x0, bottom - top, stroke=1, fill=0)
            return
        for line in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
            self.rule(*line)

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw one rule, as a line or as a thin filled rectangle."""
        if self.at.rules == "filled":
            self.fill((x0 - 0.24, top - 0.24, x1 + 0.24, bottom + 0.24), "#000000")
            return
        height = self.at.size[1]
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, height - top, x1, height - bottom)

    # headings

    def title(self) -> None:
        """Set the label box and the title."""
        meta, right = self.source.meta, self.at.size[0] - self.at.margin
        label = self.width(meta["label"], 11)
        self.frame((right - label - 28, 24, right, 46))
        self.text(right - label - 14, 29, meta["label"], 11)
        self.text((self.at.size[0] - self.width(meta["title"], 15)) / 2, 56, meta["title"], 15)
        self.top = 84

    def heading(self, section: Section) -> None:
        """Set a section's heading above its table."""
        outer = section.parent is None
        size = 11.5 if outer else 10.5
        draw = self.bold if outer else self.text
        draw(self.at.margin, self.top, heading_text(section), size)
        self.top += size + 5

    def band(self, section: Section) -> None:
        """Set a section's heading as a row across the whole table."""
        size = self.at.font_size
        box = (self.at.margin, self.top, self.at.margin + self.table_width(), self.top + self.at.leading + 2 * PAD)
        self.fill(box, "#E2EFDA" if section.parent else "#C6DDB5")
        self.frame(box)
        self.text(box[0] + PAD, box[1] + PAD, heading_text(section), size)
        self.top = box[3]

    def table_width(self) -> float:
        """Width of the table."""
        return sum(column.width for column in self.at.columns)

    def lefts(self) -> Iterator[tuple[Column, float]]:
        """Every column with its left side."""
        x = self.at.margin
        for column in self.at.columns:
            yield column, x
            x += column.width

    def header(self) -> None:
        """Set the header rows: a label over several columns spans them, one without a second level goes down."""
        self.trace.headers[self.trace.pages] = self.trace.headers.get(self.trace.pages, 0) + 1
        levels = max(len(column.header) for column in self.at.columns)
        height = self.header_height()
        for label, level, box in header_cells(list(self.lefts()), levels, self.top, height):
            self.fill(box, "#DDEBF7" if level == 0 else "#EAF3FB")
            self.frame(box)
            self.centred(label, box)
        self.top += levels * height

    def header_height(self) -> float:
        """Height of one header row: that of its longest label, wrapped."""
        lines = max(len(self.label(column.header[-1], column.width)) for column in self.at.columns)
        return lines * self.at.leading + PAD

    def label(self, text: str, width: float) -> list[Printed]:
        """A label's printed lines."""
        return wrap(Paragraph(0, 0, text), width - 2, self.measure)

    def centred(self, label: str, box: Box) -> None:
        """Set a short text in the middle of a box, over several lines where it is too long for one."""
        lines, size, leading = self.label(label, box[2] - box[0]), self.at.font_size, self.at.leading
        top = (box[1] + box[3] - len(lines) * leading) / 2 + (leading - size) / 2
        for line in lines:
            self.text((box[0] + box[2] - self.measure(line.text)) / 2, top, line.text, size)
            top += leading

    # rows

    def cells(self, row: Row) -> Cells:
        """A row's printed lines."""
        return Cells({c.role: self.cell(row, c) for c in self.at.columns if c.role != "group"})

    def cell(self, row: Row, column: Column) -> list[Printed]:
        """The printed lines of one cell."""
        width = column.width - 2 * PAD
        printed = list[Printed]()
        for at, paragraph in enumerate(self.paragraphs(row, column.role)):
            if printed and is_unmarked(row, column.role, at) and ambiguous(printed, paragraph, width, self.measure):
                raise ValueError(f"{row.key} {column.role}: {paragraph.text} reads like the rest of the line before it")
            printed += wrap(paragraph, width, self.measure)
        return printed

    def paragraphs(self, row: Row, role: str) -> list[Paragraph]:
        """The logical lines of one cell, with their indents."""
        if role == "number":
            return [Paragraph(0, 0, row.number)]
        if role == "name":
            return [Paragraph(0, 0, row.name)]
        if role == "departments":
            return [Paragraph(0, 0, name) for name in row.departments.split("／")]
        return paragraphs(getattr(row, role), self.at.font_size, self.at.indent_headings, self.measure)

    def room(self) -> int:
        """How many printed lines of a row still go on this page."""
        return int((self.bottom - self.top - 2 * PAD) // self.at.leading)

    def draw(self, row: Row, cells: Cells) -> None:
        """Set printed lines as one ruled row."""
        bottom = self.top + cells.height() * self.at.leading + 2 * PAD
        boxes = {c.role: (x, self.top, x + c.width, bottom) for c, x in self.lefts() if c.role != "group"}
        for role, box in boxes.items():
            self.frame(box)
            for at, line in enumerate(cells.lines[role]):
                x = self.cell_left(role, box, line)
                self.text(x, box[1] + PAD + at * self.at.leading, line.text, self.at.font_size)
        x0, x1 = min(box[0] for box in boxes.values()), max(box[2] for box in boxes.values())
        self.trace.boxes.setdefault(row.id, []).append((self.trace.pages, (x0, self.top, x1, bottom)))
        self.top = bottom

    def cell_left(self, role: str, box: Box, line: Printed) -> float:
        """Where a printed line begins: amounts stand to the right, numbers and grades in the middle."""
        free = box[2] - box[0] - self.measure(line.text)
        if role in {"number", "grade"}:
            return box[0] + free / 2
        return box[0] + free - PAD if role == "amount" else box[0] + PAD + line.indent

    def row(self, row: Row) -> None:
        """Set a row, over as many pages as it takes."""
        {"natural": self.natural, "marked": self.marked_row, "whole": self.whole}[self.at.continuation](row)

    def beginning(self, row: Row) -> int:
        """How many printed lines of a row must stand on the page where it begins."""
        cells = self.cells(row)
        if self.at.continuation == "whole":
            return cells.height()
        others = max(len(lines) for role, lines in cells.lines.items() if role != "progress")
        return min(cells.height(), max(others, 6) if self.at.continuation == "marked" else 2)

    def whole(self, row: Row) -> None:
        """Set a row on one page."""
        cells = self.cells(row)
        if cells.height() > self.room():
            self.next_page()
        self.draw(row, cells)

    def natural(self, row: Row) -> None:
        """Set a row and let the page's end cut every cell where it stands."""
        cells = self.cells(row)
        if self.room() < self.beginning(row):
            self.next_page()
        while cells.height() > self.room():
            count = self.room()
            self.draw(row, cells.head(count))
            self.cut(row, cells, count, None)
            cells = cells.tail(count)
            self.next_page()
        self.draw(row, cells)

    def marked_row(self, row: Row) -> None:
        """Set a row whose progress goes on under a marker on the next page, with other cells repeated there."""
        cells = self.cells(row)
        if self.room() < self.beginning(row):
            self.next_page()
        while cells.height() > self.room():
            marker = MARKERS[self.marked % len(MARKERS)]
            cells = self.cut_marked(row, cells, marker)
        self.draw(row, cells)

    def cut_marked(self, row: Row, cells: Cells, marker: Marker) -> Cells:
        """Set what fits and give what goes on, under its marker."""
        foot = [Printed(0, marker.foot)] if marker.foot else []
        count = self.room() - len(foot)
        progress = cells.lines["progress"]
        self.draw(row, Cells({**cells.lines, "progress": [*progress[:count], *foot]}))
        self.cut(row, Cells({"progress": progress}), count, marker.text)
        self.marked += 1
        self.next_page()
        return continued(self.cells(row), progress[count:], marker)

    def cut(self, row: Row, cells: Cells, count: int, marker: str | None) -> None:
        """Note that a row goes on."""
        roles = tuple(role for role, lines in cells.lines.items() if len(lines) > count)
        self.trace.cuts.append(Cut(row.id, self.trace.pages, roles, marker))

    # merged cells

    def open_group(self, section: Section) -> None:
        """Begin a merged cell beside the rows to come."""
        self.close_group()
        self.group = (section, self.top, True)

    def reopen_group(self) -> None:
        """Go on with the merged cell on a new page; a vertical one is not labelled again."""
        if self.group:
            self.group = (self.group[0], self.top, self.at.sections_as == "merged")

    def close_group(self) -> None:
        """Rule the merged cell down to here and set its label."""
        if not self.group or self.top <= self.group[1]:
            return
        section, top, labelled = self.group
        column, left = next((c, x) for c, x in self.lefts() if c.role == "group")
        box = (left, top, left + column.width, self.top)
        self.frame(box)
        if labelled:
            (self.vertical if self.at.sections_as == "vertical" else self.centred)(group_text(section), box)

    def vertical(self, label: str, box: Box) -> None:
        """Set a text from top to bottom, one character a line."""
        size = self.at.font_size
        top = (box[1] + box[3] - len(label) * (size + 1)) / 2
        if top < box[1]:
            raise ValueError(f"{label} is too long for its cell")
        for at, char in enumerate(label):
            self.text((box[0] + box[2] - self.measure(char)) / 2, top + at * (size + 1), char, size)


def is_unmarked(row: Row, role: str, at: int) -> bool:
    """Whether a logical line begins without a marker."""
    lines = getattr(row, role) if role in {"overview", "progress", "plan"} else ()
    return bool(lines) and lines[at].marker is None


def continued(cells: Cells, progress: list[Printed], marker: Marker) -> Cells:
    """The cells of a row on its next page: all again, or only number and name."""
    told = [Printed(0, marker.text)]
    if marker.repeats_all:
        return Cells({**cells.lines, "progress": [*told, *progress]})
    bare = {role: list[Printed]() for role in cells.lines}
    name = [*cells.lines["name"], *told]
    return Cells({**bare, "number": cells.lines["number"], "name": name, "progress": progress})


def heading_text(section: Section) -> str:
    """A section's heading as it is printed."""
    tagline = f"「{section.tagline}」" if section.tagline else ""
    return f"{section.kind}{section.number}　{section.title}{tagline}"


def group_text(section: Section) -> str:
    """A section's label in a merged cell, whose column already names the kind."""
    return f"{section.number}{section.title}"


def header_cells(
    columns: Sequence[tuple[Column, float]], levels: int, top: float, height: float
) -> Iterator[tuple[str, int, Box]]:
    """The cells of the header rows: label, level and box."""
    done = set[str]()
    for column, x in columns:
        first = column.header[0]
        if len(column.header) == 1:
            yield first, 0, (x, top, x + column.width, top + levels * height)
            continue
        if first not in done:
            width = sum(c.width for c, _ in columns if c.header[0] == first)
            yield first, 0, (x, top, x + width, top + height)
            done.add(first)
        yield column.header[1], 1, (x, top + height, x + column.width, top + 2 * height)
