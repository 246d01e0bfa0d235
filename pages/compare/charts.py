"""The data of the compare page → its charts: each figure with its title, its subtitle and the rows behind it."""

from collections.abc import Sequence

import polars as pl

from loaders.form.metrics import MIN_CASES
from loaders.language.rounding import fixed
from loaders.query.statistics import MIN_MEMBERS_FOR_DISPERSION, Funnel
from pages.compare import alt_text
from pages.compare.change_bars import change_bars
from pages.compare.comparison_table import SHARES, all_headings, both_years
from pages.compare.data import CompareData
from pages.compare.figures import multiples, ranks, slope
from pages.compare.question import CompareQuestion
from pages.compare.rates import funnel_plot, intervals
from pages.compare.unit_words import gap_text
from pages.shared.charts.bars import bars
from pages.shared.charts.base import Series
from pages.shared.charts.cached import FinishedFigure
from pages.shared.charts.figure import Figure
from pages.shared.charts.labels import shortened
from pages.shared.parts.breakdown import follow_click
from pages.shared.parts.chart import chart
from pages.shared.parts.time_notes import notes_of, time_note_words

_FEW_UNITS = 16
"""Units that a chart has room for on a phone; charts of more scroll sideways there."""


def draw_changes(question: CompareQuestion, data: CompareData) -> None:
    """The change of each unit that may be compared, the largest rise first."""
    changes, rate = data.unit_changes, question.metric.rate
    subtitle = question.say("compare.changes.rate" if rate else "compare.changes.count")
    draw_chart(
        question,
        change_bars(changes.rows, changes.by, rate, question.highlight, question.palette, question.lang),
        "compare_changes",
        question.say("compare.changes", metric=question.metric_name, first=question.first, last=question.last),
        subtitle + _clickable(question),
        alt_text.moves(changes, question),
        both_years(question, data),
        data.two_totals,
        headings=all_headings(question, data),
    )


def draw_slope(question: CompareQuestion, data: CompareData) -> None:
    """The first and the last year, a line a unit."""
    lang, rate, first, last = question.lang, question.metric.rate, question.first, question.last
    subtitle = question.say("compare.slope.rate" if rate else "compare.slope.count", unit=question.unit_name)
    draw_chart(
        question,
        slope(data.rows, first, last, rate, question.highlight, question.palette, lang),
        "compare_slope",
        question.say("compare.slope", metric=question.metric_name, first=first, last=last),
        subtitle + _clickable(question),
        alt_text.moves(data.unit_changes, question),
        _in_units(data.figures.filter(pl.col("year").is_in([question.first, question.last])), _largest_first(data)),
        data.two_totals,
    )


def draw_funnel(question: CompareQuestion, data: CompareData) -> None:
    """Rates against their number of cases, within control limits."""
    lang, limits = question.lang, data.limits
    if limits is None:
        return
    group = limits.group
    alt = (alt_text.ends(data.rows, question.last, True, lang), alt_text.outside(limits.rows, lang))
    draw_chart(
        question,
        funnel_plot(limits.rows, group, question.highlight, question.palette, lang),
        "compare_funnel",
        question.say("compare.funnel", metric=question.metric_name, year=question.last),
        _limits_text(question, group),
        question.say("list.semicolon").join(a for a in alt if a),
        data.figures_of_last.sort("over", nulls_last=True, maintain_order=True),
        data.two_totals,
    )


def _limits_text(question: CompareQuestion, group: Funnel) -> str:
    """How the limits are drawn; of how much the members differ only where that was estimated."""
    text = question.say("compare.funnel.exact")
    if group.widened:
        return question.say("compare.funnel.widened", phi=fixed(group.dispersion, 2), n=group.members)
    if group.members >= MIN_MEMBERS_FOR_DISPERSION:
        text += question.say("compare.funnel.dispersion", phi=fixed(group.dispersion, 2), n=group.members)
    return text


def draw_intervals(question: CompareQuestion, data: CompareData) -> None:
    """The rates of the last year with their intervals and ranks, the highest first."""
    lang = question.lang
    subtitle = question.say("compare.intervals.unit", fewest=MIN_CASES)
    if data.ranks_of_last:
        subtitle += question.say("compare.intervals.ranks")
    draw_chart(
        question,
        intervals(data.of_last, data.ranks_of_last, question.highlight, question.palette, lang),
        "compare_intervals",
        question.say("compare.intervals", metric=question.metric_name, year=question.last),
        subtitle,
        alt_text.ends(data.rows, question.last, True, lang, data.ranks_of_last),
        _in_order(data.figures_of_last, "rate"),
        data.two_totals,
    )


def draw_bars(question: CompareQuestion, data: CompareData) -> None:
    """The counts of the last year, the largest first; partial sums, which are not compared, stand last."""
    lang, name = question.lang, question.metric_name
    rows = _in_order(data.of_last.filter(pl.col("value").is_not_null()), "value")
    notes = [question.say("compare.bars.note", what=gap_text(r, lang)) if r["reason"] else "" for r in rows.to_dicts()]
    names = [shortened(n) for n in rows["name"]]
    highlighted = [unit == question.highlight for unit in rows["unit"]]
    draw_chart(
        question,
        bars(rows, Series("value", name, "primary"), question.palette, lang, names, notes, highlighted),
        "compare_bars",
        question.say("compare.bars", metric=name, year=question.last),
        question.say("compare.bars.unit") + (question.say("compare.bars.partial") if any(notes) else ""),
        alt_text.ends(data.rows, question.last, False, lang),
        _in_order(data.figures_of_last, "value"),
        data.two_totals,
        clicks=False,
    )


def draw_ranks(question: CompareQuestion, data: CompareData) -> None:
    """The ranks over the years."""
    lang, rate = question.lang, question.metric.rate
    years = data.ranks["year"].unique().sort().to_list()
    span = list(range(years[0], years[-1] + 1))
    noted = time_note_words(question, span)
    of_years = [alt_text.ends(data.rows, y, rate, lang) for y in (years[0], years[-1])]
    unit = question.say("compare.ranks.ratio", fewest=MIN_CASES) if rate else question.say("compare.ranks.count")
    draw_chart(
        question,
        ranks(data.ranks, span, rate, question.highlight, question.palette, lang, notes_of(question)),
        "compare_ranks",
        question.say("compare.ranks", metric=question.metric_name),
        unit + noted,
        question.say("list.semicolon").join(of_years) + noted,
        _in_units(
            data.figures,
            data.ranks.sort("year", "rank", descending=[True, False])["unit"].unique(maintain_order=True).to_list(),
        ),
        data.two_totals + noted,
    )


def draw_multiples(question: CompareQuestion, data: CompareData) -> None:
    """A small chart a unit, all on one scale."""
    lang, rate = question.lang, question.metric.rate
    units, median = data.median
    noted = time_note_words(question, data.rows["year"].to_list())
    subtitle = question.say("compare.multiples.unit")
    if median:
        subtitle += question.say("compare.multiples.median", n=units, unit=question.units_name)
    draw_chart(
        question,
        multiples(data.rows, median, rate, question.highlight, question.palette, lang, notes_of(question)),
        "compare_multiples",
        question.say("compare.multiples" + (".body" if question.unit == "body" else ""), metric=question.metric_name),
        subtitle + noted,
        alt_text.over_years(data.rows, rate, lang) + noted,
        _in_units(data.figures, data.rows["unit"].unique(maintain_order=True).to_list()),
        data.two_totals + noted,
        wide=True,
    )


def _in_order(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """The highest figure first, those that are not compared last."""
    apart = rows.with_columns(apart=pl.col("reason").is_not_null())
    return apart.sort("apart", column, descending=[False, True], nulls_last=True, maintain_order=True)


def _clickable(question: CompareQuestion) -> str:
    return question.say("compare.click") if question.clickable else ""


def _in_units(figures: pl.DataFrame, units: Sequence[str]) -> pl.DataFrame:
    """Rows in the order of the units in a chart, those of a unit by year; units that it does not show last."""
    place = {unit: i for i, unit in enumerate(units)}
    at = pl.col("unit").replace_strict(place, default=len(place), return_dtype=pl.Int64)
    return figures.with_columns(at=at).sort("at", maintain_order=True).drop("at")


def _largest_first(data: CompareData) -> list[str]:
    """The units by their figure in the last year, as they stand at the end of their lines."""
    figure = pl.coalesce("rate", "value")
    return data.of_last.sort(figure, descending=True, nulls_last=True, maintain_order=True)["unit"].to_list()


def draw_chart(
    question: CompareQuestion,
    figure: Figure | FinishedFigure,
    key: str,
    title: str,
    subtitle: str,
    alt: str,
    rows: pl.DataFrame,
    note: str,
    *,
    wide: bool = False,
    clicks: bool = True,
    headings: dict[str, str] | None = None,
) -> None:
    """Draws a chart of units with the rows behind it; a click opens the body, or narrows the filters to the district.

    note: what its files say of the figures beside; headings: the columns of `rows` to be read, those of one year unless given.
    """
    clicks = clicks and question.clickable
    if question.group:
        title += question.say("value.within", text=question.group)
    clicked = chart(
        figure,
        title,
        subtitle,
        key,
        alt,
        data=rows,
        headings=headings or _headings(question),
        wide=wide or rows["unit"].n_unique() > _FEW_UNITS,
        clicks=clicks,
        shares=SHARES,
        note=note,
    )
    id_ = clicked.get("customdata") if clicked and clicks else None
    if isinstance(id_, str):
        follow_click("body_id" if question.unit == "body" else "division", id_)


def _headings(question: CompareQuestion) -> dict[str, str]:
    """The columns of `CompareData.figures`; n and N are the numerator and the denominator of a rate."""
    name = question.metric_name
    of_rate = {
        "value": "n",
        "over": "N",
        "rate": name,
        "low": question.say("column.low"),
        "high": question.say("column.high"),
    }
    return {
        "name": question.say(f"compare.unit.{question.unit}"),
        "year": question.say("column.year"),
        "filed": question.say("column.reports_added"),
        **(of_rate if question.metric.rate else {"value": name}),
        **({"rank_words": question.say("column.rank")} if question.alike else {}),
        "basis": question.say("column.rests_on"),
        "why": question.say("column.why"),
    }
