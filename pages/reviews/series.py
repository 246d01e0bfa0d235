"""Cells and metrics of reviews → their names, and the series that charts draw of them."""

from loaders.language.words import column_name, item_name
from pages.reviews.data import CELLS, ROUTES
from pages.shared.charts.base import Series
from pages.shared.frame.question import Question

RESULTS = {"upheld": "upheld", "corrected": "corrected", "other": "review_other", "pending": "pending"}
"""Result → the meaning that gives its colour."""


def route_names(question: Question) -> dict[str, str]:
    """The names of the routes by id."""
    return {r: item_name("reviews", r, question.lang) for r in ROUTES}


def names_of(question: Question) -> dict[str, str]:
    """The name of each column on the page: year, number of reports, cells by route and result."""
    routes = route_names(question)
    cells = {c: c.split(".")[1:] for c in CELLS}
    return {
        "year": question.say("column.year"),
        "reports": question.say("column.reports_added"),
        **{c: f"{routes[route]} {column_name('reviews', id_, question.lang)}" for c, (route, id_) in cells.items()},
    }


def results_of(route: str, question: Question) -> list[Series]:
    """The results of a route."""
    return [
        Series(f"reviews.{route}.{c}", column_name("reviews", c, question.lang), meaning)
        for c, meaning in RESULTS.items()
    ]


def ratio_headings(metrics: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """The headings of ratios and of what they are made of, n and N; metrics: their names."""
    headings = {c: names[c] for c in ("year", "reports")}
    return headings | {
        f"{m}{end}": f"{name} {n}" for m, name in metrics.items() for end, n in (("", "n"), (".over", "N"))
    }
