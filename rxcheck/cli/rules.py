"""`rxcheck rules`: the rules listed, shown in words, and asked why they did or did not speak of a prescription."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.errors import errors_in, tell
from rxcheck.terms import ExitCode, Lang

app = typer.Typer(
    help="List the rules, show one, or ask why it did or did not speak of a prescription.",
    no_args_is_help=True,
    add_completion=False,
)

Folder = Annotated[Path | None, typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write the answer to a file.")]
Language = Annotated[Lang, typer.Option(help="Language of the answer.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Everything, however long.")]


class WhyFormat(StrEnum):
    """Formats of `rules why`."""

    TEXT = "text"
    JSON = "json"


@app.command("why")
def why(
    rx: Annotated[str, typer.Argument(help="A prescription, as rxcheck check reads it; - reads stdin.", metavar="RX")],
    rule: Annotated[str, typer.Argument(help="A rule, or a modifier of one, by its id.", metavar="RULE")],
    prescription: Annotated[
        str | None, typer.Option("--id", help="Which prescription, where the file holds several.")
    ] = None,
    format_: Annotated[WhyFormat, typer.Option("--format", "-f", help="Form of the answer.")] = WhyFormat.TEXT,
    output: Output = None,
    lang: Language = Lang.EN,
    verbose: Verbose = False,
    knowledge: Folder = None,
    jurisdiction: Annotated[str, typer.Option(help="Whose rules on the form of prescriptions.")] = "generic",
    policy: Annotated[
        Path | None, typer.Option("--policy", help="Policy of the site. Else rxcheck.toml of the current folder.")
    ] = None,
    no_policy: Annotated[bool, typer.Option("--no-policy", help="No policy at all.")] = False,
) -> None:
    """Why a rule did or did not speak of a prescription: the engine's own verdict, and every term that it rests on.

    Exit code: 0 answered; 2 usage, no such rule, or several prescriptions without --id; 4 the prescription could not be read;
    5 invalid knowledge.

    Examples:

      rxcheck rules why prescription.yaml renal-metformin-lt-30

      rxcheck rules why orders.jsonl ddi-simvastatin-amlodipine --id rx-17 --format json
    """
    with errors_in(lang):
        from rxcheck.cli.output import stream_to
        from rxcheck.cli.ruling import ask, one_of, read_one
        from rxcheck.cli.site import PolicyChoice
        from rxcheck.kb.store import default_folder
        from rxcheck.report.interface import RenderOptions

        folder = knowledge or default_folder()
        prescriptions, errors = read_one(rx, folder)
        for error in errors:
            tell(error, lang)
        if not prescriptions:
            raise typer.Exit(ExitCode.UNREADABLE.value)
        chosen = one_of(prescriptions, prescription)
        options = RenderOptions(lang=lang, verbose=verbose)
        page = ask(chosen, rule, folder, jurisdiction, PolicyChoice(policy, no_policy, lang), options)
        with stream_to(output) as stream:
            (page.json if format_ is WhyFormat.JSON else page.text)(stream)
