"""Pages drawn on their side although the file does not say so, set upright; and the way back for boxes on them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from plan_extract.pdf.page import DIRECTION, Char, Page, Rule
from plan_extract.place import Box

MOST = 0.6
"""So large a share of a page's chars runs sideways where the page is drawn on its side."""


class Turn(NamedTuple):
    """A turn counter-clockwise by ``angle`` degrees (0, 90, 180, 270) of a page so large (points) before it is turned."""

    angle: int
    width: float
    height: float

    @property
    def back(self) -> Turn:
        """The turn that undoes this one."""
        size = (self.width, self.height) if self.angle % 180 == 0 else (self.height, self.width)
        return Turn(-self.angle % 360, *size)

    def box(self, box: Box) -> Box:
        """Where a box stands once the page is turned.

        >>> turn = Turn(90, 595, 842)
        >>> turn.box(Box(500, 40, 510, 90)), turn.back.box(turn.box(Box(500, 40, 510, 90)))
        (Box(x0=40, top=85, x1=90, bottom=95), Box(x0=500, top=40, x1=510, bottom=90))
        """
        x0, top, x1, bottom = box
        if self.angle == 90:
            return Box(top, self.width - x1, bottom, self.width - x0)
        if self.angle == 180:
            return Box(self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        if self.angle == 270:
            return Box(self.height - bottom, x0, self.height - top, x1)
        return box

    def char(self, char: Char) -> Char:
        """A char on the turned page."""
        return Char(char.text, *self.box(char.box), char.size, (char.angle - self.angle) % 360)

    def rule(self, rule: Rule) -> Rule:
        """A rule on the turned page."""
        return Rule(*self.box(Box(*rule[:4])), rule.width, rule.fill)


def find_turn(page: Page) -> Turn:
    """The turn that sets most of a page's text upright; by 0 where it is."""
    if not any(map(DIRECTION, page.chars)):
        return Turn(0, page.width, page.height)
    angles = Counter(char.angle for char in page.chars if not char.text.isspace())
    angle, count = angles.most_common(1)[0] if angles else (0, 0)
    return Turn(angle if count >= MOST * angles.total() else 0, page.width, page.height)


def turn_page(page: Page, turn: Turn) -> Page:
    """The page turned."""
    if not turn.angle:
        return page
    return replace(
        page,
        width=turn.back.width,
        height=turn.back.height,
        chars=tuple(map(turn.char, page.chars)),
        rules=tuple(map(turn.rule, page.rules)),
        hidden=tuple(map(turn.char, page.hidden)),
        stamps=tuple(map(turn.char, page.stamps)),
        pictures=tuple(map(turn.box, page.pictures)),
    )
