"""Counts of districts → the same per 10,000 residents, where the supervising office supplied how many lived there that year."""

from collections.abc import Mapping

import polars as pl

from loaders.language.rounding import exact, half_up
from loaders.query.comparability import comparable
from loaders.query.largest_changes import codes
from loaders.query.snapshot import Snapshot

_PER = 10_000
_MAX_DIGITS = 3


def residents(snapshot: Snapshot, year: int) -> dict[str, int]:
    """The residents of a year by division; none for a division or year that the office did not supply."""
    rows = snapshot.store.scan("population").filter(pl.col("year") == year).select("division", "residents").collect()
    return dict(rows.iter_rows())


def residents_of_units(snapshot: Snapshot, unit: str, year: int) -> dict[str, int]:
    """The same by the ids that `loaders.query.compare.compared` gives units; unit: `district`, `city` or `province`."""
    people = residents(snapshot, year)
    return {id_: people[code] for id_, code in codes(snapshot, unit).items() if code in people}


def per_10k(count: float, people: int) -> float:
    """A count per 10,000 residents, rounded half up to one digit, to more where it would look like nothing."""
    share = exact(count) * _PER / people
    digits = next((d for d in range(1, _MAX_DIGITS) if half_up(share, d) or not share), _MAX_DIGITS)
    return float(half_up(share, digits))


def with_residents(rows: pl.DataFrame, people: Mapping[str, int]) -> pl.DataFrame:
    """Rows of districts, cities or provinces in one year, as of `compared`, with residents and per_10k.

    people: as of `residents_of_units`. Both are null where nobody said how many live there; per_10k is null as well where the count may
    not be compared, as that of a partial sum.
    """
    may = rows.select(may=comparable("value").fill_null(False))["may"]
    known = [people.get(unit) for unit in rows["unit"]]
    shares = [per_10k(count, n) if fit and n else None for fit, count, n in zip(may, rows["value"], known, strict=True)]
    return rows.with_columns(residents=pl.Series(known, dtype=pl.Int64), per_10k=pl.Series(shares, dtype=pl.Float64))
