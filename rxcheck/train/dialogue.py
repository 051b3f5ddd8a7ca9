"""The dialogue about one case as a state machine: a line and the time → what is said, and the next state. No input, no output, no clock."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from rxcheck.report.plain import visible
from rxcheck.report.words import word
from rxcheck.terms import Action, CheckKind, Lang
from rxcheck.train.grammar import Command, Complaint, Fault, Partial, chosen, command_of, read_mark, yes_or_no
from rxcheck.train.model import Mark
from rxcheck.train.terms import ProblemReason
from rxcheck.train.vocabulary import Member, name, reasons_of
from rxcheck.train.words import say

_WORD_SHOWN = 40


class Phase(StrEnum):
    """What the next line is an answer to, or how the case has ended."""

    MARKING = "marking"
    LINES = "lines"
    KIND = "kind"
    ACTION = "action"
    REASON = "reason"
    EMPTY = "empty"
    SKIP = "skip"
    DONE = "done"
    SKIPPED = "skipped"
    LEFT = "left"
    EXPIRED = "expired"

    @property
    def over(self) -> bool:
        """True where no further line is read."""
        return self in (Phase.DONE, Phase.SKIPPED, Phase.LEFT, Phase.EXPIRED)


_MENUS = (Phase.LINES, Phase.KIND, Phase.ACTION, Phase.REASON)


class Asked(Struct, frozen=True):
    """The case as far as the dialogue knows it: ids of the lines, hints in their order (none in an exam), the lines that show the
    prescription, and the end of the time (UTC), where there is one."""

    lines: tuple[str, ...]
    hints: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    exam: bool = False
    until: datetime | None = None
    lang: Lang = Lang.EN


class State(Struct, frozen=True):
    """Where the dialogue stands; `marks` in the order in which they were made, `hints` how many were given."""

    phase: Phase = Phase.MARKING
    marks: tuple[Mark, ...] = ()
    hints: int = 0
    partial: Partial = Partial()


class Step(Struct, frozen=True):
    """The next state, and what is said."""

    state: State
    said: tuple[str, ...] = ()


def prompt(asked: Asked, state: State, now: datetime) -> str:
    """What stands before the cursor: with the time that is left, in an exam."""
    if state.phase is Phase.MARKING:
        if asked.until is None:
            return say("prompt", asked.lang)
        left = max(0, int((asked.until - now).total_seconds()))
        return say("prompt.timed", asked.lang, left=f"{left // 60}:{left % 60:02}")
    return say(f"prompt.{state.phase.value}", asked.lang)


def step(asked: Asked, state: State, line: str | None, now: datetime) -> Step:
    """What a line does; None is the end of the input, which leaves. A line that comes when the time is over does not count."""
    if asked.until is not None and now >= asked.until:
        return Step(replace(state, phase=Phase.EXPIRED, partial=Partial()), (say("time_up", asked.lang),))
    if line is None:
        return Step(replace(state, phase=Phase.LEFT, partial=Partial()))
    if state.phase in (Phase.EMPTY, Phase.SKIP):
        return _yes_no(asked, state, line)
    command = command_of(line)
    if state.phase in _MENUS:
        return _menu(asked, state, line, command)
    return _mark(asked, state, line) if command is None else _command(asked, state, command)


def mark_text(mark: Mark | Partial, lang: Lang) -> str:
    """`lines 1, 2 · interaction · monitor · interaction`."""
    parts = [name(part, lang) for part in (mark.kind, mark.action, mark.reason) if part is not None]
    return say("mark", lang, lines=lines_text(mark.lines or (), lang), parts=" · ".join(parts))


def lines_text(lines: tuple[str, ...], lang: Lang) -> str:
    """`lines 1, 2`; the whole prescription where there are none."""
    if not lines:
        return say("mark.whole", lang)
    ids = word("list", lang).join(visible(line) for line in lines)
    return say("mark.lines" if len(lines) == 1 else "mark.lines.many", lang, ids=ids)


def menu(kind: str, members: tuple[Member, ...], lang: Lang) -> tuple[str, ...]:
    """A menu: its question, then its members with their numbers."""
    return (say(f"menu.{kind}", lang), *(f"  {at} {name(member, lang)}" for at, member in enumerate(members, 1)))


def _command(asked: Asked, state: State, command: Command) -> Step:
    match command:
        case Command.HELP:
            return Step(state, help_text(asked))
        case Command.HINT:
            return _hint(asked, state)
        case Command.UNDO:
            if not state.marks:
                return Step(state, (say("undo.nothing", asked.lang),))
            taken = mark_text(state.marks[-1], asked.lang)
            return Step(replace(state, marks=state.marks[:-1]), (say("undone", asked.lang, mark=taken),))
        case Command.LIST:
            return Step(state, marks_list(state.marks, asked.lang))
        case Command.SHOW:
            return Step(state, asked.shown)
        case Command.SKIP:
            return Step(replace(state, phase=Phase.SKIP), (say("skip.ask", asked.lang),))
        case Command.LEAVE:
            return Step(replace(state, phase=Phase.LEFT))
        case Command.DONE:
            if state.marks:
                return Step(replace(state, phase=Phase.DONE))
            return Step(replace(state, phase=Phase.EMPTY), (say("empty.ask", asked.lang),))


def marks_list(marks: tuple[Mark, ...], lang: Lang) -> tuple[str, ...]:
    """The marks made so far."""
    return tuple(f"  {mark_text(mark, lang)}" for mark in marks) or (say("list.none", lang),)


def help_text(asked: Asked) -> tuple[str, ...]:
    """What may be written at the prompt."""
    lang = asked.lang
    apart = word("list", lang)

    def names(members: tuple[Member, ...]) -> str:
        return apart.join(name(member, lang) for member in members)

    return (
        say("help.mark", lang),
        say("help.kinds", lang, names=names(tuple(CheckKind))),
        say("help.actions", lang, names=names(tuple(Action))),
        *(say("help.reasons", lang, kind=name(kind, lang), names=names(reasons_of(kind))) for kind in CheckKind),
        say("help.reference", lang),
        say("help.commands", lang),
        *(() if asked.exam else (say("help.hint", lang),)),
    )


def _hint(asked: Asked, state: State) -> Step:
    if asked.exam:
        return Step(state, (say("hint.exam", asked.lang),))
    if state.hints >= len(asked.hints):
        return Step(state, (say("hint.none", asked.lang),))
    text = asked.hints[state.hints]
    told = say("hint", asked.lang, n=state.hints + 1, all=len(asked.hints), text=text)
    return Step(replace(state, hints=state.hints + 1), (told,))


def _yes_no(asked: Asked, state: State, line: str) -> Step:
    answer = yes_or_no(line)
    if answer is None:
        if command_of(line) is Command.LEAVE:
            return Step(replace(state, phase=Phase.LEFT))
        return Step(state, (say("fault.yes_no", asked.lang),))
    if not answer:
        return Step(replace(state, phase=Phase.MARKING))
    return Step(replace(state, phase=Phase.DONE if state.phase is Phase.EMPTY else Phase.SKIPPED))


def _mark(asked: Asked, state: State, line: str) -> Step:
    found = read_mark(line, asked.lines)
    if isinstance(found, Complaint):
        return Step(state, (complaint_text(found, asked),))
    if found == Partial():  # separators alone
        return Step(state, (complaint_text(Complaint(Fault.UNKNOWN, line), asked),))
    return _ask(asked, state, found, reason_asked=False)


def _menu(asked: Asked, state: State, line: str, command: Command | None) -> Step:
    if command is Command.LEAVE:
        return Step(replace(state, phase=Phase.LEFT, partial=Partial()))
    if command is Command.HELP:
        return Step(state, help_text(asked))
    if state.phase is Phase.REASON and not line.strip():
        return _ask(asked, state, state.partial, reason_asked=True)
    if command is Command.UNDO or not line.strip():
        return Step(replace(state, phase=Phase.MARKING, partial=Partial()), (say("dropped", asked.lang),))
    known = state.partial
    if state.phase is Phase.LINES:
        found = read_mark(line, asked.lines, known)
        if isinstance(found, Complaint):
            return Step(state, (complaint_text(found, asked),))
        return _ask(asked, state, found, reason_asked=False)
    picked = chosen(line, _members(state.phase, known))
    if isinstance(picked, Complaint):
        return Step(state, (complaint_text(picked, asked),))
    if isinstance(picked, CheckKind):
        known = replace(known, kind=picked)
    elif isinstance(picked, Action):
        known = replace(known, action=picked)
    else:
        known = replace(known, reason=picked)
    return _ask(asked, state, known, reason_asked=state.phase is Phase.REASON)


def _members(phase: Phase, known: Partial) -> tuple[Member, ...]:
    if phase is Phase.KIND:
        return tuple(CheckKind)
    if phase is Phase.ACTION:
        return tuple(Action)
    return reasons_of(known.kind) if known.kind else tuple(ProblemReason)


def _ask(asked: Asked, state: State, known: Partial, reason_asked: bool) -> Step:
    """Asks for what a mark still lacks; the mark is made when nothing is."""
    lines, kind, action = known.lines, known.kind, known.action
    if lines is None:
        return Step(replace(state, phase=Phase.LINES, partial=known))
    if kind is None:
        return _with_menu(asked, state, known, Phase.KIND)
    if action is None:
        return _with_menu(asked, state, known, Phase.ACTION)
    if known.reason is None and not reason_asked:
        return _with_menu(asked, state, known, Phase.REASON)
    mark = Mark(lines, kind, action, known.reason)
    before = next((each for each in state.marks if each.kind is kind and set(each.lines) == set(lines)), None)
    marks = (*(each for each in state.marks if each is not before), mark)
    text = mark_text(mark, asked.lang)
    told = (
        say("marked", asked.lang, mark=text)
        if before is None
        else say("replaced", asked.lang, mark=text, before=mark_text(before, asked.lang))
    )
    return Step(State(Phase.MARKING, marks, state.hints), (told,))


def _with_menu(asked: Asked, state: State, known: Partial, phase: Phase) -> Step:
    said = menu(phase.value, _members(phase, known), asked.lang)
    return Step(replace(state, phase=phase, partial=known), said)


def complaint_text(complaint: Complaint, asked: Asked) -> str:
    """Why a line is not understood."""
    lang = asked.lang
    names = word("list", lang).join(dict.fromkeys(name(member, lang) for member in complaint.could_be))
    lines = word("list", lang).join(visible(line) for line in asked.lines)
    return say(
        f"fault.{complaint.fault.value}", lang, word=visible(complaint.word, _WORD_SHOWN), names=names, lines=lines
    )
