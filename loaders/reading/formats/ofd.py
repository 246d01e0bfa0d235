"""An OFD file (GB/T 33190-2016) → rows: its pages' texts and ruled lines, laid out like those of a PDF; pages of pictures as scans."""

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import tablers
from tablers.tablers import Edge

from loaders.reading.formats.colours import Colour
from loaders.reading.formats.document import Document
from loaders.reading.formats.glyphs import UNCLEAR, Box, Glyph, glyph, without_repeats
from loaders.reading.formats.layout import Line, page_lines, without_running_heads
from loaders.reading.formats.ofd_fonts import OfdFonts
from loaders.reading.formats.ofd_objects import POINTS, PageContent, drawing_colours, numbers
from loaders.reading.formats.ofd_pictures import drawn, font_files, media
from loaders.reading.formats.packages import Package
from loaders.reading.formats.pictures import Announce, installed, picture_page, quietly
from loaders.text.errors import Unreadable

if TYPE_CHECKING:
    from loaders.reading.formats.scans.sheet import Picture

_MOST_PAGES = 300
_MOST_EDGES = 20_000
"""Far above the rules of any page of a report; a drawing of more is no table."""
_EXPLICIT = {"vertical_strategy": "explicit", "horizontal_strategy": "explicit"}


def read_ofd(data: bytes, announce: Announce = quietly) -> Document:
    """The pages of the first document in the file, those that are pictures alone as scans where the extra is installed.

    Raises Unreadable if it is broken, locked, too long, or has neither text nor pictures that can be read.
    """
    document = Document(format="ofd")
    with Package(data, "ofd") as package:
        parts = _Parts(package)
        pages = list(_pages(package, parts))
        pictured = [i for i, page in enumerate(pages) if page.pictures and not page.glyphs()]
        if pictured and installed():
            announce(len(pictured))
            found = list(_read(pages, {i: drawn(package, pages[i], parts.media) for i in pictured}, document))
        else:
            document.unread_pages = [i + 1 for i in pictured]
            found = list(_read(pages, {}, document))
    document.rows = [row for page in without_running_heads(found) for line in page for row in line.rows]
    if not document.rows:
        raise Unreadable("picture_without_text" if document.pictured else "ofd_scan")
    return document


def _read(pages: list[PageContent], pictures: "dict[int, Picture | None]", document: Document) -> Iterator[list[Line]]:
    """Each page as lines; those with a picture of them from it, noted in the document with what was seen."""
    tables = 0
    for index, page in enumerate(pages):
        picture = pictures.get(index)
        if picture is None:
            found = _read_page(page, index + 1, tables)
        else:
            pictured = picture_page(picture, index + 1, tables)
            document.pictured.append(index + 1)
            document.sightings |= pictured.sightings
            found = pictured.lines
        tables += sum(line.text is None for line in found)
        yield found


class _Parts:
    """The parts of a file that its pages refer to. main: the name of the part that lists them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.main = _path("", _text(package.xml("OFD.xml"), "DocRoot"))
        self.document = package.xml(self.main)
        common = self.document.find("{*}CommonData")
        common = self.document if common is None else common
        self._templates = {t.get("ID"): _path(self.main, t.get("BaseLoc")) for t in common.iterfind("{*}TemplatePage")}
        self.colours: dict[str | None, Colour] = {}
        self.media: dict[str, str] = {}
        fonts: dict[str, str] = {}
        for kind in ("PublicRes", "DocumentRes"):
            for part in self._named(self.document, f"{{*}}CommonData/{{*}}{kind}", self.main):
                self.colours |= drawing_colours(package.xml(part))
                self.media |= media(package, [part])
                fonts |= font_files(package, [part])
        self.fonts = OfdFonts(package, fonts)
        self._annotations: dict[str | None, list[str]] = {}
        for part in self._named(self.document, "{*}Annotations", self.main):
            for page in package.xml(part).iterfind("{*}Page"):
                self._annotations.setdefault(page.get("PageID"), []).extend(self._named(page, "{*}FileLoc", part))

    def _named(self, element: Any, path: str, within: str) -> list[str]:
        """The parts that an element of the part `within` names and that are there."""
        names = [_path(within, found.text) for found in element.iterfind(path) if found.text]
        return [name for name in names if name in self._package]

    def template(self, id_: str | None) -> Any:
        return self._package.xml(self._templates.get(id_, ""))

    def appearances(self, page: str | None) -> Iterator[Any]:
        """What the annotations of a page show; a watermark goes over the page and is no part of it."""
        for part in self._annotations.get(page, ()):
            for note in self._package.xml(part).iterfind("{*}Annot"):
                if note.get("Visible") != "false" and note.get("Type") != "Watermark":
                    yield from note.iterfind("{*}Appearance")


def _pages(package: Package, parts: _Parts) -> Iterator[PageContent]:
    listed = [(p.get("ID"), _path(parts.main, p.get("BaseLoc"))) for p in parts.document.iterfind("{*}Pages/{*}Page")]
    if len(listed) > _MOST_PAGES:
        raise Unreadable("too_many_pages", pages=len(listed), most=_MOST_PAGES)
    usual = parts.document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox")
    for id_, place in listed:
        page = package.xml(place)
        box = page.find("{*}Area/{*}PhysicalBox")
        yield _drawn(parts, page, id_, numbers(usual if box is None else box))


def _drawn(parts: _Parts, page: Any, id_: str | None, area: list[float]) -> PageContent:
    """A page with the templates under and over it, and its annotations on top."""
    if len(area) != 4:
        raise Unreadable("office_broken", format="ofd")
    content = PageContent((area[2] * POINTS, area[3] * POINTS), parts.colours, parts.fonts)
    own = list(page.iterfind("{*}Template"))
    under = [t for t in own if t.get("ZOrder") != "Foreground"]
    for template in under:
        content.add(parts.template(template.get("TemplateID")))
    content.add(page)
    for template in own:
        if template not in under:
            content.add(parts.template(template.get("TemplateID")))
    for appearance in parts.appearances(id_):
        content.annotate(appearance)
    return content


def _read_page(content: PageContent, number: int, before: int) -> list[Line]:
    """A page as lines; before: the tables on earlier pages."""

    def fill(_: int, boxes: list[Box], within: list[list[Glyph]]) -> None:
        for cell, chars in zip(boxes, within, strict=True):
            if not any(c.text.strip() for c in chars) and content.pictured(cell):
                chars.append(glyph(UNCLEAR, cell))

    return page_lines(without_repeats(content.glyphs()), _tables(content), number, content.high, before, fill)


def _tables(content: PageContent) -> list[list[Box]]:
    """The boxes of the cells of each ruled table."""
    across = [Edge("h", *rule) for rule in content.across]
    down = [Edge("v", *rule) for rule in content.down]
    if not across or not down or len(across) + len(down) > _MOST_EDGES:
        return []
    edges = {"explicit_h_edges": across, "explicit_v_edges": down}
    tables = tablers.find_tables(None, extract_text=False, **_EXPLICIT, **edges)
    return [[cell.bbox for cell in table.cells] for table in tables]


def _path(main: str, name: str | None) -> str:
    """The part that a place in another part names; one from the root begins with a slash."""
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(main), name or "")).lstrip("/")


def _text(root: Any, name: str) -> str:
    found = root.find(f".//{{*}}{name}")
    if found is None or not found.text:
        raise Unreadable("office_broken", format="ofd")
    return str(found.text).strip()
