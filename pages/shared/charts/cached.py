"""A function that draws a figure → one that gives it finished, as what the browser takes, drawn once for all sessions.

The key is all that the function is given, to the last row: whoever sees the same figures in the same language and theme
sees the same chart, whatever page, filter or version of the store they come from.
"""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2b
from typing import Any

import orjson
import polars as pl

from pages.shared.charts.figure import Figure
from pages.shared.server.sized_cache import SizedCache

_memory = SizedCache(128 << 20)


@dataclass(frozen=True, slots=True)
class FinishedFigure:
    """A figure as JSON, and what its colours stand for where it has a legend: name, colour, edge, hatched."""

    json: bytes
    legend: tuple[dict[str, str | bool], ...]


def finish(figure: Figure | FinishedFigure) -> FinishedFigure:
    """A figure as JSON, if it is not yet."""
    if isinstance(figure, FinishedFigure):
        return figure
    text = orjson.dumps({"data": figure.data, "layout": figure.layout}, option=orjson.OPT_SERIALIZE_NUMPY)
    return FinishedFigure(text, tuple(_legend(figure)))


def _legend(figure: Figure) -> Iterator[dict[str, str | bool]]:
    if not figure.layout.get("showlegend"):
        return
    for t in figure.data:
        marker = t.get("marker", {})
        if t.get("showlegend", True) and isinstance(marker.get("color"), str):
            edge = marker.get("line", {}).get("color", figure.layout["font"]["color"])
            hatched = bool(marker.get("pattern", {}).get("shape"))
            yield {"name": t["name"], "colour": marker["color"], "edge": edge, "hatched": hatched}


def cached_figure(draw: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its figures finished and remembered; beside a figure it may return plain values."""
    name = f"{draw.__module__}.{draw.__qualname__}"

    @wraps(draw)
    def drawn(*given: Any, **named: Any) -> Any:
        text = pickle.dumps([name, [_plain(g) for g in given], {k: _plain(v) for k, v in named.items()}])
        return _memory.get(blake2b(text, digest_size=32).digest(), lambda: _all(draw(*given, **named)))

    return drawn


def _all(result: Any) -> Any:
    if isinstance(result, tuple):
        return tuple(finish(r) if isinstance(r, Figure) else r for r in result)
    return finish(result)


def _plain(value: Any) -> Any:
    if isinstance(value, pl.DataFrame):
        return [(n, str(t)) for n, t in value.schema.items()], value.rows()
    return value
