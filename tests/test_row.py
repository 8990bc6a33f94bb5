"""Tables to rows: what each column says in each row, bands apart, merged cells given to every row they span."""

import pytest

from drawn import GENERAL, only_table, pad
from plan_extract.table.header import read_header
from plan_extract.table.row import Band, table_to_rows

HEADED = """
    +------+----+--------+----------+--------+
    | 施策 | No | 取組名 | 実施状況 | 担当課 |
    +------+----+--------+----------+--------+
"""


def rows_of(body):
    """The rows and bands of a table with five columns, as texts."""
    table = only_table(HEADED.rstrip() + body)
    return [said(row) for row in table_to_rows(table, read_header(table, GENERAL))]


def said(row):
    if isinstance(row, Band):
        return "".join(line.text for line in row.lines)
    return [cell.text for cell in row.cells]


def test_a_merged_cell_is_given_to_every_row_it_spans():
    table = only_table(
        HEADED.rstrip()
        + """
    | 手続 | 1  | 窓口   | ○受付   | 市民課 |
    |      +----+--------+----------+        |
    |      | 2  | 広報   | ○配信   |        |
    +------+----+--------+----------+--------+
    """
    )
    rows = table_to_rows(table, read_header(table, GENERAL))
    assert list(map(said, rows)) == [["手続", "1", "窓口", "○受付", "市民課"], ["手続", "2", "広報", "○配信", "市民課"]]
    assert [[cell.first for cell in row.cells] for row in rows] == [[True] * 5, [False, True, True, True, False]]
    assert [row.places[0].box[1::2] for row in rows] == [(114.0, 138.0), (138.0, 162.0)]


def test_a_cell_over_several_columns_belongs_to_the_first_of_them():
    body = """
    |      | 1  | 窓口   | ○受付   | 市民課 |
    +------+----+--------+----------+--------+
    |      | 2  | 広報と税務        | 総務課 |
    +------+----+-------------------+--------+
    """
    assert rows_of(body)[1] == ["", "2", "広報と税務", "", "総務課"]


BESIDE_TWO_ROWS = {
    "text that wrapped beside the second row": ("窓口の受付", "と広報とを", "電子化", ["窓口の受付と広報とを電子化"] * 2),
    "a text of its own beside each row": ("窓口", "", "広報", ["窓口", "広報"]),
    "a list that ends beside the second row": ("窓口", "広報", "税務", ["窓口広報税務"] * 2),
}


@pytest.mark.parametrize("case", BESIDE_TWO_ROWS)
def test_a_cell_over_two_rows_is_one_text_unless_each_row_has_its_own(case):
    first, second, third, said_in_rows = BESIDE_TWO_ROWS[case]
    body = f"""
    | 1 手続     | {pad(first, 10)} | 計画 | ○受付   |
    |            | {pad(second, 10)} +------+----------+
    |            | {pad(third, 10)} | 実績 | ○配信   |
    +------------+------------+------+----------+
    """
    head = """
    +------------+------------+------+----------+
    | 施策       | 取組名     | 区分 | 実施状況 |
    +------------+------------+------+----------+"""
    table = only_table(head + body)
    assert [said(row)[1] for row in table_to_rows(table, read_header(table, GENERAL))] == said_in_rows


def test_lines_of_a_cell_beside_the_rows_of_one_name_are_of_one_item():
    body = """
    | 窓口   | 件数 | 120      | 市民課 |
    |        +------+----------+ 福祉課 |
    |        | 費用 | 3,000    |        |
    +--------+------+----------+--------+
    | 広報   | 件数 | 80       | 総務課 |
    |        +------+----------+        |
    |        | 費用 | 1,000    |        |
    +--------+------+----------+--------+
    """
    head = """
    +--------+------+----------+--------+
    | 取組名 | 指標 | 実績     | 担当課 |
    +--------+------+----------+--------+"""
    table = only_table(head + body)
    rows = [said(row) for row in table_to_rows(table, read_header(table, GENERAL))]
    assert [row[3] for row in rows] == ["市民課福祉課"] * 2 + ["総務課"] * 2


BANDS = {
    "over all columns": """
    | 施策1 手続の電子化                     |
    +------+----+--------+----------+--------+
    |      | 1  | 窓口   | ○受付   | 市民課 |
    +------+----+--------+----------+--------+
    """,
    "over most columns": """
    | 施策1 手続の電子化            |        |
    +------+----+--------+----------+--------+
    |      | 1  | 窓口   | ○受付   | 市民課 |
    +------+----+--------+----------+--------+
    """,
}


@pytest.mark.parametrize("case", BANDS)
def test_a_line_across_the_table_is_a_band(case):
    assert rows_of(BANDS[case]) == ["施策1 手続の電子化", ["", "1", "窓口", "○受付", "市民課"]]


def test_a_row_with_one_short_cell_is_no_band():
    body = """
    |      | 1  | 窓口   | ○受付   | 市民課 |
    +------+----+--------+----------+--------+
    |      |    |        | ○配信   |        |
    +------+----+--------+----------+--------+
    """
    assert rows_of(body)[1] == ["", "", "", "○配信", ""]


def test_empty_rows_are_left_out():
    body = """
    |      |    |        |          |        |
    +------+----+--------+----------+--------+
    |      | 1  | 窓口   | ○受付   | 市民課 |
    +------+----+--------+----------+--------+
    |                                        |
    +----------------------------------------+
    """
    assert rows_of(body) == [["", "1", "窓口", "○受付", "市民課"]]


def test_numbers_and_names_under_one_header_are_two_columns_though_a_name_runs_on():
    table = only_table("""
    +------------+----------+--------+
    | 取組名     | 実施状況 | 担当課 |
    +--+---------+----------+--------+
    |1 | 窓口の改善を進める | 市民課 |
    +--+--------------------+--------+
    |2 | 広報の充実を進める | 秘書課 |
    +--+--------------------+--------+
    """)
    rows = table_to_rows(table, read_header(table, GENERAL))
    assert list(map(said, rows)) == [
        ["1", "窓口の改善を進める", "", "市民課"],
        ["2", "広報の充実を進める", "", "秘書課"],
    ]
