"""A folder that appears whole or not at all, also where the writer is killed or the disk is full.

The files are written beside the folder's place, into a staging folder whose name begins with a dot, and made durable;
then one rename puts it in place. An old folder changes places with the new one in one step (``renameat2`` with
``RENAME_EXCHANGE``), so that a reader finds the old one or the new one at every moment. Where the system cannot do
that (no Linux, or some network file systems), the old folder is moved aside first: a reader may find none for an
instant, and if the writer dies just then, the next one puts the old folder back.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

if sys.platform != "win32":
    import fcntl

STAGING = ".plan-extract-new-"
ASIDE = ".plan-extract-old-"

AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""From Linux's ``fcntl.h`` and ``fs.h``."""

NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
"""What ``renameat2`` answers where the kernel or the file system does not know how to exchange."""

TAKEN = {errno.ENOTEMPTY, errno.EEXIST}
"""What ``rename`` answers where a folder stands in the way."""


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make ``folder`` hold exactly ``files`` (name → content), in place of whatever folder stood there. A link to a folder is
    followed.

    Raises ``OSError`` and leaves things as they were where that does not work; after it has put the folder in place,
    only an ``fsync`` of the parent can still fail. What writers that died have left beside it is removed.
    """
    place = Path(os.path.realpath(folder))
    place.parent.mkdir(parents=True, exist_ok=True)
    sweep(place.parent)
    with staging(place.parent) as stage:
        for name, content in files.items():
            write_file(stage / name, content)
        sync_folder(stage)
        put(stage, place)
        sync_folder(place.parent)


@contextlib.contextmanager
def staging(parent: Path) -> Iterator[Path]:
    """A new folder with a hidden name; whatever stands under that name in the end is removed."""
    stage = parent / f"{STAGING}{uuid.uuid4().hex}"
    with claimed(stage):
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)


@contextlib.contextmanager
def claimed(stage: Path) -> Iterator[None]:
    """Make the folder and hold it, so that :func:`sweep` leaves it alone."""
    if sys.platform == "win32":
        stage.mkdir()
        yield
        return
    descriptor = make_and_lock(stage)
    try:
        yield
    finally:
        os.close(descriptor)


def make_and_lock(stage: Path) -> int:
    """Make the folder and lock it; made anew where another process swept it before it was locked. A file system without
    locks is no obstacle: nothing is swept there.
    """
    while True:
        stage.mkdir(exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            descriptor = os.open(stage, os.O_RDONLY)
            with contextlib.suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            if stage.exists():
                return descriptor
            os.close(descriptor)


def write_file(path: Path, content: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the folder's entries are on the disk (Windows has no such call)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put(stage: Path, folder: Path) -> None:
    """Give ``stage`` the name ``folder``; an old folder of that name ends as ``stage``."""
    try:
        stage.rename(folder)
    except OSError as error:
        if error.errno not in TAKEN:
            raise
        replace(stage, folder)


def replace(stage: Path, folder: Path) -> None:
    """Let two folders change places: in one step where the system can, in two where it cannot."""
    try:
        exchange(stage, folder)
    except OSError as error:
        if error.errno not in NO_EXCHANGE:
            raise
        replace_in_two_steps(stage, folder)


def exchange(one: Path, other: Path) -> None:
    """Let two paths change places in one step; ``OSError`` with an errno in ``NO_EXCHANGE`` where that is unknown."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if renameat2 is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(one))
    if renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(other))


def replace_in_two_steps(stage: Path, folder: Path) -> None:
    """Move the old folder aside, then the new one in; a failure of the second step undoes the first."""
    aside = folder.with_name(ASIDE + folder.name)
    folder.rename(aside)
    try:
        stage.rename(folder)
    except OSError:
        restore(aside)
        raise
    aside.rename(stage)


def sweep(parent: Path) -> None:
    """Remove the staging folders of writers that died, and put back what they had moved aside. What cannot be removed
    stays for the next time.
    """
    for aside in sorted(parent.glob(f"{ASIDE}*")):
        with contextlib.suppress(OSError):
            restore(aside)
    for stage in sorted(parent.glob(f"{STAGING}*")):
        with contextlib.suppress(OSError):
            remove_unclaimed(stage)


def remove_unclaimed(stage: Path) -> None:
    """Remove a staging folder; raises ``OSError`` where a living writer holds it. Windows cannot tell, so it stays."""
    if sys.platform == "win32":
        return
    descriptor = os.open(stage, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(stage, ignore_errors=True)
    finally:
        os.close(descriptor)


def restore(aside: Path) -> None:
    """Give a folder that was moved aside its name back, or remove it where a new one has the name."""
    folder = aside.with_name(aside.name.removeprefix(ASIDE))
    if folder.exists():
        shutil.rmtree(aside, ignore_errors=True)
    else:
        aside.rename(folder)
