"""``plan-extract run``: reports into snapshots."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from plan_extract import terminal
from plan_extract.cli.options import (
    CROSS_CHECK,
    READ,
    AsJson,
    CrossCheck,
    Debug,
    Formats,
    Library,
    MaxPages,
    MaxSize,
    Memory,
    Out,
    Pages,
    PasswordFile,
    Pdfs,
    Profile,
    Quiet,
    Review,
    Strict,
    Tables,
    Timeout,
    limits_from,
)
from plan_extract.cli.output import defect, show_error, write
from plan_extract.cli.reading import How, given_password, read_one, unlocked
from plan_extract.errors import OutputError, PlanExtractError, UsageError
from plan_extract.profile import read_profile
from plan_extract.selection import parse_selection

if TYPE_CHECKING:
    from plan_extract.model import Report
    from plan_extract.spreadsheet import Format


class StrictError(PlanExtractError):
    """The report was written, but holds findings that ``--strict`` takes for a failure."""

    slug: ClassVar[str] = "findings"
    exit_code: ClassVar[int] = 1
    advice: ClassVar[str] = "look at the findings, or run without --strict"


@dataclass(frozen=True, slots=True)
class Where:
    """Where snapshots go, in which further forms, and whether ``--strict`` finds fault with their reports."""

    out: Path
    formats: tuple[Format, ...]
    strict: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a report and its folder, an error, or both where ``--strict`` finds fault.

    ``replaced`` names another PDF whose snapshot the folder held before.
    """

    file: Path
    report: Report | None = None
    folder: Path | None = None
    replaced: str | None = None
    error: PlanExtractError | None = None


def run(
    reports: Pdfs,
    *,
    out: Out = Path("output"),
    profile: Profile = None,
    reader: Library = "pdfium",
    pages: Pages = None,
    tables: Tables = None,
    password_file: PasswordFile = None,
    cross_check: CrossCheck = False,
    review: Review = True,
    formats: Formats = None,
    strict: Strict = False,
    as_json: AsJson = False,
    timeout: Timeout = None,
    memory: Memory = READ.memory,
    max_pages: MaxPages = READ.pages,
    max_size: MaxSize = READ.size,
    quiet: Quiet = False,
    debug: Debug = False,
) -> int:
    """Turn reports into datasets: JSON, tables and a page to look at. Each has its folder, the snapshot, in --out."""
    from plan_extract.spreadsheet import parse_formats

    limits = limits_from(CROSS_CHECK if cross_check else READ, timeout, memory, max_pages, max_size)
    read_profile(profile)
    parse_selection(pages, tables)
    wanted = parse_formats(formats)
    password = given_password(password_file)
    how = How(profile, password, limits, not quiet, reader, pages, tables, cross_check, review)
    outcomes = []
    for outcome in outcomes_of(reports, how, Where(out, wanted, strict)):
        outcomes.append(outcome)
        if not (quiet or as_json):
            show_report(outcome)
        if outcome.error:
            show_error(outcome.error, outcome.file, debug)
    if as_json:
        write(terminal.json_text([entry_of(outcome) for outcome in outcomes]) + "\n")
    elif len(outcomes) > 1 and not quiet:
        write(f"{sum(outcome.folder is not None for outcome in outcomes)} of {len(outcomes)} reports written\n")
    return next((outcome.error.exit_code for outcome in outcomes if outcome.error), 0)


def outcomes_of(files: Iterable[Path], how: How, where: Where) -> Iterator[Outcome]:
    """Read and write one file after the other; what fails does not keep the others from being done."""
    require_folder(where.out)
    taken: dict[str, Path] = {}
    for file in files:
        try:
            yield outcome_of(file, how, where, taken)
        except PlanExtractError as error:
            yield Outcome(file, error=error)
        except Exception as error:
            yield Outcome(file, error=defect(error))


def outcome_of(file: Path, how: How, where: Where, taken: dict[str, Path]) -> Outcome:
    """The report in one file, written to its folder. ``taken`` tells whose folders were written in this run."""
    from plan_extract.snapshot import other_source, write_snapshot

    report, review = unlocked(lambda password: read_one(file, how, password), file, how.password)
    take(report.report.id, file, taken)
    replaced = other_source(report, where.out)
    folder = write_snapshot(report, where.out, review, where.formats)
    return Outcome(file, report, folder, replaced, fault_of(report) if where.strict else None)


def take(report_id: str, file: Path, taken: dict[str, Path]) -> None:
    """Note that ``file`` has this id; raise ``UsageError`` where another one of the same run has it already."""
    # some file systems hold two names for one that differ in case or in how accents are composed
    name = unicodedata.normalize("NFC", report_id).casefold()
    if name in taken:
        raise UsageError(f"has the report id {report_id}, and so has {taken[name]}: write one of them to another --out")
    taken[name] = file


def fault_of(report: Report) -> StrictError | None:
    """What ``--strict`` has against the report."""
    errors = sum(finding.severity == "error" for finding in report.findings)
    return StrictError(f"holds {terminal.counted(errors, 'finding')} of severity error") if errors else None


def require_folder(out: Path) -> None:
    """Raise ``OutputError`` before anything is read where ``out`` cannot be a folder."""
    if os.path.lexists(out) and not out.is_dir():
        raise OutputError(f"{out} is no folder")


def entry_of(outcome: Outcome) -> dict[str, object]:
    """What ``--json`` tells of one input."""
    entry: dict[str, object] = {
        "file": plain_name(outcome.file),
        "exit_code": outcome.error.exit_code if outcome.error else 0,
        "folder": plain_name(outcome.folder) if outcome.folder else None,
    }
    if outcome.replaced is not None:
        entry["replaced"] = outcome.replaced
    if outcome.report:
        entry["report"] = outcome.report.model_dump(mode="json")
    if outcome.error:
        entry["error"] = {"slug": outcome.error.slug, "message": str(outcome.error)}
    return entry


def plain_name(path: Path) -> str:
    """The path as text, bytes that are no UTF-8 written as ``\\xff``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def show_report(outcome: Outcome) -> None:
    """Print the summary of a report that was written."""
    if outcome.report and outcome.folder and sys.stdout:
        lines, width = terminal.takes_lines(sys.stdout), terminal.width_of(sys.stdout)
        view = terminal.report_view(outcome.report, outcome.folder, outcome.replaced, lines=lines, width=width)
        write(terminal.rendered(sys.stdout, view, ""))
