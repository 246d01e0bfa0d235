"""Kind of body and year → the day by which a report is due, and whether it was published in time.

Source: 政府信息公开条例 (State Council Order 711), art. 49: departments of governments of county level and above by
31 January of the next year, the governments themselves by 31 March. The article does not name townships and
subdistricts; they count as departments.
"""

import polars as pl

DEADLINES: dict[str, tuple[int, int]] = {"people_government": (3, 31)}
"""Month and day by kind of body, for the kinds that do not follow the departments."""
USUAL = (1, 31)

FILING_STATES = ("in_time", "late", "undated", "failed", "missing", "not_expected")
"""The state of a body's report of a year: published in time, late, on a date that is unknown or not to be trusted;
filed but unreadable; missing; or not expected of the body."""


def deadline(kind: str = "kind", year: str = "year") -> pl.Expr:
    """The day by which the report of a year is due."""
    after = pl.col(year).cast(pl.Int32) + 1
    due = pl.date(after, *USUAL)
    for id_, (month, day) in DEADLINES.items():
        due = pl.when(pl.col(kind) == id_).then(pl.date(after, month, day)).otherwise(due)
    return due


def filing_state(published: str = "published", kind: str = "kind", year: str = "year") -> pl.Expr:
    """`in_time`, `late` or `undated` for a filed report, from columns with its date, its body's kind and its year.

    A date outside the year after the reporting year is that of a page posted anew, or of a clock.
    """
    day = pl.col(published)
    trusted = day.dt.year() == pl.col(year).cast(pl.Int32) + 1
    state = pl.when(day <= deadline(kind, year)).then(pl.lit("in_time")).otherwise(pl.lit("late"))
    return pl.when(trusted.fill_null(False)).then(state).otherwise(pl.lit("undated"))
