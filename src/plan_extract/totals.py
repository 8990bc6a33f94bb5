"""Totals: what an initiative says of its own numbers, verified. A number is a total only where words or layout say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from plan_extract.arithmetic.claim import Claim
from plan_extract.arithmetic.counts import find_counts
from plan_extract.arithmetic.ledger import Ledger
from plan_extract.arithmetic.repeats import find_repeats
from plan_extract.arithmetic.rows import find_row_sums
from plan_extract.arithmetic.sums import find_sums
from plan_extract.finding import Finding, Severity
from plan_extract.model import Initiative, Source, StatedAmount, Total, TotalPart, plain
from plan_extract.place import Box, Place

__all__ = ["check_totals", "find_repeats", "find_totals", "totals_of_rows"]

_NOT_ALL = re.compile(r"除[くきい]|(?<!員)含[むみめ]")
_OVERLAP = re.compile(r"重複|端数|四捨五入")

SHOWN = 12
"""Parts that a message lists."""


def find_totals(ledger: Ledger) -> list[Total]:
    """The totals that an initiative states, in reading order of the stated numbers; never raises.

    Sums, products, counts and equalities. Those that leave room for another reading are among them only where they hold.
    """
    initiative, tops = ledger
    claims = settle([*map(partial(with_doubt, initiative), find_sums(tops)), *find_counts(tops)])
    return [to_total(claim, initiative) for claim in claims]


def totals_of_rows(ledgers: Sequence[Ledger]) -> list[tuple[Initiative, Total]]:
    """The totals that rows called 合計 state of the rows above them, each with its row; their parts have the ids of these."""
    return [(initiative, to_total(claim, initiative)) for initiative, claim in find_row_sums(ledgers)]


def with_doubt(initiative: Initiative, claim: Claim) -> Claim:
    """The claim, no longer sure where the text says why its parts need not come to it: 重複あり, 予備を含む, 一部を除く."""
    own = (one.text for one in initiative.statements if one.seq == claim.seq)
    said = any(map(_NOT_ALL.search, own)) or any(_OVERLAP.search(one.text) for one in initiative.statements)
    return replace(claim, sure=False) if said and claim.sure else claim


def settle(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that count, each once: what holds, and what should.

    A number that one reading explains needs no other, save a second sum that nearly comes to it too.
    """
    kept = {(claim.seq, claim.told.span, claim.parts): claim for claim in claims if claim.holds or claim.sure}
    explained = {(claim.seq, claim.told.span) for claim in kept.values() if claim.holds}
    chosen = [
        claim
        for claim in kept.values()
        if claim.holds or (claim.seq, claim.told.span) not in explained or (claim.operation == "sum" and claim.near)
    ]
    return sorted(chosen, key=lambda claim: (claim.seq, claim.told.span))


def to_total(claim: Claim, initiative: Initiative) -> Total:
    """A claim, published."""
    told = claim.told
    stated = StatedAmount(surface=told.surface, value=told.value, unit=told.unit, statement=claim.seq)
    return Total(initiative=initiative.id, operation=claim.operation, stated=stated, parts=claim.parts, holds=claim.holds)


def check_totals(initiative: Initiative, totals: Sequence[Total]) -> Iterator[Finding]:
    """A finding ``total-mismatch`` (a warning: it is the authors' slip) for each total that does not hold, where it stands."""
    for total in totals:
        if not total.holds:
            place = place_of(initiative, total.stated)
            yield Finding("total-mismatch", Severity.WARNING, message_of(total), place, initiative.id)


def place_of(initiative: Initiative, stated: StatedAmount) -> Place | None:
    """Where a stated number is printed; its statement's place where it is no quantity of its own."""
    statement = next((one for one in initiative.statements if one.seq == stated.statement), None)
    if statement is None:
        return None
    own = [one.source for one in statement.quantities if one.surface == stated.surface and one.value == stated.value]
    return next(map(to_place, [*own, *statement.sources]), None)


def to_place(source: Source) -> Place:
    """A published source as a place."""
    return Place(source.page, Box(*source.bbox))


def message_of(total: Total) -> str:
    """Both sides of a total that does not hold: what is stated, and what it is made of."""
    parts = ", ".join(text_of(part) for part in total.parts[:SHOWN]) + (", …" if len(total.parts) > SHOWN else "")
    if total.operation == "count":
        return f"{total.stated.surface} is stated, but {len(total.parts)} are listed: {parts}"
    kind = {
        "sum": "the parts do not add up to it",
        "product": "the factors do not give it",
        "equal": "another figure stands for it",
    }
    return f"{total.stated.surface} is stated, but {kind[total.operation]}: {parts}"


def text_of(part: TotalPart) -> str:
    """A part in a message."""
    return part.surface or part.text or (plain(part.value) if part.value is not None else "")
