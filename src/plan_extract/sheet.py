"""Pages with their tables, and the lines that stand outside these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from plan_extract.pdf.page import Page
from plan_extract.pdf.turn import Turn
from plan_extract.place import Box, Place
from plan_extract.table.aligned import Aligned
from plan_extract.table.grid import Table, chars_outside, reading_order
from plan_extract.table.markers import part_of
from plan_extract.table.printed import PrintedLine, chars_to_lines
from plan_extract.text.headings import Heading

Kind = Literal["title", "heading", "furniture", "note", "left"]

WIDE_GAP = 6.0
"""A gap of so many ems parts two texts that happen to stand on one level."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its tables of several cells, apart from boxes of one cell, and from what is read otherwise than as a table
    of its own (``apart``): what forms take up, the right half of a table over two pages. Those of the
    tables that alignment alone makes are ``aligned``. ``turn`` is how the page as displayed was set upright, if it was not."""

    page: Page
    tables: tuple[Table, ...]
    boxes: tuple[Table, ...]
    apart: tuple[Table, ...] = ()
    aligned: tuple[Aligned, ...] = ()
    turn: Turn | None = None


def to_sheet(page: Page, ruled: Iterable[Table], aligned: Sequence[Aligned] = ()) -> Sheet:
    """A page and its tables as a sheet; those made by alignment stand in the place of boxes and rules around them."""
    corners = [one.table.box[:2] for one in aligned]
    kept = [table for table in ruled if table.cols > 1 or not any(table.box.holds(x, y) for x, y in corners)]
    every = reading_order((*kept, *(one.table for one in aligned)))
    return Sheet(
        page,
        tuple(table for table in every if len(table.cells) > 1),
        tuple(table for table in every if len(table.cells) == 1),
        aligned=tuple(aligned),
    )


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """A line outside the tables, and what it is; ``heading`` where it is one, ``sure`` unless only its number and its
    larger type tell that. ``boxed`` where a frame stands around it."""

    line: PrintedLine
    kind: Kind
    boxed: bool = False
    heading: Heading | None = None
    sure: bool = True

    @property
    def place(self) -> Place:
        """Where the line stands."""
        return Place(self.line.page, self.line.box)


def outside_lines(sheet: Sheet) -> list[OutsideLine]:
    """The lines outside the sheet's tables from top to bottom, not yet told apart (kind ``left``)."""
    page = sheet.page
    free = chars_outside(page.chars, [table.box for table in (*sheet.tables, *sheet.boxes, *sheet.apart)])
    whole = Box(0.0, 0.0, page.width, page.height)
    lines = [OutsideLine(line, "left") for line in split_lines(chars_to_lines(free, whole, page.number))]
    for box in sheet.boxes:
        lines.extend(OutsideLine(line, "left", boxed=True) for line in split_lines(box_lines(box, sheet)))
    return sorted(lines, key=lambda item: (round(item.line.box.top), item.line.box.x0))


def box_lines(box: Table, sheet: Sheet) -> Sequence[PrintedLine]:
    """The lines of a box but for those of tables and boxes that stand within it."""
    inner = [other for other in (*sheet.tables, *sheet.boxes, *sheet.apart) if other is not box and stands_within(other, box)]
    if not inner:
        return box.cells[0].lines
    return chars_to_lines(chars_outside(box.cells[0].chars, [other.box for other in inner]), box.box, box.page)


def stands_within(inner: Table, outer: Table) -> bool:
    """Whether a table stands in a box."""
    box = outer.box
    return box.holds(inner.box.x0, inner.box.top) and box.holds(inner.box.x1, inner.box.bottom) and inner.box != box


def split_lines(lines: Iterable[PrintedLine]) -> list[PrintedLine]:
    """Lines cut at wide gaps."""
    return [piece for line in lines for piece in split_line(line)]


def split_line(line: PrintedLine) -> list[PrintedLine]:
    """A line cut wherever the gap between two chars is wide."""
    inked = [(index, glyph) for index, glyph in enumerate(line.glyphs) if glyph and not glyph.text.isspace()]
    cuts = [
        (left, right)
        for (left, before), (right, behind) in pairwise(inked)
        if behind.angle == 0 and behind.x0 - before.x1 > WIDE_GAP * line.size
    ]
    starts, ends = [0, *(right for _, right in cuts)], [*(left + 1 for left, _ in cuts), len(line.text)]
    return [cut_line(line, start, end) for start, end in zip(starts, ends, strict=True)] if cuts else [line]


def cut_line(line: PrintedLine, start: int, end: int) -> PrintedLine:
    """A part of a printed line that is a line of its own, as high as the whole."""
    part = part_of(line, start, end)
    box = part.box._replace(top=line.box.top, bottom=line.box.bottom)
    return part._replace(box=box, indent=line.indent + box.x0 - line.box.x0, room=line.room + line.box.x1 - box.x1)
