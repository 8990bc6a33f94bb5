"""Walks through a text from one calendar expression to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plan_extract.place import Span
from plan_extract.text.dates.expression import read_expression
from plan_extract.text.dates.mention import DateMention, ImpossibleDate
from plan_extract.text.dates.period import NOTHING, Known
from plan_extract.text.dates.point import Point
from plan_extract.text.dates.reading import is_listed
from plan_extract.text.dates.recurrence import read_recurrence
from plan_extract.text.dates.settling import settle
from plan_extract.text.dates.vocabulary import KANJI_DIGITS
from plan_extract.text.normalize import fold

_START = re.compile(
    rf"(?=[0-9{KANJI_DIGITS}令平昭大明㋿㍻㍼㍽㍾RHSTMF西'再当翌次々前今本現来昨去同先上中下初毎隔第最半四年各通春夏秋冬月])(?:"
    r"(?<![0-9])(?<![0-9][.:/\-])(?!(?<=[0-9],)[0-9]{3})[0-9]"
    rf"|(?<![{KANJI_DIGITS}])[{KANJI_DIGITS}](?=[{KANJI_DIGITS}]{{0,6}} {{0,2}}(?:[年月日~\-、,・とに]|から|か月|及び))"
    r"|令 ?和|平 ?成|昭 ?和|大 ?正|明 ?治|[㋿㍻㍼㍽㍾]|[令平昭大明](?=[0-9元])"
    r"|(?<![A-Za-z0-9.])[RHSTM](?=\.? ?[0-9元])|FY(?= ?[0-9])|西暦|'(?=[0-9])"
    r"|(?:再来|一昨|当該|翌々|次々|前々|今|本|当|現|来|昨|去|同|次|翌|前)年|[今来昨翌][春夏秋冬]"
    r"|(?:同|翌々|翌|前々|前|今|当|先|再来|来)月|[同翌](?= ?[0-9])|[同翌]日"
    r"|[上中下初] ?旬|毎|隔[日週月年]|第 ?[1-5一二三四五]|最終|半年|四半期|平日毎"
    r"|年[度末内]|各年度末|[上下]半?期|通年|[春夏秋冬](?:頃|ごろ|以降)|月[末初内])"
)
"""Where an expression may begin; everything else is skipped unread."""
_COUNTED = re.compile(r"[0-9]{1,7} {0,2}(?![0-9 年月日/.\-~ー・,、(〔\[=と及お並からかヵヶカケ箇週])")
"""A number with something behind it that no date has behind its first number; only the later ones of a list stand so."""


def scan(text: str, known: Known) -> Iterator[DateMention | ImpossibleDate]:
    """Every calendar expression of the text in reading order, the impossible ones too."""
    folded = fold(text)
    memory, at = NOTHING, 0
    previous: Point | None = None
    while start := _START.search(folded, at):
        begin = start.start()
        listed = previous is not None and is_listed(folded, previous.end, begin)
        if not listed and _COUNTED.match(folded, begin):
            at = begin + 1
            continue
        recurrence = read_recurrence(folded, begin)
        if recurrence:
            at, previous = recurrence.end, None
            span = Span(begin, at)
            yield DateMention(text[begin:at], span, None, None, recurrence.precision, recurrence=recurrence.rule)
            continue
        expression = read_expression(folded, begin, at, previous if listed else None)
        if expression is None:
            at = begin + 1
            continue
        value, memory = settle(text, expression, memory, known)
        at, previous = expression.end, expression.points[-1]
        if value is not None:
            yield value
