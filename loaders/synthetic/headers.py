"""Bodies × years → the header of each report: names as of the year, ids, title, source, and date of publication."""

import hashlib

import numpy as np
import polars as pl

from loaders.form.deadlines import deadline
from loaders.store.schema import Documents, types
from loaders.synthetic.planted import Planted

_OWN = {"province": "省本级", "city": "市本级"}
"""The folder of the bodies without a district."""


def headers(bodies: pl.DataFrame, years: range, planted: Planted) -> pl.DataFrame:
    """A row for each body and year, in the order of the figures: a report's columns before its cells, and `source`."""
    bodies = bodies.with_columns(key=agency(pl.lit(False)))
    bodies = bodies.with_columns(body_id=_hashed(bodies["key"]).str.slice(0, 12))
    rows = pl.concat([bodies.with_columns(year=pl.lit(y, dtype=pl.Int16)) for y in years])
    moved = (pl.col("year") < pl.col("since")).fill_null(False)
    reformed = (pl.col("year") < pl.col("organ_since")).fill_null(False)
    rows = rows.with_columns(
        district=pl.when(moved).then("district_before").otherwise("district"),
        organ=pl.when(reformed).then("organ_before").otherwise("organ"),
        division_code=pl.when(moved).then("code_before").otherwise("code"),
        scope=pl.when(pl.col("kind") == "people_government").then(pl.lit("area")).otherwise(pl.lit("own")),
        published=deadline() + pl.duration(days=pl.lit(pl.Series(planted.late))),
        url=pl.lit(None, dtype=pl.String),
        **{
            f"{s}_template": pl.Series(np.where(planted.old, "2019", "2021"))
            for s in ("disclosure", "requests", "reviews")
        },
    )
    rows = rows.with_columns(agency=agency(reformed))
    folder = pl.concat_str(
        "city", pl.coalesce("district", pl.col("level").replace(_OWN)), separator="/", ignore_nulls=True
    )
    rows = rows.with_columns(
        title=pl.format("{}{}年政府信息公开工作年度报告", "agency", "year"),
        source=pl.format("{}/{}/{}/{}.html", "province", "year", folder, "agency"),
        identity=pl.format("{}|{}|{}", "key", "year", "scope"),
    )
    return rows.with_columns(
        report_id=_hashed(rows["identity"]).str.slice(0, 16),
        document=_hashed(rows["source"]),
    )


def documents(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of `documents` for headers; `rejected` marks those that could not be read."""
    rejected = pl.col("rejected")
    files = rows.with_columns(
        sha256=pl.col("document"),
        seen=pl.lit(1),
        format=pl.lit("html"),
        status=pl.when(rejected).then(pl.lit("rejected")).otherwise(pl.lit("read")),
        reason=pl.when(rejected).then(pl.lit("headings_without_tables")),
        digest=pl.when(~rejected).then(pl.col("document").str.slice(0, 16)),
        report_id=pl.when(~rejected).then("report_id"),
        withdrawn=pl.lit(False),
        agency_source=pl.lit("title"),
        year_source=pl.lit("title"),
    )
    return files.select(
        (pl.col(c) if c in files.columns else pl.lit(None)).cast(t).alias(c) for c, t in types(Documents).items()
    ).sort("source")


def agency(reformed: pl.Expr) -> pl.Expr:
    """The printed name of a body; since their reform, tax offices begin with 国家税务总局."""
    state = pl.when((pl.col("kind") == "tax") & ~reformed).then(pl.lit("国家税务总局")).otherwise(pl.lit(""))
    place = pl.coalesce("city", "province") + pl.col("district").fill_null("")
    return state + place + pl.col("organ")


def _hashed(texts: pl.Series) -> pl.Series:
    return pl.Series([hashlib.sha256(t.encode()).hexdigest() for t in texts.to_list()], dtype=pl.String)
