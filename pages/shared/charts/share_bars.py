"""Rows of parts → bars of 100 % on one baseline, the parts named above the first bar and a note at each bar's end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from loaders.form.metrics import MIN_CASES
from loaders.language.rounding import percent
from loaders.language.words import number, say
from pages.shared.charts.base import PALE, Series, edge, figure_of, hatch
from pages.shared.charts.cached import cached_figure
from pages.shared.charts.figure import Figure, Values, bold, signed, trace, width
from pages.shared.charts.palette import Palette

NARROWEST = 680
"""Pixels that a wide chart has at least."""
_ROW = 30
_LINE = 17
_ROOM = 38
"""Pixels from one row of bars to the next, from one line of names to the next, and of a part with a text in it."""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A row of parts; without parts it is a heading. printed: the total that the reports print, where there is one.

    note: what is to be said at its end. differs: whether that is something wrong.
    """

    name: str
    parts: tuple[float | None, ...] = ()
    note: str = ""
    differs: bool = False

    @property
    def total(self) -> float:
        return sum(p for p in self.parts if p is not None)

    @property
    def few(self) -> bool:
        """Whether the row stands for too few cases to say a share."""
        return self.total < MIN_CASES


@cached_figure
def share_bars(rows: Sequence[ShareRow], series: Sequence[Series], palette: Palette, lang: str) -> Figure:
    """Rows of 100 %: the parts of each row's sum, named above the first row; at its end what the row stands for.

    Rows of few cases are pale and hatched, with counts instead of shares.
    """
    left = 14 + max((width(r.name) for r in rows), default=0)
    right = 16 + max((width(line) for r in rows for line in r.note.split("\n")), default=0)
    drawn = NARROWEST - left - right
    seen = [i for i, _ in enumerate(series) if any(r.parts and r.parts[i] for r in rows)]
    names, lines = _names(rows, [(i, series[i]) for i in seen], palette, drawn)
    figure = figure_of(
        palette, 14 + _LINE * lines + _ROW * len(rows) + 24, barmode="stack", bargap=0.28,
        margin={"l": left, "r": right, "t": 14 + _LINE * lines, "b": 24}, annotations=names,
    )  # fmt: skip
    places = [y for y, r in enumerate(rows) if r.parts]
    for i in seen:
        s, colour = series[i], palette[series[i].meaning]
        shares = [share_of(rows[y], i) for y in places]
        figure.add_trace(
            trace(
                "bar",
                y=places,
                x=shares,
                name=s.name,
                orientation="h",
                marker=marker([rows[y] for y in places], colour, edge(palette, colour), palette),
                text=[_text(rows[y], i, drawn) for y in places],
                textposition="inside",
                insidetextanchor="middle",
                constraintext="none",
                textangle=0,
                textfont=ink([rows[y] for y in places], colour, palette),
                hovertext=[hover(rows[y], i, s.name, lang) for y in places],
                hoverinfo="text",
            )
        )
    for y, row in enumerate(rows):
        if row.note:
            colour = palette["wrong" if row.differs else "muted"]
            figure.add_annotation(
                x=1, y=y, xref="paper", text=row.note, showarrow=False, xanchor="left", xshift=6, align="left",
                font={"color": colour, "size": 11 if "\n" in row.note else 12},
            )  # fmt: skip
    text = [r.name if r.parts else bold(r.name) for r in rows]
    figure.update_xaxes(tickformat=".0%", range=[0, 1], nticks=6)
    figure.update_yaxes(
        tickmode="array", tickvals=list(range(len(rows))), ticktext=text, range=[len(rows) - 0.5, -0.5],
        showgrid=False, automargin=False, tickfont={"color": palette["ink"], "size": 12},
    )  # fmt: skip
    return figure


def rows_of(frame: pl.DataFrame, name: str, series: Sequence[Series], printed: str, lang: str) -> list[ShareRow]:
    """Sums as rows of parts, each with its sum; where the printed total is another, both, and what is blank.

    Parts and total are set against each other where every report has a number for all of them.
    """
    rows = []
    for row in frame.iter_rows(named=True):
        ids = (*(s.column for s in series), printed)
        parts, there = tuple(row[s.column] for s in series), [row[f"{i}.reports"] for i in ids]
        whole = all(n == row["reports"] for n in there)
        rows.append(ShareRow(str(row[name]), parts, *_summed(parts, row, printed, whole, series, lang)))
    return rows


def _summed(
    parts: Sequence[float | None], row: Values, printed: str, whole: bool, series: Sequence[Series], lang: str
) -> tuple[str, bool]:
    known = [p for p in parts if p is not None]
    if not known:
        return say("value.unasked", lang), False
    blank = [s.name for s, p in zip(series, parts, strict=True) if p is None]
    lacks = say("mismatch.blank", lang, list=say("list.comma", lang).join(blank)) if blank else ""
    total = row[printed]
    if total is not None and total != sum(known):
        words = {"n": number(sum(known)), "printed": number(total)}
        if whole:
            return say("mismatch.note", lang, **words) + lacks, True
        of = {"k": number(row[f"{printed}.reports"]), "m": number(row["reports"])}
        return say("mismatch.some", lang, **words, **of) + lacks, False
    return say("requests.n", lang, n=number(sum(known))) + lacks, False


def marker(rows: Sequence[ShareRow], colour: str, outline: str, palette: Palette) -> Values:
    """How one part of each row is drawn: pale and hatched where a row has few cases."""
    return {
        "color": colour,
        "line": {"color": outline, "width": 1},
        "opacity": [PALE if row.few else 1 for row in rows],
        "pattern": hatch(["/" if row.few else "" for row in rows], palette),
    }


def ink(rows: Sequence[ShareRow], colour: str, palette: Palette) -> Values:
    """How the texts in these parts are written."""
    return {"color": [palette["ink"] if row.few else palette.on(colour) for row in rows], "size": 12}


def share_of(row: ShareRow, i: int) -> float | None:
    """A part as a share of 1 of its row; None where it has no number, or the row no sum."""
    part = row.parts[i]
    return None if part is None or not row.total else part / row.total


def _text(row: ShareRow, i: int, drawn: float) -> str:
    """What stands in a part of a bar that is wide enough: its share, or its count where the row has few cases."""
    part, share = row.parts[i], share_of(row, i)
    if not part or not share or share * drawn < _ROOM:
        return ""
    return number(part) if row.few else percent(share, 1)


def hover(row: ShareRow, i: int, name: str, lang: str) -> str:
    """A part with n and N, and its share where the row has cases enough; empty where there is none."""
    part, share = row.parts[i], share_of(row, i)
    if part is None or share is None:
        return ""
    words = {"row": row.name, "name": name, "n": number(part), "total": number(row.total)}
    if row.few:
        return say("chart.share.few", lang, **words)
    return say("chart.share", lang, share=percent(share, 1), **words)


def _names(
    rows: Sequence[ShareRow], series: Sequence[tuple[int, Series]], palette: Palette, drawn: int
) -> tuple[list[dict[str, Any]], int]:
    """The parts' names above the first bar, and how many lines they take.

    A name stands over its part where that is wide enough. Others end at a line that leads to their part, each higher than
    those before it that it would cover, so that no line crosses a name.
    """
    first = next((r for r in rows if r.total), None)
    if first is None:
        return [], 0
    at = rows.index(first)
    taken: list[tuple[float, int]] = []
    names, before = [], 0.0
    for i, s in series:
        share = share_of(first, i) or 0.0
        middle, wide = (before + share / 2) * drawn, width(s.name) + 22
        roomy = share * drawn >= wide
        before += share
        start, end = (middle - wide / 2, middle + wide / 2) if roomy else (middle - wide, middle)
        line = max((high + 1 for until, high in taken if until > start), default=0)
        taken.append((end, line))
        names.append(
            {
                "x": middle / drawn,
                "y": at - 0.36,
                "ax": 0,
                "ay": -(6 + _LINE * line),
                "text": signed("■", palette[s.meaning], s.name),
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": palette["outline"],
                "xanchor": "center" if roomy else "right",
                "yanchor": "bottom",
                "font": {"size": 12, "color": palette["ink"]},
            }
        )
    return names, 1 + max(high for _, high in taken)
