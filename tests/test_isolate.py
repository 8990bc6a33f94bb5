"""What a document does to the library that reads it stays in the child, and the child stays within its limits."""

import os
import resource
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from plan_extract import isolate
from plan_extract.errors import EncryptedError, LimitError, NoTableError, NotPdfError, PlanExtractError, UsageError
from plan_extract.isolate import MIB, Limits, call, require_document

SAMPLE = Path(__file__).parents[1] / "samples" / "nagihama_r5_10.pdf"
LIMITS = Limits(seconds=20, memory=400)
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(autouse=True)
def tasks_can_be_imported(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)


def running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def soon(condition):
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize("arguments", [{}, {"path": "/a/\udcff\n日本語", "pages": 3, "profile": None}])
def test_arguments_and_results_pass_unchanged(arguments):
    assert call("hostile:echo", arguments, LIMITS) == arguments


def test_a_password_reaches_the_child_by_its_input_alone(monkeypatch):
    monkeypatch.setenv("PLAN_EXTRACT_PASSWORD", "秘密-environment")
    seen = call("hostile:surroundings", {"password": "秘密-argument"}, LIMITS)
    assert seen["password"] == "秘密-argument"
    assert not [value for value in seen["around"] if "秘密" in value]
    assert any("plan_extract.isolate" in value for value in seen["around"])


def encrypted(path, user):
    """A PDF that opens with a password."""
    canvas = Canvas(str(path), encrypt=StandardEncryption(user, ownerPassword="owner", strength=128))
    canvas.drawString(72, 700, "Hello, no table here")
    canvas.save()
    return path


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(
    ("password", "kind", "message"),
    [
        (None, EncryptedError, "asks for a password"),
        ("", EncryptedError, "asks for a password"),
        ("wrong", EncryptedError, "the password does not open"),
        ("違う", EncryptedError, "the password does not open"),
        ("\udcff", EncryptedError, "the password does not open"),
        ("secret", NoTableError, "no table"),
    ],
)
def test_a_password_opens_or_the_error_says_so_without_it(reader, password, kind, message, tmp_path):
    path = encrypted(tmp_path / "a.pdf", "secret")
    with pytest.raises(kind, match=message) as caught:
        isolate.read(path, LIMITS, reader=reader, password=password)
    told = [str(caught.value), *getattr(caught.value, "__notes__", ())]
    assert not [text for text in told if password and password in text]


def test_a_password_opens_what_is_drawn_and_proposed(tmp_path):
    path = encrypted(tmp_path / "a.pdf", "secret")
    assert isolate.draw(path, 1, 1.0, LIMITS, password="secret").startswith(b"\x89PNG")
    with pytest.raises(NoTableError):
        isolate.propose(path, LIMITS, password="secret")
    with pytest.raises(EncryptedError):
        isolate.propose(path, LIMITS)


@pytest.mark.skipif("PLAN_EXTRACT_CORPUS" not in os.environ, reason="needs the corpus")
def test_a_password_opens_real_documents():
    folder = Path(os.environ["PLAN_EXTRACT_CORPUS"]) / "corpus/bad/files/encrypted-user"
    opened = list(folder.glob("*U=view*"))
    assert opened
    for path in opened:
        with pytest.raises(NoTableError):
            isolate.read(path, LIMITS, password="view")


def test_progress_arrives_page_by_page():
    seen = []
    assert call("hostile:count", {"pages": 3, "seconds": 0}, LIMITS, lambda *at: seen.append(at)) == "counted"
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_pages_that_are_drawn_are_counted_so_that_they_get_their_time():
    read, drawn = [], []
    isolate.draw(SAMPLE, 2, 0.5, LIMITS, progress=lambda *at: read.append(at))
    isolate.pictures(SAMPLE, LIMITS, progress=lambda *at: drawn.append(at))
    assert read == drawn == [(number, 15) for number in range(1, 16)]


def test_what_libraries_print_is_no_part_of_the_answer(capfd):
    assert call("hostile:chatter", {}, LIMITS) == "said"
    assert capfd.readouterr() == ("", "")


def test_an_error_keeps_its_kind_and_notes_what_was_printed():
    with pytest.raises(EncryptedError, match="asks for a password") as caught:
        call("hostile:chatter_and_fail", {}, LIMITS)
    notes = "".join(caught.value.__notes__)
    assert all(line in notes for line in ("from Python", "from a library", "and on stderr"))


@pytest.mark.parametrize(
    ("task", "arguments", "kind", "message"),
    [
        ("crash", {}, NotPdfError, "crashed while reading it .SIGSEGV"),
        ("die", {"number": signal.SIGABRT}, NotPdfError, "SIGABRT"),
        ("die", {"number": signal.SIGKILL}, LimitError, "most likely short of memory"),
        ("nest", {}, LimitError, "nested too deeply"),
        ("hang", {}, LimitError, "longer than 1 seconds"),
        pytest.param("eat", {}, LimitError, "more than 200 MiB of memory", marks=linux_only),
        # refused by the kernel before a page of it is touched
        pytest.param("gulp", {}, LimitError, "too much memory", marks=linux_only),
    ],
)
def test_what_a_document_does_has_its_error(task, arguments, kind, message):
    limits = Limits(seconds=1 if task == "hang" else 20, memory=200)
    with pytest.raises(kind, match=message):
        call(f"hostile:{task}", arguments, limits)


@pytest.mark.parametrize(
    ("task", "message", "note"),
    [
        ("fail", "ValueError while reading it", "nobody foresaw this"),
        ("leave", "exit code 3", None),
        ("no_such_task", "AttributeError", "no_such_task"),
    ],
)
def test_what_nobody_foresaw_is_a_defect(task, message, note):
    with pytest.raises(PlanExtractError, match=message) as caught:
        call(f"hostile:{task}", {}, LIMITS)
    assert type(caught.value) is PlanExtractError
    assert note is None or note in "".join(caught.value.__notes__)


def test_each_page_read_buys_time():
    slow = {"pages": 8, "seconds": 0.3}
    assert call("hostile:count", slow, Limits(seconds=1.5, seconds_per_page=1)) == "counted"
    with pytest.raises(LimitError):
        call("hostile:count", slow, Limits(seconds=1.5, seconds_per_page=0))


def test_an_answer_beyond_measure_is_refused(monkeypatch):
    monkeypatch.setattr(isolate, "LONGEST_ANSWER", MIB)
    with pytest.raises(LimitError, match="more than 1 MiB"):
        call("hostile:flood", {"size": 2 * MIB}, LIMITS)
    assert len(str(call("hostile:flood", {"size": MIB // 2}, LIMITS))) == MIB // 2


def test_temporary_files_go_with_the_child():
    folder = Path(str(call("hostile:litter", {}, LIMITS)))
    assert folder.name.startswith("plan-extract-")
    assert not folder.exists()


@linux_only
@pytest.mark.parametrize("task", ["hang", "hang_with_helper"])
def test_a_child_over_its_limit_is_gone_with_all_it_started(task, tmp_path):
    note = tmp_path / "note"
    with pytest.raises(LimitError):
        call(f"hostile:{task}", {"note": str(note)}, Limits(seconds=1.5))
    pid, folder = note.read_text().split()
    assert soon(lambda: not running(pid))
    assert not Path(folder).exists()


def parent(task, note):
    """A process that waits for a child which hangs."""
    script = f"""
        from plan_extract import cli, isolate
        cli.prepare()
        isolate.call("hostile:{task}", {{"note": {str(note)!r}}}, isolate.Limits(seconds=60))
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stderr=subprocess.DEVNULL)
    assert soon(lambda: note.exists() and note.read_text())
    return process


@linux_only
@pytest.mark.parametrize("task", ["hang", "hang_without_threads"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_child_dies_with_its_parent(task, number, tmp_path):
    process = parent(task, tmp_path / "note")
    pid, folder = (tmp_path / "note").read_text().split()
    try:
        process.send_signal(number)
        process.wait(timeout=10)
        assert soon(lambda: not running(pid))
        # who is killed outright cleans up nothing
        assert number == signal.SIGKILL or not Path(folder).exists()
    finally:
        process.kill()
        with suppress(OSError):
            Path(folder).rmdir()


@linux_only
def test_a_child_dies_when_nobody_holds_its_input_any_more(tmp_path):
    note = tmp_path / "note"
    process = isolate.start_interpreter(str(tmp_path))
    isolate.Child(process, process.stdin, None).send({"task": "hostile:hang", "arguments": {"note": str(note)}, "memory": 400})
    assert soon(note.exists)
    process.stdin.close()
    assert process.wait(timeout=10) == -signal.SIGKILL
    process.stdout.close()
    process.stderr.close()


@linux_only
def test_a_crash_leaves_no_core_file():
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        assert call("hostile:core_limit", {}, LIMITS) == 0
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


@linux_only
def test_the_working_folder_is_not_imported_from(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the working folder')")
    monkeypatch.chdir(tmp_path)
    assert call("hostile:echo", {"a": 1}, LIMITS) == {"a": 1}


@pytest.mark.parametrize("limit", ["seconds", "memory", "size", "pages"])
@pytest.mark.parametrize("number", [0, -1, float("nan"), float("inf")])
def test_limits_are_finite_and_above_zero(limit, number):
    with pytest.raises(UsageError, match=limit):
        Limits(**{limit: number})


def fifo(path):
    os.mkfifo(path)


def sparse(path):
    with path.open("wb") as file:
        file.truncate(3 * MIB)


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (lambda path: None, NotPdfError, "no such file"),
        (Path.mkdir, NotPdfError, "is a folder"),
        (Path.touch, NotPdfError, "is empty"),
        (fifo, NotPdfError, "no ordinary file"),
        (lambda path: path.symlink_to("/dev/zero"), NotPdfError, "no ordinary file"),
        (lambda path: path.symlink_to(path), NotPdfError, "cannot be opened"),
        (sparse, LimitError, "3 MiB, more than 2"),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(make, kind, message, tmp_path):
    path = tmp_path / "report.pdf"
    make(path)
    with pytest.raises(kind, match=message):
        require_document(path, 2)


@pytest.mark.parametrize("name", ["a" * 300 + ".pdf", "nul\0.pdf"])
def test_impossible_names_are_no_files(name):
    with pytest.raises(NotPdfError, match="cannot be opened"):
        require_document(Path(name), 2)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7")
    path.chmod(0)
    with pytest.raises(NotPdfError, match="Permission denied"):
        require_document(path, 2)
