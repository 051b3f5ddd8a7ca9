"""What is understood at the prompt, and that nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxcheck.terms import Action, CheckKind, Lang
from rxcheck.train.grammar import LONGEST, Command, Complaint, Fault, Partial, chosen, command_of, read_mark, yes_or_no
from rxcheck.train.terms import ProblemReason
from rxcheck.train.vocabulary import meant, name, reasons_of

LINES = ("1", "2", "3")
INTERACTION = Partial(("1", "2"), CheckKind.INTERACTION, Action.MONITOR, ProblemReason.INTERACTION)


@pytest.mark.parametrize(
    "line",
    [
        "1,2 interaction monitor interaction",
        "1,2 int mon int",
        "2 1 i mon i",
        "interaction 1 monitor 2 interaction",
        "1-2 INTERACTION Monitor interaction",
        "lines 1, 2 interaction monitor interaction",
        "L1 L2 int mon int",
        "1，2 相互作用 需监测 相互作用",
        "1、2相互作用 监测 相互作用",
        "第1行 第2行 相互作用 监测 相互作用",
        "1+2 相互作用 mon int",
    ],
)
def test_one_mark_many_ways(line: str) -> None:
    assert read_mark(line, LINES) == INTERACTION


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("1 too-high modify", Partial(("1",), CheckKind.LIMIT, Action.MODIFY, ProblemReason.DOSE_TOO_HIGH)),
        ("1 too-high dose modify", Partial(("1",), CheckKind.LIMIT, Action.MODIFY, ProblemReason.DOSE_TOO_HIGH)),
        ("1 剂量 修改 过大", Partial(("1",), CheckKind.LIMIT, Action.MODIFY, ProblemReason.DOSE_TOO_HIGH)),
        ("3 kidney avoid", Partial(("3",), CheckKind.CONDITION, Action.AVOID, ProblemReason.KIDNEY)),
        ("2 过敏 避免 交叉", Partial(("2",), CheckKind.ALLERGY, Action.AVOID, ProblemReason.CROSS_ALLERGY)),
        ("1 allergy avoid", Partial(("1",), CheckKind.ALLERGY, Action.AVOID)),
        ("0 burden inform", Partial((), CheckKind.SET, Action.INFORM)),
        ("整张 格式 提示", Partial((), CheckKind.FORM, Action.INFORM)),
        ("dup mod", Partial(None, CheckKind.DUPLICATE, Action.MODIFY)),
        ("1", Partial(("1",))),
        (" , ", Partial()),
    ],
)
def test_marks(line: str, mark: Partial) -> None:
    assert read_mark(line, LINES) == mark


@pytest.mark.parametrize(
    ("line", "fault", "word"),
    [
        ("1 foo", Fault.UNKNOWN, "foo"),
        ("1 s", Fault.UNKNOWN, "s"),
        ("1 in mon", Fault.SEVERAL, "in"),
        ("4 int mon", Fault.NO_LINE, "4"),
        ("1-4 int", Fault.NO_LINE, "1-4"),
        ("2-1 int", Fault.NO_LINE, "2-1"),
        ("1 99999999999999999999 int", Fault.NO_LINE, "99999999999999999999"),
        ("1 0 int", Fault.TWICE, "0"),
        ("0 1 int", Fault.TWICE, "1"),
        ("1 monitor avoid", Fault.TWICE, "avoid"),
        ("1 dose duplicate", Fault.TWICE, "duplicate"),
        ("1 dose kidney", Fault.REASON, "kidney"),
        ("1 kidney liver", Fault.TWICE, "liver"),
        ("1 int mon; rm -rf", Fault.UNKNOWN, "rm"),
        ("\x1b[A", Fault.UNKNOWN, "\x1b[A"),
    ],
)
def test_what_is_not_understood_is_no_mark(line: str, fault: Fault, word: str) -> None:
    found = read_mark(line, LINES)
    assert isinstance(found, Complaint)
    assert (found.fault, found.word) == (fault, word)


def test_a_line_too_long_is_not_understood_even_if_it_ends_well() -> None:
    assert isinstance(read_mark("1 " * LONGEST + "int mon", LINES), Complaint)


def test_a_mark_that_is_begun_is_completed() -> None:
    begun = Partial(None, CheckKind.INTERACTION, Action.MONITOR)
    assert read_mark("1 2", LINES, begun) == Partial(("1", "2"), CheckKind.INTERACTION, Action.MONITOR)


def test_ids_that_are_no_numbers() -> None:
    assert read_mark("a b-1 int", ("A", "B-1")) == Partial(("A", "B-1"), CheckKind.INTERACTION)


@pytest.mark.parametrize("lang", Lang)
def test_every_name_is_understood_as_what_it_names(lang: Lang) -> None:
    for kind in CheckKind:
        assert list(meant(name(kind, lang), tuple(CheckKind))) == [kind]
        for reason in reasons_of(kind):
            found = read_mark(f"1 {name(kind, lang)} {name(reason, lang)} {name(Action.AVOID, lang)}", LINES)
            assert found == Partial(("1",), kind, Action.AVOID, reason)


def test_a_kind_is_not_a_reason_though_they_are_spelled_alike() -> None:
    (found,) = meant("allergy", tuple(ProblemReason))
    assert type(found) is ProblemReason
    (found,) = meant("allergy", tuple(CheckKind))
    assert type(found) is CheckKind


def test_every_reason_stands_in_one_menu() -> None:
    assert [reason for kind in CheckKind for reason in reasons_of(kind)] == sorted(
        ProblemReason, key=lambda reason: list(CheckKind).index(reason.check)
    )


@pytest.mark.parametrize(
    ("line", "found"),
    [("2", Action.MODIFY), (" 2. ", Action.MODIFY), ("mon", Action.MONITOR), ("避免", Action.AVOID)],
)
def test_a_menu(line: str, found: Action) -> None:
    assert chosen(line, tuple(Action)) is found


@pytest.mark.parametrize("line", ["0", "5", "2 3", "x", "kidney", "９９"])
def test_what_a_menu_does_not_hold(line: str) -> None:
    assert isinstance(chosen(line, tuple(Action)), Complaint)


def test_commands() -> None:
    assert command_of("") is command_of(" d ") is command_of("完成") is Command.DONE
    assert command_of("Q") is command_of("退出") is Command.LEAVE
    assert command_of("？") is Command.HELP
    assert command_of("1") is command_of("dd") is None
    assert [yes_or_no(text) for text in ("Y", "是", "n", "否", "", "1")] == [True, True, False, False, None, None]


@given(st.text(max_size=60))
def test_any_line_is_a_mark_or_a_complaint(line: str) -> None:
    found = read_mark(line, LINES)
    if isinstance(found, Partial):
        assert found.lines is None or set(found.lines) <= set(LINES)
        assert found.reason is None or found.reason.check is found.kind
    else:
        assert found.word
