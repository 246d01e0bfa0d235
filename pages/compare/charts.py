"""The data of the compare page → its charts: each figure with its title, its subtitle and the rows behind it."""

import polars as pl

from loaders.form.metrics import MIN_CASES
from loaders.language.words import say
from loaders.query.compare import MIN_MEMBERS
from pages.compare import alt_text
from pages.compare.data import Data, Limits
from pages.compare.figures import funnel_plot, multiples, ranks, slope
from pages.compare.question import Question
from pages.shared.charts.bars import bars
from pages.shared.charts.base import Series
from pages.shared.charts.cached import FinishedFigure
from pages.shared.charts.figure import Figure
from pages.shared.charts.palette import Palette
from pages.shared.frame.session import Session
from pages.shared.parts.breakdown import follow_click
from pages.shared.parts.chart import chart


def draw_slope(session: Session, question: Question, data: Data) -> None:
    """The first and the last year, a line a unit."""
    lang, rate, first, last = session.lang, question.metric.rate, question.first, question.last
    subtitle = say("compare.slope.rate" if rate else "compare.slope.count", lang)
    draw_chart(
        session,
        question,
        slope(data.rows, first, last, rate, question.highlight, Palette(session.dark), lang),
        "compare_slope",
        say("compare.slope", lang, metric=question.metric_name(lang), first=first, last=last),
        subtitle + (say("compare.click", lang) if question.clickable else ""),
        alt_text.moves(data.rows, first, last, rate, lang),
        data.figures.filter(pl.col("year").is_in([first, last])),
    )


def draw_funnel(session: Session, question: Question, data: Data, limits: Limits) -> None:
    """Rates against their number of cases, within control limits."""
    lang, group = session.lang, limits.group
    subtitle = "compare.funnel.widened" if group.widened else "compare.funnel.exact"
    alt = (alt_text.ends(data.rows, question.last, True, lang), alt_text.outside(limits.outside, lang))
    draw_chart(
        session,
        question,
        funnel_plot(limits.rows, group, question.highlight, Palette(session.dark), lang),
        "compare_funnel",
        say("compare.funnel", lang, metric=question.metric_name(lang), year=question.last),
        say(subtitle, lang, phi=f"{group.dispersion:.2f}", n=group.members),
        say("list.semicolon", lang).join(alt),
        data.figures_of_last,
    )


def draw_bars(session: Session, question: Question, data: Data) -> None:
    """The counts of the last year, the largest first."""
    lang, name = session.lang, question.metric_name(session.lang)
    rows = data.of_last.filter(pl.col("value").is_not_null()).sort("value", descending=True)
    series = [Series("value", name, "primary")]
    draw_chart(
        session,
        question,
        bars(rows, "name", series, Palette(session.dark), lang, rows["name"].to_list()),
        "compare_bars",
        say("compare.bars", lang, metric=name, year=question.last),
        say("unit.total", lang),
        alt_text.ends(data.rows, question.last, False, lang),
        data.figures_of_last,
        clicks=False,
    )


def draw_ranks_without_limits(session: Session, question: Question, data: Data) -> None:
    """The ranks over the years, in place of a funnel that cannot be drawn."""
    lang = session.lang
    reason = "compare.ratio" if question.metric.ratio else "compare.funnel.none"
    draw_chart(
        session,
        question,
        ranks(data.rows, True, question.highlight, Palette(session.dark), lang),
        "compare_bars",
        say("compare.ranks", lang, metric=question.metric_name(lang)),
        say(reason, lang, n=MIN_MEMBERS),
        alt_text.ends(data.rows, question.last, True, lang),
        data.figures,
        clicks=False,
    )


def draw_ranks(session: Session, question: Question, data: Data) -> None:
    """The ranks over the years."""
    lang, rate = session.lang, question.metric.rate
    of_years = [alt_text.ends(data.rows, y, rate, lang) for y in (question.years[0], question.years[-1])]
    draw_chart(
        session,
        question,
        ranks(data.rows, rate, question.highlight, Palette(session.dark), lang),
        "compare_ranks",
        say("compare.ranks", lang, metric=question.metric_name(lang)),
        say("compare.ranks.unit", lang, fewest=MIN_CASES) if rate else say("compare.ranks.count", lang),
        say("list.semicolon", lang).join(of_years),
        data.figures,
    )


def draw_multiples(session: Session, question: Question, data: Data) -> None:
    """A small chart a unit, all on one scale."""
    lang, rate = session.lang, question.metric.rate
    draw_chart(
        session,
        question,
        multiples(data.rows, rate, question.highlight, Palette(session.dark), lang),
        "compare_multiples",
        say("compare.multiples", lang, metric=question.metric_name(lang)),
        say("compare.multiples.unit", lang),
        alt_text.moves(data.rows, question.years[0], question.years[-1], rate, lang),
        data.figures,
        wide=True,
    )


def draw_chart(
    session: Session,
    question: Question,
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
        headings=_headings(question, session.lang),
        wide=wide,
        clicks=clicks,
    )
    id_ = clicked.get("customdata") if clicked and clicks else None
    if isinstance(id_, str):
        follow_click("body_id" if question.unit == "body" else "division", id_)


def _headings(question: Question, lang: str) -> dict[str, str]:
    """The columns of `Data.figures`; of a rate its numerator and denominator are n and N."""
    name = question.metric_name(lang)
    of_rate = {
        "value": "n",
        "over": "N",
        "rate": name,
        "low": say("column.low", lang),
        "high": say("column.high", lang),
    }
    return {
        "name": say(f"compare.unit.{question.unit}", lang),
        "year": say("column.year", lang),
        "filed": say("column.reports_added", lang),
        **(of_rate if question.metric.rate else {"value": name}),
    }
