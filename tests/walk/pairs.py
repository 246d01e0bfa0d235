"""Factors with their values → few rows in which every two values of any two factors meet."""

from collections.abc import Mapping, Sequence
from itertools import combinations, product


def every(factors: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """All combinations."""
    return [dict(zip(factors, row, strict=True)) for row in product(*factors.values())]


def pairwise(factors: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Combinations that hold every pair; the same ones each time, each the one that adds most to those before it."""
    rows = every(factors)
    left = set().union(*(_pairs(row) for row in rows))
    filters = []
    while left:
        best = max(rows, key=lambda row: len(_pairs(row) & left))
        filters.append(best)
        left -= _pairs(best)
    return filters


def _pairs(row: Mapping[str, str]) -> set[tuple]:
    return set(combinations(row.items(), 2))
