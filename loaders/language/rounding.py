"""Exact fractions → decimal figures, rounded half up (四舍五入), with as many digits as keep a part from looking whole."""

from decimal import Decimal
from fractions import Fraction

MAX_DIGITS = 4
"""Digits after the point that a share is given before it is called less than the smallest of them."""

Number = int | float | Decimal | Fraction


def exact(value: Number) -> Fraction:
    """A number as the fraction that its decimal digits say: 0.1 is one tenth."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def half_up(value: Number, digits: int = 0) -> Fraction:
    """A number rounded to some digits after the point; a half goes away from zero, as in 四舍五入."""
    scaled = abs(exact(value)) * 10**digits
    whole = (scaled + Fraction(1, 2)).__floor__()
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def fixed(value: Number, digits: int) -> str:
    """A number rounded half up, with exactly that many digits and thousands separators: `1,234.5`, `−0.3`."""
    rounded = half_up(value, digits)
    text = f"{Decimal(abs(rounded).numerator) / Decimal(abs(rounded).denominator):,.{digits}f}"
    return f"−{text}" if rounded < 0 else text


def percent(part: Number, whole: Number) -> str:
    """A share as `54.0%`, of exact fractions.

    A share that is neither nothing nor the whole never looks so: 9,995 of 10,000 is `99.95%`, 1 of 3,000 `0.03%`. A
    smaller one is `<0.0001%`, or `>99.9999%`. ZeroDivisionError over nothing.
    """
    share = exact(part) / exact(whole) * 100
    for digits in range(1, MAX_DIGITS + 1):
        rounded = half_up(share, digits)
        if (rounded == 0) == (share == 0) and (rounded == 100) == (share == 100):
            return f"{fixed(share, digits)}%"
    limit = Fraction(1, 10**MAX_DIGITS)
    if abs(share) < 50:
        return f"{'−' if share < 0 else ''}<{fixed(limit, MAX_DIGITS)}%"
    return f"{'<' if share < 100 else '>'}100%"
