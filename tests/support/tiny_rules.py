"""The rules of the tiny tables."""

from __future__ import annotations

from tests.support.tiny_rows import EGFR, codes, fact, form, limit, modifier, pair, rule, term, writing

ADULT, CHILD = {"when": "age>=18a"}, {"when": "age<18a"}


def _derived(rule_id: str, sides: str, action: str) -> dict[str, str]:
    return {**pair(rule_id, sides, action, "moderate"), "mechanism": "m-kinetic"}


def _grade(role: str, grade: str, ratio_low: str, ratio_high: str) -> dict[str, str]:
    return {"role": role, "grade": grade, "ratio_low": ratio_low, "ratio_high": ratio_high}


_NO = {"about_rule": "false", "text_needed": "false"}
RULES: dict[str, list[dict[str, str]]] = {
    "knowledge/interactions.csv": [
        pair("ix-ace-spironolactone", "class:ace-inhibitors drug:spironolactone", "monitor", "moderate"),
        pair("ix-atorvastatin-clarithromycin", "drug:atorvastatin drug:clarithromycin", "monitor", "moderate"),
        {**pair("ix-cns-cns", "class:cns-depressants class:cns-depressants", "modify"), "mechanism": "m-dynamic"},
        pair("ix-digoxin-clarithromycin", "drug:digoxin drug:clarithromycin", "modify"),
        pair("ix-enalapril-furosemide", "drug:enalapril drug:furosemide", "inform", "minor"),
        pair("ix-opioid-opioid", "class:opioids class:opioids", "modify", "moderate"),
        pair("ix-statins-cyp3a4", "class:statins class:cyp3a4-inhibitors", "avoid", "contraindicated"),
        pair("ix-warfarin-aspirin", "drug:warfarin drug:aspirin", "avoid"),
        pair("ix-warfarin-celecoxib", "drug:warfarin drug:celecoxib", "none", "minor"),
        pair("ix-warfarin-nsaids", "drug:warfarin class:nsaids", "avoid", "major", ("", "any")),
        {
            **pair("ix-simvastatin-warfarin", "drug:simvastatin drug:warfarin", "inform", "minor"),
            "mechanism": "m-kinetic",
        },
        pair("ix-tramadol-clarithromycin", "drug:tramadol drug:clarithromycin", "none", "minor"),
        {**pair("ix-tramadol-st-johns-wort", "drug:tramadol drug:st-johns-wort", "monitor"), "mechanism": "m-dynamic"},
        {**pair("ix-statins-warfarin", "class:statins drug:warfarin", "monitor", "minor"), "mechanism": "m-dynamic"},
        {
            **pair("ix-tramadol-zolpidem", "drug:tramadol drug:zolpidem", "inform", "minor"),
            "mechanism": "m-kinetic;m-dynamic",
        },
        pair("ix-warfarin-st-johns-wort", "drug:warfarin drug:st-johns-wort", "modify"),
    ],
    "knowledge/incompatibilities.csv": [
        {
            **pair("iv-vancomycin-heparin", "drug:vancomycin drug:heparin", "monitor", "major", ("iv", "iv")),
            "contact": "y_site",
        },
        {
            **pair("iv-opioid-furosemide", "class:opioids drug:furosemide", "inform", "minor", ("iv", "iv")),
            "contact": "mixture",
        },
        {
            **pair("iv-furosemide-nothing", "drug:furosemide drug:vancomycin", "none", "minor", ("iv", "iv")),
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
        modifier("ix-ace-spironolactone", 1, "egfr lt 30", "avoid", "contraindicated", EGFR),
        modifier("ix-ace-spironolactone", 2, "age_years ge 75", "modify", "major", "a"),
        modifier("ix-atorvastatin-clarithromycin", 1, "object_daily_dose gt 20", "modify", "major", "mg"),
        modifier("ix-digoxin-clarithromycin", 1, "precipitant_days le 3", "monitor", "moderate", "d"),
        modifier("ix-enalapril-furosemide", 1, "condition present heart-failure", "none"),
        modifier("ix-warfarin-aspirin", 1, "precipitant_daily_dose le 100", "monitor", "moderate", "mg"),
        modifier("ix-statins-warfarin", 1, "inr gt 4", "avoid", "major"),
        modifier("ix-statins-warfarin", 2, "potassium le 3.5", "modify", "moderate"),
        modifier("ix-warfarin-nsaids", 1, "precipitant_route in local", "none"),
        modifier("ix-warfarin-nsaids", 2, "co_drug present drug:omeprazole", "modify"),
    ],
    "rules/dose_limits.csv": [
        limit("dose-codeine-duration", "drug:codeine", "duration_max 3 d", "modify", "moderate", routes="oral"),
        limit("dose-diclofenac-topical", "drug:diclofenac", "daily_max 32 g", "none", "minor", routes="topical"),
        limit("dose-doxorubicin-single", "drug:doxorubicin", "single_max 75 mg", "avoid", per="m2", routes="iv"),
        limit("dose-heparin-daily", "drug:heparin", "daily_max 40000 [IU]", "avoid", routes="parenteral"),
        limit("dose-ibuprofen-daily", "drug:ibuprofen", "daily_max 2400 mg", "modify", routes="oral", **ADULT),
        limit("dose-methotrexate-often", "drug:methotrexate", "doses_per_week_max 1 {dose}", "avoid", routes="oral"),
        limit("dose-methotrexate-weekly", "drug:methotrexate", "weekly_max 25 mg", "avoid", "contraindicated"),
        limit("dose-paracetamol-child", "drug:paracetamol", "daily_max 75 mg", "modify", per="kg", **CHILD),
        limit("dose-paracetamol-daily", "drug:paracetamol", "daily_max 4 g", "modify", **ADULT),
        limit("dose-paracetamol-old", "drug:paracetamol", "daily_max 3 g", "monitor", "minor", when="age>=75a"),
        limit("dose-paracetamol-single", "drug:paracetamol", "single_max 1 g", "modify", "moderate", **ADULT),
        limit("dose-tramadol-often", "drug:tramadol", "doses_per_day_max 4 {dose}", "monitor", "minor"),
        limit("dose-vancomycin-daily", "drug:vancomycin", "daily_max 60 mg", "modify", per="kg", routes="iv"),
    ],
    "rules/age.csv": [
        fact("age-aspirin", "drug:aspirin", "age_years lt 16", "avoid", unit="a"),
        fact("age-cns", "class:cns-depressants", "age_years ge 65", "monitor", "moderate", unit="a"),
        fact("sex-tramadol", "drug:tramadol", "sex is male", "inform", "minor"),
    ],
    "rules/disease.csv": [
        fact("disease-celecoxib-ulcer", "drug:celecoxib", "condition has peptic-ulcer", "monitor", "moderate"),
        fact("disease-nsaids-heart", "class:nsaids", "condition has heart-failure", "avoid"),
        fact("disease-nsaids-ulcer", "class:nsaids", "condition has peptic-ulcer", "avoid"),
    ],
    "rules/lab.csv": [
        fact("lab-spironolactone-potassium", "drug:spironolactone", "potassium ge 5.5", "avoid", unit="mmol/L"),
        fact("lab-warfarin-inr", "drug:warfarin", "inr gt 4", "modify", unit="1"),
    ],
    "rules/lactation.csv": [fact("lact-codeine", "drug:codeine", "lactating is yes", "avoid")],
    "rules/pregnancy.csv": [
        fact("preg-ace", "class:ace-inhibitors", "pregnancy_week between 0 42", "avoid", unit="wk"),
        fact("preg-nsaids-early", "class:nsaids", "pregnancy_week between 0 27", "monitor", "moderate", unit="wk"),
        fact("preg-nsaids-late", "class:nsaids", "pregnancy_week between 28 42", "avoid", unit="wk"),
    ],
    "rules/renal.csv": [
        fact("renal-diclofenac-topical", "drug:diclofenac", "egfr lt 90", "none", "minor", routes="topical", unit=EGFR),
        fact("renal-ibuprofen", "drug:ibuprofen", "egfr lt 20", "avoid", "contraindicated", unit=EGFR),
        fact("renal-metformin-30", "drug:metformin", "egfr lt 30", "avoid", "contraindicated", unit=EGFR),
        fact("renal-metformin-45", "drug:metformin", "egfr between 30 45", "modify", unit=EGFR),
        fact("renal-metformin-60", "drug:metformin", "egfr lt 60", "monitor", "moderate", unit=EGFR),
        fact("renal-nsaids", "class:nsaids", "egfr lt 30", "avoid", unit=EGFR),
    ],
    "rules/allergy.csv": [
        rule(
            "allergy-cross-amoxicillin",
            "avoid",
            relation="cross",
            allergen="drug:amoxicillin",
            subject="drug:cefalexin",
        ),
        rule(
            "allergy-cross-cefazolin", "none", relation="cross", allergen="class:penicillins", subject="drug:cefazolin"
        ),
        rule(
            "allergy-cross-pen-ceph",
            "monitor",
            relation="cross",
            allergen="class:penicillins",
            subject="class:cephalosporins",
        ),
        rule(
            "allergy-group-penicillins",
            "avoid",
            relation="group",
            allergen="class:penicillins",
            subject="class:penicillins",
        ),
        rule("allergy-same", "avoid", "contraindicated", relation="same"),
    ],
    "rules/duplicates.csv": [
        rule("dup-cns", "monitor", "moderate", level="class", subject="class:cns-depressants", max_count="2"),
        rule("dup-ingredient", "modify", level="ingredient", max_count="1"),
        rule("dup-nsaids", "avoid", level="class", subject="class:nsaids", max_count="1"),
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
        rule("set-sedation", "monitor", "moderate", kind="burden", min_points="4"),
        rule("set-triple-whammy", "avoid", kind="burden", min_points="3"),
    ],
    "rules/set_terms.csv": [
        term("set-sedation", "strong", "class:opioids", 2, 1),
        term("set-sedation", "weak", "drug:zolpidem", 1, 0),
        term("set-sedation", "weaker", "drug:valerian", 1, 0),
        term("set-triple-whammy", "ace", "class:ace-inhibitors", 1, 1),
        term("set-triple-whammy", "diuretic", "class:diuretics", 1, 1),
        term("set-triple-whammy", "nsaid", "class:nsaids", 1, 1),
    ],
    "rules/jurisdictions/cn.csv": [
        form("cn-diagnosis", "cn", "condition absent", "modify"),
        form("cn-frequency", "cn", "frequency absent", "modify"),
        form("cn-lines", "cn", "lines gt 5", "modify"),
        form("cn-opioid-days", "cn", "days gt 3", "avoid", "class:opioids"),
        writing("cn-written-large", "cn", "instruction ungrouped_number", "inform", value="10000"),
        writing("cn-written-name", "cn", "writing name", "modify", "MS", "MSO4", "MgSO4"),
        writing("cn-written-naked", "cn", "writing naked_decimal", "inform", subject="class:opioids"),
        writing("cn-written-silent", "cn", "writing word", "none", "qd"),
        writing("cn-written-zero", "cn", "instruction trailing_zero", "inform"),
    ],
    "rules/jurisdictions/generic.csv": [
        form("form-dose", "generic", "dose absent", "modify"),
        form("form-route", "generic", "route absent", "inform"),
        writing("form-written-daily", "generic", "writing word", "inform", "qd", "qod"),
        writing("form-written-name", "generic", "writing name", "inform", "MS", "MgSO4"),
        writing("form-written-naked", "generic", "instruction naked_decimal", "inform"),
        writing("form-written-unit", "generic", "writing unit", "inform", "U", "µg", "㎍", "cc"),
        writing("form-written-zero", "generic", "writing trailing_zero", "inform"),
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
        {"key": "creatinine_stale_days", "value": "365", "note": "days"},
        {"key": "crcl_margin", "value": "30", "note": "per cent"},
        {"key": "lab_stale_days", "value": "90", "site_low": "7", "site_high": "90", "note": "days"},
        {"key": "link_days", "value": "30", "note": "days"},
        {"key": "refill_used", "value": "75", "note": "per cent"},
        {"key": "missing_indication", "value": "1", "note": "on"},
        {"key": "waiting_action", "value": "1", "site_low": "1", "site_high": "2", "note": "inform"},
        {"key": "tune_decisions", "value": "20", "note": "decisions"},
        {"key": "tune_value", "value": "20", "note": "per cent"},
        {"key": "exposure_fall", "value": "80", "note": "per cent"},
        {"key": "exposure_rise", "value": "125", "note": "per cent"},
        {"key": "fertile_age_max", "value": "55", "note": "years"},
        {"key": "fertile_age_min", "value": "12", "note": "years"},
        {"key": "dispute_similarity", "value": "85", "note": "per cent"},
        {"key": "structure_similarity", "value": "50", "note": "per cent"},
        {"key": "suggestion_similarity", "value": "70", "note": "per cent"},
    ],
    "rules/override_reasons.csv": [
        {
            "reason_id": "benefit",
            "key": "1",
            "name_en": "benefit",
            "name_zh": "获益",
            "decisions": "overridden",
            "mitigation": "1",
            **_NO,
        },
        {
            "reason_id": "inaccurate",
            "key": "i",
            "name_en": "inaccurate",
            "name_zh": "不准确",
            "decisions": "overridden;not_applicable",
            **_NO,
            "about_rule": "true",
        },
        {
            "reason_id": "other",
            "key": "o",
            "name_en": "other",
            "name_zh": "其他",
            "decisions": "overridden;not_applicable",
            **_NO,
            "text_needed": "true",
        },
    ],
    "rules/must_alert.csv": [
        {
            "entry_id": "contraindicated",
            "reason_en": "Contraindicated",
            "reason_zh": "禁忌",
            "severity": "contraindicated",
            "evidence": "",
        },
    ],
    "rules/issue_severities.csv": [
        {"severity": severity, "fhir": fhir, "source_id": "curator", "locator": "", "status": "draft"}
        for severity, fhir in (
            ("contraindicated", "high"),
            ("major", "high"),
            ("minor", "low"),
            ("moderate", "moderate"),
        )
    ],
    "rules/finding_codes.csv": [
        *codes("allergy", "cross group same", "ALGY", "DA"),
        *codes("condition", "condition egfr inr potassium", "COND", "MC", "2-1"),
        *codes("condition", "age_years sex", "AGE", "PA", "2-1"),
        *codes("condition", "lactating pregnancy_week", "COND", "PG", "2-1"),
        *codes("duplicate", "class ingredient", "DUPTHPY", "TD", "2-7"),
        *codes("form", "condition days dose frequency instruction lines route writing", "", ""),
        *codes("interaction", "drug", "DINT", "DD", "2-8"),
        *codes("limit", "daily_max single_max weekly_max", "DOSEH", "HD", "2-5"),
        *codes("limit", "doses_per_day_max doses_per_week_max duration_max", "DOSEDUR", "MX", "2-5"),
        *codes("set", "set", "DINT", "DD", "2-8"),
    ],
}
