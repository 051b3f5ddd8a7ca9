"""`rxcheck explain`: the findings of a prescription explained, by reviewed sentences only."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.errors import errors_in, tell
from rxcheck.cli.explaining import Asked, Explainer, pages_of, planner_of, writer_of
from rxcheck.errors import UsageError
from rxcheck.terms import Audience, Lang


class ExplainFormat(StrEnum):
    """Formats that `--format` names."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class Style(StrEnum):
    """Whose words."""

    REVIEWED = "reviewed"
    NARRATIVE = "narrative"


_MODEL = "Who orders the sentences"
_LESSON = "With --for trainee"


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
    answers: Annotated[
        bool,
        typer.Option("--answers", help="Answers beside the questions, not at the end.", rich_help_panel=_LESSON),
    ] = False,
    graph: Annotated[
        Path | None,
        typer.Option(
            "--graph",
            help="Draw the path of each interaction (.svg, or .dot for Graphviz); several: FILE-F1, FILE-F2, …",
            rich_help_panel=_LESSON,
        ),
    ] = None,
    knowledge: Annotated[
        Path | None, typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.")
    ] = None,
    jurisdiction: Annotated[str, typer.Option(help="Whose rules on the form of prescriptions.")] = "generic",
    style: Annotated[
        Style,
        typer.Option(
            "--style",
            help="Reviewed sentences, or (for teaching) a model's wording, each sentence judged against its clause.",
            rich_help_panel=_MODEL,
        ),
    ] = Style.REVIEWED,
    explainer: Annotated[
        Explainer,
        typer.Option(
            "--explainer",
            help="The fixed template, a model of this machine, or one on a server of the house; auto: the model in use, else the template.",
            rich_help_panel=_MODEL,
        ),
    ] = Explainer.AUTO,
    url: Annotated[
        str | None,
        typer.Option("--url", help="OpenAI-compatible address, e.g. https://llm.hospital/v1.", rich_help_panel=_MODEL),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Name of the model, here or there.", rich_help_panel=_MODEL)
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option(
            "--key-file", help="File with the key (mode 600); else $RXCHECK_SERVER_KEY.", rich_help_panel=_MODEL
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option("--timeout", help="Seconds to wait for one finding.", min=0.1, rich_help_panel=_MODEL),
    ] = None,
    insecure_http: Annotated[
        bool, typer.Option("--insecure-http", help="Allow plain http to another machine.", rich_help_panel=_MODEL)
    ] = False,
) -> None:
    """Explain the findings of prescriptions: why, what can happen, what to do.

    Every sentence is a reviewed clause of the tables or a fact of the finding; a model may only choose and order them.
    Nothing here writes a prescription or changes a finding. A trainee is shown the reasoning step by step as well, with questions to
    test oneself, and how several findings hang together.

    Exit code: that of rxcheck check with --fail-on monitor.

    Examples:

      rxcheck explain prescription.yaml

      rxcheck explain prescription.yaml --finding F1 --for trainee --lang zh

      rxcheck explain prescription.yaml --for trainee --finding F1 --finding F2 --answers

      rxcheck explain prescription.yaml --explainer model
    """
    with errors_in(lang):
        from rxcheck.cli.checking import open_verifier, read_files, verify_all
        from rxcheck.cli.output import stream_to
        from rxcheck.cli.teaching import draw_paths, only_for_trainees, taught
        from rxcheck.explain.patient import PatientClauses
        from rxcheck.explain.render import PageWriter
        from rxcheck.explain.sentences import Sentences
        from rxcheck.kb.store import default_folder
        from rxcheck.report.summary import exit_code
        from rxcheck.sources.labs import load_labs
        from rxcheck.terms import Action

        only_for_trainees(audience, answers, graph)
        folder = knowledge or default_folder()
        verifier = open_verifier(knowledge, jurisdiction)
        labs = load_labs(folder / "knowledge")
        prescriptions, errors = read_files(files, None, False, labs)
        reports = verify_all(verifier, prescriptions)
        wanted = frozenset(finding or ())
        unknown = wanted - {each.id for report in reports for each in report.findings}
        if unknown:
            raise UsageError(f"no finding {', '.join(sorted(unknown))}")
        catalogue = verifier.catalogue()
        sentences = Sentences(verifier.kb.compiled.text, catalogue, audience, lang)
        choice = Asked(explainer, url, model, key_file, seconds, insecure_http)
        if style is Style.NARRATIVE:
            if audience is Audience.PATIENT:
                raise UsageError("--style narrative is for teaching: not --for patient")
            from rxcheck.explain.narrative.narrate import Narrator
            from rxcheck.explain.sentences import by_template

            plain = pages_of(reports, sentences, wanted, by_template, PatientClauses(verifier.kb), lang)
            narrator = Narrator(verifier.kb.compiled.text.words(), sentences, lang)
            with writer_of(choice, lang) as (writer_, asked):
                pages = [narrator.narrated(page, writer_) for page in plain]
        else:
            with planner_of(choice) as (planner, asked):
                pages = pages_of(reports, sentences, wanted, planner, PatientClauses(verifier.kb), lang)
        if audience is Audience.TRAINEE:
            from rxcheck.explain.teaching.tables import TeachingTables
            from rxcheck.explain.teaching.teacher import Teacher

            teacher = Teacher(verifier, TeachingTables(folder), lang)
            pages = taught(pages, teacher)
            if graph is not None:
                draw_paths(pages, teacher, catalogue, lang, graph)
        writer = PageWriter(catalogue, audience, lang, asked, answers=answers)
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
