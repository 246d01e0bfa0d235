"""`2024:disclosure_rate:lt:50:20` ↔ a condition on a figure of bodies; and the bodies that meet some conditions."""

import operator
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl

from loaders.form.metrics import METRIC, is_money, measures
from loaders.language.words import number, say
from loaders.query.snapshot import Snapshot
from loaders.store.additive import known

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt, "eq": operator.eq,
}  # fmt: skip
"""The ids of the signs ≥ > ≤ < =."""
_CENTS = 1_000_000
"""Cents in 万元, in which money is summed and asked for."""
_TEXT = re.compile(
    r"(?P<year>[12][0-9]{3}):(?P<metric>[a-z_0-9]+):(?P<sign>ge|gt|le|lt|eq)"
    r":(?P<value>[0-9]{1,7}(?:[.][0-9]{1,2})?)(?::(?P<cases>[0-9]{1,7}))?"
)
"""Numbers so small that no product of two overflows."""


class Condition(NamedTuple):
    """A figure of a year that stands in some relation to a number: a count, 万元, or per cent of a rate.

    cases: the N from which on a rate counts; 1 at least.
    """

    year: int
    metric: str
    sign: str
    value: Decimal
    cases: int = 1

    @property
    def text(self) -> str:
        """As it stands in an address."""
        cases = f":{self.cases}" if METRIC[self.metric].rate and self.cases > 1 else ""
        return f"{self.year}:{self.metric}:{self.sign}:{self.value.normalize():f}{cases}"

    def words(self, lang: str) -> str:
        """As it is read: `2024 年公开率 < 50%（N ≥ 20）`."""
        rate = METRIC[self.metric].rate
        value = number(float(self.value)) + ("%" if rate else "")
        cases = say("condition.cases", lang, n=self.cases) if rate and self.cases > 1 else ""
        words = {
            "year": self.year,
            "metric": say(f"metric.{self.metric}", lang),
            "sign": say(f"sign.{self.sign}", lang),
        }
        return say("condition", lang, value=value, cases=cases, **words)


def condition(text: str) -> Condition | None:
    """The condition of a text; None where it is none."""
    found = _TEXT.fullmatch(text)
    if found is None or found["metric"] not in METRIC:
        return None
    cases = int(found["cases"] or 1)
    return Condition(int(found["year"]), found["metric"], found["sign"], Decimal(found["value"]), max(cases, 1))


def meeting(snapshot: Snapshot, conditions: Sequence[str]) -> tuple[str, ...]:
    """The ids of the bodies, sorted, that meet each of some conditions with a report of its year, be it on themselves or on
    their area. A body without the figure meets none; a text that is no condition is left out.
    """
    key = ("meeting", tuple(conditions))
    return snapshot.memoise(key, lambda: _meeting(snapshot, conditions))


def _meeting(snapshot: Snapshot, conditions: Sequence[str]) -> tuple[str, ...]:
    found: set[str] | None = None
    for asked in filter(None, map(condition, conditions)):
        bodies = set(_bodies(snapshot, asked))
        found = bodies if found is None else found & bodies
    return tuple(sorted(found or ()))


def _bodies(snapshot: Snapshot, asked: Condition) -> list[str]:
    figures = measures((asked.metric,))
    columns = dict.fromkeys(["body_id", *(n for f in figures.values() for n in f.meta.root_names())])
    # Whole numbers on both sides: 3 of 20 is exactly 15 per cent.
    numerator, denominator = asked.value.as_integer_ratio()
    n = pl.col(asked.metric).cast(pl.Int64)
    if METRIC[asked.metric].rate:
        over = pl.col(f"{asked.metric}.over")
        holds = SIGNS[asked.sign](n * 100 * denominator, over * numerator) & (over >= asked.cases)
    else:
        holds = SIGNS[asked.sign](n * denominator, numerator * (_CENTS if is_money(asked.metric) else 1))

    def query(rows: pl.LazyFrame) -> pl.LazyFrame:
        return rows.select("body_id", **figures).filter(holds.fill_null(False)).select("body_id").unique()

    where = (pl.col("year") == asked.year) & (pl.col("known") if snapshot.reports_have_flags else known())
    rows: list[str] = snapshot.query("reports", tuple(columns), query, where)["body_id"].to_list()
    return rows
