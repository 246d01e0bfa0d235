"""Rows of parts → bars of 100 % with a legend, for a narrow place."""

from collections.abc import Sequence

from loaders.language.rounding import percent
from loaders.language.words import number
from pages.shared.charts.base import Series, figure_of
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace
from pages.shared.charts.palette import Palette
from pages.shared.charts.share_bars import ShareRow, hover, ink, marker, share_of

_MIN_LABELLED = 0.12
"""The least share that is labelled inside its bar; smaller ones have their figure on hover and in the table."""


@cached_figure
def shares(rows: Sequence[ShareRow], series: Sequence[Series], palette: Palette, lang: str) -> Figure:
    """Rows of 100 %: each series' part of the row's sum, with n and N on hover and the share where there is room; rows of few
    cases as in `share_bars`.
    """
    figure = figure_of(
        palette, 90 + 40 * len(rows), barmode="stack", showlegend=True, margin={"l": 8, "r": 18, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.12, "yanchor": "top", "x": 0, "traceorder": "normal", "font": {"size": 12}},
    )  # fmt: skip
    for i, s in enumerate(series):
        colour = palette[s.meaning]
        figure.add_trace(
            trace(
                "bar",
                y=[row.name for row in rows],
                x=[share_of(row, i) for row in rows],
                name=s.name,
                orientation="h",
                marker=marker(rows, colour, palette["ground"], palette),
                text=[_text(row, i) for row in rows],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont=ink(rows, colour, palette),
                hovertext=[hover(row, i, s.name, lang) for row in rows],
                hoverinfo="text",
            )
        )
    figure.update_xaxes(tickformat=".0%", range=[0, 1], tickvals=[0, 0.5, 1], showgrid=True)
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    return figure


def _text(row: ShareRow, i: int) -> str:
    part, share = row.parts[i], share_of(row, i)
    if part is None or not share or share < _MIN_LABELLED:
        return ""
    return number(part) if row.few else percent(part, row.total)
