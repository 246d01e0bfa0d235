"""A cell of a pivoted table → the figure whose reports stand behind it."""

from collections.abc import Callable, Mapping
from typing import Any

from loaders.query.pivot import Pivot
from loaders.query.pivot_layout import ID_SEPARATOR, Id, addends, figure_parts, keys_of, of_figures, of_reports
from loaders.query.sources import Figure

Row = Mapping[str, Any]
"""A row of `Pivot.rows`."""


def figure_at(table: Pivot) -> Callable[[Row, int], Figure | None]:
    """A function of a row and the number of a column that gives the figure there; None for a cell without reports, one
    that adds up several years, or one over all kinds beside them, where bodies under vertical management count.
    """
    layout, by = table.question, addends(table.question)
    in_rows, in_columns = figure_parts(layout, layout.rows), figure_parts(layout, layout.columns)
    figures = {(in_rows[id_], in_columns[id_]): id_ for id_ in layout.figures}
    of_rows, of_columns = of_reports(layout.rows), of_reports(layout.columns)

    def at(row: Row, number: int) -> Figure | None:
        column = table.columns[number]
        key: dict[str, Id] = {} if row["total"] else {d: row[d] for d in of_rows}
        key |= {} if column.total else {d: column.key[d] for d in of_columns}
        parts = tuple(row[d] for d in of_figures(layout.rows)), tuple(column.key[d] for d in of_figures(layout.columns))
        id_ = figures.get(parts)  # type: ignore[arg-type]
        years = (key.pop("year"),) if "year" in key else table.years
        over_kinds = "kind" in (*of_rows, *of_columns) and "kind" not in key
        if id_ is None or len(years) != 1 or over_kinds or row[f"{number}.state"] in ("none", "not_due", "na"):
            return None
        limits = [limit for d, value in key.items() for limit in _limits(d, value)]
        return Figure(id_, layout.filters.only(int(years[0] or 0)), by, tuple(limits))

    return at


def _limits(dimension: str, value: Id) -> list[tuple[str, Id]]:
    """The columns of reports that an id of a dimension stands for, each with its value."""
    columns = keys_of(dimension)
    values = [value] if len(columns) == 1 or value is None else [v or None for v in str(value).split(ID_SEPARATOR)]
    return list(zip(columns, values, strict=True)) if len(values) == len(columns) else [(c, None) for c in columns]
