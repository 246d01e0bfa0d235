"""One colour, one meaning, on every page, in the light and the dark theme."""

from dataclasses import dataclass

_LIGHT = {
    "granted": "#0A5C78", "partially_granted": "#6DB3CE", "denied": "#A63A2B", "unavailable": "#E3AE45",
    "not_processed": "#8A6FB0", "other": "#7C8894", "carried_out": "#D3D9DF",
    "upheld": "#3E6FA3", "corrected": "#A63A2B", "review_other": "#7C8894", "pending": "#D3D9DF",
    "ink": "#1B242C", "muted": "#5A6772", "grid": "#E3E8EC", "ground": "#FFFFFF", "outline": "#5A6772",
    "primary": "#0A5C78", "second": "#8A6FB0", "third": "#7C8894", "wrong": "#D0021B",
    "faint": "#C3CBD2",
}  # fmt: skip
_DARK = {
    "granted": "#67B2BF", "partially_granted": "#97ECFF", "denied": "#BF6740", "unavailable": "#FFB159",
    "not_processed": "#864CB9", "other": "#5E6870", "carried_out": "#293A41",
    "upheld": "#6C9BD1", "corrected": "#BF6740", "review_other": "#5E6870", "pending": "#293A41",
    "ink": "#E4E9ED", "muted": "#9FACB6", "grid": "#27323B", "ground": "#12181F", "outline": "#9FACB6",
    "primary": "#67B2BF", "second": "#B79AD9", "third": "#9FACB6", "wrong": "#FF6B6B",
    "faint": "#3A4752",
}  # fmt: skip
_HEAT = {False: ("#FFFFFF", "#CFE3EA", "#6DB3CE", "#0A5C78"), True: ("#12181F", "#1D3A46", "#3B7788", "#97ECFF")}
FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme by meaning."""

    dark: bool

    def __getitem__(self, meaning: str) -> str:
        return (_DARK if self.dark else _LIGHT)[meaning]

    @property
    def heat(self) -> list[tuple[float, str]]:
        """The scale from nothing to most."""
        colours = _HEAT[self.dark]
        return [(i / (len(colours) - 1), c) for i, c in enumerate(colours)]

    def shade(self, share: float) -> str:
        """A colour of the scale, from 0 (nothing) to 1 (most)."""
        colours = _HEAT[self.dark]
        place = max(0.0, min(share, 1.0)) * (len(colours) - 1)
        i = min(int(place), len(colours) - 2)
        a, b = (tuple(int(c[k : k + 2], 16) for k in (1, 3, 5)) for c in colours[i : i + 2])
        return "#" + "".join(f"{round(x + (y - x) * (place - i)):02X}" for x, y in zip(a, b, strict=True))

    def on(self, colour: str) -> str:
        """Black or white, whichever reads better on a colour: one of them always has WCAG's 4.5 to 1."""
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return "#FFFFFF" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179 else "#000000"
