"""Figures → their wording: rates with n and N, changes without judgement."""

import re

from loaders.language.words import number, say

_MARKS = re.compile(r"([\\`*_\[\]<>#$~:|!])")
_KEPT = re.compile(r"\\([\\`*_\[\]<>#$~:|!])")


def escape_markdown(text: str) -> str:
    """A text from a report, a file's name or an address with its Markdown marks escaped.

    An image in it would make the browser send a request to another server.
    """
    return _MARKS.sub(r"\\\1", text)


def strip_markdown(text: str) -> str:
    """A sentence of ours without marks of emphasis and without the escapes of `escape_markdown`."""
    return _KEPT.sub(r"\1", text.replace("**", ""))


def rate(n: float | None, over: float | None, lang: str) -> str:
    """`54.0% (1,902/3,521)`; the word for not applicable over 0, that for no figure if one is None."""
    return "".join(share(n, over, lang))


def share(n: float | None, over: float | None, lang: str) -> tuple[str, str]:
    """The same in two parts, `54.0%` and ` (1,902/3,521)`; the second is empty for a word."""
    if n is None or over is None:
        return say("value.unasked", lang), ""
    if over == 0:
        return say("value.na", lang), ""
    return f"{n / over:.1%}", say("value.base", lang, n=number(n), over=number(over))


def ratio(n: float | None, over: float | None, lang: str) -> str:
    """`5.3 (182/3,449)`: the ratio per 100; a word as for a rate."""
    if n is None or not over:
        return rate(n, over, lang)
    return f"{100 * n / over:,.1f}" + say("value.base", lang, n=number(n), over=number(over))


def change_text(now: float | None, before: float | None, lang: str) -> str:
    """`+14 (+0.4%)`; empty if one of the years has no figure."""
    if now is None or before is None:
        return ""
    difference = now - before
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    text = f"{sign}{number(abs(difference))}"
    if before:
        text += say("value.percent", lang, share=f"{difference / before:+.1%}".replace("-", "−"))
    return text


def change_clause(now: float | None, before: float | None, lang: str) -> str:
    """`, +14 (+0.4%) on the year before`, to continue a sentence; empty if one of the years has no figure."""
    text = change_text(now, before, lang)
    return say("value.change", lang, change=text) if text else ""


def points_text(n: float | None, over: float | None, n0: float | None, over0: float | None, lang: str) -> str:
    """`+1.2 pp`, from numerator and denominator of two years; empty if one of the rates does not exist."""
    if n is None or n0 is None or not over or not over0:
        return ""
    difference = round(100 * (n / over - n0 / over0), 1)
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return say("value.points", lang, points=f"{sign}{abs(difference):.1f}")


def change_phrase(now: float | None, before: float | None, lang: str) -> str:
    """`, 14 more than the year before (+0.4%)`; empty if one of the years has no figure."""
    if now is None or before is None:
        return ""
    if now == before:
        return say("value.moved.same", lang)
    share = say("value.percent", lang, share=f"{(now - before) / before:+.1%}".replace("-", "−")) if before else ""
    return say(
        "value.moved.more" if now > before else "value.moved.less", lang, n=number(abs(now - before)), share=share
    )


def points_phrase(n: float | None, over: float | None, n0: float | None, over0: float | None, lang: str) -> str:
    """`, 0.5 pp below the year before`; empty if one of the rates does not exist."""
    if n is None or n0 is None or not over or not over0:
        return ""
    difference = round(100 * (n / over - n0 / over0), 1)
    if not difference:
        return say("value.moved.level", lang)
    return say("value.moved.up" if difference > 0 else "value.moved.down", lang, points=f"{abs(difference):.1f}")
