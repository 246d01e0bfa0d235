"""Queries, cached: small frames by store version, query and arguments."""

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from loaders.store import Store
from pages.shared.session import current, reports


def ask(query: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a query over the session's reports; arguments are plain, hashable values."""
    session = current()
    name = f"{query.__module__}.{query.__qualname__}"
    return _ask(str(session.store.path), session.store.build, name, arguments, _query=query)


@st.cache_data(max_entries=2000, show_spinner=False)
def _ask(path: str, build: str, name: str, arguments: tuple, *, _query: Callable[..., Any]) -> Any:
    frame: pl.LazyFrame = reports(path, build).lazy()
    return _query(frame, *arguments)


def ask_store(query: Callable[..., Any], *arguments: Any) -> Any:
    """The same for a query over the session's store."""
    session = current()
    name = f"{query.__module__}.{query.__qualname__}"
    return _ask_store(str(session.store.path), session.store.build, name, arguments, _query=query, _store=session.store)


@st.cache_data(max_entries=500, show_spinner=False)
def _ask_store(path: str, build: str, name: str, arguments: tuple, *, _query: Callable[..., Any], _store: Store) -> Any:
    return _query(_store, *arguments)
