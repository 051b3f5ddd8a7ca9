"""Puts the items of an instruction together into one dosage, or says what does not fit."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from rxcheck.model import Dosage, DoseStep, Problem
from rxcheck.quantity import Dose, Frequency
from rxcheck.sig.clause import Clause, maximum, weigh
from rxcheck.sig.clauses import Part, cut
from rxcheck.sig.draft import DAY, collect, per_day
from rxcheck.sig.items import Amount, At, Count, Days, Found, Plain, Rate, Slot, Word
from rxcheck.sig.lexer import Token
from rxcheck.sig.once import once_only
from rxcheck.sig.result import SigResult
from rxcheck.sig.sliding import written_scale
from rxcheck.sig.steps import (
    alternating,
    duration,
    fill,
    first_doubled,
    highest,
    largest,
    phases_of,
    steps_of,
    tapered,
)
from rxcheck.terms import Fact, Reason, Route

_MOST_PIECES = 3
_CONDITIONS = frozenset({"if", "when", "whenever", "while", "should"})


def assemble(text: str, tokens: tuple[Token, ...], found: tuple[Found, ...]) -> SigResult:
    """The dosage that the items of `text` describe. Contradictions become problems, and the fact stays None."""
    found = once_only(tokens, _hours_as_doses(tokens, found))
    scale = written_scale(tokens)
    if scale is not None:
        return _on_scale(text, tokens, tuple(piece for piece in found if piece.end <= scale[0]), scale[1])
    parts = cut(tokens, found, text)
    if len(parts) > 1:
        result = _several(text, tokens, parts)
        if result is not None:
            return result
    return _one(text, tokens, parts[0].found if len(parts) == 1 else found)


def _hours_as_doses(tokens: tuple[Token, ...], found: tuple[Found, ...]) -> tuple[Found, ...]:
    """ "1 am and 2 pm" without another dose: nobody takes anything at one at night."""
    clocks = [piece.item for piece in found if isinstance(piece.item, At)]
    hours = [item.hour for item in clocks if item.hour or item.count]
    doses = any(isinstance(piece.item, (Amount, Count)) for piece in found)
    if doses or not hours or any(hour is None or not 0 < hour <= _MOST_PIECES for hour in hours):
        return found
    turned: list[Found] = []
    for piece in found:
        if isinstance(piece.item, At) and piece.item.hour:
            slot = Slot.MORNING if tokens[piece.end - 1].text == "am" else Slot.EVENING
            turned += [
                Found(Count(Fraction(piece.item.hour), None), piece.start, piece.end - 1),
                Found(At((slot,)), piece.end - 1, piece.end),
            ]
        else:
            turned.append(piece)
    return tuple(turned)


def _on_scale(text: str, tokens: tuple[Token, ...], before: tuple[Found, ...], dose: Dose | None) -> SigResult:
    told = tuple(piece for piece in before if piece.item != Plain(Word.RESTRICT))
    clause = weigh(collect(text, tokens, told), alone=True)
    kept = clause.frequency if Fact.FREQUENCY not in clause.draft.unsure else None
    shown = text.strip()
    dosage = Dosage(
        dose, clause.route, kept, clause.as_needed, text=shown or None, frequency_low=clause.low if kept else None
    )
    return SigResult(dosage, "", (Problem(Fact.DOSE, Reason.SLIDING_SCALE, shown),))


def _one(text: str, tokens: tuple[Token, ...], found: tuple[Found, ...]) -> SigResult:
    """An instruction of one clause, or one that cannot be cut for certain."""
    draft = collect(text, tokens, found)
    steps = _alternate(text, tokens, found)
    if steps:
        return _finish(text, [weigh(collect(text, tokens, _without_doses(found)), alone=True)], steps)
    clause = weigh(draft, alone=True)
    if draft.tapers:
        change = (
            tapered(clause.dose, clause.frequency, draft.tapers[0]) if clause.dose and len(draft.tapers) == 1 else ()
        )
        if change and clause.days in (None, draft.tapers[0].days):
            return _finish(text, [clause], _closed(change, draft.tapers[0].stops, draft.tapers[0].days))
        draft.doubt(Fact.DOSE)
        clause.dose = clause.frequency = clause.low = clause.days = None
    if Word.FIRST_DOUBLED in draft.words:
        doubled = first_doubled(clause.dose, clause.frequency, clause.days) if clause.dose and clause.frequency else ()
        if doubled:
            return _finish(text, [clause], doubled)
        draft.doubt(Fact.DOSE)
        clause.dose = clause.frequency = clause.low = clause.days = None
    if clause.cycle and clause.dose:
        step = DoseStep(clause.dose, clause.frequency, None, 1, clause.on, clause.cycle, clause.as_needed, clause.low)
        return _finish(text, [clause], (step,))
    cap = maximum(draft, clause.dose)
    dosage = Dosage(
        dose=clause.dose,
        route=clause.route,
        frequency=clause.frequency,
        as_needed=clause.as_needed,
        max_per_day=cap,
        days=clause.days,
        text=draft.text or None,
        frequency_low=clause.low if clause.frequency else None,
        sides=clause.sides,
    )
    return SigResult(dosage, " ".join(draft.leftover), _problems([clause]))


def _closed(steps: tuple[DoseStep, ...], stops: bool, days: int) -> tuple[DoseStep, ...]:
    """The last step of a taper that ends in stopping lasts as long as the others."""
    return (*steps[:-1], replace(steps[-1], days=days)) if stops and steps else steps


def _several(text: str, tokens: tuple[Token, ...], parts: list[Part]) -> SigResult | None:
    """An instruction of several clauses; None where they do not fit together."""
    clauses: list[Clause] = []
    previous: Dose | None = None
    for part in parts:
        draft = collect(text, tokens, _without_header(tokens, part.found), previous)
        if part.changes and {text.casefold() for text in draft.words.get(Word.PRN, ())} <= _CONDITIONS:
            draft.words.pop(Word.PRN, None)  # "reduce to 1 daily when settled" says when it changes
        clauses.append(weigh(draft, alone=False))
        previous = draft.doses[-1] if draft.doses else previous
    if any(
        Fact.FREQUENCY in clause.draft.unsure or Word.CHANGE in clause.draft.words or clause.draft.tapers
        for clause in clauses
    ):
        return _open(text, clauses)
    _shared_sides(clauses)
    phases = phases_of(parts, clauses)
    if phases is None or not fill(phases):
        return _open(text, clauses)
    for phase in phases:
        if len(phase) > 1 and phase[-1].days is None and any(clause.days is not None for clause in phase):
            phase[-1].draft.doubt(Fact.DAYS)  # said of one of them only
            for clause in phase:
                clause.days = None
        if len({clause.days for clause in phase if clause.days is not None}) > 1:
            return _open(text, clauses)
    steps = steps_of(phases)
    return _finish(text, clauses, steps)


def _without_header(tokens: tuple[Token, ...], found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Without "reducing dose:" before the steps that say how."""
    return tuple(
        piece
        for piece in found
        if not (
            isinstance(piece.item, Plain)
            and piece.item.word is Word.CHANGE
            and tokens[piece.start].text in ("reducing", "tapering", "taper", "递减")
            and any(isinstance(other.item, Days) for other in found)
        )
    )


def _open(text: str, clauses: list[Clause]) -> SigResult:
    """Steps that cannot be told for certain: the dose is left open, what else is stated is kept."""
    draft = clauses[0].draft
    leftover = [word for clause in clauses for word in clause.draft.leftover]
    dosage = Dosage(
        route=_route(clauses), as_needed=any(clause.as_needed for clause in clauses), text=draft.text or None
    )
    reasons = [clause.draft.unsure[Fact.DOSE] for clause in clauses if Fact.DOSE in clause.draft.unsure]
    own = next((reason for reason, _ in reasons if reason is not Reason.UNPARSABLE), Reason.UNPARSABLE)
    return SigResult(dosage, " ".join(leftover), (Problem(Fact.DOSE, own, draft.text),))


def _shared_sides(clauses: list[Clause]) -> None:
    """ "1 drop 4 times a day for a week then twice a day, both eyes": the side said once holds for all."""
    sided = [max((side or 1 for side in clause.draft.sides), default=0) for clause in clauses]
    if 2 not in sided or 1 in sided:
        return
    for clause, side in zip(clauses, sided, strict=True):
        if side == 0 and clause.dose and not clause.dose.rate_hours:
            clause.draft.sides.append(2)
            dose = clause.dose
            low = type(dose.low)(dose.low.base * 2, dose.low.unit)
            high = type(low)(dose.high.base * 2, dose.high.unit) if dose.high else None
            clause.dose = Dose(low, high, dose.basis)


def _alternate(text: str, tokens: tuple[Token, ...], found: tuple[Found, ...]) -> tuple[DoseStep, ...]:
    """ "5 mg and 2.5 mg on alternate days", "alternating 1 and 2 tablets"."""
    every_other = any(
        isinstance(piece.item, Rate) and (piece.item.count, piece.item.hours) == (1, 2 * DAY) for piece in found
    )
    word = any(isinstance(piece.item, Plain) and piece.item.word is Word.ALTERNATE for piece in found)
    places = [n for n, piece in enumerate(found) if isinstance(piece.item, (Amount, Count))]
    if len(places) != 2 or not (every_other or word):
        return ()
    doses: list[Dose] = []
    for n in (places[1], places[0]) if isinstance(found[places[0]].item, Count) else places:
        draft = collect(text, tokens, (found[n],), doses[0] if doses else None)
        if len(draft.doses) != 1:
            return ()
        doses.append(draft.doses[0])
    if isinstance(found[places[0]].item, Count):
        doses.reverse()
    if len({(dose.most.dimension, dose.basis, dose.rate_hours) for dose in doses}) > 1 or doses[0] == doses[1]:
        return ()
    rest = weigh(collect(text, tokens, _without_doses(found)), alone=True)
    times = [piece.item for piece in found if isinstance(piece.item, (Rate, At))]
    daily = {per_day(item) for item in times if isinstance(item, Rate) and item.hours <= DAY}
    a_day = max(daily, default=Fraction(max(1, sum(item.times for item in times if isinstance(item, At)))))
    if rest.draft.unsure or len(daily) > 1 or a_day.denominator != 1:
        return ()
    return alternating(doses, Frequency(int(a_day), DAY))


def _without_doses(found: tuple[Found, ...]) -> tuple[Found, ...]:
    def kept(piece: Found) -> bool:
        if isinstance(piece.item, Rate):
            return False
        if isinstance(piece.item, Plain) and piece.item.word is Word.ALTERNATE:
            return False
        return not isinstance(piece.item, (Amount, Count))

    return tuple(piece for piece in found if kept(piece))


def _route(clauses: list[Clause]) -> Route | None:
    routes = {clause.route for clause in clauses if clause.route}
    if routes == {Route.INHALED, Route.ORAL}:
        return Route.INHALED
    if len(routes) > 1:
        clauses[0].draft.doubt(Fact.ROUTE)
        return None
    return routes.pop() if routes else None


def _finish(text: str, clauses: list[Clause], steps: tuple[DoseStep, ...]) -> SigResult:
    """The dosage of steps. Where all steps are one, it is a dosage without steps."""
    draft = clauses[0].draft
    route = _route(clauses)
    dose, comparable = largest(steps)
    if not comparable:
        return _open(text, clauses)
    for clause in clauses[1:]:
        draft.caps += clause.draft.caps
    cap = maximum(draft, dose)
    as_needed = any(clause.as_needed for clause in clauses)
    plain = len(steps) == 1 and not steps[0].cycle
    dosage = Dosage(
        dose=dose,
        route=route,
        frequency=highest(steps),
        as_needed=as_needed,
        max_per_day=cap,
        days=duration(steps),
        text=draft.text or None,
        frequency_low=steps[0].frequency_low if plain else None,
        steps=() if plain else steps,
        sides=2 if all(clause.sides == 2 for clause in clauses) else None,
    )
    leftover = " ".join(word for clause in clauses for word in clause.draft.leftover)
    return SigResult(dosage, leftover, _problems(clauses))


def _problems(clauses: list[Clause]) -> tuple[Problem, ...]:
    unsure: dict[Fact, tuple[Reason, str]] = {}
    for clause in clauses:
        for fact, why in clause.draft.unsure.items():
            if fact not in unsure or unsure[fact][0] is Reason.UNPARSABLE:
                unsure[fact] = why if fact not in unsure or why[0] is not Reason.UNPARSABLE else unsure[fact]
    return tuple(Problem(fact, reason, written) for fact, (reason, written) in unsure.items())
