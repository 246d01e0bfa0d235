"""A store and a filter → all sums that a briefing speaks of, asked for once, and the years and links that go with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import polars as pl

from loaders.form.metrics import METRIC
from loaders.form.vocabulary import APPLICANTS, MAIN_OUTCOMES, REQUEST_ITEMS, REVIEW_COLUMNS, REVIEW_ITEMS
from loaders.language.words import number, say
from loaders.output.bases import Basis, bases_of_years
from loaders.output.briefing.text import gap
from loaders.query import coverage, options
from loaders.query import filter_urls as choices
from loaders.query.cell_states import cell_states, report_counts
from loaders.query.filters import Filter
from loaders.query.like_for_like import basis_breaks
from loaders.query.plan import vertical_count
from loaders.query.snapshot import Snapshot
from loaders.query.sums import excluded_count
from loaders.query.years import Years, over_years

YEARS = 6
"""Years that charts and tables go back where one year is chosen."""
OUTCOMES = MAIN_OUTCOMES
NORMS = ("issued", "repealed", "in_force")
DECISIONS = ("permits", "penalties", "coercion")
ROUTES = tuple(t.id for t in REVIEW_ITEMS)
WHO = tuple(a.id for a in APPLICANTS if a.id != "total")
REASONS = tuple(t.id for t in REQUEST_ITEMS if t.group in ("denied", "unavailable", "not_processed"))
IDS = (
    "received_new", "carried_in", "total_processed", "carried_out", *OUTCOMES, "granted_rate", "disclosure_rate",
    "carry_over_rate", "natural_person_share", "review_total", "litigation_total", "correction_rate",
    "correction_rate_all", "review_rate",
    *(f"disclosure.normative_documents.{c}" for c in NORMS), *(f"disclosure.{i}.decisions" for i in DECISIONS),
    "disclosure.fees.amount_wan_yuan",
    *(f"requests.received_new.{a}" for a in WHO), *(f"requests.{i}.total" for i in REASONS),
    *(f"reviews.{r}.{c.id}" for r in ROUTES for c in REVIEW_COLUMNS),
)  # fmt: skip


_ABOVE: dict[str, tuple[str, ...]] = {"province": (), "city": ("province",), "county": ("province", "city")}
"""The columns that name what a division of a level lies in."""


@dataclass(frozen=True)
class Survey:
    """What was found. day: the briefing's, by which reports are due or not. year: the one that is spoken of; past: the rows of the years that charts show, oldest first, and
    `over` the filter that lets these through; area, own: the reports added up in the year; changed: the years whose
    reports are not those of the year before; bases: what the total of each year rests on.
    """

    snapshot: Snapshot
    filters: Filter
    lang: str
    day: date
    data: str
    base: str
    found: Years
    past: pl.DataFrame
    over: Filter
    area: int
    own: int
    changed: tuple[int, ...]
    bases: Mapping[int, Basis]

    @property
    def year(self) -> int | None:
        return self.found.year

    @property
    def listed(self) -> Filter:
        """The filter of lists of bodies and issues: the years chosen, else the one that is spoken of."""
        return self.filters if self.filters.years else self.filters.only(self.year)

    def say(self, key: str, **words: object) -> str:
        """A text of the catalogue in the briefing's language."""
        return say(key, self.lang, **words)

    def figure(self, value: float | None) -> str:
        """A figure, or the word for none."""
        return number(value, self.lang) or self.say("value.unasked")

    def mark(self, year: int) -> str:
        """What stands behind a year whose total is a partial sum, ` ◇ 2/10`; else empty."""
        return self.bases[year].mark if year in self.bases and self.bases[year].partial else ""

    def missing(self, year: int, id_: str) -> str:
        """The word for a figure without a number in a year: `未列` where no form of the year has its cells."""
        states = cell_states(self.snapshot, self.filters, year, METRIC[id_].cells if id_ in METRIC else (id_,))
        unlisted = all(s.reports and s.unlisted == s.reports for s in states)
        return self.say("briefing.state.unlisted" if unlisted else "value.unasked")

    def link(self, page: str, filters: Filter) -> str:
        """The address of the page that shows the same."""
        there = {**choices.parameters(filters), "lang": self.lang, **({"data": self.data} if self.data else {})}
        return f"{self.base}/{page}?{urlencode(there, doseq=True)}"


def survey(snapshot: Snapshot, filters: Filter, lang: str, day: date, data: str = "", base: str = "") -> Survey:
    """Asks for all that a briefing speaks of; data, base: the store's name and the server's address, for links."""
    found = over_years(snapshot, filters, IDS, day)
    year = found.year
    alone = len(filters.years) == 1
    rows = found.every.filter(pl.col("year") <= year) if alone else found.shown
    past = rows.tail(YEARS) if alone else rows
    area, own = report_counts(snapshot, filters, year) if year is not None else (0, 0)
    return Survey(
        snapshot, filters, lang, day, data, base, found, past, filters.without_years() if alone else filters, area, own,
        basis_breaks(snapshot, filters, past["year"].to_list()), bases_of_years(snapshot, filters.without_years(), lang),
    )  # fmt: skip


def place(snapshot: Snapshot, filters: Filter, lang: str) -> str:
    """What a filter is about, for a title: a body, places, or what all places of the store have in common."""
    if filters.bodies:
        bodies = list(options.names(snapshot, filters.bodies).values())
        return bodies[0] if len(bodies) == 1 else say("briefing.bodies", lang, n=number(len(filters.bodies)))
    if filters.places:
        if len(filters.places) == 1:
            return full_name(snapshot, filters.places[0])
        names = choices.place_names(snapshot)
        named = [names.get(d, d) for d in filters.places]
        if len(named) > 3:
            return say("briefing.places", lang, first=named[0], n=number(len(named)))
        return say("list.comma", lang).join(named)
    divisions = snapshot.rows("divisions", ("division", "province", "city", "district"))
    common = ""
    for column in ("province", "city", "district"):
        values = divisions[column].unique().to_list()
        if len(values) != 1:
            break
        common += values[0] or ""
    return common or say("briefing.everywhere", lang)


def full_name(snapshot: Snapshot, code: str) -> str:
    """`江苏省淮安市洪泽区`: a division behind those that it lies in, as far as the store knows them."""
    node = snapshot.places.of.get(code)
    if node is None:
        return code
    inside = pl.col("division").is_in(list(snapshot.places.divisions((code,))))
    rows = snapshot.rows("divisions", ("division", "province", "city", "district")).filter(inside)
    above = _ABOVE[node.level]
    names = rows.sort("division").select(above).row(0) if rows.height and above else ()
    return "".join(dict.fromkeys(n for n in (*names, node.name) if n))


def method(snapshot: Snapshot, filters: Filter, year: int | None, lang: str) -> str:
    """How sums are made, what was set aside, and what of a year's sum is no area report."""
    texts = [say("page.method", lang)]
    aside = excluded_count(snapshot, filters)
    if aside:
        texts.append(say("page.aside", lang, n=number(aside)))
    if apart := vertical_count(snapshot, filters if year is None else filters.only(year)):
        texts.append(say("page.vertical", lang, n=number(apart)))
    if year is not None:
        areas, there, expected = coverage.partial_total(snapshot, filters, year)
        if areas:
            texts.append(say("page.partial", lang, year=year, areas=areas, n=number(there), all=number(expected)))
    return gap(lang).join(texts)
