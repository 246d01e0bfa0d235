"""A page's own choices: select boxes whose value stands in the address and survives a change of page."""

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import streamlit as st

from pages.shared.frame import ignored
from pages.shared.server.streamlit_internals import DeltaGenerator

PARAMETERS = {
    "about": ("find",),
    "overview": ("shade", "severity", "since"),
    "disclosure": ("figure",),
    "requests": ("by",),
    "reviews": ("by", "base", "route"),
    "compare": ("metric", "unit", "kind_of", "level_of", "first", "last", "pick", "group", "ink"),
    "coverage": ("state",),
    "add": ("by", "intake", "outcome", "document", "cell", "page"),
    "office": ("part",),
    "body": ("of", "scope"),
    "report": ("report", "cell"),
    "sources": ("figure", "by", "at"),
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
    wanted, key = _wanted(name, label, options, (default,)), _key("choose", name)
    st.session_state[key] = next(iter(wanted), default)
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
    _write(name, (chosen,), (default,))
    return chosen


def choose_or_type(
    where: Container, name: str, label: str, options: Sequence[str], default: str, read: Callable[[str], str | None]
) -> str:
    """The chosen id as for `choose`, or one that the user types; read: the id that a text stands for, None for none.

    A text that stands for none is named above the page, and the choice before it holds.
    """
    state, kept, key = st.session_state, _key("kept", name), _key("choose", name)
    typed = [t for t in (*st.query_params.get_all(name), *state.get(kept, ())) if t not in options]
    ids = {text: read(text) for text in typed}
    if any(text in ids for text in state.get(kept, ())):
        text = state[kept][0]
        state[kept] = (ids[text] or state.get(_key("written", name), (default,))[0],)
        if ids[text] is None:
            ignored.note(label, [text])
    offered = sorted({*options, *(id_ for id_ in ids.values() if id_), *state.get(kept, ())}, reverse=True)
    state[key] = next(iter(_wanted(name, label, offered, (default,))), default)
    chosen: str = where.selectbox(label, offered, key=key, accept_new_options=True, on_change=_keep, args=(name,))
    _write(name, (chosen,), (default,))
    return chosen


def choose_or_none(
    where: Container, name: str, label: str, options: Sequence[str], shown: Callable[[str], str], hint: str
) -> str | None:
    """The chosen id as for `choose`, None where none is chosen; hint: what the empty box says."""
    wanted, key = _wanted(name, label, options, ()), _key("choose", name)
    st.session_state[key] = next(iter(wanted), None)
    chosen: str | None = where.selectbox(
        label, list(options), index=None, format_func=shown, key=key, placeholder=hint, on_change=_keep, args=(name,)
    )
    _write(name, (chosen,) if chosen else (), ())
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
    optional: bool = False,
) -> tuple[str, ...]:
    """The chosen ids, in the order of choice; from the address as for one. The address says `NOTHING` for none, and
    nothing at all if the choice is optional.
    """
    key = _key("choose", name)
    st.session_state[key] = list(_wanted(name, label, options, tuple(default))[:most])
    st.session_state.setdefault(_key("kept", name), tuple(default))
    if pills:
        where.pills(
            label, list(options), selection_mode="multi", format_func=shown, key=key, on_change=_keep, args=(name,)
        )
    else:
        where.multiselect(
            label, list(options), format_func=shown, key=key, max_selections=most, placeholder=hint, on_change=_keep,
            args=(name,),
        )  # fmt: skip
    chosen = tuple(st.session_state[key])
    _write(name, chosen or (() if optional else (NOTHING,)), () if optional else None)
    return chosen


def enter(where: Container, name: str, label: str, *, hint: str, most: int = 40) -> str:
    """A text that the user writes, empty where there is none; it stands in the address as a choice does."""
    state, kept, key = st.session_state, _key("kept", name), _key("choose", name)
    given, written = tuple(st.query_params.get_all(name)), state.get(_key("written", name))
    if given and given != written:
        state[kept] = (given[0][:most],)
    elif not given and written not in (None, ()) and not state["menu_followed"]:
        state.pop(kept, None)
    state[key] = next(iter(state.get(kept, ())), "")
    text = str(
        where.text_input(label, key=key, placeholder=hint, max_chars=most, on_change=_keep, args=(name,))
    ).strip()
    _write(name, (text,) if text else (), ())
    return text


def set_choices(**values: str | Sequence[str]) -> None:
    """Chooses for the widgets of the page; to be called before they are drawn."""
    for name, value in values.items():
        st.session_state[_key("kept", name)] = (value,) if isinstance(value, str) else tuple(value)


def kept_choice(name: str) -> tuple[str, ...] | None:
    """What was chosen last on this page, in this session; None where nothing was."""
    kept: tuple[str, ...] | None = st.session_state.get(_key("kept", name))
    return kept


def _key(sort: str, name: str) -> str:
    # Two pages may call different choices by one name.
    return f"{sort}_{st.session_state['page_name']}_{name}"


def _wanted(name: str, label: str, options: Sequence[str], default: tuple[str, ...]) -> tuple[str, ...]:
    """The ids that are chosen and can be, of the address or of before; an id of a link that cannot be is named.

    An address that is not the one we wrote is a link, or the browser going back.
    """
    state, kept, written = st.session_state, _key("kept", name), st.session_state.get(_key("written", name))
    given = tuple(st.query_params.get_all(name))
    if given and given != written:
        state[kept] = given
        unknown = [v for v in given if v not in options and v != NOTHING]
        if unknown:
            ignored.note(label, unknown)
    elif not given and written not in (None, (), default) and not state["menu_followed"]:
        state.pop(kept, None)
    return tuple(v for v in state.get(kept, default) if v in options)


def _write(name: str, chosen: tuple[str, ...], default: tuple[str, ...] | None) -> None:
    """Puts a choice into the address; the default is left out where the address does not name it already."""
    given = tuple(st.query_params.get_all(name))
    if not chosen:
        st.query_params.pop(name, None)
    elif chosen != given and not (not given and chosen == default):
        st.query_params[name] = list(chosen)
    st.session_state[_key("written", name)] = chosen


def _keep(name: str) -> None:
    value = st.session_state[_key("choose", name)]
    if isinstance(value, str):
        value = (value,)
    st.session_state[_key("kept", name)] = tuple(value or ())
