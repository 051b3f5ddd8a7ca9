"""A trainee before the prompt: cases are shown, lines read, everything kept, answers scored and explained.

Input, output and the clock come from outside; what a line means is the dialogue's (`dialogue.py`), what is kept the store's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.errors import InputError
from rxcheck.report.view import View
from rxcheck.terms import Lang
from rxcheck.train.choose import Met, Wish, next_case
from rxcheck.train.dialogue import Asked, Phase, State, marks_list, prompt, step
from rxcheck.train.explaining import Explainer
from rxcheck.train.feedback import feedback, total_text
from rxcheck.train.hints import hints
from rxcheck.train.model import Case, Problem
from rxcheck.train.names import name_of
from rxcheck.train.records import Attempt, AttemptState, Session, SessionKind, SessionState, digest_of
from rxcheck.train.schedule import due_of, reviewed
from rxcheck.train.scoring import Scored, points_of, score
from rxcheck.train.showing import case_head, prescription_rows
from rxcheck.train.source import Exercise, Judge
from rxcheck.train.store import Store
from rxcheck.train.terms import Topic
from rxcheck.train.words import percent, say

Clock = Callable[[], datetime]
_SOON = timedelta(hours=3)


class TimeOver(Exception):  # noqa: N818 - not an error: the time of an exam is over while it waits for a line
    """Raised by a console whose wait is over."""


class Console(Protocol):
    """Where the dialogue takes place."""

    def read(self, prompt: str, until: datetime | None) -> str | None:
        """The next line without its end; None where the input has ended.

        Raises:
            TimeOver: it is `until`, and no line came.
        """

    def tell(self, text: str = "", hang: int = 0) -> None:
        """A paragraph; continued lines are indented by `hang` columns."""

    def rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Rows of a label and a text; one without a label stands by itself."""

    def verbatim(self, text: str) -> None:
        """A line that is never broken."""

    def rule(self) -> None:
        """A line across."""

    def warn(self, error: InputError) -> None:
        """A case that cannot be asked."""


class Bench(Struct, frozen=True):
    """What a sitting works with; `cases` are those that may be asked, `again` is the command that continues, `explain`
    makes what explains."""

    store: Store
    judge: Judge
    console: Console
    clock: Clock
    cases: Sequence[Case] = ()
    again: str = "rxcheck train"
    explain: Callable[[Judge], Explainer] = Explainer


class Sitting:
    """One session at the prompt, from where it stands."""

    def __init__(self, bench: Bench, session: Session) -> None:
        self._bench = bench
        self._session = session
        self._lang: Lang = session.plan.lang
        self._exam = session.kind is SessionKind.EXAM
        self._points = points_of(bench.judge.kb)
        # Its tables take two seconds to read: they are, while the trainee reads the first case.
        self._reading = ThreadPoolExecutor(1, "explainer")
        self._explainer = self._reading.submit(bench.explain, bench.judge)

    def run(self) -> Session:
        """Ask case after case until the session is done, left or out of time; the session as it then stands.

        Raises:
            TrainingError: the store cannot be written, or the session goes on elsewhere.
        """
        while True:
            attempt = self._current()
            if attempt is None:
                return self._finish(SessionState.DONE)
            state = self._ask(attempt)
            if state is Phase.LEFT:
                self._tell("left")
                self._bench.console.verbatim(self._bench.again)
                return self._session
            if state is Phase.EXPIRED:
                return self._finish(SessionState.EXPIRED)

    def expire(self) -> Session:
        """Close an exam whose time is over, without asking anything.

        Raises:
            TrainingError: the store cannot be written.
        """
        return self._finish(SessionState.EXPIRED)

    # --- which case

    def _current(self) -> Attempt | None:
        """The case that is open, or the next one; None where there is none."""
        attempts = self._bench.store.attempts(self._session)
        for attempt in attempts:
            if not attempt.over:
                return attempt
        if self._exam or len(attempts) >= self._session.plan.cases:
            return None
        chosen = self._next(attempts)
        if chosen is None:
            self._tell("no_more")
            return None
        self._bench.store.ask(self._session, [chosen], self._session.knowledge)
        return self._bench.store.attempts(self._session)[-1]

    def _next(self, attempts: Sequence[Attempt]) -> Case | None:
        plan, store, user = self._session.plan, self._bench.store, self._session.user
        due = {topic: due_of(card) for topic, card in store.cards(user).items()}
        wish = Wish(plan.seed, plan.topics, plan.level)
        had = [attempt.case for attempt in attempts]
        met = met_by(store, user)
        cases = list(self._bench.cases)
        while (chosen := next_case(cases, wish, met, due, had, self._bench.clock())) is not None:
            try:
                self._bench.judge.exercise(chosen)
            except InputError as error:  # one case that cannot be read must not end the training
                self._bench.console.warn(error)
                cases.remove(chosen)
                continue
            return chosen
        return None

    # --- one case

    def _ask(self, attempt: Attempt) -> Phase:
        bench, console, now = self._bench, self._bench.console, self._bench.clock()
        until = self._session.until
        if until is not None and now >= until:
            self._tell("time_up")
            return Phase.EXPIRED
        exercise = bench.judge.exercise(attempt.case)
        resumed = attempt.state is AttemptState.OPEN
        attempt, problems = self._opened(attempt, exercise, now)
        view = View(exercise.report(self._lang), bench.judge.catalogue(), self._lang)
        rows = prescription_rows(attempt.case, view)
        title, story = case_head(attempt.case, self._lang)
        console.tell()
        console.rule()
        all_ = self._session.plan.cases if not self._exam else len(bench.store.attempts(self._session))
        console.tell(f"{say('case', self._lang, n=attempt.position, all=all_)} · {title}")
        console.tell(story)
        console.rows(rows)
        if resumed:
            self._tell_changes(attempt)
            if attempt.marks:
                self._tell("marks.kept")
                for text in marks_list(attempt.marks, self._lang):
                    console.tell(text)
        self._tell("ask.exam" if self._exam else "ask")
        prescription = exercise.prescription(self._lang)
        asked = Asked(
            tuple(line.id for line in prescription.lines),
            () if self._exam else hints(problems, prescription, self._lang),
            tuple(f"{label}  {text}" for label, text in rows),
            self._exam,
            until,
            self._lang,
        )
        attempt, state = self._converse(asked, attempt, State(marks=attempt.marks, hints=attempt.hints))
        if state.phase is Phase.DONE:
            self._answered(attempt, exercise)
        elif state.phase is Phase.SKIPPED:
            bench.store.save(replace(attempt, state=AttemptState.SKIPPED, ended=bench.clock()))
            self._tell("skipped")
        return state.phase

    def _opened(self, attempt: Attempt, exercise: Exercise, now: datetime) -> tuple[Attempt, tuple[Problem, ...]]:
        """The attempt as it is before the trainee: its answer key is fixed when it is shown first."""
        if attempt.state is AttemptState.OPEN:
            return attempt, attempt.problems
        knowledge = self._bench.judge.kb.compiled.text.content_hash
        opened = replace(attempt, state=AttemptState.OPEN, problems=exercise.problems, knowledge=knowledge, shown=now)
        return self._bench.store.save(opened), exercise.problems

    def _tell_changes(self, attempt: Attempt) -> None:
        present = next((case for case in self._bench.cases if case.id == attempt.case.id), None)
        if self._bench.cases and (present is None or digest_of(present) != attempt.digest):
            self._tell("changed.case")
        if attempt.knowledge != self._bench.judge.kb.compiled.text.content_hash:
            self._tell("changed.knowledge")

    def _converse(self, asked: Asked, attempt: Attempt, state: State) -> tuple[Attempt, State]:
        """Line by line until the case is over; every mark and hint is kept before it is told."""
        console, clock = self._bench.console, self._bench.clock
        while not state.phase.over:
            before = clock()
            try:
                line = console.read(prompt(asked, state, before), asked.until)
            except TimeOver:
                line = ""
            now = clock()
            done = step(asked, state, line, now)
            seconds = attempt.seconds + max(0.0, (now - before).total_seconds())
            attempt = replace(attempt, seconds=seconds, marks=done.state.marks, hints=done.state.hints)
            if (done.state.marks, done.state.hints) != (state.marks, state.hints) or done.state.phase is Phase.LEFT:
                attempt = self._bench.store.save(attempt)
            state = done.state
            for text in done.said:
                console.tell(text)
        return attempt, state

    def _answered(self, attempt: Attempt, exercise: Exercise) -> None:
        """Score an answer, keep it with its explanation, and say what it was, but in an exam."""
        store, now = self._bench.store, self._bench.clock()
        answered, counted = self._scored(attempt, exercise, AttemptState.DONE, now)
        if self._exam:
            store.save(answered)
            self._tell("noted")
            return
        topic = attempt.case.topic
        review = reviewed(store.cards(self._session.user).get(topic), counted, now)
        store.save(answered, review)
        console = self._bench.console
        console.tell()
        console.rows(list(feedback(answered, self._lang)))
        console.tell(total_text(*total(store.attempts(self._session)), self._lang))
        self._tell_due(topic, review.due, now)

    def _scored(
        self, attempt: Attempt, exercise: Exercise, state: AttemptState, now: datetime
    ) -> tuple[Attempt, Scored]:
        """An attempt with its score by the answer key that it was asked with, and the explanations."""
        counted = score(attempt.problems, attempt.marks, attempt.hints, self._points)
        explained = self._explainer.result().explained(exercise, attempt.problems)
        return replace(attempt, state=state, ended=now, scored=counted, explained=explained), counted

    # --- the end

    def _finish(self, state: SessionState) -> Session:
        """Close the session. What of an exam was not answered in time has 0 points; marks made in time count."""
        store, now = self._bench.store, self._bench.clock()
        if self._exam:
            self._close_exam(now)
        self._session = store.finish(self._session, state, now)
        points, possible, _ = total(store.attempts(self._session))
        key = "end.exam" if self._exam else "end"
        self._bench.console.tell()
        self._tell(key, id=self._session.id, points=points, possible=possible, percent=percent(points, possible))
        return self._session

    def _close_exam(self, now: datetime) -> None:
        store = self._bench.store
        for attempt in store.attempts(self._session):
            if attempt.state is AttemptState.DONE:
                continue
            exercise = self._bench.judge.exercise(attempt.case)
            if attempt.state is AttemptState.OPEN and attempt.marks:
                store.save(self._scored(attempt, exercise, AttemptState.DONE, now)[0])
                continue
            problems = attempt.problems if attempt.shown else exercise.problems
            skipped = attempt.state is AttemptState.SKIPPED
            state = AttemptState.SKIPPED if skipped else AttemptState.UNANSWERED
            bare = replace(attempt, problems=problems, marks=())
            closed, counted = self._scored(bare, exercise, state, now)
            # Nobody has said that nothing is wrong: even a clean case has no points.
            store.save(replace(closed, scored=replace(counted, points=0), ended=attempt.ended))

    # --- words

    def _tell(self, key: str, **slots: object) -> None:
        self._bench.console.tell(say(key, self._lang, **slots))

    def _tell_due(self, topic: Topic, due: datetime, now: datetime) -> None:
        named = name_of(topic, self._lang)
        if due - now < _SOON:
            self._tell("next.review.soon", topic=named, n=max(1, round((due - now).total_seconds() / 60)))
        else:
            self._tell("next.review", topic=named, date=due.astimezone().date().isoformat())


def total(attempts: Sequence[Attempt]) -> tuple[int, int, int]:
    """Points, possible points and number of the cases that are scored."""
    scored = [attempt.scored for attempt in attempts if attempt.scored is not None]
    return sum(each.points for each in scored), sum(each.possible for each in scored), len(scored)


def met_by(store: Store, user: str) -> tuple[Met, ...]:
    """What a trainee has answered, in the order of time."""
    answered = [
        (attempt.ended, attempt)
        for session in store.sessions(user)
        for attempt in store.attempts(session)
        if attempt.state is AttemptState.DONE and attempt.scored is not None and attempt.ended is not None
    ]
    return tuple(
        Met(each.case.id, each.case.topic, each.case.level, each.scored.points, each.scored.possible)
        for _, each in sorted(answered, key=lambda item: item[0])
        if each.scored is not None
    )
