"""Two totals for one thing → the words that tell them apart, and their difference."""

from loaders.language.numbers import rate
from loaders.language.rounding import exact, fixed
from loaders.language.words import number, say
from loaders.query.filters import Filter
from loaders.query.pivot_labels import figure_name
from loaders.query.snapshot import Snapshot
from loaders.query.two_totals import two_totals


def two_totals_remark(
    snapshot: Snapshot, filters: Filter, id_: str, year: int | None, lang: str, with_own_bodies: bool = True
) -> str:
    """`Area report of X: 2,572; its districts added up: 2,492, a difference of 80`; empty where there is but one total.

    with_own_bodies: as of `loaders.query.two_totals.two_totals`.
    """
    if year is None:
        return ""
    both = two_totals(snapshot, filters, id_, year, with_own_bodies=with_own_bodies)
    if both is None:
        return ""
    if both.own_over is None or both.below_over is None:
        first, second = number(both.own, lang), number(both.below, lang)
        gap = number(abs(both.own - both.below), lang)
        same = both.own == both.below
    elif not both.own_over or not both.below_over:
        return ""
    else:
        first, second = rate(both.own, both.own_over, lang), rate(both.below, both.below_over, lang)
        points = 100 * (exact(both.own) / exact(both.own_over) - exact(both.below) / exact(both.below_over))
        gap, same = say("two_totals.points", lang, points=fixed(abs(points), 1)), not points
    who = "one" if both.areas == 1 else "several"
    return say(
        "two_totals.remark",
        lang,
        year=year,
        figure=figure_name(id_, lang),
        area=say(f"two_totals.{who}", lang, name=both.name, n=number(both.areas)),
        districts=say("two_totals.with_own" if with_own_bodies else "two_totals.districts", lang),
        first=first,
        second=second,
        gap=say("two_totals.same", lang) if same else say("two_totals.gap", lang, gap=gap),
    )
