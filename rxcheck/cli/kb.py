"""`rxcheck kb`: look after the knowledge tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli import packs
from rxcheck.cli.errors import errors_in
from rxcheck.terms import ExitCode, Lang

_HELP = """Check and format the knowledge and rule tables.

Examples:

  rxcheck kb check  # after every edit

  rxcheck kb import pairs examples/site/house_list.csv -o packs/house --title "House list"  # another source beside ours
"""
app = typer.Typer(help=_HELP, no_args_is_help=True, add_completion=False)
app.add_typer(packs.app, name="import")
app.command("corroborate")(packs.corroborate)

Folder = Annotated[
    Path | None,
    typer.Option("--knowledge", "-k", help="Folder that holds knowledge/ and rules/ (default: the shipped tables)."),
]


@app.command("check")
def check(knowledge: Folder = None) -> None:
    """Lint every table; print each fault with file, row and column.

    Exit code: 0 no faults; 5 there are some.

    Examples:

      rxcheck kb check  # the shipped tables

      rxcheck kb check --knowledge .  # those of a checkout or folder of your own
    """
    from rxcheck.kb.lint import lint
    from rxcheck.kb.load import Knowledge, read_tables
    from rxcheck.kb.store import default_folder

    folder = knowledge or default_folder()
    read, faults = read_tables(folder)
    tables = Knowledge(read)
    faults = faults or lint(tables)
    if not faults:
        from rxcheck.kb.structure_build import lint_structures

        faults = lint_structures(tables)
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        typer.echo(f"{len(faults)} faults in the tables of {folder}", err=True)
        raise typer.Exit(ExitCode.BAD_KNOWLEDGE.value)
    counted = {name: len(rows) for name, rows in tables.tables.items()}
    typer.echo(", ".join(f"{name} {count}" for name, count in counted.items()))
    typer.echo("no faults", err=True)


@app.command("format")
def format_tables(knowledge: Folder = None) -> None:
    """Write every table in canonical form: columns in order, rows sorted by key, UTF-8, LF. Prints the files that changed.

    Examples:

      rxcheck kb format  # before every commit of a table
    """
    from rxcheck.kb.canonical import write_canonical
    from rxcheck.kb.store import default_folder

    changed = write_canonical(knowledge or default_folder())
    for name in changed:
        typer.echo(name)


@app.command("stats")
def stats(
    as_json: Annotated[bool, typer.Option("--json", help="Counts as JSON.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = Lang.EN,
    knowledge: Folder = None,
) -> None:
    """Count what the tables hold: rows, drugs, pairs of drugs by action, rows by source and status.

    Examples:

      rxcheck kb stats

      rxcheck kb stats --json  # for another program
    """
    with errors_in(lang):
        from rxcheck.kb.load import load
        from rxcheck.kb.statistics import statistics
        from rxcheck.kb.store import default_folder, open_compiled
        from rxcheck.report.tables import show_statistics

        folder = knowledge or default_folder()
        show_statistics(statistics(load(folder), open_compiled(folder)), lang, as_json, sys.stdout)


@app.command("diff")
def diff(
    old: Annotated[Path, typer.Argument(help="Folder with the older knowledge/ and rules/.")],
    new: Annotated[Path, typer.Argument(help="Folder with the newer ones.")],
    as_json: Annotated[bool, typer.Option("--json", help="All changes as JSON.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every row and pair.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = Lang.EN,
) -> None:
    """Compare two sets of tables: rows added, removed and changed, and the pairs of drugs whose verdict is another one.

    Exit code: 0 the same; 1 different; 5 a folder holds no tables.

    Examples:

      rxcheck kb diff . .  # nothing changed

      rxcheck kb diff . . --json --verbose  # everything, for another program
    """
    with errors_in(lang):
        from rxcheck.errors import KnowledgeError
        from rxcheck.kb.difference import table_changes, verdict_changes
        from rxcheck.kb.store import open_compiled
        from rxcheck.report.tables import show_difference

        tables = table_changes(old, new)
        try:
            verdicts = verdict_changes(open_compiled(old), open_compiled(new)) if tables else []
        except KnowledgeError:
            verdicts = None  # an edition with other columns: its rows can be compared, its verdicts not
        show_difference(tables, verdicts, lang, as_json, verbose, sys.stdout)
        raise typer.Exit(ExitCode.FINDINGS.value if tables else ExitCode.OK.value)


@app.command("where")
def where() -> None:
    """Print the folder of the shipped tables.

    Examples:

      rxcheck kb where

      mkdir tables && cp -r "$(rxcheck kb where)/knowledge" "$(rxcheck kb where)/rules" tables/  # tables of your own
    """
    from rxcheck.kb.store import default_folder

    typer.echo(str(default_folder()))
