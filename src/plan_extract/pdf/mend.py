"""Glyphs to chars: mends what fonts and producers get wrong, and only that. Both readers share it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from plan_extract.pdf.page import Char
from plan_extract.pdf.ruling import Color, Fill, stands_out
from plan_extract.text.normalize import mend_radicals

UNMAPPED = "\ufffd"
"""Stands for a glyph whose font tells no character."""


DOUBLED = 0.15
"""The same glyph drawn again within so many ems is one glyph."""


class Glyph(NamedTuple):
    """A char as a reader found it, before mending; ``invisible`` by its render mode or a transparent ink."""

    char: Char
    color: Color | None = None
    invisible: bool = False


Drawn = dict[tuple[str, int], list[tuple[float, float]]]
"""Where chars were drawn so far (x0, top), by their text and their top in whole points."""


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


@lru_cache(maxsize=8192)
def mended_text(text: str) -> str:
    """The text that a glyph shows: radicals made characters; empty where it has no width.

    >>> mended_text("⼾"), mended_text("\\u200b")
    ('戸', '')
    """
    return "" if has_no_width(text) else mend_radicals(text)


def is_doubled(text: str, x0: float, top: float, slack: float, drawn: Drawn) -> bool:
    """Whether the same glyph was already drawn at (nearly) the same place, as producers do to feign bold type."""
    level = round(top)
    return any(
        abs(other_x0 - x0) < slack and abs(other_top - top) < slack
        for near in (level, level - 1, level + 1)
        if (text, near) in drawn
        for other_x0, other_top in drawn[text, near]
    )


def mend(glyphs: Iterable[Glyph], areas: Sequence[Fill], width: float, height: float) -> Mended:
    """Visible and hidden chars in the order they were drawn.

    Radicals become the characters they stand for, zero-width characters go, doubled chars are kept once; invisible ink,
    paper-coloured ink on paper and chars off the page are hidden.
    """
    chars: list[Char] = []
    hidden: list[Char] = []
    drawn: Drawn = {}
    for char, color, invisible in glyphs:
        printed, x0, top, x1, bottom, size, _ = char
        text = mended_text(printed)
        if not text:
            continue
        if text != printed:
            char = char._replace(text=text)  # noqa: PLW2901
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if invisible or not (0 <= x <= width and 0 <= y <= height) or not stands_out(color, areas, x, y):
            hidden.append(char)
        elif text.isspace():
            chars.append(char)
        elif not is_doubled(text, x0, top, DOUBLED * size, drawn):
            drawn.setdefault((text, round(top)), []).append((x0, top))
            chars.append(char)
    return Mended(tuple(chars), tuple(hidden))
