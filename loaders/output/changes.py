"""Changes over the same bodies → the words that say them, what they rest on, or why there is none."""

from loaders.language.numbers import FACTOR_FROM, change_phrase, change_text, points_phrase, points_text
from loaders.language.rounding import exact, fixed
from loaders.language.words import number, say
from loaders.query import coverage
from loaders.query.filters import Filter
from loaders.query.like_for_like import Change
from loaders.query.snapshot import Snapshot


def lead(change: Change, what: str, lang: str) -> str:
    """The sentence that comes first where the totals of two years rest on other bodies: the change over the same ones.

    what: the key of the figure's words, with braces for `n`. Empty where the totals may be compared, or nothing may.
    """
    if change.alike or change.reason:
        return ""
    figure = say(what, lang, n=number(change.now, lang))
    phrase = change_phrase(change.now, change.before, lang)
    return say("change.lead", lang, bodies=number(change.bodies), figure=figure, change=phrase)


def clause(change: Change, lang: str) -> str:
    """`, 14 more than the year before (+0.4%)`, to go on a sentence; empty where the totals may not be compared."""
    return change_phrase(change.now, change.before, lang) if change.alike and not change.reason else ""


def points_clause(change: Change, lang: str) -> str:
    """`, 0.5 pp above the year before`, with its bodies where they are not all; empty where no change may be said."""
    if change.reason:
        return ""
    phrase = points_phrase(change.now, change.cases, change.before, change.cases_before, lang)
    return phrase if change.alike or not phrase else say("change.of_same", lang, n=number(change.bodies), change=phrase)


def short(change: Change, lang: str) -> str:
    """`+14 (+0.4%)` or `+1.2 pp`, with its bodies where they are not all; empty where no change may be said."""
    if change.reason:
        return ""
    if change.cases is None:
        text = change_text(change.now, change.before, lang)
    else:
        text = points_text(change.now, change.cases, change.before, change.cases_before, lang)
    return text if change.alike or not text else say("change.short_same", lang, n=number(change.bodies), change=text)


def between(now: float, before: float, lang: str) -> str:
    """`+14 (+0.4%)` between two years that need not follow each other, a word where nothing changed."""
    if before and now / before >= FACTOR_FROM:
        times = fixed(exact(now) / exact(before), 1)
        return f"+{number(now - before)}" + say("compare.times", lang, times=times)
    return change_text(now, before, lang)


def why_none(change: Change, lang: str) -> str:
    """Why no change is said; empty where one may be."""
    return say(f"reason.{change.reason}", lang) if change.reason else ""


def remark(change: Change, lang: str) -> str:
    """The same as a remark at a sentence's end; empty where there is no year before or a change is said."""
    if change.reason in (None, "no_report"):
        return ""
    return say("change.remark", lang, reason=why_none(change, lang))


def basis(numbers: int | None, reports: int | None, lang: str) -> str:
    """`(1 of 3 has a figure)` where a sum lacks numbers of reports that count; else empty."""
    if numbers is None or reports is None or numbers >= reports or not numbers:
        return ""
    return say("basis.numbers", lang, k=number(numbers), n=number(reports))


def partial_short(total: tuple[int, int, int], filters: Filter, lang: str) -> str:
    """` · 2/10`, the bodies in a partial sum of those due; total: as `coverage.partial_total` gives it."""
    _, bodies, expected = total
    if filters.chooses("bodies", "templates") or bodies >= expected:
        return ""
    return say("basis.partial_short", lang, k=number(bodies), m=number(expected))


def partial_basis(snapshot: Snapshot, filters: Filter, year: int, lang: str) -> str:
    """`(1 district is the sum of 2 of 10 bodies)` where bodies are missing in a sum of a year; else empty."""
    if filters.chooses("bodies", "templates"):
        return ""
    areas, bodies, expected = coverage.partial_total(snapshot, filters, year)
    if bodies >= expected:
        return ""
    return say("basis.partial", lang, areas=number(areas), k=number(bodies), m=number(expected))
