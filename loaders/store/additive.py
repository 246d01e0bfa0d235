"""Reports → those whose figures may be added up without counting anything twice."""

import polars as pl

from loaders.bodies.kinds import VERTICAL

_ABOVE = {"district": ("province", "city"), "city": ("province",)}
"""The levels whose area reports hold more than what is added up."""


def known() -> pl.Expr:
    """Whether a report's body, year and scope are known. Only then may it be added up: the same body may have filed it
    under its full name, or an area report may hold it already.
    """
    return pl.col("body_id").is_not_null() & pl.col("year").is_not_null() & (pl.col("scope") != "unknown")


def vertical() -> pl.Expr:
    """Whether a report's body answers to its own superior: no area report of a local government holds its figures."""
    return pl.col("kind").is_in(list(VERTICAL)).fill_null(False)


def who() -> pl.Expr:
    """A number for a report's body: sums of it are the same for the same bodies, and for others hardly ever."""
    # Of 40 bits, so that those of millions of bodies can be added up in 63.
    return (pl.col("body_id").cast(pl.String).hash() // 2**24).cast(pl.Int64)


def non_overlapping(rows: pl.LazyFrame, by: str = "total", with_vertical: bool = False) -> pl.LazyFrame:
    """What may be added up of reports that a filter let through; those that are not `known`, a column, stay out.

    with_vertical: whether bodies under vertical management, which the column `vertical` marks, are added as well. No
    area report stands for them.

    by: what they are added up for. `total`: a province's area report stands for all of the province, else a city's for
    the city, else a district's for the district, else the bodies' own. `city`: cities as before, beside them the
    province's own bodies. `district`: districts as before, beside them the city's own bodies. `own`: bodies' own
    reports alone, as for a comparison of kinds. `body`: every report stands for itself.
    """
    rows = rows.filter("known")
    if by == "body":
        return rows
    if not with_vertical:
        rows = rows.filter(~pl.col("vertical"))
    if by == "own":
        return rows.filter(pl.col("scope") == "own")
    area = pl.col("scope") == "area"
    for level, column in (("province", "province"), ("city", "city"), ("county", "district")):
        upper = ("province", "city", "district")[: ("province", "city", "district").index(column)]
        of_level = area & (pl.col("level") == level)
        if level in _ABOVE.get(by, ()):
            rows = rows.filter(~of_level)
            continue
        # A body of the city itself is no part of a district: it stays beside the districts' area reports.
        inside = pl.col(column)
        if level == "county":
            # A zone lies in no district: it is told by its division.
            inside = pl.coalesce(inside, pl.when(pl.col("level").is_in(["county", "township"])).then("division"))
        covered = of_level.any().over([*upper, inside, "year"]) & inside.is_not_null()
        rows = rows.filter(~covered | of_level | pl.col("vertical"))
    return rows
