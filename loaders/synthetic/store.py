"""A seed and a number of reports → a store of synthetic reports, with a known share of faults put into them."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from loaders.checks import arithmetic
from loaders.checks.areas import area_sums
from loaders.form.rules import RULE, severity_order
from loaders.form.vocabulary import CELLS
from loaders.store.backends import Location
from loaders.store.schema import REPORTS, Documents, Issues, Notes, Reports, Roster, types
from loaders.store.versions import StoreError
from loaders.store.writer import writing
from loaders.synthetic.figures import INDEX, figures
from loaders.synthetic.headers import documents, heads
from loaders.synthetic.places import Plan, plan, provinces
from loaders.synthetic.planted import FAULTS, FILED, plant

_SMUDGED = "l0"
"""What stands in an unreadable cell: a letter that was typed for a digit."""


@dataclass(frozen=True)
class Demo:
    """What was written: how many reports, and where each fault was planted (fault, agency, year)."""

    reports: int
    planted: pl.DataFrame

    @property
    def faults(self) -> dict[str, list[tuple[str, int]]]:
        """The bodies and years in which each fault was planted."""
        return {f: self.planted.filter(fault=f).select("agency", "year").rows() for f in FAULTS}


@dataclass(frozen=True)
class _Part:
    """A province's share of the tables."""

    documents: pl.DataFrame
    reports: pl.DataFrame
    notes: pl.DataFrame
    planted: pl.DataFrame


def write_demo(path: Location, reports: int, seed: int) -> Demo:
    """Writes about so many synthetic reports to an empty folder; StoreError where it holds a store already.

    Province by province, so that a nation takes no more memory than its largest one.
    """
    chosen = plan(reports, FILED)
    written, found, spoilt, planted = 0, [], [], []
    with writing(path) as writer:
        if not writer.store.empty:
            raise StoreError("store_not_empty", path=str(path))
        for number, bodies in enumerate(provinces(chosen, seed)):
            part = _province(chosen, bodies, np.random.default_rng([seed, number]))
            writer.part("documents", Documents.validate(part.documents))
            writer.part("reports", Reports.validate(part.reports))
            written += part.reports.height
            areas = area_sums(part.reports, Roster.create_empty(), RULE["area_sum"].severity)
            found += [arithmetic.check(part.reports), arithmetic.noted(part.notes, part.documents), areas]
            spoilt.append(part.notes)
            planted.append(part.planted)
        order = ["report_id", severity_order(), "rule", "section", "item", "column"]
        tables = {
            "issues": Issues.validate(pl.concat(found).sort(order)),
            "notes": Notes.validate(pl.concat(spoilt)),
        }
        writer.commit(tables, label="demo", created=f"{chosen.years[-1] + 1}-04-30T00:00:00")
    return Demo(written, pl.concat(planted))


def _province(chosen: Plan, bodies: pl.DataFrame, rng: np.random.Generator) -> _Part:
    matrix = figures(bodies, chosen.years, rng)
    faults = plant(matrix, np.repeat(np.array(chosen.years), bodies.height), rng)
    rows = heads(bodies, chosen.years, faults)
    cells = {c.name: pl.Series(matrix[:, INDEX[c.name]], nan_to_null=True).cast(REPORTS[c.name]) for c in CELLS}
    wide = pl.concat([rows, pl.DataFrame(cells), faults.bitmaps, faults.has], how="horizontal")
    filed = wide.filter(~pl.col("missing"))
    reports = filed.filter(~pl.col("rejected")).select(pl.col(c).cast(t) for c, t in REPORTS.items())
    reports = reports.sort("province", "city", "district", "agency", "scope", "year")
    planted = pl.concat([rows.select("agency", "year"), faults.has], how="horizontal")
    planted = planted.unpivot(index=["agency", "year"], variable_name="fault", value_name="has").filter("has")
    notes = _notes(rows["document"], faults.smudged).join(reports.select("document"), on="document", how="semi")
    return _Part(documents(filed), reports, notes, planted.drop("has"))


def _notes(of: pl.Series, smudged: tuple[np.ndarray, np.ndarray]) -> pl.DataFrame:
    """The notes on unreadable cells, given by row and column."""
    rows, columns = smudged
    cells = pl.DataFrame(
        [(c.section, c.item, c.column) for c in CELLS], schema=["section", "item", "column"], orient="row"
    )
    notes = cells[columns].with_columns(
        document=of[rows], rule=pl.lit("unreadable"), partial=pl.lit(False), text=pl.lit(_SMUDGED), where=pl.lit("")
    )
    return notes.select(
        (pl.col(c) if c in notes.columns else pl.lit(None)).cast(t).alias(c) for c, t in types(Notes).items()
    )
