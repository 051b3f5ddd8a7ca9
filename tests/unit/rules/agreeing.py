"""What must hold of every answer beside the report that it is about."""

from __future__ import annotations

from collections.abc import Iterator

from rxcheck.checks.interface import Options
from rxcheck.engine.batch import make_batch
from rxcheck.engine.compiled import Kb
from rxcheck.finding import Report
from rxcheck.kb.store import Compiled
from rxcheck.rules.alone import Alone
from rxcheck.rules.answer import Verdict, Why
from rxcheck.rules.find import Found

NO_ANSWERS = (Verdict.NOT_MET, Verdict.NO_LINE, Verdict.NOT_UNDERSTOOD)


def faults(compiled: Compiled, options: Options, report: Report, found: Found, why: Why) -> Iterator[str]:
    """Where an answer contradicts the report, or says nothing of its reason."""
    fired = any(each.rule_id == found.rule_id for each in report.findings)
    waits = any(found.rule_id in each.rule_ids for each in report.not_assessed)
    if (why.verdict is Verdict.FIRED) is not fired:
        yield f"fired {fired}"
    if bool(why.waits) is not waits and why.verdict is not Verdict.CHECK_WAITS:
        yield f"waits {waits}"
    if why.verdict is Verdict.WAITS and not waits:
        yield "waits for nothing"
    if waits and why.verdict not in (Verdict.WAITS, Verdict.FIRED, Verdict.GAVE_WAY):
        yield "the report says that it waits"
    if why.verdict is Verdict.OTHER_JURISDICTION:
        return
    kb = Kb(compiled)
    batch = make_batch([report.prescription], kb)
    alone = Alone(compiled, batch, found.check, found.number, options)
    by_itself = alone.fires(alone.kb)
    if (why.verdict is Verdict.GAVE_WAY) is not (by_itself and not fired):
        yield f"by itself it fires: {by_itself}"
    if why.verdict in (Verdict.GAVE_WAY, Verdict.OUTRANKED):
        yield from _gave_way(alone, kb, why)
    complete = [trial for trial in why.trials if not trial.failing and not trial.unknown]
    if why.verdict is Verdict.FIRED and not complete:
        yield "no trial in which all holds"
    if why.verdict in NO_ANSWERS and not all(trial.failing for trial in why.trials):
        yield "a trial in which nothing fails"
    if why.verdict in (Verdict.WAITS, Verdict.LACKS, Verdict.CHECK_WAITS, Verdict.OUTRANKED):
        open_ = [trial for trial in why.trials if not trial.failing and (trial.unknown or trial.modifiers)]
        if not open_:
            yield "no trial that is open"
    if not why.trials:
        yield "nothing was tried"


def _gave_way(alone: Alone, kb: Kb, why: Why) -> Iterator[str]:
    """The rules named keep it down together, and each of them is needed."""
    speaks = alone.fires if why.verdict is Verdict.GAVE_WAY else alone.waits
    rules = {info.rule_id: number for number, info in enumerate(kb.rules(why.check))}
    numbers = [rules[each] for each in why.gave_way_to]
    if not numbers:
        yield "gave way to nobody"
    if speaks(alone.beside(numbers)):
        yield "it speaks beside the rules named"
    for left_out in numbers:
        if not speaks(alone.beside([each for each in numbers if each != left_out])):
            yield "a rule named is not needed"
