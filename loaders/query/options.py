"""What there is to choose from: years, places, kinds, levels, bodies and templates of a store."""

from dataclasses import replace

import polars as pl

from loaders.bodies.kinds import VERTICAL, VERTICAL_GROUP
from loaders.bodies.order import kind_rank
from loaders.places.tree import DivisionNode
from loaders.query.filters import EVERYTHING, Filter, both, predicate
from loaders.query.snapshot import Snapshot
from loaders.store.cubes.bodies import YEARS_ON, year_bits

MAX_BODIES = 1000
"""Bodies that a list to choose from holds; who seeks another one searches for it."""


def years(snapshot: Snapshot) -> list[int]:
    """The reporting years, oldest first."""
    found = snapshot.query("places", ("year",), lambda rows: rows.unique())
    return found["year"].drop_nulls().sort().to_list()


def places(snapshot: Snapshot) -> tuple[DivisionNode, ...]:
    """Provinces, cities and districts with reports in them, each after what it lies in."""
    return tuple(snapshot.places.of.values())


def kinds(snapshot: Snapshot, filters: Filter = EVERYTHING) -> list[str]:
    """The kinds of the bodies that a filter lets through, most bodies first, those under vertical management last."""
    return sorted(_most_bodies_first(snapshot, filters, "kind"), key=VERTICAL.__contains__)


def kind_choices(snapshot: Snapshot) -> list[str]:
    """The kinds that a filter offers, as offices list them, and `VERTICAL_GROUP` before those under vertical management."""
    found = sorted(kinds(snapshot), key=lambda kind: (kind in VERTICAL, kind_rank(kind)))
    first = next((i for i, kind in enumerate(found) if kind in VERTICAL), len(found))
    return [*found[:first], *([VERTICAL_GROUP] if len(found) - first > 1 else []), *found[first:]]


def levels(snapshot: Snapshot, filters: Filter = EVERYTHING) -> list[str]:
    """The levels of the bodies that a filter lets through, most bodies first."""
    return _most_bodies_first(snapshot, filters, "level")


def _most_bodies_first(snapshot: Snapshot, filters: Filter, column: str) -> list[str]:
    counts = snapshot.query(
        "bodies", (column,), lambda rows: rows.drop_nulls().group_by(column).len(), _matching(snapshot, filters)
    )
    return counts.sort("len", column, descending=[True, False])[column].to_list()


def bodies(snapshot: Snapshot, filters: Filter = EVERYTHING) -> pl.DataFrame:
    """The first bodies that a filter lets through, by place: body_id, agency, district, kind, division; see `MAX_BODIES`."""
    columns = ("body_id", "agency", "district", "kind", "division")
    return snapshot.rows_at("bodies", matching_bodies(snapshot, filters).head(MAX_BODIES), columns)


def count_bodies(snapshot: Snapshot, filters: Filter = EVERYTHING) -> int:
    """How many bodies a filter lets through."""
    return matching_bodies(snapshot, filters).len()


def names(snapshot: Snapshot, ids: tuple[str, ...]) -> dict[str, str]:
    """What some bodies are called, by id; those that are not there are left out."""
    rows = snapshot.rows("bodies", ("body_id", "agency"), pl.col("body_id").is_in(ids))
    return dict(rows.iter_rows())


def templates(snapshot: Snapshot) -> list[str]:
    """The templates of the form that reports follow, oldest first."""
    rows = snapshot.query("places", ("disclosure_template",), lambda rows: rows.unique().drop_nulls())
    return rows.to_series().cast(pl.String).sort().to_list()


def matching_bodies(snapshot: Snapshot, filters: Filter) -> pl.Series:
    """The row numbers of the bodies with a report that a filter lets through; their kind, level and place are the latest."""
    return snapshot.row_numbers("bodies", _matching(snapshot, filters))


def _matching(snapshot: Snapshot, filters: Filter) -> pl.Expr | None:
    where = predicate(replace(filters, years=(), templates=()), snapshot)
    bits, years = pl.lit(year_bits(filters.years), dtype=pl.UInt64), "years"
    if not filters.templates:
        return both(where, (pl.col(years) & bits) != 0 if filters.years else None)
    on_forms = [
        pl.col(YEARS_ON[form]) & (bits if filters.years else pl.col(YEARS_ON[form])) for form in filters.templates
    ]
    return both(where, pl.any_horizontal(y != 0 for y in on_forms))
