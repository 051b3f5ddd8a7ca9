"""Completion in real shells: a line is typed as far as the cursor, and what the shell offers is read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import command, environment, rxcheck

BASH = r"""
eval "$(rxcheck completion bash)"
COMP_LINE=$1; COMP_POINT=${#COMP_LINE}
read -ra COMP_WORDS <<< "$COMP_LINE"
case $COMP_LINE in *" ") COMP_WORDS+=("");; esac
COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
spec=$(complete -p rxcheck); fn=${spec##*-F }; fn=${fn%% *}
"$fn" rxcheck "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""
# The completion function as zsh calls it, with the words so far; what it hands to _arguments is what is offered.
ZSH = r"""
compdef() { : }
_arguments() { print -r -- "$1" }
_files() { print -r -- FILES }
eval "$(rxcheck completion zsh)"
words=(${(z)1}); [[ $1 == *" " ]] && words+=("")
CURRENT=${#words}
_rxcheck_completion
"""
FISH = 'rxcheck completion fish | source; complete --do-complete "$argv[1]"'

LINES = [
    ("rxcheck che", "check"),
    ("rxcheck check --form", "--format"),
    ("rxcheck check --format mark", "markdown"),
    ("rxcheck check --jurisdiction ", "generic"),
    ("rxcheck audit diff --lang ", "zh"),
    ("rxcheck audit di", "diff"),
    ("rxcheck kb import pa", "pairs"),
    ("rxcheck drug clarithro", "clarithromycin"),
    ("rxcheck drug 二甲双", "二甲双胍"),
    ("rxcheck drug simvastatin Lopres", "Lopressor"),
    ("rxcheck drug amoxicillin --depict a.svg --mark beta-lactam-r", "beta-lactam-r1"),
    ("rxcheck model use smol", "smollm2-135m"),
    ("rxcheck manual --format ma", "man"),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A path on which `rxcheck` is the command of this environment."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "rxcheck"
    script.write_text(f'#!/bin/sh\nexec {" ".join(command())} "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return f"{folder}:{environment()['PATH']}"


def offered(path: str, shell: str, line: str) -> list[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    calls = {
        "bash": ["bash", "--norc", "-c", BASH, "bash", line],
        "zsh": ["zsh", "-f", "-c", ZSH, "zsh", line],
        "fish": ["fish", "--no-config", "-c", FISH, line],
    }
    env = environment(PATH=path, LC_ALL="C.UTF-8")
    ran = subprocess.run(calls[shell], capture_output=True, check=False, timeout=60, env=env)
    out = ran.stdout.decode()
    if shell == "zsh":
        return (
            [part.split('"')[0] for part in out.replace("((", "\n").split('\n"')[1:]] if "((" in out else [out.strip()]
        )
    return [text.partition("\t")[0] for text in out.splitlines()]


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_bash(path: str, line: str, wanted: str) -> None:
    found = offered(path, "bash", line)
    start = "" if line.endswith(" ") else line.rpartition(" ")[2]
    assert wanted in found
    assert all(each.casefold().startswith(start.casefold()) for each in found), "nothing else is offered"


@pytest.mark.parametrize("shell", ["zsh", "fish"])
@pytest.mark.parametrize(("line", "wanted"), [LINES[0], LINES[2], LINES[7], LINES[8]])
def test_other_shells(path: str, shell: str, line: str, wanted: str) -> None:
    assert wanted in offered(path, shell, line)


def test_files_are_left_to_the_shell(path: str) -> None:
    assert offered(path, "bash", "rxcheck check exam") in ([], [""])
    assert offered(path, "zsh", "rxcheck check exam") == ["FILES"]


def test_drugs_of_the_tables_that_the_line_names(path: str, tables: Path) -> None:
    drugs = tables / "knowledge" / "drugs.csv"
    head, *rows = drugs.read_text(encoding="utf-8").splitlines()
    new = next(row for row in rows if row.startswith("zopiclone,")).replace("zopiclone,", "zzz-house-drug,", 1)
    drugs.write_text("\n".join([head, *rows, new]) + "\n", encoding="utf-8")
    assert offered(path, "bash", f"rxcheck drug --knowledge {tables} zzz-") == ["zzz-house-drug"]
    assert "zzz-house-drug" not in offered(path, "bash", "rxcheck drug zzz-")


def test_damaged_tables_offer_nothing_and_say_nothing(path: str, tables: Path) -> None:
    (tables / "knowledge" / "drugs.csv").write_bytes(b"\xff\xfe\x00")
    (tables / "knowledge" / "names.csv").unlink()
    assert offered(path, "bash", f"rxcheck drug --knowledge {tables} clar") in ([], [""])


def test_powershell_gets_a_script() -> None:
    ran = rxcheck("completion", "powershell")
    assert (ran.code, ran.err) == (0, "")
    assert "Register-ArgumentCompleter -Native -CommandName rxcheck" in ran.out


def test_another_shell_is_an_error() -> None:
    ran = rxcheck("completion", "tcsh")
    assert (ran.code, ran.out) == (2, "")
    assert "'bash', 'zsh', 'fish', 'powershell'" in ran.err


def test_nothing_heavy_is_imported_for_a_word() -> None:
    """So that an answer comes in a tenth of a second; the time itself depends on what else a machine does."""
    script = "import sys\nfrom rxcheck.cli import completing\nimport click\n"
    script += "ctx = click.Context(click.Command('drug'))\n"
    script += "assert ('clarithromycin', 'Clarithromycin 克拉霉素') in list(completing.drug_names(ctx, 'clari'))\n"
    script += "assert list(completing.rule_ids(ctx, 'renal-metformin'))\n"
    script += "print(*{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment())
    assert (
        set(ran.stdout.decode().split()) & {"numpy", "pandas", "pyarrow", "rich", "typer", "sqlite3", "yaml"} == set()
    )
