"""`rxcheck train check-case` and `rxcheck train generate`: cases for those who write them."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.errors import errors_in
from rxcheck.errors import InputError, Location, UsageError
from rxcheck.terms import ExitCode, Lang


class CaseFormat(StrEnum):
    """Formats that `--format` names."""

    TEXT = "text"
    JSON = "json"


_KNOWLEDGE = "Folder with knowledge/ and rules/."


def check_case(
    files: Annotated[list[Path], typer.Argument(help="Case files, or folders of them.", metavar="FILE...")],
    format_: Annotated[CaseFormat, typer.Option("--format", "-f", help="Form of the answer.")] = CaseFormat.TEXT,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the answer to a file.")] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = Lang.EN,
    knowledge: Annotated[Path | None, typer.Option("--knowledge", "-k", help=_KNOWLEDGE)] = None,
) -> None:
    """Say whether the engine agrees with the keys of training cases, in both languages.

    Told are what the key says and the engine does not, the reverse, another action, reason or rule, what was not understood,
    and where English and Chinese differ; a level that the measures of the case do not bear out is a warning only.

    Exit code: 0 all agree; 1 one differs; 4 one cannot be read.
    """
    with errors_in(lang):
        from rxcheck.cli.output import stream_to
        from rxcheck.train.case import read_case
        from rxcheck.train.check import check_cases
        from rxcheck.train.check_text import checks_as_json, checks_as_text
        from rxcheck.train.difficulty import scale_of
        from rxcheck.train.source import open_judge

        judge = open_judge(knowledge)
        scale = scale_of(judge.folder)
        checks, errors, seen = [], [], dict[str, str]()
        for path in _case_files(files):
            try:
                case = read_case(path)
                if case.id in seen:
                    raise InputError(f"the case {case.id} stands already in {seen[case.id]}", Location(path.name))
                checks += check_cases([case], judge, scale)
                seen[case.id] = path.name
            except InputError as error:
                errors.append(error)
        write = checks_as_text if format_ is CaseFormat.TEXT else checks_as_json
        with stream_to(output) as stream:
            stream.write(write(checks, errors, lang))
        code = ExitCode.OK
        if errors:
            code = ExitCode.UNREADABLE
        elif not all(check.agrees for check in checks):
            code = ExitCode.FINDINGS
        raise typer.Exit(code.value)


def _case_files(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    if not found:
        raise UsageError("holds no case file")
    return found
