"""What differs is told field by field and value by value; what is only printed otherwise is not."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings

import reports
from plan_extract.changes import compare_initiatives, edits, percent, whole
from reports import date_mention, initiative, quantity, statement


def dates(text, *spans_and_days):
    """Mentions of the words, each with its first and last day."""
    return tuple(
        date_mention(surface=words, span=(text.index(words), text.index(words) + len(words)), start=start, end=end)
        for words, start, end in spans_and_days
    )


def amounts(text, *told):
    """Mentions of the words, each with what differs from 「12件」 of 申請."""
    return tuple(
        quantity(surface=words, span=(text.index(words), text.index(words) + len(words)), **values) for words, values in told
    )


def number(value, label="申請数", unit="件", base=None):
    base_value, base_unit = base or (value, unit)
    return {"value": Decimal(value), "unit": unit, "label": label, "base_value": Decimal(base_value), "base_unit": base_unit}


def line(text, *, state="information", on=(), of=()):
    return initiative(statements=(statement(text=text, state=state, dates=dates(text, *on), quantities=amounts(text, *of)),))


def changes(old, new, sections=None):
    return compare_initiatives(old, new, sections or {})


def kinds(old, new):
    return [change.kind for change in changes(old, new)]


def day(*numbers):
    return datetime.date(*numbers)


def test_a_state_is_told_with_the_words_that_say_it():
    state, text = changes(line("拡大を検討中", state="under_review"), line("拡大し、運用中", state="operating"))
    assert (state.kind, state.old, state.new) == ("state", "under_review", "operating")
    assert [(edit.op, edit.text) for edit in text.words] == [
        ("same", "拡大"),
        ("deleted", "を検討中"),
        ("inserted", "し、運用中"),
    ]


def test_a_planned_date_that_comes_later_has_slipped():
    old = line("9月下旬に開始予定", state="planned", on=[("9月下旬", day(2023, 9, 21), day(2023, 9, 30))])
    new = line("年度内に開始予定", state="planned", on=[("年度内", day(2023, 4, 1), day(2024, 3, 31))])
    (change,) = changes(old, new)
    assert (change.old, change.new) == ("2023-09-21/2023-09-30", "2023-04-01/2024-03-31")
    assert (change.old_surface, change.new_surface) == ("9月下旬", "年度内")
    assert (change.days, change.slipped) == (183, True)


@pytest.mark.parametrize(
    ("old", "new", "days", "slipped"),
    [
        ((day(2023, 9, 1), day(2023, 9, 1)), (day(2023, 8, 1), day(2023, 8, 1)), -31, False),
        ((day(2023, 9, 1), None), (day(2023, 10, 1), None), 30, True),
        ((day(2023, 9, 1), None), (None, day(2023, 10, 1)), None, False),
    ],
)
def test_days_are_counted_between_ends_that_both_have(old, new, days, slipped):
    (change,) = changes(
        line("9月に予定", state="planned", on=[("9月", *old)]), line("10月に予定", state="planned", on=[("10月", *new)])
    )
    assert (change.days, change.slipped) == (days, slipped)


def test_what_is_done_or_under_way_does_not_slip():
    old = line("10月に開催", on=[("10月", day(2023, 10, 1), day(2023, 10, 31))])
    new = line("11月に開催", on=[("11月", day(2024, 11, 1), day(2024, 11, 30))])
    (change,) = changes(old, new)
    assert not change.slipped


def test_an_amount_is_told_with_its_growth():
    old = line("友だち登録者数 6,902人", of=[("6,902人", number("6902", "友だち登録者数", "人"))])
    new = line("友だち登録者数 8,355人", of=[("8,355人", number("8355", "友だち登録者数", "人"))])
    (change,) = changes(old, new)
    assert (change.kind, change.label, change.unit) == ("quantity", "友だち登録者数", "人")
    assert (change.old, change.new, change.delta, change.percent) == (6902, 8355, 1453, Decimal("21.1"))


def test_amounts_in_other_units_are_compared_in_the_base_unit():
    old = line("費用 900万円", of=[("900万円", number("900", "費用", "万円", ("9000000", "円")))])
    new = line("費用 1億円", of=[("1億円", number("1", "費用", "億円", ("100000000", "円")))])
    (change,) = changes(old, new)
    assert (change.unit, change.delta, change.percent) == ("円", 91_000_000, Decimal("1011.1"))
    same = line("費用 9,000千円", of=[("9,000千円", number("9000", "費用", "千円", ("9000000", "円")))])
    assert kinds(old, same) == []


def test_amounts_that_change_places_are_told():
    old = line("個人 9件 団体 3件", of=[("9件", number("9", None)), ("3件", number("3", None))])
    new = line("個人 3件 団体 9件", of=[("3件", number("3", None)), ("9件", number("9", None))])
    assert [(change.old, change.new) for change in changes(old, new)] == [(9, 3), (3, 9)]


def test_values_that_come_and_go_stand_alone():
    old = line(
        "観測機を2基追加予定（12月まで）",
        state="planned",
        on=[("12月まで", None, day(2023, 12, 31))],
        of=[("2基", number("2", "観測機", "基"))],
    )
    new = line("観測機を追加予定、協力は3社", state="planned", of=[("3社", number("3", "協力", "社"))])
    told = {(change.kind, str(change.old), str(change.new)) for change in changes(old, new) if change.kind != "statement"}
    assert told == {("date", "../2023-12-31", "None"), ("quantity", "2", "None"), ("quantity", "None", "3")}


def test_from_nothing_there_is_no_percentage():
    (change,) = changes(line("申請 0件", of=[("0件", number("0"))]), line("申請 5件", of=[("5件", number("5"))]))
    assert (change.delta, change.percent) == (5, None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            line("10月に開催", on=[("10月", day(2023, 10, 1), day(2023, 10, 31))]),
            line("10月に開催", on=[("10月", day(2024, 10, 1), day(2024, 10, 31))]),
        ),
        (
            line("10月16日 配信を開始", on=[("10月16日", day(2023, 10, 16), day(2023, 10, 16))]),
            line("令和5年10月16日 配信を開始", on=[("令和5年10月16日", day(2023, 10, 16), day(2023, 10, 16))]),
        ),
        (line("申請 1,200件", of=[("1,200件", number("1200"))]), line("申請　１２００件", of=[("１２００件", number("1200"))])),
        (initiative(name="無料Wi-Fiの整備（拡大）"), initiative(name="無料Ｗｉ－Ｆｉの 整備(拡大)")),
        (initiative(departments=("総務課", "市民課")), initiative(departments=("市民課", "総務課"))),
        (initiative(number="12"), initiative(number="１２")),
    ],
)  # fmt: skip
def test_what_is_printed_otherwise_is_no_change(old, new):
    assert changes(old, new) == ()


def test_fields_are_told_in_the_order_of_the_row():
    old = initiative(number="1", name="窓口の改善", section="1-1", departments=("総務課", "市民課"))
    new = initiative(number="2", name="窓口の改革", section="1-2", departments=("市民課", "企画課"))
    told = changes(old, new, {"1-1": "1-1"})
    assert [(change.kind, change.old, change.new) for change in told] == [
        ("number", "1", "2"),
        ("name", "窓口の改善", "窓口の改革"),
        ("section", "1-1", "1-2"),
        ("departments", "総務課、市民課", "市民課、企画課"),
    ]
    assert [(edit.op, edit.text) for edit in told[-1].words] == [
        ("deleted", "総務課"),
        ("same", "市民課"),
        ("inserted", "企画課"),
    ]


def test_a_section_that_was_renumbered_is_no_move():
    assert changes(initiative(section="1-1"), initiative(section="2-1"), {"1-1": "2-1"}) == ()


def test_a_line_of_the_overview_is_told_as_overview():
    old, new = (
        initiative(statements=(statement(field="overview", text=text, dates=(), quantities=()),))
        for text in ("案内を行う", "相談を受け付ける")
    )
    assert kinds(old, new) == ["overview", "overview"]
    assert {change.where.field for change in changes(old, new)} == {"overview"}


@given(reports.texts, reports.texts)
def test_edits_leave_no_word_out(old, new):
    told = edits(whole(old), whole(new))
    for text, other in ((old, "inserted"), (new, "deleted")):
        letters = "".join(edit.text for edit in told if edit.op not in {"same", other})
        assert all(char in text for char in letters)
    assert all(text[slice(*word.span)] in "".join(edit.text for edit in told) for text in (new,) for word in whole(new).words)
    assert {edit.op for edit in edits(whole(new), whole(new))} <= {"same"}


def test_growth_has_one_decimal():
    assert [percent(Decimal(old), Decimal(new)) for old, new in (("3", "4"), ("8", "4"), ("-4", "4"))] == [
        Decimal("33.3"),
        Decimal("-50.0"),
        Decimal("200.0"),
    ]


@settings(max_examples=60, deadline=None)
@given(reports.initiatives)
def test_a_row_does_not_differ_from_itself(row):
    assert changes(row, row) == ()


@settings(max_examples=60, deadline=None)
@given(reports.initiatives, reports.initiatives)
def test_what_is_told_of_any_two_rows_differs(old, new):
    assert all(change.kind in {"date", "quantity"} or change.old != change.new for change in changes(old, new))
