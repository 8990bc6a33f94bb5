"""Japanese text to values: pure functions that know no PDF and no model."""

from plan_extract.text.dates import find_dates
from plan_extract.text.quantities import find_numbers, find_quantities

__all__ = ["find_dates", "find_numbers", "find_quantities"]
