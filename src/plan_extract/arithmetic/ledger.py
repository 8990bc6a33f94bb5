"""The amounts of an initiative in their outline: what stands under what, what details what, what can be added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from plan_extract.model import Initiative, QuantityMention, Statement, TotalPart
from plan_extract.text.normalize import fold

MOST_DEEP = 60
"""No outline is deeper; what claims to be stands at the top instead."""

_TOTAL_WORDS = {"計", "合計", "合計額", "総計", "総額", "総数", "小計", "全", "全て"}
_VAGUE = re.compile(
    r"約|およそ|おおむね|概ね|ほぼ|以上|以下|以内|未満|程度|前後|超|上回|下回|[大多小少長短高低]い|余|弱|強|ほど|くらい|ぐらい"
    r"|上限|下限|最[大高小低少多長短]|少なくとも|先着|平均|満|まで|限|累計|通算|残り|ほか|外|他"
)
_OF_WHICH = re.compile(r"(?:うち|[(、 ]内|^内)(?!訳)[^、。()]{0,30}$")
_TOTAL_LINE = re.compile(r"[(\[【<]?(?P<word>小 ?計|合 ?計|総 ?計|総合計|総額|計)(?![一-鿿])")
_BREAKDOWN = re.compile(r"[(\[【<※ ]*(?:内 ?訳|うち ?訳)")
_MEASURED = re.compile(r"%|‰|割|分|厘|ratio|倍|歳|才|度|℃|°C?|時間|日間?|週間?|年間?|[かカヵヶケ箇]?月間?|か月|時|秒")
_KIN = {
    "名": "人",
    "名様": "人",
    "ヶ所": "か所",
    "カ所": "か所",
    "ヵ所": "か所",
    "ケ所": "か所",
    "箇所": "か所",
    "個所": "か所",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of a statement, and its part in the text's arithmetic.

    ``unit`` is the unit by which amounts add (円 for 千円, 人 for 名). ``total``: the text calls it a total. ``exact``: no
    range, rate or 約. ``detail``: it stands in brackets behind an amount of its own unit. ``factor``: it is an operand of an
    equation. ``free``: what adds up with its like on other lines.
    """

    seq: int
    told: QuantityMention
    unit: str
    total: bool
    exact: bool
    of_which: bool
    detail: bool
    factor: bool
    behind: int | None

    @property
    def free(self) -> bool:
        """Whether it adds up with others: exact, no part of another amount, no operand."""
        return self.exact and not (self.of_which or self.detail or self.factor)

    @property
    def base(self) -> Decimal:
        """The amount in its base unit."""
        return self.told.base_value

    @property
    def including(self) -> str | None:
        """Who else is counted (世帯員 in 世帯員含む), or None."""
        words = (self.told.qualifier or "").split("・")
        return next((word for word in words if word.endswith("含む")), None)

    def part(self) -> TotalPart:
        """The amount as a part of a total."""
        return TotalPart(surface=self.told.surface, text=None, value=self.told.value, statement=self.seq)


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with its folded text, its amounts and the lines under it."""

    statement: Statement
    text: str
    amounts: tuple[Amount, ...]
    children: tuple[Line, ...] = field(repr=False)

    def of(self, unit: str) -> tuple[Amount, ...]:
        """The amounts of a unit."""
        return tuple(amount for amount in self.amounts if amount.unit == unit)

    @property
    def total_word(self) -> str | None:
        """計, 合計 and so on, where the line begins with it."""
        found = _TOTAL_LINE.match(self.text)
        return found["word"].replace(" ", "") if found else None

    @property
    def is_breakdown(self) -> bool:
        """Whether the line says that what it holds, or what stands under it, are the parts (内訳)."""
        return bool(_BREAKDOWN.match(self.text))

    @property
    def is_note(self) -> bool:
        """Whether it is a note (※), which adds nothing."""
        return (self.statement.marker or "")[:1] in ("※", "*", "＊") and not self.is_breakdown


def unit_key(told: QuantityMention) -> str:
    """The unit by which an amount adds with others; empty for a bare number.

    Its base unit, with the spellings of one counter made one.
    """
    unit = fold(told.base_unit or "").replace(" ", "")
    return _KIN.get(unit, unit)


def is_addable(unit: str) -> bool:
    """Whether amounts of a unit make sums: rates, ages and spans of time do not.

    >>> is_addable("件"), is_addable("%")
    (True, False)
    """
    return bool(unit) and not _MEASURED.fullmatch(unit)


class Ledger(NamedTuple):
    """An initiative, and its statements as lines with their children: the ones at the top, in order."""

    initiative: Initiative
    tops: tuple[Line, ...]


def initiative_to_ledger(initiative: Initiative) -> Ledger:
    """An initiative, read for its numbers."""
    below: dict[int, list[Line]] = {}
    depths: dict[int, int] = {}
    known = {statement.seq for statement in initiative.statements}
    tops: list[Line] = []
    for statement in reversed(initiative.statements):
        line = Line(statement, fold(statement.text), read_amounts(statement), tuple(reversed(below.pop(statement.seq, []))))
        depth = 1 + depths.get(statement.seq, 0)
        parent = statement.parent
        if parent in known and parent is not None and parent < statement.seq and depth < MOST_DEEP:
            below.setdefault(parent, []).append(line)
            depths[parent] = max(depths.get(parent, 0), depth)
        else:
            tops.append(line)
    return Ledger(initiative, tuple(reversed(tops)))


def every_line(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines and all under them, in reading order."""
    for line in lines:
        yield line
        yield from every_line(line.children)


def read_amounts(statement: Statement) -> tuple[Amount, ...]:
    """The amounts of a statement in reading order."""
    told = statement.quantities
    if not told:
        return ()
    text = fold(statement.text)
    units = [unit_key(one) for one in told]
    behind = [find_behind(text, told, index) for index in range(len(told))]
    detailed = {
        index for index, at in enumerate(behind) if at is not None and units[index] == units[at] and not is_aside(told[index])
    }
    return tuple(
        Amount(
            seq=statement.seq,
            told=one,
            unit=unit,
            total=is_total(one),
            exact=is_exact(one) and not in_label(text, one),
            of_which=bool(_OF_WHICH.search(text[max(0, one.span[0] - 30) : one.span[0] + 2])),
            detail=index in detailed,
            factor=is_factor(text, one),
            behind=at,
        )
        for index, (one, unit, at) in enumerate(zip(told, units, behind, strict=True))
    )


def is_total(told: QuantityMention) -> bool:
    """Whether the text calls an amount a total (計, 合計, 全)."""
    return any(word in _TOTAL_WORDS for word in (told.qualifier or "").split("・"))


def is_aside(told: QuantityMention) -> bool:
    """Whether an amount counts others along (世帯員含む): of the same unit, but no part of what stands before it."""
    return "含む" in (told.qualifier or "")


def is_exact(told: QuantityMention) -> bool:
    """Whether an amount is one number: no range, no rate, not 約 or 以上."""
    words = [word for word in (told.qualifier or "").split("・") if not word.endswith("含む")]
    return told.value_to is None and told.per is None and not any(_VAGUE.search(word) for word in words)


def in_label(text: str, told: QuantityMention) -> bool:
    """Whether an amount stands in the brackets that a line begins with, which name it (［2人以上の世帯］ 6人)."""
    opening = re.match(r"[(\[【<「『]", text)
    closing = re.search(r"[)\]】>」』]", text)
    return bool(opening and closing and told.span[1] <= closing.start() and text[closing.end() :].strip())


def is_factor(text: str, told: QuantityMention) -> bool:
    """Whether an amount is an operand: a sign of arithmetic stands beside it, and none of equality before it."""
    before, after = text[: told.span[0]].rstrip(" ("), text[told.span[1] :].lstrip(" )")
    return before.endswith(("×", "+", "÷", "*")) or after.startswith(("×", "+", "÷", "*"))


def find_behind(text: str, told: Sequence[QuantityMention], index: int) -> int | None:
    """The index of the amount right behind which the brackets open that an amount stands in."""
    if "(" not in text:
        return None
    depth = 0
    for at in range(told[index].span[0] - 1, -1, -1):
        if text[at : at + 1] == ")":
            depth += 1
        elif text[at : at + 1] == "(" and depth:
            depth -= 1
        elif text[at : at + 1] == "(":
            ends = [i for i in range(index) if told[i].span[1] <= at and not text[told[i].span[1] : at].strip()]
            return ends[-1] if ends else None
    return None


def breakdown_of(line: Line) -> Iterator[Line]:
    """The lines that tell the parts of a line: those under it, and those under a 内訳 among them; notes are none."""
    for child in line.children:
        if child.is_breakdown:
            yield from child.children
        elif not child.is_note and child.total_word is None:
            yield child


def addends(line: Line, unit: str, including: str | None = None) -> tuple[Amount, ...]:
    """What a line adds to a total of a unit: its own amounts, else the total under it, else what the lines under it add.

    With ``including`` (世帯員含む) the amounts that count those along are taken first.
    """
    own = [amount for amount in line.of(unit) if amount.exact and not amount.of_which and not amount.factor]
    along = [amount for amount in own if including and amount.including == including]
    free = [amount for amount in own if not amount.detail and amount.including is None]
    if along or free:
        totals = [amount for amount in free if amount.total]
        return tuple(along or totals[-1:] or free)
    for child in reversed(line.children):
        if child.total_word and child.of(unit):
            return child.of(unit)[:1]
    return tuple(amount for child in breakdown_of(line) for amount in addends(child, unit, including))
