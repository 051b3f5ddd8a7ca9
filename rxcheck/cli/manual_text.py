"""Pages of commands as text, as Markdown and as roff for man(1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rxcheck.cli.helping import command_lines, entry_help, entry_names
from rxcheck.cli.pages import CommandPage, Entry
from rxcheck.report.layout import Page, Piece, Style
from rxcheck.report.pages import page_of
from rxcheck.terms import ExitCode

_PROGRAM = "rxcheck"
_WIDTH = 96
# What every command reads beside its arguments.
ENVIRONMENT = (
    ("RXCHECK_CACHE", "Folder of compiled knowledge; else $XDG_CACHE_HOME/rxcheck, else ~/.cache/rxcheck."),
    ("RXCHECK_PLAIN", "1: write for a screen reader, as --plain does."),
    ("NO_COLOR", "Anything: no colours. They are shown on a terminal only; no meaning hangs on them."),
    ("FORCE_COLOR, CLICOLOR_FORCE", "1: colours where no terminal is. NO_COLOR wins."),
    ("CLICOLOR, TERM", "CLICOLOR=0 or TERM=dumb: no colours."),
    ("COLUMNS", "Width of tables; else that of the terminal, else 100."),
    ("RXCHECK_SERVER_KEY", "Key of the server that --url names, where no --key-file is given."),
    ("RXCHECK_DEBUG", "1: a fault of the program shows its whole trace, which may hold data of patients."),
)
FILES = (
    ("knowledge/, rules/", "The tables: those shipped (rxcheck kb where), or those of the folder --knowledge names."),
    ("rxcheck.toml", "Policy of the site in the current folder; check and audit read it unless --no-policy is given."),
)
_EXITS = {
    ExitCode.OK: "all assessed, nothing at --fail-on; done",
    ExitCode.FINDINGS: "a finding at or above it; something differs",
    ExitCode.USAGE: "the options do not fit together",
    ExitCode.INCOMPLETE: "nothing found, but something was not assessed or not understood",
    ExitCode.UNREADABLE: "an input could not be read",
    ExitCode.BAD_KNOWLEDGE: "the tables are not valid",
    ExitCode.FAULT: "a fault of the program",
}


def file_of(path: str) -> str:
    """`rxcheck kb import ansm` → `kb-import-ansm.md`."""
    return f"{path.removeprefix(_PROGRAM).strip().replace(' ', '-') or _PROGRAM}.md"


def _exits(page: CommandPage) -> list[tuple[str, str]]:
    """The exit codes of a command, else those that all have."""
    return list(page.exits) or [(str(code.value), meaning) for code, meaning in _EXITS.items()]


def _around(page: CommandPage, pages: Sequence[CommandPage]) -> list[CommandPage]:
    """The command above, those below, and those beside."""
    above = page.path.rpartition(" ")[0]
    below = [each for each in pages if each.path.rpartition(" ")[0] == page.path]
    beside = [each for each in pages if above and each.path.rpartition(" ")[0] == above and each is not page]
    return [*(each for each in pages if each.path == above), *below, *beside]


def markdown_page(page: CommandPage, pages: Sequence[CommandPage]) -> str:
    """A document (CommonMark)."""
    return "\n".join(_markdown(page, pages)).rstrip() + "\n"


def _markdown(page: CommandPage, pages: Sequence[CommandPage]) -> Iterator[str]:
    yield from (f"# {page.path}", "", _inline(page.summary), "")
    yield from ("```text", f"{page.path} {page.usage}".strip(), "```", "")
    for text in page.paragraphs:
        yield from (_inline(text), "")
    if page.commands:
        yield from ("## Commands", "", "| | |", "|---|---|")
        for name, summary in page.commands:
            yield f"| [{name}]({file_of(f'{page.path} {name}')}) | {_cell(summary)} |"
        yield ""
    if page.examples:
        yield from ("## Examples", "", "```console")
        for each in page.examples:
            if each.about:
                yield f"# {each.about}"
            yield f"$ {each.command}"
        yield from ("```", "")
    for panel in page.panels:
        yield from (f"## {panel.title}", "", "| | |", "|---|---|")
        yield from (f"| {_names(entry)} | {_told(entry)} |" for entry in panel.entries)
        yield ""
    yield from ("## Exit code", "", "| | |", "|---|---|")
    yield from (f"| {code} | {_cell(meaning)} |" for code, meaning in _exits(page))
    yield ""
    if page.path == _PROGRAM:
        for title, rows in (("Environment", ENVIRONMENT), ("Files", FILES)):
            yield from (f"## {title}", "", "| | |", "|---|---|")
            yield from (f"| `{name}` | {_cell(text)} |" for name, text in rows)
            yield ""
    yield from ("## See also", "")
    around = " · ".join(f"[{each.path}]({file_of(each.path)})" for each in _around(page, pages))
    general = "" if page.path == _PROGRAM else f" · [environment and files]({file_of(_PROGRAM)}#environment)"
    yield f"{around}{general} · [all commands](README.md)"


def _names(entry: Entry) -> str:
    names = ", ".join(f"`{name}`" for name in entry.names)
    return _bars(f"{names} `{entry.metavar}`" if entry.metavar else names)


def _told(entry: Entry) -> str:
    notes = []
    if entry.choices:
        notes.append("One of " + ", ".join(f"`{choice}`" for choice in entry.choices) + ".")
    if entry.default:
        notes.append(f"Default: `{entry.default}`.")
    if entry.required:
        notes.append("Required.")
    if entry.repeated and "epeat" not in entry.help:
        notes.append("May be repeated.")
    return " ".join([_cell(entry.help), *notes]).strip()


def _inline(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def _cell(text: str) -> str:
    return _bars(_inline(text))


def _bars(text: str) -> str:
    return text.replace("|", "\\|")


def index_page(pages: Sequence[CommandPage]) -> str:
    """The list of all pages."""
    rows = [f"| [{page.path}]({file_of(page.path)}) | {_cell(page.summary)} |" for page in pages]
    head = [
        "# Commands",
        "",
        "Made from the code by `make docs`. The same pages: `rxcheck manual COMMAND`, and for man(1) `rxcheck manual COMMAND --format man`.",
        "",
        "| | |",
        "|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def text_page(page: CommandPage, pages: Sequence[CommandPage]) -> str:
    """The page for a terminal, as wide as that is."""
    import sys

    from rxcheck.report.interface import RenderOptions

    out = page_of(RenderOptions(), sys.stdout)
    out.width = min(out.width, _WIDTH)
    _section(out, "NAME", [f"{page.path} – {page.summary}"])
    _section(out, "SYNOPSIS", [f"{page.path} {page.usage}"])
    if page.paragraphs:
        _section(out, "DESCRIPTION", page.paragraphs)
    _rows(out, "COMMANDS", page.commands)
    for panel in page.panels:
        _rows(out, panel.title.upper(), [(entry_names(each), entry_help(each)) for each in panel.entries])
    _rows(out, "EXIT CODE", _exits(page))
    if page.examples:
        out.blank()
        out.add(Piece("EXAMPLES", Style.BOLD))
        for each in page.examples:
            if each.about:
                out.add(Piece(f"# {each.about}", Style.DIM), indent=4)
            out.rows += [f"    {line}" for line in command_lines(each.command, out.width - 4)]
    _rows(out, "ENVIRONMENT", ENVIRONMENT)
    _rows(out, "FILES", FILES)
    _section(out, "SEE ALSO", [", ".join(each.path for each in _around(page, pages))])
    return out.text()


def _section(out: Page, title: str, paragraphs: Sequence[str]) -> None:
    out.blank()
    out.add(Piece(title, Style.BOLD))
    for number, text in enumerate(paragraphs):
        if number:
            out.blank()
        out.add(Piece(text), indent=4)


def _rows(out: Page, title: str, rows: Sequence[tuple[str, str]]) -> None:
    if not rows:
        return
    out.blank()
    out.add(Piece(title, Style.BOLD))
    for name, text in rows:
        out.labelled(name, 30, Piece(text), indent=4, style=Style.BOLD)


def man_page(page: CommandPage, pages: Sequence[CommandPage]) -> str:
    """A man page in roff; the text is UTF-8."""
    return "\n".join(_man(page, pages)) + "\n"


def _man(page: CommandPage, pages: Sequence[CommandPage]) -> Iterator[str]:
    from rxcheck import __version__

    name = page.path.replace(" ", "-")
    yield f'.TH "{name.upper()}" "1" "" "{_PROGRAM} {__version__}" ""'
    yield from (".SH NAME", f"{_roff(name)} \\- {_roff(page.summary)}")
    yield from (".SH SYNOPSIS", f"\\fB{_roff(page.path)}\\fR {_roff(page.usage)}")
    if page.paragraphs:
        yield ".SH DESCRIPTION"
        for text in page.paragraphs:
            yield from (".PP", _roff(text))
    sections = [("COMMANDS", page.commands)]
    sections += [
        (panel.title.upper(), tuple((entry_names(each), entry_help(each)) for each in panel.entries))
        for panel in page.panels
    ]
    sections += [("EXIT STATUS", tuple(_exits(page))), ("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)]
    for title, rows in sections:
        if rows:
            yield f'.SH "{_roff(title)}"'
            for head, text in rows:
                yield from (".TP", f"\\fB{_roff(head)}\\fR", _roff(text))
    if page.examples:
        yield ".SH EXAMPLES"
        for each in page.examples:
            if each.about:
                yield from (".PP", _roff(each.about))
            yield from (".PP", ".nf", _roff(each.command), ".fi")
    yield from (".SH SEE ALSO", _roff(", ".join(f"{each.path.replace(' ', '-')}(1)" for each in _around(page, pages))))


def _roff(text: str) -> str:
    shown = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{shown}" if shown.startswith((".", "'")) else shown
