"""The rules of the tiny tables."""

from __future__ import annotations

EGFR = "mL/min/{1.73_m2}"


def _rule(rule_id: str, action: str, severity: str = "major", **cells: str) -> dict[str, str]:
    return {"rule_id": rule_id, "action": action, "severity": severity, **cells}


def _pair(
    rule_id: str, sides: str, action: str, severity: str = "major", routes: tuple[str, str] = ("", "")
) -> dict[str, str]:
    affected, cause = sides.split()
    return _rule(
        rule_id,
        action,
        severity,
        object=affected,
        precipitant=cause,
        object_routes=routes[0],
        precipitant_routes=routes[1],
    )


def _modifier(
    rule_id: str, priority: int, test: str, action: str, severity: str = "", unit: str = ""
) -> dict[str, str]:
    factor, op, value = test.split()
    return {
        "modifier_id": f"{rule_id}-{priority}",
        "rule_id": rule_id,
        "priority": str(priority),
        "factor": factor,
        "op": op,
        "value": value,
        "unit": unit,
        "action": action,
        "severity": severity,
    }


def _limit(
    rule_id: str, subject: str, bound: str, action: str, severity: str = "major", **cells: str
) -> dict[str, str]:
    limit, value, unit = bound.split()
    return _rule(rule_id, action, severity, subject=subject, limit=limit, value=value, unit=unit, **cells)


def _fact(rule_id: str, subject: str, test: str, action: str, severity: str = "major", **cells: str) -> dict[str, str]:
    fact, op, value, *high = test.split()
    return _rule(
        rule_id, action, severity, subject=subject, fact=fact, op=op, value=value, value_high="".join(high), **cells
    )


def _form(rule_id: str, jurisdiction: str, test: str, action: str, subject: str = "") -> dict[str, str]:
    field, op, *value = test.split()
    return _rule(
        rule_id, action, "minor", jurisdiction=jurisdiction, field=field, op=op, value="".join(value), subject=subject
    )


def _writing(rule_id: str, jurisdiction: str, test: str, action: str, *words: str, **cells: str) -> dict[str, str]:
    field, written = test.split()
    shown = {"field": field, "written": written, "words": ";".join(words), **cells}
    return _rule(rule_id, action, "minor", jurisdiction=jurisdiction, op="present", **shown)


def _term(rule_id: str, term: str, selector: str, points: int, min_count: int) -> dict[str, str]:
    return {
        "rule_id": rule_id,
        "term": term,
        "selector": selector,
        "points": str(points),
        "min_count": str(min_count),
    }


def _codes(check: str, topics: str, hl7_act: str, ncpdp: str, cn_review: str = "") -> list[dict[str, str]]:
    codes = {"hl7_act": hl7_act, "ncpdp": ncpdp, "cn_review": cn_review}
    return [{"check": check, "topic": topic, **codes} for topic in topics.split()]


ADULT, CHILD = {"age_min_years": "18"}, {"age_max_years": "18"}


def _derived(rule_id: str, sides: str, action: str) -> dict[str, str]:
    return {**_pair(rule_id, sides, action, "moderate"), "mechanism": "m-kinetic"}


def _grade(role: str, grade: str, ratio_low: str, ratio_high: str) -> dict[str, str]:
    return {"role": role, "grade": grade, "ratio_low": ratio_low, "ratio_high": ratio_high}


RULES: dict[str, list[dict[str, str]]] = {
    "knowledge/interactions.csv": [
        _pair("ix-ace-spironolactone", "class:ace-inhibitors drug:spironolactone", "monitor", "moderate"),
        _pair("ix-atorvastatin-clarithromycin", "drug:atorvastatin drug:clarithromycin", "monitor", "moderate"),
        {**_pair("ix-cns-cns", "class:cns-depressants class:cns-depressants", "modify"), "mechanism": "m-dynamic"},
        _pair("ix-digoxin-clarithromycin", "drug:digoxin drug:clarithromycin", "modify"),
        _pair("ix-enalapril-furosemide", "drug:enalapril drug:furosemide", "inform", "minor"),
        _pair("ix-opioid-opioid", "class:opioids class:opioids", "modify", "moderate"),
        _pair("ix-statins-cyp3a4", "class:statins class:cyp3a4-inhibitors", "avoid", "contraindicated"),
        _pair("ix-warfarin-aspirin", "drug:warfarin drug:aspirin", "avoid"),
        _pair("ix-warfarin-celecoxib", "drug:warfarin drug:celecoxib", "none", "minor"),
        _pair("ix-warfarin-nsaids", "drug:warfarin class:nsaids", "avoid", "major", ("", "any")),
        {
            **_pair("ix-simvastatin-warfarin", "drug:simvastatin drug:warfarin", "inform", "minor"),
            "mechanism": "m-kinetic",
        },
        _pair("ix-tramadol-clarithromycin", "drug:tramadol drug:clarithromycin", "none", "minor"),
        {**_pair("ix-tramadol-st-johns-wort", "drug:tramadol drug:st-johns-wort", "monitor"), "mechanism": "m-dynamic"},
        {**_pair("ix-statins-warfarin", "class:statins drug:warfarin", "monitor", "minor"), "mechanism": "m-dynamic"},
        {
            **_pair("ix-tramadol-zolpidem", "drug:tramadol drug:zolpidem", "inform", "minor"),
            "mechanism": "m-kinetic;m-dynamic",
        },
        _pair("ix-warfarin-st-johns-wort", "drug:warfarin drug:st-johns-wort", "modify"),
    ],
    "knowledge/incompatibilities.csv": [
        {
            **_pair("iv-vancomycin-heparin", "drug:vancomycin drug:heparin", "monitor", "major", ("iv", "iv")),
            "contact": "y_site",
        },
        {
            **_pair("iv-opioid-furosemide", "class:opioids drug:furosemide", "inform", "minor", ("iv", "iv")),
            "contact": "mixture",
        },
        {
            **_pair("iv-furosemide-nothing", "drug:furosemide drug:vancomycin", "none", "minor", ("iv", "iv")),
            "contact": "mixture",
        },
    ],
    "rules/derived_interactions.csv": [
        _derived("der-inhibitor-narrow", "role:cyp3a4-substrate-narrow role:cyp3a4-inhibitor-strong", "monitor"),
        _derived("der-inhibitor-sensitive", "role:cyp3a4-substrate-sensitive role:cyp3a4-inhibitor-strong", "modify"),
        _derived("der-moderate-inhibitor", "role:cyp3a4-substrate-moderate role:cyp3a4-inhibitor-strong", "monitor"),
        _derived("der-inducer", "role:cyp3a4-substrate-sensitive role:cyp3a4-inducer-strong", "modify"),
        _derived("der-inducer-moderate", "role:cyp3a4-substrate-moderate role:cyp3a4-inducer-strong", "monitor"),
        _derived("der-pgp", "role:pgp-substrate-narrow role:pgp-inhibitor-strong", "monitor"),
        {**_derived("der-bleeding", "effect:bleeding-high effect:bleeding-high", "monitor"), "mechanism": "m-bleeding"},
        {
            **_derived("der-bleeding-some", "effect:bleeding-high effect:bleeding-moderate", "inform"),
            "mechanism": "m-bleeding",
        },
    ],
    "rules/exposure_grades.csv": [
        _grade("substrate", "sensitive", "0.8", "0.98"),
        _grade("substrate", "moderate", "0.5", "0.8"),
        _grade("substrate", "minor", "0", "0.5"),
        _grade("inhibitor", "strong", "0.8", "0.98"),
        _grade("inhibitor", "moderate", "0.5", "0.8"),
        _grade("inhibitor", "weak", "0.2", "0.5"),
        _grade("inducer", "strong", "4", "9"),
        _grade("inducer", "moderate", "1", "4"),
        _grade("inducer", "weak", "0.25", "1"),
    ],
    "knowledge/interaction_modifiers.csv": [
        _modifier("ix-ace-spironolactone", 1, "egfr lt 30", "avoid", "contraindicated", EGFR),
        _modifier("ix-ace-spironolactone", 2, "age_years ge 75", "modify", "major", "a"),
        _modifier("ix-atorvastatin-clarithromycin", 1, "object_daily_dose gt 20", "modify", "major", "mg"),
        _modifier("ix-digoxin-clarithromycin", 1, "precipitant_days le 3", "monitor", "moderate", "d"),
        _modifier("ix-enalapril-furosemide", 1, "condition present heart-failure", "none"),
        _modifier("ix-warfarin-aspirin", 1, "precipitant_daily_dose le 100", "monitor", "moderate", "mg"),
        _modifier("ix-statins-warfarin", 1, "inr gt 4", "avoid", "major"),
        _modifier("ix-statins-warfarin", 2, "potassium le 3.5", "modify", "moderate"),
        _modifier("ix-warfarin-nsaids", 1, "precipitant_route in local", "none"),
        _modifier("ix-warfarin-nsaids", 2, "co_drug present drug:omeprazole", "modify"),
    ],
    "rules/dose_limits.csv": [
        _limit("dose-codeine-duration", "drug:codeine", "duration_max 3 d", "modify", "moderate", routes="oral"),
        _limit("dose-diclofenac-topical", "drug:diclofenac", "daily_max 32 g", "none", "minor", routes="topical"),
        _limit("dose-doxorubicin-single", "drug:doxorubicin", "single_max 75 mg", "avoid", per="m2", routes="iv"),
        _limit("dose-heparin-daily", "drug:heparin", "daily_max 40000 [IU]", "avoid", routes="parenteral"),
        _limit("dose-ibuprofen-daily", "drug:ibuprofen", "daily_max 2400 mg", "modify", routes="oral", **ADULT),
        _limit("dose-methotrexate-often", "drug:methotrexate", "doses_per_week_max 1 {dose}", "avoid", routes="oral"),
        _limit("dose-methotrexate-weekly", "drug:methotrexate", "weekly_max 25 mg", "avoid", "contraindicated"),
        _limit("dose-paracetamol-child", "drug:paracetamol", "daily_max 75 mg", "modify", per="kg", **CHILD),
        _limit("dose-paracetamol-daily", "drug:paracetamol", "daily_max 4 g", "modify", **ADULT),
        _limit("dose-paracetamol-old", "drug:paracetamol", "daily_max 3 g", "monitor", "minor", age_min_years="75"),
        _limit("dose-paracetamol-single", "drug:paracetamol", "single_max 1 g", "modify", "moderate", **ADULT),
        _limit("dose-tramadol-often", "drug:tramadol", "doses_per_day_max 4 {dose}", "monitor", "minor"),
        _limit("dose-vancomycin-daily", "drug:vancomycin", "daily_max 60 mg", "modify", per="kg", routes="iv"),
    ],
    "rules/age.csv": [
        _fact("age-aspirin", "drug:aspirin", "age_years lt 16", "avoid", unit="a"),
        _fact("age-cns", "class:cns-depressants", "age_years ge 65", "monitor", "moderate", unit="a"),
        _fact("sex-tramadol", "drug:tramadol", "sex is male", "inform", "minor"),
    ],
    "rules/disease.csv": [
        _fact("disease-celecoxib-ulcer", "drug:celecoxib", "condition has peptic-ulcer", "monitor", "moderate"),
        _fact("disease-nsaids-heart", "class:nsaids", "condition has heart-failure", "avoid"),
        _fact("disease-nsaids-ulcer", "class:nsaids", "condition has peptic-ulcer", "avoid"),
    ],
    "rules/lab.csv": [
        _fact("lab-spironolactone-potassium", "drug:spironolactone", "potassium ge 5.5", "avoid", unit="mmol/L"),
        _fact("lab-warfarin-inr", "drug:warfarin", "inr gt 4", "modify", unit="1"),
    ],
    "rules/lactation.csv": [_fact("lact-codeine", "drug:codeine", "lactating is yes", "avoid")],
    "rules/pregnancy.csv": [
        _fact("preg-ace", "class:ace-inhibitors", "pregnancy_week between 0 42", "avoid", unit="wk"),
        _fact("preg-nsaids-early", "class:nsaids", "pregnancy_week between 0 27", "monitor", "moderate", unit="wk"),
        _fact("preg-nsaids-late", "class:nsaids", "pregnancy_week between 28 42", "avoid", unit="wk"),
    ],
    "rules/renal.csv": [
        _fact(
            "renal-diclofenac-topical", "drug:diclofenac", "egfr lt 90", "none", "minor", routes="topical", unit=EGFR
        ),
        _fact("renal-ibuprofen", "drug:ibuprofen", "egfr lt 20", "avoid", "contraindicated", unit=EGFR),
        _fact("renal-metformin-30", "drug:metformin", "egfr lt 30", "avoid", "contraindicated", unit=EGFR),
        _fact("renal-metformin-45", "drug:metformin", "egfr between 30 45", "modify", unit=EGFR),
        _fact("renal-metformin-60", "drug:metformin", "egfr lt 60", "monitor", "moderate", unit=EGFR),
        _fact("renal-nsaids", "class:nsaids", "egfr lt 30", "avoid", unit=EGFR),
    ],
    "rules/allergy.csv": [
        _rule(
            "allergy-cross-amoxicillin",
            "avoid",
            relation="cross",
            allergen="drug:amoxicillin",
            subject="drug:cefalexin",
        ),
        _rule(
            "allergy-cross-cefazolin", "none", relation="cross", allergen="class:penicillins", subject="drug:cefazolin"
        ),
        _rule(
            "allergy-cross-pen-ceph",
            "monitor",
            relation="cross",
            allergen="class:penicillins",
            subject="class:cephalosporins",
        ),
        _rule(
            "allergy-group-penicillins",
            "avoid",
            relation="group",
            allergen="class:penicillins",
            subject="class:penicillins",
        ),
        _rule("allergy-same", "avoid", "contraindicated", relation="same"),
    ],
    "rules/duplicates.csv": [
        _rule("dup-cns", "monitor", "moderate", level="class", subject="class:cns-depressants", max_count="2"),
        _rule("dup-ingredient", "modify", level="ingredient", max_count="1"),
        _rule("dup-nsaids", "avoid", level="class", subject="class:nsaids", max_count="1"),
    ],
    "rules/duplicate_allowances.csv": [
        {
            "allowance_id": "allow-celecoxib-ibuprofen",
            "rule_id": "dup-nsaids",
            "first": "drug:celecoxib",
            "second": "drug:ibuprofen",
        },
        {
            "allowance_id": "allow-furosemide",
            "rule_id": "dup-ingredient",
            "first": "drug:furosemide",
            "second": "drug:furosemide",
            "first_routes": "iv",
            "second_routes": "oral",
        },
    ],
    "rules/sets.csv": [
        _rule("set-sedation", "monitor", "moderate", min_points="4"),
        _rule("set-triple-whammy", "avoid", min_points="3"),
    ],
    "rules/set_terms.csv": [
        _term("set-sedation", "strong", "class:opioids", 2, 1),
        _term("set-sedation", "weak", "drug:zolpidem", 1, 0),
        _term("set-sedation", "weaker", "drug:valerian", 1, 0),
        _term("set-triple-whammy", "ace", "class:ace-inhibitors", 1, 1),
        _term("set-triple-whammy", "diuretic", "class:diuretics", 1, 1),
        _term("set-triple-whammy", "nsaid", "class:nsaids", 1, 1),
    ],
    "rules/jurisdictions/cn.csv": [
        _form("cn-diagnosis", "cn", "condition absent", "modify"),
        _form("cn-frequency", "cn", "frequency absent", "modify"),
        _form("cn-lines", "cn", "lines gt 5", "modify"),
        _form("cn-opioid-days", "cn", "days gt 3", "avoid", "class:opioids"),
        _writing("cn-written-large", "cn", "instruction ungrouped_number", "inform", value="10000"),
        _writing("cn-written-name", "cn", "writing name", "modify", "MS", "MSO4", "MgSO4"),
        _writing("cn-written-naked", "cn", "writing naked_decimal", "inform", subject="class:opioids"),
        _writing("cn-written-silent", "cn", "writing word", "none", "qd"),
        _writing("cn-written-zero", "cn", "instruction trailing_zero", "inform"),
    ],
    "rules/jurisdictions/generic.csv": [
        _form("form-dose", "generic", "dose absent", "modify"),
        _form("form-route", "generic", "route absent", "inform"),
        _writing("form-written-daily", "generic", "writing word", "inform", "qd", "qod"),
        _writing("form-written-name", "generic", "writing name", "inform", "MS", "MgSO4"),
        _writing("form-written-naked", "generic", "instruction naked_decimal", "inform"),
        _writing("form-written-unit", "generic", "writing unit", "inform", "U", "µg", "㎍", "cc"),
        _writing("form-written-zero", "generic", "writing trailing_zero", "inform"),
    ],
    "rules/coverage.csv": [
        {"fact": "age_years", "op": "lt", "value": "12", "note": "children"},
        {"fact": "egfr", "op": "lt", "value": "30", "note": "renal failure"},
        {"fact": "lactating", "op": "is", "value": "yes", "note": "lactation"},
        {"fact": "pregnancy_week", "op": "between", "value": "0", "value_high": "42", "note": "pregnancy"},
    ],
    "rules/source_grades.csv": [
        {"scale": "tiny", "grade": "grave", "action": "avoid", "severity": "contraindicated"},
        {"scale": "tiny", "grade": "middling", "action": "monitor", "severity": "moderate"},
        {"scale": "tiny", "grade": "nothing", "action": "none", "severity": "minor"},
        {"scale": "other", "grade": "1", "action": "modify", "severity": "major"},
        {"scale": "other", "grade": "2", "action": "inform", "severity": "minor"},
    ],
    "rules/policy.csv": [
        {"key": "exposure_fall", "value": "80", "note": "per cent"},
        {"key": "exposure_rise", "value": "125", "note": "per cent"},
        {"key": "fertile_age_max", "value": "55", "note": "years"},
        {"key": "fertile_age_min", "value": "12", "note": "years"},
        {"key": "dispute_similarity", "value": "85", "note": "per cent"},
        {"key": "structure_similarity", "value": "50", "note": "per cent"},
        {"key": "suggestion_similarity", "value": "70", "note": "per cent"},
    ],
    "rules/finding_codes.csv": [
        *_codes("allergy", "cross group same", "ALGY", "DA"),
        *_codes("condition", "condition egfr inr potassium", "COND", "MC", "2-1"),
        *_codes("condition", "age_years sex", "AGE", "PA", "2-1"),
        *_codes("condition", "lactating pregnancy_week", "COND", "PG", "2-1"),
        *_codes("duplicate", "class ingredient", "DUPTHPY", "TD", "2-7"),
        *_codes("form", "condition days dose frequency instruction lines route writing", "", ""),
        *_codes("interaction", "drug", "DINT", "DD", "2-8"),
        *_codes("limit", "daily_max single_max weekly_max", "DOSEH", "HD", "2-5"),
        *_codes("limit", "doses_per_day_max doses_per_week_max duration_max", "DOSEDUR", "MX", "2-5"),
        *_codes("set", "set", "DINT", "DD", "2-8"),
    ],
}
