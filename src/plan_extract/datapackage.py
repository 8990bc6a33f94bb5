"""The snapshot's description of itself: ``datapackage.json``, a Frictionless Data Package (version 1).

Titles are Japanese, descriptions English; both come from the published model. The files' sizes and digests are left out:
the reference implementation does not count the bytes of Parquet files and calls every stated size wrong.
"""

from __future__ import annotations

import json

from plan_extract.columns import Column, Kind
from plan_extract.model import Report
from plan_extract.tables import RELATIONS, TABLES, Reference, Relation

TYPES: dict[Kind, str] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "map": "any",
    "list": "any",
}
"""Each kind of column in the words of Frictionless Table Schema, whose objects and arrays are JSON texts: maps and lists, which
Parquet has as such, are none of its types."""


def render_datapackage(report: Report) -> str:
    """The descriptor of a snapshot that has every table as ``<table>.parquet``, as JSON text."""
    package = {
        "profile": "tabular-data-package",
        "name": "plan-extract-snapshot",
        "id": report.report.id,
        "title": report.report.title,
        "description": "Initiatives of a municipal plan and what was done, read from a progress report (取組状況)",
        "sources": [{"title": report.report.source.file_name}],
        "resources": [table_to_resource(name) for name in TABLES],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def table_to_resource(name: str) -> dict[str, object]:
    """One table's file and the meaning of its columns."""
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.parquet",
        "title": RELATIONS[name].title,
        "description": RELATIONS[name].description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": relation_to_table_schema(name, RELATIONS[name]),
    }


def relation_to_table_schema(name: str, relation: Relation) -> dict[str, object]:
    """The Table Schema of one table. An empty text is a value (an empty cell), not a missing one."""
    return {
        "fields": [column_to_field(column) for column in relation.columns],
        "missingValues": [],
        "primaryKey": list(relation.primary_key),
        "foreignKeys": [reference_to_foreign_key(name, reference) for reference in relation.references],
    }


def column_to_field(column: Column) -> dict[str, object]:
    """The Table Schema field of one column."""
    required = {} if column.nullable or column.kind == "decimal" else {"required": True}
    choices = {"enum": list(column.choices)} if column.choices else {}
    return {
        "name": column.name,
        "type": TYPES[column.kind],
        "title": column.title,
        "description": column.description,
        "constraints": {**required, **choices},
    }


def reference_to_foreign_key(name: str, reference: Reference) -> dict[str, object]:
    """A foreign key of the table ``name``; the table itself is called ``""`` there."""
    resource = "" if reference.table == name else reference.table
    return {
        "fields": list(reference.columns),
        "reference": {"resource": resource, "fields": list(reference.targets)},
    }
