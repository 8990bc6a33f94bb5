"""Checks: what a person should look at. ``CHECKS`` are functions of the layout and the assembled report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from plan_extract.assemble import Assembled
from plan_extract.finding import Finding, Severity
from plan_extract.layout import Layout
from plan_extract.model import Report, Source
from plan_extract.pdf.page import Char
from plan_extract.place import Box, Place, union
from plan_extract.published import to_finding, to_source
from plan_extract.scans import find_scans
from plan_extract.sheet import OutsideLine
from plan_extract.table.aligned import SURE
from plan_extract.table.grid import Table
from plan_extract.table.row import Row
from plan_extract.text.rownumbers import number_key
from plan_extract.turning import turn_report

PROSE_LENGTH = 15
"""Text at least this long that is a sentence is prose."""
LEAST_CODES = 5
"""More numbers than these, of which not even half follow the one before, are codes that count nothing."""
SHOWN = 60
"""Characters of a text that a message quotes."""


def quote(text: str) -> str:
    """A text shortened for a message."""
    flat = re.sub(r"\s+", " ", text)
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN]}…"


def quote_table(table: Table) -> str:
    """The first texts of a table, for a message."""
    return quote(" | ".join(cell.text for cell in table.cells if cell.text.strip()))


def check_left_over(layout: Layout, report: Report) -> Iterator[Finding]:
    """Text outside the tables that is no heading, title or furniture: one finding for what stands together. Running prose is
    worth knowing of; a line or two may be something that belongs to the dataset."""
    for _, group in groupby(layout.outside, key=lambda line: (line.line.page, line.kind)):
        lines = list(group)
        kind, place = lines[0].kind, Place(lines[0].line.page, union(line.line.box for line in lines))
        text = "".join(line.line.text for line in lines)
        if kind == "note":
            yield Finding("note", Severity.INFO, f"a note outside the tables: {quote(text)}", place)
        elif kind == "left" and is_prose(lines):
            yield Finding(
                "prose", Severity.INFO, f"{len(lines)} lines of running text outside the tables: {quote(text)}", place
            )
        elif kind == "left":
            yield Finding("unplaced-text", Severity.WARNING, f"text outside the tables: {quote(text)}", place)


def is_prose(lines: Sequence[OutsideLine]) -> bool:
    """Whether lines are running text: sentences, one line below the other."""
    text = "".join(line.line.text for line in lines)
    tops = sorted(line.line.box.top for line in lines)
    stacked = all(below - above > lines[0].line.size / 2 for above, below in pairwise(tops))
    return len(text) > PROSE_LENGTH and "。" in text and stacked


def check_bands(layout: Layout, report: Report) -> Iterator[Finding]:
    """Lines across a table that head no section."""
    for band in layout.notes:
        text = "".join(line.text for line in band.lines)
        yield Finding("note", Severity.INFO, f"a note across the table: {quote(text)}", band.place)


def check_skipped(layout: Layout, report: Report) -> Iterator[Finding]:
    """Tables that list no initiatives and are not in the dataset."""
    for table in layout.skipped:
        message = f"a table that lists no initiatives was left out: {quote_table(table)}"
        yield Finding("other-table", Severity.INFO, message, table.place)


def check_aligned(layout: Layout, report: Report) -> Iterator[Finding]:
    """Tables whose columns or rows no rule parts."""
    for one in (one for sheet in layout.sheets for one in sheet.aligned):
        severity = Severity.INFO if one.confidence >= SURE else Severity.WARNING
        sure = f"({one.confidence:.0%} sure)"
        message = f"a table without rules between its {one.lacking}, read by how its text is aligned {sure}"
        yield Finding("aligned-table", severity, message, one.table.place)


def check_glyphs(layout: Layout, report: Report) -> Iterator[Finding]:
    """Glyphs without a character, text that nobody sees, and text laid over the page."""
    for sheet in layout.sheets:
        page = sheet.page
        if page.unmapped:
            box = union(char for char in page.chars if "\ufffd" in char.text)
            number = "a glyph" if page.unmapped == 1 else f"{page.unmapped:,} glyphs"
            message = f"{number} whose font tells no character: each stands as U+FFFD"
            weight = Severity.ERROR if page.number in garbled_pages(report) else Severity.WARNING
            yield Finding("unmapped-glyph", weight, message, Place(page.number, box))
        hidden, stamps = inked(page.hidden), inked(page.stamps)
        if hidden:
            message = f"text that cannot be seen was left out: {spell(hidden)}"
            yield Finding("hidden-text", Severity.INFO, message, Place(page.number, union(hidden)))
        if stamps:
            message = f"a stamp or watermark over the page was left out: {spell(stamps)}"
            yield Finding("stamp", Severity.INFO, message, Place(page.number, union(stamps)))


def inked(chars: Iterable[Char]) -> list[Char]:
    """The chars that are no blanks."""
    return [char for char in chars if not char.text.isspace()]


def spell(chars: Iterable[Char]) -> str:
    """What chars say, shortened for a message."""
    return quote("".join(char.text for char in chars))


def garbled_pages(report: Report) -> set[int]:
    """The pages of rows in whose text a character is missing."""
    garbled = (i for i in report.initiatives if any("\ufffd" in text for text in i.cells.values()))
    return {source.page for initiative in garbled for source in initiative.sources}


def check_scans(layout: Layout, report: Report) -> Iterator[Finding]:
    """Pages whose text is not to be trusted."""
    yield from find_scans(sheet.page for sheet in layout.sheets)


def check_columns(layout: Layout, report: Report) -> Iterator[Finding]:
    """Columns that fit no role; their text is kept under their header."""
    for table in layout.tables:
        place = next((row.places[0] if hasattr(row, "places") else row.place for row in table.rows), None)
        names = [quote(column.header or "(no header)") for column in table.header.columns if column.role is None]
        if names:
            said = f"column {names[0]} fits" if len(names) == 1 else f"columns {', '.join(names)} fit"
            yield Finding("column-without-role", Severity.INFO, f"the {said} no role; see cells", place)


def check_numbering(layout: Layout, report: Report) -> Iterator[Finding]:
    """Gaps and repeats in the numbering, within the report or within each section where numbers begin anew."""
    anew = any(i.id == f"{i.section}-{number_key(i.number)}" for i in report.initiatives if i.section)
    series: dict[str | None, list[tuple[int, str, Place]]] = defaultdict(list)
    shared = shared_numbers(layout)
    for initiative in report.initiatives:
        source = initiative.sources[0]
        number = initiative.number.strip()
        if source in shared:
            continue
        if not initiative.relisted and re.fullmatch(r"[0-9０-９]{1,4}", number):
            place = Place(source.page, Box(*source.bbox))
            series[initiative.section if anew else None].append((int(number), initiative.id, place))
    for rows in series.values():
        yield from check_series(rows)


def shared_numbers(layout: Layout) -> set[Source]:
    """Where the rows stand whose number is that of the row above, in a cell merged over both."""
    return {
        to_source(row.places[0])
        for table in layout.tables
        for row in table.rows
        if isinstance(row, Row)
        for column, cell in zip(table.header.columns, row.cells, strict=True)
        if column.role == "number" and not cell.first
    }


def check_series(rows: list[tuple[int, str, Place]]) -> Iterator[Finding]:
    """Gaps and repeats in one run of numbers."""
    counts = Counter(number for number, _, _ in rows)
    for (before, _, _), (number, initiative, place) in [] if are_codes([row[0] for row in rows]) else pairwise(rows):
        missing = [] if opens_hundred(before, number) else [n for n in range(before + 1, number) if not counts[n]]
        if missing:
            span = str(missing[0]) if len(missing) == 1 else f"{missing[0]}–{missing[-1]}"
            yield Finding("numbering-gap", Severity.WARNING, f"No {span} is missing before No {number}", place, initiative)
    for number, initiative, place in rows:
        if counts[number] > 1:
            yield Finding(
                "numbering-repeat", Severity.WARNING, f"No {number} is printed {counts[number]} times", place, initiative
            )


def opens_hundred(before: int, number: int) -> bool:
    """Whether a number is the first of another hundred, as where each section has its own.

    >>> opens_hundred(104, 201), opens_hundred(104, 203), opens_hundred(1, 101)
    (True, False, False)
    """
    return number % 100 <= 1 and number // 100 > before // 100 > 0


def are_codes(numbers: Sequence[int]) -> bool:
    """Whether numbers count nothing: so few follow the one before.

    >>> are_codes([101, 203, 308, 412, 530, 644]), are_codes([1, 2, 3, 5, 6, 7])
    (True, False)
    """
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    return len(numbers) > LEAST_CODES and steps * 2 < len(numbers) - 1


def check_references(layout: Layout, report: Report) -> Iterator[Finding]:
    """Rows listed again whose first listing was not found."""
    for initiative in report.initiatives:
        if initiative.relisted and initiative.refers_to is None:
            source = initiative.sources[0]
            message = f"the row is listed again, but its first listing was not found: {quote(initiative.name)}"
            yield Finding(
                "unresolved-reference", Severity.WARNING, message, Place(source.page, Box(*source.bbox)), initiative.id
            )


def check_names(layout: Layout, report: Report) -> Iterator[Finding]:
    """Rows without a name."""
    for initiative in report.initiatives:
        if not initiative.name:
            source = initiative.sources[0]
            yield Finding(
                "no-name", Severity.WARNING, "the row has no name", Place(source.page, Box(*source.bbox)), initiative.id
            )


CHECKS: tuple[Callable[[Layout, Report], Iterator[Finding]], ...] = (
    check_left_over,
    check_bands,
    check_skipped,
    check_aligned,
    check_glyphs,
    check_scans,
    check_columns,
    check_numbering,
    check_references,
    check_names,
)

ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def find_all(layout: Layout, assembled: Assembled) -> list[Finding]:
    """All findings about a report, the gravest first and then in page order; their places are those of upright pages."""
    checked = (finding for one in CHECKS for finding in one(layout, assembled.report))
    found = [*layout.findings, *assembled.findings, *checked]
    found.sort(key=lambda f: (ORDER[f.severity], f.place.page if f.place else 0, f.place.box.top if f.place else 0.0))
    return found


def check(layout: Layout, assembled: Assembled) -> Report:
    """The report with all findings about it."""
    told = assembled.report.model_copy(update={"findings": tuple(map(to_finding, find_all(layout, assembled)))})
    return turn_report(told, {sheet.page.number: sheet.turn.back for sheet in layout.sheets if sheet.turn})
