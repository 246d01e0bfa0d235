"""A body's years and its peers' quartiles → small figures, one a metric, all years on one axis."""

import math
from collections.abc import Sequence

import polars as pl

from loaders.form.metrics import METRIC
from loaders.language.numbers import rate
from loaders.language.words import number, say
from pages.shared.charts.base import figure_of
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace
from pages.shared.charts.palette import Palette

_WIDE = 3


@cached_figure
def histories(rows: pl.DataFrame, peers: pl.DataFrame, metrics: Sequence[str], palette: Palette, lang: str) -> Figure:
    """The body's line in ink over the band between its peers' quartiles; a year without a figure is a gap."""
    high = math.ceil(len(metrics) / _WIDE)
    figure = figure_of(palette, 50 + 175 * high, margin={"l": 8, "r": 8, "t": 30, "b": 8})
    titles = [say(f"metric.{m}", lang) for m in metrics]
    figure.split(high, _WIDE, titles, (0.06, 0.3 / high if high > 1 else 0))
    years = list(range(rows["year"].min(), rows["year"].max() + 1)) if rows.height else []
    for i, id_ in enumerate(metrics):
        at = {"row": i // _WIDE + 1, "col": i % _WIDE + 1}
        band = {r["year"]: r for r in peers.filter(pl.col("metric") == id_).iter_rows(named=True)}
        known = [y for y in years if y in band]
        for side, fill in (("q1", None), ("q3", "tonexty")):
            figure.add_trace(
                trace("scatter", 
                    x=known, y=[band[y][side] for y in known], mode="lines", line={"width": 0}, fill=fill,
                    fillcolor=palette["grid"], hoverinfo="skip",
                ),
                **at,
            )  # fmt: skip
        own = {r["year"]: r for r in rows.iter_rows(named=True)}
        figure.add_trace(
            trace("scatter", 
                x=years, y=[_value(own.get(y), id_) for y in years], mode="lines+markers", connectgaps=False,
                line={"color": palette["ink"], "width": 2.2}, marker={"size": 5},
                hovertext=[f"{y}: {figure_words(own.get(y), id_, lang)}{_peers(band.get(y), id_, lang)}" for y in years], hoverinfo="text",
            ),
            **at,
        )  # fmt: skip
        nothing = not band and all(_value(own.get(y), id_) is None for y in years)
        figure.update_yaxes(tickformat=".0%" if METRIC[id_].rate else ",", range=[0, 1] if nothing else None, **at)
        if nothing:
            figure.add_annotation(
                x=0.5, y=0.5, xref="x domain", yref="y domain", text=say("value.na", lang), showarrow=False, **at
            )
    ends = [years[0], years[-1]] if len(years) > 1 else years
    figure.update_xaxes(tickvals=ends, ticktext=[str(y) for y in ends], showgrid=False)
    figure.update_yaxes(rangemode="tozero", nticks=4)
    figure.update_annotations(font={"size": 13, "color": palette["ink"]})
    return figure


def figure_words(row: dict | None, id_: str, lang: str) -> str:
    """A year's figure in words."""
    if row is None:
        return say("value.none", lang)
    if row[id_] is None:
        return say("value.unasked", lang)
    return rate(row[id_], row[f"{id_}.over"], lang) if METRIC[id_].rate else number(row[id_], lang)


def _value(row: dict | None, id_: str) -> float | None:
    if row is None or row[id_] is None:
        return None
    if METRIC[id_].rate:
        return row[id_] / row[f"{id_}.over"] if row[f"{id_}.over"] else None
    return row[id_]


def _peers(band: dict | None, id_: str, lang: str) -> str:
    if band is None:
        return ""
    show = (lambda v: f"{v:.1%}") if METRIC[id_].rate else (lambda v: number(round(v, 1), lang))
    return say(
        "body.peers.hover", lang, q1=show(band["q1"]), median=show(band["median"]), q3=show(band["q3"]), n=band["peers"]
    )
