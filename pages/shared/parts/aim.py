"""The address → the cell that a link leads to, which is brought into view; a click on a figure → the address."""

from pathlib import Path

import streamlit as st

from loaders.form.vocabulary import CELL_BY_NAME

_aim = st.components.v2.component(
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


def follow_cell(report_id: str, cell: str | None) -> None:
    """Scrolls to the cell when its table stands on the page, and puts the cell that is clicked into the address."""
    _aim(key="aim", data={"report": report_id, "aim": cell}, on_cell_change=_take)


def _take() -> None:
    cell = st.session_state["aim"].cell
    if cell in CELL_BY_NAME:
        st.query_params["cell"] = cell
