"""Turn a municipality's progress report (取組状況 PDF) into a checked, typed, traceable dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from plan_extract.comparison import diff as diff
    from plan_extract.model import Report as Report
    from plan_extract.pipeline import extract as extract
    from plan_extract.snapshot import load as load

__all__ = ["Report", "__version__", "diff", "extract", "load"]

_HOME = {"diff": "comparison", "Report": "model", "extract": "pipeline", "load": "snapshot"}


def __getattr__(name: str) -> object:
    """Import the public names on first use, so that ``import plan_extract`` costs nothing."""
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f"plan_extract.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
