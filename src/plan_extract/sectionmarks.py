"""The headings that a document's sections have: on its pages, as bands in tables, and in columns beside the rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from plan_extract.outside import heading_text, is_note
from plan_extract.place import Place
from plan_extract.profile import Profile, word
from plan_extract.sheet import OutsideLine
from plan_extract.table.bands import names_office
from plan_extract.table.header import ENDING, Header, best_role
from plan_extract.table.printed import PrintedLine
from plan_extract.table.row import Band, Row, RowCell
from plan_extract.table.stitch import LongTable
from plan_extract.table.wrapping import join_lines
from plan_extract.text.headings import Heading, parse_heading, parse_numbered, parse_stacked, plain_heading
from plan_extract.tree import BAND_DEPTH, Mark, Tree, heading_words

COLUMN_DEPTH = 10
"""Sections that stand in a table's columns stand under all headings and bands."""
LONGEST_BAND = 80
SEVERAL = 2
"""A caption that names a kind of table stands under so many sections at least."""
LIST_WORDS = re.compile(
    r"(?:各|個別|主な|具体的な?|取組み?|取り組み?|事業|施策|項目|計画|目標|ごと|毎|別|等|における|及び|と|の|・"
    r"|実施|進捗|進行|推進|達成|状況|実績|内容|一覧表?|評価|結果|点検|検証|報告|概要|詳細|について)+"
)
"""Words that only say that things are listed, and how they stand."""
UNSURE = 0.9
"""A heading that only its type tells counts as of type smaller by this factor, so that one in its place ends it."""


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
    if not text or len(text) > LONGEST_BAND or is_note(text, profile) or text.endswith("。") or names_office(text, profile):
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


def list_titles(tree: Tree, tables: Iterable[LongTable]) -> set[Place]:
    """Where the one heading stands that all rows have above their sections and that says only that they are listed
    (２ 取組ごとの状況), and where those on its level stand, which head no row: they part the paper, not the plan."""
    titles = {node.id: node for node in tree.nodes if node.parent is None and names_list(node.heading)}
    if not titles:
        return set()
    rows = (row for table in tables for row in table.rows if isinstance(row, Row))
    paths = [tree.path(section) for section in {tree.section_at(row.places[0]) for row in rows}]
    roots = {path[0].id if len(path) > 1 else "" for path in paths}
    if len(roots) != 1 or roots.isdisjoint(titles):
        return set()
    title = titles[roots.pop()]
    level = {node.id for node in tree.nodes if node.parent is None and node.heading.style == title.heading.style}
    return {node.place for node in tree.nodes if node is title or (tree.path(node.id)[0].id in level - {title.id})}


def names_list(heading: Heading) -> bool:
    """Whether a heading says no more than that things are listed, and how they stand.

    >>> [names_list(Heading("", "2", title, None, "1")) for title in ("取組ごとの進捗状況", "子育ての取組状況")]
    [True, False]
    """
    return not heading.kind and LIST_WORDS.fullmatch(word(heading.title)) is not None


def echoes(outside: Iterable[OutsideLine], tree: Tree) -> set[Place]:
    """Where headings without a kind say no more than the section below them in a table's column: a merged cell's text over a
    page's end, which some programs print beyond the cell."""
    by_id = {node.id: node for node in tree.nodes}
    parents = ((node, by_id[node.parent]) for node in tree.nodes if node.parent)
    said = {above.place for node, above in parents if heading_words(node.heading) == heading_words(above.heading)}
    return {line.place for line in outside if line.heading and not line.heading.kind and line.place in said} if said else said


def table_captions(outside: Iterable[OutsideLine], tree: Tree, tables: Sequence[LongTable], profile: Profile) -> set[Place]:
    """Where captions stand that name a kind of table and no section, as 【主な事業】 above the second table under every 施策:
    called as a column may be, the same under several sections, and above tables of columns that no other such caption has."""
    plain = (node for node in tree.nodes if node.heading.style == "plain" and node.parent)
    nodes = {node.id: node for node in plain if best_role(node.heading.title, profile)[1] >= ENDING}
    parents: dict[tuple[str, ...], set[str | None]] = defaultdict(set)
    for node in nodes.values():
        parents[heading_key(node.heading)].add(node.parent)
    if all(len(under) < SEVERAL for under in parents.values()):
        return set()
    headers: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for table in tables:
        sections = {tree.section_at(row.places[0]) for row in table.rows if isinstance(row, Row)}
        for node in (nodes[section] for section in sections if section in nodes):
            headers[heading_key(node.heading)].add(table.header.names)
    uses = Counter(names for found in headers.values() for names in found)
    kinds = {key for key, found in headers.items() if len(parents[key]) >= SEVERAL and all(uses[names] == 1 for names in found)}
    return {line.place for line in outside if line.heading and heading_key(line.heading) in kinds}


def heading_key(heading: Heading) -> tuple[str, ...]:
    """What makes two headings the same: kind, number and title, without blanks."""
    return heading.kind, *heading_words(heading)
