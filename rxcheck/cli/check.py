"""`rxcheck check`: one or more prescriptions from files, stdin or options → a report."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rxcheck.cli.completing import allergens, conditions, jurisdictions
from rxcheck.cli.errors import errors_in, tell
from rxcheck.errors import InputError, UsageError
from rxcheck.terms import Action, Lang, Setting

if TYPE_CHECKING:
    from rxcheck.finding import Mitigation


class InputFormat(StrEnum):
    """Formats that `--input-format` names."""

    AUTO = "auto"
    YAML = "yaml"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    FHIR = "fhir"


class OutputFormat(StrEnum):
    """Formats that `--format` names."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    FHIR = "fhir"


class FailOn(StrEnum):
    """The least action that makes the exit code 1."""

    AVOID = "avoid"
    MODIFY = "modify"
    MONITOR = "monitor"
    INFORM = "inform"
    NEVER = "never"


_PATIENT, _INPUT, _OUTPUT, _RULES = "Patient (with --drug)", "Input", "Output", "Knowledge"


def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="Prescriptions: YAML, JSON, JSON Lines, CSV or FHIR R4 files; - reads stdin.", metavar="[FILE]..."
        ),
    ] = None,
    drug: Annotated[
        list[str] | None,
        typer.Option("--drug", "-d", help='A line as written, e.g. "warfarin 5 mg PO qd". Repeat for more lines.'),
    ] = None,
    age: Annotated[str | None, typer.Option(help='Age: 78, "6 mo", "10 d", 3岁.', rich_help_panel=_PATIENT)] = None,
    sex: Annotated[str | None, typer.Option(help="f or m.", rich_help_panel=_PATIENT)] = None,
    weight: Annotated[str | None, typer.Option(help="Weight in kg.", rich_help_panel=_PATIENT)] = None,
    height: Annotated[str | None, typer.Option(help="Height in cm.", rich_help_panel=_PATIENT)] = None,
    egfr: Annotated[str | None, typer.Option(help="eGFR in mL/min/1.73 m².", rich_help_panel=_PATIENT)] = None,
    creatinine: Annotated[
        str | None, typer.Option(help='Serum creatinine in µmol/L, or "1.2 mg/dL".', rich_help_panel=_PATIENT)
    ] = None,
    pregnant: Annotated[
        bool | None, typer.Option("--pregnant/--not-pregnant", help="Pregnancy.", rich_help_panel=_PATIENT)
    ] = None,
    pregnancy_weeks: Annotated[
        int | None, typer.Option(help="Completed weeks of pregnancy.", rich_help_panel=_PATIENT)
    ] = None,
    lactating: Annotated[
        bool | None, typer.Option("--lactating/--not-lactating", help="Breast-feeding.", rich_help_panel=_PATIENT)
    ] = None,
    allergy: Annotated[
        list[str] | None,
        typer.Option(
            "--allergy",
            autocompletion=allergens,
            help='Recorded allergy, or "none". Repeat for more.',
            rich_help_panel=_PATIENT,
        ),
    ] = None,
    condition: Annotated[
        list[str] | None,
        typer.Option(
            "--condition",
            autocompletion=conditions,
            help='Diagnosis, or "none". Repeat for more.',
            rich_help_panel=_PATIENT,
        ),
    ] = None,
    lab: Annotated[
        list[str] | None,
        typer.Option("--lab", help='Laboratory result, e.g. "potassium 5.9 mmol/L".', rich_help_panel=_PATIENT),
    ] = None,
    input_format: Annotated[
        InputFormat,
        typer.Option("--input-format", help="Format of the input; found out when not given.", rich_help_panel=_INPUT),
    ] = InputFormat.AUTO,
    include_inactive: Annotated[
        bool,
        typer.Option(
            "--include-inactive", help="FHIR: check stopped and completed medications too.", rich_help_panel=_INPUT
        ),
    ] = False,
    format_: Annotated[
        OutputFormat, typer.Option("--format", "-f", help="Form of the report.", rich_help_panel=_OUTPUT)
    ] = OutputFormat.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the report to a file.", rich_help_panel=_OUTPUT)
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            help="FHIR: what was decided about the findings, from a log of rxcheck review.",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the report.", rich_help_panel=_OUTPUT)] = Lang.EN,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Table: only what interrupts.", rich_help_panel=_OUTPUT)
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Every finding in full.", rich_help_panel=_OUTPUT)
    ] = False,
    explained: Annotated[
        bool, typer.Option("--explain", help="Table, Markdown: explain the findings as well.", rich_help_panel=_OUTPUT)
    ] = False,
    fail_on: Annotated[
        FailOn, typer.Option(help="The least action that makes the exit code 1.", rich_help_panel=_OUTPUT)
    ] = FailOn.MONITOR,
    knowledge: Annotated[
        Path | None,
        typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.", rich_help_panel=_RULES),
    ] = None,
    pack: Annotated[
        list[Path] | None,
        typer.Option(
            "--pack", help="Show another source beside ours: a knowledge pack. Repeat for more.", rich_help_panel=_RULES
        ),
    ] = None,
    jurisdiction: Annotated[
        str,
        typer.Option(
            autocompletion=jurisdictions,
            help="Whose rules on the form of prescriptions: generic, cn, us, or another of rules/jurisdictions/.",
            rich_help_panel=_RULES,
        ),
    ] = "generic",
    setting: Annotated[
        Setting | None,
        typer.Option("--setting", help="Setting of prescriptions that name none.", rich_help_panel=_RULES),
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
) -> None:
    """Check prescriptions and print a report.

    Exit code: 0 all assessed and nothing at --fail-on; 1 a finding at or above it; 2 usage; 3 nothing found, but
    something was not assessed; 4 an input could not be read; 5 invalid knowledge.

    Examples:

      rxcheck check examples/metformin-egfr-22-zh/prescription.yaml  # a file

      rxcheck check -d "warfarin 5 mg PO qd" -d "clarithromycin 500 mg PO bid x7d" --age 78 --sex f  # lines as written

      rxcheck check examples/triple-whammy/prescription.csv --quiet --fail-on modify  # only what interrupts

      cat examples/triple-whammy/prescription.csv | rxcheck check - --format json --lang zh  # from another program

      rxcheck check examples/controlled-drugs-zh/prescription.yaml --jurisdiction cn --lang zh  # Chinese rules of form
    """
    with errors_in(lang):
        patient_options = (age, sex, weight, height, egfr, creatinine, pregnant, pregnancy_weeks, lactating)
        described = any(option is not None for option in patient_options) or bool(allergy or condition or lab)
        if drug and files:
            raise UsageError("give files or --drug, not both")
        if not drug and not files:
            raise UsageError("nothing to check: give a file, - for stdin, or --drug")
        if described and not drug:
            raise UsageError("patient options go with --drug; in a file the patient stands in the file")
        if decisions is not None and format_ is not OutputFormat.FHIR:
            raise UsageError("--decisions goes with --format fhir")
        if explained and format_ not in (OutputFormat.TABLE, OutputFormat.MARKDOWN):
            raise UsageError("--explain goes with --format table or markdown; rxcheck explain has --format json")
        from rxcheck.cli.checking import open_verifier, read_files, verify_all, with_setting, write_report
        from rxcheck.cli.site import PolicyChoice
        from rxcheck.kb.store import default_folder
        from rxcheck.report.interface import RenderOptions, ReportFormat, get_renderer
        from rxcheck.sources.interface import Format
        from rxcheck.sources.labs import load_labs

        verifier = open_verifier(knowledge, jurisdiction, pack or (), PolicyChoice(policy, no_policy, lang))
        labs = load_labs((knowledge or default_folder()) / "knowledge")
        errors: list[InputError] = []
        if drug:
            from rxcheck.sources.inline import from_options

            prescriptions = [
                from_options(
                    drug,
                    age=age,
                    sex=sex,
                    weight=weight,
                    height=height,
                    egfr=egfr,
                    creatinine=creatinine,
                    pregnant=pregnant,
                    pregnant_weeks=pregnancy_weeks,
                    lactating=lactating,
                    allergies=allergy or (),
                    conditions=condition or (),
                    labs=lab or (),
                    lab_table=labs,
                )
            ]
        else:
            chosen = None if input_format is InputFormat.AUTO else Format(input_format.value)
            prescriptions, errors = read_files(files or [], chosen, include_inactive, labs)
        if setting is not None:
            prescriptions = with_setting(prescriptions, setting)
        reports = verify_all(verifier, prescriptions, lang)
        form = ReportFormat(format_.value)
        loinc = tuple(labs.reported_as.items()) if form is ReportFormat.FHIR else ()
        taken: tuple[tuple[str, str, Mitigation], ...] = ()
        if decisions is not None:
            from rxcheck.cli.reviewing import mitigations_of

            taken = mitigations_of(decisions, reports, verifier, lang)
        options = RenderOptions(lang=lang, verbose=verbose, quiet=quiet, loinc=loinc, mitigations=taken)
        renderer = get_renderer(form, verifier.catalogue(), options)
        extra = None
        if explained:
            from rxcheck.cli.explaining import explanation_of

            extra = explanation_of(reports, verifier, lang, form is ReportFormat.MARKDOWN)
        write_report(renderer, reports, errors, verifier, output, extra)
        if not _shown(format_, output):
            for error in errors:
                tell(error, lang)
        from rxcheck.report.summary import exit_code

        threshold = None if fail_on is FailOn.NEVER else Action(fail_on.value)
        raise typer.Exit(exit_code(reports, errors, threshold).value)


def _shown(form: OutputFormat, output: Path | None) -> bool:
    """True where the table has just told the errors on the terminal that stderr goes to as well."""
    return form is OutputFormat.TABLE and output is None and sys.stdout.isatty() and sys.stderr.isatty()
