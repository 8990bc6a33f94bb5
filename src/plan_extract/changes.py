"""What differs between two rows that are one initiative: field by field, line by line, value by value.

What is printed alike is no change, also where a month without a year now means that of another fiscal year.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from decimal import Context, Decimal
from difflib import SequenceMatcher
from typing import NamedTuple, TypeVar

from plan_extract.align import VALUE, align, words_around_values, years_apart
from plan_extract.diffmodel import Change, DateChange, Edit, Op, QuantityChange, StateChange, TextChange, TextKind, Where
from plan_extract.model import DateMention, Initiative, QuantityMention, Statement
from plan_extract.text.words import Word, alike, essence, words

T = TypeVar("T")
AHEAD = {"planned", "under_review", "undecided"}
"""States of what is still to come."""
MOST_COMPARISONS = 10**7
"""Words of one text times those of the other, above which nobody reads what was inserted where."""
TENTH = Decimal("0.1")
EXACT = Context(prec=200)


def compare_initiatives(old: Initiative, new: Initiative, sections: Mapping[str, str]) -> tuple[Change, ...]:
    """All that differs between two rows; ``sections`` gives the new id of each old section."""
    lines = align(old.statements, new.statements, years_apart(old.cells, new.cells))
    return (*field_changes(old, new, sections), *(change for pair in lines for change in line_changes(*pair)))


# fields


def field_changes(old: Initiative, new: Initiative, sections: Mapping[str, str]) -> Iterator[TextChange]:
    """What differs in number, name, section and departments."""
    if not alike(old.number, new.number):
        yield text_change("number", old.number, new.number)
    if not alike(old.name, new.name):
        yield text_change("name", old.name, new.name)
    if (None if old.section is None else sections.get(old.section, old.section)) != new.section:
        yield TextChange(kind="section", old=old.section, new=new.section, where=None, words=())
    if old.departments != new.departments and departments(old) != departments(new):
        yield departments_change(old.departments, new.departments)


def text_change(kind: TextKind, old: str, new: str) -> TextChange:
    """A change of a field's words."""
    return TextChange(kind=kind, old=old, new=new, where=None, words=edits(whole(old), whole(new)))


def departments(row: Initiative) -> set[str]:
    """The essences of a row's departments."""
    return {essence(name) for name in row.departments} - {""}


def departments_change(old: Sequence[str], new: Sequence[str]) -> TextChange:
    """Which departments went and came; each is one word."""
    had, has = ({essence(name) for name in side} for side in (old, new))
    gone = [name for name in old if essence(name) not in has]
    edits = [
        *(Edit(op="deleted", text=name) for name in gone),
        *(Edit(op="same" if essence(name) in had else "inserted", text=name) for name in new),
    ]
    return TextChange(kind="departments", old="、".join(old), new="、".join(new), where=None, words=tuple(edits))


class Wording(NamedTuple):
    """A text and its words; a date or an amount may be one word."""

    text: str
    words: Sequence[Word]

    def part(self, first: int, end: int) -> str:
        """The text from one word on up to another (by their number), with the blank behind it."""
        if first == end:
            return ""
        return self.text[self.words[first].span.start : self.words[end].span.start if end < len(self.words) else None]

    def forms(self) -> list[str]:
        """What is compared: the words' forms, of a value the essence of what is printed."""
        return [essence(self.text[slice(*word.span)]) if word.form == VALUE else word.form for word in self.words]


def whole(text: str) -> Wording:
    """A text with its words."""
    return Wording(text, words(text))


def edits(old: Wording, new: Wording) -> tuple[Edit, ...]:
    """What was deleted and inserted, by word; runs of words that differ in spelling alone are the same.

    >>> [(edit.op, edit.text) for edit in edits(whole("災害時の取組を検討中"), whole("災害時の取り組みを実施中"))]
    [('same', '災害時の取り組みを'), ('deleted', '検討中'), ('inserted', '実施中')]
    """
    if len(old.words) * len(new.words) > MOST_COMPARISONS:
        return told(("deleted", old.text), ("inserted", new.text))
    found: list[Edit] = []
    for op, a, b, c, d in SequenceMatcher(None, old.forms(), new.forms(), autojunk=False).get_opcodes():
        gone, here = old.part(a, b), new.part(c, d)
        found.extend(told(("same", here)) if op == "equal" else told(("deleted", gone), ("inserted", here)))
    return tuple(found)


def told(*runs: tuple[Op, str]) -> tuple[Edit, ...]:
    """The runs that hold something."""
    return tuple(Edit(op=op, text=text) for op, text in runs if text)


# lines


def line_changes(old: Statement | None, new: Statement | None) -> Iterator[Change]:
    """What differs between two lines, or the line that is there alone: state, dates, amounts, other words."""
    where = place(old, new)
    if old and new:
        if old.state != new.state:
            yield StateChange(old=old.state, new=new.state, where=where)
        yield from date_changes(old, new, where)
        yield from quantity_changes(old, new, where)
    if not (old and new) or said_around(old) != said_around(new):
        yield line_change(old, new, where)


def line_change(old: Statement | None, new: Statement | None, where: Where) -> TextChange:
    """A change of a line's words."""
    return TextChange(
        kind="overview" if where.field == "overview" else "statement",
        old=where.old_text,
        new=where.new_text,
        where=where,
        words=edits(line_wording(old), line_wording(new)),
    )


def line_wording(statement: Statement | None) -> Wording:
    """A line with its words, each date and amount as one."""
    return Wording(statement.text, words_around_values(statement)) if statement else Wording("", ())


def place(old: Statement | None, new: Statement | None) -> Where:
    """Where two lines stand, one of which may be missing."""
    return Where(
        field=(new or old).field,  # type: ignore[union-attr]
        old_seq=old.seq if old else None,
        new_seq=new.seq if new else None,
        old_text=old.text if old else None,
        new_text=new.text if new else None,
    )


def said_around(statement: Statement) -> str:
    """The line's words with every value as one."""
    return "".join(word.form for word in words_around_values(statement)).rstrip("。")


# values


def pair_up(old: Sequence[T], new: Sequence[T], *keys: Callable[[T], Hashable]) -> list[tuple[T | None, T | None]]:
    """Values of two lines as pairs. Where the first key gives the same for both lines, all are paired in order; else by
    the first key, what is left by the next, and what is left then stands alone.
    """
    if [keys[0](value) for value in old] == [keys[0](value) for value in new]:
        return list(zip(old, new))
    pairs: list[tuple[T | None, T | None]] = []
    ours, theirs = list(old), list(new)
    for key in keys:
        for value in list(ours):
            partner = next((other for other in theirs if key(other) == key(value)), None)
            if partner is not None:
                pairs.append((value, partner))
                ours.remove(value)
                theirs.remove(partner)
    return [*pairs, *((value, None) for value in ours), *((None, value) for value in theirs)]


def date_changes(old: Statement, new: Statement, where: Where) -> Iterator[DateChange]:
    """The dates that differ, came or went. A date printed alike is the same whatever year it means."""
    pairs = (
        list(zip(old.dates, new.dates))
        if len(old.dates) == len(new.dates)
        else pair_up(old.dates, new.dates, days_of, lambda date: essence(date.surface), lambda date: "any")
    )
    for before, after in pairs:
        if not (before and after) or not same_date(before, after):
            yield date_change(before, after, old.state in AHEAD, where)


def days_of(date: DateMention) -> Hashable:
    """The days that a date means, and whether it is about."""
    return (date.start, date.end, date.recurrence, date.approximate)


def same_date(old: DateMention, new: DateMention) -> bool:
    """Whether two dates mean the same days or are printed alike."""
    return days_of(old) == days_of(new) or essence(old.surface) == essence(new.surface)


def date_change(old: DateMention | None, new: DateMention | None, ahead: bool, where: Where) -> DateChange:
    """The change of a date that was still ``ahead`` in the old report, or not."""
    days = days_between(old, new) if old and new else None
    return DateChange(
        old=interval(old) if old else None,
        new=interval(new) if new else None,
        old_surface=old.surface if old else None,
        new_surface=new.surface if new else None,
        days=days,
        slipped=ahead and days is not None and days > 0,
        where=where,
    )


def days_between(old: DateMention, new: DateMention) -> int | None:
    """Days from the old end to the new, or from start to start where an end is open."""
    if old.end and new.end:
        return (new.end - old.end).days
    return (new.start - old.start).days if old.start and new.start else None


def interval(date: DateMention) -> str:
    """The days of a date as ISO 8601 writes an interval, ``..`` for an open end; a recurrence as its rule."""
    if date.recurrence:
        return date.recurrence
    return date.start.isoformat() if date.start and date.start == date.end else f"{day(date.start)}/{day(date.end)}"


def day(value: datetime.date | None) -> str:
    """A day, or ``..``."""
    return value.isoformat() if value else ".."


def quantity_changes(old: Statement, new: Statement, where: Where) -> Iterator[QuantityChange]:
    """The amounts that differ, came or went."""
    for before, after in pair_up(old.quantities, new.quantities, counted, lambda amount: (unit_of(amount), amount.per)):
        if not (before and after) or meaning(before) != meaning(after):
            yield quantity_change(before, after, where)


def counted(amount: QuantityMention) -> Hashable:
    """What an amount counts, and in what."""
    return (essence(amount.label or ""), unit_of(amount), amount.per)


def meaning(amount: QuantityMention) -> Hashable:
    """What makes two amounts the same, in whatever unit they are printed."""
    upper = (amount.value_to, amount.unit) if amount.value_to is not None else None
    return (amount.base_value, unit_of(amount), upper, amount.per, amount.qualifier)


def unit_of(amount: QuantityMention) -> str:
    """The base unit, however it is written."""
    return essence(amount.base_unit or "")


def quantity_change(old: QuantityMention | None, new: QuantityMention | None, where: Where) -> QuantityChange:
    """The change of an amount: by how much in the printed unit, or in the base unit where the printed ones differ."""
    scale = common_scale(old, new) if old and new else None
    return QuantityChange(
        old=old.value if old else None,
        new=new.value if new else None,
        label=next((amount.label for amount in (new, old) if amount and amount.label), None),
        measure=(new or old).measure,  # type: ignore[union-attr]
        unit=scale.unit if scale else (new or old).unit,  # type: ignore[union-attr]
        delta=EXACT.subtract(scale.new, scale.old) if scale else None,
        percent=percent(scale.old, scale.new) if scale and scale.old else None,
        old_surface=old.surface if old else None,
        new_surface=new.surface if new else None,
        where=where,
    )


class Scale(NamedTuple):
    """Two amounts in one unit."""

    old: Decimal
    new: Decimal
    unit: str | None


def common_scale(old: QuantityMention, new: QuantityMention) -> Scale | None:
    """The amounts in a unit that both have, where there is one."""
    if essence(old.unit or "") == essence(new.unit or ""):
        return Scale(old.value, new.value, new.unit)
    return Scale(old.base_value, new.base_value, new.base_unit) if unit_of(old) == unit_of(new) else None


def percent(old: Decimal, new: Decimal) -> Decimal:
    """How much more the new amount is, in percent to one place.

    >>> percent(Decimal(6902), Decimal(8355))
    Decimal('21.1')
    """
    growth = EXACT.multiply(100, EXACT.divide(EXACT.subtract(new, old), abs(old)))
    return EXACT.quantize(growth, TENTH)
