"""A claim: what the text says that some of its numbers, or things it lists, come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from plan_extract.arithmetic.ledger import Amount
from plan_extract.model import Operation, QuantityMention, TotalPart


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that is stated and what it is made of.

    ``computed`` is what the parts give, in the stated amount's base unit. ``sure``: the words or the layout leave no doubt that
    the parts make the whole, so that a difference is a mistake of the text; otherwise the claim only counts where it holds.
    """

    operation: Operation
    seq: int
    told: QuantityMention
    parts: tuple[TotalPart, ...]
    computed: Decimal
    sure: bool

    @property
    def holds(self) -> bool:
        """Whether the parts give the stated number, to the place to which it is printed."""
        return abs(self.computed - self.told.base_value) < precision(self.told, self.computed)

    @property
    def near(self) -> bool:
        """Whether the parts come near the stated number, as a slip of the pen leaves them."""
        return abs(self.computed - self.told.base_value) <= abs(self.told.base_value) / 5


def precision(told: QuantityMention, computed: Decimal) -> Decimal:
    """By how much a total may differ from an exact sum: less than one in its last place, where the parts are finer than that.

    A total in 千円 over parts in 円 is rounded; one over parts in 千円 is not.
    """
    step = last_place(told)
    return step if step and leaves_rest(computed, step) else step / 1000


def last_place(told: QuantityMention) -> Decimal:
    """What one in the last printed place of an amount is in its base unit."""
    exponent = told.value.as_tuple().exponent
    place = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
    return abs(place * (told.base_value / told.value)) if told.value else place


def leaves_rest(amount: Decimal, step: Decimal) -> bool:
    """Whether an amount is finer than a step. One too large for the difference to show is not.

    >>> leaves_rest(Decimal("1250"), Decimal("1000")), leaves_rest(Decimal("3E+30"), Decimal("1"))
    (True, False)
    """
    try:
        return amount % step != 0
    except InvalidOperation:
        return False


def sum_of(stated: Amount, parts: Sequence[Amount], *, sure: bool) -> Claim:
    """The claim that amounts add up to another."""
    computed = sum((part.base for part in parts), Decimal(0))
    return Claim("sum", stated.seq, stated.told, tuple(part.part() for part in parts), computed, sure)


def equality_of(stated: Amount, other: Amount, *, sure: bool) -> Claim:
    """The claim that an amount is told twice."""
    return Claim("equal", stated.seq, stated.told, (other.part(),), other.base, sure)


def count_of(stated: Amount, items: Sequence[tuple[str, int]], *, sure: bool) -> Claim:
    """The claim that so many things are listed: each with its text and the seq of its statement."""
    parts = tuple(TotalPart(surface=None, text=text, value=None, statement=seq) for text, seq in items)
    return Claim("count", stated.seq, stated.told, parts, Decimal(len(items)), sure)
