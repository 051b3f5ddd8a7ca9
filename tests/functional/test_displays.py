"""Terminals of any width, without colours, and screen readers: nothing overflows, nothing is lost, nothing is said by a symbol alone."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from rxcheck.report.layout import cells
from tests.support.command import EXAMPLES, ROOT, Ran
from tests.support.command import forked as rxcheck

METFORMIN = str(EXAMPLES / "metformin-egfr-22-zh" / "prescription.yaml")
WHAMMY = str(EXAMPLES / "triple-whammy" / "prescription.csv")
POLICY = str(EXAMPLES / "site" / "rxcheck.toml")
TABLE = str(EXAMPLES / "audit-his-cn" / "prescriptions.csv")
FORMULARY = str(EXAMPLES / "site" / "formulary.csv")
COMMANDS = {
    "check": ["check", METFORMIN],
    "check-verbose-zh": ["check", WHAMMY, "--verbose", "--lang", "zh"],
    "check-quiet": ["check", WHAMMY, "--quiet"],
    "check-short": ["check", str(EXAMPLES / "warfarin-clarithromycin" / "prescription.yaml"), "--policy", POLICY],
    "explain": ["explain", WHAMMY],
    "explain-zh": ["explain", METFORMIN, "--lang", "zh"],
    "ask": ["ask", "孕32周，布洛芬是不是禁用？"],
    "drug": ["drug", "amoxicillin"],
    "drug-zh": ["drug", "二甲双胍", "--lang", "zh"],
    "pair": ["drug", "simvastatin", "clarithromycin"],
    "resolve": ["drug", "--resolve", FORMULARY, "--column", "drug_name"],
    "smiles": ["drug", "--smiles", "CC(=O)Oc1ccccc1C(=O)O"],
    "stats": ["kb", "stats"],
    "models": ["model", "list"],
    "audit": ["audit", TABLE, "-o", "again", "--lang", "zh"],
    "recall": ["audit", "diff", "old", "new"],
}
_RULE = re.compile(r"^[━─]+$", re.MULTILINE)
_SYMBOLS = "■▲●○·━─│◀≥≤→×²µ"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where two audits lie side by side; the later one silences a rule that the table fires."""
    place = tmp_path_factory.mktemp("displays")
    for name, options in (("old", ()), ("new", ("--policy", POLICY))):
        ran = rxcheck("audit", TABLE, "-o", name, "--link-patient", *options, cwd=place)
        assert ran.code == 4, ran.err
    return place


# These read every table, or a whole audit: seconds each. The narrowest width is the hardest.
_SLOW = {"drug", "drug-zh", "pair", "stats", "audit", "smiles", "recall"}


def run(name: str, folder: Path, **env: str) -> Ran:
    return _ran(name, folder, tuple(env.items()))


@cache
def _ran(name: str, folder: Path, changes: tuple[tuple[str, str], ...]) -> Ran:
    env = dict(changes)
    again = folder / "again"
    if again.exists():
        again.rename(folder / f"before-{len(list(folder.iterdir()))}")
    home = {"XDG_DATA_HOME": str(folder / "data"), "RXCHECK_PLAIN": "", "NO_COLOR": "", "FORCE_COLOR": ""}
    ran = rxcheck(*COMMANDS[name], cwd=folder, env=home | env)
    assert ran.code in (0, 1, 3, 4), ran.err
    return ran


def letters(text: str) -> str:
    """What is said, however it is broken into lines."""
    return re.sub(r"\s+", "", _RULE.sub("", text))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_width_says_the_same(name: str, folder: Path) -> None:
    wide = run(name, folder, COLUMNS="120").out
    for width in (20,) if name in _SLOW else (20, 40, 60):
        narrow = run(name, folder, COLUMNS=str(width)).out
        broad = [line for line in narrow.splitlines() if cells(line) > width]
        assert broad == [], f"wider than {width}"
        if name == "models" and "\n\n" in narrow:
            continue  # in blocks each row repeats the headings: see below
        said, cut = letters(narrow), letters(wide)
        for part in filter(None, cut.split("…")):
            assert part in said, f"lost at {width}"


def test_a_grid_in_blocks_loses_no_cell(folder: Path) -> None:
    wide, narrow = (run("models", folder, COLUMNS=width).out for width in ("120", "30"))
    for cell in re.split(r"\s{2,}|\n", wide):
        assert letters(cell) in letters(narrow)


@pytest.mark.parametrize("name", COMMANDS)
def test_plain_output(name: str, folder: Path) -> None:
    out = run(name, folder, RXCHECK_PLAIN="1", FORCE_COLOR="1").out
    assert "\x1b" not in out
    assert [char for char in _SYMBOLS if char in _own(out)] == []
    for line in out.splitlines():
        assert line == line.strip() and "  " not in line, f"laid out by spaces: {line!r}"


def _own(out: str) -> str:
    """Without what is quoted as it was written."""
    return re.sub(r"^(?:Lines|处方行)[:：].*$|“[^”]*”", "", out, flags=re.MULTILINE)


def test_the_option_is_the_variable(folder: Path) -> None:
    for name in ("check", "explain"):
        plain = run(name, folder, RXCHECK_PLAIN="1").out
        ran = rxcheck(*COMMANDS[name], "--plain", cwd=folder, env={"RXCHECK_PLAIN": ""})
        assert ran.out == plain != run(name, folder).out
        assert run(name, folder, RXCHECK_PLAIN="0").out == run(name, folder).out


def test_a_plain_finding_is_read_in_sentences(folder: Path) -> None:
    out = run("check", folder, RXCHECK_PLAIN="1").out.splitlines()
    assert "Finding 1 of 1. Avoid. Contraindicated. Metformin." in out
    assert "Compared: eGFR 22 millilitres per minute per 1.73 square metres (threshold below 30)" in out
    assert "Lines: 1 格华止" in out


def test_plain_output_says_every_finding_gap_and_question(folder: Path) -> None:
    """What the full report says of each rule, the plain one says, too."""
    verbose = [*COMMANDS["check-short"], "--verbose"]
    full = rxcheck(*verbose, cwd=folder, env={"RXCHECK_PLAIN": ""}).out
    plain = rxcheck(*verbose, "--plain", cwd=folder).out
    rules = set(re.findall(r"\b(?:ddi|cond|age|renal|dose|lab|form|set|usual|der|disease)-[a-z0-9-]{6,}", full))
    assert rules and {rule for rule in rules if rule not in plain} == set()
    asked = re.findall(r"^  \d\. (.*?)\?", full, re.MULTILINE)
    assert asked and [each for each in asked if f". {each}?" not in plain] == []


def test_other_formats_do_not_change(folder: Path) -> None:
    for form in ("json", "jsonl", "markdown"):
        command = ["check", METFORMIN, "--format", form]
        plain = rxcheck(*command, env={"RXCHECK_PLAIN": "1", "COLUMNS": "20"}, cwd=ROOT).out
        assert plain == rxcheck(*command, env={"RXCHECK_PLAIN": ""}, cwd=ROOT).out


@pytest.mark.parametrize("name", ["check", "resolve"])
def test_colours_follow_the_environment(name: str, folder: Path) -> None:
    assert "\x1b[" not in run(name, folder).out, "not in a pipe"
    assert "\x1b[" in run(name, folder, FORCE_COLOR="1").out
    assert "\x1b[" in run(name, folder, CLICOLOR_FORCE="1").out
    assert "\x1b[" not in run(name, folder, NO_COLOR="1", FORCE_COLOR="1").out
