"""Texts of a briefing → texts as paper, XML and HTML hold them, and the words that number its parts."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from html import escape
from typing import TypeVar

from loaders.language.spacing import without_blanks
from loaders.language.words import say
from loaders.output.html import clean

_DIGITS = "零一二三四五六七八九"
_Text = TypeVar("_Text")
TITLE_WIDTH = 20
"""Characters of Chinese in a line of a title: 156 mm at 22 points."""


def escaped(text: str) -> str:
    """A text as it stands in XML, what XML cannot hold replaced visibly."""
    return escape(clean(text), quote=True)


def closed_up(value: _Text) -> _Text:
    """A text, or all texts in a value of the model, without the blanks between Chinese and figures that screens show."""
    if isinstance(value, str):
        return without_blanks(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(closed_up(v) for v in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: closed_up(getattr(value, f.name)) for f in fields(value)})
    return value


def title_lines(parts: Sequence[str], width: int = TITLE_WIDTH) -> tuple[str, ...]:
    """A title in as few lines as hold it, broken between its parts alone, the lines as alike in length as that allows.

    A part that is wider than a line stands in a line of its own.
    """
    best: tuple[tuple[int, int], tuple[str, ...]] | None = None
    for breaks in range(2 ** (len(parts) - 1)):
        lines = [parts[0]]
        for i, part in enumerate(parts[1:]):
            if breaks >> i & 1:
                lines.append(part)
            else:
                lines[-1] += part
        wide = [len(line) for line in lines]
        too_wide = sum(-(-w // width) - 1 for w in wide)
        cost = (len(lines) + 2 * too_wide, max(wide) - min(wide))
        if best is None or cost < best[0]:
            best = cost, tuple(lines)
    return best[1] if best else ()


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
