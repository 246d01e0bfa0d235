"""The filters that all pages share: widgets in the sidebar, ids in the address."""

import streamlit as st

from loaders.bodies import KINDS
from loaders.queries import lists
from loaders.queries.choice import Filter
from pages.shared.choose import PARAMETERS
from pages.shared.data import ask
from pages.shared.session import Session

NAMES = ("year", "district", "kind", "body")
_KIND_NAMES = {k.id: k for k in KINDS}


def read_address() -> None:
    """Takes the choices from the address into the widgets where the address is not the one we wrote.

    So it is on a session's first run and when the browser goes back; a change of page drops the parameters and is
    no wish to drop the choices.
    """
    address = {k: tuple(st.query_params.get_all(k)) for k in NAMES}
    state = st.session_state
    if wanted := state.pop("filter_wanted", None):
        name, value = wanted
        state[f"filter_{name}"] = [value]
        return
    if state.get("address") == address:
        return
    if "address" in state and not any(address.values()):
        return
    for name in NAMES:
        state[f"filter_{name}"] = list(address[name])
    state["address"] = address


def write_address(session: Session, page: str) -> None:
    """Puts the choices, language and data into the address, as ids, and leaves those of the page itself."""
    state = st.session_state
    address = {k: tuple(str(v) for v in state.get(f"filter_{k}", ())) for k in NAMES}
    wanted = {k: list(v) for k, v in address.items() if v} | {"lang": session.lang, "data": session.data}
    wanted |= {k: st.query_params[k] for k in PARAMETERS.get(page, ()) if k in st.query_params}
    if {k: st.query_params.get_all(k) for k in st.query_params} != {
        k: v if isinstance(v, list) else [v] for k, v in wanted.items()
    }:
        st.query_params.from_dict(wanted)
    state["address"] = address


def filters(session: Session) -> Filter:
    """Draws the filters and returns what is chosen; choices that the data does not hold are dropped."""
    say = session.say
    years = [str(y) for y in ask(lists.years)]
    districts = {c: n for c, n, _ in ask(lists.districts).iter_rows()}
    kinds = ask(lists.kinds)
    bodies = {r["body_id"]: r["agency"] for r in ask(lists.bodies).iter_rows(named=True)}
    _keep("year", years)
    _keep("district", districts)
    _keep("kind", kinds)
    _keep("body", bodies)
    st.multiselect(say("filter.years"), years, key="filter_year", placeholder=say("filter.all_years"))
    st.multiselect(
        say("filter.districts"),
        list(districts),
        format_func=lambda c: districts.get(c, c),
        key="filter_district",
        placeholder=say("filter.all_districts"),
    )
    st.multiselect(
        say("filter.kinds"),
        kinds,
        format_func=lambda k: kind_name(k, session.lang),
        key="filter_kind",
        placeholder=say("filter.all_kinds"),
    )
    st.multiselect(
        say("filter.bodies"),
        list(bodies),
        format_func=lambda b: bodies.get(b, b),
        key="filter_body",
        placeholder=say("filter.all_bodies"),
    )
    state = st.session_state
    if any(state[f"filter_{n}"] for n in NAMES):
        st.button(say("filter.reset"), on_click=_reset, width="stretch")
    return Filter(
        tuple(int(y) for y in state["filter_year"]),
        tuple(state["filter_district"]),
        tuple(state["filter_kind"]),
        tuple(state["filter_body"]),
    )


def kind_name(kind: str, lang: str) -> str:
    """The name of a kind of body."""
    found = _KIND_NAMES.get(kind)
    return getattr(found, lang) if found else kind


def _keep(name: str, options: object) -> None:
    key = f"filter_{name}"
    st.session_state[key] = [v for v in st.session_state.get(key, []) if v in options]


def _reset() -> None:
    for name in NAMES:
        st.session_state[f"filter_{name}"] = []
