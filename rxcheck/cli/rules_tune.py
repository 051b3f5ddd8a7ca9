"""`rxcheck rules tune`: which rules are acted on, and which could be quieter."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.errors import errors_in
from rxcheck.cli.review_options import Knowledge, Lang_, Output
from rxcheck.terms import Lang


class TuneFormat(StrEnum):
    """Forms of the answer."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def tune(
    log: Annotated[
        list[Path] | None,
        typer.Option(
            "--log",
            help="A log of decisions; else $RXCHECK_REVIEW_LOG, else that of the user. Repeat for more.",
            metavar="FILE",
        ),
    ] = None,
    format_: Annotated[TuneFormat, typer.Option("--format", "-f", help="Form of the answer.")] = TuneFormat.TABLE,
    output: Output = None,
    lang: Lang_ = Lang.EN,
    knowledge: Knowledge = None,
) -> None:
    """Say how often the findings of each rule were acted on, and propose which could be quieter. Nothing is changed.

    A proposal needs enough decisions and a share that is surely small (rules/policy.csv: tune_decisions, tune_value). Rules that
    must alert are never proposed. Reason, owner and day of a suppression are left to people.

    Examples:

      rxcheck rules tune

      rxcheck rules tune --format csv --output rules.csv
    """
    with errors_in(lang):
        from rxcheck.cli.output import stream_to
        from rxcheck.kb.store import default_folder, open_compiled
        from rxcheck.review.deciding import Reasons
        from rxcheck.review.log import ReviewLog
        from rxcheck.review.place import log_path
        from rxcheck.review.tuning import tune as tuned
        from rxcheck.review.tuning_report import csv_text, json_text, table_text

        logs = dict.fromkeys(log_path(each) for each in (log or (None,)))
        entries = [entry for path in logs for entry in ReviewLog(path).entries_there()]
        entries.sort(
            key=lambda entry: entry.recorded_at
        )  # of several logs the last decision counts, whichever it lies in
        text = open_compiled(knowledge or default_folder()).text
        reasons = Reasons(text.words().reasons)
        found = tuned(entries, text, reasons)
        with stream_to(output) as stream:
            if format_ is TuneFormat.TABLE:
                stream.write(table_text(found, reasons, lang))
            else:
                stream.write(json_text(found) if format_ is TuneFormat.JSON else csv_text(found))
