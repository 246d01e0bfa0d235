"""Charts of a briefing → SVG to stand in a page: the same figures and colours as in the Word document."""

from loaders.language.words import number
from loaders.output.briefing.labels import label_sides
from loaders.output.briefing.model import Chart
from loaders.output.briefing.text import escaped
from loaders.output.colours import LIGHT, on

_WIDE = 640
_NAMES, _END = 150, 90
"""The room for names at the left, and for figures at the right of bars."""
_SIZE = 12
_DASHES = ("", "5 3", "9 3 2 3", "2 3")
_ROOM = 0.07


def picture(chart: Chart, title_id: str) -> str:
    """The chart as an SVG element, called by its text alternative."""
    height, inner = {"lines": _lines, "shares": _shares, "bars": _bars}[chart.kind](chart)
    legend, more = _legend(chart, height) if len(chart.series) > 1 else ("", 0)
    return (
        f'<svg role="img" aria-labelledby="{title_id}" viewBox="0 0 {_WIDE} {height + more}" width="{_WIDE}" '
        f'height="{height + more}" xmlns="http://www.w3.org/2000/svg"><title id="{title_id}">{escaped(chart.alt)}</title>'
        f'<g font-size="{_SIZE}" aria-hidden="true">{inner}{legend}</g></svg>'
    )


def _bars(chart: Chart) -> tuple[int, str]:
    most = max((v for s in chart.series for v in s.values if v is not None), default=0) or 1
    bar, gap, parts, y = 16, 10, [], 6
    room = _WIDE - _NAMES - _END
    for i, name in enumerate(chart.categories):
        parts.append(_text(_NAMES - 8, y + bar * len(chart.series) / 2 + 4, name, "end"))
        for s in chart.series:
            value = s.values[i]
            if value is not None:
                wide = room * value / most
                parts.append(_box(_NAMES, y, wide, bar - 2, LIGHT[s.meaning]))
                parts.append(_text(_NAMES + wide + 5, y + 11, number(value)))
            y += bar
        y += gap
    parts.append(_rule(_NAMES, 0, _NAMES, y - gap + 6, LIGHT["outline"]))
    return y, "".join(parts)


def _shares(chart: Chart) -> tuple[int, str]:
    room, bar, parts, y = _WIDE - _NAMES - 20, 24, [], 6
    for i, name in enumerate(chart.categories):
        parts.append(_text(_NAMES - 8, y + 16, name, "end"))
        total, x = sum(s.values[i] or 0 for s in chart.series), float(_NAMES)
        for s in chart.series:
            value = s.values[i]
            if not value:
                continue
            wide, colour = room * value / total, LIGHT[s.meaning]
            parts.append(_box(x, y, wide, bar, colour))
            if wide > room * _ROOM or wide > 9 + 7 * len(number(value)):
                parts.append(_text(x + wide / 2, y + 16, number(value), "middle", on(colour)))
            x += wide
        y += bar + 8
    for share in range(0, 101, 25):
        x = _NAMES + room * share / 100
        parts.append(_text(x, y + 10, f"{share}%", "middle", LIGHT["muted"]))
    return y + 18, "".join(parts)


def _lines(chart: Chart) -> tuple[int, str]:
    high, left, right, top = 220, 64, 24, 18
    most = max((v for s in chart.series for v in s.values if v is not None), default=0) or 1
    step = _step(most)
    ceiling = step * -(-most // step)
    n = len(chart.categories)

    def at(i: int, value: float) -> tuple[float, float]:
        x = left + (_WIDE - left - right - 20) * (i / (n - 1) if n > 1 else 0.5) + 10
        return x, top + (high - top) * (1 - value / ceiling)

    parts = []
    for k in range(int(ceiling / step) + 1):
        y = at(0, k * step)[1]
        parts.append(_rule(left, y, _WIDE - right, y, LIGHT["grid"]))
        parts.append(_text(left - 8, y + 4, number(k * step), "end", LIGHT["muted"]))
    every = 1 if n <= 10 else 2
    for i, name in enumerate(chart.categories):
        if (n - 1 - i) % every == 0:
            parts.append(_text(at(i, 0)[0], high + 18, name, "middle", LIGHT["muted"]))
    sides = label_sides(chart)
    for k, s in enumerate(chart.series):
        colour = LIGHT[s.meaning]
        for run in _runs(s.values):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(i, s.values[i] or 0) for i in run))
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.2" stroke-dasharray="{_DASHES[k % 4]}"/>'
            )
        for i, value in enumerate(s.values):
            if value is not None:
                x, y = at(i, value)
                parts.append(_mark(k, x, y, colour))
                side = sides.get((k, i))
                if side:
                    parts.append(_text(x, y - 8 if side == "above" else y + 17, number(value), "middle"))
    return high + 28, "".join(parts)


def _runs(values: tuple[float | None, ...]) -> list[list[int]]:
    """The places of figures that stand side by side: a line does not go over a gap."""
    runs: list[list[int]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(i)
    return [run for run in runs if len(run) > 1]


def _step(most: float) -> float:
    """Four to eight lines of a grid at round figures."""
    size = 1.0
    while size * 10 < most:
        size *= 10
    return next(size * k for k in (0.2, 0.5, 1, 2, 5, 10) if most / (size * k) <= 7) if most > 5 else 1.0


def _legend(chart: Chart, y: int) -> tuple[str, int]:
    parts, x, line = [], float(_NAMES if chart.kind != "lines" else 64), y + 14
    for k, s in enumerate(chart.series):
        wide = 26 + sum(_SIZE if ord(c) > 0x2E80 else 7 for c in s.name)
        if x + wide > _WIDE:
            x, line = float(_NAMES), line + 20
        colour = LIGHT[s.meaning]
        parts.append(_mark(k, x + 6, line - 4, colour) if chart.kind == "lines" else _box(x, line - 10, 12, 12, colour))
        parts.append(_text(x + 17, line, s.name))
        x += wide + 8
    return "".join(parts), line + 10 - y


def _mark(k: int, x: float, y: float, colour: str) -> str:
    if k % 3 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    if k % 3 == 1:
        return f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" fill="{colour}"/>'
    return f'<path d="M{x:.1f} {y - 5:.1f}l5 8.5h-10z" fill="{colour}"/>'


def _box(x: float, y: float, wide: float, high: float, colour: str) -> str:
    outline = LIGHT["outline"]
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 0):.1f}" height="{high}" fill="{colour}" stroke="{outline}" stroke-width=".5"/>'


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = LIGHT["ink"]) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escaped(text)}</text>'


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" fill="none"/>'
