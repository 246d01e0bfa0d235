"""Rates of one year → the funnel of their control limits, and their intervals in order with the ranks that chance allows."""

from collections.abc import Mapping
from statistics import median

import numpy as np
import polars as pl

from loaders.language.rounding import percent
from loaders.language.words import say
from loaders.query.statistics import LEVELS, Funnel
from pages.compare.unit_words import rank_text
from pages.shared.charts.base import figure_of
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace, width
from pages.shared.charts.labels import shortened
from pages.shared.charts.palette import Palette
from pages.shared.charts.scale import axis_of
from pages.shared.charts.unit_figure import Row, format_figure, format_short, unit_names


@cached_figure
def intervals(
    rows: pl.DataFrame,
    ranks: Mapping[str, tuple[int, int, int]],
    highlighted: str | None,
    palette: Palette,
    lang: str,
) -> Figure:
    """A dot a unit with its interval of 95 %, the highest rate first, then those that have no rank, hollow.

    rows: of one year of `compared`; ranks: as of `rank_of`.
    """
    listed = rows.filter(pl.col("rate").is_not_null()).with_columns(last=~pl.col("unit").is_in(list(ranks)))
    units = listed.sort("last", "rate", descending=[False, True], maintain_order=True).to_dicts()
    texts = [_rate_and_rank(r, ranks.get(r["unit"]), lang) for r in units]
    room = 12 + max((width(t) for t in texts), default=0)
    figure = figure_of(palette, 50 + 22 * len(units), margin={"l": 8, "r": room, "t": 8, "b": 8}, hovermode="closest")
    figure.layout["meta"] = unit_names(rows)
    lines: list[tuple[float | None, int | None]] = []
    for i, r in enumerate(units):
        if r["low"] is not None:
            lines += [(r["low"], i), (r["high"], i), (None, None)]
        figure.add_annotation(
            x=1, xref="paper", y=i, text=texts[i], showarrow=False, xanchor="left", xshift=8,
            font={"size": 12, "color": palette["ink"]},
        )  # fmt: skip
    figure.add_trace(
        trace("scatter", x=[x for x, _ in lines], y=[y for _, y in lines], mode="lines", hoverinfo="skip",
              line={"color": palette["third"], "width": 2})
    )  # fmt: skip
    figure.add_trace(
        trace("scatter",
            x=[r["rate"] for r in units], y=list(range(len(units))), mode="markers", cliponaxis=False,
            customdata=[r["unit"] for r in units],
            marker={
                "size": 9,
                "color": [palette["ink" if r["unit"] == highlighted else "primary"] for r in units],
                "symbol": ["circle-open" if r["reason"] else "circle" for r in units],
            },
            hovertext=[f"{r['name']}: {format_figure(r, True, lang)}" for r in units], hoverinfo="text",
        )
    )  # fmt: skip
    ends = [v for r in units for v in (r["rate"], r["low"], r["high"]) if v is not None]
    figure.update_xaxes(**axis_of(ends, rate=True, steps=4).layout())
    figure.update_yaxes(
        range=[len(units) - 0.4, -0.6], tickmode="array", tickvals=list(range(len(units))),
        ticktext=[shortened(r["name"]) for r in units], showgrid=False,
    )  # fmt: skip
    return figure


def _rate_and_rank(row: Row, rank: tuple[int, int, int] | None, lang: str) -> str:
    text = format_short(row, True, lang)
    return text if rank is None else say("compare.rate_and_rank", lang, rate=text, rank=rank_text(rank, lang))


@cached_figure
def funnel_plot(rows: pl.DataFrame, group: Funnel, highlighted: str | None, palette: Palette, lang: str) -> Figure:
    """Rates against their N, with limits of 95 % and 99.8 % around the group's rate; units outside are named.

    rows: with `place`, as `funnel_of` gives them.
    """
    figure = figure_of(palette, 380, margin={"l": 8, "r": 60, "t": 24, "b": 8}, hovermode="closest")
    figure.layout["meta"] = unit_names(rows)
    most = max(rows["over"].to_list(), default=1.0)
    sizes = np.unique(np.round(np.geomspace(5, most * 1.08, 160)))
    typical = [round(median(rows["over"].to_list() or [1]))]
    seen = [float(limit[0]) for limit in group.limits(typical, LEVELS[1])]
    axis = axis_of([*rows["rate"].to_list(), *seen, group.target], rate=True)
    for level, dash in zip(LEVELS, ("dot", "solid"), strict=True):
        for limit in group.limits(sizes, level):
            figure.add_trace(
                trace(
                    "scatter",
                    x=sizes,
                    y=limit,
                    mode="lines",
                    line={"color": palette["outline"], "width": 1, "dash": dash},
                    hoverinfo="skip",
                )
            )
        figure.add_annotation(
            x=sizes[-1], y=min(float(group.limits(sizes[-1:], level)[1][0]), axis.high),
            text=percent(level, 1).replace(".0%", "%"), showarrow=False,
            xanchor="left", xshift=4, font={"size": 11, "color": palette["muted"]},
        )  # fmt: skip
    figure.add_hline(y=group.target, line={"color": palette["outline"], "width": 1})
    parts = rows.with_columns(out=~pl.col("place").is_in(["inside", "few"])).partition_by("out", as_dict=True)
    for (out,), part in parts.items():
        figure.add_trace(
            trace("scatter",
                x=part["over"].to_list(), y=part["rate"].to_list(), mode="markers+text" if out else "markers",
                customdata=part["unit"].to_list(), cliponaxis=False,
                text=part["name"].to_list() if out else None, textposition="top center", textfont={"size": 12, "color": palette["ink"]},
                marker={
                    "size": [12 if p.startswith("very") else 9 for p in part["place"]],
                    "color": [palette["ink"] if u == highlighted else palette["primary"] if out else palette["third"] for u in part["unit"]],
                    "symbol": ["circle-open" if f else "circle" for f in part["reason"]],
                },
                hovertext=[_hover_text(r, lang) for r in part.iter_rows(named=True)],
                hoverinfo="text",
            )
        )  # fmt: skip
    figure.update_xaxes(
        title={"text": say("compare.over", lang), "font": {"size": 12}, "standoff": 15},
        **axis_of([most * 1.08], rate=False, zero=True).layout() | {"range": [0, most * 1.1]},
    )
    figure.update_yaxes(**axis.layout())
    return figure


def _hover_text(row: Row, lang: str) -> str:
    place = row["place"]
    return f"{row['name']}: {format_figure(row, True, lang)} · {say(f'compare.place.{place}', lang)}"
