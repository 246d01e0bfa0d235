"""Filters → the sums on the page of disclosure: by year and template of the form, by division, by kind of body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from loaders.bodies.order import office_rank
from loaders.form.metrics import METRICS
from loaders.form.vocabulary import CELLS
from loaders.output import bases, summaries
from loaders.output.bases import Basis
from loaders.query import options
from loaders.query.by_template import by_template
from loaders.query.filter_urls import kind_name
from loaders.query.like_for_like import Breaks
from loaders.query.sums import sums
from loaders.query.years import latest_reported_year, over_years, years_not_due
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question

CELL_NAMES = tuple(c.name for c in CELLS if c.section in ("disclosure", "disclosure_2014"))
METRIC_IDS = tuple(m.id for m in METRICS if m.section in ("disclosure", "disclosure_2014"))


@dataclass(frozen=True)
class DisclosureData:
    """answer: the page's sentence; year: the latest with figures; sums: the cells of part 二 and of the table of 2014 by `year` and `form`, as
    `loaders.query.by_template` gives them; breaks: where the years are not compared; bases: what each sum rests on, by
    form and year.
    """

    answer: str
    year: int | None
    sums: pl.DataFrame
    breaks: Breaks
    bases: Mapping[str, Mapping[int, Basis]]


def load(question: Question) -> DisclosureData:
    """The sums of all cells of part 二."""
    filters = question.filters
    rows = cached(by_template, filters, CELL_NAMES).filter(~pl.col("year").is_in(cached(years_not_due, filters)))
    return DisclosureData(
        answer=cached(summaries.disclosure, filters, question.lang),
        year=cached(latest_reported_year, filters),
        breaks=cached(over_years, filters, CELL_NAMES).breaks,
        bases=cached(bases.bases_of_templates, filters, tuple(rows.select("year", "form").iter_rows()), question.lang),
        sums=rows,
    )


def by_division(question: Question, year: int | None, metric: str) -> pl.DataFrame:
    """A year's sums of a metric by division: key, name, label (the name with the mark of a sum), value, basis (what the
    sum consists of), partial (whether bodies are missing in it), lacking (how many of its reports give the figure).

    The largest first, partial ones last: their place among the others says nothing.
    """
    say = question.say
    places = {p.code: p for p in cached(options.places)}
    names = {
        code: place.name if place.level == "county" else say("disclosure.own", name=place.name)
        for code, place in places.items()
    }
    return _ranking(question, year, metric, "division", lambda code: names.get(code, code))


def by_kind(question: Question, year: int | None, metric: str) -> pl.DataFrame:
    """A year's sums of a metric by kind of body, in the same columns."""
    return _ranking(question, year, metric, "kind", lambda kind: kind_name(kind, question.lang))


def _ranking(question: Question, year: int | None, metric: str, by: str, name_of: Callable[[str], str]) -> pl.DataFrame:
    """The rows with a value."""
    filters, lang = question.filters.only(year), question.lang
    found = cached(sums, filters, (metric,), (by,)).filter(pl.col(by).is_not_null(), pl.col(metric).is_not_null())
    found = found.sort(office_rank(by))
    of, label = cached(bases.bases_by, filters, by, lang), {metric: question.say(f"metric.{metric}")}
    by_key = [of[key] for key in found[by]]
    names = pl.Series([name_of(key) for key in found[by]], dtype=pl.String)
    marks = [b.mark if by == "division" or b.partial else "" for b in by_key]
    ranking = found.select(
        key=by,
        name=names,
        label=names + pl.Series(marks, dtype=pl.String),
        value=metric,
        basis=pl.Series([b.words for b in by_key], dtype=pl.String),
        partial=pl.Series([b.partial for b in by_key], dtype=pl.Boolean),
        lacking=pl.Series([bases.lacking(r, label, lang) for r in found.iter_rows(named=True)], dtype=pl.String),
    )
    return ranking.sort("partial", "value", descending=[False, True], maintain_order=True)
