"""What was chosen by page, number or caption is the same as in the whole; what was left out is told."""

from dataclasses import replace

import pytest

from drawn import GENERAL, draw, rule_table
from plan_extract.assemble import assemble
from plan_extract.check import check
from plan_extract.errors import UsageError
from plan_extract.layout import pages_to_layout
from plan_extract.model import SourceFile
from plan_extract.selection import narrow, parse_selection

HEAD = [["No"], ["取組名"], ["実施状況"], ["担当課"]]
OTHER = [["番号"], ["事業名"], ["事業内容"], ["所管課"]]
WIDTHS = (6, 16, 20, 12)
SOURCE = SourceFile(file_name="drawn.pdf", sha256="0" * 64, page_count=4)


def rows(*numbers):
    return [[[str(n)], [f"取組{n}"], ["○受付"], ["市民課"]] for n in numbers]


PAGES = (
    f"# 凪浜市計画の取組状況\n\n基本目標１　暮らし\n\n{rule_table([HEAD, *rows(1, 2)], WIDTHS)}",
    rule_table([[[], [], ["○続けて実施"], []], *rows(3)], WIDTHS),
    f"基本目標２　学び\n\n{rule_table([HEAD, *rows(4, 5)], WIDTHS)}",
    f"基本目標３　行政改革\n\n{rule_table([OTHER, *rows(6, 7, 9)], WIDTHS)}\n\n\n\n\n表の外の文です。",
)


def read(pages=None, tables=None, document=PAGES):
    """The report of what is chosen of drawn pages, by default four."""
    layout = pages_to_layout([draw(text, number) for number, text in enumerate(document, 1)], GENERAL)
    part = narrow(layout, parse_selection(pages, tables))
    return check(part, assemble(part, SOURCE, GENERAL, whole=layout))


def numbers(report):
    return "".join(initiative.number for initiative in report.initiatives)


def left_out(report):
    return [finding.message for finding in report.findings if finding.code == "left-out"]


CHOICES = [
    (None, None, "12345679"),
    ("1-4", None, "12345679"),
    ("3", None, "45"),
    ("2", None, "23"),
    ("2-", None, "2345679"),
    ("-1,4", None, "12679"),
    (None, "1", "12345"),
    (None, "2", "679"),
    (None, "1-2", "12345679"),
    (None, "学び", "45"),
    (None, "暮らし,基本目標2", "12345"),
    (None, "行政 改革", "679"),
    ("1,4", "基本目標１", "12"),
    ("3-4", "2,学び", "45679"),
]


@pytest.mark.parametrize(("pages", "tables", "kept"), CHOICES)
def test_what_is_chosen_is_kept(pages, tables, kept):
    assert numbers(read(pages, tables)) == kept


@pytest.mark.parametrize(("pages", "tables", "kept"), CHOICES)
def test_what_is_kept_is_as_in_the_whole(pages, tables, kept):
    whole = {initiative.number: initiative for initiative in read().initiatives}
    report = read(pages, tables)
    assert all(initiative == whole[initiative.number] for initiative in report.initiatives)
    assert report.report == read().report
    assert {initiative.section for initiative in report.initiatives} == {section.id for section in report.sections}


ANEW = tuple(f"施策{n} 題{n}\n{rule_table([HEAD, *rows(1, 2)], WIDTHS)}" for n in (1, 2))
UNNUMBERED = (
    rule_table([HEAD[1:], *(row[1:] for row in rows(1, 2))], WIDTHS[1:]),
    rule_table([HEAD[1:], *(row[1:] for row in rows(3, 4))], WIDTHS[1:]),
)


@pytest.mark.parametrize(("document", "ids"), [(ANEW, ["2-1", "2-2"]), (UNNUMBERED, ["row-3", "row-4"])])
def test_a_row_has_the_id_that_it_has_in_the_whole(document, ids):
    assert [initiative.id for initiative in read(document=document).initiatives][2:] == ids
    assert [initiative.id for initiative in read("2", document=document).initiatives] == ids


def test_a_row_that_began_on_the_page_before_stays_whole():
    (cut, _) = read(pages="2").initiatives
    assert (cut.number, cut.progress) == ("2", "○受付\n○続けて実施")
    assert [source.page for source in cut.sources] == [1, 2]


def test_a_table_that_goes_on_keeps_the_unit_stated_on_a_page_that_is_left_out():
    head = [["No"], ["事業名"], ["実績"], ["予算額"]]
    first, second = ([[[str(n)], [f"事業{n}"], ["3回"], ["5"]]] for n in (1, 2))
    pages = f"主な事業\n（単位：千円）\n{rule_table([head, *first], WIDTHS)}", rule_table(second, WIDTHS)
    layout = pages_to_layout([draw(text, number) for number, text in enumerate(pages, 1)], GENERAL)
    part = narrow(layout, parse_selection("2", None))
    (kept,) = check(part, assemble(part, SOURCE, GENERAL, whole=layout)).initiatives
    assert kept == assemble(layout, SOURCE, GENERAL).report.initiatives[1]
    assert str(kept.statements[-1].quantities[0].base_value) == "5000"


def test_what_was_left_out_is_told_and_not_checked():
    assert left_out(read()) == []
    report = read(pages="3")
    assert sorted(left_out(report)) == [
        "left out as asked: 3 of 3 rows of table 2 (番号, 事業名, 事業内容, 所管課)",
        "left out as asked: 3 of 5 rows of table 1 (No, 取組名, 実施状況, 担当課)",
        "left out as asked: pages 1–2, 4",
    ]
    assert {finding.code for finding in report.findings} == {"left-out"}
    assert "numbering-gap" in {finding.code for finding in read(tables="2").findings}


@pytest.mark.parametrize(
    ("pages", "tables", "message"),
    [
        ("5", None, "no page 5: the document has 4"),
        (None, "3", r"no table 3: .*1 \(No, 取組名.*others go into the dataset where a profile knows"),
        (None, "福祉", "no table stands under a heading with '福祉'"),
    ],
)
def test_what_the_document_does_not_have_is_wrong_use(pages, tables, message):
    with pytest.raises(UsageError, match=message):
        read(pages, tables)


@pytest.mark.parametrize("pages", ["", "0", "8-3", "x", "1,,2", "1-2-3", "-", "１頁", "9999999"])
def test_what_is_no_list_of_pages_is_wrong_use(pages):
    with pytest.raises(UsageError):
        parse_selection(pages, None)


@pytest.mark.parametrize("tables", ["", ",", "1,"])
def test_an_empty_choice_of_tables_is_wrong_use(tables):
    with pytest.raises(UsageError):
        parse_selection(None, tables)


def test_without_a_choice_nothing_is_touched():
    layout = pages_to_layout([draw(PAGES[0])], GENERAL)
    assert narrow(layout, parse_selection(None, None)) is layout
    assert replace(narrow(layout, parse_selection("1", None)), findings=layout.findings) == layout
