"""The pages of a PDF as small pictures."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plan_extract.pdf.page import Progress, no_progress, read_each

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

LONGEST = 1500
"""Pixels of a picture's longer side: text of 8 points stays readable on A4."""
SHADES = 8
"""Shades of each colour that a picture keeps: enough for type, and a quarter of the bytes."""
LARGEST = 160_000
"""Bytes of a picture without loss; one that would take more (a photograph) is kept with some loss instead."""
LOSSY_QUALITY = 40


class Picture(NamedTuple):
    """A page as a picture: its size as displayed, in points, and the bytes of a WebP file."""

    width: float
    height: float
    webp: bytes


def render_pictures(path: Path, password: str | None = None, progress: Progress = no_progress) -> list[Picture]:
    """Every page of a PDF as a picture; the same file gives the same bytes. ``progress`` is told how many of how many are
    drawn. Raises what opening a PDF raises.
    """
    from plan_extract.pdf.pdfium import open_pdf

    with open_pdf(path, password) as document:
        return list(read_each(len(document), partial(to_picture, document), None, progress))


def to_picture(document: PdfDocument, index: int) -> Picture:
    """One page (from 0) as a picture."""
    from plan_extract.drawing import render_page

    width, height = document.get_page_size(index)
    return Picture(width, height, to_webp(render_page(document, index + 1, LONGEST / max(width, height))))


def to_webp(picture: Image) -> bytes:
    """The picture as WebP: in few shades without loss, or with some loss where that would be large."""
    crisp = encode(picture.point(posterize(SHADES) * 3), lossless=True, quality=20)
    return crisp if len(crisp) <= LARGEST else encode(picture, lossless=False, quality=LOSSY_QUALITY)


def posterize(shades: int) -> list[int]:
    """For each of 256 intensities the nearest of a few.

    >>> sorted(set(posterize(2)))
    [0, 255]
    """
    steps = shades - 1
    return [round(round(value / 255 * steps) * 255 / steps) for value in range(256)]


def encode(picture: Image, *, lossless: bool, quality: int) -> bytes:
    """The bytes of a WebP file."""
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", lossless=lossless, quality=quality, method=1)
    return buffer.getvalue()
