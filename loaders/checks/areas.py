"""Reports, roster, table of divisions → rule 8: where a report on a whole area is not the sum of the bodies in it.

A county's area holds its own bodies and townships, a city's area its counties and its own bodies; bodies under vertical
management are in neither. A sum that exceeds the area is wrong whatever is missing. A smaller sum is wrong only where
everybody who belongs to the sum is known: the area's own bodies by a roster, a city's counties by the table of
divisions, each of which must have its area report. Without that the rule is not assessable.
"""

from collections.abc import Iterator

import polars as pl

from loaders.bodies.order import office_order
from loaders.places.gazetteer import gazetteer
from loaders.store.additive import known, vertical
from loaders.store.schema import Issues, types

RULE = "area_sum"
ITEMS = (("requests", "received_new"), ("requests", "total_processed"), ("reviews", "review"))
"""The rows whose totals are compared."""
_COUNTY = ("province", "city", "district")
_CITY = ("province", "city")
_OWN_LEVELS = {"county": ["county", "township"], "city": ["city"]}
"""The levels of an area's own bodies."""


def area_sums(reports: pl.DataFrame, roster: pl.DataFrame, severity: str) -> pl.DataFrame:
    """The failing area reports as issues: `left` the sum of the bodies, `right` the area, `text` the names of those
    without a report, joined by 、.
    """
    counted = reports.filter(known(), ~vertical())
    listed = roster.filter(~vertical(), (pl.col("kind") != "people_government").fill_null(True))
    found = [*_level(counted, listed, "county", _COUNTY), *_level(counted, listed, "city", _CITY)]
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
    of_area = own & pl.col("level").is_in(_OWN_LEVELS[level])
    inside = of_area | (whole & (pl.col("level") == "county")) if level == "city" else of_area
    areas = reports.filter(whole, pl.col("level") == level, pl.col(key[-1]).is_not_null())
    children = reports.filter(inside, pl.col(key[-1]).is_not_null())
    if not areas.height or not children.height:
        return
    rosters = roster.filter(pl.col("level").is_in(_OWN_LEVELS[level])).select(
        *key, "kind", "body_id", "agency", "first", "last"
    )
    absent = _absent(areas, children, rosters, level, key)
    for section, item in ITEMS:
        cell = f"{section}.{item}.total"
        sums = children.group_by(*key, "year").agg(
            left=pl.col(cell).cast(pl.Int64).sum(),
            bodies=pl.col(cell).is_not_null().sum(),
            partial=pl.col(cell).is_null().any(),
        )
        rows = areas.select(*key, "year", "report_id", right=cell).join(sums, on=[*key, "year"], nulls_equal=True)
        rows = rows.join(absent, on="report_id", how="left")
        wrong = (pl.col("left") > pl.col("right")) | (
            pl.col("all_known") & ~pl.col("partial") & (pl.col("left") < pl.col("right"))
        )
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


def _absent(
    areas: pl.DataFrame, children: pl.DataFrame, roster: pl.DataFrame, level: str, key: tuple[str, ...]
) -> pl.DataFrame:
    """By report_id of an area report: the names of those in it that have no report of the year (`missing`), counties
    before bodies, and whether all who belong to the sum are known (`all_known`).
    """
    of_area = areas.select(*key, "year", "report_id", "division")
    bodies = _absent_bodies(of_area, children, roster, key)
    counties = _absent_counties(of_area, children) if level == "city" else bodies.clear()
    listed = of_area.join(roster.select(key).unique(), on=list(key), how="semi", nulls_equal=True)["report_id"]
    missing = pl.concat([counties, bodies]).group_by("report_id", maintain_order=True)
    return (
        of_area.select("report_id")
        .join(missing.agg(missing=pl.col("agency").str.join("、")), on="report_id", how="left")
        .with_columns(
            all_known=pl.col("report_id").is_in(listed.implode())
            & ~pl.col("report_id").is_in(counties["report_id"].unique().implode())
        )
    )


def _absent_bodies(
    areas: pl.DataFrame, children: pl.DataFrame, roster: pl.DataFrame, key: tuple[str, ...]
) -> pl.DataFrame:
    """report_id, agency: an area's own bodies without a report of the year, as a roster lists them; without one, those
    that had reported in an earlier year.
    """
    seen = children.filter(pl.col("scope") == "own").sort("year")
    seen = seen.group_by(*key, "body_id").agg(pl.col("kind", "agency").last(), first=pl.col("year").min())
    seen = seen.with_columns(last=pl.lit(None, dtype=pl.Int16)).select(roster.columns)
    unlisted = seen.join(roster.select(key).unique(), on=list(key), how="anti", nulls_equal=True)
    grid = areas.join(pl.concat([roster, unlisted]), on=list(key), nulls_equal=True)
    grid = grid.filter(
        pl.col("first").is_null() | (pl.col("first") <= pl.col("year")),
        pl.col("last").is_null() | (pl.col("last") >= pl.col("year")),
    )
    reported = children.select("year", "body_id").unique()
    absent = grid.join(reported, on=["year", "body_id"], how="anti").sort(*office_order(), nulls_last=True)
    return absent.select("report_id", "agency")


def _absent_counties(areas: pl.DataFrame, children: pl.DataFrame) -> pl.DataFrame:
    """report_id, agency: the counties of a city, by the table of divisions, without an area report of the year."""
    book = gazetteer()
    counties = [d for d in book.rows if d.level == "county"]
    table = pl.DataFrame(
        [(d.parent, d.id, d.name, d.first, d.last) for d in counties],
        schema={"division": pl.String, "county": pl.String, "agency": pl.String, "first": pl.Int16, "last": pl.Int16},
        orient="row",
    )
    grid = areas.join(table, on="division").filter(pl.col("year").is_between("first", "last"))
    there = children.filter(pl.col("scope") == "area").select("year", county="division").unique()
    absent = grid.join(there, on=["year", "county"], how="anti")
    return absent.sort("county").unique(["report_id", "county"], maintain_order=True).select("report_id", "agency")
