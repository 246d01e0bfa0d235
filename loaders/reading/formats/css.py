"""Style sheets and style attributes → the declarations that decide whether and how a text is seen."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import tinycss2

PROPERTIES = frozenset(
    "display visibility opacity color background-color background-image font-size vertical-align position left right top "
    "bottom margin-left margin-top margin-bottom padding-left text-indent clip clip-path overflow width height max-width "
    "max-height line-height direction unicode-bidi flex-direction order float transform scale rotate translate zoom filter "
    "text-decoration letter-spacing font-family content content-visibility -webkit-text-fill-color -webkit-text-security "
    "font-variant-position fill list-style-type".split()
)
"""The properties that are followed; a shorthand counts as the properties that it sets."""
_WIDTH = 1366
"""The width of the screen for which media queries are answered, in pixels."""
_DECLARATION = re.compile(r"""([-\w]+)\s*:\s*((?:[^;"'()]|"[^"]*"|'[^']*'|\((?:[^()]|\([^()]*\))*\))*)(?=;|$)""")
_PLAIN = re.compile(r"[^\\@{}]*")
_STATES = frozenset("hover focus focus-within focus-visible active visited target checked".split())
_NEVER = re.compile(r"prefers-|forced-colors|orientation:portrait|hover:none|pointer:coarse|print|speech|braille|tty")
_LIMIT = re.compile(r"(min|max)-(?:device-)?width:([\d.]+)(px|em|rem)?")
_FONT = re.compile(
    r"(?:^|\s)(\d*\.?\d+(?:px|pt|em|rem|%|ex|ch|pc|mm|cm|in)|0|(?:x{1,2}-)?(?:small|large)|smaller|larger|medium)(?:\s*/\s*[\w.%]+)?\s+\S"
)
_COLOUR = re.compile(r"#[0-9a-f]+|(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\([^)]*\)|[a-z]+")
_LENGTHS = re.compile(r"(?:(?:[+-]?[\d.]+(?:px|pt|pc|in|cm|mm|q|r?em|ex|ch|v[wh]|vmin|vmax|%)?|auto)(?: |$))+")
_VALUES = {
    "visibility": re.compile(r"visible|hidden|collapse"),
    "position": re.compile(r"static|relative|absolute|fixed|sticky"),
    "overflow": re.compile(r"(?:(?:visible|hidden|clip|scroll|auto)(?: |$))+"),
    "float": re.compile(r"none|left|right|inline-start|inline-end"),
    "direction": re.compile(r"ltr|rtl"),
    "font-size": re.compile(r"\d*\.?\d+(?:px|pt|pc|in|cm|mm|q|r?em|ex|ch|v[wh]|vmin|vmax|%)|0|[a-z-]+|\w+\(.*\)"),
    "inset": _LENGTHS,
    "margin": _LENGTHS,
    "padding": _LENGTHS,
}
"""The values of properties; a browser skips others, so that an earlier declaration stays."""
_DISPLAYS = frozenset(
    "none contents block inline inline-block flow-root list-item run-in flex inline-flex grid inline-grid table inline-table table-row "
    "table-cell table-caption table-row-group table-header-group table-footer-group table-column table-column-group ruby math "
    "-webkit-box -webkit-flex -webkit-inline-box -webkit-inline-flex".split()
)
_NO_COLOUR = frozenset(
    "none no-repeat repeat repeat-x repeat-y space round scroll fixed local top bottom left right center cover contain "
    "border-box padding-box content-box text url auto".split()
)


class Declaration(NamedTuple):
    """A property and its value, in small letters but for `content`."""

    name: str
    value: str
    important: bool


class Rule(NamedTuple):
    """A selector without its pseudo-element, that pseudo-element or nothing, the specificity, and the declarations."""

    selector: str
    pseudo: str
    weight: tuple[int, int, int]
    declarations: tuple[Declaration, ...]


@lru_cache(maxsize=1 << 13)
def attribute(style: str) -> tuple[Declaration, ...]:
    """The declarations of a style attribute."""
    paired = style.count('"') % 2 == 0 and style.count("'") % 2 == 0
    if paired and "/*" not in style and _PLAIN.fullmatch(style):
        return tuple(_known((m[1].lower(), m[2]) for m in _DECLARATION.finditer(style)))
    nodes = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    return tuple(_declared(nodes))


@lru_cache(maxsize=1 << 6)
def sheet(text: str) -> tuple[Rule, ...]:
    """The rules of a style sheet that hold on a wide screen at rest and touch a property that is followed."""
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return tuple(_rules(nodes, ""))


def _rules(nodes: Iterable[Any], outer: str) -> Iterator[Rule]:
    """outer: the selector of the rule around a nested one."""
    for node in nodes:
        if node.type == "qualified-rule":
            inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            declared = tuple(_declared(inner))
            for tokens in _split(node.prelude):
                selector = tinycss2.serialize(tokens).strip()
                if outer:
                    selector = selector.replace("&", outer) if "&" in selector else f"{outer} {selector}"
                if declared and (rule := _rule(selector, tokens, declared)) is not None:
                    yield rule
                yield from _rules((n for n in inner if n.type in ("qualified-rule", "at-rule")), selector)
        elif node.type == "at-rule" and node.content is not None and _holds(node):
            yield from _rules(tinycss2.parse_blocks_contents(node.content, True, True), outer)


def _holds(node: Any) -> bool:
    """Whether the rules within an at-rule count."""
    prelude = tinycss2.serialize(node.prelude)
    if node.lower_at_keyword == "media":
        return media_holds(prelude)
    if node.lower_at_keyword == "supports":
        return not prelude.strip().lower().startswith("not")
    return node.lower_at_keyword in ("layer", "container", "scope")


@lru_cache(maxsize=1 << 10)
def media_holds(query: str) -> bool:
    """Whether a media query holds on a wide screen."""
    return any(_holds_one(part) for part in query.lower().split(",")) if query.strip() else True


def _holds_one(query: str) -> bool:
    words = query.split()
    if words and words[0] == "not":
        return not _holds_one(" ".join(words[1:]))
    tight = "".join(words)
    if _NEVER.search(tight) or "prefers-color-scheme:dark" in tight:
        return False
    for bound, value, unit in _LIMIT.findall(tight):
        pixels = float(value) * (1 if unit in ("px", "") else 16)
        if (bound == "min" and pixels > _WIDTH) or (bound == "max" and pixels < _WIDTH):
            return False
    return True


def _rule(selector: str, tokens: list[Any], declared: tuple[Declaration, ...]) -> Rule | None:
    """The rule of one selector; None if it holds only while a mouse or key does something."""
    if any(t.type == "ident" and t.lower_value in _STATES for t in tokens):
        return None
    base, pseudo = selector, ""
    if match := re.search(
        r"::?(before|after|first-letter|first-line|marker|placeholder|selection|backdrop|-[\w-]+)$", base, re.I
    ):
        base, pseudo = base[: match.start()] or "*", match[1].lower()
        if base[-1] in " >+~":
            base += "*"
    return Rule(base, pseudo, _weight(tokens), declared)


def _weight(tokens: list[Any]) -> tuple[int, int, int]:
    """The specificity of a selector: ids, classes, elements (Selectors 4, section 17)."""
    ids = classes = elements = 0
    before = ""
    for token in tokens:
        if token.type == "hash":
            ids += 1
        elif token.type == "[] block" or (token.type == "ident" and before in (".", ":")):
            classes += 1
        elif token.type == "ident":
            elements += 1
        elif token.type == "function" and token.lower_name in ("not", "is", "has"):
            inner = max(map(_weight, _split(token.arguments)), default=(0, 0, 0))
            ids, classes, elements = ids + inner[0], classes + inner[1], elements + inner[2]
        elif token.type == "function" and token.lower_name != "where":
            classes += 1
        before = token.value if token.type == "literal" else ""
    return ids, classes, elements


def _split(tokens: list[Any]) -> Iterator[list[Any]]:
    """The parts of a list of selectors."""
    part: list[Any] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _declared(nodes: Iterable[Any]) -> Iterator[Declaration]:
    declared = (n for n in nodes if n.type == "declaration" and not any(t.type == "error" for t in n.value))
    found = ((n.lower_name, tinycss2.serialize(n.value), n.important) for n in declared)
    return _known((name, value + " !important" * important) for name, value, important in found)


def _known(pairs: Iterable[tuple[str, str]]) -> Iterator[Declaration]:
    """The declarations that are followed, with shorthands resolved."""
    for name, value in pairs:
        value = value.strip()
        if important := value.lower().endswith("important"):
            value = value[: value.rfind("!")].rstrip()
        if name != "content":
            value = " ".join(value.lower().split())
        if not _is_value(name, value):
            continue
        if name in PROPERTIES:
            yield Declaration(name, value, important)
        for single, part in _single(name, value):
            yield Declaration(single, part, important)


def _is_value(name: str, value: str) -> bool:
    if name == "display" and value not in _DISPLAYS:
        return False
    return bool(value) and (name not in _VALUES or _VALUES[name].fullmatch(value) is not None)


def _single(name: str, value: str) -> Iterator[tuple[str, str]]:
    """The single properties that a shorthand sets."""
    if name == "font":
        if match := _FONT.search(value):
            yield "font-size", match[1]
    elif name == "background":
        pictures = re.findall(r"url\(|gradient\(", value)
        yield "background-image", "url()" if pictures else "none"
        colours = _COLOUR.findall(re.sub(r"(?:url|[\w-]*gradient)\((?:[^()]|\([^()]*\))*\)", "", value))
        yield "background-color", next((c for c in colours if c not in _NO_COLOUR), "transparent")
    elif name in ("overflow-x", "overflow-y"):
        yield "overflow", value
    elif name == "text-decoration-line":
        yield "text-decoration", value
    elif name == "list-style":
        yield "list-style-type", "none" if "none" in value.split() else value.split()[0]
    elif name in ("inset", "margin", "padding"):
        parts = value.split()
        top, right, bottom, left = (parts * 4)[:4] if len(parts) != 3 else (*parts, parts[1])
        sides = {"top": top, "right": right, "bottom": bottom, "left": left}
        yield from ((side if name == "inset" else f"{name}-{side}", part) for side, part in sides.items())
