"""What would change a verdict does: the oracle, asked about the changed patient, says what the report says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from rxcheck.checks.interface import Options
from rxcheck.engine.compiled import Kb
from rxcheck.finding import Comparator, Finding, FlipFact
from rxcheck.kb.load import load
from rxcheck.kb.schema import ConditionEntry, ConditionRule, DoseLimit, FormRule, Rule, SetRule
from rxcheck.kb.store import default_folder, open_compiled
from rxcheck.kb.terms import AMOUNT_FIELDS, FACT_UNITS
from rxcheck.model import Condition, Lab, Patient, Pregnancy, Prescription
from rxcheck.terms import LAB_FACTS, CheckKind, Fact
from rxcheck.verify import Verifier
from tests.oracle.generate import generate
from tests.oracle.oracle import Oracle
from tests.oracle.results import OracleFinding

STEP = Decimal("0.000001")
CHECKS = (CheckKind.CONDITION, CheckKind.LIMIT, CheckKind.SET, CheckKind.FORM)


def changed(prescription: Prescription, flip: FlipFact, names: dict[str, str]) -> Prescription | None:
    """The prescription with the fact as the report says; None for what is neither of the patient nor of the prescription."""
    if flip.fact is Fact.LONG_TERM:
        return replace(prescription, long_term=True)
    if flip.fact is Fact.JUSTIFICATION:
        return replace(prescription, justified=True)
    patient = _patient(prescription.patient, flip, names)
    return None if patient is None else replace(prescription, patient=patient)


def _patient(patient: Patient, flip: FlipFact, names: dict[str, str]) -> Patient | None:
    if flip.fact is Fact.CONDITION:
        return replace(patient, conditions=(*(patient.conditions or ()), Condition(names[flip.value])))
    if flip.fact not in (*LAB_FACTS, Fact.WEIGHT, Fact.PREGNANCY):
        return None
    value = Decimal(flip.value)
    value += {Comparator.ABOVE: STEP, Comparator.BELOW: -STEP}.get(flip.comparator, Decimal(0))
    if flip.fact is Fact.PREGNANCY:
        return replace(patient, pregnancy=Pregnancy(True, int(value)))
    if flip.fact is Fact.WEIGHT:
        return replace(patient, weight_g=int(value * 1000))
    lab = Lab(flip.fact.value, value, FACT_UNITS[flip.fact], None, flip.fact)
    return replace(patient, labs=(*(lab for lab in patient.labs if lab.fact is not flip.fact), lab))


@pytest.mark.parametrize(("seed", "jurisdiction"), [(0, "generic"), (1, "cn")])
def test_each_change_has_the_action_that_is_told(seed: int, jurisdiction: str) -> None:
    folder = default_folder()
    knowledge = load(folder)
    compiled = open_compiled(folder)
    oracle = Oracle(knowledge, Kb(compiled).resolver, jurisdiction)
    names = {row.condition_id: row.name_en for row in knowledge.rows(ConditionEntry)}
    rules: dict[str, Rule] = {}
    for kind in (ConditionRule, DoseLimit, SetRule, FormRule):
        rules |= {row.rule_id: row for row in knowledge.rows(kind)}

    def alike(one: Finding | OracleFinding, other: Finding) -> bool:
        """Whether two findings are about the same: rows of one fact or kind of limit on the same lines, or one set."""
        if one.check is not other.check or one.lines != other.lines:
            return False
        mine, wanted = rules[one.rule_id], rules[other.rule_id]
        if isinstance(mine, ConditionRule) and isinstance(wanted, ConditionRule):
            same = mine.value == wanted.value if mine.fact is Fact.CONDITION else True
            return mine.fact is wanted.fact and one.drugs == other.drugs and same
        if isinstance(mine, DoseLimit) and isinstance(wanted, DoseLimit):
            sums = mine.subject.startswith("sum:"), wanted.subject.startswith("sum:")
            alone = not any(sums) or mine.subject == wanted.subject
            return mine.limit is wanted.limit and one.drugs == other.drugs and alone
        if isinstance(mine, FormRule) and isinstance(wanted, FormRule) and wanted.field in AMOUNT_FIELDS:
            return mine.field in AMOUNT_FIELDS
        return one.rule_id == other.rule_id

    tried = 0
    verifier = Verifier(compiled, Options(jurisdiction))
    prescriptions = generate(knowledge, 500 + seed, 200)
    for prescription, report in zip(prescriptions, verifier.verify(prescriptions), strict=True):
        for finding in (each for each in report.findings if each.check in CHECKS):
            for flip in finding.changed_by:
                other = changed(prescription, flip, names)
                if other is None:
                    continue
                tried += 1
                then = oracle.check(other).findings
                actions = [each.action for each in then if alike(each, finding)]
                worst = max(actions, key=lambda action: action.rank, default=None)
                shown = f"{prescription}\n{finding.rule_id} {flip}: {worst}"
                assert worst is flip.action, shown
                assert worst is not finding.action, shown
    assert tried > 60
