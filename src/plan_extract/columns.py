"""Published models → columns: names, types, titles and descriptions as the model's fields have them.

A plain field becomes one column, a source or a box the columns ``page``, ``x0``, ``top``, ``x1``, ``bottom``, a span
``span_start`` and ``span_end``, a model inside a model columns with the field's name before theirs, and a tuple of
models a list of structs. So a field added to the model stands in the tables, in ``datapackage.json`` and in the schemas
at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import itemgetter
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeGuard, TypeVar, get_args, get_origin

from plan_extract.model import BBox, Published, Source

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

T = TypeVar("T")
Kind = Literal["string", "integer", "number", "decimal", "boolean", "date", "map", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``read`` takes its value out of a row. ``choices`` are the only words it may hold (empty: any),
    ``members`` the parts of each item of a list.
    """

    name: str
    kind: Kind
    title: str
    description: str
    read: Callable[[Any], Any]
    nullable: bool = False
    choices: tuple[str, ...] = ()
    members: tuple[Column, ...] = ()


SCALARS: dict[object, Kind] = {
    str: "string",
    int: "integer",
    float: "number",
    Decimal: "decimal",
    bool: "boolean",
    datetime.date: "date",
    dict[str, str]: "map",
}

EDGES = (
    ("x0", "左端", "Left edge of the box, in points from the page's left edge"),
    ("top", "上端", "Upper edge of the box, in points from the page's upper edge"),
    ("x1", "右端", "Right edge of the box, in points from the page's left edge"),
    ("bottom", "下端", "Lower edge of the box, in points from the page's upper edge"),
)
ENDS = (("start", "開始", "Start"), ("end", "終了", "End (exclusive)"))


def model_to_columns(model: type[Published], apart: Set[str] = frozenset()) -> tuple[Column, ...]:
    """The columns of a model's fields in their order, without the fields named in ``apart``."""
    fields = ((name, field) for name, field in model.model_fields.items() if name not in apart)
    return tuple(column for name, field in fields for column in field_to_columns(name, field))


def field_to_columns(name: str, field: FieldInfo) -> tuple[Column, ...]:
    """The columns of one field of a model; raises ``TypeError`` for a type that no column can hold."""
    shape, nullable = bare(field.annotation)
    label = (field.title or name, field.description or "")
    return tuple(below(name, column, nullable) for column in shape_to_columns(shape, name, *label))


def bare(annotation: object) -> tuple[object, bool]:
    """The type without ``Annotated`` and ``None``, and whether ``None`` was among its kinds.

    >>> bare(int | None)
    (<class 'int'>, True)
    """
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    kinds = get_args(annotation)
    if NoneType not in kinds:
        return annotation, False
    return bare(next(kind for kind in kinds if kind is not NoneType))[0], True


def shape_to_columns(shape: object, name: str, title: str, description: str) -> tuple[Column, ...]:
    """The columns of a value of the type ``shape``; each reads from that value."""
    if shape == BBox:
        return tuple(Column(edge, "number", ja, en, itemgetter(i)) for i, (edge, ja, en) in enumerate(EDGES))
    if shape == tuple[int, int]:
        return tuple(span_end(name, title, description, i) for i in range(2))
    if shape is Source:
        return model_to_columns(Source)
    if is_model(shape):
        return tuple(inside(column, name, title, description) for column in model_to_columns(shape))
    return (shape_to_column(shape, name, title, description),)


def shape_to_column(shape: object, name: str, title: str, description: str) -> Column:
    """The column of a value that needs one only."""
    if shape in SCALARS:
        return Column(name, SCALARS[shape], title, description, itself)
    if get_origin(shape) is Literal:
        return Column(name, "string", title, description, itself, choices=get_args(shape))
    if get_origin(shape) is tuple and is_model(get_args(shape)[0]):
        return Column(name, "list", title, description, itself, members=model_to_columns(get_args(shape)[0]))
    raise TypeError(f"no column holds {name}: {shape}")


def is_model(shape: object) -> TypeGuard[type[Published]]:
    """Whether ``shape`` is one of the published models."""
    return isinstance(shape, type) and issubclass(shape, Published)


def span_end(name: str, title: str, description: str, i: int) -> Column:
    """The column of a span's start (``i`` = 0) or end (1)."""
    end, japanese, english = ENDS[i]
    return Column(f"{name}_{end}", "integer", f"{title}（{japanese}）", f"{english}: {description}", itemgetter(i))


def inside(column: Column, name: str, title: str, description: str) -> Column:
    """The column under its model's name: ``surface`` inside ``stated`` is ``stated_surface``."""
    return replace(
        column,
        name=f"{name}_{column.name}",
        title=f"{title}：{column.title}",
        description=f"{description}: {column.description}",
    )


def below(name: str, column: Column, nullable: bool) -> Column:
    """The same column, read from the model that has the value as its attribute ``name``."""

    def read(row: object) -> object:
        value = getattr(row, name)
        return None if value is None else column.read(value)

    return replace(column, read=read, nullable=nullable or column.nullable)


def itself(value: T) -> T:
    """The value as it is."""
    return value


def decimals(columns: Iterable[Column], row: object) -> Iterator[Decimal]:
    """Every amount of a row, those inside its lists too."""
    for column in columns:
        value = column.read(row)
        if isinstance(value, Decimal):
            yield value
        elif column.members:
            for item in value:
                yield from decimals(column.members, item)
