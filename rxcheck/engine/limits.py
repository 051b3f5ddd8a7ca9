"""The limit kernel: amounts, intervals and durations of one ingredient (or of a sum of equivalents) against the rows for its
route and patient."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np

from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import distinct_rows
from rxcheck.engine.compiled import BoolArray, IntArray, Kb
from rxcheck.engine.exact import Exact, Product, product, total, whole
from rxcheck.engine.hits import Fired, GapList, Gaps, Hits, choose
from rxcheck.engine.limit_rows import Rows, bounds, candidates, factors, indicated
from rxcheck.engine.when import Applied, waits
from rxcheck.kb.compile_codes import LIMIT_CODE, REASON_CODE
from rxcheck.kb.terms import COUNTED_LIMITS, LOWER_LIMITS, LimitKind
from rxcheck.terms import CheckKind, Fact, Reason

HOURS_OF_DAY, DAYS_OF_WEEK = 24, 7
SUMS = (LimitKind.DAILY_MAX, LimitKind.WEEKLY_MAX, LimitKind.COURSE_MAX, LimitKind.DAILY_MIN)
# Rows of these kinds say how much is given: a drug that has none is not assessed.
COVERING = (
    LimitKind.SINGLE_MAX,
    LimitKind.DAILY_MAX,
    LimitKind.WEEKLY_MAX,
    LimitKind.COURSE_MAX,
    LimitKind.DOSES_PER_DAY_MAX,
    LimitKind.DOSES_PER_WEEK_MAX,
    LimitKind.INTERVAL_MIN,
)
_KINDS = tuple(LIMIT_CODE)


def limits(batch: Batch, kb: Kb) -> tuple[Hits, Gaps]:
    """The limit check over a batch."""
    return _Limits(batch, kb).run()


class _Limits:
    def __init__(self, batch: Batch, kb: Kb) -> None:
        self._batch = batch
        self._kb = kb
        self._gaps = GapList(CheckKind.LIMIT)
        self._fired: dict[tuple[int, ...], list[Fired]] = defaultdict(list)
        self._asked: list[IntArray] = []
        self._waits = waits(kb, kb.ints("lim_action"))

    def run(self) -> tuple[Hits, Gaps]:
        kb, batch = self._kb, self._batch
        item, rule, held = self._candidates()
        loud = kb.ints("lim_action")[rule] > 0
        rows = Rows(item, rule, held.open, np.arange(len(item)))
        rows = rows.where((held.holds | held.open) & loud)
        kind = kb.ints("lim_kind")[rows.rule]
        for code, name in enumerate(_KINDS):
            mine = rows.where(kind == code)
            if len(mine.item):
                self._of_kind(name, mine)
        asked = np.zeros(len(item), dtype=np.bool_)
        for pairs in self._asked:
            asked[pairs] = True
        held.report(batch, self._gaps, rule, item, asked)
        ordered = [self._fired[key] for key in sorted(self._fired)]
        hits = choose(CheckKind.LIMIT, ordered, kb.ints("lim_action"), kb.ints("lim_severity"))
        return hits, self._gaps.gaps()

    def _candidates(self) -> tuple[IntArray, IntArray, Applied]:
        """Pairs of item and row that apply or may, without rows that an indication has replaced."""
        kb, batch = self._kb, self._batch
        item, rule, held = candidates(batch, kb)
        stays = indicated(batch, kb, item, rule, held)
        bare = kb.is_drug[batch.item_drug]
        covering = np.array([kind in COVERING for kind in LIMIT_CODE])[kb.ints("lim_kind")[rule]]
        covering &= kb.ints("lim_group")[rule] < 0
        bare[item[(held.holds | held.open) & covering]] = False
        self._gaps.extend(
            batch.item_rx[bare], -1, batch.item_line[bare], Reason.NO_RULE, Fact.DOSE, drug=batch.item_drug[bare]
        )
        return item[stays], rule[stays], held.where(stays)

    def _of_kind(self, kind: LimitKind, rows: Rows) -> None:
        if kind in SUMS:
            self._sums(kind, rows)
        elif kind is LimitKind.DURATION_MAX:
            self._durations(rows)
        elif kind in COUNTED_LIMITS:
            self._counts(kind, rows)
        elif kind is LimitKind.RATE_MAX:
            self._rates(rows)
        else:
            self._singles(kind, rows)

    def _fire(self, kind: LimitKind, rule: int, items: tuple[int, ...], observed: Fraction, limit: Fraction) -> None:
        rx = int(self._batch.item_rx[items[0]])
        group = int(self._kb.ints("lim_group")[rule])
        about = int(self._batch.item_drug[items[0]]) if group < 0 else -1 - group
        fired = Fired(rx, rule, items, observed, limit, rank=-limit if kind in LOWER_LIMITS else limit)
        self._fired[(rx, LIMIT_CODE[kind], about, *items)].append(fired)

    def _ask(self, rows: Rows) -> None:
        """Rows that would fire if they applied: what they wait for is asked for."""
        self._asked.append(rows.pair[rows.open & self._waits[rows.rule]])

    def _one_by_one(self, kind: LimitKind, rows: Rows, observed: Product, limit: Product) -> None:
        """Rows about one item each."""
        crossed, decided = _crosses(kind, observed.exact, limit.exact)
        for place in np.flatnonzero(~decided).tolist():
            crossed[place] = _beyond(kind, observed.value(place), limit.value(place))
        self._ask(rows.where(crossed))
        for place in np.flatnonzero(crossed & ~rows.open).tolist():
            values = observed.value(place), limit.value(place)
            self._fire(kind, int(rows.rule[place]), (int(rows.item[place]),), *values)

    def _report(self, rows: Rows, reason: Reason | IntArray, fact: Fact | IntArray) -> None:
        """One gap for every pair whose row waits."""
        batch, asks = self._batch, self._waits[rows.rule]
        item = rows.item[asks]
        self._gaps.extend(
            batch.item_rx[item],
            rows.rule[asks],
            batch.item_line[item],
            reason if isinstance(reason, Reason) else reason[asks],
            fact if isinstance(fact, Fact) else fact[asks],
            drug=batch.item_drug[item],
        )

    def _known_amounts(
        self, rows: Rows, den: IntArray, dimension: IntArray, why: tuple[IntArray, IntArray]
    ) -> BoolArray:
        """True for pairs that can be compared; the others are reported: amount unknown, or of another dimension."""
        kb = self._kb
        unknown = den[rows.item] == 0
        group = kb.ints("lim_group")[rows.rule]
        other = ~unknown & (group < 0) & (dimension[rows.item] != kb.ints("lim_dimension")[rows.rule])
        other |= ~unknown & (factors(self._batch, kb, rows, dimension).den == 0)
        missing = rows.where(unknown)
        self._report(missing, why[0][missing.item], why[1][missing.item])
        self._report(rows.where(other), Reason.INCOMPARABLE_UNIT, Fact.DOSE)
        comparable: BoolArray = ~unknown & ~other
        return comparable

    def _known_days(self, rows: Rows) -> BoolArray:
        """The same for amounts of a day."""
        batch = self._batch
        return self._known_amounts(rows, batch.daily_den, batch.dimension, (batch.daily_reason, batch.daily_fact))

    def _bounded(self, rows: Rows) -> tuple[Rows, Product]:
        """Rows whose limits are known, with these; the others are reported."""
        limit, missing = bounds(self._batch, self._kb, self._batch.item_rx[rows.item], rows.rule)
        asks = missing >= 0
        if not asks.any():
            return rows, limit
        self._report(rows.where(asks), Reason.MISSING_FACT, missing[asks])
        rows = rows.where(~asks)
        return rows, bounds(self._batch, self._kb, self._batch.item_rx[rows.item], rows.rule)[0]

    def _singles(self, kind: LimitKind, rows: Rows) -> None:
        batch = self._batch
        why = batch.single_reason, batch.single_fact
        rows = rows.where(self._known_amounts(rows, batch.single_den, batch.single_dimension, why))
        rows, limit = self._bounded(rows)
        single = Exact(batch.single_num[rows.item], batch.single_den[rows.item])
        factor = factors(batch, self._kb, rows, batch.single_dimension)
        self._one_by_one(kind, rows, product(single, factor), limit)

    def _rates(self, rows: Rows) -> None:
        """Infusions: lines whose dose is an amount per hour."""
        batch = self._batch
        rows = rows.where(batch.rate_hours[rows.item] == 1)
        rows, limit = self._bounded(rows.where(self._known_days(rows)))
        hour = Exact(np.ones(len(rows.item), dtype=np.int64), np.full(len(rows.item), HOURS_OF_DAY))
        self._one_by_one(LimitKind.RATE_MAX, rows, product(*self._daily(rows), hour), limit)

    def _counts(self, kind: LimitKind, rows: Rows) -> None:
        """Doses in a day or week, or the hours between two."""
        batch = self._batch
        unknown = batch.frequency_count[rows.item] < 0
        reason = batch.frequency_reason[rows.item]
        reason = np.where(reason >= 0, reason, REASON_CODE[Reason.MISSING_FACT])
        self._report(rows.where(unknown), reason[unknown], Fact.FREQUENCY)
        rows = rows.where(~unknown)
        count, hours = batch.frequency_count[rows.item], batch.frequency_hours[rows.item]
        days = batch.line_days[batch.item_line[rows.item]]
        if kind is LimitKind.INTERVAL_MIN:
            several = (days < 0) | (days * HOURS_OF_DAY * count > hours)  # a single dose has no interval
            rows, observed = rows.where(several), Exact(hours[several], count[several])
        else:
            time = _days_of_week(days) if kind is LimitKind.DOSES_PER_WEEK_MAX else np.ones_like(days)
            observed = Exact(count * HOURS_OF_DAY * time, hours)
        self._one_by_one(kind, rows, product(observed), product(self._values(rows)))

    def _durations(self, rows: Rows) -> None:
        batch = self._batch
        days = batch.line_days[batch.item_line[rows.item]]
        self._report(rows.where(days < 0), Reason.MISSING_FACT, Fact.DAYS)
        rows, days = rows.where(days >= 0), days[days >= 0]
        self._one_by_one(LimitKind.DURATION_MAX, rows, product(whole(days)), product(self._values(rows)))

    def _values(self, rows: Rows) -> Exact:
        """The limits of rows that count doses or days."""
        return whole(self._kb.ints("lim_value")[rows.rule].astype(np.int64))

    def _daily(self, rows: Rows) -> tuple[Exact, Exact]:
        """What each pair adds to the sum of a day: amounts of a day, and their factors."""
        batch = self._batch
        daily = Exact(batch.daily_num[rows.item], batch.daily_den[rows.item]).reduced()
        return daily, factors(batch, self._kb, rows, batch.dimension)

    def _sums(self, kind: LimitKind, rows: Rows) -> None:
        batch, kb = self._batch, self._kb
        comparable = self._known_days(rows)
        days = batch.line_days[batch.item_line[rows.item]]
        if kind is LimitKind.COURSE_MAX:
            self._report(rows.where(comparable & (days < 0)), Reason.MISSING_FACT, Fact.DAYS)
            comparable &= days >= 0
        # One group per prescription and row; several ingredients under one class row are told apart by the drug.
        about = np.where(kb.ints("lim_group")[rows.rule] < 0, batch.item_drug[rows.item], -1)
        first, group = distinct_rows(np.column_stack([batch.item_rx[rows.item], rows.rule, about]))
        limit, missing = bounds(batch, kb, batch.item_rx[rows.item[first]], rows.rule[first])
        judged = np.zeros(len(first), dtype=np.bool_)
        judged[group[comparable]] = True
        if kind in LOWER_LIMITS:
            judged[group[~comparable]] = False  # what is not known may be enough
        rows, group, days = rows.where(comparable), group[comparable], days[comparable]
        asks = (judged & (missing >= 0))[group]
        self._report(rows.where(asks), Reason.MISSING_FACT, missing[group[asks]])
        time = np.ones_like(days)
        if kind is LimitKind.COURSE_MAX:
            time = days
        elif kind is LimitKind.WEEKLY_MAX:
            time = _days_of_week(days)
        amounts = product(*self._daily(rows), whole(time))
        self._groups(kind, rows, group, judged & (missing < 0), amounts, limit)

    def _groups(
        self, kind: LimitKind, rows: Rows, group: IntArray, judged: BoolArray, amounts: Product, limit: Product
    ) -> None:
        """Sums over groups of rows; of groups some of whose rows may not apply, the certain ones may be too much by themselves."""
        lower = kind in LOWER_LIMITS
        sums = amounts.exact.totals(group, len(judged))
        crossed, decided = _crosses(kind, sums, limit.exact)
        order = np.lexsort((rows.item, group))
        begin = np.searchsorted(group[order], np.arange(len(judged) + 1))
        for number in np.flatnonzero(judged & ~decided).tolist():
            places = order[begin[number] : begin[number + 1]].tolist()
            crossed[number] = _beyond(kind, total(amounts, places), limit.value(number))
        crossed &= judged
        open_, certain = np.zeros((2, len(judged)), dtype=np.bool_)
        open_[group[rows.open]], certain[group[~rows.open]] = True, True
        self._ask(rows.where((crossed & open_ & (lower | ~certain))[group]))
        for number in np.flatnonzero(crossed & certain & ~(lower & open_)).tolist():
            members = order[begin[number] : begin[number + 1]]
            places = members[~rows.open[members]].tolist()
            observed = sums.value(number) if decided[number] and not open_[number] else total(amounts, places)
            bound = limit.value(number)
            if open_[number] and not _beyond(kind, observed, bound):
                self._ask(rows.where(members))
                continue
            items = tuple(rows.item[places].tolist())
            self._fire(kind, int(rows.rule[places[0]]), items, observed, bound)


def _crosses(kind: LimitKind, observed: Exact, limit: Exact) -> tuple[BoolArray, BoolArray]:
    """(beyond the limit, decided), one by one."""
    return observed.below(limit) if kind in LOWER_LIMITS else limit.below(observed)


def _beyond(kind: LimitKind, observed: Fraction, limit: Fraction) -> bool:
    return observed < limit if kind in LOWER_LIMITS else observed > limit


def _days_of_week(days: IntArray) -> IntArray:
    """How many days of a week a line lasts: seven where its days are not known."""
    found: IntArray = np.where(days < 0, DAYS_OF_WEEK, np.minimum(days, DAYS_OF_WEEK))
    return found
