"""Glyphs to chars: mends what fonts and producers get wrong, and only that. Both readers share it."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress, repeat
from operator import sub
from statistics import median
from typing import NamedTuple

from plan_extract.pdf.page import Char
from plan_extract.pdf.ruling import Color, Fill, is_paper, stands_out
from plan_extract.text.normalize import RADICALS, mend_radicals

UNMAPPED = "\ufffd"
"""Stands for a glyph whose font tells no character."""

SYMBOLS = {
    **dict(zip(range(0xF06C, 0xF078), "●❍■□□❑❒⬧⧫◆❖⬥", strict=True)),
    **dict(zip(range(0xF09E, 0xF0A6), "·•▪○○○◉◎", strict=True)),
    **{0xF0A7: "▪", 0xF0A8: "◻", 0xF0AA: "✦", 0xF0AB: "★", 0xF0B7: "•", 0xF0D8: "➢", 0xF0DC: "➲"},
    **{0xF0E0: "→", 0xF0E8: "➔", 0xF0F0: "⇨", 0xF0FB: "✗", 0xF0FC: "✓", 0xF0FD: "☒", 0xF0FE: "☑"},
}
"""The signs behind the private-use codes of symbol fonts: those of Wingdings, which Japanese word processors set as bullets,
and the bullet of Symbol (U+F0B7)."""
_SYMBOL_CODES = range(0xF000, 0xF100)
"""Where symbol fonts have their signs; private-use codes elsewhere are a font's own characters (外字)."""

DOUBLED = 0.15
"""The same glyph drawn again within so many ems is one glyph."""
STAMP, LEAST_STAMP = 3.0, 24.0
"""The type of a stamp or watermark is this many times as large as most of its page, and at least so large (points)."""
CORE = 0.6
"""A glyph is laid over another that stands in this share of its width and height, around its middle."""

FAR = 1e5
"""Lines are laid out so far behind one another (points) to be looked at at once; no page is as wide."""

Point = tuple[float, float]


class Paint(NamedTuple):
    """How a glyph is painted: its colour, None where a reader cannot tell it, and whether nobody can see it, by its render
    mode, for its transparent ink, or as it is clipped."""

    color: Color | None = None
    invisible: bool = False


class Glyphs(NamedTuple):
    """Glyphs as a reader found them, in drawing order: a column for each field of :class:`Char`, and the paints.

    A report has tens of thousands of them; by columns most of what is done to them runs in C.
    """

    texts: Sequence[str]
    x0s: Sequence[float]
    tops: Sequence[float]
    x1s: Sequence[float]
    bottoms: Sequence[float]
    sizes: Sequence[float]
    angles: Sequence[int]
    paints: Sequence[Paint]

    def where(self, kept: Iterable[bool]) -> Glyphs:
        """The glyphs for which ``kept`` is true."""
        selectors = list(kept)
        return Glyphs._make(list(compress(column, selectors)) for column in self)

    def chars(self) -> tuple[Char, ...]:
        """The glyphs one by one."""
        columns = (self.texts, self.x0s, self.tops, self.x1s, self.bottoms, self.sizes, self.angles)
        return tuple(map(tuple.__new__, repeat(Char), zip(*columns, strict=True)))


def to_glyphs(chars: Sequence[Char], paints: Sequence[Paint]) -> Glyphs:
    """Chars and their paints as columns."""
    columns = zip(*chars, strict=True) if chars else repeat((), len(Char._fields))
    return Glyphs._make((*columns, paints))


def joined(first: Glyphs, second: Glyphs) -> Glyphs:
    """The glyphs of both."""
    if not second.texts:
        return first
    return Glyphs._make([*one, *other] for one, other in zip(first, second, strict=True))


class Mended(NamedTuple):
    """The chars that a person reads, those that nobody sees, and those of stamps laid over the page (案, 見本)."""

    chars: tuple[Char, ...]
    hidden: tuple[Char, ...]
    stamps: tuple[Char, ...]


def has_no_width(text: str) -> bool:
    """Whether the text leaves no trace on paper: zero-width and control characters, byte order marks, bidi marks.

    >>> has_no_width("\\u200b"), has_no_width("\\ufeff"), has_no_width("市")
    (True, True, False)
    """
    return all(unicodedata.category(c) in ("Cf", "Cc", "Cs", "Zl", "Zp", "Cn") for c in text)


@lru_cache(maxsize=8192)
def mended_text(text: str) -> str:
    """The text that a glyph shows: radicals and the signs of symbol fonts made characters, other private-use codes U+FFFD;
    empty where it has no width.

    >>> mended_text("⼾"), mended_text("\\uf06c"), mended_text("\\ue000"), mended_text("\\u200b")
    ('戸', '●', '\ufffd', '')
    """
    return "" if has_no_width(text) else "".join(map(mended_private, mend_radicals(text)))


def mended_private(char: str) -> str:
    """A character, or the one that a private-use code stands for."""
    if unicodedata.category(char) != "Co":
        return char
    return SYMBOLS.get(ord(char), char if ord(char) in _SYMBOL_CODES else UNMAPPED)


def is_doubtful(paint: Paint) -> bool:
    """Whether what is painted so may not be seen."""
    return paint.invisible or is_paper(paint.color)


def find_hidden(glyphs: Glyphs, areas: Sequence[Fill], width: float, height: float) -> list[bool]:
    """For each glyph of a page whether nobody sees it: in invisible ink, in paper-coloured ink on paper, or off the page."""
    _, x0s, tops, x1s, bottoms, _, _, paints = glyphs
    outside = min(x0s) < 0 or min(tops) < 0 or max(x1s) > width or max(bottoms) > height
    if not (outside or any(map(is_doubtful, set(paints)))):  # so it is on nearly every page
        return [False] * len(paints)
    return [
        paint.invisible or not (0 <= x <= width and 0 <= y <= height) or not stands_out(paint.color, areas, x, y)
        for (x, y), paint in zip(middles(glyphs), paints, strict=True)
    ]


def middles(glyphs: Glyphs) -> list[Point]:
    """The middle of each glyph's box."""
    _, x0s, tops, x1s, bottoms, _, _, _ = glyphs
    return [((x0 + x1) / 2, (top + bottom) / 2) for x0, top, x1, bottom in zip(x0s, tops, x1s, bottoms, strict=True)]


def number_lines(tops: Iterable[float], gap: float) -> dict[float, int]:
    """Which line of writing each top belongs to; tops less than ``gap`` apart are of one line."""
    lines: dict[float, int] = {}
    last = -math.inf
    for top in sorted(tops):
        lines[top] = lines[last] if top - last < gap else len(lines)
        last = top
    return lines


def find_doubles(glyphs: Glyphs, largest: float) -> set[int]:
    """The indices of glyphs that were drawn again at (nearly) their place, as producers do to feign bold type; ``largest`` is
    the size of the largest glyph."""
    texts, x0s, tops, _, _, sizes, _, _ = glyphs
    slack = DOUBLED * largest
    numbers = number_lines(set(tops), slack)
    lines = list(map(numbers.__getitem__, tops))
    if stand_apart(lines, x0s, slack):  # as on nearly every page
        return set()
    keys = list(zip(texts, lines, strict=True))
    drawn = {key: list[Point]() for key, count in Counter(keys).items() if count > 1 and not key[0].isspace()}
    repeated = compress(range(len(texts)), map(drawn.__contains__, keys))
    return {index for index in repeated if is_drawn((x0s[index], tops[index]), drawn[keys[index]], DOUBLED * sizes[index])}


def stand_apart(lines: Sequence[int], x0s: Sequence[float], slack: float) -> bool:
    """Whether no two glyphs of one line begin within ``slack`` of one another; false where there is doubt."""
    along = sorted([line * FAR + x0 for line, x0 in zip(lines, x0s, strict=True)])
    return all(map(slack.__le__, map(sub, along[1:], along)))


def is_drawn(point: Point, drawn: list[Point], slack: float) -> bool:
    """Whether a glyph was drawn (nearly) at a point before; if not, the point is added to those where it was."""
    x, y = point
    for other_x, other_y in drawn:
        if -slack < other_x - x < slack and -slack < other_y - y < slack:
            return True
    drawn.append(point)
    return False


def find_stamps(glyphs: Glyphs) -> set[int]:
    """The indices of glyphs in large type of which some are laid over the page's text: stamps and watermarks."""
    least = max(LEAST_STAMP, STAMP * median(glyphs.sizes))
    large: dict[tuple[float, Paint], list[int]] = {}
    for index, (size, paint) in enumerate(zip(glyphs.sizes, glyphs.paints, strict=True)):
        if size >= least:
            large.setdefault((round(size, 1), paint), []).append(index)
    of_text = [x_and_y for x_and_y, size in zip(middles(glyphs), glyphs.sizes, strict=True) if size < least]
    return {index for group in large.values() if any(lies_over(glyphs, at, of_text) for at in group) for index in group}


def lies_over(glyphs: Glyphs, at: int, points: Iterable[Point]) -> bool:
    """Whether the glyph at an index is laid over one of the points."""
    left, top, right, bottom = glyphs.x0s[at], glyphs.tops[at], glyphs.x1s[at], glyphs.bottoms[at]
    across, down = (1 - CORE) / 2 * (right - left), (1 - CORE) / 2 * (bottom - top)
    return any(left + across < x < right - across and top + down < y < bottom - down for x, y in points)


def mend_texts(glyphs: Glyphs) -> Glyphs:
    """The glyphs with the text that each shows, without those that show none."""
    distinct = set(glyphs.texts)
    letters = "".join(distinct).replace("\u3000", "")  # a blank, which is no printable character
    if letters.isprintable() and RADICALS.keys().isdisjoint(letters):  # as on most pages
        return glyphs
    mends = {text: shown for text in distinct if (shown := mended_text(text)) != text}
    if not mends:
        return glyphs
    mended = [mends.get(text, text) for text in glyphs.texts]
    return glyphs._replace(texts=mended).where(map(bool, mended))


def mend(glyphs: Glyphs, areas: Sequence[Fill], width: float, height: float) -> Mended:
    """Visible and hidden chars and those of stamps in the order they were drawn, from the glyphs of a page.

    Radicals become the characters they stand for, zero-width characters go, doubled chars are kept once; invisible ink,
    paper-coloured ink on paper and chars off the page are hidden.
    """
    legible = mend_texts(glyphs)
    unseen = find_hidden(legible, areas, width, height) if legible.texts else []
    seen = legible.where(not gone for gone in unseen) if any(unseen) else legible
    largest = max(seen.sizes, default=0.0)
    doubles = find_doubles(seen, largest)
    single = seen.where(index not in doubles for index in range(len(seen.texts))) if doubles else seen
    stamps = find_stamps(single) if largest >= LEAST_STAMP else set()
    rest = single.where(index not in stamps for index in range(len(single.texts))) if stamps else single
    stamped = single.where(index in stamps for index in range(len(single.texts))).chars() if stamps else ()
    return Mended(rest.chars(), legible.where(unseen).chars() if any(unseen) else (), stamped)
