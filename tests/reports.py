"""Small valid reports for tests: builders with every field given, to be changed by name, and hypothesis strategies."""

import datetime
from decimal import Decimal

from hypothesis import strategies as st

from plan_extract.model import (
    DateMention,
    Initiative,
    PublishedFinding,
    QuantityMention,
    Report,
    ReportInfo,
    Section,
    Source,
    SourceFile,
    StatedAmount,
    Statement,
    Total,
    TotalPart,
)

BOX = (36.0, 120.5, 540.25, 133.0)


def source(page=1, bbox=BOX):
    return Source(page=page, bbox=bbox)


def date_mention(**changes):
    """「10月末」 of fiscal year 2023."""
    day = datetime.date(2023, 10, 31)
    plain = {"surface": "10月末", "span": (0, 4), "source": source(), "start": day, "end": day, "precision": "day"}
    return DateMention(**plain | {"approximate": False, "recurrence": None} | changes)


def quantity(**changes):
    """「12件」."""
    plain = {"surface": "12件", "span": (7, 10), "source": source(), "value": Decimal(12), "value_to": None, "unit": "件"}
    rest = {"per": None, "qualifier": None, "base_value": Decimal(12), "base_unit": "件", "label": "申請数"}
    return QuantityMention(**plain | rest | changes)


def statement(seq=1, **changes):
    """「○10月末時点で12件」 without its values."""
    plain = {"seq": seq, "parent": None, "level": 0, "field": "progress", "marker": "○", "text": "10月末時点で12件"}
    rest = {"department": None, "state": "operating", "sources": (source(),), "dates": (), "quantities": ()}
    return Statement(**plain | rest | changes)


def initiative(id="1", **changes):
    """One row with one statement that has a date and a quantity."""
    plain = {"id": id, "number": id, "section": "1-1", "name": "窓口のオンライン化", "overview": "○申請を電子化する"}
    rest = {"progress": "○10月末時点で12件", "departments": ("情報政策課", "市民課"), "relisted": False, "refers_to": None}
    cells = {"No": id, "主な取組": "窓口のオンライン化", "実施状況": "○10月末時点で12件"}
    told = {"statements": (statement(dates=(date_mention(),), quantities=(quantity(),)),)}
    return Initiative(**plain | rest | {"cells": cells, "sources": (source(), source(page=2))} | told | changes)


def section(id="1-1", **changes):
    plain = {"id": id, "parent": None, "kind": "施策", "number": "1", "title": "行政手続の電子化", "tagline": None}
    return Section(**plain | changes)


def total(**changes):
    """「計 12件」 over two parts and one listed item."""
    stated = StatedAmount(surface="12件", value=Decimal(12), unit="件", statement=1)
    parts = (
        TotalPart(surface="7件", text=None, value=Decimal(7), statement=1),
        TotalPart(surface=None, text="南支所", value=None, statement=1),
    )
    return Total(**{"initiative": "1", "operation": "sum", "stated": stated, "parts": parts, "holds": True} | changes)


def finding(**changes):
    plain = {"code": "numbering-gap", "severity": "warning", "message": "3 の次が 5", "initiative": "1", "page": 2}
    return PublishedFinding(**plain | {"bbox": BOX} | changes)


def report_info(**changes):
    """Of an invented city."""
    plain = {"id": "架空市_2023-10-31", "title": "架空市デジタル推進計画の取組状況", "municipality": "架空市"}
    when = {"as_of": datetime.date(2023, 10, 31), "as_of_text": "令和5年10月末時点", "fiscal_year": 2023}
    file = SourceFile(file_name="取組状況.pdf", sha256="0" * 64, page_count=2)
    plan = {"municipality_code": None, "plan": "架空市デジタル推進計画", "source": file}
    return ReportInfo(**plain | when | plan | changes)


def report(**changes):
    """A report with one of everything."""
    lists = {"sections": (section(),), "initiatives": (initiative(),), "totals": (total(),), "findings": (finding(),)}
    return Report(**{"generator": "plan-extract 0", "report": report_info()} | lists | changes)


def empty_report(**changes):
    """A report with nothing but itself."""
    return report(sections=(), initiatives=(), totals=(), findings=(), **changes)


def optional(values):
    return st.none() | values


odd_characters = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    "令和５年～①－○・㈱髙﨑𠮷\u3000\ufb00\x00\u202e\n\t\"'=,"
)
texts = st.text(odd_characters, max_size=12)
counts = st.integers(1, 9999)
amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40)
boxes = st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 4)
spans = st.tuples(counts, counts)
days = optional(st.dates())
sources = st.builds(Source, page=counts, bbox=boxes)
source_lists = st.lists(sources, max_size=2).map(tuple)

date_mentions = st.builds(
    DateMention,
    surface=texts,
    span=spans,
    source=sources,
    start=days,
    end=days,
    precision=st.sampled_from(["day", "dekad", "month", "season", "quarter", "half", "fiscal_year", "year"]),
    approximate=st.booleans(),
    recurrence=optional(texts),
)
quantities = st.builds(
    QuantityMention,
    surface=texts,
    span=spans,
    source=sources,
    value=amounts,
    value_to=optional(amounts),
    unit=optional(texts),
    per=optional(texts),
    qualifier=optional(texts),
    base_value=amounts,
    base_unit=optional(texts),
    label=optional(texts),
)
statements = st.builds(
    Statement,
    seq=counts,
    parent=optional(counts),
    level=counts,
    field=texts,
    marker=optional(texts),
    text=texts,
    department=optional(texts),
    state=st.sampled_from(["completed", "planned", "information"]),
    sources=source_lists,
    dates=st.lists(date_mentions, max_size=2).map(tuple),
    quantities=st.lists(quantities, max_size=2).map(tuple),
)
initiatives = st.builds(
    Initiative,
    id=texts,
    number=texts,
    section=optional(texts),
    name=texts,
    overview=texts,
    progress=texts,
    departments=st.lists(texts, max_size=2).map(tuple),
    relisted=st.booleans(),
    refers_to=optional(texts),
    cells=st.dictionaries(texts, texts, max_size=2),
    sources=source_lists,
    statements=st.lists(statements, max_size=2).map(tuple),
)
sections = st.builds(
    Section, id=texts, parent=optional(texts), kind=texts, number=optional(texts), title=texts, tagline=optional(texts)
)
totals = st.builds(
    Total,
    initiative=texts,
    operation=st.sampled_from(["sum", "count", "product", "equal"]),
    stated=st.builds(StatedAmount, surface=texts, value=amounts, unit=optional(texts), statement=counts),
    parts=st.lists(
        st.builds(TotalPart, surface=optional(texts), text=optional(texts), value=optional(amounts), statement=counts),
        max_size=2,
    ).map(tuple),
    holds=st.booleans(),
)
findings = st.builds(
    PublishedFinding,
    code=texts,
    severity=st.sampled_from(["error", "warning", "info"]),
    message=texts,
    initiative=optional(texts),
    page=optional(counts),
    bbox=optional(boxes),
)
report_infos = st.builds(
    ReportInfo,
    id=st.sampled_from(["架空市_2023-10-31", "a", "計画 (2)"]),
    title=texts,
    municipality=optional(texts),
    municipality_code=optional(texts),
    plan=optional(texts),
    as_of=days,
    as_of_text=optional(texts),
    fiscal_year=optional(st.integers(1868, 2100)),
    source=st.builds(SourceFile, file_name=texts, sha256=texts, page_count=counts),
)
reports = st.builds(
    Report,
    generator=texts,
    reader=st.sampled_from(["pdfium", "pdfplumber"]),
    report=report_infos,
    sections=st.lists(sections, max_size=2).map(tuple),
    initiatives=st.lists(initiatives, max_size=2).map(tuple),
    totals=st.lists(totals, max_size=2).map(tuple),
    findings=st.lists(findings, max_size=2).map(tuple),
)
"""Any report that the model allows: odd characters, huge and tiny amounts; ids are safe names but not unique inside."""
