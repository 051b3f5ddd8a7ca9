"""Rules of the tiny tables that lean on the patient: organs, weights, newborns, sums of equivalents, missing diagnoses."""

from __future__ import annotations

from tests.support.tiny_rows import EGFR, fact, limit, rule, term

_CHILD, _ADULT = "age<18a", "age>=18a"


def _equivalent(subject: str, unit: str, factor: str, routes: str = "") -> dict[str, str]:
    return {"group_id": "omme", "subject": subject, "routes": routes, "unit": unit, "factor": factor}


def _usual(drug: str, single: str, unit: str, hours: int, **cells: str) -> dict[str, str]:
    low, high = single.split("-")
    usual = {"usual_id": f"use-{drug}-{len(cells)}", "drug": drug, "single_low": low, "single_high": high, "unit": unit}
    return {**usual, "interval_hours": str(hours), **cells}


PATIENTS: dict[str, list[dict[str, str]]] = {
    "knowledge/condition_facts.csv": [
        {"condition_id": "child-pugh-b", "fact": "child_pugh", "low": "7", "high": "9"},
        {"condition_id": "dialysis", "fact": "crcl", "low": "0", "high": "14"},
        {"condition_id": "dialysis", "fact": "egfr", "low": "0", "high": "14"},
        {"condition_id": "kidney-disease", "fact": "egfr", "low": "15", "high": "59"},
    ],
    "knowledge/organ_conditions.csv": [
        {"role": "ascites", "condition_id": "ascites"},
        {"role": "dialysis", "condition_id": "dialysis"},
        {"role": "encephalopathy", "condition_id": "encephalopathy"},
        {"role": "liver_disease", "condition_id": "cirrhosis"},
    ],
    "rules/dose_limits_children.csv": [
        limit(
            "dose-gestation",
            "drug:vancomycin",
            "daily_max 30 mg",
            "modify",
            per="kg",
            routes="iv",
            when="gestation_weeks<32;age<28d",
        ),
        limit(
            "dose-ibuprofen-child",
            "drug:ibuprofen",
            "daily_max 30 mg",
            "modify",
            per="kg",
            routes="oral",
            when=f"{_CHILD};age>=3mo",
        ),
        limit("dose-infant", "drug:ibuprofen", "single_max 50 mg", "avoid", routes="oral", when="age<12mo"),
        limit("dose-paracetamol-small", "drug:paracetamol", "daily_max 2 g", "modify", "moderate", when="weight<50"),
        limit(
            "dose-paracetamol-low", "drug:paracetamol", "single_min 7.5 mg", "inform", "minor", per="kg", when=_CHILD
        ),
        limit(
            "dose-postmenstrual",
            "drug:vancomycin",
            "interval_min 12 h",
            "monitor",
            routes="iv",
            when="postmenstrual_weeks<36",
        ),
        limit("dose-weeks", "drug:paracetamol", "doses_per_day_max 3 1", "modify", when="age<8wk"),
    ],
    "rules/dose_limits_hepatic.csv": [
        limit("dose-paracetamol-liver", "drug:paracetamol", "daily_max 2 g", "modify", when="child_pugh>=7"),
        limit(
            "dose-tramadol-liver",
            "drug:tramadol",
            "daily_max 100 mg",
            "modify",
            when="child_pugh<=6;condition:cirrhosis",
        ),
    ],
    "rules/dose_limits_renal.csv": [
        limit("dose-ibuprofen-interval", "drug:ibuprofen", "interval_min 1 d", "modify", routes="oral", when="egfr<45"),
        limit("dose-metformin-course", "drug:metformin", "course_max 100 g", "monitor"),
        limit("dose-metformin-low", "drug:metformin", "daily_min 500 mg", "inform", "minor"),
        limit("dose-metformin-renal", "drug:metformin", "daily_max 1 g", "modify", when="crcl<45;crcl>=30"),
        limit("dose-tramadol-prolonged", "drug:tramadol", "single_max 200 mg", "modify", when="release=prolonged"),
        limit("dose-tramadol-quick", "drug:tramadol", "single_max 100 mg", "modify", when="!release=prolonged"),
        limit("dose-vancomycin-rate", "drug:vancomycin", "rate_max 1 g", "modify", routes="iv"),
    ],
    "rules/dose_limits_elderly.csv": [
        limit(
            "dose-ibuprofen-arthritis",
            "drug:ibuprofen",
            "daily_max 3200 mg",
            "modify",
            routes="oral",
            when=_ADULT,
            indication="arthritis",
        ),
        limit("dose-digoxin", "drug:digoxin", "daily_max 250 ug", "modify"),
        limit("dose-digoxin-old", "drug:digoxin", "daily_max 125 ug", "modify", when="age>=70a;!condition:arthritis"),
    ],
    "rules/dose_limits_sums.csv": [
        limit("sum-opioids", "sum:omme", "daily_max 50 mg", "monitor", "moderate"),
        limit("sum-opioids-high", "sum:omme", "daily_max 90 mg", "modify", when="!condition:cancer|arthritis"),
        limit("sum-opioids-long", "sum:omme", "weekly_max 300 mg", "monitor", "minor", when="days>7"),
    ],
    "rules/equivalent_groups.csv": [
        {"group_id": "omme", "name_en": "morphine equivalents", "name_zh": "吗啡当量", "unit": "mg"}
    ],
    "rules/equivalents.csv": [
        _equivalent("drug:codeine", "mg", "0.15", "oral"),
        _equivalent("drug:tramadol", "mg", "0.2"),
        _equivalent("drug:tramadol", "mmol", "50"),
    ],
    "rules/usual_doses.csv": [
        _usual("digoxin", "62.5-250", "ug", 24),
        _usual("paracetamol", "500-1000", "mg", 6, when=_ADULT),
        _usual("paracetamol", "10-15", "mg", 6, when=_CHILD, per="kg"),
        _usual("methotrexate", "7.5-25", "mg", 168, routes="oral"),
    ],
    "rules/allergy.csv": [
        rule("allergy-same-intolerance", "inform", "minor", relation="same", reactions="intolerance"),
        rule(
            "allergy-egg",
            "monitor",
            relation="excipient",
            allergen="other:food",
            subject="class:statins",
            routes="oral",
        ),
        rule(
            "allergy-severe",
            "avoid",
            relation="cross",
            allergen="class:beta-lactams",
            subject="class:beta-lactams",
            reactions="severe_cutaneous;organ",
        ),
    ],
    "knowledge/reaction_names.csv": [
        {"name": "anaphylaxis", "reaction": "anaphylaxis"},
        {"name": "nausea", "reaction": "intolerance"},
        {"name": "恶心", "lang": "zh", "reaction": "intolerance"},
        {"name": "SJS", "reaction": "severe_cutaneous"},
    ],
    "knowledge/related_drugs.csv": [
        {"drug_id": "enalapril", "relation": "modified", "related": "furosemide"},
        {"drug_id": "ibuprofen", "relation": "enantiomer", "related": "naproxen"},
    ],
    "rules/duplicates.csv": [
        rule("dup-bleeding", "inform", "minor", level="effect", subject="effect:bleeding-high", max_count="1"),
        rule("dup-kin", "modify", level="kinship", max_count="1"),
        rule("dup-product", "avoid", level="product", max_count="1"),
    ],
    "rules/elderly.csv": [
        fact("old-tramadol", "drug:tramadol", "age_years ge 65", "modify", when="days>14"),
        fact("old-opioids", "class:opioids", "age_years ge 65", "monitor", "minor"),
    ],
    "rules/hepatic.csv": [fact("liver-metformin", "drug:metformin", "child_pugh ge 10", "avoid")],
    "rules/indication.csv": [
        fact("ind-metformin", "drug:metformin", "indication absent diabetes|cirrhosis", "inform", "minor")
    ],
    "rules/sex.csv": [
        fact("bmi-metformin", "drug:metformin", "bmi lt 18.5", "monitor", "minor"),
        fact("crcl-spironolactone", "drug:spironolactone", "crcl lt 30", "avoid"),
        fact("dose-enalapril-fact", "drug:enalapril", "potassium ge 5", "monitor", when="daily_dose>10mg"),
        fact("with-enalapril", "drug:enalapril", "sodium lt 130", "modify", when="with:class:diuretics|drug:ibuprofen"),
        fact(
            "without-enalapril",
            "drug:enalapril",
            "egfr lt 60",
            "inform",
            "minor",
            unit=EGFR,
            when="!with:drug:furosemide",
        ),
        fact(
            "woman-simvastatin",
            "drug:simvastatin",
            "condition has kidney-disease",
            "monitor",
            when="sex=female;pregnancy_week<=13",
        ),
        fact(
            "milk-simvastatin",
            "drug:simvastatin",
            "pregnancy_week between 0 42",
            "avoid",
            when="lactating=yes",
            unit="wk",
        ),
        fact("newborn-vancomycin", "drug:vancomycin", "postmenstrual_weeks lt 30", "monitor", routes="iv"),
        fact("born-early", "drug:vancomycin", "gestation_weeks lt 37", "inform", "minor", routes="iv"),
    ],
    "rules/sets.csv": [
        rule("cascade-ace", "inform", "minor", kind="cascade", min_points="2", when="age>=65a"),
        rule("set-potassium", "modify", kind="burden", min_points="3", when="!with:drug:furosemide"),
    ],
    "rules/set_terms.csv": [
        term("cascade-ace", "a", "class:ace-inhibitors", 1, 1),
        term("cascade-ace", "b", "drug:codeine", 1, 1),
        term("set-potassium", "a", "class:ace-inhibitors", 1, 1),
        term("set-potassium", "b", "drug:spironolactone", 1, 0),
        {"rule_id": "set-potassium", "term": "c", "fact": "potassium>=5", "points": "1", "min_count": "0"},
        {"rule_id": "set-potassium", "term": "d", "fact": "egfr<45", "points": "1", "min_count": "0"},
        {"rule_id": "set-potassium", "term": "e", "fact": "condition:diabetes", "points": "1", "min_count": "0"},
    ],
    "rules/finding_codes.csv": [
        {"check": check, "topic": topic, "hl7_act": "LAB", "ncpdp": "DL", "cn_review": "2-2"}
        for check, topics in (
            ("condition", "sodium crcl child_pugh bmi indication postmenstrual_weeks gestation_weeks"),
            ("limit", "course_max interval_min single_min daily_min rate_max"),
            ("set", "cascade"),
        )
        for topic in topics.split()
    ],
}
