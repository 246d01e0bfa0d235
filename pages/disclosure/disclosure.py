"""Disclosure: documents issued, repealed and in force; permits, penalties and coercion decided; fees; each form apart."""

import polars as pl
import streamlit as st

from loaders.form.metrics import METRICS
from loaders.form.vocabulary import CELLS
from loaders.language.words import column_name, item_name, number
from loaders.output import summaries
from loaders.query import options
from loaders.query.by_template import by_template
from loaders.query.filter_urls import kind_name
from loaders.query.sums import sums
from loaders.query.years import latest_reported_year
from pages.disclosure import figures
from pages.shared.charts.base import Series
from pages.shared.charts.palette import Palette
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.page_params import choose
from pages.shared.frame.session import current_session
from pages.shared.parts.breakdown import follow_click
from pages.shared.parts.chart import chart
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table

_MOST = 15
"""Bars of places or kinds."""
IDS = tuple(c.name for c in CELLS if c.section == "disclosure")
_MEANINGS = ("primary", "second", "third")
CHARTS = {
    "normative_documents": ("documents", (("produced", "published", "published_total"), ("issued", "repealed", "in_force"))),
    "regulations": ("documents", (("produced", "published", "published_total"), ("issued", "repealed", "in_force"))),
    "permits": ("decisions", (("decisions",),)),
    "penalties": ("decisions", (("decisions",),)),
    "coercion": ("decisions", (("decisions",),)),
    "fees": ("money", (("amount_wan_yuan",),)),
}  # fmt: skip
"""The items of part 二 with their unit and the columns that each form counts."""

session = current_session()
say, filters = session.say, st.session_state["filter"]
palette, lang = Palette(session.dark), session.lang
year = cached(latest_reported_year, filters)
head(session, say("menu.disclosure"), cached(summaries.disclosure, filters, lang))
rows = cached(by_template, filters, IDS)
if not rows.height:
    no_reports(session)


def show(item: str, *, wide: bool = False) -> None:
    """An item's figures over the years, each form apart."""
    unit, groups = CHARTS[item]
    series = [
        Series(f"disclosure.{item}.{c}", say(f"column.{c}"), m) for g in groups for c, m in zip(g, _MEANINGS, strict=False)
    ]  # fmt: skip
    title = say(f"disclosure.{item}")
    there = [s for s in series if rows[s.column].is_not_null().any()]
    chart(
        figures.by_form(rows.select("year", "form", *(c for s in series for c in (s.column, f"{s.column}.reports"))), series, palette, lang, wide=wide),
        title,
        say(f"disclosure.unit.{unit}"),
        f"disclosure_{item}",
        figures.of_forms(title, rows, series, lang),
        data=rows.select(
            "year", *(s.column for s in there),
            form=pl.Series([say(f"disclosure.form.{f}") for f in rows["form"]], dtype=pl.String),
        ).select("year", "form", *(s.column for s in there)),
        headings={"year": say("column.year"), "form": say("body.templates"), **{s.column: s.name for s in there}},
    )  # fmt: skip


def place_name(name: str, level: str, own: bool) -> str:
    """A place's name; a sum of bodies is marked, and that of a city's own bodies named."""
    return (name if level == "county" or not own else say("disclosure.own", name=name)) + (" ◇" if own else "")


def bars(found: pl.DataFrame, by: str, title: str, unit: str) -> None:
    """The largest of some places or kinds."""
    known = found.filter(pl.col("value").is_not_null()).sort("value", "name", descending=[True, False])
    if not known.height:
        st.header(title, anchor=False)
        st.caption(say("disclosure.none"))
        return
    more = known.height - _MOST
    subtitle = unit + (say("disclosure.most", n=_MOST, more=number(more)) if more > 0 else "")
    clicked = chart(
        figures.ranked(known.head(_MOST), palette, lang),
        title,
        subtitle,
        f"disclosure_by_{by}",
        figures.of_ranked(title, known, lang),
        data=known.select("name", "value", "behind"),
        headings={"name": say(f"column.{by}"), "value": label, "behind": say("column.behind")},
        clicks=True,
    )
    value = str(clicked["customdata"]) if clicked and clicked.get("customdata") else None
    if value and getattr(filters, f"{by}s") != (value,):
        follow_click("division" if by == "place" else by, value)


drawn = [
    i
    for i, (_, groups) in CHARTS.items()
    if any(rows[f"disclosure.{i}.{c}"].fill_null(0).sum() for g in groups for c in g)
]
if len(drawn) % 2:
    show(drawn[0], wide=True)
    drawn = drawn[1:]
for i in range(0, len(drawn), 2):
    for side, item in zip(st.columns(2), drawn[i : i + 2], strict=True):
        with side:
            show(item)

metrics = [m.id for m in METRICS if m.section == "disclosure"]
metric = choose(st, "figure", say("disclosure.figure"), metrics, "permits", lambda m: say(f"metric.{m}"))
label = say(f"metric.{metric}")
of_year = filters.only(year)
left, right = st.columns(2)
with left:
    places = {p.code: (p.name, p.level) for p in cached(options.places)}
    found = cached(sums, of_year, (metric,), ("division", "scope")).filter(pl.col("division").is_not_null())
    own = found["scope"].cast(pl.String).to_list()
    names = [place_name(*places.get(d, (d, "county")), s == "own") for d, s in zip(found["division"], own, strict=True)]
    behind = [
        say("disclosure.sum", n=number(n)) if s == "own" else say("disclosure.bar.area")
        for s, n in zip(own, found[f"{metric}.reports"], strict=True)
    ]
    found = found.select(
        key="division", name=pl.Series(names, dtype=pl.String), value=metric, behind=pl.Series(behind, dtype=pl.String)
    )
    bars(found, "place", say("disclosure.place", metric=label, year=year), say("disclosure.place.unit"))
with right:
    found = cached(sums, of_year, (metric,), ("kind",)).filter(pl.col("kind").is_not_null())
    found = found.select(
        key="kind",
        name=pl.Series([kind_name(k, lang) for k in found["kind"]], dtype=pl.String),
        value=metric,
        behind=pl.Series([say("disclosure.sum", n=number(n)) for n in found[f"{metric}.reports"]], dtype=pl.String),
    )
    bars(found, "kind", say("disclosure.kind", metric=label, year=year), say("disclosure.kind.unit"))

st.header(say("disclosure.table"), anchor=False)
st.caption(say("disclosure.table.unit"))
columns = {}
for row in rows.sort(["year", "reports"], descending=True).iter_rows(named=True):
    form = say(f"disclosure.short.{row['form']}")
    columns[f"{row['year']}.{row['form']}"] = (
        say("disclosure.year", year=row["year"], form=form, n=number(row["reports"])),
        row,
    )
lines = [
    {"item": item_name("disclosure", i, lang), "column": column_name("disclosure", c, lang)}
    | {key: row[name] for key, (_, row) in columns.items()}
    for name in IDS
    for _, i, c in [name.split(".")]
    if any(row[name] is not None for _, row in columns.values())
]
schema = {"item": pl.String, "column": pl.String, **dict.fromkeys(columns, pl.Float64)}
table(
    session,
    pl.DataFrame(lines, schema=schema),
    {
        "item": say("disclosure.item"),
        "column": say("fact.column"),
        **{key: heading for key, (heading, _) in columns.items()},
    },
    say("menu.disclosure"),
    filters,
)
source_line(session, filters, year)
