"""`rxcheck review list|stats|verify|export`: what the log holds, and whether it is what was recorded."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from rxcheck.cli.errors import errors_in
from rxcheck.cli.review_options import Knowledge, Lang_, LogFile, Output
from rxcheck.terms import ExitCode, Lang

if TYPE_CHECKING:
    from pathlib import Path

    from rxcheck.kb.store import Compiled
    from rxcheck.review.deciding import Reasons


class ListFormat(StrEnum):
    """Forms of a list."""

    TABLE = "table"
    JSON = "json"


class ExportFormat(StrEnum):
    """Forms of an export."""

    CSV = "csv"
    JSON = "json"
    FHIR = "fhir"


def list_entries(
    prescription: Annotated[str | None, typer.Option(help="Only entries on this prescription.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only entries on findings of this rule.")] = None,
    user: Annotated[str | None, typer.Option(help="Only entries of this user.")] = None,
    last: Annotated[int | None, typer.Option(help="Only the last so many.", min=1)] = None,
    log: LogFile = None,
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="Form of the list.")] = ListFormat.TABLE,
    output: Output = None,
    lang: Lang_ = Lang.EN,
    knowledge: Knowledge = None,
) -> None:
    """List the entries of the log, oldest first. Nothing is proven by it: see verify.

    Examples:

      rxcheck review list --last 20

      rxcheck review list --user li --format json
    """
    with errors_in(lang):
        from rxcheck.cli.output import stream_to
        from rxcheck.review.listing import json_text, listed_text
        from rxcheck.review.log import ReviewLog
        from rxcheck.review.place import log_path
        from rxcheck.review.words import say

        path = log_path(log)
        found = [
            entry
            for entry in ReviewLog(path).entries_there()
            if prescription in (None, entry.prescription_id)
            and rule in (None, entry.rule_id)
            and user in (None, entry.user)
        ]
        found = found[-last:] if last else found
        with stream_to(output) as stream:
            if format_ is ListFormat.JSON:
                stream.write(json_text(found))
            elif found:
                stream.write(listed_text(found, _reasons(_compiled(knowledge)), lang))
            else:
                stream.write(say("no_entries", lang, path=path) + "\n")


def stats(
    log: LogFile = None,
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="Form of the counts.")] = ListFormat.TABLE,
    output: Output = None,
    lang: Lang_ = Lang.EN,
    knowledge: Knowledge = None,
) -> None:
    """Count decisions: by decision, reason, check, user and group. The last decision on a finding counts.

    Examples:

      rxcheck review stats

      rxcheck review stats --format json --output counts.json
    """
    with errors_in(lang):
        from rxcheck.cli.output import stream_to
        from rxcheck.report.json_ import to_json
        from rxcheck.review.listing import counts, counts_text
        from rxcheck.review.log import ReviewLog
        from rxcheck.review.place import log_path

        counted = counts(ReviewLog(log_path(log)).entries_there())
        with stream_to(output) as stream:
            if format_ is ListFormat.JSON:
                stream.write(to_json(counted) + "\n")
            else:
                stream.write(counts_text(counted, _reasons(_compiled(knowledge)), lang))


def verify(
    log: LogFile = None,
    head: Annotated[
        str | None,
        typer.Option("--head", help="An earlier head, as this command printed it: it must still lie on the chain."),
    ] = None,
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="Form of the answer.")] = ListFormat.TABLE,
    output: Output = None,
    lang: Lang_ = Lang.EN,
) -> None:
    """Prove that nothing in the log was altered, removed or added: every entry and every byte of the file.

    A tail that was cut off can only be seen against an earlier head: keep what is printed elsewhere, and give it to --head.

    Exit code: 0 proven; 1 altered, with the place; 3 all entries proven, but bytes that no entry uses could not be compared; 4 the file
    cannot be read.

    Examples:

      rxcheck review verify

      rxcheck review verify --format json
    """
    with errors_in(lang):
        from rxcheck.cli.output import stream_to
        from rxcheck.review.place import log_path
        from rxcheck.review.proof_text import proof_json, proof_text
        from rxcheck.review.verify import verify as prove

        proof = prove(log_path(log), head)
        with stream_to(output) as stream:
            stream.write(proof_json(proof) if format_ is ListFormat.JSON else proof_text(proof, head, lang))
        if proof.proven:
            raise typer.Exit(ExitCode.OK.value)
        raise typer.Exit((ExitCode.INCOMPLETE if proof.foreign_layout else ExitCode.FINDINGS).value)


def export(
    format_: Annotated[ExportFormat, typer.Option("--format", "-f", help="Form of the export.")] = ExportFormat.CSV,
    log: LogFile = None,
    output: Output = None,
    lang: Lang_ = Lang.EN,
    knowledge: Knowledge = None,
) -> None:
    """Write all entries: CSV for a spreadsheet, JSON with the hashes, or FHIR R4 (a DetectedIssue for each finding).

    Examples:

      rxcheck review export --output decisions.csv

      rxcheck review export --format fhir --output decisions.json
    """
    with errors_in(lang):
        from rxcheck.cli.output import stream_to
        from rxcheck.review.listing import csv_text, json_text
        from rxcheck.review.log import ReviewLog
        from rxcheck.review.place import log_path

        entries = ReviewLog(log_path(log)).entries_there()
        if format_ is ExportFormat.FHIR:
            from rxcheck.review.fhir_out import fhir_text

            compiled = _compiled(knowledge)
            text = fhir_text(entries, _reasons(compiled), compiled.text.catalogue(), lang)
        else:
            text = csv_text(entries) if format_ is ExportFormat.CSV else json_text(entries)
        with stream_to(output) as stream:
            stream.write(text)


def _compiled(knowledge: "Path | None") -> "Compiled":
    from rxcheck.kb.store import default_folder, open_compiled

    return open_compiled(knowledge or default_folder())


def _reasons(compiled: "Compiled") -> "Reasons":
    from rxcheck.review.deciding import Reasons

    return Reasons(compiled.text.words().reasons)
