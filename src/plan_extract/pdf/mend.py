"""Glyphs to chars: mends what fonts and producers get wrong, and only that. Both readers share it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plan_extract.pdf.page import Char
from plan_extract.pdf.ruling import Color, Fill, stands_out
from plan_extract.text.normalize import mend_radicals

UNMAPPED = "\ufffd"
"""Stands for a glyph whose font tells no character."""


class Glyph(NamedTuple):
    """A char as a reader found it, before mending; ``invisible`` by its render mode or a transparent ink."""

    char: Char
    color: Color | None = None
    invisible: bool = False


Drawn = dict[tuple[str, int], list[Char]]
"""Chars drawn so far, by their text and their top in whole points."""


class Mended(NamedTuple):
    """The chars that a person sees, and those that nobody does."""

    chars: tuple[Char, ...]
    hidden: tuple[Char, ...]


def has_no_width(text: str) -> bool:
    """Whether the text leaves no trace on paper: zero-width and control characters, byte order marks, bidi marks.

    >>> has_no_width("\\u200b"), has_no_width("\\ufeff"), has_no_width("市")
    (True, True, False)
    """
    return all(unicodedata.category(c) in ("Cf", "Cc", "Cs", "Zl", "Zp", "Cn") for c in text)


def is_doubled(char: Char, drawn: Drawn) -> bool:
    """Whether the same glyph was already drawn at (nearly) the same place, as producers do to feign bold type."""
    slack = 0.15 * char.size
    level = round(char.top)
    return any(
        abs(other.x0 - char.x0) < slack and abs(other.top - char.top) < slack
        for near in (level - 1, level, level + 1)
        for other in drawn.get((char.text, near), ())
    )


def mend(glyphs: Iterable[Glyph], areas: Sequence[Fill], width: float, height: float) -> Mended:
    """Visible and hidden chars in the order they were drawn.

    Radicals become the characters they stand for, zero-width characters go, doubled chars are kept once; invisible ink,
    paper-coloured ink on paper and chars off the page are hidden.
    """
    chars: list[Char] = []
    hidden: list[Char] = []
    drawn: Drawn = {}
    for glyph in glyphs:
        char = glyph.char
        if has_no_width(char.text):
            continue
        char = char._replace(text=mend_radicals(char.text))
        x, y = char.middle
        if glyph.invisible or not (0 <= x <= width and 0 <= y <= height) or not stands_out(glyph.color, areas, x, y):
            hidden.append(char)
            continue
        if not char.text.isspace() and is_doubled(char, drawn):
            continue
        drawn.setdefault((char.text, round(char.top)), []).append(char)
        chars.append(char)
    return Mended(tuple(chars), tuple(hidden))
