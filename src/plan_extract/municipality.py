"""Which municipality a title or a footer names, by the official list of local government codes.

The list is ``data/municipalities.csv``; ``data/README.md`` says where it comes from and of which day it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent / "data" / "municipalities.csv"

VARIANTS = tuple(zip("ヶ竈鰺檜檮曾龍", "ケ釜鯵桧梼曽竜"))
"""Other ways in which official names are printed; one character for one, so that positions stay."""

KANJI = "一-鿿々"
BEGINS = re.compile(rf"(?:^|[^{KANJI}]|[年月日次期版郡編]|年度|編集|発行|作成|法人)$")
"""What may stand before a name that is not the rest of a longer one (新津市, 空港区域)."""
OTHER_WORDS = re.compile(r"市場|区[域分間画割]|町内会|町並|村落|都市(?![区町])")
"""Words that begin with a name's last character and have nothing to do with it (中央市場, 東京都市計画)."""
ADDRESS = re.compile(rf"\s*(?:[{KANJI}ぁ-んァ-ヶ]{{1,5}}郡)?\s*")
"""What may stand between a prefecture and the municipality that it is named for."""


class Municipality(NamedTuple):
    """A local government. ``code`` has six digits (全国地方公共団体コード). A prefecture is its own ``prefecture``.

    Where several bear the name and the text does not say which, ``prefecture`` and ``code`` are None.
    """

    name: str
    prefecture: str | None
    code: str | None


class Mention(NamedTuple):
    """A name of the list in a text, with all that bear it."""

    start: int
    end: int
    bearers: tuple[Municipality, ...]

    @property
    def prefecture(self) -> str | None:
        """The prefecture that is mentioned, or None where a municipality is."""
        first = self.bearers[0]
        return first.name if first.name == first.prefecture else None


def check_digit(code5: str) -> int:
    """The sixth digit of a local government code, from its first five: weights 6 to 2, modulo 11 (総務省, 検査数字).

    >>> check_digit("02203"), check_digit("13101")
    (9, 6)
    """
    weighted = sum(int(digit) * weight for digit, weight in zip(code5, (6, 5, 4, 3, 2), strict=True))
    return (11 - weighted % 11) % 10


def fold(text: str) -> str:
    """The text with one way of printing for each character of :data:`VARIANTS`.

    >>> fold("龍ヶ崎市")
    '竜ケ崎市'
    """
    for variant, usual in VARIANTS:
        text = text.replace(variant, usual)
    return text


@cache
def rows() -> tuple[str, ...]:
    """The list's rows as they stand in the file (code, prefecture, name), in the order of codes."""
    lines = TABLE.read_text("utf-8").splitlines()
    return tuple(line for line in lines if line[0].isdigit())


def parse_row(row: str) -> Municipality:
    """The municipality that a row tells.

    >>> parse_row("022039,青森県,八戸市")
    Municipality(name='八戸市', prefecture='青森県', code='022039')
    """
    code, prefecture, name = row.split(",")
    return Municipality(name, prefecture, code)


def known_as(name: str) -> tuple[str, ...]:
    """The names that an official name goes by: a designated city's ward goes without the city's name too.

    >>> known_as("横浜市港北区")
    ('横浜市港北区', '港北区')
    """
    if not name.endswith("区"):
        return (name,)
    city, _, ward = name.rpartition("市")
    return (name, ward) if city else (name,)


@cache
def rows_by_name() -> dict[str, tuple[str, ...]]:
    """Folded name → the rows of all that bear it; they are parsed only when asked for, which keeps loading fast."""
    index: dict[str, tuple[str, ...]] = {}
    for row, folded in zip(rows(), fold("\n".join(rows())).split("\n"), strict=True):
        for name in known_as(folded.rpartition(",")[2]):
            index[name] = (*index.get(name, ()), row)
    return index


@cache
def longest_name() -> int:
    """Length of the longest name in the list."""
    return max(map(len, rows_by_name()))


def candidates(text: str) -> Iterator[Mention]:
    """For each 都道府県市区町村 in a folded text the longest name that ends there."""
    index, longest = rows_by_name(), longest_name()
    for suffix in re.finditer("[都道府県市区町村]", text):
        end = suffix.end()
        for start in range(max(0, end - longest), end - 1):
            if bearers := index.get(text[start:end]):
                yield Mention(start, end, tuple(map(parse_row, bearers)))
                break


def apart(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions in reading order; of those that overlap the longer one stays, and of equally long ones the first."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept)


def find_mentions(text: str) -> list[Mention]:
    """Every name of the list that stands as a word of its own, in reading order."""
    folded = fold(text)
    found: list[Mention] = []
    for mention in apart(list(candidates(folded))):
        begins = BEGINS.search(folded[: mention.start]) or (found and found[-1].end == mention.start)
        if begins and not OTHER_WORDS.match(folded, mention.end - 1):
            found.append(mention)
    return found


def named_first(text: str, mentions: Sequence[Mention]) -> Mention:
    """The first mention, or where it is only the prefecture in an address, the municipality that follows."""
    for mention, following in pairwise(mentions):
        if not (mention.prefecture and ADDRESS.fullmatch(text, mention.end, following.start)):
            return mention
    return mentions[-1]


def resolve(text: str) -> Municipality | None:
    """The municipality that a text names first; the prefectures named beside it tell apart those that bear one name."""
    mentions = find_mentions(text)
    if not mentions:
        return None
    mention = named_first(text, mentions)
    prefectures = {other.prefecture for other in mentions}
    bearers = [bearer for bearer in mention.bearers if bearer.prefecture in prefectures] or mention.bearers
    return bearers[0] if len(bearers) == 1 else Municipality(text[mention.start : mention.end], None, None)


def find_municipality(text: str) -> Municipality | None:
    """The municipality (or prefecture) that a title or a footer names first, or None.

    A title that is spaced out (八　戸　市) is read without its spaces where nothing was found with them.

    >>> find_municipality("八戸市みどり推進計画の取組状況について")
    Municipality(name='八戸市', prefecture='青森県', code='022039')
    >>> find_municipality("東京都府中市行政改革推進計画").code, find_municipality("府中市行政改革推進計画").code
    ('132063', None)
    >>> find_municipality("都市計画マスタープラン") is None
    True
    """
    return resolve(text) or resolve("".join(text.split()))
