"""Filters, rules of the form → the reports behind a page's figures that break them: how many a year, and which."""

from collections.abc import Sequence

import polars as pl

from loaders.choice import Filter
from loaders.cubes.sums import PLACE
from loaders.held import Held, told
from loaders.queries.issues import faults, with_sentences
from loaders.queries.plan import summands

REQUESTS = ("balance", "outcomes", "applicants", "group")
REVIEWS = ("results",)
"""The rules by which the figures of a part of the report add up."""
MOST = 200


def mismatches(held: Held, chosen: Filter, rules: Sequence[str], by: str = "total") -> pl.DataFrame:
    """year, reports: how many of the reports that are added up break one of the rules; by: as for `addable`."""
    rows = _found(held, chosen, rules, by).select("year", "report").unique()
    return rows.group_by("year").agg(reports=pl.len().cast(pl.Int64)).sort("year")


def examples(
    held: Held, chosen: Filter, rules: Sequence[str], lang: str, by: str = "total", most: int = MOST
) -> pl.DataFrame:
    """The first of their issues, the latest years first, as `loaders.queries.issues.examples` gives them."""
    rows = _found(held, chosen, rules, by).head(most)
    return with_sentences(held, told(held.issues_at(rows["issue"])), rows["report"], lang)


def _found(held: Held, chosen: Filter, rules: Sequence[str], by: str) -> pl.DataFrame:
    broken = faults(held, chosen).filter(pl.col("rule").is_in(list(rules)))
    rows = broken.select("issue", "report", "year").collect()
    if not rows.height:
        return rows
    # What is added up is settled by place, level, scope and year alone.
    added = told(summands(held, chosen, (), by, PLACE).select(PLACE).unique())
    reports = rows["report"].unique(maintain_order=True)
    where = told(held.reports_at(reports, PLACE)).select(PLACE).with_columns(reports)
    keys = [c for c in PLACE if c != "year"]
    counted = where.with_columns(pl.col(keys).cast(pl.String)).join(
        added.with_columns(pl.col(keys).cast(pl.String)), on=list(PLACE), how="semi", nulls_equal=True
    )
    return rows.filter(pl.col("report").is_in(counted["report"].implode()))
