import datetime
import re
from decimal import Decimal

import pandas
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings

from plan_extract.tables import RELATIONS, TABLES, report_to_table, table_to_parquet
from reports import (
    BOX,
    date_mention,
    empty_report,
    finding,
    initiative,
    quantity,
    report,
    report_info,
    reports,
    statement,
    total,
)

CONTRACT = "reports sections initiatives initiative_departments statements dates quantities totals findings"

HUGE = Decimal("123456789012345678901234567890")
"""Thirty digits before the point: one more than the column holds."""


def rows(report, name):
    return report_to_table(report, name).to_pylist()


def with_quantity(**changes):
    """A report whose one quantity is so changed."""
    return report(initiatives=(initiative(statements=(statement(quantities=(quantity(**changes),)),)),))


def test_the_tables_are_those_of_the_contract():
    assert " ".join(TABLES) == CONTRACT


def test_an_unknown_table_is_a_key_error():
    with pytest.raises(KeyError):
        report().table("initiative")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_begins_with_the_report_and_names_its_key(name):
    table = report_to_table(report(), name)
    assert table.column_names[0] == "report_id"
    assert set(table["report_id"].to_pylist()) == {report().report.id}
    assert set(RELATIONS[name].primary_key) <= set(table.column_names)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("statements", {"initiative_id": "7", "seq": 3}),
        ("dates", {"initiative_id": "7", "statement_seq": 3, "seq": 1}),
        ("quantities", {"initiative_id": "7", "statement_seq": 3, "seq": 1}),
        ("initiative_departments", {"initiative_id": "7", "seq": 1, "department": "情報政策課"}),
        ("totals", {"initiative_id": "7", "seq": 1}),
        ("findings", {"initiative_id": "7", "seq": 1}),
    ],
)
def test_a_row_carries_the_keys_of_its_parents(name, keys):
    told = statement(seq=3, dates=(date_mention(),), quantities=(quantity(),))
    of_seven = report(
        initiatives=(initiative("7", statements=(told,)),),
        totals=(total(initiative="7"),),
        findings=(finding(initiative="7"),),
    )
    assert keys.items() <= rows(of_seven, name)[0].items()


def test_seq_follows_the_print_order_of_siblings():
    two = report(initiatives=(initiative("2", departments=("甲課", "乙課")), initiative("10", departments=("丙課",))))
    assert [(r["seq"], r["id"]) for r in rows(two, "initiatives")] == [(1, "2"), (2, "10")]
    departments = [(r["initiative_id"], r["seq"], r["department"]) for r in rows(two, "initiative_departments")]
    assert departments == [("2", 1, "甲課"), ("2", 2, "乙課"), ("10", 1, "丙課")]


def test_values_have_real_types():
    dates, quantities = report_to_table(report(), "dates"), report_to_table(report(), "quantities")
    assert dates.schema.field("start").type == pyarrow.date32()
    assert dates["end"].to_pylist() == [datetime.date(2023, 10, 31)]
    assert quantities.schema.field("value").type == pyarrow.decimal128(38, 9)
    assert quantities["base_value"].to_pylist() == [Decimal(12)]
    assert report_to_table(report(), "reports").schema.field("as_of").type == pyarrow.date32()


def test_a_place_is_a_page_and_four_numbers():
    place = dict(zip(("page", "x0", "top", "x1", "bottom"), (1, *BOX)))
    assert place.items() <= rows(report(), "dates")[0].items()
    assert rows(report(), "initiatives")[0]["sources"] == [place, place | {"page": 2}]


def test_a_finding_without_a_place_has_none_in_any_column():
    (row,) = rows(report(findings=(finding(page=None, bbox=None, initiative=None),)), "findings")
    assert [row[name] for name in ("initiative_id", "page", "x0", "top", "x1", "bottom")] == [None] * 6


def test_cells_are_a_map_under_the_printed_headers():
    (row,) = rows(report(initiatives=(initiative(cells={"": "済", "実績 / R5": "12"}),)), "initiatives")
    assert row["cells"] == [("", "済"), ("実績 / R5", "12")]


def test_a_total_keeps_its_parts():
    (row,) = rows(report(), "totals")
    assert (row["stated_value"], row["stated_unit"], row["stated_statement"]) == (Decimal(12), "件", 1)
    assert [(part["surface"], part["text"], part["value"]) for part in row["parts"]] == [
        ("7件", None, Decimal(7)),
        (None, "南支所", None),
    ]


@pytest.mark.parametrize(
    ("printed", "held", "exact"),
    [
        (Decimal("6902"), Decimal("6902"), True),
        (Decimal("-0.000000001"), Decimal("-0.000000001"), True),
        (HUGE / 10, HUGE / 10, True),
        (Decimal("0.0000000005"), Decimal(0), False),
        (Decimal("0.3333333333333333"), Decimal("0.333333333"), False),
        (HUGE, None, False),
        (Decimal("1E+999"), None, False),
    ],
)
def test_an_amount_that_does_not_fit_is_told(printed, held, exact):
    (row,) = rows(with_quantity(value=printed), "quantities")
    assert (row["value"], row["exact"]) == (held, exact)


@pytest.mark.parametrize("field", ["value", "value_to", "base_value"])
def test_any_amount_of_a_row_can_make_it_inexact(field):
    assert rows(with_quantity(**{field: HUGE}), "quantities")[0]["exact"] is False


def test_a_part_of_a_total_can_make_it_inexact():
    long = total().parts[0].model_copy(update={"value": HUGE})
    assert [row["exact"] for row in rows(report(totals=(total(), total(parts=(long,)))), "totals")] == [True, False]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_japanese_title_and_an_english_description(name):
    for field in report_to_table(report(), name).schema:
        title, description = (field.metadata[label].decode() for label in (b"title", b"description"))
        assert title == "SHA-256" or any(ord(c) > 0x3000 for c in title), field.name
        assert re.search("[a-z]{3}", description), field.name


@pytest.mark.parametrize("name", TABLES)
def test_full_and_empty_tables_concatenate(name):
    full, empty = report(), empty_report(report=report_info(id="別の市"))
    both = [report_to_table(full, name), report_to_table(empty, name)]
    assert both[0].schema.equals(both[1].schema, check_metadata=True)
    assert len(pyarrow.concat_tables(both)) == len(both[0]) + len(both[1])


@pytest.mark.parametrize("name", TABLES)
def test_parquet_gives_the_table_back(name):
    table = report_to_table(report(), name)
    again = pyarrow.parquet.read_table(pyarrow.BufferReader(table_to_parquet(table)), use_threads=False)
    assert again.schema == table.schema
    assert again.schema.metadata == table.schema.metadata
    assert [field.metadata for field in again.schema] == [field.metadata for field in table.schema]
    assert again.to_pylist() == table.to_pylist()


@given(reports)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_report_has_valid_tables(any_report):
    for name in TABLES:
        table = report_to_table(any_report, name)
        table.validate(full=True)
        assert not any(table[field.name].null_count for field in table.schema if not field.nullable)


@pytest.mark.parametrize("name", TABLES)
def test_a_frame_is_the_table_in_pandas(name):
    frame = report().frame(name)
    assert list(frame.columns) == report().table(name).column_names
    assert len(frame) == 1 + (name == "initiative_departments")


def test_pandas_reads_integers_that_may_be_null_as_integers():
    given = with_quantity(fiscal_year=2023), with_quantity(fiscal_year=None)
    table = pyarrow.concat_tables([report_to_table(one, "quantities") for one in given])
    years = table.to_pandas()["fiscal_year"]
    assert years.dtype == pandas.Int64Dtype()
    assert [None if pandas.isna(year) else year for year in years] == [2023, None]


def test_a_frame_keeps_dates_and_amounts():
    assert report().frame("quantities")["value"].sum() == Decimal(12)
    assert report().frame("dates")["start"].iloc[0] == datetime.date(2023, 10, 31)
    assert isinstance(report().frame("initiatives")["cells"].dtype, pandas.ArrowDtype)
