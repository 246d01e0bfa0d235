"""The declarations of an element and the look around it → its look: whether a reader sees its text, and how."""

import re
from functools import lru_cache
from typing import NamedTuple

from loaders.reading.formats.colours import WHITE, Colour, alike, colour, mixed
from loaders.reading.formats.css_values import angle, factor, font_size, pixels

INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i input ins kbd label mark math o:p q s samp select "
    "small span strike strong sub sup svg st1:chsdate st1:personname textarea time tspan tt u var wbr".split()
)
FAR = 999.0
"""The distance at which a text is off the screen, in pixels."""
_NEAR = 12.0
"""The largest shift with which a text still stands in its own cell, in pixels."""
WIDE = 1e9
"""The width of a box that cuts nothing."""
SMALLEST = 2.0
"""The size below which nobody reads a text, in pixels."""
SYMBOLS = re.compile(r"wingdings|webdings|symbol\b|zapf ?dingbats")
_TURN = re.compile(r"(rotate|scale|translate|skew|matrix)(x|y|z|3d)?\(([^)]*)\)")
_SIZED = ("inline-block", "block", "list-item", "flow-root", "flex", "grid", "inline-flex", "inline-grid")
_SPACED = frozenset("p ul ol dl blockquote figure h1 h2 h3 h4 h5 h6 pre fieldset".split())
"""Elements that a browser gives a margin above and below."""
_DRAWINGS = ("svg", "text", "foreignobject")
_FIELDS = ("input", "select", "textarea")
_CLEAR = re.compile(r"(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\([\w\s.,/%+-]*[,/] *(?:0|0?\.0*|0%) *\)")
_OF_BOXES = frozenset(("text-indent", "transform", "scale", "rotate", "translate"))
"""Properties that do nothing to a stretch of a line."""
_VEILS = ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "mix-blend-mode", "animation", "animation-name")
"""Properties that may show less of a text than is written, in ways not followed."""
_NONE = frozenset(("none", "initial", "unset"))
"""Words with which such a property does nothing that lasts; saved pages spell out all its parts: `none 0s ease 0s 1 normal`."""
_FLOWING = ("contents", "ruby", "math")
_ITEMS = ("flex", "grid", "inline-flex", "inline-grid")
_TURNED = frozenset(("math", "q"))
"""Elements whose text is laid out or completed by the browser, in a way not followed."""
CELLS = frozenset("td th tr tbody thead tfoot table caption col".split())
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_LABEL = 4
"""The letters of a text with digits from which on it is a label."""


class Look(NamedTuple):
    """How the text of an element is seen.

    gone: takes no place at all. hidden: not seen, whatever is declared within. visible: as `visibility` says. size,
    raised, room, indent: in pixels; room is the width beyond which a text is cut. colour: None if transparent. ground:
    None for a picture. blends: whether the two cannot be told apart. filled: whether `color` has no say any more.
    turned: shown in another way than it is written. reverse: from right to left. table: whether within a table. drawing:
    whether within a drawing and outside its texts.
    Of the element itself: block; apart, a box whose place among its neighbours is open; items, a box whose children
    are such boxes; free, a cell that is laid out as something else.
    """

    gone: bool = False
    hidden: bool = False
    visible: bool = True
    size: float = 16.0
    raised: float = 0.0
    room: float = WIDE
    colour: Colour | None = (0, 0, 0)
    ground: Colour | None = WHITE
    struck: bool = False
    turned: bool = False
    reverse: bool = False
    block: bool = False
    apart: bool = False
    items: bool = False
    indent: float = 0.0
    table: bool = False
    blends: bool = False
    filled: bool = False
    zoom: float = 1.0
    free: bool = False
    drawing: bool = False

    def shows(self, text: str) -> bool:
        """Whether a text of this look is seen. A label in the colour of its ground is: its ground may be set elsewhere."""
        if (
            self.gone
            or self.hidden
            or self.drawing
            or not self.visible
            or self.size < SMALLEST
            or abs(self.indent) >= FAR
        ):
            return False
        if not self.blends:
            return True
        return self.colour is not None and (len(_LETTER.findall(text)) >= _LABEL or _DIGIT.search(text) is None)

    def distorts(self, text: str) -> bool:
        """Whether a text of this look is shown in another way than it is written, or cut."""
        return self.turned or (self.room < WIDE and len(text.strip()) * self.size * 0.45 > self.room)


PLAIN = Look()


@lru_cache(maxsize=1 << 14)
def derive(above: Look, tag: str, declared: tuple[tuple[str, str], ...]) -> Look:
    """The look of an element in one of the look above it."""
    style = dict(declared)
    display = style.get("display", "")
    block = tag not in INLINE and tag not in CELLS
    if display:
        block = not display.startswith("inline") and display not in _FLOWING and tag not in CELLS
    own = above._replace(
        free=tag in CELLS and display != "" and not display.startswith("table"),
        block=block,
        apart=above.items,
        items=display in _ITEMS and tag != "table",
        table=above.table or tag == "table",
    )
    if tag == "table":
        own = own._replace(raised=0.0)
    if tag in _DRAWINGS:
        own = own._replace(drawing=tag == "svg")
    if tag in _TURNED:
        own = own._replace(turned=True)
    if not style:
        return own
    if display == "none":
        return own._replace(gone=True)
    if style.get("content-visibility") == "hidden":
        own = own._replace(hidden=True)
    sized = display in _SIZED or own.apart or (tag not in CELLS and (block or tag in _FIELDS))
    if not sized and tag not in CELLS:
        style = {name: value for name, value in style.items() if name not in _OF_BOXES}
    own = _sized(own, above, style)
    own = _painted(own, style, tag)
    own = _placed(own, style, tag, sized or tag in CELLS)
    own = _turned(own, style)
    return _cut(own, style) if sized or own.apart else own


def _sized(own: Look, above: Look, style: dict[str, str]) -> Look:
    zoom = above.zoom * max(0.01, factor(style["zoom"]) if style.get("zoom", "normal") != "normal" else 1.0)
    size = above.size * zoom / above.zoom
    if (value := style.get("font-size")) is not None:
        size = font_size(value, size, zoom)
    return own._replace(size=size, zoom=zoom)


def _painted(own: Look, style: dict[str, str], tag: str) -> Look:
    ground, ink = own.ground, own.colour
    if style.get("background-image", "none") != "none":
        ground = None
    if (value := style.get("background-color")) is not None:
        ground = colour(value) or ground
    name = "fill" if tag in ("text", "tspan", "svg") else "color"
    filled = style.get("-webkit-text-fill-color")
    for value in (style.get(name) if not own.filled else None, filled):
        if value in ("transparent", "none"):
            ink = None
        elif value is not None:
            shade = colour(value)
            ink = shade or (None if _CLEAR.fullmatch(value) else ink)
    opacity = factor(style.get("opacity", "1"))
    if match := re.search(r"opacity\(([^)]*)\)", style.get("filter", "")):
        opacity *= factor(match[1].strip())
    if opacity < 1 and ink is not None:
        ink = mixed(ink, ground or WHITE, max(opacity, 0.0))
    blends = ink is None or (ground is not None and alike(ink, ground))
    # The shadow of a text that is not seen itself may be.
    shadowed = blends and _set(style, "text-shadow")
    visible = own.visible
    if (value := style.get("visibility")) is not None and value not in ("inherit", "unset"):
        visible = value not in ("hidden", "collapse")
    return own._replace(
        ground=ground, colour=ink, filled=own.filled or filled is not None, blends=blends and not shadowed,
        turned=own.turned or shadowed, visible=visible, hidden=own.hidden or opacity < 0.1,
        gone=own.gone or (style.get("visibility") == "collapse" and tag in ("tr", "tbody", "thead", "tfoot")),
        struck=own.struck or "line-through" in style.get("text-decoration", ""),
    )  # fmt: skip


def _placed(own: Look, style: dict[str, str], tag: str, sized: bool) -> Look:
    """The place of a text: raised by a little, moved elsewhere, or off the screen."""
    size = own.size
    raised, apart = 0.0, own.apart
    reverse = own.reverse or style.get("direction") == "rtl"
    aside: list[float] = [pixels(style.get("padding-left", "0"), size, FAR) or 0.0]
    # A box that is drawn out to the left may show its text at its right end, or lie over what comes next.
    margins = [pixels(style.get(n, "0"), size, 0) or 0.0 for n in ("margin-left", "margin-top")]
    turned = min(margins) < (-60 if sized else 0)
    reverse = reverse or (not sized and turned)
    if style.get("position", "static") not in ("static", "sticky"):
        apart = apart or style["position"] != "relative"
        shifts = {
            side: pixels(style.get(side, "auto"), size, FAR) or 0.0 for side in ("left", "right", "top", "bottom")
        }
        aside += shifts.values()
        raised += shifts["bottom"] - shifts["top"]
        turned = turned or max(abs(shifts["left"]), abs(shifts["right"])) > _NEAR
    across, down = _moves(style, size)
    aside += [across, down]
    raised -= down
    turned = turned or abs(raised) > _NEAR or abs(across) > _NEAR
    display = style.get("display", "")
    if tag in INLINE or display.startswith("inline"):
        raised += _aligned(style.get("vertical-align", ""), size)
    if display == "inline-block" and (tag in INLINE or style.get("overflow", "visible") != "visible"):
        # The lower edge of a box that cuts, with its margin, stands on the line, and not its text.
        raised += pixels(style.get("margin-bottom", "1em" if tag in _SPACED else "0"), size, size) or 0.0
    if style.get("font-variant-position", "normal") != "normal":
        raised += size / 3
    apart = apart or style.get("float", "none") != "none" or style.get("order", "0") != "0"
    indent = own.indent
    if (value := style.get("text-indent")) is not None:
        indent = pixels(value.split()[0], size, FAR) or 0.0
    turned = own.table and (turned or indent < -60)
    return own._replace(
        raised=own.raised + raised, apart=apart, turned=own.turned or turned, indent=indent, reverse=reverse,
        hidden=own.hidden or any(abs(shift) >= FAR for shift in aside),
    )  # fmt: skip


def _set(style: dict[str, str], name: str) -> bool:
    """Whether a property is set to more than its absence."""
    value = style.get(name, "none")
    return value != "normal" and _NONE.isdisjoint(value.split())


def _aligned(value: str, size: float) -> float:
    """The height by which `vertical-align` raises a text of the size of its line."""
    if value in ("super", "sub"):
        return size / (3 if value == "super" else -5)
    return (pixels(value, size, size * 1.2) or 0.0) if value else 0.0


def _moves(style: dict[str, str], size: float) -> tuple[float, float]:
    """How far transforms move a text, across and down."""
    across = down = 0.0
    found = [(m[2] or "", m[3]) for m in _TURN.finditer(style.get("transform", "")) if m[1] == "translate"]
    if style.get("translate", "none") != "none":
        found.append(("", style["translate"].replace(" ", ",")))
    for axis, arguments in found:
        parts = [pixels(a.strip(), size, size) or 0.0 for a in arguments.split(",")]
        across += 0.0 if axis in ("y", "z") else parts[0]
        down += parts[0] if axis == "y" else parts[1] if len(parts) > 1 and axis in ("", "3d") else 0.0
    return across, down


def _turned(own: Look, style: dict[str, str]) -> Look:
    """Text that is mirrored, turned round, written backwards, blurred or replaced by signs."""
    turned, hidden = own.turned, own.hidden
    changes = [(m[1] + (m[2] or ""), m[3]) for m in _TURN.finditer(style.get("transform", ""))]
    changes += [
        (name, style[name].replace(" ", ",")) for name in ("scale", "rotate") if style.get(name, "none") != "none"
    ]
    for name, arguments in changes:
        if name.startswith("scale"):
            factors = [factor(a.strip()) for a in arguments.split(",")]
            hidden = hidden or any(abs(f) < 0.1 for f in factors)
            turned = turned or any(f < 0 for f in factors)
        elif name.startswith("rotate"):
            turned = turned or angle(arguments) > 100
            hidden = hidden or (name in ("rotatex", "rotatey") and 85 < angle(arguments) < 95)
        elif name.startswith("matrix"):
            turned = turned or arguments.replace(" ", "") not in ("1,0,0,1,0,0",)
    reverse = own.reverse
    if (value := style.get("direction")) is not None:
        reverse = value == "rtl"
    turned = turned or (reverse and "override" in style.get("unicode-bidi", ""))
    spacing = pixels(style.get("letter-spacing", "0"), own.size, own.size) or 0.0
    turned = turned or spacing < -0.35 * own.size or style.get("flex-direction", "").endswith("reverse")
    turned = turned or style.get("-webkit-text-security", "none") != "none"
    turned = turned or SYMBOLS.search(style.get("font-family", "")) is not None
    turned = turned or (own.table and any(_set(style, name) for name in _VEILS))
    if match := re.search(r"blur\(([^)]*)\)", style.get("filter", "")):
        turned = turned or (pixels(match[1].strip(), own.size, own.size) or 0.0) > own.size / 5
    return _clipped(own._replace(turned=turned, hidden=hidden, reverse=reverse), style)


def _clipped(own: Look, style: dict[str, str]) -> Look:
    """`clip` and `clip-path`: nothing is left, or perhaps a part."""
    hidden, turned = own.hidden, own.turned
    if style.get("position") in ("absolute", "fixed") and (
        match := re.fullmatch(r"rect\((.*)\)", style.get("clip", ""))
    ):
        edges = [pixels(e, own.size, 0) for e in re.split(r"[ ,]+", match[1].strip())]
        if len(edges) == 4 and None not in edges:
            top, right, bottom, left = (e or 0.0 for e in edges)
            hidden = hidden or bottom - top <= SMALLEST or right - left <= SMALLEST
            turned = turned or bottom - top < own.size
    path = style.get("clip-path", "none")
    if path != "none" and not re.fullmatch(r"inset\((?:0(?:px|%)? ?)+\)", path):
        insets = [float(n) for n in re.findall(r"([\d.]+)%", path)] if path.startswith("inset") else []
        hidden = hidden or any(n >= 50 for n in insets) or re.search(r"[1-9]", path) is None
        turned = turned or own.table
    return own._replace(hidden=hidden, turned=turned)


def _cut(own: Look, style: dict[str, str]) -> Look:
    """A box that cuts away what is beyond its width and height."""
    if style.get("overflow", "visible").split()[0] == "visible":
        narrow = pixels(style.get("width", "auto"), own.size, FAR)
        over = narrow is not None and narrow < own.size and style.get("display", "").startswith("inline-")
        return own._replace(apart=own.apart or over)  # its text lies over what comes next
    heights = [pixels(style.get(n, "none"), own.size, FAR) for n in ("height", "max-height")]
    flat = re.fullmatch(r"0[a-z%]*", style.get("line-height", "")) is not None
    widths = [pixels(style.get(n, "none"), own.size, FAR) for n in ("width", "max-width")]
    height = min((h for h in heights if h is not None), default=FAR)
    width = min((w for w in widths if w is not None), default=WIDE)
    return own._replace(
        hidden=own.hidden or height <= SMALLEST or width <= SMALLEST,
        turned=own.turned or flat or height < 0.6 * own.size, room=min(own.room, width * own.zoom),
    )  # fmt: skip
