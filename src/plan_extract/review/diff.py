"""A diff as one HTML file, in the look of the review page."""

from __future__ import annotations

from plan_extract.diffmodel import ReportDiff
from plan_extract.difftext import FATES, reason_told, renumbered, rows_told, summary_of, told_once
from plan_extract.review.render import render_page


def render_diff(diff: ReportDiff) -> str:
    """The page of a diff. The same diff gives the same text."""
    return render_page(
        "diff",
        f"{diff.old.id} → {diff.new.id}",
        diff=diff,
        counts=summary_of(diff),
        common=list(told_once(diff)),
        rows=rows_told(diff),
        fates=FATES,
        numbers=renumbered(diff),
        why=reason_told,
    )
