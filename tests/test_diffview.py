"""How a diff is told: in a terminal, as Markdown and as HTML, whatever documents hold."""

import re
import sys

import pytest
from hypothesis import given, settings

import reports
from plan_extract.comparison import diff
from plan_extract.diffmodel import StateChange, Where
from plan_extract.difftext import STATES, direction, plain, rows_told, told_once
from plan_extract.diffview import diff_markdown, diff_view, markdown
from plan_extract.review.diff import render_diff
from plan_extract.terminal import rendered
from reports import empty_report, initiative, report, statement
from sample_reports import NEW, OLD, sample_report

HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e*[x](http://evil.example)* @everyone `a|b`"


@pytest.fixture(scope="module")
def told():
    return diff(sample_report(OLD), sample_report(NEW))


def text_of(found):
    return rendered(sys.stdout, *diff_view(found, colors=False))


def lines_of_row(text, head):
    lines = text.split("\n")
    start = lines.index(head)
    return [line.strip() for line in lines[start + 1 :]][
        : next(i for i, line in enumerate(lines[start + 1 :]) if line[:1] != " ")
    ]


def test_a_row_is_told_in_the_analysts_words(told):
    assert lines_of_row(text_of(told), "~ 16  電子契約の導入") == [
        "departments: [-デジタル戦略課-]",
        "state: 予定 planned → 運用中 operating",
        "date: 9月下旬 → 12月上旬 (slipped by 437 days)",
        "text: [-9月下旬 -]{+12月上旬 +}試行を開始[-する予定-]{+し、運用中+}",
    ]
    assert "    amount: 利用登録者数 3,128 → 7,960 人 (+4,832, +154.5 %)" in text_of(told)
    assert "+ 20  オンライン会議の環境の整備  (split from 19)" in text_of(told)


def test_a_move_names_the_sections(told):
    (line,) = [line for line in text_of(told).split("\n") if line.startswith("    section: ")]
    assert line == "    section: 施策3 学びと地域活動のデジタル化 → 施策２ 観光と交流の促進"


def test_a_rename_over_many_rows_is_told_once(told):
    text = text_of(told)
    assert text.count("健康づくり課 → 健康推進課 (5 initiatives: 1, 27, 32, 33, 34)") == 1
    assert text.count("健康推進課") == 1
    assert "~ 31 → 32" not in text  # nothing else differs in that row


def test_the_summary_names_what_there_is(told):
    assert text_of(told).split("\n")[1] == "4 new, 2 ended, 43 changed, 7 unchanged, 1 moved to another section, 35 renumbered"


def test_in_japanese_the_same_is_told(told):
    row = next(row for row in rows_told(told) if row.row.new_id == "16")
    assert [(change.kind.ja, plain(change.pieces, "ja")) for change in row.changes[1:3]] == [
        ("状態", "予定 → 運用中"),
        ("日付", "9月下旬 → 12月上旬（437日の遅れ）"),
    ]
    assert plain(next(told_once(told)).pieces, "ja") == "健康づくり課 → 健康推進課（5取組：1, 27, 32, 33, 34）"


@pytest.mark.parametrize(
    ("old", "new", "role"),
    [("under_review", "operating", "good"), ("completed", "planned", "bad"), ("information", "planned", "new")],
)
def test_states_go_forward_or_back(old, new, role):
    where = Where(field="progress", old_seq=1, new_seq=1, old_text="", new_text="")
    assert direction(StateChange(old=old, new=new, where=where)) == role


def test_every_state_has_words():
    from typing import get_args

    from plan_extract.model import State

    assert set(STATES) == set(get_args(State))


def hostile_diff():
    old, new = (
        report(initiatives=(initiative(name=name, statements=(statement(text=text, dates=(), quantities=()),)),))
        for name, text in ((HOSTILE, HOSTILE), (f"{HOSTILE}改", f"{HOSTILE}済み"))
    )
    return diff(old, new)


def test_a_terminal_obeys_nothing_that_a_document_says():
    text = text_of(hostile_diff())
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_markdown_obeys_nothing_that_a_document_says():
    text = re.sub(r"</?(del|ins|strong)>", "", diff_markdown(hostile_diff()))
    assert not re.search(
        r"(?<!\\)[<\[`|]", text.replace("| ", "").replace(" |", "").replace("|-", "").replace("|\n", "\n").replace(":|", "")
    )
    assert "@everyone" not in text
    assert "http://" not in text


@given(reports.texts)
def test_every_sign_of_markdown_is_escaped(text):
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#|~&!$]", markdown(text))


def test_html_holds_no_script_of_a_document():
    page = render_diff(hostile_diff())
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page


def test_the_page_tells_each_row(told):
    page = render_diff(told)
    assert all(f'id="i-{row.row.new_id}"' in page for row in rows_told(told) if row.row.new_id)
    assert "<del>検討中</del>" in page
    assert render_diff(told) == page


@pytest.mark.parametrize("show", [text_of, diff_markdown, render_diff])
def test_nothing_at_all_can_be_shown(show):
    assert show(diff(empty_report(), empty_report()))


@settings(max_examples=25, deadline=None)
@given(reports.reports, reports.reports)
def test_any_diff_can_be_shown(old, new):
    found = diff(old, new)
    assert all(char.isprintable() or char in "\n\u3000" for char in text_of(found))
    assert diff_markdown(found)
    assert render_diff(found)
