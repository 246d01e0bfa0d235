"""Ids of figures, whole rows, columns and parts of the form among them → metrics and cells, and the part each plays.

`requests.granted.*` is a row of the form, `requests.*.business` a column, `requests.*` a part.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from loaders.form.metrics import METRIC, METRICS
from loaders.form.vocabulary import ALL_SECTIONS, CELL_BY_NAME, CELLS, COLUMNS, ITEMS

OF_FIGURES = ("figure", "item", "column")
"""What of a figure may stand in rows or columns: itself, its row or its column on the form."""
OFFERED = (
    *(m.id for m in METRICS),
    *(f"{s}.*" for s in ALL_SECTIONS),
    *(f"{s}.{i.id}.*" for s in ALL_SECTIONS for i in ITEMS[s]),
    *(f"{s}.*.{c.id}" for s in ALL_SECTIONS for c in COLUMNS[s]),
    *(c.name for c in CELLS),
)
"""What can be chosen."""


def expanded(ids: Iterable[str]) -> tuple[str, ...]:
    """The metrics and cells that some ids stand for, each once."""
    found: dict[str, None] = {}
    for id_ in ids:
        if id_ in METRIC or id_ in CELL_BY_NAME:
            found[id_] = None
        elif "*" in id_:
            found |= {c.name: None for c in CELLS if fnmatchcase(c.name, id_)}
    return tuple(found)


def form_ids(section: str, items: Iterable[str], columns: Iterable[str]) -> tuple[str, ...]:
    """The ids of some rows and columns of a part: as few as say it; no rows or no columns mean all of them."""
    items, columns = tuple(items), tuple(columns)
    if not items and not columns:
        return (f"{section}.*",)
    if not columns:
        return tuple(f"{section}.{i}.*" for i in items)
    if not items:
        return tuple(f"{section}.*.{c}" for c in columns)
    return tuple(n for i in items for c in columns if (n := f"{section}.{i}.{c}") in CELL_BY_NAME)


def part_of(id_: str, dimension: str) -> str:
    """The figure itself, its row or its column on the form; a metric is a row with a column of its own."""
    if dimension == "figure":
        return id_
    if id_ in METRIC:
        return id_ if dimension == "item" else ""
    section, item, column = id_.split(".")
    return f"{section}.{item if dimension == 'item' else column}"
