"""Items that take several grid rows under a header of as many: each is one row with all its columns."""

import pytest

from drawn import GENERAL, only_table, read, told
from plan_extract.table.unfold import unfold

FOLDED = """
    +----+--------------+------------+------+
    | No | 事業名       | 担当課     | 評価 |
    |    +--------------+------------+      |
    |    | 事業内容     | 実施状況   |      |
    +----+--------------+------------+------+
    | 施策1 手続                            |
    +----+--------------+------------+------+
    | 1  | 窓口         | 市民課     | A    |
    |    +--------------+------------+      |
    |    | 一つにする   | ○開設     |      |
    +----+--------------+------------+------+
    | 2  | 広報         | 秘書課     | B    |
    |    +--------------+------------+      |
    |    | 紙面を刷新   | ○検討中   |      |
    +----+--------------+------------+------+
"""


def test_an_item_of_two_grid_rows_is_one_row():
    report = read(FOLDED)
    assert [(i.number, i.name, i.overview, i.progress, *i.departments) for i in report.initiatives] == [
        ("1", "窓口", "一つにする", "○開設", "市民課"),
        ("2", "広報", "紙面を刷新", "○検討中", "秘書課"),
    ]
    assert list(report.initiatives[0].cells) == ["No", "事業名", "事業内容", "担当課", "実施状況", "評価"]
    assert [section.title for section in report.sections] == ["手続"]
    assert told(report) == []


AS_THEY_ARE = {
    "levels of which one heads the others": FOLDED.replace("| 事業名       | 担当課     |", "| 事業名                    |"),
    "an item of one grid row among them": FOLDED.replace(
        "    |    +--------------+------------+      |\n    |    | 紙面を刷新   | ○検討中   |      |\n", ""
    ),
    "words that are not known": FOLDED.replace("事業内容", "あらまし"),
}


@pytest.mark.parametrize("case", AS_THEY_ARE)
def test_other_tables_stay_as_they_are(case):
    table = only_table(AS_THEY_ARE[case])
    assert unfold(table, GENERAL) is table
