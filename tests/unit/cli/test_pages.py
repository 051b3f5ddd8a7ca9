"""What a command says of itself, read from its docstring and options."""

from __future__ import annotations

import shlex
from typing import Annotated

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from rxcheck.cli.helping import command_lines, entry_help, entry_names
from rxcheck.cli.pages import CommandPage, Entry, Example, context_of, page_of
from rxcheck.report.layout import cells
from rxcheck.terms import Lang


def _told(
    file: Annotated[str, typer.Argument(help="A file.")],
    lang: Annotated[Lang, typer.Option("--lang", "-l", help="Language.")] = Lang.EN,
    many: Annotated[list[str] | None, typer.Option("--many", help="More.", rich_help_panel="Rarely")] = None,
) -> None:
    """Do something.

    In more
    words. Exit code: 0 done; 3 not everything, or nothing.

    Examples:

      rxcheck do "a  # b" c  # what it shows

      rxcheck do d
    """


@pytest.fixture
def page() -> CommandPage:
    app = typer.Typer(add_completion=False)
    app.command("do")(_told)
    command = typer.main.get_command(app)
    return page_of(command, context_of(command, "do", None))


def test_a_docstring_is_taken_apart(page: CommandPage) -> None:
    assert (page.summary, page.paragraphs) == ("Do something.", ("In more words.",))
    assert page.exits == (("0", "done"), ("3", "not everything, or nothing"))
    assert page.examples[1] == Example("rxcheck do d")


def test_options_stand_in_their_panels_with_values_and_defaults(page: CommandPage) -> None:
    panels = {panel.title: panel.entries for panel in page.panels}
    assert list(panels) == ["Arguments", "Options", "Rarely"]
    assert panels["Arguments"][0].help == "A file.", "click 8.5 loses it"
    lang = panels["Options"][0]
    assert entry_names(lang) == "-l, --lang LANG"
    assert entry_help(lang) == "Language. [one of en, zh; default: en]"
    assert panels["Rarely"][0].repeated


def test_what_is_required_is_said() -> None:
    assert entry_help(Entry(("-o",), "PATH", "A folder.", required=True)) == "A folder. [required]"


WORDS = st.lists(
    st.text("ab -", min_size=1, max_size=12).map(lambda text: shlex.quote(text.strip() or "x")), min_size=1
)


@given(WORDS, st.integers(20, 60))
def test_a_broken_command_is_the_same_for_a_shell(words: list[str], width: int) -> None:
    lines = list(command_lines(" ".join(words), width))
    assert shlex.split("\n".join(lines).replace("\\\n", "")) == shlex.split(" ".join(words))
    longest = max(map(cells, words))
    assert all(cells(line) <= max(width, longest + 4) for line in lines)
