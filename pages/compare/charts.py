"""The data of the compare page → its charts: each figure with its title, its subtitle and the rows behind it."""

import polars as pl

from loaders.form.metrics import MIN_CASES
from loaders.query.compare import MIN_MEMBERS
from pages.compare import alt_text
from pages.compare.data import CompareData, Limits
from pages.compare.figures import funnel_plot, multiples, ranks, slope
from pages.compare.question import CompareQuestion
from pages.shared.charts.bars import bars
from pages.shared.charts.base import Series
from pages.shared.charts.cached import FinishedFigure
from pages.shared.charts.figure import Figure
from pages.shared.parts.breakdown import follow_click
from pages.shared.parts.chart import chart


def draw_slope(question: CompareQuestion, data: CompareData) -> None:
    """The first and the last year, a line a unit."""
    lang, rate, first, last = question.lang, question.metric.rate, question.first, question.last
    subtitle = question.say("compare.slope.rate" if rate else "compare.slope.count")
    draw_chart(
        question,
        slope(data.rows, first, last, rate, question.highlight, question.palette, lang),
        "compare_slope",
        question.say("compare.slope", metric=question.metric_name, first=first, last=last),
        subtitle + (question.say("compare.click") if question.clickable else ""),
        alt_text.moves(data.rows, first, last, rate, lang),
        data.figures.filter(pl.col("year").is_in([first, last])),
    )


def draw_funnel(question: CompareQuestion, data: CompareData, limits: Limits) -> None:
    """Rates against their number of cases, within control limits."""
    lang, group = question.lang, limits.group
    subtitle = "compare.funnel.widened" if group.widened else "compare.funnel.exact"
    alt = (alt_text.ends(data.rows, question.last, True, lang), alt_text.outside(limits.outside, lang))
    draw_chart(
        question,
        funnel_plot(limits.rows, group, question.highlight, question.palette, lang),
        "compare_funnel",
        question.say("compare.funnel", metric=question.metric_name, year=question.last),
        question.say(subtitle, phi=f"{group.dispersion:.2f}", n=group.members),
        question.say("list.semicolon").join(alt),
        data.figures_of_last,
    )


def draw_bars(question: CompareQuestion, data: CompareData) -> None:
    """The counts of the last year, the largest first."""
    lang, name = question.lang, question.metric_name
    rows = data.of_last.filter(pl.col("value").is_not_null()).sort("value", descending=True)
    series = [Series("value", name, "primary")]
    draw_chart(
        question,
        bars(rows, "name", series, question.palette, lang, rows["name"].to_list()),
        "compare_bars",
        question.say("compare.bars", metric=name, year=question.last),
        question.say("unit.total"),
        alt_text.ends(data.rows, question.last, False, lang),
        data.figures_of_last,
        clicks=False,
    )


def draw_ranks_without_limits(question: CompareQuestion, data: CompareData) -> None:
    """The ranks over the years, in place of a funnel that cannot be drawn."""
    lang = question.lang
    reason = "compare.ratio" if question.metric.ratio else "compare.funnel.none"
    draw_chart(
        question,
        ranks(data.rows, True, question.highlight, question.palette, lang),
        "compare_bars",
        question.say("compare.ranks", metric=question.metric_name),
        question.say(reason, n=MIN_MEMBERS),
        alt_text.ends(data.rows, question.last, True, lang),
        data.figures,
        clicks=False,
    )


def draw_ranks(question: CompareQuestion, data: CompareData) -> None:
    """The ranks over the years."""
    lang, rate = question.lang, question.metric.rate
    of_years = [alt_text.ends(data.rows, y, rate, lang) for y in (question.years[0], question.years[-1])]
    draw_chart(
        question,
        ranks(data.rows, rate, question.highlight, question.palette, lang),
        "compare_ranks",
        question.say("compare.ranks", metric=question.metric_name),
        question.say("compare.ranks.unit", fewest=MIN_CASES) if rate else question.say("compare.ranks.count"),
        question.say("list.semicolon").join(of_years),
        data.figures,
    )


def draw_multiples(question: CompareQuestion, data: CompareData) -> None:
    """A small chart a unit, all on one scale."""
    lang, rate = question.lang, question.metric.rate
    draw_chart(
        question,
        multiples(data.rows, rate, question.highlight, question.palette, lang),
        "compare_multiples",
        question.say("compare.multiples", metric=question.metric_name),
        question.say("compare.multiples.unit"),
        alt_text.moves(data.rows, question.years[0], question.years[-1], rate, lang),
        data.figures,
        wide=True,
    )


def draw_chart(
    question: CompareQuestion,
    figure: Figure | FinishedFigure,
    key: str,
    title: str,
    subtitle: str,
    alt: str,
    rows: pl.DataFrame,
    *,
    wide: bool = False,
    clicks: bool = True,
) -> None:
    """Draws a chart of units with the rows behind it; a click opens the body, or narrows the filters to the district."""
    clicks = clicks and question.clickable
    clicked = chart(
        figure,
        title,
        subtitle,
        key,
        alt,
        data=rows,
        headings=_headings(question),
        wide=wide,
        clicks=clicks,
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
        "basis": question.say("column.rests_on"),
        "why": question.say("column.why"),
    }
