"""Which files hold which table. Known without the row models, because every start hashes the files."""

from __future__ import annotations

import os
from pathlib import Path

# A further file in this folder is a further jurisdiction.
OPEN_FOLDER = "rules/jurisdictions/"

TABLE_FILES: dict[str, tuple[str, ...]] = {
    "sources": ("knowledge/sources.csv",),
    "drugs": ("knowledge/drugs.csv",),
    "drug_codes": ("knowledge/drug_codes.csv",),
    "names": ("knowledge/names.csv",),
    "structures": ("knowledge/structures.csv",),
    "structure_groups": ("knowledge/structure_groups.csv",),
    "side_chains": ("knowledge/side_chains.csv",),
    "products": ("knowledge/products.csv",),
    "product_ingredients": ("knowledge/product_ingredients.csv",),
    "product_strengths": ("knowledge/product_strengths.csv",),
    "related_drugs": ("knowledge/related_drugs.csv",),
    "lookalikes": ("knowledge/lookalikes.csv",),
    "foreign_names": ("knowledge/foreign_names.csv",),
    "name_words": ("knowledge/name_words.csv",),
    "classes": ("knowledge/classes.csv",),
    "class_members": ("knowledge/class_members.csv",),
    "usual_routes": ("knowledge/usual_routes.csv",),
    "clauses": ("knowledge/clauses.csv",),
    "clause_depths": ("knowledge/clause_depths.csv",),
    "paraphrases": ("knowledge/paraphrases.csv",),
    "question_words": ("knowledge/question_words.csv",),
    "refusals": ("rules/refusals.csv",),
    "audit_columns": ("rules/audit_columns.csv",),
    "audit_priority": ("rules/audit_priority.csv",),
    "override_reasons": ("rules/override_reasons.csv",),
    "training_points": ("rules/training_points.csv",),
    "training_levels": ("rules/training_levels.csv",),
    "training_difficulty": ("rules/training_difficulty.csv",),
    "training_drugs": ("rules/training_drugs.csv",),
    "training_values": ("rules/training_values.csv",),
    "patient_clauses": ("knowledge/patient_clauses.csv",),
    "conditions": ("knowledge/conditions.csv",),
    "condition_names": ("knowledge/condition_names.csv",),
    "condition_facts": ("knowledge/condition_facts.csv",),
    "organ_conditions": ("knowledge/organ_conditions.csv",),
    "allergen_names": ("knowledge/allergen_names.csv",),
    "reaction_names": ("knowledge/reaction_names.csv",),
    "labs": ("knowledge/labs.csv",),
    "pathways": ("knowledge/pathways.csv",),
    "drug_pathways": ("knowledge/drug_pathways.csv",),
    "effects": ("knowledge/effects.csv",),
    "drug_effects": ("knowledge/drug_effects.csv",),
    "exposure_grades": ("rules/exposure_grades.csv",),
    "interactions": ("knowledge/interactions.csv",),
    "interaction_modifiers": ("knowledge/interaction_modifiers.csv",),
    "derived_interactions": ("rules/derived_interactions.csv",),
    "incompatibilities": ("knowledge/incompatibilities.csv",),
    "source_grades": ("rules/source_grades.csv",),
    "corroborations": ("knowledge/corroborations.csv",),
    "disagreements": ("knowledge/disagreements.csv",),
    "dose_limits": tuple(
        f"rules/dose_limits{suffix}.csv" for suffix in ("", "_children", "_elderly", "_hepatic", "_renal", "_sums")
    ),
    "usual_doses": ("rules/usual_doses.csv",),
    "equivalent_groups": ("rules/equivalent_groups.csv",),
    "equivalents": ("rules/equivalents.csv",),
    "condition_rules": tuple(
        f"rules/{name}.csv"
        for name in (
            *("age", "disease", "elderly", "hepatic", "indication", "lab", "lactation", "pregnancy", "renal", "sex"),
        )
    ),
    "allergy_rules": ("rules/allergy.csv",),
    "duplicate_rules": ("rules/duplicates.csv",),
    "duplicate_allowances": ("rules/duplicate_allowances.csv",),
    "set_rules": ("rules/sets.csv",),
    "set_terms": ("rules/set_terms.csv",),
    "form_rules": tuple(f"rules/jurisdictions/{name}.csv" for name in ("cn", "generic", "us")),
    "coverage": ("rules/coverage.csv",),
    "policy": ("rules/policy.csv",),
    "must_alert": ("rules/must_alert.csv",),
    "finding_codes": ("rules/finding_codes.csv",),
    "issue_severities": ("rules/issue_severities.csv",),
}


def files_of(folder: Path, files: tuple[str, ...]) -> tuple[str, ...]:
    """The files of a table below `folder`: those that every folder has, then what stands beside them where that counts."""
    if not files[0].startswith(OPEN_FOLDER):
        return files
    try:
        found = sorted(os.listdir(folder / OPEN_FOLDER))  # noqa: PTH208 - every start comes here
    except OSError:
        return files
    beside = (OPEN_FOLDER + name for name in found if name.endswith(".csv") and not name.startswith("."))
    return (*files, *(name for name in beside if name not in files))


def default_folder() -> Path:
    """The folder that holds knowledge/ and rules/: inside the installed package, or the checkout."""
    package = Path(__file__).resolve().parents[1]
    data = package / "_data"
    return data if (data / "knowledge").is_dir() else package.parent
