"""Reads one calendar expression at a position of folded text: str → Point. Knows no context."""

from __future__ import annotations

import re
from math import gcd

from plan_extract.text.dates.point import NthWeekday, Part, Point, Year
from plan_extract.text.dates.vocabulary import (
    DAY_UNIT,
    ISSUE_LABEL,
    KANJI_DIGITS,
    LIST_SIGN,
    MONTH_UNIT,
    NUMBER,
    SHARE_SIGN,
    SP,
    WEEKDAYS,
    shared,
)
from plan_extract.text.dates.years import read_number, read_year

_MONTH = re.compile(rf"(?P<number>{NUMBER}){SP}(?:{MONTH_UNIT})|(?P<shared>{NUMBER}){shared(MONTH_UNIT)}")
_DAY = re.compile(rf"(?P<number>{NUMBER}){SP}{DAY_UNIT}|(?P<shared>{NUMBER}){shared(DAY_UNIT)}")
# even spacing (均等割付) parts the digits too: 令 和 ５ 年 １ ２ 月 ３ １ 日
_SPACED_MONTH = re.compile(r"(?P<number>[01] [0-9])(?P<shared>) 月")
_SPACED_DAY = re.compile(r"(?P<number>[0-3] [0-9])(?P<shared>) 日(?!間|目)")
_JOIN = re.compile(rf"{SP}の?{SP}")
_COUNT_OF_MONTHS = 20
"""From here on N月 is how long (24月, 48月), not a misprinted month."""

_LABEL = re.compile(rf"{SP}(?:{ISSUE_LABEL})")
_MONTH_SHIFT = re.compile(
    r"(?P<antecedent>同|翌々|(?<!前)翌|前々|前)月(?!比|号|曜|謝|例|極)|(?P<report>今|当|先|来|再来)月(?!比|号|曜|謝|例)"
)
_SHIFTS = {"同": 0, "翌": 1, "翌々": 2, "前": -1, "前々": -2, "今": 0, "当": 0, "先": -1, "来": 1, "再来": 2}
_SAME_SHORT = re.compile(rf"(?P<word>[同翌]){SP}(?={NUMBER}{SP}[月日])")
_DAY_SHIFT = re.compile(r"(?P<word>同|翌)日(?!本|程|付|様)")

_MONTH_PARTS = (
    (r"上{SP}旬|初{SP}旬", Part("dekad", 1)),
    (r"中{SP}旬", Part("dekad", 2)),
    (r"下{SP}旬", Part("dekad", 3)),
    (r"末 ?日|晦日|みそか|末(?!端|永|広)|終わり", Part("edge", -1)),
    (r"初日|朔日|ついたち|初め|始め|はじめ|初頭|当初(?!予算)|頭(?!部|取|書|出)|初(?![一-龠])", Part("edge", 1)),
    (r"前半", Part("half", 1)),
    (r"後半", Part("half", 2)),
)
_MIDDLE = re.compile(rf"{SP}の?(?:半ば|中頃|中ごろ|なかば)")
_YEAR_PARTS = (
    (r"末(?!端|永|広|調整)|大晦日", Part("edge", -1)),
    (r"元日|元旦|当初(?!予算|課税|賦課|申告|契約|計画)|初め|始め|はじめ|初頭|頭(?!部|取|書)|初(?![一-龠])", Part("edge", 1)),
    (r"上半期|上期|前期(?![計課高基一])", Part("fiscal_half", 1)),
    (r"下半期|下期|後期(?![計課高基一])", Part("fiscal_half", 2)),
    (r"前半期?", Part("half", 1)),
    (r"後半期?", Part("half", 2)),
    *(
        (rf"第?{SP}[{i}{'一二三四'[i - 1]}]{SP}(?:四半期|Q(?![0-9A-Za-z]))|Q{i}(?![0-9A-Za-z])", Part("quarter", i))
        for i in range(1, 5)
    ),
    *(
        (rf"{sign}[季期]?+(?!休|祭|まつり|分|山|田|日|場|号|間)", Part("season", i))
        for i, sign in enumerate("春夏秋冬", start=1)
    ),
)
_WHOLE = re.compile(
    rf"{SP}(?:いっぱい|中(?![学央間心核止国小堅古途長期高旬世部])|内(?![容部示定閣訳覧線科外])|分(?![科野析類散担庁館会園校署団割離布配]))"
)
_NTH_WEEKDAY = re.compile(
    rf"{SP}の?{SP}(?:第{SP}(?P<nth>[1-5一二三四五])|(?P<last>最終|最後の)){SP}(?P<weekday>[{WEEKDAYS}])曜日?"
)
_HOLIDAY = r"(?:祝日?|休日?|振休|振替休日)"
_WEEKDAY = re.compile(
    rf"{SP}[(\[〔<]{SP}(?:{_HOLIDAY}[・、,/]?)?(?P<inside>[{WEEKDAYS}])(?:曜日?)?{SP}(?:[・、,/]?{SP}{_HOLIDAY})?{SP}[)\]〕>]"
    rf"|{SP}[(\[〔<]{_HOLIDAY}[)\]〕>]|[の、,]?{SP}(?P<plain>[{WEEKDAYS}])曜日?"
)
_APPROXIMATE = re.compile(rf"{SP}(?:頃|ごろ|ころ(?!が)|前後|を?{SP}(?:目途|目処|めど))")
_AS_OF = re.compile(rf"{SP}(?:時 ?点|現 ?在)")
_BUDGET = re.compile(rf"{SP}(?:[0-9]日)?(?:補正|専決)")

_NUMERIC = re.compile(
    rf"{SP}(?P<sign>[./・,\-]){SP}(?P<month>[0-9]{{1,2}})(?![0-9])(?:{SP}(?:(?P=sign)|(?<=[0-9])/){SP}(?P<day>[0-9]{{1,2}})(?![0-9]))?"
    rf"(?P<unit>{SP}{MONTH_UNIT}|{SP}日)?"
)
_PART_BEHIND_NUMBER = re.compile(rf"{SP}(?:[上中下初] ?旬|末(?!端|永))")
_NUMBER_GOES_ON = re.compile(r"[./,\-]?[0-9A-Za-z]|%|[千万億円件人名回倍校割点社台度]|か所|メートル|ポイント|パーセント")
_COMPACT = re.compile(
    r"(?<![0-9.,])(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])(?![0-9])(?![.,][0-9]|[円件人千万])"
)

_SLASH = re.compile(r"(?<![0-9A-Za-z./:第])(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12][0-9]|3[01])(?![0-9/.A-Za-z%])")
_SLASH_PART = re.compile(r"(?<![0-9A-Za-z./:第])(?P<month>0?[1-9]|1[0-2])/(?=[上中下初] ?旬|末)")
_RATE_BEFORE = re.compile(
    r"(?:率|負担|割合|国|県|市|町|村|都|道|府|区|約|費用?の|額の|補助|[比分]|×|=|者の?|の)[:()>】〉》\]]{0,2} ?$"
)
_RATE_AFTER = re.compile(
    rf"{SP}(?:以内|以下|以上|未満|程度|相当|超|を?補助|を?助成|を?負担|の?(?:額|補助|助成|負担|減|割合|面積)|[国県市町村都道府区](?![一-龠])|ずつ|に減|に縮|ページ|頁|倍|を?控除|を?軽減|免除)"
)
_COUNTER_AFTER = re.compile(
    r"(?:[件人名校社台個冊本組戸棟基便席枚号階種類項款条章編部版点割](?![一-龠])|回(?!答|収|覧|線)|団体|市町村|施設|か所|箇所|世帯|ページ|頁|cm|mm)"
)
_DATE_VERB = (
    r"(?:開催|実施|開始|開設|終了|提出|公開|公表|発表|発売|発行|発送|配布|配信|掲載|締|運用|稼働|導入|供用|施行|訪|戻|行[わいきっうなくけこ]|来[るた]|"
    r"帰|会[いうっお]|出発|到着|着工|竣工|契約|入札|公募|募集|受付|説明|リリース|オープン|スタート|予定|始|終わ|締結|完了|完成|設置|届)"
)
_DATE_AFTER = re.compile(
    rf"{SP}(?:{SHARE_SIGN}{SP}[0-9]|[(\[][{WEEKDAYS}]|に(?!減|縮|相当|当た|圧縮|軽減|引)|から|より|まで|~|以降|以前|時点|現在|付|頃|ごろ|締|{_DATE_VERB}|$)"
)
_TENTHS = 10

_POINT_OR_DASH = re.compile(
    rf"(?<![0-9A-Za-z./,:第+\-])(?<!Ver)(?P<month>0?[1-9]|1[0-2])(?P<sign>[.\-])(?P<day>0?[1-9]|[12][0-9]|3[01])(?![0-9./,\-A-Za-z%])"
    rf"(?={SP}(?:[(\[][{WEEKDAYS}][)\]・曜]|に{_DATE_VERB}))"
)

_BARE_DAY_NOT = re.compile(
    rf"{SP}(?:以内|程|分(?!の)|前(?!半)|後|ぶり|連続|あたり|当たり|当り|平均|につき|未満|以上|超|ごと|毎|おき|を要|かか|かけ|"
    rf"コース|制|券|乗|市|町|村|場|坊|酔|本(?![庁館部会校市県社店番])|常|数|照|射|報|誌|雇|帰|給|勤|休|余|の[丸出入]|単位|も|たって|経|過ぎ|"
    rf"[0-9{KANJI_DIGITS}]{{1,4}} ?(?:回|時間|人|件|名|便|食|本|校|コマ)|/|中(?!に|旬)|置|増|減|短縮|延長|遅)"
)
_BARE_DAY_BEFORE = re.compile(
    r"(?:約|計|各|全|週|年|月|延べ|のべ|最[大長短低多]|年間|月間|週間|他|ほか|毎|まる|丸|第|数|平均|日数は?|期間は?|うち|わずか|"
    r"たった|もう|あと|残り|泊|[+×]|[0-9][~\-ー、・,])[: ]?$"
)
_NAMED_PLACE = re.compile(r"[町市村場坊酔月橋島川丁田野谷原戸宿家]")


def read_point(text: str, at: int, after: Point | None = None) -> Point | None:
    """The calendar expression that begins at ``at``; ``after`` is the one before it, whose era and unit it may share."""
    point = (
        _from_year(text, at, after)
        or _from_compact(text, at)
        or _from_month(text, at)
        or _from_slash(text, at)
        or _from_day(text, at, after)
        or _from_fiscal_part(text, at)
        or (_from_rest(text, at, after) if after else None)
    )
    return _with_suffixes(text, point) if point else None


# --- what begins with a year


def _from_year(text: str, at: int, after: Point | None) -> Point | None:
    read = read_year(text, at, after.year if after else None)
    if read is None:
        return None
    year, end, unit = read
    if year is None:
        return Point(at, end, possible=False)
    point = Point(at, end, year=year, shared=unit == "shared")
    if point.shared:
        return point
    if unit:
        return _with_month(text, point) or _with_season(text, point)
    return _with_numbers(text, point) or (_with_season(text, point) if _stands_alone(text, point) else None)


def _stands_alone(text: str, point: Point) -> bool:
    """Whether a year without 年 is one: R5, '23."""
    return not re.match(r"[A-Za-z0-9]|-(?![RH][0-9])|\.[0-9]|[棟号系番型線階款形校]", text[point.end : point.end + 3])


def _with_numbers(text: str, point: Point) -> Point | None:
    """Year, month and day by signs: 2023/10/5, R5.4.1, 令和3,7, R6.3月."""
    match = _NUMERIC.match(text, point.end)
    if not match or not _is_numeric_date(text, point, match):
        return None
    month, day = int(match["month"]), int(match["day"]) if match["day"] else None
    possible = 1 <= month <= 12 and (day is None or 1 <= day <= 31)
    if not possible and day is None:
        return None
    year = point.year._replace(fiscal=False) if point.year else None
    dated = point._replace(end=match.end(), year=year, month=month, day=day, numeric=True, possible=possible)
    parted = match["unit"] or _PART_BEHIND_NUMBER.match(text, match.end())
    return _with_month_part(text, dated) if parted and day is None else dated


def _is_numeric_date(text: str, point: Point, match: re.Match[str]) -> bool:
    if match["day"] or match["unit"]:
        return not (match["sign"] == "," and point.year and point.year.era is None)
    if _NUMBER_GOES_ON.match(text, match.end()):
        return False
    western = point.year is None or point.year.era is None
    if western:
        return match["sign"] in "./" or (match["sign"] == "-" and len(match["month"]) == 2)
    early = point.year is not None and point.year.era in ("昭和", "大正", "明治") and match.end() - point.begin < 8
    return match["sign"] in ".,/" and (not early or text[point.begin] not in "STM")


def _with_month(text: str, point: Point) -> Point | None:
    """The year with its month, and day where it has one."""
    start = _skip(text, point.end)
    match = _MONTH.match(text, start) or _SPACED_MONTH.match(text, start)
    return _month_to_point(text, point, match) if match else None


def _month_to_point(text: str, point: Point, match: re.Match[str]) -> Point:
    number = read_number(match["number"] or match["shared"])
    dated = point._replace(end=match.end(), month=number, shared=bool(match["shared"]), possible=1 <= number <= 12)
    if dated.shared:
        return dated
    return _with_day(text, dated) or _with_month_part(text, dated)


def _with_day(text: str, point: Point) -> Point | None:
    start = _skip(text, point.end)
    match = _DAY.match(text, start) or _SPACED_DAY.match(text, start)
    return _day_to_point(point, match) if match else None


def _day_to_point(point: Point, match: re.Match[str]) -> Point:
    number = read_number(match["number"] or match["shared"])
    possible = point.possible and 1 <= number <= 31
    return point._replace(end=match.end(), day=number, shared=bool(match["shared"]), possible=possible)


def _with_month_part(text: str, point: Point) -> Point:
    """The month with 上旬, 末, 第2土曜日 …, where such follows."""
    nth = _NTH_WEEKDAY.match(text, point.end)
    if nth:
        number = -1 if nth["last"] else read_number(nth["nth"])
        return point._replace(end=nth.end(), nth=NthWeekday(number, WEEKDAYS.index(nth["weekday"])))
    middle = _MIDDLE.match(text, point.end)
    if middle:
        return point._replace(end=middle.end(), part=Part("dekad", 2), approximate=True)
    return _with_part(text, point, _MONTH_PART_PATTERNS)


def _with_season(text: str, point: Point) -> Point:
    return _with_part(text, point, _YEAR_PART_PATTERNS)


def _with_part(text: str, point: Point, patterns: tuple[re.Pattern[str], dict[str, Part]]) -> Point:
    pattern, parts = patterns
    match = pattern.match(text, point.end)
    if match and match.lastgroup:
        return point._replace(end=match.end(), part=parts[match.lastgroup])
    whole = _WHOLE.match(text, point.end)
    # いっぱい closes a period; the search for ranges reads it
    return point._replace(end=whole.end()) if whole and not whole.group().endswith("いっぱい") else point


def _part_patterns(parts: tuple[tuple[str, Part], ...]) -> tuple[re.Pattern[str], dict[str, Part]]:
    """One regex with a group for each part, behind an optional の, and the part of each group."""
    groups = {f"p{i}": part for i, (_, part) in enumerate(parts)}
    choices = "|".join(f"(?P<p{i}>{source.replace('{SP}', SP)})" for i, (source, _) in enumerate(parts))
    return re.compile(rf"{SP}の?{SP}(?:{choices})"), groups


_MONTH_PART_PATTERNS = _part_patterns(_MONTH_PARTS)
_YEAR_PART_PATTERNS = _part_patterns(_YEAR_PARTS)


def _skip(text: str, at: int) -> int:
    """Past spaces and a の that join year, month and day."""
    match = _JOIN.match(text, at)
    return match.end() if match else at


def _from_compact(text: str, at: int) -> Point | None:
    """Eight digits: 20231005."""
    match = _COMPACT.match(text, at)
    if not match:
        return None
    year = Year("printed", int(match["year"]), fiscal=False)
    return Point(at, match.end(), year=year, month=int(match["month"]), day=int(match["day"]), numeric=True)


# --- what begins with a month


def _from_month(text: str, at: int) -> Point | None:
    same = _SAME_SHORT.match(text, at)
    if same:
        return _from_same(text, at, same)
    shift = _MONTH_SHIFT.match(text, at)
    if shift:
        word = shift["antecedent"] or shift["report"]
        point = Point(at, shift.end(), month_shift=_SHIFTS[word], month_of_report=bool(shift["report"]))
        return _with_day(text, point) or _with_month_part(text, point)
    match = None if text[at - 1 : at] == "第" else _MONTH.match(text, at)
    if not match or (match["number"] and _LABEL.match(text, match.end())):
        return None
    point = _month_to_point(text, Point(at, at), match)
    return None if point.month and point.month >= _COUNT_OF_MONTHS else point


def _from_same(text: str, at: int, same: re.Match[str]) -> Point | None:
    """同10月, 同20日, 翌3月."""
    shift = _SHIFTS[same["word"]]
    month = _MONTH.match(text, same.end())
    if month:
        return _month_to_point(text, Point(at, at, year=Year("antecedent", shift, fiscal=False)), month)
    day = None if shift else _DAY.match(text, same.end())
    return _day_to_point(Point(at, at, month_shift=0), day) if day else None


def _from_slash(text: str, at: int) -> Point | None:
    """10/26, 8/下旬, and 4.22 or 4-22 where a weekday or the words behind show a date."""
    part = _SLASH_PART.match(text, at)
    if part:
        return _with_month_part(text, Point(at, part.end(), month=int(part["month"])))
    slash = _SLASH.match(text, at)
    match = slash if slash and not _is_rate(text, slash) else _POINT_OR_DASH.match(text, at)
    if not match:
        return None
    return Point(at, match.end(), month=int(match["month"]), day=int(match["day"]), numeric=True)


def _is_rate(text: str, match: re.Match[str]) -> bool:
    """Whether M/D is a share (補助率1/2, 5/12校): by the words around it, else by being a common fraction."""
    if _RATE_AFTER.match(text, match.end()) or _COUNTER_AFTER.match(text, match.end()):
        return True
    if _RATE_BEFORE.search(text, max(0, match.start() - 4), match.start()):
        return not re.match(rf"{SP}[(\[][{WEEKDAYS}]", text[match.end() : match.end() + 4])
    numerator, denominator = int(match["month"]), int(match["day"])
    padded = "0" in (match["day"][0], match["month"][0])
    reduced = denominator == _TENTHS or gcd(numerator, denominator) == 1
    return numerator < denominator <= _TENTHS and reduced and not padded and not _looks_dated(text, match)


def _looks_dated(text: str, match: re.Match[str]) -> bool:
    """Whether what follows M/D, or a line that it opens, shows a date."""
    opens_line = not text[: match.start()].strip("○◯●・■□◆◇-*※~ ") and re.match(r" +[^ ]", text[match.end() : match.end() + 4])
    listed = re.search(rf"[0-9]/[0-9]{{1,2}}{SP}{SHARE_SIGN}{SP}$", text[max(0, match.start() - 10) : match.start()])
    fraction = match.end() == len(text)
    return bool(opens_line or listed or (_DATE_AFTER.match(text, match.end()) and not fraction))


# --- what begins with a day


def _from_day(text: str, at: int, after: Point | None) -> Point | None:
    shift = _DAY_SHIFT.match(text, at)
    if shift:
        return Point(at, shift.end(), day_shift=_SHIFTS[shift["word"]])
    match = _DAY.match(text, at)
    leans = after is not None and (after.day is not None or after.shared)
    if not match or not (leans or _is_bare_day(text, match)):
        return None
    point = _day_to_point(Point(at, at), match)
    return point if point.possible else None


def _is_bare_day(text: str, match: re.Match[str]) -> bool:
    """Whether N日 without a month is a day of the month and no duration (2、3日), price or place."""
    if match["shared"]:
        return False
    kanji = match.group()[0] in KANJI_DIGITS
    if _BARE_DAY_BEFORE.search(text, max(0, match.start() - 6), match.start()):
        return False
    if kanji and (
        _NAMED_PLACE.match(text, match.end())
        or match["number"] == "一"
        or text[match.start() - 1 : match.start()] in ("十", "数")
    ):
        return False
    return not _BARE_DAY_NOT.match(text, match.end())


# --- parts of the fiscal year in force, and rests that lean on the point before

_FISCAL_PART = re.compile(
    r"(?<![各毎単数過会他])年度(?=末|内|中(?!途)|当初(?!予算)|初|始め|はじめ|前半|後半|上半期|下半期|上期|下期)"
    r"|(?=[上下]半期|(?<![以地])[上下]期(?!待|限|間)|第[1-4一二三四] ?四半期|第[1-4]Q(?![0-9A-Za-z]))"
    r"|(?P<whole>通年)(?!議会|制|型|会期)"
    r"|(?<![一-龠ァ-ヶ])(?=[春夏秋冬](?:頃|ごろ|以降))"
)
_YEAR_PART = re.compile(r"(?<![0-9毎各度数周中長近同翌前来昨今本当何一-十])年(?=末(?!年始|調整)|内(?![容部]))")
_MONTH_PART = re.compile(r"(?<![0-9毎各数ヶかカ箇ケヵ年日一-十])月(?=末|初め|はじめ|初(?![一-龠])|内(?![容部]))")
_PART_OF_MONTH = re.compile(r"(?=[上中下初] ?旬)")
_LEANING_END = re.compile(r"(?=末(?![端永広]))")
_BARE_NUMBER = re.compile(
    rf"(?P<number>[0-9]{{1,2}})(?={SP}(?:[)、。,・]|$|\n|\([{WEEKDAYS}][)・曜])| [^0-9月日年:件人回名か箇ヶ台校課社点円%世施])"
)


def _from_fiscal_part(text: str, at: int) -> Point | None:
    fiscal = _FISCAL_PART.match(text, at)
    if fiscal:
        point = Point(at, fiscal.end(), year=Year("named", 0, fiscal=True))
        return point if fiscal["whole"] else _with_season(text, point)
    year = _YEAR_PART.match(text, at)
    if year:
        return _with_season(text, Point(at, year.end(), year=Year("report", 0, fiscal=False)))
    month = _MONTH_PART.match(text, at) or _PART_OF_MONTH.match(text, at)
    return _with_month_part(text, Point(at, month.end())) if month else None


def _from_rest(text: str, at: int, after: Point) -> Point | None:
    """What has a meaning only behind another point: 末, 秋, or the bare 6 of R4～6, the 9 of R5.4～9, the 5 of 10/1～5."""
    if _LEANING_END.match(text, at) and (after.month or after.month_shift is not None):
        return _with_month_part(text, Point(at, at))
    return _later_season(text, at, after) or _bare_number(text, at, after)


def _later_season(text: str, at: int, after: Point) -> Point | None:
    """The 秋 of 令和5年春～秋, the 春 of 令和5年冬～春."""
    if after.year is None or after.part is None or after.part.kind != "season" or text[at] not in "春夏秋冬":
        return None
    point = _with_season(text, Point(at, at, year=after.year))
    wraps = point.part is not None and point.part.number < after.part.number
    return point._replace(year=after.year._replace(number=after.year.number + wraps)) if point.part else None


def _bare_number(text: str, at: int, after: Point) -> Point | None:
    match = _BARE_NUMBER.match(text, at)
    number = int(match["number"]) if match else 0
    if not match or not number or not (after.numeric or _is_letter_year(text, after)):
        return None
    if after.day:
        return Point(at, match.end(), day=number, numeric=True) if number <= 31 else None
    if after.month:
        return Point(at, match.end(), month=number, numeric=True) if number <= 12 else None
    return Point(at, match.end(), year=Year("unnamed", number, fiscal=True))


def _is_letter_year(text: str, point: Point) -> bool:
    """Whether the point is R4 and nothing else."""
    return bool(
        point.year
        and point.month is None
        and point.part is None
        and text[point.begin] in "RH"
        and text[point.end - 1] in "0123456789"
    )


# --- what may follow any of them


def _with_suffixes(text: str, point: Point) -> Point:
    """The point with its weekday, 頃, 時点."""
    if point.shared:
        return point
    weekday = _WEEKDAY.match(text, point.end) if point.day or point.day_shift is not None else None
    if weekday:
        sign = weekday["inside"] or weekday["plain"]
        point = point._replace(end=weekday.end(), weekday=WEEKDAYS.index(sign) if sign else None)
    approximate = _APPROXIMATE.match(text, point.end)
    if approximate:
        point = point._replace(end=approximate.end(), approximate=True)
    as_of = _AS_OF.match(text, point.end)
    if as_of:
        return point._replace(end=as_of.end(), role="as_of")
    return point._replace(role="budget") if point.month and _BUDGET.match(text, point.end) else point


def is_listed(text: str, begin: int, end: int) -> bool:
    """Whether nothing but a list sign stands between two positions."""
    return re.fullmatch(rf"{SP}(?:{LIST_SIGN}|[/)]|又は|または|や|、?及び)?{SP}", text[begin:end]) is not None
