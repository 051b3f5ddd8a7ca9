"""Vocabulary tables → the resolver's index of written names."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from rxcheck.codes import CodeSystem
from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.load import Knowledge
from rxcheck.kb.spelling import compact, normalise, spelled_alike
from rxcheck.kb.strengths import Variant, variant_of
from rxcheck.kb.vocabulary import SEPARATOR, NameIndex, WordInfo
from rxcheck.quantity import Quantity


def build_index(knowledge: Knowledge) -> NameIndex:
    """Everything the resolver looks up, keyed by normalised text."""
    return NameIndex(
        names={name: SEPARATOR.join(sorted(targets)) for name, targets in sorted(names_of(knowledge).items())},
        products=_products(knowledge),
        co_packs=tuple(sorted(row.product_id for row in knowledge.rows(sc.Product) if row.co_pack)),
        variants=msgspec.Raw(msgspec.msgpack.encode(_variants(knowledge))),
        kinds={row.drug_id: row.kind for row in knowledge.rows(sc.Drug)},
        codes=msgspec.Raw(msgspec.msgpack.encode(_codes(knowledge))),
        words={
            normalise(row.word): WordInfo(row.kind, row.route or "", row.form or "", row.release or "")
            for row in knowledge.rows(sc.NameWord)
        },
        constituents=_constituents(knowledge),
        lookalikes=msgspec.Raw(msgspec.msgpack.encode(_lookalikes(knowledge))),
        brands=msgspec.Raw(msgspec.msgpack.encode(_brands(knowledge))),
        conditions=_conditions(knowledge),
        condition_codes={
            code.replace(".", ""): row.condition_id for row in knowledge.rows(sc.ConditionEntry) for code in row.icd10
        },
        reactions={compact(row.name): row.reaction.value for row in knowledge.rows(sc.ReactionName)},
        allergens={compact(row.name): row.target for row in knowledge.rows(sc.AllergenName)},
        most_a_day=_most_a_day(knowledge),
        similarity=_policy(knowledge, kt.PolicyKey.SUGGESTION_SIMILARITY),
        dispute=_policy(knowledge, kt.PolicyKey.DISPUTE_SIMILARITY),
    )


def _policy(knowledge: Knowledge, key: kt.PolicyKey) -> int:
    return next(row.value for row in knowledge.rows(sc.Policy) if row.key is key)


def _constituents(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in knowledge.rows(sc.RelatedDrug):
        if row.relation is kt.Kinship.CONSTITUENT:
            found[row.related].append(row.drug_id)
    return {drug: tuple(parts) for drug, parts in found.items()}


def _brands(knowledge: Knowledge) -> tuple[str, ...]:
    brands = {compact(row.name) for row in knowledge.rows(sc.Name) if row.kind is kt.NameKind.BRAND}
    others = {compact(row.name) for row in knowledge.rows(sc.Name) if row.kind is not kt.NameKind.BRAND}
    others |= {compact(name) for row in knowledge.rows(sc.Drug) for name in (row.name_en, row.name_zh or "")}
    others |= {compact(name) for row in knowledge.rows(sc.Product) for name in (row.name_en, row.name_zh or "")}
    return tuple(sorted(brands - others))


def _lookalikes(knowledge: Knowledge) -> dict[str, tuple[tuple[str, str], ...]]:
    """Compact name → pairs, its own name first."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in knowledge.rows(sc.Lookalike):
        found[compact(row.first)].append((row.first, row.second))
        found[compact(row.second)].append((row.second, row.first))
    return {name: tuple(pairs) for name, pairs in found.items()}


def names_of(knowledge: Knowledge) -> dict[str, set[str]]:
    """Normalised name → targets. More than one target makes the name ambiguous."""
    names: dict[str, set[str]] = defaultdict(set)
    for drug in knowledge.rows(sc.Drug):
        for text in (drug.name_en, drug.name_zh, drug.drug_id):
            if text:
                names[compact(text)].add(f"drug:{drug.drug_id}")
    for product in knowledge.rows(sc.Product):
        for text in (product.name_en, product.name_zh):
            if text:
                names[compact(text)].add(f"product:{product.product_id}")
    for row in knowledge.rows(sc.Name):
        names[compact(row.name)].add(row.target)
    names.pop("", None)
    return names


def _products(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    parts: dict[str, list[sc.ProductIngredient]] = defaultdict(list)
    for row in knowledge.rows(sc.ProductIngredient):
        parts[row.product_id].append(row)
    return {
        product: tuple(row.drug_id for row in sorted(rows, key=lambda row: row.position))
        for product, rows in parts.items()
    }


def _variants(knowledge: Knowledge) -> dict[str, tuple[Variant, ...]]:
    found: dict[str, list[Variant]] = defaultdict(list)
    for row in knowledge.rows(sc.ProductStrength):
        found[row.product_id].append(variant_of(row.strengths, row.per))
    return {product: tuple(variants) for product, variants in found.items()}


def _most_a_day(knowledge: Knowledge) -> dict[str, tuple[int, str]]:
    most: dict[str, tuple[int, str]] = {}
    for row in knowledge.rows(sc.DoseLimit):
        kind, _, drug = row.subject.partition(":")
        if kind == "drug" and row.limit is kt.LimitKind.DAILY_MAX and not row.per:
            quantity = Quantity.of(row.value, row.unit)
            found = most.get(drug)
            if found is None or quantity.base > found[0]:
                most[drug] = (quantity.base, quantity.dimension.value)
    return most


def _codes(knowledge: Knowledge) -> dict[str, str]:
    """ "system:code" → target, for codes that stand for one drug only."""
    found: dict[str, set[str]] = defaultdict(set)
    for drug in knowledge.rows(sc.Drug):
        target = f"drug:{drug.drug_id}"
        if drug.rxcui:
            found[f"{CodeSystem.RXNORM.value}:{drug.rxcui}"].add(target)
        if drug.unii:
            found[f"{CodeSystem.UNII.value}:{drug.unii}"].add(target)
        for atc in drug.atc:
            found[f"{CodeSystem.ATC.value}:{atc}"].add(target)
    for code in knowledge.rows(sc.DrugCode):
        found[f"{code.system.value}:{code.code}"].add(f"drug:{code.drug_id}")
    for structure in knowledge.rows(sc.Structure):
        found[f"{CodeSystem.INCHIKEY.value}:{structure.inchikey}"].add(f"drug:{structure.drug_id}")
    return {code: targets.pop() for code, targets in found.items() if len(targets) == 1}


def _conditions(knowledge: Knowledge) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in knowledge.rows(sc.ConditionEntry):
        names[compact(row.name_en)] = row.condition_id
        names[compact(row.name_zh)] = row.condition_id
    for alias in knowledge.rows(sc.ConditionName):
        names.setdefault(compact(alias.name), alias.condition_id)
    alike: dict[str, set[str]] = defaultdict(set)
    for row in knowledge.rows(sc.ConditionEntry):
        alike[spelled_alike(row.name_en)].add(row.condition_id)
        alike[spelled_alike(row.name_zh)].add(row.condition_id)
    for alias in knowledge.rows(sc.ConditionName):
        alike[spelled_alike(alias.name)].add(alias.condition_id)
    for key, found in alike.items():
        if key and len(found) == 1:
            names.setdefault(key, *found)
    return names
