"""Rows behind a chart → the sentence that says what it shows, for those who do not see it, and what stands behind it."""

from collections.abc import Mapping, Sequence

import polars as pl

from loaders.form.metrics import MIN_CASES
from loaders.language.numbers import rate, ratio, share
from loaders.language.words import number, say
from loaders.output.bases import Basis
from loaders.query.like_for_like import Breaks
from pages.shared.charts.base import Series
from pages.shared.charts.breaks import partial_words
from pages.shared.charts.share_bars import ShareRow

_TOLD = 4
"""Years of which is said that figures are lacking."""


def spans(frame: pl.DataFrame, names: Mapping[str, str], lang: str, breaks: Breaks, bases: Mapping[int, Basis]) -> str:
    """From the first year to the last, how each column changed and when it was most; apart where its line breaks.

    breaks, bases: as of `pages.shared.charts.trend.trend`.
    """
    said = []
    for column, name in names.items():
        line = [(y, v) for y, v in frame.sort("year").select("year", column).iter_rows() if v is not None]
        runs: list[list[tuple[int, float]]] = []
        for point in line:
            if not runs or any(runs[-1][-1][0] < year <= point[0] for year in breaks.of(column)):
                runs.append([])
            runs[-1].append(point)
        if runs:
            said.append(say("spoken.broken", lang).join(_span(run, name, bases, lang) for run in runs))
    return say("list.semicolon", lang).join(said) or say("value.unasked", lang)


def _span(line: Sequence[tuple[int, float]], name: str, bases: Mapping[int, Basis], lang: str) -> str:
    """How a figure changed over years that may be compared."""
    first, last = line[0][0], line[-1][0]
    texts = {y: number(v) + partial_words(y, bases, lang) for y, v in line}
    if first == last:
        return say("spoken.year", lang, year=last, name=name, n=texts[last])
    peak = max(line, key=lambda p: p[1])[0]
    ends = {"first": first, "last": last, "a": texts[first], "b": texts[last]}
    return say("spoken.span", lang, name=name, peak=peak, most=texts[peak], **ends)


def rates(
    frame: pl.DataFrame, id_: str, name: str, lang: str, bases: Mapping[int, Basis], *, hundred: bool = False
) -> str:
    """A rate by year, n and N with each; hundred: as so many per 100; bases: as of `pages.shared.charts.trend.trend`."""
    say_it = ratio if hundred else rate
    told = [
        f"{year} {say_it(n, over, lang)}{partial_words(year, bases, lang)}"
        for year, n, over in frame.sort("year").select("year", id_, f"{id_}.over").iter_rows()
    ]
    return say("spoken.list", lang, name=name, list=say("list.comma", lang).join(told))


def parts(name: str, names: Sequence[str], values: Sequence[float | None], lang: str) -> str:
    """The parts of a sum, the largest first, each with its share; a sum of few cases has none."""
    total = sum(v for v in values if v is not None)
    known = sorted(((v, n) for n, v in zip(names, values, strict=True) if v is not None), key=lambda p: -p[0])
    told = [
        f"{n} {number(v)}" + (say("value.percent", lang, share=share(v, total, lang)[0]) if total >= MIN_CASES else "")
        for v, n in known
    ]
    return say("spoken.list", lang, name=name, list=say("list.comma", lang).join(told) or say("value.unasked", lang))


def share_rows(rows: Sequence[ShareRow], series: Sequence[Series], lang: str) -> str:
    """Rows of parts, one after another; a heading is only named."""
    names = [s.name for s in series]
    return say("list.semicolon", lang).join(parts(r.name, names, r.parts, lang) if r.parts else r.name for r in rows)


def lacking(frame: pl.DataFrame, names: Mapping[str, str], lang: str) -> str:
    """Which figures not all of the year's reports give; empty where all do. A figure that none gives speaks for itself."""
    told = []
    for row in frame.sort("year", descending=True).iter_rows(named=True):
        few = [
            say("spoken.few", lang, name=n, n=number(row[f"{c}.reports"]), all=number(row["reports"]))
            for c, n in names.items()
            if 0 < row[f"{c}.reports"] < row["reports"]
        ]
        if few:
            told.append(f"{row['year']} " + say("list.comma", lang).join(few))
    if not told:
        return ""
    more = say("spoken.more", lang) if len(told) > _TOLD else ""
    return " " + say("spoken.lacking", lang, list=say("list.semicolon", lang).join(told[:_TOLD]) + more)
