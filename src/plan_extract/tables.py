"""Report → the snapshot's tables, as rows and columns and as Arrow and Parquet: the only import of pyarrow.

Every table begins with its keys: ``report_id``, the id or seq of the row's parents, and ``seq``, its place among its
siblings. The other columns are the model's fields under their own names. A table's schema never depends on its rows, so
the tables of many reports concatenate. Boxes lie in the columns ``page``, ``x0``, ``top``, ``x1``, ``bottom``;
``sources`` and ``parts`` are lists of structs, ``cells`` is a map.

Amounts are ``decimal128(38, 9)``: 29 digits before the point, 9 behind it. An amount with more digits behind the point
is rounded half to even, one with more before it is null, and in either case the row's ``exact`` is false;
``report.json`` has every amount in full.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal, NamedTuple

from plan_extract.columns import Column, decimals, field_to_columns, itself, model_to_columns
from plan_extract.model import (
    DateMention,
    Initiative,
    Published,
    PublishedFinding,
    QuantityMention,
    Report,
    ReportInfo,
    Section,
    Statement,
    Total,
)

if TYPE_CHECKING:
    import pyarrow

DIGITS, SCALE = 38, 9
"""Digits of an amount in Arrow, and how many of them stand behind the point."""

SMALLEST = Decimal(1).scaleb(-SCALE)
WIDE = Context(prec=DIGITS)


class Row(NamedTuple):
    """A row before it is cut into columns: the values of its key columns, and the model (or text) it shows."""

    keys: tuple[str | int | None, ...]
    value: object


class Reference(NamedTuple):
    """Columns whose values are those of the columns ``targets`` in the table ``table``."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of the snapshot: its columns, how rows are told apart, what they point at, and where they come from."""

    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: Callable[[Report], Iterator[Row]]


def report_rows(report: Report) -> Iterator[Row]:
    """One row."""
    yield Row((report.report.id, report.schema_version, report.generator, report.reader), report.report)


def section_rows(report: Report) -> Iterator[Row]:
    """A row for each section."""
    return listed(report.report.id, report.sections)


def initiative_rows(report: Report) -> Iterator[Row]:
    """A row for each initiative."""
    return listed(report.report.id, report.initiatives)


def listed(report_id: str, values: Sequence[Published]) -> Iterator[Row]:
    """A row for each value, keyed by the report and the value's place."""
    return (Row((report_id, seq), value) for seq, value in enumerate(values, start=1))


def department_rows(report: Report) -> Iterator[Row]:
    """A row for each department of each initiative; its value is the name."""
    for initiative in report.initiatives:
        for seq, department in enumerate(initiative.departments, start=1):
            yield Row((report.report.id, initiative.id, seq), department)


def statement_rows(report: Report) -> Iterator[Row]:
    """A row for each statement of each initiative."""
    for initiative in report.initiatives:
        for statement in initiative.statements:
            yield Row((report.report.id, initiative.id), statement)


def date_rows(report: Report) -> Iterator[Row]:
    """A row for each date of each statement."""
    return mention_rows(report, "dates")


def quantity_rows(report: Report) -> Iterator[Row]:
    """A row for each quantity of each statement."""
    return mention_rows(report, "quantities")


def mention_rows(report: Report, kind: Literal["dates", "quantities"]) -> Iterator[Row]:
    """A row for each mention of one kind, keyed by its statement and its place in it."""
    for initiative in report.initiatives:
        for statement in initiative.statements:
            for seq, mention in enumerate(getattr(statement, kind), start=1):
                yield Row((report.report.id, initiative.id, statement.seq, seq), mention)


def total_rows(report: Report) -> Iterator[Row]:
    """A row for each stated total."""
    for seq, total in enumerate(report.totals, start=1):
        yield Row((report.report.id, seq, total.initiative), total)


def finding_rows(report: Report) -> Iterator[Row]:
    """A row for each finding."""
    for seq, finding in enumerate(report.findings, start=1):
        yield Row((report.report.id, seq, finding.initiative), finding)


def key(name: str, model: type[Published], field: str) -> Column:
    """A key column, described as the field that it repeats."""
    (column,) = field_to_columns(field, model.model_fields[field])
    return replace(column, name=name)


REPORT_ID = key("report_id", ReportInfo, "id")
INITIATIVE_ID = key("initiative_id", Initiative, "id")
STATEMENT_SEQ = replace(key("statement_seq", Statement, "seq"), title="文の連番")
SEQ = Column("seq", "integer", "連番", "Place among its siblings in print order, from 1", itself)
DEPARTMENT = Column("department", "string", "担当課", "Name of the department, as printed", itself)
EXACT_LABELS = (
    "正確値",
    f"Whether all amounts of the row are exact; if not, one has more than {SCALE} digits behind the point and is "
    f"rounded (half to even), or more than {DIGITS - SCALE} before it and is null: report.json has it in full",
)


def relation(
    *,
    title: str,
    description: str,
    keys: Sequence[Column],
    own: Sequence[Column],
    primary_key: Sequence[str],
    references: Sequence[Reference],
    rows: Callable[[Report], Iterator[Row]],
) -> Relation:
    """A table whose rows are cut into the columns ``keys`` and ``own``; where it has amounts, ``exact`` comes last."""
    columns = (*(key_column(column, i) for i, column in enumerate(keys)), *(own_column(column) for column in own))
    return Relation(title, description, with_exact(columns), tuple(primary_key), tuple(references), rows)


def key_column(column: Column, i: int) -> Column:
    """The column, read from a row's keys."""
    return replace(column, read=lambda row: row.keys[i])


def own_column(column: Column) -> Column:
    """The column, read from a row's value."""
    return replace(column, read=lambda row: column.read(row.value))


def with_exact(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns with ``exact`` behind them, where one of them is an amount."""
    if not any(column.kind == "decimal" for column in columns):
        return columns

    def read(row: Row) -> bool:
        return all(fit(value) == value for value in decimals(columns, row))

    return (*columns, Column("exact", "boolean", *EXACT_LABELS, read))


OF_REPORT = Reference(("report_id",), "reports", ("report_id",))
OF_INITIATIVE = Reference(("report_id", "initiative_id"), "initiatives", ("report_id", "id"))
OF_STATEMENT = Reference(("report_id", "initiative_id", "statement_seq"), "statements", ("report_id", "initiative_id", "seq"))
OF_STATED = OF_STATEMENT._replace(columns=("report_id", "initiative_id", "stated_statement"))


def within(column: str, table: str) -> Reference:
    """A reference that may be null, so the report's id is left out: a key that is null in part matches nothing. It
    holds in a snapshot, which has one report; over many of them, join by ``report_id`` too.
    """
    return Reference((column,), table, ("id",))


RELATIONS: dict[str, Relation] = {
    "reports": relation(
        title="報告",
        description="The report itself: one row",
        keys=(
            REPORT_ID,
            key("schema_version", Report, "schema_version"),
            key("generator", Report, "generator"),
            key("reader", Report, "reader"),
        ),
        own=model_to_columns(ReportInfo, {"id"}),
        primary_key=("report_id",),
        references=(),
        rows=report_rows,
    ),
    "sections": relation(
        title="節",
        description="The plan's tree: a row for each section",
        keys=(REPORT_ID, SEQ),
        own=model_to_columns(Section),
        primary_key=("report_id", "id"),
        references=(OF_REPORT, within("parent", "sections")),
        rows=section_rows,
    ),
    "initiatives": relation(
        title="取組",
        description="A row for each initiative",
        keys=(REPORT_ID, SEQ),
        own=model_to_columns(Initiative, {"departments", "statements"}),
        primary_key=("report_id", "id"),
        references=(OF_REPORT, within("section", "sections"), within("refers_to", "initiatives")),
        rows=initiative_rows,
    ),
    "initiative_departments": relation(
        title="担当課",
        description="A row for each department of an initiative",
        keys=(REPORT_ID, INITIATIVE_ID, SEQ),
        own=(DEPARTMENT,),
        primary_key=("report_id", "initiative_id", "seq"),
        references=(OF_INITIATIVE,),
        rows=department_rows,
    ),
    "statements": relation(
        title="文",
        description="A row for each logical line of an initiative's telling columns",
        keys=(REPORT_ID, INITIATIVE_ID),
        own=model_to_columns(Statement, {"dates", "quantities"}),
        primary_key=("report_id", "initiative_id", "seq"),
        references=(OF_INITIATIVE,),
        rows=statement_rows,
    ),
    "dates": relation(
        title="日付",
        description="A row for each calendar expression in a statement",
        keys=(REPORT_ID, INITIATIVE_ID, STATEMENT_SEQ, SEQ),
        own=model_to_columns(DateMention),
        primary_key=("report_id", "initiative_id", "statement_seq", "seq"),
        references=(OF_STATEMENT,),
        rows=date_rows,
    ),
    "quantities": relation(
        title="数量",
        description="A row for each amount in a statement",
        keys=(REPORT_ID, INITIATIVE_ID, STATEMENT_SEQ, SEQ),
        own=model_to_columns(QuantityMention),
        primary_key=("report_id", "initiative_id", "statement_seq", "seq"),
        references=(OF_STATEMENT,),
        rows=quantity_rows,
    ),
    "totals": relation(
        title="合計",
        description="A row for each number that the text states of its own numbers, and whether it holds",
        keys=(REPORT_ID, SEQ, INITIATIVE_ID),
        own=model_to_columns(Total, {"initiative"}),
        primary_key=("report_id", "seq"),
        references=(OF_INITIATIVE, OF_STATED),
        rows=total_rows,
    ),
    "findings": relation(
        title="所見",
        description="A row for each thing that a person should look at",
        keys=(REPORT_ID, SEQ, replace(INITIATIVE_ID, nullable=True)),
        own=model_to_columns(PublishedFinding, {"initiative"}),
        primary_key=("report_id", "seq"),
        references=(OF_REPORT, within("initiative_id", "initiatives")),
        rows=finding_rows,
    ),
}

TABLES: tuple[str, ...] = tuple(RELATIONS)
"""The tables' names, parents before children."""


def report_to_table(report: Report, name: str) -> pyarrow.Table:
    """The table ``name`` of a report; raises ``KeyError`` for a name that is none of :data:`TABLES`."""
    return rows_to_table(RELATIONS[name], list(RELATIONS[name].rows(report)))


def models_to_relation(title: str, description: str, model: type[Published], primary_key: Sequence[str]) -> Relation:
    """A table of models that belong to no one report: a column for each field, rows given by hand."""
    return relation(
        title=title,
        description=description,
        keys=(),
        own=model_to_columns(model),
        primary_key=primary_key,
        references=(),
        rows=lambda report: iter(()),
    )


def rows_to_table(relation: Relation, rows: Sequence[Row]) -> pyarrow.Table:
    """The Arrow table of some rows."""
    import pyarrow

    schema = relation_to_schema(relation)
    columns = zip(relation.columns, schema)
    arrays = [pyarrow.array([cell(column, row) for row in rows], type=field.type) for column, field in columns]
    return pyarrow.table(arrays, schema=schema)


def relation_to_schema(relation: Relation) -> pyarrow.Schema:
    """The Arrow schema of a table; titles and descriptions stand in the metadata, and what pandas wants to know."""
    import pyarrow

    labels = {"title": relation.title, "description": relation.description, "pandas": for_pandas(relation.columns)}
    return pyarrow.schema([column_to_field(column) for column in relation.columns], metadata=labels)


def for_pandas(columns: Iterable[Column]) -> str:
    """What has pandas read integers that may be null as ``Int64``, where it would make floats of them (3.0, NaN): the metadata
    that it writes itself, as JSON text."""
    told = [
        {"name": column.name, "field_name": column.name, "pandas_type": "int64", "numpy_type": "Int64", "metadata": None}
        for column in columns
        if column.kind == "integer" and column.nullable
    ]
    return json.dumps({"index_columns": [], "column_indexes": [], "columns": told, "pandas_version": "1.0.0"})


def column_to_field(column: Column) -> pyarrow.Field:
    """The Arrow field of a column. An amount may be null whatever the model says, for want of digits."""
    import pyarrow

    labels = {"title": column.title, "description": column.description}
    nullable = column.nullable or column.kind == "decimal"
    return pyarrow.field(column.name, arrow_type(column), nullable=nullable, metadata=labels)


def arrow_type(column: Column) -> pyarrow.DataType:
    """The Arrow type of a column's values."""
    import pyarrow

    if column.kind == "list":
        members = pyarrow.struct([column_to_field(member) for member in column.members])
        return pyarrow.list_(pyarrow.field("element", members, nullable=False))
    return {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "decimal": pyarrow.decimal128(DIGITS, SCALE),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "map": pyarrow.map_(pyarrow.string(), pyarrow.field("value", pyarrow.string(), nullable=False)),
    }[column.kind]


def cell(column: Column, row: object) -> object:
    """A row's value in a column, as pyarrow takes it."""
    value = column.read(row)
    if value is None:
        return None
    if column.kind == "decimal":
        return fit(value)
    if column.kind == "map":
        return list(value.items())
    if column.kind == "list":
        return [{member.name: cell(member, item) for member in column.members} for item in value]
    return value


def fit(value: Decimal) -> Decimal | None:
    """The amount with the digits that Arrow holds of it, or None where too many stand before the point.

    >>> fit(Decimal("6902")), fit(Decimal(2) / 3), fit(Decimal("1E30"))
    (Decimal('6902.000000000'), Decimal('0.666666667'), None)
    """
    try:
        return value.quantize(SMALLEST, context=WIDE)
    except InvalidOperation:
        return None


def table_to_parquet(table: pyarrow.Table) -> bytes:
    """The table as a Parquet file; the same table gives the same bytes."""
    import pyarrow
    import pyarrow.parquet

    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink)
    return bytes(sink.getvalue())
