"""Writes the sample reports and their expected data: ``python samples/build.py [FOLDER]``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from nagihama.changes import changes_json
from nagihama.edits import Script, edited, read_script
from nagihama.expected import expected_json, values_json
from nagihama.parts import typeset
from nagihama.source import Source, read_source

HERE = Path(__file__).parent


def read(name: str) -> str:
    """A file of the source."""
    return (HERE / "source" / name).read_text(encoding="utf-8")


def script() -> Script:
    """What leads from the first period to the second."""
    return read_script(read("r6_10.changes.txt"))


def sources() -> tuple[Source, Source]:
    """The periods' sources, oldest first."""
    first = read("r5_10.txt")
    return read_source(first), read_source(edited(first, script()))


def write_json(path: Path, data: Any) -> None:
    """Write data as UTF-8 JSON with a fixed form."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def build(folder: Path) -> None:
    """Write every sample and what belongs to it into a folder."""
    old, new = sources()
    write_json(folder / "changes.json", changes_json(old, new, script()))
    for source in (old, new):
        name = source.meta["file"]
        trace = typeset(source, folder / f"{name}.pdf")
        write_json(folder / f"{name}.expected.json", expected_json(source, trace))
        write_json(folder / f"{name}.values.json", values_json(source))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
