"""The unit that a column's header or a note above a table gives to the bare numbers under it（単位：千円）."""

from __future__ import annotations

import re

_HEADER_UNIT = re.compile(
    r"(?:[(（\[［【]\s*(?:金額)?の?単\s*位(?:は、?)?[:：\s]*|の?単\s*位\s*[:：])\s*(?P<unit>[^()（）\[\]［］【】、，,:：]{1,6})[^()（）\[\]［］【】]*[)）\]］】]?"
    r"|[(（\[［](?P<bare>(?:千|百万|万|億)?円|[人件回台校社名組戸%％㎡]|千人|世帯|[かカヶケ箇]所)[)）\]］]"
)
_CAPTION_UNIT = re.compile(r"[(（\[［]\s*(?:金額)?の?単\s*位[^()（）\[\]［］]{1,16}[)）\]］]\s*$")


def header_unit(header: str) -> tuple[str | None, str]:
    """The unit that a column's header gives in brackets, its innermost level where several do, and the header without it.

    >>> header_unit("決算額（千円）"), header_unit("金額 / 単位：円"), header_unit("(単位 千円)"), header_unit("実施状況")
    (('千円', '決算額'), ('円', '金額'), ('千円', ''), (None, '実施状況'))
    >>> header_unit("（単 位　千円、％）"), header_unit("（単位は、千円）"), header_unit("費用の単位：円")
    (('千円', ''), ('千円', ''), ('円', '費用'))
    >>> header_unit("単位数")
    (None, '単位数')
    """
    matches = list(_HEADER_UNIT.finditer(header))
    if not matches:
        return None, header
    match = matches[-1]
    return (match["unit"] or match["bare"]).strip(), (header[: match.start()] + header[match.end() :]).strip(" /")


def without_unit(caption: str) -> str:
    """A table's caption without the unit of its sums, if that is what it ends with.

    >>> without_unit("歳出の見通し（単位：百万円）"), without_unit("単位制高校の支援（継続）")
    ('歳出の見通し', '単位制高校の支援（継続）')
    """
    return _CAPTION_UNIT.sub("", caption)
