"""Documents and file names cannot make a terminal do anything; Japanese stays aligned and readable."""

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from plan_extract import terminal
from plan_extract.errors import LimitError
from reports import empty_report, finding, report, report_info

HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
HOSTILE = "\x1b]0;title\x07\x1b[2J\u202e\x9b31m[red]:skull: [/]\udcff\r\n\t\u2028"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture
def at_width(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def set_width(columns):
        monkeypatch.setenv("COLUMNS", str(columns))
        return Terminal()

    return set_width


def shown(stream, a_report, folder=Path("output/架空市")):
    ruled, width = terminal.takes_lines(stream), terminal.width_of(stream)
    return terminal.rendered(stream, terminal.report_view(a_report, folder, lines=ruled, width=width))


def without_colors(text):
    return re.sub("\x1b\\[[0-9;]*m", "", text)


@given(st.text(st.characters() | st.sampled_from(HOSTILE)))
def test_printable_text_is_one_harmless_line(text):
    line = terminal.printable(text)
    assert not HARMFUL.search(line)
    assert "\n" not in line


@pytest.mark.parametrize("text", ["八戸市　デジタル推進計画", "①㈱髙﨑𠮷～－", "葛\U000e0100城市", "が"])
def test_japanese_stands_as_it_is(text):
    assert terminal.printable(text) == text


@given(st.text(st.characters() | st.sampled_from(HOSTILE)))
def test_json_is_harmless_and_says_the_same(text):
    printed = terminal.json_text({"text": text})
    assert not HARMFUL.search(printed)
    assert json.loads(printed) == {"text": text}


def test_an_error_is_one_line_whatever_it_quotes():
    line = terminal.error_line(LimitError(HOSTILE * 100), Path(f"--{HOSTILE.replace('/', '')}.pdf"))
    assert not HARMFUL.search(line)
    assert line.startswith("error[limit] --")
    assert line.endswith(LimitError.advice)
    assert len(line) < 3000


def hostile_report():
    info = report_info(id="x", title=HOSTILE, municipality=HOSTILE)
    return report(report=info, findings=(finding(code="c", message=HOSTILE, initiative=HOSTILE),))


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_hostile_report_is_shown_harmlessly(columns, at_width):
    text = without_colors(shown(at_width(columns), hostile_report(), Path(f"output/{HOSTILE.replace('/', '')}")))
    assert not HARMFUL.search(text)
    assert "[red]:skull:" in text.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(columns, at_width):
    long = finding(message="内訳の合計が記載された件数と一致しません。" * 12)
    text = without_colors(shown(at_width(columns), report(findings=(long,))))
    widths = [cell_len(line) for line in text.splitlines() if not line.startswith("written to")]
    assert max(widths) <= columns
    assert "".join(text.split()).count("一致しません") == 12


def test_where_nobody_looks_on_a_finding_is_one_plain_line():
    long = finding(message="内訳の合計が記載された件数と一致しません。" * 12)
    text = shown(io.StringIO(), report(findings=(long,)))
    assert "\x1b" not in text
    assert "─" not in text
    (line,) = [line for line in text.splitlines() if "一致しません" in line]
    assert line.startswith("  warning numbering-gap (page 2, initiative 1): ")
    assert line.endswith(long.message)


def test_without_colors_a_terminal_gets_the_plain_form(at_width, monkeypatch):
    stream = at_width(80)
    assert "╭" in shown(stream, report())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "╭" not in shown(stream, report())


def test_the_summary_counts_what_is_there():
    text = shown(io.StringIO(), report())
    assert [line.split() for line in text.splitlines()[2:4]] == [
        ["pages", "sections", "initiatives", "statements", "dates", "quantities", "totals"],
        ["2", "1", "1", "1", "1", "1", "1"],
    ]
    assert "架空市, as of 2023-10-31, fiscal year 2023, 取組状況.pdf" in text
    assert "written to output/架空市/" in text


COUNTED = [
    ["2", "pages"],
    *(["1", name] for name in ("sections", "initiatives", "statements", "dates", "quantities", "totals")),
]


@pytest.mark.parametrize("columns", [24, 40, 60, 76])
def test_each_number_has_a_line_where_the_terminal_is_narrow(columns, at_width):
    lines = [line.split() for line in without_colors(shown(at_width(columns), report())).splitlines()]
    assert [line for line in lines if line in COUNTED] == COUNTED


@pytest.mark.parametrize("columns", [77, 200])
def test_numbers_stand_beside_one_another_where_there_is_room(columns, at_width):
    lines = without_colors(shown(at_width(columns), report())).splitlines()
    assert ["│", *(cell for _, name in COUNTED for cell in (name, "│"))] in [line.split() for line in lines]


def test_values_are_counted_only_where_there_are_any():
    heading = shown(io.StringIO(), empty_report()).splitlines()[2]
    assert heading.split() == ["pages", "sections", "initiatives", "statements"]


def test_what_is_unknown_is_said():
    text = shown(io.StringIO(), report(report=report_info(title="", municipality=None, as_of=None, fiscal_year=None)))
    assert text.splitlines()[:2] == ["(no title)", "municipality unknown, date unknown, 取組状況.pdf"]


def test_grave_findings_come_first_and_mild_ones_are_counted():
    mild = [finding(code=code, severity="info") for code in ("heading", "heading", "picture")]
    grave = [finding(code="gap", severity="warning"), finding(code="total", severity="error", page=None)]
    lines = shown(io.StringIO(), report(findings=(*mild, *grave))).splitlines()
    assert lines[-4:] == [
        "findings: 1 error, 1 warning, 3 infos",
        "  error   total (initiative 1): 3 の次が 5",
        "  warning gap (page 2, initiative 1): 3 の次が 5",
        "  info: heading × 2, picture × 1",
    ]


def test_kinds_that_wrap_hang_under_the_first(at_width):
    mild = [finding(code=f"kind-{number}", severity="info") for number in range(9)]
    *_, first, second, last = without_colors(shown(at_width(50), report(findings=tuple(mild)))).splitlines()
    assert first.startswith("  info: kind-0 × 1, ")
    assert [re.match(" *", line).end() for line in (second, last)] == [len("  info: ")] * 2


def test_many_findings_of_a_kind_do_not_hide_another():
    many = (finding(),) * (terminal.SHOWN + 3)
    text = shown(io.StringIO(), report(findings=(*many, finding(code="rare"))))
    assert text.count("  warning numbering-gap") == terminal.SHOWN
    assert "  warning rare" in text
    assert "and in report.json: numbering-gap × 3" in text


def test_no_finding_is_said():
    assert shown(io.StringIO(), empty_report()).splitlines()[-1] == "findings: none"


@pytest.mark.parametrize("stream", [None, io.StringIO()])
def test_progress_is_for_terminals_only(stream):
    with terminal.progress_bar("a.pdf", stream) as progress:
        assert progress is None
    assert stream is None or not stream.getvalue()


def test_progress_counts_pages_and_goes(at_width):
    stream = at_width(80)
    with terminal.progress_bar("[red]\x1b[31m赤.pdf", stream) as progress:
        progress(3, 26)
    text = without_colors(stream.getvalue())
    assert "[red]\\x1b[31m赤.pdf" in text
    assert "3/26" in text
    assert stream.getvalue().endswith("\x1b[2K")


@pytest.mark.parametrize(
    ("variables", "stream", "seen"),
    [
        ({"TERM": "xterm-256color"}, Terminal(), True),
        ({"TERM": "dumb"}, Terminal(), False),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, Terminal(), False),
        ({"TERM": "xterm-256color"}, io.StringIO(), False),
    ],
)
def test_colours_are_for_terminals_that_have_them(variables, stream, seen, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert terminal.takes_colors(stream) == seen
