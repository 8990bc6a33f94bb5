"""Headings of a plan's sections: 「基本目標1 …」「施策（2） …」「第3章 …」「Ⅱ …」 to kind, number and title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from plan_extract.text.marks import CIRCLED
from plan_extract.text.normalize import fold
from plan_extract.text.spacing import close_up

_DIGITS = r"[0-9]{1,3}"
_KANJI = r"[一二三四五六七八九十]{1,3}"
_ROMAN = r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ]|[IVX]{1,5}(?![A-Za-z])"
_ENCLOSED_SIGN = rf"[{CIRCLED}]"
_LETTER = r"[A-Z](?![A-Za-z])"
_KANA = r"[アイウエオカキクケコ](?=[\s.．、)])"
_PART = rf"(?:{_DIGITS}|{_ROMAN}|{_ENCLOSED_SIGN}|{_KANJI}|{_LETTER}|{_KANA})"
_NUMBER = rf"{_PART}(?:\s?[-.・]\s?[(]?{_PART}[)]?)*(?![0-9])"
_BRACKETED = rf"[(\[]\s?(?:{_NUMBER})\s?[)\]]"
_SPACE = r"\s*"
_AFTER = r"(?P<after>\s*[:.、,)]\s*|\s+|(?=[「『【〔]))"
"""What stands between a heading's number and its title."""
_COUNTED = re.compile(
    r"(?:年度?|月|日|回|件|人|名|[かカヵヶケ箇][所年月国]|%|円|時|分|階|番|課|つ|期|次|号)(?![一-龠々](?<![末度中間以目分頃現時計台程前後内第]))"
)
"""A counter, which is not the first sign of a word (人権, 次代, 日常)."""
_LEAD = re.compile(r"[\s■□◆◇●○〇◎▼▽▲△★☆▶►>•*]*")
_ENCLOSED = re.compile(r"[【〔《〈<≪［\[](?P<inside>[^】〕》〉>≫］\]]+)[】〕》〉>≫］\]]")
_TAGLINE = re.compile(
    r"(?P<title>.*?[^\sのをにはがとでや])\s*(?:「(?P<quoted>[^「」]+)」|[～〜~-]\s*(?P<waved>[^～〜~]{4,})\s*[～〜~-])"
)
_RUNS_ON = re.compile(r"[のをにがとでやへ、]|は[^ぁ-ゖ]")
"""With this a sentence runs on behind a number, where nothing stands between the two."""
_NO_TITLE = re.compile(r"[、。-]|.*[。]$|.*[(]再掲[)]|.{81}", re.DOTALL)
"""What cannot be a title: the rest of a sentence, a reference to another section."""
_STYLES = (
    ("bracketed", re.compile(r"[(\[⑴-⒇⒜-⒵㈠-㈩]")),
    ("digits", re.compile("[⒈-⒛]")),
    ("circled", re.compile(_ENCLOSED_SIGN)),
    ("compound", re.compile(rf"{_PART}\s?[-.・]\s?[(]?{_PART}")),
    ("roman", re.compile(_ROMAN)),
    ("digits", re.compile(_DIGITS)),
    ("kanji", re.compile(_KANJI)),
    ("letter", re.compile(_LETTER)),
    ("kana", re.compile("[ア-ン]")),
)


class Heading(NamedTuple):
    """A section's heading. ``kind`` is empty where none is printed; ``style`` tells apart levels that have no kind."""

    kind: str
    number: str | None
    title: str
    tagline: str | None
    style: str


def parse_heading(text: str, kinds: Sequence[str]) -> Heading | None:
    """The parts of a heading that names its kind (one of ``kinds``, the longest first), or None.

    >>> parse_heading("基本目標１ すみよいまち「より快適に」", ("基本目標", "施策"))
    Heading(kind='基本目標', number='１', title='すみよいまち', tagline='より快適に', style='基本目標')
    >>> parse_heading("施策（2）情報発信の充実", ("基本目標", "施策")).number
    '2'
    >>> parse_heading("基本目標2はたらくデジタル", ("基本目標",)).title, parse_heading("施策2に係る事業", ("施策",))
    ('はたらくデジタル', None)
    """
    printed = open_heading(text)
    folded = fold(printed)
    for pattern in kind_patterns(tuple(kinds)):
        match = pattern.fullmatch(folded)
        if match and not (_NO_TITLE.match(match["title"]) or runs_on(match)):
            return to_heading(printed, match, re.sub(r"\s", "", printed[slice(*match.span("kind"))]))
    return None


def runs_on(match: re.Match[str]) -> bool:
    """Whether the words behind the number are the rest of a sentence (施策1を進める)."""
    return not match.groupdict().get("after") and _RUNS_ON.match(match["title"]) is not None


def parse_numbered(text: str) -> Heading | None:
    """The parts of a heading that has a number but no kind, or None.

    >>> parse_numbered("Ⅱ 産業の振興")
    Heading(kind='', number='Ⅱ', title='産業の振興', tagline=None, style='roman')
    >>> parse_numbered("（1）窓口の改善").style, parse_numbered("10月末時点") is None
    ('bracketed', True)
    >>> parse_numbered("2 次代を担うひと").title, parse_numbered("2 次の募集") is None
    ('次代を担うひと', True)
    >>> parse_numbered("２　人を呼び込む").title
    '人を呼び込む'
    """
    printed = open_heading(text)
    folded = fold(printed)
    match = _BARE.fullmatch(folded)
    if not match or _NO_TITLE.match(match["title"]):
        return None
    style = number_style(match["number"] or match["enclosed"])
    if style in ("digits", "kanji") and not parted(printed[slice(*match.span("after"))]) and _COUNTED.match(match["title"]):
        return None
    return to_heading(printed, match, "")._replace(style=style)


def parted(between: str) -> bool:
    """Whether what stands between a number and a word says that the word is no counter: a sign, or a blank of full width."""
    return bool(between.strip()) or "\u3000" in between


def number_style(number: str) -> str:
    """The style of a heading's number, by which levels without a kind are told apart.

    >>> number_style("1"), number_style("1-2"), number_style("(1)"), number_style("Ⅲ")
    ('digits', 'compound', 'bracketed', 'roman')
    """
    return next((name for name, pattern in _STYLES if pattern.match(number)), "digits")


def parse_stacked(text: str) -> Heading | None:
    """The parts of a heading whose number stands right before its title, as in a narrow cell, or None.

    >>> parse_stacked("１災害から命を守る").title, parse_stacked("10か年計画") is None
    ('災害から命を守る', True)
    """
    match = _STACKED.fullmatch(fold(text))
    if not match or _COUNTED.match(match["title"]) or _NO_TITLE.match(match["title"]):
        return None
    return to_heading(text, match, "")._replace(style="digits")


def plain_heading(text: str) -> Heading:
    """A heading that is only a title.

    >>> plain_heading("■ 令和５年度の主な事業").title, plain_heading("事 業 一 覧").title
    ('令和５年度の主な事業', '事業一覧')
    """
    title, tagline = split_tagline(open_heading(text))
    return Heading("", None, close_up(title), tagline, "plain")


def open_heading(text: str) -> str:
    """A heading without the signs in front of it and the brackets around it.

    >>> open_heading("■【施策1　窓口の改善】"), open_heading("【施策1】窓口の改善")
    ('施策1　窓口の改善', '施策1 窓口の改善')
    """
    body = _LEAD.sub("", text.strip(), count=1).strip()
    enclosed = _ENCLOSED.match(body)
    if enclosed:
        return f"{enclosed['inside'].strip()} {body[enclosed.end() :].strip()}".strip()
    return body


def kind_patterns(kinds: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The forms in which a heading names its kind."""
    if kinds not in _PATTERNS:
        kind = "(?P<kind>" + "|".join(_SPACE.join(map(re.escape, k)) for k in sorted(kinds, key=len, reverse=True)) + ")"
        number = rf"(?P<number>{_BRACKETED}|{_NUMBER})"
        _PATTERNS[kinds] = (
            re.compile(rf"{kind}\s*(?:第|その|No\.?)?\s*{number}{_AFTER}?(?P<title>.*)", re.DOTALL),
            re.compile(rf"第\s*{number}\s*{kind}{_AFTER}?(?P<title>.*)", re.DOTALL),
            re.compile(rf"{kind}\s*[:：]\s*(?P<number>)(?P<title>.+)", re.DOTALL),
            re.compile(rf"{kind}\s+(?P<number>)(?P<title>\S.*)", re.DOTALL),
            re.compile(rf"{kind}(?P<number>)(?P<title>[「『].+[」』])", re.DOTALL),
        )
    return _PATTERNS[kinds]


_PATTERNS: dict[tuple[str, ...], tuple[re.Pattern[str], ...]] = {}
_BARE = re.compile(
    rf"(?:第\s*)?(?:(?P<enclosed>{_BRACKETED}|{_ENCLOSED_SIGN})\s*|(?P<number>{_NUMBER}){_AFTER})(?P<title>\D.*)", re.DOTALL
)
_STACKED = re.compile(rf"(?P<number>{_DIGITS})\s*(?P<title>[^\d\s].*)", re.DOTALL)


def to_heading(printed: str, match: re.Match[str], kind: str) -> Heading:
    """The heading that a match on the folded text found, in the printed characters."""
    group = "number" if match["number"] is not None else "enclosed"
    number = printed[slice(*match.span(group))].strip(" 　()（）[]［］:：.．、,，")
    title, tagline = split_tagline(printed[slice(*match.span("title"))].strip())
    return Heading(kind, number or None, close_up(title), tagline, kind)


def split_tagline(title: str) -> tuple[str, str | None]:
    """A title and the motto behind it in 「」 or between waves.

    >>> split_tagline("すみよいまち「より便利に」"), split_tagline("地域の「まちなか」")
    (('すみよいまち', 'より便利に'), ('地域の「まちなか」', None))
    """
    match = _TAGLINE.fullmatch(title)
    if not match:
        return title, None
    return match["title"].strip(), (match["quoted"] or match["waved"]).strip()
