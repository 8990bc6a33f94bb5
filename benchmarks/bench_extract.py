"""How fast a report is read and assembled, beside pdfplumber's extract_tables of every page of the same file, in one run.

Told twice: as far as ``extract_tables`` has anything like it (pages read; tables, rows and their lines assembled), and for
the whole of ``extract`` with its dates, amounts, states and totals, which ``bench_values.py`` looks at alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pdfplumber

from corpus import documents, seconds
from plan_extract import assemble
from plan_extract.pdf.page import Page
from plan_extract.pdf.pdfium import read_pages
from plan_extract.pipeline import extract
from plan_extract.text.outline import Entry
from plan_extract.values import Values

logging.disable(logging.WARNING)


def with_pdfplumber(path: Path) -> list[object]:
    """The tables of every page, as pdfplumber finds them."""
    with pdfplumber.open(path) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def read_all(path: Path) -> list[Page]:
    """The pages of a PDF, read by default."""
    return list(read_pages(path))


def no_values(entries: Sequence[Entry], *_: object) -> Iterator[Values]:
    """For each line of a cell that it holds no dates and no amounts."""
    return (Values((), (), "information", ()) for _ in entries)


def without_values(path: Path) -> None:
    """Read and assemble a report but for its values."""
    with patch.object(assemble, "read_lines", no_values):
        extract(path)


def main() -> None:
    """Print a row for each document."""
    columns = ("read s", "assembled s", "with values s", "pdfplumber s", "times as fast", "with values")
    print(f"{'document':34}{'pages':>6}" + "".join(f"{column:>15}" for column in columns))
    for path in documents():
        pages = len(read_all(path))
        reading, text, whole = (seconds(partial(work, path), runs=7) for work in (read_all, without_values, extract))
        theirs = seconds(partial(with_pdfplumber, path), runs=2)
        figures = "".join(f"{figure:15.3f}" for figure in (reading, text, whole, theirs))
        print(f"{path.name:34}{pages:6}{figures}{theirs / text:15.1f}{theirs / whole:15.1f}")


if __name__ == "__main__":
    main()
