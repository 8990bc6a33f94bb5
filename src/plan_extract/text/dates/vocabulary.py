"""The words and signs of calendar expressions, as regex sources over folded text (see ``normalize.fold``)."""

from __future__ import annotations

SP = " {0,2}"
KANJI_DIGITS = "〇零一二三四五六七八九十百千廿卅"
NUMBER = rf"(?:[0-9]{{1,2}}(?![0-9])|[〇零一二三四五六七八九十廿卅]{{1,3}}(?![{KANJI_DIGITS}万億]))"
"""A number of one or two digits, in any script."""

RANGE_SIGN = r"[~\-ー]"
LIST_SIGN = r"(?:[、,・]|及び|および|並びに|と)"
SHARE_SIGN = rf"(?:{RANGE_SIGN}|{LIST_SIGN}|から)"

MONTH_UNIT = r"月(?!間|曜|額|当たり|あたり|々|齢|面|賦|見|食|雨|晴れ|人形|病(?!院|床|後|児)|次(?!第|回|期|年))"
DAY_UNIT = r"日(?!間|目)"
YEAR_UNIT = rf"年{SP}度|年(?!間|代(?!表)|目(?!標|的|途|処)|来|ぶり|もの|物|齢|輪)"

WEEKDAYS = "月火水木金土日"

ISSUE_LABEL = r"(?:[0-9]{1,2}日)?号|(?:定例)?(?:[市町村区県都道府]|都議|府議)?議会|定例会|臨時会|補正?臨時会"
"""What makes a name of the month before it: an issue (10月号) or an assembly (3月議会)."""


def shared(unit: str, number: str = NUMBER) -> str:
    """A lookahead: the unit comes only behind the numbers that follow (the 9 of 9～1月, the 6 of 6・9・12月)."""
    return rf"(?={SP}{SHARE_SIGN}{SP}{number}(?:{SP}{SHARE_SIGN}{SP}{number}){{0,10}}{SP}(?:{unit}))"
