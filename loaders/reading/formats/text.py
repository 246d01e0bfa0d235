"""Plain text → rows: fields with tabs, pipes or wide gaps between them, or one cell to a line."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from loaders.reading.formats.document import Document, Field, Location, Row, collect
from loaders.text.asides import is_aside
from loaders.text.widths import char_width

csv.field_size_limit(1 << 30)  # a stray quote makes one cell of all that follows

_GAP = re.compile(r"[ \u3000\xa0]{2,}|\u3000")
_CELL = 30
"""The length of the longest line that may be a cell, in characters."""
_EMPHASIS = re.compile(r"(\*{1,3}|_{2})(\S.*?)\1")
_BREAK = re.compile(r"<br ?/?>", re.I)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_BARS = str.maketrans("｜│┃║", "||||")
_BLANKS = re.compile(r"\s+")
_BOX_RULE = re.compile(r"[\s|+\-=]*+[\u2500-\u257f][\s|+\-=\u2500-\u257f]*+")
_MARKDOWN_RULE = re.compile(r"\s*(?:\||(?=[^|]*\|.*-))(?:(?:\s*:?-{3,}:?\s*|:?-{2}:?)(?:\||\s*$))+")
"""A rule below a header; `-- |` and `| -- | -- |` are cells with a mark for a blank."""


class _Style(NamedTuple):
    """The use of pipes in a text: on lines of their own between cells, before the first cell, after the last."""

    between: bool
    before: bool
    behind: bool


def read_text(text: str, format: str = "txt") -> Document:
    """Lines of a text as rows, each field with its line and number in it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BARS).split("\n")
    lines = [line.replace("\ufeff", "").replace("\xa0", " ") for line in lines]
    return Document(format=format, rows=collect(_rows(lines)))


def _rows(lines: list[str]) -> Iterator[Row]:
    style = _style([line.strip() for line in lines if line.strip()])
    piped = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or _is_rule(line):
            continue
        # If pipes are between the cells, there is a blank cell between two pipes in a row.
        row = _blank(number) if style.between and piped and line.strip() == "|" else _row(line, number, style)
        # The number of a page between two pipes fills no cell: the cell is blank.
        piped = line.strip() == "|" or (piped and is_aside(line))
        if row:
            yield row


def read_commas(text: str, format: str) -> Document:
    """A sheet saved with commas between its cells (CSV)."""
    return Document(format=format, rows=collect(_comma_rows(text)))


def _comma_rows(text: str) -> Iterator[Row]:
    for number, parts in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff"))), 1):
        if sum(bool(p.strip()) for p in parts) > 1:
            yield _cells(parts, number)
        elif single := _single("".join(parts).strip(), number):
            yield single


def _is_rule(line: str) -> bool:
    """Whether a line is drawn between rows. Blanks count as one: the time would grow with the square of a run of them."""
    markdown = "-" in line and _MARKDOWN_RULE.fullmatch(_BLANKS.sub(" ", line))
    return bool(markdown or _BOX_RULE.fullmatch(line))


def _style(lines: list[str]) -> _Style:
    """The style of most lines with pipes; a short line without a pipe before a lone pipe is a cell of its own."""
    alone = sum(following == "|" and "|" not in line and len(line) < _CELL for line, following in pairwise(lines))
    piped = [line for line in lines if "|" in line.strip("|")]
    ending = sum(line.endswith("|") for line in lines if line.strip("| "))
    return _Style(
        between=alone > ending,
        before=sum(line.startswith("|") for line in piped) * 2 > len(piped),
        behind=ending * 2 > len(piped),
    )


def _row(line: str, number: int, style: _Style) -> Row | None:
    if "|" in line:
        return _piped(line, number, style)
    if "\t" in line:
        parts = line.rstrip("\n").split("\t")
        if sum(bool(p.strip()) for p in parts) > 1:
            return _cells(parts, number)
        return _single(line.strip(), number)
    return _aligned(line, number) or _single(line.strip(), number)


def _piped(line: str, number: int, style: _Style) -> Row | None:
    """`| a | b ||` → a, b, blank. A line of pipes alone is a merged run, or one blank cell in the one-cell style."""
    stripped = line.strip()
    if not stripped.strip("| "):
        return None if style.between or len(stripped) > 1 else _blank(number)
    parts = stripped.split("|")
    if stripped.startswith("|") and (style.before or len(parts) <= 3):
        parts = parts[1:]
    if stripped.endswith("|") and (style.behind or len(parts) <= 2) and len(parts) > 1:
        parts = parts[:-1]
    if len(parts) == 1:
        return _single(parts[0].strip(), number)
    return _cells(parts, number)


def _blank(number: int) -> Row:
    return Row((Field("", Location(line=number, column=1)),), "line")


def _cells(parts: list[str], number: int) -> Row:
    fields = tuple(Field(_unmarked(p), Location(line=number, column=i)) for i, p in enumerate(parts, 1))
    return Row(fields, "cells")


def _unmarked(text: str) -> str:
    """A cell without Markdown's emphasis and escapes; a break stays one, as it parts what stands on two lines."""
    return _ESCAPE.sub("", _BREAK.sub("\n", _EMPHASIS.sub(r"\2", text))).strip()


def _single(text: str, number: int) -> Row | None:
    return Row((Field(text, Location(line=number)),), "line") if text else None


def _aligned(line: str, number: int) -> Row | None:
    """A line with gaps of two spaces or more, its fields with the display columns that they cover; None without gaps.

    A wide character covers two columns.
    """
    spans = []
    start = len(line) - len(line.lstrip())
    for gap in _GAP.finditer(line.rstrip(), start):
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(line.rstrip())))
    spans = [(a, b) for a, b in spans if b > a]
    if len(spans) < 2:
        return None
    to = list(accumulate(map(char_width, line), initial=0))
    return Row(
        tuple(Field(line[a:b], Location(line=number, column=i), to[a], to[b]) for i, (a, b) in enumerate(spans, 1)),
        "aligned",
    )
