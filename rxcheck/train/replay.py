"""Real prescriptions as cases: blinded, and judged anew, so that what an audit found is hidden and still true.

What goes through is only what the program has understood to the last word: a text that it cannot read may name somebody.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from rxcheck.audit.plan import plan_of
from rxcheck.audit.records import Lines, records
from rxcheck.audit.stored import open_stored
from rxcheck.errors import AuditError, InputError, Location, UsageError
from rxcheck.model import Prescription
from rxcheck.sources.csv_long import prescription_of as prescription_in
from rxcheck.terms import CheckKind, Lang
from rxcheck.train.blinding import blinded
from rxcheck.train.difficulty import measure, scale_of
from rxcheck.train.generator import key_of
from rxcheck.train.making.dice import Dice
from rxcheck.train.model import Case, Problem, Texts
from rxcheck.train.source import Exercise, Judge
from rxcheck.train.terms import Level, ProblemReason, Topic

_MOST_ROWS = 40  # lines of one prescription that a trainee can look through
_LOOKED_AT = 600  # prescriptions that are drawn before those that fit are chosen
_SHIFT = 182  # dates are moved by as many days at most
_CODE = {
    CheckKind.INTERACTION: Topic.INTERACTION,
    CheckKind.DUPLICATE: Topic.DUPLICATE,
    CheckKind.LIMIT: Topic.DOSE,
    CheckKind.ALLERGY: Topic.ALLERGY,
    CheckKind.SET: Topic.BURDEN,
    CheckKind.FORM: Topic.LAW,
}
_BY_REASON = {
    ProblemReason.KIDNEY: Topic.KIDNEY,
    ProblemReason.PREGNANCY: Topic.PREGNANCY,
    ProblemReason.LACTATION: Topic.PREGNANCY,
    ProblemReason.AGE: Topic.CHILD,
}
_ADULT = 18


class _Drawn(Struct, frozen=True):
    """The rows of one prescription (their numbers, their cells by our names) under the order in which they were drawn."""

    ident: str
    rows: tuple[tuple[int, dict[str, str]], ...]


class Replay:
    """Cases from a table of prescriptions, or from the one that an audit was made of."""

    def __init__(
        self,
        judge: Judge,
        source: Path,
        table: Path | None = None,
        layout: str | None = None,
        jurisdiction: str = "generic",
    ) -> None:
        """`source` is the folder of an audit (then `table` is its input, where it no longer lies where it lay) or a table.

        Raises:
            AuditError: the folder holds no audit that is done, or the table is not understood.
            UsageError: the input of the audit is not to be found.
        """
        self._judge = judge
        self._jurisdiction = jurisdiction
        self._found: dict[str, set[str]] | None = None
        self._table = source
        if source.is_dir():
            stored = open_stored(source)
            self._jurisdiction = stored.state.jurisdiction
            self._table = table or Path(stored.state.plan.source)
            if not self._table.is_file():
                raise UsageError("the input of the audit is not where it was: name it with --from")
            layout = layout or stored.state.plan.columns.layout
            self._found = {}
            for number in stored.parts:
                rows = stored.table("findings", number)
                idents, checks = rows.column("prescription_id").to_pylist(), rows.column("check").to_pylist()
                for ident, check in zip(idents, checks, strict=True):
                    self._found.setdefault(ident, set()).add(check)
        layouts = judge.kb.compiled.text.words().layouts
        chosen = layout if layout in layouts else None
        self._plan = plan_of(self._table, self._table.name, layouts, chosen)
        self._scale = scale_of(judge.folder)
        self._cases: dict[str, Case] = {}

    def draw(self, topics: Sequence[Topic], level: Level | None, count: int, seed: int) -> tuple[Case, ...]:
        """So many cases, the topics in turn (none: those that there are), clean ones among them; fewer where there are no more."""
        cases = self._sample(topics, seed)
        by_topic: dict[Topic, list[Case]] = {}
        for case in cases:
            if (not topics or case.topic in topics) and level in (None, case.level):
                by_topic.setdefault(case.topic, []).append(case)
        found: list[Case] = []
        order = [topic for topic in Topic if topic in by_topic]
        while order and len(found) < count:
            for topic in tuple(order):
                found.append(by_topic[topic].pop(0))
                if not by_topic[topic]:
                    order.remove(topic)
        self._cases |= {case.id: case for case in found[:count]}
        return tuple(found[:count])

    def case(self, ident: str) -> Case:
        """A case that `draw` has given. What is drawn is kept nowhere: a session that goes on later keeps the case itself.

        Raises:
            InputError: there is none of this id.
        """
        if ident not in self._cases:
            raise InputError(f"holds no case {ident[:60]}", Location(self._table.name))
        return self._cases[ident]

    def _sample(self, topics: Sequence[Topic], seed: int) -> list[Case]:
        cases, originals = [], []
        for drawn in self._drawn(topics, seed):
            cells = [row for _, row in drawn.rows]
            dice = Dice("replay", seed, drawn.ident)
            rx = blinded(cells, self._judge.labs, dice.between(-_SHIFT, _SHIFT))
            original, errors = prescription_in("original", drawn.rows, self._table.name, self._judge.labs)
            if rx is None or original is None or errors:
                continue
            title = Texts("A prescription from practice", "临床实际处方")
            story = Texts(
                "A real prescription, with nothing that names the patient. Check the whole of it.",
                "真实处方，已去除患者身份信息。请审核整张处方。",
            )
            shown = blake2b(msgspec.msgpack.encode([seed, rx], order="sorted"), digest_size=6).hexdigest()
            cases.append(
                Case(f"rep-{shown}", Topic.CLEAN, Level.BEGINNER, title, story, rx, (), None, self._jurisdiction)
            )
            originals.append(original)
        return self._judged(cases, originals)

    def _judged(self, cases: Sequence[Case], originals: Sequence[Prescription]) -> list[Case]:
        """The cases that are understood and say the same as the rows that they were made of, with topic, level and key."""
        kept: list[tuple[Exercise, Case]] = []
        truths = self._judge.told(originals, self._judge.verifier(self._jurisdiction))
        for case, truth in zip(cases, truths, strict=True):
            try:
                exercise = self._judge.exercise(case)
            except InputError:
                continue  # what is written otherwise in a table than in a case
            told = exercise.told[Lang.EN]
            if exercise.alike and not told.not_understood and _same(told.problems, truth.problems):
                topic = self._topic(told.problems, exercise.prescription(Lang.EN))
                kept.append((exercise, replace(case, topic=topic, key=key_of(told.problems))))
        measures = measure([exercise for exercise, _ in kept], self._judge, self._scale)
        return [replace(case, level=self._scale.level(each)) for (_, case), each in zip(kept, measures, strict=True)]

    def _topic(self, problems: Sequence[Problem], prescription: Prescription) -> Topic:
        asked = [problem for problem in problems if not problem.optional]
        if not asked:
            return Topic.CLEAN
        first = asked[0]
        age = prescription.patient.age
        if age is not None and age.years < _ADULT and first.kind in (CheckKind.LIMIT, CheckKind.CONDITION):
            return Topic.CHILD
        if first.kind in _CODE:
            return _CODE[first.kind]
        found = _BY_REASON.get(first.reasons[0], Topic.DISEASE)
        return Topic.DISEASE if found is Topic.CHILD else found

    def _drawn(self, topics: Sequence[Topic], seed: int) -> list[_Drawn]:
        """Prescriptions drawn by lot: by a hash of seed and id, so that the order of the table does not matter. Where an audit tells
        what it found, half of them are such as have findings that fit."""
        fitting: list[tuple[int, str, _Drawn]] = []
        others: list[tuple[int, str, _Drawn]] = []
        kinds = {check.value for check, topic in _CODE.items() if topic in topics}
        if set(topics) & {Topic.KIDNEY, Topic.CHILD, Topic.PREGNANCY, Topic.DISEASE}:
            kinds |= {CheckKind.CONDITION.value, CheckKind.LIMIT.value}
        for drawn in self._prescriptions():
            lot = int.from_bytes(blake2b(f"{seed}\0{drawn.ident}".encode(), digest_size=8).digest(), "big")
            found = (self._found or {}).get(drawn.ident, set())
            heap = fitting if found and (not kinds or found & kinds) else others
            # A heap whose first is the highest lot: the lowest ones stay.
            entry = (-lot, drawn.ident, drawn)
            if len(heap) < _LOOKED_AT:
                heapq.heappush(heap, entry)
            elif entry[:2] > heap[0][:2]:
                heapq.heapreplace(heap, entry)
        half = sorted(fitting, key=lambda entry: (-entry[0], entry[1]))[: _LOOKED_AT // 2]
        rest = sorted(others, key=lambda entry: (-entry[0], entry[1]))[: _LOOKED_AT - len(half)]
        return [drawn for _, _, drawn in sorted([*half, *rest], key=lambda entry: (-entry[0], entry[1]))]

    def _prescriptions(self) -> Iterator[_Drawn]:
        """The prescriptions of the table whose rows follow each other. One that comes back later is not whole here and is left out."""
        held: list[tuple[int, dict[str, str]]] = []
        seen: set[int] = set()
        ident = ""
        for number, cells in self._rows():
            here = cells.get("prescription_id", "")
            if here != ident and held:
                yield from self._whole(ident, held, seen)
                held = []
            ident = here
            held.append((number, cells))
        if held:
            yield from self._whole(ident, held, seen)

    @staticmethod
    def _whole(ident: str, rows: list[tuple[int, dict[str, str]]], seen: set[int]) -> Iterator[_Drawn]:
        again = hash(ident) in seen
        seen.add(hash(ident))
        if ident and not again and len(rows) <= _MOST_ROWS:
            yield _Drawn(ident, tuple(rows))

    def _rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        dialect, columns = self._plan.dialect, self._plan.columns
        try:
            with self._table.open("rb") as file:
                for number, record in enumerate(records(Lines(file), dialect), start=1):
                    if number == 1 or record.blank or record.cells is None or len(record.cells) != dialect.width:
                        continue
                    yield number, columns.record(record.cells)
        except OSError as error:
            raise AuditError(f"{self._table.name} cannot be read: {error.strerror}") from None


def _same(one: Sequence[Problem], other: Sequence[Problem]) -> bool:
    """True where the same rules say the same of the same lines."""
    return [_told(each) for each in one] == [_told(each) for each in other]


def _told(problem: Problem) -> tuple[object, ...]:
    return problem.kind, problem.lines, problem.action, problem.severity, problem.rules
