"""Parts of wholes in rows and columns → a grid shaded by share, each cell with its count and its share.

A share of fewer than `MIN_CASES` is not written: such a cell is pale and hatched, and says its count alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

from loaders.form.metrics import MIN_CASES
from loaders.language.numbers import share
from loaders.language.words import number, say
from pages.shared.charts.base import figure_of
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, bold, italic, lines, trace, width
from pages.shared.charts.palette import Palette

_CELL = 46
_HEADING = 40
"""Pixels: how high a cell is, and the names of the columns."""


class Cell(NamedTuple):
    """A count and the whole that it is a part of; n: None where no figure stands, over: None where there is no whole."""

    n: float | None
    over: float | None

    @property
    def few(self) -> bool:
        """Whether the whole is too small for a share."""
        return self.n is not None and bool(self.over) and (self.over or 0) < MIN_CASES

    @property
    def part(self) -> float:
        """The share that shades the cell, 0 where none is shown."""
        return self.n / self.over if self.n and self.over and not self.few else 0.0


Cells = Sequence[Sequence[Cell]]


@cached_figure
def heat(
    cells: Cells,
    rows: Sequence[str],
    columns: Sequence[str],
    notes: Sequence[str],
    heading: str,
    palette: Palette,
    lang: str,
    full: float = 1.0,
    blank: str = "",
) -> Figure:
    """Counts with their shares, the darker the larger; a zero has no shade, a cell without a count a dotted edge.

    notes, heading: what stands right of each row, and above that; full: the share with the strongest shade; blank: the
    word for a cell without a count, if not that its figure is missing.
    """
    blank = blank or say("value.unasked", lang)
    right = 20 + max((width(t) for t in (*notes, heading)), default=0)
    left = 12 + max((width(r, 13) for r in rows), default=0)
    figure = figure_of(
        palette, _HEADING + 4 + _CELL * len(rows), margin={"l": left, "r": right, "t": _HEADING, "b": 4},
        barmode="overlay", bargap=0, hovermode="closest",
    )  # fmt: skip
    shades = [[min(c.part / full, 1.0) for c in line] for line in cells]
    hover = [
        [_hover(row, column, cell, blank, lang) for column, cell in zip(columns, line, strict=True)]
        for row, line in zip(rows, cells, strict=True)
    ]
    figure.add_trace(
        trace(
            "heatmap", z=shades, x=list(range(len(columns))), y=list(range(len(rows))), hovertext=hover,
            hoverinfo="text", colorscale=palette.heat, zmin=0, zmax=1, showscale=False, xgap=2, ygap=2,
        )
    )  # fmt: skip
    _write(figure, cells, shades, blank, palette, lang)
    _hatch(figure, cells, palette)
    for y, note in enumerate(notes):
        figure.add_annotation(
            x=1, y=y, xref="paper", text=note, showarrow=False, xanchor="left", xshift=6,
            font={"size": 12, "color": palette["ink"]},
        )  # fmt: skip
    figure.add_annotation(
        x=1, y=1, xref="paper", yref="paper", text=bold(heading), showarrow=False, xanchor="left",
        yanchor="bottom", xshift=6, yshift=4, font={"size": 12, "color": palette["muted"]},
    )  # fmt: skip
    figure.update_xaxes(
        side="top", showgrid=False, ticks="", tickangle=0, tickmode="array", tickvals=list(range(len(columns))),
        ticktext=[_folded(c) for c in columns], range=[-0.5, len(columns) - 0.5], automargin=False,
    )  # fmt: skip
    figure.update_yaxes(
        showgrid=False, ticks="", tickmode="array", tickvals=list(range(len(rows))), ticktext=list(rows),
        range=[len(rows) - 0.5, -0.5], automargin=False, tickfont={"color": palette["ink"], "size": 13},
    )  # fmt: skip
    return figure


def _write(
    figure: Figure, cells: Cells, shades: Sequence[Sequence[float]], blank: str, palette: Palette, lang: str
) -> None:
    """The figures in the cells, and a dotted edge around those without one."""
    xs, ys, texts, inks = list[int](), list[int](), list[str](), list[str]()
    for y, line in enumerate(cells):
        for x, cell in enumerate(line):
            xs.append(x)
            ys.append(y)
            texts.append(_text(cell, blank, lang))
            inks.append(palette.on(palette.shade(shades[y][x])) if cell.n and not cell.few else palette["muted"])
            if cell.n is None:
                figure.add_shape(
                    type="rect", x0=x - 0.46, x1=x + 0.46, y0=y - 0.42, y1=y + 0.42,
                    line={"color": palette["outline"], "width": 1, "dash": "dot"},
                )  # fmt: skip
    figure.add_trace(
        trace("scatter", x=xs, y=ys, mode="text", text=texts, textfont={"color": inks, "size": 12}, hoverinfo="skip")
    )


def _hatch(figure: Figure, cells: Cells, palette: Palette) -> None:
    """Pale lines through the cells of few cases; a zero of few is a zero all the same."""
    few = [(x, y) for y, line in enumerate(cells) for x, cell in enumerate(line) if cell.few and cell.n]
    if few:
        figure.add_trace(
            trace(
                "bar", x=[x for x, _ in few], y=[0.9] * len(few), base=[y - 0.45 for _, y in few], width=0.95,
                marker={
                    "color": palette["faint"], "line": {"width": 0},
                    "pattern": {"shape": "/", "size": 7, "solidity": 0.15},
                },
                hoverinfo="skip",
            )
        )  # fmt: skip


def _text(cell: Cell, blank: str, lang: str) -> str:
    if cell.n is None:
        return italic(blank)
    part, base = share(cell.n, cell.over, lang)
    return lines(bold(number(cell.n)), part) if cell.n and base and not cell.few else number(cell.n)


def _hover(row: str, column: str, cell: Cell, blank: str, lang: str) -> str:
    if cell.n is None:
        return f"{row}, {column}: {blank}"
    part, base = share(cell.n, cell.over, lang)
    few = say("chart.heat.few", lang) if cell.few else ""
    return f"{row}, {column}: {number(cell.n) or part}" + (f" · {part}{base}{few}" if base else "")


def _folded(name: str) -> str:
    """The name of a column in two lines where it is long: at a space, or in the middle of Chinese ones."""
    if " " in name:
        return name.replace(" ", "\n", 1)
    half = -(-len(name) // 2)
    return name if len(name) < 7 else f"{name[:half]}\n{name[half:]}"
