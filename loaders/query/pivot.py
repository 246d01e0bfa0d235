"""A layout → a table, every cell of which says how many reports its figure rests on.

Sums are added up as `loaders.query.sums` does. A rate is n / N of the sums, never an average. A total is the sum of
what may be added up: none over bodies, where an area's report holds those of others, and none over years for what is
counted at a point of time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import NamedTuple

import polars as pl

from loaders.form.metrics import METRIC, adds_over_years, to_units
from loaders.query.figures import OF_FIGURES, part_of
from loaders.query.filters import Filter
from loaders.query.pivot_due import with_not_due
from loaders.query.pivot_layout import (
    ID_SEPARATOR,
    Id,
    Layout,
    addends,
    figure_parts,
    keys_of,
    of_figures,
    of_reports,
)
from loaders.query.pivot_order import body_positions, id_of, positions, ranks
from loaders.query.plan import pick_source
from loaders.query.snapshot import Snapshot
from loaders.query.sums import count, measured_sums
from loaders.query.years import latest_reported_year

MAX_REPORTS = 400_000
"""Reports that are read one by one for a table; more take longer than anybody waits."""
MAX_COLUMNS = 120
STATES = ("number", "blank", "none", "not_due", "na")
"""What a cell says: a number; reports, but none with a number; no report; none, and none due yet; no such figure, or one
over nothing.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its ids by dimension, and whether it is a total of the others."""

    key: Mapping[str, Id]
    total: bool = False


@dataclass(frozen=True)
class Pivot:
    """A table, totals first.

    rows: a column of ids for each dimension in the rows, `total`, then for column i of the table `i` the value, `i.n`
    and `i.over` of a rate, `i.reports` with a figure, `i.filed` in all, and `i.state`, one of `STATES`. years: those
    that are added up; reports: how many reports are.
    """

    question: Layout
    columns: tuple[Column, ...]
    rows: pl.DataFrame
    years: tuple[int, ...]
    reports: int


class TooMuch(ValueError):
    """A table too large to be made: `what` is `reports` or `columns`, `many` how many there are."""

    def __init__(self, what: str, many: int):
        super().__init__(what, many)
        self.what, self.many = what, many


class _ColumnKey(NamedTuple):
    """What the columns of a table that show the same reports have in common."""

    total: bool
    ids: tuple[Id, ...]


def pivot(snapshot: Snapshot, question: Layout, today: date | None = None) -> Pivot:
    """The table of a layout; TooMuch for one that takes too long or is too wide. today: by which reports are due."""
    layout = question.settled()
    filters = covered(snapshot, layout)
    if pick_source(snapshot, filters, addends(layout), layout.keys) == "reports":
        many = count(snapshot, filters)
        if many > MAX_REPORTS:
            raise TooMuch("reports", many)
    sums = measured_sums(snapshot, filters, layout.figures, layout.keys)
    ids = [id_of(d).alias(d) for d in of_reports(layout.dimensions)]
    cells = to_units(_with_totals(sums.with_columns(ids), layout), layout.figures)
    columns = _columns(snapshot, layout, cells)
    rows = _sorted(snapshot, layout, _filled(layout, cells, columns), len(columns))
    years = tuple(sums["year"].drop_nulls().unique().sort())
    rows = with_not_due(snapshot, layout, rows, [c.key for c in columns], years, today or date.today())
    return Pivot(layout, columns, rows, years, int(sums["reports"].sum()))


def covered(snapshot: Snapshot, layout: Layout) -> Filter:
    """The filter of a table: one without years covers the latest with reports, unless its span is all of them."""
    if "year" in layout.dimensions or layout.span == "all":
        return layout.filters
    return layout.filters.only(latest_reported_year(snapshot, layout.filters))


def _with_totals(base: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The measures by rows and columns, and those over all rows, over all columns and over both, their keys null.

    `row_total`, `column_total` tell a total from a key that is unknown; `years` is over how many years a row adds up.
    """
    rows, columns = of_reports(layout.rows), of_reports(layout.columns)
    keys = {*rows, *columns, "year", *(k for d in (*rows, *columns) for k in keys_of(d))}
    sums, years = pl.col(c for c in base.columns if c not in keys).sum(), pl.col("year").n_unique().alias("years")
    parts = []
    several = [layout.adds_all and bool(side) and base.select(side).n_unique() > 1 for side in (rows, columns)]
    for all_rows, all_columns in product(*((False, True) if s else (False,) for s in several)):
        by = [*(() if all_rows else rows), *(() if all_columns else columns)]
        if not by:
            part = base.select(sums, years).filter(pl.col("years") > 0)
        elif "year" in by:
            part = base.group_by(by).agg(sums).with_columns(years=pl.lit(1, dtype=pl.UInt32))
        else:
            part = base.group_by(by).agg(sums, years)
        parts.append(part.with_columns(row_total=pl.lit(all_rows), column_total=pl.lit(all_columns)))
    return pl.concat(parts, how="diagonal")


def _columns(snapshot: Snapshot, layout: Layout, cells: pl.DataFrame) -> tuple[Column, ...]:
    """The columns of the table, totals first."""
    parts = list(dict.fromkeys(figure_parts(layout, layout.columns).values()))
    dimensions, figures = of_reports(layout.columns), of_figures(layout.columns)
    keys = cells.select("column_total", *dimensions).unique()
    if keys.height * len(parts) > MAX_COLUMNS:
        raise TooMuch("columns", keys.height * len(parts))
    columns = []
    for (total, *ids), part in product(keys.iter_rows(), parts):
        key = dict(zip((*dimensions, *figures), (*ids, *part), strict=True))
        columns.append(Column({d: key[d] for d in layout.columns}, total))
    order = {d: ranks(snapshot, d, [c.key[d] for c in columns if not c.total]) for d in dimensions}
    order |= {d: positions(p[i] for p in parts) for i, d in enumerate(figures)}
    columns.sort(key=lambda c: (not c.total, *(order[d].get(c.key[d], -1) for d in layout.columns)))
    return tuple(columns)


def _filled(layout: Layout, cells: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """A row for each key and part of the figures in the rows, with what each column says."""
    on = ["row_total", *of_reports(layout.rows)]
    keys = cells.select(on).unique()
    in_rows, in_columns = figure_parts(layout, layout.rows), figure_parts(layout, layout.columns)
    figures = {(in_rows[id_], in_columns[id_]): id_ for id_ in layout.figures}
    by_key: dict[_ColumnKey, list[int]] = {}
    for i, column in enumerate(columns):
        key = _ColumnKey(column.total, tuple(column.key[d] for d in of_reports(layout.columns)))
        by_key.setdefault(key, []).append(i)
    cells_of = {key: cells.filter(_has_key(cells.schema, of_reports(layout.columns), key)) for key in by_key}
    blocks = []
    for part in dict.fromkeys(in_rows.values()):
        block = keys.with_columns(pl.lit(v).alias(d) for d, v in zip(of_figures(layout.rows), part, strict=True))
        for key, indices in by_key.items():
            exprs: list[pl.Expr] = []
            for i in indices:
                column_part = tuple(str(columns[i].key[d]) for d in of_figures(layout.columns))
                exprs += _cell(figures.get((part, column_part)), str(i))
            block = block.join(cells_of[key].select(*on, *exprs), on=on, how="left", nulls_equal=True)
        blocks.append(block)
    return pl.concat(blocks)


def _has_key(schema: pl.Schema, dimensions: Sequence[str], key: _ColumnKey) -> pl.Expr:
    return pl.all_horizontal(
        pl.col("column_total") == key.total,
        *(pl.col(d).eq_missing(pl.lit(v, dtype=schema[d])) for d, v in zip(dimensions, key.ids, strict=True)),
    )


def _cell(id_: str | None, name: str) -> list[pl.Expr]:
    """The six columns of a cell of the table (see `Pivot.rows`); id_: its figure, None where the form has none."""
    whole, none = pl.lit(None, dtype=pl.Int64), pl.lit(None, dtype=pl.Float64)
    filed = pl.col("reports").alias(f"{name}.filed")
    if id_ is None:
        zero, state = pl.lit(0, dtype=pl.Int64).alias(f"{name}.reports"), pl.lit("na").alias(f"{name}.state")
        return [none.alias(name), whole.alias(f"{name}.n"), whole.alias(f"{name}.over"), zero, filed, state]
    rate = id_ in METRIC and METRIC[id_].rate
    repeated = pl.lit(not adds_over_years(id_)) & (pl.col("years") > 1)
    not_applicable = repeated | (pl.col(f"{id_}.over") == 0) if rate else repeated
    state = (
        pl.when(repeated)
        .then(pl.lit("na"))
        .when(pl.col(f"{id_}.reports") == 0)
        .then(pl.lit("blank"))
        .when(not_applicable)
        .then(pl.lit("na"))
        .otherwise(pl.lit("number"))
    )
    value = pl.col(id_) / pl.col(f"{id_}.over") if rate else pl.col(id_).cast(pl.Float64)
    n, over = (pl.col(id_), pl.col(f"{id_}.over")) if rate else (whole, whole)
    return [
        pl.when(~not_applicable).then(value).alias(name),
        pl.when(~repeated).then(n).alias(f"{name}.n"),
        pl.when(~repeated).then(over).alias(f"{name}.over"),
        pl.col(f"{id_}.reports").alias(f"{name}.reports"),
        filed,
        state.alias(f"{name}.state"),
    ]


def _sorted(snapshot: Snapshot, layout: Layout, rows: pl.DataFrame, width: int) -> pl.DataFrame:
    """The rows in the order of the layout, with the state `none` where no report stands; width: how many columns."""
    order: list[pl.Expr] = []
    for d in layout.rows:
        order.append(pl.col(f"rank.{d}"))
        if d == "body":
            # Joined, for there are many: two rows of one body lie by their scope.
            order.append(pl.col(d))
            rows = rows.with_columns(body_id=pl.col(d).str.split_exact(ID_SEPARATOR, 1).struct[0])
            rows = rows.join(body_positions(snapshot), on="body_id", how="left").drop("body_id")
        else:
            rank = positions(part_of(f, d) for f in layout.figures) if d in OF_FIGURES else ranks(snapshot, d, rows[d])
            number = pl.col(d).replace_strict(rank, default=len(rank), return_dtype=pl.Int64)
            rows = rows.with_columns(number.alias(f"rank.{d}"))
    rows = rows.with_columns(
        *(pl.col(f"{i}.state").fill_null("none") for i in range(width)),
        *(pl.col(f"{i}.{c}").fill_null(0) for i in range(width) for c in ("reports", "filed")),
    )
    if layout.order != "form" and width:
        value = pl.col(str(width - 1))
        order.insert(0, -value if layout.order == "high" else value)
    rows = rows.sort(~pl.col("row_total"), *order, nulls_last=True).rename({"row_total": "total"})
    return rows.select(*layout.rows, "total", *(c for c in rows.columns if c.split(".")[0].isdigit()))
