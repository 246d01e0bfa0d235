"""A year's sums → the way from requests processed to reviews and litigation, as the bars of a tree."""

from typing import NamedTuple

import polars as pl

from loaders.language.numbers import ratio
from loaders.language.words import number
from loaders.query.same_reports import Part
from pages.reviews.data import ROUTES, ReviewsData
from pages.reviews.series import route_names
from pages.shared.charts.tree_bars import TreeRow
from pages.shared.frame.question import Question


class Step(NamedTuple):
    """n: its cases; known: how many reports give them; part: they over those of the step before, in the reports that give both, None for the first; words: the
    key of the sentence on their ratio.
    """

    name: str
    level: int
    n: float | None
    known: int
    part: Part | None
    words: str
    meaning: str


def steps_of(data: ReviewsData, question: Question) -> list[Step]:
    """Requests processed, reviews, litigation after review, and litigation directly."""
    now, names = data.years.now, route_names(question)
    review, direct, after = ROUTES
    parts = data.parts

    def step(name: str, level: int, id_: str, part: Part | None, words: str, meaning: str) -> Step:
        return Step(name, level, now[id_], int(now[f"{id_}.reports"] or 0), part, words, meaning)

    cells = {r: f"reviews.{r}.total" for r in ROUTES}
    of_processed, of_reviews = "reviews.chain.of_processed", "reviews.chain.of_reviews"
    return [
        step(question.say("reviews.chain.processed"), 0, "total_processed", None, "", "primary"),
        step(names[review], 1, cells[review], parts[review], of_processed, "upheld"),
        step(names[after], 2, cells[after], parts[after], of_reviews, "upheld"),
        step(names[direct], 1, cells[direct], parts[direct], of_processed, "second"),
    ]


def bar_of(step: Step, question: Question) -> TreeRow:
    """The bar of a step, with its cases and their ratio to those of the step before."""
    text = number(step.n) or question.say("value.unasked")
    if step.part and step.part.over:
        text += " · " + question.say(step.words, ratio=ratio(step.part.n, step.part.over, question.lang))
    return TreeRow(step.name, step.level, step.n, text, f"{step.name}: {text}", step.meaning)


def table_of(steps: list[Step]) -> pl.DataFrame:
    """Columns step, cases, known, n, over, reports: the rows behind the chart; known: how many reports give the cases; n, over:
    over the reports that give both.
    """
    nothing = Part(None, None, 0)
    rows = [(s.name, s.n, s.known, *(s.part or nothing)) for s in steps]
    names = ("step", "cases", "known", "n", "over", "reports")
    return pl.DataFrame(rows, schema=dict(zip(names, (pl.String, *[pl.Int64] * 5), strict=True)), orient="row")
