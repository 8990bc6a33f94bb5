"""The pages that hold forms: which tables and boxes the forms take up, and what is printed around every one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from plan_extract.place import Place
from plan_extract.profile import Profile, word
from plan_extract.sheet import OutsideLine, Sheet, outside_lines
from plan_extract.table.blocks import may_repeat
from plan_extract.table.form import Forms, tables_to_forms
from plan_extract.table.grid import reading_order
from plan_extract.table.insets import split_insets
from plan_extract.table.stitch import Part

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


def is_own_words(item: OutsideLine) -> bool:
    """Whether a line is neither title nor note, nor a heading that names its kind."""
    return item.kind == "left" or (item.heading is not None and not item.heading.kind)
