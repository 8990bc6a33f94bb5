"""Headers carried on: which columns a table has that prints none, or fewer than the table before."""

import pytest

from drawn import GENERAL, draw, only_table, read
from plan_extract.layout import pages_to_layout
from plan_extract.table.carried import carry_header, settle_header
from plan_extract.table.header import read_header
from plan_extract.table.row import Row, table_to_rows

PLAIN = """
    +----+--------+----------+
    | No | 取組名 | 実施状況 |
    +----+--------+----------+
    | 1  | 窓口   | ○受付   |
    +----+--------+----------+
"""
FOLLOWING = {
    "same columns": ("+----+--------+----------+\n| 2  | 広報   | ○配信   |\n+----+--------+----------+", 0, True),
    "moved sideways": ("+----+--------+----------+\n| 2  | 広報   | ○配信   |\n+----+--------+----------+", 25, True),
    "other widths": ("+-------+------+---------+\n| 2     | 広報 | ○配信  |\n+-------+------+---------+", 0, False),
    "a column more": (
        "+----+--------+----------+----+\n| 2  | 広報   | ○配信   | 済 |\n+----+--------+----------+----+",
        0,
        False,
    ),
    "a column less": ("+----+--------+\n| 2  | 広報   |\n+----+--------+", 0, False),
}


def cells(table, header):
    return [[cell.text for cell in row.cells] for row in table_to_rows(table, header) if isinstance(row, Row)]


@pytest.mark.parametrize("case", FOLLOWING)
def test_a_table_without_header_takes_the_columns_that_fit(case):
    drawing, shift, fits = FOLLOWING[case]
    source, table = only_table(PLAIN), only_table(drawing, number=2, left=40.0 + shift)
    carried = carry_header(read_header(source, GENERAL), source, table)
    assert (carried is not None) is fits
    if carried:
        assert carried.rows == 0
        assert cells(table, carried) == [["2", "広報", "○配信"]]


TITLED = {
    "cells for each of them": (["| 2  | 広報   | ○配信   |"], [["2", "広報", "○配信"]]),
    "cells for some in some rows": (
        ["| 2  | 広報   | ○配信   |", "| 手続        | ○受付   |"],
        [["2広報", "○配信"], ["手続", "○受付"]],
    ),
}


@pytest.mark.parametrize("case", TITLED)
def test_a_printed_header_that_lacks_columns_stands_over_those_of_the_table_before(case):
    rows, expected = TITLED[case]
    bar = "+----+--------+----------+"
    table = only_table(
        "\n".join([bar, "| 取組名      | 実施状況 |", *(line for row in rows for line in (bar, row)), bar]), number=2
    )
    source = only_table(PLAIN)
    header = settle_header(read_header(table, GENERAL), table, [(source, read_header(source, GENERAL))])
    assert cells(table, header) == expected


def test_a_headerless_table_takes_the_latest_columns_that_fit():
    table = only_table(FOLLOWING["same columns"][0], number=3)
    narrow = only_table("""
    +----+--------+
    | No | 取組名 |
    +----+--------+
    | 9  | 手続   |
    +----+--------+
    """)
    before = [(source, read_header(source, GENERAL)) for source in (only_table(PLAIN), narrow)]
    assert cells(table, settle_header(None, table, before)) == [["2", "広報", "○配信"]]
    assert settle_header(None, table, []) is None


MERGED_OVERLEAF = [
    """
+---------------+----------+
| 項目          | 説明     |
+----+------+---+----------+
| 人 | 管理 | 資| 修了した |
| 員 | 者   | 格| 者       |
+----+------+---+----------+
| 人 | 職員 | 数| 必要な数 |
| 員 |      |   | を置く。 |
+----+------+---+----------+
""",
    """
+----+------+--------------+
| 設 | 居室 | 洗面設備     |
| 備 |      |              |
+----+------+--------------+
| 設 | 廊下 | 手すり       |
| 備 |      |              |
+----+------+--------------+
""",
]


def test_a_table_goes_on_overleaf_though_cells_are_merged_over_its_columns():
    layout = pages_to_layout([draw(MERGED_OVERLEAF[0]), draw(MERGED_OVERLEAF[1], 2)], GENERAL)
    assert [len(long.rows) for long in layout.tables] == [4]
    assert layout.skipped == ()
    assert [i.overview for i in read(*MERGED_OVERLEAF).initiatives][2:] == ["洗面設備", "手すり"]


def test_a_header_on_the_first_page_serves_those_after_it():
    layout = pages_to_layout([draw(PLAIN), draw(FOLLOWING["same columns"][0], 2)], GENERAL)
    assert [len(long.rows) for long in layout.tables] == [2]
    assert layout.skipped == ()
