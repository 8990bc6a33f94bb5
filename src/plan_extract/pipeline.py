"""The order of the stages; no logic of its own."""

from __future__ import annotations

import hashlib
import os
from importlib import import_module
from pathlib import Path

from plan_extract.assemble import assemble
from plan_extract.check import check, quote_table
from plan_extract.collector import without_collector
from plan_extract.errors import NoTableError
from plan_extract.layout import Layout, pages_to_layout
from plan_extract.model import PublishedFinding, Reader, Report, SourceFile
from plan_extract.pdf.page import Progress, no_progress
from plan_extract.profile import read_profile
from plan_extract.propose import propose
from plan_extract.published import to_finding
from plan_extract.scans import require_trusted
from plan_extract.selection import narrow, on_pages, parse_selection

READERS: dict[Reader, str] = {"pdfium": "plan_extract.pdf.pdfium", "pdfplumber": "plan_extract.pdf.plumber"}


def read_layout(
    path: Path,
    *,
    profile: str | Path | None = None,
    reader: Reader = "pdfium",
    password: str | None = None,
    max_pages: int | None = None,
    progress: Progress = no_progress,
) -> Layout:
    """What is seen on the pages of a PDF. Raises ``NoTextError`` where no page has text to trust."""
    words = read_profile(profile)
    read_pages = import_module(READERS[reader]).read_pages
    pages = tuple(read_pages(path, password=password, max_pages=max_pages, progress=progress))
    require_trusted(pages)
    return pages_to_layout(pages, words)


@without_collector()
def extract(
    path: str | Path,
    *,
    profile: str | Path | None = None,
    reader: Reader = "pdfium",
    password: str | None = None,
    pages: str | None = None,
    tables: str | None = None,
    max_pages: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report of a PDF, read where this is called (no child process, nothing written).

    ``profile`` is a built-in profile's name or a TOML file; ``reader`` the library that reads the pages; ``password``
    opens a PDF that asks for one. ``pages`` (``"3-8,10"``) and ``tables`` (``"1,3-"``, or words of the heading above them)
    choose what goes into the dataset. ``progress`` is called with the number of pages done and the number of all.

    Raises :class:`~plan_extract.errors.NotPdfError`, ``EncryptedError``, ``NoTextError``, ``NoTableError`` and ``UsageError``.
    """
    file = Path(path)
    selection = parse_selection(pages, tables)
    whole = read_layout(
        file, profile=profile, reader=reader, password=password, max_pages=max_pages, progress=progress or no_progress
    )
    if not whole.tables:
        raise NoTableError(f"no table of initiatives was found: {seen_instead(whole)}")
    layout = narrow(whole, selection)
    if not layout.tables:
        raise NoTableError("no table of initiatives was found in what was chosen")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    source = SourceFile(file_name=printable_name(file), sha256=digest, page_count=len(whole.sheets))
    return check(layout, assemble(layout, source, read_profile(profile), reader, whole=whole))


def seen_instead(layout: Layout) -> str:
    """What a document has instead of tables of initiatives, in words."""
    pages = "1 page" if len(layout.sheets) == 1 else f"{len(layout.sheets)} pages"
    if not layout.skipped:
        return f"no table stands on its {pages}"
    text = quote_table(layout.skipped[0]).strip()
    if len(layout.skipped) == 1:
        return f"the one table on its {pages} lists none ({text})"
    return f"none of the {len(layout.skipped)} tables on its {pages} lists any (the first: {text})"


def printable_name(file: Path) -> str:
    """A file's base name as text; bytes that are no UTF-8 stand as escapes."""
    return os.fsencode(file.name).decode("utf-8", "backslashreplace")


def propose_profile(
    path: str | Path,
    *,
    profile: str | Path | None = None,
    password: str | None = None,
    max_pages: int | None = None,
    progress: Progress | None = None,
) -> str:
    """A profile for reports like this one, as TOML with comments: what was recognised, what was not, what may be meant.

    Raises what :func:`extract` does, ``NoTableError`` only where the PDF has no table at all.
    """
    file = Path(path)
    layout = read_layout(file, profile=profile, password=password, max_pages=max_pages, progress=progress or no_progress)
    if not (layout.tables or layout.skipped):
        raise NoTableError("no table was found on any page")
    return propose(layout, read_profile(profile), printable_name(file))


def cross_check(path: str | Path, *, password: str | None = None, pages: str | None = None) -> tuple[PublishedFinding, ...]:
    """Where pdfium, pdfplumber and camelot read other text in a cell, as findings; a slow, independent second look. ``pages``
    (``"3-8,10"``) are those that are compared.

    Raises what :func:`extract` does, and ``UsageError`` where the ``cross-check`` extra is not installed.
    """
    from plan_extract.crosscheck import compare_cells

    selection = parse_selection(pages, None)
    found = compare_cells(Path(path), password=password, chosen=lambda page: on_pages(page, selection))
    return tuple(map(to_finding, found))
