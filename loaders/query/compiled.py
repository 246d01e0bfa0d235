"""A division and a year → the national form filled with the sums of the reports below it (汇总三表), and what they rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from loaders.bodies.order import office_order
from loaders.form.metrics import measures, to_units
from loaders.form.paper import printed_cells
from loaders.form.rules import EQUATIONS, Equation
from loaders.form.vocabulary import CELLS
from loaders.query.area import full_name
from loaders.query.cell_states import marked
from loaders.query.coverage import OWING, coverage
from loaders.query.filters import Filter, predicate
from loaders.query.snapshot import Snapshot
from loaders.store.additive import known, left_out, vertical
from loaders.store.schema import BITMAPS

_BY = {"province": "city", "city": "district"}
"""What is added up below a division, as for `loaders.store.additive.left_out`; below a county, its bodies' own reports."""
_IDENTITY = (
    "report_id", "body_id", "agency", "kind", "level", "scope", "province", "city", "district", "division", "year",
)  # fmt: skip
FORMS = ("2021", "2019")
"""The forms with the three tables."""
FIRST_YEAR = 2019
"""The first reporting year for which these were made."""
_OTHER = "requests.other.total"
_OTHER_PARTS = "requests.other_other.total"


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell: the sum in the form's unit, None where no report has a number; `reports` of the `asked` have one."""

    value: float | None
    reports: int
    asked: int

    @property
    def partial(self) -> bool:
        """Whether some report that ought to have a number has none."""
        return self.reports < self.asked


@dataclass(frozen=True, slots=True)
class Counted:
    """A report that is added up; errors: how many rules its figures break."""

    report_id: str
    agency: str
    scope: str
    errors: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that is not added up. reason: as `sources.role.<reason>` words it; holder: the agency whose report on the
    area holds its figures already.
    """

    agency: str
    reason: str
    holder: str | None


@dataclass(frozen=True)
class Compiled:
    """The form of a division and year.

    own: whether the division's own area report stands there, as nothing below it has reported. cells: by name, of
    `template`. lacking: agency and filing state of the bodies without a report. broken: the equations that the sums
    break, with both sides. unsplit: reports that print （六）其他处理 as one row, and their total in it. area: the sums'
    cells in the division's own area report, where there is one beside them.
    """

    division: str
    name: str
    year: int
    template: str
    own: bool
    counted: tuple[Counted, ...]
    left_out: tuple[LeftOut, ...]
    lacking: tuple[tuple[str, str], ...]
    cells: Mapping[str, Sum]
    broken: tuple[tuple[Equation, float, float], ...]
    unsplit: tuple[int, int]
    area: Mapping[str, float | None]


def compiled(snapshot: Snapshot, division: str, year: int, today: date | None = None) -> Compiled:
    """The sums of the reports below a division: its own area report is no part of them, nor are bodies under vertical
    management.
    """
    node = snapshot.places.of[division]
    filters = Filter(years=(year,), places=(division,))
    columns = (*_IDENTITY, "disclosure_template", *(c.name for c in CELLS), *BITMAPS)
    rows = snapshot.rows("reports", columns, predicate(filters, snapshot)).sort(*office_order(), nulls_last=True)
    area = _area_report(rows, division, node.level)
    roles = _roles(rows, _BY.get(node.level, "own"))
    own = not roles["role"].is_null().any()
    if own:
        roles = _roles(rows, "total")
    added = rows.join(roles.filter(pl.col("role").is_null()), on="report_id", how="semi", maintain_order="left")
    template = _template(added, year)
    cells = _sums(added, printed_cells(template))
    filings = _lacking(snapshot, filters, added, division, today)
    errors = _errors(snapshot, added["report_id"])
    return Compiled(
        division,
        full_name(snapshot, division),
        year,
        template,
        own,
        tuple(
            Counted(r, a, s, errors.get(r, 0)) for r, a, s in added.select("report_id", "agency", "scope").iter_rows()
        ),
        tuple(
            LeftOut(*r)
            for r in roles.filter(pl.col("role").is_not_null()).select("agency", "role", "holder").iter_rows()
        ),
        tuple((a, str(s)) for a, s in filings.select("agency", "state").iter_rows()),
        cells,
        tuple(_broken(cells)),
        _unsplit(added) if template == "2021" else (0, 0),
        {} if own else area,
    )


def _roles(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """report_id, agency, role, holder, by role and as offices list the agencies: role is null for what is added up, else the reason why it is not."""
    left = rows.select(_IDENTITY).lazy().with_columns(known=known(), vertical=vertical())
    parts = []
    for step in left_out(by):
        holder = step.holder("agency") if step.holder else pl.lit(None, dtype=pl.String)
        role = _unknown() if step.reason == "unknown" else pl.lit(step.reason)
        parts.append(left.with_columns(role=role, holder=holder).filter(step.holds))
        left = left.filter(~step.holds)
    none = pl.lit(None, dtype=pl.String)
    parts.append(left.with_columns(role=none, holder=none))
    found = pl.concat(parts).collect().sort("role", *office_order(), nulls_last=True)
    return found.select("report_id", pl.col("agency").fill_null(""), "role", "holder")


def _unknown() -> pl.Expr:
    return pl.when(pl.col("body_id").is_null()).then(pl.lit("no_body")).otherwise(pl.lit("no_scope"))


def _template(added: pl.DataFrame, year: int) -> str:
    """The form of most reports; the one made for the year where they are as many, or none says."""
    made_for = "2021" if year >= 2021 else "2019"
    counts = dict(added.group_by(pl.col("disclosure_template").cast(pl.String)).len().iter_rows())
    return max(FORMS, key=lambda t: (counts.get(t, 0), t == made_for))


def _sums(added: pl.DataFrame, names: Sequence[str]) -> dict[str, Sum]:
    row = _totals(added, names).row(0, named=True)
    return {n: Sum(row[n], row[f"{n}.reports"] or 0, added.height - (row[f"{n}.na"] or 0)) for n in names}


def _totals(added: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """One row: the sum of each cell, `.reports` with a number, `.na` those to which it does not apply."""
    figures = measures(names)
    applies = {f"{n}.na": marked(n, "not_applicable") & pl.col(n).is_null() for n in names}
    sums = added.select(**figures, **applies).select(pl.all().sum().cast(pl.Int64))
    return to_units(sums, names)


def _lacking(
    snapshot: Snapshot, filters: Filter, added: pl.DataFrame, division: str, today: date | None
) -> pl.DataFrame:
    """The filings that ought to be in the sums and are not there: those in an area whose own report is added up are in
    that, and the division's own government is who compiles.
    """
    areas = added.filter(pl.col("scope") == "area")["division"].drop_nulls()
    held = snapshot.places.divisions(areas) if areas.len() else ()
    compiles = (pl.col("kind") == "people_government") & (pl.col("division") == division)
    filings = coverage(snapshot, filters, today=today, state=OWING)
    return filings.filter(~pl.col("division").is_in(list(held)).fill_null(False), ~compiles.fill_null(False))


def _errors(snapshot: Snapshot, reports: pl.Series) -> dict[str, int]:
    """How many errors some reports have, by report."""
    of_these = pl.col("report_id").is_in(reports.implode()) & (pl.col("severity") == "error")
    found = snapshot.rows("issues", ("report_id",), of_these)
    return dict(found.group_by("report_id").len().iter_rows())


def _broken(cells: Mapping[str, Sum]) -> list[tuple[Equation, float, float]]:
    """The equations of the form that the sums break; one of whose cells has no figure is not assessable."""
    found = []
    for equation in EQUATIONS:
        left, right = ([cells[c].value for c in side if c in cells] for side in (equation.left, equation.right))
        if not left or not right or None in left or None in right:
            continue
        sides = sum(v for v in left if v is not None), sum(v for v in right if v is not None)
        if sides[0] != sides[1]:
            found.append((equation, *sides))
    return found


def _unsplit(added: pl.DataFrame) -> tuple[int, int]:
    """How many reports print （六）其他处理 as one row alone, and the sum of their totals in it."""
    alone = added.filter(pl.col(_OTHER).is_not_null(), pl.col(_OTHER_PARTS).is_null())
    return alone.height, int(alone[_OTHER].sum())


def _area_report(rows: pl.DataFrame, division: str, level: str) -> dict[str, Any]:
    """The cells of the division's own area report; none where there is none."""
    whole = (pl.col("scope") == "area") & (pl.col("division") == division) & (pl.col("level") == level)
    found = rows.filter(whole)
    return found.select(c.name for c in CELLS).row(0, named=True) if found.height else {}
