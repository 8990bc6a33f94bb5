"""The third opinion on cells: camelot, which finds rules in a picture of the page. For cross-checks only."""

from __future__ import annotations

import warnings
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from plan_extract.errors import UsageError
from plan_extract.place import Box


class LatticeCell(NamedTuple):
    """A cell that camelot saw, in points from the top left corner of the page as displayed, with its text."""

    box: Box
    text: str


LatticeTable = list[list[LatticeCell]]
"""Rows of cells from the top. camelot merges no cells: each elementary box is one, and one of them has the text of all."""


class LatticeError(Exception):
    """camelot could not read a page; the message says why."""


def load_camelot() -> ModuleType:
    """camelot, imported only here. Raises :class:`UsageError` where it is not installed."""
    try:
        return import_module("camelot")
    except ImportError as error:
        raise UsageError("cross-checks need camelot: install it with pip install 'plan-extract[cross-check]'") from error


def read_cells(path: Path, number: int, height: float, password: str | None = None) -> list[LatticeTable]:
    """The tables on page ``number`` (from 1) whose ``height`` as displayed is known, each as rows of cells.

    Raises :class:`UsageError` where camelot is not installed and :class:`LatticeError` where it fails.
    """
    camelot = load_camelot()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = camelot.read_pdf(
                str(path), pages=str(number), password=password, flavor="lattice", split_text=True, suppress_stdout=True
            )
    except Exception as error:  # camelot lets through whatever its parser, its renderer and OpenCV raise
        raise LatticeError(str(error) or type(error).__name__) from error
    return [
        [[LatticeCell(Box(cell.x1, height - cell.y2, cell.x2, height - cell.y1), cell.text) for cell in row] for row in table]
        for table in (table.cells for table in found)
    ]
