"""Layout to report: the one place where layout, text and the published model meet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from plan_extract import __version__
from plan_extract.arithmetic.ledger import Ledger, initiative_to_ledger
from plan_extract.finding import Finding
from plan_extract.formpages import framed_title
from plan_extract.indicators import NOTHING, Counted, find_counted, is_of_units
from plan_extract.layout import Layout
from plan_extract.model import Initiative, Reader, Report, ReportInfo, Section, SourceFile, Statement, Total
from plan_extract.outside import LARGEST
from plan_extract.place import Place
from plan_extract.profile import Profile, Role, word
from plan_extract.published import to_sources
from plan_extract.sheet import OutsideLine
from plan_extract.table.header import Column
from plan_extract.table.printed import PrintedLine
from plan_extract.table.row import Row, RowCell
from plan_extract.table.setting import Measure, is_full
from plan_extract.table.stitch import LongTable
from plan_extract.table.wrapping import LogicalLine, join_lines, joint, lines_to_logical
from plan_extract.text import departments as offices
from plan_extract.text.header_years import header_measure, header_year, is_of_a_year
from plan_extract.text.marks import starts_item
from plan_extract.text.normalize import fold
from plan_extract.text.outline import Line, outline
from plan_extract.text.references import Reference, canonical_number, find_reference, has_relisted_note, is_relisted_number
from plan_extract.text.rownumbers import is_row_number, number_key
from plan_extract.text.spacing import close_up
from plan_extract.text.units import header_unit
from plan_extract.title import TitleBlock, read_title_block
from plan_extract.totals import check_totals, find_repeats, find_totals, totals_of_rows
from plan_extract.tree import Node, Tree
from plan_extract.values import Context, is_of_money, is_of_values, read_lines

SILENT: frozenset[Role | None] = frozenset({"number", "name", "department", "section"})
"""Roles whose columns make no statements."""
DASH = re.compile(r"^[-ー]+$")
NAME_NOTE = re.compile(r"\n?[※＊]|[(（【]再掲|\n再掲")
"""What begins a note in a name."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row on its way to an initiative: its columns with their logical lines and the units that are stated for their numbers,
    its number as printed, its name in one line, and its place in the tree."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[LogicalLine, ...], ...]
    units: tuple[str, ...]
    groups: tuple[tuple[LogicalLine, ...], ...]
    number: str
    name: str
    departments: tuple[str, ...]
    places: tuple[Place, ...]
    section: str | None
    is_form: bool = False
    relisted: bool = False
    id: str = ""
    refers_to: str | None = None

    def text(self, role: Role) -> str:
        """The logical text of the column that plays a role; empty without one."""
        return next((cell_text(lines) for column, lines in self.pairs() if column.role == role), "")

    def pairs(self) -> Iterator[tuple[Column, tuple[LogicalLine, ...]]]:
        """Each column with its logical lines."""
        return zip(self.columns, self.lines, strict=True)


def cell_text(lines: Iterable[LogicalLine]) -> str:
    """A cell's logical text."""
    return "\n".join(line.text for line in lines)


class Told(NamedTuple):
    """An initiative, published, with its lines, the totals that it states, and what is odd about its values."""

    ledger: Ledger
    totals: tuple[Total, ...]
    findings: tuple[Finding, ...]


class Assembled(NamedTuple):
    """A report that is not yet checked, and what was odd in its values."""

    report: Report
    findings: tuple[Finding, ...]


def assemble(
    layout: Layout,
    source: SourceFile,
    profile: Profile,
    reader: Reader = "pdfium",
    *,
    whole: Layout | None = None,
) -> Assembled:
    """The report of a document, its findings beside it (see :mod:`plan_extract.check`); ``profile`` is the one that the layout
    was found with, ``reader`` the library that read the pages. Where the layout is a part of a ``whole`` one, the report and
    its rows are called as there."""
    kept = {row.places for table in layout.tables for row in table.rows if isinstance(row, Row)}
    named = [item for item in layout_to_named_items(whole or layout) if item.places in kept]
    items = with_references(named, layout.tree)
    block = layout_to_title(whole or layout)
    told = [item_to_told(item, Context(block.fiscal_year, block.as_of), profile) for item in items]
    ledgers = [one.ledger for one in told]
    of_rows = totals_of_rows(ledgers)
    totals = [*(total for one in told for total in one.totals), *(total for _, total in of_rows), *find_repeats(ledgers)]
    found = [finding for one in told for finding in one.findings]
    found.extend(finding for row, total in of_rows for finding in check_totals(row, [total]))
    report = Report(
        generator=f"plan-extract {__version__}",
        reader=reader,
        report=to_info(block, source),
        sections=tuple(map(to_section, layout.tree.nodes)),
        initiatives=tuple(one.ledger.initiative for one in told),
        totals=tuple(totals),
        findings=(),
    )
    return Assembled(report, tuple(found))


def layout_to_title(layout: Layout) -> TitleBlock:
    """The title block of a document. What stands within a form, as the captions of its tables do, is no title."""
    headers = [column.header for table in layout.tables for column in table.header.columns if column.role == "progress"]
    places = [place for table in layout.tables for row in table.rows if isinstance(row, Row) for place in row.places]
    outside = [line for line in layout.outside if line.kind != "title" or not lies_within(line, places)]
    title = [line for line in outside if line.kind == "title"]
    lead = leading_texts(outside, max((line.line.size for line in title), default=0.0)) or framed_title(layout.sheets)
    rest = [line.line.text for line in title if line.line.text not in lead]
    running = [line for line in layout.outside if line.kind == "furniture"]
    first = next((line.line.text for line in running if not lead and not lies_within(line, places)), "")
    return read_title_block(lead or [first], [*rest, *(line.line.text for line in running)], headers)


def lies_within(line: OutsideLine, places: Iterable[Place]) -> bool:
    """Whether a line stands in one of some boxes."""
    box = line.line.box
    middle = ((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)
    return any(place.page == line.line.page and place.box.holds(*middle) for place in places)


def leading_texts(outside: Sequence[OutsideLine], largest: float) -> list[str]:
    """The title's texts: the largest lines of the title block, however far apart a cover sets them, up to where running text
    parts it from what follows."""
    large = [line.kind == "title" and line.line.size >= LARGEST * largest for line in outside]
    start = large.index(True) if True in large else len(large)
    end = next((index for index in range(start, len(outside)) if outside[index].kind == "left"), len(outside))
    return [line.line.text for line, leads in zip(outside[start:end], large[start:end], strict=True) if leads]


def to_info(block: TitleBlock, source: SourceFile) -> ReportInfo:
    """What the report is, published."""
    return ReportInfo(
        id=block.id,
        title=block.title,
        municipality=block.municipality.name if block.municipality else None,
        municipality_code=block.municipality.code if block.municipality else None,
        plan=block.plan,
        as_of=block.as_of,
        as_of_text=block.as_of_text,
        fiscal_year=block.fiscal_year,
        source=source,
    )


def to_section(node: Node) -> Section:
    """A section, published."""
    heading = node.heading
    return Section(
        id=node.id, parent=node.parent, kind=heading.kind, number=heading.number, title=heading.title, tagline=heading.tagline
    )


def layout_to_named_items(layout: Layout) -> list[Item]:
    """Every row in print order, with its id and whether it is listed again."""
    return with_ids(with_relisted(with_repeated_departments(layout_to_items(layout))))


def layout_to_items(layout: Layout) -> list[Item]:
    """Every row of the document's long tables in print order: of tables side by side, the left one first."""
    order = layout.tree.order
    items = [row_to_item(row, table, layout) for table in layout.tables for row in table.rows if isinstance(row, Row)]
    return sorted(items, key=lambda item: order.position(item.places[0]))


def with_repeated_departments(items: Sequence[Item]) -> list[Item]:
    """The items with the departments of the row above where a ditto mark (〃, 同上) stands for them."""
    resolved: list[Item] = []
    for item in items:
        above = resolved[-1].departments if resolved and resolved[-1].columns == item.columns else ()
        ditto = above and item.departments and all(map(offices.is_ditto, item.departments))
        resolved.append(replace(item, departments=above) if ditto else item)
    return resolved


def row_to_item(row: Row, table: LongTable, layout: Layout) -> Item:
    """A row with its cells read."""
    columns = table.header.columns
    lines = []
    departments: list[str] = []
    for column, cell, measure in zip(columns, row.cells, table.measures, strict=True):
        if column.role == "department":
            names = [offices.NameLine(line.text, full) for line, full in zip(cell.lines, are_full(cell.lines, measure))]
            lines.append(tuple(map(join_lines, group_lines(cell.lines, offices.group_names(names)))))
            departments.extend(offices.split_departments(names))
        else:
            lines.append(lines_to_logical(cell.lines, measure))
    place = row.places[0]
    groups = tuple(tuple(join_lines(group.lines) for group in cell.groups if group.lines) for cell in row.cells)
    number, name = title_of(columns, lines)
    if not departments:
        name, owners = offices.split_name(name)
        departments.extend(owners)
    return Item(
        columns=columns,
        lines=tuple(lines),
        units=cell_units(row, columns, lines, layout.units),
        groups=groups,
        number=number,
        name=name,
        departments=tuple(departments),
        places=row.places,
        section=layout.tree.section_at(place),
        is_form=any(cell.unit is not None for cell in row.cells),
    )


def cell_units(
    row: Row, columns: Sequence[Column], lines: Sequence[Sequence[LogicalLine]], stated: Mapping[Place, str]
) -> tuple[str, ...]:
    """For each cell of a row the unit of its bare numbers: for money what is stated above, else what the row states, or what is
    stated above a column of a year."""
    told = (cell_text(said) for column, said in zip(columns, lines, strict=True) if is_of_units(column))
    above, own = stated.get(row.places[0], ""), next(told, "")
    return tuple(
        form_unit(cell, column, stated) if cell.unit is not None else unit_of(column, above, own)
        for cell, column in zip(row.cells, columns, strict=True)
    )


def unit_of(column: Column, above: str, own: str) -> str:
    """The unit of a column's bare numbers by what is stated ``above`` the table and in the row's ``own`` cells."""
    return above if above and (is_of_money(column.header) or (not own and is_of_a_year(column.header))) else own


def form_unit(cell: RowCell, column: Column, stated: Mapping[Place, str]) -> str:
    """The unit of the bare numbers in a form's cell: what its row states, else for money what is stated above it."""
    if cell.unit or not (cell.lines and is_of_money(column.header)):
        return cell.unit or ""
    return stated.get(Place(cell.lines[0].page, cell.lines[0].box), "")


def title_of(columns: Sequence[Column], lines: Sequence[Sequence[LogicalLine]]) -> tuple[str, str]:
    """A row's number and name. What stands in the number's place where there is no name, and counts nothing, is the name: the
    label of a total that is laid across both columns."""
    by_role = {column.role: said for column, said in zip(columns, lines, strict=True)}
    number = "".join(line.text for line in by_role.get("number", ()))
    name = name_text(by_role.get("name", ()))
    words = re.search(r"[^\W\d_a-zA-Z①-⓿]{2}", close_up(number)) is not None and not re.search(r"\d", number)
    if name or not words or is_relisted_number(number_key(number)):
        return number, name
    return "", close_up(number)


def name_text(lines: Iterable[LogicalLine]) -> str:
    """A name in one line, however it was broken to fit; what begins an item, and sentences, stay lines of their own.

    >>> name_text([])
    ''
    """
    text = ""
    for line in lines:
        apart = not text or starts_item(line.text) or "。" in line.text or text.endswith("。")
        text += ("\n" * bool(text) if apart else joint(text, line.text)) + close_up(line.text)
    return text


def are_full(lines: Sequence[PrintedLine], measure: Measure) -> list[bool]:
    """For each printed line whether it had no room for what the next one begins with."""
    return [is_full(line, following, measure) for line, following in pairwise(lines)] + [False] * bool(lines)


def group_lines(lines: Sequence[PrintedLine], sizes: Sequence[int]) -> Iterator[tuple[PrintedLine, ...]]:
    """Printed lines in groups of the given sizes."""
    start = 0
    for size in sizes:
        yield tuple(lines[start : start + size])
        start += size


def with_relisted(items: Sequence[Item]) -> list[Item]:
    """The items with whether they are listed again: where their number or name says so, or where a dash stands in place of the
    number in a list that counts its rows (a dash among registration numbers only says that there is none)."""
    numbers = [number_key(item.number) for item in items]
    printed = [number for number in numbers if number and not is_relisted_number(number)]
    counts = sum(is_row_number(number) for number in printed) * 2 > len(printed)
    again = [
        has_relisted_note(item.name) or (counts and is_relisted_number(number))
        for item, number in zip(items, numbers, strict=True)
    ]
    return [replace(item, relisted=True) if relisted else item for item, relisted in zip(items, again, strict=True)]


def with_ids(items: Sequence[Item]) -> list[Item]:
    """The items with their ids: the document's numbering where it has one, the place in the section where it has none, or but
    a dash."""
    keys = [DASH.sub("", number_key(item.number)) for item in items]
    plain = [bool(key) and not item.relisted for key, item in zip(keys, items, strict=True)]
    uses = Counter(key for key, counts in zip(keys, plain, strict=True) if counts)
    scoped = Counter((item.section, key) for key, item, counts in zip(keys, items, plain, strict=True) if counts)
    anew = sum(uses.values()) - len(uses) > sum(scoped.values()) - len(scoped)
    taken: Counter[str] = Counter()
    places: Counter[str | None] = Counter()
    named = []
    for key, item, counts in zip(keys, items, plain, strict=True):
        scope = f"{item.section}-" if item.section else ""
        if item.relisted:
            places[f"relisted {item.section}"] += 1
            base = f"{scope}relisted-{places[f'relisted {item.section}']}"
        elif counts:
            base = f"{scope}{key}" if anew else key
        else:
            places[item.section] += 1
            base = f"{scope}row-{places[item.section]}"
        taken[base] += 1
        named.append(replace(item, id=base if taken[base] == 1 else f"{base}-{taken[base]}"))
    return named


def with_references(items: Sequence[Item], tree: Tree) -> list[Item]:
    """The items with what they repeat: rows that are listed again, and rows that only point at another."""
    first: dict[str, list[Item]] = {}
    for item in items:
        if not item.relisted:
            first.setdefault(word(own_name(item)), []).append(item)
    targets = [target_of(item, items, first, tree) for item in items]
    return [replace(item, refers_to=target) if target else item for item, target in zip(items, targets, strict=True)]


def target_of(item: Item, items: Sequence[Item], first: Mapping[str, Sequence[Item]], tree: Tree) -> str | None:
    """The id of the row that an item repeats; ``first`` holds the rows that are not listed again by their names."""
    reference = find_pointer(item)
    if reference is None and not item.relisted:
        return None
    if reference and reference.number:
        numbered = (other for other in items if canonical_number(other.number) == reference.number)
        return next((other.id for other in numbered if other.id != item.id), None)
    sought = (reference.title if reference else None) or own_name(item)
    named = [other for other in first.get(word(sought), ()) if other.id != item.id]
    on_path = [other for other in named if reference and lies_on(reference, tree.path(other.section))]
    return next((other.id for other in on_path or named), None)


def find_pointer(item: Item) -> Reference | None:
    """Where a row points: its telling cells say nothing else, or its name has a note."""
    texts = [item.text("progress"), item.text("overview")]
    if item.relisted:
        texts = [item.name, item.number, *texts]
    return next((reference for text in texts if text and (reference := find_reference(text))), None)


def own_name(item: Item) -> str:
    """The name without a note that it is listed again."""
    return NAME_NOTE.split(item.name, maxsplit=1)[0].replace("\n", "")


def lies_on(reference: Reference, path: Sequence[Node]) -> bool:
    """Whether a row's sections are those that a reference names."""
    numbers = [canonical_number(node.heading.number or "") for node in path]
    return [number for _, number in reference.path] == numbers[-len(reference.path) :] if reference.path else False


def cell_keys(columns: Sequence[Column]) -> list[str]:
    """The columns' keys in ``cells``: their headers; a header that comes again is counted, one that is missing too."""
    seen: Counter[str] = Counter()
    keys = []
    for index, column in enumerate(columns):
        seen[column.header] += 1
        again = seen[column.header] > 1
        keys.append(
            (f"{column.header} ({seen[column.header]})" if column.header else f"column {index + 1}") if again else column.header
        )
    return keys


def item_to_told(item: Item, context: Context, profile: Profile) -> Told:
    """An item, published."""
    keys = cell_keys(item.columns)
    told = list(to_statements(item, keys, context, profile))
    initiative = Initiative(
        id=item.id,
        number=item.number,
        section=item.section,
        name=item.name,
        overview=item.text("overview"),
        progress=item.text("progress"),
        departments=item.departments,
        relisted=item.relisted,
        refers_to=item.refers_to,
        cells={key: cell_text(lead + lines) for key, lead, lines in zip(keys, item.groups, item.lines, strict=True)},
        sources=to_sources(item.places),
        statements=tuple(statement for statement, _ in told),
    )
    found = [replace(finding, initiative=item.id) for _, findings in told for finding in findings]
    ledger = initiative_to_ledger(initiative)
    totals = find_totals(ledger)
    return Told(ledger, tuple(totals), (*found, *check_totals(initiative, totals)))


def column_context(column: Column, stated: str, context: Context, counted: Counted) -> Context:
    """What a column's lines are read in: its header's year and unit, else the report's year and the unit that is ``stated``,
    else that of what is ``counted``."""
    year, measure = header_year(column.header), header_measure(column.header)
    unit, label = header_unit(column.header)
    is_value = is_of_values(measure) or is_of_a_year(column.header)
    return Context(
        fiscal_year=context.fiscal_year if year is None else year,
        as_of=context.as_of,
        unit=unit or stated or (is_value and counted.unit) or None,
        label=label,
        measure=measure,
        column_year=year,
        indicators=counted.names,
    )


def is_blank_mark(lines: Sequence[LogicalLine]) -> bool:
    """Whether a cell only shows that there is nothing to say: a dash."""
    return len(lines) == 1 and DASH.fullmatch(fold(lines[0].text)) is not None


def to_statements(
    item: Item, keys: Sequence[str], context: Context, profile: Profile
) -> Iterator[tuple[Statement, tuple[Finding, ...]]]:
    """The statements of an item's telling columns, each with what is odd about its values."""
    seq = 0
    texts = [cell_text(lines) for lines in item.lines]
    counted = [NOTHING] * len(texts) if item.is_form else find_counted(item.columns, texts, item.name, profile)
    for key, unit, (column, lines), named in zip(keys, item.units, item.pairs(), counted, strict=True):
        if not lines or column.role in SILENT or is_blank_mark(lines):
            continue
        start = seq + 1
        entries = outline([Line(line.text, line.indent) for line in lines])
        own = column_context(column, unit, context, named)
        for entry, line, values in zip(entries, lines, read_lines(entries, lines, own), strict=True):
            seq += 1
            statement = Statement(
                seq=seq,
                parent=None if entry.parent is None else start + entry.parent,
                level=entry.level,
                field=column.role or key,
                marker=entry.marker,
                text=entry.text,
                department=entry.department,
                state=profile.grades.state_of(column.header, line.text) or values.state,
                sources=to_sources(line.places()),
                dates=values.dates,
                quantities=values.quantities,
            )
            yield statement, values.findings
