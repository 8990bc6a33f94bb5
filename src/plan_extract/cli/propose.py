"""``plan-extract profile``: a profile for a city whose words are not known."""

from __future__ import annotations

from plan_extract import isolate, terminal
from plan_extract.cli.options import (
    READ,
    Debug,
    MaxPages,
    MaxSize,
    Memory,
    PasswordFile,
    Pdf,
    Profile,
    ProfileFile,
    Timeout,
    limits_from,
)
from plan_extract.cli.output import show_error, write, write_file
from plan_extract.cli.reading import given_password, unlocked
from plan_extract.errors import PlanExtractError
from plan_extract.profile import read_profile


def propose(
    report: Pdf,
    *,
    out: ProfileFile = None,
    profile: Profile = None,
    password_file: PasswordFile = None,
    timeout: Timeout = None,
    memory: Memory = READ.memory,
    max_pages: MaxPages = READ.pages,
    max_size: MaxSize = READ.size,
    debug: Debug = False,
) -> int:
    """Propose a profile: a city's own words for headers. Tells what was recognised, what was not, and what may be meant."""
    limits, password = limits_from(READ, timeout, memory, max_pages, max_size), given_password(password_file)
    read_profile(profile)
    try:
        text = unlocked(lambda word: isolate.propose(report, limits, profile=profile, password=word), report, password)
        if out:
            write_file(out, text.encode())
    except PlanExtractError as error:
        show_error(error, report, debug)
        return error.exit_code
    write(f"{terminal.printable(str(out))}\n" if out else terminal.printable_lines(text) + "\n")
    return 0
