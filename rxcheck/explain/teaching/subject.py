"""A finding on its report, with everything that its lesson looks at."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.engine.compiled import Kb
from rxcheck.explain.teaching.tables import TeachingTables
from rxcheck.explain.teaching.words import teach_word
from rxcheck.finding import Finding, Report, SlotKind
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.pair import PairRow
from rxcheck.kb.schema_rules import Rule
from rxcheck.kb.terms import RuleAction
from rxcheck.model import MedicationLine
from rxcheck.report.pair import PairWords
from rxcheck.report.view import View
from rxcheck.report.words import term
from rxcheck.terms import Action, CheckKind, Lang, Severity

_DIGITS = re.compile(r"(\d+)")


def in_order(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of lines as people count: 2 before 10, whatever the order in which the lines stand."""
    return tuple(sorted(ids, key=lambda each: [(not part.isdigit(), part.zfill(9)) for part in _DIGITS.split(each)]))


class Subject(Struct, frozen=True, dict=True):
    """A finding of a report, the tables, and the language of the lesson. The order of lines is that of their ids."""

    report: Report
    finding: Finding
    kb: Kb
    tables: TeachingTables
    catalogue: Catalogue
    lang: Lang

    @classmethod
    def of(
        cls, report: Report, finding: Finding, kb: Kb, tables: TeachingTables, catalogue: Catalogue, lang: Lang
    ) -> Subject:
        """The subject of a finding."""
        fragments = tuple(sorted(finding.fragments, key=lambda each: (each.line, each.text)))
        ordered = replace(finding, lines=in_order(finding.lines), fragments=fragments)
        return cls(report, ordered, kb, tables, catalogue, lang)

    @cached_property
    def view(self) -> View:
        """The words of the report."""
        return View(self.report, self.catalogue, self.lang)

    @cached_property
    def rule(self) -> Rule | None:
        """The row that fired; None where only a pack speaks."""
        return self.tables.rule(self.finding.rule_id)

    @cached_property
    def pair(self) -> PairRow | None:
        """The row as it fits object and precipitant; None where the finding is about no pair."""
        finding = self.finding
        if finding.check is not CheckKind.INTERACTION or len(finding.drugs) != 2:
            return None
        return self.tables.pair(finding.rule_id, *finding.drugs)

    @property
    def pair_words(self) -> PairWords:
        """The words of pairs."""
        return PairWords(self.catalogue, self.lang)

    @cached_property
    def lines(self) -> tuple[MedicationLine, ...]:
        """The lines concerned."""
        by_id = {line.id: line for line in self.report.prescription.lines}
        return tuple(by_id[line] for line in self.finding.lines if line in by_id)

    @property
    def allergens(self) -> tuple[str, ...]:
        """The selectors of the recorded allergen, of a finding on one."""
        uses = (*self.finding.mechanism, *self.finding.harm, *self.finding.advice)
        slots = (slot for use in uses for _, slot in use.slots)
        return next((slot.values for slot in slots if slot.kind is SlotKind.ALLERGEN), ())

    def say(self, key: str, **slots: object) -> str:
        """A message of the lesson's words."""
        return teach_word(key, self.lang, **slots)

    def drug(self, drug: str) -> str:
        """The name of a drug."""
        return self.catalogue.drug(drug, self.lang)

    def named(self, selector: str) -> str:
        """The name of a drug, class, role, effect, or anything else that a row names."""
        return self.catalogue.selector(selector, self.lang)

    def verdict(self, action: Action | RuleAction | None, severity: Severity | None = None) -> str:
        """`avoid · major`; that there is no finding, of None and of a silent row."""
        acting = action.action if isinstance(action, RuleAction) else action
        if acting is None:
            return self.say("nothing")
        said = term(acting, self.lang)
        return f"{said} · {term(severity, self.lang)}" if severity else said
