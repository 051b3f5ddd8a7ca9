"""`rxcheck train`: cases to judge at the prompt, exams, results."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from click.core import ParameterSource

from rxcheck.cli.errors import errors_in
from rxcheck.cli.output import stream_to
from rxcheck.cli.train_cases import check_case, generate
from rxcheck.errors import UsageError
from rxcheck.terms import Lang
from rxcheck.train.terms import Topic

app = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class SheetFormat(StrEnum):
    """Formats of a result sheet."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"


class TableFormat(StrEnum):
    """Formats of progress."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class ClassFormat(StrEnum):
    """Formats of the overview of a class."""

    TEXT = "text"
    HTML = "html"
    CSV = "csv"
    JSON = "json"


class From(StrEnum):
    """Where cases come from."""

    BANK = "bank"
    GENERATED = "generated"
    REPLAY = "replay"


_WHICH = "Which cases"

User = Annotated[str | None, typer.Option("--user", help="Who is training; the name of the login when not given.")]
Database = Annotated[
    Path | None,
    typer.Option("--db", help="File that keeps it all; else $RXCHECK_TRAIN_DB, else the user's data folder."),
]
Language = Annotated[Lang | None, typer.Option("--lang", help="Language; of a session that goes on: its own.")]
Topics = Annotated[
    list[Topic] | None, typer.Option("--topic", help="Only this topic. Repeat for more.", rich_help_panel=_WHICH)
]
LevelOf = Annotated[
    int | None, typer.Option("--level", min=1, max=3, help="1 to 3; what fits when not given.", rich_help_panel=_WHICH)
]
BankFolder = Annotated[
    Path | None, typer.Option("--bank", help="Folder with cases of your own.", rich_help_panel=_WHICH)
]
Source = Annotated[From, typer.Option("--source", help="Where the cases come from.", rich_help_panel=_WHICH)]
Origin = Annotated[
    Path | None,
    typer.Option(
        "--from", help="With --source replay: folder of an audit, or file with prescriptions.", rich_help_panel=_WHICH
    ),
]
Table = Annotated[
    Path | None,
    typer.Option("--table", help="With --from an audit: its input, where it lies now.", rich_help_panel=_WHICH),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", min=0, max=999_999_999, help="The same seed chooses the same cases.", rich_help_panel=_WHICH
    ),
]
Cases = Annotated[int, typer.Option("--cases", min=1, max=200, help="How many cases.", rich_help_panel=_WHICH)]
Knowledge = Annotated[Path | None, typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.")]
New = Annotated[bool, typer.Option("--new", help="Begin another session, whatever is open.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")]


@app.callback()
def train(
    ctx: typer.Context,
    user: User = None,
    topic: Topics = None,
    level: LevelOf = None,
    cases: Cases = 10,
    source: Source = From.BANK,
    origin: Origin = None,
    seed: Seed = None,
    bank: BankFolder = None,
    lang: Language = None,
    db: Database = None,
    knowledge: Knowledge = None,
    new: New = False,
    table: Table = None,
) -> None:
    """Train on prescriptions: mark what is wrong, and see what the tables say. Alone: begin or continue.

    Without options: what is due comes first, then new cases at the level that fits. At the prompt, ? helps and q leaves; the next
    call goes on exactly there.

    Examples:

      rxcheck train  # what is due, then new cases

      rxcheck train --new --topic kidney --level 2 --cases 5 --lang zh  # of one topic, in Chinese

      rxcheck train exam --new --cases 10 --minutes 30 --seed 7  # the same ten cases for the whole class
    """
    if ctx.invoked_subcommand is None:
        start(user, topic, level, cases, source, origin, seed, bank, lang, db, knowledge, new, table)
        return
    given = [each for each in ctx.params if ctx.get_parameter_source(each) is ParameterSource.COMMANDLINE]
    if given:
        with errors_in(lang or Lang.EN):
            raise UsageError(f"options of {ctx.invoked_subcommand} stand behind its name")


@app.command()
def start(
    user: User = None,
    topic: Topics = None,
    level: LevelOf = None,
    cases: Cases = 10,
    source: Source = From.BANK,
    origin: Origin = None,
    seed: Seed = None,
    bank: BankFolder = None,
    lang: Language = None,
    db: Database = None,
    knowledge: Knowledge = None,
    new: New = False,
    table: Table = None,
) -> None:
    """Begin a session, or go on with the one that is open.

    Examples:

      rxcheck train start --cases 5  # five cases, or the session that is open

      rxcheck train start --new --source generated --topic dose --seed 3 --cases 2  # made from the tables

      rxcheck train start --new --source replay --from examples/audit-his-cn/prescriptions.csv --cases 3 --lang zh  # real ones, nobody named
    """
    from rxcheck.cli.training import Asked, train_session

    asked = Asked(
        user,
        tuple(topic or ()),
        level,
        cases,
        source.value,
        origin,
        seed,
        bank,
        lang,
        db,
        knowledge,
        None,
        new,
        table,
    )
    with errors_in(lang or Lang.EN):
        train_session(asked)


@app.command()
def exam(
    user: User = None,
    topic: Topics = None,
    level: LevelOf = None,
    cases: Cases = 10,
    minutes: Annotated[
        int, typer.Option("--minutes", min=1, max=600, help="Time limit; it runs on when you leave.")
    ] = 30,
    source: Source = From.BANK,
    origin: Origin = None,
    seed: Seed = None,
    bank: BankFolder = None,
    lang: Language = None,
    db: Database = None,
    knowledge: Knowledge = None,
    new: New = False,
    table: Table = None,
) -> None:
    """The same cases for all with the same seed; no hints, and nothing told before the end.

    Examples:

      rxcheck train exam --new --cases 10 --minutes 30 --seed 7 --user li

      rxcheck train exam --new --cases 4 --minutes 15 --topic allergy --topic child
    """
    from rxcheck.cli.training import Asked, train_session

    asked = Asked(
        user,
        tuple(topic or ()),
        level,
        cases,
        source.value,
        origin,
        seed,
        bank,
        lang,
        db,
        knowledge,
        minutes,
        new,
        table,
    )
    with errors_in(lang or Lang.EN):
        train_session(asked)


@app.command()
def result(
    session: Annotated[int, typer.Argument(help="Number of a session or exam.", metavar="SESSION", min=1)],
    user: Annotated[str | None, typer.Option("--user", help="Refuse unless it is this trainee's.")] = None,
    format_: Annotated[SheetFormat, typer.Option("--format", "-f", help="Form of the sheet.")] = SheetFormat.TEXT,
    output: Output = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the sheet.")] = Lang.EN,
    db: Database = None,
    knowledge: Knowledge = None,
) -> None:
    """The result sheet of a session: case by case, by topic, with explanations and sources.

    Examples:

      rxcheck train result 1

      rxcheck train result 1 --format html --output result.html --lang zh
    """
    with errors_in(lang):
        from rxcheck.cli.training_results import write_sheet

        write_sheet(session, user, format_.value, output, lang, db, knowledge)


@app.command()
def progress(
    user: User = None,
    format_: Annotated[TableFormat, typer.Option("--format", "-f", help="Form of the answer.")] = TableFormat.TABLE,
    output: Output = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the answer.")] = Lang.EN,
    db: Database = None,
) -> None:
    """What a trainee has done: by topic and week by week.

    Examples:

      rxcheck train progress

      rxcheck train progress --user li --format csv
    """
    with errors_in(lang):
        from rxcheck.cli.training_results import progress_text_of

        with stream_to(output) as stream:
            stream.write(progress_text_of(user, format_.value, lang, db))


@app.command("class")
def class_(
    db: Annotated[list[Path] | None, typer.Option("--db", help="File of a trainee. Repeat for more.")] = None,
    format_: Annotated[ClassFormat, typer.Option("--format", "-f", help="Form of the answer.")] = ClassFormat.TEXT,
    output: Output = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the answer.")] = Lang.EN,
    knowledge: Knowledge = None,
) -> None:
    """The trainer's overview: trainees by topic, the hardest cases, the rules most missed, the usual false alarms.

    Examples:

      rxcheck train class

      rxcheck train class --format html --output class.html --lang zh
    """
    with errors_in(lang):
        from rxcheck.cli.training_results import class_text_of

        with stream_to(output) as stream:
            stream.write(class_text_of(db or [], format_.value, lang, knowledge))


app.command("check-case")(check_case)
app.command("generate")(generate)
