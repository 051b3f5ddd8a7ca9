"""What must hold across rows and tables. `load` has already checked every cell on its own.

Each fault names file, row and, in its message, what to do. `rxcheck kb check` prints them; compiling refuses tables that have any.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from rxcheck.codes import Code
from rxcheck.errors import KnowledgeError, QuantityError
from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.index import names_of
from rxcheck.kb.lint_mechanisms import lint_mechanisms
from rxcheck.kb.lint_rules import lint_rules
from rxcheck.kb.lint_sources import lint_sources
from rxcheck.kb.load import Knowledge, Located, at, read_tables
from rxcheck.kb.selectors import Selectors
from rxcheck.kb.spelling import compact, spelled_alike
from rxcheck.kb.strengths import UNSTATED
from rxcheck.quantity import parse_amount
from rxcheck.terms import Route, RowStatus

Fault = KnowledgeError


def lint_folder(folder: Path) -> list[Fault]:
    """Every fault of the tables below `folder`: of cells, or, when those are sound, of what must hold across rows."""
    tables, faults = read_tables(folder)
    return faults or lint(Knowledge(tables))


def require_sound(knowledge: Knowledge) -> None:
    """Refuse tables with faults.

    Raises:
        KnowledgeError: one line per fault.
    """
    faults = lint(knowledge)
    if faults:
        raise KnowledgeError("\n".join(str(fault) for fault in faults))


def lint(knowledge: Knowledge) -> list[Fault]:
    """Every fault across rows."""
    return [
        *_keys(knowledge),
        *_provenance(knowledge),
        *_vocabulary(knowledge),
        *_products(knowledge),
        *_related(knowledge),
        *_classes(knowledge),
        *_clauses(knowledge),
        *_other_names(knowledge),
        *lint_mechanisms(knowledge),
        *lint_rules(knowledge),
        *lint_sources(knowledge),
    ]


def _keys(knowledge: Knowledge) -> Iterator[Fault]:
    """Keys are unique in the whole table, and every file is sorted by them."""
    for table in sc.TABLES:
        seen: dict[tuple[object, ...], Located] = {}
        last: dict[str, tuple[object, ...]] = {}
        for item in knowledge.tables[table.name]:
            key = tuple(_sortable(getattr(item.row, column)) for column in table.key)
            if key in seen:
                first = seen[key]
                yield at(item, f"{' + '.join(table.key)} stands already in {first.file}, row {first.line}")
            seen[key] = item
            if item.file in last and key < last[item.file]:
                yield at(item, f"rows are not sorted by {' + '.join(table.key)}: run `rxcheck kb format`")
            last[item.file] = key


def _sortable(value: object) -> tuple[int, str]:
    if isinstance(value, tuple):
        return 0, ";".join(value)
    return (value, "") if isinstance(value, int) else (0, str(value or ""))


def _provenance(knowledge: Knowledge) -> Iterator[Fault]:
    sources = {row.source_id: row for row in knowledge.rows(sc.Source)}
    cited: set[str] = set()
    for table in sc.TABLES:
        for item in knowledge.tables[table.name]:
            row = item.row
            source_id = getattr(row, "source_id", None)
            if source_id is None or isinstance(row, sc.Source):
                continue
            cited.add(source_id)
            source = sources.get(source_id)
            if source is None:
                yield at(item, f"source {source_id!r} is not in knowledge/sources.csv", "source_id")
                continue
            status, locator = getattr(row, "status", None), getattr(row, "locator", None)
            if status is RowStatus.IMPORTED:
                yield at(item, "only rows of packs are imported", "status")
            if isinstance(row, sc.Rule):
                if source.kind is not kt.SourceKind.CURATOR and not locator:
                    yield at(item, "say where in the source (section, entry, page)", "locator")
                if (status is RowStatus.REVIEWED) != bool(row.reviewed_by):
                    yield at(item, "status reviewed and reviewed_by go together", "reviewed_by")
            # An interaction may be: where another source agrees, corroborations.csv says which (lint_sources).
            corroborated = isinstance(row, sc.Interaction) and status is RowStatus.CORROBORATED
            if source.kind is kt.SourceKind.CURATOR and status is not RowStatus.DRAFT and not corroborated:
                yield at(item, "a row of the curator alone is a draft", "status")
    for item in knowledge.located(sc.Source):
        if isinstance(item.row, sc.Source) and item.row.source_id not in cited:
            yield at(item, "no row cites this source: remove it", "source_id")


def _vocabulary(knowledge: Knowledge) -> Iterator[Fault]:
    drugs = {row.drug_id for row in knowledge.rows(sc.Drug)}
    products = {row.product_id for row in knowledge.rows(sc.Product)}
    for column in ("rxcui", "unii"):
        owners: dict[str, list[Located]] = defaultdict(list)
        for item in knowledge.located(sc.Drug):
            if getattr(item.row, column):
                owners[getattr(item.row, column)].append(item)
        for code, items in owners.items():
            for item in items[1:]:
                yield at(item, f"{column} {code} stands for another drug too: one of them is wrong", column)
    for item in knowledge.located(sc.DrugCode):
        other = item.row
        assert isinstance(other, sc.DrugCode)  # noqa: S101
        if other.drug_id not in drugs:
            yield at(item, f"drug {other.drug_id!r} is not in knowledge/drugs.csv", "drug_id")
        if not Code(other.system, other.code).well_formed:
            yield at(item, f"not the shape of a code of {other.system.value}", "code")
    yield from _names(knowledge, drugs, products)


def _names(knowledge: Knowledge, drugs: set[str], products: set[str]) -> Iterator[Fault]:
    """A name has one meaning, or every one of its rows says that it is ambiguous."""
    targets: dict[str, dict[str, Located]] = defaultdict(dict)
    for item in knowledge.located(sc.Drug):
        assert isinstance(item.row, sc.Drug)  # noqa: S101
        for text in {item.row.name_en, item.row.name_zh} - {""}:
            targets[compact(text)][f"drug:{item.row.drug_id}"] = item
    for item in knowledge.located(sc.Product):
        assert isinstance(item.row, sc.Product)  # noqa: S101
        for text in {item.row.name_en, item.row.name_zh} - {""}:
            targets[compact(text)][f"product:{item.row.product_id}"] = item
    for item in knowledge.located(sc.Name):
        row = item.row
        assert isinstance(row, sc.Name)  # noqa: S101
        kind, _, key = row.target.partition(":")
        if key not in (drugs if kind == "drug" else products):
            yield at(item, f"{row.target} is not in the vocabulary", "target")
        if not compact(row.name):
            yield at(item, "the name has no letters", "name")
        targets[compact(row.name)][row.target] = item
    for name, owners in targets.items():
        declared = [_declared_ambiguous(item) for item in owners.values()]
        item = list(owners.values())[-1]
        if len(owners) > 1 and not all(declared):
            found = ", ".join(sorted(owners))
            yield at(item, f"the name {name!r} stands for {found}: leave it out, or make every row of it ambiguous")
        if len(owners) == 1 and any(declared):
            yield at(item, "an ambiguous name has a row for each of its meanings, at least two", "kind")


def _declared_ambiguous(item: Located) -> bool:
    return isinstance(item.row, sc.Name) and item.row.kind is kt.NameKind.AMBIGUOUS


def _products(knowledge: Knowledge) -> Iterator[Fault]:
    drugs = {row.drug_id for row in knowledge.rows(sc.Drug)}
    parts: dict[str, list[sc.ProductIngredient]] = defaultdict(list)
    known = {row.product_id for row in knowledge.rows(sc.Product)}
    for item in knowledge.located(sc.ProductIngredient):
        row = item.row
        assert isinstance(row, sc.ProductIngredient)  # noqa: S101
        parts[row.product_id].append(row)
        if row.drug_id not in drugs:
            yield at(item, f"drug {row.drug_id!r} is not in knowledge/drugs.csv", "drug_id")
        if row.product_id not in known:
            yield at(item, f"product {row.product_id!r} is not in knowledge/products.csv", "product_id")
    strengths: dict[str, set[str]] = defaultdict(set)
    for item in knowledge.located(sc.ProductStrength):
        strength = item.row
        assert isinstance(strength, sc.ProductStrength)  # noqa: S101
        strengths[strength.product_id].add(f"{strength.strengths} {strength.per}")
        if strength.product_id not in known:
            yield at(item, f"product {strength.product_id!r} is not in knowledge/products.csv", "product_id")
        elif len(strength.strengths) != len(parts[strength.product_id]):
            yield at(item, "give one strength for each ingredient, in the order of their positions", "strengths")
        for text in strength.strengths:
            if text != UNSTATED:
                yield from _amount(item, text, "strengths")
        if strength.per:
            yield from _amount(item, strength.per, "per")
    seen: dict[frozenset[str], str] = {}
    for item in knowledge.located(sc.Product):
        assert isinstance(item.row, sc.Product)  # noqa: S101
        product = item.row.product_id
        rows = parts.get(product, [])
        if len(rows) < 2:
            yield at(item, "a product is a combination of at least two ingredients", "product_id")
        if sorted(row.position for row in rows) != list(range(1, len(rows) + 1)):
            yield at(item, "positions of ingredients run from 1 without a gap", "product_id")
        key = frozenset({*(row.drug_id for row in rows), *strengths[product]})
        if key in seen:
            yield at(
                item, f"has the same ingredients and strengths as {seen[key]!r}: one product, two names", "product_id"
            )
        seen[key] = product


def _amount(item: Located, text: str, column: str) -> Iterator[Fault]:
    try:
        parse_amount(text)
    except QuantityError as error:
        yield at(item, error.message, column)


def _related(knowledge: Knowledge) -> Iterator[Fault]:
    """Kinship joins two drugs of the vocabulary; names that are confused belong to different ones."""
    drugs = {row.drug_id for row in knowledge.rows(sc.Drug)}
    for item in knowledge.located(sc.RelatedDrug):
        row = item.row
        assert isinstance(row, sc.RelatedDrug)  # noqa: S101
        for column, drug in (("drug_id", row.drug_id), ("related", row.related)):
            if drug not in drugs:
                yield at(item, f"drug {drug!r} is not in knowledge/drugs.csv", column)
        if row.drug_id == row.related:
            yield at(item, "a drug is no relative of its own", "related")
    names = names_of(knowledge)
    for item in knowledge.located(sc.Lookalike):
        pair = item.row
        assert isinstance(pair, sc.Lookalike)  # noqa: S101
        meant = [names.get(compact(name), set()) for name in (pair.first, pair.second)]
        for column, name, targets in zip(("first", "second"), (pair.first, pair.second), meant, strict=True):
            if not targets:
                yield at(item, f"{name!r} is no name of the vocabulary", column)
        if meant[0] and meant[0] == meant[1]:
            yield at(item, "both names stand for the same: nothing can be confused", "second")
        if pair.first >= pair.second:
            yield at(item, "the two names stand in sorted order", "second")


def _classes(knowledge: Knowledge) -> Iterator[Fault]:
    named = Selectors(knowledge)
    for item in knowledge.located(sc.ClassMember):
        row = item.row
        assert isinstance(row, sc.ClassMember)  # noqa: S101
        if row.class_id not in named.classes:
            yield at(item, f"class {row.class_id!r} is not in knowledge/classes.csv", "class_id")
        if row.member not in named:
            yield at(item, f"{row.member} does not exist", "member")
    from rxcheck.kb.graph import build_graph, class_cycles

    for cycle in class_cycles(build_graph(knowledge)):
        class_id = min(cycle).partition(":")[2]
        item = next(i for i in knowledge.located(sc.ClassMember) if getattr(i.row, "class_id", "") == class_id)
        yield at(item, f"class {class_id!r} contains itself ({' → '.join(sorted(cycle))})", "member")
    own = {row.subject for row in knowledge.rows(sc.UsualRoute) if row.subject.startswith("drug:")}
    excluded = {
        (row.class_id, drug)
        for row in knowledge.rows(sc.ClassMember)
        if row.relation is kt.Relation.EXCLUDE and row.member in named
        for drug in named.drugs_of(row.member)
    }
    chosen: dict[str, tuple[str, Route]] = {}
    for item in knowledge.located(sc.UsualRoute):
        usual = item.row
        assert isinstance(usual, sc.UsualRoute)  # noqa: S101
        if usual.subject not in named:
            yield at(item, f"{usual.subject} does not exist", "subject")
            continue
        for member in named.drugs_of(usual.subject) if not usual.subject.startswith("drug:") else ():
            other, route = chosen.setdefault(member, (usual.subject, usual.route))
            if route is not usual.route and f"drug:{member}" not in own:
                yield at(item, f"{member} has another usual route by {other}: give the drug a row of its own", "route")
    for item in knowledge.located(sc.DrugClass):
        group = item.row
        assert isinstance(group, sc.DrugClass)  # noqa: S101
        if not named.classes[group.class_id]:
            yield at(item, "the class has no members", "class_id")
        for drug in knowledge.rows(sc.Drug) if group.atc else ():
            if any(code.startswith(group.atc) for code in drug.atc):
                known = drug.drug_id in named.classes[group.class_id] or (group.class_id, drug.drug_id) in excluded
                if not known:
                    yield at(item, f"{drug.drug_id} ({';'.join(drug.atc)}) is neither a member nor excluded", "atc")


def _clauses(knowledge: Knowledge) -> Iterator[Fault]:
    """Clauses are the same sentence twice: same slots, same numbers."""
    for item in knowledge.located(sc.Clause):
        row = item.row
        assert isinstance(row, sc.Clause)  # noqa: S101
        if sorted(sc.SLOT.findall(row.text_en)) != sorted(sc.SLOT.findall(row.text_zh)):
            yield at(item, "both languages must have the same slots", "text_zh")
        if Counter(sc.NUMBER.findall(row.text_en)) != Counter(sc.NUMBER.findall(row.text_zh)):
            yield at(item, "both languages must have the same numbers", "text_zh")
        if not sc.CHINESE.search(row.text_zh):
            yield at(item, "text_zh is not Chinese", "text_zh")
        if not row.clause_id.startswith(sc.CLAUSE_PREFIX[row.kind]):
            yield at(item, f"ids of {row.kind.value} clauses start with {sc.CLAUSE_PREFIX[row.kind]!r}", "clause_id")
        if row.text_en[-1] != "." or row.text_zh[-1] != "。":
            yield at(item, "a clause is a sentence and ends in a full stop", "text_en")


def _other_names(knowledge: Knowledge) -> Iterator[Fault]:
    conditions = {row.condition_id for row in knowledge.rows(sc.ConditionEntry)}
    owner: dict[str, str] = {}
    alike: dict[str, str] = {}
    for entry in knowledge.rows(sc.ConditionEntry):
        for name in (entry.name_en, entry.name_zh):
            owner[compact(name)] = entry.condition_id
            alike.setdefault(spelled_alike(name), entry.condition_id)
    for item in knowledge.located(sc.ConditionName):
        row = item.row
        assert isinstance(row, sc.ConditionName)  # noqa: S101
        if row.condition_id not in conditions:
            yield at(item, f"condition {row.condition_id!r} is not in knowledge/conditions.csv", "condition_id")
        if owner.setdefault(compact(row.name), row.condition_id) != row.condition_id:
            yield at(item, f"the name stands for {owner[compact(row.name)]!r} too", "name")
        elif alike.setdefault(spelled_alike(row.name), row.condition_id) != row.condition_id:
            yield at(item, f"in another spelling the name stands for {alike[spelled_alike(row.name)]!r}", "name")
    codes: dict[str, str] = {}
    for item in knowledge.located(sc.ConditionEntry):
        assert isinstance(item.row, sc.ConditionEntry)  # noqa: S101
        for code in item.row.icd10:
            if codes.setdefault(code, item.row.condition_id) != item.row.condition_id:
                yield at(item, f"ICD-10 {code} stands for {codes[code]!r} too", "icd10")
    drugs = {row.drug_id for row in knowledge.rows(sc.Drug)}
    classes = {row.class_id for row in knowledge.rows(sc.DrugClass)}
    for item in knowledge.located(sc.AllergenName):
        assert isinstance(item.row, sc.AllergenName)  # noqa: S101
        kind, _, key = item.row.target.partition(":")
        if (kind == "drug" and key not in drugs) or (kind == "class" and key not in classes):
            yield at(item, f"{item.row.target} does not exist", "target")
    for item in knowledge.located(sc.LabTest):
        assert isinstance(item.row, sc.LabTest)  # noqa: S101
        if len(item.row.alt_unit) != len(item.row.alt_factor):
            yield at(item, "alt_unit and alt_factor have one entry for each other", "alt_factor")
        if item.row.loinc_as is not None and item.row.loinc_as not in item.row.loinc:
            yield at(item, "loinc_as is none of the codes of the test", "loinc_as")
