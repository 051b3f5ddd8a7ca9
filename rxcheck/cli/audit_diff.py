"""`rxcheck audit diff`: two audits of one table → the verdicts that changed, and why."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.errors import errors_in
from rxcheck.terms import ExitCode, Lang


class DiffForm(StrEnum):
    """Forms that `--format` names."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def diff(
    old: Annotated[Path, typer.Argument(help="Folder of the older audit.")],
    new: Annotated[
        Path, typer.Argument(help="Folder of the newer one: other knowledge, version or policy, the same table.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the recall sheet to a file (.csv, .json, or text).")
    ] = None,
    format_: Annotated[
        DiffForm | None, typer.Option("--format", "-f", help="Form of the sheet; else by the name of the file.")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the sheet.")] = Lang.EN,
) -> None:
    """Compare two audits: which verdicts appeared, got worse, got milder or are gone, and the rows of rules that caused each.

    The worst come first. Exit code: 0 no verdict appeared or got worse; 1 some did; 4 a folder holds no audit that is done.

    Examples:

      rxcheck audit examples/audit-his-cn/prescriptions.csv -o audit-may --link-patient  # before

      rxcheck audit examples/audit-his-cn/prescriptions.csv -o audit-june --link-patient --policy examples/site/rxcheck.toml  # and after

      rxcheck audit diff audit-may audit-june  # what changed, and by which rows

      rxcheck audit diff audit-may audit-june -o recall.csv --lang zh  # as a sheet
    """
    with errors_in(lang):
        from rxcheck.audit.recall import SheetForm, sheet, write_pieces
        from rxcheck.audit.replay import Replay
        from rxcheck.audit.stored import open_stored
        from rxcheck.cli.output import told_when_refused

        form = SheetForm(format_.value) if format_ else _by_name(output)
        before, after = open_stored(old), open_stored(new)
        with Replay(before, after) as replay:
            if output is None:
                sys.stdout.writelines(sheet(replay, before, after, SheetForm(form), lang))
            else:
                with told_when_refused(output):
                    write_pieces(output, sheet(replay, before, after, SheetForm(form), lang))
            code = ExitCode.FINDINGS if replay.counted.graver else ExitCode.OK
        raise typer.Exit(code.value)


def _by_name(output: Path | None) -> str:
    suffix = output.suffix[1:].lower() if output else ""
    return suffix if suffix in ("csv", "json") else "table"
