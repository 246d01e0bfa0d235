"""Filters → the sentence that answers a page's question, with its numbers, in either language.

Pages, downloads and the briefing say the same: a sentence stands here once. Marks of emphasis are Markdown's.
"""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from loaders.language.numbers import change_clause, change_phrase, escape_markdown, points_phrase, rate, ratio
from loaders.language.words import number, say
from loaders.query import coverage as filed
from loaders.query.by_template import by_template
from loaders.query.composition import Composition, composition
from loaders.query.filters import Filter
from loaders.query.mismatches import REQUESTS, REVIEWS, mismatches
from loaders.query.snapshot import Snapshot
from loaders.query.years import Years, latest_due_year, over_years

_PRODUCED, _PUBLISHED = (f"disclosure.normative_documents.{c}" for c in ("produced", "published_total"))


def overview(snapshot: Snapshot, filters: Filter, lang: str) -> str:
    """How much was asked of whom, how it was answered, what review said."""
    found = over_years(snapshot, filters, ("received_new", "disclosure_rate", "review_total"))
    if not found.now:
        return ""
    rate_ids = ("disclosure_rate", "disclosure_rate.over")
    return _said(
        "overview.answer",
        found,
        lang,
        who=reporting_bodies(composition(snapshot, filters, found.year), lang),
        received=_figure(found, "received_new", lang),
        change=change_phrase(found.now.get("received_new"), found.before.get("received_new"), lang),
        rate=_rate(found, "disclosure_rate", lang),
        points=points_phrase(*(row.get(c) for row in (found.now, found.before) for c in rate_ids), lang),
        reviews=_figure(found, "review_total", lang),
    )


def reporting_bodies(whose: Composition, lang: str) -> str:
    """Whose reports a total is made of: `12 districts and 35 bodies`, or the name of the one area."""
    if whose.name:
        return say("overview.who.area", lang, name=escape_markdown(whose.name))
    parts = [_many(level, n, lang) for level, n in whose.areas.items()]
    if whose.bodies or not parts:
        parts.append(_many("body", whose.bodies, lang))
    *first, last = parts
    return say("overview.who.and", lang).join([say("list.comma", lang).join(first), last] if first else [last])


def _many(what: str, n: int, lang: str) -> str:
    return say(f"overview.who.{what}_one" if n == 1 else f"overview.who.{what}", lang, n=number(n, lang))


def disclosure(snapshot: Snapshot, filters: Filter, lang: str) -> str:
    """What was issued, is in force, was decided, was charged; what the form of 2019 counts instead."""
    found = over_years(snapshot, filters, ("normative_issued", "normative_in_force", "permits", "fees"))
    if not found.now:
        return ""
    rows = by_template(snapshot, replace(filters, years=(found.year - 1, found.year)), (_PRODUCED, _PUBLISHED))
    forms = {y: rows.filter(pl.col("year") == y)["form"].to_list() for y in (found.year - 1, found.year)}
    same = forms[found.year - 1] == forms[found.year] and len(forms[found.year]) == 1
    old = rows.filter(pl.col("year") == found.year, pl.col("form") == "2019")
    norms = []
    if old.height and old[_PRODUCED].item() is not None:
        words = {"produced": number(old[_PRODUCED].item(), lang), "published": number(old[_PUBLISHED].item(), lang)}
        norms.append(say("disclosure.answer.norms_2019", lang, **words))
    if found.now.get("normative_issued") is not None or not norms:
        words = {"issued": _figure(found, "normative_issued", lang)}
        norms.append(say("disclosure.answer.norms", lang, **words, in_force=_figure(found, "normative_in_force", lang)))
    text = _said(
        "disclosure.answer",
        found,
        lang,
        who=reporting_bodies(composition(snapshot, filters, found.year), lang),
        norms=say("list.semicolon", lang).join(norms),
        permits=_figure(found, "permits", lang),
        change=change_phrase(found.now.get("permits"), found.before.get("permits"), lang) if same else "",
        fees=_figure(found, "fees", lang),
    )
    broken = found.before and forms[found.year - 1] and not same
    return text + (say("disclosure.answer.broken", lang) if broken else "")


def requests(snapshot: Snapshot, filters: Filter, lang: str) -> str:
    """How many requests came, how many were decided, how many of them granted."""
    found = over_years(snapshot, filters, ("received_new", "total_processed", "disclosure_rate", "carried_out"))
    said = _said(
        "requests.answer",
        found,
        lang,
        received=_figure(found, "received_new", lang),
        change=_change(found, "received_new", lang),
        processed=_figure(found, "total_processed", lang),
        rate=_rate(found, "disclosure_rate", lang),
        out=_figure(found, "carried_out", lang),
    )
    return said + _apart(snapshot, filters, found, REQUESTS, lang) if said else ""


def reviews(snapshot: Snapshot, filters: Filter, lang: str) -> str:
    """How many reviews and cases there were, and how many of the reviews corrected the answer."""
    direct, after = "reviews.litigation_direct.total", "reviews.litigation_after_review.total"
    found = over_years(snapshot, filters, ("review_total", "review_rate", "correction_rate", direct, after))
    said = _said(
        "reviews.answer",
        found,
        lang,
        reviews=_figure(found, "review_total", lang),
        change=_change(found, "review_total", lang),
        ratio=_ratio(found, "review_rate", lang),
        rate=_rate(found, "correction_rate", lang),
        direct=_figure(found, direct, lang),
        after=_figure(found, after, lang),
    )
    return said + _apart(snapshot, filters, found, REVIEWS, lang) if said else ""


def _apart(snapshot: Snapshot, filters: Filter, found: Years, rules: Sequence[str], lang: str) -> str:
    """A remark where reports of the year print totals that their parts do not add up to."""
    n = mismatches(snapshot, filters.only(found.year), rules)["reports"].sum()
    return say("mismatch.remark", lang, n=number(n)) if n else ""


def coverage(snapshot: Snapshot, filters: Filter, lang: str) -> str:
    """How many ought to have filed the report of a year and how many did, and who says so."""
    year = latest_due_year(snapshot, filters)
    rows = filed.counts(snapshot, filters.only(year)).filter(pl.col("year") == year)
    if not rows.height:
        return ""
    now = rows.row(0, named=True)
    counts = {k: number(v) for k, v in now.items() if k != "year"}
    share = f"{now['filed'] / now['expected']:.1%}"
    text = say("coverage.answer", lang, year=year, share=share, **counts)
    if filters.templates:
        return text + say("coverage.of_template", lang)
    return text + say("coverage.given" if filed.has_roster(snapshot) else "coverage.inferred", lang)


def _said(key: str, found: Years, lang: str, **words: object) -> str:
    if not found.now:
        return ""
    remark = say(found.remark[0], lang, **found.remark[1]) if found.remark else ""
    return say(key, lang, year=found.year, **words) + remark


def _figure(found: Years, id_: str, lang: str) -> str:
    return number(found.now.get(id_), lang) or say("value.unasked", lang)


def _change(found: Years, id_: str, lang: str) -> str:
    return change_clause(found.now.get(id_), found.before.get(id_), lang)


def _rate(found: Years, id_: str, lang: str) -> str:
    return rate(found.now.get(id_), found.now.get(f"{id_}.over"), lang)


def _ratio(found: Years, id_: str, lang: str) -> str:
    return ratio(found.now.get(id_), found.now.get(f"{id_}.over"), lang)
