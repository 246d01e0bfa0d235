"""A figure → the reports behind it: those with a number in it, those without one, and those set aside, each with why."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from loaders.form.metrics import is_money, measures, to_units
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.query.cell_states import marked
from loaders.query.filters import Filter, both, predicate
from loaders.query.plan import counts_vertical
from loaders.query.snapshot import Snapshot
from loaders.query.stored import Query
from loaders.store.additive import known, left_out, vertical
from loaders.store.cubes.sums import PLACE
from loaders.store.schema import BITMAPS

COUNTED = "counted"
"""The role of a report with a number in the figure."""
NO_NUMBER = ("impossible", "unreadable", "blank", "not_applicable", "unlisted")
"""The roles of a report that stands there without a number: what its cell fails for; of several cells the first of these."""
ASIDE = ("no_body", "no_year", "no_scope", "vertical", "area", "above", "covered")
"""The roles of a report that is in no sum, by the reason; `loaders.store.additive.left_out` has the latter four."""
OTHER_DOCUMENTS = ("superseded", "duplicate", "withdrawn")
"""The roles of a document whose report another one speaks for."""
_IDENTITY = ("report_id", "body_id", "agency", "kind", *PLACE)
_ROLES = pl.Enum((COUNTED, *NO_NUMBER, *ASIDE, *OTHER_DOCUMENTS))
SCHEMA = {
    "role": _ROLES, "report_id": pl.String, "agency": pl.String, "kind": pl.String, "place": pl.String, "scope": pl.String,
    "year": pl.Int16, "value": pl.Float64, "over": pl.Int64, "holder": pl.String, "source": pl.String,
}  # fmt: skip
"""The columns of the rows: role; whose report it is; value and over, n and N of a rate, null where there is none; holder:
the agency of the area report that holds the figures already; source: the file of a document of `OTHER_DOCUMENTS`.
"""


@dataclass(frozen=True)
class Figure:
    """A metric or cell by its id; the filter; what is added up, as for `loaders.store.additive.left_out`; and where in a
    table it stands: columns of reports with the value of each, None for unknown.
    """

    id: str
    filters: Filter
    by: str = "total"
    at: tuple[tuple[str, str | int | None], ...] = ()


@dataclass(frozen=True)
class Counts:
    """The figure in the form's unit, N of a rate in `over`, None where no report has a number; and the reports by role."""

    value: float | None
    over: float | None
    roles: dict[str, int]

    def of(self, roles: Sequence[str]) -> int:
        """How many reports play one of some roles."""
        return sum(self.roles.get(role, 0) for role in roles)


def counts(snapshot: Snapshot, figure: Figure) -> Counts:
    """The figure, and how many reports are behind it and set aside."""
    measured = [pl.col(name).sum().cast(pl.Int64) for name in measures((figure.id,))]

    def query(rows: pl.LazyFrame) -> pl.LazyFrame:
        return rows.group_by("role").agg(pl.len().cast(pl.Int64).alias("reports"), *measured)

    found = _query(snapshot, figure, query)
    roles = {role: int(n) for role, n in found.select("role", "reports").iter_rows()}
    roles |= dict(_other_documents(snapshot, figure).group_by("role").len().iter_rows())
    row = next(to_units(found.filter(pl.col("role") == COUNTED), (figure.id,)).iter_rows(named=True), {})
    order = {role: n for role in _ROLES.categories if (n := roles.get(role, 0))}
    return Counts(row.get(figure.id), row.get(f"{figure.id}.over"), order)


def behind(snapshot: Snapshot, figure: Figure, limit: int | None = None) -> pl.DataFrame:
    """The reports that stand there, the largest numbers first, those without a number last: the columns of `SCHEMA`."""
    return _listed(snapshot, figure, (COUNTED, *NO_NUMBER), limit).select(list(SCHEMA))


def set_aside(snapshot: Snapshot, figure: Figure, limit: int | None = None) -> pl.DataFrame:
    """The reports that are in no sum, by reason, and the documents for which another one speaks, in the same columns."""
    rows = _listed(snapshot, figure, ASIDE, limit)
    holders = snapshot.rows("reports", ("report_id", "agency"), pl.col("report_id").is_in(rows["holder"].implode()))
    rows = rows.with_columns(pl.col("holder").replace_strict(*holders, default=None, return_dtype=pl.String))
    rows = pl.concat([rows.select(list(SCHEMA)), _other_documents(snapshot, figure).select(list(SCHEMA))])
    return rows.head(limit) if limit else rows


def _listed(snapshot: Snapshot, figure: Figure, roles: Sequence[str], limit: int | None) -> pl.DataFrame:
    def query(rows: pl.LazyFrame) -> pl.LazyFrame:
        order = ["role", figure.id, "report_id"]
        rows = rows.filter(pl.col("role").is_in(roles))
        rows = rows.sort(order, descending=[False, True, False], nulls_last=True)
        return rows.head(limit) if limit else rows

    rows = _query(snapshot, figure, query)
    value = pl.col(figure.id) / (1_000_000 if is_money(figure.id) else 1)
    over = pl.col(f"{figure.id}.over") if f"{figure.id}.over" in rows.columns else pl.lit(None, dtype=pl.Int64)
    return rows.with_columns(
        value=value,
        over=over,
        place=pl.coalesce("district", "city", "province"),
        source=pl.lit(None, dtype=pl.String),
    ).cast({"scope": pl.String, "year": pl.Int16})


def _query(snapshot: Snapshot, figure: Figure, query: Query) -> pl.DataFrame:
    """The result of a query over all reports that match the figure's filter: `role`, `holder`, identity, its measures."""
    parts, cells = measures((figure.id,)), cells_of(figure.id)
    columns = (*_IDENTITY, *cells, *BITMAPS)
    with_vertical = counts_vertical(snapshot, figure.filters, [column for column, _ in figure.at])
    impossible = _impossible(snapshot, cells)

    def roles(rows: pl.LazyFrame) -> pl.LazyFrame:
        rows = rows.with_columns(known=known(), vertical=vertical(), **parts)
        steps = []
        for step in left_out(figure.by, with_vertical):
            holder = step.holder("report_id") if step.holder else pl.lit(None, dtype=pl.String)
            role = _unknown() if step.reason == "unknown" else pl.lit(step.reason)
            steps.append(rows.with_columns(role=role, holder=holder).filter(step.holds))
            rows = rows.filter(~step.holds)
        steps.append(rows.with_columns(role=_state(figure.id, cells, impossible), holder=pl.lit(None, dtype=pl.String)))
        found = pl.concat(steps).filter(_at(figure))
        return query(found.with_columns(pl.col("role").cast(_ROLES)).select("role", "holder", *_IDENTITY, *parts))

    return snapshot.query("reports", columns, roles, predicate(figure.filters, snapshot))


def cells_of(id_: str) -> list[str]:
    """The cells that a metric or cell is computed from."""
    return list(dict.fromkeys(name for part in measures((id_,)).values() for name in part.meta.root_names()))


def _at(figure: Figure) -> pl.Expr:
    return pl.all_horizontal(pl.lit(True), *(pl.col(c).eq_missing(pl.lit(value)) for c, value in figure.at))


def _unknown() -> pl.Expr:
    """Why a report is not `known`."""
    body, year = pl.col("body_id").is_null(), pl.col("year").is_null()
    return pl.when(body).then(pl.lit("no_body")).when(year).then(pl.lit("no_year")).otherwise(pl.lit("no_scope"))


def _state(id_: str, cells: Sequence[str], impossible: pl.Series) -> pl.Expr:
    """The role of a report that is added up; impossible: the ids of those with a number that their cell cannot hold."""
    negative = [(pl.col(c) < 0).fill_null(False) for c in cells if CELL_BY_NAME[c].kind == "count"]
    states = {"impossible": [pl.col("report_id").is_in(impossible.implode()), *negative]}
    states |= {
        s: [marked(c, s) & pl.col(c).is_null() for c in cells] for s in ("unreadable", "blank", "not_applicable")
    }
    failing = [pl.when(pl.any_horizontal(tests)).then(pl.lit(state)) for state, tests in states.items()]
    counted = pl.when(pl.col(id_).is_not_null()).then(pl.lit(COUNTED))
    return pl.coalesce(counted, *failing, pl.lit("unlisted"))


def _impossible(snapshot: Snapshot, cells: Sequence[str]) -> pl.Series:
    """The ids of the reports that print in one of some cells what it cannot hold (rule 5); reading leaves it unreadable."""
    names = pl.concat_str(pl.col("section", "item", "column").cast(pl.String), separator=".")
    rows = snapshot.rows("issues", ("report_id", "section", "item", "column"), pl.col("rule") == "whole_number")
    return rows.filter(names.is_in(cells))["report_id"].unique()


def _other_documents(snapshot: Snapshot, figure: Figure) -> pl.DataFrame:
    """A row for each document that is superseded, a duplicate or withdrawn, of the reports that match the figure."""
    status = pl.when("withdrawn").then(pl.lit("withdrawn")).otherwise(pl.col("status").cast(pl.String))
    scanned = snapshot.store.scan("documents").filter(
        pl.col("status").is_in(["superseded", "duplicate"]) | pl.col("withdrawn"), pl.col("report_id").is_not_null()
    )
    documents = scanned.select("report_id", "source", role=status).collect()
    ids = pl.col("report_id").is_in(documents["report_id"].unique().implode())
    where = both(predicate(figure.filters, snapshot), ids, _at(figure))
    rows = snapshot.rows("reports", _IDENTITY, where)
    out = rows.join(documents, on="report_id").sort("role", "report_id", "source")
    return out.select(
        pl.col("role").cast(_ROLES), "report_id", "agency", "kind", pl.coalesce("district", "city", "province").alias("place"),
        pl.col("scope").cast(pl.String), pl.col("year").cast(pl.Int16), pl.lit(None, dtype=pl.Float64).alias("value"),
        pl.lit(None, dtype=pl.Int64).alias("over"), pl.lit(None, dtype=pl.String).alias("holder"), "source",
    )  # fmt: skip
