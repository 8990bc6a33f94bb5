"""Pointers back to the source: a box on a page, a span in a text."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple, Protocol

SIDES = attrgetter("x0", "top", "x1", "bottom")
"""The sides of a box, or of whatever else has one."""


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

    def shares_width(self, other: Box) -> bool:
        """Whether one of two boxes stands over some of the other's width."""
        return self.x0 < other.x1 and other.x0 < self.x1


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
    sides = list(zip(*map(SIDES, boxes), strict=True))
    if not sides:
        raise ValueError("no boxes to unite")
    x0, top, x1, bottom = sides
    return Box(min(x0), min(top), max(x1), max(bottom))
