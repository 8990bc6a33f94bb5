"""Diffs and histories for the terminal, and diffs as Markdown, made harmless whatever documents hold. Nothing here prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plan_extract.diffmodel import Edition, ReportDiff
from plan_extract.difftext import (
    Piece,
    Role,
    RowTold,
    Told,
    renumbered,
    rows_told,
    summary_of,
    told_once,
)
from plan_extract.historymodel import History
from plan_extract.terminal import COLORS, counted, finding_head, printable, shortened

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

STYLES: dict[Role, str] = {
    "plain": "",
    "quiet": "dim",
    "old": "red",
    "new": "green",
    "deleted": "red strike",
    "inserted": "green underline",
    "good": "bold green",
    "bad": "bold red",
}
SIGNS = {"added": "+", "removed": "-", "changed": "~", "unchanged": "="}
FATE_STYLES = {"added": "bold green", "removed": "bold red", "changed": "bold", "unchanged": "bold"}
TAGS: dict[Role, str] = {"deleted": "del", "inserted": "ins", "bad": "strong"}
"""What stands around a role in Markdown: tags, for signs such as ~~ do not hold beside Japanese brackets."""
WITHOUT_COLORS: dict[Role, tuple[str, str]] = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
"""What stands around a role where no colours show it, as in wdiff."""
MOST_SLIPPING = 10
"""Initiatives that are named in the terminal because they slipped."""
OBEYED = re.compile(r"([\\`*_\[\]<>#|~&!$]|(?<=:)/(?=/)|(?<=www)\.)")
"""Signs that Markdown obeys within a line, and what makes a link of a bare address."""


# terminal


def diff_view(diff: ReportDiff, *, colors: bool) -> list[Text | Table]:
    """What a person reads in a terminal; without ``colors`` signs tell what was deleted and inserted."""
    from rich.text import Text

    parts: list[Text | Table] = [headline(diff), summary_line(diff)]
    parts += [Text.assemble((f"  {finding_head(f)} ", COLORS[f.severity]), shortened(f.message)) for f in diff.findings]
    parts += [told_line(told, colors) for told in told_once(diff)]
    parts += [part for row in rows_told(diff) for part in row_view(row, colors)]
    if numbers := renumbered(diff):
        shown = ", ".join(f"{printable(old)}→{printable(new)}" for old, new in numbers)
        parts.append(Text(f"renumbered: {shown}", style="dim"))
    return parts


def headline(diff: ReportDiff) -> Text:
    """Which reports are compared."""
    from rich.text import Text

    return Text.assemble((edition_name(diff.old), "red"), " → ", (edition_name(diff.new), "green"))


def edition_name(edition: Edition) -> str:
    """A report's id with its day, if that is not part of it."""
    name = shortened(edition.id)
    return name if edition.as_of is None or str(edition.as_of) in name else f"{name} ({edition.as_of})"


def summary_line(diff: ReportDiff) -> Text:
    """How many rows met which fate."""
    from rich.text import Text

    return Text(", ".join(f"{number:,} {words.en}" for words, number in summary_of(diff) if number) or "no initiatives")


def row_view(told: RowTold, colors: bool) -> Iterator[Text]:
    """A row's head, and a line for each of its changes."""
    from rich.text import Text

    row = told.row
    ids = dict.fromkeys(printable(id) for id in (row.old_id, row.new_id) if id is not None)
    note = f"  ({printable(told.note.en)})" if told.note.en else ""
    head = f"{SIGNS[row.change]} {' → '.join(ids)}  {shortened(row.name)}"
    yield Text.assemble((head, FATE_STYLES[row.change]), (note, "dim"))
    for change in told.changes:
        yield told_line(change, colors)


def told_line(told: Told, colors: bool) -> Text:
    """A change on one line."""
    from rich.text import Text

    return Text.assemble((f"    {told.kind.en}: ", "cyan"), *(shown(piece, colors) for piece in told.pieces))


def shown(piece: Piece, colors: bool) -> tuple[str, str]:
    """A piece with its style."""
    before, after = ("", "") if colors else WITHOUT_COLORS.get(piece.role, ("", ""))
    return f"{before}{shortened(piece.words.en)}{after}", STYLES[piece.role]


def history_view(history: History, folder: Path) -> list[Text]:
    """What a person reads of a history in a terminal: how much there is, what slipped most often, where it was written."""
    from rich.text import Text

    counts = (
        counted(len(history.periods), "period"),
        counted(len(history.courses), "initiative"),
        counted(len(history.series), "indicator"),
    )
    parts = [Text(", ".join(counts))]
    parts += [Text.assemble((f"  {finding_head(f)} ", COLORS[f.severity]), shortened(f.message)) for f in history.findings]
    for entry in history.slipping[:MOST_SLIPPING]:
        times = f"{counted(entry.periods, 'time')}, {counted(entry.days, 'day')}"
        parts.append(Text.assemble(("  slipped ", "yellow"), f"{times}: {shortened(entry.name)}"))
    return [*parts, Text.assemble("written to ", (printable(f"{folder}/"), "green"))]


# Markdown


def diff_markdown(diff: ReportDiff) -> str:
    r"""The diff to be pasted into an issue or a mail; nothing that a document says is taken for markup.

    >>> from plan_extract.diffmodel import Summary
    >>> old, new = (Edition(id=f"架空市_{year}", title="", as_of=None, generator="") for year in (2023, 2024))
    >>> counts = Summary(added=0, removed=0, changed=0, unchanged=2, moved=0, renumbered=0)
    >>> nothing = {"departments": (), "sections": (), "initiatives": (), "findings": ()}
    >>> print(diff_markdown(ReportDiff(old=old, new=new, summary=counts, **nothing)))
    # 架空市\_2023 → 架空市\_2024
    <BLANKLINE>
    | new | ended | changed | unchanged | moved to another section | renumbered |
    |---:|---:|---:|---:|---:|---:|
    | 0 | 0 | 0 | 2 | 0 | 0 |
    <BLANKLINE>
    """
    blocks = [
        f"# {markdown(edition_name(diff.old))} → {markdown(edition_name(diff.new))}",
        summary_table(diff),
        "\n".join(f"- **{f.severity}** {markdown(finding_head(f))} {markdown(f.message)}" for f in diff.findings),
        "\n".join(f"- {markdown_line(told)}" for told in told_once(diff)),
        *(markdown_group(title, rows) for title, rows in by_fate(rows_told(diff))),
        markdown_numbers(renumbered(diff)),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


def markdown(text: str) -> str:
    r"""The text with every sign escaped that Markdown might obey; nobody is notified by an @.

    >>> markdown("*重要* <b>[1](http://x)")
    '\\*重要\\* \\<b\\>\\[1\\](http:\\//x)'
    """
    return OBEYED.sub(r"\\\1", shortened(text)).replace("@", "@\u200b")


def summary_table(diff: ReportDiff) -> str:
    """How many rows met which fate."""
    counts = summary_of(diff)
    names, numbers = (" | ".join(cells) for cells in zip(*((words.en, f"{number:,}") for words, number in counts)))
    return f"| {names} |\n|{'---:|' * len(counts)}\n| {numbers} |"


def by_fate(rows: Sequence[RowTold]) -> list[tuple[str, list[RowTold]]]:
    """The rows under the heading of their fate."""
    groups = {"Changed": {"changed", "unchanged"}, "New": {"added"}, "Ended": {"removed"}}
    found = [(title, [told for told in rows if told.row.change in fates]) for title, fates in groups.items()]
    return [(title, some_rows) for title, some_rows in found if some_rows]


def markdown_group(title: str, rows: Iterable[RowTold]) -> str:
    """Rows under a heading, with their changes as a list below each."""
    return "\n".join([f"## {title}", "", *(line for told in rows for line in markdown_row(told))])


def markdown_row(told: RowTold) -> Iterator[str]:
    """A row and its changes as nested list items."""
    ids = dict.fromkeys(markdown(id) for id in (told.row.old_id, told.row.new_id) if id is not None)
    note = f" ({markdown(told.note.en)})" if told.note.en else ""
    yield f"- **{' → '.join(ids)} {markdown(told.row.name)}**{note}"
    for change in told.changes:
        yield f"  - {markdown_line(change)}"


def markdown_line(told: Told) -> str:
    """A change on one line."""
    return f"{told.kind.en}: {''.join(map(marked, told.pieces)).strip()}"


def marked(piece: Piece) -> str:
    """A piece within the tag of its role."""
    tag = TAGS.get(piece.role)
    text = markdown(piece.words.en)
    return f"<{tag}>{text}</{tag}>" if tag and text else text


def markdown_numbers(numbers: Sequence[tuple[str, str]]) -> str:
    """The rows that have another number."""
    shown = ", ".join(f"{markdown(old)} → {markdown(new)}" for old, new in numbers)
    return f"Renumbered: {shown}" if numbers else ""
