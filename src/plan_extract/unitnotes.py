"""Units that stand above tables（単位：千円）: which one holds for each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from plan_extract.place import Place
from plan_extract.sheet import OutsideLine
from plan_extract.table.row import Band, Row
from plan_extract.table.stitch import LongTable
from plan_extract.text.units import header_unit


class StatedUnit(NamedTuple):
    """The unit that a note states for what stands below it."""

    unit: str
    place: Place


def find_units(outside: Iterable[OutsideLine], bands: Iterable[Band], tables: Iterable[LongTable]) -> dict[Place, str]:
    """The units that lines outside the tables and bands across them state, by the places of rows and of forms' cells."""
    stated = stated_units(outside, bands)
    return {place: unit for table in tables for place, unit in row_units(table, stated)} if stated else {}


def stated_units(outside: Iterable[OutsideLine], bands: Iterable[Band]) -> list[StatedUnit]:
    """The units that are stated, from top to bottom of each page."""
    lines = [(line.line.text, line.place) for line in outside if line.kind == "note" or "単" in line.line.text]
    texts = [("".join(line.text for line in band.lines), band.place) for band in bands]
    told = (*lines, *((text, place) for text, place in texts if "単" in text))
    stated = [StatedUnit(unit, place) for text, place in told if (unit := header_unit(text)[0])]
    return sorted(stated, key=lambda one: (one.place.page, one.place.box.top))


def row_units(table: LongTable, stated: Sequence[StatedUnit]) -> Iterator[tuple[Place, str]]:
    """The rows of a table with their units. One that is stated above holds on the pages on which the table goes on."""
    unit = None
    for row in table.rows:
        if isinstance(row, Row):
            unit = unit_above(row.places[0], stated) or unit
            if unit:
                yield row.places[0], unit
            yield from form_units(row, stated)


def form_units(row: Row, stated: Sequence[StatedUnit]) -> Iterator[tuple[Place, str]]:
    """The cells of a form, by the places of their first lines, with the units that are stated above them."""
    places = (Place(cell.lines[0].page, cell.lines[0].box) for cell in row.cells if cell.lines and cell.unit is not None)
    yield from ((place, unit) for place in places if (unit := unit_above(place, stated)))


def unit_above(place: Place, stated: Iterable[StatedUnit]) -> str | None:
    """The unit that is stated last on the page above a row, and over it where tables stand side by side."""
    box = place.box
    above = [one for one in stated if one.place.page == place.page and one.place.box.top <= box.top]
    over = [one for one in above if one.place.box.shares_width(box)]
    return (over or above)[-1].unit if above else None
