"""Pointers back to the source: a box on a page, a span in a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class Boxed(Protocol):
    """Anything that has a box in PDF points, from the top left corner of the displayed page."""

    @property
    def x0(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def bottom(self) -> float: ...


class Box(NamedTuple):
    """A rectangle in PDF points, from the top left corner of the page as displayed."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside or on the border."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


class Place(NamedTuple):
    """A box on a page (pages count from 1)."""

    page: int
    box: Box


class Span(NamedTuple):
    """Half-open interval ``[start, end)`` of character positions in a text."""

    start: int
    end: int


def union(boxes: Iterable[Boxed]) -> Box:
    """The smallest box around all of ``boxes``; raises ``ValueError`` where there are none.

    >>> union([Box(0, 0, 2, 1), Box(1, 3, 4, 5)])
    Box(x0=0, top=0, x1=4, bottom=5)
    """
    rest = iter(boxes)
    first = next(rest, None)
    if first is None:
        raise ValueError("no boxes to unite")
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    for box in rest:  # one pass in the open: this runs over every char of a report
        x0 = box.x0 if box.x0 < x0 else x0
        top = box.top if box.top < top else top
        x1 = box.x1 if box.x1 > x1 else x1
        bottom = box.bottom if box.bottom > bottom else bottom
    return Box(x0, top, x1, bottom)
