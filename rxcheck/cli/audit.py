"""`rxcheck audit`: a table of prescriptions → a folder of findings, receipts, rejects and a summary."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
import gc
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rxcheck.audit.executors import Executor
from rxcheck.cli.completing import audit_columns, below_audit, jurisdictions
from rxcheck.cli.errors import errors_in
from rxcheck.cli.site import PolicyChoice
from rxcheck.errors import AuditError, Location, UsageError
from rxcheck.terms import ExitCode, Lang, SampleBy

if TYPE_CHECKING:
    from rxcheck.audit.review import Review
    from rxcheck.audit.run import Asked


class AuditForm(StrEnum):
    """Forms that `--format` names."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


_ROWS, _WORK, _REVIEW, _RULES = "Rows and columns", "Who does it", "For people to look at", "Knowledge"


def audit(
    table: Annotated[
        Path,
        typer.Argument(
            autocompletion=below_audit,
            help="Prescriptions, a row for each line: CSV, TSV (also .gz, .zst), Parquet or XLSX.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for what is found; it is made.")],
    format_: Annotated[
        AuditForm, typer.Option("--format", "-f", help="Form of findings, receipts and what was not assessed.")
    ] = AuditForm.PARQUET,
    columns: Annotated[
        str | None,
        typer.Option(
            autocompletion=audit_columns,
            help="Names of the columns: his-cn, mimic, smart, synthea, or a CSV file with column and field; else found out.",
            rich_help_panel=_ROWS,
        ),
    ] = None,
    processes: Annotated[
        int, typer.Option("--processes", "-p", min=1, max=256, help="Processes at once.", rich_help_panel=_WORK)
    ] = 1,
    executor: Annotated[
        Executor | None,
        typer.Option(
            help="Who audits: this process, others, or workers of Dask; else as --processes says.",
            rich_help_panel=_WORK,
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            help="Address of a scheduler of Dask (tcp://host:8786); without it Dask works here.", rich_help_panel=_WORK
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an audit that was interrupted.")] = False,
    sort: Annotated[
        bool,
        typer.Option(
            "--sort", help="Bring the rows of each prescription together first, on disk.", rich_help_panel=_ROWS
        ),
    ] = False,
    link_patient: Annotated[
        bool,
        typer.Option(
            "--link-patient",
            help="Check with what the same patient still takes of earlier prescriptions; sorts too.",
            rich_help_panel=_ROWS,
        ),
    ] = False,
    compare: Annotated[
        Path | None,
        typer.Option(
            help="Folder of a former audit: the report shows both rates side by side.", rich_help_panel=_REVIEW
        ),
    ] = None,
    worklist: Annotated[
        int,
        typer.Option(
            "--worklist",
            min=1,
            max=100_000,
            help="Most urgent prescriptions that report.xlsx lists.",
            rich_help_panel=_REVIEW,
        ),
    ] = 1_000,
    sample: Annotated[
        str | None,
        typer.Option(
            help="Draw prescriptions at random for review: a number, or a percentage (2%).", rich_help_panel=_REVIEW
        ),
    ] = None,
    sample_by: Annotated[
        SampleBy | None,
        typer.Option("--sample-by", help="Strata of the sample (default: none).", rich_help_panel=_REVIEW),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Which sample is drawn (default: 0).", rich_help_panel=_REVIEW)
    ] = None,
    pseudonymise: Annotated[
        Path | None,
        typer.Option(
            "--pseudonymise",
            metavar="KEYFILE",
            help="Pseudonyms for prescriptions, stores and prescribers, moved dates.",
            rich_help_panel=_REVIEW,
        ),
    ] = None,
    jurisdiction: Annotated[
        str, typer.Option(autocompletion=jurisdictions, help="Whose rules of form hold.", rich_help_panel=_RULES)
    ] = "generic",
    knowledge: Annotated[
        Path | None,
        typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.", rich_help_panel=_RULES),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(
            "--policy",
            help="Policy of the site: rules it suppresses, its thresholds. Else rxcheck.toml of the current folder.",
            rich_help_panel=_RULES,
        ),
    ] = None,
    no_policy: Annotated[
        bool,
        typer.Option("--no-policy", help="No policy, not even that of the current folder.", rich_help_panel=_RULES),
    ] = False,
    lang: Annotated[Lang, typer.Option(help="Language of messages and reports.")] = Lang.EN,
) -> None:
    """Audit a table of prescriptions. Every line is audited or rejected with its reason; an interrupted audit goes on with --resume.

    What changed between two audits: rxcheck audit diff OLD NEW

    Exit code: 0 every line was audited; 2 usage; 4 lines were rejected, or the audit stopped; 5 invalid knowledge.

    Examples:

      rxcheck audit examples/audit-his-cn/prescriptions.csv -o out/  # findings, rejects, report.html, report.xlsx

      rxcheck audit examples/audit-his-cn/prescriptions.csv -o out/ --resume  # goes on where it stopped

      rxcheck audit examples/audit-his-cn/prescriptions.csv -o linked/ --link-patient --lang zh  # with what patients still take

      rxcheck audit examples/audit-his-cn/prescriptions.csv -o review/ --sample 10% --sample-by prescriber  # prescriptions to look at
    """
    with errors_in(lang):
        from rxcheck.audit.executors import executor_of
        from rxcheck.audit.run import Asked
        from rxcheck.audit.writing import Form
        from rxcheck.kb.store import default_folder, open_compiled

        if not table.exists():
            raise AuditError("no such file", Location(str(table)))
        executor_of(executor, processes, scheduler)
        asked = Asked(
            table,
            output,
            Form(format_.value),
            columns,
            jurisdiction=jurisdiction,
            processes=processes,
            resume=resume,
            knowledge=knowledge,
            lang=lang,
            sort=sort,
            link_patient=link_patient,
            executor=executor,
            scheduler=scheduler,
            compare=compare,
            policy=PolicyChoice(policy, no_policy, lang).policy(open_compiled(knowledge or default_folder())),
            review=_review(worklist, sample, sample_by, seed, pseudonymise),
        )
        if pseudonymise is not None and scheduler is not None and not scheduler.startswith("tls:"):
            raise UsageError("--pseudonymise sends its key to the workers: only over tls://")
        _audit(asked)


def _audit(asked: "Asked") -> None:
    from rxcheck.audit.run import audit as run
    from rxcheck.cli.auditing import report_line, shown, summary_lines

    gc.enable()  # what is left behind by a million prescriptions is no little
    try:
        with shown(asked.lang) as progress:
            summary = run(asked, progress)
    except OSError as error:
        raise AuditError(f"stopped: {error.strerror or 'input/output error'}; continue with --resume") from None
    from rxcheck.report.pages import fitted

    for line in fitted((*summary_lines(summary, asked.lang), report_line(asked.out, asked.lang)), asked.lang):
        print(line)
    sys.exit(ExitCode.UNREADABLE.value if summary.lines["rejected"] else ExitCode.OK.value)


def _review(
    most: int, sample: str | None, by: SampleBy | None, seed: int | None, pseudonymise: Path | None
) -> "Review":
    """What is chosen for people to look at, and under whose key."""
    from rxcheck.audit.pseudonyms import key_in
    from rxcheck.audit.review import Review
    from rxcheck.audit.sampling import sample_of

    if sample is None and (by is not None or seed is not None):
        raise UsageError("--sample-by and --seed go with --sample")
    drawn = sample_of(sample, by or SampleBy.NONE, seed or 0) if sample is not None else None
    return Review(most, drawn, key_in(pseudonymise) if pseudonymise is not None else None)
