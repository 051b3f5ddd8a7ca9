"""Errors that a user can act on: told on stderr, a line each, and turned into the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rxcheck.errors import AuditError, InputError, KnowledgeError, ModelError, ReviewError, RxcheckError, TrainingError
from rxcheck.terms import ExitCode, Lang


@contextmanager
def errors_in(lang: Lang) -> Iterator[None]:
    """Tells an error raised inside in `lang` and leaves with its exit code."""
    try:
        yield
    except RxcheckError as error:
        tell(error, lang)
        sys.exit(_code(error).value)


def tell(error: RxcheckError, lang: Lang) -> None:
    """One line on stderr; one for each fault where knowledge tables have several."""
    from rxcheck.report.errors_text import error_text

    several = isinstance(error, KnowledgeError) and error.location is None
    for fault in map(RxcheckError, error.message.splitlines()) if several else [error]:
        print(f"rxcheck: {error_text(fault, lang)}", file=sys.stderr)


def _code(error: RxcheckError) -> ExitCode:
    if isinstance(error, KnowledgeError):
        return ExitCode.BAD_KNOWLEDGE
    if isinstance(error, InputError | ModelError | AuditError | ReviewError | TrainingError):
        return ExitCode.UNREADABLE
    return ExitCode.USAGE
