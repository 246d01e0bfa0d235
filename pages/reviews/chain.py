"""A year's sums → the way from requests processed to reviews and litigation, as the bars of a tree."""

from typing import NamedTuple

import polars as pl

from loaders.language.numbers import ratio
from loaders.language.words import number
from pages.reviews.data import ROUTES, ReviewsData
from pages.reviews.series import route_names
from pages.shared.charts.tree_bars import TreeRow
from pages.shared.frame.question import Question


class Step(NamedTuple):
    """n: its cases; over: the cases of the step before, None for the first; words: the key of the sentence on their ratio."""

    name: str
    level: int
    n: float | None
    over: float | None
    words: str
    meaning: str


def steps_of(data: ReviewsData, question: Question) -> list[Step]:
    """Requests processed, reviews, litigation after review, and litigation directly."""
    now, names = data.years.now, route_names(question)
    review, direct, after = ROUTES
    totals = {r: now[f"reviews.{r}.total"] for r in ROUTES}
    processed = now["total_processed"]
    return [
        Step(question.say("reviews.chain.processed"), 0, processed, None, "", "primary"),
        Step(names[review], 1, totals[review], processed, "reviews.chain.of_processed", "upheld"),
        Step(names[after], 2, totals[after], totals[review], "reviews.chain.of_reviews", "upheld"),
        Step(names[direct], 1, totals[direct], processed, "reviews.chain.of_processed", "second"),
    ]


def bar_of(step: Step, question: Question) -> TreeRow:
    """The bar of a step, with its cases and their ratio to those of the step before."""
    text = number(step.n) or question.say("value.unasked")
    if step.words and step.n is not None and step.over:
        text += " · " + question.say(step.words, ratio=ratio(step.n, step.over, question.lang))
    return TreeRow(step.name, step.level, step.n, text, f"{step.name}: {text}", step.meaning)


def table_of(steps: list[Step]) -> pl.DataFrame:
    """Columns step, n, over: the rows behind the chart."""
    return pl.DataFrame(
        [(s.name, s.n, s.over) for s in steps],
        schema={"step": pl.String, "n": pl.Int64, "over": pl.Int64},
        orient="row",
    )
