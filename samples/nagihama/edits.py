"""The second period: the first one's source with planted changes and harmless variations, each told in a list.

The list is a text file. ``! kinds key`` plants a change, ``~ variation key`` a harmless variation, ``? key`` a difference
that may be told or not; the ``<`` lines below stand in the first period, the ``>`` lines take their place. ``+ key after
other`` adds a row (``split`` where it was part of the other), ``- key`` removes one, ``! section key after other`` moves
one, ``* old new`` renames a department wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

BLOCK = re.compile(r"^(?=[@#=] |##)", re.MULTILINE)


class Edit(NamedTuple):
    """One entry of the list; ``old`` and ``new`` are source text."""

    action: str
    kinds: tuple[str, ...]
    key: str
    after: str | None
    old: str
    new: str
    split: bool = False


class Script(NamedTuple):
    """The whole list: the second period's own head lines, and the edits."""

    meta: tuple[str, ...]
    edits: tuple[Edit, ...]


def read_head(line: str) -> Edit:
    """An entry from its first line."""
    action, *words = line.split()
    if action == "*":
        return Edit("rename", ("departments",), "", None, words[0], words[1])
    after = words[words.index("after") + 1] if "after" in words else None
    if action == "+":
        return Edit("add", (), words[0], after, "", "", "split" in words)
    if action in "-?":
        return Edit("remove" if action == "-" else "tolerated", (), words[0], None, "", "")
    named = {"!": "change", "~": "variation"}[action]
    return Edit("move" if after else named, tuple(words[0].split("+")), words[1], after, "", "")


def read_script(text: str) -> Script:
    """The list from its file."""
    meta, edits = list[str](), list[Edit]()
    for line in text.splitlines():
        if line.startswith(": "):
            meta.append(line)
        elif line.startswith("< "):
            edits[-1] = edits[-1]._replace(old=below(edits[-1].old, line[2:]))
        elif line.startswith("> "):
            edits[-1] = edits[-1]._replace(new=below(edits[-1].new, line[2:]))
        elif line.strip():
            edits.append(read_head(line))
    return Script(tuple(meta), tuple(edits))


def below(text: str, line: str) -> str:
    """Text with a line set below it."""
    return f"{text}\n{line}" if text else line


def block_key(block: str) -> str | None:
    """The key of the row that a block of the source holds."""
    return block.split(" ", 2)[1] if block.startswith("@ ") else None


def place(blocks: Sequence[str], key: str) -> int:
    """Where a row's block stands. Raises ``ValueError`` where there is none."""
    return [block_key(block) for block in blocks].index(key)


def apply(blocks: list[str], edit: Edit) -> list[str]:
    """The source's blocks after one edit. Raises ``ValueError`` where the edit does not fit exactly once."""
    if edit.action == "rename":
        return [block.replace(edit.old, edit.new) for block in blocks]
    if edit.action == "add":
        at = place(blocks, edit.after or "") + 1
        return [*blocks[:at], edit.new + "\n", *blocks[at:]]
    at = place(blocks, edit.key)
    rest = [*blocks[:at], *blocks[at + 1 :]]
    if edit.action == "remove":
        return rest
    if edit.action == "move":
        to = place(rest, edit.after or "") + 1
        return [*rest[:to], blocks[at], *rest[to:]]
    if blocks[at].count(edit.old) != 1:
        raise ValueError(f"{edit.key}: {edit.old!r} stands {blocks[at].count(edit.old)} times")
    return [*blocks[:at], blocks[at].replace(edit.old, edit.new), *blocks[at + 1 :]]


def edited(source: str, script: Script) -> str:
    """The second period's source text."""
    head, *blocks = [block for block in BLOCK.split(source) if block]
    for edit in script.edits:
        blocks = apply(blocks, edit)
    return head + "".join(f"{line}\n" for line in script.meta) + "".join(blocks)


def told(script: Script, *actions: str) -> Iterator[Edit]:
    """The edits of certain actions, in order."""
    return (edit for edit in script.edits if edit.action in actions)
