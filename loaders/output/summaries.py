"""Filters → the sentence that answers a page's question, with its numbers, in either language.

Pages, downloads and the briefing say the same: a sentence stands here once. Marks of emphasis are Markdown's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from loaders.language.numbers import escape_markdown, rate, ratio
from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.output.changes import basis, clause, lead, partial_basis, points_clause, remark
from loaders.output.filings import state_word
from loaders.query import coverage as filed
from loaders.query.by_template import by_template
from loaders.query.composition import Composition, composition
from loaders.query.filters import Filter
from loaders.query.mismatches import REQUESTS, REVIEWS, mismatches
from loaders.query.snapshot import Snapshot
from loaders.query.years import Years, latest_due_year, over_years

_PRODUCED, _PUBLISHED = (f"disclosure.normative_documents.{c}" for c in ("produced", "published_total"))


@dataclass(frozen=True)
class _Words:
    """The sums of the latest year in words."""

    years: Years
    lang: str

    def figure(self, id_: str, unit: str = "cases") -> str:
        """A sum with its unit (the last word of its key), marked, or the word for a figure that no report has."""
        n = number(self.years.now.get(id_), self.lang)
        return say(f"value.{unit}", self.lang, n=n) if n else f"**{say('value.unasked', self.lang)}**"

    def compared(self, snapshot: Snapshot, filters: Filter, id_: str, what: str) -> dict[str, str]:
        """The words of a sum's change: `same` comes first, over the same bodies; `basis` and `change` follow the total.

        what: the key of the figure's words.
        """
        change, lang = self.years.changes[id_], self.lang
        partial = partial_basis(snapshot, filters, self.years.year, lang) if self.years.year else ""
        return {
            "same": lead(change, what, lang),
            "basis": self.basis(id_) + partial,
            "change": clause(change, lang) + remark(change, lang),
        }

    def basis(self, id_: str) -> str:
        """How many reports give a figure, of those that count; empty where all do."""
        numbers, reports = (int(self.years.now.get(c) or 0) for c in (f"{id_}.reports", "reports"))
        return basis(numbers, reports, self.lang)

    def bases(self, **ids: str) -> dict[str, str]:
        """`basis` of some figures; the words of `rate=…` are those of `{rate_basis}`."""
        return {f"{name}_basis": self.basis(id_) for name, id_ in ids.items()}

    def rate(self, id_: str) -> str:
        """A rate in percent, with its n and N."""
        return rate(self.years.now.get(id_), self.years.now.get(f"{id_}.over"), self.lang)

    def points(self, id_: str) -> str:
        """A clause about the change of a rate in percentage points, over the same bodies."""
        return points_clause(self.years.changes[id_], self.lang)

    def ratio(self, id_: str) -> str:
        """A ratio that may exceed 1."""
        return ratio(self.years.now.get(id_), self.years.now.get(f"{id_}.over"), self.lang)

    def sentence(self, key: str, **words: object) -> str:
        """A sentence about the latest year; empty where the year has no figures."""
        if not self.years.now:
            return ""
        return say(key, self.lang, year=self.years.year, **words)


def overview(snapshot: Snapshot, filters: Filter, lang: str, today: date | None = None) -> str:
    """How many requests whose reports count, how they were answered, and how many reviews followed."""
    years = over_years(snapshot, filters, ("received_new", "disclosure_rate", "review_total"), today)
    if years.year is None or not years.now:
        return ""
    old = _on_table_of_2014(snapshot, filters, years, ("received_new", "review_total"), lang, today)
    if old:
        return old
    words = _Words(years, lang)
    return words.sentence(
        "overview.answer",
        who=reporting_bodies(composition(snapshot, filters, years.year), lang),
        received=words.figure("received_new"),
        **words.compared(snapshot, filters, "received_new", "change.received"),
        rate=words.rate("disclosure_rate"),
        points=words.points("disclosure_rate"),
        reviews=words.figure("review_total"),
        **words.bases(rate="disclosure_rate", reviews="review_total"),
    )


_ON_TABLE_OF_2014 = {
    "disclosed_2014": "entries", "received_2014": "cases", "answered_2014": "cases", "review_total_2014": "cases",
    "litigation_total_2014": "cases",
}  # fmt: skip
"""The figures of that table that are said, with their units."""


def _on_table_of_2014(
    snapshot: Snapshot, filters: Filter, years: Years, ids: Sequence[str], lang: str, today: date | None
) -> str:
    """What the reports of a year on the table of 2014 say, where none gives one of the figures of the page; else empty."""
    if years.year is None or any(years.now.get(id_) is not None for id_ in ids):
        return ""
    old = _Words(over_years(snapshot, filters.only(years.year), tuple(_ON_TABLE_OF_2014), today), lang)
    if all(old.years.now.get(id_) is None for id_ in _ON_TABLE_OF_2014):
        return ""
    words = {
        id_.removesuffix("_2014"): old.figure(id_, unit) + old.basis(id_) for id_, unit in _ON_TABLE_OF_2014.items()
    }
    who = reporting_bodies(composition(snapshot, filters, years.year), lang)
    return old.sentence("answer.on_table_of_2014", who=who, **words)


def reporting_bodies(total: Composition, lang: str) -> str:
    """Whose reports a total adds up: `12 districts and 35 bodies`, or the name of the one area."""
    if total.name:
        return say("overview.who.area", lang, name=escape_markdown(total.name))
    parts = [_count(level, n, lang) for level, n in total.areas.items()]
    if total.bodies or not parts:
        parts.append(_count("body", total.bodies, lang))
    *first, last = parts
    return say("overview.who.and", lang).join([say("list.comma", lang).join(first), last] if first else [last])


def _count(unit: str, n: int, lang: str) -> str:
    return say(f"overview.who.{unit}_one" if n == 1 else f"overview.who.{unit}", lang, n=number(n, lang))


def disclosure(snapshot: Snapshot, filters: Filter, lang: str, today: date | None = None) -> str:
    """Normative documents issued and in force, permits decided, fees charged; under the form of 2019 its own counts."""
    years = over_years(snapshot, filters, ("normative_issued", "normative_in_force", "permits", "fees"), today)
    if years.year is None or not years.now:
        return ""
    old = _on_table_of_2014(snapshot, filters, years, ("normative_issued", "permits", "fees"), lang, today)
    if old:
        return old
    words, year = _Words(years, lang), years.year
    rows = by_template(snapshot, replace(filters, years=(year - 1, year)), (_PRODUCED, _PUBLISHED))
    forms, forms_before = (rows.filter(pl.col("year") == y)["form"].to_list() for y in (year, year - 1))
    same_form = forms == forms_before and len(forms) == 1
    text = words.sentence(
        "disclosure.answer",
        who=reporting_bodies(composition(snapshot, filters, year), lang),
        norms=_normative_documents(words, rows.filter(pl.col("year") == year, pl.col("form") == "2019")),
        permits=words.figure("permits"),
        **words.compared(snapshot, filters, "permits", "change.permits"),
        fees=words.figure("fees", "wan_yuan"),
        **words.bases(fees="fees"),
    )
    form_changed = forms_before and not same_form and not years.changes["permits"].reason
    return text + (say("disclosure.answer.broken", lang) if form_changed else "")


def _normative_documents(words: _Words, old_form: pl.DataFrame) -> str:
    """What each form counts of normative documents; old_form: the sums of the form of 2019, one row or none."""
    lang, clauses = words.lang, []
    if old_form.height and old_form[_PRODUCED].item() is not None:
        reports = {"reports": words.years.now.get("reports")}
        of = _Words(replace(words.years, now=old_form.row(0, named=True) | reports), lang)
        produced, published = of.figure(_PRODUCED), of.figure(_PUBLISHED)
        rest_on = of.bases(produced=_PRODUCED, published=_PUBLISHED)
        clauses.append(say("disclosure.answer.norms_2019", lang, produced=produced, published=published, **rest_on))
    if words.years.now.get("normative_issued") is not None or not clauses:
        issued, in_force = words.figure("normative_issued"), words.figure("normative_in_force")
        rest_on = words.bases(issued="normative_issued", in_force="normative_in_force")
        clauses.append(say("disclosure.answer.norms", lang, issued=issued, in_force=in_force, **rest_on))
    return say("list.semicolon", lang).join(clauses)


def requests(snapshot: Snapshot, filters: Filter, lang: str, today: date | None = None) -> str:
    """How many requests were received and decided, how many of these were granted, how many were carried out."""
    years = over_years(snapshot, filters, ("received_new", "total_processed", "disclosure_rate", "carried_out"), today)
    old = _on_table_of_2014(snapshot, filters, years, ("received_new", "total_processed"), lang, today)
    if old:
        return old
    words = _Words(years, lang)
    text = words.sentence(
        "requests.answer",
        received=words.figure("received_new"),
        **(words.compared(snapshot, filters, "received_new", "change.new") if years.now else {}),
        processed=words.figure("total_processed"),
        rate=words.rate("disclosure_rate"),
        out=words.figure("carried_out"),
        **words.bases(processed="total_processed", rate="disclosure_rate", out="carried_out"),
    )
    return text + _mismatch_remark(snapshot, filters, years, REQUESTS, lang) if text else ""


def reviews(snapshot: Snapshot, filters: Filter, lang: str, today: date | None = None) -> str:
    """How many reviews and court cases there were, and how many reviews corrected the answer."""
    direct, after = "reviews.litigation_direct.total", "reviews.litigation_after_review.total"
    years = over_years(snapshot, filters, ("review_total", "review_rate", "correction_rate", direct, after), today)
    old = _on_table_of_2014(snapshot, filters, years, ("review_total", direct, after), lang, today)
    if old:
        return old
    words = _Words(years, lang)
    text = words.sentence(
        "reviews.answer",
        reviews=words.figure("review_total"),
        **(words.compared(snapshot, filters, "review_total", "change.reviews") if years.now else {}),
        ratio=words.ratio("review_rate"),
        rate=words.rate("correction_rate"),
        direct=words.figure(direct),
        after=words.figure(after),
        **words.bases(ratio="review_rate", rate="correction_rate", direct=direct, after=after),
    )
    return text + _mismatch_remark(snapshot, filters, years, REVIEWS, lang) if text else ""


def _mismatch_remark(snapshot: Snapshot, filters: Filter, years: Years, rules: Sequence[str], lang: str) -> str:
    """How many reports of the year print totals that differ from the sum of their parts; empty for none."""
    n = int(mismatches(snapshot, filters, rules).filter(pl.col("year") == years.year)["reports"].sum())
    return say("mismatch.remark", lang, n=number(n)) if n else ""


def coverage(snapshot: Snapshot, filters: Filter, lang: str, today: date | None = None) -> str:
    """How many reports of the latest year are expected and filed, the states that occur, and whether a roster or an
    inference says who ought to file.
    """
    year = latest_due_year(snapshot, filters, today)
    rows = filed.counts(snapshot, filters.only(year), today=today).filter(pl.col("year") == year)
    if not rows.height:
        return ""
    counts = rows.drop("year").row(0, named=True)
    share = percent(counts["filed"], counts["expected"])
    inferred = not filed.has_roster(snapshot)
    words = {
        part: "".join(
            say(f"coverage.answer.{key}", lang, state=state_word(s, inferred, lang), n=number(counts[s]))
            for s in states
            if counts[s]
        )
        for part, key, states in (
            ("filed_parts", "filed", ("in_time", "late", "undated")),
            ("rest", "rest", ("failed", "missing")),
        )
    }
    due, there = number(counts["expected"]), number(counts["filed"])
    text = say("coverage.answer", lang, year=year, expected=due, filed=there, share=share, **words)
    if counts["not_due"]:
        text += say("coverage.not_due", lang, n=number(counts["not_due"]))
    if year and (apart := filed.vertical_counts(snapshot, filters, year))[0]:
        text += say("coverage.vertical", lang, expected=number(apart[0]), filed=number(apart[1]))
    if filters.templates:
        return text + say("coverage.of_template", lang)
    return text + say("coverage.inferred" if inferred else "coverage.given", lang)
