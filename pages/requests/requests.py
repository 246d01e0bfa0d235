"""Requests: how many came and were answered, with what outcome and on what grounds, and who asked."""

import polars as pl
import streamlit as st

from loaders.language.words import number
from loaders.output.bases import basis_headings, year_basis_headings
from loaders.query.mismatches import REQUESTS
from pages.requests import applicants, balance, receivers, refusals, series
from pages.requests.data import ITEM_TOTALS, OUTCOMES, RequestsData, load
from pages.requests.figures import flow
from pages.requests.grounds import grounds_of
from pages.requests.series import Names
from pages.shared.charts.alt_text import lacking, share_rows, spans
from pages.shared.charts.base import Series
from pages.shared.charts.breaks import enough_years, partial_mark
from pages.shared.charts.heat import heat
from pages.shared.charts.share_bars import rows_of, share_bars
from pages.shared.charts.tree_bars import tree_bars
from pages.shared.charts.trend import trend
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

_HEADLINE = ("received_new", "carried_in", "total_processed", "disclosure_rate", "carried_out")
"""The figures of the sentence that answers."""


def choose() -> Question:
    """The filters; the breakdown of the year is chosen beside its chart."""
    return current_question()


def draw(question: Question, data: RequestsData) -> None:
    """The page from its head to its source line."""
    say, filters = question.say, question.filters
    head(question.session, say("menu.requests"), data.answer)
    if not data.years.shown.height:
        no_reports(question.session)
    figure_sources(question.session, filters, data.years.year, _HEADLINE)
    disagreements(filters, REQUESTS)
    names = series.names_of(question)
    # A stock counts requests at a point of time, a flow those of a year: they have no common axis.
    left, right = st.columns(2)
    with left:
        draw_volumes(question, data, names, "flows", series.flows(names), say("unit.requests"))
    with right:
        draw_volumes(question, data, names, "stocks", series.stocks(names), say("requests.stocks.unit"))
    form_of_2014(
        question, filters, ("requests_2014", "resources_2014"), {"received_2014": "primary", "answered_2014": "second"},
        {"received_new": "primary", "total_processed": "second"}, data.bases, "requests",
    )  # fmt: skip
    if data.years.now:
        draw_balance(question, data, names)
    draw_shares(question, data, names, "outcomes", series.outcomes(names), "total_processed", say("unit.outcomes"))
    if data.years.now and data.grounds:
        draw_grounds(question, data, names)
    share_breakdown(
        question, data.years.year, series.outcomes(names), "total_processed", names, REQUESTS,
        title_key="requests.outcomes_by", unit=say("unit.outcomes") + say("list.semicolon"), key="requests_by",
    )  # fmt: skip
    if data.refusals:
        refusals.draw(question, data.refusals)
    if data.receivers:
        receivers.draw(question, data.receivers)
    draw_shares(question, data, names, "askers", series.received(names), "received_new", say("requests.askers.unit"))
    if data.applicants:
        draw_applicants(question, data, names)
    headings = {c: names[c] for c in ("year", "reports", *ITEM_TOTALS)} | basis_headings(question.lang)
    items = with_basis(question, data.items, {c: names[c] for c in ITEM_TOTALS}, data.bases)
    table(question.session, items, headings, say("menu.requests"), filters)
    source_line(question.session, filters, data.years.year)


def draw_volumes(
    question: Question, data: RequestsData, names: Names, part: str, lines: list[Series], unit: str
) -> None:
    """The requests of the years as lines on one axis; part: the last word of the title's and the chart's key."""
    volumes, shown, lang = {s.column: s.name for s in lines}, data.years.shown, question.lang
    noted = time_note_words(question, shown["year"].to_list())
    enough = enough_years(shown, list(volumes), data.years.breaks)
    marked = enough and any(partial_mark(y, data.bases) for y in shown["year"])
    partial = question.say("chart.partial") if marked else ""
    chart(
        trend(
            shown, lines, question.palette, lang, breaks=data.years.breaks, bases=data.bases, notes=notes_of(question)
        ),
        question.say(f"requests.{part}"),
        unit + partial + lacking(shown, volumes, lang) + noted,
        f"requests_{part}",
        spans(shown, volumes, lang, data.years.breaks, data.bases) + noted,
        note=noted,
        data=with_basis(question, shown, volumes, data.bases),
        enough=enough,
        headings={c: names[c] for c in ("year", "reports", *volumes)} | basis_headings(lang),
    )


def draw_balance(question: Question, data: RequestsData, names: Names) -> None:
    """The year's requests on their way from what came in to what became of them."""
    say, now, lang = question.say, data.years.now, question.lang
    basis = basis_of_year(question, data.years.year, data.bases)
    requests = balance.sides(now, data.balance, names, question)
    title = say("requests.flow", year=data.years.year)
    middle = say("requests.flow.middle", n=number(requests.larger_side))
    blank = say("value.unasked")
    chart(
        flow(requests.sources, requests.ends, middle, blank, question.palette, lang, with_shares=requests.whole),
        title,
        say("requests.flow.unit", n=number(now["reports"]), basis=basis) + requests.note,
        "requests_flow",
        balance.alt_text(requests, title, question),
        data=_of_year(question, data, balance.table_of(requests, question)),
        enough=requests.larger_side > 0,
        headings={"side": say("requests.side"), "name": say("compare.metric"), "n": say("unit.requests.n")}
        | year_basis_headings(lang),
        wide=True,
    )


def draw_shares(
    question: Question, data: RequestsData, names: Names, part: str, members: list[Series], total: str, unit: str
) -> None:
    """The members of a total over the years; part: the last word of the title's and the chart's key."""
    columns = (*(s.column for s in members), total)
    sums = with_basis(question, data.newest_first, {c: names[c] for c in columns}, data.bases)
    rows = rows_of(sums, "label", members, total, question.lang)
    chart(
        share_bars(rows, members, question.palette, question.lang),
        question.say(f"requests.{part}"),
        unit + lacking(data.years.shown, {s.column: s.name for s in members}, question.lang),
        f"requests_{part}",
        share_rows(rows, members, question.lang),
        data=sums,
        enough=any(r.total for r in rows),
        headings={c: names[c] for c in ("year", "reports", *columns)} | basis_headings(question.lang),
        wide=True,
    )


def draw_grounds(question: Question, data: RequestsData, names: Names) -> None:
    """The year's outcomes, each with its grounds."""
    say, now = question.say, data.years.now
    grounds = grounds_of(now, data.grounds, data.parts, names, question)
    title = say("requests.reasons", year=data.years.year)
    processed = number(now["total_processed"]) or say("value.unasked")
    basis = basis_of_year(question, data.years.year, data.bases)
    differences = say("list.comma").join(grounds.differences)
    chart(
        tree_bars(grounds.bars, question.palette, question.lang),
        title,
        say("requests.reasons.unit", n=processed, reports=number(now["reports"]), basis=basis)
        + (say("requests.reasons.apart", list=differences) if differences else ""),
        "requests_reasons",
        say("spoken.list", name=title, list=say("list.comma").join(f"{b.name} {b.text}" for b in grounds.bars)),
        data=_of_year(question, data, grounds.table),
        enough=any(b.value for b in grounds.bars),
        headings={
            "outcome": say("requests.outcome"), "name": say("requests.ground"), "n": say("unit.requests.n"),
            "part": say("requests.share.n"), "over": say("requests.share.over"), "share": say("requests.share"),
            "reports": say("requests.share.reports"),
        }
        | year_basis_headings(question.lang),
        wide=True,
    )  # fmt: skip


def _of_year(question: Question, data: RequestsData, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with `known` and what the year's total rests on."""
    known, reports = rows["known"].to_list(), data.years.now["reports"]
    return with_year_basis(question, rows, known, data.years.year, reports, data.bases)


def draw_applicants(question: Question, data: RequestsData, names: Names) -> None:
    """The year's outcomes for each kind of applicant."""
    say = question.say
    counts = applicants.outcomes_by_applicant(data.applicants)
    outcomes = {o: names[o] for o in OUTCOMES}
    basis = basis_of_year(question, data.years.year, data.bases)
    chart(
        heat(
            applicants.cells_of(counts), applicants.applicant_names(question), list(outcomes.values()),
            [number(n) for n in applicants.row_sums(counts)], say("requests.sum"), question.palette, question.lang,
        ),
        say("requests.who", year=data.years.year),
        say("requests.who.unit", n=number(data.applicants["reports"]), basis=basis),
        "requests_who",
        applicants.alt_text(counts, names, question),
        data=_of_year(question, data, applicants.table_of(counts, data.applicants, names, question)),
        enough=any(n for row in counts for n in row),
        headings={"who": say("requests.applicant")} | outcomes | year_basis_headings(question.lang)
        | {"lacking": say("column.lacking")},
        wide=True,
    )  # fmt: skip


question = choose()
draw(question, load(question))
