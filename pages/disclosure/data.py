"""Filters → the sums on the page of disclosure: by year and template of the form, by division, by kind of body."""

from dataclasses import dataclass

import polars as pl

from loaders.form.metrics import METRICS
from loaders.form.vocabulary import CELLS
from loaders.language.words import number
from loaders.output import summaries
from loaders.query import options
from loaders.query.by_template import by_template
from loaders.query.filter_urls import kind_name
from loaders.query.sums import sums
from loaders.query.years import latest_reported_year, years_not_due
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question

CELL_NAMES = tuple(c.name for c in CELLS if c.section == "disclosure")
METRIC_IDS = tuple(m.id for m in METRICS if m.section == "disclosure")


@dataclass(frozen=True)
class DisclosureData:
    """answer: the page's sentence; year: the latest with figures; sums: the cells of part 二 by `year` and `form`, as
    `loaders.query.by_template` gives them.
    """

    answer: str
    year: int | None
    sums: pl.DataFrame


def load(question: Question) -> DisclosureData:
    """The sums of all cells of part 二."""
    filters = question.filters
    return DisclosureData(
        answer=cached(summaries.disclosure, filters, question.lang),
        year=cached(latest_reported_year, filters),
        sums=cached(by_template, filters, CELL_NAMES).filter(~pl.col("year").is_in(cached(years_not_due, filters))),
    )


def by_division(question: Question, year: int | None, metric: str) -> pl.DataFrame:
    """A year's sums of a metric by division: columns key, name, value, behind (the reports of a sum, in words)."""
    say = question.say
    places = {p.code: p for p in cached(options.places)}
    rows = cached(sums, question.filters.only(year), (metric,), ("division", "scope"))
    rows = rows.filter(pl.col("division").is_not_null())
    names, behind = [], []
    for code, scope, reports in rows.select("division", "scope", f"{metric}.reports").iter_rows():
        place = places.get(code)
        name = place.name if place else code
        if scope == "own":
            inner = place is None or place.level == "county"
            names.append((name if inner else say("disclosure.own", name=name)) + " ◇")
            behind.append(say("disclosure.sum", n=number(reports)))
        else:
            names.append(name)
            behind.append(say("disclosure.bar.area"))
    return _ranking(rows, "division", metric, names, behind)


def by_kind(question: Question, year: int | None, metric: str) -> pl.DataFrame:
    """A year's sums of a metric by kind of body, in the same columns."""
    rows = cached(sums, question.filters.only(year), (metric,), ("kind",)).filter(pl.col("kind").is_not_null())
    names = [kind_name(k, question.lang) for k in rows["kind"]]
    behind = [question.say("disclosure.sum", n=number(n)) for n in rows[f"{metric}.reports"]]
    return _ranking(rows, "kind", metric, names, behind)


def _ranking(rows: pl.DataFrame, key: str, metric: str, names: list[str], behind: list[str]) -> pl.DataFrame:
    """The rows with a value, the largest first."""
    ranking = rows.select(
        key=key,
        name=pl.Series(names, dtype=pl.String),
        value=metric,
        behind=pl.Series(behind, dtype=pl.String),
    )
    return ranking.filter(pl.col("value").is_not_null()).sort("value", "name", descending=[True, False])
