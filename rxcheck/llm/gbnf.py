"""Whether a GBNF grammar may be handed to llama.cpp, which takes a malformed one for a reason to crash and an empty one for no grammar.

Read is the part of GBNF that is used here: rules, quoted literals, character classes, references, groups, alternatives, and the
repetitions * + ? {m} {m,} {m,n}. Source: the grammars README of llama.cpp.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

MOST_CHARACTERS = 256 * 1024
MOST_REPEATS = 1_000
_TOKEN = re.compile(
    r"""(?P<space>[ \t\n]+)
    |(?P<rule>[a-zA-Z][a-zA-Z0-9-]*[ \t]*::=)
    |(?P<name>[a-zA-Z][a-zA-Z0-9-]*)
    |(?P<literal>"(?:[^"\\\n]|\\["\\nrt])*")
    |(?P<set>\[\^?(?:[^\]\\\n]|\\[\]\\nrt\[^-])+\])
    |(?P<repeat>[*+?]|\{\d+(?:,\d*)?\})
    |(?P<open>\()|(?P<close>\))|(?P<or>\|)""",
    re.VERBOSE,
)
# Items of a sequence: names refer to rules, anything else stands for text. A sequence is a tuple, alternatives a list of them.
Item = str | list[tuple["Item", ...]]
_TEXT, _NOTHING = '"', '""'


class GrammarError(ValueError):
    """A grammar that must not be used."""


def check(text: str) -> None:
    """Pass a grammar that is well formed, defines `root` and all that it names, can end, and never begins with itself.

    Raises:
        GrammarError: anything else.
    """
    if len(text) > MOST_CHARACTERS:
        raise GrammarError("too long")
    rules = _rules(text)
    if "root" not in rules:
        raise GrammarError("no root")
    for name in (used for body in rules.values() for used in _names(body)):
        if name not in rules:
            raise GrammarError(f"no rule {name}")
    if not _grows(rules, lambda item, known: item in known or item[0] == '"') >= rules.keys():
        raise GrammarError("a rule without an end")
    empty = _grows(rules, lambda item, known: item in known or item == _NOTHING)
    for name in rules:
        _no_left_recursion(name, rules, empty)


def _rules(text: str) -> dict[str, list[tuple[Item, ...]]]:
    rules: dict[str, list[tuple[Item, ...]]] = {}
    stack: list[list[list[Item]]] = []
    name = ""
    for kind, value in _tokens(text):
        if kind == "rule":
            _finish(rules, name, stack)
            name = value.removesuffix("::=").strip()
            if name in rules:
                raise GrammarError(f"two rules {name}")
            stack = [[[]]]
        elif not stack:
            raise GrammarError("no rule to begin with")
        elif kind == "open":
            stack.append([[]])
        elif kind == "close":
            if len(stack) < 2:
                raise GrammarError("a bracket too many")
            group = stack.pop()
            stack[-1][-1].append([_filled(sequence) for sequence in group])
        elif kind == "or":
            stack[-1].append([])
        elif kind == "repeat":
            _repeat(stack[-1][-1], value)
        else:
            stack[-1][-1].append(value if kind == "name" else _NOTHING if value == _NOTHING else _TEXT)
    _finish(rules, name, stack)
    return rules


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise GrammarError(f"not understood at {place}")
        place = found.end()
        if found.lastgroup != "space":
            yield str(found.lastgroup), found.group()


def _finish(rules: dict[str, list[tuple[Item, ...]]], name: str, stack: list[list[list[Item]]]) -> None:
    if not stack:
        return
    if len(stack) > 1:
        raise GrammarError("a bracket that is not closed")
    rules[name] = [_filled(sequence) for sequence in stack[0]]


def _filled(sequence: list[Item]) -> tuple[Item, ...]:
    if not sequence:
        raise GrammarError("an alternative of nothing")
    return tuple(sequence)


def _repeat(sequence: list[Item], sign: str) -> None:
    if not sequence:
        raise GrammarError("nothing to repeat")
    least = {"*": 0, "?": 0, "+": 1}.get(sign)
    if least is None:
        numbers = [int(part) for part in sign.strip("{}").split(",") if part]
        if max(numbers) > MOST_REPEATS or (len(numbers) == 2 and numbers[0] > numbers[1]):
            raise GrammarError("a repetition that cannot be")
        least = numbers[0]
    if least == 0:  # may be left out
        sequence[-1] = [(sequence[-1],), (_NOTHING,)]


def _names(body: list[tuple[Item, ...]]) -> Iterator[str]:
    for sequence in body:
        for item in sequence:
            if isinstance(item, list):
                yield from _names(item)
            elif item[0] != '"':
                yield item


def _grows(rules: dict[str, list[tuple[Item, ...]]], good: Callable[[str, set[str]], bool]) -> set[str]:
    """The rules with an alternative all of whose items are `good`, found step by step."""
    known: set[str] = set()

    def holds(item: Item) -> bool:
        if isinstance(item, list):
            return any(all(holds(each) for each in sequence) for sequence in item)
        return good(item, known)

    while True:
        more = {name for name, body in rules.items() if name not in known and holds(body)}
        if not more:
            return known
        known |= more


def _no_left_recursion(start: str, rules: dict[str, list[tuple[Item, ...]]], empty: set[str]) -> None:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for name in _first(rules[waiting.pop()], empty):
            if name == start:
                raise GrammarError(f"{start} begins with itself")
            if name not in seen:
                seen.add(name)
                waiting.append(name)


def _first(body: list[tuple[Item, ...]], empty: set[str]) -> Iterator[str]:
    """Names that may stand first."""
    for sequence in body:
        for item in sequence:
            if isinstance(item, list):
                yield from _first(item, empty)
            elif item[0] != '"':
                yield item
            if not _may_be_empty(item, empty):
                break


def _may_be_empty(item: Item, empty: set[str]) -> bool:
    if isinstance(item, list):
        return any(all(_may_be_empty(each, empty) for each in sequence) for sequence in item)
    return item in empty or item == _NOTHING
