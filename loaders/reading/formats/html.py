"""A web page → rows: text blocks as lines, tables as grids with rowspan and colspan laid out."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from loaders.reading.formats.document import Document, Field, Location, Row, collect
from loaders.text.errors import Unreadable

_SKIP = frozenset(("script", "style", "noscript", "template", "head", "select", "textarea", "svg", "iframe", "object"))
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark o:p q s samp small span strike strong sub sup "
    "st1:chsdate st1:personname time tt u var wbr".split()
)
_MAX_SPAN = 100
_DEEPEST = 1000
_OPENED = re.compile(r"<([A-Za-z][\w:]*)")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:]*)")
_CLOSED_BY_OTHERS = frozenset(
    "area base br col dd dt embed hr img input li link meta option p param source td th tr tbody thead wbr".split()
)
_RAISED = frozenset(("sup", "sub"))
_NO_VALUE = ("hidden", "checkbox", "radio", "button", "submit")
_STRUCK = frozenset(("del", "s", "strike"))
_SINGLE = re.compile(r"((?:\s*<(?:p|div|span|font|b|strong)(?:\s[^>]*)?>)*)([^<]*)(?:</\w+>\s*)*")
"""A cell with a single piece of text, as most are; it needs no walk over its nodes."""
_MAY_HIDE = '[hidden],[style*="display" i],[style*="visibility" i],[style*="font-size" i]'
_TELLING = re.compile(r"\shidden|display|visibility|line-through|vertical-align|font-size:\s*0", re.I)
_HIDDEN_STYLE = re.compile(r"display:none|visibility:hidden|font-size:0(?:px|pt|em|%)?(?:;|$|!)")
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?:[^;]*line-through")
_RAISED_STYLE = re.compile(r"vertical-align:(?:super|sub)")


def read_html(text: str, format: str = "html") -> Document:
    """A page's visible text in reading order; a table with other tables in it is layout, not a grid.

    Raises Unreadable if elements are nested too deeply: the time for parsing grows with the square of the depth.
    """
    if _depth(text) > _DEEPEST:
        raise Unreadable("too_deep", most=_DEEPEST)
    tree = LexborHTMLParser(text)
    document = Document(format=format)
    _read_head(tree, document)
    if tree.body is not None:
        document.rows = collect(_Walk(tree.body).rows())
    return document


def _depth(text: str) -> int:
    """The depth to which elements of one kind are nested, roughly."""
    if text.count("<") <= _DEEPEST:
        return 0
    opened = Counter(_OPENED.findall(text))
    if max((n for name, n in opened.items() if name not in _CLOSED_BY_OTHERS), default=0) <= _DEEPEST:
        return 0
    depth: Counter[str] = Counter()
    deepest = 0
    for closing, name in _TAG.findall(text):
        if closing:
            depth[name] = max(depth[name] - 1, 0)
        elif name not in _CLOSED_BY_OTHERS:
            depth[name] += 1
            deepest = max(deepest, depth[name])
    return deepest


def _read_head(tree: LexborHTMLParser, document: Document) -> None:
    if (title := tree.css_first("title")) is not None:
        document.title = title.text(strip=True) or None
    for node in tree.css("meta"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        if name and (content := (attributes.get("content") or "").strip()):
            document.meta.setdefault(name, content)
    canonical = tree.css_first("link[rel=canonical]")
    document.url = (canonical.attributes.get("href") if canonical else None) or document.meta.get("og:url")


class _Walk:
    """One pass over a body: collects inline text until a block ends, counts lines and tables."""

    def __init__(self, body: LexborNode) -> None:
        self.body = body
        self.hidden = {node.mem_id for node in body.css(_MAY_HIDE) if _hidden(node)}
        self.tables = 0
        self.rows_read: list[Row] = []
        self.text: list[str] = []
        self.lines = 0

    def rows(self) -> list[Row]:
        """The rows of the body, in order."""
        # A stack of our own: hostile pages are nested deeper than Python recurses.
        above: list[tuple[LexborNode, bool]] = []
        node: LexborNode | None = self.body
        while node is not None or above:
            if node is None:
                node, block = above.pop()
                if block:
                    self._flush()
                node = node.next
                continue
            tag = node.tag or "-"
            if tag == "-text":
                self.text.append(node.text_content or "")
            elif tag in _SKIP or tag[0] in "!-" or (self.hidden and node.mem_id in self.hidden):
                pass
            elif tag == "br" or tag == "hr":
                self._flush()
            elif tag == "table" and not _is_layout(node):
                self._flush()
                self.tables += 1
                self.rows_read += _grid(node, self.tables, self.hidden)
            else:
                block = tag not in _INLINE
                if block:
                    self._flush()
                above.append((node, block))
                node = node.first_child
                continue
            node = node.next if above else None
        self._flush()
        return self.rows_read

    def _flush(self) -> None:
        if self.text:
            text = " ".join("".join(self.text).split())
            self.text.clear()
            if text:
                self.lines += 1
                self.rows_read.append(Row((Field(text, Location(line=self.lines)),), "line"))


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    return _styled(attributes.get("style") or "", _HIDDEN_STYLE)


@lru_cache(maxsize=1 << 12)
def _styled(style: str, pattern: re.Pattern[str]) -> bool:
    return bool(style) and pattern.search(re.sub(r"\s", "", style).lower()) is not None


@lru_cache(maxsize=1 << 12)
def _plain(tags: str) -> bool:
    """Whether no tag hides, strikes or raises the text after it."""
    return _TELLING.search(tags) is None


def _mark(node: LexborNode) -> str:
    """The mark around a node's text in a cell: strokes, a newline, or nothing."""
    style = node.attributes.get("style") or ""
    if node.tag in _STRUCK or _styled(style, _STRUCK_STYLE):
        return "~~"
    raised = node.tag in _RAISED or _styled(style, _RAISED_STYLE)
    return "\n" if raised or node.tag not in _INLINE else ""


def _is_layout(table: LexborNode) -> bool:
    """Whether a table contains others with more than one cell, so that it is layout."""
    inner = (t for t in table.css("table") if t.mem_id != table.mem_id)
    return any(len(t.css("td,th")) > 1 for t in inner)


def _grid(table: LexborNode, number: int, hidden: set[int]) -> Iterator[Row]:
    """The rows of a table without inner tables; a cell covered from above is carried into each row it covers."""
    covering: dict[int, tuple[Field, int]] = {}
    for index, tr in enumerate(table.css("tr"), 1):
        if hidden and (tr.mem_id in hidden or (tr.parent is not None and tr.parent.mem_id in hidden)):
            continue
        fields: list[Field] = []
        starting: dict[int, tuple[Field, int]] = {}
        column = 0
        for cell in tr.iter():
            if cell.tag not in ("td", "th") or cell.mem_id in hidden:
                continue
            while (above := covering.get(column)) is not None:
                fields.append(above[0])
                column = int(above[0].right or 0)
            attributes = cell.attributes
            colspan = _span(attributes["colspan"]) if "colspan" in attributes else 1
            rowspan = _span(attributes["rowspan"]) if "rowspan" in attributes else 1
            place = Location(None, number, index, None, column + 1)
            text = cell_text(cell)
            fields.append(Field(text, place, column, column + colspan))
            if rowspan > 1:
                starting[column] = (Field(text, place, column, column + colspan, True), rowspan - 1)
            column += colspan
        if covering:
            placed = {f.left for f in fields}
            fields.extend(above for start, (above, _) in covering.items() if start not in placed)
            fields.sort(key=lambda f: f.left or 0)
            covering = {start: (above, rest - 1) for start, (above, rest) in covering.items() if rest > 1}
        covering |= starting
        if fields:
            yield Row(tuple(fields), "grid", number)


def _span(value: str | None) -> int:
    digits = (value or "").strip()
    return min(max(int(digits), 1), _MAX_SPAN) if digits.isascii() and digits.isdigit() else 1


def cell_text(cell: LexborNode) -> str:
    """The text of a cell: inline pieces together, blocks, breaks and raised marks on lines of their own.

    Struck text keeps its strokes (~~5~~), an input field counts as its value, and a picture is marked: none of them may
    look like a number that a reader of the page does not see.
    """
    if (single := _single(cell.inner_html or "")) is not None:
        return single
    parts: list[str] = []
    picture = False
    stack: list[LexborNode | str] = list(reversed(list(cell.iter(include_text=True))))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = node.tag or "-"
        if tag == "-text":
            parts.append((node.text_content or "").replace("\n", " "))
        elif tag == "br":
            parts.append("\n")
        elif tag == "input" and node.attributes.get("type") not in _NO_VALUE:
            parts.append(node.attributes.get("value") or "")
        elif tag in _SKIP or tag.startswith(("-", "!")) or _hidden(node):
            continue
        else:
            picture = picture or tag == "img"
            mark = _mark(node)
            parts.append(mark)
            stack.append(mark)
            stack.extend(reversed(list(node.iter(include_text=True))))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    text = "\n".join(line for line in lines if line).replace("~~~~", "")
    return text or ("[img]" if picture else "")


@lru_cache(maxsize=1 << 14)
def _single(inner: str) -> str | None:
    """The text of a cell with a single piece of text, from its inner HTML; None for any other cell."""
    match = _SINGLE.fullmatch(inner)
    return " ".join(unescape(match[2]).split()) if match and _plain(match[1]) else None
