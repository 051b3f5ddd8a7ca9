"""`rxcheck review`: what pharmacists decide about findings: recorded, listed, counted, proven and exported."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli import review_log
from rxcheck.cli.errors import errors_in, tell
from rxcheck.cli.review_options import Lang_, LogFile, Output
from rxcheck.errors import UsageError
from rxcheck.terms import Decision, ExitCode, Lang, Setting

app = typer.Typer(
    help="""Record what was decided about findings, in a log that only grows, and prove that it was not altered.

    Examples:

      rxcheck review record examples/triple-whammy/prescription.csv --finding F1 --decision changed --user li

      rxcheck review verify
    """,
    no_args_is_help=True,
    add_completion=False,
)


class Form(StrEnum):
    """Forms of an answer."""

    TABLE = "table"
    JSON = "json"


_ONE, _CHECK = "Without the dialogue", "How the prescription is checked"


@app.command("record")
def record(
    files: Annotated[
        list[str], typer.Argument(help="Prescriptions, as rxcheck check reads them; - reads stdin.", metavar="FILE...")
    ],
    user: Annotated[str | None, typer.Option(help="Who decides; else $RXCHECK_USER, else the login name.")] = None,
    group: Annotated[
        str | None, typer.Option(help="Group of the user (ward, shift); else $RXCHECK_USER_GROUP.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Ask about findings that are decided, too.")] = False,
    log: LogFile = None,
    pseudonym_key: Annotated[
        Path | None,
        typer.Option("--pseudonym-key", help="Key of the site: the log holds pseudonyms of prescriptions."),
    ] = None,
    finding: Annotated[
        list[str] | None,
        typer.Option("--finding", help="A finding, e.g. F1. Repeat for more.", rich_help_panel=_ONE),
    ] = None,
    decision: Annotated[
        Decision | None, typer.Option("--decision", help="What was decided about it.", rich_help_panel=_ONE)
    ] = None,
    reason: Annotated[
        str | None, typer.Option(help="Why: an id of rules/override_reasons.csv.", rich_help_panel=_ONE)
    ] = None,
    text: Annotated[str | None, typer.Option(help="Free text.", rich_help_panel=_ONE)] = None,
    prescription: Annotated[
        str | None, typer.Option(help="Of which prescription, where there are several.", rich_help_panel=_ONE)
    ] = None,
    once: Annotated[
        str | None,
        typer.Option(
            "--once", help="A name for this decision: given again, nothing is recorded twice.", rich_help_panel=_ONE
        ),
    ] = None,
    knowledge: Annotated[
        Path | None,
        typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.", rich_help_panel=_CHECK),
    ] = None,
    pack: Annotated[
        list[Path] | None, typer.Option("--pack", help="A knowledge pack. Repeat for more.", rich_help_panel=_CHECK)
    ] = None,
    jurisdiction: Annotated[
        str, typer.Option(help="Whose rules on the form of prescriptions.", rich_help_panel=_CHECK)
    ] = "generic",
    setting: Annotated[
        Setting | None,
        typer.Option("--setting", help="Setting of prescriptions that name none.", rich_help_panel=_CHECK),
    ] = None,
    policy: Annotated[Path | None, typer.Option("--policy", help="Policy of the site.", rich_help_panel=_CHECK)] = None,
    no_policy: Annotated[
        bool, typer.Option("--no-policy", help="No policy, not even that of the folder.", rich_help_panel=_CHECK)
    ] = False,
    format_: Annotated[Form, typer.Option("--format", "-f", help="Form of what is told at the end.")] = Form.TABLE,
    output: Output = None,
    lang: Lang_ = Lang.EN,
) -> None:
    """Decide about the findings of prescriptions: in a dialogue, one key a finding, or with --finding and --decision.

    Exit code: 0 every finding is decided; 1 some are left open; 2 usage; 4 an input or the log cannot be read or written.

    Examples:

      rxcheck review record examples/triple-whammy/prescription.csv  # a dialogue, one key a finding

      rxcheck review record examples/triple-whammy/prescription.csv --finding F1 --decision overridden --reason benefit --user li

      rxcheck review record examples/triple-whammy/prescription.csv --finding F2 --decision accepted --user li --once call-17  # given again, nothing is recorded twice
    """
    with errors_in(lang):
        alone = (decision, reason, text, prescription, once)
        if not finding and any(option is not None for option in alone):
            raise UsageError("--decision, --reason, --text, --prescription and --once go with --finding")
        if finding and decision is None:
            raise UsageError("--finding needs --decision")
        if not finding and ("-" in files or not sys.stdin.isatty()):
            raise UsageError("the dialogue needs a terminal: give --finding and --decision")
        from rxcheck.cli.checking import open_verifier, read_files, verify_all, with_setting
        from rxcheck.cli.output import stream_to
        from rxcheck.cli.reviewing import Session, record_one, summary
        from rxcheck.cli.site import PolicyChoice
        from rxcheck.kb.store import default_folder
        from rxcheck.sources.labs import load_labs

        session = Session.begin(user, group, log, pseudonym_key, lang)
        verifier = open_verifier(knowledge, jurisdiction, pack or (), PolicyChoice(policy, no_policy, lang))
        labs = load_labs((knowledge or default_folder()) / "knowledge")
        prescriptions, errors = read_files(files, None, False, labs)
        if setting is not None:
            prescriptions = with_setting(prescriptions, setting)
        for error in errors:
            tell(error, lang)
        if not prescriptions:
            raise typer.Exit(ExitCode.UNREADABLE.value)
        reports = verify_all(verifier, prescriptions, lang)
        if finding and decision is not None:
            told = record_one(session, verifier, reports, prescription, finding, (decision, reason, text), once)
        else:
            from rxcheck.cli.asking import Keyboard

            told = session.dialogue(verifier, again).through(reports, Keyboard())
        with stream_to(output) as stream:
            stream.write(summary(session, verifier, told, format_ is Form.JSON))
        raise typer.Exit((ExitCode.UNREADABLE if errors else ExitCode.FINDINGS if told.open else ExitCode.OK).value)


app.command("list")(review_log.list_entries)
app.command("stats")(review_log.stats)
app.command("verify")(review_log.verify)
app.command("export")(review_log.export)
