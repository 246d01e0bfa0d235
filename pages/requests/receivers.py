"""The requests of a year → bars of the bodies that received most of them; a click opens one."""

from dataclasses import dataclass

import polars as pl

from loaders.language.numbers import share
from loaders.language.words import number
from loaders.query.sums import sums
from pages.shared.charts.bars import bars
from pages.shared.charts.base import Series
from pages.shared.charts.labels import shortened
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question
from pages.shared.parts.breakdown import MOST, follow_click, named
from pages.shared.parts.chart import chart


@dataclass(frozen=True)
class Receivers:
    """rows: body_id, scope, received_new and the columns of `pages.shared.parts.breakdown.named`, of the bodies whose own
    report gives a number, the most first; bodies: how many reported for themselves; total: what those with a number received.
    """

    year: int
    rows: pl.DataFrame
    bodies: int
    total: int


def load(question: Question, year: int) -> Receivers:
    """Queries the requests of each body; an area's report, which holds those of many, is none of them."""
    filters = question.filters.only(year)
    own = cached(sums, filters, ("received_new",), ("body_id", "scope")).filter(pl.col("scope") == "own")
    found = own.filter(pl.col("received_new").is_not_null()).sort("received_new", "body_id", descending=[True, False])
    return Receivers(year, named(found.head(MOST), filters, "body_id"), own.height, int(found["received_new"].sum()))


def draw(question: Question, data: Receivers) -> None:
    """The bars, and in words how much of all they received; nothing where no body reported for itself."""
    if not data.rows.height:
        return
    say, lang, rows = question.say, question.lang, data.rows
    received = int(rows["received_new"].sum())
    title = say("requests.receivers", year=data.year)
    part = "".join(share(received, data.total, lang))
    unit = say("requests.receivers.unit", n=rows.height, all=number(data.bodies), share=part)
    names = [shortened(n) for n in rows["name"]]
    texts = [f"{n} {number(v)}" for n, v in rows.select("name", "received_new").iter_rows()]
    clicked = chart(
        bars(
            rows, Series("received_new", say("metric.received_new"), "primary"), question.palette, lang, names,
            [""] * rows.height, [False] * rows.height,
        ),
        title,
        unit + say("requests.receivers.click"),
        "requests_receivers",
        say("spoken.list", name=title, list=say("list.comma").join(texts)),
        data=rows.select("name", "received_new", "basis"),
        enough=rows.height > 1 and received > 0,
        headings={"name": say("busiest.by.body_id"), "received_new": say("metric.received_new"),
                  "basis": say("column.rests_on")},
        clicks=True,
    )  # fmt: skip
    if clicked:
        follow_click("body_id", rows["body_id"][int(clicked["y"])])
