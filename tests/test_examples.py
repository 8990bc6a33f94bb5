"""The notebook runs, shows what it says it shows, and answers as the source of the samples has it."""

import ast
import runpy
from pathlib import Path

import nbformat
import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
EXECUTE = runpy.run_path(str(EXAMPLES / "execute.py"))
FROM_THE_SOURCE = f"""import sys

sys.path.insert(0, {str(Path(__file__).parent)!r})
from sample_reports import NEW, OLD, sample_report

reports = [sample_report(OLD), sample_report(NEW)]"""


def read():
    notebook = nbformat.read(EXAMPLES / "answers.ipynb", as_version=4)
    nbformat.validate(notebook)
    return notebook


def shown(notebook):
    """What each cell shows, by its source."""
    return {cell.source: [output.data for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"}


@pytest.fixture(scope="module")
def kept():
    return shown(read())


def test_the_notebook_shows_what_it_gives(kept):
    assert shown(EXECUTE["executed"](read())) == kept


def test_the_answers_are_those_of_the_source(kept):
    notebook = read()
    reading = next(cell for cell in notebook.cells if "extract(path)" in cell.source)
    reading.source = FROM_THE_SOURCE
    answers = shown(EXECUTE["executed"](notebook))
    assert all(answers[source] == data for source, data in kept.items() if source in answers)
    assert len(answers.keys() & kept.keys()) == len(kept) - 1


def test_pandas_and_duckdb_agree(kept):
    *_, (last,) = kept.values()
    assert set(ast.literal_eval(last["text/plain"]).values()) == {True}


def test_nothing_tells_of_a_machine(kept):
    text = (EXAMPLES / "answers.ipynb").read_text("utf-8")
    assert str(Path.home()) not in text
    assert "/tmp" not in text
    assert "iopub" not in text
