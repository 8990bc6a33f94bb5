"""What a reader gives: a page of chars and rules, as a person sees it.

All coordinates are PDF points from the top left corner of the page as displayed: crop box and page rotation are applied,
``y`` grows downwards. Both readers (:mod:`~plan_extract.pdf.pdfium`, :mod:`~plan_extract.pdf.plumber`) give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple, TypeVar

from plan_extract.errors import EncryptedError, LimitError, NotPdfError
from plan_extract.place import Box

T = TypeVar("T")

ASCENT, DESCENT = 0.88, 0.12
"""Share of the font size above and below the baseline: the em box of Japanese type. Chars are given this box
whatever their font says, so that readers agree and Latin digits stand level with kanji."""


class Char(NamedTuple):
    """A glyph. ``text`` is one character as a rule (a ligature may give more).

    ``x0``–``x1`` spans the advance, ``top``–``bottom`` the em box around the baseline (for ``angle`` 90 or 270 the axes
    change places). ``size`` is the font size in points as displayed, ``angle`` the direction in which the text runs on the
    displayed page, clockwise in degrees (0, 90, 180, 270).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    angle: int = 0

    @property
    def box(self) -> Box:
        return Box(self.x0, self.top, self.x1, self.bottom)

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box, which decides in which cell the char lies."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


DIRECTION = attrgetter("angle")
"""The direction in which a char runs, for a look at many."""


class Rule(NamedTuple):
    """A drawn straight line, horizontal or vertical, wherever it came from: a stroke, a thin rectangle, a rectangle's
    border, a dash, or the edge between two fills. ``x0 == x1`` for a vertical one, ``top == bottom`` for a horizontal one.
    ``width`` is the thickness in points; ``fill`` is true where only the edge of a filled area was drawn.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    width: float = 0.0
    fill: bool = False

    @property
    def vertical(self) -> bool:
        return self.x0 == self.x1


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its visible chars and rules; ``hidden`` chars (invisible ink, white on white, off the page, cut away) are kept
    apart, and so are those of ``stamps`` and watermarks laid over the text.

    ``pictures`` are the boxes of raster images, ``number`` counts from 1, ``width`` and ``height`` are points as displayed.
    ``unmapped`` counts glyphs whose font tells no character for them (they appear in ``chars`` as U+FFFD).
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]
    hidden: tuple[Char, ...] = ()
    stamps: tuple[Char, ...] = ()
    pictures: tuple[Box, ...] = ()
    unmapped: int = 0


Progress = Callable[[int, int], None]
"""Told the number of pages done and the number of all."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""


def locked(password: str | None) -> EncryptedError:
    """The error for a PDF that this password does not open; the password is no part of it."""
    return EncryptedError("the password does not open the PDF" if password else "the PDF is encrypted and asks for a password")


def unopened(error: OSError) -> NotPdfError:
    """The error for a file that is missing or cannot be read."""
    missing = isinstance(error, FileNotFoundError)
    return NotPdfError("no such file" if missing else f"the file cannot be opened ({error.strerror})")


def read_each(count: int, read: Callable[[int], T], most: int | None, progress: Progress) -> Iterator[T]:
    """What ``read`` makes of each of a document's pages (numbered from 0), when it is asked for; ``progress`` is told how many
    of how many are done.

    Raises :class:`LimitError` where there are more than ``most``.
    """
    if most is not None and count > most:
        raise LimitError(f"the PDF has {count:,} pages, more than {most:,}")
    for index in range(count):
        yield read(index)
        progress(index + 1, count)
