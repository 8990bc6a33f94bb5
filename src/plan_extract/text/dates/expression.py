"""Reads an expression of one point or a range of two, and the words that leave it open on a side."""

from __future__ import annotations

import re
from typing import NamedTuple

from plan_extract.text.dates.point import Point
from plan_extract.text.dates.reading import read_point
from plan_extract.text.dates.vocabulary import LIST_SIGN, SP
from plan_extract.text.eras import era_year


class Expression(NamedTuple):
    """A point, or a range of two.

    ``side`` is where it is open: ``from``, ``until``, ``after``, ``before``, or empty. ``listed`` where only a list sign
    parts it from the one before; ``attributive`` where it says of something else when that is (令和6年度予算) and so
    puts no year in force.
    """

    begin: int
    end: int
    first: Point
    last: Point | None
    side: str
    listed: bool
    attributive: bool

    @property
    def points(self) -> tuple[Point, ...]:
        """The one point or the two."""
        return (self.first, self.last) if self.last else (self.first,)


_TO = re.compile(
    rf"(?P<before>{SP})(?:(?P<sign>[~\-ー])|(?P<word>から|より)|(?P<since>以降)|、?至|ないし|乃至)(?P<behind>{SP})の?"
    rf"(?={SP}[^ ])"
)
_CLOSE = re.compile(rf"{SP}(?:まで(?:の間|の期間)?に?|迄|の間|の期間|にかけて|いっぱい)")
_CHANGE = re.compile(rf"{SP}(?:へ|に{SP}(?:変更|延期|移行|前倒|繰|改|拡大|見直|修正|先送|後ろ倒|ずれ))")
_SENTENCE_END = re.compile(r" *(?:[)\]〕、。>」,]|$|\n)")
_LISTED = re.compile(rf"{SP}{LIST_SIGN}{SP}")

_MORE = r"[0-9.,]+ ?[^0-9 、。]{0,4}(?:の?(?:増|減|上|下|高|低|多|少))"
_COMPARED = (
    rf"(?:も|、)?{SP}(?:一層|多|少|良|よ[いく]|高|低|効率|効果|詳|具体|迅速|大き|小さ|強|弱|広|深|安|便利|身近|充実|きめ|"
    rf"上回|下回|上昇|低下|減|増|伸|早|遅|{_MORE})"
)
_SIDES = {
    "from": re.compile(
        rf"{SP}(?:(?:、?(?:又は|または)それ)?以降|以後|以来|から(?!見|{_MORE}|増|減|[0-9]{{1,2}}泊)"
        rf"|より(?!{_COMPARED}|も|前|後|先|早)|~)"
    ),
    "until": re.compile(rf"{SP}(?:(?:、?(?:又は|または)それ)?以前|までに?|迄に?|いっぱい)"),
    "after": re.compile(rf"{SP}(?:よりも?後|の後)(?![半期])"),
    "before": re.compile(rf"{SP}(?:よりも?前|の前)(?![年半期日月])"),
}
# a time before the sign (10:00～) opens no period
_OPENING = re.compile(rf"(?<![0-9時分半])~{SP}$")
_ATTRIBUTIVE = re.compile(
    rf"{SP}(?:の?{SP}(?:当初|補正|[0-9]{{1,2}}月補正)?予算|に向け|の(?:本格|運用|導入|稼働|実施|開始|移行|完成|完了|各))"
)


def read_expression(text: str, begin: int, since: int, after: Point | None) -> Expression | None:
    """The expression that begins at ``begin`` in folded text, an opening ～ before it (not before ``since``) included.

    ``after`` is the last point before it in the same list.
    """
    first = read_point(text, begin, after)
    if first is None:
        return None
    last = _range_end(text, first)
    if last is None and first.shared and not _LISTED.match(text, first.end):
        return None
    begin, end, side = _extent(text, begin, since, first, last)
    attributive = side == "until" or bool(_ATTRIBUTIVE.match(text, end)) or _looks_ahead(first)
    return Expression(begin, end, first, last, side, after is not None, attributive)


def _looks_ahead(point: Point) -> bool:
    """Whether the year is one to come as seen from the report (次年度, 来年)."""
    return bool(point.year and point.year.base in ("report", "named") and point.year.number > 0)


def _extent(text: str, begin: int, since: int, first: Point, last: Point | None) -> tuple[int, int, str]:
    """Where the expression begins and ends with the words that close or open it, and its open side."""
    if last:
        close = _CLOSE.match(text, last.end)
        return begin, close.end() if close else last.end, ""
    opening = _OPENING.search(text, max(since, begin - 3), begin)
    if opening:
        close = _SIDES["until"].match(text, first.end)
        return opening.start(), close.end() if close else first.end, "until"
    side, end = _open_side(text, first)
    return begin, end, side


def _open_side(text: str, point: Point) -> tuple[str, int]:
    """The side on which a point is left open, and where the words for it end."""
    if point.shared or point.role == "as_of":
        return "", point.end
    matches = ((side, pattern.match(text, point.end)) for side, pattern in _SIDES.items())
    return next(((side, match.end()) for side, match in matches if match), ("", point.end))


def _range_end(text: str, first: Point) -> Point | None:
    """The point that closes a range which ``first`` opens."""
    link = _TO.match(text, first.end)
    if not link:
        return _list_end(text, first) if first.shared else None
    last = read_point(text, link.end(), first)
    if last and last.shared:
        last = _list_end(text, last)
    possible = last is not None and last.possible and first.possible
    return last if last and possible and _is_range(text, link, last) else None


def _is_range(text: str, link: re.Match[str], last: Point) -> bool:
    """Whether the words between and behind two points make a range of them."""
    closed = _CLOSE.match(text, last.end) is not None
    parted = bool(link["behind"] and not link["before"])
    if link["since"] or link["word"] == "より":
        return closed
    if link["word"]:
        return closed or not _CHANGE.match(text, last.end)
    if link["sign"] == "~" and parted:
        # 「9月～ 12月補正予算に計上」 is open; the space parts it from what follows
        return closed or _SENTENCE_END.match(text, last.end) is not None
    return not (link["sign"] == "-" and parted)


def _list_end(text: str, first: Point) -> Point | None:
    """The last of consecutive numbers that share one unit (令和5、6年度): together they are one period."""
    point: Point | None = first
    while point and point.shared:
        sign = _LISTED.match(text, point.end)
        following = read_point(text, sign.end(), point) if sign else None
        point = following if following and _follows(point, following) else None
    return None if point is first else point


def _follows(point: Point, following: Point) -> bool:
    """Whether a point is the next in line, by the number that lacks its unit."""
    if point.day is not None:
        return following.day == point.day + 1
    if point.month is not None:
        return following.month == point.month + 1 and following.year is None
    return _year_number(following) == _year_number(point) + 1


def _year_number(point: Point) -> int:
    """A year's number as printed: 5 for 令和5年 as for a bare 5年."""
    if point.year is None:
        return 0
    first = era_year(point.year.era, 1) if point.year.era else None
    return point.year.number - first + 1 if first else point.year.number
