"""Reports → the line on which each body's filings stand: renamed bodies under their new name, and who took over from whom."""

import polars as pl

from loaders.bodies.successors import REFORMS, reform_of, reforms
from loaders.places.gazetteer import gazetteer
from loaders.store.cubes.bodies import former_names

BODY = ("body_id", "agency", "province", "city", "district", "division", "level", "kind")
_PLACE = ["division", "level"]


def reporting_bodies(reports: pl.LazyFrame) -> pl.DataFrame:
    """One row a body with reports: `BODY` as it was last, first_filed and last_filed (reporting years), and reform, the
    place in `REFORMS` of the reform that ended it.
    """
    rows = reports.filter(pl.col("body_id").is_not_null(), pl.col("year").is_not_null()).select(*BODY, "year")
    found = rows.sort("year").group_by("body_id")
    years = {"first_filed": pl.col("year").min(), "last_filed": pl.col("year").max()}
    return found.agg(*(pl.col(c).last() for c in BODY[1:]), **years).with_columns(reform=reform_of()).collect()


def succession(bodies: pl.DataFrame) -> pl.DataFrame:
    """The bodies that a reform ended, with the body of the same place and level that reported on in their stead: body_id,
    reform, since, successor (its name, or what such bodies are called), to_id (null where none has reported), renamed
    (whether it is the same body under another name), ends (whether the reform ended this body for certain).

    A body is only renamed where its successor took over from it alone and began with the reform, after its last report.
    """
    former = bodies.filter(pl.col("reform").is_not_null()).join(reforms(), on="reform")
    heirs = bodies.select(*_PLACE, to_kind="kind", to_id="body_id", to_name="agency", to_reform="reform",
                          began="first_filed", ended="last_filed")  # fmt: skip
    pairs = former.join(heirs, on=[*_PLACE, "to_kind"])
    pairs = pairs.filter(pl.col("ended") > pl.col("last_filed"), pl.col("reform").ne_missing(pl.col("to_reform")))
    pairs = pairs.sort("ended", "to_name", descending=[True, False]).unique(
        "body_id", keep="first", maintain_order=True
    )
    pairs = pairs.with_columns(
        alone=pl.len().over("to_id") == 1,
        after=(pl.col("began") > pl.col("last_filed")) & (pl.col("began") >= pl.col("since") - 1),
    ).select("body_id", "to_id", "to_name", "alone", "after")
    found = former.join(pairs, on="body_id", how="left")
    return found.select(
        "body_id",
        "reform",
        "since",
        "to_id",
        successor=pl.coalesce("to_name", "successor"),
        renamed=(pl.col("renamed") & pl.col("alone") & pl.col("after")).fill_null(False),
        ends=pl.col("nationwide") | pl.col("to_id").is_not_null(),
    )


def lines(succeeded: pl.DataFrame) -> pl.DataFrame:
    """body_id, line: the bodies whose filings stand on the line of another, which bears their new name."""
    to = dict(succeeded.filter("renamed").select("body_id", "to_id").iter_rows())
    # A body may have been renamed once more; each name is followed to the last.
    for _ in REFORMS:
        to = {body: to.get(line, line) for body, line in to.items()}
    return pl.DataFrame(list(to.items()), schema={"body_id": pl.String, "line": pl.String}, orient="row")


def former_agencies(filed: pl.DataFrame) -> pl.DataFrame:
    """body_id, former: the earlier names of each renamed body by their first years, joined by 、.

    filed: body_id, name (under which it filed), since (its first year), agency, district, division; other spellings of one
    name are left out.
    """
    names = filed.filter(pl.col("name") != pl.col("agency")).sort("since", "name")
    by_reform = names.select(then=reform_of("name"), now=reform_of("agency"))
    reformed = by_reform["then"].is_not_null() & by_reform["then"].ne_missing(by_reform["now"])
    moved = [
        any(name == agency.replace(district, older) for older in former_names(division)) if district else False
        for name, agency, district, division in names.select("name", "agency", "district", "division").iter_rows()
    ]
    found = names.filter(reformed | pl.Series(moved, dtype=pl.Boolean))
    return found.group_by("body_id").agg(former=pl.col("name").unique(maintain_order=True).str.join("、"))


def dissolved_divisions() -> pl.DataFrame:
    """division, stood_until, into: the divisions that are no more, their last year, and what took over, if that is known."""
    book, rows = gazetteer(), []
    for id_, names in book.of.items():
        last = max(names, key=lambda d: d.last)
        if last.last < 9999 and last.level != "township":
            rows.append((id_, last.last, book.at(last.successor, None).name if last.successor else None))
    schema = {"division": pl.String, "stood_until": pl.Int16, "into": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
