"""Metrics and cells of requests → their names, and the series that charts draw of them."""

from loaders.language.words import column_name, item_name
from pages.requests.data import APPLICANT_IDS, ITEM_TOTALS, OUTCOMES, RECEIVED, VOLUMES
from pages.shared.charts.base import Series
from pages.shared.frame.question import Question

Names = dict[str, str]


def names_of(question: Question) -> Names:
    """The name of each column on the page: year, number of reports, metrics, cells."""
    say, lang = question.say, question.lang
    return {
        "year": say("column.year"),
        "reports": say("column.reports_added"),
        **{m: say(f"metric.{m}") for m in (*VOLUMES, *OUTCOMES)},
        **{c: column_name("requests", a, lang) for c, a in zip(RECEIVED, APPLICANT_IDS, strict=True)},
        **{c: item_name("requests", c.split(".")[1], lang) for c in ITEM_TOTALS},
    }


def flows(names: Names) -> list[Series]:
    """Requests that came in a year or were processed in it."""
    return [
        Series("received_new", names["received_new"], "primary"),
        Series("total_processed", names["total_processed"], "ink", "dash"),
    ]


def stocks(names: Names) -> list[Series]:
    """Requests that were open at the beginning and at the end of a year."""
    return [
        Series("carried_in", names["carried_in"], "third"),
        Series("carried_out", names["carried_out"], "ink", "dash"),
    ]


def outcomes(names: Names) -> list[Series]:
    """The outcomes, whose sum is `total_processed`."""
    return [Series(o, names[o], o) for o in OUTCOMES]


def received(names: Names) -> list[Series]:
    """The new requests of each kind of applicant, whose sum is `received_new`."""
    return [
        Series(c, names[c], "other_applicant" if a == "other" else a)
        for c, a in zip(RECEIVED, APPLICANT_IDS, strict=True)
    ]
