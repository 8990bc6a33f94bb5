"""Statements to values: dates, amounts and state of each line, resolved in the fiscal year that is in force for it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from plan_extract.finding import Finding, Severity
from plan_extract.model import DateMention, QuantityMention, State
from plan_extract.place import Place, Span
from plan_extract.published import to_quantity, to_source
from plan_extract.table.wrapping import LogicalLine
from plan_extract.text import dates as calendar
from plan_extract.text.eras import fiscal_year_of
from plan_extract.text.labels import label_of_heading, label_of_unit
from plan_extract.text.normalize import fold
from plan_extract.text.numerals import parse_number
from plan_extract.text.offices import sub_heading_departments
from plan_extract.text.outline import Entry
from plan_extract.text.quantities import Quantity, find_quantities
from plan_extract.text.state import read_state

_MONEY = re.compile(
    r"額|費|予算|決算|補正|財源|支出金|地方債|起債|収入|歳入|歳出|料金|税|交付金|補助金|負担金|残高"
    r"|(?:^|/ )(?:小計|合計|総計|計|その他)(?: /|$)"
)
_LABELLED = re.compile(
    r"(?P<label>[^\d,.△▲]*?[^\d,.△▲\s-](?<!第)(?<!No)(?<!令和)(?<!平成))\s*"
    r"(?P<number>[△▲-]?\s?(?:\d{1,3}(?:,\d{3})+|(?<=[):：\s])\d+))(?![\d,.])\s*"
)
"""A number behind what it is called: one with its thousands set off, or one that brackets or a blank part from its name."""
_LABELLED_ONLY = re.compile(rf"(?:{re.sub(r'[?]P<[a-z]+>', '?:', _LABELLED.pattern)})+")
_AROUND_LABEL = "()（）[]［］<>＜＞:：+ \u3000"
_MEASURE = re.compile(r"[額費金数値率量]$")
"""How the header of a column ends that names what its numbers are."""
_VALUE = re.compile(r"(?:[額費金数値率量]|目標|実績|現状|基準|計画|見込み?|予算|決算)$")
"""How the header of a column ends that holds values of a row's indicator."""
_SETTLED = re.compile(r"済|した|ました|ており|ている|中(?:$|[。、）)（(\s])")
"""Words that say that something has happened or goes on, whatever its date."""


class Context(NamedTuple):
    """What a column's lines are read in: its fiscal year (or the report's), the report's date, for bare numbers their unit,
    what the header says besides the unit (``label``) and the year too (``measure``), the year that the header itself names
    (``column_year``), and the row's indicators, where the column's numbers count these (``indicators``)."""

    fiscal_year: int | None
    as_of: datetime.date | None
    unit: str | None = None
    label: str | None = None
    measure: str = ""
    column_year: int | None = None
    indicators: tuple[str, ...] = ()


class Sense(NamedTuple):
    """What a line's place tells of its amounts: what they count where they name nothing themselves, what kind of value they
    are, and of which fiscal year."""

    label: str | None = None
    measure: str | None = None
    fiscal_year: int | None = None


class Values(NamedTuple):
    """What one line says: its values, published, and what is odd about them."""

    dates: tuple[DateMention, ...]
    quantities: tuple[QuantityMention, ...]
    state: State
    findings: tuple[Finding, ...]


def is_of_money(header: str) -> bool:
    """Whether a column's header says that it holds sums of money, so that a unit stated for the whole table is its own.

    >>> is_of_money("補正後額"), is_of_money("事業費"), is_of_money("番号")
    (True, True, False)
    """
    return _MONEY.search(header) is not None


def is_of_values(measure: str) -> bool:
    """Whether a column holds values of what its rows name, by its header without unit and year.

    >>> is_of_values("目標値"), is_of_values("実績"), is_of_values("実施状況")
    (True, True, False)
    """
    return _VALUE.search(measure) is not None


def years_above(entries: Sequence[Entry]) -> list[int | None]:
    """For each line of a cell the fiscal year that the nearest line above it in the outline sets; None where none does."""
    own = [calendar.fiscal_year_set_by(entry.text) if is_parent(entry, entries) else None for entry in entries]
    years: list[int | None] = []
    for entry in entries:
        above = years[entry.parent] if entry.parent is not None else None
        set_above = own[entry.parent] if entry.parent is not None else None
        years.append(set_above if set_above is not None else above)
    return years


def year_of_amounts(text: str, mentions: Sequence[calendar.DateMention], in_force: int | None) -> int | None:
    """The fiscal year of a line's amounts: the one ``in_force``, that of its column or of the heading above it, unless the
    line's own dates lie in others; then these tell, and only a line that is a heading of a year has that year.

    >>> texts = "令和4年度（16施設）", "9月に16施設", "令和4年度に16施設"
    >>> [year_of_amounts(text, calendar.find_dates(text, fiscal_year=2023), 2023) for text in texts]
    [2022, 2023, None]
    """
    if not mentions:
        return in_force
    own = calendar.fiscal_year_set_by(text)
    if own is not None or in_force is None:
        return own
    return in_force if all(is_within(mention, in_force) for mention in mentions) else None


def is_within(mention: calendar.DateMention, fiscal_year: int) -> bool:
    """Whether a date may be one of a fiscal year; of a date with an open end the other one counts."""
    first = fiscal_year_of(mention.first) if mention.first else None
    last = fiscal_year_of(mention.last) if mention.last else None
    if first is None or last is None:
        return first in (None, fiscal_year) and last in (None, fiscal_year)
    return first <= fiscal_year <= last


def labels_above(entries: Sequence[Entry], amounts: Sequence[Sequence[Quantity]]) -> list[str | None]:
    """For each line of a cell what the amounts count that name nothing themselves: what the nearest line above it in the
    outline names, by its first amount or as a whole."""
    own = [
        heading_label(entry.text, told) if is_parent(entry, entries) else None
        for entry, told in zip(entries, amounts, strict=True)
    ]
    above: list[str | None] = []
    for entry in entries:
        above.append((own[entry.parent] or above[entry.parent]) if entry.parent is not None else None)
    return above


def is_parent(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Whether another line stands under this one."""
    following = entry.index + 1
    return following < len(entries) and entries[following].level > entry.level


def heading_label(text: str, amounts: Sequence[Quantity]) -> str | None:
    """What a line says that the lines under it count; a department counts nothing.

    >>> heading_label("教室の開催 計121回", find_quantities("教室の開催 計121回")), heading_label("（社会教育課）", [])
    ('教室の開催', None)
    """
    if sub_heading_departments(text):
        return None
    return amounts[0].label if amounts else label_of_heading(text)


def read_lines(entries: Sequence[Entry], lines: Sequence[LogicalLine], context: Context) -> Iterator[Values]:
    """The values of each line of a cell."""
    amounts = [bare_amounts(entry.text, context) or find_quantities(entry.text) for entry in entries]
    labels = labels_above(entries, amounts)
    values = holds_values(entries, amounts, context)
    if values:
        labels = [above or given for above, given in zip(labels, labels_given(len(entries), context), strict=True)]
    measure = context.measure or None if values else None
    for entry, line, year, label, told in zip(entries, lines, years_above(entries), labels, amounts, strict=True):
        known = calendar.Known(context.fiscal_year if year is None else year, context.as_of)
        sense = Sense(label, measure, context.column_year if year is None else year)
        yield read_line(entry.text, line, known, sense, told)


def holds_values(entries: Sequence[Entry], amounts: Sequence[Sequence[Quantity]], context: Context) -> bool:
    """Whether a cell holds values of what its column or its row names, and no text in which amounts occur: the header says so,
    or each line is an amount and nothing else."""
    named = is_of_values(context.measure) if context.indicators else _MEASURE.search(context.measure) is not None
    return named or all(said_alone(entry.text, told, context) for entry, told in zip(entries, amounts, strict=True))


def said_alone(text: str, amounts: Sequence[Quantity], context: Context) -> bool:
    """Whether a line is an amount and nothing else, or bare numbers in the unit of their column."""
    bare = context.unit is not None and bool(amounts) and amounts[-1].surface[-1:].isdecimal()
    return bare or (len(amounts) == 1 and amounts[0].surface == text.strip())


def labels_given(lines: int, context: Context) -> Sequence[str | None]:
    """For each line of a cell of values what it counts by its row or column: an indicator for each line, one for all of them,
    or what the header of a cell of one line says.

    >>> labels_given(2, Context(2023, None, indicators=("受付数", "利用率")))
    ('受付数', '利用率')
    >>> labels_given(1, Context(2023, None, label="R5利用者数", measure="利用者数"))
    ['R5利用者数']
    """
    if context.indicators:
        return context.indicators if len(context.indicators) == lines else list(context.indicators[:1]) * lines
    return [context.label if lines == 1 and _MEASURE.search(context.measure) else None] * lines


def read_line(text: str, line: LogicalLine, known: calendar.Known, sense: Sense, amounts: Sequence[Quantity]) -> Values:
    """The values of one line, whose ``text`` is what stands behind its marker; ``sense`` is what is known of its amounts."""
    found = calendar.read_calendar(text, fiscal_year=known.fiscal_year, as_of=known.as_of)
    if not found and not amounts:
        return Values((), (), read_state(text), ())
    shift = text_offset(line.text, text)
    mentions = [one for one in found if isinstance(one, calendar.DateMention)]
    nonsense = [one for one in found if isinstance(one, calendar.ImpossibleDate)]
    told = [mention for mention in mentions if mention.first or mention.last or mention.recurrence]
    sense = sense._replace(fiscal_year=year_of_amounts(text, told, sense.fiscal_year)) if amounts else sense
    return Values(
        dates=tuple(to_date(mention, line, shift) for mention in told),
        quantities=tuple(placed_quantity(one, line, shift, sense) for one in amounts if not overlaps(one.span, told)),
        state=state_at(text, told, known.as_of),
        findings=(*check_dates(mentions, line, shift), *check_impossible(nonsense, line, shift)),
    )


def bare_amounts(text: str, context: Context) -> list[Quantity]:
    """The amounts of a line without units, in a column whose header tells the unit: nothing but a number, or numbers each
    behind what it is called.

    >>> context = Context(2023, None, "千円", "補正額")
    >>> amount = bare_amounts("△ 1,043", context)[0]
    >>> str(amount.base_value), amount.base_unit, amount.unit, amount.surface
    ('-1043000', '円', '千円', '△ 1,043')
    >>> [(amount.label, amount.surface) for amount in bare_amounts("(債)10,800 基金繰入金30,000", context)]
    [('債', '10,800'), ('基金繰入金', '30,000')]
    """
    if context.unit is None or not (text[-1:].isdecimal() or parse_number(text)):
        return []
    whole = unit_amount(text, context.unit, 0, None if context.indicators else context.label)
    if whole or not _LABELLED_ONLY.fullmatch(fold(text)):
        return whole
    found = ((text[slice(*match.span("label"))].strip(_AROUND_LABEL), match) for match in _LABELLED.finditer(fold(text)))
    return [one for label, match in found for one in unit_amount(match["number"], context.unit, match.start("number"), label)]


def unit_amount(number: str, unit: str, start: int, label: str | None) -> list[Quantity]:
    """The amount that a number is with its column's unit, as it stands from ``start`` on; none where they are no amount."""
    amounts = find_quantities(number + unit)
    whole = len(amounts) == 1 and amounts[0].span == (0, len(number + unit))
    span = Span(start, start + len(number))
    return [replace(amounts[0], surface=number, span=span, label=label)] if whole else []


def text_offset(whole: str, text: str) -> int:
    """Where a line's text begins behind its marker.

    >>> text_offset("1. 1件", "1件"), text_offset("【会議】", "会議")
    (3, 1)
    """
    return len(whole) - len(text) if whole.endswith(text) else max(whole.find(text), 0)


def overlaps(span: Span, mentions: Sequence[calendar.DateMention]) -> bool:
    """Whether a span shares characters with a date."""
    return any(span.start < mention.span.end and mention.span.start < span.end for mention in mentions)


def place_of(line: LogicalLine, span: Span, shift: int) -> Place:
    """Where a part of a line's text stands; the first of its places where it runs over a page's end."""
    moved = Span(span.start + shift, span.end + shift)
    return next(iter(line.places(moved) or line.places()))


def to_date(mention: calendar.DateMention, line: LogicalLine, shift: int) -> DateMention:
    """A calendar expression, published."""
    return DateMention(
        surface=mention.surface,
        span=(mention.span.start, mention.span.end),
        source=to_source(place_of(line, mention.span, shift)),
        start=mention.first,
        end=mention.last,
        precision=mention.precision,
        approximate=mention.approximate,
        recurrence=mention.recurrence,
    )


def placed_quantity(amount: Quantity, line: LogicalLine, shift: int, sense: Sense) -> QuantityMention:
    """An amount, published; where its own line names nothing it counts what its place tells, or its counter itself."""
    label = amount.label or sense.label or label_of_unit(amount.unit)
    return to_quantity(amount, to_source(place_of(line, amount.span, shift)), label, sense.measure, sense.fiscal_year)


def state_at(text: str, mentions: Sequence[calendar.DateMention], as_of: datetime.date | None) -> State:
    """The state that a line's words tell at the report's date: what is dated later has not happened yet.

    >>> later, earlier = (calendar.find_dates(text, fiscal_year=2023) for text in ("2月", "8月"))
    >>> [state_at("運用開始", mentions, datetime.date(2023, 10, 31)) for mentions in (later, earlier)]
    ['planned', 'operating']
    """
    state = read_state(text)
    starts = [mention.first for mention in mentions if mention.first]
    later = as_of is not None and bool(starts) and min(starts) > as_of
    return "planned" if later and state in ("completed", "operating") and not _SETTLED.search(text) else state


def check_dates(mentions: Sequence[calendar.DateMention], line: LogicalLine, shift: int) -> Iterator[Finding]:
    """What is odd about a line's dates: a weekday or a second name of the year that contradicts, no known year."""
    for mention in mentions:
        at = partial(place_of, line, mention.span, shift)
        if mention.weekday_holds is False:
            yield Finding("weekday-mismatch", Severity.WARNING, f"the weekday contradicts the date: {mention.surface}", at())
        if mention.names_agree is False:
            yield Finding("year-mismatch", Severity.WARNING, f"two names of the year differ: {mention.surface}", at())
        if not (mention.first or mention.last or mention.recurrence):
            yield Finding("date-without-year", Severity.INFO, f"nothing tells which day is meant: {mention.surface}", at())


def check_impossible(printed: Sequence[calendar.ImpossibleDate], line: LogicalLine, shift: int) -> Iterator[Finding]:
    """Printed days that are on no calendar."""
    for nonsense in printed:
        place = place_of(line, nonsense.span, shift)
        yield Finding("impossible-date", Severity.WARNING, f"no calendar has this day: {nonsense.surface}", place)
