"""Rows of a tree → bars on one scale, each indented by its level, with its figure at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.shared.charts.base import PALE, edge, figure_of, hatch
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, bold, trace, width
from pages.shared.charts.palette import Palette


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A row of a tree: how deep it stands, its bar, and what is written at the bar's end and on hover.

    few: whether it is a part of too few cases to say a share; its bar is pale and hatched.
    """

    name: str
    level: int
    value: float | None
    text: str
    hover: str
    meaning: str
    differs: bool = False
    few: bool = False


@cached_figure
def tree_bars(branches: Sequence[TreeRow], palette: Palette, lang: str) -> Figure:
    """A tree as rows, each indented by its level, on one scale; deeper bars are thinner."""
    names = max((width(b.name, 13) + 16 * b.level for b in branches), default=0) + 12
    texts = max((width(b.text) for b in branches), default=0) + 12
    figure = figure_of(
        palette, 28 * len(branches) + 12, barmode="overlay", margin={"l": names, "r": texts, "t": 4, "b": 8}
    )
    for level in sorted({b.level for b in branches}):
        at = [i for i, b in enumerate(branches) if b.level == level]
        colours = [palette[branches[i].meaning] for i in at]
        figure.add_trace(
            trace(
                "bar",
                y=at,
                x=[branches[i].value for i in at],
                orientation="h",
                width=max(0.3, 0.72 - 0.2 * level),
                marker={
                    "color": colours,
                    "line": {"color": [edge(palette, c) for c in colours], "width": 1},
                    "opacity": [PALE if branches[i].few else 1 for i in at],
                    "pattern": hatch(["/" if branches[i].few else "" for i in at], palette),
                },
                hovertext=[branches[i].hover for i in at],
                hoverinfo="text",
            )
        )
    for i, b in enumerate(branches):
        figure.add_annotation(
            x=0, y=i, xref="paper", text=b.name if b.level else bold(b.name), showarrow=False, xanchor="left",
            xshift=16 * b.level - names, font={"size": 13, "color": palette["ink"]},
        )  # fmt: skip
        figure.add_annotation(
            x=b.value or 0, y=i, text=b.text, showarrow=False, xanchor="left", xshift=5,
            font={"size": 12, "color": palette["wrong" if b.differs else "ink"]},
        )  # fmt: skip
    most = max((b.value or 0 for b in branches), default=0) or 1
    figure.update_xaxes(range=[0, most], showgrid=False, showticklabels=False, automargin=False)
    figure.update_yaxes(
        range=[len(branches) - 0.5, -0.5], showgrid=False, showticklabels=False, automargin=False,
        showline=True, linecolor=palette["outline"],
    )  # fmt: skip
    return figure
