"""Python's collector of reference cycles, and work during which it may rest."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY_OBJECTS = 200_000
"""New objects after which the collector of a process that goes on for thousands of reports looks for cycles."""


def collect_rarely() -> None:
    """Let the collector come seldom for the rest of the process, whatever it does."""
    gc.set_threshold(MANY_OBJECTS)


@contextmanager
def without_collector() -> Iterator[None]:
    """Lets the collector rest: a report is some hundred thousand small objects in no cycle, and the collector would walk
    through all of them again and again while more are made. What is no longer used is freed all the same."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
