"""The cells of a year → the outcomes of each kind of applicant."""

from collections.abc import Mapping, Sequence

import polars as pl

from loaders.language.words import column_name
from loaders.output.bases import lacking
from pages.requests.data import APPLICANT_IDS, CELLS, OUTCOMES, Sums
from pages.shared.charts.alt_text import parts
from pages.shared.charts.heat import Cell
from pages.shared.frame.question import Question

Counts = Sequence[Sequence[float | None]]
"""A row a kind of applicant, all of them last; in it a number an outcome, None where no cell has one."""


def applicant_names(question: Question) -> list[str]:
    """The names of the kinds of applicants, all of them last."""
    return [column_name("requests", a, question.lang) for a in (*APPLICANT_IDS, "total")]


def outcomes_by_applicant(cells: Sums) -> Counts:
    """Adds up the rows of the form that make each outcome."""
    return [[_sum(cells, o, a) for o in OUTCOMES] for a in (*APPLICANT_IDS, "total")]


def row_sums(counts: Counts) -> list[float]:
    """The sum of the outcomes of each kind of applicant."""
    return [sum(n for n in row if n is not None) for row in counts]


def cells_of(counts: Counts) -> list[list[Cell]]:
    """Each outcome of a kind of applicant as a part of all its outcomes."""
    return [[Cell(n, total) for n in row] for row, total in zip(counts, row_sums(counts), strict=True)]


def alt_text(counts: Counts, names: Mapping[str, str], question: Question) -> str:
    """Each kind of applicant with the shares of its outcomes."""
    outcomes = [names[o] for o in OUTCOMES]
    return question.say("list.semicolon").join(
        parts(name, outcomes, row, question.lang) for name, row in zip(applicant_names(question), counts, strict=True)
    )


def table_of(counts: Counts, cells: Sums, names: Mapping[str, str], question: Question) -> pl.DataFrame:
    """Columns who, each outcome, known (how many reports give them all) and lacking (the outcomes that fewer reports give,
    in words): the rows behind the grid.
    """
    columns = {o: pl.Series([row[i] for row in counts], dtype=pl.Int64) for i, o in enumerate(OUTCOMES)}
    known, lacks = list[int](), list[str]()
    for applicant in (*APPLICANT_IDS, "total"):
        of = {f"{o}.reports": min(int(cells[f"{c}.{applicant}.reports"] or 0) for c in CELLS[o]) for o in OUTCOMES}
        known.append(min(of.values()))
        lacks.append(lacking(of | {"reports": cells["reports"]}, {o: names[o] for o in OUTCOMES}, question.lang))
    return pl.DataFrame({"who": applicant_names(question)} | columns | {"known": known, "lacking": lacks})


def _sum(cells: Sums, outcome: str, applicant: str) -> float | None:
    numbers = [n for c in CELLS[outcome] if (n := cells[f"{c}.{applicant}"]) is not None]
    return sum(numbers) if numbers else None
