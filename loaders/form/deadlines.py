"""Kind of body and year → the day by which a report is due, and whether it was published in time.

Source, for reports on 2019 and later: 政府信息公开条例 (State Council Order 711), art. 49: departments of governments of
county level and above by 31 January of the next year, the governments themselves by 31 March. The article does not name
townships and subdistricts; they count as departments. For reports on 2018 and before: the same regulation of 2007 (State
Council Order 492), art. 31: all administrative organs by 31 March. Order 711 came into force on 15 May 2019, when those on
2018 were due already.
"""

from datetime import date, timedelta

import polars as pl

DEADLINES: dict[str, tuple[int, int]] = {"people_government": (3, 31)}
"""Month and day by kind of body, for the kinds that do not follow the departments."""
USUAL = (1, 31)
OF_2007, FIRST_OF_2019 = (3, 31), 2019
"""Month and day for all bodies by the regulation of 2007, and the first reporting year under that of 2019."""
REST_DAYS_EXTEND = False
"""Whether a deadline on a rest day moves to the next working day. It does not: art. 49 names a day without exception, and
the extension for rest days of other laws (行政复议法, 行政诉讼法) is for the time limits of proceedings.
"""
HOLIDAYS = (
    (date(2020, 1, 24), date(2020, 2, 2)),
    (date(2022, 1, 31), date(2022, 2, 6)),
    (date(2025, 1, 28), date(2025, 2, 4)),
)
"""The statutory holidays, first and last day, in which a deadline fell (State Council notices on holiday arrangements)."""
_REPORTING_YEARS = range(2007, 2061)

FILING_STATES = ("in_time", "late", "undated", "failed", "missing", "not_due", "dissolved", "not_expected")
"""What became of a body's report of a year: published in time, late, on a date that is unknown or cannot be trusted,
handed in but unreadable, not there, not there and not yet due, not there because the body is no more, or not asked of
the body.
"""
OWED = FILING_STATES[:6]
"""The states of reports that somebody owes or has published."""


def deadline(kind: str = "kind", year: str = "year") -> pl.Expr:
    """The day by which the report of a year is due."""
    after = pl.col(year).cast(pl.Int32) + 1
    due = pl.date(after, *USUAL)
    for id_, (month, day) in DEADLINES.items():
        due = pl.when(pl.col(kind) == id_).then(pl.date(after, month, day)).otherwise(due)
    due = pl.when(after <= FIRST_OF_2019).then(pl.date(after, *OF_2007)).otherwise(due)
    return due.replace(_moved()) if REST_DAYS_EXTEND else due


def is_due(year: int, today: date, kind: str | None = None) -> bool:
    """Whether the deadline for a kind's reports of a year has passed; without a kind, the first deadline of all."""
    return min(date(year + 1, *day) for day in days_of(year, kind)) < today


def days_of(year: int, kind: str | None = None) -> list[tuple[int, int]]:
    """The months and days of the deadlines for a year's reports: of a kind of body, or of all."""
    if year < FIRST_OF_2019:
        return [OF_2007]
    return [DEADLINES.get(kind, USUAL)] if kind else [USUAL, *DEADLINES.values()]


def _moved() -> dict[date, date]:
    """The deadlines on rest days, each with the next working day."""
    days = [date(year + 1, *day) for year in _REPORTING_YEARS for day in days_of(year)]
    return {day: working for day in days if (working := next_working_day(day)) != day}


def next_working_day(day: date) -> date:
    """The day itself, or the first one after it that is neither on a weekend nor in `HOLIDAYS`."""
    while day.weekday() > 4 or any(first <= day <= last for first, last in HOLIDAYS):
        day += timedelta(days=1)
    return day


def trusted(published: str = "published", year: str = "year") -> pl.Expr:
    """Whether a date can be that of the filing: it lies in the year after the reporting year. Another is that of a page
    posted anew, or of a clock.
    """
    return (pl.col(published).dt.year() == pl.col(year).cast(pl.Int32) + 1).fill_null(False)


def doubt(published: date | None, year: int | None) -> str | None:
    """Why a date is not taken for that of the filing: `before_end`, for the reporting year was not over; `posted_anew`, for
    it is of a later year than the one in which reports are due. None where it is.
    """
    if published is None or year is None or published.year == year + 1:
        return None
    return "before_end" if published.year <= year else "posted_anew"


def filing_state(published: str = "published", kind: str = "kind", year: str = "year") -> pl.Expr:
    """`in_time`, `late` or `undated` for a report that is there."""
    state = pl.when(pl.col(published) <= deadline(kind, year)).then(pl.lit("in_time")).otherwise(pl.lit("late"))
    return pl.when(trusted(published, year)).then(state).otherwise(pl.lit("undated"))
