"""The title block to what a report is: its title, plan, municipality and the date it speaks of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plan_extract.municipality import Municipality, find_municipality
from plan_extract.text.dates import DateMention, find_dates
from plan_extract.text.eras import fiscal_year_of
from plan_extract.text.spacing import close_up

_PLAN = re.compile(
    r"(?P<plan>[^「」『』（）()\s]*?(?:計画|プラン|ビジョン|戦略|構想|大綱|プログラム|指針|方針)"
    r"(?:[（(](?:第?[^（）()年月日]{1,12})[)）])?)"
    r"(?=$|[「」『』（）()【】\s　]|の|に|進捗|取組|実施|における|点検|評価|年次|実績|推進状況|フォローアップ|一覧|事業)"
)
_LEADING_YEAR = re.compile(
    r"^(?:(?:令和|平成)[0-9０-９元]+年度?|[0-9０-９]{4}年度?|[RＲ][0-9０-９]+年度)(?:末|分|版)?[\s　・、]*"
)
_AS_OF = re.compile(r"(?:時点|現在|末|末日|基準)")
_SESSION = re.compile(r"\s*(?:(?:一般|特別|企業)会計の?)?(?:補正|専決|定例|臨時|議会)")
"""What a month stands before that names a budget or a session of the council, and no date of the report."""
_MADE = re.compile(r"(?:作成|発行|公表|更新|掲載|印刷)(?:日|年月日?)?\s*[:：]?\s*$")
"""What stands before the date of a paper or page, which is not the one that it speaks of."""
_CLOCK = re.compile(r"\s*\d{1,2}:\d\d")
"""What stands behind the date on which a page was printed."""
_OWNER = re.compile(
    r"(?:第[0-9０-９一二三四五六七八九十]+[次期])?(?P<name>(?!中心|全|都|大都|各|地方都)[一-龠ぁ-んァ-ヶ]{1,5}?[市町村])(?![街民場役立内村町])"
)
_UNSAFE = re.compile(r"[^\w]+")
LONGEST_ID = 150
"""Bytes of a report's id: it becomes a folder's name, and some file systems stop at 255 with suffixes."""


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What the title block says; ``as_of`` is None where it names no day or month."""

    title: str
    plan: str | None
    municipality: Municipality | None
    as_of: datetime.date | None
    as_of_text: str | None
    fiscal_year: int | None

    @property
    def id(self) -> str:
        """A name for the report that is safe as a file name: its plan (or title) and its date."""
        day = self.as_of.isoformat() if self.as_of else self.fiscal_year
        place = self.municipality.name if self.municipality else ""
        subject = self.plan or self.title or "report"
        owner = "" if place in subject else place
        end = f"_{day}" if day else ""
        return safe_name("_".join(part for part in (owner, subject) if part), LONGEST_ID - len(end)) + end


def safe_name(text: str, longest: int = LONGEST_ID) -> str:
    """Text as a file name: letters, digits, kana and kanji stay, all else becomes a hyphen; at most ``longest`` bytes.

    >>> safe_name("八戸市みどり推進計画_2023-10-31"), safe_name("../計画 (案)")
    ('八戸市みどり推進計画_2023-10-31', '計画-案')
    """
    name = _UNSAFE.sub("-", text).strip("-_")
    return name.encode()[:longest].decode(errors="ignore").strip("-_") or "report"


def unlisted_municipality(plan: str) -> Municipality | None:
    """The municipality that a plan's name begins with though it is in no list (merged since, or not yet listed); no code.

    >>> unlisted_municipality("凪浜市スマート市役所推進計画").name, unlisted_municipality("中心市街地活性化計画")
    ('凪浜市', None)
    """
    match = _OWNER.match(plan)
    return Municipality(match["name"], None, None) if match else None


def find_plan(title: str) -> str | None:
    """The plan that a title names, or None.

    >>> find_plan("八戸市みどり推進計画の進捗状況（令和6年9月末時点）")
    '八戸市みどり推進計画'
    >>> find_plan("令和6年度「第2期緑ヶ丘市環境基本計画」進捗状況")
    '第2期緑ヶ丘市環境基本計画'
    """
    matches = [match["plan"] for match in _PLAN.finditer(_LEADING_YEAR.sub("", title))]
    named = [plan for plan in matches if len(plan) > 2]
    return _LEADING_YEAR.sub("", named[0]) if named else None


def find_as_of(texts: Iterable[str]) -> DateMention | None:
    """The date that the title block gives as the report's own: one with 時点, 現在 or 末, else a day or month in brackets."""
    mentions = [(text, mention) for text in texts for mention in find_dates(text)]
    precise = [(text, m) for text, m in mentions if m.last and m.precision in ("day", "month", "dekad")]
    dated = [(text, mention) for text, mention in precise if speaks_of(text, mention)]
    marked = [mention for text, mention in dated if _AS_OF.search(text[mention.span.start : mention.span.end + 2])]
    return next(iter([*marked, *(mention for _, mention in dated)]), None)


def speaks_of(text: str, mention: DateMention) -> bool:
    """Whether a date may be the one that a report speaks of: none of a session, none on which it was made or printed."""
    made = _MADE.search(text, 0, mention.span.start) or _CLOCK.match(text, mention.span.end)
    return not (made or _SESSION.match(text, mention.span.end))


def find_fiscal_year(texts: Iterable[str]) -> int | None:
    """The first fiscal year that one of the texts names."""
    mentions = (mention for text in texts for mention in find_dates(text))
    return next((m.first.year for m in mentions if m.first and m.precision == "fiscal_year"), None)


def read_title_block(title: Sequence[str], around: Sequence[str], headers: Sequence[str]) -> TitleBlock:
    """The title block from the title's lines, the other lines around it, and the columns' headers.

    The fiscal year is the one that a progress column's header names, else the title's, else the one of the report's date.
    """
    text = "".join(map(close_up, title))
    texts = list(dict.fromkeys([text, *around]))
    mention = find_as_of(texts)
    as_of = mention.last if mention else None
    fiscal_year = find_fiscal_year(headers) or find_fiscal_year(texts) or (fiscal_year_of(as_of) if as_of else None)
    plan = next(filter(None, map(find_plan, texts)), None)
    municipality = next(filter(None, map(find_municipality, texts)), None) or unlisted_municipality(plan or text)
    return TitleBlock(text, plan, municipality, as_of, mention.surface if mention else None, fiscal_year)
