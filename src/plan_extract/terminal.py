"""What a person sees in a terminal: reports, findings and errors, made harmless whatever documents and file names hold.

Nothing here prints; the functions give text, or what :mod:`rich` can lay out.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from plan_extract.errors import PlanExtractError

if TYPE_CHECKING:
    from typing import TextIO

    from rich.console import Console, Group
    from rich.table import Table
    from rich.text import Text

    from plan_extract.model import PublishedFinding, Report, ReportInfo
    from plan_extract.pdf.page import Progress
    from plan_extract.text.dates import DateMention
    from plan_extract.text.quantities import Quantity

IDEOGRAPHIC_SPACE = "\u3000"
UNBOUNDED = 100_000
"""Columns of what is no terminal: there nothing wraps, so that one finding stays one line."""
LONGEST = 600
"""Characters of a title or message that are shown; no honest one is longer."""
SHOWN = 10
"""Findings of one kind that are shown one by one."""
COLORS = {"error": "bold red", "warning": "yellow", "info": "cyan"}
MENTION_COLORS = {"date": "green", "quantity": "magenta"}
UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]")


@runtime_checkable
class Day(Protocol):
    """A day, be it that parts of it are unknown."""

    def isoformat(self) -> str:
        """The day as ISO 8601 writes it."""
        ...


def printable(text: str) -> str:
    r"""The text on one line, with everything escaped that a terminal might obey instead of showing it.

    That is control characters, line ends, marks that turn the direction of writing, invisible characters and halves of
    surrogate pairs (a file name that is no UTF-8).

    >>> printable("令和\u3000５年\x1b[31m\u202e\n")
    '令和\u3000５年\\x1b[31m\\u202e\\n'
    """
    return "".join(c if c.isprintable() or c == IDEOGRAPHIC_SPACE else escaped(c) for c in text)


def escaped(char: str) -> str:
    r"""How Python writes the character.

    >>> escaped("\u202e")
    '\\u202e'
    """
    return char.encode("unicode_escape").decode("ascii")


def shortened(text: str) -> str:
    """The text as :func:`printable` gives it, cut after 600 characters."""
    return printable(text if len(text) <= LONGEST else text[:LONGEST] + "…")


def printable_lines(text: str) -> str:
    r"""The text with its line ends kept and every line printable.

    >>> printable_lines("a\x07\n\tb")
    'a\\x07\n    b'
    """
    return "\n".join(printable(line.expandtabs(4)) for line in text.splitlines())


def json_text(value: object) -> str:
    r"""JSON for people and programs: Japanese as it is, whatever a terminal might obey as escapes.

    >>> json_text({"表題": "進捗\u202e"})
    '{\n  "表題": "進捗\\u202e"\n}'
    """
    return UNSAFE_IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False, indent=2))


def error_line(error: PlanExtractError, file: Path | None = None) -> str:
    r"""What is wrong, with which file, and what to do, on one line.

    >>> from plan_extract.errors import NotPdfError
    >>> error_line(NotPdfError("the file is empty"), Path("a\nb.pdf"))
    'error[not-a-pdf] a\\nb.pdf: the file is empty; check the path, or save the document as PDF again'
    """
    where = f" {printable(str(file))}:" if file else ""
    return f"error[{error.slug}]{where} {shortened(str(error)).rstrip('.')}; {error.advice}"


def error_view(error: PlanExtractError, file: Path | None, notes: Iterable[str]) -> list[Text]:
    """The line that tells an error, its kind in red, and the ``notes`` below it."""
    from rich.text import Text

    line = Text(error_line(error, file))
    line.stylize("bold red", 0, len(f"error[{error.slug}]"))
    return [line, *(Text(printable_lines(note)) for note in notes)]


def console_on(stream: TextIO, file: TextIO | None = None) -> Console:
    """A console for ``stream`` (writing to ``file`` in its stead) that takes text as it is: no markup, no emoji codes.

    It wraps only where a person looks on, and colours only where the terminal and the user want that.
    """
    from rich.console import Console

    seen = stream.isatty()
    return Console(
        file=file or stream,
        force_terminal=seen,
        width=None if seen else UNBOUNDED,
        markup=False,
        emoji=False,
        highlight=False,
    )


def rendered(stream: TextIO, *renderables: object, soft_wrap: bool = False) -> str:
    """What would be printed on ``stream``, as text; ``soft_wrap`` leaves it to the terminal to break long lines."""
    from rich.text import Text

    text = StringIO()
    console = console_on(stream, text)
    for renderable in renderables:
        if isinstance(renderable, Text) and not console.is_terminal:
            # without colours and columns there is nothing to lay out; a long diff has thousands of lines
            text.write(f"{renderable.plain}\n")
        else:
            console.print(renderable, soft_wrap=soft_wrap)
    return "\n".join(line.rstrip() for line in text.getvalue().split("\n"))


@contextmanager
def progress_bar(label: str, stream: TextIO | None) -> Iterator[Progress | None]:
    """A bar on ``stream`` that counts pages, gone on leaving; ``None`` where no terminal is there to show one."""
    if stream is None or not stream.isatty():
        yield None
        return
    from rich import progress
    from rich.table import Column

    name = progress.TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, max_width=48))
    columns = (progress.SpinnerColumn(), name, progress.BarColumn(), progress.MofNCompleteColumn())
    with progress.Progress(*columns, console=console_on(stream), transient=True) as bar:
        task = bar.add_task(printable(label), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def takes_colors(stream: TextIO) -> bool:
    """Whether colours are seen on ``stream``: a terminal that has them, and a user who wants them."""
    console = console_on(stream)
    return console.is_terminal and console.color_system is not None and not console.no_color


def takes_lines(stream: TextIO) -> bool:
    """Whether drawn lines look well on ``stream``: a terminal with colours whose encoding has them."""
    console = console_on(stream)
    return console.is_terminal and not console.no_color and console.encoding.startswith("utf")


def width_of(stream: TextIO) -> int:
    """How many columns ``stream`` has; plenty where it is no terminal."""
    return console_on(stream).width


def report_view(report: Report, folder: Path, replaced: str | None = None, *, lines: bool, width: int = UNBOUNDED) -> Group:
    """The summary of a report and its findings; ``replaced`` names another PDF whose snapshot the folder held before,
    ``lines`` rules the table of counts, which is laid out for so many columns as ``width``.
    """
    from rich.console import Group
    from rich.text import Text

    title = Text(shortened(report.report.title) or "(no title)", style="bold")
    written = Text.assemble("written to ", (printable(f"{folder}/"), "green"))
    if replaced is not None:
        written.append(f" in place of the snapshot of {shortened(replaced)}", COLORS["warning"])
    return Group(title, Text(subtitle(report.report), style="dim"), counts(report, lines, width), written, *findings(report))


def subtitle(info: ReportInfo) -> str:
    """Whose report it is and of which day."""
    municipality = info.municipality or "municipality unknown"
    code = f" ({info.municipality_code})" if info.municipality_code else ""
    as_of = f"as of {info.as_of}" if info.as_of else "date unknown"
    year = f", fiscal year {info.fiscal_year}" if info.fiscal_year else ""
    return shortened(f"{municipality}{code}, {as_of}{year}, {info.source.file_name}")


def counts(report: Report, lines: bool, width: int) -> Table:
    """How much of everything was found: beside one another where the width allows, else below one another."""
    row = [(name, f"{count:,}") for name, count in amounts(report) if count or name not in VALUES]
    across = sum(max(len(name), len(count)) + 3 for name, count in row) + 1
    return counts_across(row, lines) if across <= width else counts_down(row)


def counts_across(row: Sequence[tuple[str, str]], lines: bool) -> Table:
    """Names and numbers as a table of one row."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.ROUNDED if lines else None, header_style="", border_style="dim", pad_edge=lines)
    for name, _ in row:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_row(*(count for _, count in row), style="bold")
    return table


def counts_down(row: Sequence[tuple[str, str]]) -> Table:
    """Numbers and names, each pair on its line."""
    from rich.table import Table

    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="bold")
    for name, count in row:
        table.add_row(count, name)
    return table


VALUES = {"dates", "quantities", "totals"}
"""What a report may well have none of."""


def amounts(report: Report) -> list[tuple[str, int]]:
    """Counts of a report's parts, by name."""
    statements = [statement for initiative in report.initiatives for statement in initiative.statements]
    return [
        ("pages", report.report.source.page_count),
        ("sections", len(report.sections)),
        ("initiatives", len(report.initiatives)),
        ("statements", len(statements)),
        ("dates", sum(len(statement.dates) for statement in statements)),
        ("quantities", sum(len(statement.quantities) for statement in statements)),
        ("totals", len(report.totals)),
    ]


def findings(report: Report) -> list[Table | Text]:
    """How many findings there are, the grave ones one by one, and the rest by kind."""
    grave = [f for severity in ("error", "warning") for f in report.findings if f.severity == severity]
    mild = [f for f in report.findings if f.severity == "info"]
    first, others = first_of_each_kind(grave)
    shown: list[Table | Text] = [finding_counts(report.findings)]
    if first:
        shown.append(finding_rows(first))
    if others:
        shown.append(hanging("and in report.json:", kinds_of(others)))
    if mild:
        shown.append(hanging("info:", kinds_of(mild)))
    return shown


def first_of_each_kind(
    some_findings: Iterable[PublishedFinding],
) -> tuple[list[PublishedFinding], list[PublishedFinding]]:
    """The first few findings of each code, and the others: a hundred of one kind should not hide the one of another."""
    seen: Counter[str] = Counter()
    first: list[PublishedFinding] = []
    others: list[PublishedFinding] = []
    for finding in some_findings:
        (first if seen[finding.code] < SHOWN else others).append(finding)
        seen[finding.code] += 1
    return first, others


def finding_counts(all_findings: Sequence[PublishedFinding]) -> Text:
    """Findings by severity, in a line."""
    from rich.text import Text

    number = Counter(finding.severity for finding in all_findings)
    parts = [(counted(number[s], s), COLORS[s]) for s in ("error", "warning", "info") if number[s]]
    separated = [part for pair in parts for part in (", ", pair)][1:] or ["none"]
    return Text.assemble("findings: ", *separated)


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "error"), counted(1200, "warning")
    ('1 error', '1,200 warnings')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def finding_rows(some_findings: Iterable[PublishedFinding]) -> Table:
    """A row for each finding; what wraps hangs under its text."""
    from rich.table import Table
    from rich.text import Text

    rows = Table.grid(padding=(0, 1))
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    for finding in some_findings:
        head = Text(f"  {finding.severity}", style=COLORS[finding.severity])
        rows.add_row(head, Text.assemble((finding_head(finding), "bold"), " ", shortened(finding.message)))
    return rows


def finding_head(finding: PublishedFinding) -> str:
    """Kind and place of a finding."""
    page = f"page {finding.page}" if finding.page else ""
    initiative = f"initiative {printable(finding.initiative)}" if finding.initiative else ""
    place = ", ".join(filter(None, (page, initiative)))
    return f"{printable(finding.code)}{f' ({place})' if place else ''}:"


def kinds_of(some_findings: Iterable[PublishedFinding]) -> str:
    """Codes and how often each occurs, in order of appearance."""
    number_of = Counter(finding.code for finding in some_findings)
    return ", ".join(f"{printable(code)} × {number:,}" for code, number in number_of.items())


def hanging(head: str, text: str) -> Table:
    """A line that stands back; what wraps hangs under its text."""
    from rich.table import Table

    row = Table.grid(padding=(0, 1))
    row.add_row(f"  {head}", text, style="dim")
    return row


def note(text: str) -> Text:
    """A line that stands back."""
    from rich.text import Text

    return Text(f"  {text}", style="dim")


def mentions_view(text: str, dates: Sequence[DateMention], quantities: Sequence[Quantity]) -> list[Table | Text]:
    """The text with its mentions in colour, and a row with the meaning of each."""
    from rich.table import Table

    rows = Table.grid(padding=(0, 2))
    for date in dates:
        rows.add_row("date", printable(date.surface), date_meaning(date), style=MENTION_COLORS["date"])
    for quantity in quantities:
        rows.add_row("quantity", printable(quantity.surface), quantity_meaning(quantity), style=MENTION_COLORS["quantity"])
    return [marked(text, dates, quantities), rows if rows.rows else note("no date and no quantity")]


def marked(text: str, dates: Iterable[DateMention], quantities: Iterable[Quantity]) -> Text:
    """The text on one line, what was found in colour."""
    from rich.text import Text

    color = ["bold"] * len(text)
    spans = [*((date.span, "date") for date in dates), *((quantity.span, "quantity") for quantity in quantities)]
    for (start, end), kind in spans:
        color[start:end] = [MENTION_COLORS[kind]] * (end - start)
    return Text.assemble(*((printable(char), style) for char, style in zip(text, color)))


def date_meaning(date: DateMention) -> str:
    """The days that a date means, and how exactly.

    >>> from plan_extract.text.dates import find_dates
    >>> [date_meaning(date) for date in find_dates("9～1月、3月頃から", fiscal_year=2023)]
    ['2023-09-01 to 2024-01-31 (month)', 'from 2024-03-01 (month, approximate)']
    """
    precision = f" ({date.precision}{', approximate' if date.approximate else ''})"
    return (date.recurrence or days(date.start, date.end)) + precision


def days(start: Day | None, end: Day | None) -> str:
    """A first and a last day, either of them unknown or open."""
    if start and end:
        return start.isoformat() if start == end else f"{start.isoformat()} to {end.isoformat()}"
    if start:
        return f"from {start.isoformat()}"
    return f"until {end.isoformat()}" if end else "no day told"


def quantity_meaning(quantity: Quantity) -> str:
    """An amount in its printed and its base unit, and what it counts.

    >>> from plan_extract.text.quantities import find_quantities
    >>> [quantity_meaning(quantity) for quantity in find_quantities("住宅費助成金 約３万円/月")]
    ['約 3万円 per 月 = 30000円: 住宅費助成金']
    """
    upper = f"–{plain_value(quantity.value_to)}" if quantity.value_to is not None else ""
    qualifier = f"{quantity.qualifier} " if quantity.qualifier else ""
    per = f" per {quantity.per}" if quantity.per else ""
    label = f": {quantity.label}" if quantity.label else ""
    printed = (quantity.value, quantity.unit) == (quantity.base_value, quantity.base_unit)
    base = "" if printed else f" = {plain_value(quantity.base_value)}{quantity.base_unit or ''}"
    return printable(f"{qualifier}{plain_value(quantity.value)}{upper}{quantity.unit or ''}{per}{base}{label}")


def plain_value(value: object) -> object:
    """A value as JSON has it: days in ISO form, a day of an unknown year as null, amounts in plain digits.

    >>> from plan_extract.text.dates import PartialDate
    >>> plain_value(datetime.date(2023, 10, 31)), plain_value(PartialDate(10, 31)), plain_value(Decimal("1E+3"))
    ('2023-10-31', None, '1000')
    """
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return None if isinstance(value, Day) else value
