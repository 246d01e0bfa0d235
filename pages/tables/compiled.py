"""The chosen place and year → the buttons that download its compiled form, as Word and as Excel."""

from datetime import date
from functools import partial

import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.output.compiled.make import make_form
from loaders.query.area import area_of, full_name
from loaders.query.compiled import FIRST_YEAR
from loaders.query.years import latest_due_year
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question
from pages.shared.parts.chart_data import KINDS

_FORMATS = {
    "docx": ("word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("excel", KINDS["xlsx"].mime),
}


def compiled_downloads(question: Question) -> None:
    """The buttons for the one place that is chosen, or that holds all of the store; a line where there is none."""
    say, snapshot, filters = question.say, question.session.snapshot, question.filters
    year = cached(latest_due_year, filters)
    if year is None or year < FIRST_YEAR:
        return
    area = cached(area_of, filters)
    if area is None:
        st.caption(say("compiled.no_area"))
        return
    name = cached(full_name, area)
    st.header(say("compiled.heading", name=escape_markdown(name), year=year), anchor=False)
    st.caption(say("compiled.holds"))

    # Runs when the button is clicked, outside a run of the page.
    def written(format: str) -> bytes:
        return make_form(snapshot, area, year, format, question.lang, date.today())

    with st.container(horizontal=True):
        for format, (word, mime) in _FORMATS.items():
            st.download_button(
                say(f"compiled.{word}"),
                data=partial(written, format),
                file_name=f"{say('compiled.file', name=name, year=year)}.{format}",
                mime=mime,
                on_click="ignore",
                key=f"download_compiled_{format}",
                icon=":material/download:",
            )
