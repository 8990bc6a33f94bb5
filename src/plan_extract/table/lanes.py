"""Tables side by side: the order in which a page is read that has them, each lane down to its foot before the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plan_extract.place import Box, Place, union
from plan_extract.table.grid import SNAP, Table

Position = tuple[int, int, int, float]
"""Where something comes in reading: its page, part of the page, lane, and height (points)."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """Tables side by side: a box around those of each lane, from left to right, and the height at which their part of the
    page begins, titles included."""

    boxes: tuple[Box, ...]
    top: float

    @property
    def bottom(self) -> float:
        """The height at which the longest lane ends."""
        return max(box.bottom for box in self.boxes)

    def lane_of(self, box: Box) -> int:
        """The lane in which a box begins."""
        return max(sum(lane.x0 <= box.x0 + 2 * SNAP for lane in self.boxes) - 1, 0)


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """The order in which a document is read; ``lanes`` are those of each page that has tables side by side."""

    lanes: Mapping[int, tuple[Lanes, ...]] = field(default_factory=dict)

    def position(self, place: Place) -> Position:
        """Where a place comes among all others."""
        page, box = place
        parts = self.lanes.get(page, ())
        index = next((index for index, part in enumerate(parts) if box.top < part.bottom), len(parts))
        within = index < len(parts) and box.top >= parts[index].top
        return page, 2 * index + within, parts[index].lane_of(box) if within else 0, box.top


ONE_LANE = ReadingOrder()
"""The reading order of a document without tables side by side."""


def find_lanes(tables: Iterable[Table]) -> tuple[Lanes, ...]:
    """The lanes of a page's tables, from top to bottom; none where no two of them stand side by side."""
    rest = sorted((table.box for table in tables), key=lambda box: box.top)
    found: list[Lanes] = []
    foot = 0.0
    while rest:
        group = level_with(rest[0], rest)
        rest = [box for box in rest if box not in group]
        if len(group) > 1:
            found.append(Lanes(to_lanes(group), foot))
        foot = max(foot, *(box.bottom for box in group))
    return tuple(found)


def level_with(first: Box, boxes: Sequence[Box]) -> list[Box]:
    """A box with those that stand beside it, those beside these, and so on."""
    group = [first]
    for member in group:
        group.extend(box for box in boxes if box not in group and is_beside(member, box))
    return group


def is_beside(one: Box, other: Box) -> bool:
    """Whether two boxes are apart from each other and level over some of their height."""
    apart = one.x1 <= other.x0 + SNAP or other.x1 <= one.x0 + SNAP
    return apart and min(one.bottom, other.bottom) - max(one.top, other.top) > SNAP


def to_lanes(group: Iterable[Box]) -> tuple[Box, ...]:
    """Boxes that stand side by side as lanes: what overlaps from left to right is one lane."""
    lanes: list[Box] = []
    for box in sorted(group, key=lambda box: box.x0):
        if lanes and box.x0 < lanes[-1].x1 - SNAP:
            lanes[-1] = union((lanes[-1], box))
        else:
            lanes.append(box)
    return tuple(lanes)
