"""Every `$ rxcheck …` of the pages runs, and prints what stands below it.

A block of a page is one session in a folder that holds what the pages call by name (`FILES`). Below a command stands all that
it prints, on both streams; `…` stands for lines that are left out. Rules across and the versions are not compared: they say
which tables were asked, and pages are not renewed with every row. Pages of docs/commands are those of the help, which has its
own test.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from tests.support.checkout import Checkout
from tests.support.command import ROOT

PAGES = [
    ROOT / "README.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "commands"),
    *sorted((ROOT / "examples").rglob("*.md")),
]
# What the pages call it, and what of the examples it is.
FILES = {
    "prescription.yaml": "warfarin-clarithromycin/prescription.yaml",
    "prescriptions.csv": "audit-his-cn/prescriptions.csv",
    "处方.csv": "audit-his-cn/prescriptions.csv",
    "november.csv": "audit-his-cn/prescriptions.csv",
    "medications.csv": "audit-synthea/medications.csv",
    "meds.txt": "audit-smart/meds.txt",
    "formulary.csv": "site/formulary.csv",
    "house_list.csv": "site/house_list.csv",
    "rxcheck.toml": "site/rxcheck.toml",
}
# Folders of former audits, and the options that they were made with.
AUDITS = {
    "old": "",
    "new": "--policy rxcheck.toml",
    "audit-may": "",
    "audit-june": "--policy rxcheck.toml",
    "october": "",
}
# Knowledge packs that are there already.
PACKS = {
    "packs/ansm": "ansm examples/site/thesaurus.json examples/site/substances.json --source-id ansm-2020",
    "packs/onc": "ddinter examples/site/ddinter.csv --source-id onc-high-priority",
}
# Files of trainees who have begun.
TRAINEES = ("ann.sqlite", "ward3.sqlite")
NOT_RUN = {
    "--scheduler tcp://10.0.0.1:8786": "it needs a cluster",
    "--executor dask --processes 8": "it starts eight processes; tests/functional/test_audit.py starts two",
}
_ANSWERS = (0, 1, 3, 4)  # 4: the shipped table has rows that are rejected
_ELISION = "…"
_NOT_COMPARED = re.compile(r"[━─]+|rxcheck \d+\.\d+\.\d+ · .*")


class Shown(Struct, frozen=True):
    """A command of a page, and the lines below it."""

    command: str
    printed: tuple[str, ...]


def blocks(path: Path) -> Iterator[list[Shown]]:
    """The sessions of a page that call the command."""
    for block in re.findall(r"^```console\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        lines = re.sub(r" \\\n\s*", " ", block).splitlines()
        starts = [at for at, line in enumerate(lines) if line.startswith("$ ")]
        shown = [
            Shown(lines[at][2:], tuple(lines[at + 1 : end]))
            for at, end in zip(starts, [*starts[1:], len(lines)], strict=True)
        ]
        shown = [each for each in shown if re.search(r"(^|\s)rxcheck ", each.command)]
        if shown:
            yield shown


SESSIONS = [
    pytest.param(path.parent, session, id=f"{path.relative_to(ROOT)}-{number}")
    for path in PAGES
    for number, session in enumerate(blocks(path))
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    made = Checkout(tmp_path_factory.mktemp("docs") / "checkout")
    for name, source in FILES.items():
        shutil.copy(ROOT / "examples" / source, made.folder / name)
    (made.folder / "site.key").write_bytes(bytes(range(32)))
    (made.folder / "site.key").chmod(0o600)
    assert made.run("gzip --keep prescriptions.csv").code == 0
    for folder, options in AUDITS.items():
        ran = made.run(
            f"rxcheck audit prescriptions.csv -o {folder} --no-policy".replace("--no-policy", options or "--no-policy")
        )
        assert ran.code == 4, ran.out
    for folder, source in PACKS.items():
        assert made.run(f"rxcheck kb import {source} -o {folder}").code == 0
    for trainee in TRAINEES:
        assert made.run(f"rxcheck train start --cases 1 --db {trainee}").code == 0
    shutil.copytree(ROOT / "examples" / "training" / "kidney", made.folder / "my-cases")
    # A policy of the folder would speak in every check: pages name it where they mean it.
    (made.folder / "rxcheck.toml").rename(made.folder / ".rxcheck.toml")
    return made


@pytest.mark.parametrize(("folder", "session"), SESSIONS)
def test_session(folder: Path, session: list[Shown], checkout: Checkout) -> None:
    lines = [each.command for each in session]
    if any("--policy rxcheck.toml" in line for line in lines):
        shutil.copy(checkout.folder / ".rxcheck.toml", checkout.folder / "rxcheck.toml")
    # A page of an example is read in its folder.
    place = f"cd {folder.relative_to(ROOT)} && " if "examples" in folder.parts else ""
    try:
        for shown in session:
            if any(mark in shown.command for mark in NOT_RUN):
                continue
            if (made := re.search(r"rxcheck audit .*-o (\S+)", shown.command)) and "--resume" not in shown.command:
                checkout.run(f"{place}rm -rf {made[1]}")
            ran = checkout.run(place + shown.command)
            assert ran.code in _ANSWERS, f"{shown.command}\n{ran.out}"
            compare(shown, ran.out)
    finally:
        (checkout.folder / "rxcheck.toml").unlink(missing_ok=True)
        if any("--write" in line for line in lines):
            checkout.restore()


def compare(shown: Shown, printed: str) -> None:
    """Fails where the page shows other lines than were printed; nothing is compared where it shows none."""
    wanted = _compared(shown.printed)
    if not wanted:
        return
    found = _compared(printed.splitlines())
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == _ELISION else re.escape(line) + "\n" for line in wanted)
    assert re.fullmatch(pattern, "".join(f"{line}\n" for line in found)), f"{shown.command}\nprints:\n" + "\n".join(
        found
    )


def _compared(lines: list[str] | tuple[str, ...]) -> list[str]:
    kept = [line.rstrip() for line in lines if not _NOT_COMPARED.fullmatch(line.rstrip())]
    while kept and not kept[-1]:
        kept.pop()
    while kept and not kept[0]:
        kept.pop(0)
    return kept


def test_pages_show_commands() -> None:
    assert len(SESSIONS) > 15


def test_what_is_not_run_is_still_shown() -> None:
    lines = [each.command for path in PAGES for session in blocks(path) for each in session]
    assert [mark for mark in NOT_RUN if not any(mark in line for line in lines)] == []


def test_what_is_prepared_is_still_needed() -> None:
    text = "\n".join(each.command for path in PAGES for session in blocks(path) for each in session)
    names = [*FILES, *AUDITS, *PACKS]
    assert [name for name in names if not re.search(rf"(?<![\w/]){re.escape(name)}", text)] == []


def test_a_page_that_drifts_is_found() -> None:
    shown = Shown("rxcheck check x", ("● 1 MONITOR", _ELISION, "2 lines"))
    compare(shown, "━━━━\n● 1 MONITOR\nother\n\n2 lines\nrxcheck 0.1.0 · knowledge 1 · 0\n")
    for other in ("● 2 MONITOR\n2 lines\n", "● 1 MONITOR\n3 lines\n", "● 1 MONITOR\n2 lines\nmore\n"):
        with pytest.raises(AssertionError):
            compare(shown, other)
