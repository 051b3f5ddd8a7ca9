"""One rule on one prescription, laid out for the trials: the batch, the rule alone, and what is there in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct

from rxcheck.checks.amounts import number
from rxcheck.checks.facts_used import facts_used
from rxcheck.checks.interface import Context, Options
from rxcheck.engine.batch import Batch
from rxcheck.engine.compiled import BoolArray, IntArray, Kb
from rxcheck.engine.exact import Exact
from rxcheck.engine.when import NO, YES, States, term_states
from rxcheck.finding import FactUse
from rxcheck.kb.catalogue import Catalogue
from rxcheck.kb.compile_codes import FACT_OF, REASON_OF, ROUTE_BIT, UNKNOWN_ROUTE_BIT
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.terms import TermKind
from rxcheck.kb.unit_names import amount
from rxcheck.kb.when import Term as WhenTerm
from rxcheck.kb.when import parse_term
from rxcheck.model import Prescription
from rxcheck.report.facts import fact_text
from rxcheck.report.plain import visible
from rxcheck.report.when_words import when_text
from rxcheck.report.words import term as named
from rxcheck.report.words import word
from rxcheck.rules.alone import PREFIX, Alone
from rxcheck.rules.answer import Asked, State, Term
from rxcheck.rules.why_words import why_word
from rxcheck.terms import Fact, Lang, Reason, Route, RouteGroup

_MOST_NAMED = 6
_STATES = {NO: State.NO, YES: State.YES}


def state_of(code: int) -> State:
    """A state of the engine."""
    return _STATES.get(code, State.UNKNOWN)


def whether(holds: bool) -> State:
    """What is known to hold or not."""
    return State.YES if holds else State.NO


class Bench(Struct, frozen=True, dict=True):
    """A batch of one prescription, knowledge in which the rule is alone (and loud), and the words of one language."""

    prescription: Prescription
    batch: Batch
    alone: Alone
    kb: Kb
    info: RuleInfo
    catalogue: Catalogue
    lang: Lang
    options: Options

    @property
    def rule(self) -> int:
        """The number of the rule among those of its check."""
        return self.alone.rule

    @cached_property
    def context(self) -> Context:
        """The prescription as the checks see it."""
        return Context(self.batch, self.kb, [self.prescription])

    def say(self, key: str, **slots: object) -> str:
        """A message of the answer."""
        return why_word(key, self.lang, **slots)

    # --- lines and drugs

    def items_of(self, drugs: BoolArray | IntArray) -> IntArray:
        """The items whose ingredient is one of some drugs (a flag for each code)."""
        return np.flatnonzero(np.asarray(drugs, dtype=np.bool_)[self.batch.item_drug])

    def line_id(self, item: int) -> str:
        """The id of the line of an item."""
        return self.prescription.lines[int(self.batch.item_line[item])].id

    def drug_id(self, item: int) -> str:
        """The ingredient of an item."""
        return self.kb.compiled.text.drugs[int(self.batch.item_drug[item])]

    def drug(self, item: int) -> str:
        """Its name."""
        return self.catalogue.drug(self.drug_id(item), self.lang)

    def line_text(self, item: int) -> str:
        """`line 2: warfarin`."""
        return self.say("seen.line", id=visible(self.line_id(item)), drug=self.drug(item))

    def listed(self, names: Iterable[str]) -> str:
        """Some names, and how many more."""
        found = list(dict.fromkeys(names))
        if len(found) <= _MOST_NAMED + 1:
            return word("list", self.lang).join(found)
        shown = word("list", self.lang).join(found[:_MOST_NAMED])
        return word("more", self.lang, text=shown, n=len(found) - _MOST_NAMED)

    def selector(self, selector: str | None, count: int | None = None) -> str:
        """The name of what a selector stands for, with the number of its drugs where it is a group."""
        if selector is None:
            return self.say("subject.any")
        name = self.catalogue.selector(selector, self.lang)
        group = not selector.startswith(("drug:", "other:")) and count is not None
        return self.say("e_g", text=name, n=count) if group else name

    def absent(self, members: BoolArray) -> str:
        """That no line holds one of some drugs, and which of the same classes do."""
        items = range(len(self.batch.item_rx))
        if not items:
            return self.say("seen.empty")
        near = [self.line_text(item) for item in items if self._related(int(self.batch.item_drug[item]), members)]
        if near:
            return self.say("seen.nothing_near", near=self.listed(near))
        return self.say("seen.nothing", drugs=self.listed(self.drug(item) for item in items))

    def _related(self, drug: int, members: BoolArray) -> bool:
        """Whether a drug shares a group of the tables with all of some drugs."""
        matrix = self.kb.bools("sel_member")
        if not members.any() or len(members) != matrix.shape[1]:
            return False
        groups = matrix[:, drug] & np.logical_and.reduce(matrix[:, np.flatnonzero(members)], axis=1)
        return bool(groups.any())

    # --- routes

    def route_term(self, item: int, bits: int) -> Term:
        """Whether an item is given by one of some routes (bits), as the kernels ask."""
        routes = routes_of_bits(bits)
        names = [named(group, self.lang) for group in RouteGroup if frozenset(routes) == group.routes]
        shown = names[:1] or [named(route, self.lang) for route in routes]
        wanted = self.say("route", drug=self.drug(item), routes=self.listed(shown))
        holds = bool(int(self.batch.item_route[item]) & bits)
        return Term(Asked.ROUTE, whether(holds), wanted, self.route_seen(item))

    def route_seen(self, item: int) -> str:
        """The route of an item: written, usual or unknown."""
        bit = int(self.batch.item_route[item])
        if bit == UNKNOWN_ROUTE_BIT:
            return self.say("seen.route.unknown")
        route = word("list", self.lang).join(named(each, self.lang) for each in routes_of_bits(bit))
        known = bool(self.batch.line_route_known[self.batch.item_line[item]])
        return route if known else self.say("seen.route.usual", route=route)

    # --- facts

    def fact(self, fact: Fact) -> str:
        """What is known of a fact of the patient."""
        if fact is Fact.CONDITION:
            return self.conditions()
        uses = self.uses((fact,))
        return fact_text(uses[0], self.catalogue, self.lang) if uses else self.say("seen.unknown")

    def uses(self, facts: Iterable[Fact]) -> tuple[FactUse, ...]:
        """Facts with their origin."""
        tables = self.kb.compiled.text.patients
        return facts_used(self.context.facts(0), facts, self.prescription, tables)

    def conditions(self) -> str:
        """The recorded conditions, as written."""
        recorded = self.prescription.patient.conditions
        if recorded is None:
            return self.say("seen.not_recorded")
        if not recorded:
            return self.say("seen.no_conditions")
        return self.say("seen.conditions", names=self.listed(visible(each.name) for each in recorded))

    def reason(self, reason: int, fact: int) -> str:
        """`dose: unit cannot be compared` from codes."""
        return self.reason_text(REASON_OF[reason], FACT_OF[fact])

    def reason_text(self, reason: Reason, fact: Fact) -> str:
        """The same."""
        return self.say("seen.reason", fact=named(fact, self.lang), reason=named(reason, self.lang))

    # --- further terms

    def when_terms(self, item: int | None) -> Iterator[Term]:
        """The further terms of the rule for an item, or for the whole prescription."""
        prefix = PREFIX[self.alone.kind]
        begin, end = self.kb.ints(f"{prefix}_when_start")[self.rule : self.rule + 2].tolist()
        codes = self.kb.ints(f"{prefix}_when_index")[begin:end].astype(np.int64)
        yield from self.terms_of(self.info.when[: len(codes)], codes, item)

    def terms_of(self, texts: Sequence[str], codes: IntArray, item: int | None) -> Iterator[Term]:
        """Terms as the engine judges them."""
        items = None if item is None else np.full(len(codes), item, dtype=np.int64)
        found = term_states(self.batch, self.kb, codes, np.zeros(len(codes), dtype=np.int64), items)
        for place, text in enumerate(texts):
            state = state_of(int(found.state[place]))
            wanted = when_text(text, self.catalogue, self.lang)
            yield Term(Asked.WHEN, state, wanted, self._seen(parse_term(text), found, place, item))

    def _seen(self, term: WhenTerm, found: States, place: int, item: int | None) -> str:
        if term.kind is TermKind.FACT:
            known = self.uses((term.fact,))
            if known:
                return fact_text(known[0], self.catalogue, self.lang)
            return self.reason(int(found.reason[place]), int(found.fact[place]))
        if term.kind is TermKind.CONDITION:
            return self.conditions()
        if term.kind is TermKind.CO_DRUG:
            return self.listed(self.line_text(each) for each in range(len(self.batch.item_rx)) if each != item)
        if term.kind is TermKind.STATED:
            return self._stated(term.fact)
        if term.kind is TermKind.DAYS and item is not None:
            days = int(self.batch.line_days[self.batch.item_line[item]])
            return self.say("seen.unknown") if days < 0 else amount(str(days), "d", self.lang)
        if term.kind is TermKind.DAILY_DOSE and term.amount is not None and found.state[place] not in (NO, YES):
            return self.reason(int(found.reason[place]), int(found.fact[place]))
        if term.kind is TermKind.DAILY_DOSE and term.amount is not None and item is not None:
            return self._daily_dose(item, term.amount.unit.code, term.amount.unit.scale)
        return self.say("seen.yes" if (found.state[place] == YES) is not term.negated else "seen.no")

    def _daily_dose(self, item: int, unit: str, scale: int) -> str:
        """The sum of a day of the ingredient, as far as it is known."""
        batch = self.batch
        same = np.flatnonzero((batch.item_drug == batch.item_drug[item]) & (batch.daily_den > 0))
        amounts = Exact(batch.daily_num[same], batch.daily_den[same])
        total = sum((amounts.value(place) for place in range(len(same))), start=amounts.value(0) * 0)
        return amount(number(total / scale), f"{unit}/d", self.lang)

    def _stated(self, fact: Fact) -> str:
        rx = self.prescription
        member = {Fact.SETTING: rx.setting, Fact.PRESCRIBER: rx.prescriber}.get(fact)
        if member is not None:
            return named(member, self.lang)
        flag = {Fact.LONG_TERM: rx.long_term, Fact.JUSTIFICATION: rx.justified}.get(fact)
        return self.say("seen.unknown") if flag is None else word(f"value.{str(flag).lower()}", self.lang)


def routes_of_bits(bits: int) -> list[Route]:
    """The routes of a mask."""
    return [route for route, bit in ROUTE_BIT.items() if bits & bit]
