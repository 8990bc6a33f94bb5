"""What a page costs in each document, beside what reading it with pdfium costs, in one run.

A page's cost is that of reading it, of finding its tables and lines, and its share, by its chars, of all that is done with
the document as a whole. The limit is three times the reading and ten milliseconds more.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from corpus import all_documents, seconds
from plan_extract.errors import PlanExtractError
from plan_extract.layout import read_sheet
from plan_extract.pdf.page import Page
from plan_extract.pdf.pdfium import read_pages
from plan_extract.pipeline import extract
from plan_extract.profile import read_profile

logging.disable(logging.WARNING)

SLACK = 0.010
"""Seconds that a page may cost beside three times its reading."""


class Cost(NamedTuple):
    """What the pages of a document cost: seconds of reading each, of finding its tables, and of the whole document; and how
    many chars each has."""

    reading: list[float]
    finding: list[float]
    chars: list[int]
    whole: float

    def pages(self) -> list[float]:
        """The cost of each page."""
        own = [reading + finding for reading, finding in zip(self.reading, self.finding, strict=True)]
        rest = max(0.0, self.whole - sum(own)) / max(1, sum(self.chars))
        return [cost + rest * chars for cost, chars in zip(own, self.chars, strict=True)]

    def shares(self) -> list[float]:
        """The cost of each page as a share of its limit."""
        return [cost / (3 * reading + SLACK) for cost, reading in zip(self.pages(), self.reading, strict=True)]


def timed_pages(path: Path) -> tuple[list[Page], list[float]]:
    """The pages of a PDF, and the seconds that reading each took."""
    pages: list[Page] = []
    times = [time.process_time()]
    for page in read_pages(path):
        pages.append(page)
        times.append(time.process_time())
    return pages, [end - start for start, end in pairwise(times)]


def fastest(runs: list[list[float]]) -> list[float]:
    """The shortest time of each page in several runs."""
    return [min(times) for times in zip(*runs, strict=True)]


def to_end(path: Path) -> None:
    """Extract a report, or find out that there is none."""
    try:
        extract(path)
    except PlanExtractError:
        return


def measure(path: Path) -> Cost:
    """What a document costs."""
    profile = read_profile()
    runs = [timed_pages(path) for _ in range(3)]
    finders: list[Callable[[], object]] = [partial(read_sheet, page, profile) for page in runs[0][0]]
    return Cost(
        reading=fastest([times for _, times in runs]),
        finding=[seconds(find) for find in finders],
        chars=[len(page.chars) for page in runs[0][0]],
        whole=seconds(partial(to_end, path)),
    )


def main() -> None:
    """Print a row for each document."""
    print(f"{'document':38}{'pages':>6}{'read ms/page':>14}{'all ms/page':>13}{'dearest page':>14}{'of its limit':>14}")
    for path in all_documents():
        cost = measure(path)
        shares = cost.shares()
        dearest = shares.index(max(shares))
        reading, whole = 1000 * sum(cost.reading) / len(shares), 1000 * cost.whole / len(shares)
        print(f"{path.name:38}{len(shares):6}{reading:14.1f}{whole:13.1f}{dearest + 1:14}{shares[dearest]:14.0%}")


if __name__ == "__main__":
    main()
