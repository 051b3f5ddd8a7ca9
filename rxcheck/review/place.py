"""Where the log lies and who writes into it."""

from __future__ import annotations

import os
from pathlib import Path

from rxcheck.errors import UsageError

LOG_VARIABLE, USER_VARIABLE, GROUP_VARIABLE = "RXCHECK_REVIEW_LOG", "RXCHECK_USER", "RXCHECK_USER_GROUP"
LONGEST_NAME = 200


def log_path(chosen: Path | None) -> Path:
    """--log, else $RXCHECK_REVIEW_LOG, else review.sqlite in the user's data folder ($XDG_DATA_HOME/rxcheck)."""
    named = chosen or os.environ.get(LOG_VARIABLE)
    if named:
        return Path(named).expanduser()
    data = os.environ.get("XDG_DATA_HOME", "")
    # The XDG specification has relative paths ignored.
    base = Path(data) if data and Path(data).is_absolute() else Path.home() / ".local" / "share"
    return base / "rxcheck" / "review.sqlite"


def user_name(chosen: str | None) -> str:
    """--user, else $RXCHECK_USER, else the name of the login.

    Raises:
        UsageError: there is none, or it is no name.
    """
    named = chosen if chosen is not None else os.environ.get(USER_VARIABLE)
    if named is None:
        import getpass

        try:
            named = getpass.getuser()
        except (KeyError, OSError, ImportError):
            named = ""
    return _required(named, "--user")


def group_name(chosen: str | None) -> str:
    """--group, else $RXCHECK_USER_GROUP; empty where nobody says.

    Raises:
        UsageError: it is no name.
    """
    named = chosen if chosen is not None else os.environ.get(GROUP_VARIABLE, "")
    return _required(named, "--group") if named.strip() else ""


def _required(named: str, option: str) -> str:
    named = named.strip()
    if not named:
        raise UsageError(f"{option} is empty: say who decides")
    if len(named) > LONGEST_NAME or not named.isprintable():
        raise UsageError(f"{option} is no name: at most {LONGEST_NAME} characters, on one line")
    return named
