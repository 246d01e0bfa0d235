"""A Word template (.docx) and values → the document, with the template's own fonts, tables and page.

`{{单位}}` stands for a text. `{{问题.内容}}` stands for an item of a list: the table row or paragraph that it stands in is
repeated for each item, and left out where there is none. A paragraph with `{{若有 逾期}}` alone begins a part that is left
out where the text or list is empty; `{{完}}` ends it. `{{节}}` counts （一）, （二） … over the parts that stay. Braces may be
full-width. Kept by hand: docxtpl, which does the same with more syntax, is under the LGPL.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy

from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from lxml import etree

from loaders.output.html import clean

Item = Mapping[str, str]
Fill = Callable[[etree._Element, Item | None], None]
Values = Mapping[str, str | Sequence[Item]]
"""Names of placeholders → a text, or a list of items, each with texts by the names behind the dot."""

IF, END, COUNT = "若有", "完", "节"
_MARK = re.compile(r"(?:\{\{|｛｛)\s*([^{}｛｝]*?)\s*(?:\}\}|｝｝)")
_MOST_UNPACKED = 50 << 20
_P, _TBL, _TR, _TC, _T = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc", "t"))
_DIGITS = "〇一二三四五六七八九"
_HEADERS = ("header", "footer", "first_page_header", "first_page_footer", "even_page_header", "even_page_footer")


class TemplateError(ValueError):
    """A template that cannot be filled: a reason id of the catalogue and the words that fill it."""

    def __init__(self, reason: str, **words: object):
        super().__init__(reason, words)
        self.reason = reason
        self.words = words


def fill(template: bytes, values: Values) -> bytes:
    """The filled document. TemplateError for what is no Word file, a placeholder that has no value, a part without an end."""
    document = _opened(template)
    filler = _Filler(values)
    filler.container(document.element.body)
    for section in document.sections:
        for name in _HEADERS:
            part = getattr(section, name)
            if not part.is_linked_to_previous:
                filler.container(part._element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opened(template: bytes) -> Opened:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            size = sum(i.file_size for i in archive.infolist())
        if size > _MOST_UNPACKED:
            raise TemplateError("template_too_large", size=size >> 20, most=_MOST_UNPACKED >> 20)
        return Document(io.BytesIO(template))
    except TemplateError:
        raise
    except Exception as error:  # python-docx and zipfile raise whatever a broken file leads them to
        raise TemplateError("template_broken", error=str(error)[:200]) from None


class _Filler:
    """Fills containers of paragraphs and tables in the order of the document."""

    def __init__(self, values: Values):
        self._values = values
        self._count = 0

    def container(self, parent: etree._Element) -> None:
        """The body, a header or a cell."""
        self._drop_empty_parts(parent)
        for element in [c for c in parent if c.tag in (_P, _TBL)]:
            if element.tag == _TBL:
                self._table(element)
            else:
                self._repeated(element, self._paragraph)
        if parent.tag == _TC and not parent.findall(_P):
            # A cell without a paragraph is no cell to Word.
            etree.SubElement(parent, _P)

    def _drop_empty_parts(self, parent: etree._Element) -> None:
        """Removes the marks of parts, and what stands between those of an empty one; parts may hold each other."""
        opened: list[tuple[str, bool]] = []
        for element in [c for c in parent if c.tag in (_P, _TBL)]:
            mark = _only_mark(element) if element.tag == _P else None
            begins = mark is not None and mark.startswith(IF)
            if begins:
                name = str(mark).removeprefix(IF).strip(" :：")
                opened.append((name, bool(self._value(name))))
            if mark == END and not opened:
                raise TemplateError("template_end", mark=END)
            hidden = any(not there for _, there in opened)
            if begins or mark == END or hidden:
                parent.remove(element)
            if mark == END:
                opened.pop()
        if opened:
            raise TemplateError("template_open", name=opened[-1][0], mark=END)

    def _table(self, table: etree._Element) -> None:
        for row in table.findall(_TR):
            self._repeated(row, self._row)

    def _row(self, row: etree._Element, item: Item | None) -> None:
        for cell in row.findall(_TC):
            if item is None:
                self.container(cell)
            else:
                for paragraph in cell.iter(_P):
                    self._paragraph(paragraph, item)

    def _repeated(self, element: etree._Element, fill: Fill) -> None:
        """Fills an element once, or once for each item of the list that it names."""
        name = self._list_in(element)
        if name is None:
            fill(element, None)
            return
        for item in self._list(name):
            copy = deepcopy(element)
            element.addprevious(copy)
            fill(copy, {f"{name}.{key}": text for key, text in item.items()})
        element.getparent().remove(element)

    def _list_in(self, element: etree._Element) -> str | None:
        """The list whose items an element is to be repeated for; None for a row in which a table of its own has them."""
        names = {m.partition(".")[0] for p in element.iter(_P) for m in _marks(p) if "." in m}
        if len(names) > 1:
            raise TemplateError("template_two_lists", names="、".join(sorted(names)))
        return next(iter(names), None)

    def _list(self, name: str) -> Sequence[Item]:
        value = self._value(name)
        if isinstance(value, str):
            raise TemplateError("template_no_list", name=name)
        return value

    def _value(self, name: str) -> str | Sequence[Item]:
        if name not in self._values:
            raise TemplateError("template_unknown", name=name, known="、".join(self._values))
        return self._values[name]

    def _paragraph(self, paragraph: etree._Element, item: Item | None) -> None:
        """Puts texts in the place of marks; a mark that is spread over runs takes the look of the first."""
        found = _MARK.search(_text(paragraph))
        while found:
            _replace(paragraph, found.start(), found.end(), clean(self._text_of(found[1], item or {})))
            found = _MARK.search(_text(paragraph))

    def _text_of(self, name: str, item: Item) -> str:
        if name == COUNT:
            self._count += 1
            return f"（{_numeral(self._count)}）"
        if name in item:
            return _safe(item[name])
        if "." in name:
            known = "、".join(item) or "、".join(self._values)
            raise TemplateError("template_unknown", name=name, known=known)
        value = self._value(name)
        if not isinstance(value, str):
            raise TemplateError("template_is_list", name=name)
        return _safe(value)


def _safe(text: str) -> str:
    """A text in which nothing is taken for a mark."""
    return text.replace("{{", "{ {").replace("｛｛", "｛ ｛")


def _numeral(n: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十."""
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def _texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The pieces of text of a paragraph, without those of paragraphs in a box within it."""
    return (t for t in paragraph.iter(_T) if next(t.iterancestors(_P)) is paragraph)


def _text(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in _texts(paragraph))


def _marks(paragraph: etree._Element) -> list[str]:
    return _MARK.findall(_text(paragraph))


def _only_mark(paragraph: etree._Element) -> str | None:
    """The name of the mark that a paragraph consists of, if it begins or ends a part."""
    found = _MARK.fullmatch(_text(paragraph).strip())
    return found[1] if found and (found[1] == END or found[1].startswith(IF)) else None


def _replace(paragraph: etree._Element, start: int, end: int, text: str) -> None:
    """Puts a text in the place of some characters of a paragraph."""
    at = 0
    first = None
    for piece in list(_texts(paragraph)):
        content = piece.text or ""
        left, right = max(start - at, 0), min(end - at, len(content))
        at += len(content)
        if left >= right:
            continue
        piece.text = content[:left] + content[right:]
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if first is None:
            first = piece
            piece.text = content[:left] + text + content[right:]
    if first is not None and "\n" in (first.text or ""):
        _break_lines(first)


def _break_lines(piece: etree._Element) -> None:
    """Makes each end of a line in a text one of Word's."""
    lines = (piece.text or "").split("\n")
    piece.text = lines[0]
    after = piece
    for line in lines[1:]:
        for element in (etree.Element(qn("w:br")), _piece(line)):
            after.addnext(element)
            after = element


def _piece(text: str) -> etree._Element:
    piece = etree.Element(_T)
    piece.text = text
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return piece
