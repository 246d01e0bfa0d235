"""Reviews: what review and courts said, by route, result and year."""

import polars as pl
import streamlit as st

from loaders.queries import lists
from loaders.queries.sums import sums
from loaders.vocabulary import REVIEW_COLUMNS, REVIEW_ITEMS
from loaders.words import column_name, item_name, number
from pages.shared.charts import Series, bars, shares
from pages.shared.data import ask
from pages.shared.palette import Palette
from pages.shared.parts import chart, head, latest, nothing, source_line, table, year_before
from pages.shared.session import current
from pages.shared.values import against, rate

RESULTS = {"upheld": "upheld", "corrected": "corrected", "other": "review_other", "pending": "pending"}
ROUTES = tuple(t.id for t in REVIEW_ITEMS)
CELLS = tuple(f"reviews.{r}.{c.id}" for r in ROUTES for c in REVIEW_COLUMNS)

session = current()
say, chosen = session.say, st.session_state["filter"]
palette = Palette(session.dark)
frame = ask(sums, chosen.without_years(), CELLS)
rates = ask(sums, chosen.without_years(), ("correction_rate", "review_rate"))
shown = frame.filter(pl.col("year").is_in(chosen.years)) if chosen.years else frame
year = latest(ask(lists.years), chosen)
rows = {r["year"]: r for r in frame.iter_rows(named=True)}
now = rows.get(year)
before, remark = year_before(chosen, year, rows)
of_year = {r["year"]: r for r in rates.iter_rows(named=True)}.get(year)

answer = ""
if now and of_year:
    answer = say(
        "reviews.answer",
        year=year,
        reviews=number(now["reviews.review.total"]) or say("value.unasked"),
        change=against(now["reviews.review.total"], before.get("reviews.review.total"), session.lang),
        rate=rate(of_year["correction_rate"], of_year["correction_rate.over"], session.lang),
        direct=number(now["reviews.litigation_direct.total"]) or say("value.unasked"),
        after=number(now["reviews.litigation_after_review.total"]) or say("value.unasked"),
    )
head(session, say("menu.reviews"), answer + remark)
if not shown.height:
    nothing(session)

by_year = shown.sort("year", descending=True)
names = [str(y) for y in by_year["year"]]
for column, route in zip(st.columns(3), ROUTES, strict=True):
    with column:
        series = [
            Series(f"reviews.{route}.{c}", column_name("reviews", c, session.lang), meaning)
            for c, meaning in RESULTS.items()
        ]
        chart(
            shares(by_year, "year", series, palette, session.lang, names),
            item_name("reviews", route, session.lang),
            say("reviews.unit"),
            f"reviews_{route}",
            say("reviews.alt", route=item_name("reviews", route, session.lang)),
        )
series = [
    Series(f"reviews.{r}.total", item_name("reviews", r, session.lang), m)
    for r, m in zip(ROUTES, ("primary", "second", "third"), strict=True)
]
chart(
    bars(by_year, "year", series, palette, session.lang, names),
    say("reviews.volumes"),
    say("reviews.volumes.unit"),
    "reviews_volumes",
    say("reviews.volumes.alt"),
)

headings = {"year": say("column.year"), "reports": say("column.reports_added")}
for name in CELLS:
    _, route, result = name.split(".")
    headings[name] = f"{item_name('reviews', route, session.lang)} {column_name('reviews', result, session.lang)}"
table(session, by_year, headings, say("menu.reviews"), chosen)
source_line(session, chosen, year)
