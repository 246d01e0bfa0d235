"""A seed and a number of reports → a store of synthetic reports with planted errors."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from loaders.checks import arithmetic
from loaders.checks.areas import area_sums
from loaders.form.rules import RULE, severity_order
from loaders.form.vocabulary import CELLS
from loaders.store.backends import Location
from loaders.store.errors import StoreError
from loaders.store.schema import REPORTS, Documents, Issues, Notes, Reports, Roster, types
from loaders.store.writer import writing
from loaders.synthetic.figures import INDEX, figures
from loaders.synthetic.headers import documents, headers
from loaders.synthetic.places import Plan, plan, provinces
from loaders.synthetic.planted import ERROR_SHARES, FILED, plant

_SMUDGED = "l0"
"""The text of an unreadable cell: a letter typed for a digit."""


@dataclass(frozen=True)
class Demo:
    """A written demo. reports: their number. planted: the planted errors, with error, agency and year."""

    reports: int
    planted: pl.DataFrame

    @property
    def planted_reports(self) -> dict[str, list[tuple[str, int]]]:
        """The bodies and years of the reports with each planted error."""
        return {e: self.planted.filter(error=e).select("agency", "year").rows() for e in ERROR_SHARES}


@dataclass(frozen=True)
class _Part:
    """A province's share of the tables."""

    documents: pl.DataFrame
    reports: pl.DataFrame
    notes: pl.DataFrame
    planted: pl.DataFrame


def write_demo(path: Location, reports: int, seed: int) -> Demo:
    """Writes about so many synthetic reports to an empty folder; raises StoreError if it has a store already.

    It writes province by province, so that a nation takes no more memory than its largest province.
    """
    size = plan(reports, FILED)
    written, issues, notes, planted = 0, [], [], []
    with writing(path) as writer:
        if not writer.store.empty:
            raise StoreError("store_not_empty", path=str(path))
        for number, bodies in enumerate(provinces(size, seed)):
            part = _province(size, bodies, np.random.default_rng([seed, number]))
            writer.part("documents", Documents.validate(part.documents))
            writer.part("reports", Reports.validate(part.reports))
            written += part.reports.height
            areas = area_sums(part.reports, Roster.create_empty(), RULE["area_sum"].severity)
            issues += [arithmetic.check(part.reports), arithmetic.noted(part.notes, part.documents), areas]
            notes.append(part.notes)
            planted.append(part.planted)
        order = ["report_id", severity_order(), "rule", "section", "item", "column"]
        tables = {
            "issues": Issues.validate(pl.concat(issues).sort(order)),
            "notes": Notes.validate(pl.concat(notes)),
        }
        writer.commit(tables, label="demo", created=f"{size.years[-1] + 1}-04-30T00:00:00")
    return Demo(written, pl.concat(planted))


def _province(size: Plan, bodies: pl.DataFrame, rng: np.random.Generator) -> _Part:
    matrix = figures(bodies, size.years, rng)
    errors = plant(matrix, np.repeat(np.array(size.years), bodies.height), rng)
    rows = headers(bodies, size.years, errors)
    cells = {c.name: pl.Series(matrix[:, INDEX[c.name]], nan_to_null=True).cast(REPORTS[c.name]) for c in CELLS}
    wide = pl.concat([rows, pl.DataFrame(cells), errors.bitmaps, errors.has], how="horizontal")
    filed = wide.filter(~pl.col("missing"))
    reports = filed.filter(~pl.col("rejected")).select(pl.col(c).cast(t) for c, t in REPORTS.items())
    reports = reports.sort("province", "city", "district", "agency", "scope", "year")
    planted = pl.concat([rows.select("agency", "year"), errors.has], how="horizontal")
    planted = planted.unpivot(index=["agency", "year"], variable_name="error", value_name="has").filter("has")
    notes = _notes(rows["document"], errors.smudged).join(reports.select("document"), on="document", how="semi")
    return _Part(documents(filed), reports, notes, planted.drop("has"))


def _notes(of: pl.Series, smudged: tuple[np.ndarray, np.ndarray]) -> pl.DataFrame:
    """The notes on unreadable cells, given as row and column indices."""
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
