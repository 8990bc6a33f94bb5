"""Numerals in running text, and whether each is a number or a piece of a code, name or word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from string import ascii_letters, digits
from typing import NamedTuple

from plan_extract.text.counters import find_counter, is_action
from plan_extract.text.numerals import FIRST, NUMBER, parse_number


class Numeral(NamedTuple):
    """A numeral in folded text, sign included."""

    start: int
    end: int
    value: Decimal
    body: str
    arabic: bool
    ratio: bool = False


_POINT = r"(?:[・.][〇零一二三四五六七八九十]+[万億兆]*)?"
_NUMERAL = re.compile(
    rf"(?={FIRST})(?:(?P<den>{NUMBER}) ?分の ?(?P<num>{NUMBER})"
    rf"|(?P<whole>{NUMBER})と(?P<den2>{NUMBER}) ?分の ?(?P<num2>{NUMBER})"
    r"|(?P<over>(?<![0-9./:-])[0-9]{1,3}) ?/ ?(?P<under>[0-9]{1,4})(?![0-9./]|,[0-9])"
    r"|(?P<blanked>(?<![0-9,])(?=[0-9]{1,3}(?:,[0-9]{3})*+(?: ,|, )[0-9])[0-9]{1,3}(?: ?, ?[0-9]{3})++(?![0-9,]))"
    r"|(?P<spaced>[0-9]+ \. [0-9]+(?= ?%))"
    rf"|(?P<plain>{NUMBER}{_POINT}))"
)
_SIGN = re.compile(r"(?:(?<![0-9A-Za-z%)・])[-+] ?|[△▲] ?|マイナス ?|プラス ?|± ?)$")
_SIGN_ENDS = frozenset("-+△▲ス± ")
_RATE_BEFORE = re.compile(
    r"(?:率|割合|負担|補助|助成|国庫?|[都道府県市町村省庁]|財源|分担|補填|経費|費|額|価格|比|按分|交付"
    r"|充当|控除|減免|うち|対象者?|全体|約)(?:金|額|割合|率)?[のはがを、:( ]*$"
)
_RATE_AFTER = re.compile(
    r" ?(?:以内|補助|助成|負担|相当|を?上限|ずつ|程度|以上|以下|未満|超|減|に軽減|を(?:補助|助成|支援"
    r"|負担|乗|国|県|市)|の(?:額|補助|負担|助成|割合)|縮小|削減|\)?を?(?:交付|補填))"
)


def _is_rate(folded: str, match: re.Match[str]) -> bool:
    """Whether a/b is a rate (補助率1/2) rather than a day, by the words around it."""
    over, under = int(match["over"]), int(match["under"])
    before = folded[max(0, match.start() - 12) : match.start()]
    rate = 0 < over <= under and under > 1
    return rate and bool(_RATE_BEFORE.search(before) or _RATE_AFTER.match(folded, match.end()))


def _fraction(numerator: str, denominator: str, whole: str | None) -> Decimal | None:
    """The value of a written fraction, or None where it has none."""
    over, under = parse_number(numerator), parse_number(denominator)
    before = parse_number(whole) if whole else Decimal(0)
    return before + over / under if over is not None and under and before is not None else None


def _plain(folded: str, start: int, end: int) -> Numeral | None:
    """The numeral at ``start``, with kanji decimals where they read as such (一・五, but not 三・四 of a list)."""
    body = folded[start:end]
    head, point, tail = body.partition("・")
    listed = point and len(head) == len(tail) == 1 and _follows(head, tail) and KANJI.match(folded, end)
    body = head if listed else body
    value = parse_number(body)
    if value is None and point:
        body = head
        value = parse_number(body)
    if value is None:
        return None
    return Numeral(start, start + len(body), value, body, body[0] in "0123456789.")


def _follows(first: str, second: str) -> bool:
    """Whether the second numeral is the first plus one (4,5か所 means four or five)."""
    a, b = parse_number(first), parse_number(second)
    return a is not None and b is not None and b == a + 1


def _read_numeral(folded: str, match: re.Match[str]) -> Numeral | None:
    """The numeral that the pattern found, without sign, or None where it is no number."""
    start, end = match.span()
    if match["plain"]:
        return _plain(folded, start, end)
    if match["under"]:
        if _is_rate(folded, match):
            return Numeral(start, end, Decimal(match["over"]) / Decimal(match["under"]), match[0], True, True)
        return None
    if match["spaced"] or match["blanked"]:
        return Numeral(start, end, Decimal(match[0].replace(" ", "").replace(",", "")), match[0], True)
    value = _fraction(match["num"] or match["num2"], match["den"] or match["den2"], match["whole"])
    return Numeral(start, end, value, match[0], match[0][0] in "0123456789.", True) if value is not None else None


def _signed(folded: str, numeral: Numeral) -> Numeral:
    """The numeral with the sign before it."""
    if folded[numeral.start - 1 : numeral.start] not in _SIGN_ENDS:
        return numeral
    sign = _SIGN.search(folded, max(0, numeral.start - 5), numeral.start)
    if not sign:
        return numeral
    mark = sign[0].strip()
    if mark in "-+" and sign[0] != mark and sign.start():
        return numeral
    value = numeral.value.copy_negate() if mark in ("-", "△", "▲", "マイナス") else numeral.value
    return numeral._replace(start=sign.start(), value=value)


def find_numerals(folded: str) -> Iterator[Numeral]:
    """Every numeral in reading order, those within codes, names and ordinals too."""
    at = 0
    while match := _NUMERAL.search(folded, at):
        numeral = _read_numeral(folded, match)
        at = numeral.end if numeral else match.end()
        if numeral:
            yield _signed(folded, numeral)


_ORDINAL_BEFORE = re.compile(r"(?:第 ?|No\.? ?|№ ?|〒 ?|\#|Vol\.? ?|[Vv]er\.? ?)$")
_ORDINAL_CHAIN = re.compile(r"第 ?[0-9一二三四五六七八九十]+[回期次条章節号]?[・,、~-]$")
LABELLED = re.compile(
    r"(?:目標|施策|方針|方策|戦略|視点|柱|別紙|別表|別添|様式|図表?|表|問|注|資料|附則|参考|項番|番号"
    r"|基本方向|プロジェクト|ステップ|フェーズ|レベル|ランク|グループ|"
    r"Windows|Office|Microsoft|i?OS|Android|バージョン|IPv|Wi-Fi|Web|COVID-)[ -]?$"
)
_CODE_BEFORE = re.compile(
    r"(?:[0-9][./]|(?<![A-Za-z0-9])[0-9]{1,2}:|[0-9]|[A-Za-z]-|(?<![A-Za-z])[A-Za-z]|(?<![0-9])\.|_"
    r"|-[0-9]+-|(?<![0-9])0[0-9]+-|[A-Za-z][0-9]+-)$"
)
_CODE_ENDS = frozenset(ascii_letters + digits + " #.,/:~-_第№〒・、")
"""What a code or ordinal before a number may end in."""
_CODE_BEGINS = frozenset(ascii_letters + "./-:_")
"""What a code may go on with behind a number."""
_BLANKED = re.compile(r",(?: ?[0-9]){1,2} $")
NAME_BEFORE = re.compile(r"(?:[0-9]-|[A-Za-z]|[0-9]:)$")
RATIO_AFTER = re.compile(r":[0-9]")
MARK_ENDS = (".", ")", ":")
HOUR_BEFORE = re.compile(r"[0-9] ?時 ?$")
PRODUCT = re.compile(r"(?:Windows|Office|Microsoft|i?OS|Android|macOS|Excel|Word) ?$")
_CLOCK = re.compile(r":[0-5][0-9](?![0-9])")
_CODE_AFTER = re.compile(r"[./][0-9]|-[0-9]+-|[A-Za-z_](?![A-Za-z]{0,4}(?:[/0-9²³]|$|[^A-Za-z]))")
NOT_COUNTED = re.compile(
    r" ?(?:年(?!間|以|内|で|ごと|毎|分|半|未満|程度|超|を超|弱|強|余|にわた|に[0-9一二三])|月(?!額)"
    r"|日(?!間|以|分|あた|当た|平均|程度|未満|超|を超|ごと|に[0-9一二三])"
    r"|時(?!間|限)|分(?=の)|号(?!室)|番(?!組)|条(?!例|件)|項(?!目)|款|章|節|階(?!層|段)|期|次(?!元)"
    r"|代(?!表)|位|級|等|類(?!型)|丁目|学年|世紀|周年|回忌|回生|年生|年目|年度"
    r"|[年月日]*目(?!標|的)|歳[児代]|曜|[か-ヶ箇]?月児|次元|G(?![A-Za-z])|K(?![A-Za-z])|D(?![A-Za-z])"
    r"|R(?![A-Za-z])|輪|密|大(?!学)|線|乗)"
)
_SMALL_WORD = re.compile(
    r"[一二三四五六七八九]戸|四万十|七五三|一[一-鿿](?=一[一-鿿])|[一二三四五六七八九十]+(?:日[町市]|条|ケ所村|ヶ所村|関|沢|島市|原"
    r"|川|浦|宅|木|重[県]|鷹|幡|王子|代田|街|葉|色|丸|味|密|位一体|社大祭)"
    r"|一(?:部|度|本化|人(?:ひとり|一人|暮らし|ぐらし|親)|体|面|点張|通り|回り|日|時(?!間)|種|式|般|環"
    r"|方|定|層|行|員|家|丸|手|切|同|角|口|区|市|課|段|団|つ|斉|緒|括|覧|律|元|連|変|新|旦|歩|助|挙|端"
    r"|因|貫|目|棟貸|石|島|町|村|館|園|局|者|社会|校一)"
    r"|二(?:本松|次|重|十歳|足|者|人三脚|国間|枚貝|級|地域|拠点)|三(?:者|役|種|重|部|条|足|位|本木|国"
    r"|島|層|権|才|脚|校|段論)|四(?:国|季|半期|方|面|球|条|者|部)|五(?:島|感|輪|反|十嵐|足)|六(?:本木"
    r"|法|ヶ所|三制)|七(?:夕|尾|色)|"
    r"八(?:方|景|百屋|人制|丁)|九(?:州|条|十九里|品)|十(?:分|字|全|両|日)|百(?:人一首|貨|科|姓|石)"
    r"|千(?:歳|葉|代|人針|差|島|両|本|人計画)"
)
KANJI = re.compile(r"[々〆一-鿿]")
KANJI_OR_KANA = re.compile(r"[々〆一-鿿ァ-ヴー]")
_MAY_PRECEDE = frozenset("約計各全延他外毎満最内大実年月日時円人件回台校社名数者額率比費口量度高")
_EACH_BEFORE = re.compile(r"一[一-鿿]$")
_VAGUE = frozenset("第数何幾")
_PARTICLES = frozenset("はをにがとでのもやかよまだなへくぐほ")
QUOTED_LATIN = re.compile(r"[A-Za-z]{2,}[ -]?$")


def is_code(folded: str, numeral: Numeral) -> bool:
    """Whether the numeral is a piece of a date, clock time, phone number, version or name."""
    start, end = numeral.start, numeral.end
    if folded[start - 1 : start] not in _CODE_ENDS and folded[end : end + 1] not in _CODE_BEGINS:
        return False
    before = folded[max(0, start - 14) : start]
    if _BLANKED.search(before) or _ORDINAL_BEFORE.search(before) or _ORDINAL_CHAIN.search(before):
        return True
    clock = _CLOCK.match(folded, end) and not re.search(r"[RHS]$", before)
    after = _CODE_AFTER.match(folded, end)
    unit = after and after[0][0].isalpha() and find_counter(folded, end)
    return bool(clock or (after and not unit) or (not numeral.ratio and _CODE_BEFORE.search(before)))


def is_kanji_word(folded: str, numeral: Numeral, end: int, unit: str | None) -> bool:
    """Whether a kanji numeral is part of a word or name (一覧, 八戸, 三者) rather than a number."""
    if _SMALL_WORD.match(folded, numeral.start) or _EACH_BEFORE.search(folded[max(0, numeral.start - 2) : numeral.start]):
        return True
    before = folded[max(0, numeral.start - 1) : numeral.start]
    if before in _VAGUE or (unit and not KANJI.match(unit)):
        return before in _VAGUE
    short = numeral.end - numeral.start == 1
    if (short or unit is None) and KANJI_OR_KANA.match(before) and before not in _MAY_PRECEDE:
        return True
    after = folded[end : end + 1]
    if unit is None:
        return bool(KANJI_OR_KANA.match(after)) or (short and after.isalpha() and after not in _PARTICLES)
    return short and bool(KANJI.match(after)) and not is_action(folded, end)
