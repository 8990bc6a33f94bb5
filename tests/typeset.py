"""Forms typeset as PDF, for what drawn pages cannot show: real fonts, wraps, pages that end within a cell.

A form is a list of rows; a row is a list of cells ``(text, columns it spans, rows it spans)``, or of texts; ``None`` stands
where a cell of a row above reaches down. Widths are points.
"""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

MINCHO, SIZE, LEADING, PADDING = "HeiseiMin-W3", 9.0, 13.0, 3.0
registerFont(UnicodeCIDFont(MINCHO))
LEFT, TOP, FOOT = 42.0, 60.0, 780.0


def wrap(text, width):
    """The printed lines of a text in a cell of some width."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for char in paragraph:
            if line and stringWidth(line + char, MINCHO, SIZE) > width - 2 * PADDING:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines


class Typesetter:
    """A PDF of A4 pages, filled from top to bottom."""

    def __init__(self):
        self._data = BytesIO()
        self._canvas = Canvas(self._data, pagesize=A4, invariant=True)
        self.y = TOP

    def page(self):
        """End the page."""
        self._canvas.showPage()
        self.y = TOP

    def skip(self, points):
        """Leave room."""
        self.y += points

    def line(self, text, left=LEFT, size=SIZE):
        """A line of text outside the tables."""
        self._canvas.setFont(MINCHO, size)
        self._canvas.drawString(left, A4[1] - self.y - size, text)
        self.y += size * 1.5

    def table(self, rows, widths, shaded=()):
        """A table; texts in ``shaded`` stand on grey. Rows that reach below the foot go on overleaf, cut within their cells."""
        cells = to_cells(rows)
        heights = row_heights(rows, cells, widths)
        at = 0
        while at < len(heights):
            room, end = FOOT - self.y, at
            while end < len(heights) and sum(heights[at : end + 1]) <= room:
                end += 1
            self._draw(cells, heights, widths, range(at, end), shaded)
            if end == len(heights):
                return
            fitting = int((room - sum(heights[at:end]) - 2 * PADDING) / LEADING)
            if fitting > 0:
                cells, heights = cut_row(cells, heights, widths, end, fitting)
                self._draw(cells, heights, widths, range(end, end + 1), shaded)
                end += 1
            self.page()
            at = end

    def _draw(self, cells, heights, widths, part, shaded):
        top, first, last = self.y, part.start, part.stop
        for (row, col), (text, cols, rows) in cells.items():
            if row not in part:
                continue
            x, width = LEFT + sum(widths[:col]), sum(widths[col : col + cols])
            y, height = top + sum(heights[first:row]), sum(heights[row : min(row + rows, last)])
            self._canvas.setFillGray(0.85)
            self._canvas.rect(x, A4[1] - y - height, width, height, fill=text in shaded)
            self._canvas.setFillGray(0)
            self._canvas.setFont(MINCHO, SIZE)
            for number, line in enumerate(wrap(text, width) if isinstance(text, str) else text):
                self._canvas.drawString(x + PADDING, A4[1] - y - PADDING - SIZE - number * LEADING, line)
        self.y = top + sum(heights[first:last])

    def bytes(self):
        """The PDF."""
        self._canvas.save()
        return self._data.getvalue()


def to_cells(rows):
    """The cells of rows by (row, column)."""
    return {
        (row, col): cell if isinstance(cell, tuple) else (cell, 1, 1)
        for row, cells in enumerate(rows)
        for col, cell in zip(columns_of(cells), cells)
        if cell is not None
    }


def columns_of(cells):
    """The grid column in which each cell of a row begins."""
    at = 0
    for cell in cells:
        yield at
        at += cell[1] if isinstance(cell, tuple) else 1


def row_heights(rows, cells, widths):
    """The height of each row: that of its tallest cell; one that spans rows has room enough."""
    heights = [LEADING + 2 * PADDING] * len(rows)
    for (row, col), (text, cols, span) in cells.items():
        if span == 1:
            lines = len(wrap(text, sum(widths[col : col + cols])))
            heights[row] = max(heights[row], lines * LEADING + 2 * PADDING)
    return heights


def cut_row(cells, heights, widths, row, lines):
    """The table with a row cut behind some lines of each of its cells."""
    made = {}
    for (r, col), (text, cols, span) in cells.items():
        if r == row:
            every = wrap(text, sum(widths[col : col + cols]))
            made[r, col] = (every[:lines], cols, 1)
            made[r + 1, col] = (every[lines:], cols, 1)
        else:
            made[r + (r > row), col] = (text, cols, span)
    above = lines * LEADING + 2 * PADDING
    return made, [*heights[:row], above, heights[row] - lines * LEADING, *heights[row + 1 :]]
