"""Queries, their results remembered by store version, query and arguments."""

from collections.abc import Callable
from typing import Any

from loaders.query.snapshot import Snapshot
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
    return _memory.get(key, lambda: query(snapshot, *arguments))
