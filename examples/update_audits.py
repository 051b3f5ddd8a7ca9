"""Writes the summary.json of every example of an audit anew. Run it when tables or checks have changed, then read the difference.

    python -m examples.update_audits

`must_find.csv` is never written by a program: it holds what an audit must find whatever the tables say.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from examples.update import FOLDER, command, without_versions

TABLES = {
    "audit-his-cn": "prescriptions.csv",
    "audit-smart": "meds.txt",
    "audit-synthea": "medications.csv",
}


def audit(name: str, out: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    """`rxcheck audit` on an example."""
    return subprocess.run(  # noqa: S603 - our own command on our own file
        [*command(), "audit", TABLES[name], "-o", str(out), "--format", "csv", *options],
        cwd=FOLDER / name,
        capture_output=True,
        check=False,
    )


def summary(out: Path) -> dict[str, Any]:
    """What an audit found, without the stamps that change with every edit of a table."""
    return dict(without_versions(json.loads((out / "summary.json").read_text(encoding="utf-8"))))


def main() -> None:
    for name in TABLES:
        with tempfile.TemporaryDirectory() as folder:
            ran = audit(name, Path(folder))
            if ran.returncode not in (0, 4) or not (Path(folder) / "summary.json").exists():
                sys.exit(f"{name}: {ran.stderr.decode()}")
            text = json.dumps(summary(Path(folder)), ensure_ascii=False, indent=1) + "\n"
        path = FOLDER / name / "summary.json"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(name)


if __name__ == "__main__":
    main()
