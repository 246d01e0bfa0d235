"""A web page → rows: text blocks as lines, tables as grids with rowspan and colspan laid out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from loaders.reading.formats.document import Document, Field, Location, Row, collect
from loaders.reading.formats.html_looks import CELLS, PLAIN, Look
from loaders.reading.formats.html_scripts import filled_by_scripts
from loaders.reading.formats.html_styles import Styles
from loaders.reading.formats.html_text import PICTURES, SKIPPED, UNKNOWN, Piece, cell_text, printed
from loaders.text.errors import Unreadable

_MAX_SPAN = 100
_DEEPEST = 1000
_MOST_ATTRIBUTES = 1000
_LONG_TAG = re.compile(r"<([^<]{5001,})")
"""A tag so long that its attributes are counted."""
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_OPENED = re.compile(r"<([A-Za-z][\w:]*)")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:]*)")
_CLOSED_BY_OTHERS = frozenset(
    "area base br col dd dt embed hr img input li link meta option p param source td th tr tbody thead wbr".split()
)
_LETTER = re.compile(r"[^\W\d_]")
_PLACES = {"thead": 0, "tfoot": 2}
"""Where the rows of a group stand in a table, beside 1 for those of a tbody."""
_UNREAD = SKIPPED | PICTURES | {"select", "textarea", "svg"}
"""Elements that are no part of a line of text."""


def read_html(text: str, format: str = "html", linked: Mapping[str, str] | None = None) -> Document:
    """A page's visible text in reading order; a table with other tables in it is layout, not a grid.

    linked: style sheets that came with the page, by address.
    Raises Unreadable for elements nested too deeply or with too many attributes: the time for parsing grows with the
    square of either.
    """
    if _depth(text) > _DEEPEST:
        raise Unreadable("too_deep", most=_DEEPEST)
    if _attributes(text) > _MOST_ATTRIBUTES:
        raise Unreadable("too_many_attributes", most=_MOST_ATTRIBUTES)
    tree = LexborHTMLParser(text)
    document = Document(format=format)
    _read_head(tree, document)
    if tree.body is not None:
        document.rows = collect(_Walk(tree.body, Styles(tree, text, linked), filled_by_scripts(tree, text)).rows())
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


def _attributes(text: str) -> int:
    """The most attributes of an element, roughly."""
    long = _LONG_TAG.findall("<" + text)
    return max((len(_QUOTED.sub("", tag).partition(">")[0].split()) for tag in long), default=0)


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

    def __init__(self, body: LexborNode, styles: Styles, filled: frozenset[int]) -> None:
        self.body = body
        self.styles = styles
        self.filled = filled
        self.tables = 0
        self.rows_read: list[Row] = []
        self.pieces: list[Piece | str] = []
        self.lines = 0

    def rows(self) -> list[Row]:
        """The rows of the body, in order."""
        # A stack of our own: hostile pages are nested deeper than Python recurses.
        above: list[tuple[LexborNode, bool, Look]] = []
        node: LexborNode | None = self.body
        look = PLAIN
        if self.body.parent is not None:
            look = self.styles.look(self.body.parent, look, "html")
        while node is not None or above:
            if node is None:
                node, block, look = above.pop()
                if block:
                    self._flush()
                node = node.next
                continue
            tag = (node.tag or "-").lower()
            if tag == "-text":
                self.pieces.append(Piece(node.text_content or "", look))
            elif tag in _UNREAD or tag[0] in "!-":
                pass
            elif tag == "br" or tag == "hr":
                self._flush()
            elif not (own := self.styles.look(node, look, tag)).gone:
                if tag == "table" and not _is_layout(node):
                    self._flush()
                    self.tables += 1
                    self._caption(node, own)
                    self.rows_read += _grid(node, self.tables, own, self.styles, self.filled)
                else:
                    block = tag in CELLS or own.block or own.apart
                    if block:
                        self._flush()
                    above.append((node, block, look))
                    look = own
                    node = node.first_child
                    continue
            node = node.next if above else None
        self._flush()
        return self.rows_read

    def _caption(self, table: LexborNode, look: Look) -> None:
        """Takes the caption of a table as a line above it."""
        caption = next((child for child in table.iter() if child.tag == "caption"), None)
        if caption is None or (own := self.styles.look(caption, look, "caption")).gone:
            return
        for text in cell_text(caption, own, self.styles).split("\n"):
            if text:
                self.lines += 1
                self.rows_read.append(Row((Field(text, Location(line=self.lines)),), "line"))

    def _flush(self) -> None:
        if self.pieces:
            text = " ".join(printed(self.pieces, cell=False).split())
            self.pieces.clear()
            if text:
                self.lines += 1
                self.rows_read.append(Row((Field(text, Location(line=self.lines)),), "line"))


def _is_layout(table: LexborNode) -> bool:
    """Whether a table contains others with more than one cell, so that it is layout."""
    inner = (t for t in table.css("table") if t.mem_id != table.mem_id)
    return any(len(t.css("td,th")) > 1 for t in inner)


def _grid(table: LexborNode, number: int, look: Look, styles: Styles, filled: frozenset[int]) -> Iterator[Row]:
    """The rows of a table without inner tables; a cell covered from above is carried into each row it covers.

    filled: the cells that scripts fill. What stands there instead of a label is not what is seen.
    """
    looks = {table.mem_id: look}
    covering: dict[int, tuple[Field, int]] = {}
    for index, tr in enumerate(_trs(table), 1):
        around = _look_of(tr, looks, styles)
        if around.gone:
            continue
        fields: list[Field] = []
        starting: dict[int, tuple[Field, int]] = {}
        column = 0
        for cell in tr.iter():
            if cell.tag not in ("td", "th"):
                continue
            attributes = cell.attributes
            own = styles.look(cell, around, "td", attributes)
            if own.gone:
                continue
            if own.apart or own.free:
                own = own._replace(turned=True)  # a cell that floats or is no cell need not be below its head
            while (above := covering.get(column)) is not None:
                fields.append(above[0])
                column = int(above[0].right or 0)
            colspan = _span(attributes["colspan"]) if "colspan" in attributes else 1
            rowspan = _span(attributes["rowspan"]) if "rowspan" in attributes else 1
            place = Location(None, number, index, None, column + 1)
            text = cell_text(cell, own, styles)
            if cell.mem_id in filled and not _LETTER.search(text):
                text = UNKNOWN + text
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


def _trs(table: LexborNode) -> list[LexborNode]:
    """The rows of a table as a browser places them: those of a thead first, those of a tfoot last."""
    trs = table.css("tr")
    if table.css_first("thead,tfoot") is not None:
        trs.sort(key=lambda tr: _PLACES.get(tr.parent.tag or "" if tr.parent is not None else "", 1))
    return trs


def _look_of(tr: LexborNode, looks: dict[int, Look], styles: Styles) -> Look:
    """The look of a row, from those of the elements around it up to its table, which are kept."""
    line: list[LexborNode] = []
    node: LexborNode | None = tr
    while node is not None and node.mem_id not in looks:
        line.append(node)
        node = node.parent
    look = looks[node.mem_id] if node is not None else PLAIN
    for element in reversed(line):
        look = looks[element.mem_id] = styles.look(element, look, element.tag or "")
    return look


def _span(value: str | None) -> int:
    digits = (value or "").strip()
    return min(max(int(digits), 1), _MAX_SPAN) if digits.isascii() and digits.isdigit() else 1
