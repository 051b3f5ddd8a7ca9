"""`rxcheck audit`: a table of prescriptions → a folder of findings, receipts, rejects and a summary."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
import gc
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.errors import errors_in
from rxcheck.errors import AuditError, Location
from rxcheck.terms import ExitCode, Lang


class AuditForm(StrEnum):
    """Forms that `--format` names."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


def audit(
    table: Annotated[
        Path, typer.Argument(help="Prescriptions, a row for each line: CSV, TSV (also .gz, .zst), Parquet or XLSX.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for what is found; it is made.")],
    format_: Annotated[
        AuditForm, typer.Option("--format", "-f", help="Form of findings, receipts and what was not assessed.")
    ] = AuditForm.PARQUET,
    columns: Annotated[
        str | None,
        typer.Option(
            help="Names of the columns: his-cn, mimic, smart, synthea, or a CSV file with column and field; else found out."
        ),
    ] = None,
    processes: Annotated[int, typer.Option("--processes", "-p", min=1, max=256, help="Processes at once.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an audit that was interrupted.")] = False,
    jurisdiction: Annotated[str, typer.Option(help="Whose rules of form hold.")] = "generic",
    knowledge: Annotated[
        Path | None, typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(help="Folder of a former audit: the report shows both rates side by side.")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of messages and of report.html.")] = Lang.EN,
) -> None:
    """Audit a table of prescriptions. Every line is audited or rejected with its reason; an interrupted audit goes on with --resume."""
    with errors_in(lang):
        _audit(table, output, format_, columns, processes, resume, jurisdiction, knowledge, compare, lang)


def _audit(
    table: Path,
    output: Path,
    format_: AuditForm,
    columns: str | None,
    processes: int,
    resume: bool,
    jurisdiction: str,
    knowledge: Path | None,
    compare: Path | None,
    lang: Lang,
) -> None:
    from rxcheck.audit.run import Asked, Summary
    from rxcheck.audit.run import audit as run
    from rxcheck.audit.writing import Form
    from rxcheck.cli.auditing import report_line, shown, summary_lines

    gc.enable()  # what is left behind by a million prescriptions is no little
    if not table.exists():
        raise AuditError("no such file", Location(str(table)))
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
        compare=compare,
    )
    summary: Summary
    try:
        with shown(lang) as progress:
            summary = run(asked, progress)
    except OSError as error:
        raise AuditError(f"stopped: {error.strerror or 'input/output error'}; continue with --resume") from None
    for line in summary_lines(summary, lang):
        print(line)
    print(report_line(output, lang))
    sys.exit(ExitCode.UNREADABLE.value if summary.lines["rejected"] else ExitCode.OK.value)
