"""`rxcheck train check-case` and `rxcheck train generate`: cases for those who write them."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.cli.errors import errors_in
from rxcheck.errors import InputError, Location, UsageError
from rxcheck.terms import ExitCode, Lang
from rxcheck.train.terms import Topic


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

    Examples:

      rxcheck train check-case examples/training/kidney/metformin-low-egfr.yaml

      rxcheck train check-case examples/training/burden --format json  # a folder of cases
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


def generate(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for the case files; made where it is not there.")
    ],
    topic: Annotated[
        list[Topic] | None, typer.Option("--topic", help="Topic. Repeat for more; none: all in turn.")
    ] = None,
    level: Annotated[
        int | None, typer.Option("--level", min=1, max=3, help="Level 1, 2 or 3; none: all in turn.")
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", min=0, max=999_999_999, help="The same seed gives the same cases.")
    ] = 1,
    cases: Annotated[int, typer.Option("--cases", "-n", min=1, max=1_000, help="How many cases.")] = 1,
    replay: Annotated[
        Path | None,
        typer.Option("--replay", help="Blind real prescriptions instead: the folder of an audit, or a table."),
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--from", help="With --replay: the input of the audit, where it lies now.")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of messages.")] = Lang.EN,
    knowledge: Annotated[Path | None, typer.Option("--knowledge", "-k", help=_KNOWLEDGE)] = None,
) -> None:
    """Make training cases as files: from the rule tables, or from real prescriptions with nothing that names anybody.

    The key of each is what the engine says of it. Real prescriptions give as many cases as there are.

    Exit code: 0 made; 2 usage; 4 no such case, or the audit or table cannot be read.

    Examples:

      rxcheck train generate --topic kidney --level 2 --seed 7 -n 3 -o cases

      rxcheck train generate --replay examples/audit-his-cn/prescriptions.csv -n 20 -o cases  # from real prescriptions
    """
    with errors_in(lang):
        from rxcheck.cli.output import told_when_refused
        from rxcheck.files import write_atomically
        from rxcheck.train.case import case_text
        from rxcheck.train.source import open_judge
        from rxcheck.train.terms import Level

        if table is not None and replay is None:
            raise UsageError("--from goes with --replay")
        judge = open_judge(knowledge)
        wanted = Level(level) if level else None
        if replay is not None:
            from rxcheck.train.replay import Replay

            made = Replay(judge, replay, table).draw(topic or (), wanted, cases, seed)
            if not made:
                raise InputError("holds no prescription that makes such a case", Location(str(replay)))
        else:
            from rxcheck.train.generator import Generator

            made = Generator(judge).draw(topic or (), wanted, cases, seed)
        with told_when_refused(output):
            for case in made:
                folder = output / case.topic.value
                folder.mkdir(parents=True, exist_ok=True)
                write_atomically(folder / f"{case.id}.yaml", case_text(case))
        for case in made:
            typer.echo(output / case.topic.value / f"{case.id}.yaml")
