"""The `rxcheck` command: parses options, calls the rooms below, maps errors to exit codes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Annotated, NoReturn

# One prescription needs no thread pool, and starting one costs more than the check itself.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
gc.disable()  # a short run allocates little; collecting while modules load only costs time

import click  # noqa: E402
import typer  # noqa: E402
import typer.core  # noqa: E402

from rxcheck.cli.errors import errors_in  # noqa: E402
from rxcheck.terms import ExitCode, Lang  # noqa: E402

INTERRUPTED = 130  # what a shell says of a process that SIGINT ended

# Where each command lies: building the options of all of them would cost a tenth of a check.
COMMANDS = {
    "check": "check:check",
    "explain": "explain:explain",
    "ask": "ask:ask",
    "audit": "audit:audit",
    "review": "review:app",
    "train": "train:app",
    "drug": "drug:drug",
    "rules": "rules:app",
    "kb": "kb:app",
    "model": "model:app",
    "manual": "manual:manual",
    "completion": "completion:completion",
}
# What stands below a command that also does something by itself.
BELOW = {"audit": {"diff": "audit_diff:diff"}}


class HelpContext(click.Context):
    """A context whose help is plain text with examples, readable in any terminal, pipe or screen reader."""

    @property
    def command_path(self) -> str:
        """The words that call its command: without the arguments of the command above it."""
        above = f"{self.parent.command_path} " if self.parent else ""
        return f"{above}{self.info_name or ''}"

    def get_help(self) -> str:
        """The help of its command."""
        from rxcheck.cli.helping import help_text

        return help_text(self)


class Commands(typer.core.TyperGroup):
    """Commands that are imported when they are called, or listed."""

    context_class = HelpContext

    def commands_below(self, name: str | None) -> Iterator[tuple[str, click.Command]]:
        """What stands below a command that also does something by itself."""
        for below, place in BELOW.get(name or "", {}).items():
            yield below, _command(f"{name} {below}", place)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None where there is none."""
        return _command(cmd_name, COMMANDS[cmd_name]) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called: `audit`, or `audit diff`."""
        name, command, rest = super().resolve_command(ctx, args)
        below = BELOW.get(name or "", {})
        if not rest or rest[0] not in below:
            return name, command, rest
        named = f"{name} {rest[0]}"
        return named, _command(named, below[rest[0]]), rest[1:]


def _command(name: str, place: str) -> click.Command:
    module, _, function = place.partition(":")
    found = getattr(import_module(f"rxcheck.cli.{module}"), function)
    if not isinstance(found, typer.Typer):
        single = typer.Typer(add_completion=False)
        single.command(name)(found)
        found = single
    command = typer.main.get_command(found)
    command.name = name
    return _dressed(command)


def _dressed(command: click.Command) -> click.Command:
    """The command and all below it with our help, and --plain where something is done."""
    command.context_class = HelpContext
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _dressed(below)
        if not command.invoke_without_command:
            return command
    command.params.append(
        typer.core.TyperOption(
            param_decls=["--plain"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_plain,
            help="For screen readers: a statement a line, no symbols, columns or bars (RXCHECK_PLAIN=1 for all runs).",
            rich_help_panel="Output" if any(_panel(each) == "Output" for each in command.params) else None,
        )
    )
    return command


def _panel(param: click.Parameter) -> str | None:
    return getattr(param, "rich_help_panel", None)


def _plain(ctx: click.Context, param: click.Parameter, value: bool) -> bool:
    if value and not ctx.resilient_parsing:
        # In the environment, so that whatever this run starts writes the same way.
        os.environ["RXCHECK_PLAIN"] = "1"
    return value


app = typer.Typer(
    name="rxcheck",
    cls=Commands,
    help="""Check prescriptions against sourced rules, offline. Reports go to stdout, everything else to stderr.

    Examples:

      rxcheck check examples/metformin-egfr-22-zh/prescription.yaml  # a prescription

      rxcheck explain examples/metformin-egfr-22-zh/prescription.yaml  # why, and what to do

      rxcheck drug simvastatin clarithromycin  # two drugs

      rxcheck ask "can clarithromycin be taken with simvastatin?"  # a question
    """,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        from rxcheck import __version__

        typer.echo(f"rxcheck {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


def main() -> NoReturn:
    """Run the command line; every error that a user can act on is one line on stderr, never a traceback."""
    _utf8()
    code = _run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass  # the reader has gone (head, less): nothing is wrong, and nothing more can be written
    # Everything is written; taking down modules one by one would cost a tenth of a whole check.
    os._exit(code)


def _run() -> int:
    try:
        # A command that has --lang tells its errors itself.
        with errors_in(Lang.EN):
            code = int(app(standalone_mode=False) or ExitCode.OK.value)
        if code == INTERRUPTED:  # typer has already turned the signal into this
            raise KeyboardInterrupt
        return code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else ExitCode.FAULT.value
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE.value
    except (KeyboardInterrupt, click.Abort):
        print("rxcheck: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return ExitCode.OK.value
    except Exception as error:  # a fault of the program must not look like findings, nor show what it was reading
        _report_fault(error)
        return ExitCode.FAULT.value


def _report_fault(error: Exception) -> None:
    """Where the program failed, without the values it held: they may be a patient's. RXCHECK_DEBUG shows everything."""
    import traceback

    if os.environ.get("RXCHECK_DEBUG"):
        traceback.print_exception(error)
        return
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"  # noqa: PTH119 - a name for a person, not a path to open
    print(f"rxcheck: fault in the program: {type(error).__name__} at {place}; nothing was checked", file=sys.stderr)


def _utf8() -> None:
    """Reports hold Chinese and symbols whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", None) or "").lower().replace("-", "")
        if encoding not in ("utf8", "gb18030") and hasattr(stream, "reconfigure"):
            stream.reconfigure(
                encoding="utf-8" if encoding in ("ascii", "ansi_x3.41968", "") else None, errors="replace"
            )
