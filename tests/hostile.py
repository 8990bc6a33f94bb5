"""Tasks that a child process is given in tests: what documents do to the libraries that read them."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from plan_extract.errors import EncryptedError


def echo(*, progress, **arguments):
    return arguments


def surroundings(*, progress, password):
    """Everything that others may see of this process: its environment and its command line."""
    return {"password": password, "around": [*os.environ.values(), *sys.orig_argv]}


def count(*, progress, pages, seconds):
    for done in range(1, pages + 1):
        time.sleep(seconds)
        progress(done, pages)
    return "counted"


def chatter(*, progress):
    print("from Python")
    os.system("echo from a library; echo and on stderr >&2")
    return "said"


def chatter_and_fail(*, progress):
    chatter(progress=progress)
    raise EncryptedError("it asks for a password")


def crash(*, progress):
    ctypes.string_at(0)


def die(*, progress, number):
    os.kill(os.getpid(), number)


def leave(*, progress):
    sys.exit(3)


def fail(*, progress):
    raise ValueError("nobody foresaw this")


def nest(*, progress):
    return nest(progress=progress)


def hang(*, progress, note=None):
    if note:
        Path(note).write_text(f"{os.getpid()} {tempfile.gettempdir()}")
    time.sleep(600)


def hang_without_threads(*, progress, note):
    """Hold the interpreter's lock, as a regular expression that runs away does."""
    Path(note).write_text(f"{os.getpid()} {tempfile.gettempdir()}")
    ctypes.PyDLL(None).sleep(600)


def hang_with_helper(*, progress, note):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(note).write_text(f"{helper.pid} {tempfile.gettempdir()}")
    time.sleep(600)


def eat(*, progress):
    held = []
    while True:
        held.append(b"x" * (8 << 20))


def gulp(*, progress):
    return len(b"x" * (8 << 30))


def litter(*, progress):
    (Path(tempfile.gettempdir()) / "left").write_text("behind")
    return tempfile.gettempdir()


def flood(*, progress, size):
    return "x" * size


def core_limit(*, progress):
    return resource.getrlimit(resource.RLIMIT_CORE)[0]
