"""A wish and company for it → a case that the engine has not seen yet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.kb import schema as sc
from rxcheck.terms import Action, Fact, Route, Setting
from rxcheck.train.making.dice import Dice
from rxcheck.train.making.people import ON, Person, allergies_document, conditions_document, person
from rxcheck.train.making.pool import Pool, Stock
from rxcheck.train.making.stories import Told, story_of
from rxcheck.train.making.wish import LineWish, Wish
from rxcheck.train.making.writing import (
    beyond,
    can_write,
    line_document,
    name_of,
    open_sig,
    sig_of,
    single_dose,
)
from rxcheck.train.model import Case
from rxcheck.train.terms import Level, Topic

_SPARE = 2  # lines more than are needed: some of them will disturb
_MOST_CONDITIONS = 4
_LONG_DAYS = 28
_STATED = {Fact.SETTING: "setting", Fact.PRESCRIBER: "prescriber_title"}


class Draft(Struct, frozen=True):
    """What a case is made of, so that it can be made again without some of its lines or with further values.

    `lines` are those of the wish, then the company; `seed` is what the dice of its patient begin with.
    """

    wish: Wish
    lines: tuple[LineWish, ...]
    core: int
    topic: Topic
    level: sc.TrainingLevel
    seed: tuple[object, ...]
    asked: tuple[Fact, ...] = ()

    def without(self, company: Collection[int], asked: Collection[Fact], most: int) -> Draft:
        """Without some lines of the company (by their numbers) and at most `most` lines, with values for what was asked."""
        kept = [line for number, line in enumerate(self.lines) if number < self.core or number not in company]
        return replace(self, lines=tuple(kept[: max(most, self.core)]), asked=tuple(sorted({*self.asked, *asked})))


def draft(
    wish: Wish, topic: Topic, level: sc.TrainingLevel, pool: Pool, dice: Dice, seed: tuple[object, ...]
) -> Draft | None:
    """A draft with company that no rule of pairs joins to what is there; None where nobody is as wished."""
    who = person(wish, pool, level, (), Dice(*seed, "patient"))
    if who is None:
        return None
    wanted = max(dice.between(level.lines_low, level.lines_high), wish.least_lines)
    chosen = [line.drug for line in wish.lines]
    ill = set(wish.conditions)
    any(pool.stock[drug].route is Route.IV for drug in chosen)
    for drug in dice.shuffled(pool.ids):
        if len(chosen) >= wanted + _SPARE:
            break
        stock = pool.stock[drug]
        new = [condition for condition in stock.conditions if condition not in wish.without]
        fits = wish.no_conditions or ill & set(stock.conditions) or (new and len(ill) < _MOST_CONDITIONS)
        if (
            drug in chosen
            or not fits
            or stock.dose_for(who.age_days, who.weight) is None
            or any(pool.rank(drug, other) >= Action.MONITOR.rank for other in chosen)
        ):
            continue
        if not wish.no_conditions and not ill & set(stock.conditions):
            ill.add(new[0])
        chosen.append(drug)
    company = [LineWish(drug) for drug in chosen[len(wish.lines) :]]
    return Draft(wish, (*wish.lines, *company), len(wish.lines), topic, level, seed)


def case_of_draft(made: Draft, pool: Pool, ident: str) -> Case | None:
    """The case of a draft, without a key; None where no patient or no dose is to be had for it.

    Its first lines are those of the draft in their order, with their numbers for ids.
    """
    dice = Dice(*made.seed, "patient")
    who = person(made.wish, pool, made.level, made.asked, dice)
    if who is None:
        return None
    dice = Dice(*made.seed, "lines")
    lines: list[tuple[dict[str, Any], tuple[str, str] | None]] = []
    for number, wish in enumerate(made.lines):
        stock = pool.stock[wish.drug]
        written = _line(wish, stock, who, made, number, dice)
        if written is None:
            return None
        lines.append(written)
    ill = _conditions(made, pool)
    allergies = [*made.wish.allergies]
    if made.level.decoys and not allergies:
        allergies += _other_allergy(made, pool, dice)
    rx: dict[str, Any] = {"authored_on": ON.isoformat()}
    rx |= {_STATED[fact]: value for fact, value in made.wish.stated.items() if fact in _STATED}
    if made.wish.stated.get(Fact.LONG_TERM) == "yes":
        rx["long_term"] = True
    if made.wish.stated.get(Fact.JUSTIFICATION) == "yes":
        rx["justification"] = {"en": "stable, assessed today", "zh": "病情稳定，今日已评估"}
    if any(pool.stock[line.drug].route is Route.IV for line in made.lines):
        rx.setdefault("setting", Setting.INPATIENT.value)
    if made.wish.jurisdiction != "generic":
        rx.setdefault("prescriber_title", "senior")
        rx.setdefault("setting", "outpatient")
    patient = {**who.document, "allergies": allergies_document(allergies, pool)}
    recorded = conditions_document(ill, pool)
    if not made.wish.no_conditions:
        patient["conditions"] = recorded
    rx |= {"patient": patient, "lines": [line for line, _ in lines]}
    new = [name for _, name in lines if name is not None]
    title, story = story_of(
        who,
        [] if made.wish.no_conditions else recorded,
        new,
        Told(rx.get("setting", ""), made.wish.jurisdiction),
        Dice(*made.seed, "story"),
    )
    level = Level(made.level.level)
    return Case(ident, made.topic, level, title, story, rx, None, None, made.wish.jurisdiction)


def _line(
    wish: LineWish, stock: Stock, who: Person, made: Draft, number: int, dice: Dice
) -> tuple[dict[str, Any], tuple[str, str] | None] | None:
    """The line, and the names of its drug where it is new."""
    level = made.level
    branded, short, at_most = dice.chance(level.branded), dice.chance(level.abbreviated), dice.chance(50)
    already = dice.chance(60)
    usual = stock.dose_for(who.age_days, who.weight)
    if usual is None and number < made.core:
        usual = stock.least_dose()
    if usual is None:
        return None
    hours = wish.hours or usual.interval_hours
    if not can_write(stock, usual, hours):
        return None
    # Those who know the top of a range will not take it for too much.
    amount, unit = single_dose(usual, who.weight, who.surface, at_most or level.decoys > 1), usual.unit
    if wish.amount is not None:
        found = beyond(wish, usual, who.weight, who.surface, hours)
        if found is None:
            return None
        amount, unit = found
    sig = open_sig(amount, unit, stock.route) if wish.open_use else sig_of(amount, unit, stock.route, hours, short)
    name = name_of(stock, branded if wish.brand is None else wish.brand)
    days = wish.days or stock.days
    current = days is None and already and number != made.core - 1
    if days is None and made.wish.jurisdiction != "generic":
        days = 7
    new = None if current else (name["en"], name["zh"])
    return line_document(name, sig, days, current, wish.refills), new


def _conditions(made: Draft, pool: Pool) -> list[str]:
    """What the patient is treated for: the wish's, and for each drug one that it is given for."""
    found = list(made.wish.conditions)
    for line in made.lines:
        given = [each for each in pool.stock[line.drug].conditions if each not in made.wish.without]
        if given and not set(given) & set(found):
            found.append(given[0])
    return found


def _other_allergy(made: Draft, pool: Pool, dice: Dice) -> list[tuple[str, str | None]]:
    """An allergy that concerns none of the drugs, as far as can be seen before they are checked."""
    used = {line.drug for line in made.lines}
    for drug in dice.shuffled(pool.ids):
        if drug not in used and pool.allergen_names(drug) is not None:
            return [(drug, "rash")]
    return []
