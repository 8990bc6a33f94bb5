"""The commands. The only place that prints and exits; every document is read in a child process (:mod:`.isolate`)."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import NoReturn

import typer

from plan_extract import __version__
from plan_extract.cli import compare, inspect, propose, run, tryout
from plan_extract.cli.options import Version
from plan_extract.cli.output import defect, show_error, silence, write
from plan_extract.collector import collect_rarely
from plan_extract.errors import OutputError, PlanExtractError, UsageError

INTERRUPTED, TERMINATED = 130, 128
"""Exit codes of a shell for what a signal ended; to the last the signal's number is added."""
CLICK_ERROR: type[Exception] = typer.BadParameter.__mro__[2]
"""ClickException, be it click's own or that of the copy which newer versions of typer carry."""

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # in its boxes there is no room for the help of an option, and long names are cut
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turns progress reports of Japanese municipal plans (取組状況 PDF) into checked, typed, traceable datasets.",
)


@app.callback(invoke_without_command=True)
def plan_extract(context: typer.Context, version: Version = False) -> None:
    """Answer what is asked without a command: the version, or else the help."""
    if version:
        write(f"plan-extract {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        write(f"{context.get_help()}\n")
        raise typer.Exit


def examples(*lines: str) -> str:
    """What stands below a command's help: commands to copy, each on its line whatever the width."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


app.command(
    epilog=examples(
        "plan-extract run report.pdf",
        "plan-extract run 2023.pdf 2024.pdf --out output --format xlsx",
        "plan-extract run report.pdf --pages 3-8,10 --json > found.json",
    )
)(run.run)
app.command(epilog=examples("plan-extract inspect report.pdf --page 4"))(inspect.inspect)
app.command(epilog=examples("plan-extract schema report"))(tryout.schema)
app.command(epilog=examples("plan-extract parse '10月末時点で558件' --fiscal-year 2023"))(tryout.parse)
app.command(
    "profile",
    epilog=examples("plan-extract profile report.pdf --out city.toml", "plan-extract run report.pdf --profile city.toml"),
)(propose.propose)
app.command(
    epilog=examples("plan-extract diff output/OLD output/NEW", "plan-extract diff old.pdf new.pdf --format html > changes.html")
)(compare.diff)
app.command(epilog=examples("plan-extract history output"))(compare.history)


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


def end(number: int, frame: FrameType | None) -> NoReturn:
    """Leave for good on a signal, by way of all that cleans up."""
    raise SystemExit(TERMINATED + number)


def main() -> NoReturn:
    """The console script."""
    prepare()
    sys.exit(exit_code_of(sys.argv[1:]))
