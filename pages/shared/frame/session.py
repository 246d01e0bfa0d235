"""The session's choices that hold on every page: the language, the data, the theme."""

import contextlib
import threading
from collections import OrderedDict
from dataclasses import dataclass

import streamlit as st

from loaders import settings
from loaders.access.limited import limited_to
from loaders.access.users import Account
from loaders.language.words import say as _say
from loaders.query.snapshot import Snapshot, open_snapshot
from loaders.store.backends import Location
from loaders.store.errors import StoreError
from loaders.store.locations import default_path
from loaders.store.versions import Store, exists, open_store, shipped
from pages.shared.server.accounts import account_of

DRAFTS = "drafts"
"""What pre-check keeps of a session, under this name, for as long as its page is shown."""
DATA = ("own", "demo", "sample")
"""The stores that can be shown: the user's own, the synthetic demo, the small store of real figures."""


@dataclass(frozen=True)
class Session:
    """What this run of a page shows and in which language."""

    lang: str
    data: str
    snapshot: Snapshot
    dark: bool

    @property
    def store(self) -> Store:
        """The version of the store that is shown."""
        return self.snapshot.store

    def say(self, key: str, **words: object) -> str:
        """A text of the catalogue in the session's language."""
        return _say(key, self.lang, **words)


def language() -> str:
    """The language that the link names, else the browser's, Chinese first."""
    given = st.query_params.get("lang")
    if given in ("zh", "en"):
        return given
    locale = (st.context.locale or "zh").lower()
    return "zh" if locale.startswith("zh") else "en"


def keep(name: str) -> None:
    """Remembers what a widget of the frame was set to, for pages that are left by their script."""
    st.session_state[f"kept_{name}"] = st.session_state[name]


def dark() -> bool:
    """Whether the browser shows the dark theme."""
    theme = st.context.theme
    return bool(theme and theme.type == "dark")


def path_of(data: str) -> Location:
    """Where a store is."""
    return default_path() if data == "own" else shipped(data)


def available() -> list[str]:
    """The stores that hold something, the user's own first."""
    return [d for d in DATA if exists(path_of(d))]


def current_account() -> Account:
    """The account of whoever looks at the page."""
    return account_of(st.context.headers)


def open_session(data: str, lang: str) -> Session:
    """The session on one of the stores, at the version in force now, with what the account may see of it."""
    try:
        return Session(lang, data, visible(data, current_account()), dark())
    except StoreError as fault:
        st.title(_say("app.name", lang), anchor=False)
        st.error(_say(f"reason.{fault.reason}", lang, **fault.words))
        st.stop()


_MOST_PLACES = 32
"""Sets of places of accounts for which a snapshot is held at once."""
_lock = threading.Lock()
_held: OrderedDict[tuple[Location, tuple[str, ...] | None], tuple[str, Snapshot]] = OrderedDict()


def visible(data: str, account: Account) -> Snapshot:
    """What an account may see of one of the stores, at the version in force now. Raises StoreError.

    Pages and routes read a store through this alone. A snapshot is held for all accounts of the same places; the version
    before it is let go once nobody's run reads it.
    """
    store, places = open_store(path_of(data)), account.places
    with _lock:
        key = store.path, places
        build, found = _held.get(key, ("", None))
        if found is None or build != store.build:
            part = store if places is None else limited_to(store, places)
            found = open_snapshot(part, low_memory=settings.low_memory())
        _held[key] = store.build, found
        _held.move_to_end(key)
        limited = [k for k in _held if k[1] is not None]
        for old in limited[: max(0, len(limited) - _MOST_PLACES)]:
            del _held[old]
    return found


def preload() -> None:
    """Reads the store that is shown first before somebody asks for it; what is wrong with it is said on the page."""
    with contextlib.suppress(StoreError):
        for data in available()[:1]:
            visible(data, Account()).preload()


def current_session() -> Session:
    """The session that the frame opened for this run."""
    session: Session = st.session_state["session"]
    return session
