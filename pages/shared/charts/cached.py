"""A function that draws a figure → one that returns it as JSON for the browser, drawn once for all sessions.

The key is the value of every argument, to the last row: the same figures in the same language and theme give the same
chart, whatever page, filter or version of the store they come from.
"""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2b
from typing import Any, ParamSpec, TypeVar, overload

import orjson
import polars as pl

from pages.shared.charts.figure import Figure, as_texts
from pages.shared.server.sized_cache import SizedCache

P = ParamSpec("P")
T = TypeVar("T")

_memory = SizedCache(128 << 20)


@dataclass(frozen=True, slots=True)
class FinishedFigure:
    """A figure as JSON, and the entries of its legend: name, colour, edge, hatched."""

    json: bytes
    legend: tuple[dict[str, str | bool], ...]


def finish(figure: Figure | FinishedFigure) -> FinishedFigure:
    """The figure as JSON; one that is finished already is returned as it is."""
    if isinstance(figure, FinishedFigure):
        return figure
    drawn = as_texts({"data": figure.data, "layout": figure.layout})
    return FinishedFigure(orjson.dumps(drawn, option=orjson.OPT_SERIALIZE_NUMPY), tuple(_legend(figure)))


def _legend(figure: Figure) -> Iterator[dict[str, str | bool]]:
    if not figure.layout.get("showlegend"):
        return
    for t in figure.data:
        marker = t.get("marker", {})
        if t.get("showlegend", True) and isinstance(marker.get("color"), str):
            edge = marker.get("line", {}).get("color", figure.layout["font"]["color"])
            # One shape for all bars is the series' own; one for each says something of that bar.
            shape = marker.get("pattern", {}).get("shape")
            hatched = isinstance(shape, str) and bool(shape)
            yield {"name": t["name"], "colour": marker["color"], "edge": edge, "hatched": hatched}


@overload
def cached_figure(draw: Callable[P, Figure]) -> Callable[P, FinishedFigure]: ...


@overload
def cached_figure(draw: Callable[P, tuple[Figure, T]]) -> Callable[P, tuple[FinishedFigure, T]]: ...


def cached_figure(draw: Callable[P, Any]) -> Callable[P, Any]:
    """The function, its figures finished and cached; beside a figure it may return a plain value."""
    name = f"{draw.__module__}.{draw.__qualname__}"

    @wraps(draw)
    def cached(*args: P.args, **kwargs: P.kwargs) -> Any:
        key = pickle.dumps([name, [_plain(a) for a in args], {k: _plain(v) for k, v in kwargs.items()}])
        return _memory.get(blake2b(key, digest_size=32).digest(), lambda: _finish_all(draw(*args, **kwargs)))

    return cached


def _finish_all(result: Any) -> Any:
    if isinstance(result, tuple):
        return tuple(finish(r) if isinstance(r, Figure) else r for r in result)
    return finish(result)


def _plain(value: object) -> object:
    if isinstance(value, pl.DataFrame):
        return [(n, str(t)) for n, t in value.schema.items()], value.rows()
    return value
