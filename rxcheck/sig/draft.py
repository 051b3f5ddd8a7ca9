"""What the items of one clause say, collected before it is weighed."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct, field

from rxcheck.quantity import Dimension, Dose, Quantity
from rxcheck.sig.cursor import counted
from rxcheck.sig.items import (
    After,
    Amount,
    At,
    Cap,
    Count,
    Days,
    Doses,
    Found,
    OnDays,
    Pause,
    Plain,
    Rate,
    Split,
    Taper,
    Unknown,
    Way,
    Weekdays,
    Word,
)
from rxcheck.sig.lexer import Token
from rxcheck.terms import Fact, Reason, Route

DAY = 24


class Draft(Struct):
    """What has been collected while going through the items of a clause."""

    text: str
    tokens: tuple[Token, ...]
    doses: list[Dose] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    added: int = 0
    slots: list[At] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    sides: list[int | None] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    limited: list[Doses] = field(default_factory=list)
    caps: list[Cap] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    weekdays: list[tuple[int, ...]] = field(default_factory=list)
    on_days: list[OnDays] = field(default_factory=list)
    pauses: list[int] = field(default_factory=list)
    tapers: list[Taper] = field(default_factory=list)
    words: dict[Word, list[str]] = field(default_factory=dict)
    leftover: list[str] = field(default_factory=list)
    unsure: dict[Fact, tuple[Reason, str]] = field(default_factory=dict)

    def doubt(self, fact: Fact, text: str | None = None, reason: Reason = Reason.UNPARSABLE) -> None:
        """Notes that `fact` cannot be taken from the text; the first reason stays."""
        self.unsure.setdefault(fact, (reason, self.text if text is None else text))


def collect(text: str, tokens: tuple[Token, ...], found: tuple[Found, ...], previous: Dose | None = None) -> Draft:
    """The items of a clause by kind. A number without a unit takes that of `previous`, the dose of the clause before."""
    draft = Draft(text.strip(), tokens)
    for place, piece in enumerate(found):
        written = text[tokens[piece.start].start : tokens[piece.end - 1].end]
        item = piece.item
        if isinstance(item, (Amount, Count)) and _signed(tokens, piece):
            draft.leftover.append(written)
        elif isinstance(item, Amount):
            if _time_lost_its_dose(found, place):
                draft.doubt(Fact.DOSE)
            _add_amount(draft, item.dose, in_parentheses(tokens, piece))
        elif isinstance(item, Count):
            _add_count(draft, item, written, found, place, previous)
        elif isinstance(item, Rate):
            _add_rate(draft, item, _joined(found, place))
        elif isinstance(item, At):
            draft.slots.append(item)
            if _joined(found, place) and any(not rate.bare for rate in draft.rates):
                draft.added += item.times
        elif isinstance(item, Way):
            if item.route and item.route not in draft.routes:
                draft.routes.append(item.route)
            draft.sides.append(item.sides)
        elif isinstance(item, Plain) and item.word is Word.STOP and written.casefold() in _STOPS and not _begun(draft):
            draft.leftover.append(written)  # "stop 5 mg daily" is no instruction to take it
        elif isinstance(item, Plain) and item.word is Word.CHANGE and _as_told(found, place):
            pass  # "1 twice daily reducing as directed": the start is stated, the rest is said elsewhere
        elif isinstance(item, Plain):
            draft.words.setdefault(item.word, []).append(written)
        elif isinstance(item, Unknown):
            draft.leftover.append(written)
        else:
            _add_other(draft, item, written)
    return draft


_STOPS = frozenset({"stop", "停", "停用", "停药", "即停"})


def _time_lost_its_dose(found: tuple[Found, ...], place: int) -> bool:
    """ "8 am and 6 units pm", "in the morning and 2 at night": what is taken at the first time is not said (or is the 8)."""
    items = [piece.item for piece in found if piece.item != Plain(Word.NOISE)]
    here = next(n for n, item in enumerate(items) if item is found[place].item)
    timed = here + 1 < len(items) and isinstance(items[here + 1], At)
    joined = here >= 2 and items[here - 1] == Plain(Word.AND) and isinstance(items[here - 2], At)
    return timed and joined and not any(isinstance(item, (Amount, Count)) for item in items[:here])


def _as_told(found: tuple[Found, ...], place: int) -> bool:
    after = found[place + 1].item if place + 1 < len(found) else None
    return isinstance(after, Plain) and after.word is Word.DIRECTED


def _begun(draft: Draft) -> bool:
    return bool(draft.doses or draft.rates or draft.slots or draft.days)


def _add_other(draft: Draft, item: object, written: str) -> None:
    if isinstance(item, Days):
        draft.days.append(item.days)
    elif isinstance(item, Doses):
        draft.limited.append(item)
    elif isinstance(item, Cap):
        draft.caps.append(item)
    elif isinstance(item, Split):
        draft.splits.append(item)
    elif isinstance(item, Weekdays):
        draft.weekdays.append(item.days)
    elif isinstance(item, OnDays):
        draft.on_days.append(item)
    elif isinstance(item, Pause):
        draft.pauses.append(item.days)
    elif isinstance(item, Taper):
        draft.tapers.append(item)
    elif isinstance(item, After):
        draft.leftover.append(written)  # nothing follows it


def _joined(found: tuple[Found, ...], place: int) -> bool:
    before = found[place - 1].item if place else None
    return isinstance(before, Plain) and before.word is Word.AND


def _signed(tokens: tuple[Token, ...], piece: Found) -> bool:
    """True for "-5 mg": a minus is never read as a dash."""
    before = tokens[piece.start - 1] if piece.start else None
    return before is not None and before.text in ("-", "−") and not tokens[piece.start].gap


def in_parentheses(tokens: tuple[Token, ...], piece: Found) -> bool:
    """True for the amount in "2 tablets (1000 mg)"."""
    before = tokens[piece.start - 1].text if piece.start else ""
    behind = [token.text for token in tokens[piece.end : piece.end + 3]]
    if before == "=":
        return True
    return before == "(" and (
        behind[:1] == [")"] or behind[:2] in (["total", ")"], ["dose", ")"]) or behind == ["in", "total", ")"]
    )


def _add_amount(draft: Draft, dose: Dose, beside: bool) -> None:
    """ "2 tablets (1000 mg)" says one thing twice: the amount of substance is kept."""
    if draft.doses and dose.rate_hours and not draft.doses[-1].rate_hours and _is_speed(dose):
        return
    if draft.doses and _is_speed(draft.doses[-1]) and not dose.rate_hours:
        draft.doses[-1] = dose
        return
    if draft.doses and beside and not (dose.rate_hours or draft.doses[-1].rate_hours):
        first = draft.doses[-1]
        exactness = [_EXACTNESS.get(item.low.dimension, 2) for item in (first, dose)]
        if exactness[0] != exactness[1]:
            draft.doses[-1] = dose if exactness[1] > exactness[0] else first
            return
    if not (draft.doses and dose == draft.doses[-1]):
        draft.doses.append(dose)


def _is_speed(dose: Dose) -> bool:
    """ "40 drops/min" or "125 mL/h" beside a dose says how fast it runs in."""
    flows = dose.low.dimension is Dimension.VOLUME or dose.low.unit.code == "{drop}"
    return dose.rate_hours == 1 and not dose.basis and flows


# How directly an amount says how much of the drug is given; every other dimension is 2.
_EXACTNESS = {Dimension.FORM: 0, Dimension.VOLUME: 1}
_LEADING = frozenset(
    {
        Word.NOISE,
        Word.PER_DOSE,
        Word.THEN,
        Word.AND,
        Word.FIRST,
        Word.EACH,
        Word.EXCEPT,
        Word.REST,
        Word.STOP,
        Word.CHANGE,
    }
)
_FOLLOWING = frozenset(
    {Word.PRN, Word.MEALS, Word.SINGLE, Word.DIRECTED, Word.OD, Word.EVENT, Word.FIRST, Word.REST, Word.ALTERNATE}
    | {Word.FOR, Word.REPEAT, Word.IF, Word.UNCLEAR_RATE, Word.SLIDING}
)
_TIMING_ITEMS = (Rate, At, Way, Weekdays, OnDays, Days, Doses, Cap, Split)


def _add_count(
    draft: Draft, item: Count, written: str, found: tuple[Found, ...], place: int, previous: Dose | None
) -> None:
    """A number without a unit is a dose only where it leads the clause and what follows says how it is taken."""
    leads = all(isinstance(piece.item, Plain) and piece.item.word in _LEADING for piece in found[:place])
    timed_first = all(
        isinstance(piece.item, (At, OnDays, Weekdays))
        or (isinstance(piece.item, Plain) and piece.item.word in _LEADING)
        for piece in found[:place]
    )
    after = next((piece.item for piece in found[place + 1 :] if not _is_noise(piece.item)), None)
    follows = isinstance(after, _TIMING_ITEMS) or (isinstance(after, Plain) and after.word in _FOLLOWING)
    whole = after is None and (len(found) == 1 or previous is not None or all(_is_noise(p.item) for p in found[:place]))
    dose = _with_unit(item, previous)
    if (
        dose
        and not draft.doses
        and ((leads and (follows or whole)) or (timed_first and not leads and (after is None or previous)))
    ):
        draft.doses.append(dose)
    else:
        draft.leftover.append(written)


def _with_unit(item: Count, previous: Dose | None) -> Dose | None:
    if previous is None or previous.low.unit.code == "{dose}" or previous.rate_hours:
        return counted(item.low, item.high)
    unit = previous.low.unit
    if unit.dimension is not Dimension.FORM and item.low * unit.scale * 10 <= previous.low.base:
        return None  # "500 mg now then 1 daily": no milligram is meant
    high = None if item.high is None else Quantity(round(item.high * unit.scale), unit)
    base = round(item.low * unit.scale)
    return Dose(Quantity(base, unit), high, previous.basis) if base > 0 else None


def _is_noise(item: object) -> bool:
    return isinstance(item, Plain) and item.word in (Word.NOISE, Word.PER_DOSE, Word.AND, Word.STOP)


def _add_rate(draft: Draft, item: Rate, joined: bool) -> None:
    if joined and draft.rates and item.hours == draft.rates[-1].hours == DAY and not item.bare:
        draft.added += item.count
        return
    draft.rates.append(item)


def per_day(rate: Rate) -> Fraction:
    """Doses in 24 hours."""
    return Fraction(rate.count * DAY, rate.hours)


# Words beside a patch that tell that the place itself is treated.
_TREATED = frozenset(
    "topical topically external externally affected painful sore area areas 外用 外敷 患处 痛处 患部 局部 疼痛处 疼痛部位".split()
)


def patch_on_skin(draft: Draft) -> bool:
    """True for a patch of which only the place on the skin is told."""
    patch = any(dose.low.unit.code == "{patch}" or dose.rate_hours == 1 for dose in draft.doses)
    return patch and not any(token.text in _TREATED for token in draft.tokens)
