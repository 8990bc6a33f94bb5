"""A diff in the analyst's words, in Japanese and English: what terminal, Markdown and HTML show each in its own way.

A change is told as pieces of text, each with the role that it plays. What several rows have in common (a department that
was renamed) is told once, above the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from plan_extract.diffmodel import (
    Change,
    DateChange,
    InitiativeDiff,
    QuantityChange,
    ReportDiff,
    StateChange,
    TextChange,
    Where,
)
from plan_extract.model import State

Role = Literal["plain", "quiet", "old", "new", "deleted", "inserted", "good", "bad"]


class Words(NamedTuple):
    """The same in two languages; what a document says is the same in both."""

    en: str
    ja: str


class Piece(NamedTuple):
    """A part of what is told."""

    role: Role
    words: Words


class Told(NamedTuple):
    """A change: its kind, and what is said of it."""

    kind: Words
    pieces: tuple[Piece, ...]


class RowTold(NamedTuple):
    """A row with all that is told of it."""

    row: InitiativeDiff
    note: Words
    changes: tuple[Told, ...]


KINDS = {
    "number": Words("number", "番号"),
    "name": Words("name", "取組名"),
    "section": Words("section", "施策"),
    "departments": Words("departments", "担当課"),
    "overview": Words("overview", "概要"),
    "statement": Words("text", "本文"),
    "state": Words("state", "状態"),
    "date": Words("date", "日付"),
    "quantity": Words("amount", "数量"),
}
STATES: dict[str, Words] = {
    "completed": Words("完了 completed", "完了"),
    "operating": Words("運用中 operating", "運用中"),
    "in_progress": Words("実施中 in progress", "実施中"),
    "planned": Words("予定 planned", "予定"),
    "under_review": Words("検討中 under review", "検討中"),
    "undecided": Words("未定 undecided", "未定"),
    "information": Words("nothing said", "記載なし"),
}
FATES = {
    "added": Words("new", "新規"),
    "removed": Words("ended", "終了"),
    "changed": Words("changed", "変更"),
    "unchanged": Words("unchanged", "変更なし"),
    "moved": Words("moved to another section", "施策間の移動"),
    "renumbered": Words("renumbered", "番号変更"),
}
RESPECTS = {
    "name": KINDS["name"].ja,
    "text": KINDS["statement"].ja,
    "section": KINDS["section"].ja,
    "departments": KINDS["departments"].ja,
    "number": KINDS["number"].ja,
}
"""In what two rows may be alike."""
FORWARD: list[State] = ["undecided", "under_review", "planned", "in_progress", "operating", "completed"]
"""States from the least to the most advanced."""
NONE = Words("none", "なし")
ARROW = Piece("quiet", Words(" → ", " → "))


def same(text: str) -> Words:
    """What a document says, in both languages."""
    return Words(text, text)


def piece(role: Role, text: str) -> Piece:
    """A piece of what a document says."""
    return Piece(role, same(text))


# a report


def summary_of(diff: ReportDiff) -> list[tuple[Words, int]]:
    """How many rows met which fate."""
    return [(FATES[fate], number) for fate, number in diff.summary.model_dump().items()]


def told_once(diff: ReportDiff) -> Iterator[Told]:
    """What many rows have in common: departments renamed, sections renumbered or renamed."""
    for rename in diff.departments:
        rows = ", ".join(rename.initiatives)
        count = Words(f" ({len(rename.initiatives)} initiatives: {rows})", f"（{len(rename.initiatives)}取組：{rows}）")
        yield Told(
            Words("department renamed", "課の改称"),
            (piece("old", rename.old), ARROW, piece("new", rename.new), Piece("quiet", count)),
        )
    for section in diff.sections:
        yield Told(Words("section", "施策の改称"), (piece("old", section.old), ARROW, piece("new", section.new)))


def rows_told(diff: ReportDiff) -> list[RowTold]:
    """The rows of which there is more to tell than their number, in the diff's order."""
    renames = {(rename.old, rename.new) for rename in diff.departments}
    rows = [RowTold(row, note_of(row), tuple(changes_told(row.changes, renames))) for row in diff.initiatives]
    return [told for told in rows if told.row.change in {"added", "removed"} or told.changes]


def renumbered(diff: ReportDiff) -> list[tuple[str, str]]:
    """The old and the new number of the rows that have another one."""
    return [
        (change.old or "", change.new or "") for row in diff.initiatives for change in row.changes if change.kind == "number"
    ]


def note_of(row: InitiativeDiff) -> Words:
    """Where a row came from or went to."""
    if row.split_from is not None:
        return Words(f"split from {row.split_from}", f"{row.split_from}から分割")
    if row.merged_into is not None:
        return Words(f"merged into {row.merged_into}", f"{row.merged_into}へ統合")
    return same("")


def reason_told(reason: str) -> Words:
    """Why two rows are one initiative, a reason of :class:`~plan_extract.diffmodel.Match`.

    >>> reason_told("same name").ja, reason_told("text 83% alike").ja
    ('取組名が同じ', '本文の83%が同じ')
    """
    first, *rest = reason.split()
    kind = RESPECTS.get(rest[0] if first == "same" else first)
    if kind is None:
        return same(reason)
    return Words(reason, f"{kind}が同じ" if first == "same" else f"{kind}の{rest[0]}が同じ")


# changes


def changes_told(changes: Sequence[Change], renames: set[tuple[str, str]]) -> Iterator[Told]:
    """What is told of a row's changes: all but its number and the ``renames`` of departments, which are told elsewhere."""
    worded = {change.where for change in changes if isinstance(change, TextChange)}
    for change in changes:
        if change.kind != "number" and not (change.kind == "departments" and is_renaming(change, renames)):
            yield Told(KINDS[change.kind], (*pieces_of(change), *context(change, worded)))


def is_renaming(change: TextChange, renames: set[tuple[str, str]]) -> bool:
    """Whether departments differ by names alone that are told for all rows at once."""
    gone, come = ({edit.text for edit in change.words if edit.op == op} for op in ("deleted", "inserted"))
    told = {(old, new) for old, new in renames if old in gone and new in come}
    return gone == {old for old, _ in told} and come == {new for _, new in told}


def pieces_of(change: Change) -> tuple[Piece, ...]:
    """What is told of a change."""
    if isinstance(change, StateChange):
        return state_pieces(change)
    if isinstance(change, DateChange):
        return date_pieces(change)
    if isinstance(change, QuantityChange):
        return quantity_pieces(change)
    return text_pieces(change)


def context(change: Change, worded: set[Where | None]) -> tuple[Piece, ...]:
    """The line in which a value stands, where it is not told for its words anyway and has no label."""
    where = change.where
    if where is None or where in worded or isinstance(change, TextChange) or getattr(change, "label", None):
        return ()
    return (piece("quiet", f"  {where.new_text}"),)


def text_pieces(change: TextChange) -> tuple[Piece, ...]:
    """What was deleted and inserted, or the two sides where that is not told word by word."""
    if not change.words:
        return (side("old", change.old), ARROW, side("new", change.new))
    if change.kind == "section":
        heading = {edit.op: edit.text for edit in change.words}
        return (side("old", heading.get("deleted")), ARROW, side("new", heading.get("inserted")))
    if change.kind == "departments":
        return apart([piece(mark(edit.op), edit.text) for edit in change.words if edit.op != "same"])
    return tuple(piece(mark(edit.op), edit.text) for edit in change.words)


def apart(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with blanks between them."""
    return tuple(part for each in pieces for part in (piece("plain", " "), each))[1:]


def mark(op: Literal["same", "deleted", "inserted"]) -> Role:
    """The role of a run of words."""
    return "plain" if op == "same" else op


def side(role: Role, text: str | None) -> Piece:
    """One side of a change."""
    return Piece(role, NONE) if text is None else piece(role, text)


def state_pieces(change: StateChange) -> tuple[Piece, ...]:
    """検討中 → 運用中, and whether that is forward."""
    return (Piece("old", STATES[change.old]), ARROW, Piece(direction(change), STATES[change.new]))


def direction(change: StateChange) -> Role:
    """Whether a state is further on than before, or less far."""
    if {change.old, change.new} <= set(FORWARD):
        return "good" if FORWARD.index(change.new) > FORWARD.index(change.old) else "bad"
    return "new"


def date_pieces(change: DateChange) -> tuple[Piece, ...]:
    """9月下旬 → 年度内, and by how many days."""
    sides = (side("old", change.old_surface), ARROW, side("new", change.new_surface))
    return (*sides, Piece("bad" if change.slipped else "quiet", shift(change.days, change.slipped)))


def shift(days: int | None, slipped: bool) -> Words:
    """By how many days a date moved.

    >>> shift(183, True)
    Words(en=' (slipped by 183 days)', ja='（183日の遅れ）')
    >>> shift(-7, False).en, shift(0, False).en, shift(None, False).en
    (' (7 days earlier)', '', '')
    """
    if not days:
        return same("")
    number = f"{abs(days):,}"
    if slipped:
        return Words(f" (slipped by {number} days)", f"（{number}日の遅れ）")
    return (
        Words(f" ({number} days later)", f"（{number}日後）")
        if days > 0
        else Words(f" ({number} days earlier)", f"（{number}日前）")
    )


def quantity_pieces(change: QuantityChange) -> tuple[Piece, ...]:
    """友だち登録者数 6,902 → 8,355 人 (+1,453, +21.1 %)."""
    label = (piece("plain", f"{with_measure(change.label, change.measure)} "),) if change.label else ()
    if change.delta is None:
        return (*label, side("old", change.old_surface), ARROW, side("new", change.new_surface))
    plain = change.unit is not None and change.unit in (change.new_surface or "") and change.unit in (change.old_surface or "")
    sides = (amount(change.old), amount(change.new)) if plain else (change.old_surface, change.new_surface)
    unit = (piece("plain", f" {change.unit}"),) if plain else ()
    return (*label, side("old", sides[0]), ARROW, side("new", sides[1]), *unit, piece("quiet", growth(change)))


def with_measure(label: str, measure: str | None) -> str:
    """What is counted, with the kind of value where the words do not say that.

    >>> with_measure("受付数", "目標値"), with_measure("R5決算額", "決算額")
    ('受付数（目標値）', 'R5決算額')
    """
    return f"{label}（{measure}）" if measure and measure not in label else label


def amount(value: Decimal | None) -> str | None:
    """A number with its digits in groups.

    >>> amount(Decimal("11260.50"))
    '11,260.50'
    """
    return None if value is None else f"{value:,f}"


def growth(change: QuantityChange) -> str:
    """By how much an amount grew, also in percent where it is known."""
    percent = "" if change.percent is None else f", {change.percent:+,f} %"
    return f" ({change.delta:+,f}{percent})"


# as plain text


def plain(pieces: Iterable[Piece], language: Literal["en", "ja"] = "en") -> str:
    """The pieces in one language, without their roles.

    >>> plain((Piece("old", STATES["under_review"]), ARROW, Piece("good", STATES["operating"])), "ja")
    '検討中 → 運用中'
    """
    return "".join(getattr(each.words, language) for each in pieces)
