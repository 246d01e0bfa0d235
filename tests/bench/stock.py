"""The dashboard as it would be with Streamlit's own charts and cache: what `load` and `redraw` compare with.

`python -m tests.bench.stock slim|default run dashboard.py …` replaces parts of the pages before they are imported, then
passes the rest of its arguments to Streamlit. `slim`: our figures in `st.plotly_chart`. `default`: the same in Plotly's
own template, every figure drawn and serialised anew in each run, query results in `st.cache_data`.
"""

import sys
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.web import cli

from loaders.query.snapshot import Snapshot
from pages.shared.charts import cached, plot
from pages.shared.frame import cached_queries

SORTS = ("slim", "default")


def slim() -> None:
    """Draw our figures with `st.plotly_chart`, as the pages do where Plotly's script cannot be loaded."""
    draw = plot.plot

    def stock_plot(*arguments: Any, **named: Any) -> Any:
        st.session_state[plot._STOCK] = True
        return draw(*arguments, **named)

    plot.plot = stock_plot


def default() -> None:
    """Use what Streamlit offers: its chart, Plotly's template, its cache. Must precede the import of any page."""

    def stock_plot(figure: Any, key: str, around: plot.ChartFrame) -> None:
        plot._headed(around)
        drawn = plot._figure(cached.finish(figure)).update_layout(template="plotly")
        st.plotly_chart(drawn, key=key, alt=around.alt)

    @st.cache_data(max_entries=2000, show_spinner=False)
    def copied(key: tuple[Any, ...], *, _query: Callable[..., Any], _held: Snapshot) -> Any:
        arguments, named = key[-2:]
        return _query(_held, *arguments, **dict(named))

    def cached_for(snapshot: Snapshot, query: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        name = f"{query.__module__}.{query.__qualname__}"
        key = str(snapshot.store.path), snapshot.build, name, arguments, tuple(sorted(named.items()))
        return copied(key, _query=query, _held=snapshot)

    cached.cached_figure = lambda draw: draw
    plot.plot = stock_plot
    cached_queries.cached_for = cached_for


if __name__ == "__main__":
    {"slim": slim, "default": default}[sys.argv[1]]()
    cli.main(sys.argv[2:])
