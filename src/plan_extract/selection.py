"""Which tables of a document go into the dataset, where not all of them shall: by page, by number or by caption.

The whole document is read first, so that a table on a later page still has its header, its sections and the report's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from plan_extract.errors import UsageError
from plan_extract.finding import Finding, Severity
from plan_extract.place import Place
from plan_extract.profile import word
from plan_extract.table.row import Band, Row
from plan_extract.tree import Node, Tree

if TYPE_CHECKING:
    from plan_extract.layout import Layout
    from plan_extract.sheet import Sheet
    from plan_extract.table.stitch import LongTable

LAST = 1_000_000
"""Where a range without an end ends."""
_RANGE = re.compile(r"(\d{1,6})?(?:(-)(\d{1,6})?)?")


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen; nothing chosen is everything. ``numbers`` and ``captions`` both name tables: either is enough."""

    pages: tuple[range, ...] = ()
    numbers: tuple[range, ...] = ()
    captions: tuple[str, ...] = ()


def parse_selection(pages: str | None, tables: str | None) -> Selection:
    """The pages (``"3-8,10"``) and the tables (``"1,3-"``, or words of a heading above them) that are chosen.

    Raises :class:`UsageError` for what is no list of pages, or an empty one.

    >>> parse_selection("3-8,10", "2,一般会計")
    Selection(pages=(range(3, 9), range(10, 11)), numbers=(range(2, 3),), captions=('一般会計',))
    """
    choices = [] if tables is None else split_list(tables, "--tables")
    numbers = [parse_range(choice) for choice in choices]
    return Selection(
        tuple(require_range(choice) for choice in split_list(pages, "--pages")) if pages is not None else (),
        tuple(number for number in numbers if number),
        tuple(word(choice) for choice, number in zip(choices, numbers, strict=True) if not number),
    )


def split_list(text: str, option: str) -> list[str]:
    """The parts of a list with commas; raises :class:`UsageError` for an empty part."""
    parts = [part.strip() for part in text.split(",")]
    if not all(parts):
        raise UsageError(f"{option} {text!r} lists nothing between two commas, or nothing at all")
    return parts


def parse_range(text: str) -> range | None:
    """The numbers from 1 that a text names, or None for a text that is no range.

    >>> parse_range("3-8"), parse_range("10"), parse_range("5-")[0], parse_range("-2"), parse_range("8-3"), parse_range("表")
    (range(3, 9), range(10, 11), 5, range(1, 3), None, None)
    """
    match = _RANGE.fullmatch(text)
    if match is None or not (match[1] or match[3]):
        return None
    first = int(match[1] or 1)
    last = int(match[3] or LAST) if match[2] else first
    return range(first, last + 1) if 1 <= first <= last else None


def require_range(text: str) -> range:
    """The pages that a text names; raises :class:`UsageError` where it names none."""
    pages = parse_range(text)
    if pages is None:
        raise UsageError(f"{text!r} names no pages: --pages takes numbers and ranges from 1, such as 3-8,10")
    return pages


def narrow(layout: Layout, selection: Selection) -> Layout:
    """The layout with what was chosen, and a finding for everything that was left out.

    A row that runs over several pages stays whole where one of them is chosen. Raises :class:`UsageError` where the document
    has no such page or table.
    """
    if selection == Selection():
        return layout
    require_known(layout, selection)
    kept = [
        replace(table, rows=tuple(row for row in table.rows if is_chosen(row, number, layout.tree, selection)))
        for number, table in enumerate(layout.tables, 1)
    ]
    left_rows = [rows_without(table, rest) for table, rest in zip(layout.tables, kept, strict=True)]
    gone = {place for rows in left_rows for row in rows for place in row.places}
    pages = pages_in_use(layout.sheets, kept, selection)
    here = [sheet for sheet in layout.sheets if sheet.page.number in pages]
    return replace(
        layout,
        sheets=tuple(here),
        outside=tuple(line for line in layout.outside if line.kind in ("title", "furniture") or line.place.page in pages),
        tables=tuple(table for table in kept if any(isinstance(row, Row) for row in table.rows)),
        skipped=tuple(table for table in layout.skipped if table.page in pages),
        notes=tuple(band for band in layout.notes if band.place.page in pages),
        tree=prune(layout.tree, (row for table in kept for row in table.rows if isinstance(row, Row))),
        findings=(
            *(finding for finding in layout.findings if still_holds(finding, gone, pages)),
            *left_pages(layout.sheets, here),
            *left_tables(layout.tables, left_rows),
        ),
    )


def on_pages(page: int, selection: Selection) -> bool:
    """Whether a page is chosen."""
    return not selection.pages or any(page in pages for pages in selection.pages)


def row_pages(row: Row | Band) -> set[int]:
    """The pages on which a row or band stands."""
    return {place.page for place in row.places} if isinstance(row, Row) else {row.place.page}


def is_chosen(row: Row | Band, number: int, tree: Tree, selection: Selection) -> bool:
    """Whether a row of the table with this number is chosen, by page and by table."""
    if not any(on_pages(page, selection) for page in row_pages(row)):
        return False
    if not (selection.numbers or selection.captions):
        return True
    place = row.places[0] if isinstance(row, Row) else row.place
    return any(number in numbers for numbers in selection.numbers) or any(
        caption in text for text in captions_at(place, tree) for caption in selection.captions
    )


def captions_at(place: Place, tree: Tree) -> list[str]:
    """The headings in force at a place, folded."""
    return [caption_of(node) for node in tree.path(tree.section_at(place))]


def caption_of(node: Node) -> str:
    """A heading as captions are compared: folded, without blanks."""
    return word(f"{node.heading.kind}{node.heading.number or ''}{node.heading.title}")


def require_known(layout: Layout, selection: Selection) -> None:
    """Raise :class:`UsageError` for a page, a table's number or a caption that the document does not have."""
    pages, tables = len(layout.sheets), len(layout.tables)
    for wanted in selection.pages:
        if wanted.start > pages:
            raise UsageError(f"there is no page {wanted.start}: the document has {pages}")
    for wanted in selection.numbers:
        if wanted.start > tables:
            raise UsageError(f"there is no table {wanted.start}: {listed_tables(layout.tables)}")
    known = [caption_of(node) for node in layout.tree.nodes]
    for caption in selection.captions:
        if not any(caption in text for text in known):
            raise UsageError(f"no table stands under a heading with {caption!r}: {listed_tables(layout.tables)}")


def listed_tables(tables: Sequence[LongTable]) -> str:
    """The document's tables with their numbers, in words."""
    named = "; ".join(f"{number} ({columns_of(table)})" for number, table in enumerate(tables, 1))
    return f"the tables of initiatives are {named}; others go into the dataset where a profile knows their headers"


def columns_of(table: LongTable) -> str:
    """A table's headers in one line."""
    return ", ".join(name for name in table.header.names if name)


def rows_without(table: LongTable, rest: LongTable) -> list[Row]:
    """The rows of a table that are not among those of ``rest``."""
    kept = {id(row) for row in rest.rows}
    return [row for row in table.rows if isinstance(row, Row) and id(row) not in kept]


def prune(tree: Tree, rows: Iterable[Row]) -> Tree:
    """The tree without the sections in which no row is left."""
    needed = {node.id for row in rows for node in tree.path(tree.section_at(row.places[0]))}
    return replace(tree, nodes=tuple(node for node in tree.nodes if node.id in needed))


def pages_in_use(sheets: Iterable[Sheet], tables: Iterable[LongTable], selection: Selection) -> set[int]:
    """The chosen pages, and those on which a chosen row stands besides."""
    chosen = {sheet.page.number for sheet in sheets if on_pages(sheet.page.number, selection)}
    return chosen.union(*(row_pages(row) for table in tables for row in table.rows))


def still_holds(finding: Finding, gone: set[Place], pages: set[int]) -> bool:
    """Whether a finding is about something that was chosen."""
    return finding.place is None or (finding.place not in gone and finding.place.page in pages)


def left_pages(sheets: Sequence[Sheet], kept: Sequence[Sheet]) -> list[Finding]:
    """The finding that tells which pages were left out, if any."""
    rest = [sheet.page.number for sheet in sheets if sheet not in kept]
    return [Finding("left-out", Severity.INFO, f"left out as asked: {page_ranges(rest)}")] if rest else []


def left_tables(tables: Sequence[LongTable], left: Sequence[Sequence[Row]]) -> list[Finding]:
    """A finding for each table of which rows were left out."""
    return [
        Finding(
            "left-out",
            Severity.INFO,
            f"left out as asked: {len(rows)} of {count_rows(table)} rows of table {number} ({columns_of(table)})",
            rows[0].places[0],
        )
        for number, (table, rows) in enumerate(zip(tables, left, strict=True), 1)
        if rows
    ]


def count_rows(table: LongTable) -> int:
    """How many rows a table has, its bands apart."""
    return sum(isinstance(row, Row) for row in table.rows)


def page_ranges(pages: Iterable[int]) -> str:
    """Pages in words, following ones as a range.

    >>> page_ranges([1, 2, 3, 7, 9]), page_ranges([4])
    ('pages 1–3, 7, 9', 'page 4')
    """
    runs = [[page for _, page in run] for _, run in groupby(enumerate(sorted(pages)), key=lambda pair: pair[1] - pair[0])]
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return f"page{'s' if len(runs) > 1 or len(runs[0]) > 1 else ''} {', '.join(parts)}"
