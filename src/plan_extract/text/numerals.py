"""Numerals of any script to numbers: ３ / 三 / 十二 / 一億二千万 / 二〇二三 / 3億5千万 / 壱弐参."""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation

from plan_extract.text.normalize import fold

KANJI_DIGITS = "〇零一二三四五六七八九壱壹弌弐貳貮弍参參弎肆伍陸漆柒捌玖"
_DIGIT_VALUES = "0012345678911122223334567789"
_DIGITS = {ord(kanji): value for kanji, value in zip(KANJI_DIGITS, _DIGIT_VALUES, strict=True)}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "陌": 100, "千": 1000, "仟": 1000, "阡": 1000}
_CONTRACTED = {"廿": 20, "卄": 20, "卅": 30, "丗": 30, "卌": 40}
_MYRIADS = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16, "垓": 10**20}
_EXACT = Context(prec=400)
_MOST_CHARS = 200
"""A longer run of digits is no number that a plan states; it would only cost time."""

_T = f"[{''.join(_TENS)}{''.join(_CONTRACTED)}]"
_S = f"[{''.join(_TENS)}{''.join(_MYRIADS)}]"
_K = f"[{KANJI_DIGITS}{''.join(_TENS)}{''.join(_CONTRACTED)}]"

ARABIC = r"(?>[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])(?:\.[0-9]++)?|[0-9]++(?:\.[0-9]++)?|(?<![0-9.])\.[0-9]++)"
KANJI = rf"(?>{_K}++(?:[万萬億兆京垓]++{_K}*+)*+)"
# a scale may stand apart (「1,000 千円」「4680 万ドル」); digits stand apart from a scale only if that did so too
_SCALED = rf"(?: (?:百万|万(?!博|が一)|億|兆)(?: (?=[0-9]))?|{_S}++| 千(?=[円人㎡tk]))(?:{ARABIC}|{_K}++)?"
NUMBER = rf"(?>{ARABIC}(?:{_SCALED})*+|{KANJI}(?:{ARABIC}(?:{_SCALED})*+)?)"
"""Source of a regular expression (Python 3.11) that matches a numeral in folded text, greedily and in linear time.

Arabic digits with thousands separators and decimals, kanji numerals, and both mixed (3億5千万). It looks at the
numeral alone: whether 三 is a number or part of a name is for the caller to see. Signs and kanji decimals (四・五)
are not part of it.
"""

FIRST = rf"[0-9.{_K[1:]}"
"""Source of a regular expression that matches a character with which :data:`NUMBER` may begin."""

_TOKEN = re.compile(
    r"(?P<digits>[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?|\.[0-9]+)"
    rf"|(?P<tens>[{''.join(_TENS)}])|(?P<contracted>[{''.join(_CONTRACTED)}])|(?P<myriad>[{''.join(_MYRIADS)}])"
)
_SIGN = re.compile(r"(?:(?P<minus>-|△|▲|マイナス)|\+|プラス) ?")
_SPACED_SCALE = re.compile(r" ?(千|百万|万|億|兆)(?: (?=[0-9]))?")
_SEPARATED = re.compile(r"[0-9]{1,3}(?:、[0-9]{3})+")
_KANJI_POINT = re.compile(rf"(?<={_K}|[万億兆])[・.](?={_K})")


def _positional(text: str) -> str:
    """``text`` with each kanji digit as an ASCII digit, so that 二〇二三 reads 2023."""
    return text.translate(_DIGITS)


class _Sum:
    """A numeral on its way to its value: the digits, the section below the next myriad, and the total above it."""

    __slots__ = ("digits", "largest", "last_ten", "section", "total")

    def __init__(self) -> None:
        self.total = self.section = Decimal(0)
        self.digits: Decimal | None = None
        self.last_ten = self.largest = Decimal("Infinity")

    def add_digits(self, digits: str) -> bool:
        """Takes a run of digits; false where digits stand beside digits."""
        if self.digits is not None:
            return False
        self.digits = Decimal(digits.replace(",", ""))
        return True

    def add_tens(self, value: int) -> bool:
        """Takes 十, 百 or 千; false where it is not smaller than the one before (十百)."""
        if value >= self.last_ten:
            return False
        self.section = _EXACT.add(self.section, _EXACT.multiply(self.digits or Decimal(1), Decimal(value)))
        self.digits, self.last_ten = None, Decimal(value)
        return True

    def add_contracted(self, value: int) -> bool:
        """Takes 廿 and its kin; false where digits stand before it."""
        if self.digits is not None or self.last_ten <= 10:
            return False
        self.section, self.last_ten = self.section + value, Decimal(10)
        return True

    def add_myriad(self, value: int) -> bool:
        """Takes 万, 億 …; false where nothing stands before it (万万). A larger one scales all before it (一万億)."""
        before = _EXACT.add(self.section, self.digits or Decimal(0))
        nothing = self.digits is None and not self.section
        if value > self.largest:
            self.total, before = Decimal(0), _EXACT.add(self.total, before)
            nothing = not before
        if nothing:
            return False
        self.total = _EXACT.add(self.total, _EXACT.multiply(before, Decimal(value)))
        self.section, self.digits = Decimal(0), None
        self.last_ten, self.largest = Decimal("Infinity"), Decimal(value)
        return True

    def value(self) -> Decimal:
        """The number so far."""
        return _EXACT.add(_EXACT.add(self.total, self.section), self.digits or Decimal(0))


def _evaluate(numeral: str) -> Decimal | None:
    """The value of a folded numeral without sign, or None where its parts do not fit together."""
    numeral = _positional(_SPACED_SCALE.sub(r"\1", numeral))
    so_far, end = _Sum(), 0
    for token in _TOKEN.finditer(numeral):
        part = token[0]
        fits = token.start() == end and (
            so_far.add_digits(part)
            if token["digits"]
            else so_far.add_tens(_TENS[part])
            if token["tens"]
            else so_far.add_contracted(_CONTRACTED[part])
            if token["contracted"]
            else so_far.add_myriad(_MYRIADS[part])
        )
        if not fits:
            return None
        end = token.end()
    return so_far.value() if end == len(numeral) and end else None


def _with_fraction(numeral: str) -> Decimal | None:
    """The value of a numeral whose decimals are kanji (四・八〇〇), else of the whole numeral."""
    parts = _KANJI_POINT.split(numeral, maxsplit=1)
    if len(parts) == 1:
        return _evaluate(numeral)
    whole, decimals = _evaluate(parts[0]), re.match(rf"{_K}+", parts[1])
    digits = _evaluate(decimals[0]) if decimals else None
    if whole is None or decimals is None or digits is None:
        return None
    places = _positional(decimals[0]) if not re.search(_T, decimals[0]) else str(digits)
    value = _EXACT.add(whole, _EXACT.scaleb(Decimal(places), -len(places)))
    scale = _evaluate("1" + parts[1][decimals.end() :])
    return _EXACT.multiply(value, scale) if scale is not None else None


def parse_number(text: str) -> Decimal | None:
    """The number that the whole of ``text`` writes, exact, or None where it is no numeral. Never raises.

    >>> parse_number("１．５億"), parse_number("四・八"), parse_number("△3億5千万")
    (Decimal('150000000'), Decimal('4.8'), Decimal('-350000000'))
    """
    if text.isascii() and text.isdigit() and len(text) <= _MOST_CHARS:
        return Decimal(text)
    numeral = fold(text).strip()
    sign = _SIGN.match(numeral)
    if sign:
        numeral = numeral[sign.end() :]
    if _SEPARATED.fullmatch(numeral):
        numeral = numeral.replace("、", ",")
    if not numeral or len(numeral) > _MOST_CHARS:
        return None
    try:
        value = _with_fraction(numeral)
    except (InvalidOperation, ValueError):
        return None
    if value is None:
        return None
    if value == value.to_integral_value() and not numeral[-1].isascii():
        value = Decimal(int(value))
    return value.copy_negate() if sign and sign["minus"] else value


def parse_integer(text: str) -> int | None:
    """The whole number that all of ``text`` writes, or None where it is no numeral or has a fraction. Never raises.

    >>> parse_integer("二千三百五十"), parse_integer("二〇二三"), parse_integer("１，２３４"), parse_integer("三日町")
    (2350, 2023, 1234, None)
    """
    value = parse_number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None
