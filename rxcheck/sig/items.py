"""What the grammar finds in an instruction, piece by piece, before the pieces are put together."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from rxcheck.quantity import Dose
from rxcheck.terms import Route


class Slot(StrEnum):
    """Times of day at which a dose is taken."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    BEDTIME = "bedtime"


class Word(StrEnum):
    """Phrases that need no further grammar."""

    NOISE = "noise"
    PER_DOSE = "per_dose"
    AND = "and"
    PRN = "prn"
    FOR = "for"
    SINGLE = "single"
    MEALS = "meals"
    DIRECTED = "directed"
    CHANGE = "change"
    REPEAT = "repeat"
    SLIDING = "sliding"
    THEN = "then"
    STOP = "stop"
    FIRST = "first"
    FIRST_DOUBLED = "first_doubled"
    REST = "rest"
    EXCEPT = "except"
    ALTERNATE = "alternate"
    EVENT = "event"
    IF = "if"
    RESTRICT = "restrict"
    OD = "od"
    UNCLEAR_RATE = "unclear_rate"
    UNCLEAR_ROUTE = "unclear_route"
    MAX = "max"
    MAX_DAY = "max_day"
    UP_TO = "up_to"
    IN_A_DAY = "in_a_day"
    DIVIDED = "divided"
    EACH = "each"


class Plain(Struct, frozen=True):
    """A phrase of the lexicon."""

    word: Word


class Amount(Struct, frozen=True):
    """A dose amount with its unit."""

    dose: Dose


class Count(Struct, frozen=True):
    """A number (or range) without a unit."""

    low: Fraction
    high: Fraction | None


class Rate(Struct, frozen=True):
    """`count` doses in `hours` hours; `bare` for "daily" without a count; `low` doses per hour where it is a range."""

    count: int
    hours: int
    bare: bool = False
    low: Fraction | None = None


class At(Struct, frozen=True):
    """Times of day; `listed` when they stand in a list ("morning, evening and bedtime")."""

    slots: tuple[Slot, ...]
    listed: bool = False
    count: int | None = None
    hour: int | None = None

    @property
    def times(self) -> int:
        """How many doses the times of day stand for."""
        return self.count if self.count is not None else len(set(self.slots))


class Way(Struct, frozen=True):
    """A route, or a body site that implies one; `sides` is 2 for "each eye", None where the text leaves it open."""

    route: Route | None
    sides: int | None = 1


class Days(Struct, frozen=True):
    """A duration in days."""

    days: int


class Doses(Struct, frozen=True):
    """A limited number of doses; not `named` where "x 7" may as well be days."""

    count: int
    named: bool = True


class Cap(Struct, frozen=True):
    """A daily maximum: an amount, a number of doses, or a number of units of whatever the dose is counted in."""

    dose: Dose | None
    times: int | None
    units: Fraction | None = None
    hours: int = 24


class Weekdays(Struct, frozen=True):
    """Days of the week, Monday 0."""

    days: tuple[int, ...]


class OnDays(Struct, frozen=True):
    """Numbered days of the course ("day 1", "days 2-5"); `cycle` where the course comes again after so many days."""

    days: tuple[int, ...]
    cycle: int | None = None


class After(Struct, frozen=True):
    """ "After a week": what stands before it held so long, what follows comes then."""

    days: int


class Pause(Struct, frozen=True):
    """Days without treatment between courses."""

    days: int


class Taper(Struct, frozen=True):
    """A change by `by` every `days` days, up or down, to `end` (zero where it ends in stopping, None where not said)."""

    by: Dose
    days: int
    up: bool
    end: Dose | None
    stops: bool


class Split(Struct, frozen=True):
    """ "In three divided doses": the amount before it is a daily total. `count` is None where a frequency follows."""

    count: int | None


class Unknown(Struct, frozen=True):
    """A token that the grammar does not understand."""


Item = (
    Plain
    | Amount
    | Count
    | Rate
    | At
    | Way
    | Days
    | Doses
    | Cap
    | Split
    | Weekdays
    | OnDays
    | After
    | Pause
    | Taper
    | Unknown
)


class Found(Struct, frozen=True):
    """An item and the tokens it covers: `start` up to but without `end`."""

    item: Item
    start: int
    end: int
