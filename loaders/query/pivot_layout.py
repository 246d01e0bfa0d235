"""Figures, dimensions in rows and columns, a filter → the layout of a table, with a place for its figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.query.figures import OF_FIGURES, part_of
from loaders.query.filters import Filter

Id = str | int | None
"""An id of a dimension; None for what is unknown."""
PLACES = ("province", "city", "district", "body")
DIMENSIONS = (*PLACES, "kind", "level", "year", *OF_FIGURES)
"""What may stand in rows or columns: of the reports, and, the last three, of the figures."""
SPANS = ("latest", "all")
"""Which years a table without years covers: the latest one of the filter, or all of them added up."""
ORDERS = ("form", "high", "low")
"""Rows as the form and the codes have them, or by the figures of the last column."""
ID_SEPARATOR = "\x1f"
"""Stands between the two ids of a city (province, city) and of a body (body_id, scope)."""
_KEYS = {"city": ("province", "city"), "district": ("division",), "body": ("body_id", "scope")}
_ADDENDS = {"body": "body", "kind": "own", "level": "own", "district": "district", "city": "city"}


@dataclass(frozen=True)
class Layout:
    """A table: metrics and cells by their ids, dimensions in rows and columns, the years of one without years (of
    `SPANS`), whether totals are added, and the order of its rows (of `ORDERS`).
    """

    figures: tuple[str, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    filters: Filter
    span: str = "latest"
    totals: bool = True
    order: str = "form"

    def settled(self) -> "Layout":
        """The same with every dimension once and a place for the figures."""
        rows = tuple(dict.fromkeys(d for d in self.rows if d in DIMENSIONS))
        columns = tuple(dict.fromkeys(d for d in self.columns if d in DIMENSIONS and d not in rows))
        split = {"item", "column"} & {*rows, *columns}
        if split:
            rows, columns = (tuple(d for d in side if d != "figure") for side in (rows, columns))
            for lacking in {"item", "column"} - split:
                rows, columns = (rows, (*columns, lacking)) if split <= set(rows) else ((*rows, lacking), columns)
        elif "figure" not in (*rows, *columns):
            columns = (*columns, "figure")
        return replace(self, rows=rows, columns=columns)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions of rows and columns."""
        return (*self.rows, *self.columns)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of reports by which the table groups them; always the year, too."""
        return tuple(dict.fromkeys([*(k for d in of_reports(self.dimensions) for k in keys_of(d)), "year"]))

    @property
    def adds_all(self) -> bool:
        """Whether totals over rows or columns are wanted and possible: an area's report holds those of its bodies."""
        return self.totals and "body" not in self.dimensions


def addends(layout: Layout) -> str:
    """What a table adds up: `body`, `own`, `district`, `city` or `total`, as for `loaders.store.additive.non_overlapping`."""
    return next((by for dimension, by in _ADDENDS.items() if dimension in layout.dimensions), "total")


def keys_of(dimension: str) -> tuple[str, ...]:
    """The columns of reports that make up the ids of a dimension."""
    return _KEYS.get(dimension, (dimension,))


def of_reports(side: Sequence[str]) -> list[str]:
    """The dimensions of a side that tell reports apart."""
    return [d for d in side if d not in OF_FIGURES]


def of_figures(side: Sequence[str]) -> list[str]:
    """The dimensions of a side that tell figures apart."""
    return [d for d in side if d in OF_FIGURES]


def figure_parts(layout: Layout, side: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each figure its ids in the dimensions of figures on a side."""
    return {id_: tuple(part_of(id_, d) for d in of_figures(side)) for id_ in layout.figures}
