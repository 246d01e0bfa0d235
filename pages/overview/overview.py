"""Overview: how much was asked and answered, what changed, and what is wrong in the reports."""

import polars as pl
import streamlit as st

from loaders import answers
from loaders.queries.issues import by_rule, examples
from loaders.queries.years import over_years
from loaders.values import change, points, share
from loaders.words import number
from pages.shared.charts import Series, shares, trend
from pages.shared.data import ask
from pages.shared.palette import Palette
from pages.shared.parts import arrow, chart, head, nothing, source_line, table
from pages.shared.session import current

KEY = ("received_new", "total_processed", "disclosure_rate", "review_total", "correction_rate", "carried_out")
OUTCOMES = ("granted", "partially_granted", "denied", "unavailable", "not_processed", "other")

session = current()
say, chosen = session.say, st.session_state["filter"]
palette = Palette(session.dark)
found = ask(over_years, chosen, (*KEY, *OUTCOMES))
shown, year, now, before = found.shown, found.year, found.now, found.before
head(session, say("menu.overview"), ask(answers.overview, chosen, session.lang))
if not now or not shown.height:
    nothing(session)

tiles = st.columns(len(KEY) // 2) + st.columns(len(KEY) // 2)
for tile, id_ in zip(tiles, KEY, strict=True):
    label = say(f"metric.{id_}")
    line = shown.select("year", id_, *([f"{id_}.over"] if f"{id_}.over" in shown.columns else []))
    if f"{id_}.over" in line.columns:
        # Beside the name there is room for n and N, whatever their size.
        value, base = share(now[id_], now[f"{id_}.over"], session.lang)
        label += base
        delta = points(now[id_], now[f"{id_}.over"], before.get(id_), before.get(f"{id_}.over"), session.lang)
        spark = [a / b if a is not None and b else None for _, a, b in line.iter_rows()]
    else:
        value = number(now[id_]) or say("value.unasked")
        delta = change(now[id_], before.get(id_), session.lang)
        spark = [v for _, v in line.iter_rows()]
    tile.metric(
        label,
        value,
        delta or None,
        delta_color="off",
        delta_arrow="off",
        delta_description=say("overview.on_year_before") if delta else None,
        help=say(f"metric.{id_}.help"),
        border=True,
        chart_data=[v for v in spark if v is not None] if len(spark) > 1 else None,
        height="stretch",
    )

left, right = st.columns(2)
with left:
    chart(
        trend(
            shown,
            [
                Series("received_new", say("metric.received_new"), "primary"),
                Series("carried_out", say("metric.carried_out"), "third"),
            ],
            palette,
            session.lang,
        ),
        say("overview.trend"),
        say("unit.requests"),
        "overview_trend",
        say("overview.trend.alt"),
    )
with right:
    series = [Series(o, say(f"metric.{o}"), o) for o in OUTCOMES]
    recent = shown.sort("year", descending=True).head(6)
    chart(
        shares(recent, "year", series, palette, session.lang, [str(y) for y in recent["year"]]),
        say("overview.outcomes"),
        say("unit.outcomes"),
        "overview_outcomes",
        say("overview.outcomes.alt"),
    )

st.header(say("overview.wrong"), anchor=False)
counts = ask(by_rule, chosen)
if not counts.height:
    st.success(say("overview.nothing_wrong"), icon=":material/check_circle:")
else:
    wrong = counts.with_columns(
        rule=pl.Series([say(f"rule.{r}") for r in counts["rule"]], dtype=pl.String),
        severity=pl.Series([say(f"severity.{s}") for s in counts["severity"]], dtype=pl.String),
    )
    st.dataframe(
        arrow(wrong),
        column_config={
            "severity": st.column_config.Column(say("column.severity"), width="small"),
            "rule": st.column_config.Column(say("column.rule"), width="large"),
            "issues": st.column_config.NumberColumn(say("column.issues")),
            "reports": st.column_config.NumberColumn(say("column.reports")),
        },
        hide_index=True,
        alt=say("overview.wrong"),
    )
    st.caption(say("overview.examples"))
    table(
        session,
        ask(examples, chosen, session.lang),
        {
            "agency": say("column.body"),
            "year": say("column.year"),
            "severity": say("column.severity"),
            "message": say("column.issue"),
        },
        say("overview.wrong"),
        chosen,
    )
source_line(session, chosen, year)
