"""A proposed profile says what was recognised and what was not, changes nothing that was, and makes rows where none were."""

import os
import tomllib
from pathlib import Path

import pytest

from drawn import GENERAL, draw, read, rule_table
from plan_extract.errors import NoTableError
from plan_extract.layout import pages_to_layout
from plan_extract.pipeline import extract, propose_profile, read_layout
from plan_extract.profile import ROLES, read_profile
from plan_extract.propose import propose

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.pdf"))
CORPUS = Path(os.environ.get("PLAN_EXTRACT_CORPUS", "/nowhere"))
REAL = sorted((CORPUS / "corpus").glob("[hr]*/*.pdf"))

HEAD = [["No"], ["取組名"], ["令和5年度", "実施状況"], ["備考"], ["担当課"]]
WIDTHS = (6, 14, 20, 12, 12)
ROWS = [
    [["1"], ["窓口の改善"], ["受付を開始した。"], ["庁舎一階"], ["市民課"]],
    [["2"], ["広報の刷新"], ["紙面を検討中。"], ["月一回"], ["広報課"]],
    [["3"], ["防災の強化"], ["訓練を実施した。"], ["全地区"], ["防災課"]],
]
STRANGE = [["回"], ["願い"], ["あゆみ"], ["場"], ["担い手"]]


def proposed(*drawings, profile=GENERAL):
    """The proposal for a document of drawings."""
    sheets = [draw(drawing, number) for number, drawing in enumerate(drawings, 1)]
    return propose(pages_to_layout(sheets, profile), profile, "報告.pdf")


@pytest.fixture
def saved(tmp_path):
    """Saves a proposal; gives the profile that it is."""

    def save(text):
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return read_profile(path)

    return save


def test_what_was_recognised_is_told_by_table_and_role(saved):
    text = proposed(rule_table([HEAD, *ROWS], WIDTHS))
    for line in ("取組名: name", "担当課: department", "備考: no role", "Table 1 (page 1, rows: 3)", "表1（1ページ、3行）"):
        assert line in text
    words = tomllib.loads(text)["columns"]
    assert words == {"number": ["no"], "name": ["取組名"], "progress": ["実施状況"], "department": ["担当課"]}
    assert all(saved(text).columns[role] for role in ROLES)


def test_a_table_of_strange_words_becomes_rows(saved):
    drawing = rule_table([STRANGE, *ROWS], WIDTHS)
    assert read(drawing).initiatives == ()
    text = proposed(drawing)
    assert "No table was recognised" in text
    first = read(drawing, profile=saved(text)).initiatives[0]
    assert (first.number, first.name, first.progress, first.departments) == (
        "1",
        "窓口の改善",
        "受付を開始した。",
        ("市民課",),
    )
    assert first.cells["場"] == "庁舎一階"


def test_a_column_without_a_role_that_holds_departments_is_told(saved):
    head = [["No"], ["取組名"], ["実施状況"], ["担当課"], ["相談先"]]
    rows = [[*row[:3], ["秘書課"], row[4]] for row in ROWS]
    text = proposed(rule_table([head, *rows], WIDTHS))
    assert "相談先: no role" in text
    (line,) = [line for line in text.splitlines() if "相談先" in line]
    assert "department (市民課)" in line
    assert "相談先" not in str(tomllib.loads(text))


def test_headings_of_an_unknown_kind_are_proposed(saved):
    table = rule_table([HEAD, *ROWS], WIDTHS)
    text = proposed(f"# 凪浜市計画の取組状況\n\nみちすじ１　暮らし\n\n{table}", f"みちすじ２　学び\n\n{table}")
    assert '# perhaps also / おそらくこれも: ["みちすじ"]' in text
    assert tomllib.loads(text)["sections"]["kinds"] == []
    assert saved(text)
    known = proposed(f"# 凪浜市計画の取組状況\n\n基本目標１　暮らし\n\n{table}", f"基本目標２　学び\n\n{table}")
    assert tomllib.loads(known)["sections"]["kinds"] == ["基本目標"]
    assert "perhaps also" not in known


def test_markers_in_other_words_and_grades_are_shown_to_be_filled_in(saved):
    head = [["No"], ["取組名"], ["実施状況"], ["達成度"], ["担当課"]]
    graded = [[*row[:3], [grade], row[4]] for row, grade in zip(ROWS, "◎○◎")]
    graded[2][2] = ["訓練を実施した。", "（次面に続）"]
    text = proposed(rule_table([head, *graded], WIDTHS))
    assert '# "◎" = "…"  # rows / 行数: 2' in text
    assert '# to_next = ["（次面に続）"]' not in text, "the usual words know this one"
    graded[2][2] = ["訓練を実施した。", "〔裏頁に及ぶ〕"]
    text = proposed(rule_table([head, *graded], WIDTHS))
    assert '# to_next = ["〔裏頁に及ぶ〕"]' in text
    assert saved(text).grades.states == {}
    filled = text.replace("# [grades.states]", "[grades.states]").replace('# "◎" = "…"', '"◎" = "completed"')
    assert saved(filled).grades.states == {"◎": "completed"}


def test_hostile_text_stays_inside_comments_and_strings(saved):
    head = [["No"], ['取"組\\名'], ["実施状況"], ["備考]#"], ["担当課"]]
    rows = [[*row[:3], ['"]\u202e'], row[4]] for row in ROWS]
    text = proposed(rule_table([head, *rows], (6, 14, 20, 12, 12)))
    saved(text)
    assert "\u202e" not in text


@pytest.mark.parametrize("drawings", [(rule_table([STRANGE, *ROWS], WIDTHS),), (rule_table([HEAD, *ROWS], WIDTHS),) * 2])
def test_a_proposal_is_stable(drawings, saved):
    text = proposed(*drawings)
    assert text == proposed(*drawings)
    again = proposed(*drawings, profile=saved(text))
    assert tomllib.loads(again)["columns"] == tomllib.loads(text)["columns"]


@pytest.mark.parametrize("path", [*SAMPLES, *REAL], ids=lambda path: path.name)
def test_a_proposal_for_what_was_recognised_changes_nothing(path, saved, tmp_path):
    try:
        before = extract(path)
    except NoTableError:
        pytest.skip("nothing was recognised")
    except Exception as error:
        pytest.skip(f"it cannot be read: {error}")
    saved(propose_profile(path))
    assert extract(path, profile=tmp_path / "own.toml") == before


def test_a_pdf_without_any_table_has_no_proposal(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "no table here")
    canvas.save()
    with pytest.raises(NoTableError):
        propose_profile(tmp_path / "a.pdf")


def test_the_name_is_that_of_the_municipality():
    text = propose(read_layout(SAMPLES[0]), GENERAL, SAMPLES[0].name)
    assert tomllib.loads(text)["name"] == "凪浜市"
