"""A user's CSV → its rows by known column, each with its row number, and the errors by row."""

import csv
import io
from dataclasses import dataclass, field

from loaders.text.encoding import decode
from loaders.text.errors import Unreadable
from loaders.text.normalize import strip_space

Headings = dict[str, tuple[str, ...]]
"""A column's id → what it may be called."""


@dataclass(frozen=True, slots=True)
class InputError:
    """An error in a row (1 is the heading): an id of the catalogue and the words that fill it."""

    row: int
    reason: str
    words: dict[str, object] = field(default_factory=dict)


def read_listing(
    data: bytes, headings: Headings, needed: str
) -> tuple[list[tuple[int, dict[str, str]]], list[InputError]]:
    """The rows that hold anything, in any encoding, separated by commas or tabs; a fault where `needed` has no column."""
    try:
        text = decode(data)
    except Unreadable:
        return [], [InputError(1, "listing_not_text")]
    separator = "\t" if "\t" in text.split("\n", 1)[0] else ","
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        lines = list(reader)
    except csv.Error:
        # A quotation mark that nothing closes would swallow the rows below it.
        return [], [InputError(max(reader.line_num, 1), "listing_quote")]
    names = [strip_space(h).lower().lstrip("\ufeff") for h in lines[0]] if lines else []
    columns = {k: names.index(n) for k, known in headings.items() for n in known if n in names}
    if needed not in columns:
        wanted = "、".join(known[0] for known in headings.values())
        return [], [
            InputError(
                1, "listing_columns", {"found": "、".join(names), "needed": headings[needed][0], "known": wanted}
            )
        ]
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if any(strip_space(c) for c in line):
            rows.append((number, {k: line[i].strip() if i < len(line) else "" for k, i in columns.items()}))
    return rows, [] if rows else [InputError(1, "listing_empty")]
