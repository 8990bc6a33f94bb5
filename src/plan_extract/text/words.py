"""Words in their normalised forms, so that two spellings of one word are the same: the only import of sudachipy.

取組・取り組み・取組み, 引越し・引っ越し, Ｗｉ－Ｆｉ・Wi-Fi, 及び・および are one word each; width, blanks, commas in
numbers and capitals never count. The forms are those of the Sudachi dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from plan_extract.place import Span
from plan_extract.text.normalize import fold

if TYPE_CHECKING:
    from sudachipy import Dictionary, Tokenizer

LONGEST = 4000
"""Characters that are analysed at once; Sudachi takes 49,149 bytes."""
REMEMBERED = 1 << 16
"""Texts whose words are kept: most lines of a report stand in the next one too."""
UNSAID = re.compile(r"(?<![\d\s])\s+|\s+(?!\d)|(?<=\d),(?=\d{3}(?!\d))")
"""Blanks, save one between two digits, and the commas that group digits."""
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
PUNCTUATION = str.maketrans(",，､．｡", "、、、。。")
TELLING = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "代名詞"}
"""Parts of speech that tell one text from another: Sudachi's first level."""
COMMON = {"非自立可能", "助数詞可能", "数詞", "助数詞"}
"""Second and third levels of those that do not: する, いる, numbers and counters."""


class Word(NamedTuple):
    """A word: its normalised form, with the ending and without, where it stands, and whether it tells texts apart."""

    form: str
    stem: str
    telling: bool
    span: Span


@lru_cache(REMEMBERED)
def words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in reading order; a blank is one only between two digits. Spans point into ``text`` as given.

    >>> [word.form for word in words("Ｗｉ－Ｆｉの 取組")]
    ['wi-fi', 'の', '取り組み']
    >>> [word.form for word in words("Wi-Fiの取り組み")]
    ['wi-fi', 'の', '取り組み']
    """
    kept = said_positions(text)
    found: list[Word] = []
    for start, part in parts(text):
        begin = start
        for morpheme in tokenizer().tokenize(part):
            end = start + morpheme.end()
            if begin < end:  # a sign such as ⑵ is three morphemes, of which one holds its place
                span = Span(kept[begin], kept[end - 1] + 1)
                found.append(Word(*sense(morpheme.normalized_form(), morpheme.part_of_speech_id()), span))
            begin = end
    return tuple(found)


def said_positions(text: str) -> Sequence[int]:
    """Where the characters of what is said stand in ``text``."""
    unsaid = {position for match in UNSAID.finditer(fold(text)) for position in range(*match.span())}
    return [position for position in range(len(text)) if position not in unsaid] if unsaid else range(len(text))


def parts(text: str) -> list[tuple[int, str]]:
    """What ``text`` says in parts that are short enough to be analysed, each with the position at which it begins."""
    plain = HALF_A_CHARACTER.sub("\ufffd", said(text))
    return [(start, plain[start : start + LONGEST]) for start in range(0, len(plain), LONGEST)]


@lru_cache(REMEMBERED)
def said(text: str) -> str:
    """The text without what may be printed in several ways: width, blanks, commas in numbers.

    >>> said("令和 ５年　１，０２１件")
    '令和5年1021件'
    """
    return UNSAID.sub("", fold(text))


@cache
def dictionary() -> Dictionary:
    """Sudachi's core dictionary."""
    from sudachipy import Dictionary

    return Dictionary(dict="core")


@cache
def tokenizer() -> Tokenizer:
    """What cuts a text into the longest words that the dictionary knows."""
    from sudachipy import SplitMode

    return dictionary().tokenizer(mode=SplitMode.C)


@lru_cache(REMEMBERED)
def sense(normal: str, part_of_speech: int) -> tuple[str, str, bool]:
    """What a word of that normalised form and part of speech is (the first three fields of a :class:`Word`): without capitals,
    each stop and comma in its Japanese shape.
    """
    stem = normal.casefold().translate(PUNCTUATION)
    ending, telling = kind(part_of_speech)
    return stem + ending, stem, telling


@cache
def kind(part_of_speech: int) -> tuple[str, bool]:
    """What one of the dictionary's parts of speech adds to a form, and whether its words tell texts apart: no particles,
    signs, numbers, counters or auxiliaries do. The form that ends a sentence and the one before a noun are written alike,
    so they are not told apart.
    """
    levels = dictionary().pos_of(part_of_speech)
    inflected = levels[5].partition("-")[0]
    telling = levels[0] in TELLING and COMMON.isdisjoint(levels[1:4])
    return ("" if inflected in {"*", "終止形", "連体形"} else f"/{inflected}"), telling


@lru_cache(REMEMBERED)
def essence(text: str) -> str:
    """What two texts have in common that differ in width, blanks, spelling or a closing 。 alone.

    >>> essence("取組を　行う。") == essence("取り組みをおこなう")
    True
    >>> essence("申請12件") == essence("申請13件")
    False
    """
    return "".join(word.form for word in words(text)).rstrip("。")


def alike(one: str, other: str) -> bool:
    """Whether two texts have the same essence.

    >>> alike("引越しの手続", "引っ越しの手続き")
    True
    """
    return one == other or essence(one) == essence(other)


@lru_cache(REMEMBERED)
def telling_forms(text: str) -> tuple[str, ...]:
    """The normalised forms of the words that tell the text from others, without endings, in reading order.

    >>> telling_forms("市民の引越しの手続を3件受け付けた")
    ('市民', '引っ越し', '手続き', '受け付ける')
    """
    return tuple(word.stem for word in words(text) if word.telling)
