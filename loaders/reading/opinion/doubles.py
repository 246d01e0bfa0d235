"""A document and its cells → whether its characters stand twice: a page that draws them so may be copied as 8844 for 84.

The form's sums do not show it: doubled digits keep them.
"""

import re
from collections.abc import Iterable

from loaders.reading.formats.document import Row
from loaders.reading.sections.cells import Cell

_PAIRS = re.compile(r"(?:(\S)\1)+")
_NUMBERS = 4
"""The numbers from which on doubled digits throughout are no chance; a report prints its zeros as 0, not 00."""
_LINES, _LETTERS, _SHARE = 3, 4, 0.8
"""The texts, of so many characters at least, and the share of them that must be doubled."""


def doubled(rows: Iterable[Row], cells: Iterable[Cell]) -> bool:
    """Whether all numbers, or most texts, have each of their characters twice."""
    numbers = [c.text.strip() for c in cells if c.state == "printed" and c.text.strip().isdigit()]
    if len(numbers) >= _NUMBERS:
        return all(_PAIRS.fullmatch(number) for number in numbers)
    texts = ["".join(f.text.split()) for row in rows for f in row.own]
    texts = [text for text in texts if len(text) >= _LETTERS and not text.isdigit()]
    pairs = sum(_PAIRS.fullmatch(text) is not None for text in texts)
    return pairs >= _LINES and pairs > _SHARE * len(texts)
