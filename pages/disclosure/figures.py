"""Sums by year and form, by place or by kind → the figures of the disclosure page; the two forms never meet in one line."""

from collections.abc import Sequence

import polars as pl

from loaders.language.words import number, say
from loaders.query.by_template import FORMS
from pages.shared.charts.base import Series, figure_of, ticks
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, trace
from pages.shared.charts.palette import Palette

_HEIGHT, _BAR = 270, 24


def panels(rows: pl.DataFrame, series: Sequence[Series]) -> list[tuple[str, list[int], list[Series]]]:
    """The forms that have a figure of some series: the form, its years from the first to the last, the series it has."""
    out = []
    for form in FORMS:
        part = rows.filter(pl.col("form") == form)
        had = [s for s in series if part[s.column].is_not_null().any()]
        if had:
            known = part.filter(pl.any_horizontal(pl.col(s.column).is_not_null() for s in had))["year"]
            out.append((form, list(range(known.min(), known.max() + 1)), had))
    return out


@cached_figure
def by_form(rows: pl.DataFrame, series: Sequence[Series], palette: Palette, lang: str, *, wide: bool = False) -> Figure:
    """Upright bars by year, each form in a panel of its own with a gap and a word between them, all on one scale.

    wide: the figure has the page's width, which more figures at the bars' ends fit into.
    """
    shown = panels(rows, series)
    figure = figure_of(
        palette, _HEIGHT, barmode="group", bargap=0.3, showlegend=any(len(had) > 1 for _, _, had in shown),
        margin={"l": 8, "r": 8, "t": 26, "b": 8},
        legend={"orientation": "h", "y": -0.14, "yanchor": "top", "x": 0, "traceorder": "normal", "font": {"size": 12}},
    )  # fmt: skip
    if not shown:
        return figure
    figure.split(1, len(shown), [say(f"disclosure.form.{form}", lang) for form, _, _ in shown], (0.1, 0))
    gap, years = 0.1, [len(part) + 0.4 for _, part, _ in shown]
    left, room = 0.0, 1 - gap * (len(shown) - 1)
    most = max(v for s in series for v in [*rows[s.column].drop_nulls().to_list(), 0]) or 1
    few = sum(len(part) for _, part, _ in shown) <= (20 if wide else 8)
    bars_in_all = sum(len(part) * len(had) for _, part, had in shown)
    for i, ((form, part, had), width) in enumerate(zip(shown, years, strict=True)):
        right = left + room * width / sum(years)
        n = "" if i == 0 else i + 1
        figure.layout[f"xaxis{n}"] |= {"domain": [left, right], "tickvals": part if few else ticks(part),
                                       "range": [part[0] - 0.6, part[-1] + 0.6], "showgrid": False, "tickangle": 0}  # fmt: skip
        figure.layout[f"yaxis{n}"] |= {"range": [0, most * 1.12], "tickformat": ",", "showticklabels": i == 0}
        figure.layout["annotations"][i] |= {"x": (left + right) / 2, "font": {"size": 12, "color": palette["muted"]}}
        values = {r["year"]: r for r in rows.filter(pl.col("form") == form).iter_rows(named=True)}
        for s in had:
            line = [values.get(y, {}).get(s.column) for y in part]
            figure.add_trace(
                trace("bar",
                    x=part, y=line, name=s.name, legendgroup=s.column, marker={
                        "color": palette[s.meaning], "line": {"color": palette["outline"], "width": 0.5},
                        "pattern": {"shape": "/" if form == "2019" else "x" if form == "mixed" else "", "fgcolor": palette["ground"], "fillmode": "overlay", "size": 6, "solidity": 0.3},
                    },
                    text=[number(v, lang) for v in line] if bars_in_all <= (30 if wide else 14) else None, textposition="outside", textangle=0,
                    textfont={"color": palette["ink"], "size": 11}, cliponaxis=False, constraintext="none",
                    hovertext=[_told(form, y, s, values.get(y), lang) for y in part], hoverinfo="text",
                ),
                col=i + 1,
            )  # fmt: skip
        if i:
            figure.add_shape(
                type="line", xref="paper", yref="paper", x0=left - gap * 0.3, x1=left - gap * 0.3, y0=0, y1=1,
                line={"color": palette["outline"], "dash": "dot", "width": 1},
            )  # fmt: skip
            figure.add_annotation(
                text=say("disclosure.break", lang), x=left - gap * 0.6, y=0.5, xref="paper", yref="paper", textangle=-90,
                showarrow=False, xanchor="center", font={"size": 11, "color": palette["muted"]},
            )  # fmt: skip
        left = right + gap
    return figure


def _told(form: str, year: int, series: Series, row: dict | None, lang: str) -> str:
    if row is None:
        return ""
    value, n = row[series.column], row[f"{series.column}.reports"]
    words = {"form": say(f"disclosure.form.{form}", lang), "year": year, "name": series.name, "n": n}
    return say("disclosure.hover", lang, value=number(value, lang) or say("value.unasked", lang), **words)


def of_forms(title: str, rows: pl.DataFrame, series: Sequence[Series], lang: str) -> str:
    """What the panels show: each form's figures, year by year."""
    parts = []
    for form, _, had in panels(rows, series):
        part = rows.filter(pl.col("form") == form).sort("year")
        for s in had:
            figures = [
                say("disclosure.alt.figure", lang, year=y, value=number(v, lang))
                for y, v in part.select("year", s.column).iter_rows()
                if v is not None
            ]
            words = {"form": say(f"disclosure.form.{form}", lang), "name": s.name}
            parts.append(say("disclosure.alt.part", lang, figures=say("list.comma", lang).join(figures), **words))
    if not parts:
        return say("disclosure.none", lang)
    return say("disclosure.alt", lang, title=title, parts=say("list.semicolon", lang).join(parts))


@cached_figure
def ranked(rows: pl.DataFrame, palette: Palette, lang: str) -> Figure:
    """Horizontal bars from zero, the largest first: columns key, name, value, behind, whether it is a sum of bodies."""
    figure = figure_of(palette, 40 + _BAR * max(rows.height, 2), bargap=0.25, margin={"l": 8, "r": 8, "t": 4, "b": 8})
    values = rows["value"].to_list()
    figure.add_trace(
        trace("bar",
            y=rows["name"].to_list(), x=values, orientation="h", customdata=rows["key"].to_list(),
            marker={"color": palette["primary"]}, text=[number(v, lang) for v in values], textposition="outside", cliponaxis=False,
            textfont={"color": palette["ink"], "size": 12}, hoverinfo="text",
            hovertext=[
                say("disclosure.bar", lang, name=r["name"], value=number(r["value"], lang), behind=r["behind"])
                for r in rows.iter_rows(named=True)
            ],
        )
    )  # fmt: skip
    figure.update_xaxes(rangemode="tozero", tickformat=",", range=[0, (max(values, default=0) or 1) * 1.22], nticks=5)
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    return figure


def of_ranked(title: str, rows: pl.DataFrame, lang: str) -> str:
    """What the bars show: which is the largest, and what all come to."""
    known = rows.filter(pl.col("value").is_not_null())
    words = {"first": known["name"][0], "value": number(known["value"][0], lang), "n": known.height}
    return say("disclosure.ranked.alt", lang, title=title, total=number(known["value"].sum(), lang), **words)
