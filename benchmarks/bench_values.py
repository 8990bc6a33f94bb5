"""What all values of a report cost (dates, amounts, states, totals), beside reading its PDF, in one run."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from unittest.mock import patch

from corpus import documents, seconds
from plan_extract import assemble
from plan_extract.arithmetic.ledger import initiative_to_ledger
from plan_extract.model import Report
from plan_extract.pdf.pdfium import read_pages
from plan_extract.pipeline import extract
from plan_extract.table.wrapping import LogicalLine
from plan_extract.text.outline import Entry
from plan_extract.totals import check_totals, find_repeats, find_totals
from plan_extract.values import Context, read_lines

logging.disable(logging.WARNING)

Cell = tuple[Sequence[Entry], Sequence[LogicalLine], Context]


def read_recorded(path: Path) -> tuple[Report, list[Cell]]:
    """A report, and every cell that its values were read from."""
    calls: list[Cell] = []

    def record(entries: Sequence[Entry], lines: Sequence[LogicalLine], context: Context) -> object:
        calls.append((entries, lines, context))
        return read_lines(entries, lines, context)

    with patch.object(assemble, "read_lines", record):
        return extract(path), calls


def read_values(calls: Sequence[Cell]) -> None:
    """Read the dates, amounts and states of every cell anew."""
    for entries, lines, context in calls:
        list(read_lines(entries, lines, context))


def consume(path: Path) -> None:
    """Read every page of a PDF."""
    deque(read_pages(path), maxlen=0)


def read_totals(report: Report) -> None:
    """Find and check every total anew."""
    ledgers = [initiative_to_ledger(initiative) for initiative in report.initiatives]
    for ledger in ledgers:
        list(check_totals(ledger.initiative, find_totals(ledger)))
    find_repeats(ledgers)


def main() -> None:
    """Print a row for each document."""
    print(f"{'document':34}{'lines':>6}{'read s':>9}{'values s':>10}{'totals s':>10}{'share of reading':>18}")
    for path in documents():
        report, calls = read_recorded(path)
        reading = seconds(partial(consume, path), runs=5)
        values = seconds(partial(read_values, calls), runs=5)
        totals = seconds(partial(read_totals, report), runs=5)
        lines = sum(len(entries) for entries, _, _ in calls)
        print(f"{path.name:34}{lines:6}{reading:9.3f}{values:10.3f}{totals:10.3f}{(values + totals) / reading:18.2f}")


if __name__ == "__main__":
    main()
