"""Intervals of shares."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist


def wilson(hits: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """The score interval of a share (Wilson EB. Probable inference, the law of succession, and statistical inference. J Am Stat
    Assoc 1927;22:209-212), without correction for continuity; (0, 1) where nothing was tried.

    Raises:
        ValueError: fewer trials than hits, or negative numbers.
    """
    if not 0 <= hits <= trials:
        raise ValueError("hits do not lie from 0 to trials")
    if not trials:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, spread = hits / trials, z * z / trials
    middle = (share + spread / 2) / (1 + spread)
    reach = z * sqrt(share * (1 - share) / trials + spread / (4 * trials)) / (1 + spread)
    # The bound at a share of 0 or 1 is exact; rounding must not move it.
    return (0.0 if hits == 0 else middle - reach), (1.0 if hits == trials else middle + reach)
