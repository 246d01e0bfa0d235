"""The tables of a store as classes: columns, types, and the rules that every row keeps."""

from collections.abc import Callable
from functools import cache

import dataframely as dy
import polars as pl

from loaders.form.rules import SEVERITIES
from loaders.form.vocabulary import (
    ALL_SECTIONS,
    CELLS,
    COLUMN_IDS,
    ITEM_IDS,
    SCOPES,
    STATES,
    TEMPLATE_IDS,
)

STATUSES = ("read", "rejected", "duplicate", "superseded")
WORDS = (len(CELLS) + 63) // 64
"""How many 64-bit words a bitmap over all cells takes."""

ColumnType = pl.DataType | type[pl.DataType]
_DTYPES: dict[str, ColumnType] = {"count": pl.Int32, "change": pl.Int32, "money": pl.Float64}


class Documents(dy.Schema):
    """Every file ever seen and what became of it; one row a report where a file holds several.

    `document` names the content (its hash, or one of the reports in it), `source` the path in the ingested folder
    `root`. `given_id` is the report that a file of facts names. `mentions` and `own` are what the front says of places,
    `told_…` what an override says, with who said so, when and why; `read_year`, `read_scope` and `read_published` are what
    reading found where an override replaced it.
    `reader` is the version of the reader that read it, null before versions were noted. `seen` counts the commits, so that a newer version of one file is known from an older.
    """

    document = dy.String(primary_key=True)
    source = dy.String(primary_key=True)
    sha256 = dy.String()
    root = dy.String(nullable=True)
    seen = dy.Int32()
    format = dy.String(nullable=True)
    reader = dy.Int16(nullable=True)
    status = dy.Enum(STATUSES)
    reason = dy.String(nullable=True)
    reason_words = dy.String(nullable=True)
    report_id = dy.String(nullable=True)
    given_id = dy.String(nullable=True)
    body_id = dy.String(nullable=True)
    digest = dy.String(nullable=True)
    withdrawn = dy.Bool()
    agency = dy.String(nullable=True)
    agency_source = dy.String(nullable=True)
    year = dy.Int16(nullable=True)
    year_source = dy.String(nullable=True)
    scope = dy.Enum(SCOPES)
    title = dy.String(nullable=True)
    published = dy.Date(nullable=True)
    url = dy.String(nullable=True)
    mentions = dy.String(nullable=True)
    own = dy.String(nullable=True)
    told_agency = dy.String(nullable=True)
    told_place = dy.String(nullable=True)
    told_year = dy.Int16(nullable=True)
    told_scope = dy.Enum(SCOPES, nullable=True)
    told_published = dy.Date(nullable=True)
    told_reason = dy.String(nullable=True)
    told_who = dy.String(nullable=True)
    told_when = dy.String(nullable=True)
    read_year = dy.Int16(nullable=True)
    read_scope = dy.Enum(SCOPES, nullable=True)
    read_published = dy.Date(nullable=True)
    disclosure_template = dy.Enum(TEMPLATE_IDS, nullable=True)
    requests_template = dy.Enum(TEMPLATE_IDS, nullable=True)
    reviews_template = dy.Enum(TEMPLATE_IDS, nullable=True)

    @dy.rule()
    def rejected_says_why(cls) -> pl.Expr:
        """A rejected or withdrawn document names its reason."""
        return (pl.col("status") != "rejected") | pl.col("reason").is_not_null()

    @dy.rule()
    def read_has_report(cls) -> pl.Expr:
        """Whatever was read belongs to a report."""
        return (pl.col("status") == "rejected") | pl.col("report_id").is_not_null()


class Cells(dy.Schema):
    """A cell of a document as printed: long, for looking one report up and for exports."""

    document = dy.String(primary_key=True)
    section = dy.Enum(ALL_SECTIONS, primary_key=True)
    item = dy.Enum(ITEM_IDS, primary_key=True)
    column = dy.Enum(COLUMN_IDS, primary_key=True)
    template = dy.Enum(TEMPLATE_IDS, nullable=True)
    state = dy.Enum(STATES)
    value = dy.Float64(nullable=True)
    text = dy.String()
    where = dy.String()
    label = dy.String(nullable=True)

    @dy.rule()
    def value_only_if_printed(cls) -> pl.Expr:
        """A number stands exactly where the state says so."""
        return (pl.col("state") == "printed") == pl.col("value").is_not_null()


class Notes(dy.Schema):
    """What reading a document left to say: labels unread or inexact, columns unclear, cells unreadable."""

    document = dy.String()
    rule = dy.String()
    section = dy.Enum(ALL_SECTIONS, nullable=True)
    item = dy.Enum(ITEM_IDS, nullable=True)
    column = dy.Enum(COLUMN_IDS, nullable=True)
    left = dy.Float64(nullable=True)
    right = dy.Float64(nullable=True)
    partial = dy.Bool()
    text = dy.String()
    where = dy.String()


class Prose(dy.Schema):
    """The running text of a document's parts, line by line; part 0 is what stands before the first heading."""

    document = dy.String()
    part = dy.Int8()
    text = dy.String()
    where = dy.String()


class Issues(dy.Schema):
    """What is wrong or unclear in a report: which rule, where, and the figures on both sides.

    `left` and `right` are the sums that should agree; `partial` says that one of them lacks a blank or unreadable
    part and still exceeds the other. `other_report` is the report of the year before, or the revision that lost.
    """

    report_id = dy.String()
    rule = dy.String()
    severity = dy.Enum(SEVERITIES)
    section = dy.Enum(ALL_SECTIONS, nullable=True)
    item = dy.Enum(ITEM_IDS, nullable=True)
    column = dy.Enum(COLUMN_IDS, nullable=True)
    left = dy.Float64(nullable=True)
    right = dy.Float64(nullable=True)
    partial = dy.Bool()
    other_report = dy.String(nullable=True)
    text = dy.String()
    where = dy.String()


class Roster(dy.Schema):
    """Who ought to file, as the supervising office lists them: one row a body and span of years, `first` to `last` reporting
    year; contact: whom to remind.
    """

    body_id = dy.String()
    agency = dy.String()
    division = dy.String(nullable=True)
    province = dy.String(nullable=True)
    city = dy.String(nullable=True)
    district = dy.String(nullable=True)
    level = dy.String(nullable=True)
    kind = dy.String(nullable=True)
    first = dy.Int16(nullable=True)
    last = dy.Int16(nullable=True)
    contact = dy.String(nullable=True)


class Population(dy.Schema):
    """Who lives where, as the supervising office supplies it: one row a division and year; place: its full name; residents:
    persons (常住人口).
    """

    division = dy.String()
    place = dy.String()
    year = dy.Int16()
    residents = dy.Int64()


class OfficeFiles(dy.Schema):
    """Files that the office supplies, whole: the one in force of each kind, and the one before it.

    kind: `boundaries`. when: it was put in force, a time of ISO 8601. content: its bytes, none where it was taken away.
    """

    kind = dy.String(primary_key=True)
    before = dy.Bool(primary_key=True)
    name = dy.String()
    when = dy.String()
    content = dy.Binary(nullable=True)


class Overrides(dy.Schema):
    """What a user says of documents: of one by its `document`, or of all at or below an address.

    folder: the root and the path below it, joined by a stroke. listing: the root in which a bodies.csv says so; null for
    what is said in the store itself, which outranks it. when: a time of ISO 8601.
    """

    document = dy.String(nullable=True)
    folder = dy.String(nullable=True)
    agency = dy.String(nullable=True)
    place = dy.String(nullable=True)
    year = dy.Int16(nullable=True)
    scope = dy.Enum(SCOPES, nullable=True)
    published = dy.Date(nullable=True)
    reason = dy.String(nullable=True)
    who = dy.String(nullable=True)
    when = dy.String(nullable=True)
    listing = dy.String(nullable=True)

    @dy.rule()
    def one_target(cls) -> pl.Expr:
        """It is about one document or about one folder."""
        return pl.col("document").is_null() != pl.col("folder").is_null()


class Withdrawals(dy.Schema):
    """What was withdrawn or put back (`undone`), in the order in which that was done. when: a time of ISO 8601."""

    document = dy.String()
    source = dy.String()
    undone = dy.Bool()
    reason = dy.String(nullable=True)
    who = dy.String(nullable=True)
    when = dy.String()


class Timeline(dy.Schema):
    """What happened when, such as a law, a merger or a new form, as the supervising office notes it for charts over the years:
    one row a note; day: where it is known; division, place: what it is about, null for all places.
    """

    year = dy.Int16()
    day = dy.Date(nullable=True)
    text = dy.String()
    division = dy.String(nullable=True)
    place = dy.String(nullable=True)


@cache
def types(schema: type[dy.Schema]) -> pl.Schema:
    """The columns of a table and their Polars types."""
    return schema.create_empty().schema


def cell_dtype(kind: str) -> ColumnType:
    """The type of a wide column for a kind of cell."""
    return _DTYPES[kind]


IDENTITY: dict[str, ColumnType] = {
    "report_id": pl.String,
    "document": pl.String,
    "body_id": pl.String,
    "agency": pl.String,
    "division": pl.String,
    "division_code": pl.String,
    "province": pl.String,
    "city": pl.String,
    "district": pl.String,
    "level": pl.String,
    "kind": pl.String,
    "year": pl.Int16,
    "scope": pl.Enum(SCOPES),
    "title": pl.String,
    "published": pl.Date,
    "url": pl.String,
    "disclosure_template": pl.Enum(TEMPLATE_IDS),
    "requests_template": pl.Enum(TEMPLATE_IDS),
    "reviews_template": pl.Enum(TEMPLATE_IDS),
}
"""The first columns of `reports`."""

BITMAPS: dict[str, ColumnType] = {
    f"{state}_{i}": pl.UInt64 for state in STATES if state != "printed" for i in range(WORDS)
}
"""The last columns of `reports`: bit n of a bitmap stands for cell n of the form."""

REPORTS: dict[str, ColumnType] = {
    **IDENTITY,
    **{cell.name: cell_dtype(cell.kind) for cell in CELLS},
    **BITMAPS,
}
"""The columns of `reports`, one wide row a report: identity, the 284 cells, the bitmaps."""

WIDE: dict[str, ColumnType] = {
    "document": pl.String,
    **{name: dtype for name, dtype in REPORTS.items() if name not in IDENTITY},
}
"""What a wide row holds of its document, before it is known whose report that is."""


_COLUMNS: dict[ColumnType, Callable[..., dy.Column]] = {
    pl.String: dy.String,
    pl.Int16: dy.Int16,
    pl.Int32: dy.Int32,
    pl.Float64: dy.Float64,
    pl.Date: dy.Date,
}


def _column(dtype: ColumnType, required: bool) -> dy.Column:
    if isinstance(dtype, pl.Enum):
        return dy.Enum(dtype.categories, nullable=not required)
    if dtype == pl.UInt64:
        return dy.UInt64()
    return _COLUMNS[dtype](nullable=not required)


_REQUIRED = ("report_id", "document", "scope")
Reports: type[dy.Schema] = type(
    "Reports",
    (dy.Schema,),
    {name: _column(dtype, name in _REQUIRED) for name, dtype in REPORTS.items()},
)
