"""Filters → the reports whose figures may be added up: nothing twice, and what is left out is counted.

A government's report covers its whole area. A total takes the area report where there is one, and the bodies inside it
where there is none; it never adds both.
"""

from dataclasses import dataclass, replace

import polars as pl

from loaders.places.tree import Places


@dataclass(frozen=True)
class Filter:
    """What the user chose; an empty tuple means everything. Ids and codes only.

    places: provinces, cities, districts, each with all that lies in it; of two that hold each other the narrower one.
    levels: of the bodies. templates: of the form that the first table of a report follows.
    """

    years: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()

    def without_years(self) -> "Filter":
        """The same choice over all years: changes need the year before."""
        return replace(self, years=())

    def only(self, year: int | None) -> "Filter":
        """The same choice in one year."""
        return replace(self, years=(year,) if year else ())

    def chooses(self, *fields: str) -> bool:
        """Whether anything is chosen in one of some fields."""
        return any(getattr(self, field) for field in fields)


EVERYTHING = Filter()
_ABOVE = {"district": ("province", "city"), "city": ("province",)}
"""The levels whose area reports hold more than what is added up."""


def predicate(chosen: Filter, places: Places) -> pl.Expr | None:
    """What holds of the reports that a filter lets through; null where it lets through all."""
    wanted = {
        "year": chosen.years, "kind": chosen.kinds, "level": chosen.levels, "body_id": chosen.bodies,
        "disclosure_template": chosen.templates,
    }  # fmt: skip
    wanted = {column: values for column, values in wanted.items() if values}
    if chosen.places:
        wanted["division"] = places.divisions(chosen.places)
    tests = [pl.col(c) == v[0] if len(v) == 1 else pl.col(c).is_in(v) for c, v in wanted.items()]
    return pl.all_horizontal(tests) if tests else None


def matching(reports: pl.LazyFrame, chosen: Filter, places: Places) -> pl.LazyFrame:
    """The reports that a filter lets through, whatever they cover."""
    where = predicate(chosen, places)
    return reports if where is None else reports.filter(where)


def known() -> pl.Expr:
    """Whether a report's body, year and scope are known. Only then may it be added up: the same body may have filed it
    under its full name, or an area report may hold it already.
    """
    return pl.col("body_id").is_not_null() & pl.col("year").is_not_null() & (pl.col("scope") != "unknown")


def addable(rows: pl.LazyFrame, by: str = "total") -> pl.LazyFrame:
    """What may be added up of reports that a filter let through; those that are not `known`, a column, stay out.

    by: what they are added up for. `total`: a province's area report stands for all of the province, else a city's for
    the city, else a district's for the district, else the bodies' own. `city`: cities as before, beside them the
    province's own bodies. `district`: districts as before, beside them the city's own bodies. `own`: bodies' own
    reports alone, as for a comparison of kinds. `body`: every report stands for itself.
    """
    rows = rows.filter("known")
    if by == "body":
        return rows
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
        rows = rows.filter(~covered | of_level)
    return rows
