"""The documents that the benchmarks read: the samples, and those of the folder that PLAN_EXTRACT_CORPUS names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "samples"
LEFT_OUT = {"bad", "real"}
"""Folders of the corpus that hold no reports on a plan."""


def documents() -> list[Path]:
    """The sample reports and, where the corpus is there, its reports."""
    corpus = Path(os.environ.get("PLAN_EXTRACT_CORPUS", "/nonexistent"), "corpus")
    reports = [path for path in sorted(corpus.glob("*/*.pdf")) if path.parent.name not in LEFT_OUT]
    return [*sorted(SAMPLES.glob("*.pdf")), *reports]


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """The shortest time of several runs, in seconds of this process."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)
