"""Works on a document in a process of its own, which may crash, hang or eat memory without taking anything along.

The child is a fresh interpreter in its own process group. One JSON line on its stdin says what to do; JSON lines on
its stdout are the answer: any number of ``{"done": 3, "total": 26}``, then one ``{"result": …}`` or ``{"error": …}``.
Whatever libraries print there lands on stderr, which is kept for the notes of an error and never shown as it is. The
child dies with its parent, and its folder for temporary files is removed whatever happens.
"""

from __future__ import annotations

import base64
import json
import math
import os
import queue
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, NoReturn, cast

from plan_extract.errors import LimitError, NotPdfError, PlanExtractError, UsageError
from plan_extract.pdf.page import Progress, no_progress

if TYPE_CHECKING:
    from plan_extract.model import Report
    from plan_extract.review.pictures import Picture

MIB = 1 << 20
POLL = 0.02
"""Seconds between two looks at the child's memory and at the clock."""
HEADROOM = 1024
"""MiB above the memory limit at which the kernel refuses more. It counts what is set aside, the limit what is used, and
pdfium sets aside up to 1 GiB to draw a page; between two looks at the child no more can be taken than this."""
LONGEST_ANSWER = 128 * MIB
PDEATHSIG = 1
PASSWORD_VARIABLE = "PLAN_EXTRACT_PASSWORD"
"""The environment variable that may hold the password of a document."""

Task = Callable[..., object]
Reader = Literal["pdfium", "pdfplumber"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. Each page that was read adds ``seconds_per_page`` to the time allowed.

    ``memory`` and ``size`` are MiB. Raises :class:`~plan_extract.errors.UsageError` for a number that is no limit.
    """

    seconds: float = 15.0
    seconds_per_page: float = 1.0
    memory: int = 1280
    size: int = 200
    pages: int = 2000

    def __post_init__(self) -> None:
        for field in fields(self):
            number = getattr(self, field.name)
            if not math.isfinite(number) or number < 0 or (number == 0 and field.name != "seconds_per_page"):
                raise UsageError(f"the limit of {field.name.replace('_', ' ')} must be above 0, not {number:g}")


def read(
    path: Path,
    limits: Limits,
    *,
    profile: str | None = None,
    reader: Reader = "pdfium",
    password: str | None = None,
    pages: str | None = None,
    tables: str | None = None,
    cross_check: bool = False,
    progress: Progress | None = None,
) -> Report:
    """The report in the PDF, read in a child process; ``cross_check`` adds what the other readers saw differently.
    The rest is that of :func:`plan_extract.pipeline.extract`.

    Raises the errors of :mod:`plan_extract.errors`; their notes hold what the child printed.
    """
    from plan_extract.model import Report

    require_document(path, limits.size)
    arguments = {
        "path": str(path),
        "profile": profile,
        "reader": reader,
        "password": password,
        "pages": pages,
        "tables": tables,
        "cross_check": cross_check,
        "max_pages": limits.pages,
    }
    return Report.model_validate_json(str(call("plan_extract.isolate:read_here", arguments, limits, progress)))


def propose(
    path: Path, limits: Limits, *, profile: str | None = None, password: str | None = None, progress: Progress | None = None
) -> str:
    """A profile for reports like this one, as TOML, written in a child process; raises what :func:`read` does."""
    require_document(path, limits.size)
    arguments = {"path": str(path), "profile": profile, "password": password, "max_pages": limits.pages}
    return str(call("plan_extract.pipeline:propose_profile", arguments, limits, progress))


def draw(
    path: Path,
    page: int,
    scale: float,
    limits: Limits,
    *,
    profile: str | None = None,
    password: str | None = None,
    progress: Progress | None = None,
) -> bytes:
    """The page as PNG with everything that was seen on it, drawn in a child process; raises what :func:`read` does."""
    require_document(path, limits.size)
    arguments = {"path": str(path), "page": page, "scale": scale, "profile": profile, "password": password}
    return base64.b64decode(str(call("plan_extract.isolate:draw_here", arguments, limits, progress)))


def pictures(path: Path, limits: Limits, *, password: str | None = None, progress: Progress | None = None) -> list[Picture]:
    """Every page as a small picture, drawn in a child process; raises what :func:`read` does."""
    from plan_extract.review import pictures as review_pictures

    require_document(path, limits.size)
    drawn = call("plan_extract.isolate:pictures_here", {"path": str(path), "password": password}, limits, progress)
    return [review_pictures.Picture(width, height, base64.b64decode(webp)) for width, height, webp in cast(list[Any], drawn)]


def require_document(path: Path, size: int) -> None:
    """Refuse what is no ordinary file or holds more than ``size`` MiB, before anything waits for it."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NotPdfError("is a folder" if stat.S_ISDIR(status.st_mode) else "is no ordinary file")
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise NotPdfError("there is no such file") from None
    except (OSError, ValueError) as error:
        raise NotPdfError(f"cannot be opened ({getattr(error, 'strerror', None) or error})") from error
    if not status.st_size:
        raise NotPdfError("the file is empty")
    if status.st_size > size * MIB:
        raise LimitError(f"the file has {status.st_size / MIB:,.0f} MiB, more than {size:,}")


def call(task: str, arguments: Mapping[str, object], limits: Limits, progress: Progress | None = None) -> object:
    """What the function ``task`` (``module:name``) returns for ``arguments``, called in a child process.

    Raises the :class:`~plan_extract.errors.PlanExtractError` that it raised, ``LimitError`` where it took too long or
    too much memory, ``NotPdfError`` where it crashed, and the plain ``PlanExtractError`` for whatever else went wrong.
    """
    request = {"task": task, "arguments": dict(arguments), "memory": limits.memory}
    printed: deque[bytes] = deque(maxlen=16)
    with tempfile.TemporaryDirectory(prefix="plan-extract-", ignore_cleanup_errors=True) as folder:
        try:
            with child_process(folder, printed) as child:
                child.send(request)
                return result_of(await_answer(child, limits, progress or no_progress))
        except PlanExtractError as error:
            if printed:
                error.add_note(b"".join(printed).decode("utf-8", "backslashreplace"))
            raise


@dataclass(frozen=True, slots=True)
class Child:
    """A running child, its stdin, and the lines that came from its stdout so far."""

    process: subprocess.Popen[bytes]
    stdin: IO[bytes]
    lines: queue.SimpleQueue[bytes]

    def send(self, request: Mapping[str, object]) -> None:
        """Write ``request`` as a line. The stream stays open: its end tells the child that its parent is gone."""
        # a child that died at once is heard of by its missing answer
        with suppress(BrokenPipeError):
            self.stdin.write(json.dumps(request).encode() + b"\n")
            self.stdin.flush()


@contextmanager
def child_process(folder: str, printed: deque[bytes]) -> Iterator[Child]:
    """A fresh interpreter that waits for a request, with its temporary files in ``folder``; dead on leaving.

    The end of what it says on stderr is put into ``printed``, complete on leaving.
    """
    process = start_interpreter(folder)
    assert process.stdin and process.stdout and process.stderr
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    pumps = [
        threading.Thread(target=forward_lines, args=(process.stdout, lines), daemon=True),
        threading.Thread(target=keep_tail, args=(process.stderr, printed), daemon=True),
    ]
    try:
        for pump in pumps:
            pump.start()
        yield Child(process, process.stdin, lines)
    finally:
        kill(process)
        for pump in pumps:
            pump.join(timeout=1)
        with suppress(BrokenPipeError):
            process.stdin.close()


def start_interpreter(folder: str) -> subprocess.Popen[bytes]:
    """This module in a process and a process group of its own, temporary files going to ``folder``."""
    # one thread is enough for a page, and spares the memory that numeric libraries set aside for each
    libraries = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
    # a password reaches the child by its stdin alone
    inherited = {name: value for name, value in os.environ.items() if name != PASSWORD_VARIABLE}
    return subprocess.Popen(
        # -P keeps the working folder, where anything may lie, off the import path
        [sys.executable, "-P", "-X", "faulthandler", "-m", "plan_extract.isolate"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**inherited, "TMPDIR": folder, **dict.fromkeys(libraries, "1")},
        process_group=0,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """End the process with all that it started, and wait until it is gone."""
    # once it was waited for, its number may belong to somebody else
    if process.returncode is None:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def await_answer(child: Child, limits: Limits, progress: Progress) -> dict[str, Any]:
    """The message that ends the child's work; raises ``LimitError`` where it does not come within ``limits``."""
    start, allowed = time.monotonic(), limits.seconds
    while True:
        message = next_message(child.lines)
        if message is None:
            raise death_of(child.process)
        if "done" in message:
            allowed = limits.seconds + limits.seconds_per_page * message["done"]
            progress(message["done"], message["total"])
        elif message:
            return message
        check_limits(child.process.pid, time.monotonic() - start, allowed, limits.memory)


def forward_lines(stream: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    """Put each line of ``stream`` into ``lines``, then an empty one."""
    with stream:
        while line := stream.readline(LONGEST_ANSWER):
            lines.put(line)
    lines.put(b"")


def keep_tail(stream: IO[bytes], printed: deque[bytes]) -> None:
    """Keep the end of what ``stream`` says, as much as ``printed`` holds."""
    with stream:
        while chunk := os.read(stream.fileno(), 4096):
            printed.append(chunk)


def next_message(lines: queue.SimpleQueue[bytes]) -> dict[str, Any] | None:
    """The child's next message, an empty one where none came in time, ``None`` where none will come any more."""
    try:
        line = lines.get(timeout=POLL)
    except queue.Empty:
        return {}
    if len(line) >= LONGEST_ANSWER:
        raise LimitError(f"what was read from it takes more than {LONGEST_ANSWER // MIB} MiB")
    # a line that was cut off while it was written ends without its newline: the child died over it
    return json.loads(line) if line.endswith(b"\n") else None


def check_limits(pid: int, elapsed: float, allowed: float, memory: int) -> None:
    """Raise ``LimitError`` where a child went beyond its time (seconds) or memory (MiB)."""
    if elapsed > allowed:
        raise LimitError(f"reading it took longer than {allowed:,.4g} seconds")
    if resident(pid) > memory * MIB:
        raise LimitError(f"reading it took more than {memory:,} MiB of memory")


def resident(pid: int) -> int:
    """Bytes of memory that the process holds; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_bytes().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def death_of(process: subprocess.Popen[bytes]) -> PlanExtractError:
    """What it means that the child ended without an answer."""
    code = exit_code_of(process)
    if code >= 0:
        return PlanExtractError(f"the reading process ended early with exit code {code}")
    # nobody but the system kills with these: memory ran short, or a limit that was set outside
    if -code in (signal.SIGKILL, signal.SIGTERM, getattr(signal, "SIGXCPU", signal.SIGTERM)):
        return LimitError(f"the system ended the reading process ({signal_name(-code)}), most likely short of memory")
    return NotPdfError(f"the PDF library crashed while reading it ({signal_name(-code)})")


def exit_code_of(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process that closed its stdout and should be about to end (a signal's number is negative)."""
    try:
        return process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        raise LimitError("the reading process neither answered nor ended") from None


def signal_name(number: int) -> str:
    """Name of a signal.

    >>> signal_name(11), signal_name(99)
    ('SIGSEGV', 'signal 99')
    """
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def result_of(answer: Mapping[str, Any]) -> object:
    """The result in the child's last message; raises the error where it is one."""
    if "result" in answer:
        return answer["result"]
    kinds: dict[str, type[PlanExtractError]] = {kind.slug: kind for kind in PlanExtractError.__subclasses__()}
    error = kinds.get(answer["error"], PlanExtractError)(answer["message"])
    if "traceback" in answer:
        error.add_note(answer["traceback"])
    raise error


# What follows runs in the child.


def read_here(*, path: str, password: str | None, cross_check: bool, **how: Any) -> str:
    """The report in the PDF, as the text of ``report.json``; ``how`` is what :func:`plan_extract.pipeline.extract` takes."""
    from plan_extract import pipeline

    report = pipeline.extract(Path(path), password=password, **how)
    if cross_check:
        seen = pipeline.cross_check(Path(path), password=password, pages=how["pages"])
        report = report.model_copy(update={"findings": (*report.findings, *seen)})
    return report.model_dump_json()


def draw_here(*, path: str, page: int, scale: float, profile: str | None, password: str | None, progress: Progress) -> str:
    """The drawn page as PNG, in base64."""
    from plan_extract.drawing import draw_page

    return base64.b64encode(draw_page(Path(path), page, scale, password, profile=profile, progress=progress)).decode()


def pictures_here(*, path: str, password: str | None, progress: Progress) -> list[tuple[float, float, str]]:
    """The width, height and WebP (in base64) of every page's picture."""
    from plan_extract.review.pictures import render_pictures

    return [
        (picture.width, picture.height, base64.b64encode(picture.webp).decode())
        for picture in render_pictures(Path(path), password, progress)
    ]


def main() -> None:
    """Do what the line on stdin asks for, and say it on what was stdout."""
    with os.fdopen(os.dup(1), "w", encoding="ascii") as channel:
        os.dup2(2, 1)
        request = json.loads(sys.stdin.buffer.readline())
        die_with_parent()
        restrict(request["memory"])
        say(channel, answer_to(request, lambda done, total: say(channel, {"done": done, "total": total})))


def say(channel: IO[str], message: Mapping[str, object]) -> None:
    """Write one message to the parent."""
    channel.write(json.dumps(message) + "\n")
    channel.flush()


def answer_to(request: Mapping[str, Any], progress: Progress) -> dict[str, object]:
    """The message that ends ``request``: the result, or the error with what a developer needs."""
    try:
        return {"result": task_named(request["task"])(**request["arguments"], progress=progress)}
    except PlanExtractError as error:
        return {"error": error.slug, "message": str(error)}
    except (MemoryError, RecursionError) as error:
        return {"error": LimitError.slug, "message": overflow(error), "traceback": traceback.format_exc()}
    except Exception as error:
        what = f"{type(error).__name__} while reading it"
        return {"error": PlanExtractError.slug, "message": what, "traceback": traceback.format_exc()}


def task_named(name: str) -> Task:
    """The function behind ``module:name``."""
    module, _, function = name.partition(":")
    task: Task = getattr(import_module(module), function)
    return task


def overflow(error: MemoryError | RecursionError) -> str:
    """What ran out, in words."""
    return "reading it took too much memory" if isinstance(error, MemoryError) else "it is nested too deeply"


def restrict(memory: int) -> None:
    """Let the kernel refuse memory far beyond ``memory`` MiB, and write no core files."""
    if sys.platform == "win32":
        return
    import resource

    for kind, wanted in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_DATA, (memory + HEADROOM) * MIB)):
        _, hard = resource.getrlimit(kind)
        ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (ceiling, hard))


def die_with_parent() -> None:
    """See to it that this process does not outlive the one that started it."""
    if sys.platform == "linux":
        import ctypes

        # reaches code that never lets another thread run; the thread below reaches other systems
        ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=await_parent_end, daemon=True).start()


def await_parent_end() -> NoReturn:
    """End this process group as soon as stdin, whose other end the parent holds, comes to its end."""
    while os.read(0, 1):
        pass
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
