"""Glyphs to chars: mends what fonts and producers get wrong, and only that. Both readers share it."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from plan_extract.pdf.page import Char
from plan_extract.pdf.ruling import Color, Fill, is_paper, stands_out
from plan_extract.text.normalize import mend_radicals

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


class Paint(NamedTuple):
    """How a glyph is painted: its colour, None where a reader cannot tell it, and whether nobody can see it, by its render
    mode or for its transparent ink."""

    color: Color | None = None
    invisible: bool = False


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


def is_off(char: Char, width: float, height: float) -> bool:
    """Whether a char lies off the page."""
    x, y = char.middle
    return not (0 <= x <= width and 0 <= y <= height)


def is_hidden(char: Char, paint: Paint, areas: Sequence[Fill], width: float, height: float) -> bool:
    """Whether nobody sees the char: in invisible ink, in paper-coloured ink on paper, or off the page."""
    return paint.invisible or is_off(char, width, height) or not stands_out(paint.color, areas, *char.middle)


def find_hidden(
    chars: Sequence[Char], paints: Sequence[Paint], areas: Sequence[Fill], width: float, height: float
) -> list[bool]:
    """For each char of a page whether nobody sees it."""
    _, x0s, tops, x1s, bottoms, _, _ = zip(*chars, strict=True)
    outside = min(x0s) < 0 or min(tops) < 0 or max(x1s) > width or max(bottoms) > height
    if not (outside or any(map(is_doubtful, set(paints)))):  # so it is on nearly every page
        return [False] * len(chars)
    return [is_hidden(char, paint, areas, width, height) for char, paint in zip(chars, paints, strict=True)]


def number_lines(tops: Iterable[float], gap: float) -> dict[float, int]:
    """Which line of writing each top belongs to; tops less than ``gap`` apart are of one line."""
    lines: dict[float, int] = {}
    last = -math.inf
    for top in sorted(tops):
        lines[top] = lines[last] if top - last < gap else len(lines)
        last = top
    return lines


def find_doubles(chars: Sequence[Char]) -> set[int]:
    """The indices of chars that were drawn again at (nearly) their place, as producers do to feign bold type."""
    tops = [char[2] for char in chars]
    lines = number_lines(set(tops), DOUBLED * max(char[5] for char in chars))
    keys = list(zip([char[0] for char in chars], map(lines.__getitem__, tops), strict=True))
    places = {key: list[Char]() for key, count in Counter(keys).items() if count > 1 and not key[0].isspace()}
    repeated = compress(range(len(chars)), map(places.__contains__, keys))
    return {index for index in repeated if is_double(chars[index], places[keys[index]])}


def is_double(char: Char, drawn: list[Char]) -> bool:
    """Whether one of the same chars drawn before stands at (nearly) the same place; if not, the char is added to them."""
    _, x0, top, _, _, size, _ = char
    slack = DOUBLED * size
    for other in drawn:
        if -slack < other[1] - x0 < slack and -slack < other[2] - top < slack:
            return True
    drawn.append(char)
    return False


def mend(chars: Sequence[Char], paints: Sequence[Paint], areas: Sequence[Fill], width: float, height: float) -> Mended:
    """Visible and hidden chars in the order they were drawn, from the glyphs of a page and the paint of each.

    Radicals become the characters they stand for, zero-width characters go, doubled chars are kept once; invisible ink,
    paper-coloured ink on paper and chars off the page are hidden.
    """
    texts = {text: mended_text(text) for text in {char[0] for char in chars}}
    if any(text != mended for text, mended in texts.items()):
        chars = [char._replace(text=texts[char.text]) for char in chars]
        paints = [paint for char, paint in zip(chars, paints, strict=True) if char.text]
        chars = [char for char in chars if char.text]
    if not chars:
        return Mended((), ())
    unseen = find_hidden(chars, paints, areas, width, height)
    hidden = tuple(compress(chars, unseen))
    seen = [char for char, gone in zip(chars, unseen, strict=True) if not gone] if hidden else chars
    doubles = find_doubles(seen) if seen else set()
    visible = tuple(char for index, char in enumerate(seen) if index not in doubles) if doubles else tuple(seen)
    return Mended(visible, hidden)
