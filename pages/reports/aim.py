"""The address → the cell that a link leads to, which is brought into view."""

from pathlib import Path

import streamlit as st

from loaders.form.vocabulary import CELL_BY_NAME

_scroll = st.components.v2.component(
    "gongkai_aim", html="<span></span>", js=Path(__file__).with_name("aim.js").read_text(encoding="utf-8")
)


def aim_of(report_id: str, linked: str | None) -> str | None:
    """The cell that the address names; linked: the report that it named when the run began.

    Another report that was chosen since takes the cell out of the address.
    """
    cell = st.query_params.get("cell")
    if cell and (linked != report_id or cell not in CELL_BY_NAME):
        del st.query_params["cell"]
        return None
    return cell


def bring_into_view(report_id: str, cell: str) -> None:
    """Scrolls to the cell when its table stands on the page."""
    _scroll(key="aim", data={"aim": f"{report_id} {cell}"})
