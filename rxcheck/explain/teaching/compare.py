"""Several findings of one prescription beside each other: what they share, which is the worst and why, what to settle first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rxcheck.explain.teaching.lesson import Compared, Comparison
from rxcheck.explain.teaching.subject import Subject, in_order
from rxcheck.finding import Finding
from rxcheck.report.words import term, word
from rxcheck.terms import EvidenceLevel, Fact

_CERTAINTY = {
    EvidenceLevel.ESTABLISHED: 4,
    EvidenceLevel.PROBABLE: 3,
    EvidenceLevel.SUSPECTED: 2,
    EvidenceLevel.THEORETICAL: 1,
    None: 0,  # only a pack speaks
}
# What is no fact about the patient that somebody could tell, but stands on the lines themselves.
_OF_LINES = frozenset(
    {Fact.DRUG, Fact.DOSE, Fact.FREQUENCY, Fact.STRENGTH, Fact.ROUTE, Fact.DAYS, Fact.QUANTITY, Fact.REFILLS}
)
_ONE_ANSWER = {Fact.CRCL: Fact.CREATININE, Fact.EGFR: Fact.CREATININE}  # what a new creatinine would tell


def comparison(subjects: Sequence[Subject]) -> Comparison:
    """The comparison of at least two findings of one report.

    Raises:
        ValueError: fewer than two.
    """
    if len(subjects) < 2:
        raise ValueError("a comparison takes two findings")
    ordered = sorted(subjects, key=lambda each: tuple(-rank for rank in _weight(each.finding)))
    statements = [
        _worst(ordered),
        *_shared_lines(ordered),
        *_shared_facts(ordered),
        *_pivots(ordered),
    ]
    if len(statements) == 1:
        statements.append(ordered[0].say("compare.nothing"))
    first = " → ".join(each.finding.id for each in ordered)
    return Comparison(tuple(map(_row, ordered)), (*statements, ordered[0].say("compare.first", findings=first)))


def _weight(finding: Finding) -> tuple[int, int, int]:
    return finding.action.rank, finding.severity.rank, _CERTAINTY[finding.evidence]


def _row(subject: Subject) -> Compared:
    finding, lang = subject.finding, subject.lang
    evidence = term(finding.evidence, lang) if finding.evidence else ""
    lines = word("list", lang).join(in_order(finding.lines))
    return Compared(
        finding.id, subject.verdict(finding.action, finding.severity), subject.view.drugs(finding), evidence, lines
    )


def _worst(ordered: Sequence[Subject]) -> str:
    first, second = ordered[0].finding, ordered[1].finding
    if _weight(first) == _weight(second):
        same = [each.finding.id for each in ordered if _weight(each.finding) == _weight(first)]
        return ordered[0].say("compare.equal", findings=ordered[0].view.listed(same))
    axes = (("action", first.action), ("severity", first.severity), ("evidence", first.evidence))
    by = next(at for at, (one, two) in enumerate(zip(_weight(first), _weight(second), strict=True)) if one != two)
    key, member = axes[by]
    name = term(member, ordered[0].lang) if member else ""
    why = ordered[0].say(f"compare.by.{key}", name=name)
    return ordered[0].say("compare.worst", finding=first.id, why=why)


def _shared_lines(ordered: Sequence[Subject]) -> Iterator[str]:
    on: dict[str, list[str]] = defaultdict(list)
    for each in ordered:
        for line in each.finding.lines:
            on[line].append(each.finding.id)
    view = ordered[0].view
    for line in in_order(tuple(on)):
        if len(on[line]) > 1:
            yield ordered[0].say("compare.shares", findings=view.listed(on[line]), line=view.line(line))


def _facts(finding: Finding) -> set[Fact]:
    """The facts about the patient that a verdict rests on or would change with."""
    used = {each.fact for use in finding.facts for each in (use, *use.inputs)}
    told = {flip.fact for flip in finding.changed_by} | ({finding.compared.fact} if finding.compared else set())
    found = (used | told) - _OF_LINES
    return {_ONE_ANSWER.get(fact, fact) for fact in found}


def _shared_facts(ordered: Sequence[Subject]) -> Iterator[str]:
    on: dict[Fact, list[str]] = defaultdict(list)
    for each in ordered:
        for fact in sorted(_facts(each.finding)):
            on[fact].append(each.finding.id)
    first = ordered[0]
    for fact, ids in on.items():
        # That the patient is an adult is a fact that nobody asks again.
        if len(ids) > 1 and fact is not Fact.AGE:
            yield first.say("compare.fact", findings=first.view.listed(ids), fact=term(fact, first.lang))


def _pivots(ordered: Sequence[Subject]) -> Iterator[str]:
    first = ordered[0]
    chosen = {each.finding.id for each in ordered}
    for pivot in first.report.pivots:
        mine = [each for each in pivot.findings if each in chosen]
        if len(mine) > 1:
            drugs = first.view.say("and_drug").join(first.view.names(pivot.drugs))
            findings = first.view.listed(mine)
            yield first.say("compare.pivot", findings=findings, line=first.view.lines([pivot.line]), drugs=drugs)
