"""Two reports of one plan → what differs. Rows are paired by :mod:`.match` and compared by :mod:`.changes`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from plan_extract.align import is_left_out, years_apart
from plan_extract.changes import compare_initiatives, told
from plan_extract.collector import without_collector
from plan_extract.diffmodel import (
    Change,
    Edition,
    InitiativeDiff,
    Match,
    ReportDiff,
    SectionRename,
    Summary,
)
from plan_extract.match import WEAK, Pair, match_initiatives, match_sections, offshoots
from plan_extract.model import FindingSeverity, Initiative, PublishedFinding, Report, Section
from plan_extract.reorganisation import renamed_departments
from plan_extract.text.words import essence


@without_collector()
def diff(old: Report, new: Report) -> ReportDiff:
    """What differs between an older and a newer report: rows paired, then compared field by field and value by value.

    The same two reports always give the same answer. Pairs that are in doubt, and reports that should not be compared as
    they are (read by different versions, of different plans), are told in ``findings``.
    """
    pairs = match_initiatives(old, new)
    kept = [(old.initiatives[pair.old], new.initiatives[pair.new]) for pair in pairs]
    sections = match_sections(old, new, kept)
    headed = with_headings(old, new)
    here = {pair.new: paired(pair, *row, [*map(headed, compare_initiatives(*row, sections))]) for pair, row in zip(pairs, kept)}
    ended = removed_rows(left_over(old, {pair.old for pair in pairs}), kept)
    rows = in_order(here | added_rows(left_over(new, {*here}), kept), ended, {pair.old: pair.new for pair in pairs})
    return ReportDiff(
        old=edition(old),
        new=edition(new),
        summary=summarize(rows),
        departments=tuple(renamed_departments(kept)),
        sections=tuple(renamed_sections(old, new, sections)),
        initiatives=tuple(rows),
        findings=(*findings_of_reports(old, new), *findings_of_years(old, new), *findings_of_pairs(rows)),
    )


def edition(report: Report) -> Edition:
    """What a report is."""
    info = report.report
    return Edition(id=info.id, title=info.title, as_of=info.as_of, generator=report.generator, reader=report.reader)


# rows


def paired(pair: Pair, old: Initiative, new: Initiative, changes: Sequence[Change]) -> InitiativeDiff:
    """What became of a row that both reports have."""
    return InitiativeDiff(
        change="changed" if any(change.kind != "number" for change in changes) else "unchanged",
        old_id=old.id,
        new_id=new.id,
        name=new.name,
        match=Match(score=pair.score, reasons=pair.reasons),
        split_from=None,
        merged_into=None,
        changes=tuple(changes),
    )


def with_headings(old: Report, new: Report) -> Callable[[Change], Change]:
    """What gives a change of section the two headings as its words; other changes stay as they are."""
    before, after = ({section.id: heading(section) for section in report.sections} for report in (old, new))

    def headed(change: Change) -> Change:
        if change.kind != "section":
            return change
        sides = (before.get(change.old or "", ""), after.get(change.new or "", ""))
        return change.model_copy(update={"words": told(("deleted", sides[0]), ("inserted", sides[1]))})

    return headed


def left_over(report: Report, places: Set[int]) -> dict[int, Initiative]:
    """The rows of a report at other places than these, by their place."""
    return {place: row for place, row in enumerate(report.initiatives) if place not in places}


def added_rows(lone: Mapping[int, Initiative], kept: Sequence[tuple[Initiative, Initiative]]) -> dict[int, InitiativeDiff]:
    """What became of the rows that only the new report has, with the old row that each was a part of."""
    whole = offshoots(lone, kept)
    return {place: alone(row, new_id=row.id, split_from=whole.get(place)) for place, row in lone.items()}


def removed_rows(lone: Mapping[int, Initiative], kept: Sequence[tuple[Initiative, Initiative]]) -> dict[int, InitiativeDiff]:
    """What became of the rows that only the old report has, with the new row that each is a part of now."""
    whole = offshoots(lone, [(after, before) for before, after in kept])
    return {place: alone(row, old_id=row.id, merged_into=whole.get(place)) for place, row in lone.items()}


def alone(
    row: Initiative,
    *,
    old_id: str | None = None,
    new_id: str | None = None,
    split_from: str | None = None,
    merged_into: str | None = None,
) -> InitiativeDiff:
    """What became of a row that only one report has."""
    return InitiativeDiff(
        change="added" if new_id is not None else "removed",
        old_id=old_id,
        new_id=new_id,
        name=row.name,
        match=None,
        split_from=split_from,
        merged_into=merged_into,
        changes=(),
    )


def in_order(
    here: Mapping[int, InitiativeDiff], ended: Mapping[int, InitiativeDiff], partner: Mapping[int, int]
) -> list[InitiativeDiff]:
    """The rows ``here`` by their place in the new report; a row that ended (by its place in the old one) follows the row
    that it followed there. ``partner`` is the new place of each old row that goes on.
    """
    after: dict[int, list[InitiativeDiff]] = {}
    last = -1
    for place in sorted({*ended, *partner}):
        last = partner.get(place, last)
        if place in ended:
            after.setdefault(last, []).append(ended[place])
    return [*after.get(-1, []), *(row for place in sorted(here) for row in (here[place], *after.get(place, [])))]


def summarize(rows: Sequence[InitiativeDiff]) -> Summary:
    """How many rows met which fate."""
    fates = Counter(row.change for row in rows)
    return Summary(
        added=fates["added"],
        removed=fates["removed"],
        changed=fates["changed"],
        unchanged=fates["unchanged"],
        moved=number_with(rows, "section"),
        renumbered=number_with(rows, "number"),
    )


def number_with(rows: Iterable[InitiativeDiff], kind: str) -> int:
    """How many rows have a change of that kind."""
    return sum(any(change.kind == kind for change in row.changes) for row in rows)


# what is told once


def renamed_sections(old: Report, new: Report, sections: Mapping[str, str]) -> Iterator[SectionRename]:
    """The sections that go on under another number or title."""
    has = {section.id: section for section in new.sections}
    for section in old.sections:
        other = has.get(sections.get(section.id, ""))
        if other and essence(heading(section)) != essence(heading(other)):
            yield SectionRename(old_id=section.id, new_id=other.id, old=heading(section), new=heading(other))


def heading(section: Section) -> str:
    """A section's kind, number and title."""
    return f"{section.kind}{section.number or ''} {section.title}".strip()


# findings


def findings_of_reports(old: Report, new: Report) -> Iterator[PublishedFinding]:
    """Reasons why the two reports should not be compared as they are."""
    for how, before, after in (("generator", old.generator, new.generator), ("reader", old.reader, new.reader)):
        if before != after:
            message = f"read by {before} and by {after}: some differences may be the program's, not the plan's"
            yield finding(f"different-{how}", "warning", message)
    for what, ours, theirs in (
        ("plan", old.report.plan, new.report.plan),
        ("municipality", old.report.municipality, new.report.municipality),
    ):
        if ours and theirs and essence(ours) != essence(theirs):
            yield finding(f"different-{what}", "warning", f"the {what} is {ours} in the old report, {theirs} in the new")
    if old.report.as_of and new.report.as_of and old.report.as_of > new.report.as_of:
        yield finding("later-first", "warning", f"the old report is as of {old.report.as_of}, the new of {new.report.as_of}")


def findings_of_years(old: Report, new: Report) -> Iterator[PublishedFinding]:
    """The columns that one report has for years that the other has no column for: what stands there is not compared."""
    ours, theirs = ({header: None for row in report.initiatives for header in row.cells} for report in (old, new))
    apart = years_apart(ours, theirs)
    for side, headers in (("old", ours), ("new", theirs)):
        alone = [header for header in headers if is_left_out(header, apart)]
        if alone:
            yield finding("other-years", "info", f"the {side} report alone has columns for these years: {', '.join(alone)}")


def findings_of_pairs(rows: Iterable[InitiativeDiff]) -> Iterator[PublishedFinding]:
    """Pairs that a person should look at."""
    for row in rows:
        if row.match and row.match.score < WEAK:
            why = ", ".join(row.match.reasons) or "little is alike"
            message = f"taken for {row.old_id} of the old report with a score of {row.match.score:.2f} only ({why})"
            yield finding("weak-match", "warning", message, row.new_id)


def finding(code: str, severity: FindingSeverity, message: str, initiative: str | None = None) -> PublishedFinding:
    """A finding without a place on a page."""
    return PublishedFinding(code=code, severity=severity, message=message, initiative=initiative, page=None, bbox=None)
