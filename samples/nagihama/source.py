"""The source of a report: a text file → the report's tree, with every line's level and marker as its author set them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .markup import Noted, read_notes

MARKER = re.compile(r"(S|【】|<>|[○・※①②③④⑤⑥⑦⑧⑨]|\(\d+\)|\d+\.|[０-９]+．)\|")
STATE = re.compile(r" =([a-z])$")
STATES = {
    "c": "completed",
    "o": "operating",
    "i": "in_progress",
    "p": "planned",
    "r": "under_review",
    "u": "undecided",
}
HEADINGS = ("【】", "<>")
BLOCKS = {"o": "overview", "p": "progress", "n": "plan"}
INLINE = {"t": "deadline", "m": "amount", "g": "grade", "d": "departments", "r": "refers"}


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line of a cell."""

    level: int
    marker: str | None
    noted: Noted
    state: str
    sub_heading: bool

    @property
    def printed(self) -> str:
        """The line with its marker, as it stands on paper."""
        return printed_marker(self.marker, self.noted.text)


def printed_marker(marker: str | None, text: str) -> str:
    """A line's text with its marker: around it for 【】 and <>, before it for the others."""
    if marker in HEADINGS:
        return f"{marker[0]}{text}{marker[1]}"
    return f"{marker or ''}{' ' if marker and marker[-1] in '.)' else ''}{text}"


@dataclass(frozen=True, slots=True)
class Row:
    """One initiative. ``key`` names it across periods and is printed nowhere."""

    key: str
    name: str
    section: str
    part: str
    overview: tuple[Line, ...] = ()
    progress: tuple[Line, ...] = ()
    plan: tuple[Line, ...] = ()
    deadline: tuple[Line, ...] = ()
    amount: tuple[Line, ...] = ()
    grade: tuple[Line, ...] = ()
    departments: str = ""
    refers: str | None = None
    relisted: bool = False
    number: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the plan's tree."""

    id: str
    parent: str | None
    kind: str
    number: str
    title: str
    tagline: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A whole report as its author wrote it."""

    meta: dict[str, str]
    sections: tuple[Section, ...]
    rows: tuple[Row, ...]

    @property
    def fiscal_year(self) -> int:
        """The calendar year of its April."""
        return int(self.meta["year"])


@dataclass(slots=True)
class Reader:
    """What has been read so far."""

    meta: dict[str, str] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    part: str = ""
    block: str = ""

    def take(self, text: str) -> None:
        """Take one line of the file in."""
        head, _, rest = text.partition(" ")
        if head == ":":
            key, value = rest.split(None, 1)
            self.meta[key] = value
        elif head == "=":
            self.part = rest
        elif head in {"#", "##"}:
            self.sections.append(read_section(rest, self.sections if head == "##" else ()))
        elif head == "@":
            key, name = rest.split(" ", 1)
            self.rows.append(Row(key, name, self.sections[-1].id, self.part))
        elif text in BLOCKS:
            self.block = BLOCKS[text]
        elif text == "relisted":
            self.rows[-1] = replace(self.rows[-1], relisted=True)
        elif head in INLINE and rest:
            self.put(INLINE[head], rest)
        else:
            self.put(self.block, text)

    def put(self, name: str, text: str) -> None:
        """Put a line into a column of the row at hand."""
        row = self.rows[-1]
        said: Any = text
        if name not in {"departments", "refers"}:
            said = (*getattr(row, name), read_line(text, int(self.meta["year"])))
        self.rows[-1] = replace(row, **{name: said})


def folded(number: str) -> str:
    """A section's number in plain digits."""
    return number.translate(str.maketrans("０１２３４５６７８９", "0123456789"))


def read_section(text: str, above: list[Section] | tuple[()]) -> Section:
    """A section from its line; those above it give the parent, the last one without a parent."""
    kind, number, title, tagline = [*text.split("|"), ""][:4]
    parent = next((section.id for section in reversed(above) if section.parent is None), None)
    number_path = f"{parent}-{folded(number)}" if parent else folded(number)
    return Section(number_path, parent, kind, number, title, tagline or None)


def read_line(text: str, fiscal_year: int) -> Line:
    """A line of a cell: two blanks a level, marker and bar, text with notes, state."""
    body = text.lstrip(" ")
    level = (len(text) - len(body)) // 2
    state = STATE.search(body)
    body = STATE.sub("", body)
    marker = MARKER.match(body)
    noted = read_notes(body[marker.end() :] if marker else body, fiscal_year)
    mark = marker[1] if marker else None
    sub_heading = mark == "S"
    return Line(level, None if sub_heading else mark, noted, STATES[state[1]] if state else "information", sub_heading)


def numbered(rows: list[Row]) -> Iterator[Row]:
    """The rows with their printed numbers and ids: one count through the report, 「—」 for the re-listed."""
    count, relisted = 0, dict[str, int]()
    for row in rows:
        if row.relisted:
            relisted[row.section] = relisted.get(row.section, 0) + 1
            yield replace(row, number="—", id=f"{row.section}-relisted-{relisted[row.section]}")
        else:
            count += 1
            yield replace(row, number=str(count), id=str(count))


def read_source(text: str) -> Source:
    """A whole source file."""
    reader = Reader()
    for line in text.splitlines():
        if line.strip():
            reader.take(line.rstrip())
    return Source(reader.meta, tuple(reader.sections), tuple(numbered(reader.rows)))
