"""From a PDF's own coordinates to the page as displayed: matrices, directions and the box of a char. Both readers share it."""

from __future__ import annotations

import math
from typing import NamedTuple

from plan_extract.pdf.page import ASCENT, DESCENT
from plan_extract.place import Box

Matrix = tuple[float, float, float, float, float, float]


class Display(NamedTuple):
    """How page space turns into points from the top left corner as displayed, and the displayed width and height."""

    matrix: Matrix
    width: float
    height: float


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first and then ``outer`` (PDF row-vector convention)."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """The point ``(x, y)`` moved by a matrix."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def apply_box(m: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The smallest upright box around a moved rectangle."""
    corners = (apply(m, x0, y0), apply(m, x1, y0), apply(m, x0, y1), apply(m, x1, y1))
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def as_displayed(media: tuple[float, ...], crop: tuple[float, ...], rotation: int) -> Display:
    """The display of a page with these boxes (x0, y0, x1, y1 in page space) and this clockwise rotation in degrees.

    A box may begin at any of its corners (ISO 32000-1, 7.9.5). The crop box is cut to the media box (14.11.2); one that lies
    apart from it counts for nothing. ``y`` grows downwards.
    """
    media, crop = from_lower_left(media), from_lower_left(crop)
    x0, y0, x1, y1 = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    if x1 <= x0 or y1 <= y0:
        x0, y0, x1, y1 = media
    if rotation == 90:
        return Display((0.0, 1.0, 1.0, 0.0, -y0, -x0), y1 - y0, x1 - x0)
    if rotation == 180:
        return Display((-1.0, 0.0, 0.0, 1.0, x1, -y0), x1 - x0, y1 - y0)
    if rotation == 270:
        return Display((0.0, -1.0, -1.0, 0.0, y1, x1), y1 - y0, x1 - x0)
    return Display((1.0, 0.0, 0.0, -1.0, -x0, y1), x1 - x0, y1 - y0)


def from_lower_left(box: tuple[float, ...]) -> tuple[float, ...]:
    """The box from its lower left to its upper right corner.

    >>> from_lower_left((595, 0, 0, 842))
    (0, 0, 595, 842)
    """
    x0, y0, x1, y1 = box
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def direction(m: Matrix) -> int:
    """The direction of writing under a matrix, clockwise in degrees as displayed, to the nearest quarter turn.

    >>> direction((1, 0, 0, -1, 0, 0)), direction((0, 1, 1, 0, 0, 0))
    (0, 90)
    """
    return round(math.degrees(math.atan2(m[1], m[0])) / 90) % 4 * 90


def hangs(left: float, right: float, x: float, size: float) -> bool:
    """Whether a glyph lies around its origin, as those of vertical fonts hang, rather than to its right."""
    return left < x - 0.3 * size and right > x + 0.2 * size


def em_box(box: Box, origin: tuple[float, float], size: float, angle: int) -> Box:
    """The char's box: its advance along the line of writing, the em box around the baseline across it.

    A glyph of a vertical font hangs under its origin instead of standing on it, and keeps the box that the reader gives.
    """
    x, y = origin
    if angle == 0:
        if hangs(box.x0, box.x1, x, size):
            return box
        return Box(box.x0, y - ASCENT * size, box.x1, y + DESCENT * size)
    if angle == 90:
        return Box(x - DESCENT * size, box.top, x + ASCENT * size, box.bottom)
    if angle == 180:
        return Box(box.x0, y - DESCENT * size, box.x1, y + ASCENT * size)
    return Box(x - ASCENT * size, box.top, x + DESCENT * size, box.bottom)
