"""The fonts of a PDF → the digits that they draw otherwise than their text says.

A font says by a map of its own (ToUnicode, ISO 32000-1, 9.10.3) which text its glyphs stand for. Nobody who looks at the
page sees that map, so that a false one shows other digits than are copied. The outline of each digit is compared with the
digits of the standard faces.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from loaders.reading.formats.digit_shapes import DIGITS, outline, shows_another

_UNITS = "批次人件条條个個项項份宗起例篇部家笔筆户戶场場处處张張万萬亿億元无無"
CHECKED = DIGITS + " \u00a0\u3000\u00ad\u200b\u200c\u200d\u2060\ufeff.,，'’+-−/\\_—–―" + _UNITS
"""The digits, and what a number may have beside them, or an empty cell in it."""


class Fonts:
    """What is known of the fonts of the pages that are loaded."""

    def __init__(self) -> None:
        self._false: dict[tuple[int, str], bool] = {}

    def misread(self, fonts: Mapping[int, Any], drawn: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
        """Which of the texts drawn in these fonts show another digit. fonts: by address; drawn: a font's with a text."""
        out = set()
        for address, text in drawn:
            known = self._false.get((address, text))
            if known is None:
                known = self._false[address, text] = shows_another(text, outline(fonts[address], text))
            if known:
                out.add((address, text))
        return out

    def forget(self) -> None:
        """To be called when a page is closed, whose fonts others may follow at the same address."""
        self._false.clear()
