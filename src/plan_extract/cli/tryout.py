"""``plan-extract parse`` and ``plan-extract schema``: what there is to look up and try out without a report."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated

import typer

from plan_extract import terminal
from plan_extract.cli.options import AsJson
from plan_extract.cli.output import write

if TYPE_CHECKING:
    from plan_extract.text.dates import DateMention
    from plan_extract.text.quantities import Quantity


def parse(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="One line of Japanese.", show_default=False)],
    *,
    fiscal_year: Annotated[
        int | None, typer.Option(metavar="YEAR", min=1, max=9998, help="Year in which the fiscal year begins.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show the dates and quantities in a line of Japanese. For trying things out."""
    from plan_extract.text.dates import find_dates
    from plan_extract.text.quantities import find_quantities

    dates, quantities = find_dates(text, fiscal_year=fiscal_year), find_quantities(text)
    if as_json:
        found = {"dates": [mention_entry(date) for date in dates], "quantities": [mention_entry(q) for q in quantities]}
        write(terminal.json_text(found) + "\n")
    elif sys.stdout:
        write(terminal.rendered(sys.stdout, *terminal.mentions_view(text, dates, quantities)))
    return 0


def mention_entry(mention: DateMention | Quantity) -> dict[str, object]:
    """What ``--json`` tells of one mention: its fields."""
    return {field.name: terminal.plain_value(getattr(mention, field.name)) for field in fields(mention)}


def schema(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Name of a schema; without it, their names.")] = None,
) -> int:
    """Print a JSON Schema of what is written."""
    from plan_extract.schema import render_schema, schema_names

    write(render_schema(name) if name else "".join(f"{known}\n" for known in schema_names()))
    return 0
