"""Header rows: how many a table has, what each column is called, and the role it plays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from plan_extract.profile import ROLES, Profile, Role, word
from plan_extract.table.grid import Cell, Table
from plan_extract.text.headings import parse_heading, parse_numbered
from plan_extract.text.marks import list_number
from plan_extract.text.offices import looks_like_department
from plan_extract.text.rownumbers import is_row_number

MOST_HEADER_ROWS = 4
LONGEST_NUMBER = 4
LONGEST_HEADER = 40
"""A header's words are at most this many characters."""
LONGEST_PLAIN = 16
"""A header whose words are not known is told by its looks only where each word is at most this long."""
LEAST_ROWS = 3
"""So many rows has a table whose header is told by its looks."""
FIGURES = re.compile(r"^[^a-z]?\d[\d,.]*|^[-○◎△×●]$")
AMOUNT = re.compile(r"(?=[-△▲]|\d)[-△▲]?[\d,.]*(?:[十百千万億]*円|人|件|名|%|[カケヶか箇]所|世帯|㎡|ha|k?m)")
"""An amount: what such a cell stands beside is its label, not a header."""
LEAST_WORDS = 8
"""The longest text of a table that lists items has at least so many characters."""
OFFICES = 0.8
"""At least this share of the texts in a column of departments are names of offices."""
LONGEST_GRADE = 6
"""A grade (◎, B, 概ね順調) is at most so many characters."""
UNIT_HEADERS = frozenset({"単位"})
"""Headers of a column that gives the unit of the numbers beside it, as tables of indicators have."""
YEAR = re.compile(r"(?:(?:令和|平成|昭和|[rhs])(?:\d{1,2}|元)|20\d\d)(?:年度?)?(?:[(（].*)?")
"""A label that says a year."""
EXACT, ENDING = 3, 2
"""So well at least fits a header that is a known word, and one that ends with a known word."""
SURE = 2
"""So many headers of known roles make a header row of their row."""


@dataclass(frozen=True)
class Column:
    """A column of the table: the grid columns it takes, its header level by level as printed (blanks dropped), its role."""

    first: int
    last: int
    levels: tuple[str, ...]
    role: Role | None

    @cached_property
    def header(self) -> str:
        """The levels joined, as the column's key in ``cells``."""
        return " / ".join(self.levels)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: ``rows`` grid rows (0 where it is not printed again) and the columns from left to right."""

    rows: int
    columns: tuple[Column, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that some column plays."""
        return frozenset(column.role for column in self.columns if column.role)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' headers."""
        return tuple(column.header for column in self.columns)


def cell_label(cell: Cell) -> str:
    """The text of a header cell in one line: wraps undone and blanks dropped, as 均等割付 spreads words (事　業　名)."""
    return "".join("".join([line.text for line in cell.lines]).split())


def fit(text: str, words: Iterable[str]) -> float:
    """How well a header names a role: ``EXACT`` where it equals one of the role's words, ``ENDING`` where it ends with one, 1
    where it contains one; longer words count a little more. Of a single character only the same header is one.

    >>> fit("担当課", ["担当課"]) > fit("令和5年度担当課", ["担当課"]) > fit("担当課と係", ["担当課"]) > 0
    True
    """
    held = [known for known in words if known == text or (len(known) > 1 and known in text)]
    return max(
        ((EXACT if known == text else ENDING if text.endswith(known) else 1) + len(known) / 100 for known in held), default=0.0
    )


def bare(label: str) -> str:
    """A header without what stands around its words: notes in brackets at the end, the fiscal year, signs.

    >>> bare("【担当課】"), bare("事業名（所管課）")
    ('担当課', '事業名')
    """
    text = word(label).strip("【】<>[]・:：※*")
    return re.sub(r"[(（【\[].{1,20}[)）】\]]$", "", text) or text


class Vocabulary(NamedTuple):
    """The words that headers are known by: those of each role (None for columns that play none), all of them, their lengths."""

    roles: tuple[tuple[Role | None, frozenset[str]], ...]
    words: frozenset[str]
    lengths: frozenset[int]

    def within(self, text: str) -> frozenset[str]:
        """The known words that a text holds."""
        return self.words.intersection(text[at : at + size] for size in self.lengths for at in range(len(text) - size + 1))


@lru_cache(maxsize=16)
def vocabulary(profile: Profile) -> Vocabulary:
    """The words of a profile for headers."""
    others = (profile.indicators, profile.other_columns)
    roles = (*((role, frozenset(profile.columns[role])) for role in ROLES), *((None, frozenset(words)) for words in others))
    every = frozenset().union(*(words for _, words in roles))
    return Vocabulary(roles, every, frozenset(map(len, every)))


@lru_cache(maxsize=4096)
def best_role(label: str, profile: Profile) -> tuple[Role | None, float]:
    """The role that a header names best, and how well; a header that is known for a column without a role (目標値, 備考) has
    none."""
    text, known = bare(label), vocabulary(profile)
    held = known.within(text)
    if not held:
        return None, 0.0
    score, role = max(((fit(text, held & words), role) for role, words in known.roles), key=lambda pair: pair[0])
    return (role, score) if score else (None, 0.0)


def assign_roles(labels: Sequence[tuple[str, ...]], profile: Profile) -> list[Role | None]:
    """The role of each column from its header's levels. The innermost level that names a role counts; the best of
    several columns takes a role, save for departments and sections, which may stand in several."""
    found: list[tuple[Role | None, float]] = []
    for levels in labels:
        scored = [best_role(label, profile) for label in (*reversed(levels), "".join(levels))]
        found.append(max(scored, key=lambda pair: pair[1], default=(None, 0.0)))
    roles = name_indicators([keep_best(index, found) for index in range(len(found))], labels, profile)
    strange = [role is None and not score for role, score in found]
    return fall_back(settle_sections(settle_name(roles)), labels, strange)


def name_indicators(roles: list[Role | None], labels: Sequence[tuple[str, ...]], profile: Profile) -> list[Role | None]:
    """Roles with a name among them: where none is called so, a column of indicators that stands before what is said of them."""
    first = next((i for i, levels in enumerate(labels) if any(names_indicator(label, profile) for label in levels)), None)
    if first is None or "name" in roles or {"overview", "progress"} & set(roles[:first]):
        return roles
    return [*roles[:first], "name", *roles[first + 1 :]]


@lru_cache(maxsize=4096)
def names_indicator(label: str, profile: Profile) -> bool:
    """Whether a header is one of a column of indicators."""
    score = fit(bare(label), profile.indicators)
    return score >= ENDING and score == best_role(label, profile)[1]


def keep_best(index: int, found: Sequence[tuple[Role | None, float]]) -> Role | None:
    """The role of a column unless another column names it better, or as well and before it."""
    role, score = found[index]
    rivals = [(s, -i) for i, (r, s) in enumerate(found) if r == role]
    return role if role in ("section", "department") or (score, -index) == max(rivals) else None


def settle_name(roles: list[Role | None]) -> list[Role | None]:
    """Roles with a name among them: where none is called so, the innermost section column names the items."""
    if "name" in roles or "section" not in roles:
        return roles
    last = max(index for index, role in enumerate(roles) if role == "section")
    return [*roles[:last], "name", *roles[last + 1 :]]


def fall_back(roles: list[Role | None], labels: Sequence[tuple[str, ...]], strange: Sequence[bool]) -> list[Role | None]:
    """Roles with a name among them: where no header says which column names the items, the first that has a header of no known
    words (``strange``), else the first that has a header and no role; rather one before what tells of the items."""
    if "name" in roles:
        return roles
    telling = next((index for index, role in enumerate(roles) if role in ("overview", "progress")), len(roles))
    free = [index for index, role in enumerate(roles) if role is None and labels[index]]
    first = min(free, key=lambda index: (index > telling, not strange[index], index), default=None)
    return roles if first is None else [*roles[:first], "name", *roles[first + 1 :]]


def settle_sections(roles: list[Role | None]) -> list[Role | None]:
    """Sections stand to the left of the name; a column called 課題 or 方針 at its right tells something of the item."""
    if "name" not in roles:
        return roles
    name = roles.index("name")
    return [None if role == "section" and index > name else role for index, role in enumerate(roles)]


def row_cells(table: Table, row: int) -> list[Cell]:
    """The cells that cover a grid row, from left to right."""
    return sorted(table.by_row[row], key=lambda cell: cell.col)


def is_header_like(table: Table, row: int, profile: Profile) -> bool:
    """Whether a grid row reads as header: short words, of which at least two (in a table of two columns one) are known."""
    cells = row_cells(table, row)
    if sum(len(cell.chars) for cell in cells) > LONGEST_HEADER * len(cells):
        return False
    filled = [label for cell in cells if (label := cell_label(cell))]
    if len(filled) < 2 or max(map(len, filled)) > LONGEST_HEADER or len(set(filled)) < len(filled) / 2:
        return False
    if any(AMOUNT.fullmatch(word(label)) for label in filled):
        return False
    known = [role for role, score in (best_role(label, profile) for label in filled) if score >= ENDING]
    return len(known) * 5 >= len(filled) and len(set(known)) >= min(SURE, len(filled) - 1)


def header_rows(table: Table, profile: Profile) -> int:
    """How many grid rows at the top of a table are header; 0 where it has none.

    A header row's cells that span further rows draw those in, and so do header cells that stand over several columns.
    """
    for start in range(min(MOST_HEADER_ROWS - 1, table.rows)):
        if is_header_like(table, start, profile):
            return header_end(table, start, profile)
        if not is_caption_row(table, start, profile) and not spans_columns(table, start):
            break
    return 0


def header_end(table: Table, start: int, profile: Profile) -> int:
    """The grid row behind a header that begins at ``start``: behind the cells of its row, and behind the lower levels of
    those that stand over several columns."""
    end = max(cell.row + cell.row_span for cell in row_cells(table, start))
    if end - start >= MOST_HEADER_ROWS:
        return start + 1
    if end < table.rows - 1 and parts_columns(table, start, end) and is_header_like(table, end, profile):
        return header_end(table, end, profile)
    return min(end, table.rows)


def plain_header_rows(table: Table, profile: Profile) -> int:
    """How many rows at the top are header by their looks alone, though few of their words are known: every cell is a short
    word without figures, no two are the same, and some word at least contains a known one; 0 otherwise."""
    start = next((row for row in range(min(2, table.rows)) if not is_caption_row(table, row, profile)), 0)
    labels = [cell_label(cell) for cell in row_cells(table, start)]
    filled = [label for label in labels if label]
    if table.rows - start < LEAST_ROWS or len(filled) < max(3, len(labels) - 1) or len(set(filled)) < len(filled):
        return 0
    if any(len(label) > LONGEST_PLAIN or FIGURES.search(word(label)) for label in filled):
        return 0
    return header_end(table, start, profile) if any(best_role(label, profile)[0] for label in filled) else 0


def numbered_header_rows(table: Table) -> int:
    """1 where the first row heads, in words of its own, the texts that stand beside a first column without header which counts
    the rows from 1 on; else 0."""
    first, *others = row_cells(table, 0)
    labels = [cell_label(cell) for cell in others]
    if first.text.strip() or not labels or max(cell.row_span for cell in (first, *others)) > 1:
        return 0
    heads = all(0 < len(label) <= LONGEST_HEADER and not label.endswith("。") for label in labels)
    body = [cell for cell in table.cells if cell.row]
    said = max((len(cell.chars) for cell in body if cell.col), default=0)
    counts = heads and said >= LEAST_WORDS and len(set(labels)) == len(labels) and count_rows(body)
    return int(counts and not any(AMOUNT.fullmatch(word(label)) for label in labels))


def count_rows(cells: Sequence[Cell]) -> bool:
    """Whether the first column of some cells counts most of their rows: 1, 2, 3 …, Ⅰ, Ⅱ, Ⅲ …"""
    told = [label for cell in cells if cell.col == 0 and (label := cell_label(cell))]
    numbers = [list_number(label) if len(label) <= LONGEST_NUMBER else None for label in told]
    return numbers == list(range(1, len(numbers) + 1)) and len(numbers) * 2 > len({cell.row for cell in cells})


def is_caption_row(table: Table, row: int, profile: Profile) -> bool:
    """Whether one cell takes the whole row, but for empty ones at its ends, or a section's heading most of it: a band or
    caption above the header."""
    cells = row_cells(table, row)
    return len(cells) == 1 or speaks_across(cells, table) or heads_section(cells, table, profile)


def heads_section(cells: Sequence[Cell], table: Table, profile: Profile) -> bool:
    """Whether a grid row begins with a section's heading that takes most of its width, as one who is in charge may stand
    behind it."""
    first = cells[0]
    if first.col_span * 2 <= table.cols or any(cell.row_span > 1 for cell in cells):
        return False
    text = " ".join(line.text for line in first.lines)
    return (parse_heading(text, profile.kinds) or parse_numbered(text)) is not None


def speaks_across(cells: Iterable[Cell], table: Table) -> bool:
    """Whether of a grid row's cells only one says something, which takes that row alone and most of the table's width."""
    filled = [cell for cell in cells if cell.text.strip()]
    return len(filled) == 1 and filled[0].row_span == 1 and filled[0].col_span * 2 > table.cols


def spans_columns(table: Table, row: int) -> bool:
    """Whether a cell of the row stands over several columns: the upper level of a stacked header."""
    return any(cell.col_span > 1 for cell in row_cells(table, row))


def parts_columns(table: Table, upper: int, lower: int) -> bool:
    """Whether cells of a row part what one cell of a row above stands over: the lower level of a stacked header."""
    wide = [cell for cell in row_cells(table, upper) if cell.col_span > 1]
    return any(cell.col in wider.cols and cell.col > wider.col for wider in wide for cell in row_cells(table, lower))


def header_to_columns(table: Table, rows: int, profile: Profile) -> tuple[Column, ...]:
    """The columns under the table's header rows."""
    top = first_header_row(table, rows, profile)
    leaves = sorted({(cell.col, cell.col + cell.col_span) for cell in row_cells(table, rows - 1)} - empty_sides(table))
    labels = []
    for first, last in leaves:
        stack = [
            cell for cell in table.cells if top <= cell.row < rows and cell.col <= first and last <= cell.col + cell.col_span
        ]
        levels = [cell_label(cell) for cell in sorted(stack, key=lambda cell: cell.row)]
        labels.append(tuple(level for level in levels if level))
    roles = assign_roles(labels, profile)
    return tuple(
        Column(first, last - 1, levels, role) for (first, last), levels, role in zip(leaves, labels, roles, strict=True)
    )


def empty_sides(table: Table) -> set[tuple[int, int]]:
    """The grid columns at a table's sides in which no cell says anything: the room between a frame and its table."""
    said = [cell for cell in table.cells if cell.text.strip()]
    first = min((cell.col for cell in said), default=0)
    last = max((cell.col + cell.col_span for cell in said), default=table.cols)
    return {(col, col + 1) for col in (*range(first), *range(last, table.cols))}


def first_header_row(table: Table, rows: int, profile: Profile) -> int:
    """The first header row below captions that take a whole row."""
    return next((row for row in range(rows) if not is_caption_row(table, row, profile)), 0)


def read_header(table: Table, profile: Profile) -> Header | None:
    """The header printed on a table, or None where no row's words are known for one."""
    return rows_to_header(table, header_rows(table, profile), profile)


def read_plain_header(table: Table, profile: Profile) -> Header | None:
    """The header that a table's first row looks to be, though its words are hardly known; None where it does not look so."""
    return rows_to_header(table, plain_header_rows(table, profile), profile)


def read_numbered_header(table: Table, profile: Profile) -> Header | None:
    """The header above a table whose first column counts its rows without being called so; None where it does not."""
    header = rows_to_header(table, numbered_header_rows(table), profile)
    if header is None:
        return None
    number, *others = header.columns
    return Header(header.rows, (replace(number, role="number"), *(c for c in others))) if others else None


def rows_to_header(table: Table, rows: int, profile: Profile) -> Header | None:
    """The header that the first ``rows`` of a table make; None without any."""
    if not rows:
        return None
    columns = settle_by_cells(table, rows, header_to_columns(table, rows, profile), profile)
    return Header(rows, settle_progress(table, rows, columns, profile))


def settle_progress(table: Table, rows: int, columns: tuple[Column, ...], profile: Profile) -> tuple[Column, ...]:
    """The columns with the progress told by one that says more, where the one that is called so best (進捗) holds nothing but
    grades."""
    graded = next((column for column in columns if column.role == "progress"), None)
    rivals = [column for column in columns if column.role is None and tells_progress(column, profile)] if graded else []
    if graded is None or not rivals or longest_text(table, rows, graded) > LONGEST_GRADE:
        return columns
    fullest = max(rivals, key=lambda column: longest_text(table, rows, column))
    if longest_text(table, rows, fullest) <= LONGEST_GRADE:
        return columns
    roles: dict[Column, Role | None] = {graded: None, fullest: "progress"}
    return tuple(replace(column, role=roles.get(column, column.role)) for column in columns)


def tells_progress(column: Column, profile: Profile) -> bool:
    """Whether some level of a column's header names progress."""
    return any(best_role(label, profile)[0] == "progress" for label in column.levels)


def longest_text(table: Table, rows: int, column: Column) -> int:
    """How many characters the fullest cell of a column has below the header."""
    return max(map(len, texts_below(table, rows, column)), default=0)


def settle_by_cells(table: Table, rows: int, columns: tuple[Column, ...], profile: Profile) -> tuple[Column, ...]:
    """The columns with the roles that their cells show where no header names one: numbers before the name, without a header or
    under one of no known words (記号), sections merged beside several rows at the left side, and departments under whatever
    header behind the name. A column of names behind numbers under one header is two."""
    columns = split_numbers(table, rows, columns)
    roles = [column.role for column in columns]
    name = roles.index("name") if "name" in roles else 0
    for index, column in enumerate(columns):
        if column.role is not None:
            continue
        if index < name and "number" not in roles and numbers_rows(column, texts_below(table, rows, column), profile):
            roles[index] = "number"
        elif index < name and set(roles[:index]) <= {"section"} and groups_rows(table, rows, column, profile):
            roles[index] = "section"
        elif index > name and "department" not in roles and are_departments(texts_below(table, rows, column)):
            roles[index] = "department"
    return tuple(replace(column, role=role) for column, role in zip(columns, roles, strict=True))


def split_numbers(table: Table, rows: int, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns, that of the names parted where its header stands over numbers and names, and no other column numbers them:
    the numbers have no header then."""
    name = next((index for index, column in enumerate(columns) if column.role == "name"), None)
    if name is None or any(column.role == "number" for column in columns):
        return columns
    whole = columns[name]
    first = replace(whole, last=whole.first, levels=(), role="number")
    if whole.first == whole.last or not are_numbers(texts_below(table, rows, first)):
        return columns
    return (*columns[:name], first, replace(whole, first=whole.first + 1), *columns[name + 1 :])


def groups_rows(table: Table, rows: int, column: Column, profile: Profile) -> bool:
    """Whether the cells of a column are merged beside groups of rows, of which each has a text of its own; under a header of
    words that say something else of the items（年度）they are no sections."""
    if not column.levels or any(best_role(level, profile)[1] >= EXACT for level in column.levels):
        return False
    cells = [cell for cell in table.cells if cell.row >= rows and column.first <= cell.col and cell.cols[-1] <= column.last]
    texts = [cell_label(cell) for cell in cells]
    merged = len(cells) * 2 <= table.rows - rows and any(cell.row_span > 1 for cell in cells)
    return merged and len(cells) > 1 and all(texts) and len(set(texts)) == len(texts)


def numbers_rows(column: Column, texts: Sequence[str], profile: Profile) -> bool:
    """Whether the texts of a column are the numbers of its rows: any where it has no header, such as count one by one where it
    has one of no known words."""
    if not column.levels:
        return are_numbers(texts)
    return not any(best_role(level, profile)[1] for level in column.levels) and count_on(texts)


def texts_below(table: Table, rows: int, column: Column) -> list[str]:
    """What the cells of a column say below the header, without those that say nothing."""
    own = (cell for cell in table.cells if cell.row >= rows and column.first <= cell.col and cell.cols[-1] <= column.last)
    return [label for cell in own if (label := cell_label(cell))]


def are_numbers(texts: Sequence[str]) -> bool:
    """Whether the texts of a column count its rows; they may begin anew below a band."""
    again = any(above == below for above, below in pairwise(texts))
    return len(texts) > 1 and not again and all(is_row_number(text) for text in texts)


def count_on(texts: Sequence[str]) -> bool:
    """Whether texts count one by one from the first; they may begin anew below a band.

    >>> count_on(["ア", "イ", "ア"]), count_on(["4", "8"])
    (True, False)
    """
    numbers = [list_number(text) if len(text) <= LONGEST_NUMBER else None for text in texts]
    return numbers[:1] == [1] and 2 in numbers and all(right in (1, (left or 0) + 1) for left, right in pairwise(numbers))


def are_departments(texts: Sequence[str]) -> bool:
    """Whether the texts of a column are names of offices, nearly all."""
    return len(texts) >= LEAST_ROWS and sum(map(looks_like_department, texts)) >= OFFICES * len(texts)


def lists_items(header: Header, profile: Profile) -> bool:
    """Whether a table under this header lists initiatives: it names them, and tells something of them, who does it, or what is
    done year by year."""
    return "name" in header.roles and (
        bool(header.roles & {"overview", "progress", "department", "number"})
        or tells_years(header, profile)
        or tells_figures(header, profile)
    )


def tells_figures(header: Header, profile: Profile) -> bool:
    """Whether two columns known for what they say of items (予算額, 期限) stand beside one called a name of items in more
    than a general word (事業名, not 項目)."""
    scores = {column.header: best_role(column.header, profile) for column in header.columns}
    named = any(c.role == "name" and scores[c.header][1] >= EXACT and len(word(c.header)) > 2 for c in header.columns)
    return named and sum(role is None and score >= ENDING for role, score in scores.values()) > 1


def tells_years(header: Header, profile: Profile) -> bool:
    """Whether a column that is called a name of items stands before several years (工程表)."""
    named = any(column.role == "name" and best_role(column.header, profile)[1] >= EXACT for column in header.columns)
    return named and sum(any(YEAR.fullmatch(word(level)) for level in column.levels) for column in header.columns) > 1
