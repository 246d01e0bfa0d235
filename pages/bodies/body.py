"""One body over all its years: each figure with the year before and its peers, its issues, its reports."""

import polars as pl
import streamlit as st

from loaders.form.metrics import METRIC, METRICS
from loaders.language.numbers import change_clause, change_text, escape_markdown, points_text
from loaders.language.words import number
from loaders.query import body as queries
from loaders.query import options
from loaders.query.exports import reason_text
from loaders.query.filter_urls import kind_name
from loaders.query.filters import EVERYTHING, Filter
from pages.bodies.figures import figure_words, histories
from pages.shared.charts.palette import Palette
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.filters import offered_bodies
from pages.shared.frame.page_params import choose
from pages.shared.frame.session import current_session
from pages.shared.parts.chart import chart
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.table import table, to_arrow

_DRAWN = ("received_new", "total_processed", "disclosure_rate", "denial_rate", "carried_out", "review_total")

session = current_session()
say, filters = session.say, st.session_state["filter"]
slot = st.container()
names, more = offered_bodies(filters)
if not names:
    with slot:
        head(session, say("menu.body"), "")
    no_reports(session)
left, right = st.columns([3, 1])
wanted = st.query_params.get("of") or st.session_state.get("kept_of")
if wanted and wanted not in names and (known := cached(options.names, (wanted,))):
    inside = filters.without_years() == EVERYTHING
    names |= known
    if not inside:
        st.info(say("body.outside", name=escape_markdown(known[wanted])), icon=":material/filter_alt:")
if more:
    st.caption(more)
id_ = choose(left, "of", say("filter.body"), list(names), next(iter(names)), lambda b: names.get(b, b))
covers = cached(queries.scopes, id_)
scope = (
    covers[0]
    if len(covers) < 2
    else choose(right, "scope", say("cli.explain.scope"), covers, covers[0], lambda s: say(f"scope.{s}"))
)
rows = cached(queries.history, id_, scope)
if not rows.height:
    with slot:
        head(session, names[id_], say("body.no_year"))
    st.stop()
peers = cached(queries.peers, id_, scope)
by_year = {r["year"]: r for r in rows.iter_rows(named=True)}
year = rows["year"].max()
now, before = by_year[year], by_year.get(year - 1)
found = cached(queries.issues, id_, session.lang)

with slot:
    answer = say(
        "body.answer",
        year=year,
        received=figure_words(now, "received_new", session.lang),
        change=change_clause(now["received_new"], before["received_new"] if before else None, session.lang),
        rate=figure_words(now, "disclosure_rate", session.lang),
        issues=found.filter(pl.col("severity").cast(pl.String) == "error").height,
    )
    head(session, names[id_], answer)
    place = "".join(dict.fromkeys(p for p in (now["province"], now["city"], now["district"]) if p))
    known = (
        place,
        say(f"level.{now['level']}") if now["level"] else "",
        kind_name(now["kind"], session.lang) if now["kind"] else "",
        say(f"scope.{scope}"),
    )
    former = [n for n in rows["agency"].unique(maintain_order=True) if n != names[id_]]
    st.caption(
        escape_markdown(
            " · ".join(k for k in known if k)
            + (say("body.former", names=say("list.comma").join(former)) if former else "")
        )
    )

of_peers = {(r["metric"], r["year"]): r for r in peers.iter_rows(named=True)}
n_peers = max((r["peers"] for (_, y), r in of_peers.items() if y == year), default=0)
chart(
    histories(rows, peers, _DRAWN, Palette(session.dark), session.lang),
    say("body.figures"),
    say("body.figures.unit", n=n_peers) if n_peers else say("body.no_peers"),
    "body_figures",
    say("list.semicolon").join(
        say(
            "spoken.list",
            name=say(f"metric.{m}"),
            list=say("list.comma").join(f"{y} {figure_words(r, m, session.lang)}" for y, r in sorted(by_year.items())),
        )
        for m in _DRAWN
    ),
    data=rows.select("year", *(c for m in _DRAWN for c in (m, *([f"{m}.over"] if METRIC[m].rate else [])))),
    headings={"year": say("column.year")}
    | {
        c: h
        for m in _DRAWN
        for c, h in (
            ((m, f"{say(f'metric.{m}')} n"), (f"{m}.over", f"{say(f'metric.{m}')} N"))
            if METRIC[m].rate
            else ((m, say(f"metric.{m}")),)
        )
    },
    wide=True,
)

st.header(say("body.table", year=year), anchor=False)
lines = []
for metric in METRICS:
    a, b = (r[metric.id] if r else None for r in (before, now))
    over = f"{metric.id}.over"
    moved = (
        points_text(b, now[over], a, before[over] if before else None, session.lang)
        if metric.rate
        else change_text(b, a, session.lang)
    )
    band = of_peers.get((metric.id, year))
    show = (lambda v: f"{v:.1%}") if metric.rate else (lambda v: number(round(v, 1)))
    lines.append(
        {
            "figure": say(f"metric.{metric.id}"),
            "before": figure_words(before, metric.id, session.lang),
            "now": figure_words(now, metric.id, session.lang),
            "moved": moved,
            "median": show(band["median"]) if band else "",
            "quartiles": f"{show(band['q1'])}–{show(band['q3'])}" if band else "",
        }
    )
headings = {
    "figure": say("compare.metric"),
    "before": str(year - 1),
    "now": str(year),
    "moved": say("column.difference"),
    "median": say("body.median"),
    "quartiles": say("body.quartiles"),
}
table(session, pl.DataFrame(lines), headings, names[id_], Filter(bodies=(id_,)))

left, right = st.columns(2)
with left:
    st.header(say("body.carried"), anchor=False)
    st.caption(say("body.carried.unit"))
    kept = cached(queries.carried, id_, scope)
    marks = []
    for _, out, in_ in kept.iter_rows():
        marks.append(
            say("body.carried.unknown")
            if out is None or in_ is None
            else say("body.carried.same" if out == in_ else "body.carried.differs")
        )
    st.dataframe(
        to_arrow(kept.with_columns(mark=pl.Series(marks, dtype=pl.String))),
        column_config={
            "year": st.column_config.NumberColumn(say("column.year"), format="%d"),
            "carried_out_before": st.column_config.NumberColumn(say("body.carried.out"), format="localized"),
            "carried_in": st.column_config.NumberColumn(say("body.carried.in"), format="localized"),
            "mark": st.column_config.Column(say("column.state")),
        },
        hide_index=True,
        placeholder=say("body.no_before"),
        alt=say("body.carried"),
    )
with right:
    st.header(say("body.templates"), anchor=False)
    st.caption(say("body.templates.unit"))
    forms = rows.select("year", "disclosure_template", "requests_template", "reviews_template")
    st.dataframe(
        to_arrow(forms.with_columns(pl.col("^.*_template$").cast(pl.String))),
        column_config={
            "year": st.column_config.NumberColumn(say("column.year"), format="%d"),
            **{
                f"{s}_template": st.column_config.Column(say(f"body.part.{s}"))
                for s in ("disclosure", "requests", "reviews")
            },
        },
        hide_index=True,
        placeholder=say("body.no_table"),
        alt=say("body.templates"),
    )

st.header(say("report.issues", n=found.height), anchor=False)
if found.height:
    shown = found.with_columns(severity=pl.Series([say(f"severity.{s}") for s in found["severity"]], dtype=pl.String))
    table(
        session,
        shown,
        {c: say(f"column.{k}") for c, k in (("year", "year"), ("severity", "severity"), ("message", "issue"))},
        say("overview.wrong"),
        Filter(bodies=(id_,)),
    )
else:
    st.success(say("report.no_issues"), icon=":material/check_circle:")

st.header(say("body.documents"), anchor=False)
documents = cached(queries.documents, id_)
reasons = [reason_text(r, w, session.lang) for r, w in documents.select("reason", "reason_words").iter_rows()]
st.dataframe(
    to_arrow(
        documents.with_columns(
            status=pl.Series([say(f"status.{s}") for s in documents["status"]], dtype=pl.String),
            scope=pl.Series([say(f"scope.{s}") for s in documents["scope"]], dtype=pl.String),
            why=pl.Series(reasons, dtype=pl.String),
            open=pl.Series(
                [
                    f"report?report={r}&data={session.data}&lang={session.lang}" if s == "read" else None
                    for r, s in documents.select("report_id", "status").iter_rows()
                ],
                dtype=pl.String,
            ),
        ).select("year", "scope", "status", "published", "open", "url", "source", "why")
    ),
    column_config={
        "year": st.column_config.NumberColumn(say("column.year"), format="%d"),
        "scope": st.column_config.Column(say("cli.explain.scope")),
        "status": st.column_config.Column(say("column.state")),
        "published": st.column_config.DateColumn(say("column.published_on"), format="YYYY-MM-DD"),
        "open": st.column_config.LinkColumn(say("menu.report"), display_text=say("body.open")),
        "url": st.column_config.LinkColumn(say("body.address")),
        "source": st.column_config.Column(say("body.file")),
        "why": st.column_config.Column(say("cli.column.reason")),
    },
    hide_index=True,
    placeholder="",
    alt=say("body.documents"),
)
st.caption(say("body.method"))
