"""`rxcheck completion`: the script that teaches a shell the words of rxcheck."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from typing import Annotated

import typer


class Shell(StrEnum):
    """Shells that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


PROGRAM, VARIABLE = "rxcheck", "_RXCHECK_COMPLETE"


def completion(
    ctx: typer.Context,
    shell: Annotated[Shell, typer.Argument(help="The shell.", metavar="SHELL")],
) -> None:
    """Print the script with which a shell completes commands, options, values, drugs and rule ids at TAB.

    bash: rxcheck completion bash > ~/.local/share/bash-completion/completions/rxcheck; zsh: into a file _rxcheck of a folder of
    $fpath; fish: into ~/.config/fish/completions/rxcheck.fish; PowerShell: at the end of $PROFILE. New shells then complete.

    Examples:

      rxcheck completion bash

      rxcheck completion zsh
    """
    from click.shell_completion import get_completion_class

    # The classes of typer, which its root command has made known; they call the program with the words typed so far.
    found = get_completion_class(shell.value)
    assert found is not None  # noqa: S101
    typer.echo(found(ctx.find_root().command, {}, PROGRAM, VARIABLE).source())
