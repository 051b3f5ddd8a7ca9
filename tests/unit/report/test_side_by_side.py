"""How far sources lie apart, and the words for it."""

from __future__ import annotations

import re
import string
from pathlib import Path

import msgspec
import pytest

from rxcheck import cli, report
from rxcheck.finding import Finding, FindingCodes, SourceGrade
from rxcheck.kb.catalogue import Catalogue, SourceInfo
from rxcheck.kb.importers.interface import RejectReason
from rxcheck.report.pack_words import PACK_WORDS
from rxcheck.report.side_by_side import Spread, short_text, spread_of, why
from rxcheck.terms import Action, CheckKind, Lang, Severity

A, M, INFORM = Action.AVOID, Action.MONITOR, Action.INFORM


def finding(
    *grades: tuple[str, Action | None], own: Action = M, pack: str | None = None, silent: tuple[str, ...] = ()
) -> Finding:
    return Finding(
        id="F1",
        rule_id="r",
        check=CheckKind.INTERACTION,
        action=own,
        severity=Severity.MAJOR,
        evidence=None,
        lines=("1", "2"),
        drugs=("a", "b"),
        mechanism=(),
        harm=(),
        advice=(),
        references=(),
        codes=FindingCodes(None, None, None),
        grades=tuple(SourceGrade(f"pack:{name}", "word", action, "p. 1") for name, action in grades),
        pack=pack,
        silent=silent,
    )


@pytest.mark.parametrize(
    ("made", "spread"),
    [
        (finding(("x", A)), Spread("monitor", "avoid", "monitor")),
        (finding(("x", INFORM), ("y", None)), Spread("none", "monitor", "monitor")),
        # A source counts once, with its gravest grade.
        (finding(("x", A), ("x", INFORM), own=A), Spread("avoid", "avoid", "avoid")),
        # No row of ours: only the sources count.
        (finding(("x", A), own=M, pack="pack:x"), Spread("avoid", "avoid", None)),
        # Silent on purpose: that is our word.
        (finding(("x", A), own=INFORM, pack="pack:x", silent=("r1",)), Spread("none", "avoid", "none")),
    ],
)
def test_spread(made: Finding, spread: Spread) -> None:
    assert spread_of(made) == spread


@pytest.mark.parametrize(
    ("silent", "one", "two"),
    [
        ((), "Only The x list flags this pair", "Only The x list, The y list flag this pair"),
        (("r1",), "The x list flags this pair", "The x list, The y list flag this pair"),
    ],
)
def test_one_source_flags_and_two_flag(silent: tuple[str, ...], one: str, two: str) -> None:
    sources = {f"pack:{name}": SourceInfo(f"The {name} list", "", "", "", "pack") for name in "xy"}
    catalogue = Catalogue(*({} for _ in range(len(Catalogue.__struct_fields__))))
    catalogue = msgspec.structs.replace(catalogue, sources=sources)
    made = finding(("x", A), pack="pack:x", silent=silent)
    assert why(made, catalogue, Lang.EN).startswith(one)
    made = finding(("x", A), ("y", A), pack="pack:x", silent=silent)
    assert why(made, catalogue, Lang.EN).startswith(two)


def test_what_a_source_writes_cannot_act_on_a_terminal() -> None:
    grade = SourceGrade("pack:x", "bad\x1b[31m\ngrade", A, "")
    made = finding()
    shown = short_text(
        type(made)(**{**{k: getattr(made, k) for k in made.__struct_fields__}, "grades": (grade,)}), Lang.EN
    )
    assert "\x1b" not in shown
    assert "\n" not in shown


@pytest.mark.parametrize("key", PACK_WORDS)
def test_both_languages_have_the_same_slots(key: str) -> None:
    english, chinese = (
        sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in PACK_WORDS[key]
    )
    assert english == chinese
    assert re.search(r"[\u4e00-\u9fff]", PACK_WORDS[key][1]) or key == "grade"


def test_every_word_is_used_and_every_reason_has_one() -> None:
    folders = (Path(report.__path__[0]), Path(cli.__path__[0]))
    source = "".join(
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in folder.glob("*.py")
        if path.name != "pack_words.py"
    )
    for key in PACK_WORDS:
        built = key.startswith(("reject.", "import.", "why."))
        assert built or f'"{key}"' in source, key
    assert {key for key in PACK_WORDS if key.startswith("reject.")} == {
        f"reject.{reason.value}" for reason in RejectReason
    }
