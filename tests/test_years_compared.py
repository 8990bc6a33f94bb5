"""Reports whose columns move on by a year, as drawn: each year is compared with itself, and none looks changed."""

import pytest

from drawn import columns, read, rule_table
from plan_extract.comparison import diff

INDICATORS = ["No", "指標名", "単位"]


def edition(year, head, *rows):
    """The report of one year with one table."""
    cells = [[[cell] for cell in row] for row in (head, *rows)]
    widths = [max(10, *(columns(line) for cell in column for line in cell)) + 4 for column in zip(*cells, strict=True)]
    return read(f"浜市推進計画の取組状況について（令和{year}年10月末時点）\n{rule_table(cells, widths)}")


def told(old, new):
    """(label, measure, old, new) of every amount that differs, other changes by their kind, and the findings."""
    found = diff(old, new)
    changes = [change for row in found.initiatives for change in row.changes]
    amounts = [(c.label, c.measure, str(c.old), str(c.new)) if c.kind == "quantity" else c.kind for c in changes]
    return amounts, [finding.message.partition(": ")[2] for finding in found.findings if finding.code == "other-years"]


CASES = {
    "the one column of a year moves on": (
        (5, ["No", "事業名", "R5予算額（千円）"], ["1", "窓口", "1,200"]),
        (6, ["No", "事業名", "R6予算額（千円）"], ["1", "窓口", "1,500"]),
        ([("R6予算額", "予算額", "1200", "1500")], []),
    ),
    "years that both have are the same": (
        (5, ["No", "事業名", "R3決算額（千円）", "R4決算額（千円）"], ["1", "窓口", "1,200", "1,300"]),
        (6, ["No", "事業名", "R4決算額（千円）", "R5決算額（千円）"], ["1", "窓口", "1,300", "1,500"]),
        ([], ["R3決算額（千円）", "R5決算額（千円）"]),
    ),
    "a year that was corrected": (
        (5, ["No", "事業名", "R3決算額（千円）", "R4決算額（千円）"], ["1", "窓口", "1,200", "1,300"]),
        (6, ["No", "事業名", "R4決算額（千円）", "R5決算額（千円）"], ["1", "窓口", "1,310", "1,500"]),
        ([("R4決算額", "決算額", "1300", "1310")], ["R3決算額（千円）", "R5決算額（千円）"]),
    ),
    "a year whose number was missing is no other year's": (
        (5, ["No", "事業名", "R4決算額（千円）", "R5決算額（千円）"], ["1", "窓口", "1,300", "－"]),
        (6, ["No", "事業名", "R4決算額（千円）", "R5決算額（千円）"], ["1", "窓口", "－", "1,500"]),
        (["statement", "statement"], []),
    ),
    "years of an indicator": (
        (5, [*INDICATORS, "R4実績値", "R5実績値", "R7目標値"], ["1", "申請の数", "件", "120", "135", "200"]),
        (6, [*INDICATORS, "R5実績値", "R6実績値", "R7目標値"], ["1", "申請の数", "件", "135", "150", "180"]),
        ([("申請の数", "目標値", "200", "180")], ["R4実績値", "R6実績値"]),
    ),
    "columns that are called by a year alone": (
        (5, ["No", "項目", "R3", "R4"], ["1", "登録児童数（人）", "120", "135"]),
        (6, ["No", "項目", "R4", "R5"], ["1", "登録児童数（人）", "136", "150"]),
        ([("登録児童数", None, "135", "136")], ["R3", "R5"]),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_year_is_compared_with_itself(case):
    old, new, expected = CASES[case]
    assert told(edition(*old), edition(*new)) == expected
