"""Filters → the sums on the page of requests: by year, by ground, by applicant, by row of the form."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from loaders.form.metrics import DENIED, NOT_PROCESSED, OTHER_PARTS, UNAVAILABLE
from loaders.form.vocabulary import APPLICANTS, MAIN_OUTCOMES, REQUEST_ITEMS
from loaders.output import summaries
from loaders.output.bases import Basis
from loaders.query.same_reports import Balance, Part, balance, parts_of
from loaders.query.sums import sums
from loaders.query.years import Years, over_years
from pages.requests.receivers import Receivers
from pages.requests.receivers import load as load_receivers
from pages.requests.refusals import Refusals
from pages.requests.refusals import load as load_refusals
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question
from pages.shared.parts.rests_on import year_bases

Sums = Mapping[str, float | None]
"""Metric or cell → its sum, None where no report has a number."""

VOLUMES = ("received_new", "carried_in", "total_processed", "carried_out")
OUTCOMES = MAIN_OUTCOMES
GROUNDS = {"denied": DENIED, "unavailable": UNAVAILABLE, "not_processed": NOT_PROCESSED, "other": OTHER_PARTS}
"""Outcome → the rows of the form that give its grounds."""
CELLS = {o: tuple(f"requests.{i}" for i in (() if o == "other" else GROUNDS.get(o, ())) or (o,)) for o in OUTCOMES}
"""Outcome → the rows of the form that it is the sum of; 其他处理 is a row of its own."""
APPLICANT_IDS = tuple(a.id for a in APPLICANTS if a.id != "total")
RECEIVED = tuple(f"requests.received_new.{a}" for a in APPLICANT_IDS)
"""The new requests of each kind of applicant."""
ITEM_TOTALS = tuple(f"requests.{i.id}.total" for i in REQUEST_ITEMS)


@dataclass(frozen=True)
class RequestsData:
    """answer: the page's sentence; years: the sums by year; bases: what each year's total rests on; balance: how
    the latest year's requests balance; parts: each outcome and ground as a part of all processed; grounds, applicants: cells of the latest year, empty where no
    report is added up; items: the totals of all rows of the form by year, newest first; refusals, receivers: of the latest
    year, None where there is none.
    """

    answer: str
    years: Years
    bases: Mapping[int, Basis]
    balance: Balance
    parts: Mapping[str, Part]
    grounds: Sums
    applicants: Sums
    items: pl.DataFrame
    refusals: Refusals | None
    receivers: Receivers | None

    @property
    def newest_first(self) -> pl.DataFrame:
        return self.years.shown.sort("year", descending=True)


def load(question: Question) -> RequestsData:
    """The sums that a page of requests shows."""
    filters = question.filters
    years = cached(over_years, filters, (*VOLUMES, "disclosure_rate", *OUTCOMES, *RECEIVED))
    of_year = filters.only(years.year)
    grounds = tuple(f"requests.{i}.total" for items in GROUNDS.values() for i in items)
    applicants = tuple(f"{c}.{a}" for a in (*APPLICANT_IDS, "total") for o in OUTCOMES for c in CELLS[o])
    return RequestsData(
        answer=cached(summaries.requests, filters, question.lang),
        years=years,
        bases=year_bases(question),
        balance=cached(balance, of_year),
        parts=cached(parts_of, of_year, (*OUTCOMES, *grounds), "total_processed"),
        grounds=_first_row(cached(sums, of_year, grounds)),
        applicants=_first_row(cached(sums, of_year, applicants)),
        items=cached(sums, filters, ITEM_TOTALS).sort("year", descending=True),
        refusals=load_refusals(question, years.year) if years.year is not None and years.now else None,
        receivers=load_receivers(question, years.year) if years.year is not None and years.now else None,
    )


def _first_row(frame: pl.DataFrame) -> Sums:
    return frame.row(0, named=True) if frame.height else {}
