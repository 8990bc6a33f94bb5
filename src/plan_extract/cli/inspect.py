"""``plan-extract inspect``: a page with what was seen on it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from plan_extract import isolate, terminal
from plan_extract.cli.options import (
    READ,
    Debug,
    Image,
    MaxSize,
    Memory,
    Page,
    PasswordFile,
    Pdf,
    Profile,
    Scale,
    Timeout,
    limits_from,
)
from plan_extract.cli.output import show_error, write, write_file
from plan_extract.cli.reading import given_password, unlocked
from plan_extract.errors import PlanExtractError
from plan_extract.profile import read_profile

LONGEST_STEM = 200
"""Bytes of a file's name that are taken over into another's; most file systems allow 255."""


def inspect(
    report: Pdf,
    *,
    page: Page,
    out: Image = None,
    scale: Scale = 2.0,
    profile: Profile = None,
    password_file: PasswordFile = None,
    timeout: Timeout = None,
    memory: Memory = READ.memory,
    max_size: MaxSize = READ.size,
    debug: Debug = False,
) -> int:
    """Draw over a page what was seen on it: cells, roles, lines. What was left over is red."""
    limits, password = limits_from(READ, timeout, memory, READ.pages, max_size), given_password(password_file)
    read_profile(profile)

    def draw(word: str | None) -> bytes:
        with terminal.progress_bar(report.name, sys.stderr) as progress:
            return isolate.draw(report, page, scale, limits, profile=profile, password=word, progress=progress)

    try:
        image = unlocked(draw, report, password)
        target = out or Path(f"{short_stem(report)}-p{page}.png")
        write_file(target, image)
    except PlanExtractError as error:
        show_error(error, report, debug)
        return error.exit_code
    write(f"{terminal.printable(str(target))}\n")
    return 0


def short_stem(path: Path) -> str:
    """The file's name without its suffix, short enough to be part of another."""
    return os.fsdecode(os.fsencode(path.stem)[:LONGEST_STEM])
