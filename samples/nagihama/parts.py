"""The parts of the report and how each is set, and the walk through the whole report."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path

from .source import Row, Section, Source
from .typeset import Column, Part, Trace, Typesetter

PORTRAIT = (595.28, 841.89)
LANDSCAPE = (841.89, 595.28)


def parts(meta: dict[str, str]) -> dict[str, Part]:
    """Every part by its name, as the report's own head lines want it."""
    year, shift = meta["column"], float(meta.get("shift", 0))
    forms = (above(year), bands(year), bands_only(year), merged(), vertical())
    return {part.name: narrowed(part, shift) for part in forms}


def narrowed(part: Part, shift: float) -> Part:
    """The part with ``shift`` points taken from the overview's column and given to the progress."""
    change = {"overview": -shift, "progress": shift}
    columns = tuple(column._replace(width=column.width + change.get(column.role, 0)) for column in part.columns)
    return replace(part, columns=columns)


def above(year: str) -> Part:
    """Headings above the tables; rows that go on are told by a marker."""
    return Part(
        "above",
        LANDSCAPE,
        (
            Column(("No",), "number", 30),
            Column(("主な取組",), "name", 128),
            Column(("事業概要",), "overview", 196),
            Column((f"{year} 実施状況・実施予定",), "progress", 292),
            Column(("担当課",), "departments", 112),
        ),
        font_size=10.5,
        leading=15.5,
        rules="lines",
        number_style="{}",
        continuation="marked",
        sections_as="headings",
        header_repeats=True,
        indent_headings=False,
    )


def bands(year: str) -> Part:
    """Sections as bands inside a table with two header rows; rows break wherever the page ends."""
    return Part(
        "bands",
        PORTRAIT,
        (
            Column(("番号",), "number", 27),
            Column(("取組名",), "name", 74),
            Column(("取組内容",), "overview", 112),
            Column((year, "実施状況"), "progress", 132),
            Column((year, "実施予定"), "plan", 98),
            Column(("所管課",), "departments", 70),
        ),
        font_size=10,
        leading=15,
        rules="filled",
        number_style="- {} -",
        continuation="natural",
        sections_as="bands",
        header_repeats=True,
        indent_headings=False,
    )


def bands_only(year: str) -> Part:
    """All levels as bands, the header on the first page only, columns in another order."""
    return Part(
        "bands-only",
        PORTRAIT,
        (
            Column(("項番",), "number", 30),
            Column(("担当部署",), "departments", 94),
            Column(("事　業　名",), "name", 80),
            Column(("取組内容",), "overview", 132),
            Column((f"{year}の取組実績",), "progress", 175),
        ),
        font_size=10.5,
        leading=16.5,
        rules="filled",
        number_style="- {} -",
        continuation="natural",
        sections_as="bands-only",
        header_repeats=False,
        indent_headings=True,
    )


def merged() -> Part:
    """The section as a merged cell beside its rows, and columns that only this part has."""
    return Part(
        "merged",
        LANDSCAPE,
        (
            Column(("基本方針",), "group", 62),
            Column(("No.",), "number", 30),
            Column(("事業名",), "name", 100),
            Column(("事業概要",), "overview", 150),
            Column(("進捗状況",), "progress", 186),
            Column(("期限",), "deadline", 62),
            Column(("決算額（千円）",), "amount", 52),
            Column(("達成度",), "grade", 38),
            Column(("担当課",), "departments", 80),
        ),
        font_size=11,
        leading=20,
        rules="stroked",
        number_style="- {} -",
        continuation="natural",
        sections_as="merged",
        header_repeats=True,
        indent_headings=False,
    )


def vertical() -> Part:
    """The same with the merged cell's text set from top to bottom; rows stay whole."""
    return Part(
        "vertical",
        LANDSCAPE,
        (
            Column(("基本方針",), "group", 26),
            Column(("No.",), "number", 30),
            Column(("事業名",), "name", 112),
            Column(("事業概要",), "overview", 160),
            Column(("進捗状況",), "progress", 200),
            Column(("期限",), "deadline", 62),
            Column(("決算額（千円）",), "amount", 52),
            Column(("達成度",), "grade", 38),
            Column(("担当課",), "departments", 80),
        ),
        font_size=10.5,
        leading=17,
        rules="stroked",
        number_style="- {} -",
        continuation="whole",
        sections_as="vertical",
        header_repeats=True,
        indent_headings=False,
    )


def typeset(source: Source, path: Path) -> Trace:
    """Write the report's PDF; what comes back tells where every row went."""
    setter = Typesetter(path, source)
    sections = {section.id: section for section in source.sections}
    forms = parts(source.meta)
    for name, rows in groupby(source.rows, key=lambda row: row.part):
        setter.begin_part(forms[name])
        if name == "above":
            setter.title()
        set_part(setter, list(rows), sections)
    return setter.finish()


def set_part(setter: Typesetter, rows: list[Row], sections: dict[str, Section]) -> None:
    """Set the rows of one part under their sections."""
    goal = ""
    for key, members in groupby(rows, key=lambda row: row.section):
        section, under = sections[key], list(members)
        outer = sections[section.parent or ""]
        new_goal, goal = outer.id != goal, outer.id
        begin_section(setter, outer if new_goal else None, section, under[0])
        for row in under:
            setter.row(row)
    setter.close_group()
    setter.group = None


def begin_section(setter: Typesetter, outer: Section | None, section: Section, first: Row) -> None:
    """Set what stands before a section's rows."""
    {
        "headings": begin_headings,
        "bands": begin_bands,
        "bands-only": begin_bands_only,
        "merged": begin_merged,
        "vertical": begin_merged,
    }[setter.at.sections_as](setter, outer, section, first)


def keep_together(setter: Typesetter, height: float) -> None:
    """Go on to a new page where less than ``height`` is left; there is no table to go on with."""
    if setter.top + height > setter.bottom:
        setter.end_page()
        setter.begin_page()


def begin_headings(setter: Typesetter, outer: Section | None, section: Section, first: Row) -> None:
    """Headings, then a table of its own."""
    setter.top += 0 if setter.top <= 84 else 10
    keep_together(setter, 60 + setter.beginning(first) * setter.at.leading)
    if outer:
        setter.heading(outer)
    setter.heading(section)
    setter.header()


def begin_bands(setter: Typesetter, outer: Section | None, section: Section, first: Row) -> None:
    """The goal as a heading over one table, the measures as bands inside it."""
    if outer:
        setter.heading(outer)
        setter.header()
    keep_band(setter, first)
    setter.band(section)


def begin_bands_only(setter: Typesetter, outer: Section | None, section: Section, first: Row) -> None:
    """Every level as a band."""
    if outer:
        setter.header()
        setter.band(outer)
    keep_band(setter, first)
    setter.band(section)


def keep_band(setter: Typesetter, first: Row) -> None:
    """Go on to a new page where a band would stand alone."""
    if setter.room() < setter.beginning(first) + 2:
        setter.next_page()


def begin_merged(setter: Typesetter, outer: Section | None, section: Section, first: Row) -> None:
    """The goal as a heading over one table, the policy as a merged cell beside its rows."""
    if outer:
        setter.heading(outer)
        setter.header()
    setter.open_group(section)
