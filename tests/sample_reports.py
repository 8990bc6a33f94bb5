"""The sample reports with all their values, put together from the expected data that stand beside the PDFs."""

import json
from functools import cache
from pathlib import Path

from plan_extract.model import Report

SAMPLES = Path(__file__).parent.parent / "samples"
OLD, NEW = "nagihama_r5_10", "nagihama_r6_10"
BOX = {"page": 1, "bbox": [0, 0, 1, 1]}


def read(name):
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


def mention(values):
    return {key: value for key, value in values.items() if key != "core_span"} | {"source": BOX}


def statement(told, values):
    lists = {kind: [mention(value) for value in values[kind]] for kind in ("dates", "quantities")}
    return told | lists | {"state": values["state"] or "information", "sources": [BOX]}


def initiative(row, values):
    return row | {"statements": [statement(told, values[row["id"], told["seq"]]) for told in row["statements"]]}


@cache
def sample_report(name):
    """One period as the sources have it."""
    expected, told = read(f"{name}.expected.json"), read(f"{name}.values.json")
    values = {(value["initiative"], value["seq"]): value for value in told["statements"]}
    file = {"file_name": f"{name}.pdf", "sha256": "0" * 64, "page_count": expected["page_count"]}
    return Report.model_validate(
        {
            "generator": "plan-extract 0",
            "report": expected["report"] | {"id": name, "source": file},
            "sections": expected["sections"],
            "initiatives": [initiative(row, values) for row in expected["initiatives"]],
            "totals": [],
            "findings": [],
        }
    )
