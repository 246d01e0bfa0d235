"""The widgets and the address of the compare page → its question: the figure, the units and the years to compare."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

from loaders.form.metrics import METRIC, METRICS, Metric
from loaders.query import compare, options
from loaders.query.filter_urls import kind_name
from loaders.query.filters import Filter
from loaders.query.sums import count
from loaders.query.years import years_not_due
from pages.shared.frame import page_params
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.server.streamlit_internals import DeltaGenerator

MAX_UNITS = 30
MAX_FEW = 6
"""The bodies up to which they are compared one by one, whatever their kinds, unless the user chooses otherwise."""
ANY_KIND = "any"


@dataclass(frozen=True)
class CompareQuestion(Question):
    """A comparison of units between years.

    filters: those of the page, narrowed to one kind of bodies if bodies are compared; comparison: the query over all
    units, with these filters; years: all that were due, oldest
    first; first, last: the two years that stand side by side, which may be the same; the filters bound the last alone; units: the ids of the units shown;
    highlight: the unit drawn in ink, None for none; group: what the user calls the units that were picked, empty for no name.
    """

    comparison: compare.Comparison
    years: tuple[int, ...]
    first: int
    last: int
    units: tuple[str, ...]
    every: bool
    alike: bool
    highlight: str | None
    group: str

    @property
    def metric(self) -> Metric:
        """The figure that is compared."""
        return METRIC[self.comparison.metric]

    @property
    def metric_name(self) -> str:
        """The name of that figure."""
        return self.say(f"metric.{self.comparison.metric}")

    @property
    def unit(self) -> str:
        """The sort of units: `district`, `city`, `province` or `body`."""
        return self.comparison.unit

    @property
    def unit_name(self) -> str:
        """What one of them is called."""
        return self.say(f"compare.noun.one.{self.unit}")

    @property
    def units_name(self) -> str:
        """What they are called within a sentence."""
        return self.say(f"compare.noun.{self.unit}")

    @property
    def clickable(self) -> bool:
        """Whether a click on a unit leads somewhere: the filters know no city or province by the id of its unit."""
        return self.unit in ("district", "body")


def all_units(comparison: compare.Comparison, years: Sequence[int]) -> pl.DataFrame:
    """The rows of `compared` in some years, for all units."""
    rows: pl.DataFrame = cached(compare.compared, comparison)
    return rows.filter(pl.col("year").is_in(list(years)))


def choose(slot: DeltaGenerator) -> CompareQuestion:
    """Draws the widgets; ends the run with a message where there is nothing to compare. slot: where the title stands."""
    question = current_question()
    say, filters = question.say, question.filters
    early = set(cached(years_not_due, filters.without_years())).difference(filters.years)
    years = tuple(y for y in cached(options.years) if y not in early)
    current = [y for y in years if not filters.years or y in filters.years]
    columns = st.columns(4)
    metric = page_params.choose(
        columns[0],
        "metric",
        say("compare.metric"),
        [m.id for m in METRICS],
        "disclosure_rate",
        lambda m: say(f"metric.{m}"),
    )
    units = cached(compare.units)
    few = cached(options.count_bodies, filters) <= MAX_FEW or _in_one_district(question)
    unit = page_params.choose(
        columns[1], "unit", say("compare.unit"), units, units[-1 if few else 0], lambda u: say(f"compare.unit.{u}")
    )
    if not current:
        no_reports(question.session)
    last = page_params.choose(columns[3], "last", say("compare.last"), [str(y) for y in current], str(current[-1]), str)
    before = [y for y in years if y < int(last)] or [int(last)]
    first = page_params.choose(columns[2], "first", say("compare.first"), [str(y) for y in years], str(before[-1]), str)
    level, alike = None, True
    if unit == "body":
        filters, level = _choose_bodies(question, columns)
        alike = len(filters.kind_ids) == 1
    comparison = compare.Comparison(metric, unit, filters, level)
    names, largest = _names(comparison, years, int(last))
    if not names:
        _nothing_to_compare(question, comparison, slot)
    shown, highlight, group = _choose_units(question, names, largest)
    every = len(shown) == len(names)
    return CompareQuestion(
        question.session, filters, comparison, years, int(first), int(last), shown, every, alike, highlight, group
    )


def _choose_bodies(question: Question, columns: Sequence[DeltaGenerator]) -> tuple[Filter, str | None]:
    """The filters narrowed to one kind of bodies and one level, so that like is compared with like; or to neither, where the
    bodies are few enough to be picked one by one.
    """
    say, filters = question.say, question.filters
    if len(filters.kind_ids) != 1:
        kinds, bodies = cached(options.kinds, filters), cached(options.count_bodies, filters)
        if not kinds:
            no_reports(question.session)
        offered = [*kinds, *([ANY_KIND] if len(kinds) > 1 and bodies <= options.MAX_BODIES else [])]
        kind = page_params.choose(
            columns[1],
            "kind_of",
            say("filter.kinds"),
            offered,
            offered[-1] if bodies <= (MAX_UNITS if _in_one_district(question) else MAX_FEW) else kinds[0],
            lambda k: say("compare.kind.any") if k == ANY_KIND else kind_name(k, question.lang),
        )
        if kind == ANY_KIND:
            return filters, None
        filters = replace(filters, kinds=(kind,))
    levels = cached(options.levels, filters)
    if not levels:
        return filters, None
    return filters, page_params.choose(
        columns[0], "level_of", say("compare.level"), levels, levels[0], lambda v: say(f"level.{v}")
    )


def _in_one_district(question: Question) -> bool:
    """Whether the filters hold a single district: then its bodies are compared, unless the user chooses otherwise."""
    tree = question.session.snapshot.places.of
    return len(question.filters.places) == 1 and tree[question.filters.places[0]].level == "county"


def _names(comparison: compare.Comparison, years: Sequence[int], last: int) -> tuple[dict[str, str], tuple[str, ...]]:
    """The names of the units by id, as offices list them; and the units that are shown unless some are picked: those with
    the most cases in the last year, in the same order.
    """
    rows = all_units(comparison, years)
    of_last = rows.filter(pl.col("year") == last)
    by_size = of_last.sort(pl.coalesce("over", "value"), descending=True, nulls_last=True, maintain_order=True)["unit"]
    names = dict(rows.select("unit", "name").iter_rows())
    largest = set(list(dict.fromkeys((*by_size, *names)))[:MAX_UNITS])
    return names, tuple(unit for unit in names if unit in largest)


def _nothing_to_compare(question: Question, comparison: compare.Comparison, slot: DeltaGenerator) -> None:
    """Says that the filters let no report through, or none of a unit that can be compared, and ends the run."""
    say = question.say
    with slot:
        head(question.session, say("menu.compare"), "")
    if not cached(count, comparison.filters):
        no_reports(question.session)
    st.info(say("compare.no_units", unit=say(f"compare.unit.{comparison.unit}")), icon=":material/filter_alt_off:")
    st.stop()


def _choose_units(
    question: Question, names: dict[str, str], largest: tuple[str, ...]
) -> tuple[tuple[str, ...], str | None, str]:
    """The units to show, the `largest` if none is picked, the one to highlight, and the name of the group that was picked."""
    say = question.say
    left, right = st.columns([3, 1])
    every = (
        say("compare.pick.all") if len(names) <= MAX_UNITS else say("compare.pick.most", n=MAX_UNITS, all=len(names))
    )
    picked = page_params.choose_several(
        left, "pick", say("compare.pick"), list(names), (), lambda u: names.get(u, u), most=MAX_UNITS, hint=every,
        optional=True,
    )  # fmt: skip
    shown = picked or largest
    highlight = page_params.choose_or_none(
        right, "ink", say("compare.highlight"), shown, lambda u: names.get(u, u), say("compare.nobody")
    )
    group = page_params.enter(left, "group", say("compare.group"), hint=say("compare.group.hint")) if picked else ""
    return shown, highlight, group
