"""A pivoted table and its words → HTML: heads over heads, and cells of five states (number, blank, none, not_due, na)."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.output.html import render
from loaders.query.figures import OF_FIGURES
from loaders.query.pivot import Pivot
from loaders.query.pivot_labels import Captions
from loaders.query.pivot_sources import Row

CSS = Path(__file__).with_name("grid.css")
MAX_ROWS = 1000
_MAX_CELLS = 10_000
_SHORT = 9
"""Characters of a head that is not broken into lines."""


class Head(NamedTuple):
    """A head over `span` columns; group: whether other heads stand below it."""

    text: str
    span: int
    group: bool
    short: bool


class Cell(NamedTuple):
    """A cell: its state, its text, the small lines below it, the text read on hover, the address of its reports or none."""

    state: str
    text: str
    below: list[str]
    hint: str
    sources: str


class Line(NamedTuple):
    """A line of the table; total: whether it sums up others; basis: what it is a sum of."""

    total: bool
    heads: list[str]
    cells: list[Cell]
    basis: str


def rows_drawn(table: Pivot) -> int:
    """The number of rows that are drawn; limited, so that a browser is not kept waiting."""
    return min(MAX_ROWS, max(50, _MAX_CELLS // max(1, len(table.columns))), table.rows.height)


def grid(
    table: Pivot, captions: Captions, name: str, lang: str, extras: tuple[str, ...], sources: Callable[[Row, int], str]
) -> str:
    """The first rows of the table; extras: `over` writes n/N below rates, `reports` how many reports have a figure below
    every cell, and not only below those of which some report has none; sources: the address of the reports behind a
    cell, by its row and the number of its column.
    """
    dimensions = table.question.rows
    words = {s: say(f"tables.state.{s}", lang) for s in ("blank", "none", "not_due", "na")}
    rows: list[Line] = []
    before: list[object] = []
    for at, row in enumerate(table.rows.head(rows_drawn(table)).iter_rows(named=True)):
        ids = [row[d] for d in dimensions]
        heads = [
            _row_head(captions, d, row, repeated=i + 1 < len(ids) and ids[: i + 1] == before[: i + 1])
            for i, d in enumerate(dimensions)
        ]
        before = ids
        cells = [
            _cell(row, i, words, lang, extras)._replace(sources=sources(row, i)) for i in range(len(table.columns))
        ]
        rows.append(Line(row["total"], heads or [captions.total], cells, captions.bases[at].words))
    sides = [say(f"dimension.{d}", lang) for d in dimensions] or ["\N{NO-BREAK SPACE}"]
    basis = say("column.rests_on", lang)
    return render(
        "pages/tables/grid.html", name=name, heads=_column_heads(captions), sides=sides, rows=rows, basis=basis
    )


def _row_head(captions: Captions, dimension: str, row: dict[str, Any], *, repeated: bool) -> str:
    """The head of a row; a name that the row above has in the same place is not repeated."""
    if row["total"] and dimension not in OF_FIGURES:
        return captions.total
    return "" if repeated else captions.rows[dimension][row[dimension]]


def _column_heads(captions: Captions) -> list[list[Head]]:
    """A line of heads for each dimension in the columns; equal ones beside each other are one, but in the last line."""
    depth = max(1, len(captions.columns[0]) if captions.columns else 1)
    lines = []
    for at in range(depth - 1):
        spans = [(key[at], len(list(same))) for key, same in groupby(c[: at + 1] for c in captions.columns)]
        lines.append([Head(text, span, True, False) for text, span in spans])
    texts = [column[-1] if column else "" for column in captions.columns]
    return [*lines, [Head(text, 1, False, len(text) <= _SHORT) for text in texts]]


def _cell(row: Row, i: int, words: dict[str, str], lang: str, extras: tuple[str, ...]) -> Cell:
    state, value, over = row[f"{i}.state"], row[str(i)], row[f"{i}.over"]
    filed, reports = number(row[f"{i}.filed"]), number(row[f"{i}.reports"])
    basis = {"filed": filed, "reports": reports, "n": number(row[f"{i}.n"]), "over": number(over)}
    rate = state == "number" and over is not None
    hint = say(f"tables.hint.{'rate' if rate else state}", lang, **basis)
    text = words[state] if state != "number" else percent(value, 1) if rate else number(value)
    below = []
    if "over" in extras and over is not None:
        below.append(f"{basis['n']}/{basis['over']}")
    lacking = state == "number" and row[f"{i}.reports"] < row[f"{i}.filed"]
    if lacking or ("reports" in extras and state not in ("none", "not_due")):
        below.append(say("tables.behind", lang, **basis))
    return Cell(state, text, below, hint, "")
