"""`rxcheck kb`: look after the knowledge tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli import packs
from rxcheck.terms import ExitCode

app = typer.Typer(help="Check and format the knowledge and rule tables.", no_args_is_help=True)
app.add_typer(packs.app, name="import")
app.command("corroborate")(packs.corroborate)

Folder = Annotated[
    Path | None,
    typer.Option("--knowledge", "-k", help="Folder that holds knowledge/ and rules/ (default: the shipped tables)."),
]


@app.command("check")
def check(knowledge: Folder = None) -> None:
    """Lint every table; print each fault with file, row and column. Exit 5 if there is any."""
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
    """Write every table in canonical form: columns in order, rows sorted by key, UTF-8, LF."""
    from rxcheck.kb.canonical import write_canonical
    from rxcheck.kb.store import default_folder

    changed = write_canonical(knowledge or default_folder())
    for name in changed:
        typer.echo(name)


@app.command("path")
def path(
    first: Annotated[str, typer.Argument(help="A drug, as written.")],
    second: Annotated[str, typer.Argument(help="Another one.")],
    knowledge: Folder = None,
) -> None:
    """Show which interaction rows fit two drugs, and through which classes.

    Example: rxcheck kb path warfarin clarithromycin
    """
    from rxcheck.errors import UsageError
    from rxcheck.kb.graph import build_graph, pair_paths
    from rxcheck.kb.index import build_index
    from rxcheck.kb.load import load
    from rxcheck.kb.resolve import Resolver
    from rxcheck.kb.store import default_folder

    tables = load(knowledge or default_folder())
    resolver = Resolver(build_index(tables))
    drugs = []
    for name in (first, second):
        found = resolver.drug(name)
        if len(found.ingredients) != 1:
            near = ", ".join(found.suggestions) or "nothing near"
            raise UsageError(f"{name!r} is not one known ingredient (near names: {near})")
        drugs.append(found.ingredients[0].drug)
    paths = pair_paths(build_graph(tables), drugs[0], drugs[1])
    for found_path in paths:
        typer.echo(found_path.rule_id)
        typer.echo(f"  object       {' → '.join(found_path.object_path)}")
        typer.echo(f"  precipitant  {' → '.join(found_path.precipitant_path)}")
    if not paths:
        typer.echo("no row fits this pair", err=True)


@app.command("where")
def where() -> None:
    """Print the folder of the shipped tables."""
    from rxcheck.kb.store import default_folder

    typer.echo(str(default_folder()))
