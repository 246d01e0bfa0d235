"""Figures, what stands in the rows and what in the columns → a table whose every cell says what stands behind it.

Sums are added up as `loaders.query.sums` does. A rate is n / N of the sums, never an average. A total is the sum of
what may be added up: none over bodies, where an area's report holds those of others, and none over years for what is
counted at a point of time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import polars as pl

from loaders.bodies.kinds import KINDS
from loaders.form.metrics import METRIC, adds_over_years, to_units
from loaders.query.figures import OF_FIGURES, part_of
from loaders.query.filters import Filter
from loaders.query.plan import pick_source
from loaders.query.snapshot import Snapshot
from loaders.query.sums import count, measured_sums
from loaders.query.years import latest_reported_year

PLACES = ("province", "city", "district", "body")
DIMENSIONS = (*PLACES, "kind", "level", "year", *OF_FIGURES)
"""What may stand in rows or columns: of the reports, and, the last three, of the figures."""
SPANS = ("latest", "all")
"""Which years a table without years covers: the last of those chosen, or all of them added up."""
ORDERS = ("form", "high", "low")
"""Rows as the form and the codes have them, or by the figures of the last column."""
MAX_REPORTS = 400_000
"""Reports that are read one by one for a table; more take longer than anybody waits."""
MAX_COLUMNS = 120
STATES = ("number", "blank", "none", "na")
"""What a cell says: a number; reports, but none with a number; no report; no such figure, or one over nothing."""

_KEYS = {"city": ("province", "city"), "district": ("division",), "body": ("body_id", "scope")}
_LEVELS = ("national", "province", "city", "county", "township")
ID_SEPARATOR = "\x1f"
"""Stands between the two ids of a city (province, city) and of a body (body_id, scope)."""


@dataclass(frozen=True)
class Layout:
    """A table: metrics and cells by their ids, dimensions in rows and columns, the years of one without years, whether
    totals are added, and the order of its rows.
    """

    figures: tuple[str, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    filters: Filter
    span: str = "latest"
    totals: bool = True
    order: str = "form"

    def settled(self) -> "Layout":
        """The same with every dimension once and a place for the figures."""
        rows = tuple(dict.fromkeys(d for d in self.rows if d in DIMENSIONS))
        columns = tuple(dict.fromkeys(d for d in self.columns if d in DIMENSIONS and d not in rows))
        split = {"item", "column"} & {*rows, *columns}
        if split:
            rows, columns = (tuple(d for d in side if d != "figure") for side in (rows, columns))
            for lacking in {"item", "column"} - split:
                rows, columns = (rows, (*columns, lacking)) if split <= set(rows) else ((*rows, lacking), columns)
        elif "figure" not in (*rows, *columns):
            columns = (*columns, "figure")
        return replace(self, rows=rows, columns=columns)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its ids by dimension, null for what is unknown, and whether it is a total of the others."""

    key: Mapping[str, str | int | None]
    total: bool = False


@dataclass(frozen=True)
class Pivot:
    """A table, totals first.

    rows: a column of ids for each dimension in the rows, `total`, then for column i of the table `i` the value, `i.n`
    and `i.over` of a rate, `i.reports` with a figure, `i.filed` in all, and `i.state`, one of `STATES`. years: those
    that stand behind it; reports: how many reports do.
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


def addends(question: Layout) -> str:
    """What a table adds up: `body`, `own`, `district`, `city` or `total`, as for `loaders.store.additive.non_overlapping`."""
    there = {*question.rows, *question.columns}
    for dimension, by in (
        ("body", "body"),
        ("kind", "own"),
        ("level", "own"),
        ("district", "district"),
        ("city", "city"),
    ):
        if dimension in there:
            return by
    return "total"


def pivot(snapshot: Snapshot, question: Layout) -> Pivot:
    """The table that a question asks for; TooMuch for one that is not to be made."""
    asked = question.settled()
    filters = covered(snapshot, asked)
    rows, columns = (_of_reports(side) for side in (asked.rows, asked.columns))
    keys = tuple(dict.fromkeys([*(k for d in (*rows, *columns) for k in _KEYS.get(d, (d,))), "year"]))
    if pick_source(snapshot, filters, addends(asked), keys) == "reports":
        many = count(snapshot, filters)
        if many > MAX_REPORTS:
            raise TooMuch("reports", many)
    base = measured_sums(snapshot, filters, asked.figures, keys)
    joined = [_joined(d).alias(d) for d in (*rows, *columns) if d in _KEYS]
    cells = _with_totals(base.with_columns(joined), rows, columns, asked.totals and "body" not in (*rows, *columns))
    cells = to_units(cells, asked.figures)
    shown = _columns(snapshot, asked, cells, columns)
    frame = _rows(snapshot, asked, _filled(asked, cells, rows, columns, shown), shown)
    return Pivot(asked, shown, frame, tuple(base["year"].unique().sort()), int(base["reports"].sum()))


def covered(snapshot: Snapshot, asked: Layout) -> Filter:
    """The filter of a table: one without years covers the last one chosen that has reports, unless all are asked for."""
    if "year" in (*asked.rows, *asked.columns) or asked.span == "all":
        return asked.filters
    return asked.filters.only(latest_reported_year(snapshot, asked.filters))


def _of_reports(side: Sequence[str]) -> list[str]:
    return [d for d in side if d not in OF_FIGURES]


def _parts(asked: Layout, side: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What of each figure stands on a side."""
    return {id_: tuple(part_of(id_, d) for d in side if d in OF_FIGURES) for id_ in asked.figures}


def _joined(dimension: str) -> pl.Expr:
    if len(_KEYS[dimension]) == 1:
        return pl.col(_KEYS[dimension][0])
    return pl.concat_str(*(pl.col(k).cast(pl.String).fill_null("") for k in _KEYS[dimension]), separator=ID_SEPARATOR)


def _with_totals(base: pl.DataFrame, rows: list[str], columns: list[str], totals: bool) -> pl.DataFrame:
    """The measures by rows and columns, and those over all rows, over all columns and over both, their keys null.

    `row_total`, `column_total` tell a total from a key that is unknown; `years` is over how many years a row adds up.
    """
    keys = {*rows, *columns, "year", *(k for d in (*rows, *columns) for k in _KEYS.get(d, ()))}
    sums = [pl.col(c for c in base.columns if c not in keys).sum(), pl.col("year").n_unique().alias("years")]
    parts = []
    several = [totals and bool(side) and base.select(side).n_unique() > 1 for side in (rows, columns)]
    for all_rows, all_columns in product(*((False, True) if s else (False,) for s in several)):
        by = [*(() if all_rows else rows), *(() if all_columns else columns)]
        found = base.select(sums).filter(pl.col("years") > 0)
        if by:
            of_year = [] if "year" in by else sums[1:]
            found = base.group_by(by).agg(sums[0], *of_year)
            found = found if of_year else found.with_columns(years=pl.lit(1, dtype=pl.UInt32))
        parts.append(found.with_columns(row_total=pl.lit(all_rows), column_total=pl.lit(all_columns)))
    return pl.concat(parts, how="diagonal")


def _columns(snapshot: Snapshot, asked: Layout, cells: pl.DataFrame, columns: list[str]) -> tuple[Column, ...]:
    parts = list(dict.fromkeys(_parts(asked, asked.columns).values()))
    found = cells.select("column_total", *columns).unique()
    if found.height * len(parts) > MAX_COLUMNS:
        raise TooMuch("columns", found.height * len(parts))
    of_figures = [d for d in asked.columns if d in OF_FIGURES]
    out = [
        Column({d: {**dict(zip(columns, key, strict=True)), **dict(zip(of_figures, part, strict=True))}[d]
                for d in asked.columns}, total)
        for total, *key in found.iter_rows()
        for part in parts
    ]  # fmt: skip
    ranks = {d: _ranks(snapshot, d, [c.key[d] for c in out if not c.total]) for d in columns}
    ranks |= {d: _order(p[i] for p in parts) for i, d in enumerate(of_figures)}
    return tuple(sorted(out, key=lambda c: (not c.total, *(ranks[d].get(c.key[d], -1) for d in asked.columns))))


def _filled(
    asked: Layout, cells: pl.DataFrame, rows: list[str], columns: list[str], shown: tuple[Column, ...]
) -> pl.DataFrame:
    """A row for each key and part of the figures in the rows, with all that the columns say."""
    index = cells.select("row_total", *rows).unique()
    in_rows, in_columns = _parts(asked, asked.rows), _parts(asked, asked.columns)
    figure = {(in_rows[id_], in_columns[id_]): id_ for id_ in asked.figures}
    of_rows, of_columns = ([d for d in side if d in OF_FIGURES] for side in (asked.rows, asked.columns))
    by_key: dict[tuple, list[int]] = {}
    for i, column in enumerate(shown):
        by_key.setdefault((column.total, *(column.key[d] for d in columns)), []).append(i)
    on = ["row_total", *rows]
    mine = {
        key: cells.filter(
            pl.col("column_total") == key[0],
            *(pl.col(d).eq_missing(pl.lit(v, dtype=cells.schema[d])) for d, v in zip(columns, key[1:], strict=True)),
        )
        for key in by_key
    }
    blocks = []
    for part in dict.fromkeys(in_rows.values()):
        block = index.with_columns(pl.lit(v).alias(d) for d, v in zip(of_rows, part, strict=True))
        for key, at in by_key.items():
            ids = [figure.get((part, tuple(shown[i].key[d] for d in of_columns))) for i in at]
            said = mine[key].select(*on, *(e for i, id_ in zip(at, ids, strict=True) for e in _said(id_, str(i))))
            block = block.join(said, on=on, how="left", nulls_equal=True)
        blocks.append(block)
    return pl.concat(blocks)


def _said(id_: str | None, name: str) -> list[pl.Expr]:
    """What a cell of the table says of a figure, of none where the form has no such cell."""
    whole, none = pl.lit(None, dtype=pl.Int64), pl.lit(None, dtype=pl.Float64)
    filed = pl.col("reports").alias(f"{name}.filed")
    if id_ is None:
        nothing = [none.alias(name), whole.alias(f"{name}.n"), whole.alias(f"{name}.over")]
        return [
            *nothing,
            pl.lit(0, dtype=pl.Int64).alias(f"{name}.reports"),
            filed,
            pl.lit("na").alias(f"{name}.state"),
        ]
    rate = id_ in METRIC and METRIC[id_].rate
    repeated = pl.lit(not adds_over_years(id_)) & (pl.col("years") > 1)
    nowhere = repeated | (pl.col(f"{id_}.over") == 0) if rate else repeated
    state = (
        pl.when(repeated)
        .then(pl.lit("na"))
        .when(pl.col(f"{id_}.reports") == 0)
        .then(pl.lit("blank"))
        .when(nowhere)
        .then(pl.lit("na"))
        .otherwise(pl.lit("number"))
    )
    value = pl.col(id_) / pl.col(f"{id_}.over") if rate else pl.col(id_).cast(pl.Float64)
    shown = pl.when(~nowhere).then
    n, over = (pl.col(id_), pl.col(f"{id_}.over")) if rate else (whole, whole)
    return [
        shown(value).alias(name),
        pl.when(~repeated).then(n).alias(f"{name}.n"),
        pl.when(~repeated).then(over).alias(f"{name}.over"),
        pl.col(f"{id_}.reports").alias(f"{name}.reports"),
        filed,
        state.alias(f"{name}.state"),
    ]


def _rows(snapshot: Snapshot, asked: Layout, frame: pl.DataFrame, shown: tuple[Column, ...]) -> pl.DataFrame:
    """The rows in their order, with a word for what is not there."""
    for d in asked.rows:
        ids = frame[d].unique(maintain_order=True)
        if d == "body":
            order = _bodies(snapshot)
            frame = frame.with_columns(body_id=pl.col(d).str.split_exact(ID_SEPARATOR, 1).struct[0])
            frame = frame.join(order, on="body_id", how="left").drop("body_id")
        else:
            order = _order(part_of(f, d) for f in asked.figures) if d in OF_FIGURES else _ranks(snapshot, d, ids)
            rank = pl.col(d).replace_strict(order, default=len(order), return_dtype=pl.Int64)
            frame = frame.with_columns(rank.alias(f"rank.{d}"))
    at = range(len(shown))
    frame = frame.with_columns(
        *(pl.col(f"{i}.state").fill_null("none") for i in at),
        *(pl.col(f"{i}.{c}").fill_null(0) for i in at for c in ("reports", "filed")),
    )
    order = [c for d in asked.rows for c in ((f"rank.{d}", d) if d == "body" else (f"rank.{d}",))]
    if asked.order != "form" and shown:
        value = pl.col(str(len(shown) - 1))
        order = [-value if asked.order == "high" else value, *order]
    frame = frame.sort(~pl.col("row_total"), *order, nulls_last=True).rename({"row_total": "total"})
    return frame.select(*asked.rows, "total", *(c for c in frame.columns if c.split(".")[0].isdigit()))


def _bodies(snapshot: Snapshot) -> pl.DataFrame:
    """The place of each body in the order of places and names: body_id, rank.body."""
    bodies = snapshot.rows("bodies", ("body_id",))["body_id"]
    return pl.DataFrame({"body_id": bodies, "rank.body": pl.int_range(bodies.len(), eager=True)})


def _order(ids: Iterable[str]) -> dict[str, int]:
    return {id_: at for at, id_ in enumerate(dict.fromkeys(ids))}


def _ranks(snapshot: Snapshot, dimension: str, ids: Iterable[str | int | None]) -> dict[str | int | None, int]:
    """The place of each id of a dimension in the order of the form, of codes, of levels or years; the unknown last."""
    there = list(dict.fromkeys(ids))
    if dimension == "year" or dimension == "district":
        known: Mapping = {v: v for v in there if v is not None}
    elif dimension == "kind":
        known = {k.id: i for i, k in enumerate(KINDS)}
    elif dimension == "level":
        known = {v: i for i, v in enumerate(_LEVELS)}
    elif dimension == "body":
        at = dict(_bodies(snapshot).iter_rows())
        known = {v: (at.get(v.split(ID_SEPARATOR)[0], len(at)), v) for v in there if v}
    else:
        columns = _KEYS.get(dimension, (dimension,))
        places = snapshot.rows("divisions", ("division", "province", "city")).sort("division")
        known = _order(
            places.select(_joined(dimension) if len(columns) > 1 else pl.col(dimension)).to_series().drop_nulls()
        )
    found = sorted(there, key=lambda v: (v not in known, known.get(v, 0) if v in known else str(v)))
    return {v: i for i, v in enumerate(found)}
