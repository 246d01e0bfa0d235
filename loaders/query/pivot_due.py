"""Cells of a table without a report → those whose report is not yet due, apart from those whose report is not there."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from loaders.form.deadlines import DEADLINES, is_due
from loaders.query.pivot_layout import ID_SEPARATOR, Id, Layout
from loaders.query.snapshot import Snapshot


def open_years(years: Sequence[int], today: date) -> list[int]:
    """The years of which no report is due by a day."""
    return [y for y in years if not is_due(y, today)]


def with_not_due(
    snapshot: Snapshot,
    layout: Layout,
    rows: pl.DataFrame,
    keys: Sequence[Mapping[str, Id]],
    years: Sequence[int],
    today: date,
) -> pl.DataFrame:
    """The rows of a table with the state `not_due` in the place of `none` where it applies.

    keys: the ids of each column by dimension; years: those that the table adds up. A cell over several years is not yet
    due where the first of them is not.
    """
    late = {y: [k for k in DEADLINES if not is_due(y, today, k)] for y in years}
    closing = {y: kinds for y, kinds in late.items() if kinds}
    if not closing:
        return rows
    kinds = dict(snapshot.rows("bodies", ("body_id", "kind")).iter_rows()) if "body" in layout.dimensions else {}
    states = []
    for i, key in enumerate(keys):
        year = _id(layout, key, "year").cast(pl.Int64).fill_null(min(years))
        open_ = [(year == y) & _not_due(layout, key, y, of, kinds, today) for y, of in closing.items()]
        state = pl.col(f"{i}.state")
        states.append(pl.when((state == "none") & pl.any_horizontal(open_)).then(pl.lit("not_due")).otherwise(state))
    return rows.with_columns(state.alias(f"{i}.state") for i, state in enumerate(states))


def _not_due(
    layout: Layout, key: Mapping[str, Id], year: int, late: Sequence[str], kinds: Mapping[str, str], today: date
) -> pl.Expr:
    """Whether what stands in a cell of a year is not due; late: the kinds whose deadline has not passed; kinds: of bodies."""
    if not is_due(year, today):
        return pl.lit(True)
    if "body" in layout.dimensions:
        body = _id(layout, key, "body").str.split_exact(ID_SEPARATOR, 1).struct[0]
        return body.is_in([b for b, kind in kinds.items() if kind in late]).fill_null(False)
    return _id(layout, key, "kind").is_in(list(late)).fill_null(False)


def _id(layout: Layout, key: Mapping[str, Id], dimension: str) -> pl.Expr:
    """The id of a cell in a dimension; null for a total, and for a dimension that the table does not have."""
    if dimension in layout.rows:
        return pl.col(dimension).cast(pl.String)
    return pl.lit(key.get(dimension)).cast(pl.String)
