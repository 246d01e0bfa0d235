"""Filters → the reports whose figures may be added up: nothing twice, and what is left out is counted.

A government's report covers its whole area. A total takes the area report where there is one, and the bodies inside it
where there is none; it never adds both.
"""

from dataclasses import dataclass, replace

import polars as pl


@dataclass(frozen=True)
class Filter:
    """What the user chose; an empty tuple means everything. Ids and codes only."""

    years: tuple[int, ...] = ()
    districts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    def without_years(self) -> "Filter":
        """The same choice over all years: changes need the year before."""
        return replace(self, years=())

    def only(self, year: int | None) -> "Filter":
        """The same choice in one year."""
        return replace(self, years=(year,) if year else ())


EVERYTHING = Filter()
_ABOVE = {"district": ("province", "city"), "city": ("province",)}
"""The levels whose area reports hold more than what is added up."""


def predicate(chosen: Filter) -> pl.Expr | None:
    """What holds of the reports that a filter lets through; null where it lets through all."""
    wanted = {
        "year": chosen.years, "division": chosen.districts, "kind": chosen.kinds, "body_id": chosen.bodies,
    }  # fmt: skip
    tests = [pl.col(c) == v[0] if len(v) == 1 else pl.col(c).is_in(v) for c, v in wanted.items() if v]
    return pl.all_horizontal(tests) if tests else None


def matching(reports: pl.LazyFrame, chosen: Filter) -> pl.LazyFrame:
    """The reports that a filter lets through, whatever they cover."""
    where = predicate(chosen)
    return reports if where is None else reports.filter(where)


def addable(reports: pl.LazyFrame, chosen: Filter, by: str = "total") -> pl.LazyFrame:
    """The matching reports that may be added up; those of unknown body, year or scope stay out.

    by: what they are added up for. `total`: a province's area report stands for all of the province, else a city's for
    the city, else a district's for the district, else the bodies' own. `city`: cities as before, beside them the
    province's own bodies. `district`: districts as before, beside them the city's own bodies. `own`: bodies' own
    reports alone, as for a comparison of kinds. `body`: every report stands for itself.
    """
    rows = matching(reports, chosen).filter(pl.col("scope") != "unknown", pl.col("year").is_not_null())
    if by == "body":
        return rows
    if by == "own":
        return rows.filter(pl.col("scope") == "own")
    area = pl.col("scope") == "area"
    for level, column in (("province", "province"), ("city", "city"), ("county", "district")):
        upper = ("province", "city", "district")[: ("province", "city", "district").index(column) + 1]
        of_level = area & (pl.col("level") == level)
        if level in _ABOVE.get(by, ()):
            rows = rows.filter(~of_level)
            continue
        # A body of the city itself is no part of a district: it stays beside the districts' area reports.
        inside = pl.col(column).is_not_null()
        covered = of_level.any().over([*upper, "year"]) & inside
        rows = rows.filter(~covered | of_level)
    return rows
