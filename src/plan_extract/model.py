"""The published dataset: pydantic models of ``report.json``.

Names, order and meaning follow the output contract (``docs/contract.md``). Every field has a Japanese ``title`` and an English
``description``: the JSON Schemas and ``datapackage.json`` are generated from them. Boxes are PDF points from the top left
corner of the page as displayed.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

if TYPE_CHECKING:
    import pandas
    import pyarrow

Precision = Literal["day", "dekad", "month", "season", "quarter", "half", "fiscal_year", "year"]
State = Literal["completed", "operating", "in_progress", "planned", "under_review", "undecided", "information"]
Reader = Literal["pdfium", "pdfplumber"]
Operation = Literal["sum", "count", "product", "equal"]
FindingSeverity = Literal["error", "warning", "info"]


def plain(value: Decimal) -> str:
    """A decimal in plain digits, never in exponent form.

    >>> plain(Decimal("1E+3"))
    '1000'
    """
    return format(value, "f")


Exact = Annotated[Decimal, PlainSerializer(plain, return_type=str, when_used="json")]
BBox = tuple[float, float, float, float]


class Published(BaseModel):
    """Base of all models: immutable, strict about unknown names, and without numbers that JSON cannot hold."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


class Source(Published):
    """Where on the paper something stands."""

    page: int = Field(ge=1, title="ページ", description="Page, counted from 1")
    bbox: BBox = Field(title="位置", description="x0, top, x1, bottom in points from the page's top left corner")


class DateMention(Published):
    """A calendar expression in a statement."""

    surface: str = Field(title="表記", description="The words as printed")
    span: tuple[int, int] = Field(title="文字位置", description="Start and end (exclusive) in the statement's text")
    source: Source = Field(title="出典", description="Where it stands")
    start: datetime.date | None = Field(title="開始日", description="First day; null where open")
    end: datetime.date | None = Field(title="終了日", description="Last day; null where open")
    precision: Precision = Field(title="精度", description="Unit of the coarser end, never finer than what is printed")
    approximate: bool = Field(title="概数", description="Whether the text says 頃 or the like")
    recurrence: str | None = Field(title="繰り返し", description="RFC 5545 recurrence rule; start and end are then null")


class QuantityMention(Published):
    """A counted or measured amount in a statement."""

    surface: str = Field(title="表記", description="The words as printed")
    span: tuple[int, int] = Field(title="文字位置", description="Start and end (exclusive) in the statement's text")
    source: Source = Field(title="出典", description="Where it stands")
    value: Exact = Field(title="値", description="Exact decimal, in the printed unit")
    value_to: Exact | None = Field(title="上限値", description="Upper end of a range")
    unit: str | None = Field(title="単位", description="Unit as printed")
    per: str | None = Field(title="当たり", description="What the amount is per (月, 回, 1人)")
    qualifier: str | None = Field(title="限定語", description="約, 以上, 計 and the like")
    base_value: Exact = Field(title="基準値", description="Value in the base unit (千円 and 万円 become 円)")
    base_unit: str | None = Field(title="基準単位", description="Base unit")
    label: str | None = Field(title="項目", description="What is counted")
    measure: str | None = Field(
        default=None,
        title="値の種類",
        description="What the column's header calls its values (目標値, 決算額), without year and unit; null in running text",
    )
    fiscal_year: int | None = Field(
        default=None,
        title="対象年度",
        description="Fiscal year named by the column's header or the heading above the line: the calendar year of its April",
    )


class Statement(Published):
    """One logical line of a cell."""

    seq: int = Field(ge=1, title="連番", description="Position in the initiative, from 1")
    parent: int | None = Field(title="親の連番", description="seq of the line that this one stands under")
    level: int = Field(ge=0, title="階層", description="Depth in the outline, from 0")
    field: str = Field(title="欄", description='"overview", "progress" or the header of another column')
    marker: str | None = Field(title="行頭記号", description="Bullet or number before the text (○ ・ 【】 ※ 1.)")
    text: str = Field(title="本文", description="The line without its marker")
    department: str | None = Field(title="小見出しの課", description="Department of the sub-heading it stands under")
    state: State = Field(title="状態", description="What the words say of its state")
    sources: tuple[Source, ...] = Field(title="出典", description="Where it stands, a box for each page")
    dates: tuple[DateMention, ...] = Field(title="日付", description="Calendar expressions in reading order")
    quantities: tuple[QuantityMention, ...] = Field(title="数量", description="Amounts in reading order")


class Initiative(Published):
    """One row of the plan (主な取組), whole."""

    id: str = Field(title="取組ID", description="From the document's own numbering; unique in the report")
    number: str = Field(title="番号", description="Number as printed")
    section: str | None = Field(title="節ID", description="id of the innermost section")
    name: str = Field(title="取組名", description="Name of the initiative")
    overview: str = Field(title="事業概要", description="What is intended, in logical lines")
    progress: str = Field(title="実施状況", description="What was done, in logical lines")
    departments: tuple[str, ...] = Field(title="担当課", description="Departments in print order")
    relisted: bool = Field(title="再掲", description="Whether the row is listed again from elsewhere")
    refers_to: str | None = Field(title="参照先", description="id of the initiative that this row repeats")
    cells: dict[str, str] = Field(title="全欄", description="Every column's logical text under its printed header")
    sources: tuple[Source, ...] = Field(title="出典", description="A box for each page the row stands on")
    statements: tuple[Statement, ...] = Field(title="文", description="Logical lines of the telling columns")


class Section(Published):
    """One node of the plan's tree (基本目標, 施策 …)."""

    id: str = Field(title="節ID", description="Numbers of the levels joined by -, such as 3-1")
    parent: str | None = Field(title="親の節ID", description="id of the section above")
    kind: str = Field(title="種別", description="Level as printed (基本目標, 施策 …); empty where none is printed")
    number: str | None = Field(title="番号", description="Number as printed")
    title: str = Field(title="見出し", description="Title")
    tagline: str | None = Field(title="副題", description="Motto printed behind the title in 「」")


class StatedAmount(Published):
    """The number that the text states."""

    surface: str = Field(title="表記", description="The words as printed")
    value: Exact = Field(title="値", description="Exact decimal")
    unit: str | None = Field(title="単位", description="Unit as printed")
    statement: int = Field(title="文の連番", description="seq of its statement")


class TotalPart(Published):
    """One summand, factor or listed item."""

    surface: str | None = Field(title="表記", description="The number as printed; null for a listed item")
    text: str | None = Field(title="項目", description="The listed item that is counted; null for a number")
    value: Exact | None = Field(title="値", description="Exact decimal; null for a listed item")
    statement: int | None = Field(title="文の連番", description="seq of its statement; null where it stands in the name")
    initiative: str | None = Field(
        default=None, title="他の取組ID", description="id of the initiative it stands in, where that is another one"
    )


class Total(Published):
    """What the document says of its own numbers, and whether it holds."""

    initiative: str = Field(title="取組ID", description="id of the initiative")
    operation: Operation = Field(title="演算", description="How the parts make the whole")
    stated: StatedAmount = Field(title="記載値", description="The number that the text states")
    parts: tuple[TotalPart, ...] = Field(title="内訳", description="What it is made of")
    holds: bool = Field(title="一致", description="Whether the parts give the stated number")


class PublishedFinding(Published):
    """Something a person should look at."""

    code: str = Field(title="コード", description="Stable slug of the kind of finding")
    severity: FindingSeverity = Field(title="重要度", description="error, warning or info")
    message: str = Field(title="内容", description="What was seen")
    initiative: str | None = Field(title="取組ID", description="id of the initiative, where it is about one")
    page: int | None = Field(title="ページ", description="Page, counted from 1")
    bbox: BBox | None = Field(title="位置", description="x0, top, x1, bottom in points")


class SourceFile(Published):
    """The PDF that the report was read from."""

    file_name: str = Field(title="ファイル名", description="Base name of the file")
    sha256: str = Field(title="SHA-256", description="Digest of the file's bytes, in hex")
    page_count: int = Field(title="ページ数", description="Number of pages")


class ReportInfo(Published):
    """What the report is."""

    id: str = Field(title="報告ID", description="Stable and safe as a file name")
    title: str = Field(title="表題", description="Title as printed")
    municipality: str | None = Field(title="自治体名", description="Name of the municipality")
    municipality_code: str | None = Field(title="全国地方公共団体コード", description="Six digits with the check digit")
    plan: str | None = Field(title="計画名", description="Name of the plan that is reported on")
    as_of: datetime.date | None = Field(title="基準日", description="Date of the report's state")
    as_of_text: str | None = Field(title="基準日の表記", description="The date as printed")
    fiscal_year: int | None = Field(title="年度", description="Calendar year in which the fiscal year's April falls")
    source: SourceFile = Field(title="出典ファイル", description="The PDF")


class Report(Published):
    """A whole report: the content of ``report.json``."""

    schema_version: Literal["1"] = Field(default="1", title="スキーマ版", description="Version of this structure")
    generator: str = Field(title="作成プログラム", description="Name and version of the program that made it")
    reader: Reader = Field(default="pdfium", title="読取ライブラリ", description="Library that read the pages")
    report: ReportInfo = Field(title="報告", description="What the report is")
    sections: tuple[Section, ...] = Field(title="節", description="The plan's tree, in print order")
    initiatives: tuple[Initiative, ...] = Field(title="取組", description="Rows in print order")
    totals: tuple[Total, ...] = Field(title="合計", description="Stated totals, verified")
    findings: tuple[PublishedFinding, ...] = Field(title="所見", description="What a person should look at")

    def table(self, name: str) -> pyarrow.Table:
        """One of the snapshot's tables (``initiatives``, ``statements`` …) with its real types.

        Raises ``KeyError`` for a name that is none of :data:`plan_extract.tables.TABLES`.
        """
        from plan_extract.tables import report_to_table

        return report_to_table(self, name)

    def frame(self, name: str) -> pandas.DataFrame:
        """The same table as a pandas DataFrame with Arrow-backed types."""
        import pandas

        frame: pandas.DataFrame = self.table(name).to_pandas(types_mapper=pandas.ArrowDtype)
        return frame
