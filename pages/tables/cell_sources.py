"""A cell of the table on the page → the address of the reports behind it."""

from collections.abc import Callable

from loaders.query.pivot import Pivot
from loaders.query.pivot_sources import Row, figure_at
from pages.shared.frame.session import Session
from pages.shared.parts.figure_sources import relative_address

_MAX_LINKS = 3000
"""Cells of a table whose numbers are links: more of them weigh more than the table."""


def cell_sources(session: Session, table: Pivot, cells: int) -> Callable[[Row, int], str]:
    """A function of a row and the number of a column that gives the address, empty where there is none."""
    at = figure_at(table)

    def address(row: Row, number: int) -> str:
        figure = at(row, number) if cells <= _MAX_LINKS else None
        if figure is None:
            return ""
        return relative_address(session, figure.filters, figure.filters.years[0], figure.id, figure.by, figure.at)

    return address
