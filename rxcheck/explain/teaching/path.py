"""The third step: how the row comes to name these drugs, from the object over its groups to the precipitant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rxcheck.explain.teaching.facts import slot_values
from rxcheck.explain.teaching.subject import Subject
from rxcheck.finding import SlotKind
from rxcheck.kb.pair import RowKind
from rxcheck.kb.schema_rules import DuplicateRule
from rxcheck.kb.terms import Nature
from rxcheck.report.together import exposure_text
from rxcheck.terms import CheckKind


def path_statements(subject: Subject) -> Iterator[str]:
    """The way of a pair in signs and in words, its nature and the expected exposure; of other checks, that there is none and why."""
    if subject.finding.check is CheckKind.INTERACTION and subject.finding.path:
        yield from _pair(subject)
    elif subject.finding.check is CheckKind.ALLERGY:
        allergens = subject.view.listed(subject.named(each) for each in subject.allergens)
        yield subject.say("path.allergy", allergen=allergens, drug=subject.view.drugs(subject.finding))
    elif subject.finding.check is CheckKind.DUPLICATE:
        yield subject.say("path.duplicate", names=_meeting(subject))
    else:
        yield subject.say(f"path.{subject.finding.check.value}")


def path_text(subject: Subject) -> str:
    """`Simvastatin ─ CYP3A4-dependent statins ◀─ strong CYP3A4 inhibitors ─ Clarithromycin`."""
    if subject.pair is not None:
        return subject.pair_words.path(subject.pair)
    return " ─ ".join(map(subject.named, subject.finding.path))


def _pair(subject: Subject) -> Iterator[str]:
    yield subject.say("path.whole", path=path_text(subject))
    row = subject.pair
    if row is None:
        return
    for way in (row.object_path, row.precipitant_path):
        drug = subject.named(way[0])
        if len(way) == 1:
            yield subject.say("path.named", drug=drug)
        for lower, group in pairwise(way):
            key = "path.member" if lower == way[0] else "path.within"
            yield subject.say(key, drug=subject.named(lower), lower=subject.named(lower), group=subject.named(group))
    if row.kind is RowKind.INCOMPATIBILITY:
        yield subject.say("path.contact")
        return
    if Nature.KINETIC in row.natures:
        yield subject.say("path.kinetic", object=subject.drug(row.object))
    if Nature.DYNAMIC in row.natures:
        yield subject.say("path.dynamic")
    for exposure in subject.report.exposures:
        if exposure.drug == row.object and any(each.drug == row.precipitant for each in exposure.influences):
            yield exposure_text(subject.view, exposure)


def _meeting(subject: Subject) -> str:
    """Where the lines of a duplicate meet: the group of the row, or the ingredient."""
    rule = subject.rule
    if isinstance(rule, DuplicateRule) and rule.subject is not None:
        return subject.named(rule.subject)
    return subject.view.listed(map(subject.drug, slot_values(subject, SlotKind.DRUGS) or subject.finding.drugs))
