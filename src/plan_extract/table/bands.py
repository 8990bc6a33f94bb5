"""Rows that are bands: those that say nothing but a heading, told by its words or its numbering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from plan_extract.profile import Profile
from plan_extract.table.header import Header, best_role
from plan_extract.table.row import Band, Row, RowCell
from plan_extract.table.stitch import Part
from plan_extract.table.wrapping import join_lines
from plan_extract.text.headings import parse_heading
from plan_extract.text.marks import marker_kind, split_marker
from plan_extract.text.normalize import fold

FEWEST = 2
"""So many cells of a section's row say something where it has who is in charge."""


def with_section_rows(parts: Sequence[Part], profile: Profile) -> list[Part]:
    """The parts with rows made bands that are headings: by their words, with who is in charge beside them at most, or by their
    numbering: in a table whose items count ①②③, a row that says nothing but 「(1) …」 heads those below it."""
    texts: dict[tuple[str, ...], Counter[str]] = {}
    for part in parts:
        counts = texts.setdefault(part.header.names, Counter())
        counts.update(style for row in part.rows if isinstance(row, Row) and (style := number_style(row, part.header)))
    return [
        replace(
            part,
            rows=tuple(band for row in part.rows for band in to_bands(row, part.header, texts[part.header.names], profile)),
        )
        for part in parts
    ]


def number_style(row: Row, header: Header) -> str | None:
    """How the name of a row is numbered, in a table without a number column; None where it is not."""
    if "number" in header.roles:
        return None
    name = next((cell for cell, column in zip(row.cells, header.columns) if column.role == "name"), None)
    marker = split_marker(join_lines(name.lines).text)[0] if name and name.lines else None
    kind = marker_kind(marker)
    return kind if kind.startswith("number") else None


def to_bands(row: Row | Band, header: Header, styles: Counter[str], profile: Profile) -> Sequence[Row | Band]:
    """A row as the bands that it is: a section's heading and an office in charge, or nothing but a heading numbered otherwise
    than most names are; any other row alone."""
    if isinstance(row, Band):
        return (row,)
    said = [cell for cell in row.cells if cell.lines]
    if heads_items(row, said, profile):
        return [Band(cell.lines, row.places[0]) for cell in said]
    style = number_style(row, header)
    alone = len(said) == 1 and not said[0].text.endswith("。")
    if style is None or not alone or style == styles.most_common(1)[0][0]:
        return (row,)
    return (Band(said[0].lines, row.places[0]),)


def heads_items(row: Row, said: Sequence[RowCell], profile: Profile) -> bool:
    """Whether a row says a section's heading, first of all, and who is in charge of it."""
    office = len(said) == FEWEST and row.cells[0] is said[0] and names_office(join_lines(said[1].lines).text, profile)
    return office and parse_heading(join_lines(said[0].lines).text, profile.kinds) is not None


def names_office(text: str, profile: Profile) -> bool:
    """Whether a text says no more than who is in charge（担当部：市民部）."""
    label, colon, _ = fold(text).partition(":")
    return bool(colon) and best_role(label, profile)[0] == "department"
