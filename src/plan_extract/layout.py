"""Pages to the layout of a document: its long tables, what stands around them, and the plan's tree. Knows no model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from plan_extract.finding import Finding
from plan_extract.formpages import find_forms, form_places, forms_to_part, set_apart, without_captions
from plan_extract.outside import classify
from plan_extract.pdf.page import Page
from plan_extract.pdf.turn import find_turn, turn_page
from plan_extract.place import Place
from plan_extract.profile import Profile
from plan_extract.sectionmarks import (
    band_heading,
    band_marks,
    column_marks,
    echoes,
    idle_headings,
    list_titles,
    outside_marks,
    table_captions,
)
from plan_extract.sheet import OutsideLine, Sheet, to_sheet
from plan_extract.table.aligned import align_page
from plan_extract.table.bands import with_section_rows
from plan_extract.table.carried import settle_header
from plan_extract.table.facing import find_spreads, join_spreads
from plan_extract.table.form import is_lone_form
from plan_extract.table.grid import Table, page_to_tables
from plan_extract.table.header import Header, lists_items, read_header, read_numbered_header, read_plain_header
from plan_extract.table.lanes import ReadingOrder, find_lanes
from plan_extract.table.row import Band, table_to_rows
from plan_extract.table.stitch import LongTable, Part, stitch
from plan_extract.table.unfold import unfold
from plan_extract.table.unruled import part_rows
from plan_extract.tree import Tree, build_tree
from plan_extract.unitnotes import find_units


@dataclass(frozen=True, slots=True)
class Layout:
    """What was seen on the pages. ``skipped`` are the tables that list no items, ``notes`` bands that head no section,
    ``units`` those that are stated for rows, by the places where these begin."""

    sheets: tuple[Sheet, ...]
    outside: tuple[OutsideLine, ...]
    tables: tuple[LongTable, ...]
    skipped: tuple[Table, ...]
    notes: tuple[Band, ...]
    tree: Tree
    units: Mapping[Place, str]
    findings: tuple[Finding, ...]


def pages_to_layout(pages: Iterable[Page], profile: Profile) -> Layout:
    """The layout of a document's pages."""
    read = tuple(read_sheet(page, profile) for page in pages)
    forms = find_forms(read, profile)
    spreads = find_spreads([table for sheet in read for table in sheet.tables], profile)
    sheets = set_apart(read, form_places(forms) | {spread.right.place for spread in spreads})
    tables, skipped = find_headers(sheets, profile)
    outside = without_captions(classify(sheets, {table.place for table, _ in tables}, profile), forms)
    order = sheets_to_order(sheets)
    parts = with_section_rows(join_spreads(tables_to_parts(tables, outside, order), spreads, profile), profile)
    stitched = stitch([*parts, *map(forms_to_part, forms)], profile.markers)
    bands = [row for table in stitched.tables for row in table.rows if isinstance(row, Band)]
    marks = [*outside_marks(outside), *band_marks(stitched.tables, profile), *column_marks(stitched.tables, profile)]
    notes = tuple(band for band in bands if band_heading(band, profile) is None)
    tree = build_tree(marks, order)
    idle = (
        idle_headings(outside, tree, stitched.tables)
        | table_captions(outside, tree, stitched.tables, profile)
        | echoes(outside, tree)
        | list_titles(tree, stitched.tables)
    )
    if idle:
        outside = [replace(line, kind="note", heading=None) if line.place in idle else line for line in outside]
        tree = build_tree((mark for mark in marks if mark.place not in idle), order)
    units = find_units(outside, bands, stitched.tables)
    return Layout(sheets, tuple(outside), stitched.tables, tuple(skipped), notes, tree, units, stitched.findings)


def read_sheet(displayed: Page, profile: Profile) -> Sheet:
    """A page, set upright, with the tables that rules make, and those that alignment alone makes."""
    turn = find_turn(displayed)
    page = turn_page(displayed, turn)
    ruled = [unfold(table, profile) for table in page_to_tables(page)]
    parted = {table.place: one for table in ruled if (one := part_rows(table))}
    whole = [table for table in ruled if table.place not in parted]
    aligned = [*parted.values(), *align_page(page, ruled, profile)]
    return replace(to_sheet(page, whole, aligned), turn=turn if turn.angle else None)


def find_headers(sheets: Sequence[Sheet], profile: Profile) -> tuple[list[tuple[Table, Header]], list[Table]]:
    """The tables of items in reading order, each with its own header or the one it goes on with; and the other tables."""
    found: list[tuple[Table, Header]] = []
    skipped: list[Table] = []
    for table in (table for sheet in sheets for table in sheet.tables):
        header = (
            None
            if is_lone_form(table, profile)
            else settle_header(printed_header(table, profile), table, found) or read_plain_header(table, profile)
        )
        if header and lists_items(header, profile):
            found.append((table, header))
        else:
            skipped.append(table)
    return found, skipped


def printed_header(table: Table, profile: Profile) -> Header | None:
    """The header that a table itself has, by its words or by the numbers below it."""
    return read_header(table, profile) or read_numbered_header(table, profile)


def sheets_to_order(sheets: Iterable[Sheet]) -> ReadingOrder:
    """The order in which a document is read, by the tables that stand side by side on its pages."""
    lanes = {sheet.page.number: find_lanes((*sheet.tables, *sheet.apart)) for sheet in sheets}
    return ReadingOrder({page: found for page, found in lanes.items() if found})


def tables_to_parts(tables: Sequence[tuple[Table, Header]], outside: Sequence[OutsideLine], order: ReadingOrder) -> list[Part]:
    """The parts that tables of items make, in reading order. A heading that is only printed again begins nothing."""
    headings = build_tree(outside_marks(outside), order).openings
    parts: list[Part] = []
    for table, header in tables:
        fresh = not parts or any(stands_between(place, parts[-1].table, table) for place in headings)
        parts.append(Part(table, header, table_to_rows(table, header), fresh))
    return parts


def stands_between(place: Place, above: Table, below: Table) -> bool:
    """Whether a heading stands after one table and before another."""
    start, end = (above.page, above.box.bottom - 1), (below.page, below.box.top + 1)
    return start <= (place.page, place.box.top) and (place.page, place.box.bottom) <= end
