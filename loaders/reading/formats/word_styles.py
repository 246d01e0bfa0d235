"""The styles of a Word file → the look of each run: whether it is seen, how large, raised, coloured and struck.

A run's look comes from the document's defaults, the table's style, the paragraph's, the run's and its own properties,
each over those before (ECMA-376 part 1, 17.7.2).
"""

import re
from typing import Any, TypedDict

from loaders.reading.formats.colours import WHITE, Colour, alike, colour

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
_OFF = ("0", "false", "off", "none")
_SYMBOLS = re.compile(r"wingdings|webdings|symbol", re.I)
_SMALLEST = 4.0
"""The size below which nobody reads a text, in half points."""
_NARROWEST = 10
"""The width of characters below which nobody reads them, in per cent."""


class Look(TypedDict, total=False):
    """Properties of a run by name; one that is missing is inherited. size: in half points. raised: in half points too.

    colour, ground: None for the colour that the program takes.
    """

    hidden: bool
    struck: bool
    aligned: int
    position: int
    size: float
    colour: Colour | None
    ground: Colour | None
    width: int
    symbols: bool


class Styles:
    """The styles of a document, by id."""

    def __init__(self, root: Any | None) -> None:
        self.by_id: dict[str, Any] = {}
        self.defaults: dict[str, str] = {}
        self.base: Look = {}
        self._looks: dict[str, Look] = {}
        self._numberings: dict[str | None, Any | None] = {}
        for style in root.iterchildren(W + "style") if root is not None else ():
            self.by_id[id_ := style.get(W + "styleId") or ""] = style
            if style.get(W + "default") not in (None, *_OFF):
                self.defaults[style.get(W + "type") or ""] = id_
        if root is not None and (rpr := root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) is not None:
            self.base = look(rpr)

    def look(self, id_: str | None) -> Look:
        """The look that a style gives, with what it is based on."""
        if not id_:
            return {}
        if id_ not in self._looks:
            merged: Look = {}
            for style in reversed(self._line(id_)):
                if (rpr := style.find(W + "rPr")) is not None:
                    merged |= look(rpr)
                if (shade := style.find(f"{W}pPr/{W}shd")) is not None:
                    merged["ground"] = ground(shade)
            self._looks[id_] = merged
        return self._looks[id_]

    def numbering(self, id_: str | None) -> Any | None:
        """The numbering that a paragraph's style gives, None if it gives none."""
        if id_ not in self._numberings:
            found = (style.find(f"{W}pPr/{W}numPr") for style in self._line(id_))
            self._numberings[id_] = next((n for n in found if n is not None), None)
        return self._numberings[id_]

    def table(self, id_: str | None) -> dict[str, Look]:
        """The looks that a table's style gives, by condition (`firstRow` …); `wholeTable` for all cells."""
        looks: dict[str, Look] = {}
        for style in reversed(self._line(id_)):
            parts = [(style, "wholeTable")]
            parts += [(p, p.get(W + "type") or "") for p in style.iterchildren(W + "tblStylePr")]
            for part, condition in parts:
                merged = looks.setdefault(condition, {})
                if (rpr := part.find(W + "rPr")) is not None:
                    merged |= look(rpr)
                if (shade := part.find(f"{W}tcPr/{W}shd")) is not None:
                    merged["ground"] = ground(shade)
        return {condition: merged for condition, merged in looks.items() if merged}

    def _line(self, id_: str | None) -> list[Any]:
        """A style and those that it is based on, itself first."""
        line: list[Any] = []
        while id_ and (style := self.by_id.get(id_)) is not None and style not in line:
            line.append(style)
            based = style.find(W + "basedOn")
            id_ = based.get(VAL) if based is not None else None
        return line


def child_of(element: Any, tag: str) -> Any | None:
    """The first child with a tag, None if there is none; `find` takes four times as long for properties, which stand first."""
    for child in element:
        if child.tag == tag:
            return child
    return None


def is_on(element: Any) -> bool:
    """Whether a switch like w:vanish is on; one without a value is."""
    return (element.get(VAL) or "1") not in _OFF


def number(element: Any, name: str = VAL) -> float:
    """The number in an attribute, 0 for anything else."""
    try:
        return float(element.get(name) or 0)
    except ValueError:
        return 0.0


def ground(shade: Any) -> Colour | None:
    """The ground that w:shd paints, None if it paints none."""
    pattern = shade.get(VAL) or "clear"
    percent = number_of_percent(pattern)
    front, back = colour(shade.get(W + "color") or ""), colour(shade.get(W + "fill") or "")
    return (front or (0, 0, 0)) if pattern == "solid" or percent >= 50 else back


def number_of_percent(pattern: str) -> int:
    """The per cent of a pattern like `pct25`, 0 for others."""
    return int(pattern[3:]) if re.fullmatch(r"pct\d+", pattern) else 0


def look(rpr: Any) -> Look:
    """The look that the properties of a run give by themselves."""
    out: Look = {}
    for child in rpr:
        match child.tag.removeprefix(W):
            case "vanish":
                out["hidden"] = is_on(child)
            case "strike" | "dstrike":
                out["struck"] = is_on(child)
            case "vertAlign":
                out["aligned"] = {"superscript": 1, "subscript": -1}.get(child.get(VAL), 0)
            case "position":
                out["position"] = int(number(child))
            case "sz":
                out["size"] = number(child)
            case "w":
                out["width"] = int(number(child)) or 100
            case "color":
                light = child.get(W + "themeColor") in ("background1", "light1")
                out["colour"] = colour(child.get(VAL) or "") or (WHITE if light else None)
            case "shd":
                out["ground"] = ground(child)
            case "highlight":
                out["ground"] = colour(child.get(VAL) or "")
            case "rFonts":
                out["symbols"] = bool(_SYMBOLS.search(child.get(W + "ascii") or child.get(W + "hAnsi") or ""))
    return out


def is_seen(look: Look, page: Colour) -> bool:
    """Whether a text of this look is seen on a page of this colour."""
    if look.get("hidden") or look.get("width", 100) < _NARROWEST or look.get("size", 21.0) < _SMALLEST:
        return False
    text = look.get("colour")
    return text is None or not alike(text, look.get("ground") or page)
