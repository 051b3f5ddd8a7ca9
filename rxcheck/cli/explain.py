"""`rxcheck explain`: the findings of a prescription explained, by reviewed sentences only."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.errors import errors_in, tell
from rxcheck.errors import UsageError
from rxcheck.terms import Audience, Lang


class ExplainFormat(StrEnum):
    """Formats that `--format` names."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def explain(
    files: Annotated[
        list[str], typer.Argument(help="Prescriptions, as rxcheck check reads them; - reads stdin.", metavar="FILE...")
    ],
    finding: Annotated[
        list[str] | None, typer.Option("--finding", help="Only this finding, e.g. F1. Repeat for more.")
    ] = None,
    audience: Annotated[Audience, typer.Option("--for", help="Whom the explanation is for.")] = Audience.PHARMACIST,
    format_: Annotated[ExplainFormat, typer.Option("--format", "-f", help="Form of the answer.")] = ExplainFormat.TEXT,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the answer to a file.")] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = Lang.EN,
    knowledge: Annotated[
        Path | None, typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.")
    ] = None,
    jurisdiction: Annotated[str, typer.Option(help="Whose rules on the form of prescriptions.")] = "generic",
) -> None:
    """Explain the findings of prescriptions: why, what can happen, what to do.

    Every sentence is a reviewed clause of the tables or a fact of the finding, in the order of a fixed template.
    It writes no prescription and changes no finding.

    Exit code: that of rxcheck check with --fail-on monitor.

    Examples:

      rxcheck explain prescription.yaml

      rxcheck explain prescription.yaml --finding F1 --for trainee --lang zh
    """
    with errors_in(lang):
        from rxcheck.cli.checking import open_verifier, read_files, verify_all
        from rxcheck.cli.output import stream_to
        from rxcheck.explain.render import PageWriter
        from rxcheck.explain.sentences import Sentences, page_of
        from rxcheck.kb.store import default_folder
        from rxcheck.report.summary import exit_code
        from rxcheck.sources.labs import load_labs
        from rxcheck.terms import Action

        verifier = open_verifier(knowledge, jurisdiction)
        labs = load_labs((knowledge or default_folder()) / "knowledge")
        prescriptions, errors = read_files(files, None, False, labs)
        reports = verify_all(verifier, prescriptions)
        wanted = frozenset(finding or ())
        unknown = wanted - {each.id for report in reports for each in report.findings}
        if unknown:
            raise UsageError(f"no finding {', '.join(sorted(unknown))}")
        catalogue = verifier.catalogue()
        sentences = Sentences(verifier.kb.compiled.text, catalogue, audience, lang)
        pages = [page_of(report, sentences, wanted) for report in reports]
        writer = PageWriter(catalogue, audience, lang)
        write = {
            ExplainFormat.TEXT: writer.text,
            ExplainFormat.MARKDOWN: writer.markdown,
            ExplainFormat.JSON: writer.json,
        }[format_]
        with stream_to(output) as stream:
            stream.write(write(pages, verifier.versions))
        for error in errors:
            tell(error, lang)
        raise typer.Exit(exit_code(reports, errors, Action.MONITOR).value)
