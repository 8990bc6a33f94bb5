"""How long the diff of two reports of a thousand initiatives takes: the call with the dictionary loaded for it, the command."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import SAMPLES
from plan_extract.comparison import diff
from plan_extract.model import Initiative, Report, Statement
from plan_extract.pipeline import extract
from plan_extract.snapshot import write_snapshot

ROWS = 1000


def enlarged(report: Report, seed: int) -> Report:
    """A report of a thousand rows, each with the name of one, words of another and lines of several rows of ``report``."""
    chance = random.Random(seed)
    return report.model_copy(update={"initiatives": tuple(mixed(report, number, chance) for number in range(1, ROWS + 1))})


def mixed(report: Report, number: int, chance: random.Random) -> Initiative:
    """A row put together from others, with about as many lines as they have."""
    one, other, *others = chance.sample(report.initiatives, 5)
    lines = [line for row in (one, *others) for line in row.statements if chance.random() < 0.25]
    told = tuple(own(line, number, seq) for seq, line in enumerate(lines, start=1))
    name = f"{one.name}（{other.name}{number}）"
    return one.model_copy(update={"id": str(number), "number": str(number), "name": name, "statements": told})


def own(line: Statement, number: int, seq: int) -> Statement:
    """The line with words that no other row has, so that no line is analysed for another."""
    return line.model_copy(update={"seq": seq, "parent": None, "text": f"{line.text}（第{number}地区の{seq}）"})


def revised(report: Report, seed: int) -> Report:
    """The report a year later: a row in ten is new, a line in ten another one, all are renumbered."""
    chance = random.Random(seed)
    spare = [line for row in extract(SAMPLES / "nagihama_r6_10.pdf").initiatives for line in row.statements]
    rows = [row for row in report.initiatives if chance.random() < 0.9]
    rows += [row.model_copy(update={"name": f"新・{row.name}"}) for row in chance.sample(report.initiatives, ROWS - len(rows))]
    return report.model_copy(update={"initiatives": tuple(changed(row, i, spare, chance) for i, row in enumerate(rows))})


def changed(row: Initiative, place: int, spare: list[Statement], chance: random.Random) -> Initiative:
    """The row a year later."""
    told = tuple(
        chance.choice(spare).model_copy(update={"seq": line.seq, "parent": None}) if chance.random() < 0.1 else line
        for line in row.statements
    )
    return row.model_copy(update={"id": f"n{place}", "number": str(2 * place), "statements": told})


def seconds_of_command(old: Report, new: Report) -> float:
    """How long ``plan-extract diff`` takes on the snapshots of two reports, from its start to its end."""
    with TemporaryDirectory() as folder:
        sides = [write_snapshot(report, Path(folder, side)) for side, report in (("old", old), ("new", new))]
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "plan_extract", "diff", *sides], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - start


def main() -> None:
    """Print how long it took."""
    old = enlarged(extract(SAMPLES / "nagihama_r5_10.pdf"), 1)
    new = revised(old, 2)
    start = time.perf_counter()
    result = diff(old, new)
    seconds = time.perf_counter() - start
    size = sum(len(line.text) for report in (old, new) for row in report.initiatives for line in row.statements)
    found = sum(len(row.changes) for row in result.initiatives)
    print(f"{ROWS} rows against {ROWS}, {size:,} characters, {found:,} changes: {seconds:.2f} s")
    print(f"the command, from snapshots to text: {seconds_of_command(old, new):.2f} s")


if __name__ == "__main__":
    main()
