"""A page's own choices: select boxes whose value stands in the address and survives a change of page."""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

PARAMETERS = ("report", "of", "scope", "metric", "unit", "kind_of", "level", "first", "last")
"""The parameters of the address that pages own; the frame leaves them as they are."""


def choose(
    where: DeltaGenerator, name: str, label: str, options: Sequence[str], default: str, shown: Callable[[str], str]
) -> str:
    """The chosen id; from the address on the first run, then from the widget, else the default."""
    kept, key = f"kept_{name}", f"choose_{name}"
    given = st.query_params.get(name)
    if kept not in st.session_state and given in options:
        st.session_state[kept] = given
    value = st.session_state.get(kept, default)
    st.session_state[key] = value if value in options else default
    chosen = where.selectbox(label, list(options), format_func=shown, key=key, on_change=_keep, args=(name,))
    st.query_params[name] = chosen
    return chosen


def _keep(name: str) -> None:
    st.session_state[f"kept_{name}"] = st.session_state[f"choose_{name}"]
