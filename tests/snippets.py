"""The snippets of a Markdown page: played as a reader would, in order, in one folder; what they print is put in their place.

``console`` blocks hold commands behind ``$`` and what they print; a ``python`` block has a ``text`` block behind it where it
prints something. ``python tests/snippets.py`` writes the outputs shown in both READMEs anew.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "README.ja.md")
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
OF_A_CHECKOUT = ("Makefile", "pyproject.toml", "constraints.txt", "samples")


class Block(NamedTuple):
    """A block of code and where its text stands in the page."""

    language: str
    text: str
    start: int
    end: int


def blocks(page):
    """The blocks of code of a page."""
    return [Block(match["language"], match["text"], *match.span("text")) for match in BLOCK.finditer(page)]


def refreshed(page, folder):
    """The page with what its snippets print now, played in the empty ``folder``."""
    lay_out(folder)
    texts, printed = [], ""
    for block in blocks(page):
        if block.language == "python":
            printed = run(["python", "-c", block.text], folder)
        texts.append({"console": console(block, folder), "text": printed}.get(block.language, block.text))
    return with_texts(page, texts)


def with_texts(page, texts):
    """The page with other texts in its blocks."""
    for block, text in reversed(list(zip(blocks(page), texts, strict=True))):
        page = page[: block.start] + text + page[block.end :]
    return page


def lay_out(folder):
    """What a reader's checkout has after ``make setup``; its environment is the one that runs this."""
    for name in OF_A_CHECKOUT:
        (folder / name).symlink_to(ROOT / name)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, arguments in (("python", ""), ("plan-extract", "-m plan_extract")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n', "utf-8")
        (programs / name).chmod(0o755)
    (folder / ".venv" / "ready").touch()


def console(block, folder):
    """The commands of a console block, each with what it prints."""
    if block.language != "console":
        return ""
    commands = [line.removeprefix("$ ") for line in block.text.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{run(['sh', '-c', command], folder)}" for command in commands)


def run(command, folder):
    """What a command prints on stdout, blank lines at the end dropped; the environment's programs come first."""
    path = f"{folder / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    ran = subprocess.run(
        [str(folder / ".venv" / "bin" / command[0]) if command[0] == "python" else command[0], *command[1:]],
        cwd=folder,
        env=inherited | {"PATH": path, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.rstrip("\n") + "\n" if ran.stdout else ""


def main():
    """Write the outputs that the READMEs show anew."""
    for path in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            path.write_text(refreshed(path.read_text("utf-8"), Path(folder)), "utf-8")


if __name__ == "__main__":
    main()
