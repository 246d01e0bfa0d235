"""Bodies × years → plausible figures of their reports, consistent in themselves and over the years, seeded."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loaders.demo.places import PENALTIES, PERMITS, REQUESTS, Body
from loaders.vocabulary import APPLICANTS, OUTCOMES, REVIEW_COLUMNS, REVIEW_ITEMS, members

_SHARES = (0.86, 0.075, 0.004, 0.006, 0.03, 0.025)
"""How requests fall on the six applicants."""
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
Figures = dict[str, np.ndarray]
"""Cell name → one figure a body; NaN where the report's template does not ask."""


@dataclass(slots=True)
class Carried:
    """What the end of a year hands to the next: requests open by applicant, documents in force."""

    requests: np.ndarray
    in_force: np.ndarray


def first_year(bodies: Sequence[Body], rng: np.random.Generator) -> Carried:
    """The state before the first report."""
    n = len(bodies)
    norms = np.array([30.0 if b.kind == "government_office" else 2.0 for b in bodies])
    return Carried(np.zeros((n, 6), dtype=np.int64), rng.poisson(norms))


def figures(bodies: Sequence[Body], year: int, before: Carried, rng: np.random.Generator) -> tuple[Figures, Carried]:
    """The figures of one year for every body but governments, and what they carry out."""
    out: Figures = {}
    open_, processed, outcomes = _requests(bodies, year, before.requests, rng, out)
    _reviews(processed, rng, out)
    in_force = _disclosure(bodies, year, before.in_force, rng, out)
    del outcomes
    return out, Carried(open_, in_force)


def _requests(
    bodies: Sequence[Body], year: int, before: np.ndarray, rng: np.random.Generator, out: Figures
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    size = np.array([b.size for b in bodies])
    base = np.array([REQUESTS.get(b.kind, 0.3) for b in bodies]) * size * 1.06 ** (year - 2019)
    # Skewed as in the real world: most bodies get none, a few get hundreds.
    expected = base * rng.gamma(0.7, 1 / 0.7, len(bodies))
    received = rng.poisson(expected[:, None] * np.array(_SHARES))
    available = received + before
    carried = rng.binomial(available, 0.05)
    processed = available - carried
    weights = np.array([_OUTCOME_WEIGHTS[o] for o in _DETAILED])
    outcomes = rng.multinomial(processed, weights / weights.sum())
    rows = {"received_new": received, "carried_in": before, "total_processed": processed, "carried_out": carried}
    rows |= {o: outcomes[:, :, i] for i, o in enumerate(_DETAILED)}
    rows["other"] = sum(rows[p] for p in _OTHER_PARTS)
    for item, values in rows.items():
        for i, applicant in enumerate(APPLICANTS[:-1]):
            out[f"requests.{item}.{applicant.id}"] = values[:, i].astype(float)
        out[f"requests.{item}.total"] = values.sum(axis=1).astype(float)
    return carried, processed, outcomes


def _reviews(processed: np.ndarray, rng: np.random.Generator, out: Figures) -> None:
    total = processed.sum(axis=1)
    results = np.array((0.66, 0.13, 0.11, 0.10))
    for route, share in zip(REVIEW_ITEMS, (0.055, 0.018, 0.012), strict=True):
        parts = rng.multinomial(rng.binomial(total, share), results)
        for i, column in enumerate(REVIEW_COLUMNS[:-1]):
            out[f"reviews.{route.id}.{column.id}"] = parts[:, i].astype(float)
        out[f"reviews.{route.id}.total"] = parts.sum(axis=1).astype(float)


def _disclosure(
    bodies: Sequence[Body], year: int, in_force: np.ndarray, rng: np.random.Generator, out: Figures
) -> np.ndarray:
    n = len(bodies)
    size = np.array([b.size for b in bodies])
    issued = rng.poisson([4.0 if b.kind == "government_office" else 0.4 for b in bodies])
    repealed = rng.binomial(in_force, 0.06)
    now = in_force + issued - repealed
    zero = np.zeros(n)
    for column, values in (("issued", issued), ("repealed", repealed), ("in_force", now)):
        out[f"disclosure.normative_documents.{column}"] = values.astype(float)
        out[f"disclosure.regulations.{column}"] = zero.copy()
    for column, values in (("produced", issued), ("published", issued), ("published_total", now)):
        out[f"disclosure.normative_documents.{column}"] = values.astype(float)
        out[f"disclosure.regulations.{column}"] = zero.copy()
    for item, table in (
        ("permits", PERMITS),
        ("penalties", PENALTIES),
        ("coercion", PENALTIES),
        ("other_services", PERMITS),
    ):
        scale = {"coercion": 0.05, "other_services": 0.1}.get(item, 1.0)
        expected = np.array([table.get(b.kind, 0) for b in bodies]) * size * scale * rng.lognormal(0, 0.25, n)
        out[f"disclosure.{item}.decisions"] = rng.poisson(expected).astype(float)
        listed = np.array([8 if table.get(b.kind) else 0 for b in bodies])
        change = rng.integers(-2, 3, n) * (listed > 0)
        out[f"disclosure.{item}.items_last_year"] = listed.astype(float)
        out[f"disclosure.{item}.items_change"] = change.astype(float)
    charging = np.array(
        [b.kind in ("natural_resources", "housing_construction", "transport", "public_security") for b in bodies]
    )
    fees = np.round(rng.lognormal(5.0, 1.0, n) * size, 2) * charging
    out["disclosure.fees.amount_wan_yuan"] = fees
    out["disclosure.fees.items_last_year"] = charging.astype(float) * 2
    out["disclosure.fees.items_change"] = zero.copy()
    out["disclosure.procurement.count"] = rng.poisson(6 * size).astype(float)
    out["disclosure.procurement.amount_wan_yuan"] = np.round(rng.lognormal(5.5, 0.8, n) * size, 2)
    return now
