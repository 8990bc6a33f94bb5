import datetime
import errno
import json
import numbers
import os
import re
import subprocess
import sys
from decimal import Decimal

import numpy
import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan_extract import snapshot
from plan_extract.errors import OutputError, UsageError
from plan_extract.snapshot import load, report_to_json, write_snapshot
from plan_extract.tables import RELATIONS, TABLES
from reports import empty_report, initiative, report, report_info, reports

duckdb = pytest.importorskip("duckdb")

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def with_id(report_id):
    return report(report=report_info(id=report_id))


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def package(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


@given(reports)
@quick
def test_what_was_written_is_loaded_equal(any_report):
    assert type(any_report).model_validate_json(report_to_json(any_report)) == any_report


@given(any_report=reports)
@settings(quick, max_examples=10)
def test_a_snapshot_is_loaded_equal(tmp_path_factory, any_report):
    folder = write_snapshot(any_report, tmp_path_factory.mktemp("out"))
    assert load(folder) == load(str(folder / "report.json")) == any_report


def test_a_snapshot_holds_the_files_of_the_contract(tmp_path):
    folder = write_snapshot(report(), tmp_path)
    assert folder == tmp_path / report().report.id
    assert set(content(folder)) == {"report.json", "datapackage.json", *(f"{name}.parquet" for name in TABLES)}


def test_report_json_is_utf_8_in_the_model_s_order(tmp_path):
    text = (write_snapshot(report(), tmp_path) / "report.json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "schema_version": "1",\n  "generator":')
    assert text.endswith("\n}\n")
    assert "架空市デジタル推進計画" in text
    first = json.loads(text)["initiatives"][0]
    assert list(first) == list(type(report().initiatives[0]).model_fields)
    assert first["statements"][0]["quantities"][0]["value"] == "12"


@pytest.mark.parametrize("make", [report, empty_report])
def test_the_same_report_gives_the_same_bytes(tmp_path, make):
    one, two = write_snapshot(make(), tmp_path / "a"), write_snapshot(make(), tmp_path / "b" / "c")
    first = content(one)
    assert first == content(two)
    assert content(write_snapshot(make(), tmp_path / "a")) == first


def test_another_process_gives_the_same_bytes(tmp_path):
    code = f"from reports import report; from plan_extract.snapshot import *; write_snapshot(report(), {str(tmp_path)!r})"
    at = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code], env=os.environ | at, check=True)
    assert content(tmp_path / report().report.id) == content(write_snapshot(report(), tmp_path / "here"))


def test_a_new_snapshot_takes_the_old_one_s_place(tmp_path):
    write_snapshot(report(), tmp_path)
    folder = write_snapshot(empty_report(), tmp_path)
    assert load(folder) == empty_report()
    assert list(tmp_path.iterdir()) == [folder]


def test_the_tables_of_many_snapshots_are_one_dataset(tmp_path):
    write_snapshot(report(), tmp_path)
    write_snapshot(with_id("別の市"), tmp_path)
    write_snapshot(empty_report(report=report_info(id="空の市")), tmp_path)
    found = duckdb.sql(
        f"""
        select report_id, i.name, q.label, q.value, d.start, i.cells['主な取組'], i.sources[2].page
        from '{tmp_path}/*/initiatives.parquet' i
        join '{tmp_path}/*/quantities.parquet' q using (report_id)
        join '{tmp_path}/*/dates.parquet' d using (report_id, initiative_id, statement_seq)
        where q.initiative_id = i.id order by report_id
        """
    ).fetchall()
    assert [row[0] for row in found] == sorted(["別の市", "架空市_2023-10-31"])
    name, label, value, start, cell, page = found[0][1:]
    assert (name, label, value, str(start)) == ("窓口のオンライン化", "申請数", 12, "2023-10-31")
    assert (cell, page) == ("窓口のオンライン化", 2)


def test_the_data_package_lists_the_files_that_are_there(tmp_path):
    folder = write_snapshot(report(), tmp_path)
    listed = {resource["path"] for resource in package(folder)["resources"]}
    assert listed | {"report.json", "datapackage.json"} == set(content(folder))


def test_the_data_package_describes_every_column(tmp_path):
    folder = write_snapshot(report(), tmp_path)
    for resource in package(folder)["resources"]:
        columns = duckdb.sql(f"select * from '{folder / resource['path']}'").columns
        assert [field["name"] for field in resource["schema"]["fields"]] == columns
        assert all(field["type"] and field["title"] and field["description"] for field in resource["schema"]["fields"])


READ_AS = {
    "string": str,
    "integer": numbers.Integral,
    "number": (numbers.Real, Decimal),
    "boolean": (bool, numpy.bool_),
    "date": datetime.date,
    "any": object,
}
"""The types of Table Schema that the package uses, and what a value of each is in Python."""


@given(any_report=reports)
@settings(quick, max_examples=10)
def test_a_reader_of_the_files_finds_values_of_the_types_that_the_package_tells(tmp_path_factory, any_report):
    folder = write_snapshot(any_report, tmp_path_factory.mktemp("out"))
    for resource in package(folder)["resources"]:
        frame = pandas.read_parquet(folder / resource["path"])
        for field in resource["schema"]["fields"]:
            values = frame[field["name"]].astype(object)
            present = values[values.notna()]
            assert all(isinstance(value, READ_AS[field["type"]]) for value in present), field
            assert field["type"] != "any" or not any(isinstance(value, str | float) for value in present), field


def test_the_package_is_named_as_the_standard_wants_it(tmp_path):
    """Names of packages and resources are lower-case words of a file name, titles say something, paths stay in the folder."""
    described = package(write_snapshot(report(), tmp_path))
    for one in (described, *described["resources"]):
        assert re.fullmatch(r"[-a-z0-9._/]+", one["name"])
        assert one["title"]
        assert one["description"]
    assert {one["profile"] for one in described["resources"]} == {"tabular-data-resource"}
    assert {one["path"] for one in described["resources"]} == {f"{name}.parquet" for name in TABLES}
    fields = [field for one in described["resources"] for field in one["schema"]["fields"]]
    assert all(field["constraints"].keys() <= {"required", "enum"} for field in fields)
    assert all(len(set(choices)) == len(choices) for field in fields if (choices := field["constraints"].get("enum")))


def test_keys_and_references_name_columns_that_exist(tmp_path):
    resources = {resource["name"]: resource["schema"] for resource in package(write_snapshot(report(), tmp_path))["resources"]}
    columns = {name: {field["name"] for field in schema["fields"]} for name, schema in resources.items()}
    for name, schema in resources.items():
        assert set(schema["primaryKey"]) <= columns[name]
        for key in schema["foreignKeys"]:
            target = key["reference"]["resource"] or name
            assert set(key["fields"]) <= columns[name]
            assert set(key["reference"]["fields"]) <= columns[target]
    assert all(resources[name]["foreignKeys"] for name in TABLES if name != "reports")


@pytest.mark.parametrize("name", TABLES)
def test_primary_keys_tell_rows_apart(name):
    two = report(initiatives=(initiative("1"), initiative("2")))
    names = [column.name for column in RELATIONS[name].columns]
    at = [names.index(column) for column in RELATIONS[name].primary_key]
    keys = [tuple(row[i] for i in at) for row in (list(line.values()) for line in two.table(name).to_pylist())]
    assert len(set(keys)) == len(keys) > 0


@pytest.mark.parametrize(
    "report_id",
    ["", ".", "..", ".hidden", "a/b", "a\\b", "/tmp", "a\nb", "a\x00", "a\u202eb", "a\u2028", "a\ud800", "あ" * 67],
)
def test_an_id_that_is_no_safe_name_is_refused(tmp_path, report_id):
    with pytest.raises(OutputError) as caught:
        write_snapshot(with_id(report_id), tmp_path / "out")
    assert_one_line(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="names are Unicode there")
def test_a_name_that_the_locale_cannot_spell_is_told():
    code = f"from plan_extract.snapshot import safe_name; safe_name({'架空市'!a})"
    latin = {**os.environ, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = subprocess.run([sys.executable, "-c", code], env=latin, capture_output=True, text=True, check=False)
    assert "OutputError: files cannot be called" in ran.stderr
    assert "set PYTHONUTF8=1" in ran.stderr


def test_an_id_of_two_hundred_bytes_is_a_name(tmp_path):
    assert load(write_snapshot(with_id("あ" * 66 + "-2"), tmp_path)).report.id == "あ" * 66 + "-2"


def assert_one_line(error):
    assert str(error)
    assert "\n" not in str(error)


def test_a_file_in_the_folder_s_place_stays(tmp_path):
    (tmp_path / report().report.id).write_text("mine")
    with pytest.raises(OutputError, match="a file stands where a folder should be"):
        write_snapshot(report(), tmp_path)
    assert (tmp_path / report().report.id).read_text() == "mine"


def test_a_file_in_the_parent_s_place_stays(tmp_path):
    (tmp_path / "out").write_text("mine")
    for parent in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(OutputError, match="a file stands where a folder should be"):
            write_snapshot(report(), parent)


def test_a_folder_with_other_files_is_not_replaced(tmp_path):
    folder = write_snapshot(report(), tmp_path)
    (folder / "notes.txt").write_text("mine")
    (folder / "review.html").write_text("")
    with pytest.raises(OutputError, match=r"notes\.txt"):
        write_snapshot(empty_report(), tmp_path)
    (folder / "notes.txt").rename(folder / ".DS_Store")
    assert load(write_snapshot(empty_report(), tmp_path)) == empty_report()


def test_a_parent_name_that_is_too_long_is_told(tmp_path):
    with pytest.raises(OutputError, match="the name is too long"):
        write_snapshot(report(), tmp_path / ("長" * 200))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no space is left"),
        (errno.EDQUOT, "quota"),
        (errno.EACCES, "not permitted"),
        (errno.EROFS, "read-only"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_what_the_disk_refuses_is_one_clear_line(tmp_path, monkeypatch, code, words):
    def refuse(folder, files):
        raise OSError(code, os.strerror(code), str(folder / ".plan-extract-new-1"))

    monkeypatch.setattr(snapshot, "write_folder", refuse)
    with pytest.raises(OutputError, match=words) as caught:
        write_snapshot(report(), tmp_path)
    assert str(caught.value).startswith(str(tmp_path / report().report.id))
    assert_one_line(caught.value)


WHOLE = json.loads(report_to_json(report()))

BROKEN = {
    "nothing": (b"", "JSON"),
    "no JSON": (b"%PDF-1.7\n\xff\xfe", "JSON"),
    "cut short": (report_to_json(report()).encode()[:-100], "JSON"),
    "another JSON": (b'{"a": 1}', "generator"),
    "a list": (b"[]", "object"),
    "another version": (json.dumps(WHOLE | {"schema_version": "2"}).encode(), "schema_version"),
    "a field too many": (json.dumps(WHOLE | {"extra": 1}).encode(), "extra"),
    "a field too few": (json.dumps({k: v for k, v in WHOLE.items() if k != "totals"}).encode(), "totals"),
    "too deep": (b"[" * 100_000, "JSON"),
    "no number": (report_to_json(report()).replace("36.0", "NaN").encode(), "bbox"),
}


@pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_is_no_report_is_told_in_one_line(tmp_path, text, words):
    (tmp_path / "report.json").write_bytes(text)
    for path in (tmp_path, tmp_path / "report.json"):
        with pytest.raises(UsageError, match=words) as caught:
            load(path)
        assert str(caught.value).startswith(str(tmp_path / "report.json"))
        assert_one_line(caught.value)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@quick
def test_no_file_makes_load_crash(tmp_path_factory, text):
    file = tmp_path_factory.mktemp("foreign") / "report.json"
    file.write_bytes(text)
    with pytest.raises(UsageError, match=re.escape(str(file))):
        load(file)


def test_a_missing_file_and_a_folder_without_report_are_told(tmp_path):
    for path in (tmp_path, tmp_path / "none", tmp_path / "none.json"):
        with pytest.raises(UsageError, match="cannot be read"):
            load(path)


def test_importing_the_module_loads_neither_pandas_nor_pyarrow():
    code = "import sys, plan_extract.snapshot, plan_extract.schema; print({'pandas', 'pyarrow'} & set(sys.modules))"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "set()"
