"""A copy of the checkout in which commands of the docs run as they stand, and may write."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.command import ROOT, Ran, environment

_TABLES = ("knowledge", "rules")


class Checkout:
    """A folder with the program, its tables and examples, and a `rxcheck` on the path that runs them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # With their times, so that compiled modules and tables need not be made again.
        shutil.copytree(ROOT / "rxcheck", folder / "rxcheck")
        for name in (*_TABLES, "examples"):
            shutil.copytree(ROOT / name, folder / name)
        self._bin, self._home = folder / ".bin", folder / ".home"
        self._bin.mkdir()
        self._home.mkdir()
        script = self._bin / "rxcheck"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rxcheck "$@"\n', encoding="utf-8")
        script.chmod(0o755)

    def run(self, line: str, **env: str) -> Ran:
        """A line of a shell, both streams in the order in which they were written."""
        ran = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=180,
            env=environment(
                PYTHONPATH=str(self.folder),
                PATH=f"{self._bin}{os.pathsep}{os.environ['PATH']}",
                HOME=str(self._home),
                XDG_DATA_HOME=str(self._home / "data"),
                **env,
            ),
        )
        return Ran(ran.returncode, ran.stdout.decode(), "")

    def restore(self) -> None:
        """The tables as they were."""
        for name in _TABLES:
            shutil.rmtree(self.folder / name)
            shutil.copytree(ROOT / name, self.folder / name)
