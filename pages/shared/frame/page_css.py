"""The palette of a theme → the style sheet that every page has beside Streamlit's theme."""

from functools import cache
from pathlib import Path

from pages.shared.charts.palette import Palette

_CSS = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
_NAMES = ("ink", "muted", "grid", "ground", "outline", "primary", "wrong", "line", "head")


@cache
def page_css(dark: bool) -> str:
    """As HTML."""
    palette = Palette(dark)
    return f"<style>:root {{{';'.join(f'--page-{n}:{palette[n]}' for n in _NAMES)}}}\n{_CSS}</style>"
