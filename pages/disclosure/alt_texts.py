"""The rows of a chart on the page of disclosure → the sentence for those who do not see it."""

from collections.abc import Sequence

import polars as pl

from loaders.language.words import number, say
from pages.disclosure.figures import panels
from pages.shared.charts.base import Series


def years_text(title: str, sums: pl.DataFrame, series: Sequence[Series], lang: str) -> str:
    """The figures of each template, year by year."""
    parts = []
    for panel in panels(sums, series):
        rows = sums.filter(pl.col("form") == panel.template).sort("year")
        for s in panel.series:
            figures = [
                say("disclosure.alt.figure", lang, year=year, value=number(value, lang))
                for year, value in rows.select("year", s.column).iter_rows()
                if value is not None
            ]
            words = {"form": say(f"disclosure.form.{panel.template}", lang), "name": s.name}
            parts.append(say("disclosure.alt.part", lang, figures=say("list.comma", lang).join(figures), **words))
    if not parts:
        return say("disclosure.none", lang)
    return say("disclosure.alt", lang, title=title, parts=say("list.semicolon", lang).join(parts))


def ranking_text(title: str, ranking: pl.DataFrame, lang: str) -> str:
    """The largest value, and the sum of all; ranking: the largest first, none without a value."""
    first, values = ranking["name"][0], ranking["value"].to_list()
    largest, total = number(values[0], lang), number(sum(values), lang)
    return say("disclosure.ranked.alt", lang, title=title, total=total, first=first, value=largest, n=len(values))
