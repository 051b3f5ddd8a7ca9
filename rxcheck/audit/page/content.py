"""What the page is made of, and names for what it counts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from msgspec import Struct

from rxcheck.audit.former import Counted
from rxcheck.audit.page.words import say
from rxcheck.audit.statistics.model import Statistics
from rxcheck.checks.form import COUNTED
from rxcheck.engine.compiled import Kb
from rxcheck.finding import ClauseUse
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import ClassKind, Op
from rxcheck.kb.unit_names import amount, unit_text
from rxcheck.report.card_words import card_word
from rxcheck.report.words import term
from rxcheck.site import SitePolicy
from rxcheck.terms import CheckKind, Fact, Lang

_SENTENCES = 2
_SIGNS = {Op.LT: "< ", Op.LE: "≤ ", Op.GT: "> ", Op.GE: "≥ "}


class Content(Struct, frozen=True):
    """An audit, counted, and the knowledge that names what was counted. `lines`: read, audited, rejected;
    `fired`: how often rules would have made findings that the `policy` suppresses."""

    lang: Lang
    lines: Mapping[str, int]
    counted: Counted
    catalogue: Catalogue
    rules: Mapping[str, tuple[CheckKind, RuleInfo]]
    classes: Mapping[str, str]
    former: Counted | None = None
    policy: SitePolicy | None = None
    fired: Mapping[str, int] = {}

    @property
    def statistics(self) -> Statistics:
        """Those of this audit."""
        return self.counted.statistics

    @property
    def prescriptions(self) -> int:
        """How many were audited."""
        return self.statistics.totals.prescriptions

    def say(self, key: str, **slots: object) -> str:
        """The page's own words."""
        return say(key, self.lang, **slots)

    def drug(self, drug: str) -> str:
        """A drug's name."""
        return self.catalogue.drug(drug, self.lang)

    def class_of(self, drug: str) -> str:
        """The selector under which a drug stands in the heat map."""
        found = self.classes.get(drug)
        return f"class:{found}" if found else f"drug:{drug}"

    def selector(self, selector: str) -> str:
        """The name of a drug or class, with a capital."""
        name = self.catalogue.selector(selector, self.lang)
        return _capital(name)

    def title(self, rule_id: str) -> str:
        """What a rule is about: its drugs or classes with the fact that it asks for or the limit that it sets, else its first sentence."""
        if rule_id not in self.rules:
            return rule_id
        check, rule = self.rules[rule_id]
        subjects = [each for each in (rule.subject, rule.other, *rule.selectors) if each]
        if check is CheckKind.ALLERGY:
            subjects = subjects[:1]
        if not subjects:
            return next(iter(self._sentences(rule_id)), rule_id)
        parts = [self.say("rule.plus").join(dict.fromkeys(self.selector(each) for each in subjects))]
        if check is CheckKind.LIMIT and rule.limit is not None:
            parts.append(card_word(f"limit.{rule.limit.value}", self.lang, value=self._limit(check, rule)))
        elif rule.fact is not None:
            parts.append(self._asked(rule, rule.fact))
        return " · ".join(parts)

    def sentence(self, rule_id: str) -> str:
        """What a rule says beside its title: why, and what harm; what to do where it says neither."""
        said = self._sentences(rule_id)
        if said and said[0] == self.title(rule_id):
            said = said[1:]
        return ("" if self.lang is Lang.ZH else " ").join(said[:_SENTENCES])

    def _asked(self, rule: RuleInfo, fact: Fact) -> str:
        """`eGFR 30–45 mL/min/1.73 m²`, or the condition that a rule is about."""
        if rule.op is Op.HAS and rule.value is not None:
            return self.say("rule.or").join(self.catalogue.condition(each, self.lang) for each in rule.value.split("|"))
        shown = term(fact, self.lang)
        if rule.value is None or (rule.op is not Op.BETWEEN and rule.op not in _SIGNS):
            return shown
        span = f"{rule.value}–{rule.value_high}" if rule.op is Op.BETWEEN else rule.value
        sign = _SIGNS.get(rule.op, "") if rule.op else ""
        return f"{shown} {sign}{amount(span, rule.unit or '', self.lang)}"

    def _sentences(self, rule_id: str) -> list[str]:
        if rule_id not in self.rules:
            return []
        check, rule = self.rules[rule_id]
        names = {"observed": "…", "condition": "…", "limit": self._limit(check, rule)}
        drugs = ("、" if self.lang is Lang.ZH else ", ").join(map(self.selector, rule.selectors))
        names["drugs"] = drugs or (self.selector(rule.subject) if rule.subject else "…")
        names["object"] = names["drug"] = self._one_of(rule.subject)
        names["precipitant"] = names["allergen"] = self._one_of(rule.other)
        if check is CheckKind.ALLERGY and rule.other:
            names["allergen"] = self.selector(rule.other)
        said = []
        for clause in (*rule.mechanism, *rule.harm) or rule.advice:
            text = self.catalogue.clause(ClauseUse(clause), self.lang)
            for slot, name in names.items():
                text = text.replace(f"{{{slot}}}", name)
            said.append(_capital(text))
        return said

    def _one_of(self, selector: str | None) -> str:
        """A drug, or one of a class, inside a sentence."""
        if selector is None:
            return "…"
        kind, name = selector.partition(":")[0], self.catalogue.selector(selector, self.lang)
        return self.say(f"one_of.{kind}", name=name) if kind in ("class", "role", "effect") else name

    def _limit(self, check: CheckKind, rule: RuleInfo) -> str:
        if rule.value is None:
            return "…"
        unit = COUNTED[rule.field][1] if check is CheckKind.FORM and rule.field in COUNTED else (rule.unit or "")
        shown = amount(rule.value, unit, self.lang)
        return f"{shown}/{unit_text(rule.per, self.lang)}" if rule.per else shown


def _capital(text: str) -> str:
    """With a capital where that is a Latin letter: β stays."""
    return text[:1].upper() + text[1:] if text[:1].isascii() else text


def content_of(
    kb: Kb,
    tables: Path,
    lang: Lang,
    lines: Mapping[str, int],
    counted: Counted,
    former: Counted | None,
    policy: SitePolicy | None,
    fired: Mapping[str, int],
) -> Content:
    """The content of a page; `tables` is the folder of the knowledge.

    Raises:
        OSError: the knowledge has gone.
    """
    wanted = set(counted.statistics.rule) | set(former.statistics.rule if former else ())
    wanted |= {each.rule for each in (policy.suppress if policy else ())}
    rules = {rule.rule_id: (check, rule) for check in CheckKind for rule in kb.rules(check) if rule.rule_id in wanted}
    return Content(
        lang, lines, counted, kb.compiled.text.catalogue(), rules, _classes(kb, tables), former, policy, fired
    )


def _classes(kb: Kb, tables: Path) -> dict[str, str]:
    """The smallest pharmacological class of several drugs that the rules name, of each drug that is in one."""
    with (tables / "knowledge" / "classes.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["class_id"]: row["kind"] for row in csv.DictReader(file)}
    text, members = kb.compiled.text, kb.bools("sel_member")
    sizes = Counter(dict(enumerate(members.sum(axis=1).tolist())))
    found: dict[str, str] = {}
    named = [
        (sizes[row], selector.removeprefix("class:"), row)
        for row, selector in enumerate(text.selectors)
        if kinds.get(selector.removeprefix("class:")) == ClassKind.PHARMACOLOGICAL.value and sizes[row] > 1
    ]
    for _, name, row in sorted(named):
        for code in np.flatnonzero(members[row]).tolist():
            found.setdefault(text.drugs[code], name)
    return found
