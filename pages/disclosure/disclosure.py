"""Disclosure: documents issued, repealed and in force; permits, penalties and coercion decided; fees."""

import polars as pl
import streamlit as st

from loaders import answers
from loaders.queries.years import over_years
from pages.shared.charts import Series, bars, trend
from pages.shared.data import ask
from pages.shared.palette import Palette
from pages.shared.parts import chart, head, nothing, source_line, table
from pages.shared.session import current

NORMS = ("issued", "repealed", "in_force")
NORMS_2019 = ("produced", "published", "published_total")
DECISIONS = ("permits", "penalties", "coercion")
CELLS = (
    *(f"disclosure.{i}.{c}" for i in ("normative_documents", "regulations") for c in (*NORMS, *NORMS_2019)),
    *(f"disclosure.{i}.decisions" for i in DECISIONS),
    "disclosure.fees.amount_wan_yuan",
)

session = current()
say, chosen = session.say, st.session_state["filter"]
palette = Palette(session.dark)
found = ask(over_years, chosen, CELLS)
shown, year = found.shown, found.year
head(session, say("menu.disclosure"), ask(answers.disclosure, chosen, session.lang))
if not shown.height:
    nothing(session)

left, right = st.columns(2)
with left:
    meanings = dict(zip(NORMS, ("primary", "second", "third"), strict=True))
    series = [Series(f"disclosure.normative_documents.{c}", say(f"column.{c}"), meanings[c]) for c in NORMS]
    chart(
        trend(shown, series, palette, session.lang, break_at=2021),
        say("disclosure.norms"),
        say("disclosure.norms.unit"),
        "disclosure_norms",
        say("disclosure.norms.alt"),
    )
with right:
    series = [
        Series(f"disclosure.{i}.decisions", say(f"item.{i}"), m)
        for i, m in zip(DECISIONS, ("primary", "second", "third"), strict=True)
    ]
    by_year = shown.sort("year", descending=True)
    chart(
        bars(by_year, "year", series, palette, session.lang, [str(y) for y in by_year["year"]]),
        say("disclosure.decisions"),
        say("disclosure.decisions.unit"),
        "disclosure_decisions",
        say("disclosure.decisions.alt"),
    )
left, right = st.columns(2)
with left:
    series = [
        Series(f"disclosure.normative_documents.{c}", say(f"column.{c}"), m)
        for c, m in zip(NORMS_2019, ("primary", "second", "third"), strict=True)
    ]
    old = shown.filter(pl.any_horizontal(pl.col(s.column).is_not_null() for s in series)).sort("year", descending=True)
    if old.height:
        chart(
            bars(old, "year", series, palette, session.lang, [str(y) for y in old["year"]]),
            say("disclosure.norms_2019"),
            say("disclosure.norms_2019.unit"),
            "disclosure_norms_2019",
            say("disclosure.norms_2019.alt"),
        )
with right:
    fees = shown.filter(pl.col("disclosure.fees.amount_wan_yuan").is_not_null()).sort("year", descending=True)
    if fees.height:
        chart(
            bars(
                fees,
                "year",
                [Series("disclosure.fees.amount_wan_yuan", say("item.fees"), "primary")],
                palette,
                session.lang,
                [str(y) for y in fees["year"]],
            ),
            say("disclosure.fees"),
            say("disclosure.fees.unit"),
            "disclosure_fees",
            say("disclosure.fees.alt"),
        )

headings = {"year": say("column.year"), "reports": say("column.reports_added")}
for name in CELLS:
    _, item, column = name.split(".")
    if shown[name].is_not_null().any():
        headings[name] = f"{say(f'item.{item}')} {say(f'column.{column}')}"
table(session, shown.sort("year", descending=True), headings, say("menu.disclosure"), chosen)
source_line(session, chosen, year)
