"""What may be said of a finding, and what was chosen to be said.

A planner (the deterministic one, or a model) names candidates by their aliases, "m1 h1 r1"; it never writes a word. Its answer
is read again by `read_plan`: only aliases of this finding, each once, with every candidate that may not be left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from rxcheck.finding import ClauseUse, Finding
from rxcheck.terms import Action, Audience, CheckKind


class Part(StrEnum):
    """What a sentence is about; the letter of its alias."""

    MECHANISM = "m"
    HARM = "h"
    PATIENT = "p"
    FACT = "f"
    ADVICE = "r"
    CHANGE = "c"


class Candidate(Struct, frozen=True):
    """A sentence that may be said. `use` is its clause; facts and changes of the finding are numbered by `number` instead.

    A `required` one may not be left out: advice, and the harm (or, without one, the mechanism).
    """

    part: Part
    number: int
    required: bool
    use: ClauseUse | None = None

    @property
    def alias(self) -> str:
        """How planners name it."""
        return f"{self.part.value}{self.number}"


class Fallback(StrEnum):
    """Why the answer of a planner was not used."""

    EMPTY = "empty"
    UNKNOWN_ALIAS = "unknown_alias"
    REPEATED = "repeated"
    LEFT_OUT = "left_out"
    TIMEOUT = "timeout"
    CRASH = "crash"
    LENGTH = "length"
    REFUSED = "refused"


class Plan(Struct, frozen=True):
    """The sentences of one finding in the order in which they are said.

    `planner` is "template" or the name of a model; with a `fallback` the model was asked and the template spoke.
    """

    chosen: tuple[Candidate, ...]
    planner: str
    fallback: Fallback | None = None


TEMPLATE = "template"
_SHORTEST_LINE, _LONGEST_LINE = 3, 240  # characters of a sentence in a model's words
LONGEST = 400  # characters of an answer; a plan has some twenty
_ANY_ORDER, _ANY_ORDER_IN_PART = 7, 7  # a set more doubles the grammar
_BRACKETED = re.compile(r"\[[\w-]{1,8}\]")
_ALIAS = re.compile(r"[mhpfrc][1-9]\d?")
_ORDER = (Part.MECHANISM, Part.HARM, Part.PATIENT, Part.FACT, Part.ADVICE, Part.CHANGE)


def worth_explaining(finding: Finding, audience: Audience) -> bool:
    """Patients are told of what concerns their body, and of nothing that a pharmacist merely takes note of."""
    if audience is not Audience.PATIENT:
        return True
    return finding.check is not CheckKind.FORM and finding.action.rank >= Action.MONITOR.rank


def candidates(
    finding: Finding, told: Sequence[str], facts: int, changes: int, beside: Sequence[ClauseUse] = ()
) -> tuple[Candidate, ...]:
    """Everything that may be said of a finding: of its clauses, and of those on the patient (`beside`), those that there are words for (`told`), and so many facts that
    it rests on and changes that would give another verdict."""
    found: list[Candidate] = []
    has_harm = any(use.clause_id in told for use in finding.harm)
    for part, uses in ((Part.MECHANISM, finding.mechanism), (Part.HARM, finding.harm), (Part.ADVICE, finding.advice)):
        needed = part is not Part.MECHANISM or not has_harm
        spoken = [use for use in uses if use.clause_id in told]
        found += [Candidate(part, number, needed, use) for number, use in enumerate(spoken, 1)]
    spoken = [use for use in beside if use.clause_id in told]
    found += [Candidate(Part.PATIENT, number, False, use) for number, use in enumerate(spoken, 1)]
    found += [Candidate(Part.FACT, number, False) for number in range(1, facts + 1)]
    found += [Candidate(Part.CHANGE, number, False) for number in range(1, changes + 1)]
    return tuple(sorted(found, key=lambda each: (_ORDER.index(each.part), each.number)))


def template_plan(found: Sequence[Candidate], fallback: Fallback | None = None) -> Plan:
    """The deterministic plan: everything, why before what, and what to do before what would change it."""
    return Plan(tuple(found), TEMPLATE, fallback)


def read_plan(answer: str, found: Sequence[Candidate], planner: str) -> Plan:
    """The plan that a model's answer names; the template's, with the reason, where it names none that may be used.

    Never raises, whatever the text.
    """
    known = {each.alias: each for each in found}
    words = answer.split() if len(answer) <= LONGEST else []
    if len(answer) > LONGEST:
        return template_plan(found, Fallback.LENGTH)
    if not words:
        return template_plan(found, Fallback.EMPTY)
    if any(not _ALIAS.fullmatch(word) or word not in known for word in words):
        return template_plan(found, Fallback.UNKNOWN_ALIAS)
    if len(set(words)) < len(words):
        return template_plan(found, Fallback.REPEATED)
    if any(each.required and each.alias not in words for each in found):
        return template_plan(found, Fallback.LEFT_OUT)
    return Plan(tuple(known[word] for word in words), planner)


def grammar(found: Sequence[Candidate]) -> str:
    """A GBNF grammar of the plans that `read_plan` accepts: aliases of these candidates, each at most once, the required ones all.

    Up to seven candidates may stand in any order; of more, those of one part stand together, and of a part with more than seven
    only the choice is free. An answer begins with a space.

    Raises:
        ValueError: there is nothing to choose from (an empty grammar would mean any text).
    """
    if not found:
        raise ValueError("no candidates: a grammar of nothing allows everything")
    if not all(_ALIAS.fullmatch(each.alias) for each in found):
        raise ValueError("an alias is a letter and a number from 1 to 99")
    if len(found) <= _ANY_ORDER:
        groups = [list(found)]
    else:
        groups = [part for part in ([each for each in found if each.part is kind] for kind in _ORDER) if part]
    rules = [f"root ::= {' '.join(f'g{number}' for number in range(len(groups)))}"]
    for number, group in enumerate(groups):
        rules += _orders(f"g{number}", group) if len(group) <= _ANY_ORDER_IN_PART else _choices(f"g{number}", group)
    return "\n".join(rules) + "\n"


def lines_grammar(found: Sequence[tuple[str, str]]) -> str:
    """A GBNF grammar of one line for each (code, text), in order: free text without brackets or marks, then the code in brackets. What
    stands in brackets in a text (names such as sodium iodide [131I]) may be written.

    Raises:
        ValueError: there is nothing to say.
    """
    if not found:
        raise ValueError("nothing to say: a grammar of nothing allows everything")
    lines = " ".join(f'text " [{code}]\\n"' for code, _ in found)
    named = "".join(f' | "{mark}"' for mark in sorted({mark for _, text in found for mark in _BRACKETED.findall(text)}))
    return (
        f"root ::= {lines}\ntext ::= letter{{{_SHORTEST_LINE},{_LONGEST_LINE}}}\n"
        f"letter ::= [^\\[\\]<>{{}}|\\n]{named}\n"
    )


def _orders(name: str, group: Sequence[Candidate]) -> list[str]:
    """Rules for every order of every allowed choice of a group: one for each set of those already named (its bits)."""
    needed = sum(1 << place for place, each in enumerate(group) if each.required)
    rules = [f"{name} ::= {name}s0"]
    for named in range(1 << len(group)):
        options = [
            f'" {each.alias}" {name}s{named | 1 << place}' for place, each in enumerate(group) if not named & 1 << place
        ]
        if named & needed == needed:
            options.append('""')
        rules.append(f"{name}s{named} ::= {' | '.join(options)}")
    return rules


def _choices(name: str, group: Sequence[Candidate]) -> list[str]:
    """A rule for a group in its own order, where what is not required may be left out."""
    items = (f'" {each.alias}"' if each.required else f'(" {each.alias}")?' for each in group)
    return [f"{name} ::= {' '.join(items)}"]
