"""How the commands come by reports: PDFs read in a child process, opened with a password where they want one, or snapshots."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from plan_extract import isolate, terminal
from plan_extract.errors import EncryptedError, LimitError, UsageError
from plan_extract.isolate import PASSWORD_VARIABLE, Limits, Reader

if TYPE_CHECKING:
    from plan_extract.model import Report

T = TypeVar("T")

LONGEST_PASSWORD = 1024
TRIES = 3
"""How often a password is asked for."""


@dataclass(frozen=True, slots=True)
class How:
    """How documents are read."""

    profile: str | None
    password: str | None = field(repr=False)
    limits: Limits
    progress: bool
    reader: Reader = "pdfium"
    pages: str | None = None
    tables: str | None = None
    cross_check: bool = False
    review: bool = False


def report_at(path: Path, how: How) -> Report:
    """The report of a snapshot folder or a report.json, or else in a PDF."""
    from plan_extract.snapshot import load

    if path.is_dir() or path.suffix.lower() == ".json":
        return load(path)
    return unlocked(lambda password: read_one(path, how, password), path, how.password)[0]


def read_one(file: Path, how: How, password: str | None) -> tuple[Report, str | None]:
    """The report in one file, read while a bar counts its pages, and its review page if one is wanted."""
    with terminal.progress_bar(file.name, sys.stderr if how.progress else None) as progress:
        report = isolate.read(
            file,
            how.limits,
            profile=how.profile,
            reader=how.reader,
            password=password,
            pages=how.pages,
            tables=how.tables,
            cross_check=how.cross_check,
            progress=progress,
        )
    return report, review_page(report, file, how, password) if how.review else None


def review_page(report: Report, file: Path, how: How, password: str | None) -> str:
    """The page that shows a report beside the pictures of its pages, drawn while a bar counts them."""
    from plan_extract.review.render import render_review

    with terminal.progress_bar(f"drawing {file.name}", sys.stderr if how.progress else None) as progress:
        try:
            drawn = isolate.pictures(file, how.limits, password=password, progress=progress)
        except LimitError as error:
            raise LimitError(f"{error}, while drawing the pages for review.html, which --no-review leaves out") from error
    return render_review(report, drawn)


def unlocked(read: Callable[[str | None], T], file: Path, password: str | None) -> T:
    """What ``read`` gives with the password, or with one that is typed where somebody is there to be asked."""
    for _ in range(TRIES):
        try:
            return read(password)
        except EncryptedError:
            if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
                raise
            password = getpass(f"Password of {terminal.printable(file.name)}: ", sys.stderr)
    return read(password)


def given_password(file: Path | None) -> str | None:
    """The password that a file's first line or else the environment gives; raises ``UsageError`` for one that is none."""
    password = os.environ.get(PASSWORD_VARIABLE) if file is None else first_line(file)
    if password and any(not char.isprintable() for char in password):
        raise UsageError("the password holds characters that no password has; is it saved as UTF-8?")
    return password


def first_line(file: Path) -> str:
    """The first line of a file of text, which may begin with a byte order mark; raises ``UsageError`` without one."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            line = lines.readline(LONGEST_PASSWORD).rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise UsageError(f"the password cannot be read from {file}") from error
    if not line:
        raise UsageError(f"the first line of {file} holds no password")
    return line
