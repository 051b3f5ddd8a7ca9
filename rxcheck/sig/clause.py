"""One clause of an instruction, weighed: what it states for certain, and what it leaves open."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

from msgspec import Struct

from rxcheck.quantity import Dimension, Dose, Frequency
from rxcheck.sig.cursor import counted, scaled
from rxcheck.sig.draft import DAY, Draft, patch_on_skin, per_day
from rxcheck.sig.items import At, Cap, Rate, Slot, Word
from rxcheck.terms import Fact, Reason, Route

WEEK = 7
_MEALS = 3
_MAX_COUNT = 1000
_ONCE_WORDS = frozenset({"once", "single dose", "as a single dose", "one dose", "in a single dose"})
_MAX_HOURS = 10 * 8760


class Clause(Struct):
    """What one clause states. `on` and `cycle` as in `DoseStep`; `single` for a dose that is given once."""

    draft: Draft
    dose: Dose | None
    route: Route | None
    frequency: Frequency | None
    low: Frequency | None
    days: int | None
    single: bool
    on: tuple[int, ...] = ()
    cycle: int = 0
    first_day: int | None = None

    @property
    def as_needed(self) -> bool:
        """True where the clause says so, or ties the dose to an event."""
        return Word.PRN in self.draft.words or Word.EVENT in self.draft.words

    @property
    def sides(self) -> int | None:
        """2 where the dose has been counted for two sides."""
        counted_twice = self.dose is not None and self.dose.rate_hours is None and 2 in self.draft.sides
        return 2 if counted_twice else None

    @property
    def times(self) -> frozenset[Slot]:
        """The times of day that the clause names."""
        return frozenset(slot for at in self.draft.slots for slot in at.slots)


def weigh(draft: Draft, alone: bool) -> Clause:
    """What the clause states; contradictions become doubts. `alone` where the instruction has no other clause."""
    single = Word.SINGLE in draft.words and not draft.rates
    if single and draft.slots and {text.casefold() for text in draft.words[Word.SINGLE]} <= {"once", "one time"}:
        single = False  # "once at night"
        del draft.words[Word.SINGLE]
    route = _route(draft)
    frequency, low = _frequency(draft)
    frequency = _weekly_cap(draft, frequency)
    dose, split_rate = _dose(draft)
    frequency = split_rate or frequency
    if dose and dose.rate_hours and frequency is None and not draft.unsure and dose.high is None and _is_one(dose):
        # "one a day" is one dose a day; how two a day are divided is not said.
        frequency, dose = Frequency(1, dose.rate_hours), Dose(dose.low, None, dose.basis)
    days = _days(draft, frequency)
    clause = Clause(draft, dose, route, frequency, low, days, single)
    if Word.FIRST in draft.words and frequency is None and not (draft.rates or draft.slots or days):
        clause.single = True
    if clause.single and not draft.slots:
        clause.frequency, clause.days = frequency or Frequency(1, DAY), days or 1
    _weekdays(clause, alone)
    _numbered(clause)
    _doubts(clause)
    return clause


def _is_one(dose: Dose) -> bool:
    return dose.low.dimension is Dimension.FORM and dose.low.base <= dose.low.unit.scale and not dose.basis


def _route(draft: Draft) -> Route | None:
    if Word.OD in draft.words:
        _right_eye_or_daily(draft)
    if Word.UNCLEAR_ROUTE in draft.words and not draft.routes:
        draft.doubt(Fact.ROUTE, draft.words[Word.UNCLEAR_ROUTE][0])
    if set(draft.routes) == {Route.INHALED, Route.ORAL}:
        return Route.INHALED  # "inhale 2 puffs by mouth"
    if draft.routes == [Route.TOPICAL] and patch_on_skin(draft):
        return None  # most patches act beyond the skin
    if len(draft.routes) == 2 and Route.TOPICAL in draft.routes:
        # "apply to the skin rectally" and the like: the other route is the exact one.
        return next(route for route in draft.routes if route is not Route.TOPICAL)
    if len(draft.routes) > 1:
        draft.doubt(Fact.ROUTE)
    return draft.routes[0] if len(draft.routes) == 1 else None


def _right_eye_or_daily(draft: Draft) -> None:
    drops = any(item.low.unit.code == "{drop}" for item in draft.doses)
    eye = Route.OPHTHALMIC in draft.routes
    at = _times_of_day(draft.slots)
    explicit = [rate for rate in draft.rates if not rate.bare]
    if not draft.rates and (not at or (at == 1 and not drops)):
        if drops or eye:
            draft.doubt(Fact.FREQUENCY)  # "1 drop OD": once daily, or in the right eye
        else:
            draft.rates.append(Rate(1, DAY))
    elif all(per_day(rate) == 1 for rate in draft.rates) and not (drops or eye or at > 1):
        pass  # "od daily": both mean once a day
    elif drops or eye or (not draft.doses and explicit):
        if not eye:
            draft.routes.append(Route.OPHTHALMIC)
    else:
        draft.doubt(Fact.FREQUENCY)


def _frequency(draft: Draft) -> tuple[Frequency | None, Frequency | None]:
    """The frequency from rates and times of day, and the lower end of a range; a contradiction is a doubt."""
    if Word.UNCLEAR_RATE in draft.words or (Word.REPEAT in draft.words and not draft.pauses):
        draft.doubt(Fact.FREQUENCY)
        return None, None
    explicit = [rate for rate in draft.rates if not rate.bare]
    bare = len(explicit) < len(draft.rates)
    at = _times_of_day(draft.slots)
    if Word.SINGLE in draft.words and (explicit or bare or at):
        if all(text.startswith(("x", "X", "×")) for text in draft.words[Word.SINGLE]):
            draft.doubt(Fact.DAYS)  # "bid x1": for one day, or one dose of it
        elif not (_only_once(draft) and _each_day(draft, at)):
            draft.doubt(Fact.FREQUENCY)
            return None, None
    meals = Word.MEALS in draft.words
    if not explicit:
        if meals and (at or bare):
            draft.doubt(Fact.FREQUENCY)  # "with meals and at bedtime": how many meals is not said
            return None, None
        if at or bare:
            # "up to 4 times a day after food and at bedtime": the times of day name only some of them.
            most = max((cap.times or 0 for cap in draft.caps if cap.hours == DAY), default=0)
            if most > max(at, 1):
                return _capped_rate(draft), None
            divided = Word.DIVIDED in draft.words and not at
            return (None if divided else Frequency(at or 1, DAY)), None
        return _capped_rate(draft), None
    rates = {Fraction(rate.count, rate.hours) for rate in explicit}
    first = explicit[0]
    if len(rates) > 1 or first.count > _MAX_COUNT or first.hours > _MAX_HOURS:
        draft.doubt(Fact.FREQUENCY)
        return None, None
    rate_per_day = per_day(first)
    low = next((_low(rate) for rate in explicit if rate.low), None)
    if draft.added:
        # "tid and at bedtime" adds; "morning and evening" behind "twice daily" only says when.
        if rate_per_day.denominator != 1:
            draft.doubt(Fact.FREQUENCY)
            return None, None
        if (meals and rate_per_day == _MEALS + draft.added) or at == rate_per_day:
            return Frequency(int(rate_per_day), DAY), None  # "4 times daily before meals and at bedtime"
        return Frequency(int(rate_per_day) + draft.added, DAY), None
    # "daily" beside "3 times" or a weekly rate: "每日 一周3次" contradicts itself.
    fits = not at or at == rate_per_day or (at == 1 and (first.hours > DAY or rate_per_day < 1)) or _within(first, at)
    if not fits or (bare and rate_per_day < 1):
        draft.doubt(Fact.FREQUENCY)
        return None, None
    return Frequency(first.count, first.hours), low


def _only_once(draft: Draft) -> bool:
    return {text.casefold() for text in draft.words[Word.SINGLE]} <= _ONCE_WORDS


def _each_day(draft: Draft, at: int) -> bool:
    """ "As a single dose each morning", "once daily as a single dose"; "as a single dose at night" may be this night."""
    if not at:
        return set(map(per_day, draft.rates)) == {1}
    lasting = any(days > 1 for days in draft.days) or any(token.text in ("each", "every") for token in draft.tokens)
    return at == 1 and lasting and not draft.rates


def _within(rate: Rate, at: int) -> bool:
    """ "once or twice a day, morning and night": the times name the lower or the higher end."""
    return rate.low is not None and rate.low * DAY <= at <= per_day(rate)


def _low(rate: Rate) -> Frequency | None:
    low = rate.low
    if low is None or low <= 0:
        return None
    whole = low * rate.hours
    if whole.denominator == 1:
        return Frequency(int(whole), rate.hours)
    return Frequency(low.numerator, low.denominator)


def _capped_rate(draft: Draft) -> Frequency | None:
    """ "up to 3 times a day" without another frequency is the frequency."""
    times = [cap for cap in draft.caps if cap.times]
    if len(times) == 1 and times[0].times and times[0].times <= _MAX_COUNT:
        draft.caps = [cap for cap in draft.caps if not cap.times]
        return Frequency(times[0].times, times[0].hours)
    return None


def _weekly_cap(draft: Draft, frequency: Frequency | None) -> Frequency | None:
    """ "daily as needed, at most 3 times a week": the frequency is three a week."""
    for cap in draft.caps:
        if frequency and cap.hours > DAY and cap.times and cap.times <= _MAX_COUNT:
            draft.caps = [other for other in draft.caps if other is not cap]
            most = Frequency(cap.times, cap.hours)
            return most if Fraction(most.count, most.hours) < Fraction(frequency.count, frequency.hours) else frequency
    return frequency


def _times_of_day(found: list[At]) -> int:
    """Distinct times of day; "in the evening at bedtime" is one time, "evening and bedtime" two."""
    slots: set[Slot] = set()
    clocks = 0
    last: Slot | None = None
    for at in found:
        clocks += at.count or 0
        for slot in at.slots:
            same = not at.listed and {last, slot} == {Slot.EVENING, Slot.BEDTIME}
            if not same:
                slots.add(slot)
            last = slot
    # "at 8 am in the morning" names its times twice.
    return max(len(slots), clocks)


def _dose(draft: Draft) -> tuple[Dose | None, Frequency | None]:
    """The dose, and the frequency where a daily amount is given in so many parts."""
    if len(draft.doses) > 1:
        draft.doubt(Fact.DOSE)
        return None, None
    dose = draft.doses[0] if draft.doses else None
    parts = Word.DIVIDED in draft.words
    counts = {split.count for split in draft.splits if split.count}
    if dose and (counts or parts):
        if dose.rate_hours is None:
            once_a_day = any(rate.bare or (rate.count, rate.hours) == (1, DAY) for rate in draft.rates)
            if not once_a_day and not parts and draft.rates and counts != {per_day(rate) for rate in draft.rates}:
                draft.doubt(Fact.DOSE)
                return None, None
            dose = Dose(dose.low, dose.high, dose.basis, DAY)
        elif dose.rate_hours != DAY:
            draft.doubt(Fact.DOSE)
            return None, None
    if (
        dose
        and any(side is None for side in draft.sides)
        and dose.low.dimension is Dimension.FORM
        and 2 not in draft.sides
    ):
        draft.doubt(Fact.DOSE)  # "2 sprays in nostrils": in each, or in all
    if dose and dose.rate_hours is None and max((side or 1 for side in draft.sides), default=1) == 2:
        dose = scaled(dose, Fraction(2))
    if len(counts) == 1:
        return dose, Frequency(min(counts.pop(), _MAX_COUNT), DAY)
    return dose, None


def _days(draft: Draft, frequency: Frequency | None) -> int | None:
    days = set(draft.days)
    if draft.limited and frequency:
        lasting = {
            math.ceil(Fraction(item.count * frequency.hours, frequency.count * DAY)): item for item in draft.limited
        }
        if any(not item.named and days_needed != item.count for days_needed, item in lasting.items()):
            draft.doubt(Fact.DAYS)  # "1 bd x 7": seven days or seven doses
            return None
        days |= set(lasting)
    elif draft.limited:
        draft.doubt(Fact.FREQUENCY)
    if len(days) > 1:
        draft.doubt(Fact.DAYS)
        return None
    return max(1, days.pop()) if days else None


def _weekdays(clause: Clause, alone: bool) -> None:
    """Days of the week: alone they make a weekly rate, beside other clauses they are kept as they are."""
    draft = clause.draft
    if not draft.weekdays:
        if Word.EXCEPT in draft.words:
            draft.doubt(Fact.FREQUENCY)
        return
    days = sorted({day for group in draft.weekdays for day in group})
    if Word.EXCEPT in draft.words and alone:
        days = [day for day in range(WEEK) if day not in days]
    explicit = [rate for rate in draft.rates if not rate.bare]
    if explicit and explicit[0].hours > DAY and Word.EXCEPT not in draft.words:
        # "once a week on Monday": the days only say when.
        if per_day(explicit[0]) * WEEK != len(days) and explicit[0].hours == DAY * WEEK:
            draft.doubt(Fact.FREQUENCY)
            clause.frequency = None
        return
    times = per_day(explicit[0]) if explicit else Fraction(_times_of_day(draft.slots) or 1)
    if times.denominator != 1 or Fact.FREQUENCY in draft.unsure or len(days) in (0, WEEK):
        if len(days) != WEEK:
            draft.doubt(Fact.FREQUENCY)
        return
    if alone:
        clause.frequency, clause.low = Frequency(int(times) * len(days), WEEK * DAY), None
    else:
        clause.frequency, clause.on, clause.cycle = Frequency(int(times), DAY), tuple(days), WEEK


def _numbered(clause: Clause) -> None:
    """Numbered days of a course, and courses that come again."""
    draft = clause.draft
    if draft.pauses:
        if (
            len(draft.pauses) == 1
            and clause.days
            and not draft.on_days
            and clause.days + draft.pauses[0] <= _MAX_HOURS // DAY
        ):
            clause.on, clause.cycle = tuple(range(clause.days)), clause.days + draft.pauses[0]
            clause.days = None
        else:
            draft.doubt(Fact.DAYS)
    if not draft.on_days:
        return
    days = sorted({day for item in draft.on_days for day in item.days})
    cycles = {item.cycle for item in draft.on_days if item.cycle}
    if clause.frequency is None and not draft.unsure and not (clause.dose and clause.dose.rate_hours):
        clause.frequency = Frequency(1, DAY)
    clause.first_day = days[0]
    gaps = {later - earlier for earlier, later in itertools.pairwise(days)}
    if cycles:
        cycle = max(cycles)
        if len(cycles) > 1 or days[-1] > cycle:
            draft.doubt(Fact.FREQUENCY)
        else:
            clause.on, clause.cycle = tuple(day - 1 for day in days), cycle
    elif gaps in (set(), {1}):
        clause.days = len(days) if clause.days is None or clause.days == len(days) else clause.days
    elif len(gaps) == 1 and clause.frequency == Frequency(1, DAY):
        clause.frequency, clause.days = Frequency(1, DAY * gaps.pop()), days[-1] - days[0] + 1
    else:
        draft.doubt(Fact.FREQUENCY)
        clause.frequency = None


def maximum(draft: Draft, dose: Dose | None) -> Dose | None:
    """The daily maximum; a number of doses becomes an amount through the dose."""
    caps: list[Dose] = []
    for cap in draft.caps:
        amount = _cap_amount(cap, dose)
        if amount is None or cap.hours != DAY:
            draft.doubt(Fact.DOSE)
        else:
            caps.append(Dose(amount.most, None, amount.basis))
    if len(set(caps)) > 1:
        draft.doubt(Fact.DOSE)
        return None
    return caps[0] if caps else None


def _cap_amount(cap: Cap, dose: Dose | None) -> Dose | None:
    if cap.dose is not None:
        return cap.dose
    known = dose if dose and not dose.rate_hours else None
    if cap.units is not None and (known is None or known.low.dimension is Dimension.FORM):
        found = counted(cap.units, None)
        return scaled(Dose(type(known.low)(known.low.unit.scale, known.low.unit)), cap.units) if known else found
    times = cap.units or cap.times
    return scaled(Dose(known.most, None, known.basis), Fraction(times)) if known and times else None


def _doubts(clause: Clause) -> None:
    """Notes what the text leaves open, and takes back what a changing dose makes untrue."""
    draft, words = clause.draft, clause.draft.words
    if Word.DIRECTED in words:
        draft.doubt(Fact.DOSE, reason=Reason.AS_DIRECTED)
    if Word.SLIDING in words:
        draft.doubt(Fact.DOSE, reason=Reason.SLIDING_SCALE)
    if Word.CHANGE in words or Word.ALTERNATE in words:
        draft.doubt(Fact.DOSE)
        clause.dose = clause.frequency = clause.low = clause.days = None
    if Word.THEN in words:
        draft.doubt(Fact.FREQUENCY)  # something follows that is not understood
        clause.frequency = None if clause.single else clause.frequency
    if Word.UNCLEAR_RATE in words:
        clause.days = None  # "every other 2 days" is no duration
    if Word.RESTRICT in words:
        draft.doubt(Fact.FREQUENCY)
    if Word.MEALS in words and clause.frequency is None and not clause.as_needed:
        draft.doubt(Fact.FREQUENCY)
    if draft.leftover:
        missing = clause.dose is not None and clause.frequency is None
        draft.doubt(Fact.FREQUENCY if missing else Fact.DOSE)
