"""Notes on the time axis → thin lines with a word in a chart over years, and the words that stand beside it."""

from collections.abc import Sequence

from loaders.language.words import say
from loaders.query.timeline import TimeNote
from pages.shared.charts.figure import Figure
from pages.shared.charts.labels import shortened
from pages.shared.charts.palette import Palette

_LONGEST = 9
"""Characters of a note that stand at its line."""


def within(notes: Sequence[TimeNote], years: Sequence[int]) -> list[TimeNote]:
    """The notes that lie between the first and the last of some years."""
    return [n for n in notes if years and min(years) - 0.5 <= n.at <= max(years) + 0.5]


def mark_notes(
    figure: Figure, years: Sequence[int], notes: Sequence[TimeNote], palette: Palette, panel: int = 1
) -> None:
    """Adds a thin line at the time of each note, its words along it; years: those of the axis, in their order; panel: from
    left to right, where several stand in a row.
    """
    for note in within(notes, years):
        # The axis ends a little before its first year and behind its last.
        x = min(max(note.at, years[0] - 0.2), years[-1] + 0.2)
        _line(figure, x, "" if panel == 1 else str(panel), palette)
        figure.add_annotation(
            col=panel, x=x, y=0, yref="y domain", text=shortened(note.text, _LONGEST), textangle=-90, showarrow=False,
            xanchor="left", yanchor="bottom", font={"color": palette["muted"], "size": 10},
        )  # fmt: skip


def mark_panels(figure: Figure, years: Sequence[int], notes: Sequence[TimeNote], panels: int, palette: Palette) -> None:
    """The lines alone, in each of so many panels over the same years: their words stand beside the chart."""
    for n in ("", *map(str, range(2, panels + 1))):
        for note in within(notes, years):
            _line(figure, note.at, n, palette)


def mark_units(
    figure: Figure, years: Sequence[int], notes: Sequence[TimeNote], names: Sequence[str], palette: Palette
) -> None:
    """The lines alone, in a panel for each name; a note about a place that is one of these stands in its panel only."""
    # A place is named with what it lies in, a unit by as much as tells it from the others.
    of_one = {note: [n for n in names if note.place.endswith(n)] for note in within(notes, years)}
    for i, name in enumerate(names):
        for note, about in of_one.items():
            if not about or name in about:
                _line(figure, note.at, str(i + 1) if i else "", palette)


def _line(figure: Figure, x: float, axes: str, palette: Palette) -> None:
    """axes: what stands behind the name of a panel's axes."""
    figure.add_shape(
        type="line", x0=x, x1=x, xref=f"x{axes}", y0=0, y1=1, yref=f"y{axes} domain",
        line={"color": palette["line"], "width": 1},
    )  # fmt: skip


def notes_text(notes: Sequence[TimeNote], years: Sequence[int], lang: str) -> str:
    """The notes in words, for the line below a chart's title and for its files; empty where none lies in its years."""
    found = [n.words for n in within(notes, years)]
    return say("chart.notes", lang, list=say("list.semicolon", lang).join(found)) if found else ""
