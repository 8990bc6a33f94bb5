"""Report ↔ snapshot folder: ``report.json``, a Parquet file for each table, ``datapackage.json``, and what else is wanted."""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Collection
from pathlib import Path

from pydantic import ValidationError

from plan_extract.collector import without_collector
from plan_extract.datapackage import render_datapackage
from plan_extract.errors import OutputError, UsageError
from plan_extract.folder import write_folder
from plan_extract.model import Report
from plan_extract.spreadsheet import Format, report_to_spreadsheets
from plan_extract.tables import TABLES, report_to_table, table_to_parquet

REPORT_FILE = "report.json"
PACKAGE_FILE = "datapackage.json"

OWN_STEMS = {*TABLES, "report", "datapackage", "review"}
"""What a snapshot's files are called, without their endings."""

LONGEST_ID = 200
"""Bytes of a report's id: file systems allow a name 255, and some are for what stands beside it."""

UNPRINTED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode categories that no file name should have: controls, directions, half characters, line ends."""

REASONS = {
    errno.ENOTDIR: "a file stands where a folder should be",
    errno.EEXIST: "a file stands where a folder should be",
    errno.ENOSPC: "no space is left on the disk",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "writing there is not permitted",
    errno.EPERM: "writing there is not permitted",
    errno.EROFS: "the disk is read-only",
    errno.ENAMETOOLONG: "the name is too long",
}


def write_snapshot(
    report: Report, folder_parent: str | Path, review: str | None = None, formats: Collection[Format] = ()
) -> Path:
    """Write the snapshot ``folder_parent/<report id>`` whole, in place of an older one, and return its path.

    ``review`` is the page that shows the report beside its pictures, written as ``review.html``; ``formats`` are those for
    spreadsheets (:mod:`.spreadsheet`). The same report gives the same bytes. Raises ``OutputError``, and leaves an older
    snapshot as it was, where the folder cannot be written, the id is no safe name, or files that are none of a snapshot's
    stand in the folder.
    """
    folder = Path(folder_parent) / safe_name(report.report.id)
    try:
        check_replaceable(folder)
        pages = {} if review is None else {"review.html": review.encode()}
        write_folder(folder, {**report_to_files(report), **report_to_spreadsheets(report, formats), **pages})
    except OSError as error:
        raise OutputError(f"{folder}: {reason(error)}") from error
    return folder


def other_source(report: Report, folder_parent: str | Path) -> str | None:
    """The file name of another PDF whose snapshot stands where that of ``report`` would go; ``None`` where none does."""
    try:
        older = load(Path(folder_parent) / safe_name(report.report.id)).report.source
    except UsageError:
        return None
    return older.file_name if older.sha256 != report.report.source.sha256 else None


def safe_name(report_id: str) -> str:
    """The id itself; raises ``OutputError`` where it cannot be the name of a folder.

    >>> safe_name("架空市デジタル推進計画_2023-10-31")
    '架空市デジタル推進計画_2023-10-31'
    """
    if not report_id or report_id[0] == "." or any(c in "/\\" or unicodedata.category(c) in UNPRINTED for c in report_id):
        raise OutputError(f"the report id {report_id!r} is not safe as the name of a folder")
    if len(report_id.encode()) > LONGEST_ID:
        raise OutputError(f"the report id {report_id[:20]!r}… is longer than {LONGEST_ID} bytes")
    try:
        os.fsencode(report_id)
    except UnicodeEncodeError as error:
        raise OutputError(f"files cannot be called {report_id!r} in the encoding {error.encoding}; set PYTHONUTF8=1") from error
    return report_id


def check_replaceable(folder: Path) -> None:
    """Raise ``OutputError`` where ``folder`` has files that a new snapshot would take away and not replace, and
    ``NotADirectoryError`` where it is a file. Hidden files are the system's own and do not count.
    """
    if not os.path.lexists(folder):
        return
    foreign = sorted(path.name for path in folder.iterdir() if path.stem not in OWN_STEMS and path.name[0] != ".")
    if foreign:
        raise OutputError(f"{folder}: {foreign[0]} there is no part of a snapshot; move it away first")


def reason(error: OSError) -> str:
    """What went wrong, in one line of plain words."""
    return REASONS.get(error.errno or 0, error.strerror or str(error))


def report_to_files(report: Report) -> dict[str, bytes]:
    """The content of every file of the snapshot by its name."""
    return {
        REPORT_FILE: report_to_json(report).encode(),
        PACKAGE_FILE: render_datapackage(report).encode(),
        **{f"{name}.parquet": table_to_parquet(report_to_table(report, name)) for name in TABLES},
    }


def report_to_json(report: Report) -> str:
    """The text of ``report.json``: indented, keys in the model's order, characters as they are, amounts as strings."""
    return report.model_dump_json(indent=2) + "\n"


@without_collector()
def load(path: str | Path) -> Report:
    """The report of a snapshot folder or of a ``report.json``; raises ``UsageError`` where it is neither."""
    file = Path(path) / REPORT_FILE if Path(path).is_dir() else Path(path)
    try:
        return Report.model_validate_json(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise UsageError(f"{file}: is not a snapshot's report: {first_fault(error)}") from error


def first_fault(error: ValidationError) -> str:
    """Where a report departs from the model first, and how, in one line."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(step) for step in fault["loc"])
    return " ".join(f"{place}: {fault['msg']}".removeprefix(": ").split())
