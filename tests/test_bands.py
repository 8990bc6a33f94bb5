"""Rows that are bands by their numbering."""

import pytest

from drawn import read, rule_table

NAMES = {
    "numbered otherwise than most": (["(1) 子育て", ""], ["窓口", "広報", "相談"]),
    "numbered otherwise, with a word of its own": (["(1) 子育て", "○受付"], ["(1) 子育て", "窓口", "広報", "相談"]),
    "numbered as all are": (["④ 子育て", ""], ["④ 子育て", "窓口", "広報", "相談"]),
    "without number": (["子育て", ""], ["子育て", "窓口", "広報", "相談"]),
}


@pytest.mark.parametrize("case", NAMES)
def test_a_row_of_nothing_but_a_heading_heads_those_below_it(case):
    first, items = NAMES[case]
    rows = [first, ["① 窓口", "○受付"], ["② 広報", "○受付"], ["③ 相談", "○受付"]]
    report = read(rule_table([[[text] for text in row] for row in (["取組名", "実施状況"], *rows)], (14, 12)))
    assert [initiative.name.lstrip("①②③ ") for initiative in report.initiatives] == items
