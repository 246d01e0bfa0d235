"""Figures that a page shows → links to the reports behind each."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from loaders.query.filters import Filter
from loaders.query.pivot_labels import figure_name
from pages.shared.frame.links import parameters
from pages.shared.frame.session import Session

At = Sequence[tuple[str, str | int | None]]
"""Columns of reports with the value of each, None for unknown."""


def own_parameters(figure: str, by: str = "total", at: At = ()) -> dict[str, str | list[str]]:
    """The parameters of the page Behind a figure; by, at: as of `loaders.query.sources.Figure`."""
    limits = [f"{column}:{'' if value is None else value}" for column, value in at]
    return {"figure": figure, "by": by, **({"at": limits} if limits else {})}


def relative_address(session: Session, filters: Filter, year: int, figure: str, by: str = "total", at: At = ()) -> str:
    """The address of the reports behind a figure of a year, from any other page."""
    own = own_parameters(figure, by, at)
    return "sources?" + urlencode({**parameters(session, filters.only(year)), **own}, doseq=True)


def figure_sources(
    session: Session, filters: Filter, year: int | None, figures: Sequence[str], by: str = "total", at: At = ()
) -> None:
    """A line of links, one a figure, to the reports behind it in a year; the figures by their ids."""
    if year is None:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"sources_{by}_{figures[0]}"):
        st.caption(session.say("sources.of_page", year=year), width="content")
        for id_ in figures:
            own = own_parameters(id_, by, at)
            st.page_link(
                st.session_state["pages"]["sources"],
                label=figure_name(id_, session.lang),
                query_params={**parameters(session, filters.only(year)), **own},
            )
