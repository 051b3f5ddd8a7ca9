"""`rxcheck ask`: a question in plain words, answered by the engine and told in reviewed sentences."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.completing import models
from rxcheck.cli.errors import errors_in
from rxcheck.cli.explain import ExplainFormat
from rxcheck.cli.explaining import Asked, Explainer, pages_of, planner_of
from rxcheck.errors import UsageError
from rxcheck.terms import Audience, Lang

_MODEL = "Who orders the sentences"


def ask(
    question: Annotated[str, typer.Argument(help="The question, in English or Chinese; - reads stdin.")],
    audience: Annotated[Audience, typer.Option("--for", help="Whom the answer is for.")] = Audience.PHARMACIST,
    format_: Annotated[ExplainFormat, typer.Option("--format", "-f", help="Form of the answer.")] = ExplainFormat.TEXT,
    lang: Annotated[
        Lang | None, typer.Option(help="Language of the answer; that of the question when not given.")
    ] = None,
    knowledge: Annotated[
        Path | None, typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.")
    ] = None,
    explainer: Annotated[
        Explainer, typer.Option("--explainer", help="Who orders the sentences.", rich_help_panel=_MODEL)
    ] = Explainer.AUTO,
    url: Annotated[
        str | None, typer.Option("--url", help="OpenAI-compatible address of a server.", rich_help_panel=_MODEL)
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", autocompletion=models, help="Name of the model, here or there.", rich_help_panel=_MODEL
        ),
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option("--key-file", help="File with the server's key (mode 600).", rich_help_panel=_MODEL)
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option("--timeout", help="Seconds to wait for one finding.", min=0.1, rich_help_panel=_MODEL),
    ] = None,
    insecure_http: Annotated[
        bool, typer.Option("--insecure-http", help="Allow plain http to another machine.", rich_help_panel=_MODEL)
    ] = False,
) -> None:
    """Answer a question about drugs, doses and a patient, as far as the tables know.

    Drugs and facts are taken out of the question, the engine judges them as it judges a prescription, and reviewed sentences tell
    the findings. What was not understood is said. A request to prescribe, or to choose a drug or dose, is refused.

    Exit code: as rxcheck explain; 3 also for what was refused or not understood.

    Examples:

      rxcheck ask "can clarithromycin be taken with simvastatin?"

      rxcheck ask "孕32周，布洛芬是不是禁用？"

      rxcheck ask "metformin with eGFR 25?" --for trainee --explainer template  # for teaching

      echo "can warfarin be taken with aspirin?" | rxcheck ask - --format json  # from another program
    """
    with errors_in(lang or Lang.EN):
        import sys

        from rxcheck.explain.policy import language_of

        text = sys.stdin.read() if question == "-" else question
        if not text.strip():
            raise UsageError("the question is empty")
        shown = lang or language_of(text)
        choice = Asked(explainer, url, model, key_file, seconds, insecure_http)
        raise typer.Exit(_answered(text, audience, format_, shown, knowledge, choice))


def _answered(
    question: str, audience: Audience, form: ExplainFormat, lang: Lang, knowledge: Path | None, choice: Asked
) -> int:
    """Print the answer; the exit code."""
    from rxcheck.cli.checking import open_verifier
    from rxcheck.explain.answer import Answerer, complete
    from rxcheck.explain.patient import PatientClauses
    from rxcheck.explain.render import PageWriter
    from rxcheck.explain.sentences import Sentences
    from rxcheck.explain.words import say
    from rxcheck.kb.store import default_folder
    from rxcheck.report.summary import exit_code
    from rxcheck.sources.labs import load_labs
    from rxcheck.terms import Action, ExitCode

    verifier = open_verifier(knowledge, "generic")
    answerer = Answerer(verifier, load_labs((knowledge or default_folder()) / "knowledge"))
    answer = answerer.answer(question)
    before, behind = list(answerer.before(answer, lang)), list(answerer.behind(answer, lang))
    catalogue = verifier.catalogue()
    pages = []
    asked = Explainer.TEMPLATE.value
    if answer.report is not None and answer.report.findings:
        sentences = Sentences(verifier.kb.compiled.text, catalogue, audience, lang)
        with planner_of(choice) as (planner, asked):
            pages = pages_of([answer.report], sentences, frozenset(), planner, PatientClauses(verifier.kb), lang)
    writer = PageWriter(catalogue, audience, lang, asked, say("ask.title", lang))
    if form is ExplainFormat.JSON:
        text = writer.answer_json(answerer.document(answer), pages, verifier.versions)
    else:
        write = writer.answer_text if form is ExplainFormat.TEXT else writer.answer_markdown
        text = write(before, pages, behind, verifier.versions)
    print(text, end="")
    if answer.report is None:
        return ExitCode.INCOMPLETE.value
    code = exit_code([answer.report], [], Action.MONITOR)
    return ExitCode.INCOMPLETE.value if code is ExitCode.OK and not complete(answer) else code.value
