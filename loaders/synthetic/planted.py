"""Figures of reports → the same with planted errors of known shares and locations."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from loaders.form.form_2014 import SECTIONS_2014
from loaders.form.vocabulary import APPLICANTS, CELLS, OUTCOMES, STATES, members
from loaders.store.schema import WORDS
from loaders.synthetic.figures import INDEX

ERROR_SHARES = {
    "missing": 0.035, "rejected": 0.012, "late": 0.09, "total_off": 0.03, "carry_off": 0.02, "blank_row": 0.03,
    "unreadable": 0.006, "review_total_zero": 0.012,
}  # fmt: skip
"""The share of reports with each planted error."""
FILED = (1 - ERROR_SHARES["missing"]) * (1 - ERROR_SHARES["rejected"])
"""The share of reports that are filed and can be read."""

_OTHER = members("other")
_ONLY_2021 = [
    i
    for i, c in enumerate(CELLS)
    if c.column in ("issued", "repealed", "in_force") or c.name.startswith("disclosure.fees.amount")
]
_ONLY_2019 = [
    i
    for i, c in enumerate(CELLS)
    if c.column in ("produced", "published", "published_total", "items_last_year", "items_change")
    or c.item in ("other_services", "procurement")
]
_ONLY_2014 = [i for i, c in enumerate(CELLS) if c.section in SECTIONS_2014]
_ONE_ROW = [INDEX[f"requests.other.{a.id}"] for a in APPLICANTS]
_ROWS = [INDEX[f"requests.{o}.{a.id}"] for o in _OTHER for a in APPLICANTS]
_OUTCOMES = np.array([[INDEX[f"requests.{o}.{a.id}"] for a in APPLICANTS] for o in OUTCOMES])
_GRANTED = np.array([INDEX[f"requests.granted.{a.id}"] for a in APPLICANTS[:-1]])


@dataclass(frozen=True)
class Planted:
    """The errors of each report (a column for each), and its bitmaps.

    old: whether it is on the template of 2019. late: days after the deadline. smudged: the rows and cells that are
    unreadable.
    """

    has: pl.DataFrame
    old: np.ndarray
    late: np.ndarray
    smudged: tuple[np.ndarray, np.ndarray]
    bitmaps: pl.DataFrame


def plant(matrix: np.ndarray, year: np.ndarray, rng: np.random.Generator) -> Planted:
    """Plants errors in a matrix of figures, in place: NaN for cells that the template lacks or that are not legible."""
    n = len(matrix)
    has = {error: rng.random(n) < share for error, share in ERROR_SHARES.items()}
    late = np.where(has["late"], rng.integers(3, 70, n), -rng.integers(0, 24, n))
    old = (year < 2021) | (rng.random(n) < 0.04)
    one_row = old | (rng.random(n) < 0.06)
    for columns, asked in ((_ONLY_2021, ~old), (_ONLY_2019, old), (_ONE_ROW, one_row), (_ROWS, ~one_row)):
        for column in columns:
            matrix[~asked, column] = np.nan
    matrix[:, _ONLY_2014] = np.nan
    matrix[:, INDEX["requests.total_processed.total"]] += has["total_off"] * rng.integers(1, 9, n)
    for applicant in ("natural_person", "total"):
        matrix[:, INDEX[f"requests.carried_in.{applicant}"]] += has["carry_off"]
    matrix[has["review_total_zero"], INDEX["reviews.review.total"]] = 0
    blank = _blank(matrix, np.flatnonzero(has["blank_row"]), rng)
    rows = np.flatnonzero(has["unreadable"])
    smudged = rows, rng.choice(_GRANTED, len(rows))
    kept = ~_contains(blank, smudged)
    smudged = smudged[0][kept], smudged[1][kept]
    for cells in (blank, smudged):
        matrix[cells] = np.nan
    marked = {"blank": blank, "unreadable": smudged}
    bitmaps = pl.DataFrame(
        {c: words for s in STATES[1:] for c, words in _bitmap(s, n, marked.get(s, _NO_CELLS)).items()}
    )
    return Planted(pl.DataFrame(has), old, late, smudged, bitmaps)


_NO_CELLS = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)


def _blank(matrix: np.ndarray, rows: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The zeros of four random outcomes in each of the rows, as row and column indices: they are left blank."""
    four = rng.random((len(rows), len(OUTCOMES))).argsort(axis=1)[:, :4]
    columns = _OUTCOMES[four].reshape(len(rows), -1)
    at, which = np.nonzero(matrix[rows[:, None], columns] == 0)
    return rows[at], columns[at, which]


def _contains(cells: tuple[np.ndarray, np.ndarray], others: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """For each of the other cells whether it is among the cells, all as row and column indices."""
    numbers, other_numbers = (rows * len(CELLS) + columns for rows, columns in (cells, others))
    return np.isin(other_numbers, numbers)


def _bitmap(state: str, n: int, cells: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    words = np.zeros((n, WORDS), dtype=np.uint64)
    rows, columns = cells
    np.bitwise_or.at(words, (rows, columns // 64), np.uint64(1) << (columns % 64).astype(np.uint64))
    return {f"{state}_{i}": words[:, i].copy() for i in range(WORDS)}
