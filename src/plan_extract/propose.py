"""A layout to the profile that is proposed for reports like it: what was recognised, what was not, and what may be meant.

The proposal is TOML with comments in English and Japanese. Its words are those of the document; the general profile's words
count beside them, so that a city's profile holds only what is its own.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from plan_extract.assemble import layout_to_title
from plan_extract.layout import Layout
from plan_extract.profile import ROLES, Profile, Role, word
from plan_extract.selection import page_ranges, row_pages
from plan_extract.table.grid import Table
from plan_extract.table.header import Column, Header, bare, best_role, header_to_columns, lists_items, row_cells
from plan_extract.table.row import Row, table_to_rows
from plan_extract.table.stitch import LongTable
from plan_extract.text.continuation import is_continuation_marker
from plan_extract.text.dates import find_dates
from plan_extract.text.normalize import fold
from plan_extract.text.offices import looks_like_department

SHOWN = 40
"""Characters of the document that a comment quotes."""
LONGEST_LABEL = 20
"""A header's word is at most this long."""
LEAST_ROWS = 3
"""So many rows below its header has a list; fewer cells tell nothing of their column."""
LONGEST_NAME = 40
"""The names of items are, most of them, at most this long."""
MOST_GRADES = 8
LONGEST_GRADE = 4
SURE = 0.6
"""So large a share of a column's cells shows what the column is."""
_COUNTED = re.compile(r"\D{0,3}\d{1,4}(?:[-.]\d{1,3})*\D?")
"""A row's number with any short word around it (取組3, 第5号): wider than where nobody looks at what is told from it."""
_HEADING = re.compile(
    r"[■□◆◇●○【\[(\s]*(?P<kind>[^\W\d_]{2,8})\s?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})(?![\d年月日期回号])"
)
_GOES_ON = re.compile(r"(?:続|つづ|(?:次|前|翌|裏)の?(?:頁|ページ|面|葉))")
_BACK = re.compile(r"前|上|続き|つづき")

HEAD = """\
# A profile proposed from {file} / {file} から作ったプロファイル案
#
# Its words count beside those of the general profile. Take away what is wrong, add what is missing, save it, and use it with
#   plan-extract run --profile FILE.toml REPORT.pdf
# ここにある語は、標準のプロファイルの語に加えて使われます。誤りを消し、足りない語を足して保存し、上のように指定してください。
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of items, recognised or guessed: its columns, where it stands, and the texts of each column's cells."""

    columns: tuple[Column, ...]
    pages: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return max(map(len, self.texts), default=0)


def propose(layout: Layout, profile: Profile, file_name: str) -> str:
    """The proposed profile as TOML, for a document that was read with ``profile``."""
    known = [long_table_to_listing(table) for table in layout.tables]
    others = merge_listings(filter(None, (table_to_listing(table, profile) for table in layout.skipped)))
    likely = (
        [] if known else [with_guesses(listing) for listing in others if may_list_items(with_guesses(listing), profile)][:1]
    )
    parts = [
        HEAD.format(file=shown(file_name)),
        f"name = {quoted(name_of(layout))}\n",
        *(describe(number, listing, profile) for number, listing in enumerate(known, 1)),
        *map(describe_guess, likely),
        render_columns(known, likely, profile),
        describe_others(layout.skipped, bool(likely)),
        render_sections(layout, profile),
        render_continuation(layout, profile),
        render_grades([*known, *likely], profile),
    ]
    return "\n".join(filter(None, parts))


def shown(text: str) -> str:
    """A text of the document as a comment may hold it: in one line, printable, shortened.

    >>> shown("窓口の\\n改善\\u202e")
    '窓口の 改善'
    """
    flat = "".join(char for char in re.sub(r"\s+", " ", text).strip() if char.isprintable())
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN]}…"


def quoted(text: str) -> str:
    """A TOML string.

    >>> quoted('「"」')
    '"「\\\\"」"'
    """
    return json.dumps("".join(char for char in text if char.isprintable()), ensure_ascii=False)


def listed(words: Iterable[str]) -> str:
    """A TOML list of strings, each once.

    >>> listed(["担当課", "所管課", "担当課"])
    '["担当課", "所管課"]'
    """
    return f"[{', '.join(map(quoted, dict.fromkeys(words)))}]"


def name_of(layout: Layout) -> str:
    """Whose profile it is."""
    block = layout_to_title(layout)
    return block.municipality.name if block.municipality else "own"


# Tables to listings.


def long_table_to_listing(table: LongTable) -> Listing:
    """A recognised table."""
    rows = [row for row in table.rows if isinstance(row, Row)]
    pages = {page for row in rows for page in row_pages(row)}
    return Listing(table.header.columns, tuple(sorted(pages)), column_texts(rows, len(table.header.columns)))


def column_texts(rows: Sequence[Row], count: int) -> tuple[tuple[str, ...], ...]:
    """What the cells of each column say; a merged cell once, an empty one not."""
    return tuple(tuple(row.cells[i].text for row in rows if row.cells[i].text and row.cells[i].first) for i in range(count))


def table_to_listing(table: Table, profile: Profile) -> Listing | None:
    """A table that was not recognised, as if its first row were its header; None where that row can be none."""
    top = row_cells(table, 0)
    end = max(cell.row + cell.row_span for cell in top)
    if len(top) < 2 or table.rows - end < LEAST_ROWS:
        return None
    columns = header_to_columns(table, end, profile)
    labels = [word(column.header) for column in columns if column.header]
    if len(labels) < 2 or len(set(labels)) < len(labels) or not all(map(may_be_label, labels)):
        return None
    plain = tuple(Column(column.first, column.last, column.levels, None) for column in columns)
    rows = [row for row in table_to_rows(table, Header(end, plain)) if isinstance(row, Row)]
    return Listing(plain, (table.page,), column_texts(rows, len(plain)))


def may_be_label(text: str) -> bool:
    """Whether a header may say this: short words, no figures alone.

    >>> may_be_label("担い手"), may_be_label("1,234"), may_be_label("市民の意見を聴きながら進める。")
    (True, False, False)
    """
    return len(text) <= LONGEST_LABEL and not text.endswith("。") and re.search(r"[^\W\d_]", text) is not None


def merge_listings(listings: Iterable[Listing]) -> list[Listing]:
    """Listings with the same headers as one, that with most rows first."""
    merged: dict[tuple[str, ...], Listing] = {}
    for listing in listings:
        names = tuple(column.header for column in listing.columns)
        before = merged.get(names)
        merged[names] = join_listings(before, listing) if before else listing
    return sorted(merged.values(), key=lambda listing: -listing.rows)


def join_listings(above: Listing, below: Listing) -> Listing:
    """Two listings with the same columns as one."""
    texts = tuple(upper + lower for upper, lower in zip(above.texts, below.texts, strict=True))
    return Listing(above.columns, tuple(sorted({*above.pages, *below.pages})), texts)


# Guesses by what the cells say.


def with_guesses(listing: Listing) -> Listing:
    """A listing with the roles that its cells speak for."""
    roles = guess_roles(listing)
    columns = tuple(
        Column(column.first, column.last, column.levels, roles.get(index)) for index, column in enumerate(listing.columns)
    )
    return Listing(columns, listing.pages, listing.texts)


def may_list_items(listing: Listing, profile: Profile) -> bool:
    """Whether the roles of a listing make initiatives of its rows."""
    return lists_items(Header(1, listing.columns), profile)


def guess_roles(listing: Listing) -> dict[int, Role]:
    """The role of each column that can be guessed: numbers and departments by their form, then the name (the first short text
    that differs from row to row), and what is said of it (the longest text to its right tells what was done, one before it
    what is intended)."""
    roles: dict[int, Role] = {i: role for i, texts in enumerate(listing.texts) if (role := role_by_form(texts))}
    numbers = [index for index, role in roles.items() if role == "number"]
    roles = {index: role for index, role in roles.items() if role != "number" or index == numbers[0]}
    free = [i for i, column in enumerate(listing.columns) if i not in roles and column.header and listing.texts[i]]
    name = next((index for index in free if may_be_names(listing.texts[index])), None)
    if name is None:
        return roles
    roles[name] = "name"
    right = [index for index in free if index > name]
    told = max(right, key=lambda index: median(map(len, listing.texts[index])), default=None)
    if told is not None:
        roles[told] = "progress"
        roles.update({index: "overview" for index in right[:1] if index < told})
    return roles


def role_by_form(texts: Sequence[str]) -> Role | None:
    """The role that the cells of a column show by their form.

    >>> role_by_form(["1", "2", "3"]), role_by_form(["市民課", "情報政策課", "市民課"]), role_by_form(["窓口"] * 3)
    ('number', 'department', None)
    """
    if len(texts) < LEAST_ROWS:
        return None
    if share(_COUNTED.fullmatch(word(text)) is not None for text in texts) >= SURE and len(set(texts)) == len(texts):
        return "number"
    return "department" if share(looks_like_department(text) for text in texts) >= SURE else None


def share(held: Iterable[bool]) -> float:
    """How many of the conditions hold (0–1)."""
    told = list(held)
    return sum(told) / len(told)


def may_be_names(texts: Sequence[str]) -> bool:
    """Whether the cells of a column may name items: short, and hardly one twice."""
    return len(set(texts)) >= SURE * len(texts) and median(map(len, texts)) <= LONGEST_NAME


# What was recognised, as comments.


def describe(number: int, listing: Listing, profile: Profile) -> str:
    """What was recognised of a table, and what was not."""
    where = page_ranges(listing.pages)
    lines = [
        f"# Table {number} ({where}, rows: {listing.rows}): recognised",
        f"# 表{number}（{japanese(where)}、{listing.rows}行）：認識済み",
    ]
    for column, texts in zip(listing.columns, listing.texts, strict=True):
        lines.append(f"#   {shown(column.header) or '(no header)'}: {told_of(column, texts, profile)}")
    return "\n".join(lines) + "\n"


def told_of(column: Column, texts: Sequence[str], profile: Profile) -> str:
    """What is known of a column, in words."""
    if column.role:
        return column.role + ("" if is_told_by_words(column, profile) else " (by its place / 位置から)")
    guess = role_by_form(texts)
    perhaps = f"; perhaps / おそらく: {guess} ({shown(texts[0])})" if guess else ""
    return f"no role, kept in cells / 役割なし（cells に残ります）{perhaps}"


def describe_guess(listing: Listing) -> str:
    """What a table that was not recognised may be."""
    where = page_ranges(listing.pages)
    lines = [
        f"# No table was recognised. The one on {where} may be meant; its columns were guessed from their cells: please check.",
        f"# 認識できた表がありません。{japanese(where)}の表の列を、セルの内容から推定しました。確認してください。",
    ]
    for column, texts in zip(listing.columns, listing.texts, strict=True):
        example = shown(next(iter(texts), ""))
        lines.append(f"#   {shown(column.header) or '(no header)'}: {column.role or 'no role / 役割なし'} ({example})")
    return "\n".join(lines) + "\n"


def japanese(where: str) -> str:
    """Pages in Japanese.

    >>> japanese("pages 1–3, 7")
    '1–3、7ページ'
    """
    return re.sub(r"^pages? ", "", where).replace(", ", "、") + "ページ"


def describe_others(skipped: Sequence[Table], guessed: bool) -> str:
    """The tables that make no rows of the dataset, and what may be done about it."""
    if not skipped:
        return ""
    lines = [
        "# Tables that were left out; one that lists items needs a word under name, and one more under another role:",
        "# 対象外とした表。取組の一覧なら、見出しの語を name と、ほかの役割のどれかに加えてください。",
    ]
    for table in skipped:
        labels = " | ".join(filter(None, (shown(cell.text) for cell in row_cells(table, 0))))
        lines.append(f"#   page {table.page}: {shown(labels)}")
    return "\n".join(lines) + "\n"


# The profile's parts.


def render_columns(known: Iterable[Listing], likely: Iterable[Listing], profile: Profile) -> str:
    """The words for each role, in the order of roles. A column of a known table whose header is not what told its role has no
    word here: it plays that role without one, and in another table the word may mean something else."""
    columns = [column for listing in known for column in listing.columns if is_told_by_words(column, profile)]
    words = role_words([*columns, *(column for listing in likely for column in listing.columns)], profile)
    lines = [
        "# Which column plays which role, by the words of its header.",
        "# 列の役割は、見出しの語で決まります。",
        "#   number 番号, name 取組名, overview 概要, progress 実施状況, department 担当課, section 施策など",
        "[columns]",
    ]
    for role in ROLES:
        lines.append(f"{role} = {listed(words[role])}" if words.get(role) else f"# {role} = []")
    return "\n".join(lines) + "\n"


def is_told_by_words(column: Column, profile: Profile) -> bool:
    """Whether a column's header names its role."""
    return any(best_role(label, profile)[0] == column.role for label in (*column.levels, "".join(column.levels)))


def role_words(columns: Iterable[Column], profile: Profile) -> Mapping[Role, list[str]]:
    """The headers of columns by the roles that they play."""
    words: dict[Role, list[str]] = {}
    for column in columns:
        if column.role and (label := column_word(column, profile)):
            words.setdefault(column.role, []).append(label)
    return words


def column_word(column: Column, profile: Profile) -> str:
    """The word of a column's header that stands for its role: the level that names it, without a year that next year's
    report will not have; the innermost level where none does."""
    labels = [*reversed(column.levels), "".join(column.levels)]
    naming = [(best_role(label, profile)[1], label) for label in labels if best_role(label, profile)[0] == column.role]
    label = max(naming, key=lambda pair: pair[0])[1] if naming else column.levels[-1]
    return without_year(label) or word(label)


def without_year(label: str) -> str:
    """A header without its year and what stands around it.

    >>> without_year("令和5年度の実施状況"), without_year("【実施状況（R6.3末）】")
    ('実施状況', '実施状況')
    """
    text = bare(label)
    for mention in reversed(find_dates(text)):
        text = text[: mention.span.start] + text[mention.span.end :]
    return re.sub(r"^[の・/\-、()]+|[・/\-、()]+$", "", text)


def render_sections(layout: Layout, profile: Profile) -> str:
    """The words that begin headings: those that were recognised, and those that may be meant."""
    kinds = [node.heading.kind for node in layout.tree.nodes if word(node.heading.kind) in profile.kinds]
    perhaps = [kind for kind in likely_kinds(layout) if kind not in profile.kinds]
    if not (kinds or perhaps):
        return ""
    lines = [
        "# The words with which headings of sections begin (基本目標1 …). / 見出しのはじめの語。",
        "[sections]",
        f"kinds = {listed(kinds)}",
    ]
    if perhaps:
        lines.append(f"# perhaps also / おそらくこれも: {listed(perhaps)}")
    return "\n".join(lines) + "\n"


def likely_kinds(layout: Layout) -> list[str]:
    """Words that stand before different numbers in lines that were not recognised as headings of a kind."""
    numbers: dict[str, set[str]] = {}
    for text in loose_texts(layout):
        match = _HEADING.match(fold(text))
        if match:
            numbers.setdefault(word(match["kind"]), set()).add(match["number"])
    return [kind for kind, seen in numbers.items() if len(seen) > 1]


def loose_texts(layout: Layout) -> Iterator[str]:
    """The lines outside the tables that are no title and no heading with a kind, and the bands that head nothing."""
    for line in layout.outside:
        if line.kind in ("left", "note") or (line.heading and not line.heading.kind):
            yield line.line.text
    for band in layout.notes:
        yield "".join(line.text for line in band.lines)


def render_continuation(layout: Layout, profile: Profile) -> str:
    """Lines that may say that a row goes on; empty without such."""
    found = [text for text in edge_texts(layout) if may_be_marker(text, profile)]
    if not found:
        return ""
    back = [text for text in found if _BACK.search(text)]
    lines = [
        "# Perhaps these say that a row goes on from the page before, or overleaf: remove the # if they do.",
        "# 行がページをまたいで続くという印かもしれません。そうであれば # を消してください。",
        "# [continuation]",
        f"# from_previous = {listed(back)}",
        f"# to_next = {listed(text for text in found if text not in back)}",
    ]
    return "\n".join(lines) + "\n"


def edge_texts(layout: Layout) -> Iterator[str]:
    """The lines where a marker may stand: outside the tables, and first or last in a cell."""
    yield from loose_texts(layout)
    for table in layout.tables:
        for row in table.rows:
            for cell in row.cells if isinstance(row, Row) else ():
                yield from (line.text for line in {id(line): line for line in (*cell.lines[:1], *cell.lines[-1:])}.values())


def may_be_marker(text: str, profile: Profile) -> bool:
    """Whether a line in brackets or with an arrow may be a marker in a city's own words."""
    short = word(text)
    framed = re.fullmatch(r"[(<【\[〔〈《→⇒※].*|.*[)>】\]〕〉》→⇒]", short) is not None
    return len(short) <= LONGEST_LABEL and framed and _GOES_ON.search(short) is not None and not known_marker(text, profile)


def known_marker(text: str, profile: Profile) -> bool:
    """Whether a line is a marker by the words that are known."""
    return is_continuation_marker(text, profile.markers) is not None


def render_grades(listings: Iterable[Listing], profile: Profile) -> str:
    """The grades that columns print, for somebody to say what they mean; empty without such."""
    counts: Counter[str] = Counter()
    for listing in listings:
        for column, texts in zip(listing.columns, listing.texts, strict=True):
            if any(word(column.header).endswith(known) for known in profile.grades.columns) and are_grades(texts):
                counts.update(map(shown, texts))
    if not counts:
        return ""
    lines = [
        "# The city's own grades: say which state each means, and remove the #.",
        "# 市独自の評価区分です。それぞれの意味する状態を書き、# を消してください。",
        "#   completed 完了, operating 運用中, in_progress 実施中, planned 予定, under_review 検討中, undecided 未定,",
        "#   information その他",
        "# [grades.states]",
    ]
    lines += [f'# {quoted(grade)} = "…"  # rows / 行数: {count}' for grade, count in counts.most_common()]
    return "\n".join(lines) + "\n"


def are_grades(texts: Sequence[str]) -> bool:
    """Whether a column says nothing but grades: few, and short.

    >>> are_grades(["◎", "○", "◎"]), are_grades(["窓口を設置", "○"]), are_grades([])
    (True, False, False)
    """
    return bool(texts) and len(set(texts)) <= MOST_GRADES and all(len(word(text)) <= LONGEST_GRADE for text in texts)
