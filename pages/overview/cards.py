"""A key figure over the years → a card: its value, a line of its years with gaps where there is none, its change."""

import base64
from collections.abc import Sequence
from html import escape

from pages.shared.charts.palette import Palette

_CSS = """<style>
.stMainBlockContainer h1 {padding-top: 0}
.st-key-screen {gap: 0.7rem}
.st-key-screen .stColumn .stVerticalBlock {gap: 0.3rem}
.st-key-screen h3 {padding: 0.2rem 0 0}
.st-key-screen .stColumn :is([data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"]) {margin-bottom: 0}
.st-key-screen .stColumn p {margin: 0}
.st-key-keys {gap: 0.55rem; align-items: stretch}
.st-key-keys > div {flex: 1 1 140px; min-width: 140px}
[class*="st-key-key_"] {padding: 0.4rem 0.55rem; gap: 0.1rem; height: 100%}
[class*="st-key-key_"] a, [class*="st-key-lines-"] a {padding: 0.05rem 0; min-height: 0; text-align: left; background: none}
[class*="st-key-key_"] a *, [class*="st-key-lines-"] a * {color: LINK; white-space: normal; font-weight: inherit}
[class*="st-key-lines-"] a {font-weight: 400; text-decoration: none}
[class*="st-key-lines-"] a:hover {text-decoration: underline}
[class*="st-key-lines-"] strong {font-weight: 600}
.key {line-height: 1.3; font-variant-numeric: tabular-nums}
.key b {font-size: 1.3rem; font-weight: 600}
.key small {font-size: 0.76rem; display: block}
.key img {display: block; width: 100%; height: 22px; margin: 0.1rem 0}
</style>"""
_WIDE, _HIGH = 120, 22


def style(palette: Palette) -> str:
    """How cards and lists of links look, as HTML."""
    return _CSS.replace("LINK", palette["primary"])


def card(
    value: str, base: str, moved: str, years: Sequence[tuple[int, float | None]], alt: str, palette: Palette
) -> str:
    """The card below its name, as HTML."""
    muted = palette["muted"]
    line = f'<img src="{spark(years, palette)}" alt="{escape(alt)}">' if len(years) > 1 else ""
    return (
        f'<div class="key"><b>{escape(value)}</b>'
        f'<small style="color:{muted}">{escape(base)}</small>{line}'
        f'<small style="color:{muted}">{escape(moved)}</small></div>'
    )


def spark(years: Sequence[tuple[int, float | None]], palette: Palette) -> str:
    """The years as a small line, which shows their shape and no size, as the address of a picture; a year without a figure parts it."""
    known = dict(years)
    first, last = min(known), max(known)
    values = [v for v in known.values() if v is not None]
    low, most = (min(values), max(values)) if values else (0, 0)
    low = max(0, low - (most - low))
    span = (most - low) or 1
    step = (_WIDE - 8) / max(1, last - first)
    runs: list[list[str]] = [[]]
    for year in range(first, last + 1):
        value = known.get(year)
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{4 + (year - first) * step:.1f},{_HIGH - 4 - (value - low) / span * (_HIGH - 8):.1f}")
    colour = palette["primary"]
    drawn = "".join(
        f'<polyline points="{" ".join(run)}" fill="none" stroke="{colour}" stroke-width="1.8"/>'
        for run in runs
        if len(run) > 1
    )
    dots = [run[0] for run in runs if len(run) == 1]
    if known.get(last) is not None:
        dots.append(runs[-1][-1])
    for x, y in (dot.split(",") for dot in dots):
        drawn += f'<circle cx="{x}" cy="{y}" r="2.6" fill="{colour}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}">{drawn}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
