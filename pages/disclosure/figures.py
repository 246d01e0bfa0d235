"""Sums by division or by kind → the rankings of disclosure."""

import polars as pl

from loaders.language.words import number, say
from pages.shared.charts.base import figure_of, hatch
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace, width
from pages.shared.charts.palette import Palette

_BAR = 24
"""Pixels: the height of a bar of a ranking."""


@cached_figure
def ranked(ranking: pl.DataFrame, palette: Palette, lang: str) -> Figure:
    """Horizontal bars from zero in the order of the rows: columns key, label, value, basis, partial, lacking.

    The bars of partial sums are hatched.
    """
    values = ranking["value"].to_list()
    texts = [number(v, lang) for v in values]
    room = 16 + max((width(t) for t in texts), default=0)
    height = 40 + _BAR * max(ranking.height, 2)
    figure = figure_of(palette, height, bargap=0.25, margin={"l": 8, "r": room, "t": 4, "b": 8})
    figure.add_trace(
        trace("bar",
            y=ranking["label"].to_list(), x=values, orientation="h", customdata=ranking["key"].to_list(),
            marker={"color": palette["primary"], "pattern": hatch(["/" if p else "" for p in ranking["partial"]], palette)}, text=texts, textposition="outside", cliponaxis=False,
            textfont={"color": palette["ink"], "size": 12}, hoverinfo="text",
            hovertext=[
                say(
                    "disclosure.bar", lang, name=r["name"], value=text,
                    behind=say("list.semicolon", lang).join(t for t in (r["basis"], r["lacking"]) if t),
                )
                for text, r in zip(texts, ranking.iter_rows(named=True), strict=True)
            ],
        )
    )  # fmt: skip
    # Each bar has its figure at its end.
    figure.update_xaxes(range=[0, max(values, default=0) or 1], showgrid=False, showticklabels=False)
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    return figure
