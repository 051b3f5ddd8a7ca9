"""What selectors stand for: "drug:x", "class:y", "role:cyp3a4-inhibitor-strong", "effect:qt-known" → drugs.

A role selector ends in a grade, or in `narrow` for the sensitive and moderate substrates with a narrow index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rxcheck.kb import schema as sc
from rxcheck.kb import terms as kt
from rxcheck.kb.load import Knowledge
from rxcheck.terms import Lang, Route, RowStatus

NARROW = "narrow"
_GRADES = {
    kt.PathwayRole.SUBSTRATE: (kt.RoleGrade.SENSITIVE, kt.RoleGrade.MODERATE, kt.RoleGrade.MINOR),
    kt.PathwayRole.INHIBITOR: (kt.RoleGrade.STRONG, kt.RoleGrade.MODERATE, kt.RoleGrade.WEAK),
    kt.PathwayRole.INDUCER: (kt.RoleGrade.STRONG, kt.RoleGrade.MODERATE, kt.RoleGrade.WEAK),
}


def grade_fits(role: kt.PathwayRole, grade: kt.RoleGrade) -> bool:
    """Whether a drug in this role may have the grade."""
    return grade in _GRADES[role]


def is_narrow(row: sc.DrugPathway) -> bool:
    """A substrate with a narrow index for which the pathway matters: a minor one changes too little."""
    return bool(row.narrow_index) and row.grade is not kt.RoleGrade.MINOR


def role_selector(row: sc.DrugPathway) -> str:
    """The selector of a row's pathway, role and grade."""
    return f"role:{row.pathway_id}-{row.role.value}-{row.grade.value}"


def effect_selector(row: sc.DrugEffect) -> str:
    """The selector of a row's effect and grade."""
    return f"effect:{row.effect_id}-{row.grade.value}"


class Selectors:
    """The drugs behind every selector of one set of tables; subclasses expanded, exclusions taken out last."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._sets: dict[str, frozenset[str]] = {
            f"drug:{row.drug_id}": frozenset({row.drug_id}) for row in knowledge.rows(sc.Drug)
        }
        self._sets |= dict.fromkeys(_possible(knowledge), frozenset())
        graded: dict[str, set[str]] = defaultdict(set)
        for row in knowledge.rows(sc.DrugPathway):
            graded[role_selector(row)].add(row.drug_id)
            if is_narrow(row):
                graded[f"role:{row.pathway_id}-{row.role.value}-{NARROW}"].add(row.drug_id)
        for effect in knowledge.rows(sc.DrugEffect):
            graded[effect_selector(effect)].add(effect.drug_id)
        self._sets |= {selector: frozenset(drugs) for selector, drugs in graded.items()}
        self.classes = self._expand_classes(knowledge)
        self._sets |= {f"class:{class_id}": drugs for class_id, drugs in self.classes.items()}

    def __contains__(self, selector: object) -> bool:
        return selector in self._sets

    def drugs_of(self, selector: str) -> frozenset[str]:
        """The ids of all drugs that a selector names.

        Raises:
            KeyError: the tables know no such drug, class, role or effect.
        """
        return self._sets[selector]

    def of(self, drug_id: str) -> frozenset[str]:
        """Every selector that holds a drug."""
        return frozenset(selector for selector, drugs in self._sets.items() if drug_id in drugs)

    def _expand_classes(self, knowledge: Knowledge) -> dict[str, frozenset[str]]:
        include: dict[str, set[str]] = defaultdict(set)
        exclude: dict[str, set[str]] = defaultdict(set)
        for row in knowledge.rows(sc.ClassMember):
            (include if row.relation is kt.Relation.INCLUDE else exclude)[row.class_id].add(row.member)
        done: dict[str, frozenset[str]] = {}

        def expand(class_id: str, path: tuple[str, ...]) -> frozenset[str]:
            if class_id in done or class_id in path:
                return done.get(class_id, frozenset())
            found = {drug for member in include[class_id] for drug in of(member, (*path, class_id))}
            removed = {drug for member in exclude[class_id] for drug in of(member, (*path, class_id))}
            done[class_id] = frozenset(found - removed)
            return done[class_id]

        def of(member: str, path: tuple[str, ...]) -> frozenset[str]:
            kind, _, key = member.partition(":")
            return expand(key, path) if kind == "class" else self._sets.get(member, frozenset())

        return {row.class_id: expand(row.class_id, ()) for row in knowledge.rows(sc.DrugClass)}


def _possible(knowledge: Knowledge) -> Iterator[str]:
    """Role and effect selectors that a rule may name, whether a drug has them or not."""
    for pathway in knowledge.rows(sc.Pathway):
        for role, grades in _GRADES.items():
            yield from (f"role:{pathway.pathway_id}-{role.value}-{grade.value}" for grade in grades)
        yield f"role:{pathway.pathway_id}-{kt.PathwayRole.SUBSTRATE.value}-{NARROW}"
    for effect in knowledge.rows(sc.Effect):
        yield from (f"effect:{effect.effect_id}-{grade.value}" for grade in effect.grades)


def usual_routes(knowledge: Knowledge, named: Selectors) -> dict[str, Route]:
    """Drug id → the route that is taken where none is known, for the drugs that are not usually swallowed."""
    found: dict[str, Route] = {}
    for row in sorted(knowledge.rows(sc.UsualRoute), key=lambda row: row.subject.startswith("drug:")):
        found.update(dict.fromkeys(named.drugs_of(row.subject), row.route))
    return found


def grounds(knowledge: Knowledge) -> dict[str, tuple[str, str, RowStatus]]:
    """ "drug selector" → source, locator and status of the row that gives the drug that role or effect."""
    found: dict[str, tuple[str, str, RowStatus]] = {}
    for row in knowledge.rows(sc.DrugPathway):
        place = (row.source_id, row.locator, row.status)
        found[f"{row.drug_id} {role_selector(row)}"] = place
        if is_narrow(row):
            found[f"{row.drug_id} role:{row.pathway_id}-{row.role.value}-{NARROW}"] = place
    for effect in knowledge.rows(sc.DrugEffect):
        found[f"{effect.drug_id} {effect_selector(effect)}"] = (effect.source_id, effect.locator, effect.status)
    return found


_ROLE_NAMES = {
    kt.PathwayRole.SUBSTRATE: ("{grade} {name} substrate", "{name}{grade}底物"),
    kt.PathwayRole.INHIBITOR: ("{grade} {name} inhibitor", "{name}{grade}抑制剂"),
    kt.PathwayRole.INDUCER: ("{grade} {name} inducer", "{name}{grade}诱导剂"),
}
_GRADE_NAMES = {
    "sensitive": ("sensitive", "敏感"),
    "strong": ("strong", "强"),
    "moderate": ("moderate", "中度"),
    "weak": ("weak", "弱"),
    "minor": ("minor", "次要"),
    NARROW: ("narrow-index", "窄治疗窗"),
    "known": ("known", "确定"),
    "possible": ("possible", "可能"),
    "conditional": ("conditional", "有条件"),
    "high": ("high", "高"),
    "low": ("low", "低"),
}


def selector_names(knowledge: Knowledge) -> dict[str, tuple[str, str]]:
    """The names of all role and effect selectors ("strong CYP3A4 inhibitor", "CYP3A4强抑制剂"), and of allergens that are no
    drugs: their word, and the shortest Chinese name."""
    names: dict[str, tuple[str, str]] = {}
    for pathway in knowledge.rows(sc.Pathway):
        for role, (english, chinese) in _ROLE_NAMES.items():
            for grade in (*(grade.value for grade in _GRADES[role]), NARROW):
                names[f"role:{pathway.pathway_id}-{role.value}-{grade}"] = (
                    english.format(grade=_GRADE_NAMES[grade][0], name=pathway.name_en),
                    chinese.format(grade=_GRADE_NAMES[grade][1], name=pathway.name_zh),
                )
    for effect in knowledge.rows(sc.Effect):
        for level in effect.grades:
            english, chinese = _GRADE_NAMES[level.value]
            names[f"effect:{effect.effect_id}-{level.value}"] = (
                f"{effect.name_en} ({english})",
                f"{effect.name_zh}（{chinese}）",
            )
    chinese_names: dict[str, list[str]] = {}
    for row in knowledge.rows(sc.AllergenName):
        if row.target.startswith("other:") and row.lang is Lang.ZH:
            chinese_names.setdefault(row.target, []).append(row.name)
    for target in sorted({row.target for row in knowledge.rows(sc.AllergenName) if row.target.startswith("other:")}):
        word = target.removeprefix("other:").replace("-", " ")
        names[target] = (word, min(chinese_names.get(target, [word]), key=lambda name: (len(name), name)))
    return names
