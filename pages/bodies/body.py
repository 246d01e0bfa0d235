"""One body over all its years: each figure with the year before and its peers, its issues, its reports."""

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loaders.form.form_2014 import SECTIONS_2014
from loaders.form.metrics import METRIC, MIN_CASES
from loaders.language.numbers import escape_markdown
from loaders.query.filters import Filter
from loaders.query.timeline import time_notes
from pages.bodies import sentences, tables
from pages.bodies.data import BodyData, load
from pages.bodies.figures import histories
from pages.bodies.notice import notice_download
from pages.bodies.question import BodyQuestion, choose
from pages.shared.charts.base import all_years
from pages.shared.charts.timeline import notes_text
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.tab_title import set_tab_title
from pages.shared.parts.chart import chart
from pages.shared.parts.figure_sources import figure_sources
from pages.shared.parts.form_of_2014 import form_of_2014
from pages.shared.parts.head import head

_CHARTED = ("received_new", "total_processed", "disclosure_rate", "denial_rate", "carried_out", "review_total")


def draw(question: BodyQuestion, data: BodyData | None, slot: DeltaGenerator) -> None:
    """The page from its head to its note on the method. slot: where the head stands, above the widgets."""
    session, say = question.session, question.say
    set_tab_title(session, question.name, data.year if data else None)
    with slot:
        if data is None:
            head(session, question.name, say("body.no_year"))
            return
        head(session, question.name, sentences.answer(data, question.lang))
        st.caption(escape_markdown(sentences.description(question, data)))
        of_body, at = Filter(bodies=(question.body,)), (("scope", question.scope),)
        figure_sources(session, of_body, data.year, _CHARTED, "body", at)
    draw_histories(question, data)
    tables.draw_figures(question, data)
    left, right = st.columns(2)
    with left:
        tables.draw_carried(question, data.carried)
    with right:
        tables.draw_templates(question, data.history)
    form_of_2014(
        question, Filter(bodies=(question.body,)), SECTIONS_2014, {"received_2014": "primary", "answered_2014": "second"},
        {"received_new": "primary", "total_processed": "second"}, {}, "requests",
    )  # fmt: skip
    tables.draw_issues(question, data.issues)
    notice_download(question, data.year)
    tables.draw_documents(question, data.documents)
    st.caption(say(f"body.method.{data.among}"))


def draw_histories(question: BodyQuestion, data: BodyData) -> None:
    """Some metrics over the years, each with the quartiles of the peers; nothing for one year, whose figures are in the table."""
    if data.history.height < 2:
        return
    say = question.say
    peers = max((row["peers"] for row in data.peers_now.values()), default=0)
    due = tuple(y for y in all_years(data.history) if data.is_due(y))
    division = data.history["division"].cast(pl.String)[-1]
    places = (division,) if division in question.session.snapshot.places.of else ()
    notes = cached(time_notes, Filter(places=places))
    noted = notes_text(notes, data.history["year"].to_list(), question.lang)
    headings = {"year": say("column.year")}
    for metric in _CHARTED:
        name = say(f"metric.{metric}")
        headings |= {metric: f"{name} n", f"{metric}.over": f"{name} N"} if METRIC[metric].rate else {metric: name}
    chart(
        histories(data.history, data.peers, data.among, _CHARTED, due, notes, question.palette, question.lang),
        say("body.figures"),
        (say(f"body.figures.unit.{data.among}", n=peers) if peers else say("body.no_peers"))
        + say("body.figures.few", n=MIN_CASES)
        + noted,
        "body_figures",
        sentences.alt_text(data, _CHARTED, question.lang),
        note=noted,
        data=data.history.select(list(headings)),
        headings=headings,
        wide=True,
    )


slot = st.container()
question = choose(slot)
draw(question, load(question), slot)
