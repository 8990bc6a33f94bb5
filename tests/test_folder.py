import errno
import fcntl
import os
import resource
import signal

import pytest

from plan_extract import folder as folder_module
from plan_extract.folder import ASIDE, STAGING, exchange, write_folder

OLD = {"a": b"old a", "gone": b"old only"}
NEW = {"a": b"new a" * 1000, "b": b"new b"}


def content(folder):
    """What a reader finds: the files of the folder, or None where there is no folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else None


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def failing_exchange(one, other):
    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


@pytest.fixture(params=["exchange", "two steps"])
def way(request, monkeypatch):
    """Both ways of putting a folder in another's place."""
    if request.param == "two steps":
        monkeypatch.setattr(folder_module, "exchange", failing_exchange)


@pytest.fixture
def place(tmp_path):
    return tmp_path / "out" / "架空市"


def test_a_folder_appears_with_its_parents(place):
    write_folder(place, NEW)
    assert content(place) == NEW
    assert names(place.parent) == ["架空市"]


def test_a_new_folder_takes_the_place_of_an_old_one(place, way):
    write_folder(place, OLD)
    write_folder(place, NEW)
    assert content(place) == NEW
    assert names(place.parent) == ["架空市"]


def test_a_link_to_a_folder_is_followed(tmp_path, place, way):
    kept = tmp_path / "elsewhere" / "kept"
    write_folder(kept, OLD)
    place.parent.mkdir()
    place.symlink_to(kept)
    write_folder(place, NEW)
    assert place.is_symlink()
    assert content(kept) == NEW
    assert (names(place.parent), names(kept.parent)) == (["架空市"], ["kept"])


def test_the_folder_is_open_to_whoever_the_umask_allows(place):
    before = os.umask(0o022)
    try:
        write_folder(place, NEW)
    finally:
        os.umask(before)
    assert (place.stat().st_mode & 0o777, (place / "a").stat().st_mode & 0o777) == (0o755, 0o644)


def test_exchange_swaps_two_paths(tmp_path):
    (tmp_path / "one").write_text("1")
    (tmp_path / "two").write_text("2")
    exchange(tmp_path / "one", tmp_path / "two")
    assert ((tmp_path / "one").read_text(), (tmp_path / "two").read_text()) == ("2", "1")


def test_a_file_in_the_way_stays(place):
    place.parent.mkdir()
    place.write_text("mine")
    with pytest.raises(OSError):
        write_folder(place, NEW)
    assert place.read_text() == "mine"
    assert names(place.parent) == ["架空市"]


class Trap:
    """Counts the calls of some functions and does something at the Nth."""

    def __init__(self, monkeypatch, targets, n, strike):
        self.left, self.strike = n, strike
        for owner, name in targets:
            monkeypatch.setattr(owner, name, self.wrap(getattr(owner, name)))

    def wrap(self, function):
        def trapped(*args, **kwargs):
            self.left -= 1
            if self.left == 0:
                self.strike()
            return function(*args, **kwargs)

        return trapped


DURABLE = [(os, "mkdir"), (os, "fsync"), (os, "rename"), (os, "rmdir"), (os, "unlink"), (os, "open"), (os, "close")]
TARGETS = [*DURABLE, (folder_module, "exchange")]
MOST = 60
"""More calls than one writing makes; the tests make sure of it."""


def fail():
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("old", [None, OLD], ids=["nothing before", "an old folder"])
def test_a_failure_at_any_call_leaves_the_old_or_the_new(tmp_path, old, way):
    for n in range(1, MOST):
        place = tmp_path / str(n) / "snapshot"
        if old:
            write_folder(place, old)
        with pytest.MonkeyPatch.context() as patch:
            trap = Trap(patch, TARGETS, n, fail)
            try:
                write_folder(place, NEW)
                assert content(place) == NEW
            except OSError as error:
                assert error.errno == errno.ENOSPC
        assert content(place) in (old, NEW)
        write_folder(place, NEW)
        assert names(place.parent) == ["snapshot"], "the next writer has cleaned up"
    assert trap.left > 0, "the last round had no Nth call"


def in_child(work):
    """Run ``work`` in a forked process that ends without any clearing up; return its wait status."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.parametrize("old", [None, OLD], ids=["nothing before", "an old folder"])
def test_a_kill_at_any_call_leaves_the_old_or_the_new(tmp_path, old):
    killed = 0
    for n in range(1, MOST):
        place = tmp_path / str(n) / "snapshot"
        if old:
            write_folder(place, old)
        with pytest.MonkeyPatch.context() as patch:
            Trap(patch, TARGETS, n, lambda: os.kill(os.getpid(), signal.SIGKILL))
            killed += os.WIFSIGNALED(in_child(lambda place=place: write_folder(place, NEW)))
        assert content(place) in (old, NEW)
        write_folder(place, NEW)
        assert names(place.parent) == ["snapshot"], "the next writer has cleaned up"
    assert 10 < killed < MOST - 1


def test_without_exchange_the_next_writer_puts_back_what_a_kill_took_away(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_module, "exchange", failing_exchange)
    for n in range(1, MOST):
        place = tmp_path / str(n) / "snapshot"
        write_folder(place, OLD)
        with pytest.MonkeyPatch.context() as patch:
            Trap(patch, DURABLE, n, lambda: os.kill(os.getpid(), signal.SIGKILL))
            in_child(lambda place=place: write_folder(place, NEW))
        write_folder(place.with_name("another"), NEW)
        assert content(place) in (OLD, NEW)
        assert names(place.parent) == ["another", "snapshot"]


@pytest.mark.parametrize("room", [0, 1, 100, 4999])
def test_a_file_that_does_not_fit_leaves_the_old_folder(place, room):
    write_folder(place, OLD)

    def write_with_little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        with pytest.raises(OSError):
            write_folder(place, NEW)
        os.kill(os.getpid(), signal.SIGTERM)

    assert os.WTERMSIG(in_child(write_with_little_room)) == signal.SIGTERM
    assert content(place) == OLD
    assert names(place.parent) == ["架空市"]


def test_the_staging_folder_of_a_living_writer_is_left_alone(place):
    stage = place.parent / f"{STAGING}living"
    stage.mkdir(parents=True)
    descriptor = os.open(stage, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    write_folder(place, NEW)
    assert stage.exists()
    os.close(descriptor)
    write_folder(place, NEW)
    assert not stage.exists()


def test_a_staging_folder_that_was_swept_too_early_is_made_anew(place, monkeypatch):
    swept = []

    def sweep_first(descriptor, flags):
        if not swept:
            swept.extend(place.parent.glob(f"{STAGING}*"))
            swept[0].rmdir()

    monkeypatch.setattr(folder_module.fcntl, "flock", sweep_first)
    write_folder(place, NEW)
    assert swept
    assert content(place) == NEW


def test_a_file_system_without_locks_is_written_all_the_same(place, monkeypatch):
    def no_locks(descriptor, flags):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(folder_module.fcntl, "flock", no_locks)
    write_folder(place, NEW)
    assert content(place) == NEW


def test_what_was_moved_aside_is_dropped_where_a_new_folder_stands(place):
    write_folder(place, NEW)
    place.with_name(f"{ASIDE}{place.name}").mkdir()
    write_folder(place, NEW)
    assert names(place.parent) == [place.name]
