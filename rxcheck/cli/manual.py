"""`rxcheck manual`: the page of a command, for the terminal, as Markdown and as a man page, made from the code.

`python -m rxcheck.cli.manual FOLDER` writes docs/commands anew.
"""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rxcheck.cli.errors import errors_in
from rxcheck.errors import UsageError
from rxcheck.terms import Lang

if TYPE_CHECKING:
    from rxcheck.cli.pages import CommandPage

PROGRAM = "rxcheck"


class ManualFormat(StrEnum):
    """Forms that `--format` names."""

    TEXT = "text"
    MARKDOWN = "markdown"
    MAN = "man"


def manual(
    command: Annotated[
        list[str] | None, typer.Argument(help="A command, with what stands below it.", metavar="[COMMAND]...")
    ] = None,
    format_: Annotated[
        ManualFormat, typer.Option("--format", "-f", help="Form of the page; man for man(1).")
    ] = ManualFormat.TEXT,
) -> None:
    """Print the whole page of a command: how it is called, options, exit codes, examples, files and environment.

    Exit code: 0 printed; 2 there is no such command.

    Examples:

      rxcheck manual check  # the page of rxcheck check

      rxcheck manual audit diff --format markdown

      rxcheck manual check --format man > rxcheck-check.1  # a page for man(1)
    """
    with errors_in(Lang.EN):
        from rxcheck.cli.manual_text import man_page, markdown_page, text_page

        path = " ".join([PROGRAM, *(command or ())])
        pages = {page.path: page for page in all_pages()}
        if path not in pages:
            raise UsageError(f"there is no command {path} (commands: {', '.join(pages)})")
        write = {ManualFormat.TEXT: text_page, ManualFormat.MARKDOWN: markdown_page, ManualFormat.MAN: man_page}
        typer.echo(write[format_](pages[path], list(pages.values())), nl=False)


def all_pages() -> list["CommandPage"]:
    """The pages of all commands, from the top."""
    from rxcheck.cli.app import app
    from rxcheck.cli.pages import context_of, every_page

    root = typer.main.get_command(app)
    return list(every_page(root, context_of(root, PROGRAM, None)))


def write_pages(folder: Path) -> list[Path]:
    """Write a page for each command into `folder`, and an index; pages of commands that are gone are removed.

    Raises:
        OSError: the folder cannot be written.
    """
    from rxcheck.cli.manual_text import file_of, index_page, markdown_page
    from rxcheck.files import write_atomically

    pages = all_pages()
    texts = {file_of(page.path): markdown_page(page, pages) for page in pages}
    texts["README.md"] = index_page(pages)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        write_atomically(folder / name, text)
    return [folder / name for name in texts]


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
