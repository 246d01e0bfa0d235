"""One colour, one meaning, on every page, in the light and the dark theme."""

from dataclasses import dataclass

from loaders.output.colours import DARK, LIGHT, on

_HEAT = {False: ("#FFFFFF", "#CFE3EA", "#6DB3CE", "#0A5C78"), True: ("#12181F", "#1D3A46", "#3B7788", "#97ECFF")}
FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme by meaning."""

    dark: bool

    def __getitem__(self, meaning: str) -> str:
        return (DARK if self.dark else LIGHT)[meaning]

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
        """Black or white, whichever reads better on a colour."""
        return on(colour)
