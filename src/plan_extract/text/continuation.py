"""Markers that say a row goes on across a page: 前ページの続き and its kin, which are no text of the row."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from plan_extract.text.normalize import fold

Direction = Literal["from_previous", "to_next"]


class Spellings(NamedTuple):
    """Markers in a city's own words, beside those that any report may have."""

    from_previous: tuple[str, ...] = ()
    to_next: tuple[str, ...] = ()


USUAL = Spellings()
"""No words but the usual ones."""

_PAGE = r"(?:ページ|ペ-ジ|頁|葉|P)"
_PART = rf"(?:{_PAGE}|項|面|段|欄|表|シ-ト|シート)"
_GOES_ON = r"(?:続[きく]?|つづ[きく]?|つゞき|続きます|つづきます)"
_BRACKETS = r"(\[{<〔〈《【「『≪)\]}>〕〉》】」』≫"
_ORNAMENT = rf"[{_BRACKETS}\s*※…‥.。:;・→⇒➡▶▷►←⇐↓⇩↑⇧▼▽△▲~=-]*"
_FROM_PREVIOUS = (
    rf"(?:以?前|上|左)の?{_PART}(?:から|より)?(?:の)?{_GOES_ON}",
    rf"(?:以?前|上|左)の?{_PAGE}(?:から|より)",
    rf"(?:P\.?\d{{1,3}}|\d{{1,3}}{_PAGE})(?:(?:から|より)の?{_GOES_ON}?|の{_GOES_ON})",
    r"(?:の)?(?:続き|つづき|つゞき|続)",
    r"(?:continued|cont['’]?d?\.?)(?:from(?:the)?previouspage)?",
)
_TO_NEXT = (
    rf"(?:以[下降]、?)?(?:次|翌|裏|下|右)の?{_PART}(?:へ|に)?と?{_GOES_ON}",
    rf"(?:以[下降]、?)?(?:次|翌|裏|下|右)の?{_PAGE}(?:へ|に)",
    rf"以[下降]、?(?:次|翌|裏)の?{_PAGE}",
    rf"{_GOES_ON}は、?(?:次|翌|裏)の?{_PAGE}(?:へ|に)?",
    rf"(?:P\.?\d{{1,3}}|\d{{1,3}}{_PAGE})(?:へ|に){_GOES_ON}",
    r"(?:続く|つづく|続きます|つづきます)",
    r"(?:tobecontinued|continued(?:onthe|on)?nextpage)",
)
_COUNT = r"(?:[(]?\d{1,2}/\d{1,2}[)]?)?"
_FORMS: dict[Direction, tuple[str, ...]] = {"from_previous": _FROM_PREVIOUS, "to_next": _TO_NEXT}
_ENCLOSED = re.compile(r"[(\[{<〔〈《【≪][^()\[\]{}<>〔〕〈〉《》【】≪≫]{1,20}[)\]}>〕〉》】≫]")
_DETACHED = re.compile(r"(?:\s|(?<=[】」』)\]]))(\S{2,16})$")
_NUMBERED = re.compile(r"(?<=\d)\s?の?(?:続き|つづき)$")

_HINT = re.compile(r"[続頁葉PpＰｐペﾍ]|つ[づゞ]|[cCｃＣ][oOｏＯ]")
"""Every usual marker holds one of these, printed in whatever width; few other texts do."""


@lru_cache(maxsize=16)
def _patterns(own: Spellings) -> dict[Direction, re.Pattern[str]]:
    """What the folded text of a marker looks like, in the usual words and a city's own."""
    return {
        direction: re.compile(
            rf"{_ORNAMENT}(?:{'|'.join([*forms, *map(_literal, getattr(own, direction))])}){_ORNAMENT}{_COUNT}{_ORNAMENT}",
            re.IGNORECASE,
        )
        for direction, forms in _FORMS.items()
    }


def _literal(words: str) -> str:
    """The pattern of a city's own words."""
    return re.escape(_squeezed(words))


def _squeezed(text: str) -> str:
    """The text folded, without blanks."""
    return re.sub(r"\s+", "", fold(text))


def may_hold_marker(text: str, own: Spellings = USUAL) -> bool:
    """Whether a marker may stand in a text: a quick look that spares most texts a closer one.

    >>> may_hold_marker("引き続き実施"), may_hold_marker("窓口で配布")
    (True, False)
    """
    return own != USUAL or _HINT.search(text) is not None


def is_continuation_marker(text: str, own: Spellings = USUAL) -> Direction | None:
    """Where the row goes on, if the whole of a printed line says nothing else; ``None`` for any other line.

    「続き」 alone is a marker too, though it may be the wrapped end of 「手続き」: the line's place must tell.

    >>> is_continuation_marker("（前頁より続く）"), is_continuation_marker("次ページへつづく→")
    ('from_previous', 'to_next')
    >>> is_continuation_marker("引き続き実施"), is_continuation_marker("行政手続き")
    (None, None)
    >>> is_continuation_marker("（前 掲）", Spellings(from_previous=("前掲",)))
    'from_previous'
    """
    if not may_hold_marker(text, own):
        return None
    squeezed = _squeezed(text)
    return next((direction for direction, pattern in _patterns(own).items() if pattern.fullmatch(squeezed)), None)


def strip_continuation(text: str, own: Spellings = USUAL) -> tuple[str, str | None]:
    """A heading, number or name without the marker it begins or ends with, and that marker as printed.

    >>> strip_continuation("施策1 行政手続のオンライン化（続き）")
    ('施策1 行政手続のオンライン化', '（続き）')
    >>> strip_continuation("行政手続き")
    ('行政手続き', None)
    """
    start, end = _marker_span(text, own)
    if start == end:
        return text, None
    rest = text[:start].rstrip() + text[end:].lstrip()
    return (rest, text[start:end]) if rest else (text, None)


def _marker_span(text: str, own: Spellings) -> tuple[int, int]:
    """Where the marker stands, at the start or the end; an empty span without one."""
    if not may_hold_marker(text, own):
        return 0, 0
    body = fold(text)
    edges = [(match.start(), match.end()) for match in _ENCLOSED.finditer(body)]
    spans = [edge for edge in edges if not body[: edge[0]].strip() or not body[edge[1] :].strip()]
    spans += [match.span(1) for match in _DETACHED.finditer(body)] + [match.span() for match in _NUMBERED.finditer(body)]
    return next((span for span in spans if is_continuation_marker(text[slice(*span)], own)), (0, 0))
