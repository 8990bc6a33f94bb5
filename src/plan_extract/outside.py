"""What stands on the pages outside the tables: title block, headings, page furniture, notes, and what is left over.

Every line outside a table gets exactly one of these kinds, so that nothing on a page goes unaccounted for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import NamedTuple

from plan_extract.pdf.page import Page
from plan_extract.place import Box, Place
from plan_extract.profile import Profile, word
from plan_extract.sheet import OutsideLine, Sheet, outside_lines
from plan_extract.table.printed import PrintedLine
from plan_extract.text.continuation import is_continuation_marker, strip_continuation
from plan_extract.text.headings import Heading, parse_heading, parse_numbered, plain_heading
from plan_extract.text.normalize import fold
from plan_extract.text.offices import looks_like_department
from plan_extract.text.units import without_unit

MARGIN = 0.12
"""Page numbers and running heads stand in this share of the page's height at its top or bottom."""
RUNNING = 3
"""A line on at least so many pages, at the same height, runs through the document."""
LONGEST_HEADING = 80
LONGEST_TITLE_LINE = 70
LEAST_TITLE = 4
"""A line of a title block is known again by at least so many characters."""
SAME_TYPE = 0.1
"""Lines of one paragraph or note are of type whose sizes differ by less than this share."""
TALLER = 1.05
"""The type of a line above a caption is larger than the caption's by this factor, where the line heads it."""
LARGER = 1.1
"""A heading's type is larger than that of the page by this factor, where it alone tells."""
LARGEST = 0.97
"""A title's lines are at least this share as large as the largest of them."""
ABOVE_TABLE = 45.0
"""A caption stands at most this far (points) above its table."""
OVERLAP, ADJOINING = 0.5, 0.9
"""The boxes of two lines of one paragraph overlap by at most so many ems, or stand so many apart."""
INSET = 2.0
"""A line in the middle begins more than so many ems inside of the tables."""
SPACED = 1.5
"""Lines of running text above the body, which letters and bills set wide, stand less than so many ems apart."""

_LEADER = re.compile(r"[.．…‥・･⋯]{4,}")
_CONTENTS = re.compile(r"目次|もくじ|contents")
_SIGN = re.compile(r"[■□◆◇●◎▼▽★☆▶►【《≪〈＜<]")
_NOTE = re.compile(
    r"[※＊*]|[(（【\[〔＜<]?(?:注(?![一-龠々ぁ-んァ-ヶ])|注[意記釈]|凡例)|備考|出典|資料[:：]|[◎○〇△×●▲■□][^\S\n]*[:：＝=…]"
)
_LEGEND = re.compile(r"(?:[◎○〇△▲×●■□★A-EＡ-Ｅ][^\S\n]*[:：＝=].*){2}")
"""The meaning of several signs（進捗　◎：完了　○：実施中）."""
_SENTENCE = re.compile(r".*(?:。.*|ます|です|ません|ました|ください|下さい|[、をにはが])", re.DOTALL)
"""What is no heading: a sentence, or the beginning of one."""
_ACCOUNT = re.compile(r"\w会計$")
"""A part of a budget (一般会計, 特別会計), though an office may be called 会計."""
_AS_OF = re.compile(r"[(（]?(令和|平成|[rR]|20\d\d)[^。]{0,14}(現在|時点)(?:[)）\s※]|$)")
_DATED = re.compile(r"(?:令和|平成|[RＲ])[\d元]+年?|20\d\d年")
_DATE_ONLY = re.compile(r"[(（]?(令和|平成|[rR]|20\d\d)[^。]{0,16}(日|月|年度?|現在|時点|末)[)）]?")


def classify(sheets: Sequence[Sheet], items: Collection[Place], profile: Profile) -> list[OutsideLine]:
    """Every line outside the tables of a document, in reading order, with its kind; ``items`` are the places of the tables
    that list items, whose captions are headings."""
    lines = {sheet.page.number: outside_lines(sheet) for sheet in sheets}
    running = running_keys(sheets, lines)
    told: list[OutsideLine] = []
    for sheet, following in zip_longest(sheets, sheets[1:]):
        tables = [table.box for table in sheet.tables if table.place in items]
        found = lines[sheet.page.number]
        overleaf = following is not None and begins_with_table(following, lines[following.page.number], items)
        around = Surroundings(sheet.page, tables, (), found, overleaf, type_size(sheet, found))
        block = title_block(found, sheet, profile) if sheet is sheets[0] else NO_BLOCK
        told.extend(classify_page(sheet, around, running, profile, block))
    return list(with_whole_notes(without_titles_again(told)))


def classify_page(
    sheet: Sheet, around: Surroundings, running: set[tuple[str, int]], profile: Profile, block: TitleLines
) -> list[OutsideLine]:
    """The lines of one page with their kinds; ``block`` is the title block, where the page bears it."""
    told: list[OutsideLine] = []
    headings: list[OutsideLine] = []
    left_out = [table.box for table in sheet.tables if table.box not in around.tables]
    others = replace(around, tables=left_out, headings=(), overleaf=False)
    for item in reversed(around.lines):
        if item.line in block.title:
            told.append(replace(item, kind="title"))
            continue
        known = kind_heading(item.line, profile)
        if known is None and is_furniture(item, sheet, running, profile):
            told.append(replace(item, kind="furniture"))
            continue
        of_paragraph = goes_on_below(item.line, told)
        aside = of_paragraph or stands_aside(item.line, around.tables)
        sure = known or (None if aside else caption_heading(item, replace(around, headings=headings), profile))
        sure = sure or (page_heading(item, around, profile) if around.tables and not block.title else None)
        heading = sure or (None if of_paragraph else large_heading(item, around.size))
        if heading and is_about_title(item.line, heading, block, sheet, headed=bool(headings)):
            told.append(replace(item, kind="title"))
        elif heading:
            told.append(replace(item, kind="heading", heading=heading, sure=sure is not None))
            headings.append(told[-1])
        elif item.line in block.around:
            told.append(replace(item, kind="title"))
        else:
            noted = is_note(item.line.text, profile) or caption_heading(item, others, profile)
            told.append(replace(item, kind="note" if noted else "left"))
    return told[::-1]


def begins_with_table(sheet: Sheet, lines: Iterable[OutsideLine], items: Collection[Place]) -> bool:
    """Whether nothing but what stands in its margin stands above a page's first table of items."""
    top = min((table.box.top for table in sheet.tables if table.place in items), default=None)
    return top is not None and not any(item.line.box.bottom < top and not in_margin(item.line, sheet.page) for item in lines)


class TitleLines(NamedTuple):
    """The lines of a title block: the title's, and those around it."""

    title: Sequence[PrintedLine]
    around: Sequence[PrintedLine]


NO_BLOCK = TitleLines((), ())


def title_block(lines: Sequence[OutsideLine], sheet: Sheet, profile: Profile) -> TitleLines:
    """What stands above the body of the first page, without running text: the largest line and those of its size next to it are
    the title, the others stand around it. A title may run through the document's pages."""
    start = body_start(sheet, lines, profile)
    above = [item.line for item in lines if item.line.box.bottom <= start + 1 and not is_label(item, sheet, profile)]
    prose = running_text(above)
    free = [line for line, runs in zip(above, prose, strict=True) if not (runs or states_unit(line.text, profile))]
    title = leading_lines(free)
    return TitleLines(title, [line for line in free if len(line.text) <= LONGEST_TITLE_LINE])


def body_start(sheet: Sheet, lines: Sequence[OutsideLine], profile: Profile) -> float:
    """The height at which the first page's body begins: its first table or heading, the first line with a number that has
    another above it; its foot where there is none."""
    tops = [table.box.top for table in (*sheet.tables, *sheet.apart)]
    tops.extend(item.line.box.top for item in lines if kind_heading(item.line, profile))
    free = [item.line for item in lines if not is_label(item, sheet, profile)]
    tops.extend(line.box.top for line in free[1:] if parse_numbered(line.text))
    return min(tops, default=sheet.page.height)


def leading_lines(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The first of the largest lines, and those of its size next to it."""
    if not lines:
        return []
    largest = max(line.size for line in lines)
    first = next(line for line in lines if line.size >= LARGEST * largest)
    title = [first]
    for line in lines[lines.index(first) + 1 :]:
        if line.size < LARGEST * largest or line.box.top - title[-1].box.bottom > 1.2 * largest:
            break
        title.append(line)
    return title


def is_about_title(line: PrintedLine, heading: Heading, block: TitleLines, sheet: Sheet, *, headed: bool) -> bool:
    """Whether a line of the title block that might head the table below it is of the title: it stands above it (the name of a
    meeting), in the middle under it, as what goes on with a title does while captions of tables begin at a side, or it is dated
    and other headings stand below it (``headed``)."""
    if line not in block.around or heading.style != "plain" or _SIGN.match(line.text) or _ACCOUNT.search(line.text):
        return False
    left = min((table.box.x0 for table in sheet.tables), default=0.0)
    apart = max(abs(line.box.x0 + line.box.x1 - title.box.x0 - title.box.x1) / 2 for title in block.title)
    inside = apart < line.size and line.box.x0 - left > INSET * line.size
    dated = headed and _DATED.search(line.text) is not None
    return line.box.bottom <= block.title[0].box.top or ((inside or dated) and line.box.top > block.title[-1].box.top)


def running_text(lines: Sequence[PrintedLine]) -> list[bool]:
    """For each line whether it is running text: a sentence ends in it, or a full line leads to one or comes from one."""
    edge = max((line.box.x1 for line in lines), default=0.0)
    runs = ["。" in line.text for line in lines]
    leads = [
        upper.box.x1 > edge - 2 * upper.size and lower.box.top - upper.box.bottom < SPACED * upper.size
        for upper, lower in pairwise(lines)
    ]
    for index in reversed(range(len(leads))):
        runs[index] = runs[index] or (leads[index] and runs[index + 1])
    for index, leading in enumerate(leads):
        runs[index + 1] = runs[index + 1] or (leading and runs[index])
    return runs


def is_label(item: OutsideLine, sheet: Sheet, profile: Profile) -> bool:
    """Whether a line above the body is a label or page number."""
    return is_furniture(item, sheet, set(), profile)


def without_titles_again(lines: Sequence[OutsideLine]) -> Iterator[OutsideLine]:
    """The lines, those of later pages that only print the title block again as furniture."""
    block = [said for item in lines if item.kind == "title" and len(said := word(item.line.text)) >= LEAST_TITLE]
    for item in lines:
        own = item.kind in ("left", "note") or (item.heading is not None and not item.heading.kind)
        again = own and item.line.page > lines[0].line.page and is_printed_again(item.line.text, block)
        yield replace(item, kind="furniture", heading=None) if again else item


def is_printed_again(text: str, block: Sequence[str]) -> bool:
    """Whether a line says nothing but what stands in the title block, whose lines are folded and without blanks."""
    rest = word(text)
    for part in sorted(block, key=len, reverse=True):
        rest = rest.replace(part, "")
    return not rest


def in_margin(line: PrintedLine, page: Page) -> bool:
    """Whether a line stands where page numbers and running heads do."""
    return line.box.bottom < MARGIN * page.height or line.box.top > (1 - MARGIN) * page.height


def running_key(line: PrintedLine) -> tuple[str, int]:
    """What two appearances of a running line have in common: its text but for numbers, and its height on the page."""
    return re.sub(r"\d+", "#", word(line.text)), round(line.box.top / 4)


def running_keys(sheets: Sequence[Sheet], lines: Mapping[int, Sequence[OutsideLine]]) -> set[tuple[str, int]]:
    """The keys of lines that run through the document's margins."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for sheet in sheets:
        for item in lines[sheet.page.number]:
            if in_margin(item.line, sheet.page):
                seen[running_key(item.line)].add(sheet.page.number)
    return {key for key, pages in seen.items() if len(pages) >= max(min(RUNNING, len(sheets)), len(sheets) // 3, 2)}


def is_furniture(item: OutsideLine, sheet: Sheet, running: set[tuple[str, int]], profile: Profile) -> bool:
    """Whether a line is a page number, a label such as 資料2, a running head or a note that a row goes on."""
    line = item.line
    text = word(line.text)
    if not text or is_continuation_marker(line.text, profile.markers):
        return True
    if any(pattern.fullmatch(text) for pattern in profile.labels) or _CONTENTS.fullmatch(text) or _LEADER.search(text):
        return True
    numbered = any(pattern.fullmatch(text) for pattern in profile.page_numbers)
    if not in_margin(line, sheet.page):
        return numbered and closes_page(line, sheet.page)
    return numbered or running_key(line) in running


def closes_page(line: PrintedLine, page: Page) -> bool:
    """Whether a line counts its page and nothing stands below it, as where a page's margins are wide."""
    below = any(char.top > line.box.top + 1 and not char.text.isspace() for char in page.chars)
    return not below and re.findall(r"\d+", fold(line.text))[:1] == [str(page.number)]


def is_note(text: str, profile: Profile) -> bool:
    """Whether a line is a note on a table: 「※…」, a legend, 「（単位：千円）」."""
    return bool(_NOTE.match(text.strip()) or _LEGEND.search(text)) or states_unit(text, profile)


def states_unit(text: str, profile: Profile) -> bool:
    """Whether a line says nothing but the unit of the amounts below it."""
    return any(pattern.fullmatch(word(text)) for pattern in profile.units)


def with_whole_notes(lines: Iterable[OutsideLine]) -> Iterator[OutsideLine]:
    """The lines, those that a note goes on with as notes too."""
    note: OutsideLine | None = None
    last: OutsideLine | None = None
    for item in lines:
        noted = (
            item.kind == "left" and note and last and last.kind == "note" and goes_with_note(item.line, last.line, note.line)
        )
        last = replace(item, kind="note") if noted else item
        note = item if item.kind == "note" else note
        yield last


def goes_with_note(line: PrintedLine, last: PrintedLine, first: PrintedLine) -> bool:
    """Whether a line goes on with the note that ends right above it: that is full, or the line hangs under its beginning."""
    hangs = line.box.x0 >= first.box.x0 + line.size
    return line.page == last.page and ((hangs and adjoins(last, line)) or goes_on(last, line))


def goes_on_below(line: PrintedLine, told: Sequence[OutsideLine]) -> bool:
    """Whether a line is full and one that is neither heading nor note follows: both are of a paragraph."""
    return any(other.kind == "left" and goes_on(line, other.line) for other in told)


def goes_on(line: PrintedLine, below: PrintedLine) -> bool:
    """Whether a line is full and another one in its type adjoins it below."""
    return adjoins(line, below) and line.box.shares_width(below.box) and line.box.x1 >= below.box.x1 - line.size


def adjoins(upper: PrintedLine, lower: PrintedLine) -> bool:
    """Whether a line stands as near below another one as the lines of a paragraph do, and in its type."""
    near = -OVERLAP * upper.size <= lower.box.top - upper.box.bottom <= ADJOINING * upper.size
    return near and abs(lower.size - upper.size) < SAME_TYPE * upper.size


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a line of a page: the boxes of the ``tables`` that list items, the ``headings`` below it, all
    ``lines``, and whether the next page begins with a table (``overleaf``). ``size`` is that of the page's type."""

    page: Page
    tables: Sequence[Box]
    headings: Sequence[OutsideLine]
    lines: Sequence[OutsideLine]
    overleaf: bool
    size: float

    def is_last(self, line: PrintedLine) -> bool:
        """Whether a line is the last one above a page's end behind which a table begins."""
        foot = (1 - MARGIN / 2) * self.page.height
        below = (*(other.line.box for other in self.lines if other.line is not line), *self.tables)
        return self.overleaf and all(box.bottom <= line.box.bottom or box.top > foot for box in below)

    def in_paragraph(self, line: PrintedLine) -> bool:
        """Whether a line of the same type with a sentence in it adjoins a line."""
        return any(
            "。" in other.line.text
            and (adjoins(line, other.line) or adjoins(other.line, line))
            and line.box.shares_width(other.line.box)
            for other in self.lines
            if other.line is not line
        )


def type_size(sheet: Sheet, lines: Iterable[OutsideLine]) -> float:
    """The size in points of most of a page's type."""
    sizes: Counter[float] = Counter()
    for item in lines:
        sizes[round(item.line.size, 1)] += len(item.line.text)
    for table in sheet.tables:
        for cell in table.cells:
            if cell.chars:
                sizes[round(cell.chars[0].size, 1)] += len(cell.chars)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def gap_below(line: PrintedLine, boxes: Iterable[Box]) -> float:
    """The points between a line and the nearest of the boxes that lie below it, in its width; infinite without one."""
    below = [box.top for box in boxes if box.x0 - line.size <= line.box.x1 and line.box.x0 <= box.x1 + line.size]
    return min((top - line.box.bottom for top in below if top >= line.box.bottom - 1), default=float("inf"))


def kind_heading(line: PrintedLine, profile: Profile) -> Heading | None:
    """The heading that a line is by its words: one that names its kind."""
    text = strip_continuation(line.text, profile.markers)[0]
    if len(text) > LONGEST_HEADING or _LEADER.search(text):
        return None
    return parse_heading(text, profile.kinds)


def caption_heading(item: OutsideLine, around: Surroundings, profile: Profile) -> Heading | None:
    """The heading that a line is by its place: short, no sentence, and right above a table of items; one that has a number, and
    a plain one in larger type, may stand above another heading as well. A second plain line above a table is no heading."""
    text = heading_text(item.line.text, profile)
    if not may_head(text, profile):
        return None
    numbered = parse_numbered(text)
    last = around.is_last(item.line)
    if numbered:
        near = gap_below(item.line, [*around.tables, *(other.line.box for other in around.headings)])
        return numbered if last or near <= ABOVE_TABLE else None
    smaller = [other.line.box for other in around.headings if item.line.size > TALLER * other.line.size]
    near = 0.0 if last and _SIGN.match(text) else gap_below(item.line, [*around.tables, *smaller])
    plain = [other.line.box for other in around.headings if other.heading and other.heading.style == "plain"]
    same = [box for box in plain if box not in smaller]
    if near > ABOVE_TABLE or near >= gap_below(item.line, same) or around.in_paragraph(item.line):
        return None
    return plain_heading(text)


def page_heading(item: OutsideLine, around: Surroundings, profile: Profile) -> Heading | None:
    """The heading that the first line of a page is by its type, which is larger than the page's."""
    text = heading_text(item.line.text, profile)
    larger = item is around.lines[0] and item.line.size >= LARGER * around.size
    return plain_heading(text) if larger and may_head(text, profile) else None


def large_heading(item: OutsideLine, size: float) -> Heading | None:
    """The heading that a line is by its number and its type, which is larger than the page's."""
    text = item.line.text
    if item.line.size < LARGER * size or len(text) > LONGEST_HEADING or "。" in text or _LEADER.search(text):
        return None
    return parse_numbered(text)


def stands_aside(line: PrintedLine, tables: Iterable[Box]) -> bool:
    """Whether a line stands above the right half of a table, as dates and names of offices do, and no captions."""
    below = (box for box in tables if box.top >= line.box.bottom - 1 and box.shares_width(line.box))
    nearest = min(below, key=lambda box: box.top, default=None)
    return nearest is not None and line.box.x0 > (nearest.x0 + nearest.x1) / 2


def heading_text(text: str, profile: Profile) -> str:
    """A line's text without a note that what it heads goes on, and without the unit of a table's sums."""
    return without_unit(strip_continuation(text, profile.markers)[0]).strip()


def may_head(text: str, profile: Profile) -> bool:
    """Whether a line may be a heading by its words: few, no sentence or part of one, no note, date or department."""
    wordy = len(word(text)) < 2 or len(text) > LONGEST_HEADING or _SENTENCE.fullmatch(text) or closes_more(text)
    office = looks_like_department(text) and not _ACCOUNT.search(text)
    dated = _DATE_ONLY.fullmatch(word(text)) or _AS_OF.match(text)
    return not (wordy or office or dated or _LEADER.search(text) or is_note(text, profile))


def closes_more(text: str) -> bool:
    """Whether brackets are closed that an earlier line opened.

    >>> closes_more("号）の規定による事業"), closes_more("主な事業（抜粋）")
    (True, False)
    """
    folded = fold(text)
    return any(folded.count(shut) > folded.count(opening) for opening, shut in ("()", "「」", "[]"))
