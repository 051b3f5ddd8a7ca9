"""Sources side by side: the grades of packs beside our own findings, and findings that only packs make.

No finding of the tables is changed or displaced. What only a pack flags is a finding of its own, at most `monitor` unless
the pack may interrupt; where the tables are silent on purpose, it is told as `inform`, whatever the pack may do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.checks.interface import Context
from rxcheck.engine.packs import own_rows, pack_rows
from rxcheck.engine.pairs import item_pairs
from rxcheck.finding import Finding, FindingCodes, Reference, SourceGrade
from rxcheck.kb.catalogue import Catalogue, SourceInfo
from rxcheck.kb.pack_store import CompiledPack, GradeInfo
from rxcheck.kb.terms import RuleAction
from rxcheck.terms import Action, CheckKind, RowStatus, Severity

PREFIX = "pack:"  # of the source id of a pack
RULE_PREFIX = "pack-"  # of the rule id of its findings
CAP, SILENCED = Action.MONITOR, Action.INFORM


def with_packs(catalogue: Catalogue, packs: Sequence[CompiledPack]) -> Catalogue:
    """The catalogue with the packs among its sources, as "pack:…"."""
    added = {
        PREFIX + pack.text.name: SourceInfo(pack.text.title, "", pack.text.edition, pack.text.source_id, "pack")
        for pack in packs
    }
    return replace(catalogue, sources={**catalogue.sources, **added})


class _Told(Struct, frozen=True):
    """What one pack says of one pair of items: its entries, worst grade first, one for each grade."""

    pack: CompiledPack
    entries: tuple[tuple[GradeInfo, int], ...]

    @property
    def worst(self) -> GradeInfo:
        return self.entries[0][0]

    def action(self, silent: bool) -> Action | None:
        """The action of a finding that only packs make; None where the grade means silence."""
        mapped = self.worst.action.action
        if mapped is None:
            return None
        if silent:
            return SILENCED
        return mapped if self.pack.text.interrupts or mapped.rank < CAP.rank else CAP


def side_by_side(
    context: Context, found: Mapping[int, Sequence[Finding]], packs: Sequence[CompiledPack]
) -> dict[int, list[Finding]]:
    """The findings by prescription, with the grades of the packs, and those that only packs make."""
    made = {rx: list(findings) for rx, findings in found.items()}
    batch, kb = context.batch, context.kb
    first, second = item_pairs(batch)
    told: dict[int, list[_Told]] = defaultdict(list)
    for pack in packs:
        entries: dict[int, list[int]] = defaultdict(list)
        for pair, entry in zip(*(column.tolist() for column in pack_rows(batch, kb, pack, first, second)), strict=True):
            entries[pair].append(entry)
        for pair, mine in entries.items():
            told[pair].append(_Told(pack, _by_grade(pack, mine)))
    if not told:
        return made
    pairs = sorted(told)
    fitting: dict[int, set[int]] = defaultdict(set)
    rules = kb.rules(CheckKind.INTERACTION)
    own = own_rows(batch, kb, first[pairs], second[pairs])
    for place, rule in zip(*(column.tolist() for column in own), strict=True):
        fitting[pairs[place]].add(rule)
    alone: dict[tuple[int, tuple[str, ...], str, bool], list[Finding]] = defaultdict(list)
    for pair in pairs:
        items = int(first[pair]), int(second[pair])
        rx = int(batch.item_rx[items[0]])
        lines = tuple(context.lines[int(batch.item_line[item])].id for item in items)
        drugs = tuple(sorted(map(context.drug, items)))
        own_ids = {rules[rule].rule_id for rule in fitting[pair]}
        if not _attach(made.get(rx, []), lines, drugs, own_ids, told[pair]):
            # Where no row says "none", the patient's facts have made those that fit silent.
            none = {rules[rule].rule_id for rule in fitting[pair] if rules[rule].action is RuleAction.NONE}
            finding = _finding(context, lines, drugs, tuple(sorted(none or own_ids)), told[pair])
            if finding is not None:
                alone[rx, lines, finding.rule_id, bool(finding.silent)].append(finding)
    for (rx, *_), several in alone.items():
        made.setdefault(rx, []).append(min(several, key=_worst_first))
    return made


def _by_grade(pack: CompiledPack, entries: Iterable[int]) -> tuple[tuple[GradeInfo, int], ...]:
    """The first entry of each grade, the worst grade first."""
    grade_of = pack.arrays["entry_grade"]
    first: dict[int, int] = {}
    for entry in sorted(entries):
        first.setdefault(int(grade_of[entry]), entry)
    found = [(pack.text.grades[grade], entry) for grade, entry in first.items()]
    return tuple(sorted(found, key=lambda item: (-item[0].action.rank, -item[0].severity.rank, item[0].grade)))


def _attach(
    findings: list[Finding], lines: tuple[str, ...], drugs: tuple[str, ...], fitting: set[str], told: Sequence[_Told]
) -> bool:
    """Write the grades beside the findings on these two drugs, or beside one whose row fits them too (two drugs of a class
    on one line); False where there is none."""
    mine = [
        place
        for place, finding in enumerate(findings)
        if finding.check is CheckKind.INTERACTION and finding.lines == lines and finding.rule_id in fitting
    ]
    same = [place for place in mine if tuple(sorted(findings[place].drugs)) == drugs]
    for place in same or mine:
        before = findings[place].grades
        seen = {(each.source_id, each.grade) for each in before}
        more = tuple(grade for grade in _grades(told) if (grade.source_id, grade.grade) not in seen)
        findings[place] = replace(findings[place], grades=before + more)
    return bool(mine)


def _grades(told: Sequence[_Told]) -> tuple[SourceGrade, ...]:
    return tuple(
        SourceGrade(PREFIX + each.pack.text.name, grade.grade, grade.action.action, *each.pack.words(entry))
        for each in told
        for grade, entry in each.entries
    )


def _finding(
    context: Context, lines: tuple[str, ...], drugs: tuple[str, ...], silent: tuple[str, ...], told: Sequence[_Told]
) -> Finding | None:
    """The finding of the pack that says the most; None where all packs mean silence."""
    speaking = [(action, each) for each in told if (action := each.action(bool(silent))) is not None]
    if not speaking:
        return None
    action, chosen = min(
        speaking, key=lambda item: (-item[0].rank, -item[1].worst.severity.rank, item[1].pack.text.name)
    )
    others = {RULE_PREFIX + each.pack.text.name for _, each in speaking if each is not chosen}
    locator, _, _ = chosen.pack.words(chosen.entries[0][1])
    codes = context.kb.compiled.text.codes.get(f"{CheckKind.INTERACTION.value}.drug")
    severity: Severity = chosen.worst.severity
    return Finding(
        id="",
        rule_id=RULE_PREFIX + chosen.pack.text.name,
        check=CheckKind.INTERACTION,
        action=action,
        severity=severity,
        evidence=None,
        lines=lines,
        drugs=drugs,
        mechanism=(),
        harm=(),
        advice=(),
        references=(Reference(PREFIX + chosen.pack.text.name, locator, RowStatus.IMPORTED),),
        codes=FindingCodes(codes.hl7_act, codes.ncpdp, codes.cn_review) if codes else FindingCodes(None, None, None),
        also=tuple(sorted(others)),
        grades=_grades(told),
        pack=PREFIX + chosen.pack.text.name,
        silent=silent,
    )


def _worst_first(finding: Finding) -> tuple[int, int, tuple[str, ...]]:
    return -finding.action.rank, -finding.severity.rank, finding.drugs
