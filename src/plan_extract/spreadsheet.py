"""Report → files for spreadsheets: ``report.xlsx``, a sheet for each table, and ``<table>.csv``: the only import of openpyxl.

Headings are the Japanese titles of the columns, as in ``datapackage.json``. The columns are those of the Parquet tables
without ``exact``, for amounts stand here in full; maps and lists are JSON in one cell. In both forms a text that a
spreadsheet would take for a formula does nothing: in the CSV an apostrophe stands before it, in the workbook it is a
text cell with the mark of a typed apostrophe, so that it stays one when it is edited. Numbers stay numbers, negative ones too.
"""

from __future__ import annotations

import csv
import datetime
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from plan_extract.columns import Column
from plan_extract.errors import UsageError
from plan_extract.model import Report, plain
from plan_extract.tables import RELATIONS, Relation

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

Format = Literal["csv", "xlsx"]
Value = str | int | float | Decimal | datetime.date | None
"""What a cell holds."""

WORKBOOK_FILE = "report.xlsx"

FORMULA = {"=", "+", "-", "@"}
"""What a formula begins with, in any width: Excel in Japan takes ＝ for =."""
CONTROLS = {"\t", "\r", "\n"}
"""First characters that some readers drop, or take for the end of the cell before."""

DIGITS, LARGEST = 15, 307
"""Significant digits that a spreadsheet keeps of a number, and the highest power of ten that it knows."""
FIRST_DAY = datetime.date(1900, 3, 1)
"""Before it Excel counts wrongly (it knows a 29 February 1900) or not at all."""
LONGEST_TEXT = 32767
"""UTF-16 units that a cell of Excel holds."""
CUT = "…（続きは report.json）"
NARROWEST, WIDEST, STRUCTURE_WIDTH = 8, 60, 24
"""Widths of columns, in half-width characters; the last for columns of JSON, which nobody reads line by line."""
MARGIN = 4
"""What padding and the button of the filter take."""

NO_TIME = datetime.datetime(1980, 1, 1)
"""The first moment that a zip archive knows; openpyxl cannot leave the times of a workbook out."""

NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML cannot hold or would change (a carriage return), and a ``_`` that would begin an escape."""


class Sheet(NamedTuple):
    """A table as a spreadsheet shows it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def parse_formats(text: str | None) -> tuple[Format, ...]:
    """The formats in a list such as ``csv,xlsx``; raises ``UsageError`` for one that is none.

    >>> parse_formats("xlsx, CSV"), parse_formats(None)
    (('xlsx', 'csv'), ())
    """
    names = [] if text is None else [name.strip().lower() for name in text.split(",")]
    for name in names:
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise UsageError(f"{name!r} is no format for spreadsheets (they are {known}; JSON and Parquet are always written)")
    return tuple(cast("Format", name) for name in dict.fromkeys(names))


def report_to_spreadsheets(report: Report, formats: Collection[Format]) -> dict[str, bytes]:
    """The content of every file of these formats by its name; the same report gives the same bytes."""
    return {name: content for form in formats for name, content in FORMATS[form](report).items()}


def relation_to_sheet(relation: Relation, report: Report) -> Sheet:
    """One table of a report."""
    columns = tuple(column for column in relation.columns if column.name != "exact")
    rows = tuple(tuple(cell_value(column, row) for column in columns) for row in relation.rows(report))
    return Sheet(relation.title, columns, rows)


def cell_value(column: Column, row: object) -> Value:
    """A row's value in a column; maps and lists as JSON."""
    value = column.read(row)
    if value is None or column.kind not in {"map", "list"}:
        return cast("Value", value)
    return json.dumps(structure(column, value), ensure_ascii=False, default=value_to_text)


def structure(column: Column, value: Any) -> object:
    """A value in which each item of a list is a dict of its members."""
    if column.kind != "list":
        return value
    return [{member.name: structure(member, member.read(item)) for member in column.members} for item in value]


def value_to_text(value: Value) -> str:
    """The value in plain characters: ISO dates, digits without exponent, nothing for null.

    >>> value_to_text(datetime.date(2023, 10, 31)), value_to_text(Decimal("-1E+3")), value_to_text(True)
    ('2023-10-31', '-1000', 'TRUE')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return plain(value) if isinstance(value, Decimal) else str(value)


def is_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula, blanks and unseen characters before it left aside.

    >>> is_like_formula("＝1+1"), is_like_formula("－ 検討中"), is_like_formula("令和5年度＝初年度")
    (True, True, False)
    """
    start = next((char for char in text if not is_unseen(char)), "")
    return text[:1] in CONTROLS or unicodedata.normalize("NFKC", start) in FORMULA


def is_unseen(char: str) -> bool:
    """Whether the character shows nothing: a blank, a control or a mark of direction."""
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}


# CSV


def report_to_csvs(report: Report) -> dict[str, bytes]:
    """Each table as ``<table>.csv``."""
    return {f"{name}.csv": sheet_to_csv(relation_to_sheet(relation, report)) for name, relation in RELATIONS.items()}


def sheet_to_csv(sheet: Sheet) -> bytes:
    """The table as CSV for Excel: UTF-8 with byte order mark, CRLF after each row, LF inside a cell, every cell quoted."""
    lines = StringIO(newline="")
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL)
    writer.writerow([column.title for column in sheet.columns])
    writer.writerows([harmless(value) for value in row] for row in sheet.rows)
    return lines.getvalue().encode("utf-8-sig")


def harmless(value: Value) -> str:
    """The value in plain characters, an apostrophe before a text that could be taken for a formula.

    >>> harmless("=1+1"), harmless("－ 検討中"), harmless(-5), harmless("3-1")
    ("'=1+1", "'－ 検討中", '-5', '3-1')
    """
    return f"'{value}" if isinstance(value, str) and is_like_formula(value) else value_to_text(value)


# XLSX


class Styles(NamedTuple):
    """How cells look, as openpyxl's arrays of style numbers."""

    head: Any
    text: Any
    quoted: Any
    structure: Any
    day: Any
    number: Any


def report_to_workbook(report: Report) -> dict[str, bytes]:
    """All tables as the sheets of ``report.xlsx``."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "plan-extract"
    book.properties.created = book.properties.modified = NO_TIME
    for relation in RELATIONS.values():
        add_sheet(book, relation_to_sheet(relation, report))
    return {WORKBOOK_FILE: book_to_bytes(book)}


def add_sheet(book: Workbook, sheet: Sheet) -> None:
    """Write one table into the workbook: widths, a header that stays in sight and filters, then the rows."""
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(sheet.title)
    styles = make_styles(page)
    for number, column in enumerate(sheet.columns, start=1):
        width = column_width(column, (row[number - 1] for row in sheet.rows))
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    page.append([styled(page, column.title, styles.head) for column in sheet.columns])
    for row in sheet.rows:
        page.append(row_to_cells(page, styles, sheet.columns, row))


def make_styles(page: Any) -> Styles:
    """The looks of cells, known to the page's workbook."""
    from openpyxl.styles import Alignment, Font, PatternFill

    bold = Font(name="Calibri", size=11, scheme="minor", bold=True)
    top, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    return Styles(
        head=style(page, font=bold, fill=PatternFill("solid", start_color="DDE6F0"), alignment=wrapped),
        text=style(page, alignment=wrapped),
        quoted=style(page, alignment=wrapped, quotePrefix=True),
        structure=style(page, alignment=top),
        day=style(page, alignment=top, number_format="yyyy-mm-dd"),
        number=style(page, alignment=top),
    )


def style(page: Any, **looks: object) -> Any:
    """One look, from the attributes that openpyxl has for it."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page)
    for name, look in looks.items():
        setattr(cell, name, look)
    return cell._style


def row_to_cells(page: Any, styles: Styles, columns: Sequence[Column], row: Sequence[Value]) -> list[WriteOnlyCell | None]:
    """A row's cells, none where there is no value."""
    return [None if value is None else value_to_cell(page, styles, column, value) for column, value in zip(columns, row)]


def value_to_cell(page: Any, styles: Styles, column: Column, value: Value) -> WriteOnlyCell:
    """A cell with the type of its value, or a text where a spreadsheet would change a number or a day."""
    held = typed(value)
    if isinstance(held, str):
        like_formula = styles.quoted if is_like_formula(held) else styles.text
        return text_cell(page, held, styles.structure if column.members or column.kind == "map" else like_formula)
    return styled(page, held, styles.day if isinstance(held, datetime.date) else styles.number)


def typed(value: Value) -> Value:
    """The value itself, or its characters where a spreadsheet cannot hold it exactly.

    >>> typed(Decimal("98.5")), typed(Decimal("1234567890123456.7")), typed(datetime.date(1889, 4, 1))
    (Decimal('98.5'), '1234567890123456.7', '1889-04-01')
    """
    unfit = (isinstance(value, Decimal) and not is_held(value)) or (isinstance(value, datetime.date) and value < FIRST_DAY)
    return value_to_text(value) if unfit else value


def is_held(amount: Decimal) -> bool:
    """Whether a spreadsheet's numbers hold every digit of the amount."""
    digits = "".join(map(str, amount.as_tuple().digits)).strip("0")
    return not digits or (len(digits) <= DIGITS and abs(amount.adjusted()) <= LARGEST)


def styled(page: Any, value: Value, look: Any) -> WriteOnlyCell:
    """A cell of the type that the value has."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page, value)
    cell._style = look
    return cell


def text_cell(page: Any, text: str, look: Any) -> WriteOnlyCell:
    """A cell of text, whatever openpyxl would take it for (=1+1, #N/A)."""
    cell = styled(page, cut(escape(text)), look)
    cell.data_type = "s"
    return cell


def escape(text: str) -> str:
    """The text as XLSX writes what XML has no place for (ECMA-376, 22.9.2.19): ``_xHHHH_``, which Excel shows as the character.

    >>> escape("一\\x0b二"), escape("_x0041_")
    ('一_x000B_二', '_x005F_x0041_')
    """
    return NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def cut(text: str) -> str:
    """The text, or what a cell holds of it and a word on where the rest is."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - len(CUT))].decode("utf-16-le", "ignore") + CUT


def column_width(column: Column, values: Iterable[Value]) -> int:
    """A width in which the heading and the longest line of the values fit, within limits."""
    if column.kind in {"map", "list"}:
        return STRUCTURE_WIDTH
    lines = (line for value in values for line in value_to_text(value).splitlines())
    longest = max(map(line_width, (column.title, *lines)))
    return max(NARROWEST, min(WIDEST, longest + MARGIN))


def line_width(line: str) -> int:
    """Columns that a line takes, full-width characters two; no more than the widest are counted.

    >>> line_width("10月末")
    6
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line[:WIDEST])


def book_to_bytes(book: Workbook) -> bytes:
    """The workbook as a file that tells nothing of when and where it was made."""
    from openpyxl.writer.excel import ExcelWriter

    written = BytesIO()
    # the workbook's own save would note the time
    ExcelWriter(book, ZipFile(written, "w")).save()
    return without_times(written)


def without_times(archive: BytesIO) -> bytes:
    """The same zip archive, compressed, each entry dated :data:`NO_TIME`."""
    result = BytesIO()
    with ZipFile(archive) as dated, ZipFile(result, "w") as undated:
        for name in dated.namelist():
            entry = ZipInfo(name, NO_TIME.timetuple()[:6])
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
            undated.writestr(entry, dated.read(name))
    return result.getvalue()


FORMATS: dict[Format, Callable[[Report], dict[str, bytes]]] = {"csv": report_to_csvs, "xlsx": report_to_workbook}
"""What writes the files of each format."""
