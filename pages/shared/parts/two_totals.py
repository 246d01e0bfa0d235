"""Two totals of a figure → the line that tells them apart, below a list of districts."""

import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.output.two_totals import two_totals_remark
from loaders.query.filters import Filter
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import Session


def two_totals(session: Session, filters: Filter, id_: str, year: int | None, *, with_own_bodies: bool = True) -> None:
    """Draws the line; nothing where there is but one total."""
    if text := cached(two_totals_remark, filters, id_, year, session.lang, with_own_bodies):
        st.caption(escape_markdown(text))
