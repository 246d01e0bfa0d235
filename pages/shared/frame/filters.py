"""The filters that all pages share: one choice, seen in the sidebar's widgets, in the chips and in the address."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from loaders.form.vocabulary import LEVELS
from loaders.language.words import number
from loaders.language.words import say as _say
from loaders.query import options
from loaders.query.conditions import condition
from loaders.query.filter_urls import PARAMETERS, grouped_kind_name
from loaders.query.filters import Filter
from pages.shared.frame import page_params
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.condition_panel import condition_panel
from pages.shared.frame.session import Session
from pages.shared.server.streamlit_internals import QueryParamsProxy

NAMES = tuple(PARAMETERS)


def read_address() -> None:
    """Takes the choices from the address where that is not the one we wrote.

    So it is on a session's first run and when the browser goes back; a change of page by the menu drops all parameters
    and is no wish to drop the choices.
    """
    state, given = st.session_state, st.query_params
    state.setdefault("choices", dict.fromkeys(NAMES, ()))
    address = _address(given)
    state["menu_followed"] = not any(address.values())
    if wanted := state.pop("filter_wanted", None):
        state["choices"] |= wanted
        return
    if state.get("address") == address or ("address" in state and not any(address.values())):
        return
    state["choices"] |= {name: address[name] for name in NAMES}
    if "address" in state:
        for name in ("lang", "data"):
            if address[name]:
                state[f"kept_{name}"] = address[name][0]
    state["address"] = address


def _address(given: QueryParamsProxy) -> dict[str, tuple[str, ...]]:
    return {name: tuple(given.get_all(name)) for name in (*NAMES, "lang", "data")}


def write_address(session: Session, page: str) -> None:
    """Puts the choices, language and data into the address, as ids, and leaves those of the page itself."""
    state = st.session_state
    wanted = {k: list(v) for k, v in state["choices"].items() if v} | {"lang": [session.lang], "data": [session.data]}
    wanted |= {k: st.query_params.get_all(k) for k in page_params.PARAMETERS.get(page, ()) if k in st.query_params}
    if {k: st.query_params.get_all(k) for k in st.query_params} != wanted:
        st.query_params.from_dict(wanted)
    state["address"] = _address(st.query_params)


def narrow(page: str | None = None, own: Mapping[str, str] | None = None, **choices: object) -> None:
    """Sets filters as a click on a chart asks, and draws the page anew; or another page, with parameters of its own.

    choices: a value or several by the names of `PARAMETERS`, each in place of what was chosen there; None takes it away.
    """
    wanted = {}
    for name, value in choices.items():
        several = value if isinstance(value, list | tuple | set) else () if value is None else (value,)
        wanted[name] = tuple(str(v) for v in several)
    if unknown := set(wanted) - set(NAMES):
        raise TypeError(f"no such filter: {unknown}")
    st.session_state["filter_wanted"] = wanted
    if page is None:
        st.rerun()
    st.switch_page(st.session_state["pages"][page], query_params=dict(own or {}))


def filter_panel(session: Session) -> tuple[Filter, dict[str, list[str]]]:
    """Draws the filters and returns what is chosen, and what is dropped because the data do not have it, by the label
    of its filter.
    """
    say, choices = session.say, st.session_state["choices"]
    before = dict(choices)
    _view("year", say("filter.years"), [str(y) for y in cached(options.years)], say("filter.all_years"))
    _places(session)
    kinds = partial(grouped_kind_name, lang=session.lang)
    _view("kind", say("filter.kinds"), cached(options.kind_choices), say("filter.all_kinds"), kinds)
    levels = sorted(cached(options.levels), key=LEVELS.index)
    _view("level", say("filter.levels"), levels, say("filter.all_levels"), lambda v: say(f"level.{v}"))
    templates = cached(options.templates)
    _view("template", say("filter.templates"), templates, say("filter.all_templates"), lambda v: say(f"template.{v}"))
    bodies, more = offered_bodies(_chosen(session, bodies=False), choices["body"])
    _view("body", say("filter.bodies"), list(bodies), say("filter.all_bodies"), partial(_name, bodies))
    if more:
        st.caption(more)
    choices["where"] = tuple(dict.fromkeys(v for v in choices["where"] if condition(v)))
    condition_panel(session)
    dropped = {
        say(f"filter.{PARAMETERS[name]}"): gone
        for name in NAMES
        if (gone := [v for v in before[name] if v not in choices[name] and _is_unknown(session, name, v)])
    }
    return _chosen(session), dropped


def _is_unknown(session: Session, name: str, value: str) -> bool:
    # A place that holds another chosen place is dropped as well, and nothing is lost by it.
    return name != "place" or value not in session.snapshot.places.of


def _chosen(session: Session, bodies: bool = True) -> Filter:
    choices = st.session_state["choices"]
    values = {PARAMETERS[n]: v for n, v in choices.items() if bodies or n != "body"}
    # The same choice in any order is one question.
    values["years"] = tuple(sorted(int(y) for y in choices["year"]))
    return Filter(**values)


def _view(name: str, label: str, values: Sequence[str], placeholder: str, shown: Callable[[str], str] = str) -> None:
    """A widget for one filter; none where there is nothing to choose between."""
    choices = st.session_state["choices"]
    choices[name] = tuple(v for v in dict.fromkeys(choices[name]) if v in values)
    if len(values) > 1 or choices[name]:
        _multiselect(f"filter_{name}", label, values, list(choices[name]), placeholder, shown, partial(_take, name))


def _multiselect(
    key: str,
    label: str,
    values: Sequence[str],
    value: list[str],
    placeholder: str,
    shown: Callable[[str], str],
    changed: Callable[[], None],
) -> None:
    # What stands there already is not sent again: it would undo what is being chosen meanwhile.
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    # The browser forgets what stands in a widget where it builds it anew, and takes the default then.
    st.multiselect(label, values, value, format_func=shown, key=key, placeholder=placeholder, on_change=changed)


def _take(name: str) -> None:
    st.session_state["choices"][name] = tuple(st.session_state[f"filter_{name}"])


def _places(session: Session) -> None:
    """A list of the highest places, then of those in the chosen ones, and so on; what has no fellows is not asked."""
    choices, places = st.session_state["choices"], session.snapshot.places
    choices["place"] = places.narrowed(choices["place"])
    paths = [places.path(c) for c in choices["place"]]
    offered, depth = places.within(None), 0
    above: list[str] = []
    while offered:
        at = list(dict.fromkeys(path[depth] for path in paths if len(path) > depth))
        if len(offered) > 1:
            level = min((p.level for p in offered), key=LEVELS.index)
            names = {p.code: p.name for p in offered}
            _multiselect(
                f"filter_place_{depth}",
                session.say(f"filter.places.{level}"),
                list(names),
                at,
                session.say("filter.all_places"),
                partial(_name, names),
                partial(_take_places, depth, above, session),
            )
            above = [p.code for p in offered]
        inside = at if len(offered) > 1 else [offered[0].code]
        offered = [p for code in inside for p in places.within(code)]
        depth += 1


def _name(names: Mapping[str, str], id_: str) -> str:
    return names.get(id_, id_)


def _take_places(depth: int, above: Sequence[str], session: Session) -> None:
    """What is chosen at a depth: what lies elsewhere goes, and where nothing is left in a place, that is what is meant.

    above: what the list before offered.
    """
    state, places = st.session_state, session.snapshot.places
    before, picked = state["choices"]["place"], state[f"filter_place_{depth}"]
    paths = [places.path(c) for c in before]
    kept = [p[-1] for p in paths if len(p) <= depth or p[depth] in picked]
    gone = [p for p in paths if len(p) > depth and p[depth] not in picked]
    back = [c for p in gone for c in p[:depth] if c in above]
    state["choices"]["place"] = places.narrowed([*back, *kept, *picked])


def remove(name: str | None, value: str | None) -> None:
    """Takes one choice away; all of them for no name."""
    choices = st.session_state["choices"]
    for each in NAMES if name is None else (name,):
        choices[each] = tuple(v for v in choices[each] if name is not None and v != value)


def offered_bodies(filters: Filter, also: tuple[str, ...] = ()) -> tuple[dict[str, str], str]:
    """The bodies to choose from by id, some that are wanted in any case among them, and a word where there are more."""
    found = dict(cached(options.bodies, filters).select("body_id", "agency").iter_rows())
    found |= cached(options.names, tuple(b for b in also if b not in found))
    every = cached(options.count_bodies, filters)
    lang = st.session_state["kept_lang"]
    return found, _say(
        "filter.bodies.most", lang, n=number(options.MAX_BODIES), all=number(every)
    ) if every > options.MAX_BODIES else ""
