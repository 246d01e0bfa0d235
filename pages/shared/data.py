"""Queries, cached: small results by store version, query and arguments."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from loaders.held import Held
from pages.shared.session import current


def ask(query: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a query over the session's store; arguments are plain, hashable values."""
    held = current().held
    name = f"{query.__module__}.{query.__qualname__}"
    return _ask(str(held.store.path), held.build, name, arguments, _query=query, _held=held)


@st.cache_data(max_entries=2000, show_spinner=False)
def _ask(path: str, build: str, name: str, arguments: tuple, *, _query: Callable[..., Any], _held: Held) -> Any:
    return _query(_held, *arguments)
