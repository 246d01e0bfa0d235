"""A PDF → rows: the glyphs that a person sees, laid out by the rules of its tables; pages without text as pictures."""

from collections.abc import Iterator
from contextlib import closing

import tablers
from tablers.tablers import Table

from loaders.reading.formats.document import Document
from loaders.reading.formats.glyphs import UNCLEAR, Box, Glyph, glyph, unclear, without_repeats
from loaders.reading.formats.layout import TOUCH, Line, inside, lines, page_lines, without_running_heads
from loaders.reading.formats.pdf_drawing import Drawing
from loaders.reading.formats.pdf_turns import Turned
from loaders.reading.formats.pictures import Announce, drawn_pages, installed, picture_page, quietly
from loaders.text.errors import Unreadable

MAX_PAGES = 300
_LOOSE = {
    name: 6.0
    for side in "xy"
    for name in (f"snap_{side}_tolerance", f"join_{side}_tolerance", f"intersection_{side}_tolerance")
}
_BOXED = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
_MIN_BOXES = 4


def read_pdf(data: bytes, format: str = "pdf", announce: Announce = quietly) -> Document:
    """The text of all pages; raises Unreadable if the file is encrypted, broken, too long, or a scan that cannot be read."""
    document = Document(format=format)
    with closing(Drawing(data, MAX_PAGES)) as drawing:
        pages = list(_pages(drawing))
        pictured = [i for i, page in enumerate(pages) if _is_picture(page, drawing, i)]
        if pictured and installed():
            _read_pictures(document, pages, drawing.data, pictured, announce)
        else:
            document.unread_pages = [i + 1 for i in pictured]
    document.rows = [row for page in without_running_heads(pages) for line in page for row in line.rows]
    if not document.rows:
        raise Unreadable("picture_without_text" if installed() else "pdf_scan")
    return document


def _is_picture(page: list[Line], drawing: Drawing, index: int) -> bool:
    """Whether what a page shows is no text, or a large picture that may hold its table."""
    return not any(line.text is None for line in page) and drawing.pictured(index, all_of_it=not page)


def _read_pictures(
    document: Document, pages: list[list[Line]], data: bytes, pictured: list[int], announce: Announce
) -> None:
    """Reads these pages as pictures; the text of a page stays if its picture shows no table."""
    announce(len(pictured))
    tables = sum(line.text is None for page in pages for line in page)
    for index, picture in zip(pictured, drawn_pages(data, pictured), strict=True):
        found = picture_page(picture, index + 1, tables)
        if pages[index] and not found.sightings:
            continue
        pages[index] = found.lines
        tables += sum(line.text is None for line in found.lines)
        document.pictured.append(index + 1)
        document.sightings |= found.sightings


def _pages(drawing: Drawing) -> Iterator[list[Line]]:
    try:
        pdf = tablers.Document(bytes=drawing.data)
    except RuntimeError:
        raise Unreadable("pdf_broken") from None
    tables = 0
    with pdf:
        for page in pdf.pages():
            found = read_page(page, drawing, tables)
            tables += sum(line.text is None for line in found)
            yield found


def read_page(page: tablers.Page, drawing: Drawing, before: int) -> list[Line]:
    """A page as lines from top to bottom; before: the tables on earlier pages."""
    page.extract_objects()
    paper, index = Turned(page), page.page_idx
    chars = without_repeats(paper.glyphs(drawing.seen(index, paper.upright) + drawing.notes(index)))
    upset = paper.glyphs(drawing.seen(index, paper.upset)) if paper.upset else []
    tables = boxes_of_tables(page)
    if not tables:
        chars += [unclear(c) for c in upset]

    def fill(place: int, boxes: list[Box], within: list[list[Glyph]]) -> None:
        blanks = [cell for cell, chars in zip(tables[place], within, strict=False) if _empty(chars)]
        stains = [glyph(UNCLEAR, paper.box(cell)) for cell in drawing.stained(index, blanks)]
        _fill_blanks(boxes, within, [*upset, *stains])

    turned = [[paper.box(cell) for cell in cells] for cells in tables]
    found = page_lines(chars, turned, index + 1, paper.height, before, fill)
    return _headings(page, drawing, paper) + found


def boxes_of_tables(page: tablers.Page) -> list[list[Box]]:
    """The boxes of the cells of each ruled table, as the file places them."""
    return [[cell.bbox for cell in table.cells] for table in _tables(page)]


def _headings(page: tablers.Page, drawing: Drawing, paper: Turned) -> list[Line]:
    """The lines outside the tables that are upright in the file, on a page whose tables are not."""
    chars = without_repeats(drawing.seen(page.page_idx, paper.placed)) if paper.placed else []
    for table in _tables(page) if chars else ():
        chars = inside(chars, table.bbox)[1]
    return [Line(0.5, [row], row.text) for _, row in lines(chars, page.page_idx + 1)]


def _empty(chars: list[Glyph]) -> bool:
    return not any(c.text.strip() for c in chars)


def _fill_blanks(boxes: list[Box], within: list[list[Glyph]], found: list[Glyph]) -> None:
    """Puts digits at another angle, and stains, into the cells around them that hold nothing else."""
    for place, chars in zip(boxes, within, strict=True):
        if found and _empty(chars):
            left, top, right, bottom = place
            here = [c for c in found if left <= c.left and c.right <= right and top <= c.top and c.bottom <= bottom]
            chars += [unclear(c) for c in here]


def _tables(page: tablers.Page) -> list[Table]:
    """The ruled tables of a page; if some are side by side, cells with wider gaps between them are one table.

    A browser draws each cell with borders of its own, a little apart, so that one table looks like several.
    """
    rules = _BOXED if _boxed(page) else {}
    ruled: list[Table] = tablers.find_tables(page, extract_text=False, **rules)
    if not any(_beside(a.bbox, b.bbox) for i, a in enumerate(ruled) for b in ruled[:i]):
        return ruled
    loose = tablers.find_tables(page, extract_text=False, **rules, **_LOOSE)
    out = [t for t in ruled if not any(_touching(t.bbox, u.bbox) for u in loose)]
    for table in loose:
        pieces = [t for t in ruled if _touching(t.bbox, table.bbox)]
        whole = len(pieces) != 1 and len(table.cells) >= max((len(t.cells) for t in pieces), default=0)
        out += [table] if whole else pieces
    return out


def _boxed(page: tablers.Page) -> bool:
    """Whether a page has outlined boxes, one a cell, as a browser draws them; filled ones are only backgrounds."""
    boxes = (r.bbox for r in page.objects.rects if r.is_stroked)
    return len([b for b in boxes if min(b[2] - b[0], b[3] - b[1]) > 2 * TOUCH]) >= _MIN_BOXES


def _beside(a: Box, b: Box) -> bool:
    return a[1] < b[3] - TOUCH and b[1] < a[3] - TOUCH


def _touching(a: Box, b: Box) -> bool:
    return _beside(a, b) and a[0] < b[2] and b[0] < a[2]
