"""What stops a command: errors that a user can act on, each with its exit code.

A document's own defects are never errors but :class:`~plan_extract.finding.Finding` values.
"""

from __future__ import annotations

from typing import ClassVar


class PlanExtractError(Exception):
    """An input or a setting that cannot be worked with.

    ``slug`` names the kind on the command line (``error[slug]``), ``exit_code`` is what the process returns,
    and ``advice`` says what to do next. The message says what is wrong.
    """

    slug: ClassVar[str] = "defect"
    exit_code: ClassVar[int] = 70
    advice: ClassVar[str] = "this is a defect of plan-extract; run again with --debug and report what it prints"


class UsageError(PlanExtractError):
    """A flag, an argument or a profile that makes no sense."""

    slug = "usage"
    exit_code = 2
    advice = "see plan-extract --help"


class NotPdfError(PlanExtractError):
    """The input is missing, is no PDF or is too damaged to be opened."""

    slug = "not-a-pdf"
    exit_code = 3
    advice = "check the path, or save the document as PDF again"


class EncryptedError(PlanExtractError):
    """The PDF asks for a password."""

    slug = "encrypted"
    exit_code = 4
    advice = "give its password (--password-file FILE, or PLAN_EXTRACT_PASSWORD), or save a copy without one"


class NoTextError(PlanExtractError):
    """No page has text to read."""

    slug = "no-text"
    exit_code = 5
    advice = (
        "ask the publisher for the file that was printed, or have OCR write a document of its own (no layer behind pictures), "
        "correct it and save that as PDF"
    )


class NoTableError(PlanExtractError):
    """No table of initiatives was found."""

    slug = "no-table"
    exit_code = 6
    advice = "look at a page with: plan-extract inspect REPORT.pdf --page 1"


class LimitError(PlanExtractError):
    """Time, memory, pages or size went over a limit."""

    slug = "limit"
    exit_code = 7
    advice = "raise the limit with --timeout, --memory, --max-pages or --max-size if you trust the document"


class OutputError(PlanExtractError):
    """The output folder could not be written, or a snapshot could not be read back."""

    slug = "output"
    exit_code = 8
    advice = "check the folder's permissions and the free space"
