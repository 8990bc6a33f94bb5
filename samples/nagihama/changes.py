"""The list of planted changes as data: which rows belong together in the two periods, and what differs between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from .edits import Edit, Script, told
from .expected import date_json, quantity_json
from .markup import DateNote, Noted, QuantityNote
from .source import Line, Row, Source, read_line

Json = dict[str, Any]
COLUMNS = ("overview", "progress", "plan", "deadline", "amount")
INLINE = {"t", "m", "g", "d"}


def plain_lines(fragment: str, fiscal_year: int) -> list[Noted]:
    """The printed lines of a piece of source; a column's letter and a row's key are not printed."""
    return [plain_line(line, fiscal_year) for line in fragment.split("\n")]


def plain_line(text: str, fiscal_year: int) -> Noted:
    """One line of a piece of source as printed."""
    head, _, rest = text.partition(" ")
    if head == "@":
        return Noted(rest.partition(" ")[2], ())
    line = read_line(rest if head in INLINE and rest else text, fiscal_year)
    return Noted(line.printed, line.noted.notes)


def states(fragment: str, fiscal_year: int) -> list[str]:
    """The states of a piece of source, line by line."""
    return [read_line(line, fiscal_year).state for line in fragment.split("\n")]


def printed(lines: Sequence[Noted]) -> str:
    """The text of printed lines."""
    return "\n".join(line.text for line in lines)


def notes(lines: Sequence[Noted]) -> Iterator[DateNote | QuantityNote]:
    """The notes of printed lines, in order."""
    return chain.from_iterable(line.notes for line in lines)


def value_changes(old: Sequence[Noted], new: Sequence[Noted]) -> Iterator[Json]:
    """The dates and amounts that differ in words and meaning, paired in print order among those of their kind."""
    for kind in (QuantityNote, DateNote):
        before = [note for note in notes(old) if isinstance(note, kind)]
        after = [note for note in notes(new) if isinstance(note, kind)]
        if len(before) == len(after):
            pairs = zip(before, after, strict=True)
            yield from (value_change(a, b) for a, b in pairs if a.surface != b.surface and not same_value(a, b))


def same_value(old: DateNote | QuantityNote, new: DateNote | QuantityNote) -> bool:
    """Whether two notes mean the same."""
    return meaning(old) == meaning(new)


def meaning(note: DateNote | QuantityNote) -> tuple[object, ...]:
    """What a note says, apart from its words."""
    if isinstance(note, DateNote):
        return note.start, note.end, note.recurrence
    return note.base_value, note.value_to, note.base_unit


def value_change(old: DateNote | QuantityNote, new: DateNote | QuantityNote) -> Json:
    """One differing value: both sides, and the difference."""
    if isinstance(old, QuantityNote) and isinstance(new, QuantityNote):
        delta = format(new.value - old.value, "f") if old.unit == new.unit else None
        words = {"kind": "quantity", "label": new.label, "unit": new.unit, "delta": delta}
        return {**words, "old": quantity_json(old)["value"], "new": quantity_json(new)["value"]}
    assert isinstance(old, DateNote)
    assert isinstance(new, DateNote)
    return {"kind": "date", "old": ends(old), "new": ends(new)}


def ends(note: DateNote) -> Json:
    """First and last day."""
    return {name: date_json(note)[name] for name in ("start", "end")}


class Periods:
    """Two periods of one report, and the list that leads from one to the other."""

    def __init__(self, old: Source, new: Source, script: Script) -> None:
        self.old, self.new, self.script = old, new, script
        self.before = {row.key: row for row in old.rows}
        self.after = {row.key: row for row in new.rows}

    def ids(self, key: str) -> Json:
        """A row's ids in both periods."""
        before, after = self.before.get(key), self.after.get(key)
        return {"old_id": before and before.id, "new_id": after and after.id}

    def change(self, edit: Edit) -> Json:
        """A planted change; a statement that took another's place is not compared with it."""
        old = plain_lines(edit.old, self.old.fiscal_year)
        new = plain_lines(edit.new, self.new.fiscal_year)
        words = {"kinds": list(edit.kinds), "old": printed(old), "new": printed(new)}
        if edit.kinds == ("statement",):
            return {**self.ids(edit.key), **words, "values": []}
        return {**self.ids(edit.key), **words, **self.states(edit), "values": list(value_changes(old, new))}

    def states(self, edit: Edit) -> Json:
        """The states of both sides, where they differ line by line."""
        old, new = states(edit.old, self.old.fiscal_year), states(edit.new, self.new.fiscal_year)
        return {"old_state": old[-1], "new_state": new[-1]} if len(old) == len(new) and old != new else {}

    def variation(self, edit: Edit) -> Json:
        """A harmless variation, or what may be told or not."""
        old = plain_lines(edit.old, self.old.fiscal_year)
        new = plain_lines(edit.new, self.new.fiscal_year)
        return {**self.ids(edit.key), "variation": edit.kinds[0] if edit.kinds else None} | {
            "old": printed(old),
            "new": printed(new),
        }

    def structural(self) -> Iterator[Json]:
        """Rows added, removed and moved, and departments renamed."""
        for edit in told(self.script, "add", "remove"):
            origin = self.before[edit.after].id if edit.split and edit.after else None
            kind = "added" if edit.action == "add" else "removed"
            yield {**self.ids(edit.key), "change": kind, "split_from": origin}
        for edit in told(self.script, "move"):
            sides = {"old": self.before[edit.key].section, "new": self.after[edit.key].section}
            yield {**self.ids(edit.key), "change": "moved", **sides}
        for edit in told(self.script, "rename"):
            rows = [row.id for row in self.old.rows if edit.old in row.departments and row.key in self.after]
            yield {"change": "department renamed", "old": edit.old, "new": edit.new, "old_ids": rows}

    def kinds(self, key: str) -> list[str]:
        """Every kind of planted change of a row that stands in both periods."""
        before, after = self.before[key], self.after[key]
        planted = {kind for edit in told(self.script, "change") if edit.key == key for kind in edit.kinds}
        planted |= {"number"} if before.number != after.number else set()
        planted |= {"section"} if before.section != after.section else set()
        planted |= {"departments"} if before.departments != after.departments else set()
        return sorted(planted)

    def may(self, key: str) -> list[str]:
        """Kinds that may be told besides: a changed value is a changed text too, a statement comes
        and goes with its values, and a month goes with the year."""
        kinds = set(self.kinds(key))
        told_or_not = any(edit.key == key for edit in told(self.script, "tolerated"))
        also = {"statement"} if kinds & {"date", "quantity", "state"} or told_or_not else set()
        also |= {"date", "quantity", "state"} if "statement" in kinds else set()
        also |= {"date"} if any(moving(self.before[key], self.after[key])) else set()
        also |= {"overview"} if moved_overview(self.before[key], self.after[key]) else set()
        return sorted(also - kinds)

    def pair(self, key: str) -> Json:
        """A row of both periods."""
        kinds = self.kinds(key)
        change = "changed" if set(kinds) - {"number"} else "unchanged"
        words = {"name": self.after[key].name, "change": change, "kinds": kinds, "may": self.may(key)}
        return {**self.ids(key), **words}

    def follow(self) -> Iterator[Json]:
        """Lines that are printed alike and whose date goes with the report's year."""
        for key in self.paired():
            for old, new in moving(self.before[key], self.after[key]):
                notes_of_both = zip(old.noted.notes, new.noted.notes, strict=True)
                values = [value_change(a, b) for a, b in notes_of_both if not same_value(a, b)]
                yield {**self.ids(key), "text": new.printed, "values": values}

    def paired(self) -> list[str]:
        """The keys of the rows that stand in both periods, in the new order."""
        return [row.key for row in self.new.rows if row.key in self.before]


def moving(before: Row, after: Row) -> Iterator[tuple[Line, Line]]:
    """Lines printed alike in both periods with a date that differs."""
    for column in COLUMNS:
        by_text = {line.printed: line for line in getattr(before, column)}
        for line in getattr(after, column):
            old = by_text.get(line.printed)
            if old and [*map(meaning, old.noted.notes)] != [*map(meaning, line.noted.notes)]:
                yield old, line


def moved_overview(before: Row, after: Row) -> bool:
    """Whether the overview is worded otherwise."""
    return [line.printed for line in before.overview] != [line.printed for line in after.overview]


def changes_json(old: Source, new: Source, script: Script) -> Json:
    """The whole list."""
    periods = Periods(old, new, script)
    pairs = [periods.pair(key) for key in periods.paired()]
    return {
        "old": {"file": old.meta["file"], "as_of": old.meta["date"]},
        "new": {"file": new.meta["file"], "as_of": new.meta["date"]},
        "summary": {
            "added": len(list(told(script, "add"))),
            "removed": len(list(told(script, "remove"))),
            "changed": sum(pair["change"] == "changed" for pair in pairs),
            "unchanged": sum(pair["change"] == "unchanged" for pair in pairs),
        },
        "pairs": pairs,
        "changes": [periods.change(edit) for edit in told(script, "change")],
        "structural": list(periods.structural()),
        "harmless": [periods.variation(edit) for edit in told(script, "variation")],
        "tolerated": [periods.variation(edit) for edit in told(script, "tolerated")],
        "follows_period": list(periods.follow()),
    }
