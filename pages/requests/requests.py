"""Requests: how many came and were answered, with what outcome, and who asked."""

import streamlit as st

from loaders import answers
from loaders.queries.sums import sums
from loaders.queries.years import over_years
from loaders.vocabulary import APPLICANTS, REQUEST_ITEMS
from loaders.words import column_name, item_name
from pages.shared.charts import Series, heatmap, shares, trend
from pages.shared.data import ask
from pages.shared.palette import Palette
from pages.shared.parts import chart, head, nothing, source_line, table
from pages.shared.session import current

OUTCOMES = ("granted", "partially_granted", "denied", "unavailable", "not_processed", "other")
ITEMS = tuple(t.id for t in REQUEST_ITEMS if not t.id.startswith("other_"))
DETAIL = tuple(i for i in ITEMS if i not in ("received_new", "carried_in", "total_processed", "carried_out"))

session = current()
say, chosen = session.say, st.session_state["filter"]
palette = Palette(session.dark)
volumes = ("received_new", "carried_in", "total_processed", "carried_out")
found = ask(over_years, chosen, (*volumes, "disclosure_rate", *OUTCOMES))
shown, year = found.shown, found.year
head(session, say("menu.requests"), ask(answers.requests, chosen, session.lang))
if not shown.height:
    nothing(session)

left, right = st.columns(2)
with left:
    series = [
        Series("received_new", say("metric.received_new"), "primary"),
        Series("total_processed", say("metric.total_processed"), "second"),
        Series("carried_out", say("metric.carried_out"), "third"),
    ]
    chart(
        trend(shown, series, palette, session.lang),
        say("requests.volumes"),
        say("unit.requests"),
        "requests_volumes",
        say("requests.volumes.alt"),
    )
with right:
    by_year = shown.sort("year", descending=True)
    chart(
        shares(
            by_year,
            "year",
            [Series(o, say(f"metric.{o}"), o) for o in OUTCOMES],
            palette,
            session.lang,
            [str(y) for y in by_year["year"]],
        ),
        say("requests.outcomes"),
        say("unit.outcomes"),
        "requests_outcomes",
        say("requests.outcomes.alt"),
    )

who = [a.id for a in APPLICANTS if a.id != "total"]
names = tuple(f"requests.{i}.{a}" for i in DETAIL for a in who)
grid = ask(sums, chosen.only(year), names)
if grid.height:
    line = grid.row(0, named=True)
    present = [i for i in DETAIL if any(line[f"requests.{i}.{a}"] for a in who)] or list(DETAIL[:2])
    counts = [[line[f"requests.{i}.{a}"] for a in who] for i in present]
    chart(
        heatmap(
            counts,
            [item_name("requests", i, session.lang) for i in present],
            [column_name("requests", a, session.lang) for a in who],
            palette,
            session.lang,
        ),
        say("requests.who", year=year),
        say("requests.who.unit"),
        "requests_who",
        say("requests.who.alt"),
        wide=True,
    )

by_item = ask(sums, chosen, tuple(f"requests.{i}.total" for i in ITEMS)).sort("year", descending=True)
headings = {"year": say("column.year"), "reports": say("column.reports_added")}
headings |= {f"requests.{i}.total": item_name("requests", i, session.lang) for i in ITEMS}
table(session, by_item, headings, say("menu.requests"), chosen)
source_line(session, chosen, year)
