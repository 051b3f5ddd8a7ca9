"""The wheel carries its tables and works away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.command import ROOT, example

pytest.importorskip("hatchling", reason="the build backend is not installed (extra dev)")
pytest.importorskip("pip", reason="pip is not installed")


def _run(*arguments: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if path:
        env["PYTHONPATH"] = str(path)
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    built = _run("-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(ROOT), cwd=folder)
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel alone; what it needs comes from this environment, so that no network is."""
    folder = tmp_path_factory.mktemp("installed")
    options = ("--no-deps", "--no-index", "--disable-pip-version-check")
    done = _run("-m", "pip", "install", *options, "--target", str(folder), str(wheel), cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_holds_the_tables_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tables = {f"rxcheck/_data/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("knowledge/*.csv")}
    tables |= {f"rxcheck/_data/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("rules/**/*.csv")}
    tables |= {
        f"rxcheck/_data/training/{path.relative_to(ROOT / 'examples' / 'training').as_posix()}"
        for path in ROOT.glob("examples/training/*/*.yaml")
    }
    assert len(tables) > 50
    assert tables <= set(names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"rxcheck"}
    cases = {
        f"rxcheck/_data/cases/{path.relative_to(ROOT / 'tests' / 'cases')}"
        for path in ROOT.glob("tests/cases/**/*.yaml")
    }
    assert cases == {name for name in names if name.startswith("rxcheck/_data/cases/")}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_checks_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = _run("-m", "rxcheck", "kb", "where", cwd=tmp_path, path=installed)
    assert (where.returncode, where.stdout) == (0, f"{installed / 'rxcheck' / '_data'}\n"), where.stderr
    path = tmp_path / example("metformin-egfr-22-zh").name
    path.write_bytes(example("metformin-egfr-22-zh").read_bytes())
    ran = _run("-m", "rxcheck", "check", path.name, "--lang", "zh", cwd=tmp_path, path=installed)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "renal-metformin-lt-30" in ran.stdout
    assert _run("-m", "rxcheck", "kb", "check", cwd=tmp_path, path=installed).returncode == 0


def test_shows_the_cases_of_a_rule(installed: Path, tmp_path: Path) -> None:
    ran = _run("-m", "rxcheck", "rules", "show", "renal-metformin-lt-30", cwd=tmp_path, path=installed)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "CASES (12)" in ran.stdout


def test_trains_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    """The shipped cases are found without a checkout, and their keys hold by the shipped tables."""
    ran = _run(
        "-m", "rxcheck", "train", "check-case", str(installed / "rxcheck/_data/training"), cwd=tmp_path, path=installed
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    code = "from rxcheck.train.bank import shipped_bank; print(len(shipped_bank().cases))"
    counted = _run("-c", code, cwd=tmp_path, path=installed)
    assert int(counted.stdout) == len(list(ROOT.glob("examples/training/*/*.yaml")))


def test_has_the_command(installed: Path, tmp_path: Path) -> None:
    ran = _run(str(installed / "bin" / "rxcheck"), "--version", cwd=tmp_path, path=installed)
    assert ran.returncode == 0
    assert ran.stdout.startswith("rxcheck ")
