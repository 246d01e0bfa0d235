"""Overview: how the year stands, what moved, what must be looked at; each with the page that says more."""

from dataclasses import replace

import polars as pl
import streamlit as st

from loaders.form.metrics import METRIC, METRICS, MIN_CASES
from loaders.language.numbers import change_text, points_text, share
from loaders.language.words import number
from loaders.output import summaries
from loaders.query import compare, coverage
from loaders.query.filters import Filter
from loaders.query.issues import by_rule, by_severity, examples
from loaders.query.largest_changes import codes, largest_changes, unit_of
from loaders.query.report import unassigned
from loaders.query.sums import excluded_count
from loaders.query.years import latest_due_year, over_years
from pages.overview import sayings
from pages.overview.cards import card, style
from pages.overview.welcome import welcome
from pages.shared.charts.base import Series
from pages.shared.charts.palette import Palette
from pages.shared.charts.shares import shares
from pages.shared.charts.tile_map import tile_map
from pages.shared.charts.trend import trend
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.filters import narrow
from pages.shared.frame.links import parameters
from pages.shared.frame.page_params import choose
from pages.shared.frame.session import current_session
from pages.shared.parts.chart import chart
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table, to_arrow

KEY = {
    "received_new": ("requests", {}),
    "total_processed": ("requests", {}),
    "disclosure_rate": ("compare", {"metric": "disclosure_rate"}),
    "review_total": ("reviews", {}),
    "correction_rate": ("reviews", {}),
    "carried_out": ("requests", {}),
}
"""The key figures, each with the page that says more of it and that page's own parameters."""
OUTCOMES = ("granted", "partially_granted", "denied", "unavailable", "not_processed", "other")
_MOVED, _MAP = 3, 236
"""Lines of a list of what moved; pixels of the map's height."""

session = current_session()
say, filters, state = session.say, st.session_state["filter"], st.session_state
palette = Palette(session.dark)
lang = session.lang
found = cached(over_years, filters, (*KEY, *OUTCOMES))
shown, year, now, before = found.shown, found.year, found.now, found.before
head(session, say("menu.overview"), cached(summaries.overview, filters, lang))
if not now or not shown.height:
    no_reports(session)
st.html(style(palette))
welcome(session)


def link(page: str, label: str, among: Filter = filters, help: str | None = None, **own: str) -> None:
    """A line that leads to a page with a choice set."""
    st.page_link(state["pages"][page], label=label, help=help, query_params=parameters(session, among, **own))


def key_figure(id_: str, page: str, own: dict[str, str]) -> None:
    """A key figure: its name, which leads to its page, and its card."""
    name, over = say(f"metric.{id_}"), f"{id_}.over"
    if over in found.every.columns:
        value, base = share(now[id_], now[over], lang)
        delta = points_text(now[id_], now[over], before.get(id_), before.get(over), lang)
        rows = found.every.select("year", pl.when(pl.col(over) > 0).then(pl.col(id_) / pl.col(over)))
        texts = [f"{v:.1%}" if v is not None else say("value.na") for v in rows.to_series(1)]
    else:
        value, base = number(now[id_], lang) or say("value.unasked"), say("overview.unit")
        delta = change_text(now[id_], before.get(id_), lang)
        rows = found.every.select("year", id_)
        texts = [number(v, lang) or say("value.unasked") for v in rows.to_series(1)]
    told = say("list.comma").join(f"{y} {t}" for y, t in zip(rows["year"], texts, strict=True))
    alt = say("overview.spark", name=name, years=told)
    note = say("overview.on_year_before", change=delta) if delta else say("overview.not_before")
    link(page, name, help=say(f"metric.{id_}.help"), **own)
    # Two years of different bodies are no line.
    line = list(rows.iter_rows()) if before or rows.height > 2 else []
    st.html(card(value, base, note, line, alt, palette))


def show_map() -> None:
    """The places as squares, shaded by a figure; one that is clicked narrows the filter to it."""
    unit = cached(unit_of, Filter())
    slot = st.container()
    shade = choose(
        st, "shade", say("overview.map.figure"), [m.id for m in METRICS], "received_new", lambda m: say(f"metric.{m}"), bare=True
    )  # fmt: skip
    rate = METRIC[shade].rate
    of = cached(codes, unit)
    wide_view = replace(filters, places=(), bodies=())
    rows = cached(compare.compared, compare.Question(shade, unit, wide_view, years=(year,)))
    rows = rows.with_columns(division=pl.col("unit").replace_strict(of, default=pl.col("division")))
    title = say("overview.map", metric=say(f"metric.{shade}"), year=year)
    mine = tuple(u for u, code in of.items() if code in filters.places)
    figure, mapped = tile_map(rows, rate, mine, palette, lang, _MAP)
    with slot:
        clicked = chart(
            figure,
            title,
            say(f"overview.map.{'mapped' if mapped else 'listed'}")
            + (say("overview.map.every") if filters != wide_view else ""),
            "overview_map",
            sayings.of_map(rows, rate, say(f"metric.{shade}"), year, lang),
            data=rows.select("name", "value", *(("over", "rate") if rate else ())),
            headings={
                "name": say(f"compare.unit.{unit}"),
                "value": say("column.value") if rate else say(f"metric.{shade}"),
                **({"over": say("column.over"), "rate": say(f"metric.{shade}")} if rate else {}),
            },
            clicks=True,
            among=wide_view,
        )
    code = of.get(str(clicked["customdata"])) if clicked and clicked.get("customdata") else None
    if code and filters.places != (code,):
        narrow(place=code)


def show_moves() -> None:
    """What changed most on the year before, each a link to it."""
    st.header(say("overview.moved"), anchor=False)
    for id_ in ("received_new", "disclosure_rate"):
        sort, many, rows = cached(largest_changes, filters, id_, year, _MOVED)
        st.caption(say("overview.moved.unit", metric=say(f"metric.{id_}"), first=year - 1, last=year, n=many))
        with st.container(key=f"lines-{id_}"):
            if not rows.height:
                st.markdown(say("overview.moved.none"))
            for row in rows.iter_rows(named=True):
                label = sayings.of_move(row, METRIC[id_].rate, lang)
                if sort == "body":
                    link("body", label, of=row["unit"])
                else:
                    link(
                        "overview",
                        label,
                        replace(filters, places=(cached(codes, sort).get(row["unit"], row["division"]),)),
                    )


def show_lacks() -> None:
    """Issues, reports that are missing or late, reports of nobody: how many, each a link to them."""
    # Where none of the last year is there, that is what is lacking.
    due = cached(latest_due_year, filters)
    st.header(say("overview.look"), anchor=False, help=say("overview.look.unit", year=due))
    of_year = filters.only(due)
    grave = cached(by_severity, of_year)
    filed = next(cached(coverage.counts, of_year).iter_rows(named=True), None)
    aside = cached(excluded_count, filters.without_years())
    with st.container(key="lines-look"):
        for severity in ("error", "warning"):
            if severity in grave:
                n, reports = grave[severity]
                text = say(f"overview.look.{severity}", n=number(n), reports=number(reports))
                mark = ":red[:material/error:] " if severity == "error" else ""
                st.markdown(f"{mark}[{text}](#issues)")
        for lack in ("missing", "failed", "late", "undated"):
            if filed and filed[lack]:
                text = say(f"overview.look.{lack}", n=number(filed[lack]), all=number(filed["expected"]))
                link("coverage", text, of_year)
        if aside:
            first = cached(unassigned, 1)
            own = {"report": first["report_id"].item()} if first.height else {}
            link("report", say("overview.look.unassigned", n=number(aside)), filters.without_years(), **own)
        well = not filed or (filed["expected"] == filed["in_time"] and not filters.templates)
        if not grave and not aside and well:
            st.success(say("overview.look.nothing"), icon=":material/check_circle:")


with st.container(key="screen"):
    with st.container(key="keys", horizontal=True):
        for id_, (page, own) in KEY.items():
            with st.container(border=True, key=f"key_{id_}"):
                key_figure(id_, page, own)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        show_map()
    with right:
        show_moves()
        show_lacks()

st.caption(say("overview.moved.method", fewest=MIN_CASES))
left, right = st.columns(2)
with left:
    lines = ("received_new", "carried_out")
    chart(
        trend(
            shown,
            [Series(i, say(f"metric.{i}"), m) for i, m in zip(lines, ("primary", "third"), strict=True)],
            palette,
            lang,
        ),
        say("overview.trend"),
        say("unit.requests"),
        "overview_trend",
        sayings.of_trend(shown, "received_new", lang),
        data=shown.select("year", *lines),
        headings={"year": say("column.year"), **{i: say(f"metric.{i}") for i in lines}},
    )
with right:
    series = [Series(o, say(f"metric.{o}"), o) for o in OUTCOMES]
    recent = shown.sort("year", descending=True).head(6)
    chart(
        shares(recent, "year", series, palette, lang, [str(y) for y in recent["year"]]),
        say("overview.outcomes"),
        say("unit.outcomes"),
        "overview_outcomes",
        sayings.of_outcomes(recent, OUTCOMES, lang),
        data=recent.select("year", *OUTCOMES),
        headings={"year": say("column.year"), **{o: say(f"metric.{o}") for o in OUTCOMES}},
    )

st.header(say("overview.wrong"), anchor="issues")
counts = cached(by_rule, filters)
if not counts.height:
    st.success(say("overview.nothing_wrong"), icon=":material/check_circle:")
else:
    wrong = counts.with_columns(
        rule=pl.Series([say(f"rule.{r}") for r in counts["rule"]], dtype=pl.String),
        severity=pl.Series([say(f"severity.{s}") for s in counts["severity"]], dtype=pl.String),
    )
    st.dataframe(
        to_arrow(wrong),
        column_config={
            "severity": st.column_config.Column(say("column.severity"), width="small"),
            "rule": st.column_config.Column(say("column.rule"), width="large"),
            "issues": st.column_config.NumberColumn(say("column.issues")),
            "reports": st.column_config.NumberColumn(say("column.reports")),
        },
        hide_index=True,
        alt=say("overview.wrong.rules"),
    )
    st.caption(say("overview.examples"))
    listed = cached(examples, filters, lang)
    address = f"report?data={session.data}&lang={lang}&report="
    table(
        session,
        listed.with_columns(open=pl.lit(address) + pl.col("report_id")),
        {
            "open": say("column.report"),
            "agency": say("column.body"),
            "year": say("column.year"),
            "severity": say("column.severity"),
            "message": say("column.issue"),
        },
        say("overview.wrong"),
        filters,
        links={"open": say("body.open")},
    )
source_line(session, filters, year)
