"""Lines over years, and what their figures rest on → lines that break where that changes, with a word and open points."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

import polars as pl

from loaders.language.words import say
from loaders.output.bases import Basis
from loaders.query.like_for_like import Breaks
from pages.shared.charts.figure import Figure
from pages.shared.charts.palette import Palette

T = TypeVar("T")


def with_gaps(
    years: Sequence[int], values: Sequence[T | None], breaks: Collection[int]
) -> tuple[list[float], list[T | None]]:
    """The points of a line, with one of no value before each break, so that no line leads to it."""
    points: list[tuple[float, T | None]] = []
    for year, value in zip(years, values, strict=True):
        points += [(year - 0.5, None), (year, value)] if year in breaks else [(year, value)]
    return [x for x, _ in points], [v for _, v in points]


def symbols(years: Sequence[int], bases: Mapping[int, Basis], few: Collection[int] = ()) -> list[str | None]:
    """The sign of each point: open where the year's sum is partial, or in a year of few cases."""
    return ["circle-open" if year in few or partial_mark(year, bases) else "circle" for year in years]


def partial_mark(year: int, bases: Mapping[int, Basis]) -> str:
    """What stands behind a figure of a year whose sum is partial, ` ◇ 2/10`; else empty."""
    return bases[year].mark if year in bases and bases[year].partial else ""


def partial_words(year: int, bases: Mapping[int, Basis], lang: str) -> str:
    """The same in words, for those who do not see it."""
    return say("value.within", lang, text=bases[year].words) if partial_mark(year, bases) else ""


def enough_years(frame: pl.DataFrame, ids: Sequence[str], breaks: Breaks) -> bool:
    """Whether lines over the years of some sums say more than a table: three years, or two that a line joins."""
    years = frame.filter(pl.any_horizontal(pl.col(i).is_not_null() for i in ids))["year"].sort().to_list()
    return len(years) > 2 or (len(years) == 2 and any(years[1] not in breaks.of(i) for i in ids))


def mark_breaks(
    figure: Figure, years: Sequence[int], breaks: Breaks, ids: Sequence[str], palette: Palette, lang: str
) -> None:
    """Adds a dotted line and a word between two years that are not compared.

    ids: the figures that are drawn.
    """
    marked = [y for y in sorted({y for id_ in ids for y in breaks.of(id_)}) if years and years[0] < y <= years[-1]]
    for year in marked:
        figure.add_vline(x=year - 0.5, line={"color": palette["outline"], "dash": "dot", "width": 1})
    for low, (first, last, word) in enumerate(_runs(marked, {y: _reasons(breaks, ids, y, lang) for y in marked})):
        figure.add_annotation(
            x=(first + last) / 2 - 0.5, y=1, yref="paper", yanchor="bottom", yshift=12 * (low % 2), text=word,
            showarrow=False, font={"color": palette["muted"], "size": 11},
        )  # fmt: skip


def _reasons(breaks: Breaks, ids: Sequence[str], year: int, lang: str) -> str:
    reasons = dict.fromkeys(breaks.reason(id_, year) for id_ in ids if year in breaks.of(id_))
    return say("list.comma", lang).join(say(f"chart.break.{r}", lang) for r in reasons)


def _runs(years: Sequence[int], words: Mapping[int, str]) -> list[tuple[int, int, str]]:
    """First and last year of each stretch of years that follow one another with the same word, which stands there once."""
    runs: list[tuple[int, int, str]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1 and runs[-1][2] == words[year]:
            runs[-1] = runs[-1][0], year, words[year]
        else:
            runs.append((year, year, words[year]))
    return runs
