"""Style sheets and style attributes → the declarations that decide whether and how a text is seen."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import tinycss2

from loaders.reading.formats.css_grammar import accepted, bare, is_colour, words

PROPERTIES = frozenset(
    "display visibility opacity color background-color background-image font-size vertical-align position left right top "
    "bottom margin-left margin-top margin-bottom padding-left text-indent clip clip-path overflow width height max-width "
    "max-height line-height direction unicode-bidi flex-direction order float transform scale rotate translate zoom filter "
    "text-decoration letter-spacing font-family content content-visibility -webkit-text-fill-color -webkit-text-security "
    "font-variant-position fill list-style-type mask mask-image -webkit-mask -webkit-mask-image mix-blend-mode text-shadow "
    "animation animation-name".split()
)
"""The properties that are followed; a shorthand counts as the properties that it sets."""
_WIDTH = 1366
"""The width of the screen for which media queries are answered, in pixels."""
_DECLARATION = re.compile(r"""([-\w]+)\s*:\s*((?:[^;"'()]|"[^"]*"|'[^']*'|\((?:[^()]|\([^()]*\))*\))*)(?=;|$)""")
_PLAIN = re.compile(r"[^\\@{}]*")
_LONG = re.compile(r"\d{1000,}")
"""A number that Python refuses to read."""
_BETWEEN = re.compile(r"[\s;]*")
_IMPORTANT = re.compile(r"\s*!\s*important$", re.I)
_STATES = frozenset("hover focus focus-within focus-visible active visited target checked".split())
_NEVER = re.compile(r"prefers-|forced-colors|orientation:portrait|hover:none|pointer:coarse|print|speech|braille|tty")
_LIMIT = re.compile(r"(min|max)-(?:device-)?width:([\d.]+)(px|em|rem)?")
_FONT = re.compile(
    r"(?:^|\s)(\d*\.?\d+(?:px|pt|em|rem|%|ex|ch|pc|mm|cm|in)|0|(?:x{1,2}-)?(?:small|large)|smaller|larger|medium)(?:\s*/\s*[\w.%]+)?\s+\S"
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
def attribute(style: str, quirks: bool = False) -> tuple[Declaration, ...]:
    """The declarations of a style attribute. quirks: the page has no document type, so that units and # may be missing."""
    paired = style.count('"') % 2 == 0 and style.count("'") % 2 == 0
    plain = paired and "/*" not in style and _PLAIN.fullmatch(style) is not None
    if plain and _BETWEEN.fullmatch(_DECLARATION.sub("", style)):
        return tuple(_known(((m[1].lower(), m[2]) for m in _DECLARATION.finditer(style)), quirks))
    nodes = tinycss2.parse_blocks_contents(_LONG.sub("0", style), skip_comments=True, skip_whitespace=True)
    return tuple(_declared(nodes, quirks))


@lru_cache(maxsize=1 << 6)
def sheet(text: str, quirks: bool = False) -> tuple[Rule, ...]:
    """The rules of a style sheet that hold on a wide screen at rest and touch a property that is followed."""
    nodes = tinycss2.parse_stylesheet(_LONG.sub("0", text), skip_comments=True, skip_whitespace=True)
    return tuple(_rules(nodes, "", quirks))


def _rules(nodes: Iterable[Any], outer: str, quirks: bool) -> Iterator[Rule]:
    """outer: the selector of the rule around a nested one."""
    for node in nodes:
        if node.type == "qualified-rule":
            inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            declared = tuple(_declared(inner, quirks))
            for tokens in _split(node.prelude):
                selector = tinycss2.serialize(tokens).strip()
                if outer:
                    selector = selector.replace("&", outer) if "&" in selector else f"{outer} {selector}"
                if declared and (rule := _rule(selector, tokens, declared)) is not None:
                    yield rule
                yield from _rules((n for n in inner if n.type in ("qualified-rule", "at-rule")), selector, quirks)
        elif node.type == "at-rule" and node.content is not None and _holds(node):
            yield from _rules(tinycss2.parse_blocks_contents(node.content, True, True), outer, quirks)


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


def _declared(nodes: Iterable[Any], quirks: bool) -> Iterator[Declaration]:
    declared = (n for n in nodes if n.type == "declaration" and not any(t.type == "error" for t in n.value))
    found = ((n.lower_name, tinycss2.serialize(n.value), n.important) for n in declared)
    return _known(((name, value + " !important" * important) for name, value, important in found), quirks)


def _known(pairs: Iterable[tuple[str, str]], quirks: bool) -> Iterator[Declaration]:
    """The declarations that are followed, with shorthands resolved."""
    for name, value in pairs:
        value, important = _IMPORTANT.subn("", value.strip())
        if name != "content":
            value = " ".join(value.lower().split())
            if not value or "!" in value or not accepted(name, value, quirks):
                continue
        if name in PROPERTIES:
            shown = f"#{value}" if "color" in name and bare(value) else value
            yield Declaration(name, shown, important > 0)
        for single, part in _single(name, value):
            yield Declaration(single, part, important > 0)


def _single(name: str, value: str) -> Iterator[tuple[str, str]]:
    """The single properties that a shorthand sets."""
    if name == "font":
        if match := _FONT.search(value):
            yield "font-size", match[1]
    elif name == "background":
        parts = words(value)
        pictures = any(re.match(r"url\(|.*gradient\(|image", part) for part in parts)
        yield "background-image", "url()" if pictures else "none"
        yield "background-color", next((part for part in parts if is_colour(part)), "transparent")
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
