"""A store → how long each query of each page takes, by what is chosen, and how long DuckDB takes for the same sums."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import polars as pl

from loaders.checks import arithmetic
from loaders.form.metrics import measures
from loaders.form.vocabulary import APPLICANTS, CELLS, GROUPS, OUTCOMES, REQUEST_ITEMS, REVIEW_COLUMNS, REVIEW_ITEMS
from loaders.output import summaries
from loaders.query import (
    body,
    by_template,
    compare,
    coverage,
    issues,
    largest_changes,
    mismatches,
    options,
    report,
    sums,
    years,
)
from loaders.query.filters import EVERYTHING, Filter
from loaders.query.snapshot import Snapshot

_GROUPS = tuple(g.id for g in GROUPS)
_KEY = ("received_new", "total_processed", "disclosure_rate", "review_total", "correction_rate", "carried_out")
_OUTCOMES = ("granted", "partially_granted", *_GROUPS)
_GRID = tuple(f"requests.{i}.{a.id}" for i in OUTCOMES for a in APPLICANTS[:-1])
_ITEMS = tuple(f"requests.{t.id}.total" for t in REQUEST_ITEMS)
_REVIEWS = tuple(f"reviews.{i.id}.{c.id}" for i in REVIEW_ITEMS for c in REVIEW_COLUMNS)
_DISCLOSURE = tuple(c.name for c in CELLS if c.section == "disclosure")


@dataclass(frozen=True)
class Asked:
    """What is asked: a filter, the year that a page speaks of, a kind and a body with reports."""

    filters: Filter
    year: int
    kind: str
    body: str
    report: str


Queries = list[tuple[Callable[..., Any], tuple[Any, ...]]]


def frame_queries(a: Asked) -> Queries:
    """What the frame and the foot of every page ask."""
    return [
        (options.years, ()),
        (options.places, ()),
        (options.kinds, ()),
        (options.bodies, (a.filters,)),
        (options.count_bodies, (a.filters,)),
        (options.names, ((a.body,),)),
        (sums.count, (a.filters,)),
        (sums.excluded_count, (a.filters,)),
        (sums.comparable_counts, (a.filters, a.year)),
        (coverage.partial_total, (a.filters, a.year)),
    ]


def _shaded(snapshot: Snapshot, filters: Filter, year: int) -> pl.DataFrame:
    """What the overview's map shows."""
    unit = largest_changes.unit_of(snapshot, EVERYTHING)
    return compare.compared(
        snapshot, compare.Comparison("received_new", unit, replace(filters, places=(), bodies=()), years=(year,))
    )


def page_queries(a: Asked) -> dict[str, Queries]:
    """What each page asks, beside the frame."""
    of_year = a.filters.only(a.year)
    of_kind = a.filters if len(a.filters.kinds) == 1 else replace(a.filters, kinds=(a.kind,))
    return {
        "overview": [
            (years.over_years, (a.filters, (*_KEY, *_OUTCOMES))),
            (summaries.overview, (a.filters, "zh")),
            (largest_changes.unit_of, (EVERYTHING,)),
            (_shaded, (a.filters, a.year)),
            (largest_changes.largest_changes, (a.filters, "received_new", a.year, 3)),
            (largest_changes.largest_changes, (a.filters, "disclosure_rate", a.year, 3)),
            (coverage.counts, (of_year,)),
            (issues.by_severity, (of_year,)),
            (issues.by_rule, (a.filters,)),
            (issues.examples, (a.filters, "zh")),
        ],
        "disclosure": [
            (summaries.disclosure, (a.filters, "zh")),
            (by_template.by_template, (a.filters, _DISCLOSURE)),
            (sums.sums, (of_year, ("permits",), ("division", "scope"))),
            (sums.sums, (of_year, ("permits",), ("kind",))),
        ],
        "requests": [
            (summaries.requests, (a.filters, "zh")),
            (mismatches.mismatches, (a.filters, mismatches.REQUESTS, "total")),
            (sums.sums, (of_year, _OUTCOMES, ("division",))),
            (years.over_years, (a.filters, (*_KEY, *_OUTCOMES))),
            (sums.sums, (of_year, _GRID)),
            (sums.sums, (a.filters, _ITEMS)),
        ],
        "reviews": [
            (summaries.reviews, (a.filters, "zh")),
            (mismatches.mismatches, (a.filters, mismatches.REVIEWS, "total")),
            (sums.sums, (of_year, _REVIEWS, ("division",))),
            (years.over_years, (a.filters, (*_REVIEWS, "correction_rate", "review_rate"))),
        ],
        "compare": [
            (compare.units, ()),
            (compare.compared, (compare.Comparison("disclosure_rate", "district", a.filters),)),
        ],
        "compare bodies": [
            (options.levels, (of_kind,)),
            (compare.compared, (compare.Comparison("disclosure_rate", "body", of_kind, "county"),)),
        ],
        "coverage": [
            (coverage.has_roster, ()),
            (coverage.counts, (a.filters,)),
            (coverage.counts, (of_year, ("division",))),
            (coverage.counts, (of_year, ("kind",))),
            (coverage.coverage, (a.filters, 1000, None, coverage.OWING)),
            (coverage.count, (a.filters, coverage.OWING)),
            (coverage.bodies_in, (a.filters, "missing")),
            (coverage.coverage, (Filter(bodies=(a.body,)),)),
            (coverage.count, (a.filters,)),
            (coverage.outside_roster, (a.filters,)),
        ],
        "body": [
            (body.scopes, (a.body,)),
            (body.history, (a.body, "own")),
            (body.peers, (a.body, "own")),
            (body.carried, (a.body, "own")),
            (body.issues, (a.body, "zh")),
            (body.documents, (a.body,)),
        ],
        "report": [
            (report.unassigned, (200,)),
            (report.body_of, (a.report,)),
            (report.reports_of, ((a.body,),)),
            (report.report, (a.report, "zh")),
            (report.facts_of_report, (a.report,)),
        ],
    }


@dataclass(frozen=True)
class Time:
    """The median time of one query on a page with a filter, in seconds."""

    filter: str
    page: str
    query: str
    median: float


def filters_of(snapshot: Snapshot) -> dict[str, Asked]:
    """Typical filters on a store: nothing, a year, a city, a province, a level, a kind, a form, several of them, a body."""
    of_bodies = (pl.col("level") == "county") & (pl.col("scope") == "own") & pl.col("year").is_not_null()
    rows = snapshot.rows("reports", ("year", "kind", "body_id", "city", "report_id"), of_bodies).sort("year", "body_id")
    row = rows.tail(1).row(0, named=True)
    city = next(p.code for p in snapshot.places.of.values() if p.level == "city" and p.name == row["city"])
    filters = {
        "nothing": EVERYTHING,
        "year": Filter(years=(row["year"],)),
        "city": Filter(places=(city,)),
        "province": Filter(places=(snapshot.places.path(city)[0],)),
        "level": Filter(levels=("county",)),
        "kind": Filter(kinds=(row["kind"],)),
        "form": Filter(templates=("2021",)),
        "level, year": Filter(years=(row["year"],), levels=("county",)),
        "level, province": Filter(places=(snapshot.places.path(city)[0],), levels=("county",)),
        "level, kind": Filter(kinds=(row["kind"],), levels=("county",)),
        "kind, city": Filter(places=(city,), kinds=(row["kind"],)),
        "form, level": Filter(levels=("county", "township"), templates=("2021",)),
        "body": Filter(bodies=(row["body_id"],)),
    }
    return {n: Asked(f, row["year"], row["kind"], row["body_id"], row["report_id"]) for n, f in filters.items()}


def measure(snapshot: Snapshot, repeats: int = 7) -> Iterator[Time]:
    """Each query of each page under each filter, the store being held already; nothing is cached."""
    for name, asked in filters_of(snapshot).items():
        pages = {"frame": frame_queries(asked), **page_queries(asked)}
        for page, queries in pages.items():
            for query, arguments in queries:
                label = f"{query.__module__.rsplit('.', 1)[-1]}.{query.__name__}"
                yield Time(name, page, label, median(lambda q=query, a=arguments: _afresh(q, snapshot, a), repeats))


def _afresh(query: Callable[..., Any], snapshot: Snapshot, arguments: tuple[Any, ...]) -> object:
    snapshot.forget()
    return query(snapshot, *arguments)


def by_page(snapshot: Snapshot, repeats: int = 7) -> Iterator[tuple[str, str, float]]:
    """Filter, page, and the seconds of all queries of the page and its frame, one after the other, as a visit asks them:
    what one of them found serves the next.
    """
    for name, asked in filters_of(snapshot).items():
        frame = frame_queries(asked)
        for page, queries in {"frame": [], **page_queries(asked)}.items():
            yield name, page, median(lambda q=[*frame, *queries]: _visit(q, snapshot), repeats)


def _visit(queries: Queries, snapshot: Snapshot) -> None:
    snapshot.forget()
    for query, arguments in queries:
        query(snapshot, *arguments)


def median(run: Callable[[], object], repeats: int) -> float:
    """The median of the times that something takes, in seconds, once it is warm."""
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def all_checks(snapshot: Snapshot) -> float:
    """Seconds for all checks of the form and across years over all reports, held in memory as stored."""
    reports = snapshot.store.read("reports")
    start = time.perf_counter()
    arithmetic.check(reports)
    return time.perf_counter() - start


@dataclass(frozen=True)
class Race:
    """The same sums by the same rule over the same Parquet files, ours and DuckDB's, in seconds."""

    name: str
    ours: float
    duckdb: float

    @property
    def ratio(self) -> float:
        """Our time as a part of DuckDB's."""
        return self.ours / self.duckdb


def races(snapshot: Snapshot, repeats: int = 7) -> Iterator[Race]:
    """Sums of several pages against DuckDB: on the reports, as who has no cubes would ask, and on the cubes themselves.

    None where the store is too small to hold cubes. Raises AssertionError where the two do not agree.
    """
    if "places" not in snapshot.store.files:
        return

    base = duckdb.connect(config={"threads": 2})
    files = {
        t: "['" + "','".join(str(snapshot.store.path / n) for n in snapshot.store.files[t]) + "']"
        for t in ("reports", "places")
    }
    asked = filters_of(snapshot)
    for name, ids in (("overview", (*_KEY, *_OUTCOMES)), ("reviews", _REVIEWS), ("requests", _ITEMS)):
        for scope in ("nothing", "city"):
            a = asked[scope]
            inside = snapshot.places.divisions(a.filters.places)
            whole = _sql(files["reports"], ids, inside, cube=False)
            cube = _sql(files["places"], ids, inside, cube=True)
            ours = median(lambda c=a.filters, i=ids: sums.sums(snapshot, c, i), repeats)
            ask = (("sums made at ingest", cube), ("reports", whole))
            counted = dict(sums.sums(snapshot, a.filters, ids).select("year", "reports").iter_rows())
            for _, query in ask:
                assert {row[0]: row[1] for row in base.execute(query).fetchall()} == counted, query
            for what, query in ask:
                theirs = median(lambda q=query: base.execute(q).fetchall(), repeats)
                yield Race(f"{name}, {scope}: {what}", ours, theirs)


def _sql(files: str, ids: tuple[str, ...], divisions: tuple[str, ...], *, cube: bool) -> str:
    """The sums in SQL, over the cube or the wide table: the highest area report of a place and year stands for what is
    inside it.
    """
    figures = measures(ids)
    names = list(figures) if cube else dict.fromkeys(c for e in figures.values() for c in e.meta.root_names())
    added = ", ".join(f'sum("{n}")' for n in names)
    number = "sum(reports)" if cube else "count(*)"
    if cube and not divisions:
        return f"SELECT year, {number}, {added} FROM read_parquet({files}) WHERE in_total GROUP BY year ORDER BY year"
    where = f"AND division IN {divisions}" if divisions else ""
    area = "scope = 'area' AND level ="
    return f"""
        WITH r AS (
            SELECT *, bool_or({area} 'province') OVER (PARTITION BY province, year) AS p,
                bool_or({area} 'city') OVER (PARTITION BY province, city, year) AS c,
                bool_or({area} 'county') OVER (PARTITION BY province, city, district, year) AS d
            FROM read_parquet({files}) WHERE scope <> 'unknown' AND year IS NOT NULL {where}
        )
        SELECT year, {number}, {added} FROM r
        WHERE (NOT p OR province IS NULL OR ({area} 'province'))
            AND (NOT c OR city IS NULL OR ({area} 'city'))
            AND (NOT d OR district IS NULL OR ({area} 'county'))
        GROUP BY year ORDER BY year"""
