"""A body's years and its peers' quartiles → small figures, one a metric, all years on one axis."""

import math
from collections.abc import Collection, Sequence

import polars as pl

from loaders.form.metrics import METRIC, MIN_CASES
from loaders.language.words import say
from loaders.query.like_for_like import breaks_of_one
from loaders.query.timeline import TimeNote
from pages.bodies.data import Row
from pages.bodies.sentences import figure_words, peer_words
from pages.shared.charts.base import all_years, figure_of, year_axis
from pages.shared.charts.breaks import symbols, with_gaps
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace
from pages.shared.charts.palette import Palette
from pages.shared.charts.scale import axis_of
from pages.shared.charts.timeline import mark_panels

_COLUMNS = 3


@cached_figure
def histories(
    rows: pl.DataFrame,
    peers: pl.DataFrame,
    among: str,
    metrics: Sequence[str],
    due: Collection[int],
    notes: Sequence[TimeNote],
    palette: Palette,
    lang: str,
) -> Figure:
    """The body's line in ink over the band between its peers' quartiles; a year without a figure is a gap.

    No line leads between years that are not compared; a rate of few cases is an open point.
    among: who the peers are, `kind` or `division`; due: the years whose reports are; notes: on the time axis.
    """
    panels_high = math.ceil(len(metrics) / _COLUMNS)
    figure = figure_of(palette, 50 + 175 * panels_high, margin={"l": 8, "r": 8, "t": 30, "b": 8})
    titles = [say(f"metric.{m}", lang) for m in metrics]
    figure.split(panels_high, _COLUMNS, titles, (0.06, 0.3 / panels_high if panels_high > 1 else 0))
    years = all_years(rows)
    broken = breaks_of_one(rows, metrics)
    own: dict[int, Row] = {r["year"]: r for r in rows.iter_rows(named=True)}
    for i, id_ in enumerate(metrics):
        at = {"row": i // _COLUMNS + 1, "col": i % _COLUMNS + 1}
        band = {r["year"]: r for r in peers.filter(pl.col("metric") == id_).iter_rows(named=True)}
        with_peers = [y for y in years if y in band]
        for side, fill in (("q1", None), ("q3", "tonexty")):
            figure.add_trace(
                trace("scatter", 
                    x=with_peers, y=[band[y][side] for y in with_peers], mode="lines", line={"width": 0}, fill=fill,
                    fillcolor=palette["grid"], hoverinfo="skip",
                ),
                **at,
            )  # fmt: skip
        breaks = broken.of(id_)
        xs, ys = with_gaps(years, [_value(own.get(y), id_) for y in years], breaks)
        said = [
            f"{y}: {figure_words(own.get(y), id_, lang, due=y in due)}{_peers(band.get(y), id_, among, lang)}"
            for y in years
        ]
        few = [
            y for y in years if METRIC[id_].rate and ((own.get(y) or {}).get(f"{id_}.over") or MIN_CASES) < MIN_CASES
        ]
        signs, hovers = (with_gaps(years, of, breaks)[1] for of in (symbols(years, {}, few), said))
        figure.add_trace(
            trace("scatter", 
                x=xs, y=ys, mode="lines+markers", connectgaps=False, line={"color": palette["ink"], "width": 2.2},
                marker={"size": 5, "symbol": signs}, hovertext=hovers, hoverinfo="text", cliponaxis=False,
            ),
            **at,
        )  # fmt: skip
        heights = [v for v in (*ys, *(band[y][q] for y in with_peers for q in ("q1", "q3"))) if v is not None]
        if not METRIC[id_].rate:
            # Quartiles of counts lie between whole cases.
            heights = [math.ceil(v) for v in heights]
        figure.update_yaxes(**axis_of(heights, METRIC[id_].rate, zero=True, steps=3).layout(), **at)
        if not heights:
            figure.add_annotation(
                x=0.5, y=0.5, xref="x domain", yref="y domain", text=say("value.na", lang), showarrow=False, **at
            )
    mark_panels(figure, years, notes, len(metrics), palette)
    figure.update_xaxes(**year_axis(years), showgrid=False)
    figure.update_annotations(font={"size": 13, "color": palette["ink"]})
    return figure


def _value(row: Row | None, id_: str) -> float | None:
    """The height of a point: a rate as a share of 1, or the count; None for a gap."""
    value: float | None = row[id_] if row else None
    if row is None or value is None or not METRIC[id_].rate:
        return value
    over: float | None = row[f"{id_}.over"]
    return value / over if over else None


def _peers(quartiles: Row | None, id_: str, among: str, lang: str) -> str:
    """The quartiles of the peers, for the hover text of a year; empty for too few peers."""
    if quartiles is None:
        return ""
    words = {q: peer_words(quartiles[q], id_, lang) for q in ("q1", "median", "q3")}
    return say(f"body.peers.hover.{among}", lang, n=quartiles["peers"], **words)
