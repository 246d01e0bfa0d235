"""A Word file's own XML → the HTML of what a reader sees → rows."""

from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from loaders.reading.formats.colours import WHITE, Colour, colour
from loaders.reading.formats.document import Document
from loaders.reading.formats.html import read_html
from loaders.reading.formats.mht import read_mht
from loaders.reading.formats.packages import Package
from loaders.reading.formats.word_numbering import Numbering
from loaders.reading.formats.word_styles import VAL, Look, Styles, W, child_of, ground, is_seen, look, number
from loaders.reading.formats.word_tables import (
    AROUND,
    FEWEST_TWIPS,
    conditional,
    grid,
    is_hidden_row,
    marks_of,
    properties_of,
    value_of,
    within,
)
from loaders.text.encoding import decode
from loaders.text.errors import Unreadable

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_V = "{urn:schemas-microsoft-com:vml}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_UNKNOWN = "\ufffd"
"""Stands for a sign that is seen and is no letter or digit."""
_SMALLER = 0.85
"""The size of a note's mark at most, beside the text that it stands at."""
_LINKED = 2
"""How the text of a link stands to the line, beside 0 for upright, 1 and -1 for raised and lowered text."""


class _Piece(NamedTuple):
    """A stretch of text of one look. raised: how it stands to the line. seen: whether colour and size let it be seen."""

    text: str
    size: float
    raised: tuple[int, int]
    struck: bool
    seen: bool = True


def read_word(data: bytes, format: str = "docx") -> Document:
    """A .docx or .docm file; raises Unreadable if it is broken, locked or unpacks to an excessive size."""
    with Package(data, format) as package:
        return read_html(_Word(package).html(), format)


class _Word:
    """One pass over a Word document."""

    def __init__(self, package: Package) -> None:
        self.package = package
        main = package.main_part("word/document.xml")
        self.root = package.xml(main)
        related = list(package.related(main))
        parts = {kind: part for _, kind, part in related if part in package}
        self.chunks = {id_: part for id_, kind, part in related if kind == "aFChunk" and part in package}
        self.styles = Styles(package.xml(parts["styles"]) if "styles" in parts else None)
        self.numbering = Numbering(package.xml(parts["numbering"]) if "numbering" in parts else None, self.styles)
        background = self.root.find(W + "background")
        self.page: Colour = (colour(background.get(W + "color") or "") if background is not None else None) or WHITE
        self.fields: list[bool] = []
        self.boxes: list[Any] = []

    def html(self) -> str:
        body = self.root.find(W + "body")
        if body is None:
            raise Unreadable("office_broken", format=self.package.format)
        return "".join(self._blocks(body, {}))

    def _blocks(self, parent: Any, around: Look) -> Iterator[str]:
        """The paragraphs and tables of a body, cell or text box."""
        pieces: list[_Piece] = []
        for child in within(parent):
            if child.tag == W + "p":
                properties = properties_of(child_of(child, W + "pPr"))
                pieces += self._paragraph(child, properties, around)
                if (mark := properties.get(W + "rPr")) is not None and mark.find(W + "del") is not None:
                    continue  # a deleted end: the next paragraph goes on in this line
                yield f"<p>{_markup(pieces)}</p>"
                pieces = []
                if self.boxes:
                    boxes, self.boxes = self.boxes, []
                    for box in boxes:
                        yield from self._blocks(box, {})
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag == W + "altChunk":
                yield self._chunk(child.get(_ID) or "")
        if pieces:
            yield f"<p>{_markup(pieces)}</p>"

    def _chunk(self, id_: str) -> str:
        """A web page that was put into the document whole."""
        if (part := self.chunks.get(id_)) is None:
            return ""
        data = self.package.read(part)
        if part.lower().endswith((".htm", ".html", ".xhtml")):
            return decode(data)
        if part.lower().endswith((".mht", ".mhtml")):
            return "".join(f"<p>{escape(row.text)}</p>" for row in read_mht(data).rows)
        return "<p><img></p>"

    def _paragraph(self, paragraph: Any, properties: dict[str, Any], around: Look) -> list[_Piece]:
        style = value_of(properties.get(W + "pStyle")) or self.styles.defaults.get("paragraph")
        base: Look = self.styles.base | around | self.styles.look(style)
        if (shade := properties.get(W + "shd")) is not None:
            base["ground"] = ground(shade)
        if (spacing := properties.get(W + "spacing")) is not None and _is_cut(spacing):
            base["hidden"] = True
        pieces: list[_Piece] = []
        if prefix := self.numbering.prefix(properties.get(W + "numPr"), style):
            pieces.append(_Piece(prefix, base.get("size", 21.0), (0, 0), False))
        self._runs(paragraph, base, pieces)
        return pieces

    def _runs(self, parent: Any, base: Look, pieces: list[_Piece]) -> None:
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                self._run(child, base, pieces)
            elif tag in AROUND:
                start = len(pieces)
                self._runs(child, base, pieces)
                if tag == W + "hyperlink":
                    # A link at a number leads to a note; what is no link is no part of the same number.
                    pieces[start:] = [p._replace(raised=(_LINKED, p.raised[1])) for p in pieces[start:]]
            elif tag == W + "bdo":
                if child.get(VAL) == "rtl":
                    pieces.append(_Piece("\u202e", base.get("size", 21.0), (0, 0), False))
                self._runs(child, base, pieces)
            elif tag in (_M + "oMath", _M + "oMathPara"):
                # Where the parts of a formula stand to each other is not followed.
                texts = (t.text or "" for t in child.iter(_M + "t"))
                pieces += [_Piece(t, base.get("size", 21.0), (n, 0), False) for n, t in enumerate(texts)]

    def _run(self, run: Any, base: Look, pieces: list[_Piece]) -> None:
        own = base
        if (rpr := child_of(run, W + "rPr")) is not None:
            own = base | self.styles.look(value_of(child_of(rpr, W + "rStyle"))) | look(rpr)
        text = "".join(self._texts(run))
        if text and not own.get("hidden"):
            if own.get("symbols"):
                text = _UNKNOWN * len(text.strip())
            raised = own.get("aligned", 0), own.get("position", 0)
            seen = is_seen(own, self.page)
            pieces.append(_Piece(text, own.get("size", 21.0), raised, own.get("struck", False), seen))

    def _texts(self, run: Any) -> Iterator[str]:
        """What a run shows; the code of a field is not shown, its result is."""
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                yield self._field(child)
            elif self.fields and not all(self.fields):
                continue
            elif tag == W + "t":
                yield child.text or ""
            elif tag in (W + "br", W + "cr"):
                yield "\n"
            elif tag in (W + "tab", W + "ptab"):
                yield " "
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif tag == W + "sym":
                yield _UNKNOWN
            elif tag == W + "ruby":
                yield from (t.text or "" for t in child.iterfind(f"{W}rubyBase//{W}t"))
            elif tag in (W + "drawing", W + "pict", W + "object"):
                yield from self._drawing(child)
            elif tag == _MC + "AlternateContent":
                chosen = next(child.iterchildren(_MC + "Choice", _MC + "Fallback"), ())
                yield from (t for drawing in chosen for t in self._drawing(drawing))

    def _field(self, mark: Any) -> str:
        """Follows the beginning, middle and end of a field; a list shows the entry that was chosen."""
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append(False)
            if (entries := mark.find(f"{W}ffData/{W}ddList")) is not None:
                chosen = entries.find(W + "result")
                texts = [e.get(VAL) or "" for e in entries.iterchildren(W + "listEntry")]
                index = int(number(chosen)) if chosen is not None else 0
                return texts[index] if 0 <= index < len(texts) else ""
        elif self.fields and kind == "separate":
            self.fields[-1] = True
        elif self.fields and kind == "end":
            self.fields.pop()
        return ""

    def _drawing(self, drawing: Any) -> Iterator[str]:
        """Keeps the text boxes of a drawing for the lines below its paragraph; a picture is marked."""
        name = drawing.find(f".//{_WP}docPr")
        if name is not None and (name.get("hidden") or "0") not in ("0", "false"):
            return
        styles = (e.get("style") or "" for e in drawing.iter(_V + "shape", _V + "rect", _V + "group"))
        if any("visibility:hidden" in s.replace(" ", "").lower() for s in styles):
            return
        boxes = [b for b in drawing.iter(W + "txbxContent") if not _is_fallback(b, drawing)]
        self.boxes += boxes
        if not boxes and next(drawing.iter(_PIC, _V + "imagedata"), None) is not None:
            yield "\0"

    def _table(self, table: Any) -> Iterator[str]:
        properties = properties_of(table.find(W + "tblPr"))
        looks = self.styles.table(value_of(properties.get(W + "tblStyle")) or self.styles.defaults.get("table"))
        marks = marks_of(properties.get(W + "tblLook"))
        rows = grid([r for r in within(table) if r.tag == W + "tr" and not is_hidden_row(r)])
        yield "<table>"
        for at, cells in enumerate(rows):
            yield "<tr>"
            for cell in cells:
                colspan = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
                rowspan = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
                yield f"<td{colspan}{rowspan}>"
                if cell.element is not None:
                    around = conditional(looks, marks, at, len(rows), cell.place, len(cells)) if looks else Look()
                    if cell.shade is not None:
                        around["ground"] = ground(cell.shade)
                    yield from self._blocks(cell.element, around)
                yield "</td>"
            yield "</tr>"
        yield "</table>"


def _is_fallback(box: Any, within: Any) -> bool:
    """Whether a text box is the copy for older programs, or lies in another box, which brings it."""
    parent = box.getparent()
    while parent is not None and parent is not within:
        if parent.tag in (_MC + "Fallback", W + "txbxContent"):
            return True
        parent = parent.getparent()
    return False


def _is_cut(spacing: Any) -> bool:
    """Whether the lines of a paragraph are too low to be read."""
    return spacing.get(W + "lineRule") == "exact" and 0 < number(spacing, W + "line") < FEWEST_TWIPS


def _markup(pieces: list[_Piece]) -> str:
    """The pieces of a paragraph; one that is raised or much smaller than the largest is marked as a note's is."""
    if len(pieces) == 1 and pieces[0].seen and not pieces[0].struck:
        return _escaped(pieces[0].text)
    largest = max((p for p in pieces if p.seen and p.text.strip()), key=lambda p: p.size, default=None)
    out = []
    for piece in pieces:
        text = _escaped(piece.text)
        if not piece.seen:
            out.append(f'<span style="opacity:0">{text}</span>')
            continue
        if piece.struck:
            text = f"<s>{text}</s>"
        if largest is None or not piece.text.strip():
            out.append(text)
        elif piece.raised != largest.raised or piece.size < _SMALLER * largest.size:
            out.append(f"<sup>{text}</sup>")
        else:
            out.append(text)
    return "".join(out)


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>").replace("\0", "<img>")
