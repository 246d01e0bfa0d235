"""Traces, axes and annotations → a figure as plain values, as Plotly's script takes it.

The classes of Plotly's package look at each value again and again: to build a figure of them takes longer than all else on
a page together, and each carries a template of 7 kB that we use nothing of.

Every text is shown as it is: names may come from a document, and Plotly would obey their tags. What we mark up ourselves is
`Markup`, made by `bold` and the like; a line ends with "\n".
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from markupsafe import Markup

Values = dict[str, Any]


def trace(kind: str, **values: Any) -> Values:
    """A trace; what is null is left out."""
    return {"type": kind, **_given(values)}


class Figure:
    """What is drawn, and on what: `data` and `layout` are plain values."""

    def __init__(self, layout: Values):
        self.data: list[Values] = []
        self.layout = _given(layout)
        self._wide = 1

    def split(
        self, high: int, wide: int, titles: Sequence[str], gaps: tuple[float, float], *, shared: bool = False
    ) -> None:
        """Panels in rows, each with its title and axes like those that the figure has; gaps: across, and down.

        shared: all have one scale, and only the outer ones show it.
        """
        self._wide = wide
        across, down = (1 - gaps[0] * (wide - 1)) / wide, (1 - gaps[1] * (high - 1)) / high
        styles = self.layout["xaxis"], self.layout["yaxis"]
        last = (high - 1) * wide + 1
        for i in range(high * wide):
            row, col = divmod(i, wide)
            left, low = col * (across + gaps[0]), (high - 1 - row) * (down + gaps[1])
            n = _number(row + 1, col + 1, wide)
            x = {**styles[0], "anchor": f"y{n}", "domain": [left, left + across]}
            y = {**styles[1], "anchor": f"x{n}", "domain": [low, low + down]}
            if shared:
                if row < high - 1:
                    x |= {"matches": f"x{_number(high, col + 1, wide)}", "showticklabels": False}
                if i + 1 != last:
                    y["matches"] = f"y{_number(high, 1, wide)}"
                if col:
                    y["showticklabels"] = False
            self.layout[f"xaxis{n}"], self.layout[f"yaxis{n}"] = x, y
            if i < len(titles):
                self.add_annotation(
                    text=titles[i], x=left + across / 2, y=low + down, xref="paper", yref="paper", xanchor="center",
                    yanchor="bottom", showarrow=False,
                )  # fmt: skip

    def add_trace(self, values: Values, row: int = 1, col: int = 1) -> None:
        """Adds a trace, in a panel where there are several."""
        n = _number(row, col, self._wide)
        self.data.append(values | {"xaxis": f"x{n}", "yaxis": f"y{n}"} if n else values)

    def add_annotation(self, row: int = 1, col: int = 1, **values: Any) -> None:
        """Adds a text, in a panel where there are several."""
        n = _number(row, col, self._wide)
        if n:
            for axis in "xy":
                values[f"{axis}ref"] = values.get(f"{axis}ref", axis).replace(axis, f"{axis}{n}", 1)
        self.layout.setdefault("annotations", []).append(_given(values))

    def add_shape(self, **values: Any) -> None:
        """Adds a rectangle or a line."""
        self.layout.setdefault("shapes", []).append(_given(values))

    def add_vline(self, x: float, line: Values) -> None:
        """Adds an upright line through the whole chart."""
        self.add_shape(type="line", x0=x, x1=x, xref="x", y0=0, y1=1, yref="y domain", line=line)

    def add_hline(self, y: float, line: Values) -> None:
        """Adds a level line through the whole chart."""
        self.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=y, y1=y, yref="y", line=line)

    def update_xaxes(self, **values: Any) -> None:
        """Changes all horizontal axes."""
        self._update("xaxis", values)

    def update_yaxes(self, row: int | None = None, col: int | None = None, **values: Any) -> None:
        """Changes all upright axes, or that of one panel."""
        if row is None or col is None:
            self._update("yaxis", values)
        else:
            self.layout[f"yaxis{_number(row, col, self._wide)}"].update(_given(values))

    def update_annotations(self, **values: Any) -> None:
        """Changes all texts."""
        for annotation in self.layout.get("annotations", ()):
            annotation.update(values)

    def _update(self, name: str, values: Values) -> None:
        for axis, there in self.layout.items():
            if axis.startswith(name):
                there.update(_given(values))


def _number(row: int, col: int, wide: int) -> str:
    """What stands behind the name of a panel's axes: nothing for the first."""
    n = (row - 1) * wide + col
    return str(n) if n > 1 else ""


_UNSHOWN = ("customdata", "meta", "hovertemplate")
"""What Plotly shows nothing of, and templates, which hold no name."""


def as_texts(values: Any) -> Any:
    """Values as Plotly takes them, in which every text that is not `Markup` stands for itself; line ends become its own."""
    if isinstance(values, str):
        # Quotes stay, as in the names of fonts: no text of a figure stands within a tag.
        text = values if isinstance(values, Markup) else escape(values, quote=False)
        return str(text).replace("\n", "<br>")
    if isinstance(values, dict):
        return {k: v if k in _UNSHOWN else as_texts(v) for k, v in values.items()}
    if isinstance(values, list | tuple):
        return [as_texts(v) for v in values]
    return values


def bold(text: str) -> Markup:
    """A text in bold."""
    return Markup("<b>{}</b>").format(text)


def italic(text: str) -> Markup:
    """A text in italics."""
    return Markup("<i>{}</i>").format(text)


def signed(sign: str, colour: str, text: str) -> Markup:
    """A text behind a coloured sign."""
    return Markup('<span style="color:{}">{}</span> {}').format(colour, sign, text)


def lines(*texts: str) -> Markup:
    """Texts and markup one below the other."""
    return Markup("\n").join(texts)


def _given(values: Values) -> Values:
    return {k: v for k, v in values.items() if v is not None}


def width(text: str, size: int = 12) -> int:
    """About how many pixels a text takes."""
    return round(sum(size if ord(c) > 0x2000 else size * 0.56 for c in text))
