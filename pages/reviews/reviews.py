"""Reviews: the results of review and litigation by route and year, and how often requests led to them."""

import polars as pl
import streamlit as st

from loaders.language.numbers import rate
from loaders.language.words import number
from loaders.output.bases import basis_headings, year_basis_headings
from loaders.query.mismatches import REVIEWS
from pages.reviews import districts
from pages.reviews.chain import bar_of, steps_of, table_of
from pages.reviews.data import BASES, CELLS, RATIOS, ROUTES, ReviewsData, load
from pages.reviews.figures import ratios
from pages.reviews.series import names_of, ratio_headings, results_of, route_names
from pages.shared.charts.alt_text import lacking, rates, share_rows
from pages.shared.charts.base import Series
from pages.shared.charts.breaks import enough_years
from pages.shared.charts.share_bars import ShareRow, rows_of, share_bars
from pages.shared.charts.tree_bars import tree_bars
from pages.shared.frame.page_params import choose as choose_one
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.chart import chart
from pages.shared.parts.disagreements import disagreements
from pages.shared.parts.figure_sources import figure_sources
from pages.shared.parts.form_of_2014 import form_of_2014
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.rests_on import basis_of_year, with_basis, with_year_basis
from pages.shared.parts.share_breakdown import share_breakdown
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table
from pages.shared.parts.time_notes import notes_of, time_note_words

_HEADLINE = ("review_total", "correction_rate", "litigation_total", "review_rate")
"""The figures of the sentence that answers."""


def choose() -> Question:
    """The filters; the base of a rate and the breakdown of the year are chosen beside their charts."""
    return current_question()


def draw(question: Question, data: ReviewsData) -> None:
    """The page from its head to its source line."""
    say, filters, year = question.say, question.filters, data.years.year
    head(question.session, say("menu.reviews"), data.answer)
    if not data.years.shown.height:
        no_reports(question.session)
    figure_sources(question.session, filters, year, _HEADLINE)
    disagreements(filters, REVIEWS)
    names = names_of(question)
    draw_results(question, data, names)
    form_of_2014(
        question, filters, ("reviews_2014",), {"review_total_2014": "primary", "litigation_total_2014": "second"},
        {"review_total": "primary", "litigation_total": "second"}, data.bases, "reviews",
    )  # fmt: skip
    left, right = st.columns(2)
    with left:
        draw_ratios(question, data, names)
    with right:
        draw_correction_rate(question, data, names, choose_base(question))
    if data.years.now:
        draw_chain(question, data)
    share_breakdown(
        question, year, results_of("review", question), "reviews.review.total", names, REVIEWS,
        title_key="reviews.results_by", unit=say("reviews.unit"), key="reviews_by",
    )  # fmt: skip
    if any(data.years.shown[f"reviews.{r}.total"].sum() for r in ROUTES):
        districts.draw(question, districts.load(question, districts.choose_route(question)))
    sums = with_basis(question, data.newest_first, {c: names[c] for c in CELLS}, data.bases)
    table(question.session, sums, names | basis_headings(question.lang), say("menu.reviews"), filters)
    source_line(question.session, filters, year)


def draw_results(question: Question, data: ReviewsData, names: dict[str, str]) -> None:
    """The results over the years, a group of bars for each route."""
    routes, bars = route_names(question), list[ShareRow]()
    sums = with_basis(question, data.newest_first, {c: names[c] for c in CELLS}, data.bases)
    for route in ROUTES:
        series, total = results_of(route, question), f"reviews.{route}.total"
        bars += [ShareRow(routes[route]), *rows_of(sums, "label", series, total, question.lang)]
    series = results_of(ROUTES[0], question)
    chart(
        share_bars(bars, series, question.palette, question.lang),
        question.say("reviews.results"),
        question.say("reviews.unit") + lacking(data.years.shown, {c: names[c] for c in CELLS}, question.lang),
        "reviews_results",
        share_rows(bars, series, question.lang),
        data=sums,
        enough=any(b.total for b in bars),
        headings=names | basis_headings(question.lang),
        wide=True,
    )


def draw_ratios(question: Question, data: ReviewsData, names: dict[str, str]) -> None:
    """Reviews and lawsuits per 100 requests over the years."""
    say, lang = question.say, question.lang
    metrics = {m: say(f"metric.{m}") for m in RATIOS}
    series = [
        Series("review_rate", say("metric.review_total"), "primary"),
        Series("litigation_rate", say("metric.litigation_total"), "ink", "dash"),
    ]
    noted = time_note_words(question, data.years.shown["year"].to_list())
    chart(
        ratios(
            data.years.shown, series, data.years.breaks, data.bases, True, question.palette, lang, notes_of(question)
        ),
        say("reviews.ratios"),
        say("reviews.ratios.unit") + noted,
        "reviews_ratios",
        say("list.semicolon").join(
            rates(data.years.shown, m, name, lang, data.bases, hundred=True) for m, name in metrics.items()
        ),
        data=with_basis(question, data.years.shown, metrics, data.bases),
        note=noted,
        enough=enough_years(data.years.shown, RATIOS, data.years.breaks),
        headings=ratio_headings(metrics, names) | basis_headings(lang),
    )


def choose_base(question: Question) -> str:
    """The reviews that the correction rate is a share of, one of `BASES`."""
    say = question.say
    return choose_one(
        st.container(),
        "base",
        say("reviews.base"),
        list(BASES),
        "decided",
        lambda b: say(f"reviews.base.{b}"),
        row=True,
    )


def draw_correction_rate(question: Question, data: ReviewsData, names: dict[str, str], base: str) -> None:
    """The correction rate over the years, in grey that of the other base."""
    say, lang, now = question.say, question.lang, data.years.now
    other = next(b for b in BASES if b != base)
    labels = {b: say(f"reviews.base.{b}") for b in BASES}
    value = {b: rate(now.get(m), now.get(f"{m}.over"), lang) for b, m in BASES.items()}
    words = {"here": labels[base], "rate": value[base], "there": labels[other], "other": value[other]}
    series = [
        Series(BASES[base], say(f"reviews.base.{base}.short"), "corrected"),
        Series(BASES[other], say(f"reviews.base.{other}.short"), "outline", "dot"),
    ]
    noted = time_note_words(question, data.years.shown["year"].to_list())
    chart(
        ratios(
            data.years.shown, series, data.years.breaks, data.bases, False, question.palette, lang, notes_of(question)
        ),
        say("reviews.correction", base=say(f"reviews.base.{base}.short")),
        say(f"reviews.base.{base}.unit") + say("reviews.base.does", year=data.years.year, **words) + noted,
        "reviews_correction",
        say("list.semicolon").join(
            rates(data.years.shown, BASES[b], labels[b], lang, data.bases) for b in (base, other)
        ),
        data=with_basis(question, data.years.shown, {m: labels[b] for b, m in BASES.items()}, data.bases),
        note=noted,
        enough=enough_years(
            data.years.shown.filter(pl.col("correction_rate_all.over") > 0), list(BASES.values()), data.years.breaks
        ),
        headings=ratio_headings({m: labels[b] for b, m in BASES.items()}, names) | basis_headings(lang),
    )


def draw_chain(question: Question, data: ReviewsData) -> None:
    """The year's way from requests to reviews and litigation."""
    say = question.say
    steps = steps_of(data, question)
    bars, rows = [bar_of(s, question) for s in steps], table_of(steps)
    title = say("reviews.chain", year=data.years.year)
    chart(
        tree_bars(bars, question.palette, question.lang),
        title,
        say(
            "reviews.chain.unit",
            n=number(data.years.now["reports"]),
            basis=basis_of_year(question, data.years.year, data.bases),
        ),
        "reviews_chain",
        say("spoken.list", name=title, list=say("list.semicolon").join(f"{b.name} {b.text}" for b in bars)),
        data=with_year_basis(
            question, rows, rows["known"].to_list(), data.years.year, data.years.now["reports"], data.bases
        ),
        enough=any(s.n for s in steps),
        headings={
            "step": say("reviews.step"),
            "cases": say("reviews.cases"),
            "n": "n",
            "over": "N",
            "reports": say("requests.share.reports"),
        }
        | year_basis_headings(question.lang),
        wide=True,
    )


question = choose()
draw(question, load(question))
