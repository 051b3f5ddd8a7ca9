"""The dialogue as a state machine: lines in, texts and states out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxcheck.terms import Action, CheckKind, Lang
from rxcheck.train.dialogue import Asked, Phase, State, Step, help_text, prompt, step
from rxcheck.train.model import Mark
from rxcheck.train.terms import ProblemReason

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HINTS = ("there is one", "an interaction", "lines 1 and 2")
MARK = Mark(("1", "2"), CheckKind.INTERACTION, Action.MONITOR, ProblemReason.INTERACTION)


def asked(lang: Lang = Lang.EN, **changes: object) -> Asked:
    return Asked(**{"lines": ("1", "2", "3"), "hints": HINTS, "shown": ("row",), "lang": lang, **changes})  # type: ignore[arg-type]


def play(case: Asked, *lines: str | None, state: State | None = None) -> list[Step]:
    steps = []
    now = state or State()
    for line in lines:
        steps.append(step(case, now, line, NOW))
        now = steps[-1].state
    return steps


def test_a_mark_in_one_line() -> None:
    (done,) = play(asked(), "1,2 int mon int")
    assert done == Step(State(Phase.MARKING, (MARK,)), ("marked: lines 1, 2 · interaction · monitor · interaction",))


def test_a_mark_in_chinese() -> None:
    (done,) = play(asked(Lang.ZH), "1，2 相互作用 监测 相互作用")
    assert done.state.marks == (MARK,)
    assert done.said == ("已标记：第 1、2 行 · 相互作用 · 需监测 · 相互作用",)


def test_menus_ask_for_what_is_left_out() -> None:
    steps = play(asked(), "1", "1", "3", "1")
    assert [each.state.phase for each in steps] == [Phase.KIND, Phase.ACTION, Phase.REASON, Phase.MARKING]
    assert steps[0].said[:3] == ("What kind of problem?", "  1 interaction", "  2 duplicate")
    assert steps[1].said == ("What is to be done?", "  1 avoid", "  2 modify", "  3 monitor", "  4 inform")
    assert steps[2].said == ("Why?", "  1 interaction", "  2 incompatible")
    assert steps[3].state.marks == (Mark(("1",), CheckKind.INTERACTION, Action.MONITOR, ProblemReason.INTERACTION),)


def test_lines_are_asked_for() -> None:
    steps = play(asked(), "dup mod ingredient", "9", "1 3")
    assert [each.state.phase for each in steps] == [Phase.LINES, Phase.LINES, Phase.MARKING]
    assert steps[1].said == ("there is no line 9 (lines: 1, 2, 3)",)
    assert steps[2].state.marks[0].lines == ("1", "3")


def test_a_reason_may_stay_out() -> None:
    steps = play(asked(), "1,2 int mon", "")
    assert steps[-1].state.marks == (Mark(("1", "2"), CheckKind.INTERACTION, Action.MONITOR),)


@pytest.mark.parametrize("line", ["", "u"])
def test_a_menu_is_left_without_a_mark(line: str) -> None:
    assert play(asked(), "1", line)[-1] == Step(State(), ("mark dropped",))


def test_what_is_not_understood_changes_nothing() -> None:
    for line in ("foo", "7 int mon", "1 monitor avoid", ",", "1 2 3 foo int mon"):
        (done,) = play(asked(), line)
        assert done.state == State()
        assert len(done.said) == 1
    steps = play(asked(), "1", "nonsense", "9")
    assert [each.state.phase for each in steps] == [Phase.KIND] * 3
    assert steps[1].said == ("not understood: nonsense (? helps)",)


def test_the_same_lines_and_kind_again_replace() -> None:
    steps = play(asked(), "1,2 int mon int", "2 1 int avoid", "")
    assert steps[-1].state.marks == (Mark(("1", "2"), CheckKind.INTERACTION, Action.AVOID),)
    assert steps[-1].said[0].startswith("marked again: lines 1, 2 · interaction · avoid (before: ")


def test_undo_and_list() -> None:
    steps = play(asked(), "u", "1 dose mod high", "2 dose avoid high", "l", "u", "l")
    assert steps[0].said == ("nothing to take back",)
    assert steps[3].said == ("  line 1 · dose · modify · too-high", "  line 2 · dose · avoid · too-high")
    assert steps[4].said == ("taken back: line 2 · dose · avoid · too-high",)
    assert len(steps[5].state.marks) == 1


def test_hints_come_one_by_one_and_are_counted() -> None:
    steps = play(asked(), "h", "h", "h", "h")
    assert [each.state.hints for each in steps] == [1, 2, 3, 3]
    assert [each.said for each in steps] == [
        ("Hint 1 of 3: there is one",),
        ("Hint 2 of 3: an interaction",),
        ("Hint 3 of 3: lines 1 and 2",),
        ("There is no further hint.",),
    ]


def test_an_exam_has_no_hints() -> None:
    (done,) = play(asked(exam=True), "h")
    assert (done.state.hints, done.said) == (0, ("There are no hints in an exam.",))
    assert not any("hint" in text for text in help_text(asked(exam=True)))


def test_done_with_marks() -> None:
    assert play(asked(), "1,2 int mon int", "")[-1].state.phase is Phase.DONE
    assert play(asked(), "1,2 int mon int", "d")[-1].state.phase is Phase.DONE


def test_done_without_marks_is_asked_twice() -> None:
    steps = play(asked(), "", "", "1", "y")
    assert [each.state.phase for each in steps] == [Phase.EMPTY, Phase.EMPTY, Phase.EMPTY, Phase.DONE]
    assert steps[0].said == ("You have marked nothing: is nothing wrong with this prescription?",)
    assert play(asked(), "", "n")[-1].state == State()
    assert play(asked(Lang.ZH), "", "是")[-1].state.phase is Phase.DONE


def test_skipping_is_asked_twice() -> None:
    assert [each.state.phase for each in play(asked(), "s", "n", "s", "y")] == [
        Phase.SKIP,
        Phase.MARKING,
        Phase.SKIP,
        Phase.SKIPPED,
    ]


@pytest.mark.parametrize("before", [(), ("1",), ("1", "1"), ("1,2 int mon",), ("",), ("s",), ("int",)])
def test_leaving_is_possible_anywhere(before: tuple[str, ...]) -> None:
    assert play(asked(), *before, "q")[-1].state.phase is Phase.LEFT
    last = play(asked(), *before, None)[-1].state
    assert last.phase is Phase.LEFT
    assert not last.marks


def test_the_prescription_again() -> None:
    assert play(asked(), "p")[0].said == ("row",)


def test_help_names_every_word_of_the_menus() -> None:
    for lang in Lang:
        text = "\n".join(help_text(asked(lang)))
        assert text == "\n".join(play(asked(lang), "?")[0].said)
    assert "no-indication" in "\n".join(help_text(asked()))
    assert not re.search(r"[a-z]{4,}", "".join(help_text(asked(Lang.ZH))))


class TestTime:
    def test_a_line_after_the_limit_does_not_count(self) -> None:
        case = asked(exam=True, until=NOW)
        done = step(case, State(marks=(MARK,)), "1 dose avoid high", NOW)
        assert done.state == State(Phase.EXPIRED, (MARK,))
        assert done.said == ("Time is up: what came after the limit does not count.",)

    def test_a_line_before_it_counts(self) -> None:
        case = asked(exam=True, until=NOW + timedelta(milliseconds=1))
        assert step(case, State(), "1,2 int mon int", NOW).state.marks == (MARK,)

    def test_done_after_the_limit_is_not_done(self) -> None:
        assert step(asked(until=NOW), State(Phase.EMPTY), "y", NOW).state.phase is Phase.EXPIRED

    def test_the_prompt_shows_what_is_left(self) -> None:
        case = asked(exam=True, until=NOW + timedelta(minutes=12, seconds=5.9))
        assert prompt(case, State(), NOW) == "[12:05] mark> "
        assert prompt(case, State(), NOW + timedelta(hours=1)) == "[0:00] mark> "
        assert prompt(asked(), State(), NOW) == "mark> "
        assert prompt(asked(Lang.ZH), State(Phase.ACTION), NOW) == "处理> "


_LINES = st.lists(
    st.sampled_from(
        ["", "d", "y", "n", "u", "l", "h", "s", "?", "p", "1", "2", "3", "int", "1,2 int mon int", "0 form", "foo", "9"]
    ),
    max_size=25,
)


@given(_LINES)
def test_no_dialogue_breaks_and_every_state_can_be_left(lines: list[str]) -> None:
    case, state = asked(), State()
    for line in lines:
        if state.phase.over:
            break
        done = step(case, state, line, NOW)
        assert len(done.state.marks) <= len(state.marks) + 1
        assert len({(mark.kind, frozenset(mark.lines)) for mark in done.state.marks}) == len(done.state.marks)
        assert done.state.phase.over or prompt(case, done.state, NOW)
        state = done.state
    assert state.phase.over or step(case, state, "q", NOW).state.phase is Phase.LEFT
