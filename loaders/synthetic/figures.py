"""Bodies × years and a seed → plausible figures of their reports, consistent within a report and over the years."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from loaders.bodies.kinds import VERTICAL
from loaders.form.vocabulary import APPLICANTS, CELLS, OUTCOMES, REVIEW_COLUMNS, REVIEW_ITEMS, members
from loaders.synthetic.organs import CHARGING, PENALTIES, PERMITS, REQUESTS

INDEX = {cell.name: i for i, cell in enumerate(CELLS)}
"""The column of each cell in a matrix of figures."""
_SHARES = (0.86, 0.075, 0.004, 0.006, 0.03, 0.025)
"""The shares of the six applicants in requests."""
_OUTCOME_WEIGHTS = {
    "granted": 46, "partially_granted": 9, "denied_state_secret": 0.3, "denied_law_prohibits": 0.8,
    "denied_safety_stability": 0.3, "denied_third_party": 2.2, "denied_internal_affairs": 1.6,
    "denied_process_information": 2.0, "denied_enforcement_file": 2.4, "denied_administrative_inquiry": 1.5,
    "unavailable_not_held": 17, "unavailable_needs_creation": 2.4, "unavailable_unclear": 1.2,
    "not_processed_petition": 3.2, "not_processed_repeat": 2.0, "not_processed_publication": 0.3,
    "not_processed_excessive": 0.6, "not_processed_reissue": 0.5, "other_overdue_correction": 2.2,
    "other_unpaid_fee": 0.2, "other_other": 3.3,
}  # fmt: skip
_DETAILED = tuple(o for o in OUTCOMES if o != "other")
_OTHER_PARTS = members("other")


@dataclass(frozen=True)
class Means:
    """The expected figures of a year, each an array over the bodies."""

    size: np.ndarray
    requests: np.ndarray
    documents: np.ndarray
    permits: np.ndarray
    penalties: np.ndarray
    charging: np.ndarray


def figures(bodies: pl.DataFrame, years: range, rng: np.random.Generator) -> np.ndarray:
    """The figures of all years, one year after the other: a row for each body, a column for each cell of any template."""
    n = bodies.height
    matrix = np.zeros((n * len(years), len(CELLS)), order="F")
    means = _means(bodies)
    open_ = np.zeros((n, len(_SHARES)), dtype=np.int64)
    in_force = rng.poisson(np.where(means.documents > 1, 30.0, 2.0))
    for t, year in enumerate(years):
        now = matrix[t * n : (t + 1) * n]
        open_ = _requests(means, year, open_, rng, now)
        in_force = _disclosure(means, in_force, rng, now)
        _add_up(bodies, now)
    return matrix


def _means(bodies: pl.DataFrame) -> Means:
    size = bodies["size"].to_numpy()

    def of_kind(table: Mapping[str, float], default: float = 0.0) -> np.ndarray:
        values = {k: float(v) for k, v in table.items()}
        return bodies["kind"].replace_strict(values, default=default, return_dtype=pl.Float64).to_numpy()

    return Means(
        size,
        of_kind(REQUESTS, 0.3) * size,
        of_kind({"government_office": 4.0}, 0.4),
        of_kind(PERMITS) * size,
        of_kind(PENALTIES) * size,
        of_kind(dict.fromkeys(CHARGING, 1)),
    )


def _add_up(bodies: pl.DataFrame, now: np.ndarray) -> None:
    """A government reports on its whole area: its figures are the sum over the bodies in it, those under vertical
    management aside.
    """
    governments = bodies.with_row_index("row").filter(pl.col("kind") == "people_government")
    rows = governments["row"].to_numpy()
    now[rows] = 0.0
    in_areas = np.where(bodies["kind"].is_in(list(VERTICAL)).to_numpy()[:, None], 0.0, now)
    # An area begins with its government, and ends where the next one of its level or above begins.
    sums = []
    for levels in (("province",), ("province", "city"), ("province", "city", "county")):
        starts = governments.filter(pl.col("level").is_in(levels))
        at = starts["row"].to_numpy()
        if at.size:
            of_level = (starts["level"] == levels[-1]).to_numpy()
            sums.append((at[of_level], np.add.reduceat(in_areas, at, axis=0)[of_level]))
    for at, values in sums:
        now[at] = np.round(values, 2)


def _requests(means: Means, year: int, before: np.ndarray, rng: np.random.Generator, now: np.ndarray) -> np.ndarray:
    # Skewed as in reality: most bodies get no request, a few get hundreds.
    expected = means.requests * 1.06 ** (year - 2019) * rng.gamma(0.7, 1 / 0.7, len(means.size))
    received = rng.poisson(expected[:, None] * np.array(_SHARES))
    available = received + before
    carried: np.ndarray = rng.binomial(available, 0.05)
    processed = available - carried
    weights = np.array([_OUTCOME_WEIGHTS[o] for o in _DETAILED])
    outcomes = rng.multinomial(processed, weights / weights.sum())
    rows = {"received_new": received, "carried_in": before, "total_processed": processed, "carried_out": carried}
    rows |= {o: outcomes[:, :, i] for i, o in enumerate(_DETAILED)}
    rows["other"] = sum(rows[p] for p in _OTHER_PARTS)
    for item, values in rows.items():
        for i, applicant in enumerate(APPLICANTS[:-1]):
            now[:, INDEX[f"requests.{item}.{applicant.id}"]] = values[:, i]
        now[:, INDEX[f"requests.{item}.total"]] = values.sum(axis=1)
    _reviews(processed.sum(axis=1), rng, now)
    return carried


def _reviews(processed: np.ndarray, rng: np.random.Generator, now: np.ndarray) -> None:
    results = np.array((0.66, 0.13, 0.11, 0.10))
    for route, share in zip(REVIEW_ITEMS, (0.055, 0.018, 0.012), strict=True):
        parts = rng.multinomial(rng.binomial(processed, share), results)
        for i, column in enumerate(REVIEW_COLUMNS[:-1]):
            now[:, INDEX[f"reviews.{route.id}.{column.id}"]] = parts[:, i]
        now[:, INDEX[f"reviews.{route.id}.total"]] = parts.sum(axis=1)


def _disclosure(means: Means, in_force: np.ndarray, rng: np.random.Generator, now: np.ndarray) -> np.ndarray:
    n = len(means.size)

    def put(item: str, column: str, values: np.ndarray) -> None:
        now[:, INDEX[f"disclosure.{item}.{column}"]] = values

    issued = rng.poisson(means.documents)
    repealed = rng.binomial(in_force, 0.06)
    left = in_force + issued - repealed
    for column, values in (
        ("issued", issued), ("repealed", repealed), ("in_force", left),
        ("produced", issued), ("published", issued), ("published_total", left),
    ):  # fmt: skip
        put("normative_documents", column, values)
    for item, expected in (
        ("permits", means.permits),
        ("penalties", means.penalties),
        ("coercion", means.penalties * 0.05),
        ("other_services", means.permits * 0.1),
    ):
        put(item, "decisions", rng.poisson(expected * rng.lognormal(0, 0.25, n)))
        put(item, "items_last_year", np.where(expected > 0, 8, 0))
        put(item, "items_change", rng.integers(-2, 3, n) * (expected > 0))
    put("fees", "amount_wan_yuan", np.round(rng.lognormal(5.0, 1.0, n) * means.size, 2) * means.charging)
    put("fees", "items_last_year", means.charging * 2)
    put("procurement", "count", rng.poisson(6 * means.size))
    put("procurement", "amount_wan_yuan", np.round(rng.lognormal(5.5, 0.8, n) * means.size, 2))
    return left
