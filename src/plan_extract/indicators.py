"""Rows of indicators: what the numbers of a row count, and in what, where the row names it（指標名, 単位, 登録者数（人））."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plan_extract.profile import Profile, word
from plan_extract.table.header import UNIT_HEADERS, Column, names_indicator
from plan_extract.text.header_years import is_of_a_year
from plan_extract.text.marks import split_marker
from plan_extract.text.units import header_unit
from plan_extract.values import is_of_money


class Counted(NamedTuple):
    """What the numbers of a cell count by what its row says: its indicators without their unit, and the unit that they state
    for bare numbers; both empty where the row names none."""

    names: tuple[str, ...] = ()
    unit: str = ""


NOTHING = Counted()


def find_counted(columns: Sequence[Column], texts: Sequence[str], name: str, profile: Profile) -> list[Counted]:
    """What each cell of a row counts, given the texts of its cells: the indicators in the nearest column before it, else the
    row's name, where another column or the name itself gives a unit, or where the header says nothing but a year."""
    own = read_counted(name.split("\n"))
    current = own if own.unit or any(is_of_units(column) for column in columns) else NOTHING
    found = []
    for column, text in zip(columns, texts, strict=True):
        if column.levels and names_indicator(column.levels[-1], profile):
            current = own if column.role == "name" else read_counted(text.split("\n"))
        counted = current if current.names or not is_of_a_year(column.header) else own
        found.append(counted if counts(counted, column.header) else NOTHING)
    return found


def read_counted(lines: Iterable[str]) -> Counted:
    """The indicators that lines name, one in each, without bullets, and the unit in brackets where they give one.

    >>> read_counted(["登録児童数（人）"]), read_counted(["①受付数", "②利用率（％）"])
    (Counted(names=('登録児童数',), unit='人'), Counted(names=('受付数', '利用率'), unit='％'))
    """
    read = [header_unit(split_marker(line)[1]) for line in lines]
    units = {unit for unit, _ in read if unit}
    return Counted(tuple(name for _, name in read if name), units.pop() if len(units) == 1 else "")


def is_of_units(column: Column) -> bool:
    """Whether a column gives the units of the numbers beside it."""
    return word("".join(column.levels[-1:])) in UNIT_HEADERS


def counts(counted: Counted, header: str) -> bool:
    """Whether the numbers under a header are those of the row's indicator: values, and no sums of money beside what is none.

    >>> counts(Counted(("受付数",), "件"), "R4実績値"), counts(Counted(("受付数",), "件"), "事業費")
    (True, False)
    """
    of_money = counted.unit.endswith("円") or any(map(is_of_money, counted.names))
    return of_money or not is_of_money(header)
