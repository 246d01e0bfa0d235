"""Reports, documents and roster → the filing state of each body and year, and counts by place or kind."""

import polars as pl

from loaders.bodies.order import office_order
from loaders.form.deadlines import FILING_STATES, OWED, deadline, filing_state, trusted
from loaders.form.vocabulary import TEMPLATE_IDS
from loaders.store.additive import vertical
from loaders.store.cubes.lines import BODY, dissolved_divisions, former_agencies, lines, reporting_bodies, succession

FILED = ("in_time", "late", "undated")
FILING = (*BODY, "year", "due", "state", "published", "former", "successor")
"""The columns of `filings` that are shown."""
COUNTED = OWED
STORED = tuple(s for s in COUNTED if s != "not_due")
"""The states that are counted at ingest; whether what is missing is due yet depends on the day of the question."""
PLACE = ("province", "city", "district", "division", "level", "government", "vertical", "due", "year", "forms")
KIND = ("province", "kind", "due", "year", "forms")
FORM_BITS = {form: 1 << i for i, form in enumerate(TEMPLATE_IDS)}
"""The bit of each form in `forms`."""
_UNREAD = (
    "headings_without_tables", "no_tables", "tables_unclear", "conflicting_tables", "several_reports", "pre2019", "pre2019_local", "part",
    "pictures_need_ocr", "doubled", "empty_form",
    "reader_failed", "reader_crashed", "reader_slow",
)  # fmt: skip
"""The reasons for which a report, and not a look-alike of one, was rejected."""
_MIRROR = ~pl.col("url").str.contains(r"^https?://[^/]*\.gov\.cn(?::\d+)?(?:/|$)").fill_null(True)
"""Whether a document comes from a web address that is not a government's."""


def expected(bodies: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """Who ought to file: the roster given, else every body that filed in any year, from its first one on.

    Columns: those of `BODY`, first, last (reporting years, null for no limit). A body of a roster may have several rows.
    """
    if roster.height:
        return roster.select(*BODY, "first", "last")
    return bodies.select(*BODY, first="first_filed", last=pl.lit(None, dtype=pl.Int16))


def filings(reports: pl.LazyFrame, documents: pl.LazyFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """One row a body and each year of any report or failed document: `BODY`, year, due, state (of `FILING_STATES`, without
    `not_due`), published, former (earlier names), successor (of a body that is no more), filer (the body_id under which
    the report stands), vertical (whether it is under vertical management), aside (whether all its reports of the year are
    of unknown scope, so that no total counts them); in the order of offices, then by year.

    A renamed body has one line, under its new name.
    """
    bodies = reporting_bodies(reports)
    succeeded = succession(bodies)
    renamed = lines(succeeded)
    known = reports.filter(pl.col("body_id").is_not_null(), pl.col("year").is_not_null())
    filed = _on_lines(_filed(known, documents), renamed)
    failed = _on_lines(_failed(documents), renamed).select("body_id", "year", failed=pl.lit(True)).unique()
    years = pl.concat([filed.select("year"), failed.select("year").drop_nulls()]).unique()
    spans = expected(bodies, roster)
    asked = _asked(spans, renamed, bodies)
    since = known.group_by("body_id", name="agency").agg(since=pl.col("year").min()).collect()
    names = _on_lines(since, renamed).join(asked, on="body_id")
    former = former_agencies(names.select("body_id", "name", "since", "agency", "district", "division"))
    rows = asked.join(years, how="cross").join(filed, on=["body_id", "year"], how="left")
    rows = rows.join(failed, on=["body_id", "year"], how="left")
    rows = rows.join(_owed(_on_lines(spans, renamed), years), on=["body_id", "year"], how="left")
    rows = _ended(rows, succeeded).join(former, on="body_id", how="left")
    rows = rows.with_columns(state=_state().cast(pl.Enum(FILING_STATES)), due=deadline())
    successor = pl.when(pl.col("state") == "dissolved").then("successor")
    rows = rows.with_columns(successor=successor, filer=pl.coalesce("filer", "body_id"))
    rows = rows.join(_forms(known), on=["filer", "year"], how="left")
    return rows.select(
        *FILING, "filer", pl.col("forms").fill_null(0), pl.col("aside").fill_null(False), vertical=vertical()
    ).sort(*office_order(), "year", nulls_last=True)


def _forms(known: pl.LazyFrame) -> pl.DataFrame:
    """filer, year, forms: the forms of a body's reports of a year, as bits."""
    bits = pl.col("disclosure_template").cast(pl.String).replace_strict(FORM_BITS, default=0, return_dtype=pl.UInt8)
    bit = bits.unique().sum().cast(pl.UInt8)
    return known.group_by(pl.col("body_id").alias("filer"), "year").agg(forms=bit).collect()


def _filed(known: pl.LazyFrame, documents: pl.LazyFrame) -> pl.DataFrame:
    """body_id, year, state, published, aside: of the reports of a body and year the one that was published first."""
    dated = known.join(_first_published(known, documents), on="report_id", how="left")
    dated = dated.with_columns(published=pl.coalesce("first_published", "published"))
    state = pl.when(pl.col("first_published").is_null()).then(pl.lit("undated")).otherwise(filing_state())
    unknown = (pl.col("scope") == "unknown").all().over("body_id", "year")
    filed = dated.select("body_id", "year", "published", state=state.cast(pl.Enum(FILING_STATES)), aside=unknown)
    return filed.sort("state", "published").unique(["body_id", "year"], keep="first", maintain_order=True).collect()


def _first_published(known: pl.LazyFrame, documents: pl.LazyFrame) -> pl.LazyFrame:
    """report_id, first_published: the first trusted date among a report's documents, those superseded included.

    The date of a mirror stands only where no other document of the report is there, and only if it is in time: a copy
    proves that the report was there by then, not that it was late.
    """
    of_reports = documents.filter(pl.col("status") != "rejected", ~pl.col("withdrawn"))
    rows = of_reports.select("report_id", "published", mirror=_MIRROR).join(
        known.select("report_id", "kind", "year"), on="report_id"
    )
    rows = rows.filter(pl.col("mirror") == pl.col("mirror").min().over("report_id"))
    counts = trusted() & (~pl.col("mirror") | (pl.col("published") <= deadline()))
    return rows.filter(counts).group_by("report_id").agg(first_published=pl.col("published").min())


def _failed(documents: pl.LazyFrame) -> pl.DataFrame:
    """body_id, year of the documents that are reports and could not be read."""
    rejected = (pl.col("status") == "rejected") & ~pl.col("withdrawn") & pl.col("reason").is_in(_UNREAD)
    return documents.filter(rejected, pl.col("body_id").is_not_null()).select("body_id", "year").unique().collect()


def _on_lines(rows: pl.DataFrame, renamed: pl.DataFrame) -> pl.DataFrame:
    """Rows of bodies with the id of each body's line, and its own as `filer`."""
    named = rows.join(renamed, on="body_id", how="left", maintain_order="left")
    return named.with_columns(filer="body_id", body_id=pl.coalesce("line", "body_id")).drop("line")


def _asked(listed: pl.DataFrame, renamed: pl.DataFrame, bodies: pl.DataFrame) -> pl.DataFrame:
    """Who ought to file in some year, one row a line: `BODY`."""
    old = listed.join(renamed, on="body_id", how="inner").select(body_id="line").unique(maintain_order=True)
    now = pl.concat([listed.select(BODY), bodies.select(BODY)]).unique("body_id", keep="first", maintain_order=True)
    rows = pl.concat(
        [listed.select(BODY).join(renamed, on="body_id", how="anti"), old.join(now, on="body_id").select(BODY)]
    )
    return rows.unique("body_id", keep="first", maintain_order=True)


def _owed(spans: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """body_id, year, owed: the years of which a report is asked for, those that lie in a span."""
    begun = pl.col("first").is_null() | (pl.col("first") <= pl.col("year"))
    not_over = pl.col("last").is_null() | (pl.col("last") >= pl.col("year"))
    return spans.join(years, how="cross").filter(begun, not_over).select("body_id", "year", owed=pl.lit(True)).unique()


def _ended(rows: pl.DataFrame, succeeded: pl.DataFrame) -> pl.DataFrame:
    """The rows with whether the body, or its division, was no more (`ended`) and who took over (`successor`).

    A body that reported again after the reform had not ended yet.
    """
    ends = succeeded.filter("ends", ~pl.col("renamed")).select("body_id", "since", "successor")
    last_filed = pl.col("year").filter(pl.col("state").is_not_null()).max().over("body_id")
    gone = dissolved_divisions()
    rows = (
        rows.join(ends, on="body_id", how="left")
        .join(gone, on="division", how="left")
        .with_columns(after_last=(pl.col("year") > last_filed).fill_null(True))
    )
    by_reform = (pl.col("year") >= pl.col("since")).fill_null(False)
    by_division = (pl.col("year") > pl.col("stood_until")).fill_null(False)
    return rows.with_columns(
        ended=pl.col("after_last") & (by_reform | by_division),
        successor=pl.when(by_division).then("into").otherwise("successor"),
    )


def _state() -> pl.Expr:
    owed = pl.col("owed").is_not_null()
    return (
        pl.when(pl.col("state").is_not_null())
        .then(pl.col("state").cast(pl.String))
        .when(pl.col("failed").is_not_null())
        .then(pl.lit("failed"))
        .when(owed & pl.col("ended"))
        .then(pl.lit("dissolved"))
        .when(owed)
        .then(pl.lit("missing"))
        .otherwise(pl.lit("not_expected"))
    )


def by_place(rows: pl.DataFrame) -> pl.DataFrame:
    """How many filings of each state a place, its governments and its bodies under vertical management apart from the
    others in it, and each set of forms that reports follow, has in a year.
    """
    government = (pl.col("kind") == "people_government").fill_null(False)
    return _counted(rows.with_columns(government=government), PLACE)


def by_kind(rows: pl.DataFrame) -> pl.DataFrame:
    """How many filings of each state a kind has in a province and year, by the forms that reports follow."""
    return _counted(rows, KIND)


def _counted(rows: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    rows = rows.filter(pl.col("state").is_in(STORED))
    return rows.group_by(keys).agg(state_counts()).sort(keys)


def state_counts() -> list[pl.Expr]:
    """How many filings there are, of each state, and set aside, counted over rows of one each."""
    states = ((pl.col("state") == s).sum().cast(pl.UInt32).alias(s) for s in STORED)
    return [pl.len().alias("expected"), *states, pl.col("aside").sum().cast(pl.UInt32)]
