"""The second step: the row that fired, what it asks, what its verdict means, and what changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch

from rxcheck.explain.teaching.subject import Subject
from rxcheck.explain.teaching.words import meaning
from rxcheck.finding import Comparator
from rxcheck.kb import schema_rules as sr
from rxcheck.kb.terms import Nature, Op, SetKind
from rxcheck.kb.unit_names import amount, unit_text
from rxcheck.quantity import plain_decimal
from rxcheck.report.card_words import card_word
from rxcheck.report.side_by_side import why
from rxcheck.report.when_words import when_text
from rxcheck.report.words import has_word, term, word
from rxcheck.terms import Fact

_COMPARATOR = {
    Op.GT: Comparator.ABOVE,
    Op.GE: Comparator.AT_LEAST,
    Op.LT: Comparator.BELOW,
    Op.LE: Comparator.AT_MOST,
    Op.BETWEEN: Comparator.BETWEEN,
    Op.IS: Comparator.EQUALS,
}
_MOST_NAMES = 6


def rule_statements(subject: Subject) -> Iterator[str]:
    """What the row asks, what holds of it here, the meaning of action, severity and evidence, and its modifier."""
    finding, lang = subject.finding, subject.lang
    if subject.rule is None:
        yield subject.say("rule.pack", why=why(finding, subject.catalogue, lang))
    else:
        yield from _asks(subject.rule, subject)
    holding = [when_text(text, subject.catalogue, lang) for text in finding.when]
    if holding:
        yield subject.say("rule.holds", text=word("semicolon", lang).join(holding))
    for axis, member in (("action", finding.action), ("severity", finding.severity), ("evidence", finding.evidence)):
        if member is not None:
            yield subject.say(axis, name=term(member, lang), means=meaning(member, lang))
    if finding.modifier is not None:
        yield _modifier(subject)
    elif subject.pair is not None and subject.pair.modifiers:
        yield subject.say("unmodified")


def _modifier(subject: Subject) -> str:
    modifier = subject.finding.modifier
    row, rule = subject.pair, subject.rule
    fired = next((each for each in row.modifiers if each.modifier_id == modifier), None) if row else None
    if row is None or fired is None or rule is None:
        return subject.say("modified.id", id=modifier)
    base = subject.verdict(rule.action, rule.severity)
    return subject.say("modified", id=modifier, text=subject.pair_words.modifier(row, fired), base=base)


@singledispatch
def _asks(rule: sr.Rule, subject: Subject) -> Iterable[str]:
    """What a row asks, by its table."""
    raise TypeError(type(rule).__name__)


@_asks.register
def _pair(rule: sr.PairRule, subject: Subject) -> Iterator[str]:
    row = subject.pair
    routes = _pair_routes(rule, subject)
    names = {"object": subject.named(rule.object), "precipitant": subject.named(rule.precipitant), "routes": routes}
    if isinstance(rule, sr.Incompatibility):
        contact = subject.say(f"contact.{rule.contact.value}")
        yield subject.say("rule.contact", id=rule.rule_id, contact=contact, **names)
        return
    acting = row is None or Nature.KINETIC in row.natures
    yield subject.say("rule.pair" if acting else "rule.both", id=rule.rule_id, **names)
    if isinstance(rule, sr.DerivedInteraction):
        yield subject.say("rule.derived")


def _pair_routes(rule: sr.PairRule, subject: Subject) -> str:
    if not rule.object_routes and not rule.precipitant_routes:
        return subject.say("rule.systemic")
    sides = ((rule.object, rule.object_routes), (rule.precipitant, rule.precipitant_routes))
    return "".join(
        subject.say("rule.routes", name=subject.named(side), routes=_routes(routes, subject))
        for side, routes in sides
        if routes
    )


def _routes(routes: Iterable[str], subject: Subject) -> str:
    """Routes and groups of routes by their names."""
    keys = ((f"route.{each}", f"route_group.{each}", each) for each in routes)
    return subject.view.listed(
        word(one, subject.lang) if has_word(one) else word(two, subject.lang) if has_word(two) else own
        for one, two, own in keys
    )


def finding_name(subject: Subject) -> str:
    """The finding with its drugs: `F1 (Isosorbide mononitrate + Sildenafil)`. Ids of rules would give answers away."""
    return subject.view.noted(subject.finding.id, subject.view.drugs(subject.finding))


def _notes(subject: Subject, *notes: str) -> str:
    told = [note for note in notes if note]
    return subject.say("rule.notes", notes=word("semicolon", subject.lang).join(told)) if told else ""


def subject_name(selector: str | None, subject: Subject) -> str:
    """What a row is about: a drug, a group, a sum, or every drug."""
    if selector is None:
        return subject.say("rule.all")
    kind, _, name = selector.partition(":")
    if kind == "sum":
        groups = subject.tables.sums()
        return subject.say("rule.sum", name=groups[name][subject.lang.value == "zh"] if name in groups else name)
    return subject.named(selector)


@_asks.register
def _limit(rule: sr.DoseLimit, subject: Subject) -> Iterator[str]:
    value = amount(plain_decimal(rule.value), rule.unit, subject.lang)
    if rule.per:
        value = f"{value}/{unit_text(rule.per, subject.lang)}"
    limit = card_word(f"limit.{rule.limit.value}", subject.lang, value=value)
    names = _some((subject.catalogue.condition(name, subject.lang) for name in rule.indication), subject)
    notes = _notes(subject, _routes(rule.routes, subject), names)
    yield subject.say(
        "rule.limit", id=rule.rule_id, subject=subject_name(rule.subject, subject), limit=limit, notes=notes
    )


def _some(names: Iterable[str], subject: Subject) -> str:
    listed = list(names)
    return subject.view.some(listed, _MOST_NAMES) if listed else ""


@_asks.register
def _condition(rule: sr.ConditionRule, subject: Subject) -> Iterator[str]:
    about = {"id": rule.rule_id, "subject": subject_name(rule.subject, subject)}
    notes = _notes(subject, _routes(rule.routes, subject))
    if rule.fact in (Fact.CONDITION, Fact.INDICATION):
        names = _some((subject.catalogue.condition(name, subject.lang) for name in rule.value.split("|")), subject)
        yield subject.say(f"rule.{rule.fact.value}", names=names, notes=notes, **about)
        return
    against = bound(rule, subject)
    yield subject.say("rule.compares", fact=term(rule.fact, subject.lang), against=against, notes=notes, **about)


def bound(rule: sr.ConditionRule, subject: Subject) -> str:
    """`< 30 mL/min/1.73 m²`, `between 14-42 weeks`."""
    value = f"{rule.value}-{rule.value_high}" if rule.value_high else rule.value
    return subject.view.against(_COMPARATOR[rule.op], rule.fact, value, rule.unit or "")


@_asks.register
def _duplicate(rule: sr.DuplicateRule, subject: Subject) -> Iterator[str]:
    name = subject_name(rule.subject, subject)
    yield subject.say(f"rule.duplicate.{rule.level.value}", id=rule.rule_id, subject=name, n=rule.max_count)


@_asks.register
def _allergy(rule: sr.AllergyRule, subject: Subject) -> Iterator[str]:
    allergen = subject.named(rule.allergen) if rule.allergen else ""
    name = subject_name(rule.subject, subject)
    key = "same" if rule.relation.value == "cause" else rule.relation.value
    yield subject.say(f"rule.allergy.{key}", id=rule.rule_id, allergen=allergen, subject=name)
    if rule.reactions:
        names = subject.view.listed(term(each, subject.lang) for each in rule.reactions)
        yield subject.say("rule.reactions", names=names)


@_asks.register
def _set(rule: sr.SetRule, subject: Subject) -> Iterator[str]:
    key = "rule.set.cascade" if rule.kind is SetKind.CASCADE else "rule.set"
    yield subject.say(key, id=rule.rule_id, n=rule.min_points)
    total: list[int] = []
    for each in subject.tables.terms(rule.rule_id):
        if each.selector is not None:
            drugs = [drug for drug in subject.finding.drugs if subject.tables.named_by(drug, each.selector)]
            if len(drugs) < max(each.min_count, 1):
                continue
            names = subject.view.listed(map(subject.drug, drugs))
            key = "set.term" if each.min_count else "set.term.any"
            yield subject.say(key, name=subject.named(each.selector), n=each.min_count, points=each.points, drugs=names)
            total += [each.points] * len(drugs)
        elif each.fact is not None and each.fact in subject.finding.when:
            yield subject.say(
                "set.fact", name=when_text(each.fact, subject.catalogue, subject.lang), points=each.points
            )
            total.append(each.points)
    told = [points for points in total if points]
    if told:
        yield subject.say("set.sum", sum=" + ".join(map(str, told)), total=sum(told))


@_asks.register
def _form(rule: sr.FormRule, subject: Subject) -> Iterator[str]:
    value = "" if rule.value is None else rule.value
    asks = subject.say(f"form.{rule.field.value}", value=value)
    about = subject.say("form.subject", name=subject.named(rule.subject)) if rule.subject else ""
    kind = subject.say("form.kind", name=term(rule.written, subject.lang)) if rule.written else ""
    notes = _notes(subject, about, _routes(rule.routes, subject), kind)
    yield subject.say("rule.form", id=rule.rule_id, where=rule.jurisdiction, asks=asks, notes=notes)
