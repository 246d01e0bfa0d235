"""Sums by year and form → upright bars, each form in a panel of its own; no line joins two forms."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from loaders.language.words import number, say
from loaders.output.bases import Basis
from loaders.query.by_template import FORMS
from loaders.query.like_for_like import Breaks
from loaders.query.timeline import TimeNote
from pages.shared.charts.base import Series, figure_of, hatch, year_axis
from pages.shared.charts.breaks import partial_mark, partial_words
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, Values, trace, width
from pages.shared.charts.palette import Palette
from pages.shared.charts.timeline import mark_notes

SINCE_2019 = "since_2019"
"""The forms of 2019 and 2021, where they count alike: parts 三 and 四."""
_ORDER = (*FORMS, SINCE_2019)
_HEIGHT = 270
"""Pixels."""
_GAP = 0.1
"""The gap between two panels, as a share of the figure's width."""
_EDGE = 16
"""The pixels by which the number of an outer bar may reach over the edge of its panel."""
_HATCHES = {"2014": ".", "2019": "/", "mixed": "x", "2021": "", SINCE_2019: ""}


class Panel(NamedTuple):
    """A template, its years from the first to the last with a figure, and the series that have one."""

    template: str
    years: list[int]
    series: list[Series]


def panels(sums: pl.DataFrame, series: Sequence[Series]) -> list[Panel]:
    """The templates under which some series has a figure."""
    out = []
    for template in _ORDER:
        rows = sums.filter(pl.col("form") == template)
        with_figures = [s for s in series if rows[s.column].is_not_null().any()]
        if with_figures:
            years = rows.filter(pl.any_horizontal(pl.col(s.column).is_not_null() for s in with_figures))[
                "year"
            ].to_list()
            out.append(Panel(template, list(range(min(years), max(years) + 1)), with_figures))
    return out


@cached_figure
def panels_by_form(
    sums: pl.DataFrame,
    series: Sequence[Series],
    breaks: Breaks,
    bases: Mapping[str, Mapping[int, Basis]],
    palette: Palette,
    lang: str,
    *,
    wide: bool = False,
    notes: Sequence[TimeNote] = (),
) -> Figure:
    """Upright bars by year, each template in a panel of its own, all on one scale.

    breaks: the years that are not compared with the year before, parted by a dotted line and a word; bases: what the sums
    rest on by form and year, partial ones are marked; notes: on the time axis. wide: the figure has the page's width, so that numbers fit at the ends of
    more bars.
    """
    parts = panels(sums, series)
    figure = figure_of(
        palette, _HEIGHT, barmode="group", bargap=0.3, showlegend=any(len(p.series) > 1 for p in parts),
        margin={"l": 8, "r": 8, "t": 26, "b": 8},
        legend={"orientation": "h", "y": -0.14, "yanchor": "top", "x": 0, "traceorder": "normal", "font": {"size": 12}},
    )  # fmt: skip
    if not parts:
        return figure
    figure.split(1, len(parts), [say(f"disclosure.form.{p.template}", lang) for p in parts], (_GAP, 0))
    highest = max(v for s in series for v in [*sums[s.column].drop_nulls().to_list(), 0]) or 1
    room = 20 if wide else 8
    with_numbers = sum(len(p.years) * len(p.series) for p in parts) <= (30 if wide else 14)
    if with_numbers:
        figure.layout["meta"] = {"labels": _room(sums, parts, bases, lang)}
    for i, (panel, (left, right)) in enumerate(zip(parts, _domains(parts), strict=True)):
        n = "" if i == 0 else i + 1
        figure.layout[f"xaxis{n}"] |= {
            "domain": [left, right], "range": [panel.years[0] - 0.6, panel.years[-1] + 0.6], "showgrid": False,
            "tickangle": 0, **year_axis(panel.years, room * len(panel.years) // sum(len(p.years) for p in parts)),
        }  # fmt: skip
        figure.layout[f"yaxis{n}"] |= {"range": [0, highest * 1.12], "tickformat": ",", "showticklabels": i == 0}
        figure.layout["annotations"][i] |= {"x": (left + right) / 2, "font": {"size": 12, "color": palette["muted"]}}
        rows = {r["year"]: r for r in sums.filter(pl.col("form") == panel.template).iter_rows(named=True)}
        for s in panel.series:
            figure.add_trace(
                _bars(panel, s, rows, bases.get(panel.template, {}), palette, lang, with_numbers=with_numbers),
                col=i + 1,
            )
        mark_notes(figure, panel.years, notes, palette, i + 1)
        _part_years(figure, i + 1, panel, breaks, palette, lang)
        if i:
            _add_break(figure, left, palette, lang)
    return figure


def _room(sums: pl.DataFrame, parts: Sequence[Panel], bases: Mapping[str, Mapping[int, Basis]], lang: str) -> int:
    """The pixels from which on the numbers above the bars, with the marks of partial sums, do not touch each other."""
    widest = 0.0
    for p in parts:
        rows = {r["year"]: r for r in sums.filter(pl.col("form") == p.template).iter_rows(named=True)}
        numbers = zip(*(_numbers(p, s, rows, bases.get(p.template, {}), lang) for s in p.series), strict=True)
        wide = [width(text, 11) for of_year in numbers for text in of_year]
        # A number stands over the middle of its bar and may reach over an empty or a narrow one beside it.
        widest = max(widest, wide[0] - _EDGE, wide[-1] - _EDGE, *((a + b) / 2 for a, b in pairwise(wide)))
    bars = sum(len(p.years) * len(p.series) for p in parts)
    filled = 1 - _GAP * (len(parts) - 1) if all(len(p.series) == 1 for p in parts) else 0.66
    return 60 + round(bars * (4 + widest) / filled)


def _numbers(
    panel: Panel, series: Series, rows: Mapping[int, Values], bases: Mapping[int, Basis], lang: str
) -> list[str]:
    """What stands above the bars of a series, with the marks of partial sums."""
    return [number(rows.get(y, {}).get(series.column), lang) + partial_mark(y, bases) for y in panel.years]


def _part_years(figure: Figure, col: int, panel: Panel, breaks: Breaks, palette: Palette, lang: str) -> None:
    """A dotted line and a word in a panel before each year that is not compared with the one before."""
    n = "" if col == 1 else col
    for year in panel.years[1:]:
        broken = [s.column for s in panel.series if year in breaks.of(s.column)]
        if not broken:
            continue
        figure.add_shape(
            type="line", xref=f"x{n}", yref="paper", x0=year - 0.5, x1=year - 0.5, y0=0, y1=1,
            line={"color": palette["outline"], "dash": "dot", "width": 1},
        )  # fmt: skip
        figure.add_annotation(
            col=col, text=say(f"chart.break.{breaks.reason(broken[0], year)}", lang), x=year - 0.5, y=1, yref="y domain",
            textangle=-90, showarrow=False, xanchor="right", yanchor="top", font={"size": 10, "color": palette["muted"]},
        )  # fmt: skip


def _domains(parts: Sequence[Panel]) -> list[tuple[float, float]]:
    """The left and the right edge of each panel, as shares of the figure's width: a year is about as wide in each."""
    widths = [len(p.years) + 0.4 for p in parts]
    free = 1 - _GAP * (len(parts) - 1)
    edges, left = [], 0.0
    for part in widths:
        right = left + free * part / sum(widths)
        edges.append((left, right))
        left = right + _GAP
    return edges


def _bars(
    panel: Panel,
    series: Series,
    rows: Mapping[int, Values],
    bases: Mapping[int, Basis],
    palette: Palette,
    lang: str,
    *,
    with_numbers: bool,
) -> Values:
    values = [rows.get(y, {}).get(series.column) for y in panel.years]
    pattern = hatch(_HATCHES[panel.template], palette)
    return trace("bar",
        x=panel.years, y=values, name=series.name, legendgroup=series.column, marker={
            "color": palette[series.meaning], "line": {"color": palette["outline"], "width": 0.5}, "pattern": pattern,
        },
        text=_numbers(panel, series, rows, bases, lang) if with_numbers else None, textposition="outside", textangle=0,
        textfont={"color": palette["ink"], "size": 11}, cliponaxis=False, constraintext="none",
        hovertext=[_hover(panel.template, y, series, rows.get(y), lang) + partial_words(y, bases, lang) for y in panel.years], hoverinfo="text",
    )  # fmt: skip


def _hover(template: str, year: int, series: Series, row: Values | None, lang: str) -> str:
    if row is None:
        return ""
    value, n = row[series.column], row[f"{series.column}.reports"]
    words = {"form": say(f"disclosure.form.{template}", lang), "year": year, "name": series.name, "n": n}
    return say("disclosure.hover", lang, value=number(value, lang) or say("value.unasked", lang), **words)


def _add_break(figure: Figure, left: float, palette: Palette, lang: str) -> None:
    """A dotted line and a word in the gap before a panel; left: the panel's left edge."""
    x = left - _GAP * 0.3
    figure.add_shape(
        type="line", xref="paper", yref="paper", x0=x, x1=x, y0=0, y1=1,
        line={"color": palette["outline"], "dash": "dot", "width": 1},
    )  # fmt: skip
    figure.add_annotation(
        text=say("disclosure.break", lang), x=left - _GAP * 0.6, y=0.5, xref="paper", yref="paper", textangle=-90,
        showarrow=False, xanchor="center", font={"size": 11, "color": palette["muted"]},
    )  # fmt: skip


def panels_text(
    title: str,
    sums: pl.DataFrame,
    series: Sequence[Series],
    breaks: Breaks,
    bases: Mapping[str, Mapping[int, Basis]],
    lang: str,
) -> str:
    """The figures of each template, year by year; breaks, bases: as of `panels_by_form`."""
    parts = []
    for panel in panels(sums, series):
        rows = sums.filter(pl.col("form") == panel.template).sort("year")
        for s in panel.series:
            figures = [
                _mark(year, s.column, breaks, lang)
                + say("disclosure.alt.figure", lang, year=year, value=number(value, lang))
                + partial_words(year, bases.get(panel.template, {}), lang)
                for year, value in rows.select("year", s.column).iter_rows()
                if value is not None
            ]
            words = {"form": say(f"disclosure.form.{panel.template}", lang), "name": s.name}
            parts.append(say("disclosure.alt.part", lang, figures=say("list.comma", lang).join(figures), **words))
    if not parts:
        return say("disclosure.none", lang)
    return say("disclosure.alt", lang, title=title, parts=say("list.semicolon", lang).join(parts))


def _mark(year: int, column: str, breaks: Breaks, lang: str) -> str:
    """Why a year is not compared with the one before; empty where it is."""
    if year not in breaks.of(column):
        return ""
    return say("disclosure.alt.apart", lang, why=say(f"chart.break.{breaks.reason(column, year)}", lang))
