"""The filing state of each body and year → an HTML table of bodies × years, a sign and a word in each cell."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from loaders.language.words import say
from loaders.output.filings import state_word
from loaders.output.html import render

CSS = Path(__file__).with_name("matrix.css")
_SIGNS = {"in_time": "●", "late": "◐", "undated": "○", "failed": "!", "missing": "✕",
          "not_due": "–", "dissolved": "·", "not_expected": "·"}  # fmt: skip


class Cell(NamedTuple):
    """A cell: its filing state, the sign and word of it, and the text read on hover."""

    state: str
    sign: str
    word: str
    hint: str


class Row(NamedTuple):
    """A body and its cells in the order of years; None for a year that the filters leave out."""

    name: str
    cells: list[Cell | None]


def matrix(rows: pl.DataFrame, names: dict[str, str], lang: str) -> str:
    """The table; rows: as `coverage` returns them, sorted by body; names: of the bodies, by id."""
    key, inferred = ("body_id", "year"), bool(rows["inferred"].any())
    years: list[int] = sorted(rows["year"].unique())
    cells = {
        (body, year): _cell(state, published, due, successor, inferred, lang)
        for body, year, state, published, due, successor in rows.select(
            *key, "state", "published", "due", "successor"
        ).iter_rows()
    }
    bodies = rows["body_id"].unique(maintain_order=True)
    table = [Row(names.get(b, b), [cells.get((b, y)) for y in years]) for b in bodies]
    return render("pages/coverage/matrix.html", body_heading=say("column.body", lang), years=years, rows=table)


def _cell(
    state: str, published: date | None, due: date | None, successor: str | None, inferred: bool, lang: str
) -> Cell:
    word = state_word(state, inferred, lang)
    if published and state in ("in_time", "late"):
        word = f"{published:%m-%d}" + (f" {word}" if state == "late" else "")
    into = say("coverage.successor", lang, name=successor) if successor else ""
    hint = say(f"coverage.hint.{state}", lang, published=published or say("cli.unknown", lang), due=due, into=into)
    return Cell(state, _SIGNS[state], word, hint)
