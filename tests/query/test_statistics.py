"""Intervals and limits against figures worked out another way: exact fractions, and the definition of the interval."""

from fractions import Fraction
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from loaders.form.metrics import MIN_CASES
from loaders.query.binomial import quantile
from loaders.query.statistics import Funnel, binomial_limit, dispersion_over_time, funnel, intervals, wilson


def exact_limit(target: Fraction, size: int, p: Fraction) -> float:
    """The interpolated limit by adding up exact binomial probabilities."""
    below = Fraction(0)
    for r in range(size + 1):
        own = comb(size, r) * target**r * (1 - target) ** (size - r)
        if below + own >= p:
            return float((r - (below + own - p) / own) / size)
        below += own
    raise AssertionError


@pytest.mark.parametrize("target", ["1/2", "1/10", "557/1000", "97/100"])
@pytest.mark.parametrize("size", [20, 37, 150, 400])
@pytest.mark.parametrize("p", ["1/1000", "25/1000", "975/1000", "999/1000"])
def test_limits_agree_with_exact_fractions_to_four_digits(target, size, p):
    wanted = min(max(exact_limit(Fraction(target), size, Fraction(p)), 0.0), 1.0)
    found = binomial_limit(float(Fraction(target)), np.array([size]), float(Fraction(p)))[0]
    assert found == pytest.approx(wanted, abs=5e-5)


shares = st.one_of(
    st.floats(1e-6, 1 - 1e-6), st.floats(-6, -1).map(lambda e: 10**e), st.sampled_from([0.001, 0.025, 0.5, 0.975])
)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20), shares, shares)
def test_the_binomial_quantile_agrees_with_scipy_to_nine_digits(sizes, target, p):
    sizes = np.array(sizes, dtype=float)
    r = binom.ppf(p, sizes, target)
    wanted = r - (binom.cdf(r, sizes, target) - p) / binom.pmf(r, sizes, target)
    assert quantile(p, sizes, target) / sizes == pytest.approx(wanted / sizes, abs=1e-9)


@pytest.mark.parametrize(("target", "limit"), [(0.0, 0.0), (1.0, 1 - 0.975 / 40)])
def test_a_group_in_which_all_or_none_are_counted_has_limits(target, limit):
    assert binomial_limit(target, np.array([40.0]), 0.025)[0] == pytest.approx(limit)


@given(st.integers(1, 500), st.data())
def test_the_ends_of_a_wilson_interval_are_just_compatible_with_the_rate(size, data):
    n = data.draw(st.integers(0, size))
    low, high = wilson(n, size)
    assert 0 <= low <= n / size <= high <= 1
    for end in (low, high):
        if 0 < end < 1:
            assert abs(n / size - end) / sqrt(end * (1 - end) / size) == pytest.approx(1.959964, abs=1e-3)


def test_nothing_over_nothing_is_no_rate():
    with pytest.raises(ValueError, match="0 of 0"):
        wilson(0, 0)
    assert funnel([0, 0], [0, 0]) is None


def test_a_group_that_differs_by_chance_alone_keeps_exact_limits():
    rng = np.random.default_rng(7)
    sizes = rng.integers(30, 900, 60)
    found = funnel(rng.binomial(sizes, 0.4), sizes)
    assert not found.widened
    assert found.dispersion == pytest.approx(1, abs=0.5)
    assert found.limits([400], 0.95)[0][0] == pytest.approx(
        exact_limit(Fraction(found.target), 400, Fraction(25, 1000)), abs=5e-5
    )


def test_a_group_that_differs_by_more_than_chance_gets_wider_limits():
    rng = np.random.default_rng(7)
    sizes = rng.integers(200, 900, 60)
    found = funnel(rng.binomial(sizes, rng.normal(0.5, 0.12, 60).clip(0.05, 0.95)), sizes)
    assert found.widened
    chance = Funnel(found.target, found.members, 1.0, False)
    assert found.limits([400], 0.95)[0] < chance.limits([400], 0.95)[0]
    assert found.limits([400], 0.998)[1] > found.limits([400], 0.95)[1]


@pytest.mark.parametrize(("distance", "widened"), [(1.39, True), (1.36, False)])
def test_limits_widen_from_two_standard_errors_of_the_dispersion_on(distance, widened):
    """Ten members, half of them above and half below the target: their dispersion is the square of the distance, and
    1 + 2√(2/10) = 1.894 is the limit.
    """
    step = distance * sqrt(0.25 / 10_000)
    found = funnel([10_000 * (0.5 + step)] * 5 + [10_000 * (0.5 - step)] * 5, [10_000] * 10)
    assert found.dispersion == pytest.approx(distance**2)
    assert found.widened == widened


def test_nine_members_do_not_tell_how_much_they_differ():
    found = funnel([4_000] * 5 + [6_000] * 4, [10_000] * 9)
    assert (found.dispersion, found.widened) == (1.0, False)


def test_few_requests_are_too_few_whatever_their_rate():
    group = Funnel(0.5, 10, 1.0, False)
    assert group.place(MIN_CASES - 1, MIN_CASES - 1) == "few"
    assert [group.place(n, 400) for n in (200, 225, 250, 175, 140)] == [
        "inside",
        "high",
        "very_high",
        "low",
        "very_low",
    ]


def over_years(rng: np.random.Generator, repeats: int, units: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Units that grant half of 300 to 900 requests, as far apart as they like, each request filed so many times."""
    sizes, rates = rng.integers(300, 900, (2, units)), rng.uniform(0.2, 0.8, units)
    counts = rng.binomial(sizes, rates) * repeats
    rows = [np.column_stack([c, n]) for c, n in zip(counts, sizes * repeats, strict=True)]
    return rows[0], rows[1], np.full(units, 2023)


def test_units_that_differ_widen_no_interval():
    """What differs between units may be real: only what changes from year to year tells that cases are not independent."""
    assert dispersion_over_time(*over_years(np.random.default_rng(7), 1)) == 1.0


def test_requests_filed_several_times_widen_intervals_as_much():
    """Each of N requests filed nine times tells no more than one of them."""
    found = dispersion_over_time(*over_years(np.random.default_rng(7), 9))
    assert found == pytest.approx(9, rel=0.4)
    low, high = intervals(np.array([450.0]), np.array([900.0]), dispersion=9.0)
    assert (low[0], high[0]) == pytest.approx(wilson(50, 100))


def test_nine_units_do_not_tell_that_requests_repeat():
    now, before, year = over_years(np.random.default_rng(7), 9)
    assert dispersion_over_time(now[:9], before[:9], year[:9]) == 1.0


def test_a_change_that_all_units_share_widens_no_interval():
    now, before, year = over_years(np.random.default_rng(7), 1)
    raised = np.column_stack([now[:, 0] + np.round(0.1 * now[:, 1]), now[:, 1]])
    assert dispersion_over_time(raised, before, year) == pytest.approx(1.0, abs=0.6)
