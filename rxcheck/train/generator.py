"""Cases made from the tables: a rule is chosen, a patient and drugs for whom it holds, harmless company; the engine judges.

A candidate that is not what it should be is thrown away, so that the key of a case is always what the engine says of it. The same
seed gives the same case while the tables are the same; its id names the tables' edition, so that nobody is asked it under others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.errors import InputError, Location
from rxcheck.kb import schema as sc
from rxcheck.terms import Lang
from rxcheck.train.case import prescription_of
from rxcheck.train.difficulty import Measures, Scale, measure, scale_of
from rxcheck.train.making.dice import Dice
from rxcheck.train.making.draft import Draft, case_of_draft, draft
from rxcheck.train.making.pool import Pool
from rxcheck.train.making.targets import Target, Targets
from rxcheck.train.making.wish import Wish
from rxcheck.train.model import Case, KeyEntry, Problem
from rxcheck.train.source import Exercise, Judge, Told
from rxcheck.train.terms import Level, Topic

_ID = re.compile(r"gen-([0-9a-f]{8})-([a-z]+)-([123])-(\d{1,9})-(\d{1,4})")
_NAME = "generated"
_CANDIDATES = 24  # drafts that are judged together
_MEASURED = 5  # of those that fit, how many are measured before one is taken
_ROUNDS = 12
_CHOICE = 2  # rounds after which the best so far is taken, though another might be more like its level
_SECONDS = 6  # tries to add a second problem
MOST_SEED, MOST_CASES = 999_999_999, 1_000


class Made(Struct, frozen=True):
    """A made case with what is true of it, and its measures."""

    case: Case
    exercise: Exercise
    measures: Measures


class _Sound(Struct, frozen=True):
    made: Draft
    case: Case
    told: Told


class Generator:
    """Makes cases by one set of knowledge. The first one takes about two seconds, until the tables are read."""

    def __init__(self, judge: Judge, folder: Path | None = None) -> None:
        """Raises:
        KnowledgeError: the tables are not valid, or hold nothing to make cases with.
        """
        self._judge = judge
        self._pool = Pool(folder or judge.folder, judge.kb)
        self._targets = Targets(self._pool)
        self._scale: Scale = scale_of(folder or judge.folder)

    @property
    def edition(self) -> str:
        """What tells these tables from others in the id of a case."""
        return self._judge.kb.compiled.text.content_hash[:8]

    @property
    def levels(self) -> dict[Level, sc.TrainingLevel]:
        """What a case of each level is like."""
        return {Level(number): row for number, row in self._pool.levels.items()}

    def draw(self, topics: Sequence[Topic], level: Level | None, count: int, seed: int) -> tuple[Case, ...]:
        """So many cases: the topics in turn (none: all), the levels in turn where none is given.

        Raises:
            InputError: the tables hold no such case.
        """
        wanted = list(topics) or list(Topic)
        cases = []
        for number in range(count):
            grade = level or list(Level)[number // len(wanted) % len(Level)]
            cases.append(self.make(wanted[number % len(wanted)], grade, seed, number).case)
        return tuple(cases)

    def case(self, ident: str) -> Case:
        """The case of an id that `draw` has given.

        Raises:
            InputError: it is no such id, or was made with other tables.
        """
        match = _ID.fullmatch(ident)
        if match is None or match[2] not in Topic._value2member_map_:
            raise InputError(f"is no id of a generated case: {ident[:60]}", Location(_NAME))
        if match[1] != self.edition:
            raise InputError(f"the case {ident} was made with other knowledge ({match[1]})", Location(_NAME))
        return self.make(Topic(match[2]), Level(int(match[3])), int(match[4]), int(match[5])).case

    def make(self, topic: Topic, level: Level, seed: int, number: int = 0) -> Made:
        """One case.

        Raises:
            InputError: none was found.
        """
        ident = f"gen-{self.edition}-{topic.value}-{level.value}-{seed}-{number}"
        row = self._pool.levels[level.value]
        best: tuple[int, Made] | None = None
        for round_ in range(_ROUNDS):
            sound = self._sound(topic, row, (topic.value, level.value, seed, number, round_), ident)
            if not sound:
                continue
            chosen = self._finished(sound[:_MEASURED], row)
            if chosen is not None and (best is None or chosen[0] < best[0]):
                best = chosen
            if best is not None and (best[0] == 0 or round_ + 1 >= _CHOICE):
                break
        if best is None:
            raise InputError(f"no case of {topic.value} and level {level.value} was found", Location(_NAME))
        return best[1]

    def _sound(self, topic: Topic, level: sc.TrainingLevel, seed: tuple[object, ...], ident: str) -> list[_Sound]:
        """Candidates of one round that hold what they should and nothing else, in English."""
        drafts = []
        for number in range(_CANDIDATES):
            dice = Dice(*seed, number)
            found = self._wish(topic, level, dice)
            made = draft(found[0], topic, level, self._pool, dice, (*seed, number)) if found is not None else None
            if found is not None and made is not None:
                drafts.append((made, found[1]))
        first = self._judged(drafts, ident)
        again = []
        for (made, _, told), targets in first:
            disturbing = _company_in(told.problems, made.core) if topic is not Topic.CLEAN else _lines_in(told.problems)
            asked = {question.fact for question in told.report.questions if question.fact in self._pool.labs}
            most = max(made.wish.least_lines, Dice(*made.seed, "length").between(level.lines_low, level.lines_high))
            again.append((made.without(disturbing, asked, most), targets))
        return [
            _Sound(made, case, told)
            for (made, case, told), targets in self._judged(again, ident)
            if self._fits(made, told, targets, level)
        ]

    def _wish(self, topic: Topic, level: sc.TrainingLevel, dice: Dice) -> tuple[Wish, tuple[Target, ...]] | None:
        """What is to be found, and the wish that holds it."""
        wish = Wish(calculated=level.level == Level.EXPERT and topic is Topic.KIDNEY)
        if topic is Topic.CLEAN:
            return wish, ()
        several = level.level == Level.EXPERT and topic not in (Topic.LAW, Topic.BURDEN)
        first = dice.pick(self._targets.of(topic, level.level))
        if not first.build(wish, level, dice):
            return None
        targets = [first]
        for _ in range(_SECONDS if several else 0):
            # The second must go with the first, in one patient.
            second, both = dice.pick(self._targets.of(topic, level.level)), deepcopy(wish)
            if second != first and second.build(both, level, dice):
                wish = both
                targets.append(second)
                break
        return (wish, tuple(targets)) if len(wish.lines) <= level.lines_high else None

    def _judged(
        self, drafts: Sequence[tuple[Draft, tuple[Target, ...]]], ident: str
    ) -> list[tuple[tuple[Draft, Case, Told], tuple[Target, ...]]]:
        """The drafts of which there is a readable prescription, with what the engine says of it."""
        written: dict[str, list[tuple[Draft, Case, tuple[Target, ...]]]] = {}
        prescriptions: dict[str, list[object]] = {}
        for made, targets in drafts:
            case = case_of_draft(made, self._pool, ident)
            if case is None:
                continue
            try:
                prescription = prescription_of(case, Lang.EN, self._judge.labs)
            except InputError:
                continue  # a value beyond what can be meant
            written.setdefault(case.jurisdiction, []).append((made, case, targets))
            prescriptions.setdefault(case.jurisdiction, []).append(prescription)
        found = []
        for place, here in written.items():
            told = self._judge.told(prescriptions[place], self._judge.verifier(place))  # type: ignore[arg-type]
            found += [((made, case, each), targets) for (made, case, targets), each in zip(here, told, strict=True)]
        return found

    @staticmethod
    def _fits(made: Draft, told: Told, targets: Sequence[Target], level: sc.TrainingLevel) -> bool:
        asked = [problem for problem in told.problems if not problem.optional]
        lines = len(told.prescription.lines)
        if told.not_understood or lines < max(level.lines_low, made.wish.least_lines):
            return False
        if not targets:
            return not asked
        if not 0 < len(asked) <= max(level.problems, len(targets)):
            return False
        for target in targets:
            kinds = [problem for problem in asked if target.kind in problem.kinds]
            if not any(not target.rule or target.rule in problem.rules for problem in kinds):
                return False
        if made.topic is Topic.INTERACTION and level.level == Level.BEGINNER:
            return any(problem.action.interrupts for problem in asked)
        return True

    def _finished(self, sound: Sequence[_Sound], level: sc.TrainingLevel) -> tuple[int, Made] | None:
        """Of sound candidates the one that is most like its level, read in both languages; with how far it is from that."""
        cases = [_keyed(each) for each in sound]
        exercises = [exercise for exercise in self._judge.exercises(cases) if _is_whole(exercise)]
        best: tuple[int, Made] | None = None
        for exercise, measures in zip(exercises, measure(exercises, self._judge, self._scale), strict=True):
            off = self._off(measures, level)
            if best is None or off < best[0]:
                best = off, Made(exercise.case, exercise, measures)
        return best

    def _off(self, measures: Measures, level: sc.TrainingLevel) -> int:
        """How far measures are from the level: decoys that are missing, or too many for a beginner; a distance out of range."""
        off = max(0, level.decoys - measures.near_misses)
        if level.level == Level.BEGINNER:
            off += max(0, measures.near_misses - 1)
        if measures.distance is not None and not level.distance_low <= measures.distance <= level.distance_high:
            off += 1
        return off


def _keyed(sound: _Sound) -> Case:
    """The case with its key: what the engine says."""
    return replace(sound.case, key=key_of(sound.told.problems))


def key_of(problems: Sequence[Problem]) -> tuple[KeyEntry, ...]:
    """The key that problems make; optional ones need no entry."""
    return tuple(
        KeyEntry(problem.lines, problem.kind, problem.action, problem.reasons[0], problem.rules[0])
        for problem in problems
        if not problem.optional
    )


def _is_whole(exercise: Exercise) -> bool:
    return exercise.alike and not any(told.not_understood for told in exercise.told.values())


def _company_in(problems: Sequence[Problem], core: int) -> set[int]:
    """Numbers of the lines beside those of the wish that a problem concerns."""
    return {int(line) - 1 for problem in problems if not problem.optional for line in problem.lines} - set(range(core))


def _lines_in(problems: Sequence[Problem]) -> set[int]:
    return {int(line) - 1 for problem in problems if not problem.optional for line in problem.lines}


__all__ = ["MOST_CASES", "MOST_SEED", "Generator", "Made", "key_of"]
