"""Tables on following pages to one long table, and the rows that a page's end cut to whole rows.

Two things tell that a row goes on: an explicit marker (前ページの続き), with the other cells printed again, or a first row
that lacks what every row has (its number, or its name). Where neither settles it, the cells' own text is asked, and what
stays uncertain is a finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from typing import Literal, NamedTuple

from plan_extract.finding import Finding, Severity
from plan_extract.place import Place
from plan_extract.profile import Role, word
from plan_extract.table.grid import Table
from plan_extract.table.header import Header
from plan_extract.table.markers import marker_at_end, marker_at_start, unmarked, without_note
from plan_extract.table.row import Band, Row, RowCell
from plan_extract.table.setting import Measure, measure_column
from plan_extract.table.wrapping import Flow, goes_on
from plan_extract.text.continuation import USUAL, Spellings, is_continuation_marker, strip_continuation
from plan_extract.text.normalize import fold
from plan_extract.text.offices import looks_like_department

SAME_TEXT = 0.9
"""Cells at least this alike (0–1) are one cell printed twice: authors retype, and a colon changes its width."""
DENSE = 0.8
"""A column in which at least this share of the rows says something is one that every row fills."""
OPEN = 0.1
"""A column of merged cells says nothing in at most this share of the rows below one in which it does."""
MOST = 0.75
"""Where this share of the cells break off and go on, the name among them, a row most likely does."""
FOOT = 3.2
"""A text that a page's end cut reaches down to so many ems above the foot of its cell: two lines are never parted."""

DIGITS = re.compile(r"\d+")
JOINED = re.compile(r"[-.・]\s?[(（)）\d①-⓿].*")
"""What stands in a number from a sign on that joins two parts of it."""
FIGURE = re.compile(r"[-△▲]?\s?\d[\d,.]*")

Join = Literal["repeated", "cut"]


@dataclass(frozen=True, slots=True)
class Part:
    """A table's rows under its header; ``fresh`` where a heading stands between it and the table before."""

    table: Table
    header: Header
    rows: tuple[Row | Band, ...]
    fresh: bool


@dataclass(frozen=True, slots=True)
class LongTable:
    """Tables under one header, over all their pages: its rows and bands whole, and how each column is set."""

    header: Header
    rows: tuple[Row | Band, ...]
    measures: tuple[Measure, ...]


class Seam(NamedTuple):
    """Where a page ends between two rows, or within one: the index of the first row that begins overleaf, both pieces, and how
    they were joined."""

    at: int
    above: Row
    below: Row
    join: Join | None


class Stitched(NamedTuple):
    """The long tables of a document and what stayed uncertain in joining them."""

    tables: tuple[LongTable, ...]
    findings: tuple[Finding, ...]


def stitch(parts: Iterable[Part], markers: Spellings = USUAL) -> Stitched:
    """Long tables from a document's tables in reading order; parts with the same columns belong together. ``markers`` are the
    city's own words for a row that goes on."""
    groups: dict[tuple[str, ...], list[Part]] = {}
    for part in parts:
        groups.setdefault(part.header.names, []).append(part)
    tables, findings = [], []
    for group in groups.values():
        table, found = join_parts(group, markers)
        tables.append(table)
        findings.extend(found)
    return Stitched(tuple(tables), tuple(findings))


def join_parts(parts: Sequence[Part], markers: Spellings) -> tuple[LongTable, list[Finding]]:
    """One long table from parts with the same columns."""
    header = parts[0].header
    every = [row for part in parts for row in part.rows if isinstance(row, Row)]
    measures = tuple(measure_column([row.cells[i].lines for row in every]) for i in range(len(header.columns)))
    joiner = Joiner(header, measures, [row for part in parts for row in whole_rows(part)] or every, markers)
    rows: list[Row | Band] = []
    seams: list[Seam] = []
    findings: list[Finding] = []
    for part in parts:
        again = 0 if part.fresh else repeated_bands(part.rows, rows, markers)
        for index, row in enumerate(part.rows[again:]):
            joinable = index == 0 and not part.fresh and rows
            if (
                joinable
                and isinstance(row, Row)
                and isinstance(rows[-1], Row)
                and rows[-1].places[-1].page < row.places[0].page
            ):
                join, finding = (None, None) if begins_group(rows[-1], row) else joiner.decide(rows[-1], row)
                findings.extend([finding] if finding else [])
                seams.append(Seam(len(rows), rows[-1], row, join))
                if join:
                    rows[-1] = joiner.join(rows[-1], row, join)
                    continue
            whole = joiner.without_markers(row) if isinstance(row, Row) else row
            rows.append(inherit(whole, rows[-1], top=index == 0) if index or joinable else whole)
    joined = join_groups(rows, seams, groups_of(header, rows, {seam.at for seam in seams}), measures)
    return LongTable(header, fill_sections(header, joined), measures), findings


def groups_of(header: Header, rows: Sequence[Row | Band], turns: Collection[int]) -> list[int]:
    """The columns in which a cell stands beside several rows: section columns, and those with merged cells that are hardly ever
    left open but at the top of a page."""
    pairs = [
        (above, below)
        for at, (above, below) in enumerate(pairwise(rows), 1)
        if at not in turns and isinstance(above, Row) and isinstance(below, Row)
    ]
    return [
        index
        for index, column in enumerate(header.columns)
        if column.role == "section"
        or (is_merged(rows, index) and sum(left_open(*pair, index) for pair in pairs) <= OPEN * len(pairs))
    ]


def is_merged(rows: Iterable[Row | Band], index: int) -> bool:
    """Whether some cell of a column stands beside several rows."""
    return any(isinstance(row, Row) and row.cells[index].lines and not row.cells[index].first for row in rows)


def left_open(above: Row, below: Row, index: int) -> bool:
    """Whether a column says something in a row and nothing in the next."""
    return bool(above.cells[index].lines) and not below.cells[index].lines


def join_groups(
    rows: list[Row | Band], seams: Iterable[Seam], groups: Sequence[int], measures: Sequence[Measure]
) -> list[Row | Band]:
    """The rows with the cells beside several rows whole again where a page's end cut them: a text that breaks off goes on, a
    cell left open overleaf says what it said before, and one left open before says what it says overleaf, as where a sheet's
    merged cells have their text in the middle."""
    for at, above, below, join in seams:
        for index in groups:
            upper, lower = grown(above.cells[index], rows[at - 1], index), below.cells[index]
            cut = join == "cut" and not same_text(upper, lower)
            if upper.lines and (cut or not lower.lines or is_rest(upper, lower, above.places[-1], measures[index])):
                whole = replace(upper, lines=upper.lines + lower.lines, first=False)
                put_group(rows, reversed(range(at)), index, upper, whole)
                put_group(rows, range(at, len(rows)), index, lower, whole)
            elif lower.lines and not upper.lines:
                put_before(rows, at, index, lower)
    return rows


def grown(cell: RowCell, row: Row | Band, index: int) -> RowCell:
    """The cell as it stands in its row by now, with what a page's end before cut off in front of it."""
    now = row.cells[index] if isinstance(row, Row) else cell
    return now if cell.lines and now.lines[-len(cell.lines) :] == cell.lines else cell


def is_rest(upper: RowCell, lower: RowCell, place: Place, measure: Measure) -> bool:
    """Whether the cell overleaf is what the page's end cut off: the text before it breaks off, at the foot of its cell."""
    last = upper.lines[-1]
    if place.box.bottom - last.box.bottom > FOOT * last.size or same_text(upper, lower):
        return False
    return goes_on(Flow(upper.text, [last]), lower.lines[0], measure)


def put_group(rows: list[Row | Band], order: Iterable[int], index: int, part: RowCell, whole: RowCell) -> None:
    """Put the whole cell into the rows that have the part, as far as they follow one another."""
    for at in order:
        row = rows[at]
        if not isinstance(row, Row) or row.cells[index].lines[:1] != part.lines[:1]:
            break
        own = row.cells[index]
        begins = own.first and bool(part.lines) and whole.lines[0] is part.lines[0]
        rows[at] = replace(
            row, cells=(*row.cells[:index], replace(own, lines=whole.lines, first=begins), *row.cells[index + 1 :])
        )


def repeated_bands(rows: Sequence[Row | Band], above: Sequence[Row | Band], markers: Spellings) -> int:
    """How many bands at the top of a page only print those in force again, so that a cut row may go on below them."""
    lead = [band_text(row, markers) for row in takewhile(lambda row: isinstance(row, Band), rows)]
    in_force = [band_text(row, markers) for row in above if isinstance(row, Band)]
    return len(lead) if lead and in_force[-len(lead) :] == lead else 0


def band_text(band: Row | Band, markers: Spellings) -> str:
    """A band's text for comparing, without a note that it goes on; empty for a row."""
    return word(strip_continuation("".join(line.text for line in band.lines), markers)[0]) if isinstance(band, Band) else ""


def inherit(row: Row | Band, above: Row | Band, *, top: bool) -> Row | Band:
    """A row with what the cells that it shares with the row above say there, as the rest of a row that a page's end cut has it
    from the page before; at the ``top`` of a page with the groups that are left open there."""
    if isinstance(row, Band) or isinstance(above, Band):
        return row
    return replace(row, cells=tuple(inherit_cell(*pair, top) for pair in zip(row.cells, above.cells, strict=True)))


def inherit_cell(cell: RowCell, above: RowCell, top: bool) -> RowCell:
    """A cell of a row with what it has from the row above."""
    groups = tuple(
        upper if not group.lines and (top or not group.first) else group for group, upper in zip(cell.groups, above.groups)
    )
    shared = not cell.first and not cell.lines
    lines = above.lines if shared else cell.lines
    return replace(cell, lines=lines, groups=(*groups, *cell.groups[len(groups) :]))


def fill_sections(header: Header, rows: Sequence[Row | Band]) -> tuple[Row | Band, ...]:
    """The rows with section cells that were left open (on the next page, or down the column) filled from above."""
    wanted = [index for index, column in enumerate(header.columns) if column.role == "section"]
    above: dict[int, RowCell] = {}
    filled: list[Row | Band] = []
    for row in rows:
        if isinstance(row, Band):
            above.clear()
            filled.append(row)
            continue
        cells = list(row.cells)
        for index in wanted:
            if cells[index].lines:
                above[index] = replace(cells[index], first=False)
            elif index in above:
                cells[index] = above[index]
        filled.append(replace(row, cells=tuple(cells)))
    return tuple(filled)


def put_before(rows: list[Row | Band], at: int, index: int, said: RowCell) -> None:
    """Put what a cell says overleaf into the rows right before that its part there, left open, stands beside."""
    for upper in reversed(range(at)):
        row = rows[upper]
        if not isinstance(row, Row) or row.cells[index].lines:
            return
        own = replace(row.cells[index], lines=said.lines)
        rows[upper] = replace(row, cells=(*row.cells[:index], own, *row.cells[index + 1 :]))
        if own.first:
            return


def whole_rows(part: Part) -> list[Row]:
    """The rows of a part that cannot be the rest of a row on the page before."""
    rows = [row for row in part.rows if isinstance(row, Row)]
    return rows if part.fresh else rows[1:]


def same_text(left: RowCell, right: RowCell) -> bool:
    """Whether two cells say the same, but for width, blanks, and small differences in a long text."""
    a, b = word(left.text), word(right.text)
    if a == b or not (a and b):
        return a == b
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return len(a) > 20 and matcher.quick_ratio() >= SAME_TEXT and matcher.ratio() >= SAME_TEXT


class Joiner:
    """Decides whether the first row of a part goes on with the row before, and joins the two."""

    def __init__(self, header: Header, measures: Sequence[Measure], rows: Sequence[Row], markers: Spellings) -> None:
        self._markers = markers
        self._columns = header.columns
        self._measures = measures
        self._number = self._column("number")
        self._name = self._column("name")
        self._noted = [i for i, column in enumerate(header.columns) if column.role in ("section", "number", "name")]
        self._dense = tuple(self._share(rows, index) >= DENSE for index in range(len(header.columns)))
        self._usual = tuple(Counter(form(row.cells[index]) for row in rows) for index in range(len(header.columns)))
        self._shared = tuple(is_merged(rows, index) for index in range(len(header.columns)))
        self._figures = tuple(i for i in range(len(header.columns)) if self._dense[i] and has_figures(rows, i))

    def _column(self, role: Role) -> int | None:
        return next((index for index, column in enumerate(self._columns) if column.role == role), None)

    @staticmethod
    def _share(rows: Sequence[Row], index: int) -> float:
        return sum(bool(row.cells[index].lines) for row in rows) / max(1, len(rows))

    def decide(self, above: Row, below: Row) -> tuple[Join | None, Finding | None]:
        """How ``below`` continues ``above``, if it does, and the doubt that remains."""
        if self._has_marker(below) or self._ends_with_marker(above):
            return ("repeated", None)
        key = self._number if self._number is not None else self._name
        if key is None or not self._dense[key]:
            return (None, None) if self._has_own_figures(above, below) else self._ask_text(above, below)
        upper, lower = above.cells[key], below.cells[key]
        if not lower.lines:
            return self._ask_sharing(above, below, key)
        if not upper.lines:
            return ("cut", None) if self._is_rest(above) else (None, None)
        again = same_text(upper, lower) and self._repeats(above, below)
        if again or (key == self._number and breaks_off(upper.text, lower.text)):
            return ("repeated" if again else "cut", None)
        return (None, None) if key == self._number else self._ask_names(above, below, same_text(upper, lower))

    def _has_marker(self, row: Row) -> bool:
        lead = [row.cells[index].text for index in (self._number, self._name) if index is not None]
        told = [strip_continuation(text, self._markers)[1] for text in lead]
        notes = [is_continuation_marker(marker, self._markers) for marker in told if marker]
        return "from_previous" in notes or any(marker_at_start(cell.lines, self._markers) for cell in row.cells)

    def _ends_with_marker(self, row: Row) -> bool:
        return any(marker_at_end(cell.lines, self._markers) for cell in row.cells)

    def _is_rest(self, above: Row) -> bool:
        """Whether a row without a number lacks its name too: the head of a row whose number stands on the next page."""
        return self._name is None or not above.cells[self._name].lines or self._number is not None

    def _ask_sharing(self, above: Row, below: Row, key: int) -> tuple[Join | None, Finding | None]:
        """The decision where a key is left open: a number that several rows share may be so for one more of them, which says
        something of its own wherever most rows do."""
        own = [
            i for i, dense in enumerate(self._dense) if dense and not self._shared[i] and i not in (self._number, self._name)
        ]
        anew = all(below.cells[i].lines and not self._runs_on(i, above.cells[i], below.cells[i]) for i in own)
        if anew and self._shared[key] and len(own) > 1:
            return (None, None if len(own) > 2 else uncertain(below, "kept apart from"))
        doubtful = not above.cells[key].first or (anew and len(own) > 2)
        return ("cut", uncertain(below, "joined with") if doubtful else None)

    def _runs_on(self, index: int, above: RowCell, below: RowCell) -> bool:
        """Whether a cell's text breaks off and goes on below, and is no office nor what other rows say just so (令和5年度)."""
        if self._columns[index].role == "department" and above.lines and looks_like_department(above.lines[-1].text):
            return False
        return self._usual[index][form(above)] < 2 and self._flows(index, above, below)

    def _repeats(self, above: Row, below: Row) -> bool:
        """Whether the row below prints the cells above again: number and name, and the departments where nothing is numbered,
        as several rows may be called その他."""
        lead = [index for index in (self._number, self._name) if index is not None]
        others = [] if self._number is not None else [i for i, c in enumerate(self._columns) if c.role == "department"]
        filled = [index for index in others if above.cells[index].lines and below.cells[index].lines]
        return all(same_text(above.cells[index], below.cells[index]) for index in (*lead, *filled))

    def _has_own_figures(self, above: Row, below: Row) -> bool:
        """Whether both rows have a figure in one column, which no page's end cuts in two, and not the same in all."""
        pairs = [(above.cells[index], below.cells[index]) for index in self._figures]
        both = [(upper, lower) for upper, lower in pairs if upper.lines and lower.lines and lower.first]
        return any(upper.text != lower.text for upper, lower in both)

    def _ask_names(self, above: Row, below: Row, namesakes: bool) -> tuple[Join | None, Finding | None]:
        """The decision between two rows with a name each and no number; two of one name are kept apart with a doubt."""
        if not namesakes and self._has_own_figures(above, below):
            return (None, None)
        join, doubt = self._ask_text(above, below)
        return join, doubt or (uncertain(below, "kept apart from") if namesakes and not join else None)

    def _ask_text(self, above: Row, below: Row) -> tuple[Join | None, Finding | None]:
        """The decision where no key tells: cells that break off and go on speak for it, cells that begin anew against it."""
        votes = [
            self._flows(index, above.cells[index], below.cells[index])
            for index in range(len(self._columns))
            if below.cells[index].lines
        ]
        blanks = sum(bool(above.cells[i].lines) and not below.cells[i].lines for i in range(len(self._columns)))
        if all(votes) and (blanks or len(votes) > 1):
            return ("cut", None if blanks and len(votes) > 1 else uncertain(below, "joined with"))
        if not any(votes):
            return (None, uncertain(below, "kept apart from") if blanks * 2 >= len(self._columns) else None)
        if (
            self._name is not None
            and self._flows(self._name, above.cells[self._name], below.cells[self._name])
            and (sum(votes) >= MOST * len(votes))
        ):
            return ("cut", uncertain(below, "joined with"))
        return (None, uncertain(below, "kept apart from"))

    def _flows(self, index: int, above: RowCell, below: RowCell) -> bool:
        """Whether a cell's text breaks off at the page's end and goes on below."""
        if not above.lines:
            return False
        flow = Flow(above.text, list(above.lines[-1:]))
        return not above.text.endswith("。") and goes_on(flow, below.lines[0], self._measures[index])

    def join(self, above: Row, below: Row, join: Join) -> Row:
        """The two rows as one; cells that are printed again are taken once."""
        pairs = zip(self.without_markers(above).cells, self.without_markers(below).cells, strict=True)
        return Row(tuple(join_cells(upper, lower, join) for upper, lower in pairs), above.places + below.places)

    def without_markers(self, row: Row) -> Row:
        """A row without what only says that it goes on: lines of their own, and notes behind its number, name or section."""
        cells = []
        for index, cell in enumerate(row.cells):
            lines = unmarked(cell.lines, self._markers)
            kept = without_note(lines, self._markers) if index in self._noted else lines
            cells.append(cell if kept is cell.lines else replace(cell, lines=kept))
        return Row(tuple(cells), row.places)


def form(cell: RowCell) -> str:
    """What a cell says, any number as good as another."""
    return DIGITS.sub("0", cell.text)


def breaks_off(upper: str, lower: str) -> bool:
    """Whether a number was cut at the sign that joins its parts.

    >>> breaks_off("2-(2)-", "④"), breaks_off("2-(2)", "-④"), breaks_off("2-1", "－")
    (True, True, False)
    """
    return any(JOINED.fullmatch(fold(part)) for part in (upper[::-1], lower))


def begins_group(above: Row, below: Row) -> bool:
    """Whether a row stands beside a group of its own, so that it cannot go on with the row above."""
    pairs = [(upper.groups, lower.groups) for upper, lower in zip(above.cells, below.cells, strict=True)]
    said = [(upper, lower) for uppers, lowers in pairs for upper, lower in zip(uppers, lowers) if lower.lines]
    return any(upper.lines and not same_text(upper, lower) for upper, lower in said)


def has_figures(rows: Sequence[Row], index: int) -> bool:
    """Whether a column's cells are figures, each on one line."""
    cells = [row.cells[index] for row in rows if row.cells[index].lines]
    return len(cells) > 1 and all(len(cell.lines) == 1 and FIGURE.fullmatch(fold(cell.text)) for cell in cells)


def join_cells(upper: RowCell, lower: RowCell, join: Join) -> RowCell:
    """A cell and its continuation; one that is printed again is taken once."""
    groups = upper.groups if any(group.lines for group in upper.groups) else lower.groups
    if join == "repeated" and same_text(upper, lower):
        return replace(upper, groups=groups)
    return replace(upper, lines=upper.lines + lower.lines, groups=groups)


def uncertain(row: Row, what: str) -> Finding:
    """The finding for a row that may or may not go on with the row before the page's end."""
    text = next((cell.text for cell in row.cells if cell.lines), "")
    message = f"the first row of the page was {what} the last row of the page before; please check: {text[:40]}"
    return Finding("uncertain-continuation", Severity.WARNING, message, row.places[0])
