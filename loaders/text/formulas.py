"""A text → the same text for CSV, where no program takes it for a formula; and back again.

Programs for tables run what begins with a sign, white space before it or not, and ask nobody; an apostrophe before it makes it a
text. Where East Asian text is set up, they take the wide forms of the signs for the signs (OWASP, CSV Injection).
"""

import re

import polars as pl

_BLANK = r"[\s\x00-\x1f\x7f\u200b\u2060\ufeff]*"
_FORMULA = rf"^'*{_BLANK}[=@＝＠+\-＋－]"
"""Behind apostrophes, too: what is quoted already gets another, so that each text comes back as it was."""
_SIGNED = r"^\s*[+\-＋－]+\s*[\d.,]*\s*[%％]?[\p{Han}\s]*$"
"""A number with a sign, a unit in Chinese behind it or not; strokes alone."""
_QUOTED = rf"^'+{_BLANK}[=@＝＠+\-＋－]"


def harmless(column: str) -> pl.Expr:
    """A column of texts, those that would be run behind an apostrophe; signed numbers stay as they are."""
    text = pl.col(column)
    runs = text.str.contains(_FORMULA) & ~text.str.contains(_SIGNED)
    return pl.when(runs).then(pl.lit("'") + text).otherwise(text).alias(column)


def original(column: str) -> pl.Expr:
    """A column of texts that `harmless` wrote, as it was before."""
    text = pl.col(column)
    return pl.when(text.str.contains(_QUOTED)).then(text.str.slice(1)).otherwise(text).alias(column)


def original_text(text: str) -> str:
    """The same of one text."""
    return text[1:] if re.match(_QUOTED, text) else text
