"""A query and its arguments → its result, computed once a day for each version of a store and shared by all sessions."""

from collections.abc import Callable
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

from loaders.query.snapshot import Snapshot
from pages.shared.frame.session import current_session
from pages.shared.server.sized_cache import SizedCache

P = ParamSpec("P")
R = TypeVar("R")

_memory = SizedCache(128 << 20)


def cached(query: Callable[Concatenate[Snapshot, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of a query over the session's store; the arguments must be hashable.

    All sessions share the result: it must not be changed.
    """
    return cached_for(current_session().snapshot, query, *args, **kwargs)


def cached_for(
    snapshot: Snapshot, query: Callable[Concatenate[Snapshot, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """The same over a given store, outside any session."""
    name = f"{query.__module__}.{query.__qualname__}"
    # Which reports are due changes with the day.
    key = date.today(), str(snapshot.store.path), snapshot.build, name, args, tuple(sorted(kwargs.items()))
    return _memory.get(key, lambda: query(snapshot, *args, **kwargs))
