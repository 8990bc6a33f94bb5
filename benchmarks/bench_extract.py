"""How fast a report is read and assembled, beside pdfplumber's extract_tables of every page of the same file, in one run."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

import pdfplumber

from corpus import documents, seconds
from plan_extract.pdf.page import Page
from plan_extract.pdf.pdfium import read_pages
from plan_extract.pipeline import extract

logging.disable(logging.WARNING)


def with_pdfplumber(path: Path) -> list[object]:
    """The tables of every page, as pdfplumber finds them."""
    with pdfplumber.open(path) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def read_all(path: Path) -> list[Page]:
    """The pages of a PDF, read by default."""
    return list(read_pages(path))


def main() -> None:
    """Print a row for each document."""
    print(f"{'document':34}{'pages':>6}{'read s':>9}{'report s':>10}{'pdfplumber s':>14}{'times as fast':>15}")
    for path in documents():
        pages = len(read_all(path))
        reading = seconds(partial(read_all, path))
        ours = seconds(partial(extract, path))
        theirs = seconds(partial(with_pdfplumber, path), runs=2)
        print(f"{path.name:34}{pages:6}{reading:9.3f}{ours:10.3f}{theirs:14.3f}{theirs / ours:15.1f}")


if __name__ == "__main__":
    main()
