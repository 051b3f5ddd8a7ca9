"""Help and manual: every command shows examples, and they run; pages follow the code; any terminal can show them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from rxcheck.cli.manual import all_pages, write_pages
from rxcheck.report.layout import cells
from tests.support.checkout import Checkout
from tests.support.command import ROOT, rxcheck

PAGES = {page.path: page for page in all_pages()}
COMMANDS = sorted(PAGES)
_ANSWERS = (0, 1, 3)  # nothing found, something found, something not assessed
# Lines of a table that cannot be read make the exit code 4; the shipped one has some.
_REJECTS = "rxcheck audit examples/audit-his-cn/"

NOT_RUN = {
    "rxcheck review record examples/triple-whammy/prescription.csv": "it is a dialogue on a terminal",
    "rxcheck model pull": "it downloads a gibibyte",
    "rxcheck model pull r1-7b --from modelscope": "it downloads four gibibytes",
    "rxcheck model add /media/usb/model.gguf --name house-model": "it takes a file of the user",
    "rxcheck model use r1-1.5b": "it needs a model that was downloaded",
    "rxcheck model remove r1-1.5b": "it needs a model that was downloaded",
}
# What somebody has done before, for commands that show what was recorded.
FIRST = {
    "rxcheck review": "rxcheck review record examples/triple-whammy/prescription.csv --finding F1 --decision accepted",
    "rxcheck rules tune": "rxcheck review record examples/triple-whammy/prescription.csv --finding F1 --decision accepted",
    "rxcheck train result": "rxcheck train start --cases 1",
    "rxcheck train progress": "rxcheck train start --cases 1 && rxcheck train start --new --cases 1 --user li",
    "rxcheck train class": "rxcheck train start --cases 1",
}
SHOWN = {path: [each.command for each in page.examples] for path, page in PAGES.items()}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("help") / "checkout")


@pytest.mark.parametrize("path", COMMANDS)
def test_examples_of_the_help_run(path: str, checkout: Checkout) -> None:
    wrote = False
    for before in (line for start, line in FIRST.items() if f"{path} ".startswith(f"{start} ")):
        assert checkout.run(before).code in _ANSWERS
    for line in SHOWN[path]:
        if line in NOT_RUN:
            continue
        if made := re.search(r"rxcheck audit \S+ .*-o (\S+)", line):
            checkout.run(f"test '{'--resume' in line}' = True || rm -rf {made[1]}")
        ran = checkout.run(line)
        rejects = (4,) if line.startswith(_REJECTS) else ()
        assert ran.code in (*_ANSWERS, *rejects), f"{line}\n{ran.out}"
        assert "Usage:" not in ran.out and "Traceback" not in ran.out
        wrote = wrote or "--write" in line
    if wrote:
        checkout.restore()


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_examples_of_its_own(path: str) -> None:
    assert 1 <= len(SHOWN[path]) <= 5
    assert any(re.search(rf"\b{path}\b", line) for line in SHOWN[path])


def test_what_is_not_run_is_still_shown() -> None:
    assert set(NOT_RUN) <= {line for lines in SHOWN.values() for line in lines}


def test_every_argument_and_option_is_explained() -> None:
    silent = [
        (page.path, entry.names)
        for page in PAGES.values()
        for panel in page.panels
        for entry in panel.entries
        if not entry.help
    ]
    assert silent == []


def test_no_panel_is_a_wall() -> None:
    crowded = {
        (page.path, panel.title): len(panel.entries)
        for page in PAGES.values()
        for panel in page.panels
        if len(panel.entries) > 13
    }
    assert crowded == {}


@pytest.mark.parametrize("width", [30, 40, 80])
@pytest.mark.parametrize("command", ["", "check", "audit", "audit diff", "kb import pairs"])
def test_help_fits_and_is_plain_text(command: str, width: int) -> None:
    ran = rxcheck(*command.split(), "--help", env={"COLUMNS": str(width), "FORCE_COLOR": "", "TERM": "xterm"})
    assert (ran.code, ran.err) == (0, "")
    assert not re.search(r"[\u2500-\u257f\x1b]", ran.out), "no boxes, no colours in a pipe"
    for line in ran.out.splitlines():
        # A word or a quotation of an example is never broken: it must be typed as it stands.
        assert cells(line) <= width or len(line.split()) <= 2 or '"' in line, line
    for line in SHOWN[f"rxcheck {command}".strip()]:
        assert line in re.sub(r" \\\n\s*", " ", ran.out)


def test_plain_help_is_a_statement_a_line() -> None:
    ran = rxcheck("check", "--help", env={"RXCHECK_PLAIN": "1", "COLUMNS": "40"})
    assert (
        "-f, --format FORMAT: Form of the report. [one of table, json, jsonl, markdown, fhir; default: table]"
        in ran.out
    )


def test_pages_of_commands_are_those_of_the_code(tmp_path: Path) -> None:
    made = {file.name: file.read_bytes() for file in write_pages(tmp_path / "commands")}
    kept = {file.name: file.read_bytes() for file in (ROOT / "docs" / "commands").iterdir()}
    assert sorted(kept) == sorted(made), "run `make docs`"
    assert [name for name in made if kept[name] != made[name]] == [], "run `make docs`"


def test_links_of_the_pages_lead_somewhere() -> None:
    folder = ROOT / "docs" / "commands"
    for page in folder.glob("*.md"):
        links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
        assert links
        assert [link for link in links if not (folder / link).exists()] == []


@pytest.mark.parametrize("form", ["text", "markdown", "man"])
def test_manual_prints_a_page(form: str) -> None:
    ran = rxcheck("manual", "audit", "diff", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    for part in ("audit diff", "recall.csv", "OLD"):
        assert part in ran.out.replace("\\-", "-")
    if form == "man":
        assert ran.out.startswith('.TH "RXCHECK-AUDIT-DIFF" "1"')
        assert not re.search(r"^(?!\.[A-Z]|\.(?:nf|fi))[.']", ran.out, re.MULTILINE), "no text is taken for a request"


def test_manual_of_no_command_names_those_there_are() -> None:
    ran = rxcheck("manual", "chekc")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("rxcheck: there is no command rxcheck chekc (commands: rxcheck, rxcheck check, ")


def test_an_option_of_a_command_is_not_run_in_the_real_tables(checkout: Checkout) -> None:
    """The examples that write do so in the copy."""
    assert checkout.run("rxcheck kb where").out.strip() == str(checkout.folder)
    assert os.path.realpath(checkout.folder) != os.path.realpath(ROOT)
