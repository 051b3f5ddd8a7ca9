"""Dose limits: what is given, beside what may be given.

The amount that a row compares is read off the kernel itself: it is asked once more with a limit that everything crosses.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from rxcheck.checks.amounts import in_unit
from rxcheck.engine.hits import Gaps, Hits
from rxcheck.engine.limit_rows import bounds
from rxcheck.kb.compile_codes import FACT_CODE, LIMIT_CODE
from rxcheck.kb.terms import LOWER_LIMITS, LimitKind
from rxcheck.kb.unit_names import amount
from rxcheck.rules.answer import Asked, State, Term, Trial
from rxcheck.rules.bench import Bench, whether
from rxcheck.rules.members import listed_members
from rxcheck.rules.trials.conditions import nothing_fits
from rxcheck.terms import Fact, Reason

_KINDS = tuple(LIMIT_CODE)
_WHAT = {
    LimitKind.SINGLE_MAX: "single",
    LimitKind.SINGLE_MIN: "single",
    LimitKind.DAILY_MAX: "daily",
    LimitKind.DAILY_MIN: "daily",
    LimitKind.WEEKLY_MAX: "weekly",
    LimitKind.DOSES_PER_DAY_MAX: "per_day",
    LimitKind.DOSES_PER_WEEK_MAX: "per_week",
    LimitKind.DURATION_MAX: "duration",
    LimitKind.COURSE_MAX: "course",
    LimitKind.INTERVAL_MIN: "interval",
    LimitKind.RATE_MAX: "rate",
}
_CROSSED_BY_ALL = {True: 2**62, False: -1}


class _Read:
    """What the kernel makes of the amounts, for items with all terms and without."""

    def __init__(self, bench: Bench) -> None:
        low = _kind(bench) in LOWER_LIMITS
        asked = bench.alone.with_column(bench.kb, "lim_value", _CROSSED_BY_ALL[low])
        self._runs = [bench.alone.run(kb) for kb in (asked, bench.alone.without_terms(asked))]

    def observed(self, item: int) -> tuple[Fraction, tuple[int, ...]] | None:
        """The amount that an item is part of, and the items of the sum."""
        return next((found for hits, _ in self._runs for found in _of_item(hits, item)), None)

    def gap(self, bench: Bench, item: int) -> str | None:
        """Why the amount is not known."""
        line = int(bench.batch.item_line[item])
        return next((bench.reason(*why) for _, gaps in self._runs for why in _gaps(gaps, bench.rule, line)), None)


def _of_item(hits: Hits, item: int) -> Iterator[tuple[Fraction, tuple[int, ...]]]:
    for number, items in enumerate(hits.items):
        value = hits.observed[number] if hits.observed else None
        if item in items and value is not None:
            yield value, items


def _gaps(gaps: Gaps, rule: int, line: int) -> Iterator[tuple[int, int]]:
    mine = (gaps.rule == rule) & (gaps.first == line)
    yield from zip(gaps.reason[mine].tolist(), gaps.fact[mine].tolist(), strict=True)


def _kind(bench: Bench) -> LimitKind:
    return _KINDS[int(bench.kb.ints("lim_kind")[bench.rule])]


def trials(bench: Bench) -> Iterator[Trial]:
    """One for each item of the subject; items of one sum together."""
    members = listed_members(bench.kb, "lim", bench.rule)
    items = bench.items_of(members).tolist()
    subject = bench.say("subject", names=bench.selector(bench.info.subject, int(members.sum())))
    if not items:
        yield nothing_fits(bench, subject, members)
        return
    read = _Read(bench)
    told: set[tuple[int, ...]] = set()
    for item in items:
        found = read.observed(item)
        together = found[1] if found and item in found[1] else (item,)
        if together in told:
            continue
        told.add(together)
        seen = bench.listed(map(bench.line_text, together))
        terms = (
            Term(Asked.SUBJECT, State.YES, subject, seen),
            bench.route_term(item, int(bench.alone.kb.ints("lim_routes")[bench.rule])),
            *_indication(bench),
            *bench.when_terms(item),
            _amount(bench, read, item, found[0] if found else None),
        )
        lines = tuple(dict.fromkeys(map(bench.line_id, together)))
        yield Trial(lines, tuple(dict.fromkeys(map(bench.drug_id, together))), terms)


def _indication(bench: Bench) -> Iterator[Term]:
    if not bench.info.indication:
        return
    begin, end = bench.alone.kb.ints("lim_indication_start")[bench.rule : bench.rule + 2].tolist()
    codes = bench.alone.kb.ints("lim_indication_index")[begin:end]
    holds = bool(bench.batch.has_condition[0, codes].any())
    names = bench.listed(bench.catalogue.condition(each, bench.lang) for each in bench.info.indication)
    yield Term(Asked.INDICATION, whether(holds), bench.say("condition", name=names), bench.conditions())


def _amount(bench: Bench, read: _Read, item: int, observed: Fraction | None) -> Term:
    kind = _kind(bench)
    low = kind in LOWER_LIMITS
    limit, missing = limit_of(bench)
    what = bench.say(f"what.{_WHAT[kind]}")
    key = "below" if low else "above"
    shown = _amount_text(bench, limit) if limit is not None else amount(_value(bench), _unit(bench), bench.lang)
    wanted = bench.say(key, what=what, limit=shown)
    if observed is not None and limit is not None:
        crossed = observed < limit if low else observed > limit
        return Term(Asked.THRESHOLD, whether(crossed), wanted, _amount_text(bench, observed))
    if missing is not None:
        return Term(Asked.AMOUNT, State.UNKNOWN, wanted, bench.reason_text(Reason.MISSING_FACT, missing))
    why = read.gap(bench, item)
    if why is not None:
        return Term(Asked.AMOUNT, State.UNKNOWN, wanted, why)
    return _uncounted(bench, kind, wanted)


def _uncounted(bench: Bench, kind: LimitKind, wanted: str) -> Term:
    """Items that the kernel leaves out of such a row without a word."""
    if kind is LimitKind.RATE_MAX:
        return Term(Asked.COUNTED, State.NO, bench.say("counted.hour"), bench.say("seen.not_hourly"))
    if kind is LimitKind.INTERVAL_MIN:
        return Term(Asked.COUNTED, State.NO, bench.say("counted.dose"), bench.say("seen.one_dose"))
    if kind in LOWER_LIMITS:
        return Term(Asked.COUNTED, State.NO, bench.say("counted.all"), bench.say("seen.no"))
    if (bench.info.subject or "").startswith("sum:"):
        group = bench.selector(bench.info.subject)
        return Term(Asked.COUNTED, State.NO, bench.say("counted", group=group), bench.say("seen.no_equivalent"))
    return Term(Asked.THRESHOLD, State.UNKNOWN, wanted, bench.say("seen.unknown"))


def limit_of(bench: Bench) -> tuple[Fraction | None, Fact | None]:
    """The limit for this patient in base units, or the fact that it lacks."""
    rule = np.array([bench.rule], dtype=np.int64)
    found, missing = bounds(bench.batch, bench.kb, np.zeros(1, dtype=np.int64), rule)
    lacking = int(missing[0])
    if lacking < 0:
        return found.value(0), None
    return None, next(fact for fact, code in FACT_CODE.items() if code == lacking)


def _amount_text(bench: Bench, value: Fraction) -> str:
    text, unit = in_unit(value, bench.info)
    return amount(text, unit, bench.lang)


def _value(bench: Bench) -> str:
    return bench.info.value or ""


def _unit(bench: Bench) -> str:
    """The unit of the table, per kilogram or square metre where it says so."""
    return f"{bench.info.unit}/{bench.info.per}" if bench.info.per else bench.info.unit or ""
