"""Runs the notebook and keeps what it shows, without what tells of a machine or a time: ``python examples/execute.py``."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parent / "answers.ipynb"


def executed(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook after all of its cells were run, from its folder; raises ``CellExecutionError`` where one fails."""
    run = NotebookClient(notebook, resources={"metadata": {"path": str(NOTEBOOK.parent)}}, record_timing=False).execute()
    run.metadata.language_info = {"name": "python"}
    return run


if __name__ == "__main__":
    nbformat.write(executed(nbformat.read(NOTEBOOK, as_version=4)), NOTEBOOK)
