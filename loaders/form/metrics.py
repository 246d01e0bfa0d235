"""Cells → metrics: counts, and rates with their numerator and denominator.

Source: the form itself; the rates as the supervising offices compute them (公开率, 纠错率 …). A rate over nothing is
not applicable, never 0 or 100 %.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from loaders.form.vocabulary import CELL_BY_NAME, members

OTHER_PARTS = members("other")
DENIED = members("denied")
UNAVAILABLE = members("unavailable")
NOT_PROCESSED = members("not_processed")


@dataclass(frozen=True, slots=True)
class Metric:
    """A count or a rate: the sum of its cells, for a rate over the sum of `over` minus that of `less`.

    ratio: the numerator is no part of the denominator (reviews per request decided), so that the rate may exceed 1 and
    has no binomial interval.
    """

    id: str
    cells: tuple[str, ...]
    over: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    money: bool = False
    ratio: bool = False

    @property
    def rate(self) -> bool:
        return bool(self.over)

    @property
    def section(self) -> str:
        return self.cells[0].split(".")[0]


def _requests(*items: str, column: str = "total") -> tuple[str, ...]:
    return tuple(f"requests.{i}.{column}" for i in items)


_PROCESSED = _requests("total_processed")
_LITIGATION = ("reviews.litigation_direct", "reviews.litigation_after_review")
METRICS: tuple[Metric, ...] = (
    Metric("received_new", _requests("received_new")),
    Metric("carried_in", _requests("carried_in")),
    Metric("total_processed", _PROCESSED),
    Metric("carried_out", _requests("carried_out")),
    Metric("granted", _requests("granted")),
    Metric("partially_granted", _requests("partially_granted")),
    Metric("denied", _requests(*DENIED)),
    Metric("unavailable", _requests(*UNAVAILABLE)),
    Metric("not_processed", _requests(*NOT_PROCESSED)),
    Metric("other", _requests("other")),
    Metric("granted_rate", _requests("granted"), _PROCESSED),
    Metric("disclosure_rate", _requests("granted", "partially_granted"), _PROCESSED),
    Metric("denial_rate", _requests(*DENIED), _PROCESSED),
    Metric("unavailable_rate", _requests(*UNAVAILABLE), _PROCESSED),
    Metric("not_processed_rate", _requests(*NOT_PROCESSED), _PROCESSED),
    Metric("carry_over_rate", _requests("carried_out"), _requests("received_new", "carried_in")),
    Metric("natural_person_share", _requests("received_new", column="natural_person"), _requests("received_new")),
    Metric("review_total", ("reviews.review.total",)),
    Metric("litigation_total", tuple(f"{i}.total" for i in _LITIGATION)),
    Metric("review_corrected", ("reviews.review.corrected",)),
    Metric("review_rate", ("reviews.review.total",), _PROCESSED, ratio=True),
    Metric(
        "litigation_rate",
        tuple(f"{i}.total" for i in _LITIGATION),
        _PROCESSED,
        ratio=True,
    ),
    Metric("correction_rate", ("reviews.review.corrected",), ("reviews.review.total",), ("reviews.review.pending",)),
    Metric("correction_rate_all", ("reviews.review.corrected",), ("reviews.review.total",)),
    Metric(
        "litigation_correction_rate",
        tuple(f"{i}.corrected" for i in _LITIGATION),
        tuple(f"{i}.total" for i in _LITIGATION),
        tuple(f"{i}.pending" for i in _LITIGATION),
    ),
    Metric("normative_issued", ("disclosure.normative_documents.issued",)),
    Metric("normative_repealed", ("disclosure.normative_documents.repealed",)),
    Metric("normative_in_force", ("disclosure.normative_documents.in_force",)),
    Metric("permits", ("disclosure.permits.decisions",)),
    Metric("penalties", ("disclosure.penalties.decisions",)),
    Metric("coercion", ("disclosure.coercion.decisions",)),
    Metric("fees", ("disclosure.fees.amount_wan_yuan",), money=True),
    Metric("disclosed_2014", ("disclosure_2014.disclosed.total",)),
    Metric("received_2014", ("requests_2014.received.total",)),
    Metric("answered_2014", ("requests_2014.answered.total",)),
    Metric("granted_2014", ("requests_2014.granted.total",)),
    Metric("partially_granted_2014", ("requests_2014.partially_granted.total",)),
    Metric("denied_2014", ("requests_2014.denied.total",)),
    Metric(
        "disclosure_rate_2014",
        ("requests_2014.granted.total", "requests_2014.partially_granted.total"),
        ("requests_2014.answered.total",),
    ),
    Metric("review_total_2014", ("reviews_2014.review.total",)),
    Metric("litigation_total_2014", ("reviews_2014.litigation.total",)),
    Metric("complaints_2014", ("reviews_2014.complaints.total",)),
)
METRIC = {m.id: m for m in METRICS}


_STOCKS = ("carried_in", "carried_out", "in_force", "published_total", "items_last_year", "pending")
"""Rows and columns of the form that count a stock at a point of time, some of which the next year counts again."""


def adds_over_years(id_: str) -> bool:
    """Whether a metric or cell may be added up over years: not if one year counts cases of another again."""
    metric = METRIC.get(id_)
    if not metric:
        return not _stocks((id_,))
    return not _stocks(metric.cells) and _stocks(metric.over) <= _stocks(metric.less)


def _stocks(cells: Iterable[str]) -> set[str]:
    """The stocks among some cells; the total of part 四 includes the pending cases."""
    stocks = set()
    for name in cells:
        section, item, column = name.split(".")
        if section == "reviews" and column == "total":
            stocks.add(f"{section}.{item}.pending")
        elif item in _STOCKS or column in _STOCKS:
            stocks.add(name)
    return stocks


_CENT = 1_000_000
"""The cents in 万元: money is added up as whole cents, so that a sum does not depend on the order of its parts."""


def is_money(id_: str) -> bool:
    """Whether a metric or a cell is money."""
    return METRIC[id_].money if id_ in METRIC else CELL_BY_NAME[id_].kind == "money"


def cell(name: str) -> pl.Expr:
    """A cell of a wide row as a whole number, money in cents; （六）其他处理 is the printed row, else its three rows' sum."""
    section, item, column = name.split(".")
    if CELL_BY_NAME[name].kind == "money":
        return (pl.col(name) * _CENT).round().cast(pl.Int64)
    printed = pl.col(name).cast(pl.Int64)
    if CELL_BY_NAME[name].kind != "count":
        return printed
    # A count below nothing fails rule 5: it is in no sum.
    value = pl.when(printed >= 0).then(printed)
    if section == "requests" and item == "other":
        parts = [cell(f"requests.{p}.{column}") for p in OTHER_PARTS]
        return pl.when(printed.is_null()).then(pl.sum_horizontal(parts, ignore_nulls=False)).otherwise(value)
    return value


def total(names: tuple[str, ...]) -> pl.Expr:
    """The sum of some cells of a row; null if one of them is."""
    return pl.sum_horizontal([cell(n) for n in names], ignore_nulls=False) if len(names) > 1 else cell(names[0])


def numerator(metric: Metric) -> pl.Expr:
    """A metric's count in a row; null if one of its cells is, or for a rate one of its denominator's."""
    value = total(metric.cells)
    return pl.when(denominator(metric).is_not_null()).then(value) if metric.rate else value


def denominator(metric: Metric) -> pl.Expr:
    """A rate's denominator in a row; null if one of its cells is, or one of the numerator's."""
    value = total(metric.over)
    if metric.less:
        value = value - total(metric.less)
    return pl.when(total(metric.cells).is_not_null()).then(value)


def measures(ids: Iterable[str]) -> dict[str, pl.Expr]:
    """The contribution of a report to some metrics or cells: `<id>`, `<id>.reports` (whether it is not null), and for a
    rate `<id>.over`, the denominator.
    """
    return {name: figure for id_ in ids for name, figure in _measure(id_).items()}


@cache
def _measure(id_: str) -> dict[str, pl.Expr]:
    metric = METRIC.get(id_)
    value = numerator(metric) if metric else cell(id_)
    out = {id_: value, f"{id_}.reports": value.is_not_null()}
    return out | {f"{id_}.over": denominator(metric)} if metric and metric.rate else out


def sums_of(ids: Sequence[str]) -> list[pl.Expr]:
    """The sums of the measures of some metrics or cells over rows."""
    return [pl.col(list(measures(ids))).sum().cast(pl.Int64)] if ids else []


def to_units(frame: pl.DataFrame, ids: Iterable[str]) -> pl.DataFrame:
    """Sums of measures as figures: null, not 0, if no report has a number; money in 万元."""
    out, present = [], set(frame.columns)
    for id_ in ids:
        # Most figures have no gap: an expression for each of hundreds would take longer than this test.
        gaps = frame[f"{id_}.reports"].min() == 0
        columns = [id_, *([f"{id_}.over"] if f"{id_}.over" in present else [])]
        for name in columns if gaps or is_money(id_) else ():
            value = pl.col(name) / _CENT if name == id_ and is_money(id_) else pl.col(name)
            out.append(pl.when(pl.col(f"{id_}.reports") > 0).then(value).alias(name))
    return frame.with_columns(out)


MIN_CASES = 20
"""The denominator below which a rate is shown but not compared."""
