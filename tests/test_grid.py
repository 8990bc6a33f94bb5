"""Rules to cells: every way of drawing a table gives the same grid, and its cells tile it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import COLUMN, LINE, cells_of, draw, gaps, only_table, rule_table, texts_of, with_rules
from plan_extract.pdf.page import Char, Page, Rule
from plan_extract.pdf.ruling import Stroke, shapes_to_rules
from plan_extract.table.grid import Edge, join_intervals, page_to_tables, rules_to_edges, snap

PLAIN = """
    +----+--------+------+
    | No | 取組名 | 課   |
    +----+--------+------+
    | 1  | 窓口   | 市民 |
    +----+--------+------+
    | 2  | 広報   | 総務 |
    +----+--------+------+
"""
TEXTS = [["No", "取組名", "課"], ["1", "窓口", "市民"], ["2", "広報", "総務"]]


def shift(rule, by):
    """The rule moved across its direction."""
    return (
        rule._replace(x0=rule.x0 + by, x1=rule.x1 + by)
        if rule.vertical
        else rule._replace(top=rule.top + by, bottom=rule.bottom + by)
    )


def shorten(rule, by):
    """The rule with ``by`` points less at each end."""
    if rule.vertical:
        return rule._replace(top=rule.top + by, bottom=rule.bottom - by)
    return rule._replace(x0=rule.x0 + by, x1=rule.x1 - by)


def per_cell(rule):
    """The rule in pieces, as borders of single cells are drawn."""
    return gaps(rule, 0.0, dash=LINE)


STYLES = {
    "lines": lambda rule: [rule],
    "twice": lambda rule: [rule, rule],
    "double": lambda rule: [shift(rule, -1.0), shift(rule, 1.0)],
    "a border for each cell": per_cell,
    "dashes": lambda rule: gaps(rule, 3.0),
    "dots": lambda rule: gaps(rule, 1.0, dash=1.0),
    "corners that do not meet": lambda rule: [shorten(rule, 1.2)],
    "rules that run over": lambda rule: [shorten(rule, -2.0)],
}


@pytest.mark.parametrize("style", STYLES)
def test_a_table_is_the_same_however_its_rules_are_drawn(style):
    (table,) = page_to_tables(with_rules(draw(PLAIN), STYLES[style]))
    assert texts_of(table) == TEXTS
    assert table.box == pytest.approx(page_to_tables(draw(PLAIN))[0].box, abs=2.0)


def test_edges_of_shading_bound_no_cell():
    page = draw(PLAIN)
    shading = tuple(rule._replace(fill=True, x0=rule.x0 + 15, x1=rule.x1 + 15) for rule in page.rules if rule.vertical)
    (table,) = page_to_tables(Page(1, page.width, page.height, page.chars, page.rules + shading))
    assert texts_of(table) == TEXTS


OPEN = {
    "left and right": """
        -----+--------+-------
         No  | 取組名 | 課
        -----+--------+-------
         1   | 窓口   | 市民
        -----+--------+-------
         2   | 広報   | 総務
        -----+--------+-------
    """,
    "left": """
        -----+--------+------+
         No  | 取組名 | 課   |
        -----+--------+------+
         1   | 窓口   | 市民 |
        -----+--------+------+
         2   | 広報   | 総務 |
        -----+--------+------+
    """,
    "top": """
        | No | 取組名 | 課   |
        +----+--------+------+
        | 1  | 窓口   | 市民 |
        +----+--------+------+
        | 2  | 広報   | 総務 |
        +----+--------+------+
    """,
    "right, in one row": """
        +----+--------+------+
        | No | 取組名 | 課   |
        +----+--------+------+
        | 1  | 窓口   | 市民
        +----+--------+------+
        | 2  | 広報   | 総務
        +----+--------+------+
    """,
    "bottom": """
        +----+--------+------+
        | No | 取組名 | 課   |
        +----+--------+------+
        | 1  | 窓口   | 市民 |
        +----+--------+------+
        | 2  | 広報   | 総務 |
    """,
}


@pytest.mark.parametrize("side", OPEN)
def test_a_side_without_an_outer_rule_is_closed(side):
    table = only_table(OPEN[side])
    assert texts_of(table) == TEXTS


SPANS = [
    (
        "down",
        """
        +------+------+
        | 目標 | 窓口 |
        |      +------+
        |      | 広報 |
        +------+------+
        """,
        [(0, 0, 2, 1, "目標"), (0, 1, 1, 1, "窓口"), (1, 1, 1, 1, "広報")],
    ),
    (
        "across",
        """
        +-------------+
        | 施策1       |
        +------+------+
        | 窓口 | 広報 |
        +------+------+
        """,
        [(0, 0, 1, 2, "施策1"), (1, 0, 1, 1, "窓口"), (1, 1, 1, 1, "広報")],
    ),
    (
        "both ways",
        """
        +------+------+------+
        | 窓口 | 広報 | 税務 |
        +------+------+------+
        | 防災        | 市民 |
        |             +------+
        |             | 福祉 |
        +-------------+------+
        """,
        [
            (0, 0, 1, 1, "窓口"),
            (0, 1, 1, 1, "広報"),
            (0, 2, 1, 1, "税務"),
            (1, 0, 2, 2, "防災"),
            (1, 2, 1, 1, "市民"),
            (2, 2, 1, 1, "福祉"),
        ],
    ),
    (
        "staggered",
        """
        +------+------+
        | 甲   | 乙   |
        |      +------+
        +------+ 丙   |
        | 丁   |      |
        +------+------+
        """,
        [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 2, 1, "丙"), (2, 0, 1, 1, "丁")],
    ),
]


@pytest.mark.parametrize(("drawing", "cells"), [case[1:] for case in SPANS], ids=[case[0] for case in SPANS])
def test_merged_cells_know_what_they_span(drawing, cells):
    table = only_table(drawing)
    assert cells_of(table) == cells


def test_covered_and_empty_are_two_things():
    (table,) = page_to_tables(
        draw("""
        +------+------+
        | 甲   |      |
        |      +------+
        |      | 乙   |
        +------+------+
        """)
    )
    assert cells_of(table) == [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, ""), (1, 1, 1, 1, "乙")]


def test_tables_on_a_page_are_kept_apart():
    tables = page_to_tables(
        draw("""
        +------+------+     +------+------+
        | 甲   | 乙   |     | 丙   | 丁   |
        +------+------+     +------+------+

        +------+------+------+
        | 戊   | 己   | 庚   |
        +------+------+------+
        """)
    )
    assert [texts_of(table) for table in tables] == [[["甲", "乙"]], [["丙", "丁"]], [["戊", "己", "庚"]]]


def test_a_box_drawn_within_a_cell_is_part_of_its_text():
    (table,) = page_to_tables(
        draw("""
        +------+-----------------+
        | 甲   |    +------+     |
        |      |    | 図   |     |
        |      |    +------+     |
        +------+-----------------+
        """)
    )
    assert texts_of(table) == [["甲", "図"]]


STRAYS = {
    "underline": Rule(60, 103, 75, 103),
    "tick": Rule(60, 100, 60, 104),
    "line elsewhere": Rule(40, 400, 300, 400),
    "line that bounds nothing": Rule(300, 90, 300, 300),
}


@pytest.mark.parametrize("stray", STRAYS)
def test_a_stray_line_makes_no_cell(stray):
    page = draw(PLAIN)
    (table,) = page_to_tables(Page(1, page.width, page.height, page.chars, (*page.rules, STRAYS[stray])))
    assert texts_of(table) == TEXTS


@pytest.mark.parametrize("rules", [(), (Rule(0, 0, 100, 0),), (Rule(0, 0, 100, 0), Rule(50, 0, 50, 100))])
def test_lines_that_enclose_nothing_are_no_table(rules):
    assert page_to_tables(Page(1, 842, 595, (), rules)) == []


def test_a_single_box_is_a_table_of_one_cell():
    (box,) = page_to_tables(
        draw("""
        +-------+
        | 資料2 |
        +-------+
        """)
    )
    assert cells_of(box) == [(0, 0, 1, 1, "資料2")]


def test_snapped_positions_do_not_drift():
    """A row of near positions, each within reach of the next, does not become one edge without end."""
    assert len(set(snap([i * 2.0 for i in range(12)]).values())) > 2


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 80)).map(lambda pair: (pair[0], sum(pair))), max_size=20))
def test_joined_intervals_leave_wide_gaps_and_cover_all(intervals):
    joined = join_intervals(intervals)
    assert all(b[0] - a[1] > 3.5 for a, b in pairwise(joined))
    assert all(any(a <= start and end <= b for a, b in joined) for start, end in intervals)
    assert join_intervals(joined) == joined


def test_short_edges_are_dots():
    assert rules_to_edges([Rule(0, 10, 5, 10), Rule(0, 50, 30, 50)]).horizontal == (Edge(50, 0, 30),)


coordinates = st.integers(0, 60).map(lambda n: n * 5.0)
drawn_rules = st.builds(
    lambda across, at, start, length: Rule(start, at, start + length, at) if across else Rule(at, start, at, start + length),
    st.booleans(),
    coordinates,
    coordinates,
    st.integers(1, 40).map(lambda n: n * 5.0),
)


@settings(deadline=None)
@given(st.lists(drawn_rules, max_size=14))
def test_the_cells_tile_the_grid(rules):
    """Whatever lines are drawn: no cell overlaps another, and none is missing."""
    for table in page_to_tables(Page(1, 842, 595, (), tuple(rules))):
        covered = [(row, col) for cell in table.cells for row in cell.rows for col in cell.cols]
        assert sorted(covered) == [(row, col) for row in range(table.rows) for col in range(table.cols)]
        area = sum((cell.box.x1 - cell.box.x0) * (cell.box.bottom - cell.box.top) for cell in table.cells)
        box = table.box
        assert area == pytest.approx((box.x1 - box.x0) * (box.bottom - box.top))


words = st.text("市民検証推進", max_size=3)


@settings(deadline=None)
@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(words, min_size=n, max_size=n), min_size=1, max_size=6)))
def test_every_cell_has_its_own_chars(rows):
    drawing = rule_table([[[text] if text else [] for text in row] for row in rows], [8] * len(rows[0]))
    table = only_table(drawing)
    assert [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)] == rows
    assert table.box.x1 - table.box.x0 == len(rows[0]) * 9 * COLUMN


@pytest.mark.parametrize(
    ("middle", "text"),
    [((0, 50), "甲"), ((50, 0), "甲"), ((0, 0), "甲"), ((50, 50), "甲"), ((51, 1), "乙"), ((100, 100), "丁")],
)
def test_a_char_on_a_border_stands_in_one_cell(middle, text):
    (x, y), lines = middle, (0.0, 50.0, 100.0)
    rules = [*(Rule(0, at, 100, at) for at in lines), *(Rule(at, 0, at, 100) for at in lines)]
    chars = [
        Char(word, *at, at[0], at[1], 1) for word, at in zip("甲乙丙丁", ((9, 9), (90, 9), (9, 90), (90, 90)), strict=True)
    ]
    mark = Char("x", x, y, x, y, 1)
    (table,) = page_to_tables(Page(1, 200, 200, (*chars, mark), tuple(rules)))
    assert [cell.text for cell in table.cells if "x" in cell.text] == [f"{text}x"]


@pytest.mark.parametrize(("mark", "left"), [*((mark, 4) for mark in "。、）」"), ("。", 9), ("、", 10)])
def test_a_mark_that_hangs_out_of_its_cell_is_part_of_it_and_takes_no_text_of_the_next_along(mark, left):
    rules = [*(Rule(0, at, 100, at) for at in (0, 20)), *(Rule(at, 0, at, 20) for at in (0, 50, 100))]
    places = (*range(left, left + 41, 10), left + 49, left + 59)
    words = [Char(text, at, 5, at + 10, 15, 10) for text, at in zip(f"窓口の分{mark}受付", places, strict=True)]
    (table,) = page_to_tables(Page(1, 200, 200, tuple(words), tuple(rules)))
    assert [cell.text for cell in table.cells] == [f"窓口の分{mark}", "受付"]


def test_a_word_laid_across_cells_stands_whole_in_one():
    rules = [*(Rule(0, at, 100, at) for at in (0, 20)), *(Rule(at, 0, at, 20) for at in (0, 50, 100))]
    word = [Char(text, at, 5, at + 10, 15, 10) for text, at in zip("窓口受付", (24, 34, 44, 54))]
    (table,) = page_to_tables(Page(1, 200, 200, tuple(word), tuple(rules)))
    assert [cell.text for cell in table.cells] == ["窓口受付", ""]


def test_a_table_within_a_cell_is_part_of_its_text_and_makes_no_columns():
    (table,) = page_to_tables(
        draw("""
        +------+------------------------------+--------+
        | No   | 取組内容                     | 担当課 |
        +------+------------------------------+--------+
        | 1    | 内訳は次のとおり             | 市民課 |
        |      |   +--------+--------+        |        |
        |      |   | 区分   | 件数   |        |        |
        |      |   +--------+--------+        |        |
        |      |   | 窓口   | 12件   |        |        |
        |      |   +--------+--------+        |        |
        +------+------------------------------+--------+
        """)
    )
    assert (table.rows, table.cols) == (2, 3)
    cell = next(cell for cell in table.cells if (cell.row, cell.col) == (1, 1))
    assert [line.text.replace(" ", "") for line in cell.lines] == ["内訳は次のとおり", "区分件数", "窓口12件"]


def test_a_diagonal_stroke_through_a_cell_bounds_nothing():
    page = draw("""
        +------+----------+
        | 区分 | 件数     |
        +------+----------+
        | 窓口 |          |
        +------+----------+
        """)
    (plain,) = page_to_tables(page)
    box = plain.cells[-1].box
    diagonal = shapes_to_rules([], [Stroke(box.x0, box.top, box.x1, box.bottom, 0.5)])
    (struck,) = page_to_tables(replace(page, rules=(*page.rules, *diagonal)))
    assert [cell.box for cell in struck.cells] == [cell.box for cell in plain.cells]
