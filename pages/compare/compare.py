"""Compare: one figure over districts, cities or the bodies of one kind, between years and against each other."""

from dataclasses import replace

import polars as pl
import streamlit as st

from loaders.form.metrics import METRIC, METRICS, MIN_CASES
from loaders.language.numbers import escape_markdown
from loaders.language.words import number
from loaders.query import compare, options
from loaders.query.filter_urls import kind_name
from loaders.query.sums import count
from pages.compare.figures import funnel_plot, multiples, ranks, slope
from pages.compare.outlines import outline_map, read_outlines
from pages.compare.spoken import ends, moves
from pages.shared.charts.bars import bars
from pages.shared.charts.base import Series
from pages.shared.charts.palette import Palette
from pages.shared.charts.tile_map import tile_map
from pages.shared.charts.unit_figure import format_basis
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.page_params import choose
from pages.shared.frame.session import current_session
from pages.shared.parts.breakdown import follow_click
from pages.shared.parts.chart import chart
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table

_MOST = 30

session = current_session()
say, filters = session.say, st.session_state["filter"]
palette = Palette(session.dark)
slot = st.container()


def take_outlines() -> None:
    """Keeps the outlines that the user gave for this session; a file that holds none changes nothing."""
    given = st.session_state.get("outlines_file")
    st.session_state["outlines_fault"] = False
    if given is None:
        return
    try:
        st.session_state["outlines"] = read_outlines(given.getvalue())
    except ValueError:
        st.session_state["outlines_fault"] = True


def limits(row: dict) -> str:
    """Where a unit lies in the funnel, or why it has no rate."""
    if row["value"] is not None and row["over"] == 0:
        return say("value.na")
    return say(f"compare.place.{places[row['unit']]}") if row["unit"] in places else ""


def behind(row: dict) -> str:
    """What stands behind a unit's figure, and whether the first year rests on something else."""
    if not row["filed"]:
        return say("value.none")
    if row["value"] is None:
        return say("value.unasked")
    if unit == "body":
        return say("compare.behind.area" if row["area"] else "scope.own")
    text = say("compare.behind.area") if row["area"] else format_basis(row, session.lang)
    return text + (say("compare.behind.changed") if row["changed"] else "")


years = [y for y in cached(options.years) if not filters.years or y in filters.years]
top = st.columns(4)
metric = choose(
    top[0], "metric", say("compare.metric"), [m.id for m in METRICS], "disclosure_rate", lambda m: say(f"metric.{m}")
)
unit = choose(
    top[1],
    "unit",
    say("compare.unit"),
    cached(compare.units),
    cached(compare.units)[0],
    lambda u: say(f"compare.unit.{u}"),
)
listed = [str(y) for y in years]
first = choose(top[2], "first", say("compare.first"), listed, listed[max(0, len(listed) - 2)] if listed else "", str)
last = choose(top[3], "last", say("compare.last"), listed, listed[-1] if listed else "", str)
if not listed:
    no_reports(session)
asked, first_year, last_year = METRIC[metric], int(first), int(last)
level = None
if unit == "body":
    if len(filters.kinds) != 1:
        offered = cached(options.kinds, filters)
        if not offered:
            no_reports(session)
        kind = choose(top[1], "kind_of", say("filter.kinds"), offered, offered[0], lambda k: kind_name(k, session.lang))
        filters = replace(filters, kinds=(kind,))
    there = cached(options.levels, filters)
    if there:
        level = choose(top[0], "level_of", say("compare.level"), there, there[0], lambda v: say(f"level.{v}"))
question = compare.Question(metric, unit, filters, level)
every = cached(compare.compared, question).filter(pl.col("year").is_in(years))
order = every.filter(pl.col("year") == last_year).sort(pl.coalesce("over", "value"), descending=True, nulls_last=True)
names = dict(every.select("unit", "name").iter_rows())
choices = list(dict.fromkeys([*order["unit"].to_list(), *names]))
if not choices:
    with slot:
        head(session, say("menu.compare"), "")
    if not cached(count, question.filters):
        no_reports(session)
    st.info(say("compare.no_units", unit=say(f"compare.unit.{unit}")), icon=":material/filter_alt_off:")
    st.stop()
left, right = st.columns([3, 1])
picked = left.multiselect(
    say("compare.pick"),
    choices,
    format_func=lambda u: names.get(u, u),
    placeholder=say("compare.pick.all")
    if len(choices) <= _MOST
    else say("compare.pick.most", n=_MOST, all=len(choices)),
    max_selections=_MOST,
    key=f"compare_pick_{unit}",
)
shown = picked or choices[:_MOST]
highlight = right.selectbox(
    say("compare.highlight"),
    shown,
    index=None,
    format_func=lambda u: names.get(u, u),
    placeholder=say("compare.nobody"),
    key=f"compare_ink_{unit}",
)
rows = every.filter(pl.col("unit").is_in(shown))
rate = asked.rate
label = say(f"metric.{metric}")
now = rows.filter(pl.col("year") == last_year)
group, placed = compare.funnel_of(every, last_year) if rate and not asked.ratio else (None, None)
drawn = group is not None and group.members >= compare.FEWEST_MEMBERS

with slot:
    answer = ""
    known = now.filter(pl.col("value").is_not_null())
    if rate and known.height and known["over"].sum():
        n, over = known["value"].sum(), known["over"].sum()
        answer = say(
            "compare.answer.rate",
            year=last_year,
            metric=label,
            units=known.height,
            share=f"{n / over:.1%}",
            n=number(n),
            over=number(over),
        )
        if drawn:
            outside = placed.filter(
                pl.col("unit").is_in(shown), pl.col("place").is_in(["high", "low", "very_high", "very_low"])
            )
            answer += say(
                "compare.answer.outside",
                n=outside.height,
                names=escape_markdown(say("list.comma").join(outside["name"].to_list()[:6])) or say("compare.none"),
            )
    elif not rate and known.height:
        answer = say(
            "compare.answer.count", year=last_year, metric=label, units=known.height, total=number(known["value"].sum())
        )
    few = now.filter(pl.col("few"), pl.col("over") > 0).height
    if few:
        answer += say("compare.answer.few", n=few, fewest=MIN_CASES)
    head(session, say("menu.compare"), answer)

peers = compare.quartiles_of(every, last_year, "rate" if rate else "value")
if peers:
    texts = [f"{q:.1%}" if rate else number(round(q, 1)) for q in peers]
    st.caption(say("compare.quartiles", q1=texts[0], median=texts[1], q3=texts[2]))

behind_rows = rows.select("name", "year", "filed", "value", *(("over", "rate", "low", "high") if rate else ())).sort(
    "name", "year"
)
row_headings = {"name": say(f"compare.unit.{unit}"), "year": say("column.year"), "filed": say("column.reports_added")}
row_headings |= {"value": "n" if rate else label}
row_headings |= {"over": "N", "rate": label, "low": say("column.low"), "high": say("column.high")} if rate else {}
of_two = behind_rows.filter(pl.col("year").is_in([first_year, last_year]))
of_last = behind_rows.filter(pl.col("year") == last_year)
moved = moves(rows, first_year, last_year, rate, session.lang)
highest = ends(rows, last_year, rate, session.lang)
clicks = unit in ("district", "body")
hint = say("compare.click") if clicks else ""


def follow(clicked: dict | None) -> None:
    """Opens the body that was clicked, or narrows the filters to the district."""
    id_ = (clicked or {}).get("customdata")
    if clicks and isinstance(id_, str):
        follow_click("body_id" if unit == "body" else "division", id_)


left, right = st.columns(2)
with left:
    clicked = chart(
        slope(rows, first_year, last_year, rate, highlight, palette, session.lang),
        say("compare.slope", metric=label, first=first_year, last=last_year),
        say("compare.slope.rate" if rate else "compare.slope.count") + hint,
        "compare_slope",
        moved,
        data=of_two,
        headings=row_headings,
        clicks=clicks,
    )
    follow(clicked)
with right:
    if drawn:
        inside = placed.filter(pl.col("unit").is_in(shown))
        clicked = chart(
            funnel_plot(inside, group, highlight, palette, session.lang),
            say("compare.funnel", metric=label, year=last_year),
            say(
                "compare.funnel.widened" if group.widened else "compare.funnel.exact",
                phi=f"{group.dispersion:.2f}",
                n=group.members,
            ),
            "compare_funnel",
            highest
            + say("list.semicolon")
            + say(
                "compare.answer.outside",
                n=outside.height,
                names=say("list.comma").join(outside["name"].to_list()) or say("compare.none"),
            )
            .replace("**", "")
            .strip(),
            data=of_last,
            headings=row_headings,
            clicks=clicks,
        )
        follow(clicked)
    else:
        sorted_rows = now.filter(pl.col("value").is_not_null()).sort("value", descending=True)
        chart(
            bars(
                sorted_rows,
                "name",
                [Series("value", label, "primary")],
                palette,
                session.lang,
                sorted_rows["name"].to_list(),
            )
            if not rate
            else ranks(rows, rate, highlight, palette, session.lang),
            say("compare.bars", metric=label, year=last_year) if not rate else say("compare.ranks", metric=label),
            say("unit.total")
            if not rate
            else say("compare.ratio")
            if asked.ratio
            else say("compare.funnel.none", n=compare.FEWEST_MEMBERS),
            "compare_bars",
            highest,
            data=behind_rows if rate else of_last,
            headings=row_headings,
        )
left, right = st.columns(2)
with left:
    if len(years) > 1 and (drawn or not rate):
        clicked = chart(
            ranks(rows, rate, highlight, palette, session.lang),
            say("compare.ranks", metric=label),
            say("compare.ranks.unit", fewest=MIN_CASES) if rate else say("compare.ranks.count"),
            "compare_ranks",
            say("list.semicolon").join(ends(rows, y, rate, session.lang) for y in dict.fromkeys((years[0], years[-1]))),
            data=behind_rows,
            headings=row_headings,
            clicks=clicks,
        )
        follow(clicked)
with right:
    if unit == "district":
        outlines = st.session_state.get("outlines")
        if outlines:
            figure, lacking = outline_map(now, outlines, rate, highlight, palette, session.lang)
            subtitle = say("compare.outlines.unit")
            if lacking:
                subtitle += say("compare.outlines.lacking", names=say("list.comma").join(lacking))
        else:
            figure, mapped = tile_map(now, rate, (highlight,) if highlight else (), palette, session.lang)
            subtitle = say("compare.tiles.mapped" if mapped else "compare.tiles.listed")
        title = say("compare.map" if outlines else "compare.tiles", metric=label, year=last_year)
        clicked = chart(
            figure, title, subtitle, "compare_tiles", highest, data=of_last, headings=row_headings, clicks=not outlines
        )
        follow(clicked)
        with st.popover(say("compare.outlines"), icon=":material/map:"):
            st.caption(say("compare.outlines.help"))
            st.file_uploader(
                say("compare.outlines"),
                ["geojson", "json"],
                key="outlines_file",
                on_change=take_outlines,
                max_upload_size=20,
            )
            if outlines:
                st.button(say("compare.outlines.drop"), on_click=lambda: st.session_state.pop("outlines", None))
            if st.session_state.get("outlines_fault"):
                st.error(say("compare.outlines.fault"), icon=":material/error:")
if len(years) > 1:
    clicked = chart(
        multiples(rows, rate, highlight, palette, session.lang),
        say("compare.multiples", metric=label),
        say("compare.multiples.unit"),
        "compare_multiples",
        moves(rows, years[0], years[-1], rate, session.lang),
        data=behind_rows,
        headings=row_headings,
        wide=True,
        clicks=clicks,
    )
    follow(clicked)

st.header(say("compare.table"), anchor=False)
places = dict(placed.select("unit", "place").iter_rows()) if placed is not None else {}
both = compare.two_years(rows, first_year, last_year)
both = both.with_columns(
    behind=pl.Series([behind(r) for r in both.iter_rows(named=True)], dtype=pl.String),
    limits=pl.Series([limits(r) for r in both.iter_rows(named=True)], dtype=pl.String),
)
columns = (
    ("rate_before", "rate", "points", "value", "over", "low", "high", "limits")
    if rate
    else ("value_before", "value", "difference", "percent")
)
if first_year == last_year:
    columns = tuple(c for c in columns if c not in ("rate_before", "value_before", "points", "difference", "percent"))
headings = {"name": say(f"compare.unit.{unit}")}
for column in columns:
    year = {"rate_before": first, "value_before": first, "rate": last}.get(column) or (
        last if column == "value" and not rate else None
    )
    headings[column] = year or say(f"column.{column}")
headings["behind"] = say("column.behind")
shares = ("rate_before", "rate", "low", "high", "percent")
table(session, both, headings, f"{say('menu.compare')}_{label}", filters, shares=shares, gap="—")
st.caption(say("compare.method", fewest=MIN_CASES))
source_line(session, filters)
