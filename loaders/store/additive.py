"""Reports → those whose figures may be added up without counting anything twice."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial, reduce
from operator import and_
from typing import Any, NamedTuple

import polars as pl

from loaders.bodies.kinds import VERTICAL

_ABOVE = {"district": ("province", "city"), "city": ("province",)}
"""The levels whose area reports hold more than what is added up."""
_INSIDE = {"province": "province", "city": "city", "county": "district"}
"""The levels of areas, the widest first, each with the column that names the areas."""
AREAS = {level: f"in_{level}" for level in _INSIDE}
"""The columns of `areas`."""


_UNKNOWN = {"body_id": None, "year": None, "scope": "unknown"}
"""What must be known of a report, and what stands there where it is not."""


def known() -> pl.Expr:
    """Whether a report's body, year and scope are known. Only then may it be added up: the same body may have filed it
    under its full name, or an area report may hold it already.
    """
    each = (pl.col(c).is_not_null() if unknown is None else pl.col(c) != unknown for c, unknown in _UNKNOWN.items())
    return reduce(and_, each)


def lacking(row: Mapping[str, Any]) -> list[str]:
    """What is not known of one report or document by which `known` judges: some of body_id, year and scope."""
    return [c for c, unknown in _UNKNOWN.items() if row[c] == unknown]


def vertical() -> pl.Expr:
    """Whether a report's body answers to its own superior: no area report of a local government holds its figures."""
    return pl.col("kind").is_in(list(VERTICAL)).fill_null(False)


def who() -> pl.Expr:
    """A number for a report's body: sums of it are the same for the same bodies, and for others hardly ever."""
    # Of 40 bits, so that those of millions of bodies can be added up in 63.
    return (pl.col("body_id").cast(pl.String).hash() // 2**24).cast(pl.Int64)


class LeftOut(NamedTuple):
    """Why some reports are in no sum. holds: whether a report is one of these, never null; holder: a column of the area
    report that holds theirs already, by the column's name; None where none does.
    """

    reason: str
    holds: pl.Expr
    holder: Callable[[str], pl.Expr] | None = None


def areas() -> dict[str, pl.Expr]:
    """For each level the area and year that a row lies in, as a number; null where it lies in none. By it, what an area
    report stands for is found many times faster than by names.
    """
    return {
        column: pl.when(_inside(level).is_not_null()).then(pl.struct(_area(level)).rank("dense"))
        for level, column in AREAS.items()
    }


def _area(level: str) -> list[pl.Expr]:
    """The names of an area of a level, the year last."""
    upper = list(_INSIDE.values())[: list(_INSIDE).index(level)]
    return [*map(pl.col, upper), _inside(level).alias("inside"), pl.col("year")]


def _inside(level: str) -> pl.Expr:
    """The area of a level that a row lies in. A body of the city itself is no part of a district: it stays beside the
    districts' area reports. A zone lies in no district: it is told by its division.
    """
    area = pl.col(_INSIDE[level])
    if level != "county":
        return area
    return pl.coalesce(area, pl.when(pl.col("level").is_in(["county", "township"])).then("division"))


def left_out(by: str = "total", with_vertical: bool = False, numbered: bool = False) -> Iterator[LeftOut]:
    """What of the reports that a filter let through may not be added up; each step looks at what the steps before it left.

    with_vertical: whether bodies under vertical management, which the column `vertical` marks, are added as well. No
    area report stands for them.

    by: what they are added up for. `total`: a province's area report stands for all of the province, else a city's for
    the city, else a district's for the district, else the bodies' own. `city`: cities as before, beside them the
    province's own bodies. `district`: districts as before, beside them the city's own bodies. `own`: bodies' own
    reports alone, as for a comparison of kinds. `body`: every report stands for itself.

    numbered: whether rows have the columns of `areas`.
    """
    yield LeftOut("unknown", ~pl.col("known"))
    if by == "body":
        return
    if not with_vertical:
        yield LeftOut("vertical", pl.col("vertical"))
    area = pl.col("scope") == "area"
    if by == "own":
        yield LeftOut("area", area)
        return
    above = _ABOVE.get(by, ())
    if above:
        # One of an unknown level may hold more than what is added up.
        yield LeftOut("above", area & pl.col("level").is_in(above).fill_null(True))
    for level, number in AREAS.items():
        if level in above:
            continue
        of_level, group = area & (pl.col("level") == level).fill_null(False), _area(level)
        if numbered:
            covered = pl.col(number).is_in(pl.col(number).filter(of_level).implode()).fill_null(False)
        else:
            covered = of_level.any().over(group) & _inside(level).is_not_null()
        yield LeftOut("covered", covered & ~of_level & ~pl.col("vertical"), partial(_first_over, of_level, group))


def _first_over(of_level: pl.Expr, group: list[pl.Expr], column: str) -> pl.Expr:
    return pl.col(column).filter(of_level).first().over(group)


def non_overlapping(
    rows: pl.LazyFrame, by: str = "total", with_vertical: bool = False, numbered: bool = False
) -> pl.LazyFrame:
    """The reports that may be added up, nothing twice, of those that a filter let through; by, with_vertical, numbered: as
    for `left_out`. `known` and `vertical` are columns.
    """
    for step in left_out(by, with_vertical, numbered):
        rows = rows.filter(~step.holds)
    return rows
