"""The inline notes of the source text: ``{10月末|dd Y-10-31}`` is a date, ``{634件|q l=申請}`` a quantity.

``Y`` and ``Z`` stand for the report's fiscal year and the year after. A ``^`` in the words parts a date from what is
merely attached to it (時点, 以降, まで).
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

PRECISIONS = {"dd": "day", "dk": "dekad", "dm": "month", "dq": "quarter", "dh": "half", "df": "fiscal_year", "dy": "year"}
NOTE = re.compile(r"\{([^{}|]*)\|([^{}]*)\}")
NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
Day = datetime.date
Period = tuple[Day, Day]


@dataclass(frozen=True, slots=True)
class DateNote:
    """A date as its author means it; ``core`` is its span without 時点, まで and the like."""

    surface: str
    span: tuple[int, int]
    core: tuple[int, int]
    start: Day | None
    end: Day | None
    precision: str
    approximate: bool
    recurrence: str | None


@dataclass(frozen=True, slots=True)
class QuantityNote:
    """An amount as its author means it, and the totals (by number) that it states or is a part of."""

    surface: str
    span: tuple[int, int]
    value: Decimal
    value_to: Decimal | None
    unit: str | None
    per: str | None
    qualifier: str | None
    base_value: Decimal
    base_unit: str | None
    label: str | None
    states: tuple[tuple[str, str], ...]
    part_of: tuple[str, ...]


Note = DateNote | QuantityNote


@dataclass(frozen=True, slots=True)
class Noted:
    """Text as it is printed, and its notes."""

    text: str
    notes: tuple[Note, ...]


def month_end(year: int, month: int) -> Day:
    """The last day of a month."""
    return Day(year, month, calendar.monthrange(year, month)[1])


def years(text: str, fiscal_year: int) -> str:
    """Text with ``Y`` and ``Z`` written out.

    >>> years("Y-08..Z-01", 2023)
    '2023-08..2024-01'
    """
    return text.replace("Y", str(fiscal_year)).replace("Z", str(fiscal_year + 1))


def dekad(year: int, month: int, third: int) -> Period:
    """The first, second or last third of a month."""
    start = Day(year, month, third * 10 - 9)
    return start, month_end(year, month) if third == 3 else Day(year, month, third * 10)


def months(year: int, first: int, count: int) -> Period:
    """The span of ``count`` months of a fiscal year, the first counted from April."""
    start, last = first + 3, first + count + 2
    return Day(year + start // 12, start % 12 + 1, 1), month_end(year + last // 12, last % 12 + 1)


def point(kind: str, text: str) -> Period:
    """First and last day of what a note says: ``2023-09-3`` of kind ``dk`` is the last third of September."""
    year, *rest = text.split("-")
    if kind == "dd":
        return Day.fromisoformat(text), Day.fromisoformat(text)
    if kind == "dk":
        return dekad(int(year), int(rest[0]), int(rest[1]))
    if kind == "dm":
        return Day(int(year), int(rest[0]), 1), month_end(int(year), int(rest[0]))
    if kind == "dq":
        return months(int(year), int(rest[0][1]) * 3 - 3, 3)
    if kind == "dh":
        return months(int(year), int(rest[0][1]) * 6 - 6, 6)
    return months(int(year), 0, 12) if kind == "df" else (Day(int(year), 1, 1), Day(int(year), 12, 31))


def ends(kind: str, text: str) -> tuple[Day | None, Day | None]:
    """First and last day of a range; ``None`` at an open end."""
    first, to, last = text.partition("..")
    if not to:
        return point(kind, text)
    return (point(kind, first)[0] if first else None), (point(kind, last)[1] if last else None)


def date_note(surface: str, at: int, spec: str, fiscal_year: int) -> DateNote:
    """The note of a date that begins at ``at``."""
    kind, value, *flags = spec.split()
    core, _, attached = surface.partition("^")
    recurring = kind.startswith("dr")
    start, end = (None, None) if recurring else ends(kind, years(value, fiscal_year))
    return DateNote(
        surface=core + attached,
        span=(at, at + len(core + attached)),
        core=(at, at + len(core)),
        start=start,
        end=end,
        precision=kind.partition(":")[2] if recurring else PRECISIONS[kind],
        approximate="approx" in flags,
        recurrence=value if recurring else None,
    )


def counted(surface: str, qualifier: str | None) -> tuple[Decimal, Decimal | None, str]:
    """Value, upper end and unit of a plain amount; anything harder carries ``v=`` and ``u=``."""
    plain = unicodedata.normalize("NFKC", surface).replace(qualifier or "\0", "")
    numbers = [Decimal(number.replace(",", "")) for number in NUMBER.findall(plain)]
    unit = surface.replace(qualifier or "\0", "")[NUMBER_TAIL.search(plain).end() :]  # type: ignore[union-attr]
    return numbers[0], (numbers[1] if len(numbers) > 1 else None), unit.strip()


NUMBER_TAIL = re.compile(r".*[0-9]")


def quantity_note(surface: str, at: int, spec: str) -> QuantityNote:
    """The note of an amount that begins at ``at``."""
    words = spec.split()[1:]
    keys = dict(word.split("=", 1) for word in words if "=" in word)
    states = tuple((w[1:].partition(":")[0], w.partition(":")[2] or "count") for w in words if re.match(r"[SC]\d", w))
    value, to, unit = (Decimal(keys["v"]), None, "") if "v" in keys else counted(surface, keys.get("ql"))
    unit_named = keys.get("u", unit) or None
    return QuantityNote(
        surface=surface,
        span=(at, at + len(surface)),
        value=value,
        value_to=to,
        unit=unit_named,
        per=keys.get("per"),
        qualifier=keys.get("ql"),
        base_value=Decimal(keys.get("b", value)),
        base_unit=keys.get("bu", unit_named),
        label=keys.get("l"),
        states=states,
        part_of=tuple(w[1:] for w in words if re.fullmatch(r"p\d+", w)),
    )


def read_notes(source: str, fiscal_year: int) -> Noted:
    """A line of the source as printed text and notes.

    >>> read_notes("{10月末^時点|dd Y-10-31}で{634件|q l=申請}", 2023).text
    '10月末時点で634件'
    """
    text, notes, done = "", [], 0
    for match in NOTE.finditer(source):
        text += source[done : match.start()]
        note = note_of(match[1], len(text), match[2], fiscal_year)
        notes.append(note)
        text, done = text + note.surface, match.end()
    return Noted(text + source[done:], tuple(notes))


def note_of(surface: str, at: int, spec: str, fiscal_year: int) -> Note:
    """The note that a pair of braces holds."""
    return quantity_note(surface, at, spec) if spec.startswith("q") else date_note(surface, at, spec, fiscal_year)


def dates(noted: Noted) -> Iterator[DateNote]:
    """The dates among the notes."""
    return (note for note in noted.notes if isinstance(note, DateNote))


def quantities(noted: Noted) -> Iterator[QuantityNote]:
    """The quantities among the notes."""
    return (note for note in noted.notes if isinstance(note, QuantityNote))
