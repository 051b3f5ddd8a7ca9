"""Tables → int-coded arrays and texts. What the engine looks up at run time is decided here once.

Selectors (ingredient or class) are expanded to bit rows over all drugs; the more specific row displaces the class row;
every ordered pair of drugs gets the number of its list of candidate rows.
"""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt

from rxcheck.kb import schema as sc
from rxcheck.kb.compile_codes import FORMAT, ROUTE_BIT, UNKNOWN_ROUTE_BIT
from rxcheck.kb.compile_common import Builder
from rxcheck.kb.compile_doses import SUM, limits, patient_clauses, usual_doses
from rxcheck.kb.compile_pairs import interactions, modifiers
from rxcheck.kb.compile_pathways import pathways
from rxcheck.kb.compile_rules import allergies, conditions, coverage, duplicates, forms, other_allergens, sets
from rxcheck.kb.compile_when import Terms, equivalents, patient_tables
from rxcheck.kb.compiled_text import (
    Codes,
    CompiledText,
    Language,
    PointsInfo,
    ReasonInfo,
    RuleInfo,
    Shown,
    Weight,
    pack,
    pack_rules,
)
from rxcheck.kb.index import build_index
from rxcheck.kb.load import Knowledge
from rxcheck.kb.must_alert import always_alerting
from rxcheck.kb.selectors import grounds, selector_names, usual_routes
from rxcheck.kb.terms import AuditField, ParaphraseKind
from rxcheck.terms import CheckKind, Lang

Array = npt.NDArray[np.generic]


def _edition(knowledge: Knowledge) -> str:
    dates = [row.valid_from for kind in sc.RULE_KINDS for row in knowledge.rows(kind)]
    return max(dates).isoformat() if dates else ""


def _depths(knowledge: Knowledge) -> dict[str, dict[str, tuple[str, str]]]:
    """Audience → clause → texts."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in knowledge.rows(sc.ClauseDepth):
        found.setdefault(row.audience.value, {})[row.clause_id] = row.text_en, row.text_zh
    return found


def _language(knowledge: Knowledge) -> Language:
    groups: dict[Lang, list[tuple[str, ParaphraseKind, tuple[str, ...]]]] = {lang: [] for lang in Lang}
    for row in knowledge.rows(sc.Paraphrase):
        groups[row.lang].append((row.group_id, row.kind, row.words))
    return Language(
        groups,
        [(row.lang, row.request, row.pattern) for row in knowledge.rows(sc.Refusal)],
        tuple(row.word for row in knowledge.rows(sc.QuestionWord)),
        _layouts(knowledge),
        tuple(Weight(row.feature, row.value, row.points, row.most) for row in knowledge.rows(sc.AuditPriority)),
        _reasons(knowledge),
        tuple(PointsInfo(row.feature, row.value, row.points) for row in knowledge.rows(sc.TrainingPoint)),
    )


def _reasons(knowledge: Knowledge) -> tuple[ReasonInfo, ...]:
    """In the order of their keys: figures from 1 to 0, as on a keyboard, then letters."""
    rows = sorted(knowledge.rows(sc.OverrideReason), key=lambda row: (row.key.isalpha(), row.key == "0", row.key))
    return tuple(
        ReasonInfo(
            row.reason_id,
            row.key,
            row.name_en,
            row.name_zh,
            row.decisions,
            row.mitigation,
            row.about_rule,
            row.text_needed,
        )
        for row in rows
    )


def _layouts(knowledge: Knowledge) -> dict[str, dict[str, AuditField]]:
    """Layout → its columns."""
    found: dict[str, dict[str, AuditField]] = {}
    for row in knowledge.rows(sc.AuditColumn):
        found.setdefault(row.layout, {})[row.column.casefold()] = row.field
    return found


def _side_chains(knowledge: Knowledge) -> dict[str, dict[str, str]]:
    """Drug → group → side chain."""
    found: dict[str, dict[str, str]] = {}
    for row in knowledge.rows(sc.SideChain):
        found.setdefault(row.drug_id, {})[row.group_id] = row.smiles
    return found


def build(knowledge: Knowledge, content_hash: str) -> tuple[dict[str, Array], CompiledText]:
    """All arrays by name, and the texts, for one set of tables (which must have passed `lint`)."""
    builder = Builder(knowledge)
    terms = Terms(builder)
    arrays: dict[str, Array] = {}
    rules: dict[CheckKind, tuple[RuleInfo, ...]] = {}
    rules[CheckKind.INTERACTION] = interactions(builder, arrays)
    modifier_rows = modifiers(builder, arrays, rules[CheckKind.INTERACTION])
    rules[CheckKind.LIMIT] = limits(builder, terms, arrays)
    rules[CheckKind.CONDITION] = conditions(builder, terms, arrays)
    rules[CheckKind.ALLERGY] = allergies(builder, arrays)
    rules[CheckKind.DUPLICATE] = duplicates(builder, arrays)
    rules[CheckKind.SET] = sets(builder, terms, arrays)
    rules[CheckKind.FORM] = forms(builder, terms, arrays)
    coverage(builder, arrays)
    usual_doses(builder, terms, arrays)
    groups = tuple(sorted(row.group_id for row in knowledge.rows(sc.EquivalentGroup)))
    equivalents(builder, arrays, groups)
    said = patient_clauses(builder, terms, arrays)
    terms.finish(arrays)
    pathway_ids = pathways(builder, arrays)
    usual = usual_routes(knowledge, builder.named)
    arrays["usual_route"] = np.array(
        [ROUTE_BIT[usual[drug]] if drug in usual else UNKNOWN_ROUTE_BIT for drug in builder.drugs], dtype=np.int32
    )
    arrays["sel_member"] = builder.selector_matrix()
    shown = Shown(
        drug_names={row.drug_id: (row.name_en, row.name_zh) for row in knowledge.rows(sc.Drug)}
        | {f"product:{row.product_id}": (row.name_en, row.name_zh) for row in knowledge.rows(sc.Product)},
        class_names={row.class_id: (row.name_en, row.name_zh) for row in knowledge.rows(sc.DrugClass)},
        group_names={row.group_id: (row.name_en, row.name_zh) for row in knowledge.rows(sc.StructureGroup)},
        pathway_names={row.pathway_id: (row.name_en, row.name_zh) for row in knowledge.rows(sc.Pathway)},
        selector_names={**selector_names(knowledge), **_sum_names(knowledge)},
        condition_names={row.condition_id: (row.name_en, row.name_zh) for row in knowledge.rows(sc.ConditionEntry)},
        clauses={row.clause_id: (row.text_en, row.text_zh) for row in knowledge.rows(sc.Clause)},
        sources={
            row.source_id: (row.title, row.publisher, row.edition, row.identifier, row.kind.value)
            for row in knowledge.rows(sc.Source)
        },
        issue_severities={row.severity: row.fhir for row in knowledge.rows(sc.IssueGrade)},
    )
    text = CompiledText(
        format=FORMAT,
        content_hash=content_hash,
        edition=_edition(knowledge),
        drugs=builder.drugs,
        classes=builder.classes,
        selectors=tuple(builder.selectors),
        conditions=builder.conditions,
        pathways=pathway_ids,
        index=build_index(knowledge),
        shown=pack(shown),
        rules={check: pack_rules(found) for check, found in rules.items()},
        modifiers=modifier_rows,
        codes={
            f"{row.check.value}.{row.topic}": Codes(row.hl7_act, row.ncpdp, row.cn_review)
            for row in knowledge.rows(sc.FindingCode)
        },
        grounds=pack(grounds(knowledge)),
        patients=patient_tables(knowledge),
        language=msgspec.Raw(msgspec.msgpack.encode(_language(knowledge))),
        must_alert=msgspec.Raw(msgspec.msgpack.encode(always_alerting(knowledge))),
        site_bounds={
            row.key.value: (row.site_low, row.site_high)
            for row in knowledge.rows(sc.Policy)
            if row.site_low is not None and row.site_high is not None
        },
        patient_clauses=msgspec.Raw(msgspec.msgpack.encode(said)),
        equivalents=groups,
        other_allergens=other_allergens(builder),
        side_chains=_side_chains(knowledge),
        depths=msgspec.Raw(msgspec.msgpack.encode(_depths(knowledge))),
    )
    return arrays, text


def _sum_names(knowledge: Knowledge) -> dict[str, tuple[str, str]]:
    """The names of what limits on a sum are about ("sum:omme")."""
    groups = knowledge.rows(sc.EquivalentGroup)
    return {f"{SUM}{row.group_id}": (row.name_en, row.name_zh) for row in groups}
