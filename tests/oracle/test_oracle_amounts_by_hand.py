"""The oracle against verdicts worked out by hand on the tiny tables: dose limits and patient facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from rxcheck.codes import Code, CodeSystem
from rxcheck.model import Age, Condition, Lab, Patient, Pregnancy, Problem
from rxcheck.terms import Action, CheckKind, Fact, Reason, Route, Sex
from tests.oracle.by_hand import IU, MG, adult, conditions, findings, gaps, lab, line, rules
from tests.oracle.oracle import Oracle
from tests.oracle.patient import ckd_epi_2021
from tests.oracle.results import OracleGap

LIMIT, CONDITION = CheckKind.LIMIT, CheckKind.CONDITION


# Dose limits


def test_exactly_the_limit_is_allowed_and_a_hair_more_is_not(oracle: Oracle) -> None:
    assert not rules(oracle, LIMIT, line("a", "paracetamol", "1 g", 4))
    (found,) = findings(oracle, LIMIT, line("a", "paracetamol", "0.800000000001 g", 5))
    assert (found.rule_id, found.lines, found.drugs) == ("dose-paracetamol-daily", ("a",), ("paracetamol",))
    assert (found.observed, found.limit) == (4000 * MG + 5, 4000 * MG)


def test_limits_sum_over_lines_and_per_dose_limits_do_not(oracle: Oracle) -> None:
    lines = (line("a", "paracetamol 500 mg tablet", "2 tablets", 3), line("b", "co-codamol", "2 tablets", 3))
    (found,) = findings(oracle, LIMIT, *lines)
    assert (found.rule_id, found.lines, found.observed) == ("dose-paracetamol-daily", ("a", "b"), 6000 * MG)
    single = findings(oracle, LIMIT, line("a", "paracetamol", "1.5 g", 1), line("b", "paracetamol", "2 g", 1))
    assert [(entry.rule_id, entry.lines) for entry in single] == [
        ("dose-paracetamol-single", ("a",)),
        ("dose-paracetamol-single", ("b",)),
    ]


def test_of_several_limits_of_one_kind_the_worst_is_reported(oracle: Oracle) -> None:
    old = adult(age=Age(80, 29_220))
    (found,) = findings(oracle, LIMIT, line("a", "paracetamol", "1 g", 5), patient=old)
    assert (found.rule_id, found.also) == ("dose-paracetamol-daily", ("dose-paracetamol-old",))
    (less,) = findings(oracle, LIMIT, line("a", "paracetamol", "1 g", 4), patient=old)
    assert (less.rule_id, less.action, less.also) == ("dose-paracetamol-old", Action.MONITOR, ())


def test_known_part_above_the_limit_is_found_though_something_is_unknown(oracle: Oracle) -> None:
    lines = (line("a", "paracetamol", "1 g", 5), line("b", "paracetamol", "1 tablet", 1))
    (found,) = findings(oracle, LIMIT, *lines)
    assert (found.lines, found.observed) == (("a",), 5000 * MG)
    assert gaps(oracle, LIMIT, *lines) == {
        OracleGap(
            LIMIT,
            Reason.MISSING_FACT,
            Fact.STRENGTH,
            ("b",),
            ("dose-paracetamol-daily", "dose-paracetamol-single"),
        )
    }


def test_age_bands(oracle: Oracle) -> None:
    much = line("a", "ibuprofen", "1 g", 3)
    assert rules(oracle, LIMIT, much, patient=adult(age=Age(18, 6_600))) == ["dose-ibuprofen-daily"]
    assert not rules(oracle, LIMIT, much, patient=adult(age=Age(17, 6_500)))
    assert gaps(oracle, LIMIT, much, patient=adult(age=None)) == {
        OracleGap(LIMIT, Reason.MISSING_FACT, Fact.AGE, ("a",), ("dose-ibuprofen-daily",))
    }


def test_limits_per_kg(oracle: Oracle) -> None:
    child = adult(age=Age(5, 1_900), weight_g=20_000)
    assert not rules(oracle, LIMIT, line("a", "paracetamol", "375 mg", 4), patient=child)
    (found,) = findings(oracle, LIMIT, line("a", "paracetamol", "75.1 mg/kg/day"), patient=child)
    assert (found.observed, found.limit) == (1502 * MG, 1500 * MG)
    assert not rules(oracle, LIMIT, line("a", "paracetamol 250 mg/5 mL", "7.5 mL", 4), patient=child)
    assert rules(oracle, LIMIT, line("a", "paracetamol 250 mg/5 mL", "8 mL", 4), patient=child)
    assert {gap.fact for gap in gaps(oracle, LIMIT, line("a", "paracetamol", "1 g", 4), patient=Patient())} >= {
        Fact.AGE
    }
    weightless = adult(age=Age(5, 1_900))
    assert {gap.fact for gap in gaps(oracle, LIMIT, line("a", "paracetamol", "9 g", 4), patient=weightless)} == {
        Fact.WEIGHT
    }


def test_limits_per_square_metre(oracle: Oracle) -> None:
    # 1800 mm and 72 kg: isqrt(1800 · 72000 · 25 // 9) = isqrt(360 000 000) = 18973 cm², so 75 mg/m² is 142.2975 mg.
    patient = adult(height_mm=1800, weight_g=72_000)
    assert not rules(oracle, LIMIT, line("a", "doxorubicin", "142.2975 mg", 1, route=Route.IV), patient=patient)
    (found,) = findings(oracle, LIMIT, line("a", "doxorubicin", "75.001 mg/m2", 1, route=Route.IV), patient=patient)
    assert found.limit == 1422975 * MG / 10000
    short = gaps(oracle, LIMIT, line("a", "doxorubicin", "90 mg", 1, route=Route.IV), patient=adult(weight_g=72_000))
    assert {gap.fact for gap in short} == {Fact.HEIGHT}


def test_weekly_amounts_and_counts(oracle: Oracle) -> None:
    assert not rules(oracle, LIMIT, line("a", "MTX", "25 mg", 1, hours=168))
    assert rules(oracle, LIMIT, line("a", "MTX", "25 mg", 2, hours=168)) == [
        "dose-methotrexate-often",
        "dose-methotrexate-weekly",
    ]
    (often,) = findings(oracle, LIMIT, line("a", "MTX", "2.5 mg", 1))
    assert (often.rule_id, often.observed, often.limit) == ("dose-methotrexate-often", Fraction(7), Fraction(1))
    assert not rules(oracle, LIMIT, line("a", "tramadol", "50 mg", 1, hours=6))
    assert rules(oracle, LIMIT, line("a", "tramadol", "50 mg", 1, hours=5)) == ["dose-tramadol-often"]


def test_duration(oracle: Oracle) -> None:
    assert not rules(oracle, LIMIT, line("a", "codeine", days=3))
    assert rules(oracle, LIMIT, line("a", "codeine", days=4)) == ["dose-codeine-duration"]
    # How long codeine is taken says nothing of how much of it.
    assert {gap.fact for gap in gaps(oracle, LIMIT, line("a", "codeine"))} == {Fact.DAYS, Fact.DOSE}


def test_as_needed_lines(oracle: Oracle) -> None:
    assert not rules(oracle, LIMIT, line("a", "paracetamol", "1 g", 6, as_needed=True, maximum="4 g"))
    assert rules(oracle, LIMIT, line("a", "paracetamol", "1 g", as_needed=True, maximum="5 g")) == [
        "dose-paracetamol-daily"
    ]
    without = gaps(oracle, LIMIT, line("a", "paracetamol", "1 g", as_needed=True))
    assert {(gap.reason, gap.fact) for gap in without} == {(Reason.AS_NEEDED_WITHOUT_MAXIMUM, Fact.FREQUENCY)}
    plain = gaps(oracle, LIMIT, line("a", "paracetamol", "1 g"))
    assert {(gap.reason, gap.fact) for gap in plain} == {(Reason.MISSING_FACT, Fact.FREQUENCY)}


def test_dose_per_time(oracle: Oracle) -> None:
    assert rules(oracle, LIMIT, line("a", "paracetamol", "4.5 g/day", 5)) == ["dose-paracetamol-daily"]
    single = findings(oracle, LIMIT, line("a", "paracetamol", "3.6 g/day", 3))
    assert [(entry.rule_id, entry.observed) for entry in single] == [("dose-paracetamol-single", 1200 * MG)]
    drip = line("a", "heparin", "1667 [IU]/h", route=Route.IV)
    assert [(entry.observed, entry.limit) for entry in findings(oracle, LIMIT, drip)] == [(40_008 * IU, 40_000 * IU)]


def test_amounts_that_cannot_be_compared(oracle: Oracle) -> None:
    mixed = gaps(oracle, LIMIT, line("a", "co-codamol", "530 mg", 1, days=1))
    assert {(gap.reason, gap.fact) for gap in mixed if gap.rule_ids} == {(Reason.INCOMPARABLE_UNIT, Fact.DOSE)}
    units = gaps(oracle, LIMIT, line("a", "ibuprofen", "5 [IU]", 1))
    assert {(gap.reason, gap.fact) for gap in units} == {(Reason.INCOMPARABLE_UNIT, Fact.DOSE)}


def test_amounts_beyond_what_can_be_meant_are_out_of_range(oracle: Oracle) -> None:
    beyond = gaps(oracle, LIMIT, line("a", "ibuprofen 800 mg tablet", "2000 tablets", 1))
    assert {(gap.reason, gap.fact) for gap in beyond} == {(Reason.OUT_OF_RANGE, Fact.DOSE)}


def test_problems_come_before_anything_else(oracle: Oracle) -> None:
    problem = Problem(Fact.DOSE, Reason.OUT_OF_RANGE, "-5")
    found = gaps(oracle, LIMIT, line("a", "ibuprofen", "1 g", 9, problems=(problem,)))
    assert found == {OracleGap(LIMIT, Reason.OUT_OF_RANGE, Fact.DOSE, ("a",), ("dose-ibuprofen-daily",), "-5")}
    problem = Problem(Fact.FREQUENCY, Reason.UNPARSABLE, "often")
    found = gaps(oracle, LIMIT, line("a", "ibuprofen", "1 g", 9, problems=(problem,)))
    assert found == {OracleGap(LIMIT, Reason.UNPARSABLE, Fact.FREQUENCY, ("a",), ("dose-ibuprofen-daily",), "often")}


def test_drugs_without_a_limit_for_the_route(oracle: Oracle) -> None:
    assert gaps(oracle, LIMIT, line("a", "ibuprofen", route=Route.IV), line("b", "valerian")) == {
        OracleGap(LIMIT, Reason.NO_RULE, Fact.DOSE, ("a",))
    }
    assert not gaps(oracle, LIMIT, line("a", "diclofenac gel", route=None))


# Patient facts


def test_egfr_at_the_bounds(oracle: Oracle) -> None:
    def found(value: str) -> list[tuple[str, tuple[str, ...]]]:
        patient = adult(labs=(lab(Fact.EGFR, value),))
        entries = findings(oracle, CONDITION, line("a", "metformin"), patient=patient)
        return [(entry.rule_id, entry.also) for entry in entries]

    assert found("29.9") == [("renal-metformin-30", ("renal-metformin-60",))]
    assert found("30") == [("renal-metformin-45", ("renal-metformin-60",))]
    assert found("45") == [("renal-metformin-60", ())]
    assert found("60") == []


@pytest.mark.parametrize(
    ("creatinine", "age", "sex", "expected"),
    [(1.0, 60, Sex.MALE, 86), (1.0, 60, Sex.FEMALE, 64), (0.6, 30, Sex.FEMALE, 124), (2.5, 70, Sex.MALE, 27)],
)
def test_ckd_epi_2021(creatinine: float, age: int, sex: Sex, expected: int) -> None:
    assert round(ckd_epi_2021(creatinine, age, sex)) == expected


def test_egfr_from_creatinine_for_adults(oracle: Oracle) -> None:
    creatinine = lab(Fact.CREATININE, "221.05", "umol/L")  # 2.5 mg/dL
    patient = adult(age=Age(70, 25_567), sex=Sex.MALE, labs=(creatinine,))
    (found,) = findings(oracle, CONDITION, line("a", "metformin"), patient=patient)
    assert (found.rule_id, found.observed) == ("renal-metformin-30", Fraction(27))
    child = adult(age=Age(17, 6_300), sex=Sex.MALE, labs=(creatinine,))
    assert Fact.HEIGHT in {gap.fact for gap in gaps(oracle, CONDITION, line("a", "metformin"), patient=child)}


def test_the_latest_result_counts(oracle: Oracle) -> None:
    def result(value: str, day: int | None) -> Lab:
        taken_on = date(2026, 1, day) if day else None
        return Lab("egfr", Decimal(value), "mL/min/{1.73_m2}", taken_on, Fact.EGFR)

    def found(*labs: Lab) -> list[str]:
        return rules(oracle, CONDITION, line("a", "metformin"), patient=adult(labs=labs))

    assert found(result("25", 1), result("90", 2)) == []
    assert found(result("90", None), result("25", 2)) == ["renal-metformin-30"]
    assert found(result("90", 2), result("25", 2)) == ["renal-metformin-30"]


def test_ingredient_row_displaces_the_class_row_where_its_route_fits(oracle: Oracle) -> None:
    patient = adult(labs=(lab(Fact.EGFR, "25"),))
    assert not rules(oracle, CONDITION, line("a", "ibuprofen"), patient=patient)
    assert rules(oracle, CONDITION, line("a", "naproxen"), patient=patient) == ["renal-nsaids"]
    assert rules(oracle, CONDITION, line("a", "diclofenac"), patient=patient) == ["renal-nsaids"]
    assert not rules(oracle, CONDITION, line("a", "diclofenac gel", route=None), patient=patient)


def test_recorded_conditions(oracle: Oracle) -> None:
    both = conditions("stomach ulcer", "心衰")
    assert rules(oracle, CONDITION, line("a", "celecoxib"), patient=adult(conditions=both)) == [
        "disease-celecoxib-ulcer",
        "disease-nsaids-heart",
    ]
    coded = (Condition("see code", (Code(CodeSystem.ICD10, "I50.9"),)), Condition("mystery"))
    assert rules(oracle, CONDITION, line("a", "naproxen"), patient=adult(conditions=coded)) == ["disease-nsaids-heart"]
    assert OracleGap(CONDITION, Reason.UNKNOWN_CONDITION, Fact.CONDITION, (), text="mystery") in gaps(
        oracle, CONDITION, patient=adult(conditions=coded)
    )
    silent = gaps(oracle, CONDITION, line("a", "naproxen"), patient=adult(conditions=None))
    assert (
        OracleGap(
            CONDITION, Reason.MISSING_FACT, Fact.CONDITION, ("a",), ("disease-nsaids-heart", "disease-nsaids-ulcer")
        )
        in silent
    )


def test_pregnancy(oracle: Oracle) -> None:
    def found(pregnancy: Pregnancy | None, drug: str = "naproxen") -> list[str]:
        return rules(oracle, CONDITION, line("a", drug), patient=adult(pregnancy=pregnancy))

    def asked(**facts: object) -> bool:
        found = gaps(oracle, CONDITION, line("a", "naproxen"), patient=adult(**facts))
        return any(gap.fact is Fact.PREGNANCY and gap.rule_ids for gap in found)

    assert found(Pregnancy(True, 27)) == ["preg-nsaids-early"]
    assert found(Pregnancy(True, 28)) == ["preg-nsaids-late"]
    assert found(Pregnancy(True, 42)) == found(Pregnancy(True, 43)) == ["preg-nsaids-late"]
    assert found(Pregnancy(False)) == found(None) == []
    assert found(Pregnancy(True), "enalapril") == ["preg-ace"]
    assert found(Pregnancy(True)) == []
    assert asked(pregnancy=Pregnancy(True))
    assert asked()
    assert asked(sex=Sex.FEMALE, age=Age(54, 19_800))
    assert not asked(sex=Sex.MALE)
    assert not asked(age=Age(55, 20_100))
    assert not asked(pregnancy=Pregnancy(False))


def test_other_facts(oracle: Oracle) -> None:
    assert rules(oracle, CONDITION, line("a", "codeine"), patient=adult(lactating=True)) == ["lact-codeine"]
    assert not rules(oracle, CONDITION, line("a", "codeine"), patient=adult(lactating=False))
    assert rules(oracle, CONDITION, line("a", "aspirin"), patient=adult(age=Age(15, 5_800))) == ["age-aspirin"]
    assert not rules(oracle, CONDITION, line("a", "aspirin"), patient=adult(age=Age(16, 5_900)))
    assert rules(oracle, CONDITION, line("a", "tramadol"), patient=adult(sex=Sex.MALE)) == ["sex-tramadol"]
    (potassium,) = findings(
        oracle, CONDITION, line("a", "spironolactone"), patient=adult(labs=(lab(Fact.POTASSIUM, "5.5", "mmol/L"),))
    )
    assert (potassium.rule_id, potassium.observed) == ("lab-spironolactone-potassium", Fraction(11, 2))
    assert not rules(oracle, CONDITION, line("a", "warfarin"), patient=adult(labs=(lab(Fact.INR, "4", "1"),)))


def test_coverage(oracle: Oracle) -> None:
    patient = adult(pregnancy=Pregnancy(True, 10), lactating=False, labs=(lab(Fact.EGFR, "29"),))
    uncovered = gaps(oracle, CONDITION, line("a", "digoxin"), line("b", "valerian"), patient=patient)
    assert uncovered == {
        OracleGap(CONDITION, Reason.NO_RULE, Fact.PREGNANCY, ("a",)),
        OracleGap(CONDITION, Reason.NO_RULE, Fact.EGFR, ("a",)),
    }
    assert not gaps(oracle, CONDITION, line("a", "digoxin"), patient=adult(labs=(lab(Fact.EGFR, "30"),)))
