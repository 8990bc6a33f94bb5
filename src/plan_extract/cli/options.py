"""The arguments and options of the commands, and the limits that they set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from plan_extract.isolate import PASSWORD_VARIABLE, Limits, Reader

READ = Limits()
CROSS_CHECK = Limits(seconds=120, seconds_per_page=10)
"""The other readers take a hundred times as long."""

# whether a path can be read is told by what reads it: typer would refuse it as wrong use, and all the others with it
Pdf = Annotated[Path, typer.Argument(metavar="REPORT.pdf", help="The report.", show_default=False, readable=False)]
Pdfs = Annotated[list[Path], typer.Argument(metavar="REPORT.pdf", help="The reports.", show_default=False, readable=False)]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Folder of the snapshots, each a folder in it.", readable=False)]
Image = Annotated[
    Path | None, typer.Option(metavar="FILE.png", help="Image to write.", show_default="REPORT-pN.png", readable=False)
]
Page = Annotated[int, typer.Option(metavar="N", help="Page, counted from 1.")]
Scale = Annotated[float, typer.Option(metavar="X", help="Pixels per point.")]
Profile = Annotated[str | None, typer.Option(metavar="NAME", help="Profile: a name or a TOML file.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help=f"File whose first line opens encrypted PDFs; else {PASSWORD_VARIABLE}, or you are asked."
    ),
]
Pages = Annotated[str | None, typer.Option(metavar="LIST", help="Pages whose tables are wanted: 3-8,10.")]
Tables = Annotated[
    str | None, typer.Option(metavar="LIST", help="Tables that are wanted: numbers (1,3), or words of the heading above.")
]
Library = Annotated[Reader, typer.Option(help="Library that reads the PDF.")]
CrossCheck = Annotated[bool, typer.Option("--cross-check", help="Read with all libraries, tell where they differ.")]
Review = Annotated[bool, typer.Option("--review/--no-review", help="Write review.html, the report beside its pages.")]
Formats = Annotated[
    str | None, typer.Option("--format", metavar="LIST", help="Files for spreadsheets to write too: csv, xlsx or csv,xlsx.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 for a finding of severity error.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the data as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Debug = Annotated[bool, typer.Option("--debug", help="Print what a developer needs when something fails.")]
EACH_PAGE = f"{READ.seconds:g}, and {READ.seconds_per_page:g} for each page read"
Timeout = Annotated[float | None, typer.Option(metavar="SECONDS", help="Time for one PDF.", show_default=EACH_PAGE)]
Memory = Annotated[int, typer.Option(metavar="MIB", help="Memory for one PDF.")]
MaxPages = Annotated[int, typer.Option(metavar="N", help="Most pages of a PDF.")]
MaxSize = Annotated[int, typer.Option(metavar="MIB", help="Largest PDF.")]
ProfileFile = Annotated[
    Path | None, typer.Option(metavar="FILE.toml", help="File to write.", show_default="prints it", readable=False)
]
Old = Annotated[
    Path,
    typer.Argument(metavar="OLD", help="A snapshot folder, a report.json or a PDF.", show_default=False, readable=False),
]
New = Annotated[Path, typer.Argument(metavar="NEW", help="The same of a later period.", show_default=False, readable=False)]
Snapshots = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder with a plan's snapshots.", show_default=False, readable=False)
]
DiffForm = Literal["text", "json", "html", "markdown"]
Form = Annotated[DiffForm, typer.Option("--format", help="What is printed.")]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 where the periods differ.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version.")]


def limits_from(default: Limits, timeout: float | None, memory: int, pages: int, size: int) -> Limits:
    """The limits that the flags set; a timeout that is given allows nothing more for pages."""
    limits = replace(default, memory=memory, pages=pages, size=size)
    return limits if timeout is None else replace(limits, seconds=timeout, seconds_per_page=0)
