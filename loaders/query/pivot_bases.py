"""A table of `loaders.query.pivot` → the words for what the sum of each row consists of, where one lacks bodies."""

import polars as pl

from loaders.language.basis import basis_words
from loaders.language.words import say
from loaders.query.bases import BASIS, bases
from loaders.query.pivot import Pivot, covered
from loaders.query.pivot_layout import addends
from loaders.query.pivot_order import id_of
from loaders.query.snapshot import Snapshot

_KNOWN = ("province", "city", "district", "year")
"""The dimensions of reports by which `bases` tells what is expected."""
_OTHER = ("body", "kind", "level")


def row_bases(snapshot: Snapshot, table: Pivot, lang: str) -> list[str]:
    """The basis of each row; empty where no row lacks a body, and where rows are of bodies, kinds or levels.

    A row over several years names those whose sums lack bodies.
    """
    layout = table.question
    if {*_OTHER} & {*layout.rows}:
        return []
    dimensions = [d for d in layout.rows if d in _KNOWN]
    found = bases(snapshot, covered(snapshot, layout), addends(layout))
    if not (found["bodies"] < found["expected"]).any():
        return []
    ids = [id_of(d).alias(d) for d in dimensions if d != "year"]
    found = found.with_columns(ids)
    by_row, total = _texts(found, dimensions, lang), _texts(found, [], lang)
    return [
        total.get((), "") if is_total else by_row.get(tuple(key), "")
        for *key, is_total in table.rows.select(*dimensions, "total").iter_rows()
    ]


def _texts(found: pl.DataFrame, by: list[str], lang: str) -> dict[tuple[object, ...], str]:
    """The words by the ids of a row."""
    sums = found.group_by(*dict.fromkeys((*by, "year"))).agg(pl.col(BASIS).sum()).sort("year")
    texts: dict[tuple[object, ...], list[tuple[int, str, bool]]] = {}
    for row in sums.iter_rows(named=True):
        words = basis_words(row["areas"], row["bodies"], row["expected"], lang)
        texts.setdefault(tuple(row[d] for d in by), []).append((row["year"], words, row["bodies"] < row["expected"]))
    return {key: _over_years(years, lang) for key, years in texts.items()}


def _over_years(years: list[tuple[int, str, bool]], lang: str) -> str:
    if len({words for _, words, _ in years}) == 1:
        return years[0][1]
    lacking = [say("basis.of_year", lang, year=year, basis=words) for year, words, partial in years if partial]
    return say("list.semicolon", lang).join(lacking) or years[-1][1]
