"""The source → what an extractor should publish. Nothing here looks at a PDF; boxes and pages come from the typesetter."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import prod
from typing import Any, NamedTuple

from .markup import DateNote, Noted, QuantityNote, dates, quantities
from .parts import parts
from .source import Line, Row, Section, Source
from .typeset import Column, Trace, group_text

Json = dict[str, Any]
SILENT = {"group", "number", "name", "departments"}
OWN_FIELDS = {"overview", "progress"}


class Placed(NamedTuple):
    """A line as a statement: its place in the row."""

    seq: int
    parent: int | None
    field: str
    department: str | None
    line: Line
    column: Column
    year: int | None


def header_key(column: Column) -> str:
    """A column's header as ``cells`` names it."""
    return " / ".join("".join(level.split()) for level in column.header)


def columns(source: Source, row: Row) -> tuple[Column, ...]:
    """The columns of the part that a row stands in."""
    return parts(source.meta)[row.part].columns


def placed(source: Source, row: Row) -> Iterator[Placed]:
    """The row's statements, column by column."""
    seq = 0
    for column in columns(source, row):
        if column.role in SILENT:
            continue
        chain = list[Placed]()
        for line in said(getattr(row, column.role)):
            seq += 1
            chain = chain[: line.level]
            parent = chain[-1].seq if chain else None
            year = heading_year(line.noted) or (chain[-1].year if chain else column_year(source, column))
            field = column.role if column.role in OWN_FIELDS else header_key(column)
            statement = Placed(seq, parent, field, department(chain), line, column, year)
            chain.append(statement)
            yield statement


def said(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a cell that say something: a bare dash does not."""
    return tuple(line for line in lines if line.noted.text != "－")


def department(chain: Sequence[Placed]) -> str | None:
    """The sub-heading that a line stands under."""
    headings = [above.line.noted.text.strip("（）") for above in chain if above.line.sub_heading]
    return headings[-1] if headings else None


def joined(lines: Sequence[Line]) -> str:
    """Logical lines as one text."""
    return "\n".join(line.printed for line in lines)


def cell_text(source: Source, row: Row, role: str) -> str:
    """The text of one of a row's cells."""
    plain = {
        "number": row.number,
        "name": row.name,
        "departments": row.departments.replace("／", "\n"),
        "group": group_text(next(section for section in source.sections if section.id == row.section)),
    }
    return plain[role] if role in plain else joined(getattr(row, role))


def departments(row: Row) -> list[str]:
    """The row's departments in print order."""
    return row.departments.replace("、", "／").split("／")


def statement_json(statement: Placed) -> Json:
    """A statement's text and place in the outline."""
    return {
        "seq": statement.seq,
        "parent": statement.parent,
        "level": statement.line.level,
        "field": statement.field,
        "marker": statement.line.marker,
        "text": statement.line.noted.text,
        "department": statement.department,
    }


def initiative_json(source: Source, row: Row, trace: Trace) -> Json:
    """One row's text and structure."""
    ids = {other.key: other.id for other in source.rows}
    boxes = [{"page": page, "bbox": [round(side, 1) for side in box]} for page, box in trace.boxes[row.id]]
    return {
        "id": row.id,
        "number": row.number,
        "section": row.section,
        "name": row.name,
        "overview": joined(row.overview),
        "progress": joined(row.progress),
        "departments": departments(row),
        "relisted": row.relisted,
        "refers_to": ids[row.refers] if row.refers else None,
        "cells": {header_key(column): cell_text(source, row, column.role) for column in columns(source, row)},
        "sources": boxes,
        "statements": [statement_json(statement) for statement in placed(source, row)],
    }


def section_json(section: Section) -> Json:
    """A node of the tree."""
    return {name: getattr(section, name) for name in ("id", "parent", "kind", "number", "title", "tagline")}


def expected_json(source: Source, trace: Trace) -> Json:
    """The report's text and structure."""
    meta = source.meta
    return {
        "schema_version": "1",
        "report": {
            "title": meta["title"],
            "municipality": meta["city"],
            "municipality_code": None,
            "plan": meta["plan"],
            "as_of": meta["date"],
            "as_of_text": meta["as_of"],
            "fiscal_year": source.fiscal_year,
        },
        "page_count": trace.pages,
        "sections": [section_json(section) for section in source.sections],
        "initiatives": [initiative_json(source, row, trace) for row in source.rows],
    }


def date_json(note: DateNote) -> Json:
    """A date; ``core_span`` leaves 時点, まで and the like out."""
    return {
        "surface": note.surface,
        "span": list(note.span),
        "core_span": list(note.core),
        "start": note.start and note.start.isoformat(),
        "end": note.end and note.end.isoformat(),
        "precision": note.precision,
        "approximate": note.approximate,
        "recurrence": note.recurrence,
    }


def plain(value: Decimal | None) -> str | None:
    """A decimal in plain digits."""
    return None if value is None else format(value, "f")


def measure(column: Column) -> str | None:
    """What a column calls its values; nothing in a column of text."""
    return header_key(column).partition("（")[0] if column.role == "amount" else None


def heading_year(noted: Noted) -> int | None:
    """The fiscal year that a line is the heading of: it says nothing else, save in brackets."""
    for date in dates(noted):
        alone = date.span[0] == 0 and re.fullmatch(r"(?:[(（].*[)）])?", noted.text[date.span[1] :])
        return date.start.year if alone and date.start and date.precision == "fiscal_year" else None
    return None


def column_year(source: Source, column: Column) -> int | None:
    """The fiscal year that a column's header names."""
    return source.fiscal_year if any(source.meta["column"] in level for level in column.header) else None


def year_of(year: int | None, noted: Noted) -> int | None:
    """The fiscal year of a line's amounts: the one that is in force for the line, unless a date of the line lies in another."""
    if year is None:
        return None
    first, last = datetime.date(year, 4, 1), datetime.date(year + 1, 3, 31)
    ends = [end for date in dates(noted) for end in (date.start, date.end) if end]
    return year if all(first <= end <= last for end in ends) else None


def quantity_json(note: QuantityNote) -> Json:
    """An amount."""
    return {
        "surface": note.surface,
        "span": list(note.span),
        "value": plain(note.value),
        "value_to": plain(note.value_to),
        "unit": note.unit,
        "per": note.per,
        "qualifier": note.qualifier,
        "base_value": plain(note.base_value),
        "base_unit": note.base_unit,
        "label": note.label,
    }


def values_of(source: Source, row: Row, statement: Placed) -> Json:
    """State, dates and amounts of one statement; a grade has no state of its own."""
    noted = statement.line.noted
    place = {"measure": measure(statement.column), "fiscal_year": year_of(statement.year, noted)}
    return {
        "initiative": row.id,
        "seq": statement.seq,
        "text": noted.text,
        "state": None if statement.field == "達成度" else statement.line.state,
        "dates": [date_json(note) for note in dates(noted)],
        "quantities": [quantity_json(note) | place for note in quantities(noted)],
    }


class Amount(NamedTuple):
    """An amount and the seq of its statement."""

    note: QuantityNote
    statement: int


def part_json(amount: Amount) -> Json:
    """A number that a total is made of."""
    value = plain(amount.note.value)
    return {"surface": amount.note.surface, "text": None, "value": value, "statement": amount.statement}


def item_json(statement: Placed) -> Json:
    """A listed item that is counted."""
    return {"surface": None, "text": statement.line.noted.text, "value": None, "statement": statement.seq}


def totals_of(source: Source, row: Row) -> Iterator[Json]:
    """What the row says of its own numbers."""
    statements = list(placed(source, row))
    amounts = [Amount(note, statement.seq) for statement in statements for note in quantities(statement.line.noted)]
    for stated in amounts:
        for key, operation in stated.note.states:
            numbers = [amount for amount in amounts if key in amount.note.part_of]
            listed = [statement for statement in statements if statement.parent == stated.statement]
            yield {
                "initiative": row.id,
                "operation": operation,
                "stated": {
                    "surface": stated.note.surface,
                    "value": plain(stated.note.value),
                    "unit": stated.note.unit,
                    "statement": stated.statement,
                },
                "parts": [item_json(item) for item in listed]
                if operation == "count"
                else [part_json(number) for number in numbers],
                "holds": stated.note.base_value == reckoned(operation, numbers, len(listed)),
            }


def reckoned(operation: str, numbers: Sequence[Amount], listed: int) -> Decimal:
    """What the parts come to."""
    bases = [number.note.base_value for number in numbers]
    return (
        Decimal(listed)
        if operation == "count"
        else (sum(bases, Decimal()) if operation == "sum" else prod(bases, start=Decimal(1)))
    )


def values_json(source: Source) -> Json:
    """Every date, amount and state, and the stated totals."""
    return {
        "statements": [values_of(source, row, statement) for row in source.rows for statement in placed(source, row)],
        "totals": [total for row in source.rows for total in totals_of(source, row)],
    }
