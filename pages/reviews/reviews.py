"""Reviews: what review and courts said, by route, result and year."""

import streamlit as st

from loaders import answers
from loaders.queries.years import over_years
from loaders.vocabulary import REVIEW_COLUMNS, REVIEW_ITEMS
from loaders.words import column_name, item_name
from pages.shared.charts import Series, bars, shares
from pages.shared.data import ask
from pages.shared.palette import Palette
from pages.shared.parts import chart, head, nothing, source_line, table
from pages.shared.session import current

RESULTS = {"upheld": "upheld", "corrected": "corrected", "other": "review_other", "pending": "pending"}
ROUTES = tuple(t.id for t in REVIEW_ITEMS)
CELLS = tuple(f"reviews.{r}.{c.id}" for r in ROUTES for c in REVIEW_COLUMNS)

session = current()
say, chosen = session.say, st.session_state["filter"]
palette = Palette(session.dark)
found = ask(over_years, chosen, CELLS)
shown, year = found.shown, found.year
head(session, say("menu.reviews"), ask(answers.reviews, chosen, session.lang))
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
            data=by_year,
            headings={"year": say("column.year"), **{s.column: s.name for s in series}},
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
    data=by_year,
    headings={"year": say("column.year"), **{s.column: s.name for s in series}},
)

headings = {"year": say("column.year"), "reports": say("column.reports_added")}
for name in CELLS:
    _, route, result = name.split(".")
    headings[name] = f"{item_name('reviews', route, session.lang)} {column_name('reviews', result, session.lang)}"
table(session, by_year, headings, say("menu.reviews"), chosen)
source_line(session, chosen, year)
