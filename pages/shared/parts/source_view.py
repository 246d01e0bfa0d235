"""What stands in a file → HTML beside what was read of it: a page's picture or the quoted rows, with the cells marked."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from loaders.output.html import render
from loaders.reading.formats.document import Field, Row
from loaders.reading.formats.glyphs import Box

CSS = Path(__file__).with_name("source_view.css")


class Spot(NamedTuple):
    """A cell on its source. numbers: of the issues that are marked at it; aimed: whether it is the chosen one."""

    name: str
    numbers: Sequence[int] = ()
    aimed: bool = False


class _Text(NamedTuple):
    text: str
    classes: str
    hint: str
    numbers: Sequence[int]


class _Mark(NamedTuple):
    style: str
    classes: str
    hint: str
    numbers: Sequence[int]


def page_html(png: bytes, places: Mapping[str, Box], spots: Mapping[str, Spot], title: str) -> str:
    """The picture of a page with marks on the cells. spots: by the locations of `places`; title: what the picture shows."""
    marks = [_mark(places[where], spot) for where, spot in spots.items() if where in places]
    picture = base64.b64encode(png).decode()
    return render("pages/shared/parts/source_page.html", picture=picture, marks=marks, title=title)


def rows_html(rows: Sequence[Row], spots: Mapping[str, Spot], title: str) -> str:
    """Rows as text: tables as tables, lines as lines. spots: by location."""
    parts = []
    for (table, line), group in groupby(rows, key=lambda r: (r.table, r.kind == "line")):
        parts.append((not line or table is not None, [list(_texts(row, spots)) for row in group]))
    return render("pages/shared/parts/source_rows.html", parts=parts, title=title)


def _texts(row: Row, spots: Mapping[str, Spot]) -> Iterator[_Text]:
    for field in row.fields:
        spot = None if field.carried else spots.get(str(field.location))
        yield _Text(_shown(field), _classes(spot), spot.name if spot else "", spot.numbers if spot else ())


def _shown(field: Field) -> str:
    return "" if field.carried else field.text


def _classes(spot: Spot | None) -> str:
    if spot is None:
        return ""
    return " ".join(["cell", *(["marked"] if spot.numbers else []), *(["aimed"] if spot.aimed else [])])


def _mark(box: Box, spot: Spot) -> _Mark:
    left, top, right, bottom = (max(0.0, min(share, 1.0)) * 100 for share in box)
    style = f"left:{left:.2f}%;top:{top:.2f}%;width:{right - left:.2f}%;height:{bottom - top:.2f}%"
    return _Mark(style, _classes(spot), spot.name, spot.numbers)
