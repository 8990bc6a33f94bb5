"""What the commands promise: results on stdout, one line on stderr per failure, and the exit codes."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import signal
import stat
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import typer.main
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from plan_extract import cli, errors, isolate, snapshot
from plan_extract.cli import output, reading
from plan_extract.cli.options import CROSS_CHECK, READ
from plan_extract.diffmodel import ReportDiff
from plan_extract.schema import render_schema, schema_names
from printed import drawn_glyph, print_pdf
from reports import finding, initiative, report, report_info

COMMANDS = typer.main.get_command(cli.app).commands
ERROR_LINE = re.compile(r"error\[[a-z-]+\] .+; .+")
PNG = b"\x89PNG\r\n\x1a\nnot much of a picture"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals and special files of POSIX")


def run(*arguments):
    """Exit code of a command line, run in this process."""
    try:
        return cli.exit_code_of([str(argument) for argument in arguments])
    except SystemExit as end:
        return end.code


def command(*arguments, **how):
    """A command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "plan_extract", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **how,
    )


@pytest.fixture
def readings(monkeypatch, tmp_path):
    """What reading gives, by the name of the file: a report or an error. The working folder is empty."""
    monkeypatch.chdir(tmp_path)
    known = {}

    def read(path, limits, **how):
        known.setdefault("calls", []).append((path, limits, how))
        answer = known[path.name]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    monkeypatch.setattr(isolate, "read", read)
    monkeypatch.setattr(isolate, "pictures", lambda path, limits, **how: [])
    return known


def test_a_review_page_lies_in_the_folder_unless_it_is_not_wanted(readings):
    readings["a.pdf"] = called("a")
    assert run("run", "a.pdf", "--out", "with") == 0
    assert run("run", "a.pdf", "--out", "without", "--no-review") == 0
    assert "<html" in Path("with/a/review.html").read_text(encoding="utf-8")
    assert not Path("without/a/review.html").exists()


def test_files_for_spreadsheets_lie_in_the_folder_where_they_are_wanted(readings, capsys):
    readings["a.pdf"] = called("a")
    assert run("run", "a.pdf", "--out", "with", "--format", "csv,xlsx") == 0
    assert {"report.xlsx", "initiatives.csv"} < {path.name for path in Path("with/a").iterdir()}
    capsys.readouterr()
    assert run("run", "a.pdf", "--out", "without", "--format", "ods") == 2
    assert ERROR_LINE.fullmatch(capsys.readouterr().err.strip())
    assert not Path("without").exists()


def called(report_id, **changes):
    return report(report=report_info(id=report_id), **changes)


KINDS = [kind for kind in errors.PlanExtractError.__subclasses__() if kind.__module__ == errors.__name__]


# run


def test_a_report_becomes_a_folder_and_a_summary(readings, capsys):
    readings["a.pdf"] = called("架空市")
    assert run("run", "a.pdf") == 0
    assert snapshot.load("output/架空市") == readings["a.pdf"]
    out, err = capsys.readouterr()
    assert out.startswith("架空市デジタル推進計画の取組状況\n")
    assert f"written to {Path('output/架空市')}/" in out
    assert err == ""


def test_a_snapshot_of_another_pdf_is_not_replaced_in_silence(readings, capsys):
    def read(sha256):
        info = report_info(id="令和8年度")
        return report(report=info.model_copy(update={"source": info.source.model_copy(update={"sha256": sha256 * 64})}))

    readings |= {"a.pdf": read("a"), "b.pdf": read("b")}
    for name, told in [("a.pdf", False), ("a.pdf", False), ("b.pdf", True)]:
        assert run("run", name) == 0
        assert ("in place of the snapshot of 取組状況.pdf" in capsys.readouterr().out) == told
    assert run("run", "a.pdf", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["replaced"] == "取組状況.pdf"


def test_flags_reach_the_reading(readings):
    readings["a.pdf"] = called("a")
    flags = ["--profile", "general", "--reader", "pdfplumber", "--cross-check", "--out", "elsewhere"]
    flags += ["--pages", "3-8,10", "--tables", "2,一般会計"]
    limits = ["--timeout", "7", "--memory", "300", "--max-pages", "9", "--max-size", "2"]
    assert run("run", "a.pdf", *flags, *limits) == 0
    ((path, given, how),) = readings["calls"]
    assert path == Path("a.pdf")
    assert given == isolate.Limits(seconds=7, seconds_per_page=0, memory=300, pages=9, size=2)
    assert how == {
        "profile": "general",
        "reader": "pdfplumber",
        "password": None,
        "pages": "3-8,10",
        "tables": "2,一般会計",
        "cross_check": True,
        "progress": None,
    }
    assert Path("elsewhere/a/report.json").exists()


def test_a_file_that_may_not_be_read_does_not_keep_the_others_from_being_done(readings, monkeypatch, capsys):
    readings |= {"a.pdf": errors.NotPdfError("cannot be opened"), "b.pdf": called("b")}
    for name in ("a.pdf", "b.pdf"):
        Path(name).touch()
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    assert run("run", "a.pdf", "b.pdf") == errors.NotPdfError.exit_code
    assert Path("output/b/report.json").exists()
    assert ERROR_LINE.fullmatch(capsys.readouterr().err.rstrip("\n"))


def test_without_flags_every_page_buys_time(readings):
    readings["a.pdf"] = called("a")
    run("run", "a.pdf")
    run("run", "a.pdf", "--cross-check")
    assert [limits for _, limits, _ in readings["calls"]] == [READ, CROSS_CHECK]
    assert READ.seconds_per_page > 0


@pytest.mark.parametrize("kind", [*KINDS, errors.PlanExtractError], ids=lambda kind: kind.slug)
def test_each_error_has_its_code_and_its_line(kind, readings, capsys):
    readings["a.pdf"] = kind("something is wrong")
    assert run("run", "a.pdf") == kind.exit_code
    assert capsys.readouterr() == ("", f"error[{kind.slug}] a.pdf: something is wrong; {kind.advice}\n")


def test_the_codes_are_those_of_the_contract():
    assert {kind.slug: kind.exit_code for kind in (*KINDS, errors.PlanExtractError)} == {
        "usage": 2,
        "not-a-pdf": 3,
        "encrypted": 4,
        "no-text": 5,
        "no-table": 6,
        "limit": 7,
        "output": 8,
        "defect": 70,
    }


def test_the_others_are_done_and_the_first_failure_is_the_code(readings, capsys):
    readings["a.pdf"], readings["d.pdf"] = called("a"), called("d")
    readings["b.pdf"], readings["c.pdf"] = errors.NoTextError("no text"), errors.NotPdfError("no PDF")
    assert run("run", "a.pdf", "b.pdf", "c.pdf", "d.pdf") == errors.NoTextError.exit_code
    out, err = capsys.readouterr()
    assert [line.split()[1] for line in err.splitlines()] == ["b.pdf:", "c.pdf:"]
    assert out.endswith("2 of 4 reports written\n")
    assert Path("output/d/report.json").exists()


@pytest.mark.parametrize(("first", "second"), [("a", "a"), ("Ａb", "Ａb"), ("plan", "PLAN"), ("が", "が")])
def test_two_reports_of_one_id_do_not_overwrite_each_other(first, second, readings, capsys):
    readings["a.pdf"], readings["b.pdf"] = called(first), called(second, findings=())
    assert run("run", "a.pdf", "b.pdf") == errors.UsageError.exit_code
    assert snapshot.load(Path("output") / first) == readings["a.pdf"]
    err = capsys.readouterr().err
    assert "error[usage] b.pdf: " in err
    assert "a.pdf" in err


def test_a_second_run_takes_the_place_of_the_first(readings):
    readings["a.pdf"] = called("a")
    run("run", "a.pdf")
    readings["a.pdf"] = called("a", findings=())
    assert run("run", "a.pdf") == 0
    assert snapshot.load("output/a") == readings["a.pdf"]


@pytest.mark.parametrize(("severity", "code"), [("error", 1), ("warning", 0), ("info", 0)])
def test_strict_takes_errors_for_a_failure(severity, code, readings, capsys):
    readings["a.pdf"] = called("a", findings=(finding(severity=severity),))
    assert run("run", "a.pdf") == 0
    assert run("run", "a.pdf", "--strict") == code
    assert capsys.readouterr().err.startswith("error[findings] a.pdf: holds 1 finding") == bool(code)
    assert Path("output/a/report.json").exists()


def test_quiet_says_nothing_but_errors(readings, capsys):
    readings["a.pdf"], readings["b.pdf"] = called("a"), errors.NoTableError("no table")
    assert run("run", "--quiet", "a.pdf", "b.pdf") == errors.NoTableError.exit_code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error[no-table] b.pdf:")


def test_json_is_a_list_of_what_became_of_each(readings, capsys):
    readings["a.pdf"], readings["b.pdf"] = called("架空市"), errors.EncryptedError("asks for a password")
    assert run("run", "--json", "a.pdf", "b.pdf") == errors.EncryptedError.exit_code
    done, failed = json.loads(capsys.readouterr().out)
    written = json.loads(Path("output/架空市/report.json").read_text(encoding="utf-8"))
    assert done == {"file": "a.pdf", "exit_code": 0, "folder": str(Path("output/架空市")), "report": written}
    error = {"slug": "encrypted", "message": "asks for a password"}
    assert failed == {"file": "b.pdf", "exit_code": 4, "folder": None, "error": error}


def test_debug_shows_what_the_child_printed_harmlessly(readings, capsys):
    error = errors.NotPdfError("broken")
    error.add_note("library: \x1b[31mred\nsecond line")
    readings["a.pdf"] = error
    run("run", "a.pdf")
    assert "library" not in capsys.readouterr().err
    run("run", "a.pdf", "--debug")
    assert capsys.readouterr().err.splitlines()[1:] == ["library: \\x1b[31mred", "second line"]


@pytest.mark.parametrize(("flags", "traced"), [([], False), (["--debug"], True)])
def test_what_nobody_foresaw_is_one_line_and_a_traceback_for_developers(flags, traced, readings, capsys):
    readings["a.pdf"], readings["b.pdf"] = ZeroDivisionError("1/0"), called("b")
    assert run("run", "a.pdf", "b.pdf", *flags) == 70
    out, err = capsys.readouterr()
    assert err.startswith("error[defect] a.pdf: ZeroDivisionError: 1/0; ")
    assert ("Traceback" in err) == traced
    assert "1 of 2 reports written" in out


def test_a_folder_that_is_a_file_is_told_before_anything_is_read(readings, capsys):
    Path("out").touch()
    assert run("run", "a.pdf", "--out", "out") == errors.OutputError.exit_code
    assert capsys.readouterr().err.startswith("error[output] out is no folder; ")
    assert "calls" not in readings


def test_hostile_names_are_printed_escaped(readings, capsys):
    name = "a\n\x1b[2J\u202e\udcff.pdf"
    readings[name], readings["--out"] = errors.NotPdfError("broken"), called("a")
    assert run("run", "--json", "--", name, "--out") == 3
    out, err = capsys.readouterr()
    assert "error[not-a-pdf] a\\n\\x1b[2J\\u202e\\udcff.pdf: broken" in err
    assert not re.search("[\x1b\u202e\udcff]", out + err)
    assert json.loads(out)[1]["file"] == "--out"


# wrong use


WRONG = [
    ["run"],
    ["run", "--bogus", "a.pdf"],
    ["run", "a.pdf", "--reader", "camelot"],
    ["run", "a.pdf", "--profile", "no-such-city"],
    *(["run", "a.pdf", "--pages", pages] for pages in ("0", "8-3", "one", "", "3,", "1.5")),
    ["run", "a.pdf", "--tables", "1,,2"],
    ["run", "a.pdf", "--password-file", "no-such-file"],
    ["profile", "a.pdf", "--profile", "no-such-city"],
    ["run", "a.pdf", "--max-size", "big"],
    *(["run", "a.pdf", flag, n] for flag in ("--timeout", "--memory", "--max-pages", "--max-size") for n in ("0", "-1")),
    ["run", "a.pdf", "--timeout", "nan"],
    ["run", "a.pdf", "--timeout", "inf"],
    ["inspect", "a.pdf"],
    ["inspect", "a.pdf", "--page", "one"],
    ["schema", "no-such-schema"],
    ["no-such-command"],
    ["--no-such-option"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_use_is_one_line_and_code_2(arguments, readings, capsys):
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert ERROR_LINE.fullmatch(err.rstrip("\n"))
    assert err.startswith("error[usage] ")


# passwords


@pytest.fixture
def locked_report(readings, monkeypatch):
    """A report that opens with a password; the passwords that were tried."""
    tried = []

    def read(path, limits, *, password, **how):
        tried.append(password)
        if password != "秘密":
            raise errors.EncryptedError("asks for a password")
        return called("a")

    monkeypatch.setattr(isolate, "read", read)
    monkeypatch.setattr(isolate, "pictures", lambda path, limits, **how: [])
    monkeypatch.delenv("PLAN_EXTRACT_PASSWORD", raising=False)
    return tried


@pytest.fixture
def at_a_terminal(monkeypatch):
    """Somebody who answers; gives the answers to come and the questions that were asked."""
    answers, asked = [], []
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(reading, "getpass", lambda prompt, stream: asked.append(prompt) or answers.pop(0))
    return answers, asked


@pytest.mark.parametrize("content", ["秘密", "秘密\n", "\ufeff秘密\r\nsecond line\n"])
def test_a_password_may_stand_in_a_file(content, locked_report, capsys):
    Path("word").write_bytes(content.encode())
    assert run("run", "a.pdf", "--password-file", "word") == 0
    assert locked_report == ["秘密"]
    assert "秘密" not in "".join(capsys.readouterr())


def test_a_password_may_stand_in_the_environment_but_the_file_counts_first(locked_report, monkeypatch):
    monkeypatch.setenv("PLAN_EXTRACT_PASSWORD", "秘密")
    assert run("run", "a.pdf", "--quiet") == 0
    Path("word").write_text("other")
    assert run("run", "a.pdf", "--quiet", "--password-file", "word") == 4
    assert locked_report == ["秘密", "other"]


def test_a_password_is_asked_for_where_somebody_can_answer(locked_report, at_a_terminal):
    answers, asked = at_a_terminal
    answers.extend(["wrong", "秘密"])
    assert run("run", "a.pdf") == 0
    assert locked_report == [None, "wrong", "秘密"]
    assert asked == ["Password of a.pdf: "] * 2


def test_asking_comes_to_an_end(locked_report, at_a_terminal):
    answers, asked = at_a_terminal
    answers.extend(["wrong"] * 9)
    assert run("run", "a.pdf") == 4
    assert len(asked) == reading.TRIES
    assert len(locked_report) == reading.TRIES + 1


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00", b"a\tb"])
def test_a_file_without_a_password_is_wrong_use(content, locked_report, capsys):
    Path("word").write_bytes(content)
    assert run("run", "a.pdf", "--password-file", "word") == 2
    assert ERROR_LINE.fullmatch(capsys.readouterr().err.rstrip("\n"))
    assert locked_report == []


def test_a_password_is_in_no_output_of_a_real_run(tmp_path):
    pdf(tmp_path / "a.pdf", draw_table, encrypt=locked("geheim-7"))
    (tmp_path / "own.toml").write_text('[columns]\nname = ["Title"]\nprogress = ["Status"]\n')
    word = {"PLAN_EXTRACT_PASSWORD": "geheim-7"}
    for flags in ([], ["--json"], ["--debug"], ["--strict"]):
        ran = command("run", "a.pdf", "--profile", "own.toml", *flags, cwd=tmp_path, env={**os.environ, **word})
        assert ran.returncode == 0
        assert "geheim" not in ran.stdout + ran.stderr
    files = [path for path in (tmp_path / "output").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"geheim" in path.read_bytes()]


def draw_table(canvas):
    """A table of items."""
    canvas.grid([72, 112, 252, 452], [700, 670, 640, 610])
    for row, texts in enumerate([("No", "Title", "Status"), ("1", "Counter", "Opened"), ("2", "Journal", "Printed")]):
        for x, text in zip((76, 116, 256), texts, strict=True):
            canvas.drawString(x, 680 - 30 * row, text)


# profile


@pytest.fixture
def proposals(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    calls = []

    def propose(path, limits, **how):
        calls.append((path, limits, how))
        return 'name = "凪浜市"\n'

    monkeypatch.setattr(isolate, "propose", propose)
    return calls


def test_a_profile_is_printed_or_written(proposals, capsys):
    assert run("profile", "a.pdf") == 0
    assert capsys.readouterr().out.rstrip("\n") == 'name = "凪浜市"'
    assert run("profile", "a.pdf", "--out", "own.toml", "--profile", "general") == 0
    assert capsys.readouterr().out == "own.toml\n"
    assert Path("own.toml").read_text(encoding="utf-8") == 'name = "凪浜市"\n'
    assert [how for _, _, how in proposals] == [
        {"profile": None, "password": None},
        {"profile": "general", "password": None},
    ]


def test_a_real_report_gets_a_profile_that_can_be_used(tmp_path):
    assert command("profile", SAMPLE, "--out", "own.toml", cwd=tmp_path).returncode == 0
    assert command("run", SAMPLE, "--profile", "own.toml", "--pages", "1", cwd=tmp_path).returncode == 0
    pdf(tmp_path / "a.pdf", say_hello)
    ran = command("profile", "a.pdf", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (6, "")
    assert ERROR_LINE.fullmatch(ran.stderr.rstrip("\n"))


# schema, inspect, help


def test_schema_prints_names_and_schemas(capsys):
    assert run("schema") == 0
    assert capsys.readouterr().out.split() == list(schema_names())
    assert run("schema", "report") == 0
    assert capsys.readouterr().out == render_schema("report")


@pytest.fixture
def drawing(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    calls = []

    def draw(path, page, scale, limits, *, profile, password, progress):
        calls.append((path, page, scale, limits, profile))
        return PNG

    monkeypatch.setattr(isolate, "draw", draw)
    return calls


def test_inspect_writes_a_picture_beside_the_working_folders_files(drawing, capsys):
    assert run("inspect", "elsewhere/取組状況.pdf", "--page", 3) == 0
    assert Path("取組状況-p3.png").read_bytes() == PNG
    assert capsys.readouterr().out == "取組状況-p3.png\n"
    assert drawing == [(Path("elsewhere/取組状況.pdf"), 3, 2.0, READ, None)]
    assert [path.name for path in Path().iterdir()] == ["取組状況-p3.png"]


def test_inspect_writes_where_it_is_told_to(drawing):
    Path("page.png").write_text("older")
    options = ("--out", "page.png", "--scale", "1.5", "--timeout", 9, "--profile", "general")
    assert run("inspect", "a.pdf", "--page", 1, *options) == 0
    assert Path("page.png").read_bytes() == PNG
    assert drawing[0][2:] == (1.5, isolate.Limits(seconds=9, seconds_per_page=0), "general")


@posix_only
def test_the_umask_tells_who_may_read_what_is_written(drawing):
    before = os.umask(0o027)
    try:
        assert run("inspect", "a.pdf", "--page", 1, "--out", "page.png") == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path("page.png").stat().st_mode) == 0o640


def test_inspect_shortens_a_name_that_would_be_too_long(drawing):
    assert run("inspect", "漢" * 80 + ".pdf", "--page", 1) == 0


@pytest.mark.parametrize("target", ["missing/page.png", "folder"])
def test_a_picture_that_cannot_be_written_leaves_nothing_behind(target, drawing, capsys):
    Path("folder").mkdir()
    assert run("inspect", "a.pdf", "--page", 1, "--out", target) == errors.OutputError.exit_code
    assert ERROR_LINE.fullmatch(capsys.readouterr().err.rstrip("\n"))
    assert [path.name for path in Path().rglob("*")] == ["folder"]


@posix_only
def test_a_picture_goes_where_a_link_leads(drawing):
    Path("link.png").symlink_to("page.png")
    for _ in range(2):
        assert run("inspect", "a.pdf", "--page", 1, "--out", "link.png") == 0
        assert Path("link.png").is_symlink()
        assert Path("page.png").read_bytes() == PNG


@posix_only
def test_a_pipe_is_written_to_and_stays_a_pipe(drawing):
    os.mkfifo("pipe.png")
    with ThreadPoolExecutor() as pool:
        received = pool.submit(Path("pipe.png").read_bytes)
        assert run("inspect", "a.pdf", "--page", 1, "--out", "pipe.png") == 0
        assert received.result(timeout=10) == PNG
    assert Path("pipe.png").is_fifo()


def test_pages_that_take_too_long_to_draw_can_be_left_out(readings, monkeypatch, capsys):
    def pictures(path, limits, *, password, progress):
        raise errors.LimitError("reading it took longer than 15 seconds")

    readings["a.pdf"] = called("a")
    monkeypatch.setattr(isolate, "pictures", pictures)
    assert run("run", "a.pdf") == errors.LimitError.exit_code
    (line,) = capsys.readouterr().err.splitlines()
    assert ERROR_LINE.fullmatch(line)
    assert "--no-review" in line
    assert run("run", "a.pdf", "--no-review") == 0


def test_the_help_names_every_command(capsys):
    assert run() == 0
    text = capsys.readouterr().out
    assert all(name in text for name in ("run", "inspect", "schema"))
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("plan-extract ")


def test_the_list_of_commands_cuts_no_sentence_short(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert run("--help") == 0
    listed = capsys.readouterr().out.partition("Commands:\n")[2].splitlines()
    assert len(listed) == len(COMMANDS)
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_help_has_examples_that_work(name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert run(name, "--help") == 0
    examples = capsys.readouterr().out.partition("Examples:\n")[2].splitlines()
    assert examples
    for example in examples:
        _, typed, *arguments = shlex.split(example.partition(" > ")[0])
        COMMANDS[typed].make_context(typed, arguments)


@pytest.mark.parametrize("name", ["run", "inspect", "profile", "diff"])
def test_the_help_names_the_variable_of_the_password_whole(name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert run(name, "--help") == 0
    assert isolate.PASSWORD_VARIABLE in capsys.readouterr().out


# parse


def test_parse_tells_dates_and_quantities(capsys):
    assert run("parse", "10月末時点で558件、9月以降", "--fiscal-year", 2023) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["10月末時点で558件、9月以降"]
    assert [line[0] for line in lines[1:]] == ["date", "date", "quantity"]
    assert lines[1][2:] == ["2023-10-31", "(day)"]
    assert lines[2][2:] == ["from", "2023-09-01", "(month)"]
    assert lines[3][1:] == ["558件", "558件"]


def test_parse_gives_the_names_of_the_contract(capsys):
    assert run("parse", "10月末で約3万円/月", "--fiscal-year", 2023, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    (date,), (quantity,) = found["dates"], found["quantities"]
    assert date.items() >= {"start": "2023-10-31", "end": "2023-10-31", "precision": "day", "approximate": False}.items()
    amount = {"value": "3", "value_to": None, "unit": "万円", "per": "月", "base_value": "30000", "base_unit": "円"}
    assert quantity.items() >= {**amount, "qualifier": "約"}.items()
    assert [text[slice(*span)] for text, span in [("10月末で約3万円/月", quantity["span"])]] == [quantity["surface"]]


@pytest.mark.parametrize("text", ["", "何もない", "\x1b[2J令和\udcff\n", "[red]12件[/]"])
def test_parse_takes_any_text(text, capsys):
    assert run("parse", "--", text) == 0
    out = capsys.readouterr().out
    assert not re.search("[\x1b\udcff]", out)
    assert len(out.splitlines()) >= 2


# a process of its own


def pdf(path, write=lambda canvas: None, **how):
    canvas = Canvas(str(path), invariant=True, **how)
    write(canvas)
    canvas.showPage()
    canvas.save()
    return path


def say_hello(canvas):
    canvas.drawString(72, 700, "Hello, no table here")


def locked(user_password):
    return StandardEncryption(user_password, ownerPassword="owner")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.write_bytes(b"\x89PNG\r\n"), 3),
        (lambda path: None, 3),
        (lambda path: pdf(path, say_hello, encrypt=locked("secret")), 4),
        (pdf, 5),
        (lambda path: pdf(path, say_hello), 6),
        (lambda path: pdf(path, say_hello, encrypt=locked("")), 6),
    ],
    ids=["picture", "missing", "password", "blank", "prose", "empty password"],
)
def test_real_documents_get_their_codes(make, code, tmp_path):
    make(tmp_path / "a.pdf")
    ran = command("run", "a.pdf", cwd=tmp_path)
    assert ran.returncode == code
    assert ERROR_LINE.fullmatch(ran.stderr.rstrip("\n"))
    assert ran.stdout == ""
    assert not (tmp_path / "output").exists()


SAMPLE = Path(__file__).parents[1] / "samples" / "nagihama_r5_10.pdf"


@posix_only
@pytest.mark.parametrize("name", [b"a\xff\n\x1b[31m.pdf", b"--json", "進捗　状況.PDF".encode(), b"'a\"b;$(c).pdf"])
def test_a_report_is_read_whatever_its_file_is_called(name, tmp_path):
    (tmp_path / os.fsdecode(name)).write_bytes(SAMPLE.read_bytes())
    ran = command("run", "--json", "--", os.fsdecode(name), cwd=tmp_path)
    assert ran.stderr == ""
    assert ran.returncode == 0
    (entry,) = json.loads(ran.stdout)
    assert (tmp_path / entry["folder"] / "report.json").exists()
    assert not re.search("[\x1b\udc80-\udcff]", ran.stdout)


def test_inspect_draws_a_real_page_and_knows_how_many_there_are(tmp_path):
    pdf(tmp_path / "a.pdf", say_hello)
    assert command("inspect", "a.pdf", "--page", 1, cwd=tmp_path).returncode == 0
    assert (tmp_path / "a-p1.png").read_bytes().startswith(PNG[:8])
    for page in (0, 2):
        ran = command("inspect", "a.pdf", "--page", page, cwd=tmp_path)
        assert ran.returncode == 2
        assert ERROR_LINE.fullmatch(ran.stderr.rstrip("\n"))


def test_a_document_with_too_many_pages_is_refused(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for _ in range(3):
        say_hello(canvas)
        canvas.showPage()
    canvas.save()
    assert command("run", "a.pdf", "--max-pages", 2, cwd=tmp_path).returncode == 7
    assert command("run", "a.pdf", "--max-pages", 3, cwd=tmp_path).returncode == 6


@posix_only
def test_a_reader_that_stops_reading_is_no_failure_to_speak_of():
    process = subprocess.Popen(
        [sys.executable, "-m", "plan_extract", "schema", "report"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=20) == output.PIPE_CLOSED


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("schema",), ("--help",), ("run", "--help")])
def test_a_full_disk_is_told(arguments):
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "plan_extract", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ran.returncode == errors.OutputError.exit_code
    assert ERROR_LINE.fullmatch(ran.stderr.rstrip("\n"))


@posix_only
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_change_no_exit_code(closed):
    line = f"exec {sys.executable} -m plan_extract run missing.pdf {closed}"
    assert subprocess.run(["sh", "-c", line], capture_output=True, check=False).returncode == 3


@posix_only
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_it_cleanly(number, code, tmp_path):
    note = tmp_path / "note"
    script = f"""
        from plan_extract import cli, isolate
        hang = lambda *a, **k: isolate.call("hostile:hang", {{"note": {str(note)!r}}}, isolate.Limits(seconds=60))
        isolate.read = hang
        cli.main()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), "run", "a.pdf", "b.pdf"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 20
    while not (note.exists() and note.read_text()) and time.monotonic() < end:
        time.sleep(0.02)
    process.send_signal(number)
    assert process.wait(timeout=20) == code
    assert b"Traceback" not in process.stderr.read()
    _, folder = note.read_text().split()
    assert not Path(folder).exists()


def test_text_that_the_terminal_cannot_show_is_escaped(tmp_path):
    ran = command("run", "無い.pdf", cwd=tmp_path, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 3
    assert "\\u7121" in ran.stderr


# diff


@pytest.fixture
def periods(readings):
    """A PDF and a snapshot folder of two periods that differ."""
    readings["old.pdf"] = called("架空市_2022")
    readings["new.pdf"] = called("架空市_2023", initiatives=(initiative(departments=("企画課",)),))
    assert run("run", "new.pdf", "--quiet") == 0
    return "old.pdf", "output/架空市_2023"


def test_two_periods_are_told_apart(periods, capsys):
    assert run("diff", *periods) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[:2] == ["架空市_2022 (2023-10-31) → 架空市_2023 (2023-10-31)", "1 changed"]
    assert err == ""


def test_scripts_learn_by_the_exit_code_whether_periods_differ(periods, capsys):
    assert run("diff", *periods, "--exit-code", "--quiet") == 1
    assert run("diff", periods[1], f"{periods[1]}/report.json", "--exit-code") == 0
    assert "1 unchanged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("form", "start"), [("json", '{\n  "schema_version": "1"'), ("markdown", "# 架空市"), ("html", "<!DOCTYPE html>")]
)
def test_a_diff_has_several_forms(periods, capsys, form, start):
    assert run("diff", *periods, "--format", form) == 0
    assert capsys.readouterr().out.startswith(start)


def test_a_diff_as_json_is_what_the_model_says(periods, capsys):
    run("diff", *periods, "--format", "json")
    found = ReportDiff.model_validate_json(capsys.readouterr().out)
    assert found.summary.changed == 1


def test_a_diff_needs_two_reports(periods, readings, capsys):
    readings["bad.pdf"] = errors.NotPdfError("the file is empty")
    assert run("diff", periods[1], "bad.pdf") == 3
    assert run("diff", periods[1], "none.json") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [bool(ERROR_LINE.fullmatch(line)) for line in err.splitlines()] == [True, True]


# history


def test_a_history_is_written_beside_its_snapshots(periods, readings, capsys):
    assert run("run", "old.pdf", "--quiet") == 0
    assert run("history", "output") == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "2 periods, 1 initiative, 1 indicator"
    assert err == ""
    written = {path.name for path in Path("output/history").iterdir()}
    assert written == {"history.json", "history.html", "courses.parquet", "series.parquet"}


def test_a_history_as_json_is_the_file(periods, capsys):
    assert run("history", "output", "--json") == 0
    assert json.loads(capsys.readouterr().out) == json.loads(Path("output/history/history.json").read_text(encoding="utf-8"))


def test_a_history_needs_snapshots(tmp_path, capsys):
    assert run("history", tmp_path) == 2
    assert ERROR_LINE.fullmatch(capsys.readouterr().err.rstrip("\n"))


def test_strict_fails_for_a_character_that_is_missing_from_a_row(tmp_path):
    drawing = """
    +----+----------+----------+--------+
    | No | 取組名   | 実施状況 | 担当課 |
    +----+----------+----------+--------+
    | 1  | 渡  橋   | ○受付   | 市民課 |
    +----+----------+----------+--------+
    """
    whole = print_pdf(tmp_path / "whole.pdf", drawing)
    garbled = print_pdf(tmp_path / "garbled.pdf", drawing, over=lambda sheet: drawn_glyph(sheet, 85, 121))
    ran = [command("run", path, "--strict", "--no-review", cwd=tmp_path) for path in (whole, garbled)]
    assert [one.returncode for one in ran] == [0, 1]
    assert "error[findings]" in ran[1].stderr
    assert (tmp_path / "output").is_dir()
