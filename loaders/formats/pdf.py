"""A PDF with a text layer → rows: ruled tables as grids in page coordinates, the rest as lines."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import tablers

from loaders.formats.document import Document, Field, Place, Row, Unreadable

_MAX_PAGES = 300
_PAGE_NUMBER = re.compile(r"[-–—－\s·]*(?:第?\s*\d{1,3}\s*页?)(?:\s*[/共]\s*\d{1,3}\s*页?)?[-–—－\s·]*")
_TOUCH = 2.0
"""Edges closer than this, in points, are one line of the table."""


class _Char(NamedTuple):
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2


def read_pdf(data: bytes, format: str = "pdf") -> Document:
    """Every page's text; Unreadable where the file is encrypted, broken, too long, or a scan without text."""
    try:
        pdf = tablers.Document(bytes=data)
    except RuntimeError as error:
        raise Unreadable("pdf_encrypted" if "assword" in str(error) else "pdf_broken") from None
    with pdf:
        if pdf.page_count > _MAX_PAGES:
            raise Unreadable("too_many_pages", pages=pdf.page_count, most=_MAX_PAGES)
        rows: list[Row] = []
        tables = 0
        for page in pdf.pages():
            found = list(_page_rows(page, tables))
            tables = max((r.table for r in found if r.table), default=tables)
            rows.extend(found)
    if not rows:
        raise Unreadable("pdf_scan")
    return Document(format=format, rows=rows)


def _page_rows(page: tablers.Page, tables: int) -> list[Row]:
    page.extract_objects()
    chars = _chars(page)
    number = page.page_idx + 1
    blocks: list[tuple[float, list[Row]]] = []
    for table in tablers.find_tables(page, extract_text=False):
        boxes = [cell.bbox for cell in table.cells]
        if len(boxes) < 2:
            continue
        inside, chars = _split(chars, boxes)
        tables += 1
        if grid := list(_grid(boxes, inside, number, tables)):
            blocks.append((table.bbox[1], grid))
    blocks.extend((top, [row]) for top, row in _without_page_number(list(_lines(chars, number))))
    blocks.sort(key=lambda block: block[0])
    return [row for _, rows in blocks for row in rows]


def _without_page_number(lines: list[tuple[float, Row]]) -> list[tuple[float, Row]]:
    while lines and _PAGE_NUMBER.fullmatch(lines[-1][1].text):
        lines.pop()
    while lines and _PAGE_NUMBER.fullmatch(lines[0][1].text):
        lines.pop(0)
    return lines


def _chars(page: tablers.Page) -> list[_Char]:
    """The page's glyphs. A vertical font reports boxes many times too large: such a glyph stands at its corner."""
    raw = [(c.unicode_char, *c.bbox) for c in page.objects.chars if c.unicode_char and c.unicode_char not in "\r\n\x02"]
    heights = sorted(b - t for text, _, t, _, b in raw if text.strip())
    usual = heights[len(heights) // 2] if heights else 0.0
    chars = []
    for text, left, top, right, bottom in raw:
        if right <= left and not text.strip():
            continue
        if bottom - top > 4 * usual > 0 and right - left > 4 * usual:
            right, top = left + usual, bottom - usual
        chars.append(_Char(text, left, top, right, bottom))
    return chars


def _split(chars: list[_Char], boxes: list[tuple[float, float, float, float]]) -> tuple[list[list[_Char]], list[_Char]]:
    """The glyphs inside each box, and those outside all."""
    inside: list[list[_Char]] = [[] for _ in boxes]
    order = sorted(range(len(boxes)), key=lambda i: boxes[i][1])
    tops = [boxes[i][1] for i in order]
    rest = []
    for char in chars:
        x, y = char.x, char.y
        for i in order[: bisect_right(tops, y)]:
            left, top, right, bottom = boxes[i]
            if left <= x <= right and top <= y <= bottom:
                inside[i].append(char)
                break
        else:
            rest.append(char)
    return inside, rest


def _grid(
    boxes: list[tuple[float, float, float, float]], inside: list[list[_Char]], page: int, table: int
) -> Iterator[Row]:
    """The rows between the horizontal edges; a cell that reaches over several is carried into each of them."""
    edges: list[float] = []
    for top in sorted(box[1] for box in boxes):
        if not edges or top - edges[-1] > _TOUCH:
            edges.append(top)
    for index, edge in enumerate(edges, 1):
        fields = []
        for box, chars in zip(boxes, inside, strict=True):
            left, top, right, bottom = box
            if top <= edge + _TOUCH and bottom > edge + _TOUCH:
                begins = top > edge - _TOUCH
                row = index if begins else bisect_right(edges, top + _TOUCH)
                fields.append((left, right, chars, row, not begins))
        fields.sort(key=lambda f: f[0])
        yield Row(
            tuple(
                Field(_text(chars), Place(page=page, table=table, row=row, column=i), left, right, carried)
                for i, (left, right, chars, row, carried) in enumerate(fields, 1)
            ),
            "grid",
            table,
        )


def _clusters(chars: list[_Char]) -> list[list[_Char]]:
    """Glyphs as the lines that they stand on, top to bottom, each from left to right."""
    lines: list[list[_Char]] = []
    for char in sorted(chars, key=lambda c: c.y):
        if lines and abs(char.y - lines[-1][-1].y) < 0.5 * max(1.0, min(char.bottom - char.top, 20.0)):
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda c: c.left) for line in lines]


def _text(chars: list[_Char]) -> str:
    lines = ("".join(c.text for c in line).strip() for line in _clusters(chars))
    return "\n".join(line for line in lines if line)


def _lines(chars: list[_Char], page: int) -> Iterator[tuple[float, Row]]:
    """Text outside the tables; where a gap is wider than two characters, the line falls into fields."""
    for number, line in enumerate(_clusters([c for c in chars if c.text.strip()]), 1):
        parts: list[list[_Char]] = [[line[0]]]
        for before, char in itertools.pairwise(line):
            wide = char.left - before.right > 2 * (before.bottom - before.top) * 0.6
            if wide:
                parts.append([char])
            else:
                parts[-1].append(char)
        fields = tuple(
            Field(
                "".join(c.text for c in part),
                Place(page=page, line=number, column=i if len(parts) > 1 else None),
                part[0].left,
                part[-1].right,
            )
            for i, part in enumerate(parts, 1)
        )
        yield line[0].top, Row(fields, "aligned" if len(fields) > 1 else "line")
