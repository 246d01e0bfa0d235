"""Coverage: who has published the report of a year, in time, late or not at all, and who has to be reminded."""

from dataclasses import replace

import polars as pl
import streamlit as st

from loaders.form.deadlines import STATES
from loaders.language.numbers import rate
from loaders.language.words import number
from loaders.output import summaries
from loaders.query import coverage
from loaders.query.filter_urls import kind_name
from loaders.query.years import latest_due_year
from pages.coverage.matrix import CSS, matrix
from pages.shared.charts.bars import filed
from pages.shared.charts.palette import Palette
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import current_session
from pages.shared.parts.breakdown import division_names, follow_click
from pages.shared.parts.chart import chart
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table

_PAGE = 60
_MOST = 30
_LISTED = 1000
"""Bodies on a page of the matrix; districts or kinds in a chart; rows of a table on the page, downloads hold all."""

session = current_session()
say, filters = session.say, st.session_state["filter"]
palette = Palette(session.dark)
snapshot = session.snapshot


def worded(rows: pl.DataFrame) -> pl.DataFrame:
    """Filings with kinds, states and places in words."""
    kinds = {k: kind_name(k, session.lang) for k in rows["kind"].unique() if k}
    states = {s: say(f"coverage.state.{s}") for s in STATES}
    return rows.with_columns(
        kind=pl.col("kind").replace_strict(kinds, default=None, return_dtype=pl.String),
        state=pl.col("state").cast(pl.String).replace_strict(states, return_dtype=pl.String),
        place=pl.concat_str(
            pl.col("city").fill_null(""), pl.when(pl.col("district") != pl.col("city")).then("district").fill_null("")
        ),
        published_on="published",
    )


year = cached(latest_due_year, filters)
by_year = {r["year"]: r for r in cached(coverage.counts, filters).iter_rows(named=True)}
now = by_year.get(year)
head(session, say("menu.coverage"), cached(summaries.coverage, filters, session.lang))
if not now:
    no_reports(session)

of_year = filters.only(year)
left, right = st.columns(2)
places = division_names()
for side, key, name in (
    (left, "division", lambda v: places.get(v, v) if v else say("coverage.no_division")),
    (right, "kind", lambda v: kind_name(v, session.lang) if v else say("cli.unknown")),
):
    with side:
        rows = cached(coverage.counts, of_year, (key,)).filter(pl.col("year") == year)
        rows = rows.with_columns(share=pl.col("filed") / pl.col("expected")).sort("share", key, nulls_last=True)
        subtitle = say("coverage.share.unit", year=year)
        if rows.height > _MOST:
            subtitle += say("coverage.lowest", n=_MOST, all=rows.height)
        rows = rows.head(_MOST)
        called = [name(v) for v in rows[key]]
        told = [
            f"{n} {rate(f, e, session.lang)}"
            for n, (f, e) in zip(called, rows.select("filed", "expected").iter_rows(), strict=True)
        ]
        clicked = chart(
            filed(rows, called, palette, session.lang),
            say(f"coverage.share.{key}"),
            subtitle + say("list.semicolon") + say("busiest.click"),
            f"coverage_{key}",
            say("spoken.list", name=say("coverage.share.unit", year=year), list=say("list.comma").join(told)),
            data=rows.select(pl.Series("name", called, dtype=pl.String), "expected", "filed", *coverage.COUNTED),
            headings={
                "name": say(f"busiest.by.{key}"),
                "expected": say("coverage.expected"),
                "filed": say("coverage.filed"),
                **{c: say(f"coverage.state.{c}") for c in coverage.COUNTED},
            },
            clicks=True,
        )
        if clicked and rows[key][clicked["point"]]:
            follow_click(key, rows[key][clicked["point"]])

st.header(say("coverage.owing"), anchor=False)
owing = cached(coverage.owing, filters, _LISTED)
if owing.height:
    headings = {c: say(f"column.{c}") for c in ("agency", "place", "kind", "year", "state", "due")}
    many = cached(coverage.count_owing, filters)
    name = say("coverage.owing")
    table(
        session,
        worded(owing),
        headings,
        name,
        filters,
        gap="",
        whole=(many, lambda: worded(coverage.owing(snapshot, filters))),
    )
elif not filters.templates:
    st.success(say("coverage.nobody"), icon=":material/check_circle:")

st.header(say("coverage.matrix"), anchor=False)
st.caption(say("coverage.matrix.unit"))
only = st.segmented_control(
    say("coverage.show"),
    ["all", "missing", "late", "undated", "failed"],
    format_func=lambda s: say(f"coverage.show.{s}"),
    default="all",
    required=True,
    key="coverage_show",
    label_visibility="collapsed",
)
ids = cached(coverage.bodies_in, filters, None if only == "all" else only)
pages = max(1, -(-ids.len() // _PAGE))
at = st.pagination(pages, key="coverage_page") if pages > 1 else 1
shown = tuple(ids.slice((at - 1) * _PAGE, _PAGE))
if shown:
    part = cached(coverage.coverage, replace(filters, bodies=shown))
    st.html(CSS)
    st.html(matrix(part, dict(part.select("body_id", "agency").unique().iter_rows()), session.lang))
else:
    st.info(say("coverage.no_such"))
listed = st.expander(say("coverage.list"), key="coverage_list", on_change="rerun")
if listed.open:
    with listed:
        headings = {
            c: say(f"column.{c}") for c in ("agency", "district", "kind", "year", "state", "published_on", "due")
        }
        every = cached(coverage.coverage, filters, _LISTED)
        many = cached(coverage.count, filters)
        name = say("menu.coverage")
        table(
            session,
            worded(every),
            headings,
            name,
            filters,
            gap="",
            whole=(many, lambda: worded(coverage.coverage(snapshot, filters))),
        )
if outside := cached(coverage.outside_roster, filters).height:
    st.caption(say("coverage.outside", n=number(outside)))
st.caption(say("coverage.method"))
source_line(session, filters)
