"""Ratios over years → lines from zero, each named at its end with its latest ratio, n and N."""

from collections.abc import Mapping, Sequence

import polars as pl

from loaders.form.metrics import MIN_CASES
from loaders.language.numbers import rate, ratio
from loaders.language.words import say
from loaders.output.bases import Basis
from loaders.query.like_for_like import Breaks
from loaders.query.timeline import TimeNote
from pages.shared.charts.base import Series, all_years, figure_of, year_axis
from pages.shared.charts.breaks import mark_breaks, partial_mark, symbols, with_gaps
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace
from pages.shared.charts.labels import LineEnd, name_line_ends, room_of
from pages.shared.charts.palette import Palette
from pages.shared.charts.timeline import mark_notes

_HEIGHT = 240
"""Pixels."""


@cached_figure
def ratios(
    frame: pl.DataFrame,
    series: Sequence[Series],
    breaks: Breaks,
    bases: Mapping[int, Basis],
    hundred: bool,
    palette: Palette,
    lang: str,
    notes: Sequence[TimeNote] = (),
) -> Figure:
    """Lines of `<id>` over `<id>.over`, in per cent or, if `hundred`, per 100; a year without a ratio is a gap.

    breaks: no line leads to these years; bases: what the sums of years rest on, points of partial ones and of few cases are open;
    notes: on the time axis.
    """
    years, ids = all_years(frame), [s.column for s in series]
    lines: list[tuple[Series, list[float | None], list[str]]] = []
    ends: list[LineEnd] = []
    for s in series:
        pairs = {y: (n, over) for y, n, over in frame.select("year", s.column, f"{s.column}.over").iter_rows()}
        few = [y for y, (_, over) in pairs.items() if over is not None and over < MIN_CASES]
        values = [_value(*pairs.get(y, (None, None)), hundred) for y in years]
        in_words = ratio if hundred else rate
        texts = [
            in_words(*pairs[y], lang) + partial_mark(y, bases) if y in pairs else say("value.none", lang) for y in years
        ]
        lines.append((s, values, texts))
        points = [(y, v, t) for y, v, t in zip(years, values, texts, strict=True) if v is not None]
        if points:
            year, value, text = points[-1]
            ends.append(LineEnd(year, value, palette[s.meaning], s.name, text))
    right = 38 + room_of(ends)
    figure = figure_of(
        palette, _HEIGHT, margin={"l": 8, "r": right, "t": 24 if any(breaks.of(i) for i in ids) else 12, "b": 8}
    )
    for s, values, texts in lines:
        xs, ys = with_gaps(years, values, breaks.of(s.column))
        said = [f"{y} {s.name} {t}" for y, t in zip(years, texts, strict=True)]
        signs, hovers = (with_gaps(years, of, breaks.of(s.column))[1] for of in (symbols(years, bases, few), said))
        figure.add_trace(
            trace(
                "scatter",
                x=xs,
                y=ys,
                mode="lines+markers",
                connectgaps=False,
                cliponaxis=False,
                line={"color": palette[s.meaning], "width": 2.5, "dash": s.dash},
                marker={"size": 6, "symbol": signs},
                hovertext=hovers,
                hoverinfo="text",
            )
        )
    highest = max((v for _, values, _ in lines for v in values if v is not None), default=0) or 1
    name_line_ends(figure, ends, palette, (_HEIGHT - 45) / highest)
    mark_notes(figure, years, notes, palette)
    mark_breaks(figure, years, breaks, ids, palette, lang)
    if not ends:
        figure.add_annotation(
            x=0.5, y=0.5, xref="x domain", yref="y domain", text=say("value.na", lang), showarrow=False,
            font={"size": 14, "color": palette["muted"]},
        )  # fmt: skip
    figure.update_xaxes(**year_axis(years), showgrid=False, range=[years[0] - 0.5, years[-1] + 0.2])
    figure.update_yaxes(range=[0, highest * 1.08], tickformat=",.1~f" if hundred else ".0%", nticks=5)
    return figure


def _value(n: float | None, over: float | None, hundred: bool) -> float | None:
    return None if n is None or not over else n / over * (100 if hundred else 1)
