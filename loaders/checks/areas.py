"""Reports, roster → rule 8: where a government's report on its whole area is not the sum of the bodies in it.

A county's area holds its own bodies and townships, a city's area its counties and its own bodies. Sums of a handful of
bodies say nothing, so without a roster only those of `MIN_BODIES_WITHOUT_ROSTER` bodies are held against the area; a sum that exceeds the
area is wrong whatever is missing.
"""

from collections.abc import Iterator

import polars as pl

from loaders.store.additive import known
from loaders.store.schema import Issues, types

RULE = "area_sum"
ITEMS = (("requests", "received_new"), ("requests", "total_processed"), ("reviews", "review"))
"""The rows whose totals are compared."""
MIN_BODIES_WITHOUT_ROSTER = 10
MAX_MISSING_NAMED = 12
_COUNTY = ("province", "city", "district")
_CITY = ("province", "city")


def area_sums(reports: pl.DataFrame, roster: pl.DataFrame, severity: str) -> pl.DataFrame:
    """The failing area reports as issues: `left` the sum of the bodies, `right` the area, `text` who is missing."""
    counted = reports.filter(known())
    found = [*_level(counted, roster, "county", _COUNTY), *_level(counted, roster, "city", _CITY)]
    schema = types(Issues)
    if not found:
        return pl.DataFrame(schema=schema)
    return (
        pl.concat(found)
        .with_columns(rule=pl.lit(RULE), severity=pl.lit(severity))
        .select((pl.col(c) if c in _GIVEN else pl.lit(_FIXED.get(c))).cast(t).alias(c) for c, t in schema.items())
    )


_GIVEN = ("report_id", "rule", "severity", "section", "item", "column", "left", "right", "partial", "text")
_FIXED = {"where": ""}


def _level(reports: pl.DataFrame, roster: pl.DataFrame, level: str, key: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    own, whole = pl.col("scope") == "own", pl.col("scope") == "area"
    inside = (
        own & pl.col("level").is_in(["county", "township"])
        if level == "county"
        else (own & (pl.col("level") == "city")) | (whole & (pl.col("level") == "county"))
    )
    areas = reports.filter(whole, pl.col("level") == level, pl.col(key[-1]).is_not_null())
    children = reports.filter(inside, pl.col(key[-1]).is_not_null())
    if not areas.height or not children.height:
        return
    absent = _missing_bodies(children, roster, level, key)
    for section, item in ITEMS:
        cell = f"{section}.{item}.total"
        sums = children.group_by(*key, "year").agg(
            left=pl.col(cell).cast(pl.Int64).sum(),
            bodies=pl.col(cell).is_not_null().sum(),
            partial=pl.col(cell).is_null().any(),
        )
        rows = areas.select(*key, "year", "report_id", right=cell).join(sums, on=[*key, "year"], nulls_equal=True)
        rows = rows.join(absent, on=[*key, "year"], how="left", nulls_equal=True)
        enough = pl.lit(roster.height > 0) | (pl.col("bodies") >= MIN_BODIES_WITHOUT_ROSTER)
        wrong = (pl.col("left") > pl.col("right")) | (enough & ~pl.col("partial") & (pl.col("left") < pl.col("right")))
        yield rows.filter(wrong, pl.col("bodies") > 0).select(
            "report_id",
            section=pl.lit(section),
            item=pl.lit(item),
            column=pl.lit("total"),
            left=pl.col("left").cast(pl.Float64),
            right=pl.col("right").cast(pl.Float64),
            partial="partial",
            text=pl.col("missing").fill_null(""),
        )


def _missing_bodies(children: pl.DataFrame, roster: pl.DataFrame, level: str, key: tuple[str, ...]) -> pl.DataFrame:
    """The names of the bodies of each area that have no report in a year."""
    reported = children.select(*key, "year", "body_id").unique()
    if roster.height:
        levels = ["county", "township"] if level == "county" else ["city"]
        expected = roster.filter(pl.col("level").is_in(levels), pl.col("kind") != "people_government")
        expected = expected.select(*key, "body_id", "agency", "first", "last")
    else:
        expected = (
            children.sort("year").group_by(*key, "body_id").agg(pl.col("agency").last(), first=pl.col("year").min())
        )
        expected = expected.with_columns(last=pl.lit(None, dtype=pl.Int16))
    grid = expected.join(reported.select(*key, "year").unique(), on=list(key), nulls_equal=True)
    grid = grid.filter(
        pl.col("first").is_null() | (pl.col("first") <= pl.col("year")),
        pl.col("last").is_null() | (pl.col("last") >= pl.col("year")),
    )
    missing = grid.join(reported, on=[*key, "year", "body_id"], how="anti", nulls_equal=True).sort("agency")
    return missing.group_by(*key, "year", maintain_order=True).agg(
        missing=pl.col("agency").head(MAX_MISSING_NAMED).str.join("、")
        + pl.when(pl.len() > MAX_MISSING_NAMED).then(pl.lit("……")).otherwise(pl.lit(""))
    )
