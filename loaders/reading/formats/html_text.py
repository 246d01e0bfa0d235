"""Pieces of text with their looks → the text that a reader sees."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from loaders.reading.formats.html_looks import CELLS, FAR, WIDE, Look, derive
from loaders.reading.formats.html_styles import Generated, Styles

SKIPPED = frozenset(
    "script style noscript template head datalist param rp title area base basefont link meta noembed noframes option "
    "optgroup annotation annotation-xml".split()
)
"""Elements whose text no browser shows."""
PICTURES = frozenset("img iframe object embed canvas video audio progress meter picture frame applet".split())
_NO_VALUE = ("hidden", "checkbox", "radio", "file", "image")
_TYPED = ("text", "number", "search", "tel", "url", "email", "button", "submit", "reset", "")
_UNDRAWN = frozenset("title desc metadata defs symbol clippath mask marker pattern filter".split())
_DIGIT = re.compile(r"\d")
_STRING = re.compile(r""""([^"]*)"|'([^']*)'|attr\(\s*([\w-]+)\s*\)|(counters?|url)\([^)]*\)""")
_SMALLER = 0.85
"""The size of a note's mark at most, beside the number that it stands at."""
_RAISED = 0.12
"""The least height of a note's mark above or below the number that it stands at, in parts of its size."""
_BARE = Styles(LexborHTMLParser(""), "")
"""The styles of a page without style sheets."""
HIDDEN = "[hidden]"
"""Stands for digits that are there and are kept from the eye."""
PICTURE = "[img]"
"""Stands for a picture in a cell without text."""
_UNKNOWN = "\ufffd"
"""Stands before a text that is shown in another way than it is written."""


class Piece(NamedTuple):
    """A stretch of text of one look."""

    text: str
    look: Look


def printed(pieces: list[Piece | str], cell: bool = True) -> str:
    """The text of pieces, and the breaks between them, as a reader sees it.

    In a cell, struck text keeps its strokes (`~~5~~`), raised, lowered or small digits get marks (`^1^`), and digits
    that are there but not seen by themselves are `[hidden]`: none of them may look like a number.
    """
    seen = [p for p in pieces if isinstance(p, str) or p.look.shows(p.text)]
    looks = [p.look for p in seen if isinstance(p, Piece) and _DIGIT.search(p.text)]
    if not looks:
        text = "".join(p if isinstance(p, str) else _marked(p, p.look, cell) for p in seen)
        return HIDDEN if cell and not text.strip() and _tricked(pieces) else text
    base = max(looks, key=lambda look: look.size)
    if cell and _disordered(pieces, looks):
        return _UNKNOWN + "".join(p if isinstance(p, str) else p.text for p in seen)
    text = "".join(p if isinstance(p, str) else _marked(p, base, cell) for p in seen)
    return text.replace("~~~~", "").replace("^^", "")


@lru_cache(maxsize=1 << 14)
def single(text: str, look: Look) -> str:
    """The text of a cell of one look as a reader sees it."""
    return tidy(printed([Piece(text, look)]))


def _disordered(pieces: list[Piece | str], looks: list[Look]) -> bool:
    """Whether the order or the lines in which digits are seen cannot be followed."""
    if len(looks) > 1 and any(look.reverse for look in looks):
        return True
    # Only the first line of a box is indented, and which line that is depends on its width.
    indented = (p for p in pieces if isinstance(p, Piece) and abs(p.look.indent) >= FAR and _DIGIT.search(p.text))
    return "\n" in pieces and any(indented)


def _marked(piece: Piece, base: Look, cell: bool) -> str:
    """A seen piece; base: the look of the number that it may stand at."""
    text, look = piece
    if look is base and not look.turned and not look.struck and look.room == WIDE:
        return text
    if not text.strip():
        return text
    if _DIGIT.search(text):
        if look.distorts(text):
            text = _UNKNOWN + text
        if abs(look.raised - base.raised) > _RAISED * base.size or look.size < _SMALLER * base.size:
            text = f"^{text}^" if cell else f" {text} "
    return f"~~{text}~~" if look.struck and cell else text


def _tricked(pieces: list[Piece | str]) -> bool:
    """Whether digits are kept from the eye by colour, size or place, and not by a plain `display` or `visibility`."""
    hidden = (p for p in pieces if isinstance(p, Piece) and p.look.visible and not p.look.gone)
    return any(_DIGIT.search(p.text) for p in hidden)


def cell_text(cell: LexborNode, look: Look, styles: Styles) -> str:
    """The text of a cell: inline pieces together, blocks and breaks on lines of their own.

    An input field counts as its value, a list as the entry that is selected, and a picture is marked if it is alone.
    """
    if styles.ruled:
        return _cell_text(cell, look, styles)
    return _fragment_text(cell.inner_html or "", look)


@lru_cache(maxsize=1 << 14)
def _fragment_text(inner: str, look: Look) -> str:
    """The text of a cell by its HTML alone: most cells of a report are the same."""
    if "<" not in inner:
        return tidy(printed([Piece(unescape(inner).replace("\n", " "), look)]))
    cell = LexborHTMLParser(f"<div>{inner}</div>", is_fragment=True).css_first("div")
    return _cell_text(cell, look, _BARE) if cell is not None else _UNKNOWN


def _cell_text(cell: LexborNode, look: Look, styles: Styles) -> str:
    pieces: list[Piece | str] = []
    picture = look.ground is None
    for piece in _pieces(cell, look, styles):
        if piece is None:
            picture = True
            pieces.append("\n")  # what stands before and behind a picture is no one number
        else:
            pieces.append(piece)
    return tidy(printed(pieces)) or (PICTURE if picture else "")


def tidy(text: str) -> str:
    """A text with single spaces, and without blank lines."""
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def _pieces(cell: LexborNode, look: Look, styles: Styles) -> Iterator[Piece | str | None]:
    """The pieces and breaks within a node; None for a picture."""
    # A stack of our own: hostile pages are nested deeper than Python recurses.
    stack: list[tuple[LexborNode, Look] | Piece | str] = []
    _enter(stack, cell, look, styles, "")
    while stack:
        top = stack.pop()
        if isinstance(top, (Piece, str)):
            yield top
            continue
        node, above = top
        tag = (node.tag or "-").lower()
        if tag == "-text":
            yield Piece((node.text_content or "").replace("\n", " "), above)
        elif tag == "br" or tag == "hr":
            yield "\n"
        elif tag in SKIPPED or tag in _UNDRAWN or tag[0] in "-!":
            continue
        else:
            own = styles.look(node, above, tag)
            if own.gone:
                continue
            if tag in PICTURES:
                if own.visible and not own.hidden:
                    yield None
            elif tag in ("input", "select", "textarea"):
                yield "\n"
                yield from _control(node, tag, own)
                yield "\n"
            else:
                if tag == "svg" and node.css_first("text") is None:
                    yield None
                if tag in ("text", "tspan"):
                    own = _drawn(node, tag, own)
                mark = "\n" if own.block or own.apart or tag in CELLS or tag == "svg" else ""
                if tag == "li" and own.block and node.parent is not None and node.parent.tag == "ol":
                    stack.append(mark)
                    yield mark + "•"
                    mark = ""
                _enter(stack, node, own, styles, mark)


def _enter(
    stack: list[tuple[LexborNode, Look] | Piece | str], node: LexborNode, look: Look, styles: Styles, mark: str
) -> None:
    """Puts the children of an element on a stack, with what a style sheet adds to them and the breaks around them."""
    added = styles.generated.get(node.mem_id, {})
    if any(name.startswith("first-") for name in added):
        look = look._replace(turned=True)  # the first letter looks different from the others, in a way not followed
    stack.append(mark)
    if "after" in added:
        stack.extend(reversed(_generated(added["after"], node, look)))
    stack.extend((child, look) for child in reversed(list(node.iter(include_text=True))))
    if "before" in added:
        stack.extend(reversed(_generated(added["before"], node, look)))
    stack.append(mark)


def _generated(added: Generated, node: LexborNode, above: Look) -> list[Piece | str]:
    look = derive(above, "span", added.declared)
    if look.gone:
        return []
    text = ""
    for double, single, name, other in _STRING.findall(added.text):
        text += (double or single or (node.attributes.get(name) or "" if name else "")) + _UNKNOWN * bool(other)
    text = re.sub(r"\\([0-9a-fA-F]{1,6}) ?", lambda m: chr(int(m[1], 16) % 0x110000), text)
    mark = "\n" if look.block or look.apart else ""
    return [mark, Piece(text, look), mark]


def _control(node: LexborNode, tag: str, look: Look) -> Iterator[Piece]:
    """What a field of a form shows."""
    attributes = node.attributes
    if tag == "textarea":
        yield Piece(node.text() or attributes.get("placeholder") or "", look)
    elif tag == "select":
        options = node.css("option")
        selected = [o for o in options if "selected" in o.attributes] or options[:1]
        several = "multiple" in attributes or (attributes.get("size") or "1").strip() not in ("", "0", "1")
        if selected:
            option = selected[-1]
            text = option.attributes.get("label") or option.text() or ""
            yield Piece(text, look._replace(turned=look.turned or several))
    elif (kind := (attributes.get("type") or "").strip().lower()) not in _NO_VALUE:
        text = attributes.get("value") or ""
        width = (attributes.get("size") or "").strip()
        hides = kind not in _TYPED or (width.isdigit() and 0 < int(width) < len(text) - 1)
        if not text and (text := attributes.get("placeholder") or ""):
            hides = True
        yield Piece(text, look._replace(turned=look.turned or hides))


def _drawn(node: LexborNode, tag: str, look: Look) -> Look:
    """The look of a text within a drawing, where places are free."""
    attributes = node.attributes
    placed = [name for name in ("x", "y", "dx", "dy", "rotate") if attributes.get(name) not in (None, "", "0")]
    outside = any((attributes.get(n) or "").strip().startswith("-") for n in ("x", "y"))
    below = tag == "tspan" or "y" in placed or "dy" in placed or "transform" in attributes
    return look._replace(
        apart=tag == "text" or bool(placed), turned=look.turned or outside or not below or "rotate" in placed
    )
