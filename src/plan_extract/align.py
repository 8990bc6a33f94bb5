"""Which line of a row is which line of the row it has become.

Lines that say the same are paired in order, first as printed, then in whatever spelling; runs of lines between them that
say the same when joined were merely cut elsewhere. What is left is weighed line against line by its words (a date or an
amount counts as such, not by its value), by the line it stands under and by its place, and the best assignment decides.

A column is the same whatever year its header names, as that moves on from report to report. Where a row has the same column
for several years (R3決算額, R4決算額), each year's is compared with that of the same year, and a year that the other row has no
column for with nothing: a table that moves on by a year says nothing new of the years before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from plan_extract.match import assign
from plan_extract.model import Statement
from plan_extract.place import Span
from plan_extract.text.header_years import header_measure, header_year
from plan_extract.text.normalize import fold
from plan_extract.text.words import Word, alike, essence, said, words

VALUE = "\0"
"""What stands for the words of a date or an amount."""
VALUE_WEIGHT, COMMON_WEIGHT = 0.5, 0.2
"""What a value, and a word that tells little, count against a word that tells texts apart."""
SAME_PARENT, SAME_PLACE, ONLY_ONE = 0.1, 0.05, 0.4
"""What it adds to be under the same line, at the same place, and the only one left of a column other than the main ones."""
LEAST = 0.4
TEXT_FIELDS = {"overview", "progress"}
DIGITS = re.compile(r"\d+")


Said = tuple[str, str]
"""A column and what is said in it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as it is compared. ``field`` is its column without its year, save where that tells columns apart, ``parent``
    the text of the line that it stands under, ``place`` where in its row it stands, from 0 to 1.
    """

    statement: Statement
    field: str
    parent: str
    place: float

    @property
    def as_printed(self) -> Said:
        """The column and what is said, without width and blanks."""
        return (self.field, said(self.statement.text))

    @property
    def in_essence(self) -> Said:
        """The column and what is said, in whatever spelling."""
        return (self.field, essence(self.statement.text))

    @property
    def anywhere(self) -> tuple[str, str, str]:
        """What makes the line the same wherever it stands: what it says and what the line above it says."""
        return (*self.in_essence, essence(self.parent))


LinePair = tuple[Line | None, Line | None]
StatementPair = tuple[Statement | None, Statement | None]
"""An old and a new line that are one, or one of them alone."""


Years = Mapping[str, Set[int]]
"""The columns of a row that name a year, by what else they say, and the years that they are of."""


class YearColumn(NamedTuple):
    """A column by what its header says besides a year, and that year."""

    name: str
    year: int | None


def statements_to_lines(statements: Sequence[Statement], apart: Years) -> list[Line]:
    """The statements as they are compared, without those that say nothing. Columns in ``apart`` are told apart by their years;
    other years than those that it has for them are left out."""
    text_of = {statement.seq: statement.text for statement in statements}
    placed = [(statement, column_of(statement)) for statement in statements]
    return [
        Line(statement, line_field(at, apart), text_of.get(statement.parent or 0, ""), i / len(statements))
        for i, (statement, at) in enumerate(placed)
        if not statement.text.isspace() and statement.text and is_compared(at, apart)
    ]


def is_compared(at: YearColumn, apart: Years) -> bool:
    """Whether both rows have a column: each has, unless it is one of several years and the other row lacks this one."""
    return at.year is None or at.name not in apart or at.year in apart[at.name]


def is_left_out(header: str, apart: Years) -> bool:
    """Whether what stands under a header is not compared.

    >>> [is_left_out(header, {"決算額": {2022}}) for header in ("R3決算額", "R4決算額", "R3予算額")]
    [True, False, False]
    """
    return not is_compared(header_column(header), apart)


def column_of(statement: Statement) -> YearColumn:
    """The column that a line stands in: that of its field's header, or where that is a role the one that its values are of."""
    if statement.field not in TEXT_FIELDS:
        return header_column(statement.field)
    values = (amount for amount in statement.quantities if amount.measure)
    return next(
        (YearColumn(column(value.measure or ""), value.fiscal_year) for value in values), YearColumn(statement.field, None)
    )


def header_column(header: str) -> YearColumn:
    """The column that a header names."""
    return YearColumn(column(header_measure(header)), header_year(header))


def line_field(at: YearColumn, apart: Years) -> str:
    """What tells a line's column from others."""
    return f"{at.name} {at.year}" if at.name in apart else at.name


def column(field: str) -> str:
    """The column's header without blanks, any number as good as another.

    >>> column("令和５年度 決算額") == column("令和６年度決算額")
    True
    """
    return DIGITS.sub("0", "".join(fold(field).split()))


def columns_by_year(headers: Iterable[str]) -> Years:
    """The columns of a row that name a year, by what else they say.

    >>> columns_by_year(["事業名", "R3決算額", "R4決算額（千円）"])
    {'決算額': {2021, 2022}}
    """
    found: dict[str, set[int]] = {}
    for name, year in map(header_column, headers):
        if year is not None:
            found.setdefault(name, set()).add(year)
    return found


def years_apart(old: Iterable[str], new: Iterable[str]) -> Years:
    """The columns that one of two rows, given by their headers, has for several years, and the years that both have."""
    ours, theirs = columns_by_year(old), columns_by_year(new)
    several = {name for row in (ours, theirs) for name, years in row.items() if len(years) > 1}
    return {name: ours[name] & theirs[name] for name in several if name in ours and name in theirs}


def align(old: Sequence[Statement], new: Sequence[Statement], apart: Years) -> list[StatementPair]:
    """The lines that are one though they differ, and those of one side alone; what says the same is left out. ``apart`` are the
    columns that the rows have for several years (see :func:`years_apart`)."""
    before, after = statements_to_lines(old, apart), statements_to_lines(new, apart)
    runs = [
        respelled
        for run in unequal_runs(before, after, lambda line: line.as_printed)
        for respelled in unequal_runs(*run, lambda line: line.in_essence)
    ]
    ours, theirs = without_repeated([line for left, _ in runs for line in left], [line for _, right in runs for line in right])
    return [(told(one), told(other)) for one, other in assigned(ours, theirs)]


def told(line: Line | None) -> Statement | None:
    """The statement of a line, where there is one."""
    return line.statement if line else None


def unequal_runs(ours: list[Line], theirs: list[Line], key: Callable[[Line], Said]) -> Iterator[tuple[list[Line], list[Line]]]:
    """What stands between the lines whose keys are the same, and does not say the same when joined."""
    keys = ([key(line) for line in ours], [key(line) for line in theirs])
    for op, a, b, c, d in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if op != "equal" and joined(keys[0][a:b]) != joined(keys[1][c:d]):
            yield ours[a:b], theirs[c:d]


def joined(keys: Sequence[Said]) -> tuple[set[str], str]:
    """The columns of some lines, and what they say together."""
    return {field for field, _ in keys}, "".join(text for _, text in keys)


def without_repeated(ours: list[Line], theirs: list[Line]) -> tuple[list[Line], list[Line]]:
    """What is left without the lines that say the same at another place of the row, under the same line."""
    common = Counter(line.anywhere for line in ours) & Counter(line.anywhere for line in theirs)
    return rest(ours, common), rest(theirs, common)


def rest(lines: Iterable[Line], common: Counter[tuple[str, str, str]]) -> list[Line]:
    """The lines without those counted in ``common``, each as often as it is counted."""
    left = common.copy()
    kept = []
    for line in lines:
        if left[line.anywhere]:
            left[line.anywhere] -= 1
        else:
            kept.append(line)
    return kept


def assigned(ours: list[Line], theirs: list[Line]) -> list[LinePair]:
    """The best pairs of lines, and the lines left alone, in the order of the new row (old lines alone first)."""
    if not (ours and theirs):
        return [*((line, None) for line in ours), *((None, line) for line in theirs)]
    single = only_ones(ours) & only_ones(theirs)
    bags = [[bag(line.statement) for line in side] for side in (ours, theirs)]
    scores = [[similarity(a, bag_a, b, bag_b, single) for b, bag_b in zip(theirs, bags[1])] for a, bag_a in zip(ours, bags[0])]
    pairs = assign(scores, LEAST)
    partner = {j: i for i, j in pairs}
    gone = [line for i, line in enumerate(ours) if i not in set(partner.values())]
    went_on: list[LinePair] = [(ours[partner[j]] if j in partner else None, line) for j, line in enumerate(theirs)]
    return [*((line, None) for line in gone), *went_on]


def only_ones(lines: Iterable[Line]) -> set[str]:
    """The columns, other than the main ones, that have one line."""
    number = Counter(line.field for line in lines)
    return {field for field, count in number.items() if count == 1 and field not in TEXT_FIELDS}


def similarity(ours: Line, bag_a: Counter[str], theirs: Line, bag_b: Counter[str], single: set[str]) -> float:
    """How alike two lines are; 0 in different columns."""
    if ours.field != theirs.field:
        return 0.0
    parent = SAME_PARENT * alike(ours.parent, theirs.parent)
    place = SAME_PLACE * (1 - abs(ours.place - theirs.place))
    return dice(bag_a, bag_b) * (1 - SAME_PARENT - SAME_PLACE) + parent + place + ONLY_ONE * (ours.field in single)


def bag(statement: Statement) -> Counter[str]:
    """The words of a line with each value as one, and how often each occurs."""
    return Counter(word.form if word.telling else f" {word.form}" for word in words_around_values(statement))


def dice(one: Counter[str], other: Counter[str]) -> float:
    """The weight of the words that both have in that of all, from 0 to 1."""
    return 2 * mass(one & other) / (mass(one) + mass(other) or 1)


def mass(some_words: Counter[str]) -> float:
    """The weight of the words; those that tell little begin with a blank."""
    return sum(number * weight(word) for word, number in some_words.items())


def weight(word: str) -> float:
    """What a word counts."""
    if word == VALUE:
        return VALUE_WEIGHT
    return COMMON_WEIGHT if word[0] == " " else 1.0


def words_around_values(statement: Statement) -> list[Word]:
    """The line's words, with one word in place of those of each date and amount."""
    spans = [*(date.span for date in statement.dates), *(amount.span for amount in statement.quantities)]
    if not spans:
        return list(words(statement.text))
    inside = {position for span in spans for position in range(*span)}
    joined: list[Word] = []
    for word in words(statement.text):
        of_value = not inside.isdisjoint(range(*word.span))
        if of_value and joined and any(start <= joined[-1].span.start and word.span.start < end for start, end in spans):
            joined[-1] = joined[-1]._replace(span=Span(joined[-1].span.start, word.span.end))
        else:
            joined.append(Word(VALUE, VALUE, telling=True, span=word.span) if of_value else word)
    return joined
