"""Pages drawn as text, so that what works on a page needs no PDF.

A column of half-width type is 5 points wide, a line 12 high, type 10 points; 全角 takes two columns. ``|`` is a vertical rule,
a run of ``-`` and ``+`` with at least three signs or a ``+`` a horizontal one; rules run through the middle of their signs.
A single blank between two characters is a char, wider gaps are only gaps. A line that begins with ``#`` is drawn large.

    +----+----------+
    | No | 取組名   |
    +----+----------+
"""

import re
import unicodedata

from plan_extract.assemble import assemble
from plan_extract.check import check
from plan_extract.layout import pages_to_layout
from plan_extract.model import SourceFile
from plan_extract.pdf.page import Char, Page, Rule
from plan_extract.profile import read_profile
from plan_extract.table.grid import page_to_tables
from plan_extract.table.printed import chars_to_lines
from plan_extract.table.setting import measure_column
from plan_extract.table.wrapping import lines_to_logical

COLUMN, LINE, SIZE, LARGE = 5.0, 12.0, 10.0, 14.0
LEFT, TOP = 40.0, 84.0
"""Where a drawing begins: below the margin in which page numbers and running heads stand."""
WIDTH, HEIGHT = 842.0, 595.0

GENERAL = read_profile()

_HORIZONTAL = re.compile(r"[-+]{3,}|[-]*\+[-+]*")


def columns(text):
    """How many columns of half-width type a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def pad(text, width):
    """A text with blanks up to a number of columns."""
    assert columns(text) <= width, (text, width)
    return text + " " * (width - columns(text))


def place_signs(text):
    """The signs of a line by the column in which each begins."""
    starts, at = {}, 0
    for char in text:
        starts[at] = char
        at += columns(char)
    return starts


def is_blank_char(signs, at):
    """Whether a blank stands alone between two signs of a text."""
    neighbours = [signs.get(at - 1) or signs.get(at - 2, " "), signs.get(at + 1, " ")]
    return not any(sign in " |" for sign in neighbours)


def line_to_chars(text, left, top, size=SIZE):
    """The chars of one line of text."""
    signs = place_signs(text)
    return [
        Char(sign, left + at * size / 2, top, left + (at + columns(sign)) * size / 2, top + size, size)
        for at, sign in signs.items()
        if sign not in " |" or (sign == " " and is_blank_char(signs, at))
    ]


def horizontal_runs(lines):
    """(line, first column, last column) of each horizontal rule."""
    for number, text in enumerate(lines):
        drawn = "".join(sign + "~" * (columns(sign) - 1) for sign in text)
        for run in _HORIZONTAL.finditer(drawn):
            yield number, run.start(), run.end() - 1


def vertical_runs(lines, joints):
    """(column, top, bottom) of each vertical rule, in lines; one that begins or ends with ``+`` does so in its middle."""
    signs = [place_signs(text) for text in lines]
    posts = {(n, at) for n, line in enumerate(signs) for at, sign in line.items() if sign == "|" or (n, at) in joints}
    for number, at in sorted(posts):
        if (number - 1, at) in posts:
            continue
        last = number
        while (last + 1, at) in posts:
            last += 1
        if last > number or signs[number][at] == "|":
            top = number + 0.5 * (signs[number][at] == "+")
            yield at, top, last + 1 - 0.5 * (signs[last][at] == "+")


def draw(text, number=1, *, left=LEFT, top=TOP, foot="", head="", size=(WIDTH, HEIGHT)):
    """The page that a drawing shows, with a line of text in its foot and in its head."""
    lines = text.strip("\n").split("\n")
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    lines = [line[indent:] for line in lines]
    rules, inked = [], []
    joints = set()
    for row, first, last in horizontal_runs(lines):
        y = top + (row + 0.5) * LINE
        rules.append(Rule(left + (first + 0.5) * COLUMN, y, left + (last + 0.5) * COLUMN, y, 0.5))
        joints.update((row, at) for at, sign in place_signs(lines[row]).items() if sign == "+" and first <= at <= last)
    for at, upper, lower in vertical_runs(lines, joints):
        x = left + (at + 0.5) * COLUMN
        rules.append(Rule(x, top + upper * LINE, x, top + lower * LINE, 0.5))
    for row, line in enumerate(lines):
        if line.startswith("#"):
            inked += line_to_chars(line.lstrip("# "), left, top + row * LINE, LARGE)
        else:
            inked += line_to_chars(_HORIZONTAL.sub(lambda run: " " * len(run.group()), line), left, top + row * LINE + 1)
    inked += line_to_chars(head, left, 20.0) + line_to_chars(foot, size[0] / 2, size[1] - 30.0)
    return Page(number, *size, tuple(inked), tuple(rules))


def pages(*texts, **options):
    """Following pages, one for each drawing."""
    return [draw(text, number, **options) for number, text in enumerate(texts, 1)]


def only_table(drawing, **place):
    """The table of a drawing that has one."""
    (table,) = page_to_tables(draw(drawing, **place))
    return table


ITEMS_HEAD = """
+----+--------+----------+--------+
| No | 取組名 | 実施状況 | 担当課 |
+----+--------+----------+--------+"""
FIRST, SECOND = "| 1  | 窓口   | ○受付   | 市民課 |", "| 2  | 広報   | ○配信   | 総務課 |"
"""Two items of a table under this head."""


def items_table(*rows):
    """The drawing of a table of items under its header, one line each."""
    bar = "+----+--------+----------+--------+"
    return "\n".join([ITEMS_HEAD, *(line for row in rows for line in (row, bar))])


def rule_table(rows, widths):
    """The drawing of a table: rows of cells, each a list of printed lines; ``widths`` in columns."""
    bar = "+" + "+".join("-" * width for width in widths) + "+"
    drawn = [bar]
    for row in rows:
        for level in range(max(1, *map(len, row))):
            cells = (pad(lines[level] if level < len(lines) else "", width) for lines, width in zip(row, widths, strict=True))
            drawn.append("|" + "|".join(cells) + "|")
        drawn.append(bar)
    return "\n".join(drawn)


def wrap(text, width):
    """The printed lines of a logical line in a column that is ``width`` half-width columns wide."""
    lines, rest = [], text
    while rest:
        end = len(rest)
        while columns(rest[:end]) > width:
            end -= 1
        lines.append(rest[:end])
        rest = rest[end:]
    return lines


def height(row):
    """How many printed lines a row takes."""
    return max(1, *map(len, row))


def cut(rows, at):
    """The rows before and behind printed line ``at``; a row in which it lies is cut in all its cells."""
    above, below = [], []
    for row in rows:
        tall = height(row)
        if at >= tall:
            above.append(row)
        elif at <= 0:
            below.append(row)
        else:
            above.append([lines[:at] for lines in row])
            below.append([lines[at:] for lines in row])
        at -= tall
    return above, below


def cells_of(table):
    """``(row, col, row_span, col_span, text)`` of each cell of a table."""
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in table.cells]


def texts_of(table):
    """The texts of a table's cells, grid row by grid row; a merged cell stands where it begins."""
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]


def gaps(rule, gap, dash=8.0):
    """A rule as dashes."""
    start, end = (rule.top, rule.bottom) if rule.vertical else (rule.x0, rule.x1)
    stops = []
    while start < end:
        stops.append((start, min(start + dash, end)))
        start += dash + gap
    for a, b in stops:
        yield rule._replace(top=a, bottom=b) if rule.vertical else rule._replace(x0=a, x1=b)


def with_rules(page, change):
    """The page with each rule replaced by those that ``change`` gives for it."""
    return Page(page.number, page.width, page.height, page.chars, tuple(new for rule in page.rules for new in change(rule)))


def read(*drawings, profile=GENERAL):
    """The report of a document whose pages are drawings, or pages already drawn."""
    sheets = [page if isinstance(page, Page) else draw(page, number) for number, page in enumerate(drawings, 1)]
    layout = pages_to_layout(sheets, profile)
    source = SourceFile(file_name="drawn.pdf", sha256="0" * 64, page_count=len(sheets))
    return check(layout, assemble(layout, source, profile))


def told(report, least="warning"):
    """The codes of a report's findings that are at least so grave."""
    grave = ("error", "warning", "info")
    return [finding.code for finding in report.findings if grave.index(finding.severity) <= grave.index(least)]


def framed(text, width):
    """A cell of ``width`` columns around printed lines."""
    bar = "+" + "-" * width + "+"
    return "\n".join([bar, *(f"|{pad(line, width)}|" for line in text.strip("\n").split("\n")), bar])


def cell_lines(text, width, number=1):
    """The printed lines of a cell."""
    table = only_table(framed(text, width), number=number)
    return chars_to_lines(table.cells[0].chars, table.cells[0].box, number)


def logical_lines(text, width=20):
    """The logical lines of a cell that stands alone in its column."""
    lines = cell_lines(text, width)
    return [line.text for line in lines_to_logical(lines, measure_column([lines]))]
