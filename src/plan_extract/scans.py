"""Pages whose text is not to be trusted: pictures of paper with recognised text (OCR) behind them, text that hangs in the air.

Recognised text is full of wrong characters and has no rules that tell what belongs together; a dataset made of it would
look right and be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from plan_extract.errors import NoTextError
from plan_extract.finding import Finding, Severity
from plan_extract.pdf.page import Char, Page
from plan_extract.place import Box, Place
from plan_extract.sheet import split_lines
from plan_extract.table.printed import PrintedLine, chars_to_lines

FULL = 0.8
"""A picture over at least this share of a page is a picture of the page."""
RASTER = 20
"""So many points each way tell how much of a page is covered."""
SAME = 0.5
"""Texts whose left edges, right edges or middles differ by at most this many points are aligned."""
ALIGNED = 0.6
"""So large a share of the texts on a page is aligned with another one where somebody set them."""
UNSEEN = "the page is a picture, and its text (recognised by OCR) lies unseen behind it"
"""Why a page that says something gives nothing to the dataset."""
FEW = 8
"""Fewer texts than this tell nothing of alignment."""


def doubt(page: Page) -> str | None:
    """Why the text of a page is not to be trusted, in words; None where it is, or where the page is blank."""
    if is_covered(page):
        visible, hidden = count_ink(page.chars), count_ink(page.hidden)
        if hidden > visible:
            return UNSEEN
        if not visible:
            return "the page is a picture without text"
        if not page.rules:
            return "the text lies over a picture of the page, and no rule supports it"
        return None
    if not page.rules and has_ink(page) and not is_aligned(page):
        return "no rule and no alignment supports the text of the page"
    return None


def count_ink(chars: Iterable[Char]) -> int:
    """How many chars are no blanks."""
    return sum(not char.text.isspace() for char in chars)


def has_ink(page: Page) -> bool:
    """Whether anything is printed on the page."""
    return any(not char.text.isspace() for char in page.chars)


def is_covered(page: Page) -> bool:
    """Whether pictures, be they in strips or tiles, cover the page."""
    if not page.pictures:
        return False
    steps = [(index + 0.5) / RASTER for index in range(RASTER)]
    points = [(x * page.width, y * page.height) for x in steps for y in steps]
    covered = sum(any(picture.holds(*point) for picture in page.pictures) for point in points)
    return covered >= FULL * len(points)


def is_aligned(page: Page) -> bool:
    """Whether the texts on a page stand in line with each other, as set type does; true where there are too few to tell."""
    whole = Box(0.0, 0.0, page.width, page.height)
    texts = split_lines(chars_to_lines(page.chars, whole, page.number))
    return len(texts) < FEW or aligned_share(texts) >= ALIGNED


def aligned_share(texts: Sequence[PrintedLine]) -> float:
    """The share of texts (0–1) that have an edge or the middle in common with another one."""
    sides = [[getattr(text.box, side) for text in texts] for side in ("x0", "x1")]
    sides.append([(left + right) / 2 for left, right in zip(*sides, strict=True)])
    aligned = {index for positions in sides for index in near_another(positions)}
    return len(aligned) / len(texts)


def near_another(positions: Sequence[float]) -> set[int]:
    """The indices of positions that another one is near to."""
    ranked = sorted(range(len(positions)), key=lambda index: positions[index])
    pairs = [(left, right) for left, right in pairwise(ranked) if positions[right] - positions[left] <= SAME]
    return {index for pair in pairs for index in pair}


def require_trusted(pages: Sequence[Page]) -> None:
    """Raise :class:`NoTextError` where no page has text to trust; the message says why."""
    if any(has_ink(page) and doubt(page) is None for page in pages):
        return
    doubts = dict.fromkeys(filter(None, map(doubt, pages)))
    raise NoTextError("no page has text" + (f" to trust: {'; '.join(doubts)}" if doubts else ""))


def find_scans(pages: Iterable[Page]) -> Iterator[Finding]:
    """A finding for each page whose text is not to be trusted."""
    for page in pages:
        reason = doubt(page)
        if reason:
            place = Place(page.number, Box(0.0, 0.0, page.width, page.height))
            advice = "take what it says from the original, or check it against the page"
            severity = Severity.ERROR if reason == UNSEEN else Severity.WARNING
            yield Finding("scanned-page", severity, f"{reason}; {advice}", place)
