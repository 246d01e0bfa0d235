"""The rows of a chart on the page of disclosure → the sentence for those who do not see it."""

from collections.abc import Mapping, Sequence

import polars as pl

from loaders.language.words import number, say
from loaders.output.bases import Basis
from loaders.query.like_for_like import Breaks
from pages.disclosure.figures import panels
from pages.shared.charts.base import Series
from pages.shared.charts.breaks import partial_words


def years_text(
    title: str,
    sums: pl.DataFrame,
    series: Sequence[Series],
    breaks: Breaks,
    bases: Mapping[str, Mapping[int, Basis]],
    lang: str,
) -> str:
    """The figures of each template, year by year; breaks, bases: as of `pages.disclosure.figures.over_years`."""
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


def ranking_text(title: str, ranking: pl.DataFrame, lang: str) -> str:
    """The largest value of a complete sum, the sum of all, and which sums are partial; ranking: none without a value."""
    whole, partial = ranking.filter(~pl.col("partial")), ranking.filter("partial")
    total, n = number(sum(ranking["value"].to_list()), lang), ranking.height
    texts = []
    if whole["value"].sum() > 0:
        first = whole.sort("value", descending=True).row(0, named=True)
        words = {"first": first["name"], "value": number(first["value"], lang)}
        texts.append(say("disclosure.ranked.alt", lang, title=title, total=total, n=n, **words))
    else:
        texts.append(say("disclosure.ranked.alt_partial", lang, title=title, total=total, n=n))
    if partial.height:
        listed = [
            say("disclosure.alt.partial_figure", lang, name=name, value=number(value, lang), basis=basis)
            for name, value, basis in partial.select("name", "value", "basis").iter_rows()
        ]
        texts.append(say("disclosure.alt.partial", lang, list=say("list.semicolon", lang).join(listed)))
    return "".join(texts)
