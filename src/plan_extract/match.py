"""Which row of one report is which row of another.

Every old row is weighed against every new one. Number, name, text, section and departments each give evidence from 0 to 1;
the score is their weighted mean over the evidence that both rows have. The assignment that makes the sum of all scores
the largest decides (:mod:`.assignment`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import fsum, log
from typing import TYPE_CHECKING, NamedTuple

from plan_extract.assignment import best_pairs
from plan_extract.model import Initiative, Report, Section
from plan_extract.text.words import essence, said, telling_forms

if TYPE_CHECKING:
    import numpy
    from numpy.typing import ArrayLike

    Matrix = numpy.ndarray[tuple[int, int], numpy.dtype[numpy.float64]]
    Values = numpy.ndarray[tuple[int], numpy.dtype[numpy.float64]]
    Places = numpy.ndarray[tuple[int], numpy.dtype[numpy.intp]]

WEIGHTS = {"name": 0.40, "text": 0.30, "section": 0.10, "departments": 0.10, "number": 0.10}
LEAST = 0.35
"""Score below which two rows are not the same initiative: the same place, departments and number alone do not reach it."""
WEAK = 0.5
"""Score below which a person should look at a pair."""
IN_ORDER = 0.02
"""What the same relative place in the report is worth where scores are even."""
ALIKE = 0.5
"""Evidence from which on it is told among the reasons."""
LEAST_OF_SECTIONS, SAME_ID = 0.3, 0.02
"""Score below which two sections are not the same, and what the same id is worth where scores are even."""
HALF_GONE, SHARE_GONE = 0.5, 0.1
"""Of what a row lost, the part that an offshoot must have; and the letters that must be gone, as a part of the row's."""
LETTERS = 8
"""For each so many letters a line has a word that tells."""


class Pair(NamedTuple):
    """A row of the old and a row of the new report (their places), the score from 0 to 1, and the reasons."""

    old: int
    new: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """What a row is recognised by. ``text`` and ``name`` are words, ``departments`` and ``section`` essences."""

    number: str
    name: tuple[str, ...]
    text: tuple[str, ...]
    section: str
    departments: tuple[str, ...]
    relisted: bool

    @property
    def says_something(self) -> bool:
        """Whether there is anything to recognise the row by."""
        return bool(self.number or self.name or self.text or self.section or self.departments)


def match_initiatives(old: Report, new: Report) -> list[Pair]:
    """The pairs of rows that are one initiative, in the order of the new report."""
    if not (old.initiatives and new.initiatives):
        return []
    common = lines_of(old) & lines_of(new)
    ours, theirs = report_features(old, common), report_features(new, common)
    evidence = weigh(ours, theirs)
    scores = combine(evidence)
    pairs = assign(scores, LEAST, bonus=IN_ORDER * closeness(len(ours), len(theirs)))
    return [Pair(i, j, round(float(scores[i, j]), 3), reasons(evidence, i, j)) for i, j in pairs]


def lines_of(report: Report) -> set[str]:
    """What all lines of the report say."""
    return {said(statement.text) for initiative in report.initiatives for statement in initiative.statements}


def report_features(report: Report, common: Set[str]) -> list[Features]:
    """The features of every row; ``common`` are the lines that both reports have."""
    headings = section_paths(report.sections)
    return [
        Features(
            number=said(row.number) if any(char.isalnum() for char in row.number) else "",
            name=telling_forms(row.name),
            text=tuple(word for statement in row.statements for word in line_words(statement.text, common)),
            section=headings.get(row.section or "", ""),
            departments=tuple(essence(department) for department in row.departments),
            relisted=row.relisted,
        )
        for row in report.initiatives
    ]


def line_words(text: str, common: Set[str]) -> tuple[str, ...]:
    """The words that a line is recognised by. One that both reports have need not be taken apart: it stands for about as
    many words as it has, all of its own.

    >>> line_words("窓口を開設", {"窓口を開設"}), line_words("窓口を開設", set())
    (('0/窓口を開設',), ('窓口', '開設'))
    """
    line = said(text)
    return tuple(f"{i}/{line}" for i in range(1 + len(line) // LETTERS)) if line in common else telling_forms(text)


def section_paths(sections: Iterable[Section]) -> dict[str, str]:
    """The titles from the root to each section, by its id."""
    paths: dict[str, str] = {}
    for section in sections:
        paths[section.id] = f"{paths.get(section.parent or '', '')}/{essence(section.title)}"
    return paths


class Evidence(NamedTuple):
    """How alike every old row and every new row are in one respect, and where both have anything in that respect."""

    alike: Matrix
    known: Matrix


def weigh(ours: Sequence[Features], theirs: Sequence[Features]) -> dict[str, Evidence]:
    """The evidence of each kind."""

    def by_words(read: Callable[[Features], Sequence[str]]) -> Evidence:
        return compare_words([read(row) for row in ours], [read(row) for row in theirs])

    def by_value(read: Callable[[Features], str]) -> Evidence:
        return compare_values([read(row) for row in ours], [read(row) for row in theirs])

    return {
        "name": by_words(lambda row: row.name),
        "text": by_words(lambda row: row.text),
        "section": by_value(lambda row: row.section),
        "departments": by_words(lambda row: row.departments),
        "number": by_value(lambda row: row.number),
        "relisted": by_value(lambda row: "again" if row.relisted else "first"),
        "blank": by_value(lambda row: "" if row.says_something else "blank"),
    }


def compare_values(ours: Sequence[str], theirs: Sequence[str]) -> Evidence:
    """1 where two values are the same; nothing is known of an empty one."""
    import numpy

    code = {value: i for i, value in enumerate(dict.fromkeys((*ours, *theirs)))}
    left, right = (numpy.array([code[value] for value in side]) for side in (ours, theirs))
    known = known_of(ours, theirs)
    return Evidence(numpy.equal.outer(left, right) * known, known)


def known_of(ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]]) -> Matrix:
    """1 where there is something on both sides."""
    import numpy

    left, right = (numpy.array([bool(row) for row in side], dtype=float) for side in (ours, theirs))
    known: Matrix = numpy.outer(left, right)
    return known


def compare_words(ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]]) -> Evidence:
    """Cosine similarity of bags of words, rare words counting more."""
    import numpy

    weight = rarity([*ours, *theirs])
    place = {word: i for i, word in enumerate(weight)}
    index = by_place([unit_bag(row, weight, place) for row in theirs], len(place))
    alike = numpy.empty((len(ours), len(theirs)))
    for i, row in enumerate(ours):
        alike[i] = products(unit_bag(row, weight, place), index, len(theirs))
    return Evidence(alike, known_of(ours, theirs))


def rarity(rows: Sequence[Sequence[str]]) -> dict[str, float]:
    """Each word with the information that it carries: more where fewer rows have it.

    >>> rarity([["市", "窓口"], ["市"]])["窓口"] > rarity([["市", "窓口"], ["市"]])["市"] > 0
    True
    """
    frequency = Counter(word for row in rows for word in sorted(set(row)))
    return {word: 1 + log((1 + len(rows)) / (1 + number)) for word, number in frequency.items()}


class Bag(NamedTuple):
    """The words of a row, each once by its place in the vocabulary, and what each counts."""

    words: Places
    values: Values


def unit_bag(row: Sequence[str], weight: Mapping[str, float], place: Mapping[str, int]) -> Bag:
    """The bag of a row's words as a vector of length 1 (of length 0 for an empty one)."""
    import numpy

    bag = Counter(row)
    values = numpy.array([weight[word] * (1 + log(number)) for word, number in bag.items()])
    return Bag(numpy.array([place[word] for word in bag], dtype=numpy.intp), values / (numpy.sqrt(values @ values) or 1))


class Index(NamedTuple):
    """For each word, by its place, where ``rows`` and ``values`` begin to tell which rows have it and what it counts there;
    and how many have it.
    """

    begins: Places
    number: Places
    rows: Places
    values: Values


def by_place(bags: Sequence[Bag], words: int) -> Index:
    """The bags of all rows by word."""
    import numpy

    place = numpy.concatenate([bag.words for bag in bags])
    order = numpy.argsort(place, kind="stable")
    number = numpy.bincount(place, minlength=words)
    rows = numpy.repeat(numpy.arange(len(bags)), [len(bag.words) for bag in bags])
    return Index(numpy.cumsum(number) - number, number, rows[order], numpy.concatenate([bag.values for bag in bags])[order])


def products(bag: Bag, index: Index, rows: int) -> Values:
    """The inner product of one bag with that of each row."""
    import numpy

    number = index.number[bag.words]
    ends = numpy.cumsum(number)
    found = numpy.arange(number.sum()) + numpy.repeat(index.begins[bag.words] - ends + number, number)
    shares = index.values[found] * numpy.repeat(bag.values, number)
    sums: Values = numpy.bincount(index.rows[found], weights=shares, minlength=rows).astype(float, copy=False)
    return sums


def combine(evidence: Mapping[str, Evidence]) -> Matrix:
    """The weighted mean of the evidence that both rows have; 1 where both rows are blank, 0 where only one of them is a
    re-listed row.
    """
    import numpy

    total = sum(WEIGHTS[kind] * evidence[kind].known for kind in WEIGHTS)
    gained = sum(WEIGHTS[kind] * evidence[kind].alike for kind in WEIGHTS)
    scores = gained / numpy.maximum(total, 1e-9) + evidence["blank"].known
    return numpy.clip(scores * evidence["relisted"].alike, 0, 1)


def closeness(rows: int, columns: int) -> Matrix:
    """1 where both rows stand at the same relative place in their report, 0 where one is the first, one the last."""
    import numpy

    near: Matrix = 1 - numpy.abs(numpy.subtract.outer(numpy.linspace(0, 1, rows), numpy.linspace(0, 1, columns)))
    return near


def assign(scores: ArrayLike, least: float, bonus: ArrayLike = 0.0) -> list[tuple[int, int]]:
    """Row and column of each pair of the assignment with the largest sum of scores and bonuses, in the order of the
    columns. Nothing is paired whose score is below ``least``.
    """
    import numpy

    gain = numpy.where(numpy.asarray(scores) >= least, numpy.add(scores, bonus), 0)
    return sorted(best_pairs(gain), key=lambda pair: pair[1])


def reasons(evidence: Mapping[str, Evidence], i: int, j: int) -> tuple[str, ...]:
    """What is alike in two rows, what weighs most first."""
    alike = {kind: float(evidence[kind].alike[i, j]) for kind in WEIGHTS}
    ranked = sorted(WEIGHTS, key=lambda kind: -WEIGHTS[kind] * alike[kind])
    return tuple(reason(kind, alike[kind]) for kind in ranked if alike[kind] >= ALIKE)


def reason(kind: str, alike: float) -> str:
    """A reason in words.

    >>> reason("name", 1.0), reason("text", 0.834)
    ('same name', 'text 83% alike')
    """
    return f"same {kind}" if alike > 0.995 else f"{kind} {alike:.0%} alike"


# parts of rows


def offshoots(lone: Mapping[int, Initiative], kept: Sequence[tuple[Initiative, Initiative]]) -> dict[int, str]:
    """For each row that is paired with none the id of a pair's first row that it was a part of, where there is one.

    ``kept`` are pairs of a row and what is left of it in the other report. A lone row is an offshoot where it has half
    of what the pair lost, rare words counting more, and that was no trifle.
    """
    has = {key: own_words(row, set()) for key, row in lone.items()}
    lost = [(before.id, lost_words(before, after)) for before, after in kept] if lone else []
    weight = rarity([*map(tuple, has.values()), *(tuple(gone) for _, gone in lost)])
    found = {key: best_share(some_words, lost, weight) for key, some_words in has.items()}
    return {key: id for key, (share, id) in found.items() if share >= HALF_GONE}


def lost_words(before: Initiative, after: Initiative) -> set[str]:
    """The telling words that are gone from a row; none where they were a trifle."""
    ours, theirs = ({said(line.text) for line in row.statements} for row in (before, after))
    gone = own_words(before, theirs) - own_words(after, ours)
    size = sum(map(len, ours)) + len(before.name)
    return gone if sum(map(len, gone)) >= SHARE_GONE * size else set()


def own_words(row: Initiative, others: Set[str]) -> set[str]:
    """The telling words of a row's name and of its lines but ``others``."""
    lines = [statement.text for statement in row.statements if said(statement.text) not in others]
    return {form for text in (row.name, *lines) for form in telling_forms(text)}


def worth(some_words: Iterable[str], weight: Mapping[str, float]) -> float:
    """The sum of the words' weights."""
    return fsum(weight[word] for word in some_words)


def best_share(has: set[str], lost: Iterable[tuple[str, set[str]]], weight: Mapping[str, float]) -> tuple[float, str]:
    """The largest part of what any pair lost that a row has, and that pair's id."""
    shares = ((worth(gone & has, weight) / worth(gone, weight), id) for id, gone in lost if gone & has)
    return max(shares, key=lambda share: share[0], default=(0.0, ""))


# sections


def match_sections(old: Report, new: Report, pairs: Sequence[tuple[Initiative, Initiative]]) -> dict[str, str]:
    """The new id of each old section that goes on: its title, its place in the tree and the initiatives in it tell."""
    ours, theirs = ({section.id: section for section in report.sections} for report in (old, new))
    if not (ours and theirs):
        return {}
    titles = compare_words(*([heading_words(section) for section in side.values()] for side in (ours, theirs))).alike
    paths = compare_values(*(list(section_paths(side.values()).values()) for side in (ours, theirs))).alike
    ids = compare_values([*ours], [*theirs]).alike
    rows = shared_rows(
        membership(ours, [before.section for before, _ in pairs]), membership(theirs, [after.section for _, after in pairs])
    )
    known = [*ours], [*theirs]
    found = assign(0.3 * titles + 0.3 * paths + 0.4 * rows, LEAST_OF_SECTIONS, bonus=SAME_ID * ids)
    return {known[0][i]: known[1][j] for i, j in found}


def heading_words(section: Section) -> tuple[str, ...]:
    """The words of a heading, or else its whole."""
    return telling_forms(section.title) or (essence(section.title),)


def shared_rows(ours: Matrix, theirs: Matrix) -> Matrix:
    """For every two sections, given by what they hold, the part of it that they share, from 0 to 1."""
    import numpy

    sizes = numpy.add.outer(ours.sum(axis=1), theirs.sum(axis=1))
    shared: Matrix = 2 * (ours @ theirs.T) / numpy.maximum(sizes, 1)
    return shared


def membership(sections: Mapping[str, Section], places: Sequence[str | None]) -> Matrix:
    """1 where a section (row) or one below it is the place of an initiative (column)."""
    import numpy

    number = {id: i for i, id in enumerate(sections)}
    inside = numpy.zeros((len(sections), len(places)))
    for column, place in enumerate(places):
        inside[[number[above] for above in lineage(place, sections)], column] = 1
    return inside


def lineage(place: str | None, sections: Mapping[str, Section]) -> list[str]:
    """The id of a section and of those above it; a circle is gone through once, an unknown id ends it."""
    line: list[str] = []
    while place is not None and place in sections and place not in line:
        line.append(place)
        place = sections[place].parent
    return line
