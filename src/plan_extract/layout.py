"""Pages to the layout of a document: its long tables, what stands around them, and the plan's tree. Knows no model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plan_extract.finding import Finding
from plan_extract.formpages import find_forms, form_places, forms_to_part, set_apart, without_captions
from plan_extract.outside import classify, heading_text, is_note
from plan_extract.pdf.page import Page
from plan_extract.pdf.turn import find_turn, turn_page
from plan_extract.place import Place
from plan_extract.profile import Profile
from plan_extract.sheet import OutsideLine, Sheet, to_sheet
from plan_extract.table.aligned import align_page
from plan_extract.table.cell import PrintedLine, join_lines
from plan_extract.table.facing import find_spreads, join_spreads
from plan_extract.table.form import is_lone_form
from plan_extract.table.grid import Table, page_to_tables
from plan_extract.table.header import Header, lists_items, read_header, read_numbered_header, read_plain_header
from plan_extract.table.lanes import Flow, find_lanes
from plan_extract.table.row import Band, Row, RowCell, carry_header, carry_merged, column_cells, table_to_rows
from plan_extract.table.stitch import LongTable, Part, stitch
from plan_extract.table.unfold import unfold
from plan_extract.table.unruled import part_rows
from plan_extract.text.headings import Heading, parse_heading, parse_numbered, parse_stacked, plain_heading
from plan_extract.text.marks import marker_kind, split_marker
from plan_extract.tree import BAND_DEPTH, Mark, Tree, build_tree, heading_words
from plan_extract.unitnotes import find_units

NUMERAL = re.compile(r"[\w①-⓿]")
COLUMN_DEPTH = 10
"""Sections that stand in a table's columns stand under all headings and bands."""
LONGEST_BAND = 80
UNSURE = 0.9
"""A heading that only its type tells counts as of type smaller by this factor, so that one in its place ends it."""


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
    flow = sheets_to_flow(sheets)
    parts = with_section_rows(join_spreads(tables_to_parts(tables, outside, flow), spreads, profile))
    stitched = stitch([*parts, *map(forms_to_part, forms)], profile.markers)
    bands = [row for table in stitched.tables for row in table.rows if isinstance(row, Band)]
    marks = [*outside_marks(outside), *band_marks(stitched.tables, profile), *column_marks(stitched.tables, profile)]
    notes = tuple(band for band in bands if band_heading(band, profile) is None)
    tree = build_tree(marks, flow)
    idle = idle_headings(outside, tree, stitched.tables)
    if idle:
        outside = [replace(line, kind="note", heading=None) if line.place in idle else line for line in outside]
        tree = build_tree((mark for mark in marks if mark.place not in idle), flow)
    units = find_units(outside, bands, stitched.tables)
    return Layout(sheets, tuple(outside), stitched.tables, tuple(skipped), notes, tree, units, stitched.findings)


def idle_headings(outside: Iterable[OutsideLine], tree: Tree, tables: Iterable[LongTable]) -> set[Place]:
    """Where headings stand that head no row and are not sure to be any, or stand again where they do: those of chapters
    without tables, and of a list of contents."""
    rows = [row for table in tables for row in table.rows if isinstance(row, Row)]
    used = {node.id for section in {tree.section_at(row.places[0]) for row in rows} for node in tree.path(section)}
    telling = {heading_key(node.heading) for node in tree.nodes if node.id in used}
    lines = {line.place: line for line in outside if line.heading}
    return {
        node.place
        for node in tree.nodes
        if node.id not in used and (line := lines.get(node.place)) and (not line.sure or heading_key(node.heading) in telling)
    }


def heading_key(heading: Heading) -> tuple[str, ...]:
    """What makes two headings the same: kind, number and title, without blanks."""
    return heading.kind, *heading_words(heading)


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


def sheets_to_flow(sheets: Iterable[Sheet]) -> Flow:
    """The order in which a document is read, by the tables that stand side by side on its pages."""
    lanes = {sheet.page.number: find_lanes((*sheet.tables, *sheet.apart)) for sheet in sheets}
    return Flow({page: found for page, found in lanes.items() if found})


def tables_to_parts(tables: Sequence[tuple[Table, Header]], outside: Sequence[OutsideLine], flow: Flow) -> list[Part]:
    """The parts that tables of items make, in reading order. A heading that is only printed again begins nothing."""
    headings = build_tree(outside_marks(outside), flow).openings
    parts: list[Part] = []
    for table, header in tables:
        fresh = not parts or any(stands_between(place, parts[-1].table, table) for place in headings)
        parts.append(Part(table, header, table_to_rows(table, header), fresh))
    return parts


def with_section_rows(parts: Sequence[Part]) -> list[Part]:
    """The parts with rows made bands that are headings by their numbering: in a table whose items count ①②③, a row that says
    nothing but 「(1) …」 heads those below it."""
    texts: dict[tuple[str, ...], Counter[str]] = {}
    for part in parts:
        counts = texts.setdefault(part.header.names, Counter())
        counts.update(style for row in part.rows if isinstance(row, Row) and (style := number_style(row, part.header)))
    return [
        replace(part, rows=tuple(to_band(row, part.header, texts[part.header.names]) for row in part.rows)) for part in parts
    ]


def number_style(row: Row, header: Header) -> str | None:
    """How the name of a row is numbered, in a table without a number column; None where it is not."""
    if "number" in header.roles:
        return None
    name = next((cell for cell, column in zip(row.cells, header.columns) if column.role == "name"), None)
    marker = split_marker(join_lines(name.lines).text)[0] if name and name.lines else None
    return marker_kind(marker) if marker and NUMERAL.search(marker) else None


def to_band(row: Row | Band, header: Header, styles: Counter[str]) -> Row | Band:
    """A row as the band that it is, if it says nothing but a heading numbered otherwise than most names are."""
    if isinstance(row, Band):
        return row
    style = number_style(row, header)
    said = [cell for cell in row.cells if cell.lines]
    alone = len(said) == 1 and not said[0].text.endswith("。")
    if style is None or not alone or style == styles.most_common(1)[0][0]:
        return row
    return Band(said[0].lines, row.places[0])


def settle_header(printed: Header | None, table: Table, before: Sequence[tuple[Table, Header]]) -> Header | None:
    """The header that a table's columns have: the printed one; the one that it goes on with where it has none, or where the
    printed one lacks columns that the table before has (a print title of another table)."""
    carried = carried_header(table, before)
    if printed is None or carried is None:
        return printed or carried
    lacking = len(carried.columns) > len(printed.columns) and carried.names != printed.names
    return Header(printed.rows, carried.columns) if lacking and splits_columns(table, printed) else printed


def splits_columns(table: Table, header: Header) -> bool:
    """Whether every row of a table has several cells under one of the header's columns."""
    return any(
        column.first < column.last and all(len(column_cells(table, row, column)) > 1 for row in range(header.rows, table.rows))
        for column in header.columns
    )


def carried_header(table: Table, before: Sequence[tuple[Table, Header]]) -> Header | None:
    """The header of the latest table whose columns a headerless table shares; of the one right before it also where cells are
    merged over them."""
    carried = (carry_header(header, source, table) for source, header in reversed(before))
    shared = next((header for header in carried if header), None)
    return shared or (carry_merged(before[-1][1], before[-1][0], table) if before else None)


def stands_between(place: Place, above: Table, below: Table) -> bool:
    """Whether a heading stands after one table and before another."""
    start, end = (above.page, above.box.bottom - 1), (below.page, below.box.top + 1)
    return start <= (place.page, place.box.top) and (place.page, place.box.bottom) <= end


def outside_marks(outside: Sequence[OutsideLine]) -> list[Mark]:
    """The headings that stand on the pages; one that is told by its type alone stands under others in that type."""
    return [
        Mark(line.place, line.heading, size=line.line.size * (1 if line.sure else UNSURE)) for line in outside if line.heading
    ]


def band_marks(tables: Iterable[LongTable], profile: Profile) -> list[Mark]:
    """The headings that stand as bands in tables."""
    return [mark for table in tables for mark in table_band_marks(table, profile)]


def table_band_marks(table: LongTable, profile: Profile) -> list[Mark]:
    """The headings that stand as bands in a table. Numbered ones and others are of one level where none of the one kind ever
    stands right above one of the other, as under １, ２ and その他."""
    headings = [band_heading(row, profile) if isinstance(row, Band) else None for row in table.rows]
    found = [
        (row.place, heading) for row, heading in zip(table.rows, headings) if isinstance(row, Band) and heading is not None
    ]
    styles = Counter(heading.style for heading in headings if heading and heading.style != "plain" and not heading.kind)
    stacked = any(upper and lower and upper.style != lower.style for upper, lower in pairwise(headings))
    if not stacked and len(styles) == 1:
        found = [(place, heading._replace(style=next(iter(styles)))) for place, heading in found]
    return [Mark(place, heading, 0 if heading.kind else BAND_DEPTH) for place, heading in found]


def band_heading(band: Band, profile: Profile) -> Heading | None:
    """The heading that a band is; None where it is a note."""
    text = heading_text(join_lines(band.lines).text, profile)
    if not text or len(text) > LONGEST_BAND or is_note(text, profile) or text.endswith("。"):
        return None
    return parse_heading(text, profile.kinds) or parse_numbered(text) or plain_heading(text)


def column_marks(tables: Iterable[LongTable], profile: Profile) -> list[Mark]:
    """The sections that stand in columns beside the rows, a mark for each row that names one; where some do, one for each row
    without that says so."""
    rows = [(row, table.header) for table in tables for row in table.rows if isinstance(row, Row)]
    marks = [(row, list(row_marks(row, header, profile))) for row, header in rows]
    if not any(found for _, found in marks):
        return []
    return [mark for row, found in marks for mark in found or [Mark(row.places[0], None, COLUMN_DEPTH)]]


def row_marks(row: Row, header: Header, profile: Profile) -> Iterator[Mark]:
    """The sections that stand beside a row: in columns of their own, and as groups under the header of its name."""
    for index, (column, cell) in enumerate(zip(header.columns, row.cells, strict=True)):
        if column.role == "section" and cell.lines:
            yield Mark(row.places[0], column_heading(cell.lines, column.header, profile), COLUMN_DEPTH + index)
        for level, heading in enumerate(group_headings(cell.groups, profile)):
            yield Mark(row.places[0], heading, COLUMN_DEPTH + index + level)


def group_headings(groups: Iterable[RowCell], profile: Profile) -> list[Heading]:
    """The sections that group cells name, the outermost first; a cell with nothing but a number numbers the next one."""
    texts: list[str] = []
    for text in (join_lines(group.lines).text for group in groups if group.lines):
        numbered = bool(texts) and parse_numbered(f"{texts[-1]} 名") is not None and parse_numbered(texts[-1]) is None
        texts = [*texts[:-1], f"{texts[-1]} {text}"] if numbered else [*texts, text]
    headings = [text_heading(text, profile) for text in texts]
    return [heading._replace(style="group") for heading in headings]


def column_heading(lines: Sequence[PrintedLine], header: str, profile: Profile) -> Heading:
    """The section that a cell of a section column names; its kind is the column's header where the text has none."""
    heading = text_heading(join_lines(lines).text, profile)
    return heading if heading.kind else heading._replace(kind=header.rsplit(" / ", maxsplit=1)[-1])


def text_heading(text: str, profile: Profile) -> Heading:
    """The section that a text in a column names."""
    return parse_heading(text, profile.kinds) or parse_numbered(text) or parse_stacked(text) or plain_heading(text)
