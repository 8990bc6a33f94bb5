"""Initiatives from lines of text, as cells would give them: leading blanks are ems of indent, "---" begins the next column."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from plan_extract.model import Statement
from plan_extract.place import Box, Place
from plan_extract.published import to_sources
from plan_extract.text.outline import Line, outline
from plan_extract.values import Context, read_lines
from reports import initiative

CONTEXT = Context(2023, datetime.date(2023, 10, 31))
FIELDS = ("overview", "progress", "備考", "次年度")


@dataclass(frozen=True)
class Drawn:
    """A line that stands somewhere."""

    text: str
    top: float

    def places(self, span=None):
        return (Place(1, Box(50, self.top, 60, self.top + 10)),)


def to_initiative(lines, **changes):
    """The row whose columns hold these lines."""
    columns = [list(group) for rule, group in groupby(lines, lambda line: line == "---") if not rule]
    statements = []
    for field, column in zip(FIELDS, columns, strict=False):
        statements += column_to_statements(field, column, len(statements) + 1)
    return initiative(**{"statements": tuple(statements)} | changes)


def column_to_statements(field, column, first):
    """One column's statements, numbered from ``first``."""
    bare = [line.lstrip(" \u3000") for line in column]
    drawn = [Drawn(text, 10.0 * (first + index)) for index, text in enumerate(bare)]
    entries = outline([Line(text, float(len(line) - len(text))) for line, text in zip(column, bare, strict=True)])
    for index, (entry, line, values) in enumerate(zip(entries, drawn, read_lines(entries, drawn, CONTEXT), strict=True)):
        yield Statement(
            seq=first + index,
            parent=None if entry.parent is None else first + entry.parent,
            level=entry.level,
            field=field,
            marker=entry.marker,
            text=entry.text,
            department=entry.department,
            state=values.state,
            sources=to_sources(line.places()),
            dates=values.dates,
            quantities=values.quantities,
        )
