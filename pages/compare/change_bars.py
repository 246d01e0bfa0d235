"""Units that may be compared between two years → bars of their change, the largest rise first, with both figures."""

import polars as pl

from pages.compare.unit_words import pair_text
from pages.shared.charts.base import figure_of
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace, width
from pages.shared.charts.labels import shortened
from pages.shared.charts.palette import Palette
from pages.shared.charts.scale import axis_of
from pages.shared.charts.unit_figure import unit_names

_ROW = 24


@cached_figure
def change_bars(
    rows: pl.DataFrame, by: str, rate: bool, highlighted: str | None, palette: Palette, lang: str
) -> Figure:
    """A bar a unit from no change, its figures at the right edge. rows, by: as of `UnitChanges`.

    The colour is the same for a rise and a fall: neither is good or bad.
    """
    listed = rows.to_dicts()
    names = [shortened(r["name"]) for r in listed]
    texts = [pair_text(r, rate, lang) for r in listed]
    changes = rows[by].to_list()
    room = 12 + max((width(t) for t in texts), default=0)
    figure = figure_of(
        palette, 50 + _ROW * len(listed), margin={"l": 8, "r": room, "t": 8, "b": 8}, bargap=0.35, hovermode="closest"
    )
    figure.layout["meta"] = unit_names(rows)
    figure.add_trace(
        trace("bar",
            y=list(range(len(listed))), x=changes, orientation="h", customdata=[r["unit"] for r in listed],
            marker={"color": [palette["ink" if r["unit"] == highlighted else "primary"] for r in listed]},
            hovertext=[f"{r['name']}: {t}" for r, t in zip(listed, texts, strict=True)], hoverinfo="text",
        )
    )  # fmt: skip
    for i, text in enumerate(texts):
        figure.add_annotation(
            x=1, xref="paper", y=i, text=text, showarrow=False, xanchor="left", xshift=8, align="left",
            font={"size": 12, "color": palette["ink"]},
        )  # fmt: skip
    figure.add_vline(x=0, line={"color": palette["outline"], "width": 1})
    figure.update_xaxes(**axis_of([0.0, *changes], rate=False, steps=3).layout(), showgrid=True)
    figure.update_yaxes(
        range=[len(listed) - 0.4, -0.6], tickmode="array", tickvals=list(range(len(listed))), ticktext=names,
        showgrid=False,
    )  # fmt: skip
    return figure
