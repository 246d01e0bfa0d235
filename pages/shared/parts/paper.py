"""The widgets for what a paper needs besides the data: who sends it, its number, and the day by which to reply."""

from datetime import date

import streamlit as st

from loaders.output.papers.paper import Paper, paper
from pages.shared.frame.session import Session

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The type of a Word document."""
_LONGEST = 60


def choose_paper(session: Session, key: str) -> Paper:
    """The paper of today as the user wants it; key: tells the widgets of one page from those of another."""
    say, usual = session.say, paper(date.today())
    left, middle, right = st.columns(3)
    office = left.text_input(
        say("papers.label.office"), max_chars=_LONGEST, placeholder=usual.office, key=f"office_{key}"
    )
    number = middle.text_input(
        say("papers.label.number"), max_chars=_LONGEST, placeholder=usual.number, key=f"number_{key}"
    )
    reply_by = right.date_input(
        say("papers.label.reply_by"), usual.reply_by, min_value=date.today(), format="YYYY-MM-DD", key=f"reply_{key}"
    )
    return paper(date.today(), office, number, reply_by if isinstance(reply_by, date) else None)
