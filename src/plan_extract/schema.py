"""JSON Schemas (draft 2020-12) of what is published: ``report.json``, a comparison, a history, and a row of each table.

In a row as JSON, dates are ISO strings and amounts decimal strings, as in ``report.json``. The files in ``schemas/``
are written by :func:`write_schemas`.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from plan_extract.columns import Column, Kind
from plan_extract.diffmodel import ReportDiff
from plan_extract.errors import UsageError
from plan_extract.historymodel import History
from plan_extract.model import Report
from plan_extract.tables import RELATIONS, TABLES, Relation

DIALECT = "https://json-schema.org/draft/2020-12/schema"

SHAPES: dict[Kind, dict[str, object]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "decimal": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "map": {"type": "object", "additionalProperties": {"type": "string"}},
}


DOCUMENTS: dict[str, type[BaseModel]] = {"report": Report, "diff": ReportDiff, "history": History}
"""The models whose JSON is published whole."""


def schema_names() -> tuple[str, ...]:
    """The names that :func:`render_schema` knows: the documents and the tables."""
    return (*DOCUMENTS, *TABLES)


def render_schema(name: str) -> str:
    """The JSON Schema called ``name`` as JSON text; raises ``UsageError`` for an unknown name."""
    if name not in schema_names():
        raise UsageError(f"no schema is called {name!r}; there are {', '.join(schema_names())}")
    document = DOCUMENTS.get(name)
    schema = document.model_json_schema(mode="serialization") if document else row_schema(RELATIONS[name])
    return json.dumps({"$schema": DIALECT, **schema}, ensure_ascii=False, indent=2) + "\n"


def row_schema(relation: Relation) -> dict[str, object]:
    """The schema of one row of a table."""
    return {"title": relation.title, "description": relation.description, **columns_schema(relation.columns)}


def columns_schema(columns: tuple[Column, ...]) -> dict[str, object]:
    """The schema of an object that has exactly these columns."""
    return {
        "type": "object",
        "properties": {column.name: column_schema(column) for column in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }


def column_schema(column: Column) -> dict[str, object]:
    """The schema of a column's values."""
    labels = {"title": column.title, "description": column.description}
    shape = value_schema(column)
    if column.nullable or column.kind == "decimal":
        return {**labels, "anyOf": [shape, {"type": "null"}]}
    return {**labels, **shape}


def value_schema(column: Column) -> dict[str, object]:
    """The schema of a column's values that are not null."""
    if column.kind == "list":
        return {"type": "array", "items": columns_schema(column.members)}
    choices = {"enum": list(column.choices)} if column.choices else {}
    return {**SHAPES[column.kind], **choices}


def write_schemas(folder: Path) -> None:
    """Write every schema as ``<name>.schema.json`` into ``folder``."""
    for name in schema_names():
        (folder / f"{name}.schema.json").write_text(render_schema(name), encoding="utf-8", newline="\n")
