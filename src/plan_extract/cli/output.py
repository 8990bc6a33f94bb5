"""What the commands print and write: text on stdout, one line for an error on stderr, and files."""

from __future__ import annotations

import os
import sys
import traceback
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from plan_extract import terminal
from plan_extract.errors import OutputError, PlanExtractError

PIPE_CLOSED = 141
"""The exit code of a shell for a program whose output nobody reads on."""


def write(text: str) -> None:
    """Print on stdout; ends the process quietly where nobody reads on."""
    if sys.stdout is not None:
        put(sys.stdout, text)


def put(stream: TextIO, text: str) -> None:
    """Write and flush, so that what goes wrong does so here; raises ``OutputError`` where it cannot be written."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        silence(stream)
        raise SystemExit(PIPE_CLOSED) from None
    except OSError as error:
        silence(stream)
        raise OutputError(f"cannot print ({error.strerror})") from error


def silence(stream: TextIO) -> None:
    """Lead to nowhere what is still in the stream, which would fail again when the process ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def show_error(error: PlanExtractError, file: Path | None = None, debug: bool = False) -> None:
    """Print one line on stderr, and with ``debug`` the notes of the error."""
    # where not even stderr takes it, the exit code has to tell
    with suppress(OutputError):
        if sys.stderr:
            notes = getattr(error, "__notes__", ()) if debug else ()
            put(sys.stderr, terminal.rendered(sys.stderr, *terminal.error_view(error, file, notes), soft_wrap=True))


def defect(error: Exception) -> PlanExtractError:
    """An error that nobody foresaw, in one line, with its traceback as a note."""
    failure = PlanExtractError(f"{type(error).__name__}: {error}")
    failure.add_note("".join(traceback.format_exception(error)))
    return failure


def write_file(path: Path, content: bytes) -> None:
    """Write the file whole or not at all, readable for whom the umask allows; raises ``OutputError``.

    A link is followed, and a device or a pipe is written to: neither makes way for the file.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            replace_file(Path(os.path.realpath(path)), content)
    except OSError as error:
        raise OutputError(f"cannot write {path} ({error.strerror})") from error


def replace_file(path: Path, content: bytes) -> None:
    """Put a new file in the place of what stands at ``path``, in one step; raises ``OSError`` and changes nothing."""
    part = path.with_name(f".plan-extract-{uuid.uuid4().hex}")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
