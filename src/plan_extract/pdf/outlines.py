"""Characters that a PDF draws as curves, as programs do whose font may not be embedded (外字): told by where they stand.

What they say nobody knows; each becomes a char without a character, so that its gap in the text is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from plan_extract.pdf.mend import UNMAPPED
from plan_extract.pdf.page import Char
from plan_extract.pdf.ruling import Fill
from plan_extract.place import Box, union

LEAST_CONTOURS = 2
"""Contours at least of a drawn character: with one alone it may be a dot, a tick or an arrow."""
TALL = (0.5, 1.15)
"""The longer side of a drawn character, in ems of the text beside it."""
NARROWEST = 0.35
"""The shorter side, likewise."""
NEAR = 0.5
"""The text beside it begins or ends at most so many ems away."""
LEVEL = 0.25
"""The middle of the text beside it lies at most so many ems higher or lower."""
BAND = 16.0
"""Chars are looked up in bands of this height (points)."""
Bands = Mapping[int, Sequence[Char]]


def fills_to_outline(fills: Sequence[Fill]) -> Box | None:
    """The box of a filled path that may be a character: several contours, of which not all are rectangles."""
    bent = [fill.box for fill in fills if not fill.upright]
    return union(bent) if len(bent) >= LEAST_CONTOURS else None


def with_outlines(chars: tuple[Char, ...], outlines: Sequence[Box]) -> tuple[Char, ...]:
    """The chars of a page, and behind them one for each of the outlines that stands in a line of text."""
    if not outlines:
        return chars
    bands = to_bands(chars)
    found: list[Char] = []
    for box in sorted(outlines, key=lambda box: (round(box.top), box.x0)):
        near = [*near_chars(box, bands), *found]
        beside = next((char for char in near if stands_beside(box, char)), None)
        if beside and not any(box.holds(*char.middle) for char in near):
            found.append(to_char(box, beside))
    return (*chars, *found)


def to_bands(chars: Iterable[Char]) -> Bands:
    """Upright, inked chars by the bands of the page in which their middles lie."""
    bands: defaultdict[int, list[Char]] = defaultdict(list)
    for char in chars:
        if char.angle == 0 and not char.text.isspace():
            bands[int(char.middle[1] // BAND)].append(char)
    return bands


def near_chars(box: Box, bands: Bands) -> list[Char]:
    """The chars about as high as a box."""
    first, last = int(box.top // BAND) - 1, int(box.bottom // BAND) + 1
    return [char for band in range(first, last + 1) for char in bands.get(band, ())]


def stands_beside(box: Box, char: Char) -> bool:
    """Whether a box is as large as a char and stands in line with it."""
    width, height, em = box.x1 - box.x0, box.bottom - box.top, char.size
    sized = TALL[0] * em <= max(width, height) <= TALL[1] * em and min(width, height) >= NARROWEST * em
    level = abs((box.top + box.bottom) / 2 - char.middle[1]) <= LEVEL * em
    return sized and level and -NEAR * em / 2 <= max(box.x0 - char.x1, char.x0 - box.x1) <= NEAR * em


def to_char(box: Box, beside: Char) -> Char:
    """A char without a character where a box stands, set as the one beside it."""
    middle, half = (box.x0 + box.x1) / 2, beside.size / 2
    return Char(UNMAPPED, middle - half, beside.top, middle + half, beside.bottom, beside.size)
