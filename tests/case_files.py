"""Reads the case files in cases/: one JSON object a line with text, expected, seen (where the form was met) and kind."""

import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "cases"
KNOWN_FAILURE = pytest.mark.xfail(strict=True, reason="known failure: a promise not kept yet")


def cases(name):
    """The cases of cases/<name>.jsonl as (text, expected) parameters; a known failure must go on failing."""
    lines = (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [to_parameter(json.loads(line)) for line in lines]


def to_parameter(case):
    marks = [KNOWN_FAILURE] if case["kind"] == "known_failure" else []
    return pytest.param(case["text"], case["expected"], marks=marks, id=str(case["text"]))
