"""Real rows as cases: blinded, intervals kept, and what was true of the rows is true of the case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rxcheck.audit.run import Asked, audit
from rxcheck.errors import AuditError, InputError, UsageError
from rxcheck.kb.store import Compiled, default_folder
from rxcheck.sources.labs import load_labs
from rxcheck.train.blinding import blinded
from rxcheck.train.case import case_text
from rxcheck.train.replay import Replay
from rxcheck.train.source import Judge
from rxcheck.train.terms import Topic
from rxcheck.train.truth import disagreements

TABLE = Path(__file__).parents[3] / "examples" / "audit-his-cn" / "prescriptions.csv"
ROW = {
    "prescription_id": "RX-77-SECRET",
    "patient_id": "P-SECRET",
    "authored_on": "2026-03-10",
    "birth_date": "1931-02-03",
    "sex": "f",
    "labs": "potassium 4.1 mmol/L 2026-03-01",
    "allergies": "penicillin; latex",
    "conditions": "none",
    "justification": "SECRET says Dr Who",
    "store": "S-SECRET",
    "prescriber": "D-SECRET",
    "drug": "warfarin",
    "strength": "2.5 mg",
    "dose": "5",
    "unit": "mg",
    "frequency": "qd",
    "days": "30",
}


@pytest.fixture(scope="module")
def judge(shipped: Compiled) -> Judge:
    return Judge(shipped, load_labs(default_folder() / "knowledge"))


def test_nothing_names_anybody(judge: Judge) -> None:
    rx = blinded([ROW, ROW | {"drug": "aspirin", "strength": "", "sig": "100 mg PO qd"}], judge.labs, -40)
    assert rx is not None
    assert "SECRET" not in repr(rx)
    assert "1931" not in repr(rx)
    assert rx["patient"]["age"] == 90  # 95, and nobody else is
    assert rx["authored_on"] == "2026-01-29"
    assert rx["patient"]["labs"][0]["date"] == "2026-01-20"
    taken, written = (date.fromisoformat(day) for day in (rx["patient"]["labs"][0]["date"], rx["authored_on"]))
    assert (written - taken).days == 9  # as it was
    assert rx["lines"][0] == {"drug": "warfarin 2.5 mg", "frequency": "qd", "dose": "5 mg", "days": 30}
    assert rx["patient"]["allergies"] == ["penicillin", "latex"]
    assert rx["patient"]["conditions"] == "none"


def test_what_cannot_be_read_is_no_case(judge: Judge) -> None:
    assert blinded([ROW | {"sex": "perhaps"}], judge.labs, 0) is None


def test_cases_say_what_the_rows_said(judge: Judge) -> None:
    cases = Replay(judge, TABLE).draw((), None, 20, 1)
    assert len(cases) == 20
    assert {Topic.INTERACTION, Topic.CLEAN, Topic.DUPLICATE} <= {case.topic for case in cases}
    written = TABLE.read_bytes().decode("gb18030")
    names = {row.split(",")[0] for row in written.splitlines()[1:]}
    for case, exercise in zip(cases, judge.exercises(cases), strict=True):
        assert disagreements(case.key or (), exercise.problems) == ()
        assert (case.topic is Topic.CLEAN) == all(problem.optional for problem in exercise.problems)
        text = case_text(case)
        assert not any(name in text for name in names if name)
        assert not any(f"D{number:02}" in text for number in range(1, 40))


def test_the_same_seed_draws_the_same(judge: Judge) -> None:
    one, two = (Replay(judge, TABLE).draw((Topic.DUPLICATE,), None, 5, 3) for _ in range(2))
    assert one == two
    assert {case.topic for case in one} == {Topic.DUPLICATE}
    assert one != Replay(judge, TABLE).draw((Topic.DUPLICATE,), None, 5, 4)


def test_a_case_is_had_again_by_its_id(judge: Judge) -> None:
    replay = Replay(judge, TABLE)
    (case,) = replay.draw((Topic.CLEAN,), None, 1, 3)
    assert replay.case(case.id) == case
    with pytest.raises(InputError, match="holds no case rep-0"):
        replay.case("rep-0")


def test_an_audited_folder(judge: Judge, tmp_path: Path) -> None:
    """Its table is found where it lay, or is named; what the audit found is not in the cases but comes out of them again."""
    source = tmp_path / "rx.csv"
    source.write_bytes(TABLE.read_bytes())
    audit(Asked(source, tmp_path / "out"))
    here = Replay(judge, tmp_path / "out", source).draw((Topic.ALLERGY,), None, 3, 1)
    assert here
    assert {case.topic for case in here} == {Topic.ALLERGY}
    moved = source.rename(tmp_path / "elsewhere.csv")
    assert Replay(judge, tmp_path / "out", moved).draw((Topic.ALLERGY,), None, 3, 1) == here
    with pytest.raises(UsageError, match="name it with --from"):
        Replay(judge, tmp_path / "out")


def test_no_audit(judge: Judge, tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="holds no audit"):
        Replay(judge, tmp_path)
