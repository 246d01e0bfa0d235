"""Ranks with what chance allows, and medians over the same units, against a computation in plain Python."""

import random
from math import sqrt
from statistics import median

import polars as pl
import pytest
from helpers import fixed_seed

from loaders.query.ranks import panel_median, rank_of, ranked
from loaders.query.statistics import wilson


def rows_of(figures: dict[tuple[str, int], tuple[float, float | None, str | None]]) -> pl.DataFrame:
    """Rows as of `compared`: (unit, year) → value, over, reason."""
    out = []
    for (unit, year), (value, over, reason) in figures.items():
        low, high = wilson(value, over) if over else (None, None)
        out.append({
            "unit": unit, "name": unit, "year": year, "value": value, "over": over, "rate": value / over if over else None,
            "filed": 1, "reports": 1, "area": True, "areas": 1, "bodies": 0, "who": hash(unit), "expected": None, "form": None,
            "low": low, "high": high, "reason": reason,
        })  # fmt: skip
    types = {"over": pl.Float64, "rate": pl.Float64, "low": pl.Float64, "high": pl.Float64, "reason": pl.String,
             "expected": pl.Int64, "form": pl.String}  # fmt: skip
    return pl.DataFrame(out, schema_overrides=types)


def test_a_rate_may_have_the_ranks_of_those_from_which_it_does_not_differ():
    rng = random.Random(fixed_seed())
    for _ in range(20):
        sizes = {f"u{i}": rng.randint(20, 400) for i in range(rng.randint(3, 9))}
        counts = {u: rng.randint(0, n) for u, n in sizes.items()}
        found = rank_of(ranked(rows_of({(u, 2023): (counts[u], sizes[u], None) for u in sizes}), rate=True), 2023)

        def beyond(a: str, b: str, n=counts, of=sizes) -> bool:
            first, second = n[a] / of[a], n[b] / of[b]
            reach = sqrt((first - wilson(n[a], of[a])[0]) ** 2 + (wilson(n[b], of[b])[1] - second) ** 2)
            return first - second > reach + 1e-12

        for u in sizes:
            rates = {v: counts[v] / sizes[v] for v in sizes}
            rank = 1 + sum(r > rates[u] for r in rates.values())
            best = 1 + sum(beyond(v, u) for v in sizes)
            worst = len(sizes) - sum(beyond(u, v) for v in sizes)
            assert found[u] == (rank, best, worst)
            assert best <= rank <= worst


def test_counts_have_one_rank_and_equal_ones_share_it():
    rows = rows_of({(u, 2023): (v, None, None) for u, v in {"a": 9, "b": 7, "c": 7, "d": 1}.items()})
    assert rank_of(ranked(rows, rate=False), 2023) == {"a": (1, 1, 1), "b": (2, 2, 2), "c": (2, 2, 2), "d": (4, 4, 4)}


@pytest.mark.parametrize(("reason", "ranks"), [(None, 3), ("partial", 0)])
def test_three_units_that_may_be_compared_are_ranked_and_two_are_not(reason, ranks):
    rows = rows_of({("a", 2023): (9, None, None), ("b", 2023): (7, None, None), ("c", 2023): (70, None, reason)})
    assert ranked(rows, rate=False).height == ranks


def test_a_median_is_over_units_that_may_be_compared_in_every_year():
    rows = rows_of({
        **{(u, y): (v + y - 2022, None, None) for u, v in {"a": 1, "b": 5, "c": 9}.items() for y in (2022, 2023)},
        ("d", 2022): (1000, None, None), ("d", 2023): (0, None, "partial"),
    })  # fmt: skip
    assert panel_median(rows, rate=False) == (3, {2022: median([1, 5, 9]), 2023: median([2, 6, 10])})
    assert panel_median(rows.filter(pl.col("unit") != "a"), rate=False) == (2, {})
