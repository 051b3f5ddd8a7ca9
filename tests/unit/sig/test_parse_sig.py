"""What instructions mean. Every row was read by hand; a row with a problem says which fact is left open."""

from __future__ import annotations

import pytest

from rxcheck.sig.parse import parse_dose_text, parse_sig
from rxcheck.terms import Fact, Reason, Route
from tests.unit.sig.showing import shown

UNDERSTOOD = {
    "1-2 tablets po q4-6h prn pain, max 8 tablets in 24 hours": "1-2 {tablet} · oral · 1/4h · low 1/6h · prn · max 8 {tablet}",
    "one tab daily": "1 {tablet} · 1/d",
    "½ tab bid": "0.5 {tablet} · 2/d",
    "1½ tablets qd": "1.5 {tablet} · 1/d",
    "1 1/2 tablets qd": "1.5 {tablet} · 1/d",
    "one and a half tablets daily": "1.5 {tablet} · 1/d",
    "half a tablet daily": "0.5 {tablet} · 1/d",
    "take 1 (one) tablet by mouth twice a day": "1 {tablet} · oral · 2/d",
    "1 drop in right eye bid": "1 {drop} · ophthalmic · 2/d",
    "1 drop in both eyes bid": "2 {drop} · 2 sides · ophthalmic · 2/d",
    "1 GTT QD IN OD": "1 {drop} · ophthalmic · 1/d",
    "1 drop od bid": "1 {drop} · ophthalmic · 2/d",
    "2 sprays in each nostril daily": "4 {spray} · 2 sides · nasal · 1/d",
    "1 puff per nostril qd": "2 {puff} · 2 sides · nasal · 1/d",
    "2 puffs qid prn SOB": "2 {puff} · 4/d · prn",
    "5 mL bid x 10 days": "5 mL · 2/d · 10d",
    "1 tsp. tid": "5 mL · 3/d",
    "10 units SQ once daily": "10 [IU] · sc · 1/d",
    "500 mg tid for 10 days": "500 mg · 3/d · 10d",
    "500-1000 mg q6h": "500-1000 mg · 1/6h",
    "500 mg to 1 g q6h": "500 mg-1 g · 1/6h",
    "1 daily": "1 {dose} · 1/d",
    "1 QHS": "1 {dose} · 1/d",
    "2 BID": "2 {dose} · 2/d",
    "1 po daily": "1 {dose} · oral · 1/d",
    "1 a day": "1 {dose} · 1/d",
    "2 a day": "2 {dose}/d",
    "2 tablets per day": "2 {tablet}/d",
    "max 4 g/day": "max 4 g",
    "1 tablet q6h prn no more than 8 tablets in 24 hours": "1 {tablet} · 1/6h · prn · max 8 {tablet}",
    "2 tabs q6h prn max 3 doses per day": "2 {tablet} · 1/6h · prn · max 6 {tablet}",
    "1 tablet up to 4 times a day": "1 {tablet} · 4/d",
    "1 tablet every 4 hours as needed, up to 4 times a day": "1 {tablet} · 1/4h · prn · max 4 {tablet}",
    "1 in the morning": "1 {dose} · 1/d",
    "1 tab morning and evening": "1 {tablet} · 2/d",
    "1 tab twice daily, morning and night": "1 {tablet} · 2/d",
    "1 tab tid and at bedtime": "1 {tablet} · 4/d",
    "1 tab with food bid": "1 {tablet} · 2/d",
    "1 tab po qd with evening meal": "1 {tablet} · oral · 1/d",
    "take 1 tablet 30 minutes before breakfast": "1 {tablet} · 1/d",
    "1 capsule po qd, 30 min. before a meal": "1 {capsule} · oral · 1/d",
    "1 cap once a week": "1 {capsule} · 1/wk",
    "apply bid to affected area": "topical · 2/d",
    "APPLY RECTALLY BID X 7 DAYS": "rectal · 2/d · 7d",
    "500 mg IM stat": "500 mg · im · 1/d · 1d",
    "1 g iv q8h over 30 minutes": "1 g · iv · 1/8h",
    "40 mg/kg/day divided q8h": "40 mg/kg/d · 1/8h",
    "60 mg daily in 3 divided doses": "60 mg/d · 3/d",
    "25 mcg/h every 72 hours": "25 ug/h · 1/3d",
    "5 mcg/kg/min iv": "300 ug/kg/h · iv",
    "take one 500 mg tablet twice daily": "500 mg · 2/d",
    "2 x 500 mg bid": "1000 mg · 2/d",
    "2 tablets (1000 mg) bid": "1000 mg · 2/d",
    "take 1 tablet (500 mg total) by mouth 2 (two) times daily": "500 mg · oral · 2/d",
    "inject 0.4 mL (40 mg) subcutaneously once daily": "40 mg · sc · 1/d",
    "inhale 2 puffs by mouth every 4-6 hours as needed for wheezing": "2 {puff} · inhaled · 1/4h · low 1/6h · prn",
    "1 tablet by mouth 4 times daily before meals and at bedtime": "1 {tablet} · oral · 4/d",
    "1 tablet tid ac and hs": "1 {tablet} · 4/d",
    "10,000 units sc daily": "10000 [IU] · sc · 1/d",
    "1 tab qd-bid": "1 {tablet} · 2/d · low 1/d",
    "1 tab daily for blood pressure": "1 {tablet} · 1/d",
    "250 mg q8h for 6 doses": "250 mg · 1/8h · 2d",
    "每次2片，一日3次，口服": "2 {tablet} · oral · 3/d",
    "一次0.5g 每日三次": "0.5 g · 3/d",
    "0.5g tid ×5天": "0.5 g · 3/d · 5d",
    "1片 每日1次 共7天": "1 {tablet} · 1/d · 7d",
    "1片 bid 疗程5天": "1 {tablet} · 2/d · 5d",
    "2片 每日三次 饭后": "2 {tablet} · 3/d",
    "一日三次，一次一片，饭后服用": "1 {tablet} · 3/d",
    "餐前30分钟 1片 tid": "1 {tablet} · 3/d",
    "每日2g，分3次口服": "2 g/d · oral · 3/d",
    "10mg/(kg·d) 分2次": "10 mg/kg/d · 2/d",
    "每日2片": "2 {tablet}/d",
    "每次1~2片，每日3次，必要时，24小时内不超过8片": "1-2 {tablet} · 3/d · prn · max 8 {tablet}",
    "80万单位 肌注 q8h": "80 10*4.[IU] · im · 1/8h",
    "1# tid": "1 {dose} · 3/d",
    "1片半 qd": "1.5 {tablet} · 1/d",
    "半片 每晚": "0.5 {tablet} · 1/d",
    "早晚各1片": "1 {tablet} · 2/d",
    "2片/次，3次/日": "2 {tablet} · 3/d",
    "舌下含服 0.5mg 必要时": "0.5 mg · sublingual · prn",
    "１片　每日２次": "1 {tablet} · 2/d",
    "双眼各1滴 每日4次": "2 {drop} · 2 sides · ophthalmic · 4/d",
    "10mL 静脉滴注 每日1次": "10 mL · iv · 1/d",
}


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD.items())
def test_understood(text: str, expected: str) -> None:
    result = parse_sig(text)
    assert shown(result) == expected
    assert (result.leftover, result.problems) == ("", ())


PROBLEMS = {
    "2 tabs bid 1 tab bid": (Fact.DOSE,),
    "40 mg daily reducing by 5 mg every 3 days": (Fact.DOSE,),
    "reduce by 5 mg every 3 days then stop": (Fact.DOSE,),
    "40 mg daily, reduce by 7 mg every 3 days until 10 mg": (Fact.DOSE,),
    "5 mg daily or 10 mg daily": (Fact.DOSE,),
    "5 mg in the morning and 2 tablets at night": (Fact.DOSE,),
    "500 mg stat then 1 tds": (Fact.DOSE,),
    "1 tab in the morning and 2 tabs in the morning": (Fact.DOSE,),
    "1 tab daily then see doctor": (Fact.DOSE, Fact.FREQUENCY),
    "2 bid x1": (Fact.DAYS,),
    "1 sl q5min x3 prn angina": (Fact.FREQUENCY,),
    "1 tab biweekly": (Fact.FREQUENCY,),
    "1 tab bid tid": (Fact.FREQUENCY,),
    "1 tab with meals": (Fact.FREQUENCY,),
    "1 tab ac and hs": (Fact.FREQUENCY,),
    "1 tab daily with meals": (Fact.FREQUENCY,),
    "1 drop od": (Fact.FREQUENCY,),
    "每隔2天1片": (Fact.FREQUENCY,),
    "1/4 inch in eye bid x5 days": (Fact.DOSE,),
    "2 sprays in nostrils bid": (Fact.DOSE,),
    "1 tab bid hold for SBP < 100": (Fact.FREQUENCY, Fact.DOSE),
    "1 tab bid blorp": (Fact.DOSE,),
    "0,5 mg qd": (Fact.DOSE,),
    "2-1 tablets bid": (Fact.DOSE,),
    "0 mg bid": (Fact.DOSE,),
    "1 tab po iv qd": (Fact.ROUTE,),
    "含服 1片 tid": (Fact.ROUTE,),
}


@pytest.mark.parametrize(("text", "facts"), PROBLEMS.items())
def test_unsure_is_a_problem(text: str, facts: tuple[Fact, ...]) -> None:
    problems = parse_sig(text).problems
    assert problems
    assert {problem.fact for problem in problems} <= set(facts)
    assert all(problem.reason is Reason.UNPARSABLE and problem.text for problem in problems)


@pytest.mark.parametrize("text", ["taper as directed", "2 tabs bid 1 tab bid", "每次2片 每日2次 逐渐减量"])
def test_a_changing_dose_is_not_guessed(text: str) -> None:
    dosage = parse_sig(text).dosage
    assert (dosage.dose, dosage.frequency, dosage.days) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "reason", "kept"),
    [
        ("as directed", Reason.AS_DIRECTED, ""),
        ("1 tab daily as directed", Reason.AS_DIRECTED, "1 {tablet} · 1/d"),
        ("1 QD OR AS DIRECTED", Reason.AS_DIRECTED, "1 {dose} · 1/d"),
        ("遵医嘱", Reason.AS_DIRECTED, ""),
        ("口服 一次1片 遵医嘱", Reason.AS_DIRECTED, "1 {tablet} · oral"),
        ("taper as directed", Reason.AS_DIRECTED, ""),
        ("apply per protocol bd", Reason.AS_DIRECTED, "2/d"),
        ("sliding scale prn", Reason.SLIDING_SCALE, "prn"),
        ("warfarin as per INR", Reason.SLIDING_SCALE, ""),
        ("150-199: 2 units, 200-249: 4 units", Reason.SLIDING_SCALE, "4 [IU]"),
        ("sc tid ac: 150-199: 2 units, 200-249: 1 vial", Reason.SLIDING_SCALE, "sc · 3/d"),
    ],
)
def test_directions_that_are_elsewhere(text: str, reason: Reason, kept: str) -> None:
    result = parse_sig(text)
    assert [(problem.fact, problem.reason) for problem in result.problems if problem.fact is Fact.DOSE] == [
        (Fact.DOSE, reason)
    ]
    assert shown(result).partition("!")[0].strip() == kept


def test_a_minus_is_never_a_dash() -> None:
    result = parse_sig("-5 mg qd")
    assert result.dosage.dose is None
    assert result.problems


def test_absent_is_none_without_a_problem() -> None:
    result = parse_sig("Take as needed.")
    assert (result.dosage.dose, result.dosage.frequency, result.problems) == (None, None, ())
    assert result.dosage.as_needed


def test_blank_text() -> None:
    assert parse_sig("  ").dosage.text is None


def test_text_beyond_any_instruction_is_refused() -> None:
    assert parse_sig("1 tab bid " * 1000).problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [("500 mg", "500 mg"), ("1-2 tablets", "1-2 {tablet}"), ("1 片", "1 {tablet}"), ("2", "2 {dose}"), ("每次2片", "2 {tablet}"),
     ("15 mg/kg", "15 mg/kg"), ("two tablets", "2 {tablet}"), ("500 mg bid", "None"), ("some", "None"), ("", "None")],
)  # fmt: skip
def test_dose_text(text: str, expected: str) -> None:
    assert str(parse_dose_text(text)) == expected


def test_route_in_a_sentence() -> None:
    assert parse_sig("1 tab under the tongue").dosage.route is Route.SUBLINGUAL
