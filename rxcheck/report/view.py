"""What a report says, piece by piece and in order, for every form that people read (terminal, Markdown).

Each function returns plain text. What the input wrote (names of drugs, conditions, allergens, ids) is on one line, cut
to a sensible length and without control characters; a form still escapes what its own notation gives a meaning to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from rxcheck.finding import (
    ClauseUse,
    Comparator,
    Finding,
    FlipFact,
    Outcome,
    Question,
    Reference,
    Report,
    Versions,
)
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.unit_names import amount
from rxcheck.model import Age, Patient
from rxcheck.quantity import plain_decimal
from rxcheck.report.plain import visible
from rxcheck.report.side_by_side import side_rows, why
from rxcheck.report.words import counted, has_word, term, word
from rxcheck.terms import LAB_FACTS, Action, CheckKind, Fact, Lang, LineStatus, Reaction, ResolvedBy, Route

MOST_QUESTIONS = 5
# The symbol of an action, so that nothing is said by colour alone. These are in GBK and in every terminal font.
SYMBOLS = {Action.AVOID: "■", Action.MODIFY: "▲", Action.MONITOR: "●", Action.INFORM: "○"}
LABELS = (
    "lines",
    "why",
    "derived",
    "compared",
    "chains",
    "slip",
    "when",
    "facts",
    "do",
    "changes",
    "sources",
    "spread",
    "evidence",
    "rule",
    "also",
)
_HASH_SHOWN = 12
_MOST_CONDITIONS = 6


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by action, then severity, then rule id."""
    return sorted(findings, key=lambda each: (-each.action.rank, -each.severity.rank, each.rule_id, each.id))


def best_questions(questions: Iterable[Question]) -> list[Question]:
    """Questions by use: what a drug is (nothing of it was checked), then the worst waiting verdict, then how many."""
    return sorted(
        questions,
        key=lambda each: (
            each.fact is not Fact.DRUG,
            -(each.worst.rank if each.worst else 0),
            -each.rules,
            each.fact.value,
            each.lines,
        ),
    )


def versions_text(versions: Versions, lang: Lang, whole_hash: bool = False) -> str:
    """`rxcheck 0.1.0 · knowledge 2026.11 · 0123456789ab`."""
    shown = versions.knowledge_hash if whole_hash else versions.knowledge_hash[:_HASH_SHOWN]
    said = word("versions", lang, program=versions.program, knowledge=versions.knowledge, hash=shown)
    packs = word("list", lang).join(visible(f"{pack.name} {pack.edition}") for pack in versions.packs)
    if packs:
        said = f"{said} · {word('packs', lang, names=packs)}"
    if versions.policy is not None:
        from rxcheck.report.suppressed import policy_text

        said = f"{said} · {policy_text(versions.policy, lang)}"
    return said


class View(Struct, frozen=True, dict=True):
    """A report in one language, as texts."""

    report: Report
    catalogue: Catalogue
    lang: Lang

    # --- small pieces

    def say(self, key: str, **slots: object) -> str:
        """A message of the word table."""
        return word(key, self.lang, **slots)

    def listed(self, items: Iterable[str]) -> str:
        """Items as the language lists them."""
        return self.say("list").join(items)

    def some(self, items: Sequence[str], most: int) -> str:
        """At most `most` items, and how many more there are."""
        if len(items) <= most + 1:
            return self.listed(items)
        return self.say("more", text=self.listed(items[:most]), n=len(items) - most)

    def noted(self, text: str, note: str) -> str:
        """`text (note)`, or `text` without a note."""
        return self.say("bracket", text=text, note=note) if note else text

    def lines(self, ids: Sequence[str]) -> str:
        """`line 2`, `lines 1, 3`."""
        return self.say("line" if len(ids) == 1 else "line.many", ids=self.listed(visible(each) for each in ids))

    def line(self, line: str, text: str = "") -> str:
        """`line 2 “as written”`, with `text` where only a part of the line is meant."""
        written = visible(text) or self.as_written(line)
        return self.say("line.written", id=visible(line), text=written) if written else self.lines([line])

    def names(self, drugs: Iterable[str]) -> list[str]:
        """Drug names."""
        return [self.catalogue.drug(drug, self.lang) for drug in drugs]

    def as_written(self, line: str) -> str:
        """What stands on the prescription for a line id; empty when the line is unknown."""
        return self._written.get(line, "")

    @cached_property
    def _written(self) -> dict[str, str]:
        return {each.line: visible(each.as_written) for each in self.report.receipt.lines}

    # --- head

    def title(self) -> str:
        """`Prescription rx-1`."""
        return self.say("prescription", id=visible(self.report.prescription.id))

    def patient_facts(self) -> list[str]:
        """What is known of the patient, never the name or id; an unrecorded allergy history is said to be so."""
        rx, patient = self.report.prescription, self.report.prescription.patient
        facts = [self._age(patient, rx.authored_on)]
        facts.append(term(patient.sex, self.lang) if patient.sex else "")
        if patient.weight_g is not None:
            facts.append(f"{plain_decimal(Decimal(patient.weight_g) / 1000)} kg")
        if patient.height_mm is not None:
            facts.append(f"{plain_decimal(Decimal(patient.height_mm) / 10)} cm")
        facts += self._labs(patient)
        if patient.pregnancy is not None:
            weeks = patient.pregnancy.weeks
            if not patient.pregnancy.pregnant:
                facts.append(self.say("not_pregnant"))
            else:
                facts.append(self.say("pregnant") if weeks is None else self.say("pregnant.weeks", n=weeks))
        if patient.lactating is not None:
            facts.append(self.say("lactating" if patient.lactating else "not_lactating"))
        return [fact for fact in facts if fact]

    def record_facts(self) -> list[str]:
        """Allergies and conditions, as recorded."""
        patient = self.report.prescription.patient
        if patient.allergies is None:
            facts = [self.say("allergies_unknown")]
        elif not patient.allergies:
            facts = [self.say("no_allergies")]
        else:
            substances = self.listed(visible(allergy.substance) for allergy in patient.allergies)
            facts = [self.say("lead", head=term(Fact.ALLERGY, self.lang), text=substances)]
        if patient.conditions:
            names = self.some([visible(condition.name) for condition in patient.conditions], _MOST_CONDITIONS)
            facts.append(self.say("lead", head=term(Fact.CONDITION, self.lang), text=names))
        elif patient.conditions is not None:
            facts.append(self.say("no_conditions"))
        return facts

    def _age(self, patient: Patient, on: date | None) -> str:
        age = patient.age
        if age is None and patient.birth_date and on and on >= patient.birth_date:
            born = patient.birth_date
            years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
            age = Age(years, (on - born).days)
        if age is None:
            return ""
        if age.years >= 2:
            return self.say("age.years", n=age.years)
        if age.days >= 60:
            return self.say("age.months", n=age.days * 12 // 365)
        return self.say("age.days", n=age.days)

    def _labs(self, patient: Patient) -> list[str]:
        # The newest of each; results without a date come last, so that a dated one is preferred.
        newest = {lab.fact: lab for lab in sorted(patient.labs, key=lambda lab: lab.taken_on or date.min) if lab.fact}
        shown = []
        for fact in LAB_FACTS:
            if lab := newest.get(fact):
                value = f"{term(fact, self.lang)} {amount(plain_decimal(lab.value), lab.unit, self.lang)}"
                shown.append(self.noted(value, lab.taken_on.isoformat() if lab.taken_on else ""))
        return shown

    # --- verdict

    def counts(self) -> list[tuple[Action, int]]:
        """How many findings each action has, worst first, without zeros."""
        found = [finding.action for finding in self.report.findings]
        return [(action, found.count(action)) for action in sorted(set(found), key=lambda each: -each.rank)]

    def unknown_drugs(self) -> int:
        """How many lines were not recognised."""
        return sum(line.resolved_by is ResolvedBy.UNRESOLVED for line in self.report.receipt.lines)

    def verdict(self) -> str:
        """What a report without findings says: what was checked, never that it is safe."""
        if not self.report.receipt.lines:
            return self.say("verdict.empty")
        said = self.say("checked_nothing" if self.report.complete else "verdict.nothing_so_far")
        checked = self.checked()
        return self.say("lead", head=said, text=checked) if checked else said

    def checked(self) -> str:
        """What was checked, by kind of check and how often."""
        undone = (Outcome.NOT_ASSESSED, Outcome.NOT_CHECKED)
        kinds = [each.check for each in self.report.receipt.checks if each.outcome not in undone]
        return self.listed(
            self.noted(term(kind, self.lang), str(kinds.count(kind))) for kind in CheckKind if kind in kinds
        )

    # --- a finding

    def heading(self, finding: Finding) -> str:
        """Action and severity, with the symbol: `■ AVOID · contraindicated`."""
        action = term(finding.action, self.lang).upper()
        return f"{SYMBOLS[finding.action]} {action} · {term(finding.severity, self.lang)}"

    def finding_rows(self, finding: Finding) -> list[tuple[str, str]]:
        """The finding in full below its heading: (label of LABELS, text), without empty rows."""
        rows = [
            ("lines", self.written_lines(finding)),
            ("why", self.why(finding)),
            ("derived", self.derivation(finding)),
            ("compared", self.compared(finding)),
            *self.patient_rows(finding),
            ("do", self.sentences(finding.advice)),
            *(("changes", self.flip(flip)) for flip in finding.changed_by),
            *(side_rows(finding, self.catalogue, self.lang) if finding.grades else ()),
            *(("evidence", text) for text in self.evidence(finding)),
            ("rule", " · ".join(part for part in (self.rule(finding), self.codes(finding)) if part)),
            ("also", self.listed(finding.also)),
        ]
        return [row for row in rows if row[1]]

    def patient_rows(self, finding: Finding) -> list[tuple[str, str]]:
        """Side chains, what is usual, for whom the row holds, and the facts that the verdict rests on."""
        if not (finding.when or finding.facts or finding.usual or finding.side_chains):
            return []
        from rxcheck.report.facts import chain_rows, fact_rows, slip_row, when_row

        rows = [("chains", text) for text in chain_rows(finding, self.catalogue, self.lang)]
        rows += [("slip", slip_row(finding, self.lang)), ("when", when_row(finding, self.catalogue, self.lang))]
        return rows + [("facts", text) for text in fact_rows(finding, self.catalogue, self.lang)]

    def drugs(self, finding: Finding) -> str:
        """The drugs concerned; the kind of check where the finding is about none."""
        return self.say("and_drug").join(self.names(finding.drugs)) or term(finding.check, self.lang)

    def written_lines(self, finding: Finding) -> str:
        """The lines concerned, as written on the prescription; a drug that is already taken is marked."""
        taken = {line.id for line in self.report.prescription.lines if line.status is LineStatus.CURRENT}
        mark = term(LineStatus.CURRENT, self.lang)
        return " · ".join(
            self.noted(f"{visible(line)} {self.as_written(line)}".strip(), mark if line in taken else "")
            for line in finding.lines
        )

    def sentences(self, clauses: Iterable[ClauseUse]) -> str:
        """The clauses' sentences, as the language joins them."""
        return self.say("sentences").join(self.catalogue.clause(use, self.lang) for use in clauses)

    def derivation(self, finding: Finding) -> str:
        """`from itraconazole: strong CYP3A4 inhibitor · lovastatin: sensitive CYP3A4 substrate`; empty for a curated row."""
        if not finding.derived or len(finding.path) < 4:
            return ""
        obj, role, other, pre = (self.catalogue.selector(step, self.lang) for step in finding.path)
        parts = (self.say("lead", head=pre, text=other), self.say("lead", head=obj, text=role))
        return self.say("derived", parts=" · ".join(parts))

    def why(self, finding: Finding) -> str:
        """The sentences of mechanism and harm; for a finding of a pack, that only the pack speaks."""
        if finding.pack is None:
            return self.sentences((*finding.mechanism, *finding.harm))
        return why(finding, self.catalogue, self.lang)

    def compared(self, finding: Finding) -> str:
        """`eGFR 28 mL/min/1.73 m² (threshold < 30)`; empty where no number decided."""
        if finding.compared is None:
            return ""
        seen = finding.compared
        return self.say(
            "compared",
            fact=term(seen.fact, self.lang),
            observed=self.value(seen.fact, seen.observed, seen.unit),
            limit=self.against(seen.comparator, seen.fact, seen.limit, seen.unit if seen.fact is Fact.AGE else ""),
        )

    def flip(self, flip: FlipFact) -> str:
        """`eGFR ≥ 45 mL/min would lift this`."""
        value = self.against(flip.comparator, flip.fact, flip.value, flip.unit)
        fact = term(flip.fact, self.lang)
        if flip.action is None:
            return self.say("flip.none", fact=fact, value=value)
        return self.say("flip.action", fact=fact, value=value, action=term(flip.action, self.lang))

    def against(self, comparator: Comparator, fact: Fact, value: str, unit: str) -> str:
        """`≥ 45 mL/min/1.73 m²`, `between 14-42 weeks`."""
        return self.say(f"comparator.{comparator.value}", value=self.value(fact, value, unit))

    def value(self, fact: Fact, value: str, unit: str) -> str:
        """A value of a fact: a name, a word, or an amount with its unit."""
        if fact is Fact.CONDITION:
            return self.catalogue.condition(value, self.lang)
        if fact is Fact.ALLERGY and ":" in value:
            return self.catalogue.selector(value, self.lang)
        if fact is Fact.DRUG and not unit:
            return self.catalogue.drug(value, self.lang)
        if fact is Fact.REACTION and value in frozenset(Reaction):
            return term(Reaction(value), self.lang)
        if fact is Fact.ROUTE and value in frozenset(Route):
            return term(Route(value), self.lang)
        for key in (f"value.{value.casefold()}", f"sex.{value}"):
            if has_word(key):
                return self.say(key)
        return amount(value, unit, self.lang)

    def reference(self, reference: Reference) -> str:
        """`Title, edition, locator (draft)`."""
        source = self.catalogue.sources.get(reference.source_id)
        parts = [source.title, source.edition] if source else [reference.source_id]
        cited = self.say("comma").join(part for part in (*parts, reference.locator) if part)
        return self.noted(cited, term(reference.status, self.lang))

    def evidence(self, finding: Finding) -> list[str]:
        """`established · Title, edition, locator (draft)`, then further sources."""
        level = term(finding.evidence, self.lang) if finding.evidence else ""
        cited = [self.reference(each) for each in finding.references]
        return [" · ".join(part for part in (level, *cited[:1]) if part), *cited[1:]]

    def codes(self, finding: Finding) -> str:
        """The finding's codes in other systems, with the system's name."""
        codes = finding.codes
        parts = [
            f"HL7 {codes.hl7_act}" if codes.hl7_act else "",
            f"NCPDP {codes.ncpdp}" if codes.ncpdp else "",
            self.say("cn_review", code=self.listed(codes.cn_review.split(";"))) if codes.cn_review else "",
        ]
        return " · ".join(part for part in parts if part)

    def rule(self, finding: Finding) -> str:
        """The rule id, and the modifier row that changed the verdict."""
        changed = self.say("modified_by", id=finding.modifier) if finding.modifier else ""
        return self.noted(finding.rule_id, changed)

    # --- questions, tally, foot

    def questions(self) -> list[str]:
        """At most five questions, most useful first."""
        return [self._question(each) for each in best_questions(self.report.questions)[:MOST_QUESTIONS]]

    def _question(self, question: Question) -> str:
        # A fact about the patient needs no line; which lines wait for it stands under "not assessed".
        about_lines = question.fact in _LINE_FACTS and question.lines
        where = self.listed(self.line(line) for line in question.lines)
        if question.fact is Fact.DRUG and question.lines:
            ask = self.say("ask.drug", lines=where)
        elif about_lines:
            ask = self.say("ask.lines", fact=_capital(term(question.fact, self.lang)), lines=where)
        else:
            ask = self.say("ask.fact", fact=_capital(term(question.fact, self.lang)))
        waiting = counted("ask.waiting", question.rules, self.lang) if question.rules else ""
        worst = self.say("ask.worst", action=term(question.worst, self.lang)) if question.worst else ""
        return self.noted(ask, self.say("comma").join(part for part in (waiting, worst) if part))

    def tally(self) -> str:
        """`5 lines, 4 understood · 20 of 23 checks done · not complete`."""
        receipt = self.report.receipt
        total = len(receipt.lines)
        due = [check for check in receipt.checks if check.outcome is not Outcome.NOT_CHECKED]
        done = sum(check.outcome is not Outcome.NOT_ASSESSED for check in due)
        return " · ".join(
            [
                counted("tally.lines", total, self.lang, m=total - self.unknown_drugs()),
                self.say("tally.checks", m=done, n=len(due)),
                self.say("tally.complete" if self.report.complete else "tally.incomplete"),
            ]
        )


_LINE_FACTS = frozenset(
    {Fact.DRUG, Fact.DOSE, Fact.FREQUENCY, Fact.STRENGTH, Fact.ROUTE, Fact.DAYS, Fact.QUANTITY, Fact.REFILLS}
)


def _capital(text: str) -> str:
    # "eGFR" stays as it is.
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
