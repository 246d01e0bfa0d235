"""A page's own choices: select boxes whose value stands in the address and survives a change of page."""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

PARAMETERS = {
    "overview": ("shade",),
    "disclosure": ("figure",),
    "requests": ("by",),
    "reviews": ("by", "base"),
    "compare": ("metric", "unit", "kind_of", "level_of", "first", "last"),
    "body": ("of", "scope"),
    "report": ("report",),
}
"""The parameters of the address that each page owns; the frame leaves them as they are."""


def choose(
    where: DeltaGenerator,
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    shown: Callable[[str], str],
    *,
    bare: bool = False,
    row: bool = False,
) -> str:
    """The chosen id; from the address on the first run, then from the widget, else the default.

    bare: the label is not seen, only read aloud; row: few options, which stand side by side.
    """
    state, kept, key, written = st.session_state, f"kept_{name}", f"choose_{name}", f"written_{name}"
    given = st.query_params.get(name)
    # An address that is not the one we wrote is a link, or the browser going back.
    if given in options and given != state.get(written):
        state[kept] = given
    value = state.get(kept, default)
    state[key] = value if value in options else default
    draw, more = (where.segmented_control, {"required": True}) if row else (where.selectbox, {})
    more["label_visibility"] = "collapsed" if bare else "visible"
    chosen = draw(label, list(options), format_func=shown, key=key, on_change=_keep, args=(name,), **more)
    if chosen != given and not (given is None and chosen == default):
        st.query_params[name] = chosen
    state[written] = chosen
    return chosen


def _keep(name: str) -> None:
    st.session_state[f"kept_{name}"] = st.session_state[f"choose_{name}"]
