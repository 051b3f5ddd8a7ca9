"""Runs the command as a user does: another process, bytes in, bytes out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile

# What nearly every command imports.
_PRELOADED = (
    "rxcheck.cli.app",
    "rxcheck.verify",
    "rxcheck.report.table",
    "rxcheck.report.spoken",
    "rxcheck.explain.render",
    "rxcheck.kb.card",
    "rxcheck.audit.run",
)
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


@dataclass(frozen=True)
class Ran:
    """What a finished command left."""

    code: int
    out: str
    err: str


def command() -> list[str]:
    """The command of this environment, as installed if it is."""
    script = Path(sys.executable).parent / "rxcheck"
    return [str(script)] if script.exists() else [sys.executable, "-m", "rxcheck"]


def environment(**changes: str) -> dict[str, str]:
    """The environment with `changes`, and the checkout on the path for an environment without an installation."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, **changes}


def rxcheck(
    *arguments: str | Path, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Ran:
    """Run `rxcheck` with `arguments`; its output is UTF-8 whatever the locale says."""
    ran = subprocess.run(
        [*command(), *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
        env=environment(**(env or {})),
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def forked(*arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ran:
    """The same in a child of this process that has everything imported: for what is run very often. Stdin is empty."""
    for module in _PRELOADED:
        import_module(module)
    with TemporaryFile() as out, TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            try:
                os.chdir(cwd or Path.cwd())
                os.environ.update(env or {})
                for stream, number in ((out, 1), (err, 2)):
                    os.dup2(stream.fileno(), number)
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in enumerate("rww"))
                sys.argv = ["rxcheck", *map(str, arguments)]
                import_module("rxcheck.cli.app").main()
            finally:
                os._exit(99)  # main never comes back
        _, status = os.waitpid(child, 0)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode())
    return Ran(os.waitstatus_to_exitcode(status), *texts)


def example(name: str) -> Path:
    """The prescription of an example."""
    (path,) = (EXAMPLES / name).glob("prescription.*")
    return path
