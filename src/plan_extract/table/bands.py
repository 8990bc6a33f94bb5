"""Rows that are bands: those that say nothing but a heading, told by its numbering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from plan_extract.table.cell import join_lines
from plan_extract.table.header import Header
from plan_extract.table.row import Band, Row
from plan_extract.table.stitch import Part
from plan_extract.text.marks import marker_kind, split_marker


def with_section_rows(parts: Sequence[Part]) -> list[Part]:
    """The parts with rows made bands that are headings by their numbering: in a table whose items count ①②③, a row that says
    nothing but 「(1) …」 heads those below it."""
    texts: dict[tuple[str, ...], Counter[str]] = {}
    for part in parts:
        counts = texts.setdefault(part.header.names, Counter())
        counts.update(style for row in part.rows if isinstance(row, Row) and (style := number_style(row, part.header)))
    return [
        replace(part, rows=tuple(to_band(row, part.header, texts[part.header.names]) for row in part.rows)) for part in parts
    ]


def number_style(row: Row, header: Header) -> str | None:
    """How the name of a row is numbered, in a table without a number column; None where it is not."""
    if "number" in header.roles:
        return None
    name = next((cell for cell, column in zip(row.cells, header.columns) if column.role == "name"), None)
    marker = split_marker(join_lines(name.lines).text)[0] if name and name.lines else None
    kind = marker_kind(marker)
    return kind if kind.startswith("number") else None


def to_band(row: Row | Band, header: Header, styles: Counter[str]) -> Row | Band:
    """A row as the band that it is, if it says nothing but a heading numbered otherwise than most names are."""
    if isinstance(row, Band):
        return row
    style = number_style(row, header)
    said = [cell for cell in row.cells if cell.lines]
    alone = len(said) == 1 and not said[0].text.endswith("。")
    if style is None or not alone or style == styles.most_common(1)[0][0]:
        return row
    return Band(said[0].lines, row.places[0])
