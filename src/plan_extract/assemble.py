"""Layout to report: the one place where layout, text and the published model meet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from plan_extract import __version__
from plan_extract.finding import Finding
from plan_extract.layout import Layout
from plan_extract.model import Initiative, Report, ReportInfo, Section, SourceFile, Statement
from plan_extract.place import Place
from plan_extract.profile import Role, word
from plan_extract.published import to_sources
from plan_extract.table.cell import LogicalLine, Measure, PrintedLine, is_full, join_lines, lines_to_logical
from plan_extract.table.header import Column
from plan_extract.table.row import Row
from plan_extract.table.stitch import LongTable
from plan_extract.text import departments as offices
from plan_extract.text.normalize import fold
from plan_extract.text.outline import Line, outline
from plan_extract.text.references import Reference, canonical_number, find_reference, has_relisted_note, is_relisted_number
from plan_extract.title import TitleBlock, read_title_block
from plan_extract.tree import Node, Tree
from plan_extract.values import Context, header_year, read_lines

SILENT: frozenset[Role | None] = frozenset({"number", "name", "department", "section"})
"""Roles whose columns make no statements."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row on its way to an initiative: its columns with their logical lines, and its place in the tree."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[LogicalLine, ...], ...]
    departments: tuple[str, ...]
    places: tuple[Place, ...]
    section: str | None
    id: str = ""
    refers_to: str | None = None

    def text(self, role: Role) -> str:
        """The logical text of the column that plays a role; empty without one."""
        return next((cell_text(lines) for column, lines in self.pairs() if column.role == role), "")

    def pairs(self) -> Iterator[tuple[Column, tuple[LogicalLine, ...]]]:
        """Each column with its logical lines."""
        return zip(self.columns, self.lines, strict=True)

    @property
    def number(self) -> str:
        """The number as printed, in one line."""
        return self.text("number").replace("\n", "")

    @property
    def relisted(self) -> bool:
        """Whether the row says that it is listed again."""
        return is_relisted_number(self.number) or has_relisted_note(self.text("name"))


def cell_text(lines: Iterable[LogicalLine]) -> str:
    """A cell's logical text."""
    return "\n".join(line.text for line in lines)


class Told(NamedTuple):
    """An initiative, published, and what is odd about its values."""

    initiative: Initiative
    findings: tuple[Finding, ...]


class Assembled(NamedTuple):
    """A report that is not yet checked, and what was odd in its values."""

    report: Report
    findings: tuple[Finding, ...]


def assemble(layout: Layout, source: SourceFile) -> Assembled:
    """The report of a document, its findings beside it (see :mod:`plan_extract.check`)."""
    items = with_references(with_ids(layout_to_items(layout)), layout.tree)
    block = layout_to_title(layout)
    told = [item_to_told(item, Context(block.fiscal_year, block.as_of)) for item in items]
    report = Report(
        generator=f"plan-extract {__version__}",
        report=to_info(block, source),
        sections=tuple(map(to_section, layout.tree.nodes)),
        initiatives=tuple(one.initiative for one in told),
        totals=(),
        findings=(),
    )
    return Assembled(report, tuple(finding for one in told for finding in one.findings))


def layout_to_title(layout: Layout) -> TitleBlock:
    """The title block of a document."""
    headers = [column.header for table in layout.tables for column in table.header.columns if column.role == "progress"]
    title = [line.line.text for line in layout.outside if line.kind == "title"]
    largest = max((line.line.size for line in layout.outside if line.kind == "title"), default=0.0)
    lead = [line.line.text for line in layout.outside if line.kind == "title" and line.line.size >= 0.97 * largest]
    rest = [text for text in title if text not in lead]
    running = [line.line.text for line in layout.outside if line.kind == "furniture"]
    return read_title_block(lead or running[:1], [*rest, *running], headers)


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


def layout_to_items(layout: Layout) -> list[Item]:
    """Every row of the document's long tables in print order."""
    items = [row_to_item(row, table, layout.tree) for table in layout.tables for row in table.rows if isinstance(row, Row)]
    return sorted(items, key=lambda item: (item.places[0].page, item.places[0].box.top, item.places[0].box.x0))


def row_to_item(row: Row, table: LongTable, tree: Tree) -> Item:
    """A row with its cells read."""
    columns = table.header.columns
    lines = []
    departments: list[str] = []
    for column, cell, measure in zip(columns, row.cells, table.measures, strict=True):
        if column.role == "department":
            names = [offices.PrintedLine(line.text, full) for line, full in zip(cell.lines, are_full(cell.lines, measure))]
            lines.append(tuple(map(join_lines, group_lines(cell.lines, offices.group_names(names)))))
            departments.extend(offices.split_departments(names))
        else:
            lines.append(lines_to_logical(cell.lines, measure))
    return Item(columns, tuple(lines), tuple(departments), row.places, tree.section_at(row.places[0]))


def are_full(lines: Sequence[PrintedLine], measure: Measure) -> list[bool]:
    """For each printed line whether it had no room for what the next one begins with."""
    return [is_full(line, following, measure) for line, following in pairwise(lines)] + [False] * bool(lines)


def group_lines(lines: Sequence[PrintedLine], sizes: Sequence[int]) -> Iterator[tuple[PrintedLine, ...]]:
    """Printed lines in groups of the given sizes."""
    start = 0
    for size in sizes:
        yield tuple(lines[start : start + size])
        start += size


def number_key(number: str) -> str:
    """A row's number as it stands in ids: folded, without blanks and without the word No.

    >>> number_key("Ｎｏ．１２"), number_key("（３）")
    ('12', '(3)')
    """
    folded = re.sub(r"\s+", "", fold(number))
    return re.sub(r"^(?:No|№)\.?(?=\d)", "", folded, flags=re.IGNORECASE)


def with_ids(items: Sequence[Item]) -> list[Item]:
    """The items with their ids: the document's numbering where it has one, the place in the section where it has none."""
    keys = [number_key(item.number) for item in items]
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
    return [replace(item, refers_to=target_of(item, items, tree)) for item in items]


def target_of(item: Item, items: Sequence[Item], tree: Tree) -> str | None:
    """The id of the row that an item repeats."""
    reference = find_pointer(item)
    if reference is None and not item.relisted:
        return None
    sought = (reference.title if reference else None) or own_name(item)
    others = [other for other in items if other.id != item.id and not other.relisted]
    if reference and reference.number:
        return next((other.id for other in others if canonical_number(other.number) == reference.number), None)
    named = [other for other in others if word(own_name(other)) == word(sought)]
    on_path = [other for other in named if reference and lies_on(reference, tree.path(other.section))]
    return next((other.id for other in on_path or named), None)


def find_pointer(item: Item) -> Reference | None:
    """Where a row points: its telling cells say nothing else, or its name has a note."""
    texts = [item.text("progress"), item.text("overview")]
    if item.relisted:
        texts = [item.text("name"), item.number, *texts]
    return next((reference for text in texts if text and (reference := find_reference(text))), None)


def own_name(item: Item) -> str:
    """The name without a note that it is listed again."""
    return re.split(r"\n?[※＊]|[(（【]再掲|\n再掲", item.text("name"))[0].replace("\n", "")


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


def item_to_told(item: Item, context: Context) -> Told:
    """An item, published."""
    keys = cell_keys(item.columns)
    told = list(to_statements(item, keys, context))
    initiative = Initiative(
        id=item.id,
        number=item.number,
        section=item.section,
        name=item.text("name"),
        overview=item.text("overview"),
        progress=item.text("progress"),
        departments=item.departments,
        relisted=item.relisted,
        refers_to=item.refers_to,
        cells={key: cell_text(lines) for key, lines in zip(keys, item.lines, strict=True)},
        sources=to_sources(item.places),
        statements=tuple(statement for statement, _ in told),
    )
    found = [replace(finding, initiative=item.id) for _, findings in told for finding in findings]
    return Told(initiative, tuple(found))


def is_blank_mark(lines: Sequence[LogicalLine]) -> bool:
    """Whether a cell only shows that there is nothing to say: a dash."""
    return len(lines) == 1 and re.fullmatch(r"[-ー]+", fold(lines[0].text)) is not None


def to_statements(item: Item, keys: Sequence[str], context: Context) -> Iterator[tuple[Statement, tuple[Finding, ...]]]:
    """The statements of an item's telling columns, each with what is odd about its values."""
    seq = 0
    for key, (column, lines) in zip(keys, item.pairs(), strict=True):
        if column.role in SILENT or is_blank_mark(lines):
            continue
        start = seq + 1
        entries = outline([Line(line.text, line.indent) for line in lines])
        year = header_year(column.header)
        own = context if year is None else replace(context, fiscal_year=year)
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
                state=values.state,
                sources=to_sources(line.places()),
                dates=values.dates,
                quantities=values.quantities,
            )
            yield statement, values.findings
