"""Form rows: what the prescription itself must hold, and how much it may."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from msgspec.structs import replace

from rxcheck.checks.amounts import number
from rxcheck.engine.batch import make_batch
from rxcheck.engine.forms import lines_about
from rxcheck.engine.when import YES
from rxcheck.kb.terms import FormField
from rxcheck.report.plain import visible
from rxcheck.report.words import term as named
from rxcheck.rules.answer import Asked, State, Term, Trial
from rxcheck.rules.bench import Bench, whether
from rxcheck.rules.members import selected
from rxcheck.rules.trials.conditions import nothing_fits
from rxcheck.terms import LineStatus


def trials(bench: Bench) -> Iterator[Trial]:
    """One for each line of the subject."""
    kb, batch = bench.kb, bench.batch
    selector = int(kb.ints("form_selector")[bench.rule])
    members = selected(kb, selector)
    items = bench.items_of(members)
    concerned = range(len(batch.line_rx)) if selector < 0 else sorted(set(batch.item_line[items].tolist()))
    name = bench.selector(bench.info.subject, int(members.sum())) if bench.info.subject else ""
    subject = bench.say("new", names=name) if name else bench.say("new.any")
    if not concerned:
        yield nothing_fits(bench, subject, members)
        return
    about, fault = lines_about(batch, kb, bench.rule)
    for line in concerned:
        mine = [item for item in items.tolist() if batch.item_line[item] == line]
        written = bench.prescription.lines[line]
        terms = [*_subject(bench, line, mine, subject, selector < 0), *_terms(bench, mine, selector)]
        if not int(about[line]) and not any(term.state is State.NO for term in terms):
            terms.append(Term(Asked.SUBJECT, State.NO, subject, bench.say("seen.taken")))
        terms.append(_field(bench, line, None if fault is None else bool(fault[line])))
        drugs = tuple(dict.fromkeys(map(bench.drug_id, mine if selector >= 0 else ())))
        yield Trial((written.id,), drugs, tuple(terms))


def _subject(bench: Bench, line: int, items: list[int], subject: str, everything: bool) -> Iterator[Term]:
    written = bench.prescription.lines[line]
    new = written.status is LineStatus.NEW
    text = bench.listed(map(bench.line_text, items)) if items else visible(written.as_written)
    seen = text if new else bench.say("seen.taken")
    yield Term(Asked.SUBJECT, whether(new), subject, seen)
    if not everything:
        bits = int(bench.alone.kb.ints("form_routes")[bench.rule])
        found = [bench.route_term(item, bits) for item in items]
        yield next((term for term in found if term.state is State.YES), found[0])


def _terms(bench: Bench, items: list[int], selector: int) -> list[Term]:
    """The further terms, for the item of a line that comes nearest."""
    if selector < 0:
        return list(bench.when_terms(None))
    bits = int(bench.alone.kb.ints("form_routes")[bench.rule])
    fitting = [item for item in items if int(bench.batch.item_route[item]) & bits] or items
    found = [list(bench.when_terms(item)) for item in fitting]
    return min(
        found, key=lambda terms: [sum(term.state is state for term in terms) for state in (State.NO, State.UNKNOWN)]
    )


class _Probe:
    """What the kernel observes on one line by itself: asked with a bound that everything breaks, and without further terms."""

    def __init__(self, bench: Bench, line: int) -> None:
        single = replace(bench.prescription, lines=(bench.prescription.lines[line],))
        asked = bench.kb
        if bench.info.written is None:
            asked = bench.alone.without_terms(bench.alone.with_column(bench.kb, "form_value", -1))
        self._bench = bench
        self._hits, self._gaps = bench.alone.run(asked, bench.options, make_batch([single], bench.kb))

    def observed(self) -> Fraction | None:
        """The number that the row bounds."""
        return next((value for value in self._hits.observed or () if value is not None), None)

    def texts(self) -> list[str]:
        """What is written in the way that the row looks for."""
        return [text for each in self._hits.texts or () for _, text in each]

    def gap(self) -> str:
        """Why the number is not known."""
        mine = np.flatnonzero(self._gaps.rule == self._bench.rule)
        if not len(mine):
            return self._bench.say("seen.unknown")
        return self._bench.reason(int(self._gaps.reason[mine[0]]), int(self._gaps.fact[mine[0]]))


def _field(bench: Bench, line: int, fault: bool | None) -> Term:
    field, value = bench.info.field or FormField.DRUG, int(bench.kb.ints("form_value")[bench.rule])
    if bench.info.written is not None:
        return _writing(bench, line)
    if field is FormField.DRUG:
        return Term(Asked.FIELD, State.YES, bench.say("field.drug"), bench.say("seen.yes"))
    if field is FormField.BRAND:
        holds = bench.kb.resolver.is_brand(bench.batch.line(line).as_written)
        written = visible(bench.prescription.lines[line].as_written)
        return Term(Asked.FIELD, whether(holds), bench.say("field.brand"), written)
    if fault is not None:
        seen = bench.say("seen.missing" if fault else "seen.written")
        return Term(Asked.FIELD, whether(fault), bench.say(f"field.{field.value}"), seen)
    wanted = bench.say(f"field.{field.value}", n=value)
    if field is FormField.LINES:
        about, _ = lines_about(bench.batch, bench.kb, bench.rule)
        count = int(np.count_nonzero(about == YES))
        return Term(Asked.THRESHOLD, whether(count > value), wanted, str(count))
    if _absent(bench, field, line):
        return Term(Asked.THRESHOLD, State.NO, wanted, bench.say("seen.not_recorded"))
    probe = _Probe(bench, line)
    observed = probe.observed()
    if observed is None:
        return Term(Asked.AMOUNT, State.UNKNOWN, wanted, probe.gap())
    return Term(Asked.THRESHOLD, whether(observed > value), wanted, number(observed))


def _absent(bench: Bench, field: FormField, line: int) -> bool:
    """Days and refills that nobody wrote: they break nothing."""
    days, refills = int(bench.batch.line_days[line]), int(bench.batch.line_refills[line])
    if field is FormField.DAYS:
        return days < 0
    return refills < 0 if field is FormField.REFILLS else field is FormField.REFILL_DAYS and refills <= 0


def _writing(bench: Bench, line: int) -> Term:
    form = named(bench.info.written, bench.lang) if bench.info.written else ""
    if bench.info.words:
        form = bench.say("writing.words", form=form, words=bench.listed(bench.info.words))
    texts = _Probe(bench, line).texts()
    seen = bench.listed(map(visible, texts)) if texts else bench.say("seen.no_writing")
    return Term(Asked.WRITING, whether(bool(texts)), bench.say("writing", form=form), seen)
