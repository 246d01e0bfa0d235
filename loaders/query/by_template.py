"""Filters, figures → their sums by year and form: what the form of 2019 counts and what those of 2014 and 2021 count never meet."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from loaders.form.vocabulary import CELLS
from loaders.query.bases import BASIS, total_bases
from loaders.query.filters import Filter
from loaders.query.plan import rows_to_sum
from loaders.query.snapshot import Snapshot
from loaders.query.sums import sums

FORMS = ("2014", "2019", "mixed", "2021")
"""The forms that count what is disclosed; mixed: a report that prints rows of both."""
_NORMS = ("regulations", "normative_documents")
NEW = tuple(f"disclosure.{i}.{c}" for i in _NORMS for c in ("issued", "repealed", "in_force"))
"""The cells that only the form of 2021 has."""
_BOTH = (
    "disclosure.fees.amount_wan_yuan",
    *(f"disclosure.{i}.decisions" for i in ("permits", "penalties", "coercion")),
)
OLD = tuple(c.name for c in CELLS if c.section == "disclosure" and c.name not in (*NEW, *_BOTH))
"""The cells that only the form of 2019 has."""
_OF_FORM = {"2014": tuple(c.name for c in CELLS if c.section == "disclosure_2014"), "2019": OLD, "2021": NEW}
"""The cells by which a year's sums tell that there are reports on a form."""


def by_template(snapshot: Snapshot, filters: Filter, ids: Sequence[str]) -> pl.DataFrame:
    """The sums of cells of part 二, and of what the table of 2014 counts of it, by year and form (of `FORMS`), as `sums` has them; forms without a report are left out.

    A year in which all reports are on one form is read off its sums; only where there are both are the reports read.
    """
    every = sums(snapshot, filters, tuple(dict.fromkeys([*ids, *(c for cells in _OF_FORM.values() for c in cells)])))
    there = {
        form: pl.any_horizontal(pl.col(f"{c}.reports") > 0 for c in cells).fill_null(False)
        for form, cells in _OF_FORM.items()
    }
    form = pl.coalesce(*(pl.when(holds).then(pl.lit(form)) for form, holds in there.items()), pl.lit("2021"))
    several = pl.sum_horizontal(there.values()) > 1
    wanted = ["year", "form", "reports", *(c for i in ids for c in (i, f"{i}.reports"))]
    alone = every.filter(~several).with_columns(form=form)
    both = every.filter(several)["year"].to_list()
    parts = [alone.select(wanted)]
    if both:
        found = sums(snapshot, replace(filters, years=tuple(both)), tuple(ids), by=("year", "disclosure_template"))
        found = found.with_columns(form=pl.col("disclosure_template").cast(pl.String))
        parts.append(found.filter(pl.col("form").is_not_null()).select(wanted))
    order = pl.col("form").replace_strict({f: i for i, f in enumerate(FORMS)}, return_dtype=pl.Int8)
    return pl.concat(parts, how="vertical_relaxed").sort("year", order)


def bases_by_template(snapshot: Snapshot, filters: Filter, of: Sequence[tuple[int, str]]) -> pl.DataFrame:
    """What the sums of `by_template` rest on: year, form, areas, bodies, expected, one row for each
    year and form of `of`.

    expected: the bodies on the form and those that are absent in the year, whose form nobody knows.
    """
    whole = total_bases(snapshot, filters)
    asked = pl.DataFrame(of, schema={"year": whole.schema["year"], "form": pl.String}, orient="row")
    found = asked.join(whole, on="year", how="left").with_columns(pl.col(BASIS).fill_null(0))
    both = found.filter(pl.col("form").count().over("year") > 1)
    if not both.height:
        return found.select("year", "form", *BASIS)
    area = pl.col("scope") == "area"
    form = pl.col("disclosure_template").cast(pl.String)
    there = rows_to_sum(
        snapshot,
        replace(filters, years=tuple(both["year"].unique().sort())),
        (),
        "total",
        ("scope", "disclosure_template", "year"),
        lambda reports: reports.group_by("year", form.alias("form")).agg(
            areas=pl.when(area).then("reports").otherwise(0).sum(),
            bodies=pl.when(area).then(0).otherwise("reports").sum(),
        ),
    )
    absent = both.select("year", "form", absent=pl.col("expected") - pl.col("bodies"))
    parts = absent.join(there, on=["year", "form"], how="left").with_columns(pl.col("areas", "bodies").fill_null(0))
    parts = parts.select("year", "form", "areas", "bodies", expected=pl.col("bodies") + pl.col("absent"))
    alone = found.join(both, on=["year", "form"], how="anti").select("year", "form", *BASIS)
    return pl.concat([alone, parts], how="vertical_relaxed").sort("year", "form")
