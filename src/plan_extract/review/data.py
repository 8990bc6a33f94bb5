"""A report to page data: what the review page shows, in the order in which it shows it. Pure; knows no HTML.

Each thing that can be cited has an anchor: ``i-12`` an initiative, ``i-12-s3`` its third statement, ``i-12-s3-d1`` and
``i-12-s3-q1`` the first date and amount of that, ``i-12-t1`` a stated total, ``f-1`` a finding, ``p-4`` a page.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple, get_args

from plan_extract.model import (
    DateMention,
    Initiative,
    PublishedFinding,
    QuantityMention,
    Report,
    ReportInfo,
    Section,
    Source,
    State,
    Statement,
    Total,
)
from plan_extract.review.pictures import Picture

BoxKind = Literal["initiative", "statement", "date", "quantity", "finding"]
ValueKind = Literal["date", "quantity"]
BOX_ORDER: tuple[BoxKind, ...] = get_args(BoxKind)
"""Boxes are laid over one another in this order: what is small comes last, so that it can be clicked."""
DEEPEST = 6
"""Statements are indented up to this level."""
BRIEF = 20
"""A field of one line with at most so many characters stands beside its header."""


class Area(NamedTuple):
    """A box on a page's picture, in points, and the anchor of what it shows; ``severity`` for a finding."""

    anchor: str
    kind: BoxKind
    x: str
    y: str
    width: str
    height: str
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class PageView:
    """A page: its number, its size in points, its picture as a data URI and the areas on it."""

    number: int
    width: str
    height: str
    picture: str
    areas: tuple[Area, ...]


class Piece(NamedTuple):
    """A stretch of a statement's text; ``anchor`` of the value that it states, if it states one."""

    text: str
    kind: ValueKind | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class ValueView:
    """A date or an amount: what is printed (None where that says the same), what it means, and ``notes`` (words of the
    interface, or plain text)."""

    anchor: str
    kind: ValueKind
    surface: str | None
    reading: str
    label: str | None
    notes: tuple[str, ...]
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """A statement."""

    anchor: str
    level: int
    marker: str
    pieces: tuple[Piece, ...]
    closing: str
    department: str | None
    state: State
    pages: tuple[int, ...]
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """The statements of one column; ``field`` is a word of the interface or the printed header. It is ``brief`` where it
    takes a line beside its header: a deadline, a figure."""

    field: str
    lines: tuple[LineView, ...]
    brief: bool


@dataclass(frozen=True, slots=True)
class TotalView:
    """A stated total and what it is made of."""

    anchor: str
    operation: str
    stated: str
    parts: tuple[str, ...]
    sign: str
    holds: bool
    statement: str | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding; ``about`` is the anchor of the initiative that it is about."""

    anchor: str
    code: str
    severity: str
    message: str
    page: int | None
    about: str | None
    about_name: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """An initiative; ``sections`` and ``offices`` are the positions by which it is filtered."""

    anchor: str
    number: str
    name: str
    departments: tuple[str, ...]
    relisted: bool
    refers_to: tuple[str, str] | None
    pages: tuple[int, ...]
    states: tuple[State, ...]
    fields: tuple[FieldView, ...]
    totals: tuple[TotalView, ...]
    findings: tuple[FindingView, ...]
    cells: tuple[tuple[str, str], ...]
    sections: tuple[int, ...]
    offices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Initiatives that follow one another in a section; ``path`` are the section's headings, outermost first."""

    path: tuple[str, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter offers: its position, its words, its depth in the tree, and how many initiatives it leaves."""

    position: int
    text: str
    depth: int
    count: int


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many statements are in a state, and where a bar of 100 puts them."""

    state: State
    count: int
    start: str
    share: str


@dataclass(frozen=True, slots=True)
class ReviewData:
    """All that the review page shows."""

    info: ReportInfo
    generator: str
    pages: tuple[PageView, ...]
    groups: tuple[GroupView, ...]
    findings: tuple[FindingView, ...]
    sections: tuple[Choice, ...]
    offices: tuple[Choice, ...]
    states: tuple[StateCount, ...]
    counts: Mapping[str, int]


def to_review(report: Report, pictures: Sequence[Picture]) -> ReviewData:
    """The page data of a report; ``pictures`` are its pages in order, or none to show the dataset alone."""
    anchors = name_initiatives(report.initiatives)
    findings = to_findings(report, anchors)
    cards = to_cards(report, anchors, findings)
    return ReviewData(
        info=report.report,
        generator=report.generator,
        pages=tuple(to_pages(pictures, report, anchors)),
        groups=tuple(to_groups(report, cards)),
        findings=findings,
        sections=tuple(section_choices(report.sections, cards)),
        offices=tuple(office_choices(report, cards)),
        states=tuple(count_states(report)),
        counts=count_all(report),
    )


# Anchors.


def slug(text: str) -> str:
    """Text as part of an anchor: what a URL or an HTML id would trip over becomes a hyphen.

    >>> slug("12"), slug("2-(3)"), slug("イ 1<b>")
    ('12', '2-(3)', 'イ-1-b')
    """
    return re.sub(r"[^\w().]+", "-", text.strip()).strip("-") or "x"


def name_initiatives(initiatives: Iterable[Initiative]) -> tuple[str, ...]:
    """The anchor of each initiative, all different: ``i-12``. A second one of the same id is ``i-12=2``, and one that reads
    like a statement's is ``i-12-s3=1``."""
    seen: Counter[str] = Counter()
    anchors = []
    for initiative in initiatives:
        base = f"i-{slug(initiative.id)}"
        seen[base] += 1
        plain = seen[base] == 1 and not re.search(r"-[sdqt]\d+$", base)
        anchors.append(base if plain else f"{base}={seen[base]}")
    return tuple(anchors)


def anchor_of(ids: Iterable[str], anchors: Iterable[str]) -> dict[str, str]:
    """The anchor by initiative id; the first where ids repeat."""
    found: dict[str, str] = {}
    for identity, anchor in zip(ids, anchors, strict=True):
        found.setdefault(identity, anchor)
    return found


def named_statements(anchor: str, initiative: Initiative) -> Iterator[tuple[str, Statement]]:
    """The statements with their anchors: by ``seq``, and by their place too where a ``seq`` comes again."""
    seen: set[int] = set()
    for place, statement in enumerate(initiative.statements, 1):
        again = statement.seq in seen
        seen.add(statement.seq)
        yield f"{anchor}-s{statement.seq}" + (f"~{place}" if again else ""), statement


Mention = DateMention | QuantityMention


def named_values(anchor: str, statement: Statement) -> Iterator[tuple[str, ValueKind, Mention]]:
    """The dates and amounts of a statement with their anchors, in reading order."""
    dates = ((f"{anchor}-d{n}", "date", mention) for n, mention in enumerate(statement.dates, 1))
    amounts = ((f"{anchor}-q{n}", "quantity", mention) for n, mention in enumerate(statement.quantities, 1))
    values: list[tuple[str, ValueKind, Mention]] = [*dates, *amounts]  # type: ignore[list-item]
    return iter(sorted(values, key=lambda value: value[2].span))


# Pages and their areas.


def to_pages(pictures: Sequence[Picture], report: Report, anchors: Sequence[str]) -> Iterator[PageView]:
    """The pages with all areas that something of the report stands on."""
    areas: dict[int, list[tuple[Source, BoxKind, str, str | None]]] = defaultdict(list)
    for source, kind, anchor, severity in located(report, anchors):
        areas[source.page].append((source, kind, anchor, severity))
    for number, picture in enumerate(pictures, 1):
        here = sorted(areas[number], key=lambda area: BOX_ORDER.index(area[1]))
        yield PageView(
            number,
            points(picture.width),
            points(picture.height),
            f"data:image/webp;base64,{base64.b64encode(picture.webp).decode()}",
            tuple(to_area(source, kind, anchor, severity, picture) for source, kind, anchor, severity in here),
        )


def located(report: Report, anchors: Sequence[str]) -> Iterator[tuple[Source, BoxKind, str, str | None]]:
    """Everything that stands somewhere: its place, kind and anchor, and a finding's severity."""
    for anchor, initiative in zip(anchors, report.initiatives, strict=True):
        yield from ((source, "initiative", anchor, None) for source in initiative.sources)
        for name, statement in named_statements(anchor, initiative):
            yield from ((source, "statement", name, None) for source in statement.sources)
            yield from ((mention.source, kind, value, None) for value, kind, mention in named_values(name, statement))
    for number, finding in enumerate(report.findings, 1):
        if finding.page and finding.bbox:
            yield Source(page=finding.page, bbox=finding.bbox), "finding", f"f-{number}", finding.severity


def to_area(source: Source, kind: BoxKind, anchor: str, severity: str | None, picture: Picture) -> Area:
    """A box on its page's picture; what lies beyond the page is cut off."""
    left, right = (min(max(x, 0.0), picture.width) for x in (source.bbox[0], source.bbox[2]))
    top, bottom = (min(max(y, 0.0), picture.height) for y in (source.bbox[1], source.bbox[3]))
    size = (points(max(0.0, right - left)), points(max(0.0, bottom - top)))
    return Area(anchor, kind, points(left), points(top), *size, severity)


def points(value: float) -> str:
    """A number of points as it stands in the page.

    >>> points(36.0), points(120.504)
    ('36', '120.5')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


# Initiatives.


def to_cards(report: Report, anchors: Sequence[str], findings: Sequence[FindingView]) -> list[Card]:
    """The initiatives in print order."""
    by_id = anchor_of((initiative.id for initiative in report.initiatives), anchors)
    names = {initiative.id: initiative.name for initiative in reversed(report.initiatives)}
    totals = group_totals(report.totals)
    paths = section_paths(report.sections)
    positions = {section.id: place for place, section in enumerate(report.sections)}
    offices = {name: place for place, name in enumerate(all_departments(report))}
    return [
        Card(
            anchor=anchor,
            number=initiative.number,
            name=initiative.name,
            departments=initiative.departments,
            relisted=initiative.relisted,
            refers_to=refer(initiative.refers_to, by_id, names),
            pages=pages_of(initiative.sources),
            states=states_of(initiative),
            fields=tuple(to_fields(anchor, initiative)),
            totals=tuple(to_totals(anchor, initiative, totals)) if by_id[initiative.id] == anchor else (),
            findings=tuple(finding for finding in findings if finding.about == anchor),
            cells=tuple(initiative.cells.items()),
            sections=tuple(positions[section.id] for section in paths.get(initiative.section, ())),
            offices=tuple(offices[name] for name in initiative.departments),
        )
        for anchor, initiative in zip(anchors, report.initiatives, strict=True)
    ]


def refer(target: str | None, by_id: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, str] | None:
    """The anchor and name of the initiative that a row repeats."""
    anchor = by_id.get(target) if target is not None else None
    return (anchor, f"{target} {names[target]}".strip()) if anchor and target else None


def pages_of(sources: Iterable[Source]) -> tuple[int, ...]:
    """The pages in order, each once."""
    return tuple(dict.fromkeys(source.page for source in sources))


def states_of(initiative: Initiative) -> tuple[State, ...]:
    """The states of its statements, each once, in the order of the model."""
    found = {statement.state for statement in initiative.statements}
    return tuple(state for state in get_args(State) if state in found)


def to_fields(anchor: str, initiative: Initiative) -> Iterator[FieldView]:
    """The statements column by column."""
    named = list(named_statements(anchor, initiative))
    for field in dict.fromkeys(statement.field for _, statement in named):
        lines = [to_line(name, statement) for name, statement in named if statement.field == field]
        yield FieldView(field, tuple(lines), is_brief(lines))


def is_brief(lines: Sequence[LineView]) -> bool:
    """Whether a field is one short line."""
    return len(lines) == 1 and sum(len(piece.text) for piece in lines[0].pieces) <= BRIEF


def to_line(anchor: str, statement: Statement) -> LineView:
    """A statement, shown."""
    values = list(named_values(anchor, statement))
    opening, closing = split_brackets(statement.marker or "")
    return LineView(
        anchor=anchor,
        level=min(statement.level, DEEPEST),
        marker=opening,
        pieces=tuple(to_pieces(statement.text, values)),
        closing=closing,
        department=statement.department,
        state=statement.state,
        pages=pages_of(statement.sources),
        values=tuple(to_value(name, mention) for name, _, mention in values),
    )


def split_brackets(marker: str) -> tuple[str, str]:
    """What stands before a statement and behind it: a marker of two brackets stands around.

    >>> split_brackets("【】"), split_brackets("(1)"), split_brackets("・")
    (('【', '】'), ('(1)', ''), ('・', ''))
    """
    around = len(marker) == 2 and (unicodedata.category(marker[0]), unicodedata.category(marker[1])) == ("Ps", "Pe")
    return (marker[0], marker[1]) if around or marker in ("<>", "＜＞") else (marker, "")


def to_pieces(text: str, values: Iterable[tuple[str, ValueKind, Mention]]) -> Iterator[Piece]:
    """The text cut where values stand; a value that stands in another one, or nowhere, cuts nothing."""
    done = 0
    for anchor, kind, mention in values:
        start, end = mention.span
        if done <= start < end <= len(text):
            if done < start:
                yield Piece(text[done:start])
            yield Piece(text[start:end], kind, anchor)
            done = end
    if done < len(text):
        yield Piece(text[done:])


def to_value(anchor: str, mention: Mention) -> ValueView:
    """A date or an amount, shown."""
    pages = pages_of([mention.source])
    if isinstance(mention, DateMention):
        return ValueView(anchor, "date", mention.surface, read_date(mention), None, date_notes(mention), pages)
    reading = read_quantity(mention)
    surface = None if bare(mention.surface) == bare(reading) else mention.surface
    return ValueView(anchor, "quantity", surface, reading, mention.label, base_notes(mention), pages)


def bare(text: str) -> str:
    """A text without what does not matter to what it says: width, blanks, commas.

    >>> bare("１,２３４ 件")
    '1234件'
    """
    return re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))


def read_date(mention: DateMention) -> str:
    """The days that a date means: one day, a span, or a span that is open at one side.

    >>> day = __import__("datetime").date(2023, 10, 31)
    >>> plain = {"surface": "10月末～", "span": (0, 5), "source": {"page": 1, "bbox": (0, 0, 1, 1)}, "start": day, "end": None}
    >>> read_date(DateMention(**plain, precision="day", approximate=False, recurrence=None))
    '2023-10-31 –'
    """
    start, end = (day.isoformat() if day else "" for day in (mention.start, mention.end))
    if mention.recurrence is not None and not (start or end):
        return mention.recurrence
    return start if start and start == end else f"{start} – {end}".strip()


def date_notes(mention: DateMention) -> tuple[str, ...]:
    """What else is known of a date, in words of the interface."""
    notes = {"recurrence": mention.recurrence is not None, "approximate": mention.approximate}
    coarse = mention.precision != "day" and mention.recurrence is None
    return (*[f"by_{mention.precision}"] * coarse, *(note for note, holds in notes.items() if holds))


def read_quantity(mention: QuantityMention) -> str:
    """An amount with all that qualifies it.

    >>> plain = {"surface": "約3万円/月", "span": (0, 6), "source": {"page": 1, "bbox": (0, 0, 1, 1)}, "value_to": None}
    >>> rest = {"base_value": 30000, "base_unit": "円", "label": None}
    >>> read_quantity(QuantityMention(**plain, **rest, value=3, unit="万円", per="月", qualifier="約"))
    '約 3 万円 / 月'
    """
    upper = f" – {digits(mention.value_to)}" if mention.value_to is not None else ""
    per = f"/ {mention.per}" if mention.per else ""
    words = (mention.qualifier, digits(mention.value) + upper, mention.unit, per)
    return " ".join(word for word in words if word)


def base_notes(mention: QuantityMention) -> tuple[str, ...]:
    """The amount in its base unit, where that is another one."""
    if mention.base_value == mention.value and mention.base_unit == mention.unit:
        return ()
    return (f"= {digits(mention.base_value)} {mention.base_unit or ''}".strip(),)


def digits(value: Decimal) -> str:
    """A number in plain digits, in groups of three.

    >>> digits(Decimal("1E+6")), digits(Decimal("-0.50"))
    ('1,000,000', '-0.50')
    """
    return format(value, ",f")


SIGNS = {"sum": " + ", "product": " × ", "equal": " = ", "count": "、"}


def group_totals(totals: Iterable[Total]) -> dict[str, list[Total]]:
    """The stated totals by initiative."""
    grouped: dict[str, list[Total]] = defaultdict(list)
    for total in totals:
        grouped[total.initiative].append(total)
    return grouped


def to_totals(anchor: str, initiative: Initiative, totals: Mapping[str, Sequence[Total]]) -> Iterator[TotalView]:
    """The totals that an initiative states."""
    names = {statement.seq: name for name, statement in reversed(list(named_statements(anchor, initiative)))}
    for number, total in enumerate(totals.get(initiative.id, ()), 1):
        parts = tuple(part.surface or part.text or "" for part in total.parts)
        yield TotalView(
            f"{anchor}-t{number}",
            total.operation,
            total.stated.surface,
            parts,
            SIGNS[total.operation],
            total.holds,
            names.get(total.stated.statement),
        )


# Sections, departments, states, findings.


def section_paths(sections: Sequence[Section]) -> dict[str | None, tuple[Section, ...]]:
    """For each section those above it and itself, outermost first; a parent that stands nowhere ends the path."""
    by_id = {section.id: section for section in sections}
    return {section.id: section_path(section, by_id) for section in sections}


def section_path(section: Section, by_id: Mapping[str, Section]) -> tuple[Section, ...]:
    """A section with those above it, outermost first."""
    path: list[Section] = []
    at: Section | None = section
    while at is not None and at not in path:
        path.insert(0, at)
        at = by_id.get(at.parent) if at.parent is not None else None
    return tuple(path)


def heading_text(section: Section) -> str:
    """A section's heading in one line.

    >>> heading_text(Section(id="1", parent=None, kind="基本目標", number="1", title="ひらかれた市役所", tagline="いつでも"))
    '基本目標1 ひらかれた市役所「いつでも」'
    """
    tagline = f"「{section.tagline}」" if section.tagline else ""
    return f"{section.kind}{section.number or ''} {section.title}{tagline}".strip()


def to_groups(report: Report, cards: Sequence[Card]) -> Iterator[GroupView]:
    """The initiatives in print order, under the section that they stand in."""
    paths = section_paths(report.sections)
    pairs = zip(report.initiatives, cards, strict=True)
    for section, members in groupby(pairs, key=lambda pair: pair[0].section):
        path = tuple(map(heading_text, paths.get(section, ())))
        yield GroupView(path, tuple(card for _, card in members))


def section_choices(sections: Sequence[Section], cards: Sequence[Card]) -> Iterator[Choice]:
    """The sections to filter by."""
    paths = section_paths(sections)
    for place, section in enumerate(sections):
        count = sum(place in card.sections for card in cards)
        yield Choice(place, heading_text(section), len(paths[section.id]) - 1, count)


def all_departments(report: Report) -> tuple[str, ...]:
    """Every department once, in print order."""
    return tuple(dict.fromkeys(name for initiative in report.initiatives for name in initiative.departments))


def office_choices(report: Report, cards: Sequence[Card]) -> Iterator[Choice]:
    """The departments to filter by."""
    for place, name in enumerate(all_departments(report)):
        yield Choice(place, name, 0, sum(place in card.offices for card in cards))


def count_states(report: Report) -> Iterator[StateCount]:
    """How many statements are in each state that comes up, with its share of a bar of 100."""
    states = [statement.state for initiative in report.initiatives for statement in initiative.statements]
    start = 0.0
    for state in get_args(State):
        count = states.count(state)
        if count:
            share = 100 * count / len(states)
            yield StateCount(state, count, points(start), points(share))
            start += share


def to_findings(report: Report, anchors: Sequence[str]) -> tuple[FindingView, ...]:
    """The findings in their order."""
    ids = [initiative.id for initiative in report.initiatives]
    by_id = anchor_of(ids, anchors)
    names = {initiative.id: f"{initiative.number} {initiative.name}" for initiative in reversed(report.initiatives)}
    return tuple(to_finding(number, finding, by_id, names) for number, finding in enumerate(report.findings, 1))


def to_finding(number: int, finding: PublishedFinding, by_id: Mapping[str, str], names: Mapping[str, str]) -> FindingView:
    """A finding, shown."""
    anchor, name = (known.get(finding.initiative) if finding.initiative is not None else None for known in (by_id, names))
    return FindingView(f"f-{number}", finding.code, finding.severity, finding.message, finding.page, anchor, name)


def count_all(report: Report) -> dict[str, int]:
    """How much of everything the report has."""
    statements = [statement for initiative in report.initiatives for statement in initiative.statements]
    return {
        "initiatives": len(report.initiatives),
        "statements": len(statements),
        "dates": sum(len(statement.dates) for statement in statements),
        "quantities": sum(len(statement.quantities) for statement in statements),
        "totals": len(report.totals),
        "findings": len(report.findings),
    }


# Text as it is shown.


def visible(text: str) -> str:
    r"""The text with all that could hide or turn other text made visible: control characters, marks of direction.

    >>> visible("令和5年\n\u202e末\x07")
    '令和5年\n⟨U+202E⟩末⟨U+0007⟩'
    """
    return "".join(char if is_harmless(char) else f"⟨U+{ord(char):04X}⟩" for char in text)


def is_harmless(char: str) -> bool:
    """Whether a character stands for itself only; spaces and line ends do."""
    return char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
