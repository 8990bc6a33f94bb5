"""Things listed one after another in a line: 本館、別館及び分館 / 6月、9月、12月."""

from __future__ import annotations

import re

from plan_extract.text.normalize import fold

_COMMA = re.compile(r" ?[、,，](?! ?[0-9]{3}(?![0-9月日/年])) ?")
_WORDS = re.compile(r"(?<=.)(?:及び|および|並びに|ならびに)(?=.)")
_DOT = re.compile(r" ?・ ?")
_OPEN = re.compile(r"(?:など|等|ほか|他|その他|…|[.]{3}|ほか[0-9]+.{1,4}|他[0-9]+.{1,4}|ほか数.{1,4})[)」]?$")
_MONTH = (
    r"(?:(?:令和|[RH])?[0-9元]{1,4}[年.])?[0-9]{1,2}(?:月(?:[0-9]{1,2}日)?(?:上旬|中旬|下旬|末|頃)?|/[0-9]{1,2})"
    r"(?:\([月火水木金土日](?:・祝)?\))?"
)
_MONTHS = re.compile(rf"{_MONTH}(?: ?(?:[、,・]|及び|と) ?{_MONTH})+(?![~0-9から-])")


def split_names(text: str) -> tuple[str, ...]:
    """The names that a text lists, as printed. Commas part them, or dots where there is no comma; 及び parts the last two.

    >>> split_names("本館、別館及び分館"), split_names("中央公園・こどもの国、美術館")
    (('本館', '別館', '分館'), ('中央公園・こどもの国', '美術館'))
    """
    folded = fold(text)
    sign = _COMMA if _COMMA.search(folded) else _DOT
    pieces = [part for start, end in _cuts(folded, sign, 0, len(folded)) for part in _cuts(folded, _WORDS, start, end)]
    names = tuple(text[start:end].strip() for start, end in pieces)
    return tuple(name for name in names if name)


def _cuts(folded: str, sign: re.Pattern[str], start: int, end: int) -> list[tuple[int, int]]:
    """Where the pieces between the signs stand; a sign inside brackets parts nothing."""
    pieces, at = [], start
    for found in sign.finditer(folded, start, end):
        inside = folded[start : found.start()]
        if inside.count("(") == inside.count(")") and inside.count("「") == inside.count("」"):
            pieces.append((at, found.start()))
            at = found.end()
    return [*pieces, (at, end)]


def is_open(text: str) -> bool:
    """Whether a list says that it goes on: 本館、別館など.

    >>> is_open("本館、別館ほか3施設"), is_open("避難所等一覧")
    (True, False)
    """
    return bool(_OPEN.search(fold(text).strip()))


def find_months(text: str) -> tuple[str, ...]:
    """The months or days that the beginning of a text lists; empty where it lists none or spans of time.

    >>> find_months("8月、11月、1月に開催"), find_months("4月～9月")
    (('8月', '11月', '1月'), ())
    """
    found = _MONTHS.match(fold(text))
    return tuple(re.split(r" ?(?:[、,・]|及び|と) ?", text[: found.end()])) if found else ()
