"""Filters → the sums by year on the page of reviews."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from loaders.form.vocabulary import REVIEW_COLUMNS, REVIEW_ITEMS
from loaders.output import summaries
from loaders.output.bases import Basis
from loaders.query.filters import Filter
from loaders.query.same_reports import Part, parts_of
from loaders.query.years import Years, over_years
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question
from pages.shared.parts.rests_on import year_bases

ROUTES = tuple(t.id for t in REVIEW_ITEMS)
"""Review, litigation directly, and litigation after review."""
CELLS = tuple(f"reviews.{r}.{c.id}" for r in ROUTES for c in REVIEW_COLUMNS)
BASES = {"decided": "correction_rate", "all": "correction_rate_all"}
"""The reviews that the correction rate is a share of, decided ones or all, and the rate's metric."""
RATIOS = ("review_rate", "litigation_rate")


@dataclass(frozen=True)
class ReviewsData:
    """answer: the page's sentence; years: the sums by year; bases: what each year's total rests on; parts: each route
    in the latest year as a part of the step before it."""

    answer: str
    years: Years
    bases: Mapping[int, Basis]
    parts: Mapping[str, Part]

    @property
    def newest_first(self) -> pl.DataFrame:
        return self.years.shown.sort("year", descending=True)


def load(question: Question) -> ReviewsData:
    """The sums that a page of reviews shows."""
    ids = (*CELLS, "total_processed", *RATIOS, *BASES.values())
    years = cached(over_years, question.filters, ids)
    return ReviewsData(
        answer=cached(summaries.reviews, question.filters, question.lang),
        years=years,
        parts=_parts(question.filters.only(years.year)),
        bases=year_bases(question),
    )


def _parts(filters: Filter) -> dict[str, Part]:
    review, direct, after = (f"reviews.{r}.total" for r in ROUTES)
    found = cached(parts_of, filters, (review, direct), "total_processed") | cached(parts_of, filters, (after,), review)
    return {r: found[f"reviews.{r}.total"] for r in ROUTES}
