"""A page's style sheets, attributes and the browser's own styles → the look of each of its elements.

Style sheets outside the page are not there to be followed, nor is what a script does.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from loaders.reading.formats import css
from loaders.reading.formats.colours import alike
from loaders.reading.formats.html_looks import Look, derive

Declared = tuple[tuple[str, str], ...]
_FIELD: Declared = (("font-size", "13.3px"), ("color", "black"), ("background-color", "white"))
_BROWSER: dict[str, Declared] = {
    "sup": (("vertical-align", "super"), ("font-size", "smaller")),
    "sub": (("vertical-align", "sub"), ("font-size", "smaller")),
    "small": (("font-size", "smaller"),),
    "big": (("font-size", "larger"),),
    "s": (("text-decoration", "line-through"),),
    "strike": (("text-decoration", "line-through"),),
    "del": (("text-decoration", "line-through"),),
    "bdo": (("unicode-bidi", "bidi-override"),),
    "code": (("font-size", "81.25%"),),
    "tt": (("font-size", "81.25%"),),
    "kbd": (("font-size", "81.25%"),),
    "samp": (("font-size", "81.25%"),),
    "pre": (("font-size", "81.25%"),),
    "dialog": (("position", "absolute"), ("left", "25%"), ("color", "black"), ("background-color", "white")),
    "input": _FIELD,
    "select": _FIELD,
    "textarea": _FIELD,
    "summary": (("visibility", "visible"),),
    "svg": (("fill", "black"), ("opacity", "1")),
}
"""What browsers do with elements that a page says nothing about (HTML, section 15)."""
_FONT_SIZES = ("10px", "13px", "16px", "18px", "24px", "32px", "48px")
_NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
_USE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_DRAWN = ("fill", "fill-opacity", "font-size", "opacity", "visibility", "display", "transform")
"""Attributes of SVG that are properties as well."""


_PRESENTING = frozenset((*_DRAWN, "hidden", "popover", "bgcolor", "background", "dir", "text", "color", "size"))
"""Attributes that are styles."""


class Generated(NamedTuple):
    """What a style sheet puts before or after the text of an element, or does to its first letter."""

    declared: Declared
    text: str


class Styles:
    """The styles of a page. around: the elements with one inside that a style sheet in the page touches, by their ids."""

    def __init__(self, tree: LexborHTMLParser, text: str, linked: Mapping[str, str] | None = None) -> None:
        """linked: style sheets that came with the page, by address."""
        # In a page without a document type, tables take neither colour nor size from what is around them.
        self.quirks = "<!doctype" not in text[:2000].lower()
        self.rules: dict[int, tuple[int, ...]] = {}
        self.around: set[int] = set()
        self._sheet: list[css.Rule] = []
        self._cascaded: dict[tuple[Declared, tuple[int, ...], tuple[css.Declaration, ...]], Declared] = {}
        self.generated: dict[int, dict[str, Generated]] = {}
        self.variables: dict[str, str] = {}
        sheets = [node.text() or "" for node in tree.css("style") if _counts(node)]
        for link in tree.css("link[rel~=stylesheet]") if linked else ():
            if linked and _counts(link) and (sheet := linked.get(link.attributes.get("href") or "")) is not None:
                sheets.insert(0, sheet)
        if sheets:
            self._match(tree, "\n".join(sheets), text)

    def _match(self, tree: LexborHTMLParser, sheet: str, text: str) -> None:
        self.variables = {m[1]: m[2].strip() for m in _VARIABLE.finditer(text)} if "var(" in text else {}
        named = (node.attributes for node in tree.css("[class],[id]"))
        words = {word for a in named for word in f"{a.get('class') or ''} {a.get('id') or ''}".lower().split()}
        parts: dict[tuple[int, str], tuple[int, ...]] = {}
        # Sheets repeat themselves: of equal rules the last one decides.
        last = {rule: order for order, rule in enumerate(css.sheet(sheet, self.quirks))}
        self._sheet = sorted(last, key=lambda rule: (rule.weight, last[rule]))
        for number, rule in enumerate(self._sheet):
            names = _NAME.findall(re.sub(r"\[[^]]*\]", "", rule.selector))
            if not all(name.lower() in words for name in names) and ":" not in rule.selector:
                continue
            try:
                found = tree.css(rule.selector)
            except SelectolaxError:
                continue  # a browser skips the rules of selectors that it does not know
            for node in found:
                id_ = node.mem_id
                if rule.pseudo:
                    parts[id_, rule.pseudo] = (*parts.get((id_, rule.pseudo), ()), number)
                else:
                    self.rules[id_] = (*self.rules.get(id_, ()), number)
                self._surround(node)
        for (id_, pseudo), rules in parts.items():
            declared = self._cascade((), rules, ())
            content = dict(declared).get("content", "none")
            if pseudo.startswith("first-") or content not in ("none", "normal", '""', "''"):
                self.generated.setdefault(id_, {})[pseudo] = Generated(declared, content)

    def _surround(self, node: LexborNode) -> None:
        above = node.parent
        while above is not None and above.mem_id not in self.around:
            self.around.add(above.mem_id)
            above = above.parent

    def _cascade(self, first: Declared, rules: tuple[int, ...], own: tuple[css.Declaration, ...]) -> Declared:
        """The declarations that win: those of the sheets by weight and order, the element's own, the important ones."""
        key = first, rules, own
        if key not in self._cascaded:
            self._cascaded[key] = self._winning(dict(first), rules, own)
        return self._cascaded[key]

    def _winning(self, style: dict[str, str], rules: tuple[int, ...], own: tuple[css.Declaration, ...]) -> Declared:
        ordered = [declaration for number in rules for declaration in self._sheet[number].declarations]
        for important in (False, True):
            for declaration in (*ordered, *own):
                if declaration.important is important:
                    style[declaration.name] = declaration.value
        if self.variables:
            style = {name: _USE.sub(self._variable, value) for name, value in style.items()}
        return tuple(style.items())

    def _variable(self, match: re.Match[str]) -> str:
        return self.variables.get(match[1], match[2] or "").lower()

    def look(self, node: LexborNode, above: Look, tag: str, attributes: Mapping[str, str | None] | None = None) -> Look:
        """The look of an element in one of the look above it."""
        if tag == "table" and self.quirks and not above.filled:
            ground = above.ground
            black = ground is not None and alike((0, 0, 0), ground)
            above = above._replace(colour=(0, 0, 0), blends=black, size=16.0, indent=0.0)
        rules = self.rules.get(node.mem_id, ())
        attributes = node.attributes if attributes is None else attributes
        declared = _BROWSER.get(tag, ())
        if not _PRESENTING.isdisjoint(attributes) or tag in ("details", "dialog"):
            declared = tuple((dict(declared) | _presented(tag, attributes)).items())
        own = css.attribute(attributes["style"] or "", self.quirks) if "style" in attributes else ()
        look = derive(above, tag, self._cascade(declared, rules, own) if rules or own else declared)
        return _linked(look) if tag == "a" and "href" in attributes else look


@lru_cache(maxsize=1 << 12)
def _linked(look: Look) -> Look:
    """The look of a link: at a number it leads to a note, and what is no link is no part of the same number."""
    return look._replace(raised=look.raised + look.size)


def _counts(node: LexborNode) -> bool:
    """Whether a browser on a wide screen follows a style element."""
    attributes = node.attributes
    if (attributes.get("type") or "text/css").strip().lower() != "text/css":
        return False
    if not css.media_holds(attributes.get("media") or ""):
        return False
    above = node.parent
    while above is not None:
        if above.tag == "noscript":
            return False
        above = above.parent
    return True


def _closed(tag: str, attributes: Mapping[str, str | None]) -> Declared:
    """What is shown only once a reader opens it."""
    if "open" in attributes:
        return ()
    if tag == "details":
        return (("visibility", "hidden"),)
    return (("display", "none"),) if tag == "dialog" else ()


def _presented(tag: str, attributes: Mapping[str, str | None]) -> dict[str, str]:
    """The styles that attributes of an element stand for."""
    style = dict(_closed(tag, attributes))
    if "hidden" in attributes or "popover" in attributes:
        style["display"] = "none"
    if (ground := attributes.get("bgcolor")) is not None:
        style["background-color"] = ground.strip().lower()
    if attributes.get("background"):
        style["background-image"] = "url()"
    if (direction := (attributes.get("dir") or "").lower()) in ("rtl", "ltr"):
        style["direction"] = direction
    if tag == "body" and (ink := attributes.get("text")):
        style["color"] = ink.strip().lower()
    if tag == "font":
        if ink := attributes.get("color"):
            style["color"] = ink.strip().lower()
        if size := _font_size((attributes.get("size") or "").strip()):
            style["font-size"] = size
    if tag in ("text", "tspan", "g", "svg"):
        style |= {name: value.lower() for name in _DRAWN if (value := attributes.get(name))}
    return style


def _font_size(size: str) -> str | None:
    """The size that `<font size>` stands for."""
    match = re.fullmatch(r"([+-]?)(\d+)", size)
    if match is None:
        return None
    number = int(match[2]) if not match[1] else 3 + int(match[1] + match[2])
    return _FONT_SIZES[min(max(number, 1), 7) - 1]
