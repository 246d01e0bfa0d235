"""A table of `loaders.query.pivot` → what the sum of each row consists of, in words, and the years in which it is partial."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

import polars as pl

from loaders.form.deadlines import is_due
from loaders.language.basis import basis_words
from loaders.language.words import say
from loaders.query.bases import BASIS, bases, bases_apart
from loaders.query.pivot import Pivot, covered
from loaders.query.pivot_layout import addends, keys_of, of_reports
from loaders.query.pivot_order import id_of
from loaders.query.snapshot import Snapshot


class RowBasis(NamedTuple):
    """words: what the sum of a row consists of; partial: the years in which bodies are missing in it, in words."""

    words: str
    partial: str


_Year = tuple[int, str, str]
"""A year, what the sum consists of, and the year in words where bodies are missing in it, else empty."""


def row_bases(snapshot: Snapshot, table: Pivot, lang: str) -> list[RowBasis]:
    """The basis of each row; a row over several years names the years of each basis."""
    layout = table.question
    by, dimensions = addends(layout), of_reports(layout.rows)
    if by == "body" and "body" not in layout.rows:
        return [RowBasis(say("basis.each", lang), "")] * table.rows.height
    keys = [k for d in dimensions if d != "year" for k in keys_of(d)]
    filters = covered(snapshot, layout)
    found = bases_apart(snapshot, filters, by, keys) if by in ("own", "body") else bases(snapshot, filters, by)
    found = found.with_columns(id_of(d).alias(d) for d in dimensions if d != "year")
    by_row, total = (_bases(found, d, by == "body", lang) for d in (dimensions, ()))
    nothing = RowBasis("", "")
    return [
        total.get((), nothing) if is_total else by_row.get(tuple(key), nothing)
        for *key, is_total in table.rows.select(*dimensions, "total").iter_rows()
    ]


def _bases(found: pl.DataFrame, by: Sequence[str], alone: bool, lang: str) -> dict[tuple[object, ...], RowBasis]:
    """The bases by the ids of a row; alone: whether each row is a single body."""
    sums = found.group_by(*dict.fromkeys((*by, "year"))).agg(pl.col(BASIS).sum()).sort("year")
    of: dict[tuple[object, ...], list[_Year]] = {}
    for row in sums.iter_rows(named=True):
        own = alone and not row["areas"]
        due = is_due(row["year"], date.today())
        areas, bodies, expected = (0, 1, 1) if own else (row["areas"], row["bodies"], row["expected"])
        words = basis_words(areas, bodies, expected, lang, due=due)
        partial = row["bodies"] < row["expected"]
        name = str(row["year"]) if due else say("basis.not_due", lang, basis=row["year"])
        of.setdefault(tuple(row[d] for d in by), []).append((row["year"], words, name if partial else ""))
    return {key: RowBasis(_over_years(years, lang), _partial(years, lang)) for key, years in of.items()}


def _over_years(years: Sequence[_Year], lang: str) -> str:
    """The words of each run of years that rest on the same."""
    runs = [(words, [y for y, _, _ in run]) for words, run in groupby(years, key=_words)]
    if len(runs) == 1:
        return runs[0][0]
    return say("list.semicolon", lang).join(
        say("basis.of_year", lang, year=_span(of, lang), basis=words) for words, of in runs
    )


def _span(years: Sequence[int], lang: str) -> str:
    whole = years[-1] - years[0] == len(years) - 1 > 0
    return f"{years[0]}–{years[-1]}" if whole else say("list.comma", lang).join(map(str, years))


def _words(year: _Year) -> str:
    return year[1]


def _partial(years: Sequence[_Year], lang: str) -> str:
    return say("list.comma", lang).join(partial for _, _, partial in years if partial)
