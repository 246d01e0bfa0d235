"""A property of a style sheet and its value → whether a browser takes it; it skips others, so that an earlier one stays."""

import re
from functools import lru_cache

from tinycss2.color4 import parse_color

_FUNCTION = r"[a-z-]+\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?"
_UNIT = r"(?:px|pt|pc|in|cm|mm|q|r?em|ex|r?lh|ch|ic|[sdl]?v(?:[whib]|min|max)|%)?"
_SIZE = rf"\+?{_NUMBER}{_UNIT}|{_FUNCTION}"
_LENGTH = rf"[+-]?{_NUMBER}{_UNIT}|{_FUNCTION}"
_SIDES = re.compile(rf"(?:(?:{_LENGTH}|auto)(?: |$)){{1,4}}")
_SHIFT = re.compile(rf"auto|{_LENGTH}")
_EXTENT = re.compile(rf"auto|none|(?:min|max|fit)-content|stretch|-webkit-fill-available|{_SIZE}")
_PATTERNS = {
    "visibility": re.compile(r"visible|hidden|collapse"),
    "position": re.compile(r"static|relative|absolute|fixed|sticky"),
    "overflow": re.compile(r"(?:(?:visible|hidden|clip|scroll|auto)(?: |$)){1,2}"),
    "float": re.compile(r"none|left|right|inline-start|inline-end"),
    "direction": re.compile(r"ltr|rtl"),
    "font-size": re.compile(rf"(?:x{{1,3}}-)?(?:small|large)|medium|smaller|larger|{_SIZE}"),
    "vertical-align": re.compile(rf"baseline|sub|super|top|text-top|middle|bottom|text-bottom|{_LENGTH}"),
    "text-indent": re.compile(rf"(?:(?:{_LENGTH}|hanging|each-line)(?: |$)){{1,3}}"),
    "letter-spacing": re.compile(rf"normal|{_LENGTH}"),
    "line-height": re.compile(rf"normal|{_SIZE}"),
    "opacity": re.compile(rf"[+-]?{_NUMBER}%?|{_FUNCTION}"),
    "zoom": re.compile(rf"normal|reset|\+?{_NUMBER}%?|{_FUNCTION}"),
    "order": re.compile(rf"[+-]?\d+|{_FUNCTION}"),
    "transform": re.compile(rf"none|(?:{_FUNCTION} ?)+"),
    "scale": re.compile(rf"none|(?:(?:[+-]?{_NUMBER}%?|{_FUNCTION})(?: |$)){{1,3}}"),
    "translate": re.compile(rf"none|(?:(?:{_LENGTH})(?: |$)){{1,3}}"),
    "clip": re.compile(rf"auto|rect\( ?(?:auto|{_LENGTH})(?:(?: ?, ?| )(?:auto|{_LENGTH})){{3}} ?\)"),
    "clip-path": re.compile(
        rf"none|inset\( ?(?:{_LENGTH})(?: (?:{_LENGTH})){{0,3}}(?: round .*)? ?\)?|(?!inset|none)[a-z-]+.*"
    ),
    "width": _EXTENT,
    "height": _EXTENT,
    "max-width": _EXTENT,
    "max-height": _EXTENT,
    "left": _SHIFT,
    "right": _SHIFT,
    "top": _SHIFT,
    "bottom": _SHIFT,
    "inset": _SIDES,
    "margin": _SIDES,
    "margin-left": _SHIFT,
    "margin-top": _SHIFT,
    "margin-bottom": _SHIFT,
    "padding": re.compile(rf"(?:(?:{_SIZE})(?: |$)){{1,4}}"),
    "padding-left": re.compile(_SIZE),
}
_MEASURE = re.compile(_LENGTH)
_COLOURS = frozenset(("color", "background-color", "-webkit-text-fill-color", "fill"))
_ANY = frozenset("inherit initial unset revert revert-layer".split())
_DISPLAYS = frozenset(
    "none contents block inline inline-block flow-root list-item run-in flex inline-flex grid inline-grid table inline-table table-row "
    "table-cell table-caption table-row-group table-header-group table-footer-group table-column table-column-group ruby math "
    "-webkit-box -webkit-flex -webkit-inline-box -webkit-inline-flex".split()
)
_BACKGROUNDS = frozenset(
    "none no-repeat repeat repeat-x repeat-y space round scroll fixed local top bottom left right center cover contain "
    "border-box padding-box content-box text url auto".split()
)
_DECORATIONS = frozenset(
    "none underline overline line-through blink spelling-error grammar-error solid double dotted dashed wavy auto from-font".split()
)
_SYSTEM = frozenset(
    "accentcolor accentcolortext activetext buttonborder buttonface buttontext canvas canvastext field fieldtext graytext "
    "highlight highlighttext linktext mark marktext selecteditem selecteditemtext visitedtext window windowtext "
    "activecaption background buttonhighlight buttonshadow captiontext infobackground infotext menu menutext scrollbar "
    "threedface threedshadow".split()
)
_PAINT = re.compile(r"none|url\(.*|context-fill|context-stroke")
_ADDRESS = re.compile(r"url\([^()]*\)")
_LONGEST = 400
"""The characters of a value that is followed, addresses aside."""
_BARE = re.compile(r"[0-9a-f]{3}(?:[0-9a-f]{3})?")
_COLOUR_FUNCTION = re.compile(r"(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\((?!.*(?:var|calc|from)\b)")
_OTHER_FUNCTION = re.compile(r"(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color|light-dark|color-mix)a?\(")
_WORD = re.compile(rf"{_FUNCTION}|[^\s,/]+")
_WITHOUT_UNIT = re.compile(rf"(?<![\w.#%-])[+-]?{_NUMBER}(?![\w.%])")
_FUNCTIONS = re.compile(_FUNCTION)
_WITH_UNIT = frozenset(
    "left right top bottom inset margin margin-left margin-top margin-bottom padding padding-left width height max-width "
    "max-height text-indent letter-spacing font-size vertical-align clip".split()
)
"""Properties whose numbers need a unit, but for a 0, and but for pages without a document type."""
_SHORT = frozenset(("inset",))
"""Properties whose numbers need a unit on any page."""


def accepted(name: str, value: str, quirks: bool) -> bool:
    """Whether a browser takes a value, in small letters, for a property. quirks: on a page without a document type."""
    if value in _ANY or "var(" in value:
        return True
    if name == "background":
        value = _ADDRESS.sub("url()", value)
    if len(value) > _LONGEST:
        return False
    if name == "display":
        return value in _DISPLAYS
    if name in _COLOURS:
        return is_colour(value) or (name == "fill" and _PAINT.fullmatch(value) is not None) or (quirks and bare(value))
    if name == "background":
        return all(word in _BACKGROUNDS or is_colour(word) or _is_measure(word) for word in words(value))
    if name == "text-decoration":
        return all(word in _DECORATIONS or is_colour(word) or _is_measure(word) for word in words(value))
    pattern = _PATTERNS.get(name)
    if pattern is not None and pattern.fullmatch(value) is None:
        return False
    if name not in _WITH_UNIT or (quirks and name not in _SHORT):
        return True
    plain = value if name == "clip" else _FUNCTIONS.sub("", value)
    return all(float(number) == 0 for number in _WITHOUT_UNIT.findall(plain))


def words(value: str) -> list[str]:
    """The words and functions of a value."""
    return _WORD.findall(value)


def bare(value: str) -> bool:
    """Whether a value is a hexadecimal colour without its #, which is one on pages without a document type."""
    return _BARE.fullmatch(value) is not None


@lru_cache(maxsize=1 << 10)
def is_colour(value: str) -> bool:
    """Whether a value is a colour; any function that is not followed counts as one."""
    if len(value) <= _LONGEST and parse_color(value) is not None:
        return True
    return value in _SYSTEM or (_OTHER_FUNCTION.match(value) is not None and _COLOUR_FUNCTION.match(value) is None)


def _is_measure(word: str) -> bool:
    if "(" in word:
        return _COLOUR_FUNCTION.match(word) is None
    return _MEASURE.fullmatch(word) is not None and all(float(n) == 0 for n in _WITHOUT_UNIT.findall(word))
