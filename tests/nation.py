"""The demo → a store of two provinces, for what one city cannot show."""

from pathlib import Path

import polars as pl
from helpers import hold

from loaders.checks import arithmetic
from loaders.query.snapshot import Snapshot
from loaders.store.schema import REPORTS
from loaders.store.versions import open_store, shipped
from loaders.store.writer import writing


def nation(path: Path) -> Snapshot:
    """The demo four times over, as two provinces of two cities: one of the second city's counties right below its
    province, provinces with reports of their own in one year, and many cities and counties without theirs.
    """
    rows, parts = open_store(shipped("demo")).read("reports"), []
    for number, (province, city) in enumerate((p, c) for p in (97, 98) for c in (1, 2)):
        name, direct = f"第{city}市", (pl.col("division") == "990112") & (city == 2)
        part = rows.with_columns(
            pl.format(f"{province}0{city}{{}}", pl.col("division").str.slice(4)).alias("division"),
            pl.lit(f"第{province}省").alias("province"),
            pl.when(~direct).then(pl.lit(f"{province}{name}")).alias("city"),
            *(pl.col(c) + f"-{number}" for c in ("report_id", "body_id", "document")),
        )
        whole = (pl.col("scope") == "area") & pl.col("level").is_in(["city", "county"])
        kept = (pl.col("year") + pl.col("division").str.slice(5).cast(pl.Int16) + number) % 3 > 0
        parts.append(part.filter(~whole | kept))
        upper = (part["level"] == "city") & (part["year"] == 2023 - number) & (number % 2 == 0)
        parts.append(
            part.filter(upper).with_columns(
                pl.col("report_id") + "-p", pl.col("body_id") + "-p", level=pl.lit("province"),
                city=pl.lit(None, dtype=pl.String), division=pl.lit(f"{province}0000"),
            )
        )  # fmt: skip
    rows = pl.concat(parts)
    rows = rows.with_columns(pl.when(~pl.col("body_id").str.contains("77")).then("level").alias("level"))
    rows = rows.select(pl.col(c).cast(t) for c, t in REPORTS.items())
    found = arithmetic.check(rows).filter(pl.int_range(pl.len()) % 3 == 0)
    with writing(path) as writer:
        writer.commit({"reports": rows, "issues": found}, label="nation", created="2025-04-30T00:00:00")
    return hold(path)
