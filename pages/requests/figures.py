"""Requests of a year → ribbons from their sources to their outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from loaders.form.metrics import MIN_CASES
from loaders.language.rounding import percent
from loaders.language.words import number
from pages.shared.charts.base import edge, figure_of
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, bold, trace, width
from pages.shared.charts.palette import Palette

_HIGH = 230
_PAD = 22
_NODE = 0.018
"""Pixels: how high all requests are together, and the gap between two nodes; how wide a node is, of the whole."""
_CURVE = 14
"""Points of a ribbon's edge."""


@dataclass(frozen=True, slots=True)
class Node:
    """A source of requests or an outcome; value: as the reports print it, None where none does; meaning: its colour.

    gap: whether it is what one side has more than the other; known: how many reports give the figure.
    """

    name: str
    value: float | None
    meaning: str
    gap: bool = False
    known: int | None = None


@cached_figure
def flow(
    sources: Sequence[Node],
    ends: Sequence[Node],
    middle: str,
    blank: str,
    palette: Palette,
    lang: str,
    *,
    with_shares: bool = True,
) -> Figure:
    """Ribbons from the sources through the middle to the ends, as high as their figures.

    middle, blank: the label of the middle and of a node without a figure. Where the two sides differ, the smaller one has a
    node for the difference: nothing is stretched to fit. with_shares: whether a node is labelled with its share of all; never of few
    cases.
    """
    sides = [list(sources), list(ends)]
    sums = [sum(n.value or 0 for n in side) for side in sides]
    most = max(sums) or 1
    of = most if with_shares and most >= MIN_CASES else 0
    labels = [[_label(n, 0 if n.gap else of, blank, lang) for n in side] for side in sides]
    margins = [14 + max((width(t.striptags()) for t in side), default=0) for side in labels]
    height = _HIGH + _PAD * (max(len(s) for s in sides) + 1)
    figure = figure_of(palette, height, margin={"l": margins[0], "r": margins[1], "t": 4, "b": 4}, hovermode="closest")
    left, right = 0.5 - _NODE / 2, 0.5 + _NODE / 2
    top = (height - 8 - _HIGH) / 2
    _bar(figure, left, right, top, top + _HIGH, palette["third"], palette)
    figure.add_annotation(
        x=0.5,
        y=top,
        text=middle,
        showarrow=False,
        yanchor="bottom",
        yshift=10,
        font={"color": palette["ink"], "size": 12},
    )
    for k, side in enumerate(sides):
        free = height - 8 - sum((n.value or 0) / most * _HIGH for n in side)
        step = free / (len(side) + 1)
        outer_top, inner_top = step, top
        for node, label in zip(side, labels[k], strict=True):
            high = (node.value or 0) / most * _HIGH
            colour = palette[node.meaning]
            x = (0.0, _NODE) if k == 0 else (1 - _NODE, 1.0)
            if high:
                outer, inner = (outer_top, outer_top + high), (inner_top, inner_top + high)
                ends_of = (x[1], outer, left, inner) if k == 0 else (right, inner, x[0], outer)
                _ribbon(figure, *ends_of, colour, label)
                _bar(figure, *x, outer_top, outer_top + max(high, 1.5), colour, palette)
            figure.add_annotation(
                x=k, y=outer_top + high / 2, text=label, showarrow=False, xanchor="right" if k == 0 else "left",
                xshift=-6 if k == 0 else 6, font={"size": 12, "color": palette["wrong" if node.meaning == "wrong" else "ink"]},
            )  # fmt: skip
            outer_top, inner_top = outer_top + high + step, inner_top + high
    figure.update_xaxes(range=[0, 1], visible=False, automargin=False)
    figure.update_yaxes(range=[height - 8, 0], visible=False, automargin=False)
    return figure


def _label(node: Node, most: float, blank: str, lang: str) -> Markup:
    if node.value is None:
        return Markup("{} {}").format(node.name, blank)
    part = f" · {percent(node.value, most)}" if most else ""
    return Markup("{} {}{}").format(node.name, bold(number(node.value, lang)), part)


def _bar(figure: Figure, x0: float, x1: float, y0: float, y1: float, colour: str, palette: Palette) -> None:
    figure.add_shape(
        type="rect", x0=x0, x1=x1, y0=y0, y1=y1, fillcolor=colour, line={"color": edge(palette, colour), "width": 1}
    )


def _ribbon(
    figure: Figure,
    x0: float,
    from_: tuple[float, float],
    x1: float,
    to: tuple[float, float],
    colour: str,
    label: str,
) -> None:
    """A band between two upright stretches, bent so that it leaves and arrives level."""
    steps = [i / (_CURVE - 1) for i in range(_CURVE)]
    bend = [t * t * (3 - 2 * t) for t in steps]
    xs = [round(x0 + (x1 - x0) * t, 4) for t in steps]
    upper, lower = ([round(a + (b - a) * t, 2) for t in bend] for a, b in zip(from_, to, strict=True))
    figure.add_trace(
        trace(
            "scatter", x=xs + xs[::-1], y=upper + lower[::-1], mode="lines", fill="toself", hoveron="fills",
            fillcolor=_faded(colour), line={"width": 0, "color": colour}, text=label, hoverinfo="text",
        )
    )  # fmt: skip


def _faded(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.42)"
