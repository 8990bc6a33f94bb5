"""Bullets, list numbers and heading brackets at the start of a line."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from plan_extract.text.numerals import parse_integer
from plan_extract.text.offices import opens_sub_heading

CIRCLES = "○◯〇"
_DASHES = "\\-‐‑–—―−－"
BULLETS = frozenset(
    CIRCLES + "●⚫⚪◎◉⦿■□▪▫◼◻◆◇❖▲△▼▽▶▷►▸▹➢➣➤➔→➡⇒⇨★☆✦※＊*・•∙･·‣◦✓✔☑☐☒✅❏❑❐➊" + "".join(map(chr, range(0xE000, 0xF900)))
)
"""Single signs that begin an item; the private-use range holds the bullets of symbol fonts (U+F06C, U+F09F …)."""

CIRCLED = "①-⑳㉑-㉟㊱-㊿⓪⓵-⓾❶-❿⓫-⓴➀-➉➊-➓⑴-⒇⒈-⒛ⓐ-ⓩⒶ-Ⓩ⒜-⒵㋐-㋾㊀-㊉㈠-㈩"
HEADING_BRACKETS = {
    **{"【": "】", "<": ">", "＜": "＞", "〈": "〉", "《": "》", "≪": "≫", "«": "»", "［": "］", "[": "]", "〔": "〕"},
    **{"〖": "〗", "〘": "〙", "｛": "｝", "⟨": "⟩", "⟪": "⟫"},
}
"""Brackets that make a heading of a line which they enclose whole."""

_COUNTER = (
    "[件人名回円％%年月日時分秒台個歳才社課校冊本組戸棟基便席㎡㎞㎏点頁枚部種項階級期次番号者倍割週](?![一-龠])"
    "|(?:世帯|年度|月[末頃上中下]|日間|回目|ha|km|kg)|[かカヶケヵ箇]"
)
"""What is counted: a number before it is an amount, not a list number."""

_NUMBER = r"\d{1,2}"
_LABEL = rf"(?:{_NUMBER}|[ア-ンｱ-ﾝ]|[あ-んい]|[a-zA-Zａ-ｚＡ-Ｚ]|[ivxIVX]{{2,4}}|[Ⅰ-Ⅻⅰ-ⅻ]|[一二三四五六七八九十]{{1,3}})"
_SPACE = r"[\s　]"
_NOT_COUNTED = rf"(?!\d|{_COUNTER})"
_NO_REFERENCE = rf"(?!{_SPACE}*(?:[、,，・～〜~]|から|と|及び|又は|または|や){_SPACE}*[(（\[［]?[{CIRCLED}\d])(?!の|$)"
_NUMBERING = re.compile(
    "|".join(
        (
            rf"[{CIRCLED}](?:[-－‐]\d{{1,2}}(?!\d))?{_NO_REFERENCE}",
            rf"[(（]{_SPACE}?{_LABEL}{_SPACE}?[)）]{_NO_REFERENCE}",
            rf"(?:[\[［]{_LABEL}[\]］]|【{_LABEL}】|[<＜〈]{_NUMBER}[>＞〉]){_NO_REFERENCE}",
            rf"{_LABEL}[)）]{_NO_REFERENCE}",
            rf"{_LABEL}{_SPACE}?[.．](?:(?={_SPACE})|(?![\d.．a-zA-Zａ-ｚＡ-Ｚ,，]))",
            rf"(?:{_NUMBER}|[ア-ンｱ-ﾝ]|[Ⅰ-Ⅻⅰ-ⅻ])、(?![\d一二三四五六七八九十])",
            r"[一二三四五六七八九十]{1,3}、(?![\d一二三四五六七八九十百千])",
            rf"\d{{1,2}}(?:[-－‐]\d{{1,2}}){{1,3}}(?={_SPACE}+{_NOT_COUNTED}\S)",
            rf"\d{{1,2}}(?=(?:　|{_SPACE}{{2}}){_SPACE}*{_NOT_COUNTED}[^{_SPACE[1:-1]}/／~～〜-])",
            rf"[ア-ンｱ-ﾝ](?=　|{_SPACE}+[^ァ-ヶー\s])|[Ⅰ-Ⅻⅰ-ⅻ](?={_SPACE})",
            r"[一二三四五六七八九十](?=　\S{2})",
            r"o(?=[ 　]+\S)",
        )
    )
)
_NOTE = re.compile(rf"[※＊*](?:注?{_NUMBER}(?={_SPACE}*[:：)）.．]|{_SPACE}+{_NOT_COUNTED}))?")
_NO_BULLET = re.compile(
    r"(?P<doubled>[^※])(?P=doubled)"
    rf"|[{CIRCLES}](?:歳|×|[{CIRCLES}×△])"
    r"|〇(?:[件人回円名点％%](?:$|[\s　、。，,）)]|以上)|[.．・][\d〇])"
    r"|[△▲][\s　]?\d[\d,，.．]*(?![\d,，.．]|[\s　]?[月年日/／])"
    r"|[○◯〇◎●△▲□■☆★×][\s　]*(?:[:：=＝…]|は[、，])"
)
_DASH = re.compile(rf"[{_DASHES}]{_SPACE}+(?![\d{_DASHES}])\S|－(?![\d{_DASHES}]|[一-龠]{{1,4}}\d)\S")
_ANY_SPACE = re.compile(r"\s+")
_KANJI = "一二三四五六七八九十"
_ITEM_LABEL = re.compile(rf"\d+|[{_KANJI}]+|[a-z]+|[A-Z]+|[ア-ン]|[あ-ん]|[❶-➓⓫-⓾]")
_ALPHABETS = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん",
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
_ROMAN_NUMBERS = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12}
_KINDS = {
    **dict.fromkeys(CIRCLES, "○"),
    **dict.fromkeys("・•∙･·‣◦o", "・"),
    **dict.fromkeys("-‐‑–—―−－", "-"),
    **dict.fromkeys("▶►▸➢➣➤➔→➡⇒⇨", "→"),
    **{opening + closing: "bracket" for opening, closing in HEADING_BRACKETS.items()},
    "【】": "【】",
}
_WHOLE_LINE_WORD = re.compile(
    r"(?:(?:令和|平成|R|Ｒ)(?:\d{1,2}|元)年?度?)?(?:の)?"
    r"(?:内訳|参考|注|備考|目的|概要|内容|実績|予定|計画|課題|成果|効果|方針|対象|取組|その他|今後の(?:予定|方針|取組|課題)|"
    r"(?:実施|取組|事業)(?:内容|実績|状況|計画|予定|概要))"
)


@lru_cache(maxsize=256)
def split_marker(line: str) -> tuple[str | None, str]:
    """The bullet, number or heading bracket that a line begins with (as printed; ``None`` without one), and the rest.

    The marker and the space around it are all that the rest lacks. A heading bracket counts where it encloses the
    whole line, and its two signs are the marker. Where the sign is all there is, it is the text.

    >>> split_marker("○検討中"), split_marker("１．道路の通報"), split_marker("【ワーキンググループ会議】")
    (('○', '検討中'), ('１．', '道路の通報'), ('【】', 'ワーキンググループ会議'))
    >>> split_marker("2.5万円"), split_marker("【会議】本文"), split_marker("△300千円")
    ((None, '2.5万円'), (None, '【会議】本文'), (None, '△300千円'))
    """
    body = line.strip()
    marker = _sign(body) or _numbering(body)
    if marker is not None and marker != body:
        return marker, body[len(marker) :].lstrip()
    return _split_heading(body) or (None, line)


@lru_cache(maxsize=256)
def starts_item(line: str) -> bool:
    """Whether a printed line begins an item of its own, so that it does not continue the line before.

    That is a bullet, a number, a heading bracket (closed on this line or not), or a sub-heading in parentheses.

    >>> starts_item("・転出届"), starts_item("（社会教育課）"), starts_item("（年度内）"), starts_item("[6ヶ月]")
    (True, True, False, False)
    """
    body = line.strip()
    return split_marker(body)[0] is not None or _opens_heading(body) or is_sub_heading(body)


def is_sub_heading(line: str) -> bool:
    """Whether the line is a sub-heading in parentheses: departments (their list may go on below), or a word like 内訳.

    >>> is_sub_heading("(内訳)"), is_sub_heading("（文化創造課、美術館、"), is_sub_heading("(公民館講座)")
    (True, True, False)
    """
    body = line.strip()
    enclosed = len(body) > 2 and body[0] in "(（" and body[-1] in ")）"
    return opens_sub_heading(body) or (enclosed and _WHOLE_LINE_WORD.fullmatch(body[1:-1].strip()) is not None)


def _sign(body: str) -> str | None:
    """The single sign that begins the line as a bullet."""
    if body[:1] not in BULLETS:
        return body[0] if _DASH.match(body) else None
    if _NO_BULLET.match(body):
        return None
    note = _NOTE.match(body)
    return note.group() if note else body[0]


def _numbering(body: str) -> str | None:
    """The list number that begins the line."""
    match = _NUMBERING.match(body)
    return match.group() if match else None


def _split_heading(body: str) -> tuple[str, str] | None:
    """Brackets and content of a line that one pair of heading brackets encloses."""
    if len(body) < 3 or HEADING_BRACKETS.get(body[0]) != body[-1]:
        return None
    content = body[1:-1].strip()
    if not content or body[0] in content or body[-1] in content or _is_aside(body):
        return None
    return body[0] + body[-1], content


def _opens_heading(body: str) -> bool:
    """Whether a heading bracket opens the line, wherever it closes."""
    return len(body) > 1 and body[0] in "【＜〈《≪<" and not _is_aside(body) and not body[1].isspace()


def _is_aside(body: str) -> bool:
    """Whether brackets hold an amount or a date, as those within a sentence do (``[6ヶ月]``, ``<10``)."""
    return body[0] in "[［〔<＜〈" and body[1:2].isdigit()


@lru_cache(maxsize=256)
def marker_kind(marker: str | None) -> str:
    """The kind of a marker, one for all its printed shapes; siblings in a list share it, and "" stands for none.

    >>> marker_kind("◯"), marker_kind("･"), marker_kind("＜＞"), marker_kind("※1"), marker_kind("（１２）")
    ('○', '・', 'bracket', 'note', 'number (1)')
    """
    if marker is None or marker in _KINDS:
        return _KINDS[marker] if marker else ""
    if marker[0] in "※*＊":
        return "note"
    if marker[0] in BULLETS:
        return marker
    ring = "○" if unicodedata.decomposition(marker[0]).startswith("<circle>") else ""
    return f"number {ring}{_ITEM_LABEL.sub(_first_of_script, _plain(marker))}"


@lru_cache(maxsize=256)
def list_number(marker: str | None) -> int | None:
    """Which item of its list a marker counts; ``None`` for one that does not count, and for any other text without a number.

    >>> list_number("③"), list_number("(12)"), list_number("ウ."), list_number("十一、"), list_number("○")
    (3, 12, 3, 11, None)
    """
    if not marker or not marker_kind(marker).startswith("number"):
        return None
    signs = [unicodedata.numeric(char) for char in marker if unicodedata.category(char) in ("No", "Nl")]
    if signs:
        return int(signs[-1])
    labels = _ITEM_LABEL.findall(_plain(marker))
    return _label_number(labels[-1]) if labels else None


def _plain(marker: str) -> str:
    """The marker with circles, brackets in one sign and width undone (⑴ and （１） are (1))."""
    return _ANY_SPACE.sub("", unicodedata.normalize("NFKC", marker))


def _first_of_script(label: re.Match[str]) -> str:
    """The first label of the series that a label belongs to."""
    return next((row[0] for row in _ALPHABETS if label.group()[0] in row), "一" if label.group()[0] in _KANJI else "1")


def _label_number(label: str) -> int | None:
    """The place of a label in its series."""
    if label.lower() in _ROMAN_NUMBERS:
        return _ROMAN_NUMBERS[label.lower()]
    return next((row.index(label) + 1 for row in _ALPHABETS if label in row), None) or parse_integer(label)
