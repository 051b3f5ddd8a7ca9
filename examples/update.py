"""Writes every example's report.json anew. Run it when tables or checks have changed, then read the difference.

    python examples/update.py            all examples
    python examples/update.py clean-zh   one of them

`expected.yaml` is never written by a program: it holds what must be true of the example whatever the tables say.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent


def names() -> list[str]:
    """The examples, by folder."""
    return sorted(path.parent.name for path in FOLDER.glob("*/expected.yaml"))


def prescription_file(name: str) -> str:
    """The file name of an example's prescription."""
    (path,) = (FOLDER / name).glob("prescription.*")
    return path.name


def expected(name: str) -> dict[str, Any]:
    """What must hold of an example."""
    return dict(yaml.safe_load((FOLDER / name / "expected.yaml").read_text(encoding="utf-8")))


def command() -> list[str]:
    """The command of the environment that runs this script, as installed if it is."""
    script = Path(sys.executable).parent / "rxcheck"
    return [str(script)] if script.exists() else [sys.executable, "-m", "rxcheck"]


def check(name: str, lang: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    """`rxcheck check` on an example, under the jurisdiction that it names."""
    jurisdiction = expected(name).get("jurisdiction", "generic")
    return subprocess.run(  # noqa: S603 - our own command on our own file
        [*command(), "check", prescription_file(name), "--lang", lang, "--jurisdiction", jurisdiction, *options],
        cwd=FOLDER / name,
        capture_output=True,
        check=False,
    )


def without_versions(value: Any) -> Any:
    """The document without the stamps that change with every edit of a table."""
    if isinstance(value, dict):
        return {key: without_versions(inner) for key, inner in value.items() if key != "versions"}
    return [without_versions(inner) for inner in value] if isinstance(value, list) else value


def report_text(output: bytes) -> str:
    """What stands in report.json."""
    return json.dumps(without_versions(json.loads(output)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def update(chosen: list[str]) -> Iterator[str]:
    """Write the reports; yields the names of those that changed."""
    for name in chosen or names():
        ran = check(name, expected(name)["lang"], "--format", "json")
        if ran.returncode not in (0, 1, 3):
            sys.exit(f"{name}: {ran.stderr.decode()}")
        path = FOLDER / name / "report.json"
        text = report_text(ran.stdout)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            yield name


if __name__ == "__main__":
    for changed in update(sys.argv[1:]):
        print(changed)
