"""The documents that the benchmarks read: the samples, and those of the folder that PLAN_EXTRACT_CORPUS names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "samples"


def all_documents() -> list[Path]:
    """The sample reports and, where the corpus is there, whatever can be read in it."""
    corpus = Path(os.environ.get("PLAN_EXTRACT_CORPUS", "/nonexistent"), "corpus")
    return [path for path in (*sorted(SAMPLES.glob("*.pdf")), *sorted(corpus.glob("*/*.pdf"))) if path.parent.name != "bad"]


def documents() -> list[Path]:
    """The sample reports and, where the corpus is there, its reports on one plan."""
    return [path for path in all_documents() if path.parent.name != "real"]


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """The shortest time of several runs, in seconds of this process."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)
