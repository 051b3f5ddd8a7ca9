"""Where an answer goes: stdout, or a file that is written whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rxcheck.errors import UsageError


@contextmanager
def stream_to(output: Path | None) -> Iterator[TextIO]:
    """Stdout, or a buffer that becomes the file when everything is written.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    import io

    from rxcheck.files import write_atomically

    buffer = io.StringIO()
    yield buffer
    with told_when_refused(output):
        write_atomically(output, buffer.getvalue())


@contextmanager
def told_when_refused(file: Path) -> Iterator[None]:
    """Turns the refusal to write a file into an error of usage.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}") from None
