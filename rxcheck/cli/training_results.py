"""The steps of `rxcheck train result`, `progress` and `class` behind their options."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rxcheck.cli.output import stream_to, told_when_refused
from rxcheck.cli.training import login, now
from rxcheck.errors import InputError, TrainingError, UsageError
from rxcheck.terms import Lang
from rxcheck.train.figures import Answer, answers_of
from rxcheck.train.records import Session, SessionKind, SessionState
from rxcheck.train.store import Store, default_path


class _Silent:
    """A console that nobody sits before."""

    def read(self, prompt: str, until: datetime | None) -> str | None:
        """No line ever comes."""
        return None

    def tell(self, text: str = "", hang: int = 0) -> None:
        """Nobody reads."""

    def rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Nobody reads."""

    def verbatim(self, text: str) -> None:
        """Nobody reads."""

    def rule(self) -> None:
        """Nobody reads."""

    def warn(self, error: InputError) -> None:
        """Nothing is asked here."""


def write_sheet(
    number: int,
    user: str | None,
    form: str,
    output: Path | None,
    lang: Lang,
    db: Path | None,
    knowledge: Path | None,
) -> None:
    """The result sheet of a session.

    Raises:
        TrainingError: there is none of this number, it is another trainee's, or an exam that is not over.
        UsageError: a PDF for the screen, or a file that cannot be written.
    """
    from rxcheck.train.sheets.content import sheet_of

    with Store(db or default_path(), create=False) as store:
        session = store.session(number)
        if user is not None and store.known(user) != session.user:
            raise TrainingError(f"session {number} is not one of {user}")
        session = _over(session, store, knowledge)
        sheet = sheet_of(session, store.attempts(session), lang)
    if form == "pdf":
        from rxcheck.train.sheets.pdf import sheet_pdf

        _binary(sheet_pdf(sheet), output)
        return
    from rxcheck.train.sheets.html import sheet_html
    from rxcheck.train.sheets.tables import sheet_csv, sheet_json, sheet_text

    write = {"text": sheet_text, "html": sheet_html, "csv": sheet_csv, "json": sheet_json}[form]
    with stream_to(output) as stream:
        stream.write(write(sheet))


def _over(session: Session, store: Store, knowledge: Path | None) -> Session:
    """The session; an exam whose time has run out while nobody sat before it is closed first."""
    if session.kind is not SessionKind.EXAM or session.state is not SessionState.OPEN:
        return session
    if session.until is None or now() < session.until:
        raise TrainingError(f"exam {session.id} is not over: there is no result before its end")
    from rxcheck.train.sitting import Bench, Sitting
    from rxcheck.train.source import open_judge

    return Sitting(Bench(store, open_judge(knowledge), _Silent(), now), session).expire()


def _binary(data: bytes, output: Path | None) -> None:
    if output is None:
        if sys.stdout.isatty():
            raise UsageError("a PDF is not for the screen: use -o FILE")
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    from rxcheck.files import write_bytes_atomically

    with told_when_refused(output):
        write_bytes_atomically(output, data)


def _answers(store: Store, user: str) -> tuple[Answer, ...]:
    attempts = [attempt for session in store.sessions(user) for attempt in store.attempts(session)]
    return answers_of(user, attempts)


def progress_text_of(user: str | None, form: str, lang: Lang, db: Path | None) -> str:
    """The progress of a trainee.

    Raises:
        TrainingError: there is no such trainee.
    """
    from rxcheck.train.figures import progress_of
    from rxcheck.train.schedule import due_of
    from rxcheck.train.sheets.progress import progress_csv, progress_text
    from rxcheck.train.sheets.tables import json_text

    with Store(db or default_path(), create=False) as store:
        name = store.known(user if user is not None else login())
        due = {topic: due_of(card) for topic, card in store.cards(name).items()}
        found = progress_of(name, _answers(store, name), due)
    if form == "json":
        return json_text(found)
    return progress_csv(found) if form == "csv" else progress_text(found, lang, now())


def class_text_of(files: Sequence[Path], form: str, lang: Lang, knowledge: Path | None) -> str:
    """The overview of all trainees of some databases.

    Raises:
        TrainingError: one of them cannot be read.
    """
    from rxcheck.train.figures import class_of
    from rxcheck.train.sheets.overview import Overview
    from rxcheck.train.sheets.tables import json_text

    found: dict[tuple[str, str], tuple[Answer, ...]] = {}
    for path in dict.fromkeys(file.resolve() for file in files or [default_path()]):
        with Store(path, create=False) as store:
            for user in store.users():
                found[user, str(path)] = _answers(store, user)
    # A name may stand in several files, and need not be the same person.
    names = [user for user, _ in found]
    labelled = {user if names.count(user) == 1 else f"{user} ({path})": own for (user, path), own in found.items()}
    figures = class_of({name: own for name, own in labelled.items() if own})
    overview = Overview(figures, _about(knowledge, lang), lang)
    if form == "json":
        return json_text(overview.document())
    return {"text": overview.text, "html": overview.html, "csv": overview.csv}[form]()


def _about(folder: Path | None, lang: Lang) -> dict[str, str]:
    """What each rule is about, by its id."""
    from rxcheck.audit.wording import Wording
    from rxcheck.kb.store import default_folder, open_compiled

    wording = Wording(open_compiled(folder or default_folder()).text, lang)
    return {rule_id: wording.about(rule) for rule_id, (_, rule) in wording.rules.items()}
