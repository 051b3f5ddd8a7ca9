"""`rxcheck drug`: what the tables know of a drug, and what they do not; a list of names checked for coverage."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.completing import drug_names, structure_groups
from rxcheck.cli.errors import errors_in
from rxcheck.errors import UsageError
from rxcheck.terms import ExitCode, Lang


class DrugFormat(StrEnum):
    """Formats that `--format` names."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


_PICTURES = "Structures and pictures"


def drug(
    name: Annotated[
        str | None,
        typer.Argument(autocompletion=drug_names, help="A drug as written, in English or Chinese, or a code."),
    ] = None,
    other: Annotated[
        str | None, typer.Argument(autocompletion=drug_names, help="A second drug: the two together.")
    ] = None,
    resolve: Annotated[
        str | None,
        typer.Option(
            "--resolve", help="A table (CSV, TSV) or list of names to resolve; - reads stdin.", metavar="FILE"
        ),
    ] = None,
    column: Annotated[
        str | None, typer.Option("--column", "-c", help="With --resolve: the column that holds the names.")
    ] = None,
    smiles: Annotated[
        str | None,
        typer.Option(
            "--smiles", help="A structure: which drugs it resembles (inferred, not curated).", rich_help_panel=_PICTURES
        ),
    ] = None,
    depict: Annotated[
        Path | None,
        typer.Option(
            "--depict", help="Draw the structure into FILE.svg or FILE.png.", metavar="FILE", rich_help_panel=_PICTURES
        ),
    ] = None,
    mark: Annotated[
        str | None,
        typer.Option(
            "--mark",
            autocompletion=structure_groups,
            rich_help_panel=_PICTURES,
            help="With --depict: a structure group to highlight, e.g. beta-lactam-r1.",
        ),
    ] = None,
    graph: Annotated[
        Path | None,
        typer.Option(
            "--graph",
            help="With two drugs: draw why rows fit them into FILE.svg or FILE.png.",
            metavar="FILE",
            rich_help_panel=_PICTURES,
        ),
    ] = None,
    format_: Annotated[
        DrugFormat, typer.Option("--format", "-f", help="Form of the answer; csv only with --resolve.")
    ] = DrugFormat.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the answer to a file.")] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = Lang.EN,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every name, class and product.")] = False,
    knowledge: Annotated[
        Path | None, typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.")
    ] = None,
) -> None:
    """Show what the tables know of a drug: names, codes, classes, structure, rules, and what they do not know.

    With two drugs: the verdict on the pair as written, every row that fits, the path by which it does, and what changes it.

    Exit code: 0 understood; 2 usage, or one of two drugs was not understood; 3 a name was not understood, or no row fits two
    drugs; 4 a file could not be read; 5 invalid knowledge.

    Examples:

      rxcheck drug "Metoprolol Tartrate 25 MG Oral Tablet [Lopressor]"  # a name as written

      rxcheck drug 阿莫西林 --lang zh --depict amoxicillin.svg --mark beta-lactam-r1  # and its structure

      rxcheck drug simvastatin clarithromycin --graph pair.svg  # two drugs, and why

      rxcheck drug --resolve examples/site/formulary.csv --column drug_name  # how much of a list is understood
    """
    with errors_in(lang):
        if sum(option is not None for option in (name, resolve, smiles)) != 1:
            raise UsageError("give one of a name, --resolve or --smiles")
        if format_ is DrugFormat.CSV and resolve is None:
            raise UsageError("--format csv goes with --resolve")
        if column is not None and resolve is None:
            raise UsageError("--column goes with --resolve")
        if depict is not None and resolve is not None:
            raise UsageError("--depict goes with a name or --smiles")
        if graph is not None and other is None:
            raise UsageError("--graph goes with two drugs")
        if other is not None and depict is not None:
            raise UsageError("--depict goes with one drug")
        if mark is not None and depict is None:
            raise UsageError("--mark goes with --depict")
        from rxcheck.cli import looking
        from rxcheck.cli.output import stream_to
        from rxcheck.kb.store import default_folder
        from rxcheck.report.interface import RenderOptions

        folder = knowledge or default_folder()
        options = RenderOptions(lang=lang, verbose=verbose)
        with stream_to(output) as stream:
            if resolve is not None:
                complete = looking.cover_file(resolve, column, folder, options, format_.value, stream)
            elif smiles is not None:
                complete = looking.show_structure(smiles, folder, options, format_.value, stream)
            elif other is not None:
                complete = looking.show_pair((name or "", other), folder, options, format_.value, stream, graph)
            else:
                complete = looking.show_drug(name or "", folder, options, format_.value, stream)
        if depict is not None:
            looking.draw(name, smiles, folder, depict, mark)
        raise typer.Exit((ExitCode.OK if complete else ExitCode.INCOMPLETE).value)
