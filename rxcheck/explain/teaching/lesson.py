"""What a lesson holds: steps of reasoning, questions with their answers, and what several findings have to do with each other.

All texts stand in one language. They are made of the finding, the prescription and the tables, and of fixed words
(`words.py`); what the input wrote is on one line and without control characters.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class StepKind(StrEnum):
    """The steps, in their order."""

    FACTS = "facts"
    RULE = "rule"
    PATH = "path"
    CHANGE = "change"
    SOURCES = "sources"


class Step(Struct, frozen=True):
    """One step: sentences, at least one."""

    kind: StepKind
    statements: tuple[str, ...]


class QuestionKind(StrEnum):
    """What a question asks. `VERDICT_IF`: the verdict on a prescription that differs in one fact; `WITHOUT`: in one line."""

    VERDICT_IF = "verdict_if"
    WITHOUT = "without"
    CARRIER = "carrier"
    GROUP = "group"
    OBJECT = "object"
    THRESHOLD = "threshold"
    BASE = "base"
    CONDITION = "condition"
    ALLERGEN = "allergen"
    SIDE_CHAIN = "side_chain"
    DOUBLED = "doubled"
    COUNTED = "counted"
    WRITTEN = "written"
    SEVERITY = "severity"


class Question(Struct, frozen=True):
    """A question with choices, of which exactly the one at place `answer` (from 0) is right; `why` is the reason.

    `by_engine`: the answer is what the engine said of the changed prescription; else it is what finding and tables say.
    """

    kind: QuestionKind
    text: str
    choices: tuple[str, ...]
    answer: int
    why: str
    by_engine: bool = False


class Lesson(Struct, frozen=True):
    """A finding as it is taught. `finding` is its id on the report, `heading` its verdict and drugs on one line."""

    finding: str
    rule_id: str
    heading: str
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]


class Compared(Struct, frozen=True):
    """A row of a comparison: what a finding says, and on which lines."""

    finding: str
    verdict: str
    about: str
    evidence: str
    lines: str


class Comparison(Struct, frozen=True):
    """Several findings of one prescription, in the order in which to settle them; `statements` say what they share, which is
    the worst and why, what one answer would bear on, what hangs on one line, and what comes first."""

    rows: tuple[Compared, ...]
    statements: tuple[str, ...]
