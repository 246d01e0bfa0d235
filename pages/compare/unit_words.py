"""Rows of units in two years → their figures, changes, ranks and reasons in words."""

from loaders.language.numbers import points_text
from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.output.changes import between
from loaders.query.comparability import Reason
from pages.compare.question import CompareQuestion
from pages.shared.charts.unit_figure import Row, format_basis, format_reason


def change_of(row: Row, rate: bool, lang: str) -> str:
    """`+226 (+83.7%)` or `+2.0 pp`; empty for a row whose years may not be compared."""
    if row["apart"] is not None or row["value"] is None or row["value_before"] is None:
        return ""
    if rate:
        return points_text(row["value"], row["over"], row["value_before"], row["over_before"], lang)
    return between(row["value"], row["value_before"], lang)


def from_to(row: Row, rate: bool) -> str:
    """`270 → 496`."""
    values = (row["rate_before"], row["rate"]) if rate else (row["value_before"], row["value"])
    before, now = (percent(v, 1) if rate else number(v) for v in values)
    return f"{before} → {now}"


def pair_text(row: Row, rate: bool, lang: str) -> str:
    """`270 → 496, +226 (+83.7%)`."""
    return say("compare.pair", lang, pair=from_to(row, rate), change=change_of(row, rate, lang))


def why_apart(row: Row, question: CompareQuestion) -> str:
    """Why a row of `two_years` is not compared, with the year that it lies in; empty where it is."""
    lang, say = question.lang, question.say
    if row["reason"] is not None or row["filed"] is None:
        return say("basis.of_year", year=question.last, basis=_reason(row["reason"], row["filed"], lang))
    if question.first == question.last or row["apart"] is None:
        return ""
    if row["apart"] == row["reason_before"] or not row["filed_before"]:
        return say("basis.of_year", year=question.first, basis=_reason(row["reason_before"], row["filed_before"], lang))
    return say(f"compare.apart.{row['apart']}")


def _reason(reason: str | None, filed: int | None, lang: str) -> str:
    return format_reason(reason or Reason.NO_REPORT, filed or 0, lang)


def rank_text(rank: tuple[int, int, int] | None, lang: str) -> str:
    """`3`, or the ranks from the best to the worst that chance allows: `1–9`."""
    if rank is None:
        return ""
    _, best, worst = rank
    return say("compare.rank", lang, rank=best) if best == worst else say("compare.band", lang, best=best, worst=worst)


def basis_of(row: Row, suffix: str, lang: str) -> str:
    """What the figure of one of a row's two years rests on; suffix: that of the year's columns."""
    if not row[f"filed{suffix}"]:
        return say("value.none", lang)
    return format_basis({c: row[f"{c}{suffix}"] for c in ("filed", "area", "areas", "bodies", "expected")}, lang)


def gap_text(row: Row, lang: str) -> str:
    """What a partial sum lacks: bodies of those that ought to be there, or numbers of the reports that are."""
    if row["reports"] < row["filed"]:
        return say("compare.numbers", lang, k=number(row["reports"]), n=number(row["filed"]))
    return format_basis(row, lang)
