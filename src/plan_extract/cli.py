"""The commands. The only place that prints and exits; every document is read in a child process (:mod:`.isolate`)."""

from __future__ import annotations

import os
import signal
import sys
import traceback
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from getpass import getpass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, NoReturn, TextIO, TypeVar

import typer

from plan_extract import __version__, isolate, terminal
from plan_extract.collector import collect_rarely
from plan_extract.errors import EncryptedError, OutputError, PlanExtractError, UsageError
from plan_extract.isolate import PASSWORD_VARIABLE, Limits, Reader
from plan_extract.profile import read_profile
from plan_extract.selection import parse_selection

if TYPE_CHECKING:
    from plan_extract.diffmodel import ReportDiff
    from plan_extract.model import Report
    from plan_extract.spreadsheet import Format
    from plan_extract.text.dates import DateMention
    from plan_extract.text.quantities import Quantity

T = TypeVar("T")

READ = Limits()
CROSS_CHECK = Limits(seconds=120, seconds_per_page=10)
"""The other readers take a hundred times as long."""
INTERRUPTED, PIPE_CLOSED, TERMINATED = 130, 141, 128
"""Exit codes of a shell for what a signal ended; to the last the signal's number is added."""
LONGEST_STEM = 200
"""Bytes of a file's name that are taken over into another's; most file systems allow 255."""
LONGEST_PASSWORD = 1024
TRIES = 3
"""How often a password is asked for."""
CLICK_ERROR: type[Exception] = typer.BadParameter.__mro__[2]
"""ClickException, be it click's own or that of the copy which newer versions of typer carry."""

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # in its boxes there is no room for the help of an option, and long names are cut
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turns progress reports of Japanese municipal plans (取組状況 PDF) into checked, typed, traceable datasets.",
)

# whether a path can be read is told by what reads it: typer would refuse it as wrong use, and all the others with it
Pdf = Annotated[Path, typer.Argument(metavar="REPORT.pdf", help="The report.", show_default=False, readable=False)]
Pdfs = Annotated[list[Path], typer.Argument(metavar="REPORT.pdf", help="The reports.", show_default=False, readable=False)]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Folder of the snapshots, each a folder in it.", readable=False)]
Image = Annotated[
    Path | None, typer.Option(metavar="FILE.png", help="Image to write.", show_default="REPORT-pN.png", readable=False)
]
Page = Annotated[int, typer.Option(metavar="N", help="Page, counted from 1.")]
Scale = Annotated[float, typer.Option(metavar="X", help="Pixels per point.")]
Profile = Annotated[str | None, typer.Option(metavar="NAME", help="Profile: a name or a TOML file.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help=f"File whose first line opens encrypted PDFs; else {PASSWORD_VARIABLE}, or you are asked."
    ),
]
Pages = Annotated[str | None, typer.Option(metavar="LIST", help="Pages whose tables are wanted: 3-8,10.")]
Tables = Annotated[
    str | None, typer.Option(metavar="LIST", help="Tables that are wanted: numbers (1,3), or words of the heading above.")
]
Library = Annotated[Reader, typer.Option(help="Library that reads the PDF.")]
CrossCheck = Annotated[bool, typer.Option("--cross-check", help="Read with all libraries, tell where they differ.")]
Review = Annotated[bool, typer.Option("--review/--no-review", help="Write review.html, the report beside its pages.")]
Formats = Annotated[
    str | None, typer.Option("--format", metavar="LIST", help="Files for spreadsheets to write too: csv, xlsx or csv,xlsx.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 for a finding of severity error.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the data as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Debug = Annotated[bool, typer.Option("--debug", help="Print what a developer needs when something fails.")]
EACH_PAGE = f"{READ.seconds:g}, and {READ.seconds_per_page:g} for each page read"
Timeout = Annotated[float | None, typer.Option(metavar="SECONDS", help="Time for one PDF.", show_default=EACH_PAGE)]
Memory = Annotated[int, typer.Option(metavar="MIB", help="Memory for one PDF.")]
MaxPages = Annotated[int, typer.Option(metavar="N", help="Most pages of a PDF.")]
MaxSize = Annotated[int, typer.Option(metavar="MIB", help="Largest PDF.")]
ProfileFile = Annotated[
    Path | None, typer.Option(metavar="FILE.toml", help="File to write.", show_default="prints it", readable=False)
]
Old = Annotated[
    Path,
    typer.Argument(metavar="OLD", help="A snapshot folder, a report.json or a PDF.", show_default=False, readable=False),
]
New = Annotated[Path, typer.Argument(metavar="NEW", help="The same of a later period.", show_default=False, readable=False)]
Snapshots = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder with a plan's snapshots.", show_default=False, readable=False)
]
DiffForm = Literal["text", "json", "html", "markdown"]
Form = Annotated[DiffForm, typer.Option("--format", help="What is printed.")]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 where the periods differ.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version.")]


def examples(*lines: str) -> str:
    """What stands below a command's help: commands to copy, each on its line whatever the width."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


@app.callback(invoke_without_command=True)
def plan_extract(context: typer.Context, version: Version = False) -> None:
    """Answer what is asked without a command: the version, or else the help."""
    if version:
        write(f"plan-extract {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        write(f"{context.get_help()}\n")
        raise typer.Exit


# run


class StrictError(PlanExtractError):
    """The report was written, but holds findings that ``--strict`` takes for a failure."""

    slug: ClassVar[str] = "findings"
    exit_code: ClassVar[int] = 1
    advice: ClassVar[str] = "look at the findings, or run without --strict"


@dataclass(frozen=True, slots=True)
class How:
    """How documents are read and where their snapshots go."""

    out: Path
    profile: str | None
    reader: Reader
    password: str | None = field(repr=False)
    pages: str | None
    tables: str | None
    cross_check: bool
    review: bool
    strict: bool
    limits: Limits
    progress: bool
    formats: tuple[Format, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a report and its folder, an error, or both where ``--strict`` finds fault.

    ``replaced`` names another PDF whose snapshot the folder held before.
    """

    file: Path
    report: Report | None = None
    folder: Path | None = None
    replaced: str | None = None
    error: PlanExtractError | None = None


@app.command(
    epilog=examples(
        "plan-extract run report.pdf",
        "plan-extract run 2023.pdf 2024.pdf --out output --format xlsx",
        "plan-extract run report.pdf --pages 3-8,10 --json > found.json",
    )
)
def run(
    reports: Pdfs,
    *,
    out: Out = Path("output"),
    profile: Profile = None,
    reader: Library = "pdfium",
    pages: Pages = None,
    tables: Tables = None,
    password_file: PasswordFile = None,
    cross_check: CrossCheck = False,
    review: Review = True,
    formats: Formats = None,
    strict: Strict = False,
    as_json: AsJson = False,
    timeout: Timeout = None,
    memory: Memory = READ.memory,
    max_pages: MaxPages = READ.pages,
    max_size: MaxSize = READ.size,
    quiet: Quiet = False,
    debug: Debug = False,
) -> int:
    """Turn reports into datasets: JSON, tables and a page to look at. Each has its folder, the snapshot, in --out."""
    from plan_extract.spreadsheet import parse_formats

    limits = limits_from(CROSS_CHECK if cross_check else READ, timeout, memory, max_pages, max_size)
    read_profile(profile)
    parse_selection(pages, tables)
    wanted = parse_formats(formats)
    password = given_password(password_file)
    how = How(out, profile, reader, password, pages, tables, cross_check, review, strict, limits, not quiet, wanted)
    outcomes = []
    for outcome in outcomes_of(reports, how):
        outcomes.append(outcome)
        if not (quiet or as_json):
            show_report(outcome)
        if outcome.error:
            show_error(outcome.error, outcome.file, debug)
    if as_json:
        write(terminal.json_text([entry_of(outcome) for outcome in outcomes]) + "\n")
    elif len(outcomes) > 1 and not quiet:
        write(f"{sum(outcome.folder is not None for outcome in outcomes)} of {len(outcomes)} reports written\n")
    return next((outcome.error.exit_code for outcome in outcomes if outcome.error), 0)


def limits_from(default: Limits, timeout: float | None, memory: int, pages: int, size: int) -> Limits:
    """The limits that the flags set; a timeout that is given allows nothing more for pages."""
    limits = replace(default, memory=memory, pages=pages, size=size)
    return limits if timeout is None else replace(limits, seconds=timeout, seconds_per_page=0)


def outcomes_of(files: Iterable[Path], how: How) -> Iterator[Outcome]:
    """Read and write one file after the other; what fails does not keep the others from being done."""
    require_folder(how.out)
    taken: dict[str, Path] = {}
    for file in files:
        try:
            yield outcome_of(file, how, taken)
        except PlanExtractError as error:
            yield Outcome(file, error=error)
        except Exception as error:
            yield Outcome(file, error=defect(error))


def outcome_of(file: Path, how: How, taken: dict[str, Path]) -> Outcome:
    """The report in one file, written to its folder. ``taken`` tells whose folders were written in this run."""
    from plan_extract.snapshot import other_source, write_snapshot

    report, review = unlocked(lambda password: read_one(file, how, password), file, how.password)
    take(report.report.id, file, taken)
    replaced = other_source(report, how.out)
    folder = write_snapshot(report, how.out, review, how.formats)
    return Outcome(file, report, folder, replaced, fault_of(report) if how.strict else None)


def read_one(file: Path, how: How, password: str | None) -> tuple[Report, str | None]:
    """The report in one file, read while a bar counts its pages, and its review page if one is wanted."""
    with terminal.progress_bar(file.name, sys.stderr if how.progress else None) as progress:
        report = isolate.read(
            file,
            how.limits,
            profile=how.profile,
            reader=how.reader,
            password=password,
            pages=how.pages,
            tables=how.tables,
            cross_check=how.cross_check,
            progress=progress,
        )
    return report, review_page(report, file, how, password) if how.review else None


def review_page(report: Report, file: Path, how: How, password: str | None) -> str:
    """The page that shows a report beside the pictures of its pages."""
    from plan_extract.review.render import render_review

    return render_review(report, isolate.pictures(file, how.limits, password=password))


def take(report_id: str, file: Path, taken: dict[str, Path]) -> None:
    """Note that ``file`` has this id; raise ``UsageError`` where another one of the same run has it already."""
    # some file systems hold two names for one that differ in case or in how accents are composed
    name = unicodedata.normalize("NFC", report_id).casefold()
    if name in taken:
        raise UsageError(f"has the report id {report_id}, and so has {taken[name]}: write one of them to another --out")
    taken[name] = file


def fault_of(report: Report) -> StrictError | None:
    """What ``--strict`` has against the report."""
    errors = sum(finding.severity == "error" for finding in report.findings)
    return StrictError(f"holds {terminal.counted(errors, 'finding')} of severity error") if errors else None


def require_folder(out: Path) -> None:
    """Raise ``OutputError`` before anything is read where ``out`` cannot be a folder."""
    if os.path.lexists(out) and not out.is_dir():
        raise OutputError(f"{out} is no folder")


def entry_of(outcome: Outcome) -> dict[str, object]:
    """What ``--json`` tells of one input."""
    entry: dict[str, object] = {
        "file": plain_name(outcome.file),
        "exit_code": outcome.error.exit_code if outcome.error else 0,
        "folder": plain_name(outcome.folder) if outcome.folder else None,
    }
    if outcome.replaced is not None:
        entry["replaced"] = outcome.replaced
    if outcome.report:
        entry["report"] = outcome.report.model_dump(mode="json")
    if outcome.error:
        entry["error"] = {"slug": outcome.error.slug, "message": str(outcome.error)}
    return entry


def plain_name(path: Path) -> str:
    """The path as text, bytes that are no UTF-8 written as ``\\xff``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def show_report(outcome: Outcome) -> None:
    """Print the summary of a report that was written."""
    if outcome.report and outcome.folder and sys.stdout:
        ruled = terminal.takes_lines(sys.stdout)
        view = terminal.report_view(outcome.report, outcome.folder, outcome.replaced, lines=ruled)
        write(terminal.rendered(sys.stdout, view, ""))


# inspect, schema


@app.command(epilog=examples("plan-extract inspect report.pdf --page 4"))
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
        return isolate.draw(report, page, scale, limits, profile=profile, password=word)

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


def write_file(path: Path, content: bytes) -> None:
    """Write the file whole or not at all, readable for whom the umask allows; raises ``OutputError``."""
    part = path.with_name(f".plan-extract-{uuid.uuid4().hex}")
    try:
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {path} ({error.strerror})") from error


@app.command(epilog=examples("plan-extract schema report"))
def schema(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Name of a schema; without it, their names.")] = None,
) -> int:
    """Print a JSON Schema of what is written."""
    from plan_extract.schema import render_schema, schema_names

    write(render_schema(name) if name else "".join(f"{known}\n" for known in schema_names()))
    return 0


# parse


@app.command(epilog=examples("plan-extract parse '10月末時点で558件' --fiscal-year 2023"))
def parse(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="One line of Japanese.", show_default=False)],
    *,
    fiscal_year: Annotated[
        int | None, typer.Option(metavar="YEAR", min=1, max=9998, help="Year in which the fiscal year begins.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show the dates and quantities in a line of Japanese. For trying things out."""
    from plan_extract.text.dates import find_dates
    from plan_extract.text.quantities import find_quantities

    dates, quantities = find_dates(text, fiscal_year=fiscal_year), find_quantities(text)
    if as_json:
        found = {"dates": [mention_entry(date) for date in dates], "quantities": [mention_entry(q) for q in quantities]}
        write(terminal.json_text(found) + "\n")
    elif sys.stdout:
        write(terminal.rendered(sys.stdout, *terminal.mentions_view(text, dates, quantities)))
    return 0


def mention_entry(mention: DateMention | Quantity) -> dict[str, object]:
    """What ``--json`` tells of one mention: its fields."""
    return {field.name: terminal.plain_value(getattr(mention, field.name)) for field in fields(mention)}


# profile


@app.command(
    "profile",
    epilog=examples("plan-extract profile report.pdf --out city.toml", "plan-extract run report.pdf --profile city.toml"),
)
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


# diff


@app.command(
    epilog=examples("plan-extract diff output/OLD output/NEW", "plan-extract diff old.pdf new.pdf --format html > changes.html")
)
def diff(
    old: Old,
    new: New,
    *,
    form: Form = "text",
    exit_code: ExitCode = False,
    profile: Profile = None,
    password_file: PasswordFile = None,
    timeout: Timeout = None,
    memory: Memory = READ.memory,
    max_pages: MaxPages = READ.pages,
    max_size: MaxSize = READ.size,
    quiet: Quiet = False,
    debug: Debug = False,
) -> int:
    """Tell what differs between two periods of a plan. Initiatives that came, went or moved; states, dates, amounts."""
    from plan_extract.comparison import diff as compare

    limits, password = limits_from(READ, timeout, memory, max_pages, max_size), given_password(password_file)
    read_profile(profile)
    how = How(
        Path(),
        profile,
        "pdfium",
        password,
        None,
        None,
        cross_check=False,
        review=False,
        strict=False,
        limits=limits,
        progress=not quiet,
    )
    reports = []
    for file in (old, new):
        try:
            reports.append(report_at(file, how))
        except UsageError:
            raise
        except PlanExtractError as error:
            show_error(error, file, debug)
            return error.exit_code
    found = compare(*reports)
    if not quiet:
        write(diff_text(found, form))
    return int(exit_code and found.differs)


def report_at(path: Path, how: How) -> Report:
    """The report of a snapshot folder or a report.json, or else in a PDF."""
    from plan_extract.snapshot import load

    if path.is_dir() or path.suffix.lower() == ".json":
        return load(path)
    return unlocked(lambda password: read_one(path, how, password), path, how.password)[0]


def diff_text(found: ReportDiff, form: DiffForm) -> str:
    """The diff in one of its forms."""
    from plan_extract import diffview

    if form == "json":
        return terminal.json_text(found.model_dump(mode="json")) + "\n"
    if form == "markdown":
        return diffview.diff_markdown(found)
    if form == "html":
        from plan_extract.review.diff import render_diff

        return render_diff(found)
    colors = sys.stdout is not None and terminal.takes_colors(sys.stdout)
    return terminal.rendered(sys.stdout, *diffview.diff_view(found, colors=colors)) if sys.stdout else ""


# history


@app.command(epilog=examples("plan-extract history output"))
def history(
    folder: Snapshots,
    *,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Follow initiatives and figures over all periods of a plan. Writes tables and a page into DIR/history/."""
    from plan_extract.diffview import history_view
    from plan_extract.history import history as over_all
    from plan_extract.history import history_to_files, load_periods, write_history
    from plan_extract.review.history import render_history

    found = over_all(load_periods(folder))
    target = write_history(folder, {**history_to_files(found), "history.html": render_history(found).encode()})
    if as_json:
        write(terminal.json_text(found.model_dump(mode="json")) + "\n")
    elif not quiet and sys.stdout:
        write(terminal.rendered(sys.stdout, *history_view(found, target)))
    return 0


# what all commands share


def given_password(file: Path | None) -> str | None:
    """The password that a file's first line or else the environment gives; raises ``UsageError`` for one that is none."""
    password = os.environ.get(PASSWORD_VARIABLE) if file is None else first_line(file)
    if password and any(not char.isprintable() for char in password):
        raise UsageError("the password holds characters that no password has; is it saved as UTF-8?")
    return password


def first_line(file: Path) -> str:
    """The first line of a file of text, which may begin with a byte order mark; raises ``UsageError`` without one."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            line = lines.readline(LONGEST_PASSWORD).rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise UsageError(f"the password cannot be read from {file}") from error
    if not line:
        raise UsageError(f"the first line of {file} holds no password")
    return line


def unlocked(read: Callable[[str | None], T], file: Path, password: str | None) -> T:
    """What ``read`` gives with the password, or with one that is typed where somebody is there to be asked."""
    for _ in range(TRIES):
        try:
            return read(password)
        except EncryptedError:
            if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
                raise
            password = getpass(f"Password of {terminal.printable(file.name)}: ", sys.stderr)
    return read(password)


def defect(error: Exception) -> PlanExtractError:
    """An error that nobody foresaw, in one line, with its traceback as a note."""
    failure = PlanExtractError(f"{type(error).__name__}: {error}")
    failure.add_note("".join(traceback.format_exception(error)))
    return failure


def show_error(error: PlanExtractError, file: Path | None = None, debug: bool = False) -> None:
    """Print one line on stderr, and with ``debug`` the notes of the error."""
    # where not even stderr takes it, the exit code has to tell
    with suppress(OutputError):
        if sys.stderr:
            notes = getattr(error, "__notes__", ()) if debug else ()
            put(sys.stderr, terminal.rendered(sys.stderr, *terminal.error_view(error, file, notes), soft_wrap=True))


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


def end(number: int, frame: FrameType | None) -> NoReturn:
    """Leave for good on a signal, by way of all that cleans up."""
    raise SystemExit(TERMINATED + number)


def prepare() -> None:
    """Clean up on signals that end a process, never fail over a character that the terminal cannot show, look for no cycles."""
    collect_rarely()
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, end)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def exit_code_of(arguments: list[str]) -> int:
    """Run a command line; whatever stops it is told in one line."""
    debug = "--debug" in arguments
    try:
        return int(app(args=arguments, prog_name="plan-extract", standalone_mode=False) or 0)
    except PlanExtractError as error:
        failure: PlanExtractError = error
    except CLICK_ERROR as error:
        failure = UsageError(getattr(error, "format_message", error.__str__)())
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        # typer prints the help itself; nothing else lets one come this far
        silence(sys.stdout)
        failure = OutputError(f"cannot print ({error.strerror})")
    except Exception as error:
        failure = defect(error)
    show_error(failure, debug=debug)
    return failure.exit_code


def main() -> NoReturn:
    """The console script."""
    prepare()
    sys.exit(exit_code_of(sys.argv[1:]))
