"""``plan-extract diff`` and ``plan-extract history``: the periods of a plan compared."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from plan_extract import terminal
from plan_extract.cli.options import (
    READ,
    AsJson,
    Debug,
    DiffForm,
    ExitCode,
    Form,
    MaxPages,
    MaxSize,
    Memory,
    New,
    Old,
    PasswordFile,
    Profile,
    Quiet,
    Snapshots,
    Timeout,
    limits_from,
)
from plan_extract.cli.output import show_error, write
from plan_extract.cli.reading import How, given_password, report_at
from plan_extract.errors import PlanExtractError, UsageError
from plan_extract.profile import read_profile

if TYPE_CHECKING:
    from plan_extract.diffmodel import ReportDiff


def diff(
    old: Old,
    new: New,
    *,
    form: Form = "text",
    exit_code: ExitCode = False,
    profile: Profile = None,
    password_file: PasswordFile = None,
    timeout: Timeout = None,
    memory: Memory = READ.memory,
    max_pages: MaxPages = READ.pages,
    max_size: MaxSize = READ.size,
    quiet: Quiet = False,
    debug: Debug = False,
) -> int:
    """Tell what differs between two periods of a plan. Initiatives that came, went or moved; states, dates, amounts."""
    from plan_extract.comparison import diff as compare

    limits, password = limits_from(READ, timeout, memory, max_pages, max_size), given_password(password_file)
    read_profile(profile)
    how = How(profile, password, limits, not quiet)
    reports = []
    for file in (old, new):
        try:
            reports.append(report_at(file, how))
        except UsageError:
            raise
        except PlanExtractError as error:
            show_error(error, file, debug)
            return error.exit_code
    found = compare(*reports)
    if not quiet:
        write(diff_text(found, form))
    return int(exit_code and found.differs)


def diff_text(found: ReportDiff, form: DiffForm) -> str:
    """The diff in one of its forms."""
    from plan_extract import diffview

    if form == "json":
        return terminal.json_text(found.model_dump(mode="json")) + "\n"
    if form == "markdown":
        return diffview.diff_markdown(found)
    if form == "html":
        from plan_extract.review.diff import render_diff

        return render_diff(found)
    colors = sys.stdout is not None and terminal.takes_colors(sys.stdout)
    return terminal.rendered(sys.stdout, *diffview.diff_view(found, colors=colors)) if sys.stdout else ""


def history(
    folder: Snapshots,
    *,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Follow initiatives and figures over all periods of a plan. Writes tables and a page into DIR/history/."""
    from plan_extract.diffview import history_view
    from plan_extract.history import history as over_all
    from plan_extract.history import history_to_files, load_periods, write_history
    from plan_extract.review.history import render_history

    found = over_all(load_periods(folder))
    target = write_history(folder, {**history_to_files(found), "history.html": render_history(found).encode()})
    if as_json:
        write(terminal.json_text(found.model_dump(mode="json")) + "\n")
    elif not quiet and sys.stdout:
        write(terminal.rendered(sys.stdout, *history_view(found, target)))
    return 0
