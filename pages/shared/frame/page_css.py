"""The palette of a theme → the style sheet that every page has beside Streamlit's theme."""

from functools import cache
from pathlib import Path

from loaders.language.words import say
from pages.shared.charts.palette import Palette

_CSS = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
_NAMES = ("ink", "muted", "grid", "ground", "outline", "primary", "wrong", "line", "head")


@cache
def page_css(dark: bool, lang: str) -> str:
    """As HTML; with the words, in a language, that the style sheet adds to the page."""
    palette = Palette(dark)
    names = ";".join(f"--page-{n}:{palette[n]}" for n in _NAMES)
    return f"<style>:root {{{names};--page-scroll:'⇆ {say('frame.scroll', lang)}'}}\n{_CSS}</style>"
