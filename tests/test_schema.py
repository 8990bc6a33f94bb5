import json
import re
from pathlib import Path

import pytest

from plan_extract.errors import UsageError
from plan_extract.schema import DIALECT, render_schema, schema_names, write_schemas
from plan_extract.snapshot import report_to_json
from plan_extract.tables import RELATIONS, TABLES, report_to_table
from reports import report

PUBLISHED = Path(__file__).parent.parent / "schemas"


@pytest.mark.parametrize("name", schema_names())
def test_the_published_schema_is_that_of_the_models(name):
    published = (PUBLISHED / f"{name}.schema.json").read_text(encoding="utf-8")
    assert published == render_schema(name), "stale: write it again with plan_extract.schema.write_schemas"


def test_nothing_else_is_published_as_a_schema():
    assert {path.name for path in PUBLISHED.glob("*.schema.json")} == {f"{name}.schema.json" for name in schema_names()}


def test_writing_the_schemas_gives_the_published_files(tmp_path):
    write_schemas(tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        f"{name}.schema.json": (PUBLISHED / f"{name}.schema.json").read_bytes() for name in schema_names()
    }


def test_an_unknown_name_is_wrong_use():
    with pytest.raises(UsageError, match=r"'row'.*initiatives"):
        render_schema("row")


@pytest.mark.parametrize("name", schema_names())
def test_every_schema_names_its_dialect_and_closes_its_objects(name):
    schema = json.loads(render_schema(name))
    assert schema["$schema"] == DIALECT
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == set(schema["properties"])


def test_the_report_schema_has_every_field_of_report_json_and_no_other():
    schema = json.loads(render_schema("report"))
    whole = json.loads(report_to_json(report()))
    assert departures(whole, schema, schema["$defs"]) == []


@pytest.mark.parametrize("broken", ["initiatives.0.name", "report.source", "initiatives.0.statements.0.dates.0.span"])
def test_the_report_schema_sees_what_is_missing(broken):
    schema = json.loads(render_schema("report"))
    whole = json.loads(report_to_json(report()))
    *above, last = broken.split(".")
    target = whole
    for step in above:
        target = target[int(step) if step.isdigit() else step]
    del target[last]
    assert departures(whole, schema, schema["$defs"])


@pytest.mark.parametrize("name", TABLES)
def test_a_row_schema_has_the_columns_of_its_table(name):
    schema = json.loads(render_schema(name))
    table = report_to_table(report(), name)
    assert list(schema["properties"]) == table.column_names
    (row, *_) = json.loads(json.dumps(table.to_pylist(), default=str))
    row |= {column.name: dict(row[column.name]) for column in RELATIONS[name].columns if column.kind == "map"}
    assert departures(row, schema, {}) == []


def test_every_property_has_a_title_and_a_description():
    schema = json.loads(render_schema("report"))
    for model in (schema, *schema["$defs"].values()):
        for name, said in model["properties"].items():
            assert said["title"], name
            assert said["description"], name


def test_amounts_are_strings_in_report_json():
    value = json.loads(render_schema("report"))["$defs"]["QuantityMention"]["properties"]["value"]
    assert value["type"] == "string"


TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}


def departures(value, schema, definitions):
    """Where ``value`` departs from ``schema``: the keywords that our schemas use, and no others."""
    if "$ref" in schema:
        return departures(value, definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    if "anyOf" in schema:
        return min((departures(value, branch, definitions) for branch in schema["anyOf"]), key=len)
    unknown = schema.keys() - KEYWORDS
    assert not unknown, f"this test does not know {unknown}"
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        return [(value, schema["type"])]
    return [*plain_departures(value, schema), *inner_departures(value, schema, definitions)]


ANNOTATIONS = {"$defs", "$schema", "title", "description", "default", "format"}
ARRAYS = {"prefixItems", "minItems", "maxItems", "items"}
KEYWORDS = ANNOTATIONS | ARRAYS | {"type", "enum", "const", "pattern", "minimum"}
KEYWORDS |= {"properties", "required", "additionalProperties"}


def plain_departures(value, schema):
    held = {
        "enum": lambda allowed: value in allowed,
        "const": lambda only: value == only,
        "pattern": lambda pattern: re.search(pattern, value),
        "minimum": lambda least: value >= least,
        "minItems": lambda least: len(value) >= least,
        "maxItems": lambda most: len(value) <= most,
        "required": lambda names: set(names) <= value.keys(),
    }
    return [(value, keyword) for keyword, holds in held.items() if keyword in schema and not holds(schema[keyword])]


def inner_departures(value, schema, definitions):
    if isinstance(value, dict):
        rest = schema.get("additionalProperties", {})
        shapes = {name: schema.get("properties", {}).get(name, rest) for name in value}
        foreign = [(name, "additional") for name, shape in shapes.items() if shape is False]
        known = [name for name, shape in shapes.items() if shape is not False]
        return foreign + [fault for name in known for fault in departures(value[name], shapes[name], definitions)]
    if isinstance(value, list):
        shapes = schema.get("prefixItems") or [schema.get("items", {})] * len(value)
        return [fault for item, shape in zip(value, shapes) for fault in departures(item, shape, definitions)]
    return []
