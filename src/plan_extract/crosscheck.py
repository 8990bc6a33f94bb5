"""Reads a report's tables with all three readers and tells, cell by cell, where they disagree.

The default reader's cells are the measure: what another reader saw counts for the cell in which its centre lies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from plan_extract.finding import Finding, Severity
from plan_extract.pdf import pdfium, plumber
from plan_extract.pdf.lattice import LatticeError, read_cells
from plan_extract.pdf.page import Page, Progress, no_progress
from plan_extract.place import Box, Place
from plan_extract.table.grid import Cell, Table, page_to_tables
from plan_extract.text.normalize import fold, mend_radicals

SHOWN = 16
"""So many characters of each reading are shown, from shortly before the first that differs."""
BEFORE = 4


SEVERITY = {"readers-disagree": Severity.WARNING, "reading-order": Severity.INFO}
"""Readers order the characters of a cell by rules of their own; which characters there are is no matter of taste."""


class Seen(NamedTuple):
    """A box with text, as a reader saw it."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader saw in the cells of one of our tables: one text for each cell, in the cells' order."""

    reader: str
    texts: tuple[str, ...]


def bare(text: str) -> str:
    """The text without what readers may differ in: spaces, line ends, width, look-alikes.

    >>> bare("令和 ５ 年⽉\\n１０⽇")
    '令和5年月10日'
    """
    return "".join(fold(mend_radicals(text)).split())


def see_cell(cell: Cell, page: int) -> Seen:
    """A cell's text in reading order."""
    return Seen(cell.box, "".join(line.text for line in cell.lines))


def tables_of(page: Page) -> list[Table]:
    """The page's tables of more than one cell."""
    return [table for table in page_to_tables(page) if len(table.cells) > 1]


def see_page(page: Page) -> list[Seen]:
    """Every cell on a page."""
    return [see_cell(cell, page.number) for table in tables_of(page) for cell in table.cells]


def see_lattice(path: Path, page: Page, password: str | None) -> list[Seen]:
    """Every cell that camelot saw on a page. Raises :class:`LatticeError`."""
    tables = read_cells(path, page.number, page.height, password)
    return [Seen(cell.box, cell.text) for table in tables for row in table for cell in row]


def gather(reader: str, seen: Iterable[Seen], table: Table) -> Reading | None:
    """What was seen, by the cells in which its centre lies; None where none of it lies in the table."""
    inside = [(item, ((item.box.x0 + item.box.x1) / 2, (item.box.top + item.box.bottom) / 2)) for item in seen]
    inside = [(item, centre) for item, centre in inside if table.box.holds(*centre)]
    texts = tuple("".join(item.text for item, centre in inside if cell.box.holds(*centre)) for cell in table.cells)
    return Reading(reader, texts) if inside else None


def excerpt(text: str, other: str) -> str:
    """The part of a text where it begins to differ from another.

    >>> excerpt("延べ参加者数は一二〇人でした", "延べ参加者数は一三〇人でした")
    '…者数は一二〇人でした'
    """
    differs = next((i for i, (one, two) in enumerate(zip(text, other)) if one != two), min(len(text), len(other)))
    start = max(0, differs - BEFORE)
    shown = text[start : start + SHOWN]
    return f"{'…' if start else ''}{shown}{'…' if start + SHOWN < len(text) else ''}"


def disagreement(text: str, other: str) -> str | None:
    """The code for how two readings of a cell differ, or None where they do not.

    >>> disagreement("普通債1", "1普通債"), disagreement("100件", "190件"), disagreement("件", "件")
    ('reading-order', 'readers-disagree', None)
    """
    if text == other:
        return None
    return "reading-order" if sorted(text) == sorted(other) else "readers-disagree"


def compare_readings(table: Table, ours: Reading, others: Sequence[Reading]) -> Iterator[Finding]:
    """The findings for each cell that other readers read otherwise."""
    for index, cell in enumerate(table.cells):
        text = bare(ours.texts[index])
        for other in others:
            reading = bare(other.texts[index])
            code = disagreement(text, reading)
            if code:
                told = f"{ours.reader} reads 「{excerpt(text, reading)}」, {other.reader} 「{excerpt(reading, text)}」"
                yield Finding(code, SEVERITY[code], told, Place(table.page, cell.box))


def unread(message: str, table: Table) -> Finding:
    """A table on which a reader has no opinion."""
    return Finding("reader-silent", Severity.INFO, message, table.place)


def compare_table(table: Table, seen: dict[str, list[Seen]]) -> Iterator[Finding]:
    """Where the other readers, by name, disagree about a table of ours."""
    ours = Reading("pdfium", tuple(see_cell(cell, table.page).text for cell in table.cells))
    others: list[Reading] = []
    for reader, items in seen.items():
        reading = gather(reader, items, table)
        if reading is None:
            yield unread(f"{reader} saw no table here", table)
        else:
            others.append(reading)
    yield from compare_readings(table, ours, others)


def compare_page(path: Path, ours: Page, theirs: Page, password: str | None) -> Iterator[Finding]:
    """Where the readers disagree about the tables on a page, given the first two readings of it."""
    tables = tables_of(ours)
    if not tables:
        return
    seen = {"pdfplumber": see_page(theirs)}
    try:
        seen["camelot"] = see_lattice(path, ours, password)
    except LatticeError as error:
        yield unread(f"camelot could not read the page: {error}", tables[0])
    for table in tables:
        yield from compare_table(table, seen)


def every_page(page: int) -> bool:
    """Whether a page is compared: each one is."""
    return True


def compare_cells(
    path: Path,
    *,
    password: str | None = None,
    max_pages: int | None = None,
    progress: Progress = no_progress,
    chosen: Callable[[int], bool] = every_page,
) -> list[Finding]:
    """Where the three readers disagree about the cells of a PDF, on the ``chosen`` pages in reading order.

    A cell of which another reader reads other characters gives a ``readers-disagree`` (warning), one with the same characters
    in another order a ``reading-order`` (info), a table that a reader did not see or could not read a ``reader-silent``
    (info). White space, width and look-alike characters make no difference.

    Raises :class:`~plan_extract.errors.UsageError` where camelot is not installed, and what the readers raise.
    """
    first = pdfium.read_pages(path, password=password, max_pages=max_pages)
    second = plumber.read_pages(path, password=password, max_pages=max_pages, progress=progress)
    pairs = zip(first, second, strict=True)
    return [finding for ours, theirs in pairs if chosen(ours.number) for finding in compare_page(path, ours, theirs, password)]
