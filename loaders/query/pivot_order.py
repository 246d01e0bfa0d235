"""A dimension of a table → the order of its ids: of the form, of codes, of levels, of years."""

from collections.abc import Iterable, Sequence

import polars as pl

from loaders.bodies.order import KIND_ORDER
from loaders.form.vocabulary import LEVELS
from loaders.query.pivot_layout import ID_SEPARATOR, Id, keys_of
from loaders.query.snapshot import Snapshot


def ranks(snapshot: Snapshot, dimension: str, ids: Iterable[Id]) -> dict[Id, int]:
    """The ranks of some ids of a dimension, from 0; the unknown ones last."""
    unique = list(dict.fromkeys(ids))
    order = _order(snapshot, dimension, unique)
    return positions(sorted(unique, key=lambda id_: (id_ not in order, order.get(id_, 0), str(id_))))


def positions(ids: Iterable[Id]) -> dict[Id, int]:
    """The position of each id among some, each counted once."""
    return {id_: i for i, id_ in enumerate(dict.fromkeys(ids))}


def body_positions(snapshot: Snapshot) -> pl.DataFrame:
    """The position of each body as offices list them: body_id, rank.body."""
    bodies = snapshot.rows("bodies", ("body_id",))
    return bodies.with_columns(pl.int_range(pl.len()).alias("rank.body"))


def id_of(dimension: str) -> pl.Expr:
    """The id of a dimension, joined from the columns of reports that make it up."""
    columns = keys_of(dimension)
    if len(columns) == 1:
        return pl.col(columns[0])
    return pl.concat_str(*(pl.col(c).cast(pl.String).fill_null("") for c in columns), separator=ID_SEPARATOR)


def _order(snapshot: Snapshot, dimension: str, ids: Sequence[Id]) -> dict[Id, int]:
    """The positions of the ids that a dimension knows; two ids of one body have the same."""
    if dimension in ("year", "district"):
        return positions(sorted(id_ for id_ in ids if id_ is not None))
    if dimension == "kind":
        return positions(KIND_ORDER)
    if dimension == "level":
        return positions(LEVELS)
    if dimension == "body":
        bodies = dict(body_positions(snapshot).iter_rows())
        return {id_: bodies.get(str(id_).split(ID_SEPARATOR)[0], len(bodies)) for id_ in ids if id_}
    divisions = snapshot.rows("divisions", ("division", "province", "city")).sort("division")
    return positions(divisions.select(id_of(dimension)).to_series().drop_nulls())
