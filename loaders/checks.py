"""The arithmetic of the form (勾稽关系) and the continuity of years: `reports` → `issues`.

Rules are data. A sum is not assessable where one of its parts is blank or unreadable, unless the rest already exceeds
the other side; then the issue is marked partial. Source: the notes on the form itself (国办公开办函〔2021〕30号).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from loaders.schema import SEVERITIES, Issues, types
from loaders.vocabulary import APPLICANTS, CELLS, OUTCOMES, REQUEST_ITEMS, REVIEW_ITEMS, members


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its id; `number` is its place in the list of 勾稽关系, null for remarks on the reading."""

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
    for i in REVIEW_ITEMS:
        four = tuple(f"reviews.{i.id}.{c}" for c in ("upheld", "corrected", "other", "pending"))
        yield Equation("results", "reviews", i.id, None, four, (f"reviews.{i.id}.total",))


EQUATIONS = tuple(equations())


def operands(
    rule: str, section: str | None, item: str | None, column: str | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cells on both sides of an issue; for rules over two years the right side stands in the later report."""
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


def check(reports: pl.DataFrame) -> pl.DataFrame:
    """The issues of rules 1 to 7 over all reports, in the columns of `Issues`."""
    parts = [_failing(reports, e) for e in EQUATIONS]
    parts += [_negative(reports), *_over_years(reports), *_missing_tables(reports)]
    return pl.concat([p for p in parts if p.height] or [issues([])])


def issues(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows as a frame of `Issues`; columns left out are null, severity comes from the rule."""
    filled = [{"severity": RULE[str(r["rule"])].severity, "partial": False, "text": "", "where": "", **r} for r in rows]
    return pl.DataFrame(filled, schema=types(Issues))


def identified(documents: pl.DataFrame) -> pl.DataFrame:
    """What is unsure about whose the described documents are, and of which year, as issues of their reports."""
    nobody = pl.col("body_id").is_null()
    unknown = nobody | pl.col("year").is_null() | (pl.col("scope") == "unknown")
    several = nobody & pl.col("candidates").is_not_null()
    parts = (
        ("ambiguous_body", several, pl.col("candidates")),
        ("unassigned", unknown & ~several, pl.lit("")),
        ("renamed_division", pl.col("renamed").is_not_null(), pl.col("renamed")),
        ("inferred_place", (pl.col("told_by") == "context") & ~nobody, pl.col("body")),
        ("inferred_year", pl.col("year_source").is_in(["address", "published"]), pl.col("year").cast(pl.String)),
    )
    found = [
        _issues(documents.filter(wrong).select("report_id", text=text), rule, None, None, None)
        for rule, wrong, text in parts
    ]
    return pl.concat(found)


def noted(notes: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The notes of the documents (document, report_id) that speak for a report, as issues of that report."""
    rows = notes.join(documents.select("document", "report_id"), on="document").with_columns(
        severity=pl.col("rule").replace_strict({r.id: r.severity for r in RULES}),
        other_report=pl.lit(None, dtype=pl.String),
    )
    return rows.select(pl.col(c).cast(t) for c, t in types(Issues).items())


def _sum(names: tuple[str, ...]) -> tuple[pl.Expr, pl.Expr]:
    """The sum of what is printed, and whether a part is missing. （六）其他处理 counts as printed, else as its rows."""
    parts: list[pl.Expr] = []
    for name in names:
        section, item, column = name.split(".")
        if item == "other" and section == "requests" and len(names) > 1 and column:
            rows = [pl.col(n) for n in _cells(_OTHER_PARTS, column)]
            parts.append(pl.coalesce(pl.col(name), pl.sum_horizontal(rows, ignore_nulls=False)))
        elif section == "requests" and item in _OTHER_PARTS and f"requests.other.{column}" in names:
            continue
        else:
            parts.append(pl.col(name))
    known = pl.sum_horizontal([p.fill_null(0) for p in parts])
    missing = pl.any_horizontal([p.is_null() for p in parts])
    return known, missing


def _failing(reports: pl.DataFrame, e: Equation) -> pl.DataFrame:
    left, left_missing = _sum(e.left)
    right, right_missing = _sum(e.right)
    frame = reports.select("report_id", left=left, right=right, lm=left_missing, rm=right_missing)
    l, r, lm, rm = pl.col("left"), pl.col("right"), pl.col("lm"), pl.col("rm")  # noqa: E741
    wrong = (~lm & ~rm & (l != r)) | (lm & ~rm & (l > r)) | (~lm & rm & (r > l))
    return _issues(frame.filter(wrong), e.rule, e.section, e.item, e.column, partial=lm | rm)


def _issues(
    frame: pl.DataFrame,
    rule: str,
    section: str | None,
    item: str | pl.Expr | None,
    column: str | pl.Expr | None,
    partial: pl.Expr | None = None,
) -> pl.DataFrame:
    """Failing rows (report_id, left, right, other_report if any) as issues."""
    values = {
        "report_id": pl.col("report_id"),
        "rule": pl.lit(rule),
        "severity": pl.lit(RULE[rule].severity),
        "section": pl.lit(section),
        "item": item if isinstance(item, pl.Expr) else pl.lit(item),
        "column": column if isinstance(column, pl.Expr) else pl.lit(column),
        "left": pl.col("left") if "left" in frame.columns else pl.lit(None),
        "right": pl.col("right") if "right" in frame.columns else pl.lit(None),
        "partial": partial if partial is not None else pl.lit(False),
        "other_report": pl.col("other_report") if "other_report" in frame.columns else pl.lit(None),
        "text": pl.col("text") if "text" in frame.columns else pl.lit(""),
        "where": pl.lit(""),
    }
    return frame.select(values[c].cast(t).alias(c) for c, t in types(Issues).items())


def _negative(reports: pl.DataFrame) -> pl.DataFrame:
    """Counts below zero (only 本年增/减 may be)."""
    counts = [c.name for c in CELLS if c.kind == "count"]
    few = reports.filter(pl.any_horizontal(pl.col(counts) < 0)).select("report_id", *counts)
    long = few.unpivot(index="report_id", variable_name="name", value_name="left").filter(pl.col("left") < 0)
    if not long.height:
        return issues([])
    names = pl.col("name").str.split(".")
    parts = [
        _issues(group, "whole_number", section, names.list.get(1), names.list.get(2))
        for (section,), group in long.with_columns(s=names.list.get(0)).group_by("s")
    ]
    return pl.concat(parts)


def _over_years(reports: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Rules 6 and 7: what a body's report leaves at the end of a year and what its next one begins with."""
    keep = [f"requests.{i}.{a.id}" for i in ("carried_out", "carried_in") for a in APPLICANTS]
    norms = [
        f"disclosure.{i}.{c}"
        for i in ("regulations", "normative_documents")
        for c in ("issued", "repealed", "in_force")
    ]
    known = reports.filter(pl.col("body_id").is_not_null() & pl.col("year").is_not_null())
    lines = known.select("report_id", "body_id", "scope", "year", "disclosure_template", *keep, *norms)
    lines = lines.sort("body_id", "scope", "year")
    same = (pl.col("body_id") == pl.col("body_id").shift()) & (pl.col("scope") == pl.col("scope").shift())
    lines = lines.with_columns(
        follows=(same & (pl.col("year") == pl.col("year").shift() + 1)).fill_null(False),
        other_report=pl.col("report_id").shift(),
        both_2021=((pl.col("disclosure_template") == "2021") & (pl.col("disclosure_template").shift() == "2021")),
    )
    for a in APPLICANTS:
        before, now = pl.col(f"requests.carried_out.{a.id}").shift(), pl.col(f"requests.carried_in.{a.id}")
        frame = lines.with_columns(left=before, right=now).filter("follows", pl.col("left") != pl.col("right"))
        yield _issues(frame, "carry_over", "requests", None, a.id)
    for item in ("regulations", "normative_documents"):
        cell = f"disclosure.{item}."
        expected = pl.col(cell + "in_force").shift() + pl.col(cell + "issued") - pl.col(cell + "repealed")
        frame = lines.with_columns(left=expected, right=pl.col(cell + "in_force"))
        frame = frame.filter("follows", pl.col("both_2021").fill_null(False), pl.col("left") != pl.col("right"))
        yield _issues(frame, "in_force", "disclosure", item, "in_force")


def _missing_tables(reports: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Reports that lack one of the three tables altogether."""
    for section in ("disclosure", "requests", "reviews"):
        gone = reports.filter(pl.col(f"{section}_template").is_null() & _nothing(reports, section))
        yield _issues(gone.select("report_id"), "missing_table", section, None, None)


def _nothing(reports: pl.DataFrame, section: str) -> pl.Expr:
    return pl.all_horizontal(pl.col(c.name).is_null() for c in CELLS if c.section == section)


def severity_order() -> pl.Expr:
    """Sorts issues with errors first."""
    return pl.col("severity").cast(pl.Enum(SEVERITIES))
