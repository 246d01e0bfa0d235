"""Filters, a metric, what to compare → one row a unit and year: its figure, what it stands on, how firm it is.

Units are districts, cities, provinces, or the bodies of one kind. A district's figure is its area report, or the sum of
its bodies' own, with how many of how many; it is never both.
"""

from dataclasses import dataclass

import polars as pl

from loaders.choice import Filter
from loaders.held import Held, told
from loaders.metrics import METRIC, added
from loaders.metrics import told as figures
from loaders.queries import coverage
from loaders.queries.plan import summands
from loaders.statistics import FEWEST, Funnel, funnel, intervals

FEWEST_MEMBERS = 4
"""The units with enough cases below which no limits are drawn: a group of one or two tells nothing of its members."""
UNITS = ("district", "city", "province", "body")
_KEY = {"district": "division", "city": "city", "province": "province", "body": "body_id"}
_LEVEL = {"district": "county", "city": "city", "province": "province"}
_NAME = {"district": "district", "city": "city", "province": "province", "body": "agency"}
_ADDED = {"district": "district", "city": "city", "province": "total", "body": "body"}


def units(held: Held) -> list[str]:
    """What can be compared: the levels of which there are at least two, and bodies."""
    districts = pl.col("division").filter(pl.col("district").is_not_null())
    counted = {"district": districts, "city": pl.col("city"), "province": pl.col("province")}
    rows = held.cube("places").select(e.drop_nulls().n_unique().alias(u) for u, e in counted.items()).collect()
    return [*(u for u in counted if rows[u][0] > 1), "body"]


@dataclass(frozen=True)
class Question:
    """What is compared: a metric over units of one sort; for bodies, those of one kind and level."""

    metric: str
    unit: str
    chosen: Filter
    level: str | None = None


def compared(held: Held, question: Question) -> pl.DataFrame:
    """One row for each unit and each year of the store: unit, name, year, value (n of a rate), over (N; null for a
    count), rate, filed, reports, area, areas, bodies, expected, low, high, few.

    filed: the reports behind the row, 0 where there is none; reports: those with a figure. area: whether the unit's
    own area report stands for it; else it is the sum of `areas` area reports below it and of `bodies` bodies, of
    `expected` that ought to stand there. low, high: the Wilson interval of 95 %. few: whether N is below `FEWEST`. A
    unit without a figure has a null value, not 0.
    """
    asked, unit, chosen = METRIC[question.metric], question.unit, question.chosen
    key = _KEY[unit]
    named = dict.fromkeys([key, _NAME[unit], "city", "division", "level", "scope", "year"])
    rows = summands(held, chosen.without_years(), (question.metric,), _ADDED[unit], list(named))
    rows = rows.filter(pl.col(_NAME[unit]).is_not_null())
    if unit == "district":
        rows = rows.filter(pl.col("district").is_not_null())
    if question.level:
        rows = rows.filter(pl.col("level") == question.level)
    if unit == "body":
        # A government that files for its area and for itself is compared by its area.
        rows = rows.sort(pl.col("scope") != "area").unique(["body_id", "year"], keep="first", maintain_order=True)
    whole = pl.col("scope") == "area"
    stands = pl.col("reports").cast(pl.Int64)
    parts = [
        *added((question.metric,)),
        stands.sum().alias("filed"),
        (whole if unit == "body" else whole & (pl.col("level") == _LEVEL[unit])).any().alias("area"),
        stands.filter(whole).sum().alias("areas"),
        stands.filter(~whole).sum().alias("bodies"),
        pl.col(_NAME[unit]).first().alias("name"),
        # Whatever city comes first in a province tells nothing of it.
        (pl.col("city").first() if unit != "province" else pl.lit(None, dtype=pl.String)).alias("of_city"),
        pl.col("division").cast(pl.String).min().alias("of_division"),
    ]
    found = told(rows.group_by(pl.col(key).alias("unit"), "year").agg(parts))
    over = pl.col(f"{question.metric}.over") if asked.rate else pl.lit(None, dtype=pl.Float64)
    found = figures(found, (question.metric,)).select(
        "unit",
        "year",
        pl.col(question.metric).cast(pl.Float64).alias("value"),
        over.cast(pl.Float64).alias("over"),
        pl.col(f"{question.metric}.reports").alias("reports"),
        *("filed", "area", "areas", "bodies", "name", "of_city"),
        division="of_division",
    )
    found = _every_year(found)
    found = found.join(_expected(held, chosen, unit), on=["unit", "year"], how="left").with_columns(
        expected=pl.when(~pl.col("area"), pl.col("filed") > 0).then(pl.max_horizontal("expected", "bodies")),
        rate=pl.when(pl.col("over") > 0).then(pl.col("value") / pl.col("over")),
        name=_told_apart(),
    )
    return _intervals(found, asked.rate and not asked.ratio).sort("unit", "year")


def _intervals(found: pl.DataFrame, rate: bool) -> pl.DataFrame:
    """The rows with low, high and few; of nothing where the metric is no rate of a part in a whole."""
    fits = pl.lit(rate) & (pl.col("over") > 0) & pl.col("value").is_between(0, pl.col("over"))
    rows = found.with_row_index("at")
    part = rows.filter(fits)
    low, high = intervals(part["value"].to_numpy(), part["over"].to_numpy())
    ends = part.select("at").with_columns(low=pl.Series(low, dtype=pl.Float64), high=pl.Series(high, dtype=pl.Float64))
    few = (pl.lit(rate) & (pl.col("over") < FEWEST)).fill_null(False)
    return rows.join(ends, on="at", how="left").drop("at").with_columns(few=few)


def _every_year(found: pl.DataFrame) -> pl.DataFrame:
    """The rows with one more, of nothing, for each unit and year in which no report of it stands."""
    years = found["year"].unique()
    if found.height == years.len() * found["unit"].n_unique():
        return found
    latest = ("name", "of_city", "division")
    units_ = found.sort("year").group_by("unit").agg(pl.col(c).last() for c in latest)
    gone = units_.join(years.to_frame(), how="cross").join(found, on=["unit", "year"], how="anti")
    counts = [pl.lit(0, dtype=found.schema[c]).alias(c) for c in ("filed", "reports", "areas", "bodies")]
    return pl.concat([found, gone.with_columns(*counts, area=pl.lit(False))], how="diagonal")


def funnel_of(rows: pl.DataFrame, year: int) -> tuple[Funnel | None, pl.DataFrame]:
    """The funnel of a year's rates in the rows of `compared`, and those rows with where each lies in it (`place`)."""
    rows = rows.filter(pl.col("year") == year, pl.col("over") > 0, pl.col("value") <= pl.col("over"))
    group = funnel(rows["value"].to_list(), rows["over"].to_list())
    places = group.places(rows["value"].to_list(), rows["over"].to_list()) if group else []
    return group, rows.with_columns(place=pl.Series(places, dtype=pl.String))


def quartiles_of(rows: pl.DataFrame, year: int, column: str) -> tuple[float, float, float] | None:
    """The quartiles of `rate` or `value` over the units of a year that are not too small to compare; null below four."""
    values = rows.filter(pl.col("year") == year, ~pl.col("few"))[column].drop_nulls()
    if values.len() < 4:
        return None
    return tuple(float(values.quantile(q, "linear")) for q in (0.25, 0.5, 0.75))  # type: ignore[return-value]


def two_years(rows: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """The rows of `compared` of one year beside the figures of another: value_before, rate_before, difference,
    percent (of the count), points (of the rate, in percentage points); null where one of the years has no figure, or
    where an area report stands in one and a sum of bodies in the other (`changed`).
    """
    before = rows.filter(pl.col("year") == first).select(
        "unit", value_before="value", rate_before="rate", area_before="area"
    )
    names = rows.select("unit", "name").unique("unit", keep="last", maintain_order=True)
    both = names.join(rows.filter(pl.col("year") == last).drop("name"), on="unit", how="left").join(
        before, on="unit", how="left"
    )
    changed = (
        pl.col("value").is_not_null() & pl.col("value_before").is_not_null() & (pl.col("area") != pl.col("area_before"))
    ).fill_null(False)
    both = both.with_columns(changed=changed)
    difference = pl.when(~pl.col("changed")).then(pl.col("value") - pl.col("value_before"))
    return both.with_columns(
        difference=difference,
        percent=pl.when(pl.col("value_before") != 0).then(difference / pl.col("value_before")),
        points=pl.when(~pl.col("changed")).then((100 * (pl.col("rate") - pl.col("rate_before"))).round(1)),
    )


def _told_apart() -> pl.Expr:
    """A name, with its city's before it where another unit has the same."""
    several = pl.col("unit").n_unique().over("name") > 1
    return pl.when(several & pl.col("of_city").is_not_null()).then(pl.col("of_city") + pl.col("name")).otherwise("name")


def _expected(held: Held, chosen: Filter, unit: str) -> pl.DataFrame:
    """How many bodies ought to stand behind a unit's sum in each year: unit, year, expected."""
    if unit == "body":
        return pl.DataFrame(schema={"unit": pl.String, "year": pl.Int16, "expected": pl.Int64})
    return coverage.expected(held, chosen.without_years(), _KEY[unit]).rename({_KEY[unit]: "unit"})
