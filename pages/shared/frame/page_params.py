"""A page's own choices: select boxes whose value stands in the address and survives a change of page."""

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import streamlit as st

from pages.shared.server.streamlit_internals import DeltaGenerator

PARAMETERS = {
    "overview": ("shade",),
    "disclosure": ("figure",),
    "requests": ("by",),
    "reviews": ("by", "base"),
    "compare": ("metric", "unit", "kind_of", "level_of", "first", "last"),
    "body": ("of", "scope"),
    "report": ("report",),
    "tables": ("figure", "row", "column", "span", "order", "show"),
}
"""The parameters of the address that each page owns; the frame leaves them as they are."""
NOTHING = "none"

Container = DeltaGenerator | ModuleType
"""Where a widget is drawn: a container, or `streamlit` itself."""


def choose(
    where: Container,
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
    common: dict[str, Any] = {
        "format_func": shown,
        "key": key,
        "on_change": _keep,
        "args": (name,),
        "label_visibility": "collapsed" if bare else "visible",
    }
    chosen: str
    if row:
        chosen = where.segmented_control(label, list(options), required=True, **common)
    else:
        chosen = where.selectbox(label, list(options), **common)
    if chosen != given and not (given is None and chosen == default):
        st.query_params[name] = chosen
    state[written] = chosen
    return chosen


def choose_several(
    where: Container,
    name: str,
    label: str,
    options: Sequence[str],
    default: Sequence[str],
    shown: Callable[[str], str],
    *,
    most: int | None = None,
    pills: bool = False,
    hint: str = "",
) -> tuple[str, ...]:
    """The chosen ids, in the order of choice; from the address as for one. The address says `NOTHING` for none."""
    state, kept, key, written = st.session_state, f"kept_{name}", f"choose_{name}", f"written_{name}"
    given = st.query_params.get_all(name)
    if given and tuple(given) != state.get(written):
        state[kept] = given
    state[key] = [v for v in state.setdefault(kept, list(default)) if v in options][:most]
    if pills:
        where.pills(
            label, list(options), selection_mode="multi", format_func=shown, key=key, on_change=_keep, args=(name,)
        )
    else:
        where.multiselect(
            label, list(options), format_func=shown, key=key, max_selections=most, placeholder=hint, on_change=_keep,
            args=(name,),
        )  # fmt: skip
    chosen = tuple(state[key])
    said = chosen or (NOTHING,)
    if list(said) != given:
        st.query_params[name] = list(said)
    state[written] = said
    return chosen


def set_choices(**values: str | Sequence[str]) -> None:
    """Chooses for the widgets of `choose` and `choose_several`; to be called before they are drawn."""
    for name, value in values.items():
        st.session_state[f"kept_{name}"] = value if isinstance(value, str) else list(value)


def _keep(name: str) -> None:
    st.session_state[f"kept_{name}"] = st.session_state[f"choose_{name}"]
