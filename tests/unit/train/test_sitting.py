"""A sitting with a clock and a console of the test: what is shown, kept and scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from rxcheck.errors import InputError
from rxcheck.terms import Lang
from rxcheck.train.bank import load_bank
from rxcheck.train.explaining import Explainer
from rxcheck.train.model import Case
from rxcheck.train.records import AttemptState, Plan, Session, SessionKind, SessionState
from rxcheck.train.sheets.content import Sheet, sheet_of
from rxcheck.train.sitting import Bench, Sitting, TimeOver, met_by, total
from rxcheck.train.source import Judge, open_judge
from rxcheck.train.store import Store
from rxcheck.train.terms import Topic
from tests.support.training import NOW, VERSIONS

BANK = Path(__file__).parents[2] / "functional" / "training"


@pytest.fixture(scope="module")
def judge(unit_cache: Path) -> Judge:
    return open_judge()


@cache
def explainer(judge: Judge) -> Explainer:
    return Explainer(judge)


@pytest.fixture(scope="module")
def bank() -> dict[str, Case]:
    return dict(load_bank(BANK).cases)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "t.sqlite") as opened:
        opened.user("ann", NOW)
        yield opened


class Script:
    """A console that writes lines of a list, each after some seconds; and the clock that it moves."""

    def __init__(self, *lines: str | None, each: float = 10) -> None:
        self._lines = list(lines)
        self._each = each
        self.now = NOW
        self.said: list[str] = []
        self.warned: list[InputError] = []

    def clock(self) -> datetime:
        return self.now

    def read(self, prompt: str, until: datetime | None) -> str | None:
        self.said.append(prompt)
        self.now += timedelta(seconds=self._each)
        if until is not None and self.now >= until:
            self.now = until
            raise TimeOver
        return self._lines.pop(0) if self._lines else None

    def tell(self, text: str = "", hang: int = 0) -> None:
        self.said.append(text)

    def rows(self, rows: Sequence[tuple[str, str]]) -> None:
        self.said += [f"{label}|{text}" for label, text in rows]

    def verbatim(self, text: str) -> None:
        self.said.append(text)

    def rule(self) -> None:
        pass

    def warn(self, error: InputError) -> None:
        self.warned.append(error)

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def sit(store: Store, judge: Judge, session: Session, script: Script, cases: Sequence[Case] = ()) -> Session:
    return Sitting(Bench(store, judge, script, script.clock, cases, "again", explainer), session).run()


def begin(
    store: Store, cases: Sequence[Case] = (), *, number: int = 1, minutes: int | None = None, lang: Lang = Lang.EN
) -> Session:
    kind = SessionKind.TRAINING if minutes is None else SessionKind.EXAM
    return store.begin("ann", kind, Plan(number, 1, lang, minutes=minutes), VERSIONS, NOW, cases)


class TestTraining:
    @pytest.mark.parametrize("lang", Lang)
    def test_nothing_of_the_answer_is_shown_before_it(
        self, store: Store, judge: Judge, bank: dict[str, Case], lang: Lang
    ) -> None:
        for case in bank.values():
            exercise = judge.exercise(case)
            script = Script("?", "p", "q")
            sit(store, judge, begin(store, [case], lang=lang), script)
            for finding in exercise.report(lang).findings:
                assert finding.rule_id not in script.text
            for line in exercise.prescription(lang).lines:
                assert f"{line.id}|{line.as_written}" in script.text
            if case.teaches:
                assert case.teaches.of(lang) not in script.text

    @pytest.mark.parametrize("lang", Lang)
    def test_after_it_every_problem_has_its_explanation_and_sources(
        self, store: Store, judge: Judge, bank: dict[str, Case], lang: Lang
    ) -> None:
        for case in bank.values():
            script = Script("1 form inform", "", "d", each=1)
            session = sit(store, judge, begin(store, [case], lang=lang), script)
            exercise = judge.exercise(case)
            (attempt,) = store.attempts(session)
            assert attempt.explained is not None
            assert len(attempt.explained.of(lang).problems) == len(exercise.problems)
            for finding in exercise.report(lang).findings:
                assert finding.rule_id in script.text
                for reference in finding.references:
                    title = judge.catalogue().sources[reference.source_id].title
                    assert title in script.text
            assert case.teaches is not None
            assert case.teaches.of(lang) in script.text

    def test_the_explanation_is_in_its_language(self, store: Store, judge: Judge, bank: dict[str, Case]) -> None:
        session = sit(store, judge, begin(store, [bank["metformin-low-egfr"]]), Script("1 cond avoid kidney", "d"))
        explained = store.attempts(session)[0].explained
        assert explained is not None
        labels = {lang: [label for label, _ in explained.of(lang).problems[0].rows if label.strip()] for lang in Lang}
        assert labels[Lang.EN][0] == "Finding"
        assert labels[Lang.ZH][0] == "审查结果"
        assert len(labels[Lang.EN]) == len(labels[Lang.ZH]) >= 6

    def test_seconds_hints_and_topic_are_kept(self, store: Store, judge: Judge, bank: dict[str, Case]) -> None:
        case = bank["warfarin-clarithromycin"]
        session = sit(store, judge, begin(store, [case]), Script("h", "1,2 int mon int", "q", each=5))
        assert session.state is SessionState.OPEN
        assert store.attempts(session)[0].state is AttemptState.OPEN
        session = sit(store, judge, session, Script("d", each=7))
        (attempt,) = store.attempts(session)
        assert (attempt.seconds, attempt.hints) == (22.0, 1)
        # 3 + 2 + 1 + 1 less one hint
        assert attempt.scored is not None
        assert (attempt.scored.points, attempt.scored.possible) == (6, 7)
        assert session.state is SessionState.DONE
        assert set(store.cards("ann")) == {Topic.INTERACTION}
        assert [each.case_id for each in met_by(store, "ann")] == [case.id]

    def test_a_skipped_case_counts_nothing(self, store: Store, judge: Judge, bank: dict[str, Case]) -> None:
        session = begin(store, [bank["warfarin-clarithromycin"], bank["azithromycin-statin"]])
        session = sit(store, judge, session, Script("s", "y", "", "y"))
        assert total(store.attempts(session)) == (6, 6, 1)
        assert not met_by(store, "ann")[0].case_id.startswith("warfarin")
        found = sheet_of(session, store.attempts(session), Lang.EN)
        assert (found.skipped, len(found.cases)) == (1, 1)

    def test_cases_follow_what_was_missed(self, store: Store, judge: Judge, bank: dict[str, Case]) -> None:
        cases = tuple(bank.values())
        session = sit(store, judge, begin(store, number=2), Script("", "y", "", "y", each=1), cases)
        first, second = store.attempts(session)
        assert first.case.topic is Topic.INTERACTION
        assert second.case.topic is Topic.DOSE
        # Ten minutes later the missed topics are due, before those that are new.
        later = Script("q")
        later.now = NOW + timedelta(minutes=11)
        sit(store, judge, begin(store, number=1), later, cases)
        assert store.attempts(store.sessions("ann")[-1])[0].case.topic is Topic.INTERACTION

    def test_a_case_that_cannot_be_read_is_told_and_left_out(
        self, store: Store, judge: Judge, bank: dict[str, Case]
    ) -> None:
        broken = replace(bank["warfarin-clarithromycin"], id="broken", rx={"lines": [{"drug": 3}]})
        script = Script("", "y")
        session = sit(store, judge, begin(store), script, [broken, bank["azithromycin-statin"]])
        assert [each.location.file for each in script.warned if each.location] == ["broken.yaml"]
        assert [each.case.id for each in store.attempts(session)] == ["azithromycin-statin"]

    def test_no_case_left(self, store: Store, judge: Judge, bank: dict[str, Case]) -> None:
        script = Script("", "y")
        session = sit(store, judge, begin(store, number=5), script, [bank["azithromycin-statin"]])
        assert "There is no further case for these options." in script.said
        assert session.state is SessionState.DONE

    def test_a_changed_case_and_changed_tables_are_told(
        self, store: Store, judge: Judge, bank: dict[str, Case]
    ) -> None:
        case = bank["warfarin-clarithromycin"]
        session = begin(store, [case])
        sit(store, judge, session, Script("q"), [case])
        (attempt,) = store.attempts(session)
        store.save(replace(attempt, knowledge="older"))
        changed = replace(case, rx={**case.rx, "id": "x"})
        script = Script("1,2 int mon int", "d")
        sit(store, judge, session, script, [changed])
        assert "The file of this case has changed since it was asked: it is shown and scored as it was." in script.said
        assert any(text.startswith("The tables have changed since this case was asked") for text in script.said)

    def test_it_is_scored_by_what_held_when_it_was_asked(
        self, store: Store, judge: Judge, bank: dict[str, Case]
    ) -> None:
        session = begin(store, [bank["warfarin-clarithromycin"]])
        sit(store, judge, session, Script("q"))
        (attempt,) = store.attempts(session)
        gone = replace(attempt.problems[0], rules=("ddi-no-more",))
        store.save(replace(attempt, problems=(gone,)))
        script = Script("1,2 int mon int", "d")
        session = sit(store, judge, session, script)
        assert total(store.attempts(session)) == (7, 7, 1)
        assert "Rule|ddi-no-more" in script.said


class TestExam:
    def exam(self, bank: dict[str, Case]) -> list[Case]:
        return [bank[name] for name in ("warfarin-clarithromycin", "metformin-low-egfr", "azithromycin-statin")]

    def test_nothing_is_told_before_its_end(self, store: Store, judge: Judge, bank: dict[str, Case]) -> None:
        script = Script("h", "1,2 int mon int", "d", "1 cond avoid kidney", "d", "", "y")
        session = sit(store, judge, begin(store, self.exam(bank), minutes=10), script)
        assert total(store.attempts(session)) == (23, 23, 3)
        assert script.said.count("Noted.") == 3
        assert "7 of 7" not in script.text
        assert "ddi-" not in script.text
        assert not any(attempt.hints for attempt in store.attempts(session))
        assert not store.cards("ann"), "an exam does not move what is to be repeated"

    def test_the_time_runs_out_before_a_line_comes(self, store: Store, judge: Judge, bank: dict[str, Case]) -> None:
        # Ten seconds for each line: the sixth would come at the limit.
        script = Script("1,2 int mon int", "d", "1 cond avoid kidney", "l", "l", "d")
        session = sit(store, judge, begin(store, self.exam(bank), minutes=1), script)
        assert session.state is SessionState.EXPIRED
        first, second, third = store.attempts(session)
        assert [each.state for each in (first, second, third)] == [
            AttemptState.DONE,
            AttemptState.DONE,
            AttemptState.UNANSWERED,
        ]
        assert [each.scored.points for each in (first, second, third) if each.scored] == [7, 10, 0]
        assert third.scored is not None
        assert third.scored.possible == 6, "a clean case that nobody judged is not right"

    def test_the_clock_runs_while_nobody_sits_there(self, store: Store, judge: Judge, bank: dict[str, Case]) -> None:
        session = begin(store, self.exam(bank), minutes=5)
        sit(store, judge, session, Script("1,2 int mon int", "d", "q"))
        late = Script("1 cond avoid kidney", "d")
        late.now = NOW + timedelta(minutes=5)
        session = sit(store, judge, session, late)
        assert session.state is SessionState.EXPIRED
        assert total(store.attempts(session)) == (7, 23, 3)
        assert "mark> " not in late.text

    def test_a_skipped_case_has_no_points_of_its_possible_ones(
        self, store: Store, judge: Judge, bank: dict[str, Case]
    ) -> None:
        session = sit(store, judge, begin(store, self.exam(bank), minutes=5), Script("s", "y", "s", "y", "s", "y"))
        assert total(store.attempts(session)) == (0, 23, 3)
        assert session.state is SessionState.DONE


def sheet(store: Store, judge: Judge, bank: dict[str, Case], lang: Lang = Lang.EN) -> Sheet:
    session = sit(store, judge, begin(store, [bank["warfarin-clarithromycin"]]), Script("1 dose avoid high", "d"))
    return sheet_of(session, store.attempts(session), lang)


def test_a_sheet_of_a_session(store: Store, judge: Judge, bank: dict[str, Case]) -> None:
    found = sheet(store, judge, bank)
    assert (found.points, found.possible, found.missed, found.false_alarms) == (0, 7, 1, 1)
    assert found.cases[0].rows[0].verdict == "MISSED 0/7"
    assert found.cases[0].alarms == ("false alarm: line 1 · dose · avoid · too-high",)
    assert ("1", "warfarin 2.5 mg tablets · 2.5 mg PO once daily · already taken") in found.cases[0].prescription
