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
    """The largest value of a complete sum, the sum of all, and which sums are partial; ranking: none without a value."""
    whole, partial = ranking.filter(~pl.col("partial")), ranking.filter("partial")
    total, n = number(sum(ranking["value"].to_list()), lang), ranking.height
    texts = []
    if whole.height:
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
