"""Ranks are explicit, and a report is complete only if nothing was left out."""

from __future__ import annotations

import msgspec
import pytest

from rxcheck.errors import KnowledgeError, Location, RxcheckError
from rxcheck.finding import NotAssessed, Receipt, Report, Versions
from rxcheck.kb.terms import RuleAction
from rxcheck.model import Age, MedicationLine, Patient, Prescription
from rxcheck.terms import LAB_FACTS, Action, Fact, Reason, Route, RouteGroup, Severity


def test_actions_are_ranked() -> None:
    ordered = [Action.AVOID, Action.MODIFY, Action.MONITOR, Action.INFORM]
    assert [action.rank for action in ordered] == [4, 3, 2, 1]
    assert set(ordered) == set(Action)
    assert [action.interrupts for action in ordered] == [True, True, False, False]


def test_severities_are_ranked() -> None:
    ordered = [Severity.CONTRAINDICATED, Severity.MAJOR, Severity.MODERATE, Severity.MINOR]
    assert [severity.rank for severity in ordered] == [4, 3, 2, 1]
    assert set(ordered) == set(Severity)


def test_action_of_a_row() -> None:
    assert RuleAction.NONE.action is None
    assert [action.action for action in RuleAction if action is not RuleAction.NONE] == list(Action)


def test_groups_of_routes() -> None:
    assert RouteGroup.ANY.routes == frozenset(Route)
    assert RouteGroup.SYSTEMIC.routes | RouteGroup.LOCAL.routes == RouteGroup.ANY.routes
    assert not RouteGroup.SYSTEMIC.routes & RouteGroup.LOCAL.routes
    assert RouteGroup.PARENTERAL.routes < RouteGroup.SYSTEMIC.routes
    assert Route.INHALED in RouteGroup.LOCAL.routes


def test_laboratory_facts_are_facts_of_their_own() -> None:
    assert len(set(LAB_FACTS)) == len(LAB_FACTS)
    assert {fact.value for fact in LAB_FACTS} < {fact.value for fact in Fact}
    assert Fact.AGE not in LAB_FACTS


def _report(*missing: NotAssessed) -> Report:
    rx = Prescription("r", (MedicationLine("1", "aspirin"),))
    return Report(rx, (), missing, Receipt((), ()), (), Versions("0", "0", "0"))


def test_complete_means_nothing_was_left_out() -> None:
    assert _report().complete
    assert not _report(NotAssessed(None, Reason.UNKNOWN_DRUG, Fact.DRUG, ("1",))).complete


@pytest.mark.parametrize("model", [Age(40, 14_610), Patient(), MedicationLine("1", "aspirin"), Location("f.csv")])
def test_models_cannot_be_changed(model: msgspec.Struct) -> None:
    with pytest.raises(AttributeError):
        setattr(model, model.__struct_fields__[0], None)


def test_absent_is_not_none_recorded() -> None:
    """Nothing known of allergies is another thing than no allergies."""
    assert Patient().allergies is None
    assert Patient(allergies=()).allergies == ()
    assert Patient() != Patient(allergies=())


def test_places() -> None:
    assert str(Location("a.csv")) == "a.csv"
    assert str(Location("a.csv", 3)) == "a.csv, row 3"
    assert str(Location("a.csv", 3, "dose")) == "a.csv, row 3, column dose"
    assert str(Location("a.json", None, "$.lines")) == "a.json, column $.lines"


def test_an_error_says_where() -> None:
    error = KnowledgeError("wrong", Location("a.csv", 2))
    assert str(error) == "a.csv, row 2: wrong"
    assert (error.message, error.location) == ("wrong", Location("a.csv", 2))
    assert str(RxcheckError("wrong")) == "wrong"
