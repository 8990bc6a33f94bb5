"""What a spreadsheet is given: typed cells, Japanese headings, and no text that it could take for a formula."""

import csv
import datetime
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from plan_extract import spreadsheet
from plan_extract.errors import UsageError
from plan_extract.snapshot import write_snapshot
from plan_extract.spreadsheet import parse_formats, report_to_spreadsheets
from plan_extract.tables import RELATIONS, TABLES
from reports import date_mention, empty_report, initiative, quantity, report, report_info, reports, statement

quick = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SHEETS = {name: relation.title for name, relation in RELATIONS.items()}


def csv_rows(of, name):
    """The rows of one table's CSV as dicts by heading."""
    text = report_to_spreadsheets(of, ["csv"])[f"{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def workbook(of):
    return openpyxl.load_workbook(io.BytesIO(report_to_spreadsheets(of, ["xlsx"])["report.xlsx"]))


def sheet_cells(of, name):
    """The cells of one sheet's first row of data by heading."""
    head, first, *_ = workbook(of)[SHEETS[name]].iter_rows()
    return {title.value: cell for title, cell in zip(head, first)}


def saying(text):
    """A report whose only statement has this text."""
    return report(initiatives=(initiative(statements=(statement(text=text),)),))


def counting(**changes):
    """A report whose only amount is changed so."""
    return report(initiatives=(initiative(statements=(statement(quantities=(quantity(**changes),)),)),))


def on(day):
    """A report whose only date begins on this day."""
    return report(initiatives=(initiative(statements=(statement(dates=(date_mention(start=day),)),)),))


# which files


@pytest.mark.parametrize(
    ("text", "formats"),
    [(None, ()), ("csv", ("csv",)), ("csv,xlsx", ("csv", "xlsx")), (" XLSX , csv,xlsx", ("xlsx", "csv"))],
)
def test_formats_are_read_from_a_list(text, formats):
    assert parse_formats(text) == formats


@pytest.mark.parametrize("text", ["", "ods", "csv,", "csv;xlsx", "parquet"])
def test_what_is_no_format_is_told(text):
    with pytest.raises(UsageError, match=r"is no format .*csv, xlsx"):
        parse_formats(text)


def test_the_files_stand_in_the_snapshot_only_if_they_are_wanted(tmp_path):
    plain = {path.name for path in write_snapshot(report(), tmp_path).iterdir()}
    full = {path.name for path in write_snapshot(report(), tmp_path, formats=("csv", "xlsx")).iterdir()}
    assert full - plain == {"report.xlsx", *(f"{name}.csv" for name in TABLES)}
    assert {path.name for path in write_snapshot(report(), tmp_path).iterdir()} == plain


# both forms


@pytest.mark.parametrize("make", [report, empty_report])
def test_both_have_the_japanese_titles_of_the_tables_as_headings(make):
    book, files = workbook(make()), report_to_spreadsheets(make(), ["csv"])
    assert book.sheetnames == list(SHEETS.values())
    for name, relation in RELATIONS.items():
        titles = [column.title for column in relation.columns if column.name != "exact"]
        assert [cell.value for cell in book[SHEETS[name]][1]] == titles
        assert files[f"{name}.csv"].decode("utf-8-sig").splitlines()[0] == ",".join(f'"{title}"' for title in titles)


@pytest.mark.parametrize("name", TABLES)
def test_no_heading_stands_twice_in_a_table(name):
    titles = [column.title for column in RELATIONS[name].columns]
    assert len(set(titles)) == len(titles)


def test_maps_and_lists_are_json():
    cells = sheet_cells(report(), "initiatives")
    assert json.loads(cells["全欄"].value) == report().initiatives[0].cells
    assert [box["page"] for box in json.loads(cells["出典"].value)] == [1, 2]
    parts = json.loads(csv_rows(report(), "totals")[0]["内訳"])
    assert [(part["text"], part["value"]) for part in parts] == [(None, "7"), ("南支所", None)]


@given(reports)
@quick
def test_any_report_is_written_with_every_row(any_report):
    book = workbook(any_report)
    for name, relation in RELATIONS.items():
        rows = len(list(relation.rows(any_report)))
        assert len(csv_rows(any_report, name)) == rows
        assert book[SHEETS[name]].max_row == rows + 1


@given(reports)
@quick
def test_no_cell_of_any_report_is_a_formula(any_report):
    for sheet in workbook(any_report):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n", "d", "b"}
    for name in TABLES:
        for row in csv_rows(any_report, name):
            assert not any(dangerous(value) for value in row.values())


def dangerous(value):
    return re.match(r"[\t\r\n]|\s*[=+@＝＋＠]|\s*[-－](?![0-9])", value)


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠here",
    "\t=1",
    "\r1",
    "\n1",
    " =1",
    "　＝1",
    "\u200b=1",
    "\x00=1",
]
FORMULAS += ["=cmd|' /C calc'!A0", '=HYPERLINK("http://example.com")', "﹦1", "-"]
HARMLESS = ["○ 済", "1-1", "令和5年度＝初年度", "'=1", "a=b", "△5", "#N/A", "TRUE", "2023-10-31", "", "―", "10月末 +5件"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_like_a_formula_stays_text(text):
    cell = sheet_cells(saying(text), "statements")["本文"]
    assert (cell.data_type, cell.quotePrefix, unescape(cell.value)) == ("s", True, text)
    assert csv_rows(saying(text), "statements")[0]["本文"] == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_text_stays_as_it_is(text):
    cell = sheet_cells(saying(text), "statements")["本文"]
    assert (cell.value or "", cell.quotePrefix) == (text, False)
    assert csv_rows(saying(text), "statements")[0]["本文"] == text


# numbers, dates, booleans


@pytest.mark.parametrize("value", ["12", "-5", "0", "98.5", "-0.25", "1E+3", "123456789012345", "1E-7"])
def test_amounts_are_numbers(value):
    cell = sheet_cells(counting(value=Decimal(value)), "quantities")["値"]
    assert (cell.data_type, Decimal(str(cell.value))) == ("n", Decimal(value))
    assert csv_rows(counting(value=Decimal(value)), "quantities")[0]["値"] == format(Decimal(value), "f")


@pytest.mark.parametrize("value", ["1234567890123456", "-0.1234567890123456", "1" * 40, "1E+400"])
def test_an_amount_that_a_spreadsheet_would_change_is_text(value):
    cell = sheet_cells(counting(value=Decimal(value)), "quantities")["値"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", format(Decimal(value), "f"), value.startswith("-"))


def test_null_is_an_empty_cell():
    assert sheet_cells(report(), "quantities")["上限値"].value is None
    assert csv_rows(report(), "quantities")[0]["上限値"] == ""


@pytest.mark.parametrize("day", [datetime.date(2023, 10, 31), datetime.date(1900, 3, 1), datetime.date(9999, 12, 31)])
def test_days_are_dates(day):
    cell = sheet_cells(on(day), "dates")["開始日"]
    assert (cell.is_date, cell.value.date(), cell.number_format) == (True, day, "yyyy-mm-dd")
    assert csv_rows(on(day), "dates")[0]["開始日"] == day.isoformat()


@pytest.mark.parametrize("day", [datetime.date(1900, 2, 28), datetime.date(1889, 4, 1)])
def test_a_day_before_the_calendar_of_spreadsheets_is_text(day):
    assert sheet_cells(on(day), "dates")["開始日"].value == day.isoformat()


def test_yes_and_no_are_booleans():
    assert sheet_cells(report(), "initiatives")["再掲"].value is False
    assert csv_rows(report(), "initiatives")[0]["再掲"] == "FALSE"


# CSV


def test_csv_is_what_excel_in_japan_opens():
    content = report_to_spreadsheets(saying('一\n二, "三"'), ["csv"])["statements.csv"]
    assert content.startswith(b'\xef\xbb\xbf"')
    assert content.count(b"\r\n") == 2
    assert '"一\n二, ""三"""'.encode() in content


# XLSX


def test_a_header_stays_in_sight_and_has_filters():
    for sheet in workbook(report()):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold for cell in sheet[1])


def width(of, name, title):
    sheet = workbook(of)[SHEETS[name]]
    cell = next(cell for cell in sheet[1] if cell.value == title)
    return sheet.column_dimensions[cell.column_letter].width


@pytest.mark.parametrize(
    ("text", "least", "most"), [("短", 8, 12), ("市" * 15, 30, 36), ("市" * 500, 60, 60), ("一\n" * 50, 8, 12)]
)
def test_columns_are_as_wide_as_their_longest_line_within_limits(text, least, most):
    assert least <= width(saying(text), "statements", "本文") <= most


def test_lines_show_below_each_other():
    cell = sheet_cells(saying("一\n二"), "statements")["本文"]
    assert (cell.value, cell.alignment.wrap_text, cell.alignment.vertical) == ("一\n二", True, "top")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("一\x0b二", "一_x000B_二"),
        ("\x00", "_x0000_"),
        ("一\r\n二", "一_x000D_\n二"),
        ("\uffff", "_xFFFF_"),
        ("_x0041_", "_x005F_x0041_"),
        ("a_x004", "a_x004"),
        ("<&>\"'", "<&>\"'"),
        ("\u202e𠮷", "\u202e𠮷"),
    ],
)
def test_what_xml_cannot_hold_is_escaped(text, written):
    assert spreadsheet.escape(text) == written
    content = report_to_spreadsheets(saying(text), ["xlsx"])["report.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{TABLES.index('statements') + 1}.xml"))
    assert written in [element.text for element in tree.iter() if element.tag.endswith("}t")]


@given(st.text())
@quick
def test_escapes_turn_back(text):
    assert unescape(spreadsheet.escape(text)) == text


@pytest.mark.parametrize("sign", ["市", "𠮷", "\x00"])
def test_a_text_that_no_cell_holds_tells_where_the_rest_is(sign):
    shown = sheet_cells(saying(sign * 40000), "statements")["本文"].value
    assert shown.endswith("…（続きは report.json）")
    assert 32000 < len(shown.encode("utf-16-le")) / 2 <= 32767
    assert csv_rows(saying(sign * 40000), "statements")[0]["本文"] == sign * 40000


def test_the_longest_text_of_a_cell_is_whole():
    assert sheet_cells(saying("市" * 32767), "statements")["本文"].value == "市" * 32767


# bytes


def test_no_entry_of_the_workbook_has_a_time():
    with zipfile.ZipFile(io.BytesIO(report_to_spreadsheets(report(), ["xlsx"])["report.xlsx"])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"1980-01-01"}


def test_another_process_on_another_day_gives_the_same_bytes(tmp_path):
    code = (
        "from reports import report; from plan_extract.snapshot import *; import pathlib\n"
        f"write_snapshot(report(), {str(tmp_path)!r}, formats=('csv', 'xlsx'))"
    )
    at = {"PYTHONPATH": str(Path(__file__).parent), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code], env=os.environ | at, check=True)
    here = report_to_spreadsheets(report(), ["csv", "xlsx"])
    assert {name: (tmp_path / report().report.id / name).read_bytes() for name in here} == here


def test_a_title_of_any_characters_is_no_obstacle():
    odd = report(report=report_info(title="\x00=<&>\uffff"), generator="\x01")
    assert sheet_cells(odd, "reports")["表題"].value == "_x0000_=<&>_xFFFF_"
