"""Instructions in steps beside fields of their own: they agree, or it is a problem."""

from __future__ import annotations

from rxcheck.errors import Location
from rxcheck.model import Dosage, Problem
from rxcheck.quantity import Frequency
from rxcheck.sources.written import Written, dosage_of
from rxcheck.terms import Fact


def read(written: Written) -> tuple[Dosage, tuple[Problem, ...]]:
    return dosage_of(written, Location("x"))


def test_an_instruction_keeps_its_steps() -> None:
    dosage, problems = read(Written(sig="40 mg daily for 5 days then 20 mg daily for 5 days", route="po"))
    assert ([str(step.dose) for step in dosage.steps], dosage.days, problems) == (["40 mg", "20 mg"], 10, ())


def test_a_dose_in_its_field_fills_steps_without_one() -> None:
    dosage, problems = read(Written(dose="2", unit="片", sig="每日2次共5天，然后每日1次"))
    assert [str(step.dose) for step in dosage.steps] == ["2 {tablet}", "2 {tablet}"]
    assert problems == ()
    dosage, problems = read(Written(dose="500", unit="mg", frequency="bd for 5 days then od"))
    assert [(str(step.dose), step.frequency) for step in dosage.steps] == [
        ("500 mg", Frequency(2, 24)),
        ("500 mg", Frequency(1, 24)),
    ]
    assert problems == ()


def test_another_dose_in_the_field_is_a_problem() -> None:
    dosage, problems = read(Written(dose="30", unit="mg", sig="40 mg daily for 5 days then 20 mg daily for 5 days"))
    assert dosage.steps == ()
    assert {problem.fact for problem in problems} == {Fact.DOSE}


def test_another_frequency_in_the_field_is_a_problem() -> None:
    dosage, problems = read(Written(frequency="tid", sig="40 mg daily for 5 days then 20 mg daily for 5 days"))
    assert dosage.steps == ()
    assert {problem.fact for problem in problems} == {Fact.FREQUENCY}


def test_the_lower_end_of_a_frequency_is_kept() -> None:
    assert read(Written(dose="1", unit="tab", frequency="2-3 times a day"))[0].frequency_low == Frequency(2, 24)
    assert read(Written(frequency="tid", sig="1 tab 2-3 times a day"))[0].frequency_low is None
