"""Filters → the sentence that answers a page's question, with its numbers, in either language.

Pages, downloads and the briefing say the same: a sentence stands here once. Marks of emphasis are Markdown's.
"""

import polars as pl

from loaders.choice import Filter
from loaders.held import Held
from loaders.queries import coverage as filed
from loaders.queries.years import Years, latest, over_years
from loaders.values import against, rate
from loaders.words import number, say


def overview(held: Held, chosen: Filter, lang: str) -> str:
    """How much was asked, how it was answered, what review said."""
    found = over_years(held, chosen, ("received_new", "disclosure_rate", "review_total"))
    return _said(
        "overview.answer",
        found,
        lang,
        received=_figure(found, "received_new", lang),
        change=_change(found, "received_new", lang),
        rate=_rate(found, "disclosure_rate", lang),
        reviews=_figure(found, "review_total", lang),
    )


def disclosure(held: Held, chosen: Filter, lang: str) -> str:
    """What was issued, is in force, was decided, was charged."""
    found = over_years(held, chosen, ("normative_issued", "normative_in_force", "permits", "fees"))
    return _said(
        "disclosure.answer",
        found,
        lang,
        issued=_figure(found, "normative_issued", lang),
        in_force=_figure(found, "normative_in_force", lang),
        permits=_figure(found, "permits", lang),
        change=_change(found, "permits", lang),
        fees=_figure(found, "fees", lang),
    )


def requests(held: Held, chosen: Filter, lang: str) -> str:
    """How many requests came, how many were decided, how many of them granted."""
    found = over_years(held, chosen, ("received_new", "total_processed", "disclosure_rate"))
    return _said(
        "requests.answer",
        found,
        lang,
        received=_figure(found, "received_new", lang),
        change=_change(found, "received_new", lang),
        processed=_figure(found, "total_processed", lang),
        rate=_rate(found, "disclosure_rate", lang),
    )


def reviews(held: Held, chosen: Filter, lang: str) -> str:
    """How many reviews and cases there were, and how many of the reviews corrected the answer."""
    direct, after = "reviews.litigation_direct.total", "reviews.litigation_after_review.total"
    found = over_years(held, chosen, ("review_total", "correction_rate", direct, after))
    return _said(
        "reviews.answer",
        found,
        lang,
        reviews=_figure(found, "review_total", lang),
        change=_change(found, "review_total", lang),
        rate=_rate(found, "correction_rate", lang),
        direct=_figure(found, direct, lang),
        after=_figure(found, after, lang),
    )


def coverage(held: Held, chosen: Filter, lang: str) -> str:
    """How many ought to have filed the report of a year and how many did, and who says so."""
    year = latest(held, chosen)
    rows = filed.counts(held, chosen.only(year)).filter(pl.col("year") == year)
    if not rows.height:
        return ""
    now = rows.row(0, named=True)
    counts = {k: number(v) for k, v in now.items() if k != "year"}
    share = f"{now['filed'] / now['expected']:.1%}"
    text = say("coverage.answer", lang, year=year, share=share, **counts)
    return text + say("coverage.given" if filed.given(held) else "coverage.inferred", lang)


def _said(key: str, found: Years, lang: str, **words: object) -> str:
    if not found.now:
        return ""
    remark = say(found.remark[0], lang, **found.remark[1]) if found.remark else ""
    return say(key, lang, year=found.year, **words) + remark


def _figure(found: Years, id_: str, lang: str) -> str:
    return number(found.now.get(id_), lang) or say("value.unasked", lang)


def _change(found: Years, id_: str, lang: str) -> str:
    return against(found.now.get(id_), found.before.get(id_), lang)


def _rate(found: Years, id_: str, lang: str) -> str:
    return rate(found.now.get(id_), found.now.get(f"{id_}.over"), lang)
