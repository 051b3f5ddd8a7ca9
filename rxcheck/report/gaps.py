"""What was not assessed, put together so that fifteen rules waiting for one fact are one row."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from rxcheck.finding import NotAssessed, StructureHint
from rxcheck.kb.catalogue import Catalogue
from rxcheck.report.plain import visible
from rxcheck.report.view import View
from rxcheck.report.words import counted, term, word
from rxcheck.terms import CheckKind, Fact, Lang, Reason

_MOST_NAMES = 6

# What keeps most from being checked comes first.
_ORDER = {
    Reason.UNKNOWN_DRUG: 1,
    Reason.AMBIGUOUS_DRUG: 2,
    Reason.UNKNOWN_ALLERGEN: 3,
    Reason.UNKNOWN_CONDITION: 4,
    Reason.UNPARSABLE: 5,
    Reason.AS_DIRECTED: 6,
    Reason.SLIDING_SCALE: 7,
    Reason.AS_NEEDED_WITHOUT_MAXIMUM: 8,
    Reason.INCOMPARABLE_UNIT: 9,
    Reason.OUT_OF_RANGE: 10,
    Reason.MISSING_FACT: 11,
    Reason.NO_RULE: 12,
    Reason.NOT_CHECKED_KIND: 13,
}
# "frequency not understood": these say what is wrong with the fact.
_ABOUT_FACT = frozenset(
    {
        Reason.UNPARSABLE,
        Reason.AS_DIRECTED,
        Reason.SLIDING_SCALE,
        Reason.INCOMPARABLE_UNIT,
        Reason.OUT_OF_RANGE,
    }
)
# No rule of a drug for a fact of the patient is another thing than no dose limit for it.
_PATIENT_FACTS = frozenset({Fact.PREGNANCY, Fact.LACTATION, Fact.EGFR})
# Each of these is about one written text, shown on a row of its own with near names.
_BY_TEXT = frozenset({Reason.UNKNOWN_DRUG, Reason.AMBIGUOUS_DRUG, Reason.UNKNOWN_ALLERGEN, Reason.UNKNOWN_CONDITION})


class Gap(Struct, frozen=True):
    """One row: what is missing, and what could therefore not be assessed."""

    reason: Reason
    title: str
    detail: str


def gaps(view: View, verbose: bool = False) -> list[Gap]:
    """The rows, what keeps most from being checked first; `verbose` names every drug and rule."""
    groups: dict[tuple[Reason, Fact | None, tuple[str, ...], str | None], list[NotAssessed]] = {}
    for item in view.report.not_assessed:
        own_row = item.reason in _BY_TEXT
        # One unknown drug is named by every check that wanted it: its line and text make it one row.
        fact = None if own_row else item.fact
        key = (item.reason, fact, item.lines if own_row else (), item.text if own_row else None)
        groups.setdefault(key, []).append(item)
    ordered = sorted(
        groups.items(),
        key=lambda group: (
            _ORDER[group[0][0]],
            -len(_distinct(rule for item in group[1] for rule in item.rule_ids)),
            group[0][1].value if group[0][1] else "",
            group[0][2],
            group[0][3] or "",
        ),
    )
    return [_row(view, reason, fact, items, verbose) for (reason, fact, _, _), items in ordered]


def _row(view: View, reason: Reason, fact: Fact | None, items: list[NotAssessed], verbose: bool) -> Gap:
    if reason in _BY_TEXT:
        return Gap(reason, term(reason, view.lang), _written(view, reason, items))
    title = term(reason, view.lang)
    if fact is not None and reason is Reason.MISSING_FACT:
        title = view.say("gap.fact_unknown", fact=term(fact, view.lang))
    elif fact is not None and reason is Reason.NO_RULE and fact in _PATIENT_FACTS:
        title = view.say("gap.no_rule_on", fact=term(fact, view.lang))
    elif fact is not None and reason in _ABOUT_FACT:
        title = view.say("gap.fact", fact=term(fact, view.lang), reason=title)
    rules = _distinct(rule for item in items for rule in item.rule_ids)
    waiting = counted("rules", len(rules), view.lang) if rules else ""
    if rules and verbose:
        waiting = view.listed(rules)
    checks, who = _checks(view, items), [*_texts(view, items), *_who(view, items)]
    if not who:
        return Gap(reason, title, view.noted(checks, waiting))
    note = view.say("comma").join(part for part in (checks, waiting) if part)
    return Gap(reason, title, view.noted(view.some(who, len(who) if verbose else _MOST_NAMES), note))


def _written(view: View, reason: Reason, items: list[NotAssessed]) -> str:
    first = items[0]
    text = first.text or ""
    what = view.listed(view.line(line, text) for line in first.lines) or view.say("quoted", text=visible(text))
    near = view.names(_distinct(name for item in items for name in item.suggestions))
    notes = []
    if near:
        key = "gap.could_be" if reason is Reason.AMBIGUOUS_DRUG else "gap.did_you_mean"
        notes.append(view.say(key, names=view.listed(near)))
    elif reason is Reason.UNKNOWN_DRUG:
        notes.append(view.say("gap.no_near_name"))
    notes += [view.say("gap.lookalikes", first=one, second=other) for one, other in first.lookalikes]
    if first.structure is not None:
        notes += structure_notes(first.structure, view.catalogue, view.lang)
    return f"{what} – {view.say('semicolon').join(notes)}" if notes else what


def _texts(view: View, items: list[NotAssessed]) -> list[str]:
    """The texts that were not understood, with their lines."""
    shown = []
    for item in items:
        if item.text:
            shown += [view.line(line, item.text) for line in item.lines] or [
                view.say("quoted", text=visible(item.text))
            ]
    return _distinct(shown)


def _checks(view: View, items: list[NotAssessed]) -> str:
    kinds = {item.check for item in items}
    if None in kinds:
        return view.say("all_checks")
    return view.listed(term(kind, view.lang) for kind in CheckKind if kind in kinds)


def _who(view: View, items: list[NotAssessed]) -> list[str]:
    """The drugs concerned, by what is written where the drug is not known."""
    names: list[str] = []
    for item in items:
        if item.drugs or not item.text:
            names += view.names(item.drugs) or [view.as_written(line) or view.lines([line]) for line in item.lines]
    return _distinct(names)


def _distinct(items: Iterable[str]) -> list[str]:
    """Items once each, in the order of their first appearance."""
    return list(dict.fromkeys(items))


def structure_notes(hint: StructureHint, catalogue: Catalogue, lang: Lang) -> list[str]:
    """What the structure of an unknown drug resembles and holds, a sentence each: always said to be inferred."""
    if not hint.readable:
        return [word("gap.bad_structure", lang)]
    notes = []
    alike = [
        word("gap.same_structure", lang, name=catalogue.drug(near.drug, lang))
        if near.same
        else word("gap.alike", lang, name=catalogue.drug(near.drug, lang), percent=near.percent)
        for near in hint.drugs
    ]
    if alike:
        notes.append(word("gap.resembles", lang, names=word("list", lang).join(alike)))
    if hint.groups:
        groups = [catalogue.group(group, lang) for group in hint.groups]
        notes.append(word("gap.holds", lang, names=word("list", lang).join(groups)))
    return notes or [word("gap.resembles_nothing", lang)]
