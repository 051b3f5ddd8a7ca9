"""The limit kernel: amounts, intervals and durations of one ingredient (or of a sum of equivalents) against the rows for its
route and patient.

Floating point only sorts out what is far from a limit; whatever comes near is decided with exact fractions.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np
from msgspec import Struct

from rxcheck.engine.arithmetic import body_surface_cm2
from rxcheck.engine.batch import Batch
from rxcheck.engine.columns import distinct_rows, expand
from rxcheck.engine.compiled import BoolArray, FloatArray, IntArray, Kb
from rxcheck.engine.hits import Fired, GapList, Gaps, Hits, choose
from rxcheck.engine.when import Applied, applied, waits
from rxcheck.kb.compile_codes import BASIS_CODE, LIMIT_CODE, REASON_CODE
from rxcheck.kb.terms import COUNTED_LIMITS, LOWER_LIMITS, LimitKind
from rxcheck.quantity import Basis
from rxcheck.terms import CheckKind, Fact, Reason

NEAR = 0.999
_LARGEST = 2**52  # of amounts that are added as they are: five hundred lines of them are no more than 2**61
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


class _Rows(Struct, frozen=True):
    """Pairs of item and limit row that apply to it, or may (`open`); `pair` is the number of the pair in `Applied`."""

    item: IntArray
    rule: IntArray
    open: BoolArray
    pair: IntArray

    def where(self, mask: BoolArray | IntArray) -> _Rows:
        return _Rows(self.item[mask], self.rule[mask], self.open[mask], self.pair[mask])


def limits(batch: Batch, kb: Kb) -> tuple[Hits, Gaps]:
    """The limit check over a batch."""
    return _Limits(batch, kb).run()


class _Limits:
    def __init__(self, batch: Batch, kb: Kb) -> None:
        self._batch = batch
        self._kb = kb
        self._gaps = GapList(CheckKind.LIMIT)
        self._fired: dict[tuple[int, ...], list[Fired]] = defaultdict(list)
        self._asked: list[int] = []
        self._waits = waits(kb, kb.ints("lim_action"))

    def run(self) -> tuple[Hits, Gaps]:
        kb, batch = self._kb, self._batch
        item, rule, held = self._candidates()
        loud = kb.ints("lim_action")[rule] > 0
        rows = _Rows(item, rule, held.open, np.arange(len(item)))
        rows = rows.where((held.holds | held.open) & loud)
        kind = kb.ints("lim_kind")[rows.rule]
        for code, name in enumerate(_KINDS):
            mine = rows.where(kind == code)
            if len(mine.item):
                self._of_kind(name, mine)
        asked = np.zeros(len(item), dtype=np.bool_)
        asked[self._asked] = True
        held.report(batch, self._gaps, rule, item, asked)
        ordered = [self._fired[key] for key in sorted(self._fired)]
        hits = choose(CheckKind.LIMIT, ordered, kb.ints("lim_action"), kb.ints("lim_severity"))
        return hits, self._gaps.gaps()

    def _candidates(self) -> tuple[IntArray, IntArray, Applied]:
        """Pairs of item and row whose route fits, without rows that an indication has replaced."""
        kb, batch = self._kb, self._batch
        item, entry = expand(kb.ints("lim_start"), batch.item_drug)
        rule = kb.ints("lim_index")[entry].astype(np.int64)
        fits = (batch.item_route[item] & kb.ints("lim_routes")[rule]) != 0
        in_sum = np.flatnonzero(fits & (kb.ints("lim_group")[rule] >= 0))
        for pair in in_sum.tolist():
            fits[pair] = bool(self._equivalents(int(item[pair]), int(rule[pair])))
        item, rule = item[fits], rule[fits]
        held = applied(batch, kb, "lim", rule, item)
        stays = self._indicated(item, rule, held)
        bare = kb.is_drug[batch.item_drug]
        covering = np.array([kind in COVERING for kind in LIMIT_CODE])[kb.ints("lim_kind")[rule]]
        covering &= kb.ints("lim_group")[rule] < 0
        bare[item[(held.holds | held.open) & covering]] = False
        self._gaps.extend(
            batch.item_rx[bare], -1, batch.item_line[bare], Reason.NO_RULE, Fact.DOSE, drug=batch.item_drug[bare]
        )
        if stays.all():
            return item, rule, held
        item, rule = item[stays], rule[stays]
        return item, rule, applied(batch, kb, "lim", rule, item)

    def _indicated(self, item: IntArray, rule: IntArray, held: Applied) -> BoolArray:
        """False for rows of an indication that is not recorded, and for those that a row of a recorded one replaces."""
        kb, batch = self._kb, self._batch
        start, index = kb.ints("lim_indication_start"), kb.ints("lim_indication_index")
        special = (start[rule + 1] > start[rule]).astype(np.bool_)
        stays = ~special
        replaced: set[tuple[int, int]] = set()
        for pair in np.flatnonzero(special).tolist():
            rx, number = int(batch.item_rx[item[pair]]), int(rule[pair])
            names = index[start[number] : start[number + 1]]
            if batch.has_condition[rx, names].any() and (held.holds[pair] or held.open[pair]):
                stays[pair] = True
                replaced.add((int(item[pair]), int(kb.ints("lim_base")[number])))
        for pair in np.flatnonzero(~special).tolist() if replaced else ():
            if (int(item[pair]), int(kb.ints("lim_base")[rule[pair]])) in replaced:
                stays[pair] = False
        return stays

    def _of_kind(self, kind: LimitKind, rows: _Rows) -> None:
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

    def _judge(
        self, kind: LimitKind, rule: int, items: tuple[int, ...], values: tuple[Fraction, Fraction], pairs: list[int]
    ) -> None:
        """Compare; where the limit is crossed the row fires, or asks for what it would need to know to apply."""
        observed, limit = values
        lower = kind in LOWER_LIMITS
        if not (observed < limit if lower else observed > limit):
            return
        if pairs:
            self._asked += pairs if self._waits[rule] else []
            return
        rx = int(self._batch.item_rx[items[0]])
        group = int(self._kb.ints("lim_group")[rule])
        about = int(self._batch.item_drug[items[0]]) if group < 0 else -1 - group
        fired = Fired(rx, rule, items, observed, limit, rank=-limit if lower else limit)
        self._fired[(rx, LIMIT_CODE[kind], about, *items)].append(fired)

    def _gap(self, item: int, rule: int, fact: Fact) -> None:
        if not self._waits[rule]:
            return
        batch = self._batch
        where = int(batch.item_rx[item]), rule, int(batch.item_line[item])
        self._gaps.add(*where, Reason.MISSING_FACT, fact, drug=int(batch.item_drug[item]))

    def _report(self, rows: _Rows, reason: Reason | IntArray, fact: Fact | IntArray) -> None:
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
        self, rows: _Rows, den: IntArray, dimension: IntArray, why: tuple[IntArray, IntArray]
    ) -> BoolArray:
        """True for pairs that can be compared; the others are reported: amount unknown, or of another dimension."""
        kb = self._kb
        unknown = den[rows.item] == 0
        group = kb.ints("lim_group")[rows.rule]
        other = ~unknown & (group < 0) & (dimension[rows.item] != kb.ints("lim_dimension")[rows.rule])
        other |= ~unknown & np.isnan(self._factors(rows, dimension))
        missing = rows.where(unknown)
        self._report(missing, why[0][missing.item], why[1][missing.item])
        self._report(rows.where(other), Reason.INCOMPARABLE_UNIT, Fact.DOSE)
        comparable: BoolArray = ~unknown & ~other
        return comparable

    def _known_days(self, rows: _Rows) -> BoolArray:
        """The same for amounts of a day."""
        batch = self._batch
        return self._known_amounts(rows, batch.daily_den, batch.dimension, (batch.daily_reason, batch.daily_fact))

    def _equivalents(self, item: int, rule: int) -> list[int]:
        """The entries by which an item counts toward the sum of a row."""
        kb, batch = self._kb, self._batch
        group, size = int(kb.ints("lim_group")[rule]), len(kb.compiled.text.drugs)
        place = group * size + int(batch.item_drug[item])
        begin, end = kb.ints("eq_start")[place : place + 2].tolist()
        return [n for n in range(begin, end) if int(kb.ints("eq_routes")[n]) & int(batch.item_route[item])]

    def _factor(self, item: int, rule: int, dimension: int) -> Fraction | None:
        """What an amount of the item in a dimension is multiplied by; None where there is no equivalent."""
        if int(self._kb.ints("lim_group")[rule]) < 0:
            return Fraction(1)
        for entry in self._equivalents(item, rule):
            if int(self._kb.ints("eq_dimension")[entry]) == dimension:
                return Fraction(int(self._kb.ints("eq_num")[entry]), int(self._kb.ints("eq_den")[entry]))
        return None

    def _factors(self, rows: _Rows, dimension: IntArray) -> FloatArray:
        """`_factor` of every pair, roughly; NaN where there is none."""
        kb, batch = self._kb, self._batch
        found = np.ones(len(rows.item), dtype=np.float64)
        group = kb.ints("lim_group")[rows.rule]
        summed = np.flatnonzero(group >= 0)
        if not len(summed):
            return found
        item = rows.item[summed]
        alike = np.column_stack([group[summed], batch.item_drug[item], batch.item_route[item], dimension[item]])
        first, inverse = distinct_rows(alike)
        pairs = zip(item[first].tolist(), rows.rule[summed[first]].tolist(), strict=True)
        factors = [self._factor(number, rule, int(dimension[number])) for number, rule in pairs]
        found[summed] = np.array([np.nan if each is None else float(each) for each in factors])[inverse]
        return found

    def _limit(self, rx: int, rule: int) -> Fraction | Fact:
        """The limit in base units for this patient, or the fact that is missing for it."""
        batch, kb = self._batch, self._kb
        value, basis = int(kb.ints("lim_value")[rule]), int(kb.ints("lim_basis")[rule])
        if basis == BASIS_CODE[Basis.NONE]:
            return Fraction(value)
        weight, height = int(batch.weight_g[rx]), int(batch.height_mm[rx])
        if weight < 0:
            return Fact.WEIGHT
        if basis == BASIS_CODE[Basis.KG]:
            return Fraction(value * weight, 1000)
        return Fact.HEIGHT if height < 0 else Fraction(value * body_surface_cm2(height, weight), 10000)

    def _about(self, rx: IntArray, rule: IntArray) -> FloatArray:
        """The limit of each row for a patient, roughly; NaN where it is not known."""
        batch, kb = self._batch, self._kb
        value, basis = kb.ints("lim_value")[rule].astype(np.float64), kb.ints("lim_basis")[rule]
        weight, height = batch.weight_g[rx].astype(np.float64), batch.height_mm[rx].astype(np.float64)
        weight[weight < 0], height[height < 0] = np.nan, np.nan
        value = np.where(basis == BASIS_CODE[Basis.KG], value * weight / 1000, value)
        surface = np.sqrt(np.maximum(height, 0) * weight / 36e6)  # m², Mosteller; whole cm² in the exact limit
        found: FloatArray = np.where(basis == BASIS_CODE[Basis.M2], value * surface, value)
        return found

    def _singles(self, kind: LimitKind, rows: _Rows) -> None:
        batch = self._batch
        known = self._known_amounts(
            rows, batch.single_den, batch.single_dimension, (batch.single_reason, batch.single_fact)
        )
        rows = rows.where(known)
        amount = batch.single_num[rows.item] / batch.single_den[rows.item]
        amount = amount * self._factors(rows, batch.single_dimension)
        limit = self._about(batch.item_rx[rows.item], rows.rule)
        near = amount < limit / NEAR if kind in LOWER_LIMITS else amount > NEAR * limit
        rows = rows.where(np.logical_or(np.isnan(limit), near))
        for place, (item, rule) in enumerate(zip(rows.item.tolist(), rows.rule.tolist(), strict=True)):
            bound = self._limit(int(batch.item_rx[item]), rule)
            if isinstance(bound, Fact):
                self._gap(item, rule, bound)
                continue
            factor = self._factor(item, rule, int(batch.single_dimension[item])) or Fraction(1)
            observed = Fraction(int(batch.single_num[item]), int(batch.single_den[item])) * factor
            self._judge(kind, rule, (item,), (observed, bound), _open(rows, [place]))

    def _rates(self, rows: _Rows) -> None:
        """Infusions: lines whose dose is an amount per hour."""
        batch = self._batch
        rows = rows.where(batch.rate_hours[rows.item] == 1)
        rows = rows.where(self._known_days(rows))
        for place, (item, rule) in enumerate(zip(rows.item.tolist(), rows.rule.tolist(), strict=True)):
            bound = self._limit(int(batch.item_rx[item]), rule)
            if isinstance(bound, Fact):
                self._gap(item, rule, bound)
                continue
            factor = self._factor(item, rule, int(batch.dimension[item])) or Fraction(1)
            observed = factor * Fraction(int(batch.daily_num[item]), int(batch.daily_den[item]) * HOURS_OF_DAY)
            self._judge(LimitKind.RATE_MAX, rule, (item,), (observed, bound), _open(rows, [place]))

    def _sums(self, kind: LimitKind, rows: _Rows) -> None:
        batch, kb = self._batch, self._kb
        # One group per prescription and row; several ingredients under one class row are told apart by the drug.
        about = np.where(kb.ints("lim_group")[rows.rule] < 0, batch.item_drug[rows.item], -1)
        keys = np.column_stack([batch.item_rx[rows.item], rows.rule, about])
        comparable = self._known_days(rows)
        days = batch.line_days[batch.item_line[rows.item]]
        if kind is LimitKind.COURSE_MAX:
            self._report(rows.where(comparable & (days < 0)), Reason.MISSING_FACT, Fact.DAYS)
            comparable &= days >= 0
        first, inverse = distinct_rows(keys)
        groups = keys[first]
        whole = np.ones(len(groups), dtype=np.bool_)
        whole[inverse[~comparable]] = False
        times = days if kind is LimitKind.COURSE_MAX else _days_of_week(days) if kind is LimitKind.WEEKLY_MAX else 1
        # 7 × 2^62 is no int64
        amount = times * (batch.daily_num[rows.item] / np.maximum(batch.daily_den[rows.item], 1))
        amount = amount * self._factors(rows, batch.dimension)
        total = np.zeros(len(groups), dtype=np.float64)
        np.add.at(total, inverse[comparable], amount[comparable])
        limit = self._about(groups[:, 0], groups[:, 1])
        near = np.isnan(limit) | (total < limit / NEAR if kind in LOWER_LIMITS else total > NEAR * limit)
        # Whole numbers are compared as they are: many amounts are the limit itself.
        plain = (kb.ints("lim_group")[groups[:, 1]] < 0) & (
            kb.ints("lim_basis")[groups[:, 1]] == BASIS_CODE[Basis.NONE]
        )
        odd = (batch.daily_den[rows.item] != 1) | (batch.daily_num[rows.item] > _LARGEST // np.maximum(times, 1))
        plain[inverse[comparable & odd]] = False
        exact = np.zeros(len(groups), dtype=np.int64)
        counted = np.flatnonzero(comparable & ~odd)
        each = np.broadcast_to(times, len(inverse))[counted] * batch.daily_num[rows.item[counted]]
        np.add.at(exact, inverse[counted], each)
        value = kb.ints("lim_value")[groups[:, 1]]
        near = np.where(plain, exact < value if kind in LOWER_LIMITS else exact > value, near)
        if kind in LOWER_LIMITS:
            near &= whole
        order = np.argsort(inverse, kind="stable")
        begin = np.searchsorted(inverse[order], np.arange(len(groups) + 1))
        for group in np.flatnonzero(near).tolist():
            places = [place for place in order[begin[group] : begin[group + 1]].tolist() if comparable[place]]
            if places:
                self._sum(kind, rows, sorted(places, key=lambda place: int(rows.item[place])))

    def _sum(self, kind: LimitKind, rows: _Rows, places: list[int]) -> None:
        batch, rule = self._batch, int(rows.rule[places[0]])
        bound = self._limit(int(batch.item_rx[rows.item[places[0]]]), rule)
        if isinstance(bound, Fact):
            for place in places:
                self._gap(int(rows.item[place]), rule, bound)
            return
        certain = [place for place in places if not rows.open[place]]
        if certain and len(certain) < len(places) and kind not in LOWER_LIMITS:
            observed = self._total(kind, rows, certain)
            if observed > bound:
                self._judge(kind, rule, tuple(int(rows.item[place]) for place in certain), (observed, bound), [])
                return
        items = tuple(int(rows.item[place]) for place in places)
        self._judge(kind, rule, items, (self._total(kind, rows, places), bound), _open(rows, places))

    def _total(self, kind: LimitKind, rows: _Rows, places: list[int]) -> Fraction:
        batch, total = self._batch, Fraction(0)
        for place in places:
            item = int(rows.item[place])
            factor = self._factor(item, int(rows.rule[place]), int(batch.dimension[item])) or Fraction(1)
            daily = Fraction(int(batch.daily_num[item]), int(batch.daily_den[item])) * factor
            days = batch.line_days[[batch.item_line[item]]]
            if kind is LimitKind.COURSE_MAX:
                daily *= int(days[0])
            elif kind is LimitKind.WEEKLY_MAX:
                daily *= int(_days_of_week(days)[0])
            total += daily
        return total

    def _counts(self, kind: LimitKind, rows: _Rows) -> None:
        """Doses in a day or week, or the hours between two."""
        batch = self._batch
        unknown = batch.frequency_count[rows.item] < 0
        reason = batch.frequency_reason[rows.item]
        reason = np.where(reason >= 0, reason, REASON_CODE[Reason.MISSING_FACT])
        self._report(rows.where(unknown), reason[unknown], Fact.FREQUENCY)
        rows = rows.where(~unknown)
        for place, (item, rule) in enumerate(zip(rows.item.tolist(), rows.rule.tolist(), strict=True)):
            count, hours = int(batch.frequency_count[item]), int(batch.frequency_hours[item])
            days = int(batch.line_days[batch.item_line[item]])
            if kind is LimitKind.INTERVAL_MIN:
                if 0 <= days * HOURS_OF_DAY * count <= hours:
                    continue  # a single dose has no interval
                observed = Fraction(hours, count)
            elif kind is LimitKind.DOSES_PER_WEEK_MAX:
                in_week = DAYS_OF_WEEK if days < 0 else min(days, DAYS_OF_WEEK)
                observed = Fraction(count * in_week * HOURS_OF_DAY, hours)
            else:
                observed = Fraction(count * HOURS_OF_DAY, hours)
            bound = Fraction(int(self._kb.ints("lim_value")[rule]))
            self._judge(kind, rule, (item,), (observed, bound), _open(rows, [place]))

    def _durations(self, rows: _Rows) -> None:
        batch = self._batch
        days = batch.line_days[batch.item_line[rows.item]]
        self._report(rows.where(days < 0), Reason.MISSING_FACT, Fact.DAYS)
        long = np.flatnonzero(days > self._kb.ints("lim_value")[rows.rule])
        for place in long.tolist():
            item, rule = int(rows.item[place]), int(rows.rule[place])
            values = Fraction(int(days[place])), Fraction(int(self._kb.ints("lim_value")[rule]))
            self._judge(LimitKind.DURATION_MAX, rule, (item,), values, _open(rows, [place]))


def _days_of_week(days: IntArray) -> IntArray:
    """How many days of a week a line lasts: seven where its days are not known."""
    found: IntArray = np.where(days < 0, DAYS_OF_WEEK, np.minimum(days, DAYS_OF_WEEK))
    return found


def _open(rows: _Rows, places: list[int]) -> list[int]:
    """The pairs among them that may not apply."""
    return [int(rows.pair[place]) for place in places if rows.open[place]]
