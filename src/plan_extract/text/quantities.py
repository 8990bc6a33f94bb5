"""Amounts in Japanese text: numbers with what they count, their range, rate, qualifiers and label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from plan_extract.place import Span
from plan_extract.text.counters import MONEY_SIGNS, find_counter, find_open_counter, is_action
from plan_extract.text.labels import label_after, label_before
from plan_extract.text.normalize import fold
from plan_extract.text.numerals import KANJI_DIGITS, NUMBER, parse_number


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount where it stands: ``text[span.start:span.end] == surface``.

    ``value`` is in the printed ``unit`` (None for a bare number or rate), ``value_to`` the upper end of a range;
    ``base_value`` is ``value`` in ``base_unit``: 円 for 千円 and its kin, ％ for 割, "ratio" for a fraction.
    """

    surface: str
    span: Span
    value: Decimal
    value_to: Decimal | None
    unit: str | None
    per: str | None
    qualifier: str | None
    base_value: Decimal
    base_unit: str | None
    label: str | None


class _Numeral(NamedTuple):
    """A numeral in folded text, sign included."""

    start: int
    end: int
    value: Decimal
    body: str
    arabic: bool
    ratio: bool = False


class _Measure(NamedTuple):
    """A numeral and its unit: ``value * factor`` is in ``base_unit``."""

    start: int
    end: int
    value: Decimal
    unit: str | None
    factor: Decimal
    base_unit: str | None
    value_to: Decimal | None = None
    qualifiers: tuple[str, ...] = ()
    per: str | None = None


_ONE = Decimal(1)

# ---------------------------------------------------------------- numerals

_POINT = r"(?:[・.][〇零一二三四五六七八九十]+[万億兆]*)?"
_NUMERAL = re.compile(
    rf"(?P<den>{NUMBER}) ?分の ?(?P<num>{NUMBER})"
    rf"|(?P<whole>{NUMBER})と(?P<den2>{NUMBER}) ?分の ?(?P<num2>{NUMBER})"
    r"|(?P<over>(?<![0-9./:-])[0-9]{1,3}) ?/ ?(?P<under>[0-9]{1,4})(?![0-9./]|,[0-9])"
    r"|(?P<spaced>[0-9]+ \. [0-9]+(?= ?%))"
    rf"|(?P<plain>{NUMBER}{_POINT})"
)
_SIGN = re.compile(r"(?:(?<![0-9A-Za-z%)・])[-+] ?|[△▲] ?|マイナス ?|プラス ?|± ?)$")
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


def _plain(folded: str, start: int, end: int) -> _Numeral | None:
    """The numeral at ``start``, with kanji decimals where they read as such (一・五, but not 三・四 of a list)."""
    body = folded[start:end]
    head, point, tail = re.split(r"(?<![0-9])([・.])(?![0-9])", body, maxsplit=1) if "・" in body else (body, "", "")
    listed = point and len(head) == len(tail) == 1 and _follows(head, tail) and _KANJI.match(folded, end)
    body = head if listed else body
    value = parse_number(body)
    if value is None and point:
        body = head
        value = parse_number(body)
    if value is None:
        return None
    return _Numeral(start, start + len(body), value, body, body[0] in "0123456789.")


def _follows(first: str, second: str) -> bool:
    """Whether the second numeral is the first plus one (4,5か所 means four or five)."""
    a, b = parse_number(first), parse_number(second)
    return a is not None and b is not None and b == a + 1


def _read_numeral(folded: str, match: re.Match[str]) -> _Numeral | None:
    """The numeral that the pattern found, without sign, or None where it is no number."""
    start, end = match.span()
    if match["under"]:
        if _is_rate(folded, match):
            return _Numeral(start, end, Decimal(match["over"]) / Decimal(match["under"]), match[0], True, True)
        return None
    if match["plain"]:
        return _plain(folded, start, end)
    if match["spaced"]:
        return _Numeral(start, end, Decimal(match[0].replace(" ", "")), match[0], True)
    value = _fraction(match["num"] or match["num2"], match["den"] or match["den2"], match["whole"])
    return _Numeral(start, end, value, match[0], match[0][0] in "0123456789.", True) if value is not None else None


def _signed(folded: str, numeral: _Numeral) -> _Numeral:
    """The numeral with the sign before it."""
    sign = _SIGN.search(folded, max(0, numeral.start - 5), numeral.start)
    if not sign:
        return numeral
    mark = sign[0].strip()
    if mark in "-+" and sign[0] != mark and sign.start():
        return numeral
    value = numeral.value.copy_negate() if mark in ("-", "△", "▲", "マイナス") else numeral.value
    return numeral._replace(start=sign.start(), value=value)


def _numerals(folded: str) -> Iterator[_Numeral]:
    """Every numeral in reading order, those within codes, names and ordinals too."""
    at = 0
    while match := _NUMERAL.search(folded, at):
        numeral = _read_numeral(folded, match)
        at = numeral.end if numeral else match.end()
        if numeral:
            yield _signed(folded, numeral)


# ---------------------------------------------------------------- is it a number that counts?

_ORDINAL_BEFORE = re.compile(r"(?:第 ?|数|何|幾|No\.? ?|№ ?|〒 ?|\#|Vol\.? ?|[Vv]er\.? ?)$")
_ORDINAL_CHAIN = re.compile(r"第 ?[0-9一二三四五六七八九十]+[回期次条章節号]?[・,、~-]$")
_LABELLED = re.compile(
    r"(?:目標|施策|方針|方策|戦略|視点|柱|別紙|別表|別添|様式|図表?|表|問|注|資料|附則|参考|項番|番号"
    r"|基本方向|プロジェクト|ステップ|フェーズ|レベル|ランク|グループ|"
    r"Windows|Office|Microsoft|i?OS|Android|バージョン|IPv|Wi-Fi|Web|COVID-)[ -]?$"
)
_CODE_BEFORE = re.compile(
    r"(?:[0-9][./]|(?<![A-Za-z0-9])[0-9]{1,2}:|[0-9]|[A-Za-z]-|(?<![A-Za-z])[A-Za-z]|(?<![0-9])\.|_"
    r"|-[0-9]+-|(?<![0-9])0[0-9]+-|[A-Za-z][0-9]+-)$"
)
_BLANKED = re.compile(r",(?: ?[0-9]){1,2} $")
_NAME_BEFORE = re.compile(r"(?:[0-9]-|[A-Za-z]|[0-9]:)$")
_RATIO_AFTER = re.compile(r":[0-9]")
_MARK_ENDS = (".", ")", ":")
_HOUR_BEFORE = re.compile(r"[0-9] ?時 ?$")
_PRODUCT = re.compile(r"(?:Windows|Office|Microsoft|i?OS|Android|macOS|Excel|Word) ?$")
_CLOCK = re.compile(r":[0-5][0-9](?![0-9])")
_CODE_AFTER = re.compile(r"[./][0-9]|-[0-9]+-|[A-Za-z_](?![A-Za-z]{0,4}(?:[/0-9²³]|$|[^A-Za-z]))")
_NOT_COUNTED = re.compile(
    r" ?(?:年(?!間|以|内|で|ごと|毎|分|半|未満|程度|超|を超|弱|強|余|にわた|に[0-9一二三])|月(?!額)"
    r"|日(?!間|以|分|あた|当た|平均|程度|未満|超|を超|ごと|に[0-9一二三])"
    r"|時(?!間|限)|分(?=の)|号(?!室)|番(?!組)|条(?!例|件)|項(?!目)|款|章|節|階(?!層|段)|期|次(?!元)"
    r"|代(?!表)|位|級|等|類(?!型)|丁目|学年|世紀|周年|回忌|回生|年生|年目|年度"
    r"|[年月日]*目(?!標|的)|歳[児代]|曜|[か-ヶ箇]?月児|次元|G(?![A-Za-z])|K(?![A-Za-z])|D(?![A-Za-z])"
    r"|R(?![A-Za-z])|輪|密|大(?!学)|線|乗)"
)
_SMALL_WORD = re.compile(
    r"[一二三四五六七八九]戸|四万十|[一二三四五六七八九十]+(?:日[町市]|条|ケ所村|ヶ所村|関|沢|島市|原"
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
_KANJI = re.compile(r"[々〆一-鿿]")
_KANJI_OR_KANA = re.compile(r"[々〆一-鿿ァ-ヴー]")
_MAY_PRECEDE = frozenset("約計各全延他外毎満最内大実年月日時円人件回台校社名数者額率比費口量度高")
_PARTICLES = frozenset("はをにがとでのもやかよまだなへくぐほ")
_QUOTED_LATIN = re.compile(r"[A-Za-z]{2,}[ -]?$")


def _is_code(folded: str, numeral: _Numeral) -> bool:
    """Whether the numeral is a piece of a date, clock time, phone number, version or name."""
    start, end = numeral.start, numeral.end
    before = folded[max(0, start - 14) : start]
    if _BLANKED.search(before) or _ORDINAL_BEFORE.search(before) or _ORDINAL_CHAIN.search(before):
        return True
    clock = _CLOCK.match(folded, end) and not re.search(r"[RHS]$", before)
    after = _CODE_AFTER.match(folded, end)
    unit = after and after[0][0].isalpha() and find_counter(folded, end)
    return bool(clock or (after and not unit) or (not numeral.ratio and _CODE_BEFORE.search(before)))


def _kanji_word(folded: str, numeral: _Numeral, end: int, unit: str | None) -> bool:
    """Whether a kanji numeral is part of a word or name (一覧, 八戸, 三者) rather than a number."""
    if _SMALL_WORD.match(folded, numeral.start) or folded.startswith("一人一人", max(0, numeral.start - 2)):
        return True
    if unit and not _KANJI.match(unit):
        return False
    short = numeral.end - numeral.start == 1
    before = folded[max(0, numeral.start - 1) : numeral.start]
    if (short or unit is None) and _KANJI_OR_KANA.match(before) and before not in _MAY_PRECEDE:
        return True
    after = folded[end : end + 1]
    if unit is None:
        return bool(_KANJI_OR_KANA.match(after)) or (short and after.isalpha() and after not in _PARTICLES)
    return short and bool(_KANJI.match(after)) and not is_action(folded, end)


# ---------------------------------------------------------------- units

_SCALE = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<scale>百万|千|万|億|兆)")
_SCALE_ALONE = re.compile(r"百|千|百万|十億")
_EDGES = frozenset(["", *"(),、:/・[]位< >"])
_SCALES = {"千": 10**3, "万": 10**4, "百万": 10**6, "億": 10**8, "兆": 10**12}
_MINOR = {
    "円": ("銭", 100),
    "ドル": ("セント", 100),
    "ユーロ": ("セント", 100),
    "ポンド": ("ペンス", 100),
    "時間": ("分", 60),
    "分": ("秒", 60),
    "割": ("分", 10),
    "年": ("か月", 12),
}
_SPAN_OF_TIME = re.compile(
    r" ?(?P<unit>[年日])(?P<half>半)?(?=以|内|で(?!は)|ごと|毎|分(?!か)|未満|程度|超|を超|弱|強|余"
    r"|にわた|に[0-9一二三])"
)
_LENGTH_BEFORE = re.compile(
    r"(?:約|延べ?|のべ|計|過去|今後|向こう|最長|最大|最短|満|勤続|経過|通算|週"
    r"|(?<![0-9一二三四五六七八九十])月|年間|平均)[にの ]?$"
)
_DATED = re.compile(r"[0-9〇一二三四五六七八九十元] ?[年月] ?$")
_ERA_BEFORE = re.compile(r"(?:令和|平成|昭和|大正|明治|西暦|[RHS])[ ]?$")
_ROUND_CLOCK = re.compile(r"24 ?時間(?! ?(?:以|未満|前|後|程度|ごと|毎|分|を超|当た|あた|換算|×))")
_TITLE_COUNTER = re.compile(r"^[ (]*[0-9]{1,2} (?=[^0-9 ])")
_NOTE_BEFORE = re.compile(r"[※注] ?$")
_STRONG = frozenset("件人名回台個枚円本冊歳点棟基社校戸組")
_PLANNED_YEARS = re.compile(r"(?:[かカヵケヶ箇]年|年間?)計画")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_HALF = re.compile(r"半(?![分数年期額月日島導面端径生ば々])")


class _Unit(NamedTuple):
    """A unit behind a numeral: its words, where it ends, and how it turns into the base unit."""

    end: int
    name: str
    value: Decimal
    factor: Decimal = _ONE
    base: str | None = None


def _span_of_time(folded: str, numeral: _Numeral) -> int | None:
    """Where 年 or 日 ends when it is a length of time (3年以内, 延べ10日) and no calendar year or day."""
    before = folded[max(0, numeral.start - 6) : numeral.start]
    if _ERA_BEFORE.search(before) or _DATED.search(before) or _YEAR.fullmatch(numeral.body):
        return None
    length = _SPAN_OF_TIME.match(folded, numeral.end)
    if length:
        return length.end("unit")
    bare = re.compile(r" ?[年日](?![度月目生前後末始中間半])").match(folded, numeral.end)
    return bare.end() if bare and _LENGTH_BEFORE.search(before) else None


def _counter_end(folded: str, numeral: _Numeral) -> int | None:
    """Where the counter of the numeral ends, or None where it has none."""
    time = _span_of_time(folded, numeral)
    if time is not None:
        return time
    known = find_counter(folded, numeral.end)
    if known and _counts(folded, numeral, known.end):
        return known.end
    if known or _NOT_COUNTED.match(folded, numeral.end) or not numeral.arabic:
        return None
    return _open_end(folded, numeral)


def _counts(folded: str, numeral: _Numeral, end: int) -> bool:
    """Whether the listed counter that ends at ``end`` counts here: no ordinal, clock time, age group or list number."""
    unit = folded[numeral.end : end].strip()
    before = folded[max(0, numeral.start - 10) : numeral.start]
    return not (
        _PRODUCT.search(before)
        or (unit == "分" and _HOUR_BEFORE.search(before))
        or (unit in ("係", "班") and _KANJI.match(before[-1:]))
        or _is_changed_by_next(folded, unit, end)
        or _ROUND_CLOCK.match(folded, numeral.start)
        or _PLANNED_YEARS.match(folded, numeral.end)
        or (len(unit) > 1 and _is_list_number(folded, numeral, end))
        or _is_spaced_name(folded, numeral, end)
    )


def _is_changed_by_next(folded: str, unit: str, end: int) -> bool:
    """Whether what follows makes the counter another word: 回目, 3歳児, 1人暮らし, 課長."""
    if unit in ("歳", "才"):
        return folded.startswith(("児", "代"), end)
    if unit in ("人", "名"):
        return folded.startswith(("暮らし", "ぐらし", "親", "ひとり", "称", "目"), end)
    if unit.endswith("月"):
        return folded.startswith("児", end)
    if len(unit) == 1 and unit in "課係部局室館園校社" and folded.startswith("長", end):
        return True
    return unit != "%" and folded.startswith("目", end) and not folded.startswith(("目標", "目的"), end)


def _is_list_number(folded: str, numeral: _Numeral, end: int) -> bool:
    """Whether the numeral numbers the line (「2 施設整備」) rather than counts the noun behind it."""
    compound = end == len(folded) or bool(_KANJI_OR_KANA.match(folded, end))
    if compound and _NOTE_BEFORE.search(folded[: numeral.start]) and numeral.value < 30:
        return True
    title = _TITLE_COUNTER.match(folded)
    return title is not None and title.end() - 1 == numeral.end and numeral.value < 30 and compound


def _is_spaced_name(folded: str, numeral: _Numeral, end: int) -> bool:
    """Whether the number and the counter belong to two cells or words (「3 市単独事業」)."""
    unit = folded[numeral.end : end]
    apart = unit.startswith(" ") and unit[1:] not in _STRONG and bool(_KANJI.match(folded, end))
    return apart and bool(_KANJI.match(unit[1:])) and not is_action(folded, end)


def _open_end(folded: str, numeral: _Numeral) -> int | None:
    """Where an unlisted noun that counts ends (15河川)."""
    before = folded[max(0, numeral.start - 12) : numeral.start]
    numbered = not folded[: numeral.start].strip(" (") and numeral.value <= 20
    if (
        numbered
        or _NOTE_BEFORE.search(before)
        or _YEAR.fullmatch(numeral.body)
        or _LABELLED.search(before)
        or _QUOTED_LATIN.search(before)
    ):
        return None
    found = find_open_counter(folded, numeral.end)
    return found.end if found else None


def _scaled_unit(folded: str, numeral: _Numeral, end: int) -> _Unit:
    """The unit with a scale that stands before it: 300万円 is 300 of 万円, 12千人 twelve of 千人; else the plain unit."""
    name = folded[numeral.end : end].strip()
    scale = _SCALE.fullmatch(numeral.body)
    value = numeral.value
    if scale and (name == "円" or (scale["scale"] in ("千", "百万") and len(scale["number"]) > 1)):
        factor = Decimal(_SCALES[scale["scale"]])
        mantissa = Decimal(scale["number"].replace(",", ""))
        return _Unit(end, scale["scale"] + name, mantissa.copy_sign(value), factor, name)
    if name == "割":
        return _Unit(end, name, value, Decimal(10), "%")
    if name in ("%", "パーセント"):
        return _Unit(end, name, value, _ONE, "%")
    return _Unit(end, name, value, _ONE, name)


def _with_minor(folded: str, unit: _Unit) -> _Unit:
    """The unit with the smaller one that follows it (13円50銭, 1時間30分, 2割5分) or a half (1本半)."""
    minor = _MINOR.get(unit.name)
    if minor:
        found = re.compile(rf"(?P<number>{NUMBER}){minor[0]}").match(folded, unit.end)
        part = parse_number(found["number"]) if found else None
        if found and part is not None and part < minor[1]:
            return unit._replace(end=found.end(), value=unit.value + part / Decimal(minor[1]))
    half = _HALF.match(folded, unit.end)
    if half and unit.value == unit.value.to_integral_value():
        return unit._replace(end=half.end(), value=unit.value + Decimal("0.5"))
    return unit


def _money_before(folded: str, numeral: _Numeral) -> _Measure | None:
    """An amount whose currency sign stands before it (¥100, US$20)."""
    sign = re.compile(r"(?:US|HK|[ACS])?([¥\\$€£₩₹฿¢]) ?$").search(folded, max(0, numeral.start - 4), numeral.start)
    if not sign:
        return None
    start = sign.start()
    return _Measure(
        start,
        numeral.end,
        numeral.value,
        sign[0].strip(),
        _ONE,
        MONEY_SIGNS[sign[1]] if len(sign[0].strip()) == 1 else sign[0].strip(),
    )


def _measure(folded: str, numeral: _Numeral) -> _Measure | None:
    """The numeral with its unit, or None where it counts nothing."""
    if _is_code(folded, numeral):
        return None
    if numeral.ratio:
        return _Measure(numeral.start, numeral.end, numeral.value, None, _ONE, "ratio")
    money = _money_before(folded, numeral)
    if money:
        return money
    rest = re.compile(r" ?余り?(?=[人名件台回円年])").match(folded, numeral.end)
    counted = numeral._replace(end=rest.end()) if rest else numeral
    end = _counter_end(folded, counted)
    if end is None:
        return None
    if _is_scale_alone(folded, counted, end):
        return None
    unit = _with_minor(folded, _scaled_unit(folded, counted, end))
    if not numeral.arabic and _kanji_word(folded, numeral, unit.end, folded[counted.end : end].strip()):
        return None
    return _Measure(numeral.start, unit.end, unit.value, unit.name, unit.factor, unit.base, None, ("余",) if rest else ())


def _is_scale_alone(folded: str, numeral: _Numeral, end: int) -> bool:
    """Whether a scale and unit stand as the unit of a table (単位：千円) rather than as an amount."""
    if not _SCALE_ALONE.fullmatch(numeral.body):
        return False
    before, after = folded[max(0, numeral.start - 1) : numeral.start], folded[end : end + 2].lstrip(" ")
    return before in _EDGES and after[:1] in _EDGES


def _bare(folded: str, numeral: _Numeral) -> _Measure | None:
    """A number without a unit that stands for a value, or None where it is part of a name, date or list mark."""
    before = folded[max(0, numeral.start - 12) : numeral.start]
    if _is_code(folded, numeral) or _LABELLED.search(before) or _NOT_COUNTED.match(folded, numeral.end):
        return None
    if _NAME_BEFORE.search(before) or _RATIO_AFTER.match(folded, numeral.end) or find_counter(folded, numeral.end):
        return None
    if not folded[: numeral.start].strip(" (") and folded.startswith(_MARK_ENDS, numeral.end):
        return None
    if not numeral.arabic and _kanji_word(folded, numeral, numeral.end, None):
        return None
    return _Measure(numeral.start, numeral.end, numeral.value, None, _ONE, None)


# ---------------------------------------------------------------- ranges

_JOIN = re.compile(r" ?(?:~|-|ないし|乃至|から(?![、。])|または|又は) ?(?:約|おおむね|概ね)?")
_LOWER = re.compile(r" ?(?P<qualifier>以上|より大き[いく]|超|を超え(?:る|て)?)(?:が|で|かつ|、|,| )*")
_UPPER = re.compile(r" ?(?P<qualifier>以下|未満|まで|以内|より(?:も)?小さ[いく]|より低い)(?:か等しい)?")
_CHANGED = re.compile(r" ?[にへ](?:[一-鿿]|$)")
_BETWEEN = re.compile(r" ?の間")


def _joined(folded: str, first: _Measure, second: _Measure, end: int) -> _Measure:
    """Two measures as the range from the first to the second."""
    low, high = _in_unit(first, second), second.value
    both = second._replace(start=first.start, end=end, value=low, value_to=high, qualifiers=first.qualifiers)
    unscaled = first.unit is None and low > high
    if unscaled or (first.unit is not None and first.factor != second.factor):
        return _in_base_unit(both, first.value * first.factor, second.value * second.factor)
    return both


def _in_base_unit(both: _Measure, low: Decimal, high: Decimal) -> _Measure:
    """The range from ``low`` to ``high`` in its base unit, or in its printed one where both are whole in it (3万~5万円)."""
    if low % both.factor == 0:
        return both._replace(value=low // both.factor, value_to=high / both.factor)
    return both._replace(value=low, value_to=high, unit=both.base_unit, factor=_ONE)


def _in_unit(first: _Measure, second: _Measure) -> Decimal:
    """The first value of a range in the unit of the second, whose scale it shares where it has none (10~15万人)."""
    if first.unit is None and second.factor == 1 and second.unit is not None and first.value * 100 <= second.value:
        for scale in (10**8, 10**4, 10**3):
            if second.value % scale == 0 and first.value < second.value / scale:
                return first.value * scale
    return first.value


def _compatible(first: _Measure, second: _Measure) -> bool:
    """Whether two measures can be the ends of one range."""
    same = first.unit is None or first.base_unit == second.base_unit
    return same and first.base_unit != "ratio" and first.value_to is None


def _range(folded: str, first: _Measure, second: _Measure) -> _Measure | None:
    """The range that two neighbouring measures make with the words between and behind them, or None."""
    if not _compatible(first, second):
        return None
    between = folded[first.end : second.start]
    if between in (",", "、", "・") and first.unit is None and second.value == first.value + 1 and second.value < 10:
        return _joined(folded, first, second, second.end)
    if between == "と" and _BETWEEN.match(folded, second.end):
        return _joined(folded, first, second, second.end)
    if _JOIN.fullmatch(between):
        changed = "から" in between and _CHANGED.match(folded, second.end)
        rising = first.value * first.factor <= second.value * second.factor or first.unit is None
        return None if changed or not rising else _joined(folded, first, second, second.end)
    return _bounded(folded, first, second, between)


def _bounded(folded: str, first: _Measure, second: _Measure, between: str) -> _Measure | None:
    """The range of a lower and an upper bound (18歳以上65歳未満), in either order."""
    behind = re.compile(rf"{_LOWER.pattern}|{_UPPER.pattern.replace('qualifier', 'upper')}").match(folded, second.end)
    if not behind:
        return None
    lower, upper = _LOWER.fullmatch(between), _UPPER.fullmatch(between.rstrip("、で,"))
    if lower and behind["upper"]:
        words = (lower["qualifier"], behind["upper"])
        return _joined(folded, first, second, behind.end())._replace(qualifiers=words)
    if upper and behind["qualifier"]:
        end = behind.start() + len(behind[0].rstrip("、, がで"))
        both = _joined(folded, first, second, end)
        return both._replace(
            value=both.value_to or both.value, value_to=both.value, qualifiers=(behind["qualifier"], upper["qualifier"])
        )
    return None


# ---------------------------------------------------------------- qualifiers and rates

_BEFORE = re.compile(
    r"(?P<word>約|およそ|おおよそ|おおむね|概ね|ほぼ|(?<![会統設時家集温歩])計|合計額?|総計|小計|累計"
    r"|通算|(?<![安健保完万])全(?:て)?|総額|総数|延べ?|のべ|うち|"
    r"各|先着|最大限?|最高|最小|最低|最少|最多|最長|最短|上限|下限|月額|年額|日額|一律|平均|残り"
    r"|少なくとも|わずか|(?<![不未])満|(?<=[(、 ])[他外内]|ほか|約)"
    r"(?:で|は|額|として|の)?[: ]?$"
)
_AFTER = re.compile(
    r" ?(?:以上|以下|以内|未満|程度|前後|超(?!え|過|音)|を超える?|を上回る?|を下回る?"
    r"|より(?:も)?(?:大きい|小さい|多い|少ない|低い|高い)|余り?(?![剰暇])|弱(?![者い体点視])"
    r"|強(?![化制風震調い])|"
    r"ほど|くらい|ぐらい|まで|限り|限定|ずつ|増(?![加進設強築額員便])|減(?![少災塩量免額員便価])|増加|減少|のみ)"
)
_PER_MEASURE = re.compile(
    r" ?(?:あたり|当たり|当り|につき|に付き|ごとに?|毎に?)(?:の)?[、 ]?(?:[一-鿿]{1,6}(?:は"
    r"|が)?[: ]?)?"
)
_PER_SLASH = re.compile(
    r" ?/ ?(?P<per>1? ?(?:人・?月|人・?日|[かカヵヶケ箇]月|週間|時間|世帯|年度?|月|日|時|分|秒|回|人"
    r"|名|件|台|個|本|枚|戸|棟|校|社|団体|施設|組|室|席|箇所|か所|頭|匹|t|ha|10a|a|㎡|m[2²3³]|km2?|kg"
    r"|g|L|l|kWh?|h|s))(?![A-Za-z0-9]|(?!以|未満|程度|超|増|減)[一-鿿])"
)
_PER_TIME = re.compile(
    r"(?:(?<![0-9元今昨来本同翌前当半各隔一二三四五六七八九十])(?:毎)?(?P<one>年間|年|月|週間|週|日"
    r"|隔月|隔週)(?:に|平均|間)?|(?P<rate>毎時|毎分|毎秒|時速|分速|秒速)|(?P<many>(?:[0-9]+"
    r"|[一二三四五六七八九十]+)(?:年|日))に?|(?P<fee>月額|年額|日額)) ?$"
)
_RATES = {
    "毎時": "時",
    "時速": "時",
    "毎分": "分",
    "分速": "分",
    "毎秒": "秒",
    "秒速": "秒",
    "月額": "月",
    "年額": "年",
    "日額": "日",
}
_TIMES = re.compile(r"[回度件日本便名人枚台コ点時円千万%か箇カヶ]|週")
_ROUND = ("まで", "限り", "につき", "に限", "以上")
_LENGTHS = ("時間", "日", "週", "週間", "月", "年", "か月", "ヶ月", "カ月", "ヵ月", "日間")


def _set_phrase(folded: str, first: _Measure, second: _Measure) -> bool:
    """Whether two measures of one make a set phrase (1人1台端末)."""
    ones = first.value == second.value == 1 and first.unit is not None and second.unit is not None
    adjacent = not folded[first.end : second.start].strip()
    return ones and adjacent and first.unit not in _LENGTHS and not folded.startswith(_ROUND, second.end)


def _drop_set_phrases(folded: str, measures: list[_Measure]) -> list[_Measure]:
    """The measures without set phrases."""
    pairs = [i for i in range(len(measures) - 1) if _set_phrase(folded, measures[i], measures[i + 1])]
    phrases = {*pairs, *(i + 1 for i in pairs)}
    return [m for i, m in enumerate(measures) if i not in phrases]


def _joined_ranges(folded: str, measures: list[_Measure]) -> list[_Measure]:
    """The measures with neighbours joined into ranges where the text says so."""
    joined: list[_Measure] = []
    for measure in measures:
        both = _range(folded, joined[-1], measure) if joined else None
        if both:
            joined[-1] = both
        else:
            joined.append(measure)
    return joined


def _with_rates(folded: str, measures: list[_Measure]) -> list[_Measure]:
    """The measures with what they are per: 1人あたり4万円 is 4万円 per 1人, 1日3回 three times per 1日."""
    rated: list[_Measure] = []
    for measure in measures:
        previous = rated[-1] if rated else None
        if previous and _is_per(folded, previous, measure):
            rated[-1] = measure._replace(start=previous.start, per=folded[previous.start : previous.end].strip())
        elif previous and _per_word(folded, previous):
            rated[-1] = measure
        else:
            rated.append(measure)
    if rated and _per_word(folded, rated[-1]):
        rated.pop()
    return rated


def _per_word(folded: str, measure: _Measure) -> bool:
    """Whether a measure of one only says what something else is per (1人あたりの負担)."""
    return (
        measure.value == 1
        and measure.value_to is None
        and bool(re.compile(r" ?(?:あたり|当たり|当り|につき)").match(folded, measure.end))
    )


def _is_per(folded: str, previous: _Measure, measure: _Measure) -> bool:
    """Whether ``previous`` is what ``measure`` is per."""
    between = folded[previous.end : measure.start]
    if previous.per or previous.unit is None or measure.unit is None:
        return False
    if _PER_MEASURE.fullmatch(between):
        return True
    frequency = between.strip() in ("", "に", "平均") and previous.unit in _LENGTHS
    first_of_one = previous.value == 1 and between == "" and previous.unit in ("人", "名", "回", "世帯", "団体", "社", "組")
    return (frequency or first_of_one) and measure.unit not in _LENGTHS and previous.end - previous.start < 8


def _with_words(folded: str, measure: _Measure, limit: int) -> _Measure:
    """The measure with the rate and the qualifiers around it in its span, looking back no further than ``limit``."""
    slash = _PER_SLASH.match(folded, measure.end)
    if slash and measure.per is None:
        measure = measure._replace(end=slash.end(), per=slash["per"].replace(" ", ""))
    after = _AFTER.match(folded, measure.end)
    if after:
        measure = measure._replace(end=after.end(), qualifiers=(*measure.qualifiers, after[0].strip()))
    return _open_ended(folded, _with_words_before(folded, measure, limit), limit)


def _with_words_before(folded: str, measure: _Measure, limit: int) -> _Measure:
    """The measure with rates and qualifiers before it taken in, one after another."""
    for _ in range(3):
        before = folded[max(limit, measure.start - 10) : measure.start]
        shift = max(limit, measure.start - 10)
        time = _PER_TIME.search(before) if measure.per is None and _is_frequency(measure) else None
        time = None if time and _DATED.search(before[: time.start() + 2]) and not time["many"] else time
        if time and (time["rate"] or time["fee"] or _TIMES.match(measure.unit or "")):
            word = time["one"] or time["many"] or _RATES[time["rate"] or time["fee"]]
            words = (time["fee"], *measure.qualifiers) if time["fee"] else measure.qualifiers
            measure = measure._replace(start=shift + time.start(), per=word.removesuffix("間"), qualifiers=words)
            continue
        word_before = _BEFORE.search(before)
        if not word_before:
            return measure
        words = (word_before["word"], *measure.qualifiers)
        measure = measure._replace(start=shift + word_before.start(), qualifiers=words)
    return measure


def _is_frequency(measure: _Measure) -> bool:
    """Whether the measure may stand behind 年, 月, 週 as so many times in it."""
    return measure.unit is not None and measure.qualifiers[:1] != ("うち",)


def _open_ended(folded: str, measure: _Measure, limit: int) -> _Measure:
    """The measure with the wave dash of an open range (～8人, 10人～)."""
    if measure.value_to is not None or measure.unit is None:
        return measure
    if (
        measure.start > limit
        and folded[measure.start - 1] == "~"
        and not re.search(r"[0-9一-鿿]~$", folded[max(0, measure.start - 2) : measure.start])
    ):
        return measure._replace(start=measure.start - 1, qualifiers=(*measure.qualifiers, "~"))
    if folded.startswith("~", measure.end) and not re.compile(r"~ ?[0-9一-鿿A-Za-z]").match(folded, measure.end):
        return measure._replace(end=measure.end + 1, qualifiers=(*measure.qualifiers, "~"))
    return measure


# ---------------------------------------------------------------- the result

_INCLUDING = re.compile(r"(?P<what>[一-鿿]{1,6}(?:員|者|等|分|費|税|数)?)を?含(?:む|め)[^、。()]{0,6}$")
_OF_WHICH = re.compile(r"[(、 ](?:うち|内)[^、。()0-9]{1,20}$")


def _context_qualifiers(folded: str, start: int, limit: int) -> tuple[str, ...]:
    """Qualifiers that stand apart from the amount: (うちIT関連1人), (世帯員含む人数：19人)."""
    before = folded[max(limit, start - 24) : start]
    including = _INCLUDING.search(before)
    of_which = _OF_WHICH.search(before)
    return (("うち",) if of_which else ()) + ((including["what"] + "含む",) if including else ())


def _label(text: str, folded: str, measure: _Measure, limit: int) -> str | None:
    """What is counted, as printed: the noun phrase before the amount, or behind it (558件の申請)."""
    found = label_before(folded, measure.start, limit) or label_after(folded, measure.end)
    return text[found[0] : found[1]] if found else None


def _base_value(measure: _Measure) -> Decimal:
    """The value in the base unit, without the zeros that scaling leaves (3.5万円 is 35000)."""
    if measure.factor == 1:
        return measure.value
    base = measure.value * measure.factor
    return Decimal(int(base)) if base == base.to_integral_value() else base


def _quantity(text: str, folded: str, measure: _Measure, limit: int) -> Quantity:
    """The published form of a measure; ``limit`` is where the amount before it ends."""
    measure = _with_words(folded, measure, limit)
    words = (*_context_qualifiers(folded, measure.start, limit), *measure.qualifiers)
    return Quantity(
        surface=text[measure.start : measure.end],
        span=Span(measure.start, measure.end),
        value=measure.value,
        value_to=measure.value_to,
        unit=measure.unit,
        per=measure.per,
        qualifier="・".join(dict.fromkeys(words)) or None,
        base_value=_base_value(measure),
        base_unit=measure.base_unit,
        label=_label(text, folded, measure, limit),
    )


def _quantities(text: str, folded: str, measures: list[_Measure]) -> list[Quantity]:
    """The published form of all measures of a text."""
    quantities: list[Quantity] = []
    for measure in _with_rates(folded, measures):
        limit = quantities[-1].span.end if quantities else 0
        quantities.append(_quantity(text, folded, measure, limit))
    return quantities


_ANY_NUMERAL = re.compile(rf"[0-9{KANJI_DIGITS}十百千]")


def _measures(folded: str) -> list[_Measure]:
    """All measures and, as possible ends of ranges, the bare numbers of a folded text."""
    found: list[_Measure] = []
    for numeral in _numerals(folded):
        measure = _measure(folded, numeral) or _bare(folded, numeral)
        if measure and not (found and measure.start < found[-1].end):
            found.append(measure)
    return found


def _is_half_code(folded: str, measure: _Measure) -> bool:
    """Whether a bare number stands before a dash and another number, with which it makes no range (43-2111)."""
    return bool(re.compile(r"-[0-9]").match(folded, measure.end))


def _is_topic(folded: str, measures: list[_Measure], i: int) -> bool:
    """Whether the bare number is what its sentence speaks of, beside another one (「300と1は…」)."""
    first, last = i, i
    while last + 1 < len(measures) and folded[measures[last].end : measures[last + 1].start] == "と":
        last += 1
    while first and folded[measures[first - 1].end : measures[first].start] == "と":
        first -= 1
    return last > first and folded[measures[last].end : measures[last].end + 1] in ("は", "が")


def find_quantities(text: str) -> list[Quantity]:
    """Every counted or measured amount of one line, in reading order; never raises.

    Dates, clock times, ordinals, list numbers, codes and numbers within names are none.

    >>> [(q.surface, str(q.base_value), q.base_unit, q.label) for q in find_quantities("住宅費助成金 ３万円/月（12件）")]
    [('３万円/月', '30000', '円', '住宅費助成金'), ('12件', '12', '件', None)]
    """
    folded = fold(text)
    if not _ANY_NUMERAL.search(folded):
        return []
    measures = _drop_set_phrases(folded, _joined_ranges(folded, _measures(folded)))
    counted = [m for i, m in enumerate(measures) if m.base_unit is not None or _is_topic(folded, measures, i)]
    return _quantities(text, folded, counted)


def find_numbers(text: str) -> list[Quantity]:
    """Every number of one line that stands for a value, with or without a unit, in reading order; never raises.

    >>> [str(n.value) for n in find_numbers("一億二千万")], [str(n.value) for n in find_numbers("答えは四・五です")]
    (['120000000'], ['4.5'])
    """
    folded = fold(text)
    if not _ANY_NUMERAL.search(folded):
        return []
    whole = parse_number(folded)
    if whole is not None:
        return _quantities(text, folded, [_Measure(0, len(text), whole, None, _ONE, None)])
    measures = _drop_set_phrases(folded, _joined_ranges(folded, _measures(folded)))
    return _quantities(text, folded, [m for m in measures if m.base_unit or not _is_half_code(folded, m)])
