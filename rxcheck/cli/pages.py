"""What a command says of itself, taken from its options and its docstring: the same for --help, the manual and man pages.

A docstring holds a summary and paragraphs; `Exit code: …` is a paragraph, and everything below `Examples:` are commands, each
a paragraph, `# what it does` behind it. Options stand in their panels (`rich_help_panel`), those without one come first.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

_EXAMPLES = ("Example:", "Examples:")
_EXITS = "Exit code: "
_SHORT_FIRST = 2  # letters of "-f"
FIRST_PANEL = "Options"


class Example(Struct, frozen=True):
    """A command that runs as it stands, and what it shows."""

    command: str
    about: str = ""


class Entry(Struct, frozen=True):
    """An argument or option: names as written, what it takes, its help, the values that may stand there, and the default."""

    names: tuple[str, ...]
    metavar: str
    help: str
    choices: tuple[str, ...] = ()
    default: str = ""
    required: bool = False
    repeated: bool = False


class Panel(Struct, frozen=True):
    """Entries under a heading."""

    title: str
    entries: tuple[Entry, ...]


class CommandPage(Struct, frozen=True):
    """All that is said of a command. `path` is as typed, `usage` what follows it."""

    path: str
    usage: str
    summary: str
    paragraphs: tuple[str, ...]
    exits: tuple[tuple[str, str], ...]
    examples: tuple[Example, ...]
    panels: tuple[Panel, ...]
    commands: tuple[tuple[str, str], ...]
    hidden: bool = False


def page_of(command: click.Command, ctx: click.Context) -> CommandPage:
    """The page of a command in its context."""
    summary, paragraphs, exits, examples = _described(command.help or "")
    return CommandPage(
        path=ctx.command_path,
        usage=" ".join(command.collect_usage_pieces(ctx)),
        summary=summary,
        paragraphs=paragraphs,
        exits=exits,
        examples=examples,
        panels=tuple(_panels(command, ctx)),
        commands=tuple(_commands(command, ctx)),
        hidden=command.hidden,
    )


def every_page(command: click.Command, ctx: click.Context) -> Iterator[CommandPage]:
    """The pages of a command and of all below it, from the top, hidden ones left out."""
    if command.hidden:
        return
    yield page_of(command, ctx)
    for name, below in _below(command, ctx):
        yield from every_page(below, context_of(below, name, ctx))


def context_of(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    """A context in which a command describes itself; nothing is parsed, nothing is asked."""
    settings: dict[str, Any] = dict(command.context_settings)
    return command.context_class(command, info_name=name, parent=parent, resilient_parsing=True, **settings)


def _below(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, click.Command]]:
    """The commands of a group, and those that stand below a command that also does something by itself."""
    group = ctx.find_root().command
    names: list[tuple[str, click.Command | None]] = []
    if isinstance(command, click.Group):
        names = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
    elif (further := getattr(group, "commands_below", None)) is not None:
        names = list(further(ctx.info_name))
    yield from ((name, found) for name, found in names if found is not None and not found.hidden)


def _commands(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, str]]:
    for name, found in _below(command, ctx):
        yield name, _described(found.help or "")[0]


def _described(text: str) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], tuple[Example, ...]]:
    """Summary, further paragraphs, exit codes and examples of a docstring."""
    blocks = [" ".join(block.split()) for block in inspect.cleandoc(text).replace("\b", "").split("\n\n")]
    paragraphs: list[str] = []
    exits: tuple[tuple[str, str], ...] = ()
    examples: list[Example] = []
    below = False
    for block in filter(None, blocks):
        start = next((head for head in _EXAMPLES if block.startswith(head)), "")
        if start or below:
            below = True
            if rest := block.removeprefix(start).strip():
                command, _, about = rest.partition("  # ") if "  # " in rest else rest.partition(" # ")
                examples.append(Example(command.strip(), about.strip()))
        else:
            said, sign, codes = block.partition(_EXITS)
            if sign:
                exits = tuple(_exits(codes))
            if said.strip():
                paragraphs.append(said.strip())
    return (paragraphs[0] if paragraphs else ""), tuple(paragraphs[1:]), exits, tuple(examples)


def _exits(text: str) -> Iterator[tuple[str, str]]:
    """`0 all is well; 1 a finding; …` as pairs; one pair without a code where it is said in words."""
    for part in text.rstrip(".").split("; "):
        code, _, meaning = part.partition(" ")
        yield (code, meaning) if code.isdigit() else ("", part)


def _panels(command: click.Command, ctx: click.Context) -> Iterator[Panel]:
    panels: dict[str, list[Entry]] = {}
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    options = [each for each in command.get_params(ctx) if isinstance(each, click.Option) and not each.hidden]
    if arguments:
        panels["Arguments"] = [_argument(each, command, ctx) for each in arguments]
    # Those without a panel are used most; the help itself comes last.
    panels[FIRST_PANEL] = []
    for option in options:
        panel = getattr(option, "rich_help_panel", None) or FIRST_PANEL
        panels.setdefault(panel, []).append(_option(option, ctx))
    yield from (Panel(title, tuple(entries)) for title, entries in panels.items() if entries)


def _argument_help(argument: click.Argument, command: click.Command) -> str:
    """The help of an argument: typer's, which click 8.5 takes away again, as the function still has it."""
    if own := getattr(argument, "help", None):
        return str(own)
    declared = inspect.signature(command.callback, eval_str=True).parameters if command.callback else {}
    found = declared.get(argument.name or "")
    told = getattr(found.annotation, "__metadata__", ()) if found else ()
    return next((str(each.help) for each in told if getattr(each, "help", None)), "")


def _argument(argument: click.Argument, command: click.Command, ctx: click.Context) -> Entry:
    return Entry(
        names=(argument.make_metavar(ctx),),
        metavar="",
        help=_argument_help(argument, command),
        choices=_choices(argument.type),
        default=_default(argument, ctx),
    )


def _option(option: click.Option, ctx: click.Context) -> Entry:
    # "-f, --format": the short name first, as manuals write it; what switches off stands beside what switches on.
    names = sorted(option.opts, key=lambda name: len(name) > _SHORT_FIRST)
    choices = _choices(option.type)
    metavar = "" if option.is_flag or option.count else (option.metavar or _metavar(option, choices))
    return Entry(
        names=(*names, *option.secondary_opts),
        metavar=metavar,
        help=option.help or "",
        choices=choices,
        default=_default(option, ctx),
        required=option.required,
        repeated=option.multiple,
    )


def _metavar(option: click.Option, choices: tuple[str, ...]) -> str:
    if choices:
        return (option.name or "value").rstrip("_").upper()
    if isinstance(option.type, click.Path | click.File):
        return "PATH"
    if isinstance(option.type, click.types.IntParamType):
        return "N"
    return "NUMBER" if isinstance(option.type, click.types.FloatParamType) else "TEXT"


def _choices(kind: click.ParamType[Any]) -> tuple[str, ...]:
    if isinstance(kind, click.Choice):
        return tuple(each.value if isinstance(each, Enum) else str(each) for each in kind.choices)
    return ()


def _default(param: click.Parameter, ctx: click.Context) -> str:
    value = param.get_default(ctx, call=False)
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool) or not isinstance(value, str | int | float | Path):
        return ""
    return str(value)
