"""Departments that go on under another name are told once, whatever else happened to them; nothing else is told as that."""

import pytest

from plan_extract.reorganisation import renamed_departments
from reports import initiative


def rows(text):
    """Rows as ``id: old departments > new departments``."""
    for line in text.split("\n"):
        id, sides = line.split(":")
        yield tuple(initiative(id.strip(), departments=tuple(side.split())) for side in sides.split(">"))


RENAMED = {
    "in every row": ("1: 市民課 > 住民課\n2: 市民課 税務課 > 住民課 税務課", ["市民課>住民課 1 2"]),
    "in one row": ("1: 市民課 > 住民課\n2: 税務課 > 税務課", ["市民課>住民課 1"]),
    "in most rows, one was left": ("1: 市民課 > 住民課\n2: 市民課 > 住民課\n3: 市民課 > 市民課", ["市民課>住民課 1 2"]),
    "in most rows, one went to others": ("1: 市民課 > 住民課\n2: 市民課 > 住民課\n3: 市民課 > 道路課", ["市民課>住民課 1 2"]),
    "two became one": (
        "1: 税務課 > 財務課\n2: 税務課 > 財務課\n3: 会計課 > 財務課\n4: 会計課 > 財務課\n5: 会計課 税務課 > 財務課",
        ["会計課>財務課 3 4 5", "税務課>財務課 1 2 5"],
    ),
    "one became two": (
        "1: 総務課 > 人事課\n2: 総務課 > 人事課\n3: 総務課 > 文書課\n4: 総務課 > 文書課",
        ["総務課>人事課 1 2", "総務課>文書課 3 4"],
    ),
    "several in one row, alike by name": (
        "1: 会計課 税務課 > 総務部会計課 総務部税務課",
        ["会計課>総務部会計課 1", "税務課>総務部税務課 1"],
    ),
    "always together": (
        "1: 会計課 税務課 > 会計室 税制課\n2: 会計課 税務課 > 会計室 税制課",
        ["会計課>会計室 1 2", "税務課>税制課 1 2"],
    ),
    "however it is spelled": ("1: 取組推進課 > 戦略課\n2: 取り組み推進課 > 戦略課", ["取り組み推進課>戦略課 1 2"]),
}
NOT_RENAMED = {
    "nothing": "1: 市民課 > 市民課",
    "handed over to another": "1: 市民課 > 税務課\n2: 市民課 > 税務課\n3: 税務課 > 税務課",
    "changed places": "1: 市民課 > 税務課\n2: 税務課 > 市民課",
    "one more": "1: 市民課 > 市民課 住民課",
    "one less": "1: 市民課 税務課 > 市民課",
    "many in one row": "1: 会計課 図書館 > 公園課 博物館 美術館",
    "mostly left": "1: 市民課 > 住民課\n2: 市民課 > 市民課\n3: 市民課 > 市民課",
}


def told(text):
    return [" ".join((f"{one.old}>{one.new}", *one.initiatives)) for one in renamed_departments(list(rows(text)))]


@pytest.mark.parametrize(("text", "expected"), RENAMED.values(), ids=RENAMED)
def test_a_department_goes_on_under_another_name(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize("text", NOT_RENAMED.values(), ids=NOT_RENAMED)
def test_other_changes_are_no_rename(text):
    assert told(text) == []


def test_without_rows_there_is_none():
    assert list(renamed_departments([])) == []
