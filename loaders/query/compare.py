"""Filters, a metric, what to compare → one row a unit and year: its figure, what it stands on, how firm it is.

Units are districts, cities, provinces, or the bodies of one kind. A district's figure is its area report, or the sum of
its bodies' own, with how many of how many; it is never both.
"""

from dataclasses import dataclass, replace

import polars as pl

from loaders.form.metrics import METRIC, measures, sums_of, to_units
from loaders.query import coverage
from loaders.query.comparability import Reason, why_not_alone, why_not_between
from loaders.query.filters import Filter
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot, year_key
from loaders.query.statistics import MIN_MEMBERS_FOR_DISPERSION, Funnel, dispersion_over_time, funnel, intervals

MIN_MEMBERS = 4
"""The units with enough cases below which no limits are drawn: a group of one or two tells nothing of its members."""
_KEY = {"district": "division", "city": "city", "province": "province", "body": "body_id"}
_LEVEL = {"district": "county", "city": "city", "province": "province"}
_NAME = {"district": "district", "city": "city", "province": "province", "body": "agency"}
_ADDED = {"district": "district", "city": "city", "province": "total", "body": "body"}


def units(snapshot: Snapshot) -> list[str]:
    """What can be compared: the levels of which there are at least two, and bodies."""
    return snapshot.memoise("units", lambda: _units(snapshot))


def _units(snapshot: Snapshot) -> list[str]:
    districts = pl.col("division").filter(pl.col("district").is_not_null())
    counted = {"district": districts, "city": pl.col("city"), "province": pl.col("province")}
    columns = ("division", "district", "city", "province")
    rows = snapshot.query(
        "places", columns, lambda places: places.select(e.drop_nulls().n_unique().alias(u) for u, e in counted.items())
    )
    return [*(u for u in counted if rows[u][0] > 1), "body"]


@dataclass(frozen=True)
class Comparison:
    """What is compared: a metric over units of one sort; for bodies, those of one kind and level; in all years, or some."""

    metric: str
    unit: str
    filters: Filter
    level: str | None = None
    years: tuple[int, ...] = ()


def compared(snapshot: Snapshot, question: Comparison) -> pl.DataFrame:
    """One row for each unit and each year asked for, the units as offices list them: unit, name, year, value (n of a rate), over (N; null for a
    count), rate, filed, reports, area, areas, bodies, expected, form, low, high, reason.

    filed: the reports behind the row, 0 where there is none; reports: those with a figure. area: whether the unit's
    own area report stands for it; else it is the sum of `areas` area reports below it and of `bodies` bodies, of
    `expected` that ought to stand there. form: the versions of the form behind a figure of part 二, which changed between
    them. low, high: the Wilson interval of 95 %, wider where rates vary more than chance over the years. reason: why the figure
    may not be compared, as `why_not_alone` says it. A unit without a figure has a null value, not 0.
    """
    asked, unit, filters = METRIC[question.metric], question.unit, replace(question.filters, years=question.years)
    key, name = _KEY[unit], _NAME[unit]
    named = dict.fromkeys([key, name, "city", "division", "level", "scope", "year", *_forms(question)])
    ids = (question.metric,)
    by_line = rows_to_sum(snapshot, filters, ids, _ADDED[unit], list(named), lambda rows: _by_line(rows, question))
    found = to_units(by_line, ids)
    found = _with_absent(snapshot, filters, unit, found)
    over = pl.col(f"{question.metric}.over") if asked.rate else pl.lit(None, dtype=pl.Float64)
    found = found.select(
        "unit",
        "year",
        pl.col(question.metric).cast(pl.Float64).alias("value"),
        over.cast(pl.Float64).alias("over"),
        pl.col(f"{question.metric}.reports").alias("reports"),
        *("filed", "area", "areas", "bodies", "who", "form", "name", "of_city", "division"),
        expected=pl.when(~pl.col("area"), pl.col("filed") > 0).then(pl.col("bodies") + pl.col("absent")),
    )
    found = _told_apart(_every_year(found, _in_office_order(snapshot, unit, found))).with_columns(
        rate=pl.when(pl.col("over") > 0).then(pl.col("value") / pl.col("over"))
    )
    return _intervals(found.with_columns(reason=why_not_alone(asked.rate)), asked.rate and not asked.ratio)


def _forms(question: Comparison) -> tuple[str, ...]:
    """The column of the form's version where the figure depends on it: part 二 alone changed between them."""
    return ("disclosure_template",) if METRIC[question.metric].section == "disclosure" else ()


def _by_line(rows: pl.LazyFrame, question: Comparison) -> pl.LazyFrame:
    """The rows to add up as one row a `line`, the `year_key` of a unit."""
    unit = question.unit
    rows = rows.filter(pl.col(_KEY[unit]).is_not_null(), pl.col(_NAME[unit]).is_not_null())
    if unit == "district":
        rows = rows.filter(pl.col("district").is_not_null())
    if question.level:
        rows = rows.filter(pl.col("level") == question.level)
    rows = rows.with_columns(line=year_key(_KEY[unit]))
    whole = pl.col("scope") == "area"
    stands = pl.col("reports")
    texts = {"unit": _KEY[unit], "name": _NAME[unit], "of_city": "city", "division": "division"}
    counts = {
        "filed": stands,
        "areas": pl.when(whole).then(stands).otherwise(0),
        "bodies": pl.when(whole).then(0).otherwise(stands),
        "who": pl.col("who"),
    }
    figures_ = pl.col(list(measures((question.metric,))))
    form = pl.lit(None, dtype=pl.String)
    for column in _forms(question):
        form = pl.col(column).cast(pl.String)
    if unit == "body":
        # One row a body and year: a government that files for its area and for itself is compared by its area.
        rows = rows.sort(pl.col("line") * 2 + (~whole).cast(pl.UInt64))
        rows = rows.filter(pl.col("line").ne_missing(pl.col("line").shift()))
        return rows.select(
            *(pl.col(c).alias(t) for t, c in texts.items()),
            "line",
            "year",
            figures_,
            **counts,
            area=whole,
            form=form,
        )
    rows = rows.with_columns(**counts, form=form, area=whole & (pl.col("level") == _LEVEL[unit]))
    return rows.group_by("line").agg(
        *(pl.col(c).first().alias(t) for t, c in texts.items() if t in ("unit", "name")),
        # Whatever city or division comes first in a province tells nothing of it.
        (pl.col("city").first() if unit != "province" else pl.lit(None, dtype=pl.String)).alias("of_city"),
        pl.col("division").min(),
        pl.col("year").first(),
        *sums_of((question.metric,)),
        pl.col(list(counts)).sum(),
        pl.col("area").any(),
        form=pl.col("form").drop_nulls().unique().sort().str.join(","),
    )


def _intervals(found: pl.DataFrame, rate: bool) -> pl.DataFrame:
    """The rows with low and high; of nothing where the metric is no rate of a part in a whole."""
    fits = pl.lit(rate) & (pl.col("over") > 0) & pl.col("value").is_between(0, pl.col("over"))
    at = found.select(pl.arg_where(fits)).to_series()
    part = found[at, ["value", "over"]]
    nothing = pl.repeat(None, found.height, dtype=pl.Float64, eager=True)
    low, high = (
        nothing.clone().scatter(at, pl.Series(ends, dtype=pl.Float64))
        for ends in intervals(
            part["value"].to_numpy(), part["over"].to_numpy(), dispersion=_dispersion(found) if rate else 1.0
        )
    )
    return found.with_columns(low=low, high=high)


def _dispersion(found: pl.DataFrame) -> float:
    """How much more than chance the rates of units vary between years in which they rest on the same bodies.

    found: by unit and year.
    """
    rows = found.filter(pl.col("reason").is_null(), pl.col("value").is_between(0, "over"))
    before = rows.select(pl.all().shift().name.suffix("_before"))
    follows = (pl.col("unit_before") == pl.col("unit")) & (pl.col("year_before") == pl.col("year") - 1)
    pairs = rows.hstack(before.get_columns()).filter(follows, why_not_between().is_null())
    if pairs["unit"].n_unique() < MIN_MEMBERS_FOR_DISPERSION:
        return 1.0
    now, last = pairs.select("value", "over").to_numpy(), pairs.select("value_before", "over_before").to_numpy()
    return dispersion_over_time(now, last, pairs["year"].to_numpy())


def _in_office_order(snapshot: Snapshot, unit: str, found: pl.DataFrame) -> pl.Series:
    """The units by division code; bodies as `loaders.bodies.order` lists them."""
    if unit == "body":
        units = found["unit"].unique(maintain_order=True)
        listed = snapshot.rows("bodies", ("body_id",), pl.col("body_id").is_in(units.implode()))["body_id"]
        return pl.concat([listed, units]).unique(maintain_order=True)
    return found.group_by("unit").agg(pl.col("division").min()).sort("division", "unit", nulls_last=True)["unit"]


def _every_year(found: pl.DataFrame, units_: pl.Series) -> pl.DataFrame:
    """The rows by unit, in the order of `units_`, and year, with one more, of nothing, for each unit and year in which no report of it stands."""
    years = found["year"].unique().sort()
    # A row's place among all units and years: one number sorts many times faster than a name and a year.
    place = pl.col("unit").cast(pl.Enum(units_)).to_physical().cast(pl.UInt32) * years.len()
    rows = found.with_columns(place=place + pl.col("year").rank("dense") - 1).sort("place")
    gone = pl.DataFrame({"place": pl.int_range(units_.len() * years.len(), dtype=pl.UInt32, eager=True)})
    gone = gone.join(rows.select("place"), on="place", how="anti")
    if gone.height:
        latest = rows.unique("unit", keep="last", maintain_order=True).select("unit", "name", "of_city", "division")
        counts = [pl.lit(0, dtype=found.schema[c]).alias(c) for c in ("filed", "reports", "areas", "bodies", "who")]
        gone = gone.select("place", year=years.gather(gone["place"] % years.len())).hstack(
            latest[gone["place"] // years.len()]
        )
        gone = gone.with_columns(*counts, area=pl.lit(False))
        rows = pl.concat([rows, gone], how="diagonal").sort("place")
    return rows.drop("place")


def funnel_of(rows: pl.DataFrame, year: int) -> tuple[Funnel | None, pl.DataFrame]:
    """The funnel of a year's rates in the rows of `compared`, and those rows with where each lies in it (`place`)."""
    drawn = pl.col("reason").is_null() | (pl.col("reason") == Reason.FEW_CASES.value)
    rows = rows.filter(pl.col("year") == year, drawn, pl.col("over") > 0, pl.col("value") <= pl.col("over"))
    group = funnel(rows["value"].to_list(), rows["over"].to_list())
    places = group.places(rows["value"].to_list(), rows["over"].to_list()) if group else []
    return group, rows.with_columns(place=pl.Series(places, dtype=pl.String))


def quartiles_of(rows: pl.DataFrame, year: int, column: str) -> tuple[float, float, float] | None:
    """The quartiles of `rate` or `value` over the units of a year that may be compared; None below four."""
    values = rows.filter(pl.col("year") == year, pl.col("reason").is_null())[column].drop_nulls()
    if values.len() < 4:
        return None
    low, median, high = (values.quantile(q, "linear") or 0.0 for q in (0.25, 0.5, 0.75))
    return low, median, high


def two_years(rows: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """The rows of `compared` of one year, in their order, beside the figures of another: value_before, rate_before, difference,
    percent (of the count), points (of the rate, in percentage points), apart.

    apart: why the two may not be compared, as `why_not_between` says it; the differences are null then.
    """
    kept = ("value", "over", "rate", "area", "filed", "areas", "bodies", "expected", "who", "form", "reason")
    before = rows.filter(pl.col("year") == first).select("unit", **{f"{c}_before": c for c in kept})
    names = rows.select("unit", "name").unique("unit", keep="last", maintain_order=True)
    both = names.join(rows.filter(pl.col("year") == last).drop("name"), on="unit", how="left", maintain_order="left")
    both = both.join(before, on="unit", how="left", maintain_order="left")
    both = both.with_columns(apart=why_not_between())
    difference = pl.when(pl.col("apart").is_null()).then(pl.col("value") - pl.col("value_before"))
    return both.with_columns(
        difference=difference,
        percent=pl.when(pl.col("value_before") != 0).then(difference / pl.col("value_before")),
        points=pl.when(pl.col("apart").is_null()).then((100 * (pl.col("rate") - pl.col("rate_before"))).round(9)),
    )


def with_breaks(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of `compared` with `breaks`: whether no line may lead to a unit's figure from that of the year before."""
    kept = ("year", "value", "area", "filed", "areas", "bodies", "who", "form", "reason")
    before = rows.select(pl.col(c).shift().over("unit", order_by="year").alias(f"{c}_before") for c in kept)
    apart = why_not_between().is_not_null() | (pl.col("year_before") != pl.col("year") - 1)
    breaks = rows.hstack(before.get_columns()).select(breaks=pl.col("year_before").is_not_null() & apart)
    return rows.hstack(breaks.get_columns())


def _told_apart(found: pl.DataFrame) -> pl.DataFrame:
    """The rows with the name of a unit's city before its own where another unit has the same."""
    names = found.select("unit", "name").unique()["name"]
    several = pl.col("name").is_in(names.filter(names.is_duplicated()).unique().implode())
    told_apart = pl.when(several & pl.col("of_city").is_not_null()).then(pl.col("of_city") + pl.col("name"))
    return found.with_columns(name=told_apart.otherwise("name"))


def _with_absent(snapshot: Snapshot, filters: Filter, unit: str, found: pl.DataFrame) -> pl.DataFrame:
    """The rows with how many bodies ought to stand behind a unit's sum in each year and do not."""
    if unit == "body":
        return found.with_columns(absent=pl.lit(None, dtype=pl.Int64))
    # Whatever figure is compared, the same bodies are absent.
    absent = snapshot.memoise(("absent", filters, unit), lambda: _absent(snapshot, filters, unit))
    return found.join(absent, on="line", how="left").with_columns(pl.col("absent").fill_null(0))


def _absent(snapshot: Snapshot, filters: Filter, unit: str) -> pl.DataFrame:
    keys = ("scope", "level", "province", "city", "division", "year")
    areas = rows_to_sum(
        snapshot, filters, (), _ADDED[unit], keys, lambda rows: rows.filter(pl.col("scope") == "area").select(keys)
    )
    return coverage.absent(snapshot, filters, _KEY[unit], areas).select("line", "absent")
