"""What stands around a measure and belongs to it: qualifiers (約, 以上) and what it is per (年1回, 3万円/月)."""

from __future__ import annotations

import re

from plan_extract.text.amounts.measure import DATED, Measure

_BEFORE = re.compile(
    r"(?P<word>(?<![契予条節要婚制公集解成特盟倹規密締])約|およそ|おおよそ|おおむね|概ね|ほぼ|(?<![会統設時家集推余生早度位量圧力重湿速線温ァ-ヴー])(?<!歩数)計|合計額?|総計|小計|累計"
    r"|通算|(?<![安健保完万])全(?:て)?|総額|総数|延べ?|のべ|うち|"
    r"各|先着|最大限?|最高|最小|最低|最少|最多|最長|最短|上限|下限|月額|年額|日額|一律|平均|残り"
    r"|少なくとも|わずか|(?<![々一-鿿])満|(?<=[(、 ])[他外内]|ほか)"
    r"(?:で|額|として|(?<=[計額数])は)?[: ]?$"
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
    r"|隔月|隔週)(?:に|間)?(?P<mean>平均)?|(?P<rate>毎時|毎分|毎秒|時速|分速|秒速)|(?P<many>(?:[0-9]+"
    r"|[一二三四五六七八九十]+)(?:年に|日に?))|(?P<fee>月額|年額|日額)) ?$"
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
_TIMES = re.compile(r"[回度件日本便名人枚台コ点時円千万%]|[か箇カヶヵケ]所|週")
_ROUND = ("まで", "限り", "につき", "に限", "以上")
_LENGTHS = ("時間", "日", "週", "週間", "月", "年", "か月", "ヶ月", "カ月", "ヵ月", "日間")


def _set_phrase(folded: str, first: Measure, second: Measure) -> bool:
    """Whether two measures of one make a set phrase (1人1台端末)."""
    ones = first.value == second.value == 1 and first.unit is not None and second.unit is not None
    adjacent = not folded[first.end : second.start].strip()
    return ones and adjacent and first.unit not in _LENGTHS and not folded.startswith(_ROUND, second.end)


def drop_set_phrases(folded: str, measures: list[Measure]) -> list[Measure]:
    """The measures without set phrases."""
    pairs = [i for i in range(len(measures) - 1) if _set_phrase(folded, measures[i], measures[i + 1])]
    phrases = {*pairs, *(i + 1 for i in pairs)}
    return [m for i, m in enumerate(measures) if i not in phrases]


def with_rates(folded: str, measures: list[Measure]) -> list[Measure]:
    """The measures with what they are per: 1人あたり4万円 is 4万円 per 1人, 1日3回 three times per 1日."""
    rated: list[Measure] = []
    for measure in measures:
        previous = rated[-1] if rated else None
        if previous and _is_per(folded, previous, measure):
            mean = ("平均",) if "平均" in folded[previous.end : measure.start] else ()
            per = folded[previous.start : previous.end].strip()
            rated[-1] = measure._replace(start=previous.start, per=per, qualifiers=(*mean, *measure.qualifiers))
        elif previous and _per_word(folded, previous):
            rated[-1] = measure
        else:
            rated.append(measure)
    if rated and _per_word(folded, rated[-1]):
        rated.pop()
    return rated


def _per_word(folded: str, measure: Measure) -> bool:
    """Whether a measure of one only says what something else is per (1人あたりの負担)."""
    return (
        measure.value == 1
        and measure.value_to is None
        and bool(re.compile(r" ?(?:あたり|当たり|当り|につき)").match(folded, measure.end))
    )


def _is_per(folded: str, previous: Measure, measure: Measure) -> bool:
    """Whether ``previous`` is what ``measure`` is per."""
    between = folded[previous.end : measure.start]
    if previous.per or previous.unit is None or measure.unit is None:
        return False
    if _PER_MEASURE.fullmatch(between):
        return True
    frequency = between.strip() in ("", "に", "平均") and previous.unit in _LENGTHS
    priced = measure.base_unit == "円" or previous.unit in ("人", "名", "回", "世帯", "団体", "社", "組")
    first_of_one = previous.value == 1 and between == "" and priced
    return (frequency or first_of_one) and measure.unit not in _LENGTHS and previous.end - previous.start < 8


def with_words(folded: str, measure: Measure, limit: int) -> Measure:
    """The measure with the rate and the qualifiers around it in its span, looking back no further than ``limit``."""
    slash = _PER_SLASH.match(folded, measure.end)
    if slash and measure.per is None:
        measure = measure._replace(end=slash.end(), per=slash["per"].replace(" ", ""))
    after = _AFTER.match(folded, measure.end)
    if after:
        measure = measure._replace(end=after.end(), qualifiers=(*measure.qualifiers, after[0].strip()))
    return _open_ended(folded, _with_words_before(folded, measure, limit), limit)


def _with_words_before(folded: str, measure: Measure, limit: int) -> Measure:
    """The measure with rates and qualifiers before it taken in, one after another."""
    for _ in range(3):
        before = folded[max(limit, measure.start - 10) : measure.start]
        shift = max(limit, measure.start - 10)
        time = _PER_TIME.search(before) if measure.per is None and _is_frequency(measure) else None
        if time and time["one"] and DATED.search(before[: time.end("one")]):
            time = None
        if time and (time["rate"] or time["fee"] or _TIMES.match(measure.unit or "")):
            word = time["one"] or time["many"] or _RATES[time["rate"] or time["fee"]]
            more = (time["fee"],) if time["fee"] else ("平均",) if time["mean"] else ()
            words = (*more, *measure.qualifiers)
            measure = measure._replace(start=shift + time.start(), per=word.removesuffix("間"), qualifiers=words)
            continue
        word_before = _BEFORE.search(before)
        if not word_before:
            return measure
        words = (word_before["word"], *measure.qualifiers)
        measure = measure._replace(start=shift + word_before.start(), qualifiers=words)
    return measure


def _is_frequency(measure: Measure) -> bool:
    """Whether the measure may stand behind 年, 月, 週 as so many times in it."""
    return measure.unit is not None and measure.qualifiers[:1] != ("うち",)


def _open_ended(folded: str, measure: Measure, limit: int) -> Measure:
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
