"""The form's arithmetic (勾稽关系) as data: rules, their equations, and the cells on both sides of an issue.

Source: the note printed in part 三 (第一项加第二项之和，等于第三项加第四项之和) and the sums that the form's rows imply.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from loaders.form import form_2014
from loaders.form.vocabulary import APPLICANTS, OUTCOMES, REQUEST_ITEMS, REVIEW_ITEMS, members

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its id. number: its number among the 勾稽关系, None for remarks on the reading."""

    id: str
    severity: str
    number: int | None = None


RULES = (
    Rule("balance", "error", 1),
    Rule("outcomes", "error", 2),
    Rule("applicants", "error", 3),
    Rule("results", "error", 4),
    Rule("whole_number", "error", 5),
    Rule("carry_over", "error", 6),
    Rule("in_force", "warning", 7),
    Rule("area_sum", "warning", 8),
    Rule("group", "error"),
    Rule("unreadable", "warning"),
    Rule("unconfirmed", "warning"),
    Rule("doubtful", "warning"),
    Rule("unclear_columns", "warning"),
    Rule("unread", "warning"),
    Rule("missing_table", "warning"),
    Rule("unassigned", "warning"),
    Rule("ambiguous_body", "warning"),
    Rule("renamed_division", "info"),
    Rule("inferred_place", "info"),
    Rule("inferred_year", "info"),
    Rule("revision", "info"),
    Rule("inexact_label", "info"),
    Rule("from_picture", "info"),
)
RULE = {r.id: r for r in RULES}
_OTHER_PARTS = members("other")


@dataclass(frozen=True, slots=True)
class Equation:
    """One instance of a rule: the sum of the cells on the left equals that on the right."""

    rule: str
    section: str
    item: str | None
    column: str | None
    left: tuple[str, ...]
    right: tuple[str, ...]


def _cells(items: Iterable[str], column: str) -> tuple[str, ...]:
    return tuple(f"requests.{i}.{column}" for i in items)


def equations() -> Iterator[Equation]:
    """Every equation within one report."""
    for a in APPLICANTS:
        yield Equation(
            "balance",
            "requests",
            None,
            a.id,
            _cells(("received_new", "carried_in"), a.id),
            _cells(("total_processed", "carried_out"), a.id),
        )
        yield Equation("outcomes", "requests", None, a.id, _cells(OUTCOMES, a.id), _cells(("total_processed",), a.id))
        yield Equation("group", "requests", "other", a.id, _cells(_OTHER_PARTS, a.id), _cells(("other",), a.id))
    for i in REQUEST_ITEMS:
        six = tuple(f"requests.{i.id}.{a.id}" for a in APPLICANTS[:-1])
        yield Equation("applicants", "requests", i.id, None, six, (f"requests.{i.id}.total",))
    for parent in form_2014.ADD_UP:
        line = form_2014.LINE[parent]
        names = tuple(f"{part.section}.{part.id}.{part.column}" for part in form_2014.parts_of(parent))
        total = f"{line.section}.{parent}.{line.column}"
        yield Equation("group", line.section, parent, line.column, names, (total,))
    for i in REVIEW_ITEMS:
        four = tuple(f"reviews.{i.id}.{c}" for c in ("upheld", "corrected", "other", "pending"))
        yield Equation("results", "reviews", i.id, None, four, (f"reviews.{i.id}.total",))


EQUATIONS = tuple(equations())


def operands(
    rule: str, section: str | None, item: str | None, column: str | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cells on both sides of an issue; for rules over two years those on the right are in the later report."""
    for e in EQUATIONS:
        if (e.rule, e.section, e.item, e.column) == (rule, section, item, column):
            return e.left, e.right
    if rule == "carry_over":
        return (f"requests.carried_out.{column}",), (f"requests.carried_in.{column}",)
    if rule == "in_force":
        return tuple(f"disclosure.{item}.{c}" for c in ("in_force", "issued", "repealed")), (
            f"disclosure.{item}.in_force",
        )
    if rule == "group" and item:
        return _cells(members(item), column or "total"), (f"requests.{item}.{column}",)
    return ((f"{section}.{item}.{column}",), ()) if section and item and column else ((), ())


def severity_order() -> pl.Expr:
    """The sort key of issues, errors first."""
    return pl.col("severity").cast(pl.Enum(SEVERITIES))
