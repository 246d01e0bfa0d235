"""Counts of n in N → intervals and control limits, so that small numbers are not ranked as if they meant something.

Sources: Wilson 1927 (score interval); Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in
Medicine 24 (2005) 1185-1202, doi 10.1002/sim.1970: exact binomial limits with interpolation (appendix A.1.1) and
over-dispersion estimated from winsorised z-scores (section 4, appendix A.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from statistics import NormalDist

import numpy as np

from loaders.form.metrics import MIN_CASES
from loaders.query.binomial import quantile

LEVELS = (0.95, 0.998)
"""The shares between the inner and the outer limits: 2 and 3 standard deviations."""
MIN_MEMBERS_FOR_DISPERSION = 10
"""The members with enough cases from which on it is estimated how much they differ beyond chance."""
_WINSORISED = 0.1


def wilson(n: float, over: float, level: float = 0.95) -> tuple[float, float]:
    """The score interval of a rate n / over; ValueError where over is not positive or n lies outside it."""
    if over <= 0 or not 0 <= n <= over:
        raise ValueError(f"{n} of {over}")
    low, high = intervals(np.array([n]), np.array([over]), level)
    return float(low[0]), float(high[0])


def intervals(
    n: np.ndarray, over: np.ndarray, level: float = 0.95, dispersion: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """The score intervals of many rates; each 0 ≤ n ≤ over and over > 0.

    dispersion: how many times the variance is that of independent cases, as of `dispersion_over_time`: N cases tell as much as
    N / dispersion independent ones.
    """
    z = _deviate(0.5 + level / 2)
    rate, over = n / over, over / dispersion
    middle = (rate + z * z / (2 * over)) / (1 + z * z / over)
    half = z / (1 + z * z / over) * np.sqrt(rate * (1 - rate) / over + z * z / (4 * over * over))
    return np.maximum(0.0, np.minimum(middle - half, rate)), np.minimum(1.0, np.maximum(middle + half, rate))


def dispersion_over_time(now: np.ndarray, before: np.ndarray, group: np.ndarray) -> float:
    """How many times more the rates of the same units vary from one year to the next than independent cases would.

    now, before: a row n, N of each unit and pair of years; group: the pair of years of each, whose common change is taken off.
    Cases are not independent where one applicant files many. 1 for fewer than `MIN_MEMBERS_FOR_DISPERSION` rows, and where chance may
    have made the difference (1 + 2 √(2 / I) for I rows).

    Differences between units are none of it: they may be real, and would hide themselves in intervals that they widened.
    """
    if len(now) < MIN_MEMBERS_FOR_DISPERSION:
        return 1.0
    (n, over), (n0, over0) = now.T.astype(float), before.T.astype(float)
    middle = (n + n0) / (over + over0)
    spread = np.sqrt(middle * (1 - middle) * (1 / over + 1 / over0))
    change = n / over - n0 / over0
    for pair in np.unique(group):
        of_pair = group == pair
        change[of_pair] -= n[of_pair].sum() / over[of_pair].sum() - n0[of_pair].sum() / over0[of_pair].sum()
    z = change[spread > 0] / spread[spread > 0]
    if len(z) < MIN_MEMBERS_FOR_DISPERSION:
        return 1.0
    found = _winsorised_square(z)
    return found if found > 1 + 2 * sqrt(2 / len(z)) else 1.0


def _winsorised_square(z: np.ndarray) -> float:
    low, high = np.quantile(z, [_WINSORISED, 1 - _WINSORISED])
    return float(np.mean(np.clip(z, low, high) ** 2))


@cache
def _deviate(p: float) -> float:
    return NormalDist().inv_cdf(p)


def binomial_limit(target: float, over: np.ndarray, p: float) -> np.ndarray:
    """The rate below which a share p of samples of the sizes `over` falls, around a target rate, interpolated.

    The interpolation is Spiegelhalter's (2005, A.1.1).
    """
    over = np.asarray(over, dtype=float)
    limits: np.ndarray = np.clip(quantile(p, over, target) / over, 0.0, 1.0)
    return limits


@dataclass(frozen=True, slots=True)
class Funnel:
    """A group's rate, how much its members differ beyond chance, and the limits at any N.

    dispersion: φ, the mean square of the winsorised z-scores; 1 is chance alone. widened: whether φ is beyond what
    chance makes it (1 + 2 √(2 / I) for I members), so that the limits are √φ times as far from the target.
    """

    target: float
    members: int
    dispersion: float
    widened: bool

    def limits(self, over: Sequence[float] | np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
        """The lower and the upper limit for each N."""
        sizes = np.asarray(over, dtype=float)
        tail = (1 - level) / 2
        if not self.widened:
            # Interpolated from above, as the lower one is from below: else a count that chance reaches lies outside.
            return binomial_limit(self.target, sizes, tail), 1 - binomial_limit(1 - self.target, sizes, tail)
        spread = _deviate(1 - tail) * np.sqrt(self.dispersion * self.target * (1 - self.target) / sizes)
        return np.clip(self.target - spread, 0, 1), np.clip(self.target + spread, 0, 1)

    def place(self, n: float, over: float) -> str:
        """Where a member lies, as `places` has it."""
        return self.places([n], [over])[0]

    def places(self, n: Sequence[float], over: Sequence[float]) -> list[str]:
        """Where members lie: `few`, `inside`, `high`, `low` (beyond 95 %), `very_high`, `very_low` (beyond 99.8 %)."""
        rates, sizes = np.asarray(n, dtype=float) / np.asarray(over, dtype=float), np.asarray(over, dtype=float)
        inner, outer = (self.limits(sizes, level) for level in LEVELS)
        cases = [sizes < MIN_CASES, rates > outer[1], rates < outer[0], rates > inner[1], rates < inner[0]]
        return list(map(str, np.select(cases, ["few", "very_high", "very_low", "high", "low"], "inside")))


def funnel(n: Sequence[float], over: Sequence[float]) -> Funnel | None:
    """The funnel of a group; null where nothing was counted. Members with an N below `MIN_CASES` do not tell dispersion."""
    counts, sizes = np.asarray(n, dtype=float), np.asarray(over, dtype=float)
    counts, sizes = counts[sizes > 0], sizes[sizes > 0]
    if not sizes.size:
        return None
    enough = sizes >= MIN_CASES
    members = int(enough.sum())
    # A few cases are shown, and decide nothing: neither the target nor how much the members differ.
    deciding = enough if members else sizes > 0
    target = float(counts[deciding].sum() / sizes[deciding].sum())
    if members < MIN_MEMBERS_FOR_DISPERSION or target in (0.0, 1.0):
        return Funnel(target, members, 1.0, False)
    z = (counts[enough] / sizes[enough] - target) / np.sqrt(target * (1 - target) / sizes[enough])
    dispersion = _winsorised_square(z)
    return Funnel(target, members, dispersion, dispersion > 1 + 2 * sqrt(2 / members))
