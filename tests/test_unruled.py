"""Tables whose rows no rule parts: told by numbers, or by blanks that all columns leave."""

import pytest

from drawn import GENERAL, only_table, read, told
from plan_extract.table.unruled import part_rows

NUMBERED = """
    +----+--------------+------------------+--------+
    | No | 事業名       | 実施状況         | 担当課 |
    +----+--------------+------------------+--------+
    | 1  | 防犯灯の整備 | 五十基を替える。 | 総務課 |
    |    |              |                  |        |
    | 2  | 移動図書館   | 月2回巡回する。  | 学習課 |
    +----+--------------+------------------+--------+
"""
IN_THE_MIDDLE = """
    +----+--------------+------------------+--------+
    | No | 事業名       | 実施状況         | 担当課 |
    +----+--------------+------------------+--------+
    |    |              | ○五十基を替える |        |
    | 1  | 防犯灯の整備 | ○点検をした     | 総務課 |
    |    |              | ○業者を選んだ   |        |
    |    |              |                  |        |
    | 2  | 移動図書館   | ○月2回巡回する  | 学習課 |
    +----+--------------+------------------+--------+
"""
NO_NUMBERS = """
    +--------------+------------------+--------+
    | 事業名       | 実施状況         | 担当課 |
    +--------------+------------------+--------+
    | 防犯灯の整備 | ○五十基を替える | 総務課 |
    |              | ○点検をした     |        |
    |              |                  |        |
    | 移動図書館   | ○月2回巡回する  | 学習課 |
    |              | ○車を替えた     |        |
    |              |                  |        |
    | 農道の舗装   | ○舗装をした     | 農林課 |
    |              | ○測量をした     |        |
    +--------------+------------------+--------+
"""
PARTED = {
    "by numbers": (NUMBERED, ["防犯灯の整備", "移動図書館"]),
    "by numbers in the middle of their rows": (IN_THE_MIDDLE, ["防犯灯の整備", "移動図書館"]),
    "by blanks": (NO_NUMBERS, ["防犯灯の整備", "移動図書館", "農道の舗装"]),
}


@pytest.mark.parametrize("case", PARTED)
def test_rows_without_rules_between_them_are_parted_and_told(case):
    drawing, names = PARTED[case]
    report = read(drawing)
    assert [initiative.name for initiative in report.initiatives] == names
    assert all(len(initiative.departments) == 1 for initiative in report.initiatives)
    assert [finding.code for finding in report.findings if "rows" in finding.message] == ["aligned-table"]


def test_bullets_stay_with_their_row():
    assert [initiative.progress.count("\n") for initiative in read(IN_THE_MIDDLE).initiatives] == [2, 0]


WHOLE = {
    "paragraphs of one row": """
    +--------------+------------------+--------+
    | 事業名       | 実施状況         | 担当課 |
    +--------------+------------------+--------+
    | 防犯灯の整備 | ○五十基を替える | 総務課 |
    | 及び管理     | ○点検をした     | 防災課 |
    |              |                  |        |
    |              | ○業者を選んだ   |        |
    |              | ○車を替えた     |        |
    +--------------+------------------+--------+
    """,
    "a list beside one number": """
    +----+--------------+------------------+--------+
    | No | 事業名       | 実施状況         | 担当課 |
    +----+--------------+------------------+--------+
    | 1  | 防犯灯の整備 | 1 五十基         | 総務課 |
    |    |              |                  |        |
    |    |              | 2 点検           |        |
    +----+--------------+------------------+--------+
    """,
}


@pytest.mark.parametrize("case", WHOLE)
def test_one_row_stays_one(case):
    table = only_table(WHOLE[case])
    assert part_rows(table) is None
    assert len(read(WHOLE[case]).initiatives) == 1


def test_rows_parted_by_rules_are_left_alone():
    ruled = NUMBERED.replace(
        "|    |              |                  |        |", "+----+--------------+------------------+--------+"
    )
    table = only_table(ruled)
    assert part_rows(table) is None
    assert told(read(ruled, profile=GENERAL)) == []
