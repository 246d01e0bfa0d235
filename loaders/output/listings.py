"""A roster or a population → the listing that reads back as it: the columns that an official fills in."""

import polars as pl

from loaders.language.words import say
from loaders.output.tables import write

COLUMNS = {
    "roster": ("agency", "district", "first", "last", "contact"),
    "population": ("place", "year", "residents"),
    "timeline": ("at", "text", "place"),
}
"""The columns of each listing, by their ids; the loader knows their Chinese headings."""
HEADINGS = {
    "agency": "单位",
    "district": "地区",
    "first": "起始年",
    "last": "截止年",
    "contact": "联系人",
    "place": "地区",
    "year": "年份",
    "residents": "常住人口",
    "at": "日期",
    "text": "说明",
}


def listing(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of a table as an official fills them in, with the ids of `COLUMNS`."""
    if table == "population":
        return frame.select(COLUMNS[table])
    if table == "timeline":
        day = pl.coalesce(pl.col("day").dt.to_string("%Y-%m-%d"), pl.col("year").cast(pl.String))
        return frame.with_columns(at=day).select(COLUMNS[table])
    # A roster of an older store names nobody.
    contact = pl.col("contact") if "contact" in frame.columns else pl.lit(None, dtype=pl.String)
    place = pl.concat_str(
        [pl.col("province").fill_null(""), _unless_same("city", "province"), _unless_same("district", "city")]
    )
    return frame.with_columns(district=place, contact=contact).select(COLUMNS[table])


def as_file(table: str, rows: pl.DataFrame, format: str, lang: str) -> bytes:
    """A listing as the bytes of a CSV file or a workbook, which can be handed in again."""
    headings = [HEADINGS[c] for c in COLUMNS[table]]
    title = say(f"office.{table}", lang)
    # A year is no count: a workbook would write 2,024.
    years = [c for c in ("first", "last", "year") if c in rows.columns]
    return write(
        rows.with_columns(pl.col(years).cast(pl.String)),
        format,
        headings=headings,
        bom=True,
        sheets=(say("office.about", lang), title),
    )


def as_csv(table: str, rows: pl.DataFrame) -> bytes:
    """A listing for the loader, under the headings that it knows."""
    return write(rows.rename({c: HEADINGS[c] for c in COLUMNS[table]}), "csv")


def _unless_same(column: str, above: str) -> pl.Expr:
    """A name, unless it is that of the place above: a municipality is its own province."""
    same = pl.col(column).eq_missing(pl.col(above))
    return pl.when(same).then(pl.lit("")).otherwise(pl.col(column).fill_null(""))
