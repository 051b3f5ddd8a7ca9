"""What the policy of a site keeps from being told: a second look with all rules, at the checks that a suppressed rule belongs to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from rxcheck.checks.interface import Check, Context, Options
from rxcheck.checks.outcomes import findings
from rxcheck.checks.registry import CHECKS
from rxcheck.engine.batch import Batch
from rxcheck.engine.compiled import Kb
from rxcheck.engine.hits import Hits, some_hits
from rxcheck.site import SitePolicy, Suppressed
from rxcheck.terms import CheckKind


class Withheld:
    """The suppressed rules of a site, and the knowledge with which they would fire."""

    def __init__(self, whole: Kb, numbers: Mapping[CheckKind, Sequence[int]], policy: SitePolicy) -> None:
        """`whole` has all rules, by the same codes as the knowledge that batches are made with; `numbers` are those suppressed."""
        self._kb = whole
        self._numbers = {check: np.array(rules, dtype=np.int64) for check, rules in numbers.items() if len(rules)}
        self._suppressions = {each.rule: each for each in policy.suppress}

    def hits(self, batch: Batch, options: Options) -> Iterator[tuple[Check, Hits]]:
        """By check the findings that would be told if nothing were suppressed, and are of a suppressed rule."""
        for check in CHECKS:
            numbers = self._numbers.get(check.kind)
            if numbers is not None:
                hits, _ = check.run(batch, self._kb, options)
                yield check, some_hits(hits, np.flatnonzero(np.isin(hits.rule, numbers)).tolist())

    def counted(self, batch: Batch, options: Options) -> dict[str, int]:
        """Rule id → how many findings of it are not told."""
        counts: Counter[str] = Counter()
        for check, hits in self.hits(batch, options):
            rules = self._kb.rules(check.kind)
            counts.update(rules[number].rule_id for number in hits.rule.tolist())
        return dict(sorted(counts.items()))

    def found(self, context: Context, options: Options) -> dict[int, tuple[Suppressed, ...]]:
        """By prescription what is not told, the worst first."""
        context = Context(context.batch, self._kb, context.prescriptions)
        made: dict[int, list[Suppressed]] = defaultdict(list)
        for check, hits in self.hits(context.batch, options):
            for rx, finding in findings(context, check, hits):
                made[rx].append(
                    Suppressed(
                        self._suppressions[finding.rule_id],
                        finding.check,
                        finding.action,
                        finding.severity,
                        finding.lines,
                        finding.drugs,
                    )
                )
        return {rx: tuple(sorted(each, key=_worst_first)) for rx, each in made.items()}


def _worst_first(each: Suppressed) -> tuple[object, ...]:
    return -each.action.rank, -each.severity.rank, each.suppression.rule, each.lines, each.drugs
