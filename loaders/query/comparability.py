"""Figures with what they rest on → whether they may be compared, and the reason where they may not.

Every sentence, card, rank, colour, line and file that sets figures side by side asks this module, and no other.
"""

from enum import StrEnum

import polars as pl

from loaders.form.metrics import MIN_CASES

MIN_UNITS = 3
"""The units that may be compared below which none is ranked, shaded or set against a median: of one or two that says
nothing.
"""


class Reason(StrEnum):
    """Why a figure may not be compared; `reason.<id>` of the catalogue words it."""

    NO_REPORT = "no_report"
    NOT_DUE = "not_due"
    OTHER_BODIES = "other_bodies"
    PARTIAL = "partial"
    NO_NUMBER = "no_number"
    OTHER_FORM = "other_form"
    FEW_CASES = "few_cases"


def why_not_alone(rate: bool) -> pl.Expr:
    """Why the figure of a row may not be ranked, coloured or set against limits among others of its year.

    A row of units, as `loaders.query.compare.compared` has them: `filed`, the reports that count; `reports`, those of them
    with a number; `area`, whether an area's own report stands for it; `bodies`, `expected`, the bodies in a sum and those
    that ought to be; `over`, N of a rate. Null where it may.
    """
    gap = ~pl.col("area") & (pl.col("bodies") < pl.col("expected"))
    return (
        pl.when(pl.col("filed") == 0)
        .then(pl.lit(Reason.NO_REPORT.value))
        .when(pl.col("reports") == 0)
        .then(pl.lit(Reason.NO_NUMBER.value))
        .when(gap.fill_null(False) | (pl.col("reports") < pl.col("filed")))
        .then(pl.lit(Reason.PARTIAL.value))
        .when((pl.lit(rate) & (pl.col("over") < MIN_CASES)).fill_null(False))
        .then(pl.lit(Reason.FEW_CASES.value))
    )


def comparable(column: str) -> pl.Expr:
    """Whether the figure of a row may be ranked, shaded or set against a median; column: of the figure."""
    return pl.col("reason").is_null() & pl.col(column).is_not_null()


def comparable_pair(column: str) -> pl.Expr:
    """Whether the figures of a row's two years may be called a change; `apart` as of `why_not_between`."""
    return pl.col("apart").is_null() & pl.col(column).is_not_null() & pl.col(f"{column}_before").is_not_null()


def why_not_between(before: str = "_before") -> pl.Expr:
    """Why the figures of a row's two years may not be called a change or joined by a line; null where they may.

    The columns of the earlier year end in `before`; `reason` is what `why_not_alone` says of each; `form`, the versions
    of the form that the reports behind a figure follow, is null where the figure is the same on all of them.
    """
    one_form = pl.col("form").eq_missing(pl.col(f"form{before}")) & ~pl.col("form").fill_null("").str.contains(",")
    same = [pl.col(c).eq_missing(pl.col(f"{c}{before}")) for c in ("area", "filed", "areas", "bodies", "who")]
    return (
        pl.when(pl.col("reason").is_not_null())
        .then("reason")
        .when(pl.col(f"reason{before}").is_not_null())
        .then(f"reason{before}")
        .when(pl.col(f"value{before}").is_null() | pl.col("value").is_null())
        .then(pl.lit(Reason.NO_REPORT.value))
        .when(~pl.all_horizontal(same))
        .then(pl.lit(Reason.OTHER_BODIES.value))
        .when(~one_form)
        .then(pl.lit(Reason.OTHER_FORM.value))
    )
