"""Hits and gaps → findings, what was not assessed, the receipt and the questions of each prescription."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from rxcheck.checks.interface import Check, Context, Slots
from rxcheck.engine.compiled import Kb
from rxcheck.engine.hits import Gaps, Hits
from rxcheck.finding import (
    CheckReceipt,
    ClauseUse,
    Finding,
    FindingCodes,
    LineReceipt,
    NotAssessed,
    Outcome,
    Question,
    Receipt,
    Reference,
    StructureHint,
)
from rxcheck.kb.compile_codes import ACTION_OF, FACT_OF, REASON_OF, SEVERITY_OF
from rxcheck.kb.compiled_text import RuleInfo
from rxcheck.kb.resolution import Resolution
from rxcheck.model import Prescription
from rxcheck.terms import NOT_DRUGS, Action, CheckKind, DrugKind, Fact, Reason

QUESTIONS = 5


def findings(context: Context, check: Check, hits: Hits) -> list[tuple[int, Finding]]:
    """(prescription number, finding) for every hit; findings have no number yet."""
    rules = context.kb.rules(check.kind)
    made = []
    for number in range(len(hits)):
        rule = rules[int(hits.rule[number])]
        details = check.details(context, hits, number)
        modifier = int(hits.modifier[number])
        changed = context.kb.compiled.text.modifiers[modifier] if modifier >= 0 else None
        references = [Reference(rule.source_id, rule.locator, rule.status)]
        if changed is not None:
            references.append(Reference(changed.source_id, changed.locator, changed.status))
        references += details.references
        finding = Finding(
            id="",
            rule_id=rule.rule_id,
            check=check.kind,
            action=ACTION_OF[int(hits.action[number])],
            severity=SEVERITY_OF[int(hits.severity[number])],
            evidence=rule.evidence,
            lines=_lines(context, hits, number),
            drugs=details.drugs,
            mechanism=_uses(rule.mechanism, details.slots),
            harm=_uses(rule.harm, details.slots),
            advice=_uses(changed.advice if changed is not None and changed.advice else rule.advice, details.slots),
            references=tuple(dict.fromkeys(references)),
            codes=codes_of(context.kb, check.kind, rule),
            compared=details.compared,
            modifier=changed.modifier_id if changed is not None else None,
            also=tuple(rules[other].rule_id for other in hits.also[number]),
            changed_by=details.changed_by,
            fragments=details.fragments,
            facts=details.facts,
            when=details.when,
            slip=details.slip,
            usual=details.usual,
            path=details.path,
            side_chains=details.side_chains,
            derived=rule.derived,
        )
        made.append((int(hits.rx[number]), finding))
    return made


def _uses(ids: Iterable[str], slots: Slots) -> tuple[ClauseUse, ...]:
    return tuple(ClauseUse(clause_id, slots) for clause_id in ids)


def _lines(context: Context, hits: Hits, number: int) -> tuple[str, ...]:
    batch = context.batch
    numbers = {int(batch.item_line[item]) for item in hits.items[number]}
    if hits.lines is not None:
        numbers.update(hits.lines[number])
    return tuple(context.lines[line].id for line in sorted(numbers))


def codes_of(kb: Kb, kind: CheckKind, rule: RuleInfo) -> FindingCodes:
    """What a row's findings are in other people's terms."""
    found = kb.compiled.text.codes.get(f"{kind.value}.{rule.topic}")
    if found is None:
        return FindingCodes(None, None, rule.cn_review)
    return FindingCodes(found.hl7_act, found.ncpdp, rule.cn_review or found.cn_review)


def numbered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first, with ids F1, F2, …"""
    ordered = sorted(
        found, key=lambda f: (-f.action.rank, -f.severity.rank, f.check.value, f.rule_id, f.lines, f.drugs)
    )
    return tuple(replace(finding, id=f"F{number}") for number, finding in enumerate(ordered, 1))


_Topic = tuple[int, CheckKind, Reason, Fact, tuple[int, ...], str | None]


def not_assessed(context: Context, all_gaps: Sequence[Gaps]) -> dict[int, list[NotAssessed]]:
    """Per prescription; gaps that differ only in the rule are one entry."""
    grouped: dict[_Topic, set[int]] = defaultdict(set)
    drugs: dict[_Topic, set[int]] = defaultdict(set)
    written = context.lines
    for gaps in all_gaps:
        for rx, rule, first, second, reason, fact, extra, drug in zip(
            gaps.rx.tolist(),
            gaps.rule.tolist(),
            gaps.first.tolist(),
            gaps.second.tolist(),
            gaps.reason.tolist(),
            gaps.fact.tolist(),
            gaps.extra.tolist(),
            gaps.drug.tolist(),
            strict=True,
        ):
            lines = (first, second) if first >= 0 <= second else tuple(line for line in (first, second) if line >= 0)
            why, what = REASON_OF[reason], FACT_OF[fact]
            quoted = extra >= 0 or (len(lines) == 1 and written[lines[0]].problems)
            text = _gap_text(context, rx, lines, why, what, extra) if quoted else None
            if what is Fact.ALLERGY and why is Reason.MISSING_FACT:
                lines = _lines_with_items(context, rx)
            topic = (rx, gaps.check, why, what, lines, text)
            grouped[topic].add(rule)
            drugs[topic].add(drug)
    entries: dict[int, list[NotAssessed]] = defaultdict(list)
    for topic, rules in grouped.items():
        rx, check, why, what, lines, text = topic
        ids = context.kb.rules(check)
        named = tuple(context.kb.compiled.text.drugs[drug] for drug in sorted(drugs[topic]) if drug >= 0)
        entries[rx].append(
            NotAssessed(
                check=check,
                reason=why,
                fact=what,
                lines=tuple(written[line].id for line in lines),
                rule_ids=tuple(sorted(ids[rule].rule_id for rule in rules if rule >= 0)),
                drugs=named or _drugs_on(context, lines),
                text=text,
                worst=_worst(context, check, rules),
            )
        )
    return entries


def _lines_with_items(context: Context, rx: int) -> tuple[int, ...]:
    begin, end = context.batch.item_start[rx : rx + 2].tolist()
    return tuple(dict.fromkeys(context.batch.item_line[begin:end].tolist()))


PREFIX = {
    CheckKind.INTERACTION: "ix",
    CheckKind.DUPLICATE: "dup",
    CheckKind.LIMIT: "lim",
    CheckKind.CONDITION: "cond",
    CheckKind.ALLERGY: "alg",
    CheckKind.SET: "set",
    CheckKind.FORM: "form",
}


def _worst(context: Context, check: CheckKind, rules: Iterable[int]) -> Action | None:
    actions = context.kb.ints(f"{PREFIX[check]}_action")
    return ACTION_OF.get(max((int(actions[rule]) for rule in rules if rule >= 0), default=0))


def _drugs_on(context: Context, lines: tuple[int, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for line in lines:
        for ingredient in context.batch.resolution(line).ingredients:
            found.setdefault(ingredient.drug)
    return tuple(found)


def _gap_text(context: Context, rx: int, lines: tuple[int, ...], reason: Reason, fact: Fact, extra: int) -> str | None:
    patient = context.prescriptions[rx].patient
    if reason is Reason.UNKNOWN_CONDITION and patient.conditions:
        return patient.conditions[extra].name
    if reason is Reason.UNKNOWN_ALLERGEN and patient.allergies:
        return patient.allergies[extra].substance
    for line in lines if len(lines) == 1 else ():
        for problem in context.lines[line].problems:
            if problem.fact is fact and problem.reason is reason:
                return problem.text
    return None


def _shown_id(target: str) -> str:
    """A target of the vocabulary as the catalogue names it: drugs by their id, products as they are."""
    return target.removeprefix("drug:")


def unresolved(context: Context, rx: int, hints: Mapping[str, StructureHint | None]) -> list[NotAssessed]:
    """One entry for every line whose name is not understood, and for what is wrong with the prescription as a whole.

    `hints` say what the structures of such lines resemble, by SMILES.
    """
    batch, prescription = context.batch, context.prescriptions[rx]
    entries = [
        NotAssessed(None, problem.reason, problem.fact, (), text=problem.text) for problem in prescription.problems
    ]
    for offset, line in enumerate(prescription.lines):
        resolution = batch.resolution(int(batch.line_start[rx]) + offset)
        if not resolution.known:
            reason = resolution.reason or Reason.UNKNOWN_DRUG
            entries.append(
                NotAssessed(
                    None,
                    reason,
                    Fact.DRUG,
                    (line.id,),
                    text=line.as_written,
                    suggestions=tuple(_shown_id(target) for target in resolution.suggestions),
                    structure=hints.get(line.smiles) if line.smiles else None,
                    lookalikes=resolution.lookalikes,
                )
            )
    return entries


def receipt(context: Context, rx: int, found: Sequence[Finding], gaps: Sequence[NotAssessed]) -> Receipt:
    """Account for every line, every pair and the prescription as a whole."""
    batch, prescription = context.batch, context.prescriptions[rx]
    start = int(batch.line_start[rx])
    resolutions = [batch.resolution(start + offset) for offset in range(len(prescription.lines))]
    kinds = {
        line.id: {context.kb.resolver.kind(item.drug) for item in resolution.ingredients}
        for line, resolution in zip(prescription.lines, resolutions, strict=True)
        if resolution.known
    }
    lines = tuple(
        LineReceipt(
            line.id,
            line.as_written,
            tuple(ingredient.drug for ingredient in resolution.ingredients),
            resolution.how,
            line_outcome(context.kb, resolution),
        )
        for line, resolution in zip(prescription.lines, resolutions, strict=True)
    )
    unknown = {line.id: res.reason for line, res in zip(prescription.lines, resolutions, strict=True) if not res.known}
    by_line: dict[tuple[CheckKind, tuple[str, ...]], set[Reason]] = defaultdict(set)
    general: dict[CheckKind, set[Reason]] = defaultdict(set)
    for gap in gaps:
        if gap.check is None:
            continue
        if not gap.lines:
            general[gap.check].add(gap.reason)
        for line in gap.lines:
            by_line[gap.check, (line,)].add(gap.reason)
        by_line[gap.check, gap.lines].add(gap.reason)
    hit = {(finding.check, finding.lines) for finding in found}
    hit |= {(finding.check, (line,)) for finding in found for line in finding.lines}
    checks = [
        _entry(kind, subject, hit, _reasons(kind, subject, by_line, general, unknown), _skips(kind, subject, kinds))
        for kind, subject in _subjects(prescription)
    ]
    return Receipt(lines, tuple(checks))


def _subjects(prescription: Prescription) -> Iterable[tuple[CheckKind, tuple[str, ...]]]:
    ids = [line.id for line in prescription.lines]
    for first, one in enumerate(ids):
        for two in ids[first + 1 :]:
            yield CheckKind.INTERACTION, (one, two)
    for kind in (CheckKind.DUPLICATE, CheckKind.LIMIT, CheckKind.CONDITION, CheckKind.ALLERGY):
        for one in ids:
            yield kind, (one,)
    yield CheckKind.SET, ()
    yield CheckKind.FORM, ()


def _reasons(
    kind: CheckKind,
    subject: tuple[str, ...],
    by_line: dict[tuple[CheckKind, tuple[str, ...]], set[Reason]],
    general: dict[CheckKind, set[Reason]],
    unknown: dict[str, Reason | None],
) -> set[Reason]:
    reasons = set(by_line.get((kind, subject), ())) | general.get(kind, set())
    if kind is CheckKind.INTERACTION:
        # A drug that no row names makes each of its pairs unjudged; a waiting modifier only its own pair.
        for line in subject:
            reasons |= by_line.get((kind, (line,)), set()) & {Reason.NO_RULE}
    if kind is not CheckKind.FORM:
        lines = subject or tuple(unknown)
        reasons |= {unknown[line] or Reason.UNKNOWN_DRUG for line in lines if line in unknown}
    return reasons


def _entry(
    kind: CheckKind,
    subject: tuple[str, ...],
    hit: set[tuple[CheckKind, tuple[str, ...]]],
    reasons: set[Reason],
    skipped: bool,
) -> CheckReceipt:
    fired = (kind, subject) in hit if subject else any(kind is found for found, _ in hit)
    ordered = tuple(sorted(reasons))
    if skipped and not fired and not reasons:
        return CheckReceipt(kind, subject, Outcome.NOT_CHECKED, (Reason.NOT_CHECKED_KIND,))
    outcome = Outcome.FINDING if fired else Outcome.NOT_ASSESSED if reasons else Outcome.CHECKED
    return CheckReceipt(kind, subject, outcome, ordered)


def line_outcome(kb: Kb, resolution: Resolution) -> Outcome:
    """What became of a line with this name."""
    if not resolution.known:
        return Outcome.NOT_ASSESSED
    kinds = {kb.resolver.kind(item.drug) for item in resolution.ingredients}
    return Outcome.NOT_CHECKED if kinds <= NOT_DRUGS else Outcome.CHECKED


def _skips(check: CheckKind, subject: tuple[str, ...], kinds: dict[str, set[DrugKind]]) -> bool:
    """True where a check has nothing to look at: doses and conditions of what is no drug, everything of a supply."""
    mine = [kinds[line] for line in subject if line in kinds]
    if check in (CheckKind.LIMIT, CheckKind.CONDITION) and any(found <= NOT_DRUGS for found in mine):
        return True
    return any(found == {DrugKind.SUPPLY} for found in mine)


def questions(gaps: Sequence[NotAssessed]) -> tuple[Question, ...]:
    """At most five facts worth asking for: first those that the gravest rules wait for, then those that most wait for."""
    lines: dict[Fact, dict[str, None]] = defaultdict(dict)
    waiting: dict[Fact, set[str]] = defaultdict(set)
    worst: dict[Fact, Action | None] = {}
    for gap in gaps:
        if gap.fact is None or gap.reason is Reason.NO_RULE:
            continue
        lines[gap.fact].update(dict.fromkeys(gap.lines))
        waiting[gap.fact].update(gap.rule_ids)
        # An unknown drug or unknown allergies hide everything, so nothing graver can wait.
        action = Action.AVOID if gap.fact in (Fact.DRUG, Fact.ALLERGY) else gap.worst
        ranked = [known for known in (worst.get(gap.fact), action) if known is not None]
        worst[gap.fact] = max(ranked, key=lambda known: known.rank, default=None)
    made = [Question(fact, tuple(lines[fact]), len(waiting[fact]), worst.get(fact)) for fact in lines]
    made.sort(key=lambda q: (-(q.worst.rank if q.worst else 0), q.fact is not Fact.DRUG, -q.rules, q.fact.value))
    return tuple(made[:QUESTIONS])
