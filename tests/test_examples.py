"""The examples answer alike by pandas and by DuckDB, and as the source of the samples has it."""

import runpy
from pathlib import Path

import duckdb
import pytest

from plan_extract import extract
from plan_extract.snapshot import write_snapshot
from sample_reports import NEW, OLD, SAMPLES, sample_report

EXAMPLES = Path(__file__).parent.parent / "examples"
ANSWERS = runpy.run_path(str(EXAMPLES / "answers.py"))
QUERIES = [query for query in (EXAMPLES / "answers.sql").read_text("utf-8").split(";\n") if query.strip()]


@pytest.fixture(scope="module")
def reports():
    return [extract(SAMPLES / f"{name}.pdf") for name in (OLD, NEW)]


def rows_of(answer):
    return [tuple(row) for row in answer.itertuples(index=False)]


@pytest.mark.parametrize(("query", "name"), list(zip(QUERIES, ("overdue", "owners", "spent"), strict=True)))
def test_duckdb_and_pandas_give_the_same_answers(query, name, reports, tmp_path, monkeypatch):
    for report in reports:
        write_snapshot(report, tmp_path / "output")
    monkeypatch.chdir(tmp_path)
    answer = rows_of(ANSWERS[name](reports))
    assert answer
    assert duckdb.sql(query).fetchall() == answer


@pytest.mark.parametrize("name", ["overdue", "owners", "spent", "slipped"])
def test_the_answers_are_those_of_the_source(name, reports):
    truth = rows_of(ANSWERS[name]([sample_report(OLD), sample_report(NEW)]))
    assert truth
    assert rows_of(ANSWERS[name](reports)) == truth


def test_the_script_prints_its_answers(capsys):
    ANSWERS["main"]([str(SAMPLES / f"{name}.pdf") for name in (OLD, NEW)])
    printed = capsys.readouterr().out
    assert printed.count(" / ") == 4
    assert "電子契約の導入 2023-09-30" in printed


def test_one_period_has_nothing_that_slipped(reports):
    assert rows_of(ANSWERS["slipped"](reports[:1])) == []
