"""What a site has decided about the rules: which it does not want to see, why, until when, and its own thresholds."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from rxcheck.terms import Action, CheckKind, Severity

POLICY_FILE = "rxcheck.toml"


class Suppression(Struct, frozen=True):
    """A rule that a site has switched off until a day (that day included), why, and who answers for it."""

    rule: str
    reason: str
    owner: str
    expires: date


class SitePolicy(Struct, frozen=True):
    """The policy of a site as it holds on a day (`as_of`): what is suppressed, what has expired and holds no more, both by
    rule, and thresholds by their key. `name` is that of the file, without its folder; `digest` is of what it decides: the same
    on every day, however the file is written."""

    name: str
    digest: str
    as_of: date
    suppress: tuple[Suppression, ...] = ()
    expired: tuple[Suppression, ...] = ()
    thresholds: dict[str, int] = {}


class Suppressed(Struct, frozen=True):
    """A finding that is not told because the site has suppressed its rule."""

    suppression: Suppression
    check: CheckKind
    action: Action
    severity: Severity
    lines: tuple[str, ...]
    drugs: tuple[str, ...]
