"""The policy of the site, as the options name it or as it lies in the current folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from rxcheck.errors import UsageError
from rxcheck.site import POLICY_FILE
from rxcheck.terms import Lang

if TYPE_CHECKING:
    from rxcheck.kb.store import Compiled
    from rxcheck.site import SitePolicy


class PolicyChoice(Struct, frozen=True):
    """What --policy and --no-policy say; neither: the file in the current folder, where there is one."""

    file: Path | None = None
    none: bool = False
    lang: Lang = Lang.EN

    def policy(self, compiled: Compiled) -> SitePolicy | None:
        """The policy as it holds today. What nobody named, and what has expired, is told on stderr.

        Raises:
            UsageError: both options, or a policy that is not valid.
        """
        if self.file is not None and self.none:
            raise UsageError("--policy and --no-policy do not go together")
        found = self.file or Path(POLICY_FILE)
        if self.none or (self.file is None and not found.exists()):
            return None
        from datetime import date

        from rxcheck.kb.site_policy import read_policy
        from rxcheck.report.suppressed import expired_text, found_text

        policy = read_policy(found, compiled, date.today(), self.lang)
        told = [] if self.file is not None else [found_text(policy, self.lang)]
        for line in (*told, *(expired_text(each, self.lang) for each in policy.expired)):
            print(f"rxcheck: {line}", file=sys.stderr)
        return policy
