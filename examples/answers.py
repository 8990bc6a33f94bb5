"""From the PDFs of one plan to answers: what is overdue, what slipped, who owns most, what was spent on what.

Give the reports in the order of their periods::

    python examples/answers.py samples/nagihama_r5_10.pdf samples/nagihama_r6_10.pdf
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from plan_extract import Report, diff, extract
from plan_extract.diffmodel import DateChange

REPORT = {"report_id": "report_id"}
STATEMENT = {"report_id": "report_id", "initiative_id": "initiative_id", "statement_seq": "seq"}
INITIATIVE = {"report_id": "report_id", "initiative_id": "id"}
SECTION = {"report_id": "report_id", "section": "id"}


def tables(reports: Sequence[Report], name: str) -> pd.DataFrame:
    """One table of all the reports, as one."""
    return pd.concat([report.frame(name) for report in reports], ignore_index=True)


def joined(rows: pd.DataFrame, others: pd.DataFrame, keys: dict[str, str], *wanted: str) -> pd.DataFrame:
    """The rows with the wanted columns of the other rows that their keys name."""
    named = others[[*keys.values(), *wanted]].rename(columns={theirs: ours for ours, theirs in keys.items()})
    return rows.merge(named, on=list(keys))


def overdue(reports: Sequence[Report]) -> pd.DataFrame:
    """What should have happened by the day of its report, and is still planned."""
    dates = joined(tables(reports, "dates"), tables(reports, "statements"), STATEMENT, "state", "text")
    dates = joined(dates, tables(reports, "initiatives"), INITIATIVE, "name")
    dates = joined(dates, tables(reports, "reports"), REPORT, "as_of")
    late = dates[(dates["state"] == "planned") & (dates["end"] < dates["as_of"])].sort_values(["as_of", "end"], kind="stable")
    return late[["as_of", "initiative_id", "name", "end", "text"]]


def owners(reports: Sequence[Report]) -> pd.DataFrame:
    """In how many initiatives each department has a hand; a row listed again is not counted twice."""
    rows = joined(tables(reports, "initiative_departments"), tables(reports, "initiatives"), INITIATIVE, "relisted")
    rows = joined(rows, tables(reports, "reports"), REPORT, "as_of")
    counts = rows[~rows["relisted"]].groupby(["as_of", "department"]).size().rename("initiatives").reset_index()
    return counts.sort_values(["as_of", "initiatives", "department"], ascending=[True, False, True])


def spent(reports: Sequence[Report]) -> pd.DataFrame:
    """What was spent on each part of the plan, in yen: the column 決算額. A row listed again is not counted twice."""
    amounts = joined(tables(reports, "quantities"), tables(reports, "statements"), STATEMENT, "field")
    amounts = joined(amounts, tables(reports, "initiatives"), INITIATIVE, "section", "relisted")
    amounts = joined(amounts, tables(reports, "sections"), SECTION, "kind", "number", "title")
    amounts = joined(amounts, tables(reports, "reports"), REPORT, "as_of")
    paid = amounts[amounts["field"].str.contains("決算額") & (amounts["base_unit"] == "円") & ~amounts["relisted"]]
    part = (paid["kind"] + paid["number"].fillna("") + " " + paid["title"]).str.strip()
    sums = paid.assign(part=part).groupby(["as_of", "part"])["base_value"].sum().astype("int64").rename("yen").reset_index()
    return sums.sort_values(["as_of", "yen", "part"], ascending=[True, False, True])


def slipped(reports: Sequence[Report]) -> pd.DataFrame:
    """What was ahead in one period and is due later in the next, the longest delay first."""
    rows = [
        {"as_of": new.report.as_of, "name": row.name, "was": change.old_surface, "is": change.new_surface, "days": change.days}
        for old, new in pairwise(reports)
        for row in diff(old, new).initiatives
        for change in row.changes
        if isinstance(change, DateChange) and change.slipped
    ]
    found = pd.DataFrame(rows, columns=["as_of", "name", "was", "is", "days"])
    return found.sort_values("days", ascending=False, kind="stable")


def main(paths: Sequence[str]) -> None:
    """Print the answers."""
    pd.options.display.unicode.east_asian_width = True
    reports = [extract(path) for path in paths]
    for title, answer in (
        ("期限を過ぎても予定のまま / still planned after its date", overdue(reports)),
        ("遅れたもの / slipped", slipped(reports)),
        ("担当課別の取組数 / initiatives by department", owners(reports).groupby("as_of").head(5)),
        ("決算額 / spent, in yen", spent(reports)),
    ):
        print(f"{title}\n{answer.to_string(index=False)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
