"""Japanese text to values: pure functions that know no PDF and no model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plan_extract.text.dates import find_dates as find_dates
    from plan_extract.text.quantities import find_numbers as find_numbers
    from plan_extract.text.quantities import find_quantities as find_quantities

__all__ = ["find_dates", "find_numbers", "find_quantities"]

_HOME = {"find_dates": "dates", "find_numbers": "quantities", "find_quantities": "quantities"}


def __getattr__(name: str) -> object:
    """Import the public functions on first use: many modules here need nothing of their patterns."""
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f"plan_extract.text.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
