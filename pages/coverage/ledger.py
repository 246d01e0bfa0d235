"""Filters and a year → the button that downloads the review ledger."""

from datetime import date

import streamlit as st

from loaders.language.words import number
from loaders.output.ledger import make_ledger
from loaders.query import coverage
from loaders.query.area import area_of, full_name
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question
from pages.shared.parts.chart_data import KINDS

_MAX_BODIES = 20_000
"""Bodies above which a ledger is left to the command line, and of no use on one sheet."""


def ledger_download(question: Question, year: int) -> None:
    """The button, or a sentence that there are too many bodies for it."""
    say, snapshot, filters = question.say, question.session.snapshot, question.filters
    bodies = cached(coverage.count, filters.only(year))
    if bodies > _MAX_BODIES:
        st.caption(say("ledger.too_many", n=number(bodies)))
        return

    # Runs when the button is clicked, outside a run of the page.
    def written() -> bytes:
        return make_ledger(snapshot, filters, year, question.lang, date.today())

    area = cached(area_of, filters)
    place = cached(full_name, area) if area else ""
    st.download_button(
        say("ledger.download", year=year),
        data=written,
        file_name=f"{say('ledger.file', place=place, year=year)}_{date.today().isoformat()}.xlsx",
        mime=KINDS["xlsx"].mime,
        on_click="ignore",
        key="download_ledger",
        icon=":material/checklist:",
    )
