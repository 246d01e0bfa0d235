"""Reviews: what review and courts said, by route, result and year, and how often they were asked."""

import polars as pl
import streamlit as st

from loaders.form.vocabulary import REVIEW_COLUMNS, REVIEW_ITEMS
from loaders.language.numbers import rate, ratio
from loaders.language.words import column_name, item_name, number
from loaders.output import summaries
from loaders.query.mismatches import REVIEWS
from loaders.query.years import over_years
from pages.reviews.figures import ratios
from pages.shared.charts.alt_text import lacking, parts, rates
from pages.shared.charts.base import Series
from pages.shared.charts.palette import Palette
from pages.shared.charts.share_bars import ShareRow, rows_of, share_bars
from pages.shared.charts.tree_bars import TreeRow, tree_bars
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.page_params import choose
from pages.shared.frame.session import current_session
from pages.shared.parts.breakdown import LEVELS, breakdown, follow_click
from pages.shared.parts.chart import chart
from pages.shared.parts.disagreements import disagreements
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table

RESULTS = {"upheld": "upheld", "corrected": "corrected", "other": "review_other", "pending": "pending"}
ROUTES = tuple(t.id for t in REVIEW_ITEMS)
CELLS = tuple(f"reviews.{r}.{c.id}" for r in ROUTES for c in REVIEW_COLUMNS)
BASES = {"decided": "correction_rate", "all": "correction_rate_all"}
"""What the correction rate is taken of: the reviews decided, or all of them."""

session = current_session()
say, filters = session.say, st.session_state["filter"]
palette, lang = Palette(session.dark), session.lang
found = cached(over_years, filters, (*CELLS, "total_processed", "review_rate", "litigation_rate", *BASES.values()))
shown, year, now = found.shown, found.year, found.now
head(session, say("menu.reviews"), cached(summaries.reviews, filters, lang))
if not shown.height:
    no_reports(session)
disagreements(filters, REVIEWS)
by_year = shown.sort("year", descending=True)
heading_year = {"year": say("column.year"), "reports": say("column.reports_added")}
routes = {r: item_name("reviews", r, lang) for r in ROUTES}
results = {c.id: column_name("reviews", c.id, lang) for c in REVIEW_COLUMNS}


def series_of(route: str) -> list[Series]:
    """The results of a route."""
    return [Series(f"reviews.{route}.{c}", results[c], m) for c, m in RESULTS.items()]


def told(lines: list[ShareRow]) -> str:
    """Rows of results in words."""
    return say("list.semicolon").join(
        parts(r.name, [results[c] for c in RESULTS], r.parts, lang) if r.parts else f"{r.name}" for r in lines
    )


lines: list[ShareRow] = []
for route in ROUTES:
    lines += [ShareRow(routes[route]), *rows_of(by_year, "year", series_of(route), f"reviews.{route}.total", lang)]
full = {c: f"{routes[c.split('.')[1]]} {results[c.split('.')[2]]}" for c in CELLS}
chart(
    share_bars(lines, series_of(ROUTES[0]), palette, lang),
    say("reviews.results"),
    say("reviews.unit") + lacking(shown, full, lang),
    "reviews_results",
    told(lines),
    data=by_year.select("year", "reports", *CELLS),
    headings=heading_year | full,
    wide=True,
)

left, right = st.columns(2)
with left:
    called = {m: say(f"metric.{m}") for m in ("review_rate", "litigation_rate")}
    chart(
        ratios(
            shown,
            [
                Series("review_rate", say("metric.review_total"), "primary"),
                Series("litigation_rate", say("metric.litigation_total"), "second"),
            ],
            True,
            palette,
            lang,
        ),
        say("reviews.ratios"),
        say("reviews.ratios.unit"),
        "reviews_ratios",
        say("list.semicolon").join(rates(shown, m, n, lang, hundred=True) for m, n in called.items()),
        data=by_year.select("year", "reports", *(f"{m}{s}" for m in called for s in ("", ".over"))),
        headings=heading_year
        | {f"{m}{s}": f"{n} {t}" for m, n in called.items() for s, t in (("", "n"), (".over", "N"))},
    )
with right:
    base = choose(
        st.container(),
        "base",
        say("reviews.base"),
        list(BASES),
        "decided",
        lambda b: say(f"reviews.base.{b}"),
        row=True,
    )
    other = next(b for b in BASES if b != base)
    change = say(
        "reviews.base.does",
        year=year,
        here=say(f"reviews.base.{base}"),
        rate=rate(now.get(BASES[base]), now.get(f"{BASES[base]}.over"), lang),
        there=say(f"reviews.base.{other}"),
        other=rate(now.get(BASES[other]), now.get(f"{BASES[other]}.over"), lang),
    )
    chart(
        ratios(
            shown,
            [
                Series(BASES[base], say(f"reviews.base.{base}.short"), "corrected"),
                Series(BASES[other], say(f"reviews.base.{other}.short"), "outline", "dot"),
            ],
            False,
            palette,
            lang,
        ),
        say("reviews.correction", base=say(f"reviews.base.{base}.short")),
        say(f"reviews.base.{base}.unit") + change,
        "reviews_correction",
        say("list.semicolon").join(rates(shown, BASES[b], say(f"reviews.base.{b}"), lang) for b in (base, other)),
        data=by_year.select("year", "reports", *(f"{m}{s}" for m in BASES.values() for s in ("", ".over"))),
        headings=heading_year
        | {
            f"{m}{s}": f"{say(f'reviews.base.{b}')} {t}"
            for b, m in BASES.items()
            for s, t in (("", "n"), (".over", "N"))
        },
    )

if now:
    totals = {r: now[f"reviews.{r}.total"] for r in ROUTES}
    review, direct, after = ROUTES
    steps = (
        (say("reviews.chain.processed"), 0, now["total_processed"], None, "", "primary"),
        (routes[review], 1, totals[review], now["total_processed"], "reviews.chain.of_processed", "upheld"),
        (routes[after], 2, totals[after], totals[review], "reviews.chain.of_reviews", "upheld"),
        (routes[direct], 1, totals[direct], now["total_processed"], "reviews.chain.of_processed", "second"),
    )
    branches = []
    for name, level, n, over, key, meaning in steps:
        text = number(n) or say("value.unasked")
        if key and n is not None and over:
            text += " · " + say(key, ratio=ratio(n, over, lang))
        branches.append(TreeRow(name, level, n, text, f"{name}: {text}", meaning))
    chart(
        tree_bars(branches, palette, lang),
        say("reviews.chain", year=year),
        say("reviews.chain.unit", n=number(now["reports"])),
        "reviews_chain",
        say(
            "spoken.list",
            name=say("reviews.chain", year=year),
            list=say("list.semicolon").join(f"{b.name} {b.text}" for b in branches),
        ),
        data=pl.DataFrame(
            {
                "step": [s[0] for s in steps],
                "n": pl.Series([s[2] for s in steps], dtype=pl.Int64),
                "over": pl.Series([s[3] for s in steps], dtype=pl.Int64),
            }
        ),
        headings={"step": say("reviews.step"), "n": "n", "over": "N"},
        wide=True,
    )

cells = tuple(f"reviews.review.{c}" for c in (*RESULTS, "total"))
by, most, which = breakdown(filters, year, cells, "reviews.review.total")
if most.height:
    lines = rows_of(most, "name", series_of("review"), "reviews.review.total", lang)
    clicked = chart(
        share_bars(lines, series_of("review"), palette, lang),
        say("reviews.results_by", by=say(f"busiest.each.{by}"), year=year),
        say("reviews.unit") + which,
        "reviews_by",
        told(lines),
        data=most.select("name", "reports", *cells),
        headings={"name": say(f"busiest.by.{by}"), "reports": heading_year["reports"]} | {c: full[c] for c in cells},
        wide=True,
        clicks=True,
    )
    if clicked:
        follow_click(by, most[by][int(clicked["y"])])
    disagreements(filters.only(year), REVIEWS, LEVELS[by])
else:
    st.info(say("busiest.none", year=year))

table(session, by_year, heading_year | full, say("menu.reviews"), filters)
source_line(session, filters, year)
