"""What an amount counts: the noun phrase that stands before it in its line, or the heading it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from plan_extract.text.normalize import fold

_REACH = 60
"""Nobody reads further back for what a number counts."""
_MOST_STEPS = 6

_KNIT = "ァ-ヴーA-Za-z0-9々〆一-鿿"
_STEM = "一-鿿々"

_BREAK = re.compile(
    r"[。!?;:{}→⇒=×+~○●◎◯・■□◆◇※★☆▶►≧≦&\n\r]|(?<!は)[、,]"
    r"|(?<![A-Za-z]) |(?<=[A-Za-z]) (?![ァ-ヴー一-鿿])|(?<![A-Za-z.-])(?<=[RHS]) "
    r"|[(「『【\[<〈《)」』】\]>〉》]"
)
"""Where a noun phrase begins anew; the space that sets a Latin word apart within one (Wi-Fi 機器) is no break."""
_SENTENCE_ENDS = frozenset("。!?\n\r→⇒=×+")
_CLOSED = re.compile(r"(?P<sign>[(「『【\[<〈《])(?P<inside>[^()「」『』【】\[\]<>〈〉《》]*)[)」』】\]>〉》]$")

_TOKEN = (
    r"(?:[RHS]?[0-9]{1,4}[./][0-9]{1,2}(?:[./][0-9]{1,2})?月?|いずれも|随時|順次|(?:第[0-9一二三四五]+)?[月火水木金土日]曜日?|(?:令和|平成|昭和|西暦|[RHS])?(?:[0-9]{1,4}|元)年度?(?:[末内中分間]|当初)?|[RHS][0-9]{1,2}(?![0-9A-Za-z])"
    r"|[0-9]{1,2}月(?:分|末|頃|ごろ|期)?|[0-9]{1,2}日"
    r"|\([月火水木金土日祝・]+\)|[上中下初]旬|第[0-9]四半期|[上下]半?期|(?:年度|月)[内末初]"
    r"|[今本同翌来次前昨当毎各](?:年度?|月|日|週)(?:[内中末]|当初)?|[春夏秋冬]頃?|午[前後]|[0-9]{1,2}[時分]"
    r"|時点|現在|以降|以後|末(?=時点|現在|[^一-鿿]|$)|頃|ごろ)"
)
_DATES = re.compile(rf"(?>{_TOKEN}|から|より|まで|[~\-・、, ])++")
_LEADING_DATE = re.compile(
    rf"(?>{_TOKEN}(?:から|まで|[~\-・、, ])*+)++(?:より|まで|には|では|から|[のはにでも、])*(?![{_KNIT}]$)"
)
_LEAD = re.compile(r"(?:及び|並びに|また|かつ|うち|[のはをにでへともや](?!ん)|が(?!ん)|[、, ])+")

_JOINING = re.compile(r"[ \-~、,]*(?:及び|並びに|また、?|うち)?")

_PARTICLE = re.compile(
    rf"(?<=[{_KNIT})」しりみきえけめいせ])"
    rf"(?:について|として|に対して?|によって|により|から|まで|より|では|には|にも|でも|へは|(?<!又)は[、,]|(?<!又)は|[をがにでへ])(?=[{_KNIT}「(]|$)"
)
_TAIL = re.compile(r"(?:のうち|の(?:平均|合計|総計|累計|総数|総額)|などの?|等(?:の|で|を)|[のもをはがにでへ])$")
_JOINED_ON = re.compile(r"(?:と|や|及び|並びに|又は|または|かつ|、)$")
_ASIDE_PARTICLES = ("に", "で", "へ", "から", "まで", "より", "では", "には", "にも", "でも", "へは")
_TOPICS = ("を", "は", "が", "は、", "は,")
_MODIFIES = re.compile(
    rf"(?:[{_STEM}]{{1,4}}[ぁ-ん]{{1,2}})?[{_STEM}]{{1,4}}(?:[ぁ-ん]{{0,4}}[うくぐすつぬぶむるただ]|[ぁ-ん]{{0,3}}ての)(?=[{_KNIT}])"
)
"""A piece that begins with a verb which describes its noun (要する時間): its own object belongs to the phrase."""

_NOT_NOUN = re.compile(
    r"(?:した|った|れた|いた|けた|めた|きた|する|れる|いる|める|ける|える|なる|して|って|いて|れて|めて|けて|おり|され|含め|含む"
    r"|について|による|おける|基づき|伴い|[一-鿿]{2,}(?:済み?|予定|中)|見込み?)$"
)
_NO_LABEL = re.compile(
    r"(?:以下|以上|上記|下記|左記|次|これら?|それら?|それぞれ|残り|いずれ|うち|内|他|ほか|内訳|すべて|全て|全体|そのうち|合計|総計|小計|累計|平均"
    r"|[本当]?[市県町村区都府道国庁管校]内|[市県町村区]域|全国|全[市県町村区]|本[市県町村区]|実施|開催|予定|済み?|継続|期間中?"
    r"|[千百万億]*円|[月日年時分週計約各同前後上下中初末他外間毎本当第約全延])"
)
_NOUN = re.compile(rf"[A-Za-zァ-ヴー{_STEM}]")
_COUNTED = re.compile(r" ?の([ァ-ヴーA-Za-z々〆一-鿿]{2,20}?)(?=[をはがにでもとの、。,)(]|$| )")
_GOES_ON = re.compile(
    rf"(?>{_TOKEN}|から|まで|のうち|うち|[ 、,()\[\]→⇒~=×+\-・/:にでをへは]"
    r"|(?:実施|開催|導入|設置|整備|配備|追加|購入)(?:予定|済み?|中)?で?)*+"
)
_WITHIN = re.compile(r" ?[×=/→⇒(\[]|.*[(\[]$")


_LOOSE_END = re.compile(r"(?:[のはにをも、 ]|(?<!ま)で)+$")


_VERB_END = re.compile(r"[ぁ-ん](?<![のもどへ])$")
"""Behind an object (施設を除き) a word that ends in kana is what is done with it."""


class _Piece(NamedTuple):
    """A part of a phrase up to a particle: its place, and the particle behind it."""

    start: int
    end: int
    particle: str


def label_before(folded: str, start: int, limit: int) -> tuple[int, int] | None:
    """Where the noun phrase before position ``start`` stands, looking no further back than ``limit``; None without one.

    >>> text = "選考に要する時間 1,500時間"
    >>> begin, end = label_before(text, text.index("1"), 0)
    >>> text[begin:end]
    '選考に要する時間'
    """
    floor, end = max(limit, start - _REACH), start
    for _ in range(_MOST_STEPS):
        end = floor + len(folded[floor:end].rstrip(" :([「『【<・"))
        closed = _CLOSED.search(folded, floor, end)
        if closed and (inside := _inside(folded, closed, floor)):
            return inside
        if closed:
            end = closed.start()
            continue
        cut = _last_break(folded, floor, end)
        found = _noun_phrase(folded, cut, end, behind=cut == limit > 0)
        if found or cut == floor or folded[cut - 1] in _SENTENCE_ENDS or not _is_filler(folded[cut:end]):
            return found
        end = cut - 1
    return None


def _last_break(folded: str, floor: int, end: int) -> int:
    """Where the last part between breaks begins."""
    cut = floor
    for match in _BREAK.finditer(folded, floor, end):
        cut = match.end()
    return cut


def _inside(folded: str, closed: re.Match[str], floor: int) -> tuple[int, int] | None:
    """The phrase in a pair of brackets, where it stands alone ([単身世帯] 2人) or is a name (「道の駅」 3件)."""
    before = folded[floor : closed.start()].rstrip()
    if closed["sign"] == "(" and before:
        return None
    return _noun_phrase(folded, *closed.span("inside"), behind=False)


def _is_filler(text: str) -> bool:
    """Whether a part of a line only says when or how, so that what is counted stands before it."""
    bare = _LOOSE_END.sub("", text.strip(" 、"))
    return not bare or _DATES.fullmatch(bare) is not None or _NO_LABEL.fullmatch(bare) is not None


def _noun_phrase(folded: str, start: int, end: int, *, behind: bool) -> tuple[int, int] | None:
    """The noun phrase that ends in a part of a line, particles and a leading date gone; ``behind`` an amount or not."""
    pieces = _pieces(folded, start, end, behind=behind)
    if not pieces or _JOINED_ON.search(folded, start, end):
        return None
    told = [piece for piece in pieces if not _is_filler(folded[piece.start : piece.end])]
    if not told:
        return None
    at = len(told) - 1
    if told[at].particle in _ASIDE_PARTICLES:
        at = next((i for i in range(at, -1, -1) if told[i].particle in _TOPICS), at)
    if at and told[at - 1].particle == "を" and _VERB_END.search(folded, told[at].start, told[at].end):
        return None
    first = _phrase_start(folded, told, at)
    begin = _lead_end(folded, told[first].start, told[at].end)
    return _checked(folded, begin, told[at].end)


def _phrase_start(folded: str, told: list[_Piece], last: int) -> int:
    """The piece that a phrase begins with: the objects of a verb that describes its noun belong to it."""
    first = last
    while (
        first and _MODIFIES.match(folded, told[first].start, told[first].end) and told[first - 1].particle not in ("は", "は、")
    ):
        first -= 1
    while 0 < first < last and told[first - 1].particle in ("から", "まで", "より"):
        first -= 1
    return first


def _pieces(folded: str, start: int, end: int, *, behind: bool) -> list[_Piece]:
    """The parts of a phrase that particles set apart."""
    lead = _LEAD.match(folded, start, end) if behind else None
    at = lead.end() if lead else start
    pieces: list[_Piece] = []
    for match in _PARTICLE.finditer(folded, at, end):
        pieces.append(_Piece(at, match.start(), match[0]))
        at = match.end()
    return [*pieces, _Piece(at, end, "")] if at < end else pieces


def _lead_end(folded: str, start: int, end: int) -> int:
    """Where a phrase begins behind the date that leads it (4月の投稿, 10/4 個人宅)."""
    date = _LEADING_DATE.match(folded, start, end)
    start = date.end() if date else start
    word = _JOINING.match(folded, start, end)
    return word.end() if word else start


def _checked(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """The phrase without a tail that joins it on, where it is a noun that says what is counted."""
    tail = _TAIL.search(folded, start, end)
    end = tail.start() if tail else end
    phrase = folded[start:end]
    plain = _NOUN.search(phrase) and not _NOT_NOUN.search(phrase) and not _NO_LABEL.fullmatch(phrase)
    return (start, end) if plain and not _DATES.fullmatch(phrase) else None


def label_after(folded: str, end: int) -> tuple[int, int] | None:
    """Where the noun stands that an amount counts from the front (558件の申請), or None."""
    counted = _COUNTED.match(folded, end)
    return counted.span(1) if counted else None


def goes_on(between: str) -> bool:
    """Whether what stands between two amounts names nothing else, so that both count the same (3台、合計12台).

    >>> goes_on("、"), goes_on("（"), goes_on("、中学校"), goes_on("の全")
    (True, True, False, False)
    """
    return _GOES_ON.fullmatch(fold(between)) is not None


def belongs(between: str) -> bool:
    """Whether an amount belongs to the one before it though it is in another unit: in brackets behind it, or its factor."""
    return _WITHIN.match(fold(between)) is not None


_MARKS = re.compile(r"[\s○●◎◯・■□◆◇※★☆▶►]+")
_PREDICATE = re.compile(r"(?<=[^を])を[^を]{0,20}$")
_BRACKETS = {"【": "】", "[": "]", "<": ">", "〈": "〉", "《": "》", "「": "」", "(": ")"}


def label_of_heading(text: str) -> str | None:
    """What the amounts under a heading or bullet count: its words without marks, asides, a date or what is done.

    >>> [label_of_heading(text) for text in ("○相談件数（令和5年10月末時点）", "決済に対応した窓口", "出張相談を実施")]
    ['相談件数', '決済に対応した窓口', '出張相談']
    """
    folded = fold(text)
    for start, end in _heading_parts(folded):
        found = _checked(folded, _lead_end(folded, start, end), end)
        if found:
            return text[found[0] : found[1]]
    return None


def _heading_parts(folded: str) -> Iterator[tuple[int, int]]:
    """The part of a heading that may name what is counted: before an aside, a comma, what is done."""
    mark = _MARKS.match(folded)
    start = mark.end() if mark else 0
    closing = _BRACKETS.get(folded[start : start + 1])
    if closing and closing in folded[start:]:
        yield start + 1, folded.index(closing, start)
        return
    stop = re.compile(r"[(（\[「。、,:=]|$").search(folded, start)
    end = start + len(folded[start : stop.start() if stop else len(folded)].rstrip())
    done = _PREDICATE.search(folded, start, end)
    end = done.start() if done else end
    yield start, end


_UNIT_NOUN = re.compile(r"[々〆一-鿿ァ-ヴー]{2,}")
_NO_UNIT_NOUN = re.compile(
    r".*円|.*[間分]|.*メートル|キロ.*|ミリ.*|センチ.*|.*グラム|パーセント|.*トン|ヘクタール|ポイント|ページ|か所|箇所|個所|[ヶケカ]所|試合|人前|人分|セット"
)


def label_of_unit(unit: str | None) -> str | None:
    """What an amount counts by its own counter, where that is a noun of its own (33手続, 16施設).

    >>> label_of_unit("手続"), label_of_unit("件"), label_of_unit("万円")
    ('手続', None, None)
    """
    plain = unit is not None and _UNIT_NOUN.fullmatch(unit) and not _NO_UNIT_NOUN.fullmatch(unit)
    return unit if plain else None
