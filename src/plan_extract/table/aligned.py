"""Tables whose columns no rule parts: a header row of known words, and text aligned below it.

The columns are found by the gutters that every line leaves blank between one header and the next; the rows by horizontal
rules where there are some, else by the number column, else by the lines that begin in most columns. What comes of it is a
:class:`Table` like any other, with a confidence from 0 to 1 beside it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile
from statistics import median
from typing import Literal, NamedTuple

from plan_extract.pdf.page import Char, Page
from plan_extract.place import Box, union
from plan_extract.profile import Profile, Role, word
from plan_extract.table.grid import Cell, Grid, Table, chars_outside, fill_grid, join_intervals, rules_to_edges
from plan_extract.table.header import EXACT, assign_roles, best_role
from plan_extract.table.printed import PrintedLine, chars_to_lines
from plan_extract.text.headings import parse_heading, parse_numbered
from plan_extract.text.rownumbers import is_number_line

LEAST_GAP = 0.7
"""Ems that part two headers on a line at least; headers may themselves be spread out (事　業　名)."""
LONGEST_HEAD = 14
GUTTER = 0.6
"""Ems that all lines leave blank between two columns; ``WIDE`` ones are sure."""
WIDE = 1.2
FAR = 2.6
"""A line that stands further below the one before it than so many of the usual distances is no part of the table."""
APART = 1.25
"""Lines further apart than so many of the usual distances begin a row."""
JOINTS = 3
"""So many rules or shades that begin at one place show a column."""
OVERHANG = 0.9
"""Ems by which a line's last char may hang over the end of its column."""
SPREAD = 1.8
"""Ems between the words of a heading at most."""
LARGER = 1.1
"""A heading's type is larger than that of the header by this factor, where only its number tells besides."""
CLOSE = 0.9
"""A row's first line stands at most so many ems below the rule above it, and a line so many below the one before."""
MARGIN = 0.93
"""Below this share of the page's height stand page numbers."""
NOTE = re.compile(r"[※＊*注]")
SURE = 0.8
"""Below this a table read by alignment should be looked at."""


class Heads(NamedTuple):
    """A header line: for each column the box of its header, its label and the role that it names."""

    line: PrintedLine
    boxes: tuple[Box, ...]
    roles: tuple[Role | None, ...]


class Aligned(NamedTuple):
    """A table read by alignment, how sure its columns and rows are (0 to 1), and between which of them no rules stand."""

    table: Table
    confidence: float
    lacking: Literal["columns", "rows"] = "columns"


class Gutter(NamedTuple):
    """What every line leaves blank between two columns, from left to right in points."""

    start: float
    end: float

    @property
    def width(self) -> float:
        return self.end - self.start

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


class Rows(NamedTuple):
    """The lines below the header at which rows begin, and how sure that is (0 to 1)."""

    starts: list[int]
    sureness: float


def align_page(page: Page, tables: Sequence[Table], profile: Profile) -> list[Aligned]:
    """The tables that alignment alone makes on a page: outside the tables that rules make (``tables``), and within those that
    have no vertical rules inside."""
    whole = Box(0.0, 0.0, page.width, page.height)
    free = chars_outside(page.chars, [table.box for table in tables])
    boxes = [table.box for table in tables]
    found = align_lines(chars_to_lines(free, whole, page.number), page, profile, boxes)
    for table in (table for table in tables if table.cols == 1):
        found.extend(align_lines(cell_lines(table), page, profile, [box for box in boxes if box != table.box]))
    return found


def cell_lines(table: Table) -> list[PrintedLine]:
    """The lines in all cells of a table, from top to bottom."""
    return [line for cell in table.cells for line in cell.lines]


def align_lines(lines: Sequence[PrintedLine], page: Page, profile: Profile, taken: Sequence[Box]) -> list[Aligned]:
    """The tables that alignment makes of lines, each below a header line of known words."""
    ordered = above_foot(sorted(lines, key=lambda line: line.box.top), MARGIN * page.height)
    heads = [(index, found) for index, line in enumerate(ordered) if (found := find_heads(line, profile))]
    ends = [*(index for index, _ in heads[1:]), len(ordered)][: len(heads)]
    made = (
        align_below(found, before_heading(before_boxes(ordered[index + 1 : end], found, taken), found, profile), page)
        for (index, found), end in zip(heads, ends, strict=True)
    )
    return [one for one in made if one]


def above_foot(lines: Sequence[PrintedLine], foot: float) -> list[PrintedLine]:
    """The lines above a page's foot, and those in it that follow right away."""
    kept: list[PrintedLine] = []
    for line in lines:
        if line.box.bottom >= foot and not (kept and line.box.top - kept[-1].box.bottom < CLOSE * line.size):
            break
        kept.append(line)
    return kept


def before_boxes(lines: Sequence[PrintedLine], heads: Heads, taken: Sequence[Box]) -> list[PrintedLine]:
    """The lines that follow a header above the next table or box."""
    foot = min((box.top for box in taken if box.top > heads.line.box.bottom - 1), default=float("inf"))
    return [line for line in lines if line.box.bottom <= foot + 1]


def before_heading(lines: Sequence[PrintedLine], heads: Heads, profile: Profile) -> list[PrintedLine]:
    """The lines that follow a header above the next heading of a section: one that names its kind, or a number and larger
    type."""

    def is_heading(line: PrintedLine) -> bool:
        if max(gaps_of(line), default=0.0) > SPREAD * line.size:
            return False
        large = line.size > LARGER * heads.line.size and parse_numbered(line.text)
        return bool(large or parse_heading(line.text, profile.kinds))

    return list(takewhile(lambda line: not is_heading(line), lines))


def find_heads(line: PrintedLine, profile: Profile) -> Heads | None:
    """The headers on a line, if it is a header row: apart from each other, short, half of them known, and among these one that
    names the items (or a section, where none does) and one that tells of them."""
    if len(line.text) > LONGEST_HEAD * 12:
        return None
    for gap in gaps_of(line):
        runs = split_at_gaps(line, gap)
        labels = [word("".join(char.text for char in run)) for run in runs]
        known = {role for role, score in (best_role(label, profile) for label in labels) if score >= EXACT}
        names = "name" in known or ("section" in known and len(known) > 2)
        if names and len(known) > 1 and len(known) * 2 >= len(labels) and all(len(label) <= LONGEST_HEAD for label in labels):
            return Heads(line, tuple(map(union, runs)), tuple(assign_roles([(label,) for label in labels], profile)))
    return None


def inked(line: PrintedLine) -> list[Char]:
    """The chars of a line that are no blanks."""
    return [glyph for glyph in line.glyphs if glyph and not glyph.text.isspace()]


def gaps_of(line: PrintedLine) -> list[float]:
    """The widths (points) of a line's gaps that may part headers, the narrowest first."""
    gaps = {round(behind.x0 - before.x1, 1) for before, behind in pairwise(inked(line))}
    return sorted(gap for gap in gaps if gap >= LEAST_GAP * line.size)


def split_at_gaps(line: PrintedLine, gap: float) -> list[list[Char]]:
    """The inked chars of a line, parted where the gap is at least so wide (points, give or take a tenth)."""
    runs: list[list[Char]] = []
    for char in inked(line):
        if runs and char.x0 - runs[-1][-1].x1 < gap - 0.1:
            runs[-1].append(char)
        else:
            runs.append([char])
    return runs


def align_below(heads: Heads, lines: Sequence[PrintedLine], page: Page) -> Aligned | None:
    """The table of a header and the lines below it; None where they leave no gutters or make no rows."""
    rules = rules_below(heads, page)
    near = near_lines(heads, above_rules(lines, rules) if len(rules) > 1 else lines, rules)
    drawn = drawn_gutters(heads, page)
    body, gutters = (keep_between(near, drawn), drawn) if drawn else settle_gutters(heads, near)
    if not body:
        return None
    rows = find_rows(heads, body, gutters, rules)
    table = rows_to_table(heads, body, gutters, rows.starts, page)
    told = has_rows(table) or len(rules) > 1
    return Aligned(table, rows.sureness * sureness(gutters, heads) * named(table, heads)) if told else None


def above_rules(lines: Sequence[PrintedLine], rules: Sequence[float]) -> list[PrintedLine]:
    """The lines above the last rule, and those that follow it right away in several columns: a row that the page's end cut
    before its rule."""
    below = [line for line in lines if line.box.top >= rules[-1]]
    cut = below and below[0].box.top - rules[-1] <= CLOSE * below[0].size and max(gaps_of(below[0]), default=0.0) > 0
    return [line for line in lines if cut or line.box.top < rules[-1]]


def has_rows(table: Table) -> bool:
    """Whether some row below the header says something in two columns at least."""
    filled = [cell.row for cell in table.cells if cell.row and cell.chars]
    return any(filled.count(row) > 1 for row in range(1, table.rows))


def rules_below(heads: Heads, page: Page) -> list[float]:
    """The heights of the horizontal rules below a header that run under all of it."""
    box = heads.line.box
    slack = heads.line.size
    edges = rules_to_edges(page.rules).horizontal
    under = (edge for edge in edges if edge.at > box.bottom - slack / 2)
    return sorted({edge.at for edge in under if edge.start <= box.x0 + slack and edge.end >= box.x1 - slack})


def near_lines(heads: Heads, lines: Sequence[PrintedLine], rules: Sequence[float]) -> list[PrintedLine]:
    """The lines that follow a header without a wide blank or a note in the first column; above a last rule lines may stand far
    apart."""
    usual = usual_distance(lines)
    kept: list[PrintedLine] = []
    for before, line in pairwise([heads.line, *lines]):
        far = line.box.top - before.box.top > FAR * max(usual, 1.2 * line.size)
        noted = NOTE.match(line.text) and line.box.x0 < heads.boxes[0].x1 + line.size
        if noted or (far and len(rules) < 2):
            break
        kept.append(line)
    return kept


def usual_distance(lines: Sequence[PrintedLine]) -> float:
    """The usual distance from line to line in points; 0 for a single line."""
    steps = [after.box.top - before.box.top for before, after in pairwise(lines)]
    return median(steps) if steps else 0.0


def drawn_gutters(heads: Heads, page: Page) -> list[Gutter]:
    """The gutters at the joints of rules or shades that are drawn cell by cell: where several begin between the middles of each
    two neighbouring headers; none where they do not between some two."""
    top = heads.line.box.top - heads.line.size
    joints = Counter(round(rule.x0, 1) for rule in page.rules if rule.top >= top)
    wide = WIDE * heads.line.size / 2
    found: list[Gutter] = []
    for left, right in pairwise(heads.boxes):
        between = [
            (count, at)
            for at, count in joints.items()
            if (left.x0 + left.x1) / 2 < at < (right.x0 + right.x1) / 2 and count >= JOINTS
        ]
        if not between:
            return []
        at = max(between)[1]
        found.append(Gutter(at - wide, at + wide))
    return found


def keep_between(lines: Sequence[PrintedLine], gutters: Sequence[Gutter]) -> list[PrintedLine]:
    """The lines down to the first that runs on across the middle of a gutter."""
    return list(takewhile(lambda line: not any(runs_across(line, gutter.middle) for gutter in gutters), lines))


def runs_across(line: PrintedLine, middle: float) -> bool:
    """Whether the chars of a line stand close together from one side of a place to the other, not merely hanging over it."""
    near = [(char.x0, char.x1) for char in inked(line) if abs(char.middle[0] - middle) < 2 * line.size]
    return any(
        start <= middle - OVERHANG * line.size and end >= middle + OVERHANG * line.size
        for start, end in join_intervals(near, line.size / 10)
    )


def settle_gutters(heads: Heads, lines: Sequence[PrintedLine]) -> tuple[list[PrintedLine], list[Gutter]]:
    """The lines down to the first that runs across a gutter, and the gutters that they leave."""
    body: list[PrintedLine] = []
    gutters = find_gutters(heads, [])
    for line in lines:
        narrower = find_gutters(heads, [*body, line])
        if len(narrower) < len(heads.boxes) - 1:
            break
        body.append(line)
        gutters = narrower
    return body, gutters


def find_gutters(heads: Heads, lines: Sequence[PrintedLine]) -> list[Gutter]:
    """The widest blank between the middles of each two neighbouring headers, rather one at whose end a line below begins than
    one at whose end only the header does; one that is too narrow is left out."""
    begun = {char.x0 for line in lines for char in inked(line)}
    covered = join_intervals([(char.x0, char.x1) for line in (heads.line, *lines) for char in inked(line)], 0.0)
    gutters = []
    for left, right in pairwise(heads.boxes):
        start, end = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
        blanks = [Gutter(a[1], b[0]) for a, b in pairwise(covered) if start <= a[1] and b[0] <= end]
        wide = [gutter for gutter in blanks if gutter.width >= GUTTER * heads.line.size]
        gutters.extend(sorted(wide, key=lambda gutter: (gutter.end in begun, gutter.width))[-1:])
    return gutters


def find_rows(heads: Heads, body: Sequence[PrintedLine], gutters: Sequence[Gutter], rules: Sequence[float]) -> Rows:
    """Where rows begin: behind rules, at numbers, behind a wider distance, or where most columns speak."""
    bands = [bisect(rules, (line.box.top + line.box.bottom) / 2) for line in body]
    behind_rules = [index for index, band in enumerate(bands) if index == 0 or band != bands[index - 1]]
    numbered = [index for index, line in enumerate(body) if has_number(line, heads, gutters)]
    if len(behind_rules) > 1:
        return Rows(behind_rules, 1.0)
    if is_single(numbered, bands[0], heads, rules):
        return Rows([0], 0.95)
    if len(numbered) > 1:
        return Rows([0, *numbered[1:]], 0.95 if numbered[0] == 0 else 0.6)
    steps = [after.box.top - before.box.top for before, after in pairwise(body)]
    apart = [index for index, step in enumerate(steps, 1) if step > APART * min(steps)]
    if apart:
        return Rows([0, *apart], 0.85)
    full = [index for index, line in enumerate(body) if begins_row(cut_at(line, gutters), heads)]
    return Rows([0, *(index for index in full if index)], 0.9 if len(full) == len(body) else 0.7)


def is_single(numbered: Sequence[int], band: int, heads: Heads, rules: Sequence[float]) -> bool:
    """Whether lines between the same two rules of a numbered table are one row: the first has the only number, or, with a rule
    below them, none has and they are what a page's end left of a row; ``band`` is how many rules stand above them."""
    return "number" in heads.roles and (numbered == [0] if band == len(rules) else not any(numbered)) and band > 0


def begins_row(texts: Sequence[str], heads: Heads) -> bool:
    """Whether a line that says this in each column begins a row: it says who does it, or most of what a row says."""
    most = sum(map(bool, texts)) * 2 > len(texts)
    return most and all(text for text, role in zip(texts, heads.roles, strict=True) if role == "department")


def has_number(line: PrintedLine, heads: Heads, gutters: Sequence[Gutter]) -> bool:
    """Whether a number stands on a line in the number column, or in the first one where none is called so."""
    column = heads.roles.index("number") if "number" in heads.roles else 0
    pieces = cut_at(line, gutters)
    return is_number_line(pieces[column])


def cut_at(line: PrintedLine, gutters: Sequence[Gutter]) -> list[str]:
    """What a line says in each column, without blanks."""
    texts = [""] * (len(gutters) + 1)
    for char in inked(line):
        texts[bisect([gutter.middle for gutter in gutters], char.middle[0])] += char.text
    return texts


def rows_to_table(
    heads: Heads, body: Sequence[PrintedLine], gutters: Sequence[Gutter], starts: Sequence[int], page: Page
) -> Table:
    """The table whose rows begin at these lines, with the page's chars in its cells."""
    around = union(line.box for line in (heads.line, *body))
    lines = [heads.line, *body]
    borders = [(lines[start].box.bottom + lines[start + 1].box.top) / 2 for start in starts]
    xs = (around.x0 - 1, *(gutter.middle for gutter in gutters), around.x1 + 1)
    ys = (around.top - 1, *borders, around.bottom + 1)
    cells = tuple(
        Cell(row, col, 1, 1, Box(x0, top, x1, bottom))
        for row, (top, bottom) in enumerate(pairwise(ys))
        for col, (x0, x1) in enumerate(pairwise(xs))
    )
    grid = Grid(xs, ys, cells)
    return Table(page.number, grid, fill_grid(grid, page.chars, page.number))


def sureness(gutters: Sequence[Gutter], heads: Heads) -> float:
    """How sure the narrowest gutter makes the columns."""
    narrowest = min((gutter.width for gutter in gutters), default=0.0)
    return min(1.0, narrowest / (WIDE * heads.line.size))


def named(table: Table, heads: Heads) -> float:
    """The share of the rows that have a name."""
    name = heads.roles.index("name")
    cells = [cell for cell in table.cells if cell.row and cell.col == name]
    return sum(bool(cell.chars) for cell in cells) / max(1, len(cells))
