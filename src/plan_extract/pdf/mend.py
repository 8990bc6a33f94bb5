"""Glyphs to chars: mends what fonts and producers get wrong, and only that. Both readers share it."""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from plan_extract.pdf.page import Char
from plan_extract.pdf.ruling import Color, Fill, is_paper, stands_out
from plan_extract.text.normalize import mend_radicals

UNMAPPED = "\ufffd"
"""Stands for a glyph whose font tells no character."""


DOUBLED = 0.15
"""The same glyph drawn again within so many ems is one glyph."""
BAND = 8.0
"""Chars are looked up in bands of this height (points)."""


class Glyph(NamedTuple):
    """A char as a reader found it, before mending; ``invisible`` by its render mode or a transparent ink."""

    char: Char
    color: Color | None = None
    invisible: bool = False


GlyphLike = tuple[Char, Color | None, bool]
"""A glyph, or a bare tuple of its parts where the name costs too much."""


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


class Drawn:
    """Where chars were drawn so far: their places (x0, top) by their text, in bands across the page."""

    def __init__(self) -> None:
        self._bands: dict[int, dict[str, list[tuple[float, float]]]] = defaultdict(dict)
        self._top = self._slack = math.inf

    def add(self, text: str, x0: float, top: float, slack: float) -> bool:
        """Note a char, and tell whether it is new: whether the same one was not drawn at (nearly) this place before, as
        producers do to feign bold type."""
        if top != self._top or slack != self._slack:  # chars come line by line
            self._top, self._slack = top, slack
            near = range(int((top - slack) // BAND), int((top + slack) // BAND) + 1)
            self._here, self._near = self._bands[int(top // BAND)], [self._bands[band] for band in near]
        for band in self._near:
            for other_x0, other_top in band.get(text, ()):
                if -slack < other_x0 - x0 < slack and -slack < other_top - top < slack:
                    return False
        self._here.setdefault(text, []).append((x0, top))
        return True


def mend(glyphs: Iterable[GlyphLike], areas: Sequence[Fill], width: float, height: float) -> Mended:
    """Visible and hidden chars in the order they were drawn.

    Radicals become the characters they stand for, zero-width characters go, doubled chars are kept once; invisible ink,
    paper-coloured ink on paper and chars off the page are hidden.
    """
    chars: list[Char] = []
    hidden: list[Char] = []
    drawn = Drawn()
    ink: Color | None = None
    paper = False
    for char, color, invisible in glyphs:
        printed, x0, top, x1, bottom, size, _ = char
        text = mended_text(printed)
        if not text:
            continue
        if text != printed:
            char = char._replace(text=text)  # noqa: PLW2901
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        on_page = 0 <= x <= width and 0 <= y <= height
        if color != ink:  # many chars in a row share theirs
            ink, paper = color, is_paper(color)
        if invisible or not on_page or (paper and not stands_out(color, areas, x, y)):
            hidden.append(char)
        elif text.isspace() or drawn.add(text, x0, top, DOUBLED * size):
            chars.append(char)
    return Mended(tuple(chars), tuple(hidden))
