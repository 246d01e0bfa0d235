"""Filings → who has published the report of a year, in time, late or not at all, by body, place or kind.

Bodies under vertical management are left out unless kinds or bodies are chosen, or each kind stands for itself: they
file with their own superiors. Whether a report that is missing was due is decided by the day of the question, `today`,
which is the present day unless one is given.
"""

from dataclasses import replace
from datetime import date

import polars as pl

from loaders.bodies.kinds import VERTICAL_GROUP
from loaders.bodies.order import office_order
from loaders.form.deadlines import FILING_STATES
from loaders.query.filters import Filter, both, named_bodies, predicate
from loaders.query.options import matching_bodies
from loaders.query.plan import counts_vertical, rows_to_sum
from loaders.query.snapshot import Snapshot, year_key
from loaders.query.stored import Query
from loaders.store.additive import vertical
from loaders.store.cubes.filings import COUNTED, FILED, FILING, FORM_BITS, KIND, PLACE, STORED
from loaders.store.cubes.lines import BODY

OWING = "owing"
"""The reports to send out for: those that were due and are missing or could not be read."""
_OWING = ("missing", "failed")
_NOT_OWED = ("dissolved", "not_expected")


def has_roster(snapshot: Snapshot) -> bool:
    """Whether the supervising office gave a roster; else it is inferred."""
    return bool(snapshot.store.scan("roster").select(pl.len()).collect().item())


def coverage(
    snapshot: Snapshot,
    filters: Filter,
    limit: int | None = None,
    today: date | None = None,
    state: str | None = None,
) -> pl.DataFrame:
    """One row a body and year: `BODY`, year, due, state (of `FILING_STATES`), published, former (its earlier names), successor
    (of a body that is no more), inferred (whether no roster says that it ought to file), contact (of the roster).

    All filings stand as offices list them; those of one state (`OWING`, or of `FILING_STATES`) with the latest year first.
    """
    numbers = of_state(snapshot, filters, state, today)
    if state:
        # Filings stand as offices list bodies: a stable sort keeps that within a year.
        rows = snapshot.rows_at("filings", numbers, ("year",)).with_columns(number=numbers)
        numbers = rows.sort("year", descending=True, maintain_order=True)["number"]
    return _rows(snapshot, numbers.head(limit) if limit else numbers, today)


def count(snapshot: Snapshot, filters: Filter, state: str | None = None, today: date | None = None) -> int:
    """How many rows `coverage` has."""
    return of_state(snapshot, filters, state, today).len()


def counts(snapshot: Snapshot, filters: Filter, by: tuple[str, ...] = (), today: date | None = None) -> pl.DataFrame:
    """How many bodies stand in each state: columns `year`, those of `by`, `expected`, `filed`, then the states."""
    sums = pl.col("expected", *COUNTED).sum()
    found = _counted(snapshot, filters, by, lambda rows: rows.group_by("year", *by).agg(sums), today)
    filed = pl.sum_horizontal(FILED).alias("filed")
    return found.select("year", *by, "expected", filed, *COUNTED).sort("year", *by)


def vertical_counts(snapshot: Snapshot, filters: Filter, year: int, today: date | None = None) -> tuple[int, int]:
    """How many bodies under vertical management, which `counts` leaves out, ought to file for a year, and how many did."""
    if counts_vertical(snapshot, filters):
        return 0, 0
    found = counts(snapshot, replace(filters, years=(year,), kinds=(VERTICAL_GROUP,)), (), today)
    return (int(found["expected"].sum()), int(found["filed"].sum()))


def absent(snapshot: Snapshot, filters: Filter, by: str, areas: pl.DataFrame) -> pl.DataFrame:
    """How many bodies ought to stand in a sum and do not, for want of a report or of one that counts: columns `by`, year,
    absent, and `line`, the `year_key` which stands for the two.

    Governments, which report on their area, are left out, and whoever lies in an area whose own report counts; areas: level, scope,
    province, city, division and year of the reports that do.
    """
    whole = areas.filter(pl.col("scope") == "area")
    covered = pl.lit(False)
    for level, name in (("province", "province"), ("city", "city"), ("county", "division")):
        lines = whole.filter(pl.col("level") == level).select(line=year_key(name))["line"]
        covered |= year_key(name).is_in(lines.implode()).fill_null(False)

    def by_line(rows: pl.LazyFrame) -> pl.LazyFrame:
        lines = rows.filter(~covered | pl.col("vertical"), pl.col(by).is_not_null()).group_by(line=year_key(by))
        return lines.agg(pl.col(by, "year").first(), _absent()).filter(pl.col("absent") > 0)

    keys = tuple(dict.fromkeys((by, "province", "city", "division", "vertical")))
    return _counted(snapshot, filters, keys, by_line, governments=False)


def absent_by(snapshot: Snapshot, filters: Filter, by: tuple[str, ...]) -> pl.DataFrame:
    """The same, whatever area they lie in: columns of `by`, year, absent."""

    def query(rows: pl.LazyFrame) -> pl.LazyFrame:
        return rows.group_by(*by, "year").agg(_absent()).filter(pl.col("absent") > 0)

    return _counted(snapshot, filters, by, query, governments=False)


def _absent() -> pl.Expr:
    """The bodies that are in no sum, over filings by state."""
    return pl.sum_horizontal(*_OWING, "not_due", "aside").sum().cast(pl.Int64).alias("absent")


def _counted(
    snapshot: Snapshot,
    filters: Filter,
    by: tuple[str, ...],
    query: Query,
    today: date | None = None,
    *,
    governments: bool = True,
) -> pl.DataFrame:
    """The result of a query over filings counted by what is asked, from a cube where one tells it apart."""
    not_government = None if governments else (pl.col("kind") != "people_government").fill_null(True)
    where = both(predicate(replace(filters, templates=()), snapshot), _on_forms(filters))
    apart = not counts_vertical(snapshot, filters, by)
    columns = ("expected", *STORED, "aside")

    def told(rows: pl.LazyFrame) -> pl.LazyFrame:
        not_due = pl.when(_open(today)).then("missing").otherwise(0)
        return query(rows.with_columns(missing=pl.col("missing") - not_due, not_due=not_due))

    if not filters.chooses("kinds", "bodies") and set(by) <= set(PLACE):
        where = where if governments else both(where, ~pl.col("government"))
        where = both(where, ~pl.col("vertical") if apart else None)
        return snapshot.query("filed_by_place", (*PLACE, *columns), told, where)
    if not filters.chooses("places", "levels", "bodies") and set(by) <= set(KIND):
        return snapshot.query("filed_by_kind", (*KIND, *columns), told, both(where, not_government))
    one = pl.lit(1, dtype=pl.Int64).alias("expected")
    states = [(pl.col("state") == s).cast(pl.Int64).alias(s) for s in STORED]

    def counted(rows: pl.LazyFrame) -> pl.LazyFrame:
        return told(rows.select("year", "due", *by, one, *states, pl.col("aside").cast(pl.Int64)))

    where = _where(snapshot, filters, both(~pl.col("state").is_in(_NOT_OWED), not_government), by)
    return snapshot.query("filings", ("year", "state", "due", "aside", *by), counted, where)


def _open(today: date | None) -> pl.Expr:
    """Whether the last day on which a report is due has not passed."""
    return pl.col("due") >= (today or date.today())


def _rows(snapshot: Snapshot, numbers: pl.Series, today: date | None) -> pl.DataFrame:
    """The filings with some row numbers, in that order."""
    not_due = (pl.col("state") == "missing") & _open(today)
    state = pl.when(not_due).then(pl.lit("not_due")).otherwise(pl.col("state").cast(pl.String))
    rows = snapshot.rows_at("filings", numbers, FILING).join(
        contacts(snapshot), on="body_id", how="left", maintain_order="left"
    )
    return rows.with_columns(state=state.cast(pl.Enum(FILING_STATES)), inferred=pl.lit(not has_roster(snapshot)))


def contacts(snapshot: Snapshot) -> pl.DataFrame:
    """body_id, contact: whom the roster names for a body; a roster of an older store names nobody."""

    def named() -> pl.DataFrame:
        roster = snapshot.store.read("roster")
        if "contact" not in roster.columns:
            return pl.DataFrame(schema={"body_id": pl.String, "contact": pl.String})
        named = roster.filter(pl.col("contact").is_not_null())
        return named.select("body_id", "contact").unique("body_id", keep="last", maintain_order=True)

    return snapshot.memoise("contacts", named)


def _filings(snapshot: Snapshot, filters: Filter, where: pl.Expr | None = None) -> pl.Series:
    """The row numbers of the filings that a filter lets through."""
    return snapshot.row_numbers("filings", _where(snapshot, filters, where))


def _where(snapshot: Snapshot, filters: Filter, where: pl.Expr | None, by: tuple[str, ...] = ()) -> pl.Expr | None:
    """What holds of the filings that a filter lets through; with a template chosen those alone that a report of it stands
    behind: what is missing has none.
    """
    apart = None if counts_vertical(snapshot, filters, by) else ~pl.col("vertical")
    lines = replace(filters, templates=(), conditions=(), bodies=_lines(snapshot, named_bodies(snapshot, filters)))
    # A body's level, kind and place are the latest, a report's those of its year.
    return both(predicate(lines, snapshot), where, apart, _on_forms(filters))


def _on_forms(filters: Filter) -> pl.Expr | None:
    """Whether a report on one of the chosen forms stands behind filings."""
    forms = sum(FORM_BITS[form] for form in filters.templates)
    return (pl.col("forms") & pl.lit(forms, dtype=pl.UInt8)) != 0 if forms else None


def _lines(snapshot: Snapshot, bodies: tuple[str, ...]) -> tuple[str, ...]:
    """The bodies on whose lines some bodies' filings stand: a renamed body's are on that of its new name."""
    to = renamed(snapshot) if bodies else {}
    return tuple(dict.fromkeys(to.get(body, body) for body in bodies))


def renamed(snapshot: Snapshot) -> dict[str, str]:
    """The bodies that filed under another name than the one of their line, with the body of that line."""

    def new_names() -> dict[str, str]:
        rows = snapshot.rows("filings", ("filer", "body_id"), pl.col("former").is_not_null())
        return dict(rows.filter(pl.col("filer") != pl.col("body_id")).unique().iter_rows())

    return snapshot.memoise("renamed", new_names)


def partial_total(snapshot: Snapshot, filters: Filter, year: int) -> tuple[int, int, int]:
    """What of a year's total is no area report but a sum of bodies: in how many areas, of how many bodies, of how many
    that ought to stand there.
    """
    filters = filters.only(year)
    return snapshot.memoise(("partial_total", filters), lambda: _partial_total(snapshot, filters))


def _partial_total(snapshot: Snapshot, filters: Filter) -> tuple[int, int, int]:
    keys = ("scope", "level", "province", "city", "division", "year")
    found = rows_to_sum(
        snapshot, filters, (), "total", keys, lambda rows: rows.group_by(keys).agg(pl.col("reports").sum())
    )
    own = (pl.col("scope") == "own") & pl.col("division").is_not_null()
    summed = found.filter(own).group_by("division").agg(pl.col("reports").sum())
    there = int(summed["reports"].sum())
    lacking = absent(snapshot, filters, "division", found).join(summed, on="division", how="semi")
    return summed.height, there, there + int(lacking["absent"].sum())


def bodies_in(snapshot: Snapshot, filters: Filter, state: str | None = None, today: date | None = None) -> pl.Series:
    """The ids of the chosen bodies, as offices list them; only those with a filing of a state, if one is given."""
    numbers = of_state(snapshot, filters, state, today)
    return snapshot.rows_at("filings", numbers, ("body_id",))["body_id"].unique(maintain_order=True)


def of_state(snapshot: Snapshot, filters: Filter, state: str | None, today: date | None = None) -> pl.Series:
    """The row numbers of the filings of a state; of all, without one."""
    if state is None:
        return _filings(snapshot, filters)
    stored, due = pl.col("state"), ~_open(today)
    conditions = {
        OWING: stored.is_in(_OWING) & ((stored != "missing") | due),
        "missing": (stored == "missing") & due,
        "not_due": (stored == "missing") & ~due,
    }
    return _filings(snapshot, filters, conditions.get(state, stored == state))


def outside_roster(snapshot: Snapshot, filters: Filter) -> pl.DataFrame:
    """The bodies that filed though the roster does not list them: `BODY`, as offices list them; none without a roster."""
    if not has_roster(snapshot):
        return snapshot.rows("bodies", BODY, pl.lit(False))
    bodies = snapshot.rows_at("bodies", matching_bodies(snapshot, filters.without_years()), BODY)
    if not counts_vertical(snapshot, filters):
        bodies = bodies.filter(~vertical())
    listed = snapshot.store.scan("roster").select("body_id").collect()["body_id"]
    line = pl.col("body_id").replace(renamed(snapshot))
    return bodies.filter(~line.is_in(listed.implode())).sort(*office_order(), nulls_last=True)
