"""What a clip leaves to be seen of a text: spreadsheets cut away what does not fit its cell. Both readers share it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from plan_extract.place import Box

EVERYWHERE = Box(-math.inf, -math.inf, math.inf, math.inf)
"""Where something is seen that nothing clips."""
LEGIBLE = 0.25
"""So much of a glyph's width and height must be seen for it to be read."""


def within(shown: Box, points: Sequence[tuple[float, float]]) -> Box:
    """What is still shown of a box once a path through these points clips it; a path without points clips nothing."""
    if not points:
        return shown
    xs, ys = zip(*points, strict=True)
    return Box(max(shown.x0, min(xs)), max(shown.top, min(ys)), min(shown.x1, max(xs)), min(shown.bottom, max(ys)))


def is_cut_away(glyph: Box, shown: Box) -> bool:
    """Whether too little of a glyph is shown for it to be read."""
    width = min(glyph.x1, shown.x1) - max(glyph.x0, shown.x0)
    height = min(glyph.bottom, shown.bottom) - max(glyph.top, shown.top)
    return width < LEGIBLE * (glyph.x1 - glyph.x0) or height < LEGIBLE * (glyph.bottom - glyph.top)
