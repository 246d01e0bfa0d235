"""The arithmetic of the form (勾稽关系) and the continuity of years: `reports` → `issues`.

Rules are data. A sum is not assessable where one of its parts is blank or unreadable, unless the rest already exceeds
the other side; then the issue is marked partial. Source: the notes on the form itself (国办公开办函〔2021〕30号).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from loaders.form.rules import _OTHER_PARTS, EQUATIONS, RULE, RULES, Equation, _cells
from loaders.form.vocabulary import APPLICANTS, CELLS, SCOPES
from loaders.store.additive import known
from loaders.store.schema import Issues, types

_YEARS = 10_000
"""More than any year."""


@dataclass(frozen=True, slots=True)
class CrossYearRule:
    """A rule over two years: the columns that it needs of the report before and of the next, and what makes its two
    sides, given how a column of the report before is had.
    """

    last: tuple[str, ...]
    next: tuple[str, ...]
    sides: Callable[[Callable[[str], pl.Expr]], tuple[pl.Expr, pl.Expr]]


def check(reports: pl.DataFrame) -> pl.DataFrame:
    """The issues of rules 1 to 7 over all reports, in the columns of `Issues`."""
    unequal = reports.select(_unequal(e).alias(str(i)) for i, e in enumerate(EQUATIONS))
    # Most equations hold in every report: what is fetched for one of them is not fetched for nothing.
    parts = [_failing(reports, e, mask) for e, mask in zip(EQUATIONS, unequal, strict=True) if mask.any()]
    parts += [_negative(reports), *_over_years(reports), *_missing_tables(reports)]
    return pl.concat([p for p in parts if p.height] or [issues([])])


def issues(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows as a frame of `Issues`; columns left out are null, severity comes from the rule."""
    filled = [{"severity": RULE[str(r["rule"])].severity, "partial": False, "text": "", "where": "", **r} for r in rows]
    return pl.DataFrame(filled, schema=types(Issues))


def identified(documents: pl.DataFrame) -> pl.DataFrame:
    """What is unsure about whose the described documents are, and of which year, as issues of their reports."""
    nobody = pl.col("body_id").is_null()
    several = nobody & pl.col("candidates").is_not_null()
    inferred = pl.col("year_source").is_in(["address", "published"])
    placed = (pl.col("told_by") == "context") & pl.col("told_place").is_null()
    parts = (
        ("ambiguous_body", several, pl.col("candidates")),
        ("unassigned", ~known() & ~several, pl.lit("")),
        ("renamed_division", pl.col("renamed").is_not_null(), pl.col("renamed")),
        ("inferred_place", placed & ~nobody, pl.col("body")),
        ("inferred_year", inferred & pl.col("told_year").is_null(), pl.col("year").cast(pl.String)),
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


def _parts(names: tuple[str, ...]) -> list[pl.Expr]:
    """The summands of a side, 64 bits wide: six counts may exceed 32. （六）其他处理 counts as printed, else as its rows."""
    parts: list[pl.Expr] = []
    for name in names:
        section, item, column = name.split(".")
        if item == "other" and section == "requests" and len(names) > 1 and column:
            # The printed row stands in the place of the first of its three, so that each that is printed counts.
            stand_ins = (_wide(name), pl.lit(0, pl.Int64), pl.lit(0, pl.Int64))
            for row, stand_in in zip(_cells(_OTHER_PARTS, column), stand_ins, strict=True):
                parts.append(pl.when(_wide(name).is_null()).then(_wide(row)).otherwise(stand_in))
        elif section == "requests" and item in _OTHER_PARTS and f"requests.other.{column}" in names:
            continue
        else:
            parts.append(_wide(name))
    return parts


def _wide(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64)


def _unequal(e: Equation) -> pl.Expr:
    """Whether what is printed on the two sides adds up to different sums: else nothing is wrong, whatever is missing."""
    left, right = (sum((p.fill_null(0) for p in _parts(names)), pl.lit(0)) for names in (e.left, e.right))
    return left != right


def _failing(reports: pl.DataFrame, e: Equation, unequal: pl.Series) -> pl.DataFrame:
    sides = {"left": _parts(e.left), "right": _parts(e.right)}
    needed = dict.fromkeys(n for parts in sides.values() for p in parts for n in p.meta.root_names())
    frame = reports[unequal.arg_true(), ["report_id", *needed]].select(
        "report_id",
        **{side: pl.sum_horizontal(parts) for side, parts in sides.items()},
        **{f"{side}_lacks": pl.any_horizontal([p.is_null() for p in parts]) for side, parts in sides.items()},
    )
    l, r, lm, rm = pl.col("left"), pl.col("right"), pl.col("left_lacks"), pl.col("right_lacks")  # noqa: E741
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
    least = reports.select(pl.col(counts).min()).row(0, named=True)
    counts = [c for c in counts if (least[c] or 0) < 0]
    if not counts:
        return issues([])
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
    adjacent, before, now = _successive(reports)
    rules = [
        *((_carried(a.id), ("carry_over", "requests", None, a.id)) for a in APPLICANTS),
        *((_in_force(i), ("in_force", "disclosure", i, "in_force")) for i in ("regulations", "normative_documents")),
    ]
    # Where the report before is the row before, whole columns are compared, and few pairs are left to be fetched.
    differ = reports.select(_sides_differ(rule.sides(_row_before)).alias(str(i)) for i, (rule, _) in enumerate(rules))
    for (rule, place), found in zip(rules, differ, strict=True):
        rows = (found & adjacent).arg_true()
        pairs = _unequal_pairs(reports, pl.concat([rows - 1, before]), pl.concat([rows, now]), rule)
        yield _issues(pairs, *place)


def _sides_differ(sides: tuple[pl.Expr, pl.Expr]) -> pl.Expr:
    return sides[0] != sides[1]


def _row_before(column: str) -> pl.Expr:
    return pl.col(column).shift()


def _fetched(column: str) -> pl.Expr:
    return pl.col(f"{column}_before")


def _carried(column: str) -> CrossYearRule:
    """What a report carries in, and what the one before carried out."""
    out, in_ = f"requests.carried_out.{column}", f"requests.carried_in.{column}"
    return CrossYearRule((out,), (in_,), lambda before: (before(out), pl.col(in_)))


def _in_force(item: str) -> CrossYearRule:
    """What is in force, and what was in the year before with what was issued and repealed since."""
    template = "disclosure_template"
    issued, repealed, in_force = (f"disclosure.{item}.{c}" for c in ("issued", "repealed", "in_force"))

    def sides(before: Callable[[str], pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
        both = (pl.col(template) == "2021") & (before(template) == "2021")
        return pl.when(both).then(before(in_force) + pl.col(issued) - pl.col(repealed)), pl.col(in_force)

    return CrossYearRule((template, in_force), (template, issued, repealed, in_force), sides)


def _unequal_pairs(reports: pl.DataFrame, before: pl.Series, now: pl.Series, rule: CrossYearRule) -> pl.DataFrame:
    """The pairs in which the two sides differ, with both."""
    last = reports[before, list(rule.last)].select(pl.all().name.suffix("_before"))
    left, right = rule.sides(_fetched)
    pairs = reports[now, list(rule.next)].hstack(last.get_columns()).with_row_index("pair")
    wrong = pairs.select("pair", left=left, right=right).filter(pl.col("left") != pl.col("right"))
    ids = {n: reports["report_id"][rows[wrong["pair"]]] for n, rows in (("report_id", now), ("other_report", before))}
    return wrong.with_columns(**ids)


def _successive(reports: pl.DataFrame) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Reports on two years, one after the other, of the same body and scope: whether the one before a row is the row
    before it, and of the others the rows of those before and of those after.
    """
    known = pl.col("body_id").is_not_null() & pl.col("year").is_not_null()
    keys = (
        reports.lazy()
        .with_row_index("at")
        .select(
            "at",
            "year",
            known=known,
            body=pl.col("body_id").cast(pl.Categorical).to_physical().cast(pl.UInt64),
            scope=pl.col("scope").to_physical().cast(pl.UInt64),
        )
    )
    # One number a report, in which the next year of the same body is the next number, sorts many times faster.
    line = (pl.col("body") * len(SCOPES) + pl.col("scope")) * _YEARS + pl.col("year").cast(pl.UInt64)
    numbered = keys.select("at", line=pl.when("known").then(line))
    adjacent = (pl.col("line") == pl.col("line").shift() + 1).fill_null(False)
    lines = numbered.with_columns(adjacent=adjacent).collect(engine="in-memory")
    # Reports stand by body and year, but for those of bodies that were renamed: few are left to be sorted.
    rest = lines.lazy().filter(~pl.col("adjacent") | ~pl.col("adjacent").shift(-1, fill_value=False))
    rest = rest.drop_nulls("line").sort("line").with_columns(before=pl.col("at").shift())
    found = rest.filter(pl.col("line") == pl.col("line").shift() + 1, ~pl.col("adjacent")).collect(engine="in-memory")
    return lines["adjacent"], found["before"], found["at"]


def _missing_tables(reports: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Reports that lack one of the three tables altogether."""
    for section in ("disclosure", "requests", "reviews"):
        cells = [c.name for c in CELLS if c.section == section]
        unknown = reports.select(pl.arg_where(pl.col(f"{section}_template").is_null())).to_series()
        gone = reports[unknown, ["report_id", *cells]].filter(pl.all_horizontal(pl.col(cells).is_null()))
        yield _issues(gone.select("report_id"), "missing_table", section, None, None)
