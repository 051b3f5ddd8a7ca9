"""`rxcheck rules`: the rules listed, shown in words, asked why they did or did not speak of a prescription, and tuned."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.completing import drug_names, jurisdictions, rule_ids
from rxcheck.cli.errors import errors_in, tell
from rxcheck.cli.rules_tune import tune
from rxcheck.terms import CheckKind, ExitCode, Lang

app = typer.Typer(
    help="""List the rules, show one, or ask why it did or did not speak of a prescription; how often each is acted on.

    Examples:

      rxcheck rules list --drug warfarin --action avoid

      rxcheck rules show renal-metformin-lt-30  # what it says, its source and its cases

      rxcheck rules why examples/metformin-egfr-22-zh/prescription.yaml renal-metformin-30-45
    """,
    no_args_is_help=True,
    add_completion=False,
)

Folder = Annotated[Path | None, typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write the answer to a file.")]
Language = Annotated[Lang, typer.Option(help="Language of the answer.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Everything, however long.")]


class ListFormat(StrEnum):
    """Formats of `rules list`."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ShowFormat(StrEnum):
    """Formats of `rules show`."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class RowAction(StrEnum):
    """What a row may do; `none` is silent on purpose."""

    AVOID = "avoid"
    MODIFY = "modify"
    MONITOR = "monitor"
    INFORM = "inform"
    NONE = "none"


class WhyFormat(StrEnum):
    """Formats of `rules why`."""

    TEXT = "text"
    JSON = "json"


@app.command("list")
def list_(
    check: Annotated[CheckKind | None, typer.Option("--check", help="Only rules of this check.")] = None,
    topic: Annotated[
        str | None,
        typer.Option("--topic", help="Only these: a fact (egfr), a kind of limit (daily_max), a level (class), …"),
    ] = None,
    drug: Annotated[
        str | None,
        typer.Option(
            "--drug", "-d", help="Only rules that name this drug, itself or by a group.", autocompletion=drug_names
        ),
    ] = None,
    action: Annotated[RowAction | None, typer.Option("--action", help="Only rules with this action.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Only rules from this source, by its id.")] = None,
    must_alert: Annotated[bool, typer.Option("--must-alert", help="Only rules that no site may suppress.")] = False,
    jurisdiction: Annotated[
        str | None, typer.Option(help="Only form rules of this jurisdiction.", autocompletion=jurisdictions)
    ] = None,
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="Form of the list.")] = ListFormat.TABLE,
    output: Output = None,
    lang: Language = Lang.EN,
    knowledge: Folder = None,
) -> None:
    """List the rules: verdict, id, what each is about, evidence, status and source; a line for each.

    Exit code: 0 listed, be it nothing; 2 usage, or a drug that is not understood; 5 invalid knowledge.

    Examples:

      rxcheck rules list --drug metformin

      rxcheck rules list --check interaction --action avoid --format csv --output avoid.csv

      rxcheck rules list --must-alert --lang zh | head
    """
    with errors_in(lang):
        from rxcheck.cli.output import stream_to
        from rxcheck.cli.ruling import listed
        from rxcheck.kb.store import default_folder
        from rxcheck.kb.terms import RuleAction
        from rxcheck.report.interface import RenderOptions
        from rxcheck.rules.book import Wanted
        from rxcheck.rules.listing import Listing, counted

        chosen = RuleAction(action.value) if action else None
        wanted = Wanted(check, topic, None, chosen, source, must_alert, jurisdiction)
        catalogue, entries, everything = listed(knowledge or default_folder(), wanted, drug)
        listing = Listing(catalogue, RenderOptions(lang=lang))
        write = {ListFormat.TABLE: listing.table, ListFormat.JSON: listing.json, ListFormat.CSV: listing.csv}[format_]
        with stream_to(output) as stream:
            write(entries, stream)
        if format_ is ListFormat.TABLE:
            typer.echo(counted(len(entries), everything, lang), err=True)


@app.command("show")
def show(
    rule: Annotated[
        str, typer.Argument(help="A rule, or a modifier of one, by its id.", metavar="RULE", autocompletion=rule_ids)
    ],
    format_: Annotated[ShowFormat, typer.Option("--format", "-f", help="Form of the card.")] = ShowFormat.TEXT,
    output: Output = None,
    lang: Language = Lang.EN,
    verbose: Verbose = False,
    knowledge: Folder = None,
) -> None:
    """Show what a rule says: drugs, terms, thresholds, modifiers, sentences, source, what it displaces, and its worked cases.

    Exit code: 0 shown; 2 no such rule; 5 invalid knowledge.

    Examples:

      rxcheck rules show ddi-simvastatin-amlodipine

      rxcheck rules show renal-metformin-lt-30 --lang zh --format markdown --output rule.md
    """
    with errors_in(lang):
        from rxcheck.cli.output import stream_to
        from rxcheck.cli.ruling import shown
        from rxcheck.kb.store import default_folder
        from rxcheck.report.interface import RenderOptions

        page = shown(rule, knowledge or default_folder(), RenderOptions(lang=lang, verbose=verbose))
        write = {ShowFormat.TEXT: page.text, ShowFormat.MARKDOWN: page.markdown, ShowFormat.JSON: page.json}[format_]
        with stream_to(output) as stream:
            write(stream)


@app.command("why")
def why(
    rx: Annotated[str, typer.Argument(help="A prescription, as rxcheck check reads it; - reads stdin.", metavar="RX")],
    rule: Annotated[
        str, typer.Argument(help="A rule, or a modifier of one, by its id.", metavar="RULE", autocompletion=rule_ids)
    ],
    prescription: Annotated[
        str | None, typer.Option("--id", help="Which prescription, where the file holds several.")
    ] = None,
    format_: Annotated[WhyFormat, typer.Option("--format", "-f", help="Form of the answer.")] = WhyFormat.TEXT,
    output: Output = None,
    lang: Language = Lang.EN,
    verbose: Verbose = False,
    knowledge: Folder = None,
    jurisdiction: Annotated[
        str, typer.Option(help="Whose rules on the form of prescriptions.", autocompletion=jurisdictions)
    ] = "generic",
    policy: Annotated[
        Path | None, typer.Option("--policy", help="Policy of the site. Else rxcheck.toml of the current folder.")
    ] = None,
    no_policy: Annotated[bool, typer.Option("--no-policy", help="No policy at all.")] = False,
) -> None:
    """Why a rule did or did not speak of a prescription: the engine's own verdict, and every term that it rests on.

    Exit code: 0 answered; 2 usage, no such rule, or several prescriptions without --id; 4 the prescription could not be read;
    5 invalid knowledge.

    Examples:

      rxcheck rules why examples/metformin-egfr-22-zh/prescription.yaml renal-metformin-30-45

      rxcheck rules why examples/simvastatin-amlodipine/prescription.yaml mod-simvastatin-amlodipine-1 --lang zh  # a modifier

      rxcheck rules why examples/triple-whammy/prescription.csv set-triple-whammy --format json
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


app.command("tune")(tune)
