"""Wide rows of reports → their cells, a row each, for what stands in no table of cells: reports that were made and not read."""

import polars as pl

from loaders.form.form_2014 import SECTIONS_2014, TEMPLATE
from loaders.form.vocabulary import CELLS, SECTIONS, STATES
from loaders.store.schema import BITMAPS, WORDS, Cells, types


def cells_of(reports: pl.DataFrame) -> pl.DataFrame:
    """Wide rows → long cells, for reports that were never printed on a document (synthetic ones)."""
    long = reports.select(
        "document",
        *(f"{section}_template" for section in SECTIONS),
        *BITMAPS,
        *(pl.col(c.name).cast(pl.Float64) for c in CELLS),
    ).unpivot(
        index=["document", *(f"{section}_template" for section in SECTIONS), *BITMAPS],
        variable_name="name",
        value_name="value",
    )
    rows = long.join(_FORM, on="name", maintain_order="left")
    marked = {state: _marked(state) for state in STATES if state != "printed"}
    value = pl.col("value")
    digits = pl.when(value == value.round()).then(value.cast(pl.Int64).cast(pl.String)).otherwise(value.cast(pl.String))
    of_report = pl.coalesce(
        pl.when(pl.col("section") == section).then(pl.col(f"{section}_template").cast(pl.String))
        for section in SECTIONS
    )
    return (
        rows.filter(pl.any_horizontal(value.is_not_null(), *marked.values()))
        .select(
            "document",
            "section",
            "item",
            "column",
            template=pl.coalesce("only", of_report),
            state=pl.coalesce(*(pl.when(m).then(pl.lit(s)) for s, m in marked.items()), pl.lit("printed")),
            value="value",
            text=digits.fill_null(""),
            where=pl.lit(""),
            label=pl.lit(None, dtype=pl.String),
        )
        .cast(pl.Schema(types(Cells)))
    )


def _marked(state: str) -> pl.Expr:
    """Whether the bitmaps of a row mark its cell as in a state."""
    return pl.any_horizontal(
        (pl.col("word") == i) & ((pl.col(f"{state}_{i}") & pl.col("bit")) != 0) for i in range(WORDS)
    )


def _template_of(section: str, column: str) -> str | None:
    if section in SECTIONS_2014:
        return TEMPLATE
    if section != "disclosure":
        return None
    if column in ("issued", "repealed", "in_force"):
        return "2021"
    return (
        "2019"
        if column in ("produced", "published", "published_total", "items_last_year", "items_change", "count")
        else None
    )


_FORM = pl.DataFrame(
    [
        (c.name, c.section, c.item, c.column, i // 64, 1 << (i % 64), _template_of(c.section, c.column))
        for i, c in enumerate(CELLS)
    ],
    schema={
        "name": pl.String, "section": pl.String, "item": pl.String, "column": pl.String, "word": pl.Int32,
        "bit": pl.UInt64, "only": pl.String,
    },
    orient="row",
)  # fmt: skip
"""The cells by name, with the bit that stands for each and the only template that asks for it."""
