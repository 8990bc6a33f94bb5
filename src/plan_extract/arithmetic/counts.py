"""Counts over what a text lists: 11項目 over eleven numbered lines, 4回（6月、9月、12月、3月）, 市民課及び税務課の2課."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plan_extract.arithmetic.claim import Claim, count_of
from plan_extract.arithmetic.ledger import Amount, Line, every_line, is_addable
from plan_extract.text.enumerations import find_months, is_open, split_names
from plan_extract.text.marks import list_number, marker_kind
from plan_extract.text.normalize import fold

_MEASURES = re.compile(
    r"[A-Za-z㎡㎥㎢㏊]|円|元|ドル|ユーロ|トン|グラム|メートル|キロ|リットル|ヘクタール|^[坪畝反歩点]$|ポイント"
)
_NOT_NAMING = {*"回件人台本枚冊個戸席食便票部頭匹", "世帯"}
"""Units whose number says nothing of what the lines below list: 4回 may stand over three topics."""

_END = re.compile(r"[)\]】」: ]*$")
_POINTING = re.compile(r"(?:以下|次|下記|左記|下表)の?(?:とおり|通り)?[、 ]?の? ?$")
_PARTLY = re.compile(r"主な|抜粋|一部|(?<![条事])例(?:え|示|:|$)|代表|(?:など|ほか|他)[)】]?$")
_TOLD = re.compile(r"[。を]|[たるうくすつぬむ]$|(?:実施|開始|予定|完了|済み?|中|検討|開催|終了|着手|実績)$")
_ASIDE = re.compile(r"\([^()]*\)")
_BRACKETS = re.compile(r"(?P<words>[^、。()]{0,10}?) ?\((?P<inside>(?:[^()]|\([^()]*\))*)\)")
_COLON = re.compile(r"(?P<words>) ?:(?P<inside>[^。]+)$")
_NAMED_LIST = re.compile(r"(?P<noun>[^()、。0-9]{2,20}) ?[(:](?P<inside>(?:[^()]|\([^()]*\))*)\)?$")
_LEAD = re.compile(r"^.*(?:[はをがにで:」]|、 ?うち)")
_MANY = 5
"""So many lines below a number that is their count do not stand there by chance."""


def find_counts(tops: Sequence[Line]) -> Iterator[Claim]:
    """Every count that the lines state."""
    lines = tuple(every_line(tops))
    counts = [(amount, line) for line in lines for amount in line.amounts if is_count(amount)]
    lists = [found for line in lines for found in read_named_list(line)] if counts else []
    for amount, line in counts:
        yield from count_below(amount, line)
        yield from count_behind(amount, line)
        yield from count_before(amount, line)
        yield from count_elsewhere(amount, line, lists)


def is_count(amount: Amount) -> bool:
    """Whether an amount can say how many things are listed."""
    whole = amount.base == amount.base.to_integral_value() and 2 <= amount.base <= 999
    usable = amount.exact and not (amount.of_which or amount.factor or amount.detail or amount.including)
    return whole and usable and is_addable(amount.unit) and not _MEASURES.search(amount.unit)


def is_close(stated: int, listed: int) -> bool:
    """Whether a list that does not come to the stated number comes near enough to be meant as whole."""
    return listed > 2 and abs(stated - listed) <= max(1, stated // 5)


# lines under a line


def count_below(amount: Amount, line: Line) -> Iterator[Claim]:
    """A count of the items that stand under a line."""
    items = [child for child in line.children if not child.is_note and not child.total_word]
    if len(items) < 2 or any(one.unit == amount.unit for item in items for one in item.amounts):
        return
    if _PARTLY.search(line.text) or any(continues(item) for item in items) or not is_uniform(items):
        return
    stated, parts = int(amount.base), [(item.statement.text, item.statement.seq) for item in items]
    if len(items) == stated and (stated >= _MANY or is_pointed(amount, line, items)):
        yield count_of(amount, parts, sure=False)
    elif len(items) != stated:
        yield from count_leaves(amount, items)
        if is_close(stated, len(items)) and is_surely_counted(amount, line, items):
            yield count_of(amount, parts, sure=True)


def continues(item: Line) -> bool:
    """Whether an item says that there are more of them."""
    return is_open(item.text) or item.text.startswith(("その他", "ほか"))


def is_uniform(items: Sequence[Line]) -> bool:
    """Whether all items have markers of one kind, and numbers that run from one where they are numbered."""
    kinds = {marker_kind(item.statement.marker) for item in items}
    numbers = [list_number(item.statement.marker) for item in items]
    running = None in numbers or numbers == list(range(1, len(items) + 1))
    return len(kinds) == 1 and running


def is_pointed(amount: Amount, line: Line, items: Sequence[Line]) -> bool:
    """Whether the line's words say that it counts the items: it points at them, or they are of the kind counted."""
    before, after = line.text[: amount.told.span[0]], line.text[amount.told.span[1] :]
    named = bool(_END.fullmatch(after)) and all(map(is_name, items))
    return bool(_POINTING.search(before)) or amount.total or are_of_kind(amount, items) or named


def are_of_kind(amount: Amount, items: Sequence[Line]) -> bool:
    """Whether every item bears the word that is counted: 3地区 over 本町地区, 大手地区, 港地区."""
    return all(
        item.text.rstrip().endswith(amount.unit) or (len(amount.unit) > 1 and amount.unit in item.text) for item in items
    )


def is_name(item: Line) -> bool:
    """Whether an item is a thing and not an event or a sentence."""
    return not item.statement.dates and not item.amounts and not _TOLD.search(_ASIDE.sub("", item.text))


def is_surely_counted(amount: Amount, line: Line, items: Sequence[Line]) -> bool:
    """Whether the items are meant as the whole of what is counted, so that another number is a mistake."""
    naming = amount.unit not in _NOT_NAMING or (len(items) >= _MANY and amount.base >= _MANY)
    marked = items[0].statement.marker is not None and not any(item.children for item in items)
    counted = amount.total and list_number(items[0].statement.marker) == 1
    listed = all(map(is_name, items)) or are_of_kind(amount, items) or counted
    return naming and marked and listed and is_pointed(amount, line, items)


def count_leaves(amount: Amount, items: Sequence[Line]) -> Iterator[Claim]:
    """A count of what stands at the ends of the outline under a line: 全6校 over two districts with three schools each."""
    leaves = [one for one in every_line(items) if not one.children and not one.is_note]
    if (
        len(leaves) == amount.base
        and len(leaves) >= _MANY
        and all(item.children for item in items)
        and all(map(is_name, leaves))
    ):
        yield count_of(amount, [(leaf.statement.text, leaf.statement.seq) for leaf in leaves], sure=False)


# lists in the line itself


def count_behind(amount: Amount, line: Line) -> Iterator[Claim]:
    """A count of what is listed behind it: 3施設（A館、B館、C館）, 4回実施（6月、9月、12月、3月）."""
    start = amount.told.span[1]
    found = _BRACKETS.match(line.text, start) or _COLON.match(line.text, start)
    if not found or has_amounts(line, *found.span("inside")):
        return
    inside = line.statement.text[slice(*found.span("inside"))]
    months = find_months(inside)
    names = months or split_names(inside)
    if is_open(inside) or len(names) < 2 or not (months or all(map(is_short, names))):
        return
    items = [(name, amount.seq) for name in names]
    near = is_close(int(amount.base), len(names)) and not months and amount.unit not in _NOT_NAMING
    yield count_of(amount, items, sure=near and not found["words"] and is_parted(inside))


def has_amounts(line: Line, start: int, end: int) -> bool:
    """Whether amounts stand in a part of a line."""
    return any(start <= amount.told.span[0] < end for amount in line.amounts)


def is_short(name: str) -> bool:
    """Whether a listed text is a name and no clause."""
    return len(name) <= 30 and not re.search(r"[を。]|[はがにで]$", name)


def is_parted(text: str) -> bool:
    """Whether commas alone part a list, so that the number of its names is beyond doubt."""
    return "・" not in fold(text)


def count_before(amount: Amount, line: Line) -> Iterator[Claim]:
    """A count of what is listed before it: 市民課及び税務課の2課."""
    end = amount.told.span[0]
    start = max(line.text.rfind(sign, 0, end) for sign in "。()") + 1
    segment = line.statement.text[start:end]
    if has_amounts(line, start, end) or not fold(segment).rstrip().endswith("の") or amount.behind is not None:
        return
    names = split_names(_LEAD.sub("", fold(segment).rstrip()[:-1]))
    if len(names) < 2 or is_open(names[-1]) or not all(map(is_short, names)):
        return
    of_kind = all(name.endswith(amount.unit) for name in names)
    close = abs(int(amount.base) - len(names)) == 1 and len(names) > 2 and is_parted(segment)
    yield count_of(amount, [(name, amount.seq) for name in names], sure=of_kind and close)


# lists that another line gives


class NamedList(NamedTuple):
    """What a line lists of a kind: 公共施設（A館、B館、C館）."""

    noun: str
    names: tuple[str, ...]
    seq: int


def read_named_list(line: Line) -> Iterator[NamedList]:
    """The list that a line consists of."""
    found = _NAMED_LIST.fullmatch(line.text)
    if not found or line.amounts or line.statement.dates:
        return
    inside = line.statement.text[slice(*found.span("inside"))]
    names = split_names(inside)
    if len(names) > 2 and "、" in inside and not is_open(inside) and all(map(is_short, names)):
        yield NamedList(found["noun"].strip(), names, line.statement.seq)


def count_elsewhere(amount: Amount, line: Line, lists: Sequence[NamedList]) -> Iterator[Claim]:
    """A count of a kind of things that another line of the row lists: 公共施設7か所."""
    before = line.text[: amount.told.span[0]].rstrip(" (の")
    for found in lists:
        if before.endswith(found.noun) and found.seq != amount.seq:
            near = is_close(int(amount.base), len(found.names)) and amount.unit not in _NOT_NAMING
            yield count_of(amount, [(name, found.seq) for name in found.names], sure=near)
