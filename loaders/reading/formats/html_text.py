"""Pieces of text with their looks → the text that a reader sees."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from loaders.reading.formats.html_looks import CELLS, FAR, WIDE, Look, derive
from loaders.reading.formats.html_styles import Generated, Styles

SKIPPED = frozenset(
    "script style noscript template head datalist param rp title area base basefont link meta noembed noframes option "
    "optgroup annotation annotation-xml".split()
)
"""Elements whose text no browser shows."""
PICTURES = frozenset("img iframe object embed canvas video audio progress meter picture frame applet".split())
_FRAMES = frozenset("iframe object embed canvas frame applet".split())
"""Pictures that may show texts, which are not in the page."""
_NO_VALUE = ("hidden", "checkbox", "radio", "file", "image")
_TYPED = ("text", "number", "search", "tel", "url", "email", "button", "submit", "reset", "")
_ATOMS = PICTURES | {"input", "select", "textarea"}
_APART = CELLS | {"svg"}
_SPOT = "\n\0"
"""Stands for a picture among pieces: what is before and behind it is no one number."""
_UNDRAWN = frozenset("title desc metadata defs symbol clippath mask marker pattern filter".split())
_DRAWN = frozenset("svg g a switch text foreignobject".split())
"""The elements of a drawing whose texts are seen."""
_DIGIT = re.compile(r"\d")
_STRING = re.compile(r""""([^"]*)"|'([^']*)'|attr\(\s*([\w-]+)\s*\)|(counters?|url)\([^)]*\)""")
_SMALLER = 0.85
"""The size of a note's mark at most, beside the number that it stands at."""
_RAISED = 0.12
"""The least height of a note's mark above or below the number that it stands at, in parts of its size."""
HIDDEN = "[hidden]"
"""Stands for digits that are there and are kept from the eye."""
PICTURE = "[img]"
"""Stands for a picture in a cell without text."""
UNKNOWN = "\ufffd"
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
        return UNKNOWN + "".join(p if isinstance(p, str) else p.text for p in seen)
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
            text = UNKNOWN + text
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
    if cell.mem_id in styles.around or cell.mem_id in styles.generated or styles.variables:
        return _cell_text(cell, look, styles)
    inner = cell.inner_html or ""
    if "<" not in inner:
        return single(_unescaped(inner), look)
    # Most cells of a report are the same, so that their HTML and the look around it need not be walked again.
    key = inner, look, styles.quirks
    text = _KNOWN.get(key)
    if text is None:
        text = _cell_text(cell, look, styles)
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = text
    return text


_KNOWN: dict[tuple[str, Look, bool], str] = {}
_MOST_KNOWN = 1 << 14


@lru_cache(maxsize=1 << 12)
def _unescaped(text: str) -> str:
    return unescape(text).replace("\n", " ")


def _cell_text(cell: LexborNode, look: Look, styles: Styles) -> str:
    pieces = _pieces(cell, look, styles)
    text = tidy(printed(pieces).replace(_SPOT, "\n"))
    if text.strip(UNKNOWN):
        return text
    return PICTURE if look.ground is None or _SPOT in pieces else text


def tidy(text: str) -> str:
    """A text with single spaces, and without blank lines."""
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def _pieces(cell: LexborNode, look: Look, styles: Styles) -> list[Piece | str]:
    """The pieces and breaks within a cell."""
    # A stack of our own: hostile pages are nested deeper than Python recurses.
    out, after, look = _entered(cell, look, styles)
    above: list[tuple[LexborNode, Look, list[Piece | str]]] = []
    node = cell.first_child
    while True:
        if node is None:
            if not above:
                return out + after
            node, look, end = above.pop()
            out += end
            node = node.next
            continue
        tag = node.tag or "-"
        if tag == "-text":
            out.append(Piece((node.text_content or "").replace("\n", " "), look))
        elif tag == "br" or tag == "hr":
            out.append("\n")
        elif tag[0] not in "-!" and not (own := styles.look(node, look, tag.lower())).gone:
            if tag in _ATOMS:
                out += _atom(node, tag, own)
            elif not _is_skipped(tag.lower(), look):
                before, end, own = _entered(node, _drawn(node, tag, own) if tag in ("text", "tspan") else own, styles)
                if own.block or own.apart or tag in _APART:
                    before, end = _set_apart(node, tag, own, before, end)
                out += before
                above.append((node, look, end))
                look, node = own, node.first_child
                continue
        node = node.next


def _is_skipped(tag: str, around: Look) -> bool:
    """Whether nothing within an element is shown, in one of the look around it."""
    return tag in SKIPPED or tag in _UNDRAWN or (around.drawing and tag not in _DRAWN)


def _entered(node: LexborNode, look: Look, styles: Styles) -> tuple[list[Piece | str], list[Piece | str], Look]:
    """What a style sheet puts before and after the text of an element, and the look of that text."""
    added = styles.generated.get(node.mem_id) if styles.generated else None
    if not added:
        return [], [], look
    if any(name.startswith("first-") for name in added):
        look = look._replace(turned=True)  # the first letter looks different from the others, in a way not followed
    before, after = (_generated(added[n], node, look) if n in added else [] for n in ("before", "after"))
    return before, after, look


def _set_apart(
    node: LexborNode, tag: str, look: Look, before: list[Piece | str], after: list[Piece | str]
) -> tuple[list[Piece | str], list[Piece | str]]:
    """The breaks around a box; an entry of a numbered list has its number, and a drawing without a text is a picture."""
    first = "\n"
    if tag == "li" and look.block and node.parent is not None and node.parent.tag == "ol":
        first = "\n•"
    elif tag == "svg" and node.css_first("text") is None:
        first = _SPOT
    return [first, *before], [*after, "\n"]


def _atom(node: LexborNode, tag: str, look: Look) -> list[Piece | str]:
    """What a picture or a field of a form shows."""
    if tag in PICTURES:
        if look.hidden or not look.visible:
            return []
        return [_SPOT, UNKNOWN] if tag in _FRAMES else [_SPOT]
    return ["\n", *_control(node, tag, look), "\n"]


def _generated(added: Generated, node: LexborNode, above: Look) -> list[Piece | str]:
    look = derive(above, "span", added.declared)
    if look.gone:
        return []
    text = ""
    for double, single, name, other in _STRING.findall(added.text):
        text += (double or single or (node.attributes.get(name) or "" if name else "")) + UNKNOWN * bool(other)
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
