"""Walks through a text from date to date: points → ranges and open periods → mentions."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from plan_extract.place import Span
from plan_extract.text.dates.mention import COARSENESS, DateMention, ImpossibleDate, PartialDate
from plan_extract.text.dates.period import (
    Known,
    Lack,
    Memory,
    Period,
    point_after,
    point_before,
    point_to_period,
    remember,
)
from plan_extract.text.dates.point import Point
from plan_extract.text.dates.reading import is_listed, read_point
from plan_extract.text.dates.recurrence import Recurrence, read_recurrence
from plan_extract.text.dates.vocabulary import KANJI_DIGITS, LIST_SIGN, SP
from plan_extract.text.normalize import fold

_START = re.compile(
    r"(?<![0-9])(?<![0-9][.,:\-])[0-9]"
    rf"|(?<![{KANJI_DIGITS}])[{KANJI_DIGITS}](?=[{KANJI_DIGITS}]{{0,4}} {{0,2}}(?:[年月日~\-、,・とに]|から|か月|及び))"
    r"|令和|平成|昭和|大正|明治|[㋿㍻㍼㍽㍾]|[令平昭](?=[0-9元])|(?<![A-Za-z0-9.])[RHSTM](?=\.? ?[0-9元])|FY(?= ?[0-9])|西暦|'(?=[0-9])"
    r"|(?:再来|一昨|当該|翌々|次々|前々|今|本|当|現|来|昨|去|同|次|翌|前)年|[今来昨翌][春夏秋冬]"
    r"|(?:同|翌々|翌|前々|前|今|当|先|再来|来)月|同(?= ?[0-9])|[同翌]日"
    r"|毎|隔[日週月年]|第 ?[1-5一二三四五]|最終|半年|四半期|平日毎"
    r"|年[度末内]|各年度末|[上下](?:半)?期|通年|[春夏秋冬](?:頃|ごろ|以降)|月[末初内]"
)

_TO = re.compile(rf"(?P<before>{SP})(?:(?P<sign>[~\-ー])|(?P<word>から|より)|(?P<since>以降)|、?至|ないし|乃至)(?P<behind>{SP})の?(?={SP}[^ ])")
_CLOSE = re.compile(rf"{SP}(?:まで(?:の間|の期間)?に?|迄|の間|の期間|にかけて|いっぱい)")
_CHANGE = re.compile(rf"{SP}(?:へ|に{SP}(?:変更|延期|移行|前倒|繰|改|拡大|見直|修正|先送|後ろ倒|ずれ))")
_SENTENCE_END = re.compile(r" *(?:[)\]〕、。>」,]|$|\n)")
_LISTED = re.compile(rf"{SP}(?P<sign>{LIST_SIGN}){SP}")

_MORE = r"[0-9.,]+ ?[^0-9 、。]{0,4}(?:の?(?:増|減|上|下|高|低|多|少))"
_COMPARED = (
    rf"(?:も|、)?{SP}(?:一層|多|少|良|よ[いく]|高|低|効率|効果|詳|具体|迅速|大き|小さ|強|弱|広|深|安|便利|身近|充実|きめ|上回|下回|上昇|低下|減|増|伸|早|遅|{_MORE})"
)
_FROM = re.compile(rf"{SP}(?:(?:、?(?:又は|または)それ)?以降|以後|以来|から(?!見|{_MORE}|増|減)|より(?!{_COMPARED}|も|前|後|先|早)|~)")
_UNTIL = re.compile(rf"{SP}(?:(?:、?(?:又は|または)それ)?以前|までに?|迄に?|いっぱい)")
_AFTER = re.compile(rf"{SP}(?:よりも?後|の後)(?![半期])")
_BEFORE = re.compile(rf"{SP}(?:よりも?前|の前)(?![年半期日月])")
_OPENING = re.compile(rf"~{SP}$")
_ATTRIBUTIVE = re.compile(rf"{SP}(?:の?{SP}(?:当初|補正|[0-9]{{1,2}}月補正)?予算|に向け|の(?:本格|運用|導入|稼働|実施|開始|移行|完成|完了|各))")

_SIDES = {"from": _FROM, "until": _UNTIL, "after": _AFTER, "before": _BEFORE}


class Expression(NamedTuple):
    """A point, or a range of two, with the side on which it is open (``from``, ``until``, ``after``, ``before``)."""

    begin: int
    end: int
    first: Point
    last: Point | None
    side: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says of dates, and what it says in vain."""

    mentions: tuple[DateMention, ...]
    impossible: tuple[ImpossibleDate, ...]


def scan(text: str, known: Known) -> Found:
    """Every calendar expression of the text in reading order, and the impossible ones."""
    folded = fold(text)
    mentions: list[DateMention] = []
    impossible: list[ImpossibleDate] = []
    memory, at, previous = Memory(), 0, None
    while start := _START.search(folded, at):
        begin = start.start()
        recurrence = read_recurrence(folded, begin)
        if recurrence:
            mentions.append(_recurrence_to_mention(text, begin, recurrence))
            at, previous = recurrence.end, None
            continue
        listed = previous is not None and is_listed(folded, previous.end, begin)
        expression = _read_expression(folded, begin, at, previous if listed else None)
        if expression is None:
            at = begin + 1
            continue
        mention, memory = _settle(text, folded, expression, memory, known, listed)
        if isinstance(mention, DateMention):
            mentions.append(mention)
        elif mention is not None:
            impossible.append(mention)
        at, previous = expression.end, expression.last or expression.first
    return Found(tuple(mentions), tuple(impossible))


def _recurrence_to_mention(text: str, begin: int, read: Recurrence) -> DateMention:
    span = Span(begin, read.end)
    return DateMention(text[begin : read.end], span, None, None, read.precision, recurrence=read.rule)


# --- words → expression


def _read_expression(text: str, begin: int, since: int, after: Point | None) -> Expression | None:
    first = read_point(text, begin, after)
    if first is None:
        return None
    last = _range_end(text, first)
    if last is None and first.shared and not _LISTED.match(text, first.end):
        return None
    if last:
        close = _CLOSE.match(text, last.end)
        return Expression(begin, close.end() if close else last.end, first, last, "")
    opening = _OPENING.search(text, max(since, begin - 3), begin)
    if opening:
        close = _UNTIL.match(text, first.end)
        return Expression(opening.start(), close.end() if close else first.end, first, None, "until")
    side, end = _open_side(text, first)
    return Expression(begin, end, first, None, side)


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
    if last is None or not last.possible or not first.possible or not _is_range(text, first, link, last):
        return None
    return last


def _is_range(text: str, first: Point, link: re.Match[str], last: Point) -> bool:
    """Whether the words between and behind two points make a range of them."""
    closed = _CLOSE.match(text, last.end) is not None
    if link["since"] or link["word"] == "より":
        return closed
    if link["word"]:
        return closed or not _CHANGE.match(text, last.end)
    if link["sign"] == "~" and link["behind"] and not link["before"]:
        # 「9月～ 12月補正予算に計上」 is open; the space parts it from what follows
        return closed or _SENTENCE_END.match(text, last.end) is not None
    return not (link["sign"] == "-" and link["behind"] and not link["before"])


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
    return _year_number(following) == _year_number(point) + 1 if point.year and following.year else False


def _year_number(point: Point) -> int:
    """A year's number as printed: 5 for 令和5年 as for a bare 5年."""
    from plan_extract.text.eras import era_year

    if point.year is None:
        return 0
    first = era_year(point.year.era, 1) if point.year.era else None
    return point.year.number - first + 1 if first else point.year.number


# --- expression → mention


def _settle(
    text: str, folded: str, expression: Expression, memory: Memory, known: Known, listed: bool
) -> tuple[DateMention | ImpossibleDate | None, Memory]:
    """The mention that the expression makes, and what is known behind it."""
    surface = text[expression.begin : expression.end]
    span = Span(expression.begin, expression.end)
    periods = _periods(expression, memory, known)
    if periods is Lack.IMPOSSIBLE:
        return ImpossibleDate(surface, span), memory
    if isinstance(periods, Lack):
        return _unsettled(surface, span, expression), memory
    first, last = periods
    start, end = _bounds(first, last, expression.side)
    mention = DateMention(
        surface,
        span,
        start,
        end,
        max(first.precision, last.precision, key=COARSENESS.index),
        approximate=any(point.approximate for point in _points(expression)),
        weekday_holds=_weekday_holds(expression, first, last),
        names_agree=_names_agree(expression),
        role=expression.first.role if expression.last is None else None,
    )
    attributive = expression.side == "until" or bool(_ATTRIBUTIVE.match(folded, expression.end)) or _looks_ahead(expression)
    return mention, _remember(memory, expression, first, last, listed, attributive)


def _points(expression: Expression) -> tuple[Point, ...]:
    return (expression.first, expression.last) if expression.last else (expression.first,)


def _looks_ahead(expression: Expression) -> bool:
    """Whether the year is one to come as seen from the report (次年度, 来年)."""
    year = expression.first.year
    return bool(year and year.base in ("report", "named") and year.number > 0)


def _remember(memory: Memory, expression: Expression, first: Period, last: Period, listed: bool, attributive: bool) -> Memory:
    behind = remember(memory, expression.first, first, listed, attributive)
    if expression.last is None:
        return behind
    behind = replace(behind, last=last, several=False)
    return remember(behind, expression.last, last, False, attributive) if expression.last.year else behind


def _periods(expression: Expression, memory: Memory, known: Known) -> tuple[Period, Period] | Lack:
    """The periods of both ends, each settled by the other where it says less."""
    first = point_to_period(expression.first, memory, known)
    if expression.last is None:
        return first if isinstance(first, Lack) else (first, first)
    if _is_dated(expression.last) and not _is_dated(expression.first):
        last = point_to_period(expression.last, memory, known)
        anchored = None if isinstance(last, Lack) else point_before(expression.first, last)
        return _ordered(anchored or first, last)
    if isinstance(first, Lack):
        return first
    if _leans(expression.last):
        return _ordered(first, point_after(expression.last, first) or Lack.IMPOSSIBLE)
    behind = remember(memory, expression.first, first, False, False)
    return _ordered(first, point_to_period(expression.last, behind, known))


def _is_dated(point: Point) -> bool:
    """Whether the point tells its year, or needs none to be settled."""
    return point.year is not None or (point.month is None and point.day is None) or point.month_shift is not None


def _leans(point: Point) -> bool:
    """Whether the point is a mere month or day, to be settled by the start of its range."""
    return point.year is None and point.day_shift is None and point.month_shift is None


def _ordered(first: Period | Lack, last: Period | Lack) -> tuple[Period, Period] | Lack:
    if isinstance(first, Lack):
        return first
    if isinstance(last, Lack):
        return last
    if first.start > last.end:
        return Lack.IMPOSSIBLE
    unknown = first.unknown or last.unknown
    return first._replace(unknown=unknown), last._replace(unknown=unknown)


Bound = datetime.date | PartialDate | None


def _bounds(first: Period, last: Period, side: str) -> tuple[Bound, Bound]:
    """Start and end, ``None`` on the open side."""
    if side == "from":
        return first.bound(first.start), None
    if side == "after":
        return first.bound(first.end + datetime.timedelta(days=1)), None
    if side == "until":
        return None, last.bound(last.end)
    if side == "before":
        return None, last.bound(last.start - datetime.timedelta(days=1))
    return first.bound(first.start), last.bound(last.end)


def _unsettled(surface: str, span: Span, expression: Expression) -> DateMention | None:
    """A mention without days; a mere 翌日 that no date stands before is none."""
    points = _points(expression)
    if any(point.day_shift is not None for point in points):
        return None
    precision = max((_own_precision(point) for point in points), key=COARSENESS.index)
    return DateMention(surface, span, None, None, precision, any(point.approximate for point in points))


def _own_precision(point: Point):  # type: ignore[no-untyped-def]
    """How precise the words are, whatever days they mean."""
    probe = replace(point, year=point.year and point.year._replace(base="printed", number=2003), month_shift=None)
    month = replace(probe, month=probe.month or 10) if point.month_shift is not None or point.year is None else probe
    period = point_to_period(month, Memory(), Known(2003, None))
    return "month" if isinstance(period, Lack) else period.precision


def _weekday_holds(expression: Expression, first: Period, last: Period) -> bool | None:
    """Whether the printed weekdays are those of the days; ``None`` where none is printed or the year is unknown."""
    pairs = ((expression.first, first), (expression.last, last))
    told = [period.start.weekday() == point.weekday for point, period in pairs if point and point.weekday is not None]
    return None if first.unknown or not told else all(told)


def _names_agree(expression: Expression) -> bool | None:
    told = [point.year.names_agree for point in _points(expression) if point.year and point.year.names_agree is not None]
    return all(told) if told else None
