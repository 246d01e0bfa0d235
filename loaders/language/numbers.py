"""Figures → the words that stand for them: rates with n and N, changes without judgement."""

import re
from fractions import Fraction

from loaders.language.rounding import exact, fixed, half_up, percent
from loaders.language.words import number, say

FACTOR_FROM = 10
"""How many times the year before a figure must be for the factor to be said instead of the per cent."""
_MARKS = re.compile(r"([\\`*_\[\]<>#$~:|!])")
_KEPT = re.compile(r"\\([\\`*_\[\]<>#$~:|!])")


def escape_markdown(text: str) -> str:
    """A text out of a report, a file's name or an address, as Markdown shows it: no mark in it is obeyed.

    An image in it would have the browser ask another server.
    """
    return _MARKS.sub(r"\\\1", text)


def strip_markdown(text: str) -> str:
    """A sentence of ours without its marks of emphasis, and with what `escape_markdown` kept from being marks."""
    return _KEPT.sub(r"\1", text.replace("**", ""))


def circled(n: int) -> str:
    """`①` to `㊿`, then `(51)`: the mark of an issue."""
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= n <= last:
            return chr(code + n - first)
    return f"({n})"


def rate(n: float | None, over: float | None, lang: str) -> str:
    """`54.0% (1,902/3,521)`; not applicable over nothing, a word where no figure stands."""
    return "".join(share(n, over, lang))


def share(n: float | None, over: float | None, lang: str) -> tuple[str, str]:
    """The same in two parts, `54.0%` and ` (1,902/3,521)`; the second is empty for a word."""
    if n is None or over is None:
        return say("value.unasked", lang), ""
    if over == 0:
        return say("value.na", lang), ""
    return percent(n, over), say("value.base", lang, n=number(n), over=number(over))


def ratio(n: float | None, over: float | None, lang: str) -> str:
    """`5.3 (182/3,449)`, so many per 100; a word as for a rate."""
    if n is None or not over:
        return rate(n, over, lang)
    return fixed(100 * exact(n) / exact(over), 1) + say("value.base", lang, n=number(n), over=number(over))


def change_text(now: float | None, before: float | None, lang: str) -> str:
    """`+14 (+0.4%)`, a word where nothing changed; empty where one of the years has no figure."""
    if now is None or before is None:
        return ""
    if now == before:
        return say("value.same", lang)
    sign = "+" if now > before else "−"
    return f"{sign}{number(abs(now - before))}" + _relative(now, before, lang)


def change_phrase(now: float | None, before: float | None, lang: str) -> str:
    """`, 14 more than the year before (+0.4%)`, `，比上年增加 14 件，增长 0.4%`; empty where there is nothing to compare with."""
    if now is None or before is None:
        return ""
    if now == before:
        return say("value.moved.same", lang)
    key = "value.moved.more" if now > before else "value.moved.less"
    return say(key, lang, n=number(abs(now - before)), share=_grown(now, before, lang))


def _relative(now: float, before: float, lang: str) -> str:
    """`(+0.4%)`, or how many times the year before where it is `FACTOR_FROM` times or more; empty over nothing."""
    if not before:
        return ""
    if now / before >= FACTOR_FROM:
        return say("value.times", lang, times=fixed(exact(now) / exact(before), 1))
    share = percent(abs(exact(now) - exact(before)), abs(exact(before)))
    sign = "" if share.startswith(("<", ">")) else "+" if now > before else "−"
    return say("value.percent", lang, share=f"{sign}{share}")


def _grown(now: float, before: float, lang: str) -> str:
    """The same as a clause of a sentence."""
    if not before or now / before >= FACTOR_FROM:
        return _relative(now, before, lang)
    share = percent(abs(exact(now) - exact(before)), abs(exact(before)))
    for mark, key in (("<", "value.share.under"), (">", "value.share.over")):
        if share.startswith(mark):
            share = say(key, lang, share=share.removeprefix(mark))
    return say("value.grown.more" if now > before else "value.grown.less", lang, share=share)


def points_text(n: float | None, over: float | None, n0: float | None, over0: float | None, lang: str) -> str:
    """`+1.2 pp`, of the unrounded rates; empty where one of them has nothing under it."""
    difference = _points(n, over, n0, over0)
    if difference is None:
        return ""
    if not difference:
        return say("value.same", lang)
    if not half_up(difference, 1):
        return say("value.points.under", lang)
    return say("value.points", lang, points=("+" if difference > 0 else "−") + fixed(abs(difference), 1))


def points_phrase(n: float | None, over: float | None, n0: float | None, over0: float | None, lang: str) -> str:
    """`, 0.5 pp below the year before`, of the unrounded rates; empty where one of them has nothing under it."""
    difference = _points(n, over, n0, over0)
    if difference is None:
        return ""
    if not half_up(difference, 1):
        return say("value.moved.under" if difference else "value.moved.level", lang)
    return say("value.moved.up" if difference > 0 else "value.moved.down", lang, points=fixed(abs(difference), 1))


def _points(n: float | None, over: float | None, n0: float | None, over0: float | None) -> Fraction | None:
    """The difference of two rates in percentage points; None where one of them has nothing under it."""
    if n is None or n0 is None or not over or not over0:
        return None
    return 100 * (exact(n) / exact(over) - exact(n0) / exact(over0))
