"""The pages that hold forms: which tables and boxes the forms take up, and what is printed around every one of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from plan_extract.place import Place
from plan_extract.profile import Profile, word
from plan_extract.sheet import OutsideLine, Sheet, outside_lines
from plan_extract.table.blocks import may_repeat
from plan_extract.table.form import Forms, tables_to_forms
from plan_extract.table.grid import Table, reading_order
from plan_extract.table.header import YEAR, row_cells
from plan_extract.table.insets import split_insets
from plan_extract.table.stitch import Part
from plan_extract.table.wrapping import join_lines
from plan_extract.text.dates import find_dates

_FORM = re.compile(r"\w\s*\w.*(?:シ\s*ー\s*ト|カ\s*ー\s*ド|[票表書])\s*(?:[（(][^（()）]*[）)])?$")
EVERYWHERE = 0.6
"""A line on this share of the forms is printed on each of them."""


def find_forms(sheets: Sequence[Sheet], profile: Profile) -> list[Forms]:
    """The forms of a document, one group for each make."""
    if not may_repeat((table for sheet in sheets for table in sheet.tables), profile):
        return []
    printed = [table for sheet in sheets for table in reading_order((*sheet.tables, *sheet.boxes))]
    tables = split_insets(printed, profile)
    lines = [item.line for sheet in sheets for item in outside_lines(sheet)]
    return tables_to_forms(tables, lines, profile)


def form_places(forms: Sequence[Forms]) -> set[Place]:
    """The places of all tables that forms take up."""
    return {table.place for one in forms for table in one.tables}


def set_apart(sheets: Sequence[Sheet], places: Collection[Place]) -> tuple[Sheet, ...]:
    """The sheets with the tables and boxes at some places apart from the others."""
    return tuple(
        replace(
            sheet,
            tables=tuple(table for table in sheet.tables if table.place not in places),
            boxes=tuple(box for box in sheet.boxes if box.place not in places),
            apart=tuple(table for table in (*sheet.tables, *sheet.boxes) if table.place in places),
        )
        for sheet in sheets
    )


def forms_to_part(forms: Forms) -> Part:
    """Forms as the table that they make: each whole, so that none goes on with another."""
    return Part(forms.tables[0], forms.header, forms.rows, fresh=True)


def without_captions(outside: Sequence[OutsideLine], forms: Sequence[Forms]) -> list[OutsideLine]:
    """The lines outside the tables but for the forms' names, those that are printed on each form as furniture, save for the
    document's title and for headings that name their kind."""
    pages = {place.page for one in forms for row in one.rows for place in row.places}
    seen: dict[str, set[int]] = defaultdict(set)
    for item in outside:
        seen[word(item.line.text)].add(item.line.page)
    names = {(line.page, line.box) for one in forms for line in one.titles}
    least = max(2.0, EVERYWHERE * min((len({row.places[0].page for row in one.rows}) for one in forms), default=0))
    return [
        replace(item, kind="furniture", heading=None)
        if item.line.page in pages and is_own_words(item) and len(seen[word(item.line.text)] & pages) >= least
        else item
        for item in outside
        if (item.line.page, item.line.box) not in names
    ]


def framed_title(sheets: Sequence[Sheet]) -> list[str]:
    """The title that forms print in their own frames, and the year beside it, if it stands in no line outside them: what most
    of them print in the top row of a page's first table that is called a form（事務事業評価シート）.

    Empty where none does.
    """
    tops = [top_row(min(sheet.apart, key=lambda table: table.box.top)) for sheet in sheets if sheet.apart]
    counts = Counter(text for texts in tops for text in texts if _FORM.search(text))
    title, count = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
    row = next((texts for texts in tops if title in texts), []) if count > 1 else []
    years = {text for text in row if YEAR.fullmatch(word(text)) and sum(text in texts for texts in tops) >= count}
    return [text for text in row if text == title or (text in years and not find_dates(title))]


def top_row(table: Table) -> list[str]:
    """What a table says in its first row, cell by cell."""
    return [join_lines(cell.lines).text for cell in row_cells(table, 0) if cell.lines]


def is_own_words(item: OutsideLine) -> bool:
    """Whether a line is neither title nor note, nor a heading that names its kind."""
    return item.kind == "left" or (item.heading is not None and not item.heading.kind)
