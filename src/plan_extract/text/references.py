"""Rows that only point at another row, and the marks of a row that is listed again (再掲)."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from plan_extract.text.marks import CIRCLED
from plan_extract.text.normalize import fold
from plan_extract.text.numerals import parse_integer

_BRACKETED = r"\((?:\d{1,3}|[ア-ン])\)"
_NUMERAL = rf"(?:\d{{1,3}}(?!\d|[.,]\d)|[Ⅰ-Ⅻⅰ-ⅻ]|[{CIRCLED}]|[一二三四五六七八九十]{{1,3}}|[A-Z](?![A-Za-z])|{_BRACKETED})"
_NUMERALS = rf"{_NUMERAL}(?:\s?[-.]?\s?{_NUMERAL})*"
_ROW = r"(?:[一-龠]{0,4}番号|[一-龠]{0,2}事業|(?:主な)?(?:取組み?|取り組み)|No\.?|NO\.?|№|#)(?:No\.?)?"
_LEVEL = (
    r"(?:[一-龠]{0,4}(?:目標|方針|施策|政策|戦略|柱|分野|項目|計画|方向性?|視点|課題|区分)"
    r"|プロジェクト|アクション|テーマ|重点|施策の柱|[大中小]項目)"
)
_PART = (
    rf"(?:(?P<kind>{_LEVEL})\s?:?\s?(?P<number>{_NUMERALS})|(?P<row_kind>{_ROW})\s?:?\s?(?P<row>{_NUMERALS})"
    rf"|第(?P<ordinal>{_NUMERAL})(?P<unit>[章節項部編款]))"
)
_PATH = re.sub(r"\?P<\w+>", "?:", rf"(?:{_PART}[\s\->~→・、,/\]】]*の?\s*)+")
_BARE = rf"(?:{_NUMERAL}(?:\s?-\s?{_NUMERAL})+|\d{{1,3}})"
_AGAIN = r"(?:再掲載?|再度掲載|再載|既出|前掲|既掲|(?<=[(\[【〔<])再(?=[)\]】〕>]))"
_ANY_NOTE = re.compile("再|既|前掲")
_OPEN, _CLOSE = r"[(\[〔〈<【《\s※*・:○-]", r"[)\]〕〉>】》\s。.]"
_TAIL_NOTE = re.compile(
    rf"(?:^|{_OPEN}+|(?<=[」』])|の)(?P<inside>{_PATH}|{_BARE}\s?)?の?\s?{_AGAIN}[:\s(]*(?P<after>{_PATH}|{_BARE})?{_CLOSE}*$"
)
_HEAD_NOTE = re.compile(rf"^{_OPEN}*{_AGAIN}{_CLOSE}*(?:[:\s]|(?<={_CLOSE})){_OPEN}*")
_POINTING = re.compile(
    r"(?:を?(?:ご)?参照|に(?:も)?(?:記載|掲載|同じ|含む)(?:済み?)?|と(?:同じ|同様|同一|重複)|のとおり|の通り|で(?:記載|掲載))+[)\s。]*$"
)
_SUBJECT = re.compile(
    rf"^{_OPEN}*(?P<path>{_PATH}(?=$|[\s「『:]|(?<=[\s\->→・、,/\]】の])|{_OPEN})|{_BARE}(?=$|[\s「『]|の$))[\s:]*(?P<rest>.*)$"
)
_QUOTES = {"「": "」", "『": "』", "“": "”", '"': '"'}
_LONGEST = 240
"""Chars of the longest text that still only points."""


class Reference(NamedTuple):
    """What a row points at: (kind, number) of each level, the title in quotes, and the row's own number.

    Numbers are in ASCII digits with levels joined by a hyphen (1-(2)-③ is 1-2-3), see :func:`canonical_number`.
    """

    path: tuple[tuple[str, str], ...]
    title: str | None
    number: str | None


def find_reference(text: str) -> Reference | None:
    """What a text that does nothing but point at another row points at; ``None`` for any other text.

    >>> find_reference("基本目標1－施策2「窓口予約の拡充」（再掲）")
    Reference(path=(('基本目標', '1'), ('施策', '2')), title='窓口予約の拡充', number=None)
    >>> find_reference("再掲（No.12）")
    Reference(path=(), title=None, number='12')
    >>> find_reference("広報紙に再掲した")
    """
    printed = text.replace("\n", "").strip()
    subject, note = _split_note(printed)
    if note is None:
        return _find_pointer(printed)
    reference = _merge(_read_subject(subject), _read_path(note))
    return None if reference == Reference((), None, None) or _is_prose(subject) else reference


def has_relisted_note(text: str) -> bool:
    """Whether a name or number says that it is listed again: （再掲）, ※施策3再掲, 【再】.

    >>> has_relisted_note("まちなかWi-Fiの設置 ※基本目標1－施策3再掲"), has_relisted_note("再掲載の手順")
    (True, False)
    """
    return _split_note(text.replace("\n", "").strip())[1] is not None


def is_relisted_number(text: str) -> bool:
    """Whether what stands in the number column marks a row as listed again: a dash, 再掲, ※ or a number with such a note.

    >>> is_relisted_number("—"), is_relisted_number("再"), is_relisted_number("12（再掲）"), is_relisted_number("12")
    (True, True, True, False)
    """
    folded = re.sub(r"\s", "", fold(text))
    return re.fullmatch(r"[-ー]+|\(?再\)?|[※*]|〃", folded) is not None or has_relisted_note(text)


def canonical_number(text: str) -> str:
    """A section's or row's number in ASCII digits, its levels joined by hyphens; letters stay.

    >>> canonical_number("１－(２)－③"), canonical_number("Ⅲ"), canonical_number("十二"), canonical_number("⑷")
    ('1-2-3', '3', '12', '4')
    """
    return "-".join(map(_canonical_numeral, re.findall(_NUMERAL, fold(text))))


def _canonical_numeral(numeral: str) -> str:
    bare = numeral.strip("()")
    if unicodedata.category(bare[0]) in ("No", "Nl"):
        return str(int(unicodedata.numeric(bare[0])))
    integer = parse_integer(bare)
    return bare if integer is None else str(integer)


def _split_note(printed: str) -> tuple[str, str | None]:
    """The text without its note of being listed again, and the words of the path in that note (``None`` without one)."""
    if len(printed) > _LONGEST:
        return printed, None
    folded = fold(printed)
    if not _ANY_NOTE.search(folded):
        return printed, None
    if tail := _TAIL_NOTE.search(folded):
        return printed[: tail.start()].strip(), (tail["inside"] or "") + (tail["after"] or "")
    if head := _HEAD_NOTE.match(folded):
        return printed[head.end() :].strip(), ""
    return printed, None


def _find_pointer(printed: str) -> Reference | None:
    """The reference of a text without 再掲: a path with a title in quotes, or with a word such as 参照."""
    if len(printed) > _LONGEST:
        return None
    suffix = _POINTING.search(fold(printed))
    subject = printed[: suffix.start()] if suffix else printed
    head = _SUBJECT.match(fold(subject))
    if head is None or not (_unquoted(_rest(subject, head)) or (suffix and not head["rest"])):
        return None
    return _read_subject(subject)


def _read_subject(subject: str) -> Reference:
    """Path and title of the words before a note."""
    head = _SUBJECT.match(fold(subject))
    if head is None:
        return Reference((), _title(subject), None)
    return _read_path(head["path"])._replace(title=_title(_rest(subject, head)))


def _rest(subject: str, head: re.Match[str]) -> str:
    """The printed words behind the path."""
    return subject[head.start("rest") :].strip()


def _title(words: str) -> str | None:
    """The title that ``words`` give, out of its quotes."""
    stripped = (
        words.strip().strip("※・○").strip().removesuffix("の") if words.endswith(("」の", "』の")) else words.strip("※ 　")
    )
    return _unquoted(stripped) or stripped or None


def _unquoted(words: str) -> str | None:
    """What stands in the quotes that enclose all of ``words``."""
    closing = _QUOTES.get(words[:1])
    return words[1:-1] if closing and len(words) > 2 and words.endswith(closing) else None


def _read_path(words: str) -> Reference:
    """The levels and the row number that ``words`` name."""
    folded = fold(words)
    parts = list(re.finditer(_PART, folded))
    if not parts:
        return _read_bare(folded)
    levels = [
        (part["kind"] or part["unit"], canonical_number(part["number"] or part["ordinal"])) for part in parts if not part["row"]
    ]
    rows = [canonical_number(part["row"]) for part in parts if part["row"]]
    return Reference(tuple(levels), None, rows[-1] if rows else None)


def _read_bare(words: str) -> Reference:
    """A number without a word before it: a path where it has levels, else a row's number."""
    number = canonical_number(words)
    if "-" in number:
        return Reference((("", number),), None, None)
    return Reference((), None, number or None)


def _merge(subject: Reference, note: Reference) -> Reference:
    """What the words before the note and the note itself say together."""
    return Reference(subject.path or note.path, subject.title, subject.number or note.number)


def _is_prose(subject: str) -> bool:
    """Whether the words are sentences, which do more than point."""
    return "。" in subject
