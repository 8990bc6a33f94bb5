"""Profiles: a city's words on top of the general ones, and clear errors for what is no profile."""

import pytest

from drawn import draw, read
from plan_extract.errors import UsageError
from plan_extract.profile import ROLES, built_in_names, read_profile, word

TABLE = """
    +----+--------+----------+--------+
    | No | 願い   | あゆみ   | 担い手 |
    +----+--------+----------+--------+
    | 1  | 窓口   | ○受付   | 市民課 |
    +----+--------+----------+--------+
"""


@pytest.fixture
def profile_file(tmp_path):
    def write(text):
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_general_profile_has_words_for_every_role():
    general = read_profile()
    assert built_in_names() == ("general",)
    assert (general.columns, general.kinds) == (read_profile("general").columns, read_profile("general").kinds)
    assert all(general.columns[role] for role in ROLES)
    assert all(known == word(known) for words in (*general.columns.values(), general.kinds) for known in words)


def test_no_word_names_two_roles():
    columns = read_profile().columns
    named = [(known, role) for role in ROLES for known in columns[role] if role != "section"]
    assert len({known for known, _ in named}) == len({(known, role) for known, role in named})


def test_a_citys_words_stand_before_the_general_ones(profile_file):
    own = read_profile(profile_file('name = "凪浜市"\n[columns]\nname = ["願 い"]\n[sections]\nkinds = ["みちすじ"]\n'))
    assert own.name == "凪浜市"
    assert own.columns["name"][0] == "願い"
    assert set(read_profile().columns["name"]) < set(own.columns["name"])
    assert "みちすじ" in own.kinds
    assert [len(kind) for kind in own.kinds] == sorted(map(len, own.kinds), reverse=True)


def test_a_profile_is_all_that_a_new_city_needs(profile_file):
    words = '[columns]\nname = ["願い"]\nprogress = ["あゆみ"]\ndepartment = ["担い手"]\n'
    own = read_profile(profile_file(words))
    (row,) = read(draw(TABLE), profile=own).initiatives
    assert (row.number, row.name, row.progress, row.departments) == ("1", "窓口", "○受付", ("市民課",))
    assert read(draw(TABLE)).initiatives == ()


GRADED = """
    +----+--------+----------+--------+--------+
    | No | 取組名 | 実施状況 | 新規   | 達成度 |
    +----+--------+----------+--------+--------+
    | 1  | 窓口   | 検討中   | ○     | ○     |
    +----+--------+----------+--------+--------+
    | 2  | 広報   | 検討中   |        | Ａ(済) |
    +----+--------+----------+--------+--------+
    | 3  | 防災   | 検討中   | ○     | 済     |
    +----+--------+----------+--------+--------+
"""


def states(report, field):
    return [statement.state for one in report.initiatives for statement in one.statements if statement.field == field]


def test_a_citys_grades_tell_the_state_in_their_own_column_alone(profile_file):
    own = read_profile(profile_file('[grades.states]\n"○" = "operating"\n"A" = "in_progress"\n'))
    report = read(draw(GRADED), profile=own)
    assert states(report, "達成度") == ["operating", "in_progress", "completed"]
    assert states(report, "progress") == ["under_review"] * 3
    assert states(report, "新規") == ["information"] * 2
    assert [one.cells["達成度"] for one in report.initiatives] == ["○", "Ａ(済)", "済"]
    assert states(read(draw(GRADED)), "達成度") == ["information", "completed", "completed"]


def test_a_city_may_say_which_column_has_its_grades(profile_file):
    own = read_profile(profile_file('[grades]\ncolumns = ["新規"]\n[grades.states]\n"○" = "planned"\n'))
    assert states(read(draw(GRADED), profile=own), "新規") == ["planned"] * 2


HEADED = """
    +----+--------+--------------+--------+
    | No | 取組名 | 実施状況     | 担当課 |
    +----+--------+--------------+--------+
    {}
    +----+--------+--------------+--------+
"""
GOES_ON = (
    HEADED.format("| 1  | 窓口   | ○受付開始   | 市民課 |"),
    HEADED.format("| 1  | 窓口   | 【前掲】     | 市民課 |\n    |    |        | ○利用拡大   |        |"),
)


def test_a_citys_words_for_a_row_that_goes_on_join_it(profile_file):
    own = read_profile(profile_file('[continuation]\nfrom_previous = ["前 掲"]\n'))
    (row,) = read(*GOES_ON, profile=own).initiatives
    assert row.progress == "○受付開始\n○利用拡大"
    assert any("前掲" in one.progress for one in read(*GOES_ON).initiatives)


BAD = {
    "no TOML": ("name = ", "is not TOML"),
    "unknown part": ("[colours]\nred = ['赤']\n", "colours"),
    "unknown role": ("[columns]\ncolour = ['色']\n", "colour"),
    "no list": ("[columns]\nname = '取組'\n", "columns.name"),
    "empty word": ("[columns]\nname = ['']\n", "columns.name"),
    "no words": ("[columns]\nname = [1]\n", "columns.name"),
    "part that is no table": ("columns = 1\n", "columns"),
    "blank word": ("[columns]\nname = [' ']\n", "columns.name"),
    "name that is no word": ("name = 3\n", "name must be a word"),
    "unknown direction": ("[continuation]\nsideways = ['横']\n", "sideways"),
    "grades without states": ("[grades]\nstates = ['◎']\n", "grades.states"),
    "unknown state": ("[grades.states]\n'◎' = 'fine'\n", "no state 'fine'; known are: completed"),
    "state that is no word": ("[grades.states]\n'◎' = ['completed']\n", "no state"),
    "bad pattern": ("[furniture]\nlabels = ['(']\n", "furniture.labels"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_profile_is_refused_with_its_reason(profile_file, case):
    text, reason = BAD[case]
    with pytest.raises(UsageError, match=reason):
        read_profile(profile_file(text))


@pytest.mark.parametrize("name", ["no-such-profile", "/", "a/b.toml", ""])
def test_an_unknown_profile_is_refused_with_those_that_are_known(name):
    with pytest.raises(UsageError, match="general"):
        read_profile(name)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    path.write_bytes("name = '凪浜市'".encode("shift_jis"))
    with pytest.raises(UsageError, match="not UTF-8"):
        read_profile(path)


def test_a_byte_order_mark_before_a_profile_is_no_part_of_it(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("name = '凪浜市'", encoding="utf-8-sig")
    assert read_profile(path).name == "凪浜市"
