"""Every feature of layout that real reports have, one small case each: drawn, printed as a PDF, and read whole.

A case is a drawing (one a page) and the rows that it holds, cells parted by ``|``, lines within a cell by ``/``. Rows must
come out as they stand here, with no finding graver than information, unless the case says so.

Forms are in ``test_form``, rows that pages cut in ``test_stitch``, pictures of paper in ``test_scans``, profiles in
``test_profile`` and ``test_propose``, what is chosen of a document in ``test_selection``.
"""

import re
from itertools import pairwise
from typing import NamedTuple

import pytest

import printed
from drawn import draw, pad, rule_table
from plan_extract.errors import NoTableError
from plan_extract.pipeline import extract


class Case(NamedTuple):
    """What is drawn (a drawing for each page), what it says, how it is printed, and what is told of it."""

    pages: tuple
    rows: list
    how: dict
    told: tuple


def case(drawing, *rows, told=(), **how):
    """A case of one page, or of several where a tuple is given."""
    return Case(drawing if isinstance(drawing, tuple) else (drawing,), list(rows), how, told)


def cells(initiative):
    """What a row says, on one line."""
    return "|".join(text.replace("\n", "/") for text in initiative.cells.values())


def read(tmp_path, pages, reader="pdfium", **how):
    return extract(printed.print_pdf(tmp_path / "a.pdf", *pages, **how), reader=reader)


def doubts(report):
    return tuple(finding.code for finding in report.findings if finding.severity != "info")


def check(tmp_path, one, reader="pdfium"):
    report = read(tmp_path, one.pages, reader, **one.how)
    assert [cells(initiative) for initiative in report.initiatives] == one.rows
    assert doubts(report) == one.told
    return report


PLAIN = """
+----+----------+----------+--------+
| No | 取組名   | 実施状況 | 担当課 |
+----+----------+----------+--------+
| 1  | 窓口     | ○受付   | 市民課 |
+----+----------+----------+--------+
| 2  | 広報     | ○配信   | 総務課 |
+----+----------+----------+--------+
"""
GROUPED_ROWS = ("手続|1|窓口|○受付", "手続|2|広報|○配信", "財政|3|税務|○申告")
PLAIN_ROWS = ("1|窓口|○受付|市民課", "2|広報|○配信|総務課")
OTHERS = """
+----+----------+----------+--------+
| No | 取組名   | 実施状況 | 担当課 |
+----+----------+----------+--------+
| 3  | 緑化     | ○植樹   | 環境課 |
+----+----------+----------+--------+
| 4  | 公園     | ○清掃   | 土木課 |
+----+----------+----------+--------+
"""
NEXT = """
+----+----------+----------+--------+
| 3  | 税務     | ○申告   | 税務課 |
+----+----------+----------+--------+
"""
HEADED_NEXT = PLAIN[: PLAIN.index("| 1 ")] + NEXT.split("\n", 2)[2]


def frame_of(page):
    """The left, top, right and bottom of all rules of a page."""
    return (
        min(rule.x0 for rule in page.rules),
        min(rule.top for rule in page.rules),
        max(rule.x1 for rule in page.rules),
        max(rule.bottom for rule in page.rules),
    )


FRAME = frame_of(draw(PLAIN))


def thick_frame(sheet):
    x0, top, x1, bottom = FRAME
    for side in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
        sheet.line(*side, width=2.5)


def nested_shades(sheet):
    """The header cells filled twice: an outer field and an inner one for the text."""
    xs = sorted({rule.x0 for rule in draw(PLAIN).rules if rule.vertical})
    for x0, x1 in pairwise(xs):
        sheet.fill(x0, FRAME[1], x1, FRAME[1] + 24, grey=0.8)
        sheet.fill(x0 + 4, FRAME[1] + 5, x1 - 4, FRAME[1] + 19, grey=0.8)


PENS = {
    "rules as thin filled rectangles": {"pen": printed.by_thin_box},
    "rules drawn twice": {"pen": printed.twice},
    "double rules": {"pen": printed.by_double_line},
    "hairlines of 0.1 pt": {"pen": printed.by_hairline},
    "dashes": {"pen": printed.by_dashes},
    "a rectangle for each side of each cell": {"pen": printed.by_short_pieces},
    "a thick outer frame": {"over": thick_frame},
    "shaded cells drawn as nested fills": {"under": nested_shades},
}


@pytest.mark.parametrize("feature", PENS)
def test_a_table_is_read_however_it_is_drawn(tmp_path, feature):
    check(tmp_path, case(PLAIN, *PLAIN_ROWS, **PENS[feature]))


OPEN = """
-----+----------+----------+--------
 No  | 取組名   | 実施状況 | 担当課
-----+----------+----------+--------
 1   | 窓口     | ○受付   | 市民課
-----+----------+----------+--------
 2   | 広報     | ○配信   | 総務課
-----+----------+----------+--------
"""
OTHER_COLUMNS = """
+----------+------------+--------+
| 事業名   | 事業概要   | 所管課 |
+----------+------------+--------+
| 防災     | 訓練を行う | 防災課 |
+----------+------------+--------+
"""
LAYOUTS = {
    "an open outer frame": case(OPEN, *PLAIN_ROWS),
    "header on every page": case((PLAIN, HEADED_NEXT), *PLAIN_ROWS, "3|税務|○申告|税務課"),
    "header on the first page only": case((PLAIN, NEXT), *PLAIN_ROWS, "3|税務|○申告|税務課"),
    "header that changes inside one file": case((PLAIN, OTHER_COLUMNS), *PLAIN_ROWS, "防災|訓練を行う|防災課"),
    "header of two levels": case(
        """
        +----+----------+---------------------+--------+
        | No | 取組名   | 実施状況            | 担当課 |
        |    |          +----------+----------+        |
        |    |          | 4年度    | 5年度    |        |
        +----+----------+----------+----------+--------+
        | 1  | 窓口     | ○受付   | ○配信   | 市民課 |
        +----+----------+----------+----------+--------+
        """,
        "1|窓口|○受付|○配信|市民課",
    ),
    "header of three levels": case(
        """
        +----+----------+--------------------------------+--------+
        | No | 事業名   | 事業費                         | 担当課 |
        |    |          +----------+---------------------+        |
        |    |          | 総額     | 財源内訳            |        |
        |    |          |          +----------+----------+        |
        |    |          |          | 国費     | 一般財源 |        |
        +----+----------+----------+----------+----------+--------+
        | 1  | 窓口     | 300      | 100      | 200      | 市民課 |
        +----+----------+----------+----------+----------+--------+
        """,
        "1|窓口|300|100|200|市民課",
    ),
    "header with blanks for even spacing": case(
        """
        +----+----------------+----------------+------------+
        | No | 事　　業　　名 | 実　施　状　況 | 担　当　課 |
        +----+----------------+----------------+------------+
        | 1  | 窓口           | ○受付         | 市民課     |
        +----+----------------+----------------+------------+
        """,
        "1|窓口|○受付|市民課",
    ),
    "section bands inside the table": case(
        """
        +----+----------+----------+--------+
        | No | 取組名   | 実施状況 | 担当課 |
        +----+----------+----------+--------+
        | 施策1 手続の電子化                |
        +----+----------+----------+--------+
        | 1  | 窓口     | ○受付   | 市民課 |
        +----+----------+----------+--------+
        | 施策2 広報の充実                  |
        +----+----------+----------+--------+
        | 2  | 広報     | ○配信   | 総務課 |
        +----+----------+----------+--------+
        """,
        *PLAIN_ROWS,
    ),
    "group cells merged down": case(
        """
        +--------+----+----------+----------+
        | 施策   | No | 取組名   | 実施状況 |
        +--------+----+----------+----------+
        | 手続   | 1  | 窓口     | ○受付   |
        |        +----+----------+----------+
        |        | 2  | 広報     | ○配信   |
        +--------+----+----------+----------+
        | 財政   | 3  | 税務     | ○申告   |
        +--------+----+----------+----------+
        """,
        *GROUPED_ROWS,
    ),
    "group cells left open over rows": case(
        """
        +--------+----+----------+----------+
        | 施策   | No | 取組名   | 実施状況 |
        +--------+----+----------+----------+
        | 手続   | 1  | 窓口     | ○受付   |
        +--------+----+----------+----------+
        |        | 2  | 広報     | ○配信   |
        +--------+----+----------+----------+
        | 財政   | 3  | 税務     | ○申告   |
        +--------+----+----------+----------+
        """,
        *GROUPED_ROWS,
    ),
    "group cells over pages, not printed again": case(
        (
            """
            +--------+----+----------+----------+
            | 施策   | No | 取組名   | 実施状況 |
            +--------+----+----------+----------+
            | 手続   | 1  | 窓口     | ○受付   |
            |        +----+----------+----------+
            |        | 2  | 広報     | ○配信   |
            +--------+----+----------+----------+
            """,
            """
            +--------+----+----------+----------+
            |        | 3  | 税務     | ○申告   |
            |        +----+----------+----------+
            |        | 4  | 防災     | ○訓練   |
            +--------+----+----------+----------+
            | 財政   | 5  | 契約     | ○入札   |
            +--------+----+----------+----------+
            """,
        ),
        "手続|1|窓口|○受付",
        "手続|2|広報|○配信",
        "手続|3|税務|○申告",
        "手続|4|防災|○訓練",
        "財政|5|契約|○入札",
    ),
    "rows under a merged item with a deadline and an amount of their own": case(
        """
        +----+----------+------------+--------+--------+
        | No | 取組名   | 取組内容   | 期限   | 予算額 |
        +----+----------+------------+--------+--------+
        | 1  | 窓口     | 受付の改善 | 9月    | 100円  |
        |    |          +------------+--------+--------+
        |    |          | 案内の改善 | 3月    | 200円  |
        +----+----------+------------+--------+--------+
        | 2  | 広報     | 配信       | 通年   | 300円  |
        +----+----------+------------+--------+--------+
        """,
        "1|窓口|受付の改善|9月|100円",
        "1|窓口|案内の改善|3月|200円",
        "2|広報|配信|通年|300円",
    ),
    "column groups merged over different row spans": case(
        """
        +--------+--------+----+----------+----------+--------+
        | 目標   | 施策   | No | 取組名   | 実施状況 | 担当課 |
        +--------+--------+----+----------+----------+--------+
        | 暮らし | 手続   | 1  | 窓口     | ○受付   | 市民課 |
        |        |        +----+----------+----------+        |
        |        |        | 2  | 広報     | ○配信   |        |
        |        +--------+----+----------+----------+--------+
        |        | 財政   | 3  | 税務     | ○申告   | 税務課 |
        +--------+--------+----+----------+----------+--------+
        """,
        "暮らし|手続|1|窓口|○受付|市民課",
        "暮らし|手続|2|広報|○配信|市民課",
        "暮らし|財政|3|税務|○申告|税務課",
    ),
    "a column count that changes on one page": case(
        """
        +----+----------+----------+--------+
        | No | 取組名   | 実施状況 | 担当課 |
        +----+----------+----------+--------+
        | 1  | 窓口     | ○受付   | 市民課 |
        +----+----------+----------+--------+

        +----+----------+----------+--------+--------+
        | No | 取組名   | 実施状況 | 担当課 | 期限   |
        +----+----------+----------+--------+--------+
        | 2  | 広報     | ○配信   | 総務課 | 3月    |
        +----+----------+----------+--------+--------+
        """,
        "1|窓口|○受付|市民課",
        "2|広報|○配信|総務課|3月",
    ),
    "one cell of the header over two columns of the rows": case(
        """
        +----+---------------------+----------+--------+
        | No | 取組名              | 実施状況 | 担当課 |
        +----+----------+----------+----------+--------+
        | 1  | 窓口     | 受付     | ○電子化 | 市民課 |
        +----+----------+----------+----------+--------+
        | 2  | 広報     | 紙面     | ○配信   | 総務課 |
        +----+----------+----------+----------+--------+
        """,
        "1|窓口/受付|○電子化|市民課",
        "2|広報/紙面|○配信|総務課",
    ),
    "vertical text, one character a line": case(
        """
        +------+----+----------+----------+
        | 施策 | No | 取組名   | 実施状況 |
        +------+----+----------+----------+
        |  手  | 1  | 窓口     | ○受付   |
        |  続  +----+----------+----------+
        |  等  | 2  | 広報     | ○配信   |
        +------+----+----------+----------+
        """,
        "手続等|1|窓口|○受付",
        "手続等|2|広報|○配信",
    ),
    "a table within a cell": case(
        """
        +----+----------+------------------------------+--------+
        | No | 取組名   | 実施状況                     | 担当課 |
        +----+----------+------------------------------+--------+
        | 1  | 窓口     | 内訳は次のとおり。           | 市民課 |
        |    |          |   +--------+--------+        |        |
        |    |          |   | 区分   | 件数   |        |        |
        |    |          |   +--------+--------+        |        |
        |    |          |   | 電子   | 12件   |        |        |
        |    |          |   +--------+--------+        |        |
        +----+----------+------------------------------+--------+
        """,
        "1|窓口|内訳は次のとおり。/区分 件数/電子 12件|市民課",
    ),
    "alignment alone makes the columns": case(
        """
        No   取組名             実施状況           担当課

        1    窓口の改善         電子で受け付けた   市民課
        2    広報の充実         年3回配信した      総務課
        3    申告の電子化       検討している       税務課
        """,
        "1|窓口の改善|電子で受け付けた|市民課",
        "2|広報の充実|年3回配信した|総務課",
        "3|申告の電子化|検討している|税務課",
    ),
}


@pytest.mark.parametrize("feature", LAYOUTS)
def test_a_layout_is_read(tmp_path, feature):
    check(tmp_path, LAYOUTS[feature])


def sections(report):
    """(what stands in it, its sections from the outermost) for each row."""
    by_id = {section.id: section for section in report.sections}

    def path(section):
        return (*path(by_id[section].parent), by_id[section].title) if section else ()

    return [(initiative.name, *path(initiative.section)) for initiative in report.initiatives]


def beside(left, right, gap=6):
    """Two drawings side by side."""
    pairs = zip(left.strip("\n").split("\n"), right.strip("\n").split("\n"), strict=True)
    return "\n".join(f"{a}{' ' * gap}{b}" for a, b in pairs)


BANDED = """
+----+----------+--------+
| No | 取組名   | 担当課 |
+----+----------+--------+
| 施策{0} {1}             |
+----+----------+--------+
| {2}  | {3}     | 市民課 |
+----+----------+--------+
| 施策{4} {5}             |
+----+----------+--------+
| {6}  | {7}     | 市民課 |
+----+----------+--------+
"""
SECTIONS = {
    "several titled tables on a page": (
        f"施策1 手続\n{PLAIN}\n施策2 財政\n{HEADED_NEXT}",
        [("窓口", "手続"), ("広報", "手続"), ("税務", "財政")],
    ),
    "tables side by side": (
        beside(f"{pad('施策1 手続', 37)}{PLAIN}", f"施策2 環境{OTHERS}"),
        [("窓口", "手続"), ("広報", "手続"), ("緑化", "環境"), ("公園", "環境")],
    ),
    "section bands in tables side by side": (
        beside(
            BANDED.format(1, "手続", 1, "窓口", 2, "財政", 2, "税務"), BANDED.format(3, "環境", 3, "緑化", 4, "防災", 4, "訓練")
        ),
        [("窓口", "手続"), ("税務", "財政"), ("緑化", "環境"), ("訓練", "防災")],
    ),
}


@pytest.mark.parametrize("feature", SECTIONS)
def test_rows_stand_under_the_titles_and_bands_of_their_table(tmp_path, feature):
    drawing, expected = SECTIONS[feature]
    report = read(tmp_path, [drawing])
    assert sections(report) == expected
    assert doubts(report) == ()


A3 = (1190.5, 842.0)
PAPERS = {
    "landscape A3": [draw(PLAIN, size=A3)],
    "mixed sizes and orientations": [
        draw(PLAIN[: PLAIN.index("| 2")], size=(595, 842)),
        draw(PLAIN[: PLAIN.index("| 1")] + PLAIN[PLAIN.index("| 2") :].lstrip(), 2, size=A3),
    ],
}


@pytest.mark.parametrize("paper", PAPERS)
def test_paper_of_any_size(tmp_path, paper):
    check(tmp_path, case(tuple(PAPERS[paper]), *PLAIN_ROWS))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270], ids="/Rotate {}".format)
@pytest.mark.parametrize("turn", [0, 90, 180, 270], ids="content turned by {}".format)
def test_pages_turned_with_and_without_rotate(tmp_path, rotate, turn):
    check(tmp_path, case(PLAIN, *PLAIN_ROWS, rotate=rotate, turn=turn))


def bars_and_arrows(sheet):
    """A roadmap's bars and an arrow, filled, over the cells of the plain table; a callout with a frame and round corners."""
    sheet.fill(150, 120, 200, 124, grey=0.5)
    sheet.fill(155, 144, 190, 152, grey=0.7)
    arrow = sheet.canvas.beginPath()
    for index, (x, y) in enumerate(((110, 150), (140, 150), (140, 146), (150, 153), (140, 160), (140, 156), (110, 156))):
        (arrow.lineTo if index else arrow.moveTo)(x, sheet.height - y)
    arrow.close()
    sheet.canvas.setFillGray(0.6)
    sheet.canvas.drawPath(arrow, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.canvas.roundRect(168, sheet.height - 148, 32, 20, 4)


def text_box(sheet):
    """A framed box with a remark of its own over the rules between two rows."""
    sheet.fill(165, 127, 200, 148, grey=1.0)
    for side in ((165, 127, 200, 127), (165, 148, 200, 148), (165, 127, 165, 148), (200, 127, 200, 148)):
        sheet.line(*side)


def diagonal(sheet):
    sheet.line(167.5, 114, 222.5, 138)


OVERLAID = {
    "bars and arrows over the grid": {"over": bars_and_arrows},
    "a text box over the grid": {"over": text_box},
    "diagonal strokes": {"over": diagonal},
}


@pytest.mark.parametrize("feature", OVERLAID)
def test_what_is_drawn_over_a_table_changes_no_cell(tmp_path, feature):
    check(tmp_path, case(PLAIN, *PLAIN_ROWS, **OVERLAID[feature]))


def test_a_label_laid_across_several_cells_stands_whole_in_one(tmp_path):
    drawing = """
    +----+----------+------+------+------+
    | No | 事業名   | 国費 | 県費 | 市費 |
    +----+----------+------+------+------+
    | 1  | 窓口     | 10   | 20   | 30   |
    +----+----------+------+------+------+
    | 2  | 広報     |      |      |      |
    +----+----------+------+------+------+
    """

    def label(sheet):
        sheet.text(125, 145, "債務負担行為を設定")

    report = read(tmp_path, [drawing], over=label)
    (second,) = [initiative for initiative in report.initiatives if initiative.id == "2"]
    assert [text for text in second.cells.values() if text] == ["2", "広報", "債務負担行為を設定"]
    assert doubts(report) == ()


def test_a_table_over_two_facing_pages(tmp_path):
    report = check(tmp_path, case(printed.FACING, "1|窓口|市民課|5回|継続|100千円", "2|広報|秘書課|3回|拡充|300千円"))
    assert [[source.page for source in initiative.sources] for initiative in report.initiatives] == [[1, 2]] * 2


# Text.


def symbols(sheet, x, top, text, size):
    """Text with its private-use characters in a symbol font."""
    if 0xE000 <= ord(text) <= 0xF8FF:
        sheet.canvas.setFont("Symbols", size)
        sheet.canvas.drawString(x, sheet.height - top - size * 0.88, text)
    else:
        sheet.text(x, top, text, size)


def white_digits(sheet):
    """Digits that an author hid: white, on paper."""
    sheet.canvas.setFillGray(1)
    sheet.text(150, 121, "999")
    sheet.canvas.setFillGray(0)


FAR = "\n".join(("#", *(" " * 100 + line for line in PLAIN.strip().split("\n"))))
"""A table at the right of a page, further out than the box goes that a page without any has."""

TEXTS = {
    "digits of mixed widths": case(PLAIN.replace("○受付  ", "１2０件 "), "1|窓口|１2０件|市民課", PLAIN_ROWS[1]),
    "private-use bullets": case(PLAIN.replace("○受付 ", "\uf06c 受付"), "1|窓口|● 受付|市民課", PLAIN_ROWS[1], text=symbols),
    "white digits are left out": case(PLAIN, *PLAIN_ROWS, over=white_digits),
    "black of a press stays": case(PLAIN, *PLAIN_ROWS, text=printed.in_black_of_a_press),
    "DeviceN black stays": case(PLAIN, *PLAIN_ROWS, text=printed.in_black_of_a_press, change=printed.as_device_n),
    "bold by printing twice": case(PLAIN, *PLAIN_ROWS, text=printed.bold_by_two_strokes),
    "bold by an outline": case(PLAIN, *PLAIN_ROWS, text=printed.bold_by_outline),
    "broken font names": case(PLAIN, *PLAIN_ROWS, change=printed.with_broken_font_name),
    "a page's box in the page tree": case(FAR, *PLAIN_ROWS, change=printed.with_box_of_the_tree),
}


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("feature", TEXTS)
def test_text_is_read_as_a_person_sees_it(tmp_path, feature, reader):
    printed.register_symbols([0xF06C])
    check(tmp_path, TEXTS[feature], reader)


SPACED = """
+----+--------------+----------------+--------------+
| No | 取　組　名   | 実施 状況      | 担 当課      |
+----+--------------+----------------+--------------+
| 1  | 窓　　　口   | ○受付         | 財　政　課   |
+----+--------------+----------------+--------------+
| 2  | 広 報 紙     | ○配信         | 総 務課      |
+----+--------------+----------------+--------------+
"""


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_blanks_of_even_spacing_and_stray_ones_are_no_part_of_names_and_headers(tmp_path, reader):
    report = read(tmp_path, [SPACED], reader)
    assert [list(initiative.cells) for initiative in report.initiatives] == [["No", "取組名", "実施状況", "担当課"]] * 2
    assert [(i.name, i.departments) for i in report.initiatives] == [("窓口", ("財政課",)), ("広報紙", ("総務課",))]


def clipped(width):
    """Digits in a cell, of which a clip shows the beginning, so many points wide."""

    def draw(sheet):
        sheet.canvas.saveState()
        path = sheet.canvas.beginPath()
        path.rect(150, sheet.height - 140, width, 24)
        sheet.canvas.clipPath(path, stroke=0, fill=0)
        sheet.text(150, 121, "777999")
        sheet.canvas.restoreState()

    return draw


def in_form(draw):
    """What is drawn, but in a form that is moved to its place."""

    def draw_form(sheet):
        sheet.canvas.beginForm("form", -500, 0, 500, sheet.height)
        sheet.canvas.translate(-200, 0)
        draw(sheet)
        sheet.canvas.endForm()
        sheet.canvas.saveState()
        sheet.canvas.translate(200, 0)
        sheet.canvas.doForm("form")
        sheet.canvas.restoreState()

    return draw_form


HIDDEN = {
    "white": (white_digits, ["999"]),
    "all clipped but an edge": (clipped(0.5), ["777999"]),
    "cut off by a clip": (clipped(16), ["999"]),
    "clipped where there is nothing": (clipped(60), []),
    "clipped in a form, which cannot be told": (in_form(clipped(16)), []),
}


@pytest.mark.parametrize("way", HIDDEN)
def test_hidden_digits_are_told(tmp_path, way):
    draw, hidden = HIDDEN[way]
    report = read(tmp_path, [PLAIN], over=draw)
    assert [f.message.rpartition(" ")[2] for f in report.findings if f.code == "hidden-text"] == hidden
    assert all(digits not in report.initiatives[0].progress for digits in hidden)


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_a_character_drawn_as_curves_is_told_and_marked(tmp_path, reader):
    def glyph(sheet):
        printed.drawn_glyph(sheet, 85, 121)

    report = read(tmp_path, [PLAIN.replace("窓口    ", "渡  橋  ")], reader=reader, over=glyph)
    assert [initiative.name for initiative in report.initiatives] == ["渡\ufffd橋", "広報"]
    assert [(f.code, f.severity) for f in report.findings] == [("unmapped-glyph", "error")]


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_a_private_character_that_no_font_explains_is_told_and_marked(tmp_path, reader):
    printed.register_symbols([0xE3A1])
    report = read(tmp_path, [PLAIN.replace("窓口    ", "渡\ue3a1    ")], reader=reader, text=symbols)
    assert report.initiatives[0].name == "渡\ufffd"
    assert doubts(report) == ("unmapped-glyph",)


# Departments.


DEPARTMENTS = {
    "担当課・係": ("担当課・係", ["市民課"], ["市民課"]),
    "主管課": ("主管課", ["市民課"], ["市民課"]),
    "課所": ("課　所", ["南支所"], ["南支所"]),
    "推進者": ("推進者", ["所 属 長", "職　　員"], ["所属長", "職員"]),
    "担当府省庁等": ("担当府省庁等", ["総務省、", "文部科学省"], ["総務省", "文部科学省"]),
    "two lines: a section and its group": ("担当課・係", ["市民課", "窓口係"], ["市民課", "窓口係"]),
    "several by 、": ("担当課", ["市民課、総務課"], ["市民課", "総務課"]),
    "several by line": ("担当課", ["市民課", "総務課"], ["市民課", "総務課"]),
}


@pytest.mark.parametrize("feature", DEPARTMENTS)
def test_departments_of_a_column(tmp_path, feature):
    header, lines, expected = DEPARTMENTS[feature]
    drawing = rule_table([[["No"], ["事業名"], ["実績"], [header]], [["1"], ["窓口"], ["3回"], lines]], (6, 14, 12, 18))
    (initiative,) = read(tmp_path, [drawing]).initiatives
    assert list(initiative.departments) == expected


def test_a_department_in_brackets_inside_the_name_cell(tmp_path):
    drawing = """
    +----+--------------+----------+------------+
    | No | 事業名       | 予算額   | 事業内容   |
    +----+--------------+----------+------------+
    | 1  | 窓口の改善   | 100千円  | 電子で受付 |
    |    | 【市民課】   |          |            |
    +----+--------------+----------+------------+
    | 2  | 広報の充実   | 200千円  | 年3回配信  |
    |    | 【総務課】   |          |            |
    +----+--------------+----------+------------+
    """
    report = read(tmp_path, [drawing])
    assert [(i.name, i.departments) for i in report.initiatives] == [
        ("窓口の改善", ("市民課",)),
        ("広報の充実", ("総務課",)),
    ]


# Amounts in columns, indicators.


def amounts(initiative):
    """(label, value, unit, base value) of every amount in a row, column by column."""
    quantities = [quantity for statement in initiative.statements for quantity in statement.quantities]
    return [(q.label, str(q.value), q.unit, str(q.base_value)) for q in quantities]


BUDGET = """
+----+----------+----------+----------+
| No | 事業名   | R3決算額 | R4予算額 |
+----+----------+----------+----------+
| 1  | 窓口     | 1,200    | △30     |
+----+----------+----------+----------+
| 2  | 広報     | －       |          |
+----+----------+----------+----------+
"""
BUDGET_NEXT = """
+----+----------+----------+----------+
| 3  | 税務     | 5        | 7        |
+----+----------+----------+----------+
"""
BUDGET_AMOUNTS = [[("R3決算額", "1200", "千円", "1200000"), ("R4予算額", "-30", "千円", "-30000")], []]
UNIT = "                      （単位：千円）"
AMOUNTS = {
    "a unit right above the table": ((f"主な事業\n{UNIT}{BUDGET}",), BUDGET_AMOUNTS),
    "a unit under the title, before any table": ((f"# 主要事業の一覧\n{UNIT}\n\n\n施策1 手続{BUDGET}",), BUDGET_AMOUNTS),
    "a unit beside the caption": ((f"主な事業        （単位：千円）{BUDGET}",), BUDGET_AMOUNTS),
    "a unit on the first page of a table that goes on": (
        (
            f"主な事業\n{UNIT}{BUDGET}",
            BUDGET_NEXT,
        ),
        [*BUDGET_AMOUNTS, [("R3決算額", "5", "千円", "5000"), ("R4予算額", "7", "千円", "7000")]],
    ),
    "units in the headers": (
        (
            rule_table(
                [[["No"], ["事業名"], ["決算額", "（千円）"], ["人数", "（人）"]], [["1"], ["窓口"], ["1,200"], ["▲3"]]],
                (6, 12, 12, 12),
            ),
        ),
        [[("決算額", "1200", "千円", "1200000"), ("人数", "-3", "人", "-3")]],
    ),
    "indicators with a column for their unit": (
        (
            """
            +----+--------------+------+--------+----------+----------+
            | No | 指標名       | 単位 | 現状値 | R4実績値 | R7目標値 |
            +----+--------------+------+--------+----------+----------+
            | 1  | 電子申請の数 | 件   | 120    | 1,350    | 2,000    |
            +----+--------------+------+--------+----------+----------+
            | 2  | 利用の割合   | ％   | 12.5   | －       | ３０     |
            +----+--------------+------+--------+----------+----------+
            """,
        ),
        [
            [
                ("電子申請の数", "120", "件", "120"),
                ("電子申請の数", "1350", "件", "1350"),
                ("電子申請の数", "2000", "件", "2000"),
            ],
            [("利用の割合", "12.5", "％", "12.5"), ("利用の割合", "30", "％", "30")],
        ],
    ),
}


@pytest.mark.parametrize("feature", AMOUNTS)
def test_amounts_are_in_the_unit_that_the_table_states(tmp_path, feature):
    pages, expected = AMOUNTS[feature]
    report = read(tmp_path, pages)
    assert [amounts(initiative) for initiative in report.initiatives] == expected
    assert doubts(report) == ()


def test_units_of_tables_side_by_side(tmp_path):
    left, right = BUDGET.strip("\n"), BUDGET.replace("窓口", "緑化").replace("広報", "公園").strip("\n")
    drawing = beside(pad("（単位：千円）", 38) + f"\n{left}", f"（単位：円）\n{right}")
    bases = [amounts(initiative)[:1] for initiative in read(tmp_path, [drawing]).initiatives]
    assert [base for row in bases for *_, base in row] == ["1200000", "1200"]


def test_dates_fall_in_the_year_of_their_column(tmp_path):
    drawing = """
    +----+----------+--------------+--------------+
    | No | 事業名   | R3実施状況   | R4実施予定   |
    +----+----------+--------------+--------------+
    | 1  | 窓口     | 9月に開始    | 2月に終了    |
    +----+----------+--------------+--------------+
    """
    (initiative,) = read(tmp_path, [drawing]).initiatives
    dates = [str(date.start) for statement in initiative.statements for date in statement.dates]
    assert dates == ["2021-09-01", "2023-02-01"]


# What is no list of items.


FORM = "+------+--------+\n| 電話 | 市民課 |\n+------+--------+\n| 住所 | 凪浜市 |\n+------+--------+"
NOTHING = {
    "a form that stands alone": ((FORM,), "the one table on its 1 page lists none (電話 | 市民課"),
    "forms": (
        (f"{FORM}\n\n{FORM}".replace("電話", "様式", 1),),
        "none of the 2 tables on its 1 page lists any (the first: 様式",
    ),
    "text alone": (("凪浜市の計画の本文である。", "続きの本文である。"), "no table stands on its 2 pages"),
}


@pytest.mark.parametrize("feature", NOTHING)
def test_a_document_without_items_is_told_with_what_it_has_instead(tmp_path, feature):
    pages, message = NOTHING[feature]
    with pytest.raises(NoTableError, match=re.escape(message)):
        read(tmp_path, pages)
