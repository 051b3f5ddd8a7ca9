"""Every kind of fault is found, in the row where it is, with a message that says what to do.

Each case breaks the tiny tables in one way.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rxcheck.errors import KnowledgeError
from rxcheck.kb.lint import lint_folder, require_sound
from rxcheck.kb.load import load
from rxcheck.kb.store import default_folder
from tests.support.tiny import write_tiny
from tests.unit.kb.editing import add, drop, edit, line_of, read, set_cells, write

K = "knowledge/"
R = "rules/"
IX = K + "interactions.csv"
MOD = K + "interaction_modifiers.csv"
LIM = R + "dose_limits.csv"
FORM = R + "jurisdictions/generic.csv"

Break = Callable[[Path], object]


def case(name: str, key: str | None, column: str | None, message: str, *steps: Break, first: bool = False) -> object:
    """The fault `message` in `column` of the last (or first) row of table `name` whose first column is `key`."""
    return pytest.param(steps, name, key, column, message, first, id=message[:40].strip().replace(" ", "-"))


def setting(name: str, key: str, /, **cells: str) -> Break:
    return lambda folder: set_cells(folder, name, key, **cells)


def adding(name: str, /, **cells: str) -> Break:
    return lambda folder: add(folder, name, **cells)


def dropping(name: str, key: str) -> Break:
    return lambda folder: drop(folder, name, key)


def depth(clause_id: str, /, **cells: str) -> Break:
    full = {
        "audience": "patient",
        "text_en": "Harm.",
        "text_zh": "伤害。",
        "source_id": "curator",
        "status": "draft",
    } | cells
    return adding(K + "clause_depths.csv", clause_id=clause_id, **full)


def beside(harms: str = "h-tiny", clause_id: str = "p-tiny", when: str = "age>=65a") -> Break:
    def both(folder: Path) -> None:
        add(folder, K + "clauses.csv", clause_id="p-tiny", kind="patient", text_en="Worse.", text_zh="更重。")
        row = {"harms": harms, "when": when, "clause_id": clause_id, "source_id": "curator", "status": "draft"}
        add(folder, K + "patient_clauses.csv", row_id="pc-x", **row)

    return both


def words(group_id: str, kind: str, said: str) -> Break:
    row = {"lang": "en", "kind": kind, "words": said, "source_id": "curator", "status": "draft"}
    return adding(K + "paraphrases.csv", group_id=group_id, **row)


def because(**cells: str) -> Break:
    full = {"reason_id": "x", "key": "x", "name_en": "x", "name_zh": "无", "decisions": "overridden", "about_rule": "false",
            "text_needed": "false", "source_id": "curator", "status": "draft"} | cells  # fmt: skip
    return adding(R + "override_reasons.csv", **full)


def limit(rule_id: str, /, **cells: str) -> Break:
    full = {"subject": "drug:digoxin", "limit": "daily_max", "value": "1", "unit": "mg", "action": "modify",
            "severity": "major"} | cells  # fmt: skip
    return adding(LIM, rule_id=rule_id, **full)


def modifier(**cells: str) -> Break:
    full = {"modifier_id": "new", "rule_id": "ix-cns-cns", "priority": "1", "factor": "age_years", "op": "ge",
            "value": "65", "action": "avoid"} | cells  # fmt: skip
    return adding(MOD, **full)


def pair(rule_id: str, obj: str, pre: str, **cells: str) -> Break:
    return adding(IX, rule_id=rule_id, object=obj, precipitant=pre, **{"action": "avoid", "severity": "major"} | cells)


def swap_first_two(name: str) -> Break:
    def change(folder: Path) -> None:
        columns, rows = read(folder, name)
        rows[0], rows[1] = rows[1], rows[0]
        write(folder, name, columns, rows, ordered=False)

    return change


REAL_SOURCE = adding(
    K + "sources.csv", source_id="label", title="Label", publisher="Maker", kind="label", licence="", edition=""
)


def agreeing(rule_id: str, **cells: str) -> Break:
    """A row of corroborations, by the source of REAL_SOURCE."""
    whole = {"action": "modify", "agreeing": "2", "known": "3", "pairs": "6"} | cells
    return adding(K + "corroborations.csv", rule_id=rule_id, source_id="label", edition="", **whole)


_ROW = {"source_id": "curator", "status": "draft"}


def level(**cells: str) -> Break:
    full = {"level": "1", "lines_low": "2", "lines_high": "3", "problems": "1", "decoys": "0", "distance_low": "1",
            "distance_high": "2", "branded": "0", "abbreviated": "0", "effort": "0", **_ROW} | cells  # fmt: skip
    return adding(R + "training_levels.csv", **full)


def healthy(**cells: str) -> Break:
    full = {"fact": "weight", "age_low": "18", "age_high": "30", "low": "5", "high": "6", "step": "1", "always": "true",
            **_ROW} | cells  # fmt: skip
    return adding(R + "training_values.csv", **full)


def trained(**cells: str) -> Break:
    return adding(R + "training_drugs.csv", drug="no-such", route="oral", **_ROW, **cells)


CASES = [
    # keys and order
    case(K + "drugs.csv", "aspirin", None, "drug_id stands already in knowledge/drugs.csv, row",
         adding(K + "drugs.csv", drug_id="aspirin", name_en="aspirin", kind="drug")),
    case(K + "classes.csv", "ace-inhibitors", None, "rows are not sorted by class_id: run `rxcheck kb format`",
         swap_first_two(K + "classes.csv")),
    case(R + "renal.csv", "lab-warfarin-inr", None, "rule_id stands already in rules/lab.csv",
         adding(R + "renal.csv", rule_id="lab-warfarin-inr", action="avoid", severity="major", subject="drug:warfarin",
                fact="egfr", op="lt", value="15")),
    # provenance
    case(IX, "ix-cns-cns", "source_id", "source 'nowhere' is not in knowledge/sources.csv",
         setting(IX, "ix-cns-cns", source_id="nowhere")),
    case(IX, "ix-cns-cns", "locator", "say where in the source", REAL_SOURCE,
         setting(IX, "ix-cns-cns", source_id="label", status="corroborated", locator="")),
    case(IX, "ix-cns-cns", "reviewed_by", "status reviewed and reviewed_by go together",
         setting(IX, "ix-cns-cns", reviewed_by="somebody")),
    case(IX, "ix-cns-cns", "status", "no source in knowledge/corroborations.csv agrees",
         setting(IX, "ix-cns-cns", status="corroborated")),
    case(K + "drugs.csv", "metformin", "status", "a row of the curator alone is a draft",
         setting(K + "drugs.csv", "metformin", status="corroborated")),
    case(IX, "ix-cns-cns", "status", "only rows of packs are imported",
         setting(IX, "ix-cns-cns", status="imported")),
    # other sources
    case(IX, "pack-house", "rule_id", "ids that start with 'pack-' belong to knowledge packs",
         pair("pack-house", "drug:metformin", "drug:aspirin")),
    case(IX, "ix-cns-cns", "status", "a source agrees: the status is corroborated", REAL_SOURCE, agreeing("ix-cns-cns")),
    case(K + "corroborations.csv", "ix-nothing", "rule_id", "ix-nothing is not in knowledge/interactions.csv",
         REAL_SOURCE, agreeing("ix-nothing")),
    case(K + "corroborations.csv", "ix-cns-cns", "action", "the row's action is modify",
         REAL_SOURCE, agreeing("ix-cns-cns", action="avoid"), setting(IX, "ix-cns-cns", status="corroborated")),
    case(K + "corroborations.csv", "ix-cns-cns", "source_id", "the row's own source cannot corroborate it",
         REAL_SOURCE, agreeing("ix-cns-cns"),
         setting(IX, "ix-cns-cns", source_id="label", locator="here", status="corroborated")),
    case(K + "corroborations.csv", "ix-cns-cns", "agreeing", "agreeing, known and pairs do not fall below each other",
         REAL_SOURCE, agreeing("ix-cns-cns", known="9"), setting(IX, "ix-cns-cns", status="corroborated")),
    case(K + "foreign_names.csv", "fr", "target", "drug:unobtainium is no drug or class",
         adding(K + "foreign_names.csv", lang="fr", name="rien", target="drug:unobtainium")),
    case(K + "foreign_names.csv", "fr", "name", "is the same name without accents and case",
         adding(K + "foreign_names.csv", lang="fr", name="Cafe", target="drug:aspirin"),
         adding(K + "foreign_names.csv", lang="fr", name="café", target="drug:aspirin")),
    case(R + "source_grades.csv", "tiny", "grade", "is the same grade without accents and case",
         adding(R + "source_grades.csv", scale="tiny", grade="Nothing", action="avoid", severity="major")),
    case(K + "sources.csv", "label", "source_id", "no row cites this source: remove it", REAL_SOURCE),
    # vocabulary
    case(K + "drugs.csv", "metformin", "rxcui", "rxcui 723 stands for another drug too",
         setting(K + "drugs.csv", "metformin", rxcui="723")),
    case(K + "drugs.csv", "metformin", "unii", "unii AAAAAAAAAA stands for another drug too",
         setting(K + "drugs.csv", "heparin", unii="AAAAAAAAAA"),
         setting(K + "drugs.csv", "metformin", unii="AAAAAAAAAA")),
    case(K + "drug_codes.csv", "rxnorm", "drug_id", "drug 'unobtainium' is not in knowledge/drugs.csv",
         setting(K + "drug_codes.csv", "rxnorm", drug_id="unobtainium")),
    case(K + "drug_codes.csv", "rxnorm", "code", "not the shape of a code of rxnorm",
         setting(K + "drug_codes.csv", "rxnorm", code="no code")),
    case(K + "names.csv", "MTX", "target", "drug:mitoxantrone is not in the vocabulary",
         setting(K + "names.csv", "MTX", target="drug:mitoxantrone")),
    case(K + "names.csv", "MTX", "target", "product:codeine is not in the vocabulary",
         setting(K + "names.csv", "MTX", target="product:codeine")),
    case(K + "names.csv", "--", "name", "the name has no letters",
         adding(K + "names.csv", name="--", kind="brand", target="drug:aspirin")),
    case(K + "names.csv", "MTX", None, "the name 'mtx' stands for drug:digoxin, drug:methotrexate: leave it out",
         adding(K + "names.csv", name="MTX", kind="abbreviation", target="drug:digoxin")),
    case(K + "names.csv", "MTX", "kind", "an ambiguous name has a row for each of its meanings",
         setting(K + "names.csv", "MTX", kind="ambiguous")),
    case(K + "names.csv", "Warfarin", None, "the name 'warfarin' stands for drug:aspirin, drug:warfarin",
         adding(K + "names.csv", name="Warfarin", kind="brand", target="drug:aspirin")),
    # products
    case(K + "product_ingredients.csv", "co-codamol", "drug_id", "drug 'unobtainium' is not in knowledge/drugs.csv",
         adding(K + "product_ingredients.csv", product_id="co-codamol", position="3", drug_id="unobtainium")),
    case(K + "product_ingredients.csv", "co-x", "product_id", "product 'co-x' is not in knowledge/products.csv",
         adding(K + "product_ingredients.csv", product_id="co-x", position="1", drug_id="codeine")),
    case(K + "product_strengths.csv", "co-codamol", "strengths", "unknown unit 'stone'",
         setting(K + "product_strengths.csv", "co-codamol", strengths="500 mg;30 stone")),
    case(K + "product_strengths.csv", "co-codamol", "strengths", "not a number: '?mg'",
         setting(K + "product_strengths.csv", "co-codamol", strengths="500 mg;?mg mg")),
    case(K + "product_strengths.csv", "co-codamol", "strengths", "give one strength for each ingredient",
         setting(K + "product_strengths.csv", "co-codamol", strengths="500 mg")),
    case(K + "product_strengths.csv", "co-codamol", "per", "unknown unit 'cup'",
         setting(K + "product_strengths.csv", "co-codamol", per="1 cup")),
    case(K + "product_strengths.csv", "co-x", "product_id", "product 'co-x' is not in knowledge/products.csv",
         adding(K + "product_strengths.csv", product_id="co-x", strengths="1 mg")),
    # relatives and look-alikes
    case(K + "related_drugs.csv", "unobtainium", "drug_id", "drug 'unobtainium' is not in knowledge/drugs.csv",
         adding(K + "related_drugs.csv", drug_id="unobtainium", relation="prodrug", related="aspirin")),
    case(K + "related_drugs.csv", "aspirin", "related", "a drug is no relative of its own",
         adding(K + "related_drugs.csv", drug_id="aspirin", relation="prodrug", related="aspirin")),
    case(K + "lookalikes.csv", "digoxin", "second", "'nonsense' is no name of the vocabulary",
         setting(K + "lookalikes.csv", "digoxin", second="nonsense")),
    case(K + "lookalikes.csv", "digoxin", "second", "both names stand for the same",
         setting(K + "lookalikes.csv", "digoxin", second="digoxin")),
    case(K + "lookalikes.csv", "digoxin", "second", "the two names stand in sorted order",
         setting(K + "lookalikes.csv", "digoxin", second="aspirin")),
    case(K + "products.csv", "co-x", "product_id", "a product is a combination of at least two ingredients",
         adding(K + "products.csv", product_id="co-x", name_en="co-x"),
         adding(K + "product_ingredients.csv", product_id="co-x", position="1", drug_id="codeine")),
    case(K + "products.csv", "co-codamol", "product_id", "positions of ingredients run from 1 without a gap",
         setting(K + "product_ingredients.csv", "co-codamol", position="3")),
    case(K + "products.csv", "co-amoxiclav-two", "product_id", "has the same ingredients and strengths as 'co-amoxiclav'",
         adding(K + "products.csv", product_id="co-amoxiclav-two", name_en="two"),
         adding(K + "product_ingredients.csv", product_id="co-amoxiclav-two", position="1", drug_id="amoxicillin"),
         adding(K + "product_ingredients.csv", product_id="co-amoxiclav-two", position="2", drug_id="clavulanic-acid")),
    # classes
    case(K + "class_members.csv", "fairies", "class_id", "class 'fairies' is not in knowledge/classes.csv",
         adding(K + "class_members.csv", class_id="fairies", member="drug:aspirin")),
    case(K + "class_members.csv", "statins", "member", "drug:unobtainium does not exist",
         adding(K + "class_members.csv", class_id="statins", member="drug:unobtainium")),
    case(K + "class_members.csv", "statins", "member", "class:fairies does not exist",
         adding(K + "class_members.csv", class_id="statins", member="class:fairies"), first=True),
    case(K + "class_members.csv", "nsaids", "member", "class 'nsaids' contains itself",
         adding(K + "class_members.csv", class_id="nsaids", member="class:nsaids-nonselective"), first=True),
    case(K + "classes.csv", "fairies", "class_id", "the class has no members",
         adding(K + "classes.csv", class_id="fairies", name_en="fairies", name_zh="仙女", kind="effect")),
    # clauses
    case(K + "clauses.csv", "h-tiny", "text_zh", "both languages must have the same slots",
         setting(K + "clauses.csv", "h-tiny", text_en="Harm by {object}.")),
    case(K + "clauses.csv", "h-tiny", "text_zh", "both languages must have the same numbers",
         setting(K + "clauses.csv", "h-tiny", text_en="Harm in 3 days.", text_zh="4天内可能造成伤害。")),
    case(K + "clause_depths.csv", "h-none", "clause_id", "clause 'h-none' is not in", depth("h-none")),
    case(K + "clause_depths.csv", "h-tiny", "audience", "the clause itself is what a pharmacist",
         depth("h-tiny", audience="pharmacist")),
    case(K + "clause_depths.csv", "h-tiny", "text_en", "has slots that the clause does not",
         depth("h-tiny", text_en="Harm by {dose}.", text_zh="{dose}可造成伤害。")),
    case(K + "clause_depths.csv", "h-tiny", "text_zh", "the slots of both languages differ",
         depth("h-tiny", text_en="Harm by {object}.")),
    case(K + "clause_depths.csv", "h-tiny", "text_en", "has a number that the clause does not",
         depth("h-tiny", text_en="Harm in 3 days.")),
    case(K + "clause_depths.csv", "h-tiny", "text_en", "reassures ('safe')", depth("h-tiny", text_en="This is safe.")),
    case(K + "clause_depths.csv", "h-tiny", "text_zh", "reassures ('放心')", depth("h-tiny", text_zh="请放心。")),
    case(K + "clause_depths.csv", "h-tiny", "text_en", "tells a patient to act ('Stop')",
         depth("h-tiny", text_en="Stop it.")),
    case(K + "clause_depths.csv", "h-tiny", "text_zh", "tells a patient to act ('停用')", depth("h-tiny", text_zh="请停用。")),
    case(K + "patient_clauses.csv", "pc-x", "harms", "'m-tiny' is no harm clause", beside("h-tiny;m-tiny")),
    case(K + "patient_clauses.csv", "pc-x", "clause_id", "'h-tiny' is no patient clause", beside(clause_id="h-tiny")),
    case(K + "patient_clauses.csv", "pc-x", "when", "a patient clause needs a fact", beside(when="")),
    case(K + "patient_clauses.csv", "pc-x", "when", "days>3 is about a line", beside(when="days>3")),
    case(K + "patient_clauses.csv", "pc-x", "when", "no-such does not exist", beside(when="condition:no-such")),
    case("rules/refusals.csv", "en-x", "pattern", "is no regular expression", adding(
        "rules/refusals.csv", refusal_id="en-x", lang="en", request="change", pattern="(", source_id="curator", status="draft")),
    case("rules/audit_priority.csv", "action", "value", "'major' is no value of action (allowed: avoid, ", adding(
        "rules/audit_priority.csv", feature="action", value="major", points="1", most="1", source_id="curator", status="draft")),
    case(R + "override_reasons.csv", "x", "name_zh", "name_zh is not Chinese", because(name_zh="x")),
    case(R + "override_reasons.csv", "x", "decisions", "accepted needs no reason", because(decisions="accepted")),
    case(R + "override_reasons.csv", "x", "key", "benefit has the same key", because(key="1")),
    case("rules/training_points.csv", "found", "value", "'inform' is no value of found (allowed: avoid, ", adding(
        "rules/training_points.csv", feature="found", value="inform", points="1", source_id="curator", status="draft")),
    case("rules/training_levels.csv", "1", "lines_high", "lines_high is below lines_low", level(lines_low="5")),
    case("rules/training_levels.csv", "1", "distance_high", "distance_high is below distance_low", level(distance_low="9")),
    case("rules/training_levels.csv", "1", "level", "levels 1, 2 and 3 each need a row", level()),
    case("rules/training_difficulty.csv", "line", "feature", "no row for near_miss", adding(
        "rules/training_difficulty.csv", feature="line", value="2", source_id="curator", status="draft")),
    case("rules/training_values.csv", "weight", "high", "high is below low", healthy(low="9")),
    case("rules/training_values.csv", "weight", "step", "step is not above 0", healthy(step="0")),
    case("rules/training_values.csv", "weight", "age_high", "age_high is not above age_low", healthy(age_low="30")),
    case("rules/training_drugs.csv", "no-such", "route", "no-such has no usual dose oral in", trained(conditions="gout")),
    case("rules/training_drugs.csv", "no-such", "conditions", "condition 'none' is not in", trained(conditions="none")),
    case("rules/training_drugs.csv", "no-such", "conditions", "names no condition", trained()),
    case("rules/training_drugs.csv", "no-such", "brand_zh", "a brand name needs one of the other language", trained(brand_en="X")),
    case("rules/training_drugs.csv", "no-such", "brand_en", "'X' is no brand of no-such", trained(brand_en="X", brand_zh="药")),
    case("rules/training_points.csv", "found", "value", "no row says the points of clean clean", adding(
        "rules/training_points.csv", feature="found", value="avoid", points="1", source_id="curator", status="draft")),
    case(K + "paraphrases.csv", "en-a", "words", "'twice 2' holds a number", words("en-a", "same", "twice 2")),
    case(K + "paraphrases.csv", "en-a", "words", "'safe' reassures", words("en-a", "filler", "safe")),
    case(K + "paraphrases.csv", "en-b", "words", "'rise' is up elsewhere",
         words("en-a", "up", "rise"), words("en-b", "down", "rise")),
    case(K + "clauses.csv", "h-tiny", "text_zh", "text_zh is not Chinese",
         setting(K + "clauses.csv", "h-tiny", text_zh="Harm。")),
    case(K + "clauses.csv", "x-tiny", "clause_id", "ids of harm clauses start with 'h-'",
         adding(K + "clauses.csv", clause_id="x-tiny", kind="harm", text_en="Harm.", text_zh="伤害。"),
         setting(IX, "ix-cns-cns", harm="x-tiny")),
    case(K + "clauses.csv", "h-tiny", "text_en", "a clause is a sentence and ends in a full stop",
         setting(K + "clauses.csv", "h-tiny", text_en="Harm")),
    case(K + "clauses.csv", "h-unused", "clause_id", "no rule uses this clause: remove it",
         adding(K + "clauses.csv", clause_id="h-unused", kind="harm", text_en="Harm.", text_zh="伤害。")),
    case(IX, "ix-cns-cns", "harm", "clause 'h-none' is not in knowledge/clauses.csv",
         setting(IX, "ix-cns-cns", harm="h-none")),
    case(IX, "ix-cns-cns", "harm", "clause 'm-tiny' is a mechanism clause", setting(IX, "ix-cns-cns", harm="m-tiny")),
    case(IX, "ix-cns-cns", "harm", "clause 'h-slot' has slots that this kind of rule does not fill",
         adding(K + "clauses.csv", clause_id="h-slot", kind="harm", text_en="{limit}.", text_zh="{limit}可能。"),
         setting(IX, "ix-cns-cns", harm="h-slot")),
    case(MOD, "ix-enalapril-furosemide-1", "advice", "clause 'r-none' is not in knowledge/clauses.csv",
         setting(MOD, "ix-enalapril-furosemide-1", advice="r-none")),
    # other names
    case(K + "condition_names.csv", "gout", "condition_id", "condition 'gout' is not in knowledge/conditions.csv",
         adding(K + "condition_names.csv", name="gout", condition_id="gout")),
    case(K + "condition_names.csv", "stomach ulcer", "name", "the name stands for 'diabetes' too",
         adding(K + "condition_names.csv", name="stomach ulcer", condition_id="diabetes")),
    case(K + "condition_names.csv", "stomach ulcer unspecified", "name",
         "in another spelling the name stands for 'peptic-ulcer'",
         adding(K + "condition_names.csv", name="stomach ulcer unspecified", condition_id="diabetes")),
    case(K + "conditions.csv", "peptic-ulcer", "icd10", "ICD-10 E11 stands for 'diabetes' too",
         setting(K + "conditions.csv", "peptic-ulcer", icd10="K25;E11")),
    case(K + "allergen_names.csv", "peanut", "target", "drug:unobtainium does not exist",
         setting(K + "allergen_names.csv", "peanut", target="drug:unobtainium")),
    case(K + "allergen_names.csv", "peanut", "target", "class:fairies does not exist",
         setting(K + "allergen_names.csv", "peanut", target="class:fairies")),
    case(K + "labs.csv", "creatinine", "alt_factor", "alt_unit and alt_factor have one entry for each other",
         setting(K + "labs.csv", "creatinine", alt_factor="88.42;1")),
    case(K + "labs.csv", "creatinine", "loinc_as", "loinc_as is none of the codes of the test",
         setting(K + "labs.csv", "creatinine", loinc_as="2951-2")),
    # rules in general
    case(IX, "ix-cns-cns", "object", "drug:unobtainium does not exist",
         setting(IX, "ix-cns-cns", object="drug:unobtainium")),
    case(R + "renal.csv", "renal-nsaids", "subject", "class:fairies does not exist",
         setting(R + "renal.csv", "renal-nsaids", subject="class:fairies")),
    case(IX, "ix-cns-cns", "advice", "a rule that speaks needs an advice clause", setting(IX, "ix-cns-cns", advice="")),
    case(IX, "ix-cns-cns", "mechanism", "a rule that interrupts needs a mechanism or harm clause",
         setting(IX, "ix-cns-cns", mechanism="", harm="")),
    # interactions
    case(IX, "ix-self", "precipitant", "a drug does not interact with itself: use rules/duplicates.csv",
         pair("ix-self", "drug:digoxin", "drug:digoxin")),
    case(IX, "ix-z", "object", "contradicts 'ix-warfarin-st-johns-wort' (knowledge/interactions.csv, row",
         pair("ix-z", "drug:st-johns-wort", "drug:warfarin")),
    case(IX, "ix-z", "object", "repeats 'ix-warfarin-st-johns-wort'",
         pair("ix-z", "drug:st-johns-wort", "drug:warfarin", action="modify")),
    # modifiers
    case(MOD, "new", "rule_id", "rule 'ix-none' is not in knowledge/interactions.csv", modifier(rule_id="ix-none")),
    case(MOD, "new", "priority", "two modifiers of a rule have the same priority",
         modifier(rule_id="ix-ace-spironolactone")),
    case(MOD, "new", "op", "age_years takes gt, ge, lt, le", modifier(op="in")),
    case(MOD, "new", "op", "object_route takes in", modifier(factor="object_route", op="gt", value="oral")),
    case(MOD, "new", "value", "value does not fit the factor ('sideways'",
         modifier(factor="object_route", op="in", value="sideways")),
    case(MOD, "new", "value", "value does not fit the factor (not a number: 'much')",
         modifier(factor="object_daily_dose", op="gt", value="much", unit="mg")),
    case(MOD, "new", "value", "value does not fit the factor (unknown unit 'stone')",
         modifier(factor="object_daily_dose", op="gt", value="1", unit="stone")),
    case(MOD, "new", "value", "drug:unobtainium does not exist",
         modifier(factor="co_drug", op="present", value="drug:unobtainium")),
    case(MOD, "new", "value", "condition 'gout' does not exist", modifier(factor="condition", op="absent", value="gout")),
    case(MOD, "new", "value", "value does not fit the factor", modifier(value="old")),
    # limits
    case(LIM, "x", "when", "age is compared with whole a, mo, wk or d", limit("x", when="age<18")),
    case(LIM, "x", "when", "'mood' is no fact that a row may ask for", limit("x", when="mood<3")),
    case(LIM, "x", "when", "fairies does not exist", limit("x", when="condition:fairies")),
    case(LIM, "x", "when", "drug:fairy-dust does not exist", limit("x", when="with:drug:fairy-dust")),
    case(LIM, "x", "when", "release= takes prolonged or delayed", limit("x", when="release=slow")),
    case(LIM, "x", "when", "only condition:, with:, release= and what stands on the prescription are negated", limit("x", when="!age<18a")),
    case(LIM, "x", "indication", "condition 'fairies' does not exist", limit("x", indication="fairies")),
    case(LIM, "x", "subject", "sum:fairies does not exist", limit("x", subject="sum:fairies")),
    case(LIM, "x", "unit", "an interval is written in h or d", limit("x", limit="interval_min", unit="mg")),
    case(LIM, "x", "per", "per is blank, kg or m2", limit("x", per="head")),
    case(LIM, "x", "value", "a limit is above zero", limit("x", value="0")),
    case(LIM, "x", "limit", "repeats or contradicts 'a'", limit("a"), limit("x", value="2")),
    case(LIM, "x", "value", "doses_per_day_max is a whole number of doses or days",
         limit("x", limit="doses_per_day_max", value="1.5", unit="{dose}")),
    case(LIM, "x", "value", "duration_max is a whole number of doses or days",
         limit("x", limit="duration_max", value="3", unit="d", per="kg")),
    case(LIM, "x", "unit", "unknown unit 'stone'", limit("x", unit="stone")),
    case(LIM, "x", "unit", "beyond what can be meant", limit("x", value="2", unit="kg")),
    case(LIM, "x", "unit", "limits are amounts of the ingredient, not of forms or volumes", limit("x", unit="mL")),
    case(LIM, "a", "value", "is below the maximum of a shorter time",
         limit("a", value="1"), limit("x", limit="single_max", value="2")),
    # conditions
    case(R + "disease.csv", "x", "value", "a condition row says `has` and a condition id",
         adding(R + "disease.csv", rule_id="x", action="avoid", severity="major", subject="drug:digoxin",
                fact="condition", op="has", value="gout")),
    case(R + "disease.csv", "disease-nsaids-heart", "value", "a condition row says `has` and a condition id",
         setting(R + "disease.csv", "disease-nsaids-heart", op="is")),
    case(R + "renal.csv", "renal-nsaids", "fact", "dose is not a fact of a patient",
         setting(R + "renal.csv", "renal-nsaids", fact="dose"),
         adding(R + "finding_codes.csv", check="condition", topic="dose")),
    case(R + "renal.csv", "renal-nsaids", "op", "operation 'present' does not fit egfr",
         setting(R + "renal.csv", "renal-nsaids", op="present")),
    case(R + "renal.csv", "renal-metformin-45", "value_high", "the interval is empty",
         setting(R + "renal.csv", "renal-metformin-45", value_high="30")),
    case(R + "renal.csv", "x", "subject", "repeats or contradicts 'renal-nsaids' (rules/renal.csv, row",
         adding(R + "renal.csv", rule_id="x", action="modify", severity="major", subject="class:nsaids", fact="egfr",
                op="lt", value="30")),
    case(R + "renal.csv", "renal-nsaids", "fact", "condition.magnesium has no row in rules/finding_codes.csv",
         setting(R + "renal.csv", "renal-nsaids", fact="magnesium")),
    # allergies
    case(R + "allergy.csv", "x", "allergen", "repeats or contradicts 'allergy-same'",
         adding(R + "allergy.csv", rule_id="x", action="avoid", severity="major", relation="same")),
    case(R + "allergy.csv", "allergy-same", "allergen", "`same` names neither allergen nor subject",
         setting(R + "allergy.csv", "allergy-same", allergen="drug:aspirin")),
    case(R + "allergy.csv", "x", "allergen", "repeats or contradicts 'allergy-cross-pen-ceph'",
         adding(R + "allergy.csv", rule_id="x", action="avoid", severity="major", relation="cross",
                allergen="class:penicillins", subject="class:cephalosporins")),
    # duplicates, sets, policy
    case(R + "duplicates.csv", "dup-ingredient", "subject", "class and effect rows name their subject",
         setting(R + "duplicates.csv", "dup-ingredient", subject="class:nsaids")),
    case(R + "duplicate_allowances.csv", "allow-furosemide", "rule_id", "rule 'dup-none' does not exist",
         setting(R + "duplicate_allowances.csv", "allow-furosemide", rule_id="dup-none")),
    case(R + "duplicate_allowances.csv", "allow-furosemide", "second", "drug:unobtainium does not exist",
         setting(R + "duplicate_allowances.csv", "allow-furosemide", second="drug:unobtainium")),
    case(R + "set_terms.csv", "set-none", "rule_id", "rule 'set-none' does not exist",
         adding(R + "set_terms.csv", rule_id="set-none", term="a", selector="drug:aspirin", points="1", min_count="1")),
    case(R + "set_terms.csv", "set-sedation", "selector", "class:fairies does not exist",
         setting(R + "set_terms.csv", "set-sedation", selector="class:fairies"), first=True),
    case(R + "sets.csv", "set-x", "rule_id", "the set has no terms in rules/set_terms.csv",
         adding(R + "sets.csv", rule_id="set-x", kind="burden", action="avoid", severity="major", min_points="1")),
    # forms
    case(FORM, "form-dose", "jurisdiction", "belongs in us.csv", setting(FORM, "form-dose", jurisdiction="us")),
    case(FORM, "form-dose", "written", "a way of writing goes with the fields writing and instruction",
         setting(FORM, "form-dose", written="trailing_zero")),
    case(FORM, "form-written-zero", "written", "a way of writing goes with the fields writing and instruction",
         setting(FORM, "form-written-zero", written="")),
    case(FORM, "form-written-zero", "op", "writing takes present", setting(FORM, "form-written-zero", op="absent")),
    case(FORM, "form-written-zero", "words", "words go with unit, word and name",
         setting(FORM, "form-written-zero", words="U")),
    case(FORM, "form-written-unit", "words", "words go with unit, word and name",
         setting(FORM, "form-written-unit", words="")),
    case(FORM, "form-written-name", "field", "a name does not stand in the instruction",
         setting(FORM, "form-written-name", field="instruction")),
    case(FORM, "form-written-zero", "value", "a value goes with ungrouped_number",
         setting(FORM, "form-written-zero", value="1")),
    case(FORM, "form-written-zero", "value", "a value goes with ungrouped_number",
         setting(FORM, "form-written-zero", written="ungrouped_number")),
    case(R + "issue_severities.csv", None, None, "minor has no row", dropping(R + "issue_severities.csv", "low")),
    case(R + "policy.csv", None, None, "fertile_age_min is missing", dropping(R + "policy.csv", "fertile_age_min")),
    case(R + "policy.csv", "lab_stale_days", "site_low", "site_low and site_high go together",
         setting(R + "policy.csv", "lab_stale_days", site_high="")),
    case(R + "policy.csv", "lab_stale_days", "value", "does not lie from site_low to site_high",
         setting(R + "policy.csv", "lab_stale_days", value="91")),
    # rules that must alert
    case(R + "must_alert.csv", None, None, "ix-statins-cyp3a4 is contraindicated: an entry must hold it",
         setting(R + "must_alert.csv", "contraindicated", action="monitor")),
    case(R + "must_alert.csv", None, None, "ix-ace-spironolactone is contraindicated: an entry must hold it",
         setting(R + "must_alert.csv", "contraindicated", evidence="probable")),
    case(R + "must_alert.csv", "contraindicated", "rule_id", "name a rule, or an action",
         setting(R + "must_alert.csv", "contraindicated", rule_id="ix-statins-cyp3a4")),
    case(R + "must_alert.csv", "x", "rule_id", "name a rule, or an action",
         adding(R + "must_alert.csv", entry_id="x", reason_en="x", reason_zh="无", evidence="")),
    case(R + "must_alert.csv", "x", "rule_id", "no rule is meant by this entry",
         adding(R + "must_alert.csv", entry_id="x", reason_en="x", reason_zh="无", rule_id="nothing", evidence="")),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "name", "key", "column", "message", "first"), CASES)
def test_fault(
    tmp_path: Path, steps: tuple[Break, ...], name: str, key: str | None, column: str | None, message: str, first: bool
) -> None:
    folder = write_tiny(tmp_path)
    for step in steps:
        step(folder)
    faults = lint_folder(folder)
    row = None if key is None else line_of(folder, name, key, last=not first)
    expected = [
        fault
        for fault in faults
        if fault.location is not None
        and (fault.location.file, fault.location.row, fault.location.column) == (name, row, column)
        and message in fault.message
    ]
    assert len(expected) == 1, [str(fault) for fault in faults]


def test_sound_tables_have_no_faults(tmp_path: Path) -> None:
    assert lint_folder(write_tiny(tmp_path)) == []


def test_shipped_tables_have_no_faults() -> None:
    assert lint_folder(default_folder()) == []


def test_faults_of_cells_come_alone(tmp_path: Path) -> None:
    """What holds across rows is looked at only when every cell is sound."""
    folder = write_tiny(tmp_path)
    set_cells(folder, IX, "ix-cns-cns", object="drug:unobtainium")
    edit(folder, LIM, lambda rows: rows[0].update(value="much"))
    (fault,) = lint_folder(folder)
    assert fault.location is not None and fault.location.column == "value"


def test_the_same_pair_on_other_routes_is_another_row(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path)
    add(folder, IX, rule_id="ix-z", object="drug:warfarin", precipitant="drug:st-johns-wort", action="none",
        severity="minor", precipitant_routes="topical")  # fmt: skip
    assert lint_folder(folder) == []


def test_every_fault_is_listed(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path)
    set_cells(folder, IX, "ix-cns-cns", object="drug:unobtainium", harm="h-none")
    set_cells(folder, LIM, "dose-tramadol-often", value="-1")
    with pytest.raises(KnowledgeError) as caught:
        require_sound(load(folder))
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert all("row" in line for line in lines)
