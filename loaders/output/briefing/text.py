"""Texts of a briefing → texts as XML and HTML hold them, and the words that number its parts."""

from html import escape

from loaders.language.words import say
from loaders.output.html import clean

_DIGITS = "零一二三四五六七八九"


def escaped(text: str) -> str:
    """A text as it stands in XML, what XML cannot hold replaced visibly."""
    return escape(clean(text), quote=True)


def ordinal(n: int, lang: str, level: int = 1) -> str:
    """What stands before a heading: `一、` and `（一）`, or `1. ` and `(1) `."""
    if lang == "zh":
        tens, ones = divmod(n, 10)
        digits = ("" if tens < 1 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
        return f"{digits}、" if level == 1 else f"（{digits}）"
    return f"{n}. " if level == 1 else f"({n}) "


def caption(kind: str, n: int, title: str, lang: str) -> str:
    """`表1　主要指标`; kind: `table` or `chart`."""
    return say(f"briefing.caption.{kind}", lang, n=n, title=title)


def gap(lang: str) -> str:
    """What stands between two sentences: nothing in Chinese."""
    return "" if lang == "zh" else " "
