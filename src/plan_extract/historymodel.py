"""The published history of a plan over all its periods: pydantic models of ``history.json``."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field

from plan_extract.model import Exact, Published, PublishedFinding, Reader, State


class Period(Published):
    """One report of the plan."""

    report_id: str = Field(title="報告ID", description="id of the report")
    title: str = Field(title="表題", description="Title as printed")
    as_of: datetime.date | None = Field(title="基準日", description="Date of the report's state")
    fiscal_year: int | None = Field(title="年度", description="Calendar year in which the fiscal year's April falls")
    generator: str = Field(title="作成プログラム", description="Name and version of the program that read it")
    reader: Reader = Field(default="pdfium", title="読取ライブラリ", description="Library that read its pages")


class CoursePoint(Published):
    """One initiative as one period has it."""

    course: int = Field(ge=1, title="経過の連番", description="Number of the initiative over all periods, from 1")
    report_id: str = Field(title="報告ID", description="id of the report")
    as_of: datetime.date | None = Field(title="基準日", description="Date of the report's state")
    initiative_id: str = Field(title="取組ID", description="id of the initiative in that report")
    number: str = Field(title="番号", description="Number as printed")
    name: str = Field(title="取組名", description="Name of the initiative")
    section: str | None = Field(title="施策", description="Heading of the innermost section")
    goal: str | None = Field(title="目標", description="Heading of the outermost section")
    departments: str = Field(title="担当課", description="Departments in print order, joined by 、")
    state: State = Field(title="状態", description="State that most lines tell; where even, the one further on")
    score: float | None = Field(title="一致度", description="How surely it is the row of the period before; null for the first")


class Course(Published):
    """One initiative over all periods, its numbers and names followed."""

    course: int = Field(ge=1, title="経過の連番", description="Number of the initiative over all periods, from 1")
    name: str = Field(title="取組名", description="Its last name")
    began: str = Field(title="開始", description="id of the first report that has it")
    ended: str | None = Field(title="終了", description="id of the first report that no longer has it; null where it goes on")
    points: tuple[CoursePoint, ...] = Field(title="経過", description="A point for each period that has it")


class SeriesPoint(Published):
    """One amount of an indicator."""

    series: int = Field(ge=1, title="系列の連番", description="Number of the indicator, from 1")
    course: int = Field(ge=1, title="経過の連番", description="The initiative that tells it")
    label: str = Field(title="項目", description="What is counted, as the last period has it")
    measure: str | None = Field(
        default=None, title="値の種類", description="What the column's header calls its values (目標値)"
    )
    fiscal_year: int | None = Field(default=None, title="対象年度", description="Fiscal year that the column's header names")
    report_id: str = Field(title="報告ID", description="id of the report")
    initiative_id: str = Field(title="取組ID", description="id of the initiative in that report")
    statement_seq: int = Field(title="文の連番", description="seq of the statement")
    day: datetime.date | None = Field(
        title="時点", description="Day that its line names, or else the end of its column's year, or else the report's"
    )
    value: Exact = Field(title="値", description="Exact decimal, in the printed unit")
    unit: str | None = Field(title="単位", description="Unit as printed")
    per: str | None = Field(title="当たり", description="What the amount is per (月, 回, 1人)")
    base_value: Exact = Field(title="基準値", description="Value in the base unit (千円 and 万円 become 円)")
    base_unit: str | None = Field(title="基準単位", description="Base unit")


class Series(Published):
    """One indicator over all periods."""

    series: int = Field(ge=1, title="系列の連番", description="Number of the indicator, from 1")
    course: int = Field(ge=1, title="経過の連番", description="The initiative that tells it")
    label: str = Field(title="項目", description="What is counted, as the last period has it")
    measure: str | None = Field(
        default=None, title="値の種類", description="What the column's header calls its values (目標値)"
    )
    unit: str | None = Field(title="単位", description="Base unit")
    per: str | None = Field(title="当たり", description="What the amounts are per (月, 回, 1人)")
    points: tuple[SeriesPoint, ...] = Field(title="値", description="Amounts by day")


class Slip(Published):
    """A date ahead that came later in the next period."""

    course: int = Field(ge=1, title="経過の連番", description="The initiative")
    report_id: str = Field(title="報告ID", description="id of the report that has the later date")
    old: str = Field(title="旧の表記", description="The date as the period before printed it")
    new: str = Field(title="新の表記", description="The date as printed now")
    days: int = Field(ge=1, title="日数", description="By how many days it is later")
    text: str = Field(title="文", description="The line as printed now")


class Slipping(Published):
    """An initiative whose dates slipped, and how often."""

    course: int = Field(ge=1, title="経過の連番", description="The initiative")
    name: str = Field(title="取組名", description="Its last name")
    periods: int = Field(ge=1, title="期数", description="Periods in which a date slipped")
    days: int = Field(ge=1, title="日数", description="Days of the longest slip of each period, added up")
    slips: tuple[Slip, ...] = Field(title="遅れ", description="The slips in order of time")


class StateCount(Published):
    """How many initiatives of a goal are in a state in one period."""

    report_id: str = Field(title="報告ID", description="id of the report")
    goal: str | None = Field(title="目標", description="Heading of the outermost section")
    state: State = Field(title="状態", description="State of the initiatives")
    initiatives: int = Field(ge=1, title="取組数", description="How many they are")


class History(Published):
    """A plan over all its periods: the content of ``history.json``."""

    schema_version: Literal["1"] = Field(default="1", title="スキーマ版", description="Version of this structure")
    periods: tuple[Period, ...] = Field(title="期", description="The reports in order of time")
    courses: tuple[Course, ...] = Field(title="取組の経過", description="Initiatives in order of appearance")
    series: tuple[Series, ...] = Field(title="指標の系列", description="Indicators that more than one period tells")
    slipping: tuple[Slipping, ...] = Field(title="遅れの繰り返し", description="The most often slipped first")
    states: tuple[StateCount, ...] = Field(title="状態の集計", description="By period, goal and state")
    findings: tuple[PublishedFinding, ...] = Field(title="所見", description="What a person should look at")
