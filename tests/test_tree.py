"""Headings in reading order to sections, and the section in force at any place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import GENERAL
from plan_extract.place import Box, Place
from plan_extract.text.headings import parse_heading, parse_numbered, plain_heading
from plan_extract.tree import Mark, build_tree


def place(page, top):
    return Place(page, Box(40, top, 200, top + 10))


def heading(text):
    return parse_heading(text, GENERAL.kinds) or parse_numbered(text) or plain_heading(text)


def tree(*texts, depth=0):
    """The tree of headings one below another, ten to a page."""
    return build_tree(Mark(place(1 + n // 10, 50.0 * (n % 10)), heading(text), depth) for n, text in enumerate(texts))


def ids(*texts):
    return [(node.id, node.parent) for node in tree(*texts).nodes]


TREES = {
    "two levels": (
        ["基本目標1 甲", "施策1 乙", "施策2 丙", "基本目標2 丁", "施策1 戊"],
        [("1", None), ("1-1", "1"), ("1-2", "1"), ("2", None), ("2-1", "2")],
    ),
    "three levels": (
        ["基本目標Ⅰ 甲", "基本方針1 乙", "施策（1） 丙", "基本方針2 丁"],
        [("Ⅰ", None), ("Ⅰ-1", "Ⅰ"), ("Ⅰ-1-1", "Ⅰ-1"), ("Ⅰ-2", "Ⅰ")],
    ),
    "compound numbers": (["施策1 甲", "1-1 乙", "1-2 丙", "施策2 丁"], [("1", None), ("1-1", "1"), ("1-2", "1"), ("2", None)]),
    "styles of numbers": (["Ⅰ 甲", "1 乙", "（1） 丙", "（2） 丁", "2 戊", "Ⅱ 己"], None),
    "no numbers": (["■甲", "■乙"], [("1", None), ("2", None)]),
    "numbers that come again": (["施策1 甲", "施策1 乙"], [("1", None), ("1_2", None)]),
    "printed again": (["基本目標1 甲", "施策1 乙", "基本目標1　甲", "施策１ 乙"], [("1", None), ("1-1", "1")]),
    "taken up again": (["1 甲", "2 乙", "1 甲"], [("1", None), ("2", None)]),
    "none": ([], []),
}


@pytest.mark.parametrize("case", TREES)
def test_sections_stand_under_their_levels(case):
    texts, expected = TREES[case]
    styles = [("Ⅰ", None), ("Ⅰ-1", "Ⅰ"), ("Ⅰ-1-1", "Ⅰ-1"), ("Ⅰ-1-2", "Ⅰ-1"), ("Ⅰ-2", "Ⅰ"), ("Ⅱ", None)]
    assert ids(*texts) == (styles if expected is None else expected)


def test_a_place_belongs_to_the_last_heading_before_it():
    plan = tree("基本目標1 甲", "施策1 乙", "施策2 丙")
    assert [plan.section_at(place(1, top)) for top in (20, 70, 120, 500)] == ["1", "1-1", "1-2", "1-2"]
    assert plan.section_at(place(2, 0)) == "1-2"
    assert build_tree([]).section_at(place(1, 0)) is None


def test_of_headings_without_number_the_larger_stand_above_the_smaller():
    sizes = [("主な事業", 16), ("物価対策", 12), ("【一般会計】", 8), ("【企業会計】", 8), ("その他", 12), ("【一般会計】", 8)]
    sizes += [("主な事業", 16), ("債務負担", 16), ("【企業会計】", 8)]
    plan = build_tree(Mark(place(n, 50), heading(text), size=size) for n, (text, size) in enumerate(sizes, 1))
    assert [node.id for node in plan.nodes] == ["1", "1-1", "1-1-1", "1-1-2", "1-2", "1-2-1", "2", "2-1"]
    assert plan.section_at(place(7, 100)) == "1-2-1"


BANDS = {
    "under a caption": (
        [("1 甲", 0), ("■点検票", 0), ("1 乙", 1), ("(1) 丙", 1), ("2 丁", 1)],
        ["1", "1-1", "1-1-1", "1-1-1-1", "1-1-2"],
    ),
    "of the caption's own level": ([("1 甲", 0), ("2 乙", 1), ("(1) 丙", 1)], ["1", "2", "2-1"]),
    "ended by a caption": ([("■一覧", 0), ("窓口", 1), ("広報", 1), ("■別表", 0)], ["1", "1-1", "1-2", "2"]),
    "gone on with by a heading": ([("1 甲", 1), ("(1) 乙", 1), ("(2) 丙", 0)], ["1", "1-1", "1-2"]),
}


@pytest.mark.parametrize("case", BANDS)
def test_bands_stand_under_the_headings_of_their_table(case):
    marks, expected = BANDS[case]
    plan = build_tree(
        Mark(place(n, 50), heading(text), depth, size=10 * (not depth)) for n, (text, depth) in enumerate(marks, 1)
    )
    assert [node.id for node in plan.nodes] == expected


def test_a_section_taken_up_again_holds_what_follows():
    plan = tree("1 甲", "2 乙", "1 甲")
    assert [plan.section_at(place(1, top)) for top in (20, 70, 120)] == ["1", "2", "1"]
    assert len(plan.openings) == 3


def test_what_stands_beside_a_heading_belongs_to_it():
    """A merged cell and the first row beside it begin at one height."""
    plan = build_tree([Mark(place(1, 100), heading("施策1 甲"), 10), Mark(place(1, 200), heading("施策2 乙"), 10)])
    assert [plan.section_at(place(1, top)) for top in (50, 100, 150, 199.5, 200)] == [None, "1", "1", "2", "2"]


def test_sections_in_columns_stand_under_those_around_the_table():
    plan = build_tree(
        [
            Mark(place(1, 50), heading("基本目標1 甲")),
            Mark(place(1, 100), heading("施策1 乙"), 10),
            Mark(place(1, 100), heading("1 丙"), 11),
            Mark(place(1, 200), heading("基本目標2 丁")),
            Mark(place(1, 250), heading("施策1 戊"), 10),
        ]
    )
    assert [(node.id, node.parent) for node in plan.nodes] == [
        ("1", None),
        ("1-1", "1"),
        ("1-1-1", "1-1"),
        ("2", None),
        ("2-1", "2"),
    ]


def test_the_path_leads_from_the_outermost_section():
    plan = tree("基本目標1 甲", "施策1 乙", "施策2 丙")
    assert [node.heading.title for node in plan.path("1-2")] == ["甲", "丙"]
    assert plan.path(None) == ()


headings = st.lists(
    st.sampled_from(["基本目標", "施策", "方針", "■", "Ⅰ ", "(1) ", "1-"]).flatmap(
        lambda kind: st.integers(1, 3).map(lambda number: f"{kind}{number} 題{number}")
    ),
    max_size=12,
)


@given(headings)
def test_ids_are_unique_and_parents_stand_before(texts):
    plan = tree(*texts)
    seen = [node.id for node in plan.nodes]
    assert len(seen) == len(set(seen))
    assert all(node.parent in [None, *seen[:index]] for index, node in enumerate(plan.nodes))


@given(headings, st.integers(1, 2), st.floats(0, 600))
def test_every_place_below_the_first_heading_has_a_section(texts, page, top):
    plan = tree(*texts)
    assert (plan.section_at(place(page, top)) is not None) is bool(texts)
