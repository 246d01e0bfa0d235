"""The styles of a workbook (.xlsx) → the look and the number format of each cell."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from loaders.reading.formats.colours import WHITE, Colour, alike, colour, mixed
from loaders.reading.formats.html_looks import SYMBOLS, Look
from loaders.reading.formats.number_formats import BUILT_IN

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_POINT = 4 / 3
_DEFAULT = 11.0
_BLACK: Colour = (0, 0, 0)
_THEME: list[Colour] = [WHITE, _BLACK, (238, 236, 225), (31, 73, 125)]
"""The first colours of Office's own theme: light and dark, twice."""
_THEME_NAMES = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_INDEXED = (
    "000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff 000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff 800000 "
    "008000 000080 808000 800080 008080 c0c0c0 808080 9999ff 993366 ffffcc ccffff 660066 ff8080 0066cc ccccff 000080 ff00ff "
    "ffff00 00ffff 800080 800000 008080 0000ff 00ccff ccffff ccffcc ffff99 99ccff ff99cc cc99ff ffcc99 3366ff 33cccc 99cc00 "
    "ffcc00 ff9900 ff6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
).split()
_NO = ("0", "false", "none")


class CellStyle(NamedTuple):
    """The look of a cell and its number format. fits: whether its number is made smaller where the cell is narrow."""

    look: Look
    code: str
    fits: bool


PLAIN = CellStyle(Look(size=_DEFAULT * _POINT), "General", False)


class WorkbookStyles:
    """The cell styles of a workbook, by number. differences: whether each format of conditions may hide a number."""

    def __init__(self, root: Any | None, theme: Any | None) -> None:
        self._theme = list(_theme(theme)) if theme is not None else _THEME
        self._indexed = _INDEXED
        self.cells: list[CellStyle] = [PLAIN]
        self.differences: list[bool] = []
        if root is None:
            return
        if (palette := root.find(f"{X}colors/{X}indexedColors")) is not None:
            self._indexed = [(e.get("rgb") or "")[-6:] for e in palette]
        codes = BUILT_IN | {_whole(e.get("numFmtId")): e.get("formatCode") or "" for e in root.iter(X + "numFmt")}
        fonts = [self.font(e, PLAIN.look) for e in root.iterfind(f"{X}fonts/{X}font")]
        fills = [self._ground(e) for e in root.iterfind(f"{X}fills/{X}fill")]
        found = root.iterfind(f"{X}cellXfs/{X}xf")
        self.cells = [self._cell(e, codes, fonts, fills) for e in found] or [PLAIN]
        self.differences = [self._difference(e) for e in root.iterfind(f"{X}dxfs/{X}dxf")]

    def of(self, number: str | None) -> CellStyle:
        """The style of a cell by the number in its `s`."""
        index = _whole(number)
        return self.cells[index] if 0 <= index < len(self.cells) else PLAIN

    def _cell(self, xf: Any, codes: dict[int, str], fonts: list[Look], fills: list[Colour | None]) -> CellStyle:
        font, fill = _whole(xf.get("fontId")), _whole(xf.get("fillId"))
        look = fonts[font] if 0 <= font < len(fonts) else PLAIN.look
        ground = fills[fill] if 0 <= fill < len(fills) else WHITE
        alignment = xf.find(X + "alignment")
        filled = alignment is not None and alignment.get("horizontal") == "fill"  # the text is repeated
        look = _on(look, ground)._replace(turned=look.turned or filled)
        fits = alignment is not None and alignment.get("shrinkToFit") not in (None, *_NO)
        return CellStyle(look, codes.get(_whole(xf.get("numFmtId")), "General"), fits)

    def font(self, font: Any, base: Look) -> Look:
        """The look that a font, or the properties of a run of text, give to a text of a look."""
        look = base
        for child in font:
            match child.tag.removeprefix(X):
                case "sz":
                    look = look._replace(size=_decimal(child.get("val"), _DEFAULT) * _POINT)
                case "color":
                    look = look._replace(colour=self._colour(child) or _BLACK)
                case "strike":
                    look = look._replace(struck=child.get("val") not in _NO)
                case "vertAlign":
                    raised = {"superscript": 5.0, "subscript": -5.0}.get(child.get("val") or "", 0.0)
                    look = look._replace(raised=raised)
                case "name" | "rFont":
                    look = look._replace(turned=SYMBOLS.search((child.get("val") or "").lower()) is not None)
        return _on(look, look.ground)

    def _ground(self, fill: Any) -> Colour | None:
        """The colour behind a cell, None for a pattern or a gradient."""
        pattern = fill.find(X + "patternFill")
        if pattern is None:
            return None if len(fill) else WHITE
        kind = pattern.get("patternType") or "none"
        if kind == "none":
            return WHITE
        front = pattern.find(X + "fgColor")
        return (self._colour(front) if front is not None else None) or _BLACK if kind == "solid" else None

    def _colour(self, element: Any) -> Colour | None:
        if (rgb := element.get("rgb")) is not None:
            found = colour(rgb[-6:])
        elif (theme := element.get("theme")) is not None:
            found = self._theme[_whole(theme)] if 0 <= _whole(theme) < len(self._theme) else _BLACK
        elif (indexed := element.get("indexed")) is not None and 0 <= _whole(indexed) < len(self._indexed):
            found = colour(self._indexed[_whole(indexed)])
        else:
            return None
        tint = _decimal(element.get("tint"), 0.0)
        return mixed(WHITE if tint > 0 else _BLACK, found, min(abs(tint), 1.0)) if found and tint else found

    def _difference(self, dxf: Any) -> bool:
        """Whether a format of a condition may hide a number: by a colour, whatever its ground, or a format."""
        font = dxf.find(X + "font")
        paint = font.find(X + "color") if font is not None else None
        ink = self._colour(paint) if paint is not None else None
        fill = dxf.find(f"{X}fill/{X}patternFill/{X}bgColor")
        ground = (self._colour(fill) if fill is not None else None) or WHITE
        return (
            (ink is not None and alike(ink, ground))
            or alike(ink or _BLACK, ground)
            or dxf.find(X + "numFmt") is not None
        )


def _on(look: Look, ground: Colour | None) -> Look:
    blends = look.colour is not None and ground is not None and alike(look.colour, ground)
    return look._replace(ground=ground, blends=blends)


def _theme(root: Any) -> Iterator[Colour]:
    scheme = root.find(f".//{_A}clrScheme")
    found = {e.tag.removeprefix(_A): e for e in scheme} if scheme is not None else {}
    for name in _THEME_NAMES:
        element = found.get(name)
        inner = element[0] if element is not None and len(element) else None
        text = (inner.get("lastClr") or inner.get("val") or "") if inner is not None else ""
        yield colour(text) or (WHITE if name.startswith("lt") else _BLACK)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _decimal(text: str | None, other: float) -> float:
    try:
        return float(text or "")
    except ValueError:
        return other
