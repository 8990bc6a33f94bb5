"""Findings: everything that a person should look at is told, with its place; what was read without doubt is not."""

from dataclasses import replace

import pytest

from drawn import GENERAL, draw, read, rule_table, told
from plan_extract.check import ORDER
from plan_extract.pdf.page import Char

HEAD = [["No"], ["取組名"], ["実施状況"], ["担当課"]]
WIDTHS = (8, 16, 24, 12)
TITLE = "# 凪浜市推進計画の取組状況\n\n"


def table(*numbers, names=None):
    """A table with a row for each number."""
    names = names or [f"取組{n}" for n in range(len(numbers))]
    rows = [
        [[number] if number else [], [name] if name else [], ["○受付"], ["市民課"]]
        for number, name in zip(numbers, names, strict=True)
    ]
    return rule_table([HEAD, *rows], WIDTHS)


def messages(report, code):
    return [finding.message for finding in report.findings if finding.code == code]


def test_a_document_read_without_doubt_has_no_finding():
    assert read(TITLE + table("1", "2", "3")).findings == ()


NUMBERINGS = {
    "gap": (["1", "2", "4"], ["No 3 is missing before No 4"], []),
    "wide gap": (["1", "2", "6"], ["No 3–5 is missing before No 6"], []),
    "gap in full width": (["１", "３"], ["No 2 is missing before No 3"], []),
    "repeat": (["1", "2", "2", "3"], [], ["No 2 is printed 2 times"] * 2),
    "listed again": (["1", "2", "—", "3"], [], []),
    "late": (["1", "3", "2", "4"], [], []),
    "from another number on": (["31", "32"], [], []),
    "compound": (["1-1", "1-3"], [], []),
    "each hundred a series": (["101", "102", "201", "203"], ["No 202 is missing before No 203"], []),
}


@pytest.mark.parametrize("case", NUMBERINGS)
def test_gaps_and_repeats_in_the_numbering_are_told(case):
    numbers, gaps, repeats = NUMBERINGS[case]
    report = read(TITLE + table(*numbers))
    assert messages(report, "numbering-gap") == gaps
    assert messages(report, "numbering-repeat") == repeats


def test_numbers_that_begin_anew_are_followed_section_by_section():
    report = read(f"{TITLE}施策1 手続\n{table('1', '2')}\n施策2 広報\n{table('1', '3', '4')}")
    assert messages(report, "numbering-gap") == ["No 2 is missing before No 3"]
    assert messages(report, "numbering-repeat") == []
    assert [finding.initiative for finding in report.findings] == ["2-3"]


def test_numbers_in_full_width_begin_anew_too():
    assert read(f"{TITLE}施策1 手続\n{table('１', '２')}\n施策2 広報\n{table('１', '２')}").findings == ()


def test_left_over_text_is_told_with_its_place():
    report = read(f"{TITLE}{table('1')}\n\n\n\n\nこの文はどこにも属さない。")
    (finding,) = report.findings
    assert (finding.code, finding.severity, finding.page) == ("unplaced-text", "warning", 1)
    assert "この文はどこにも属さない。" in finding.message
    assert finding.bbox[0] == 40.0


def test_notes_are_told_as_information():
    report = read(f"{TITLE}{table('1')}\n※ 速報値である。")
    assert [(finding.code, finding.severity) for finding in report.findings] == [("note", "info")]


def test_a_column_without_a_role_is_told_once_for_its_table():
    drawing = rule_table(
        [[*HEAD, ["備考"]], *([[str(n)], ["窓口"], ["○受付"], ["市民課"], ["甲"]] for n in (1, 2))], (*WIDTHS, 8)
    )
    assert messages(read(TITLE + drawing), "column-without-role") == ["the column 備考 fits no role; see cells"]


def test_columns_without_a_role_are_told_in_one_finding():
    head, row = [*HEAD, ["備考"], ["期限"], []], [["1"], ["窓口"], ["○受付"], ["市民課"], ["甲"], ["3月"], ["乙"]]
    told = messages(read(TITLE + rule_table([head, row], (*WIDTHS, 8, 8, 8))), "column-without-role")
    assert told == ["the columns 備考, 期限, (no header) fit no role; see cells"]


def test_a_glyph_without_a_character_is_an_error_where_a_row_has_it():
    page = draw(TITLE + table("1"))
    garbled = tuple(char._replace(text="\ufffd") if char.text == "取" else char for char in page.chars)
    report = read(replace(page, chars=garbled, unmapped=2))
    assert [(f.code, f.severity) for f in report.findings if f.severity == "error"] == [("unmapped-glyph", "error")]


def test_a_row_without_a_name_is_told():
    assert told(read(TITLE + table("1", "2", "3", names=["窓口", "", "広報"]))) == ["no-name"]


def test_hidden_text_and_glyphs_without_a_character_are_told():
    page = draw(TITLE + table("1"))
    odd = Char("\ufffd", 300, 300, 310, 310, 10)
    page = replace(
        page, hidden=(Char("密", 10, 10, 20, 20, 10), Char(" ", 20, 10, 30, 20, 10)), unmapped=1, chars=(*page.chars, odd)
    )
    codes = {finding.code: finding for finding in read(page).findings}
    assert "密" in codes["hidden-text"].message
    assert codes["hidden-text"].bbox == (10, 10, 20, 20)
    assert (codes["unmapped-glyph"].severity, codes["unmapped-glyph"].bbox) == ("warning", (300, 300, 310, 310))


def test_a_watermark_is_told():
    page = replace(draw(TITLE + table("1")), stamps=(Char("案", 100, 100, 300, 300, 200, 0),))
    (one,) = [finding for finding in read(page).findings if finding.code == "stamp"]
    assert (one.severity, "案" in one.message, one.bbox) == ("info", True, (100, 100, 300, 300))


def test_hidden_blanks_are_not_worth_telling():
    page = replace(draw(TITLE + table("1")), hidden=(Char(" ", 20, 10, 30, 20, 10),))
    assert read(page).findings == ()


def test_the_gravest_findings_stand_first_and_then_in_page_order():
    text = f"{TITLE}{table('1')}\n※ 速報値である。\n\n\n\n\n余りの文である。"
    report = read(draw(text), draw(text.replace("#", ""), 2))
    keys = [(list(ORDER).index(finding.severity), finding.page, finding.bbox[1]) for finding in report.findings]
    assert len(keys) > 3
    assert keys == sorted(keys)


def test_a_long_text_is_quoted_in_part():
    report = read(f"{TITLE}{table('1')}\n\n\n\n\n{'余' * 70}")
    (message,) = messages(report, "unplaced-text")
    assert "余" * 60 + "…" in message
    assert "余" * 61 not in message


def test_every_table_is_accounted_for():
    """What a report says, its sections, findings and headers hold every word of the document."""
    form = "+------+--------+\n| 電話 | 市役所 |\n+------+--------+"
    text = f"{TITLE}施策1 手続\n{table('1', '2')}\n\n{form}\n\n※ 速報値である。\n\n\n\n余りの文である。"
    report = read(draw(text, foot="1"), profile=GENERAL)
    said = [report.report.title, *(section.title for section in report.sections)]
    said += [part for i in report.initiatives for pair in i.cells.items() for part in pair]
    said += [finding.message for finding in report.findings]
    words = [
        "凪浜市推進計画の取組状況",
        "手続",
        "取組1",
        "○受付",
        "市民課",
        "担当課",
        "電話",
        "市役所",
        "速報値",
        "余りの文である。",
    ]
    assert [word for word in words if not any(word in part for part in said)] == []
