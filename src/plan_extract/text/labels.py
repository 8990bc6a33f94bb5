"""What an amount counts: the noun phrase that stands before it in its line, or the heading it stands under."""

from __future__ import annotations

import re

from plan_extract.text.normalize import fold

_BREAK = re.compile(r"[、。,!?;:()「」『』【】\[\]<>〈〉《》{}~→⇒＝=×+○●◎◯・■□◆◇※★☆▶►\n\r ]")
_KNIT = "ァ-ヴーA-Za-z0-9々〆一-鿿"
_PARTICLE = re.compile(
    rf"(?<=[{_KNIT})])(?:について|として|に対し(?:て)?|により|によって|から|まで|では|には|[をはがにで])(?=[{_KNIT}])"
)
_TAIL = re.compile(
    rf"(?:(?:として|について|に対し|により|から|より|には|では|とも|[をはがにで])"
    rf"|(?<=[{_KNIT}])[のへとも]|(?:など|等)(?:の|で|を)?)$"
)
_LEAD = re.compile(r"^(?:うち|[のはをがにで≧≦&])+")
_ALONE = frozenset("国県市町村区都道府男女")
_VERB = re.compile(r"(?:基づき|伴い|おける|よる|した|する|として)$")
_DATE = re.compile(
    r"^(?:[RHS](?=[0-9]))?(?:(?:令和|平成|昭和)?(?:[0-9]+"
    r"|元)年度?)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:[上中下初]旬|末)?(?:から|より|に|は)?"
)
_AS_OF = re.compile(r"(?:時点|[0-9][時分]|現在|末|以降|年度内?|月|日|[0-9./]+)$")
_GROUP_END = re.compile(r"\([^()]*\) *$")
_COUNTED = re.compile(r" ?の([ァ-ヴーA-Za-z々〆一-鿿]{2,20}?)(?=[をはがにでもの、。,)(]|$| )")
_NOUN = re.compile(r"[一-鿿ァ-ヴーA-Za-z]")
_HEADING = re.compile(r"^[\s○●◎◯・■□◆◇※★☆【\[<(「『]+|[\s】\]>)」』:]+$")
_REACH = 60
"""Nobody reads further back for what a number counts."""


def _phrase(text: str) -> str:
    """The last noun phrase of ``text``, particles and a leading date gone; empty where there is none."""
    chunk = _PARTICLE.split(text)[-1]
    chunk = _LEAD.sub("", _TAIL.sub("", chunk))
    chunk = chunk[_DATE.match(chunk).end() :] if _DATE.match(chunk) else chunk  # type: ignore[union-attr]
    return (
        chunk
        if (len(chunk) > 1 or chunk in _ALONE) and not _VERB.search(chunk) and _NOUN.search(chunk) and not _AS_OF.search(chunk)
        else ""
    )


def label_before(folded: str, start: int, limit: int) -> tuple[int, int] | None:
    """Where the noun phrase before position ``start`` stands, looking no further back than ``limit``; None without one."""
    floor = max(limit, start - _REACH)
    end = start
    for _ in range(4):
        before = folded[floor:end].rstrip(" :(「[・を")
        group = _GROUP_END.search(before)
        if group:
            before = before[: group.start()].rstrip(" :")
        breaks = [m.end() for m in _BREAK.finditer(before)]
        cut = breaks[-1] if breaks else 0
        phrase = _phrase(before[cut:])
        if phrase:
            at = floor + before.rindex(phrase, cut)
            return at, at + len(phrase)
        if not cut or before[cut - 1] in "。\n":
            return None
        end = floor + cut
    return None


def label_after(folded: str, end: int) -> tuple[int, int] | None:
    """Where the noun stands that an amount counts from the front (558件の申請), or None."""
    counted = _COUNTED.match(folded, end)
    return counted.span(1) if counted else None


def label_of_heading(text: str) -> str | None:
    """What the amounts under a heading or bullet count: its words without marks, amounts in brackets or a date.

    >>> label_of_heading("○相談件数（令和5年10月末時点）")
    '相談件数'
    """
    folded = fold(text)
    inner = _HEADING.sub("", folded)
    found = label_before(folded, folded.index(inner) + len(inner), 0) if inner else None
    return text[found[0] : found[1]] if found else None
