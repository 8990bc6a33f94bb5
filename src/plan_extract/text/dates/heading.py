"""The fiscal year that a heading line puts in force for the lines below it."""

from __future__ import annotations

import re

from plan_extract.text.dates.years import read_year
from plan_extract.text.normalize import fold

_LEAD = re.compile(
    r"[ ○〇◯●◎◇◆□■▢☆★△▲▽▼・*※►▶▷\->➢✓]*(?:[(\[]?[0-9a-zア-ン①-⑳]{1,2}[)\].、]? *)?"
    r"[ 【\[<〈《≪「『(〔◎○●・■□]*"
)
_NOTE = re.compile(r"\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]")
_HEADING_WORDS = re.compile(
    r"(?:[ 【】<>〈〉《》≪≫「」『』\[\]()〔〕:・、,/\-ー~]|及び|並びに|の|と|主な|主要|実施|状況|予定|取り?組み?|実績|"
    r"計画|内容|結果|"
    r"進捗|進行|事業|予算|決算|当初|補正|目標|成果|評価|見込み?額?|分|概要|課題|今後|方針|スケジュール|活動|開催|導入|整備|支援|達成|"
    r"一覧|内訳|件数|参加者数|重点|施策|現況|現状|値|版|対応|改善|検証|報告|指標|年次|上半期|下半期|前期|後期|中|度)*+"
)


def fiscal_year_set_by(text: str) -> int | None:
    """The fiscal year that the line puts in force for the lines below it, where it is a heading of a year; else ``None``.

    A line that says more than a heading does tells a year of itself only. A heading of a calendar year (令和4年) counts as
    the fiscal year that begins in it.

    >>> fiscal_year_set_by("○令和4年度（16施設）"), fiscal_year_set_by("【Ｒ６年度の主な取組】")
    (2022, 2024)
    >>> fiscal_year_set_by("○令和4年度に導入済み"), fiscal_year_set_by("令和6年度から実施")
    (None, None)
    """
    folded = fold(text).strip()
    lead = _LEAD.match(folded)
    starts = {0, lead.end() if lead else 0}
    read = next((found for start in sorted(starts, reverse=True) if (found := read_year(folded, start, None))), None)
    if read is None or read.year is None or read.unit == "shared" or read.year.base not in ("printed", "unnamed"):
        return None
    rest = _NOTE.sub("", folded[read.end :])
    if not _HEADING_WORDS.fullmatch(rest) or "~" in rest[:1]:
        return None
    return read.year.number if read.year.base == "printed" else None
