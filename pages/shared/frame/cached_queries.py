"""Queries, their results remembered by store version, query and arguments."""

import os
from collections.abc import Callable
from typing import Any

import streamlit as st

from loaders.query.snapshot import Snapshot
from loaders.settings import CHARTS
from pages.shared.frame.session import current_session
from pages.shared.server.sized_cache import SizedCache

_memory = SizedCache(128 << 20)


def cached(query: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a query over the session's store; arguments are plain, hashable values.

    All sessions are given the same result: it is not to be changed.
    """
    return cached_for(current_session().snapshot, query, *arguments)


def cached_for(snapshot: Snapshot, query: Callable[..., Any], *arguments: Any) -> Any:
    """The same over a store, outside of any session."""
    key = str(snapshot.store.path), snapshot.build, f"{query.__module__}.{query.__qualname__}", arguments
    if os.environ.get(CHARTS) == "default":
        return _copied(key, _query=query, _held=snapshot)
    return _memory.get(key, lambda: query(snapshot, *arguments))


@st.cache_data(max_entries=2000, show_spinner=False)
def _copied(key: tuple, *, _query: Callable[..., Any], _held: Snapshot) -> Any:
    return _query(_held, *key[-1])
