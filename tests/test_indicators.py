"""Tables of indicators and of years: what each number counts, what kind of value it is, and of which fiscal year, as drawn."""

import pytest

from drawn import columns, read, rule_table
from plan_extract.indicators import counts, read_counted

TITLE = "浜市推進計画の取組状況について（令和5年10月末時点）"


def amounts(head, *rows, note=""):
    """(label, measure, fiscal year, base value, base unit) of every amount of each row of a drawn table."""
    cells = [[cell if isinstance(cell, list) else [cell] for cell in row] for row in (head, *rows)]
    widths = [max(10, *(columns(line) for cell in column for line in cell)) + 4 for column in zip(*cells, strict=True)]
    report = read("\n".join(filter(None, [TITLE, note, rule_table(cells, widths)])))
    return [
        [
            (told.label, told.measure, told.fiscal_year, str(told.base_value), told.base_unit)
            for statement in row.statements
            for told in statement.quantities
        ]
        for row in report.initiatives
    ]


TABLES = {
    "amounts by year: the header is the label": (
        (["No", "事業名", "R3決算額（千円）", "R4予算額（千円）"], ["1", "窓口", "1,200", "△30"]),
        [[("R3決算額", "決算額", 2021, "1200000", "円"), ("R4予算額", "予算額", 2022, "-30000", "円")]],
    ),
    "columns that say a year alone count what the row is called": (
        (["No", "項目", "R3", "R4"], ["1", "登録児童数（人）", "120", "135"], ["2", "相談（件）", "－", "８"]),
        [
            [("登録児童数", None, 2021, "120", "人"), ("登録児童数", None, 2022, "135", "人")],
            [("相談", None, 2022, "8", "件")],
        ],
    ),
    "a column of indicators that names the rows": (
        (["No", "指標名", "単位", "現状値", "R4実績値", "R7目標値"], ["1", "申請の数", "件", "120", "135", "200"]),
        [
            [
                ("申請の数", "現状値", None, "120", "件"),
                ("申請の数", "実績値", 2022, "135", "件"),
                ("申請の数", "目標値", 2025, "200", "件"),
            ]
        ],
    ),
    "a column of indicators beside the name": (
        (
            ["No", "事業名", "成果指標", "現状値（R4）", "目標値（令和7年度）", "事業費（千円）"],
            ["1", "窓口の改善", "利用者数（人）", "120", "年間200人以上", "3,400"],
        ),
        [
            [
                ("利用者数", "現状値", 2022, "120", "人"),
                ("利用者数", "目標値", 2025, "200", "人"),
                ("事業費", "事業費", None, "3400000", "円"),
            ]
        ],
    ),
    "a name whose row states the unit": (
        (["No", "項目", "単位", "R4実績", "R5実績"], ["1", "講座の参加者", "人", "120", "135"]),
        [[("講座の参加者", "実績", 2022, "120", "人"), ("講座の参加者", "実績", 2023, "135", "人")]],
    ),
    "several indicators in a cell, line by line": (
        (
            ["No", "取組名", "KPI", "R4実績", "R7目標"],
            ["1", "窓口", ["①受付数（件）", "②利用率（％）"], ["①120件", "②15％"], ["①200件", "②30％"]],
        ),
        [
            [
                ("受付数", "実績", 2022, "120", "件"),
                ("利用率", "実績", 2022, "15", "%"),
                ("受付数", "目標", 2025, "200", "件"),
                ("利用率", "目標", 2025, "30", "%"),
            ]
        ],
    ),
    "text beside an indicator says itself what it counts": (
        (["No", "指標", "目標値", "実施状況"], ["1", "受付数", "200件", "窓口を3か所に開設し、案内板5基を設置した。"]),
        [[("受付数", "目標値", None, "200", "件"), ("窓口", None, None, "3", "か所"), ("案内板", None, None, "5", "基")]],
    ),
}


@pytest.mark.parametrize("case", TABLES)
def test_amounts_of_a_table(case):
    table, expected = TABLES[case]
    assert amounts(*table) == expected


def test_a_unit_above_columns_of_years_is_theirs():
    found = amounts(["No", "事業名", "R3", "R4"], ["1", "窓口", "1,200", "30"], note="主な事業        （単位：千円）")
    assert found == [[("窓口", None, 2021, "1200000", "円"), ("窓口", None, 2022, "30000", "円")]]


def test_a_number_that_ranks_a_row_is_in_no_unit():
    assert amounts(["No", "項目", "優先順位", "R4"], ["1", "登録児童数（人）", "2", "135"]) == [
        [("登録児童数", None, 2022, "135", "人")]
    ]


@pytest.mark.parametrize(
    ("lines", "header", "expected"),
    [
        (["受付数（件）"], "R4実績値", True),
        (["受付数（件）"], "決算額", False),
        (["市税の収納（千円）"], "目標額", True),
        (["収納額"], "目標額", True),
    ],
)
def test_money_is_counted_for_itself_beside_an_indicator_of_other_things(lines, header, expected):
    assert counts(read_counted(lines), header) is expected
