"""Japanese text to values: pure functions that know no PDF and no model."""
