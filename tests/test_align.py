"""Lines find the lines they have become, and what is printed otherwise but says the same is left out."""

import pytest
from hypothesis import given, settings

import reports
from plan_extract.align import VALUE, align, column, dice, words_around_values
from reports import statement

SAME = [
    (["取組を検討中"], ["取り組みを検討中"]),
    (["開設済み", "拡大を検討中"], ["開設済み", "拡大を検討中"]),
    (["利用者は、6月に12人"], ["利用者は、6月に", "12人"]),
    (["開設済み", "拡大を検討中"], ["拡大を検討中", "開設済み"]),
    ([" ", "開設済み"], ["開設済み"]),
]


def lines(texts, **changes):
    return [statement(seq, text=text, dates=(), quantities=(), **changes) for seq, text in enumerate(texts, start=1)]


def shown(pairs):
    return [(old and old.text, new and new.text) for old, new in pairs]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_what_says_the_same_is_left_out(old, new):
    assert align(lines(old), lines(new), {}) == []


def test_a_reworded_line_is_paired_and_others_stand_alone():
    old = lines(["窓口を本庁に開設する予定", "駐車場の料金を検討中"])
    new = lines(["案内板を設置済み", "窓口を本庁に開設し、運用中"])
    assert shown(align(old, new, {})) == [
        ("駐車場の料金を検討中", None),
        (None, "案内板を設置済み"),
        ("窓口を本庁に開設する予定", "窓口を本庁に開設し、運用中"),
    ]


def test_lines_that_change_places_under_their_heading_are_left_out():
    head = lines(["本庁"])
    old, new = (
        [*head, *(statement(seq, text=text, parent=1, dates=(), quantities=()) for seq, text in enumerate(texts, start=2))]
        for texts in (("検討中", "開始済み"), ("開始済み", "検討中"))
    )
    assert align(old, new, {}) == []


def test_lines_of_different_columns_are_not_paired():
    old, new = lines(["検討中の内容"], field="期限"), lines(["検討中の内容"], field="progress")
    assert shown(align(old, new, {})) == [("検討中の内容", None), (None, "検討中の内容")]


def test_the_only_line_of_a_small_column_is_paired_whatever_it_says():
    old, new = lines(["検討中"], field="令和5年度 期限"), lines(["令和7年度末"], field="令和6年度期限")
    assert shown(align(old, new, {})) == [("検討中", "令和7年度末")]


@pytest.mark.parametrize(("one", "other"), [("R５ 決算額", "R6決算額"), ("実績値（4～9月）", "実績値 （10～3月）")])
def test_a_column_is_the_same_with_other_numbers(one, other):
    assert column(one) == column(other)


def test_values_count_as_such():
    told = statement(
        text="10月末時点で12件の申請",
        dates=(reports.date_mention(span=(0, 6)),),
        quantities=(reports.quantity(span=(7, 10)),),
    )
    assert [word.form for word in words_around_values(told)] == [VALUE, "で", VALUE, "の", "申請"]
    assert [told.text[slice(*word.span)] for word in words_around_values(told)][::2] == ["10月末時点", "12件", "申請"]


@given(reports.texts, reports.texts)
def test_likeness_lies_between_nothing_and_everything(one, other):
    from collections import Counter

    assert 0 <= dice(Counter(one), Counter(other)) <= 1
    assert dice(Counter(one), Counter(one)) == (1 if one else 0)


@settings(max_examples=50, deadline=None)
@given(reports.initiatives, reports.initiatives)
def test_every_line_is_told_once_at_most(old, new):
    pairs = align(old.statements, new.statements, {})
    for side, statements in enumerate((old.statements, new.statements)):
        told = [pair[side] for pair in pairs if pair[side]]
        assert len(told) <= len(statements)
        assert all(any(line is known for known in statements) for line in told)
