"""Figures are rounded half up on exact fractions, and a part never looks like nothing or like the whole."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.language.rounding import fixed, half_up, percent


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (1, 8, "12.5%"),
        (1, 16, "6.3%"),
        (9_995, 10_000, "99.95%"),
        (1, 3_000, "0.03%"),
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (135, 100, "135.0%"),
        (1, 10**9, "<0.0001%"),
        (10**9 - 1, 10**9, "<100%"),
        (10**9 + 1, 10**9, ">100%"),
        (0.1, 0.3, "33.3%"),
    ],
)
def test_a_share_says_what_it_is(part, whole, text):
    assert percent(part, whole) == text


def test_halves_go_away_from_zero():
    assert [fixed(v, 0) for v in (0.5, 1.5, 2.5, -0.5, -2.5)] == ["1", "2", "3", "−1", "−3"]
    assert fixed(1_234_567.25, 1) == "1,234,567.3"


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 4))
def test_rounding_is_that_of_decimal_half_up(value, digits):
    with localcontext() as context:
        context.prec = 40
        assert half_up(value, digits) == Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
