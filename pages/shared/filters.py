"""The filters that all pages share: widgets in the sidebar, ids in the address."""

from dataclasses import replace

import streamlit as st

from loaders.choice import Filter
from loaders.chosen import kind_name
from loaders.chosen import place_names as district_names
from loaders.queries import lists
from loaders.words import number
from loaders.words import say as _say
from pages.shared.choose import PARAMETERS
from pages.shared.data import ask
from pages.shared.session import Session

NAMES = ("year", "district", "kind", "body")


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
    districts = ask(district_names)
    kinds = ask(lists.kinds)
    _keep("year", years)
    _keep("district", districts)
    _keep("kind", kinds)
    _keep("body", ask(lists.names, tuple(st.session_state.get("filter_body", ()))))
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
    state = st.session_state
    within = _chosen()
    bodies, more = offered_bodies(within, tuple(state["filter_body"]))
    st.multiselect(
        say("filter.bodies"),
        list(bodies),
        format_func=lambda b: bodies.get(b, b),
        key="filter_body",
        placeholder=say("filter.all_bodies"),
    )
    if more:
        st.caption(more)
    if any(state[f"filter_{n}"] for n in NAMES):
        st.button(say("filter.reset"), on_click=_reset, width="stretch")
    return replace(within, bodies=tuple(state["filter_body"]))


def _chosen() -> Filter:
    """What the widgets above that of the bodies hold."""
    state = st.session_state
    return Filter(
        tuple(int(y) for y in state["filter_year"]), tuple(state["filter_district"]), tuple(state["filter_kind"])
    )


def offered_bodies(chosen: Filter, also: tuple[str, ...] = ()) -> tuple[dict[str, str], str]:
    """The bodies to choose from by id, some that are wanted in any case among them, and a word where there are more."""
    found = dict(ask(lists.bodies, chosen).select("body_id", "agency").iter_rows())
    found |= ask(lists.names, tuple(b for b in also if b not in found))
    every = ask(lists.count_bodies, chosen)
    lang = st.session_state["kept_lang"]
    return found, _say(
        "filter.bodies.most", lang, n=number(lists.MOST), all=number(every)
    ) if every > lists.MOST else ""


def _keep(name: str, options: object) -> None:
    key = f"filter_{name}"
    st.session_state[key] = [v for v in st.session_state.get(key, []) if v in options]


def _reset() -> None:
    for name in NAMES:
        st.session_state[f"filter_{name}"] = []
