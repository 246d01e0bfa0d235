"""Sums by year on a page → the same with what each year's total rests on, for files and for the names of bars."""

from collections.abc import Mapping, Sequence

import polars as pl

from loaders.output.bases import Basis, bases_of_years, lacking
from pages.shared.charts.breaks import partial_mark
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question


def year_bases(question: Question) -> dict[int, Basis]:
    """What the total of each year rests on."""
    return cached(bases_of_years, question.filters, question.lang)


def basis_of_year(question: Question, year: int | None, bases: Mapping[int, Basis]) -> str:
    """` (2 area reports and 2 of 10 bodies, added up)`: what a year's total consists of; empty where it is not known."""
    basis = bases.get(year or 0)
    return question.say("value.within", text=basis.words) if basis and basis.words else ""


def with_year_basis(
    question: Question,
    rows: pl.DataFrame,
    known: Sequence[float | None],
    year: int | None,
    reports: float | None,
    bases: Mapping[int, Basis],
) -> pl.DataFrame:
    """Rows of one year with what `loaders.output.bases.year_basis_headings` names.

    known: how many reports give the figure of each row; reports: how many were added up.
    """
    basis = bases.get(year or 0)
    counts = pl.lit(reports), pl.lit(basis.expected if basis else None)
    return rows.with_columns(
        pl.Series("known", known, dtype=pl.Int64),
        *(n.cast(pl.Int64).alias(name) for n, name in zip(counts, ("counted", "expected"), strict=True)),
        basis=pl.lit(basis.words if basis else "", dtype=pl.String),
    )


def with_basis(
    question: Question, sums: pl.DataFrame, names: Mapping[str, str], bases: Mapping[int, Basis]
) -> pl.DataFrame:
    """The sums with `basis` (what the year's total consists of), `lacking` (which figures not all of its reports give), and
    `label`, the year with the mark of a partial sum.

    names: of the figures that are shown, by their ids.
    """
    years = sums["year"].to_list()
    texts = {
        "basis": [bases[y].words if y in bases else "" for y in years],
        "lacking": [lacking(row, names, question.lang) for row in sums.iter_rows(named=True)],
        "label": [f"{y}{partial_mark(y, bases)}" for y in years],
    }
    return sums.with_columns(pl.Series(name, of, dtype=pl.String) for name, of in texts.items())
