"""Questions whose answer stands in the tables, with choices of the same kind that are wrong according to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from rxcheck.explain.teaching.lesson import Question, QuestionKind
from rxcheck.explain.teaching.path import path_text
from rxcheck.explain.teaching.rule import bound, finding_name, subject_name
from rxcheck.explain.teaching.subject import Subject
from rxcheck.kb.schema_rules import AllergyRule, ConditionRule, DoseLimit, DuplicateRule, FormRule, SetRule
from rxcheck.kb.terms import Nature, PathwayRole, RuleAction
from rxcheck.kb.unit_names import amount
from rxcheck.quantity import plain_decimal
from rxcheck.report.facts import chain_rows
from rxcheck.report.plain import visible
from rxcheck.report.words import term
from rxcheck.terms import Fact, WrittenForm

_ACTING = frozenset({PathwayRole.INHIBITOR, PathwayRole.INDUCER})
_NEAREST = 6  # bounds of other rows from which wrong ones are taken
_UNNUMBERED = (Fact.CONDITION, Fact.INDICATION, Fact.SEX, Fact.LACTATION)


class Picks(Protocol):
    """Who chooses wrong answers and puts choices in order (`quiz.Chooser`)."""

    def ordered(self, items: Iterable[str], about: str) -> list[str]:
        """The items in an order that hangs on the finding alone."""

    def question(
        self, kind: QuestionKind, text: str, right: str, wrong: Sequence[str], why: str, by_engine: bool = False
    ) -> Question | None:
        """A question; None where no choice can be told from the right one."""


def questions_of_tables(subject: Subject, picks: Picks) -> Iterator[Question]:
    """What can be asked of this kind of finding."""
    made = (
        _carrier,
        _group,
        _object,
        _base,
        _threshold,
        _condition,
        _allergen,
        _side_chain,
        _doubled,
        _counted,
        _written,
    )
    for ask in made:
        question = ask(subject, picks)
        if question is not None:
            yield question


def _carrier(subject: Subject, picks: Picks) -> Question | None:
    """The enzyme, transporter or effect over which the path goes. Wrong: those that the tables do not give both drugs."""
    row = subject.pair
    if row is None:
        return None
    steps = [step for step in (*row.object_path, *row.precipitant_path) if step.startswith(("role:", "effect:"))]
    roles = [(subject.tables.roles(drug)) for drug in (row.object, row.precipitant)]
    both = {pathway for pathway in roles[0].keys() & roles[1].keys() if roles[1][pathway] & _ACTING}
    carrying = {_pathway_of(step, roles[0].keys() | roles[1].keys()) for step in steps if step.startswith("role:")} - {
        ""
    }
    if len(carrying) == 1 and Nature.KINETIC in row.natures:
        (right,) = carrying
        # What one of the two has is the better distractor.
        near = picks.ordered((roles[0].keys() | roles[1].keys()) - both - carrying, "carrier")
        far = picks.ordered(subject.catalogue.pathways.keys() - set(near) - both - carrying, "carrier")
        names = {each: subject.catalogue.pathway(each, subject.lang) for each in (right, *near, *far)}
        text = subject.say("ask.carrier", precipitant=subject.drug(row.precipitant), object=subject.drug(row.object))
        why = subject.say("why.path", path=path_text(subject))
        return picks.question(QuestionKind.CARRIER, text, names[right], [names[each] for each in (*near, *far)], why)
    effects = {step for step in steps if step.startswith("effect:")}
    shared = subject.tables.effects(row.object) & subject.tables.effects(row.precipitant)
    ids = {_effect_of(step, shared) for step in effects} - {""}
    if len(ids) != 1 or len(effects) == 0:
        return None
    (right,) = ids
    told = subject.tables.effect_names(subject.lang)
    wrong = [told[each] for each in picks.ordered(told.keys() - shared, "effect")]
    why = subject.say("why.path", path=path_text(subject))
    return picks.question(QuestionKind.CARRIER, subject.say("ask.carrier.effect"), told[right], wrong, why)


def _pathway_of(selector: str, among: Iterable[str]) -> str:
    return next((each for each in among if selector.startswith(f"role:{each}-")), "")


def _effect_of(selector: str, among: Iterable[str]) -> str:
    return next((each for each in among if selector.removeprefix("effect:").rpartition("-")[0] == each), "")


def _group(subject: Subject, picks: Picks) -> Question | None:
    """The class by which the row names one of the drugs. Wrong: classes that do not hold it."""
    row = subject.pair
    if row is None:
        return None
    for way in (row.precipitant_path, row.object_path):
        if len(way) > 1 and way[-1].startswith("class:"):
            drug, right = way[0].removeprefix("drug:"), way[-1]
            held = subject.tables.groups(drug)
            # What acts on the other drug as well is the better distractor.
            other = row.object if drug == row.precipitant else row.precipitant
            near = picks.ordered(subject.tables.partners(other) - held, "group")[:8]
            far = picks.ordered((each for each in subject.tables.classes() if each not in held), "group")[:8]
            names = [subject.named(each) for each in (*near, *far)]
            text = subject.say("ask.group", drug=subject.drug(drug))
            why = subject.say("why.path", path=path_text(subject))
            return picks.question(QuestionKind.GROUP, text, subject.named(right), names, why)
    return None


def _object(subject: Subject, picks: Picks) -> Question | None:
    """Object or precipitant, where the row is about concentrations and no row of the tables goes the other way round."""
    row = subject.pair
    if row is None or row.natures != (Nature.KINETIC,):
        return None
    if subject.tables.objects(row.object, row.precipitant) != {row.object}:
        return None
    others = [
        drug
        for each in subject.report.receipt.lines
        for drug in each.drugs
        if drug not in (row.object, row.precipitant)
    ]
    wrong = [subject.drug(row.precipitant), *map(subject.drug, picks.ordered(others, "object"))]
    why = subject.say("why.path", path=path_text(subject))
    return picks.question(QuestionKind.OBJECT, subject.say("ask.object"), subject.drug(row.object), wrong, why)


def _base(subject: Subject, picks: Picks) -> Question | None:
    """What the row says where its modifier does not hold."""
    rule, modifier = subject.rule, subject.finding.modifier
    if rule is None or modifier is None:
        return None
    right = subject.verdict(rule.action)
    text = subject.say("ask.base", rule=finding_name(subject), modifier=modifier)
    wrong = [subject.verdict(each) for each in RuleAction if each is not rule.action]
    return picks.question(QuestionKind.BASE, text, right, wrong, subject.say("why.base"))


def _threshold(subject: Subject, picks: Picks) -> Question | None:
    """The bound of the row. Wrong: bounds that other rows draw for the same fact or kind, and none draws for this drug."""
    rule = subject.rule
    if isinstance(rule, DoseLimit) and subject.finding.compared is not None and not rule.per:
        fact, right = subject.finding.compared.fact, _limit(rule, subject)
        same = [
            each
            for each in subject.tables.rules(DoseLimit)
            if (each.limit, each.unit, each.per) == (rule.limit, rule.unit, None)
        ]
        drawn = [(_limit(each, subject), each.value, each.subject) for each in same]
        own = rule.value
    elif isinstance(rule, ConditionRule) and rule.fact not in _UNNUMBERED:
        fact, right = rule.fact, bound(rule, subject)
        rows = [
            each for each in subject.tables.rules(ConditionRule) if each.fact is rule.fact and each.unit == rule.unit
        ]
        drawn = [(bound(each, subject), Decimal(each.value), each.subject) for each in rows]
        own = Decimal(rule.value)
    else:
        return None
    mine = {text for text, _, selector in drawn if selector == rule.subject or _names_any(subject, selector)}
    # Of the others those that are nearest: a bound that nobody would draw is no question.
    far = {text: abs(value - own) for text, value, _ in drawn if text not in mine}
    wrong = picks.ordered(sorted(far, key=lambda text: (far[text], text))[:_NEAREST], "threshold")
    named = subject_name(rule.subject, subject)
    text = subject.say("ask.threshold", fact=term(fact, subject.lang), rule=subject.finding.id, subject=named)
    return picks.question(QuestionKind.THRESHOLD, text, right, wrong, subject.say("why.threshold", id=rule.rule_id))


def _limit(rule: DoseLimit, subject: Subject) -> str:
    return amount(plain_decimal(rule.value), rule.unit, subject.lang)


def _names_any(subject: Subject, selector: str) -> bool:
    return any(subject.tables.named_by(drug, selector) for drug in subject.finding.drugs)


def _condition(subject: Subject, picks: Picks) -> Question | None:
    """The diagnosis. Wrong: diagnoses of the tables for which no row of this drug speaks, those of the patient first."""
    rule = subject.rule
    if not isinstance(rule, ConditionRule) or rule.fact is not Fact.CONDITION or not subject.finding.drugs:
        return None
    drug, broader = subject.finding.drugs[0], subject.kb.compiled.text.patients.broader
    recorded = [
        found
        for each in subject.report.prescription.patient.conditions or ()
        if (found := subject.kb.resolver.condition(each.name, each.codes)) is not None
    ]
    asked = set(rule.value.split("|"))
    fitting = [each for each in dict.fromkeys(recorded) if asked.intersection((each, *broader.get(each, ())))]
    if len(fitting) != 1:
        return None
    spoken = {
        name
        for each in subject.tables.rules(ConditionRule)
        if each.fact is Fact.CONDITION and subject.tables.named_by(drug, each.subject)
        for name in each.value.split("|")
    }

    def silent(name: str) -> bool:
        return not spoken.intersection((name, *broader.get(name, ())))

    others = [
        *picks.ordered(filter(silent, recorded), "mine"),
        *picks.ordered(filter(silent, subject.catalogue.conditions), "all"),
    ]
    names = [subject.catalogue.condition(each, subject.lang) for each in others[:8]]
    right = subject.catalogue.condition(fitting[0], subject.lang)
    text = subject.say("ask.condition", rule=finding_name(subject))
    return picks.question(QuestionKind.CONDITION, text, right, names, subject.say("why.condition"))


def _allergen(subject: Subject, picks: Picks) -> Question | None:
    """The allergen. Wrong: allergens that no allergy row leads from to this drug, those of the record first."""
    rule, wanted = subject.rule, subject.allergens
    if not isinstance(rule, AllergyRule) or len(wanted) != 1 or not subject.finding.drugs:
        return None
    drug = subject.finding.drugs[0]
    rows = subject.tables.rules(AllergyRule)
    leading = {each.allergen for each in rows if each.allergen and subject.tables.named_by(drug, each.subject)}

    def silent(selector: str) -> bool:
        """It does not hold the drug, and no row leads from it, nor from what it shares a drug with, to the drug."""
        return not subject.tables.overlap(selector, (f"drug:{drug}", *leading, *wanted))

    recorded = [
        selectors[0]
        for each in subject.report.prescription.patient.allergies or ()
        if len(selectors := subject.kb.resolver.allergen(each.substance, each.codes)) == 1
        and not selectors[0].startswith("none:")
    ]
    known = {each.allergen for each in rows if each.allergen}
    others = [*picks.ordered(filter(silent, recorded), "mine"), *picks.ordered(filter(silent, known), "all")]
    text = subject.say("ask.allergen", rule=finding_name(subject))
    why = subject.say("why.allergen", drug=subject.drug(drug))
    return picks.question(
        QuestionKind.ALLERGEN, text, subject.named(wanted[0]), [subject.named(each) for each in others[:8]], why
    )


def _side_chain(subject: Subject, picks: Picks) -> Question | None:
    """Whether the side chains are the same."""
    if len(subject.finding.side_chains) != 1:
        return None
    (chains,) = subject.finding.side_chains
    group = subject.catalogue.group(chains.group, subject.lang)
    text = subject.say(
        "ask.side_chain", group=group, drug=subject.drug(chains.drug), allergen=subject.drug(chains.allergen)
    )
    right, wrong = ("chain.same", "chain.other") if chains.same else ("chain.other", "chain.same")
    why = next(iter(chain_rows(subject.finding, subject.catalogue, subject.lang)))
    return picks.question(QuestionKind.SIDE_CHAIN, text, subject.say(right), [subject.say(wrong)], why)


def _doubled(subject: Subject, picks: Picks) -> Question | None:
    """The ingredient that several lines hold; of a class, the class. Wrong: ingredients of one of the lines at most, other classes."""
    rule, finding = subject.rule, subject.finding
    if not isinstance(rule, DuplicateRule) or not finding.drugs:
        return None
    if rule.subject is not None:
        held = frozenset.intersection(*(subject.tables.groups(drug) for drug in finding.drugs))
        others = picks.ordered((each for each in subject.tables.classes() if each not in held), "doubled")[:8]
        drugs = subject.view.listed(map(subject.drug, finding.drugs))
        right, why = subject.named(rule.subject), subject.say("why.doubled.class")
        text = subject.say("ask.doubled.class", drugs=drugs)
        return picks.question(QuestionKind.DOUBLED, text, right, [subject.named(each) for each in others], why)
    if len(finding.drugs) != 1:
        return None
    lines = [each for each in subject.report.receipt.lines if each.line in finding.lines]
    other = [drug for line in subject.report.receipt.lines for drug in line.drugs if drug not in finding.drugs]
    single = [drug for drug in other if sum(drug in line.drugs for line in lines) <= 1]
    far = picks.ordered((drug for drug in subject.tables.drugs() if drug not in other), "far")[:8]
    wrong = [subject.drug(each) for each in (*picks.ordered(single, "near"), *far) if each not in finding.drugs]
    why = subject.say("why.doubled", lines=subject.view.lines(finding.lines))
    return picks.question(QuestionKind.DOUBLED, subject.say("ask.doubled"), subject.drug(finding.drugs[0]), wrong, why)


def _counted(subject: Subject, picks: Picks) -> Question | None:
    """A drug that counts toward a set. Wrong: drugs that no term of it names, those of the prescription first."""
    rule, finding = subject.rule, subject.finding
    if not isinstance(rule, SetRule) or not finding.drugs:
        return None
    selectors = [each.selector for each in subject.tables.terms(rule.rule_id) if each.selector is not None]

    def outside(drug: str) -> bool:
        return not any(subject.tables.named_by(drug, selector) for selector in selectors)

    here = [drug for each in subject.report.receipt.lines for drug in each.drugs]
    wrong = [
        *picks.ordered(filter(outside, here), "here"),
        *picks.ordered(filter(outside, subject.tables.drugs()), "all")[:8],
    ]
    right = picks.ordered(finding.drugs, "right")[0]
    selector = next(each for each in selectors if subject.tables.named_by(right, each))
    text = subject.say("ask.counted", rule=finding_name(subject))
    why = subject.say("why.counted", name=subject.named(selector))
    return picks.question(QuestionKind.COUNTED, text, subject.drug(right), list(map(subject.drug, wrong)), why)


def _written(subject: Subject, picks: Picks) -> Question | None:
    """The way of writing. Wrong: ways for which no finding on the same piece of text stands on the report."""
    rule = subject.rule
    if not isinstance(rule, FormRule) or rule.written is None or not subject.finding.fragments:
        return None
    piece = subject.finding.fragments[0].text
    others = {
        other.written
        for each in subject.report.findings
        if isinstance(other := subject.tables.rule(each.rule_id), FormRule) and other.written
        for fragment in each.fragments
        if fragment.text == piece
    }
    wrong = picks.ordered((term(each, subject.lang) for each in WrittenForm if each not in others), "written")
    text = subject.say("ask.written", text=visible(piece))
    return picks.question(
        QuestionKind.WRITTEN, text, term(rule.written, subject.lang), wrong, subject.say("why.written")
    )
