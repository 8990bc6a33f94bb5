"""The published difference of two reports: pydantic models of what ``diff --format json`` prints.

What differs has ``old`` and ``new`` as text, null on the side where there is none: a state is its slug, a date an interval
of ISO days (``2024-02-01/2024-02-29``, ``..`` where open) or a recurrence rule, an amount a decimal in the printed unit.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from plan_extract.model import Exact, Published, PublishedFinding, Reader, State

TextKind = Literal["number", "name", "section", "departments", "overview", "statement"]
Op = Literal["same", "deleted", "inserted"]
Fate = Literal["added", "removed", "changed", "unchanged"]


class Edition(Published):
    """One of the two reports."""

    id: str = Field(title="報告ID", description="id of the report")
    title: str = Field(title="表題", description="Title as printed")
    as_of: datetime.date | None = Field(title="基準日", description="Date of the report's state")
    generator: str = Field(title="作成プログラム", description="Name and version of the program that read it")
    reader: Reader = Field(default="pdfium", title="読取ライブラリ", description="Library that read its pages")


class Edit(Published):
    """A run of words that both texts have, or that only one of them has."""

    op: Op = Field(title="操作", description="Which of the texts has it")
    text: str = Field(title="語句", description="The words as printed (of the new text where both have them)")


class Where(Published):
    """The lines that a change was found in."""

    field: str = Field(title="欄", description='"overview", "progress" or the header of another column')
    old_seq: int | None = Field(title="旧の連番", description="seq of the statement in the old report")
    new_seq: int | None = Field(title="新の連番", description="seq of the statement in the new report")
    old_text: str | None = Field(title="旧の文", description="The statement in the old report")
    new_text: str | None = Field(title="新の文", description="The statement in the new report")


class TextChange(Published):
    """A field or a line whose words differ; for a section the ids are given, its headings as words, for
    departments the names joined by 、."""

    kind: TextKind = Field(title="種別", description="What differs")
    old: str | None = Field(title="旧", description="Text in the old report")
    new: str | None = Field(title="新", description="Text in the new report")
    where: Where | None = Field(title="場所", description="The lines, for overview and statement")
    words: tuple[Edit, ...] = Field(title="語の増減", description="What was inserted and deleted, by word")


class StateChange(Published):
    """A line whose state differs."""

    kind: Literal["state"] = Field(default="state", title="種別", description="What differs")
    old: State = Field(title="旧", description="State in the old report")
    new: State = Field(title="新", description="State in the new report")
    where: Where = Field(title="場所", description="The lines")


class DateChange(Published):
    """A date that differs, came or went."""

    kind: Literal["date"] = Field(default="date", title="種別", description="What differs")
    old: str | None = Field(title="旧", description="Interval of ISO days, or recurrence rule")
    new: str | None = Field(title="新", description="Interval of ISO days, or recurrence rule")
    old_surface: str | None = Field(title="旧の表記", description="The words as printed")
    new_surface: str | None = Field(title="新の表記", description="The words as printed")
    days: int | None = Field(
        title="日数", description="Days from the old end (or start, where an end is open) to the new; positive is later"
    )
    slipped: bool = Field(title="遅れ", description="Whether what was ahead in the old report is now due later")
    where: Where = Field(title="場所", description="The lines")


class QuantityChange(Published):
    """An amount that differs, came or went."""

    kind: Literal["quantity"] = Field(default="quantity", title="種別", description="What differs")
    old: Exact | None = Field(title="旧", description="Exact decimal, in the old unit")
    new: Exact | None = Field(title="新", description="Exact decimal, in the new unit")
    label: str | None = Field(title="項目", description="What is counted")
    measure: str | None = Field(
        default=None, title="値の種類", description="What the column's header calls its values (目標値)"
    )
    unit: str | None = Field(title="単位", description="Unit of delta: the printed one, or the base unit where they differ")
    delta: Exact | None = Field(title="増減", description="New less old")
    percent: Exact | None = Field(title="増減率", description="Delta in percent of the old value, to one place")
    old_surface: str | None = Field(title="旧の表記", description="The words as printed")
    new_surface: str | None = Field(title="新の表記", description="The words as printed")
    where: Where = Field(title="場所", description="The lines")


Change = Annotated[TextChange | StateChange | DateChange | QuantityChange, Field(discriminator="kind")]


class Match(Published):
    """Why two rows are taken for one initiative."""

    score: float = Field(ge=0, le=1, title="一致度", description="From 0 (nothing alike) to 1 (everything alike)")
    reasons: tuple[str, ...] = Field(title="根拠", description="What is alike, the strongest first")


class InitiativeDiff(Published):
    """What became of one initiative."""

    change: Fate = Field(title="変化", description="A row whose number alone differs is unchanged")
    old_id: str | None = Field(title="旧の取組ID", description="id in the old report")
    new_id: str | None = Field(title="新の取組ID", description="id in the new report")
    name: str = Field(title="取組名", description="Name in the new report, of an ended row in the old one")
    match: Match | None = Field(title="対応", description="Why the two rows are one initiative")
    split_from: str | None = Field(title="分割元", description="For an added row the old id that it was a part of")
    merged_into: str | None = Field(title="統合先", description="For a removed row the new id that it is now a part of")
    changes: tuple[Change, ...] = Field(title="変更", description="What differs, in the order of the row")


class DepartmentRename(Published):
    """A department that goes on under another name; where several became one, or one several, each pair is told."""

    old: str = Field(title="旧", description="Name in the old report")
    new: str = Field(title="新", description="Name in the new report")
    initiatives: tuple[str, ...] = Field(title="取組ID", description="Rows in the new report")


class SectionRename(Published):
    """A section that has another number or title."""

    old_id: str = Field(title="旧の節ID", description="id in the old report")
    new_id: str = Field(title="新の節ID", description="id in the new report")
    old: str = Field(title="旧", description="Heading in the old report")
    new: str = Field(title="新", description="Heading in the new report")


class Summary(Published):
    """How many initiatives met which fate. ``moved`` and ``renumbered`` count among changed and unchanged."""

    added: int = Field(title="新規", description="Rows in the new report only")
    removed: int = Field(title="終了", description="Rows in the old report only")
    changed: int = Field(title="変更", description="Rows in which something differs but the number")
    unchanged: int = Field(title="変更なし", description="Rows in which nothing differs, or the number alone")
    moved: int = Field(title="移動", description="Rows that stand in another section")
    renumbered: int = Field(title="番号変更", description="Rows that have another number")


class ReportDiff(Published):
    """What differs between two reports of one plan."""

    schema_version: Literal["1"] = Field(default="1", title="スキーマ版", description="Version of this structure")
    old: Edition = Field(title="旧", description="The older report")
    new: Edition = Field(title="新", description="The newer report")
    summary: Summary = Field(title="集計", description="Counts")
    departments: tuple[DepartmentRename, ...] = Field(title="課の改称", description="Departments renamed throughout")
    sections: tuple[SectionRename, ...] = Field(title="節の改称", description="Sections renumbered or renamed")
    initiatives: tuple[InitiativeDiff, ...] = Field(
        title="取組", description="Rows in the new report's order, ended ones at their old place"
    )
    findings: tuple[PublishedFinding, ...] = Field(title="所見", description="What a person should look at")

    @property
    def differs(self) -> bool:
        """Whether any initiative was added, removed or changed."""
        return bool(self.summary.added or self.summary.removed or self.summary.changed)
