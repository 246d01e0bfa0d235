"""An OFD file (GB/T 33190-2016) → rows: its pages' texts and ruled lines, laid out like those of a PDF."""

import posixpath
from collections.abc import Iterator
from typing import Any

import tablers
from tablers.tablers import Edge

from loaders.reading.formats.document import Document
from loaders.reading.formats.glyphs import UNCLEAR, Box, Glyph, glyph, without_repeats
from loaders.reading.formats.layout import Line, page_lines, without_running_heads
from loaders.reading.formats.ofd_objects import POINTS, PageContent, numbers
from loaders.reading.formats.packages import Package
from loaders.text.errors import Unreadable

_MOST_PAGES = 300
_MOST_EDGES = 20_000
"""Far above the rules of any page of a report; a drawing of more is no table."""
_EXPLICIT = {"vertical_strategy": "explicit", "horizontal_strategy": "explicit"}


def read_ofd(data: bytes) -> Document:
    """The pages of the first document in the file; raises Unreadable if it is broken, locked, too long or without text."""
    with Package(data, "ofd") as package:
        pages = list(_pages(package))
    rows = [row for page in without_running_heads(pages) for line in page for row in line.rows]
    if not rows:
        raise Unreadable("ofd_scan")
    return Document(format="ofd", rows=rows)


def _pages(package: Package) -> Iterator[list[Line]]:
    main = _path("", _text(package.xml("OFD.xml"), "DocRoot"))
    document = package.xml(main)
    places = [_path(main, page.get("BaseLoc")) for page in document.iterfind("{*}Pages/{*}Page")]
    if len(places) > _MOST_PAGES:
        raise Unreadable("too_many_pages", pages=len(places), most=_MOST_PAGES)
    templates = {t.get("ID"): _path(main, t.get("BaseLoc")) for t in document.iterfind("{*}CommonData/{*}TemplatePage")}
    usual = document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox")
    tables = 0
    for number, place in enumerate(places, 1):
        page = package.xml(place)
        box = page.find("{*}Area/{*}PhysicalBox")
        found = _read_page(package, page, templates, numbers(usual if box is None else box), number, tables)
        tables += sum(line.text is None for line in found)
        yield found


def _read_page(
    package: Package, page: Any, templates: dict[str, str], area: list[float], number: int, before: int
) -> list[Line]:
    """A page with the templates under it."""
    if len(area) != 4:
        raise Unreadable("office_broken", format="ofd")
    content = PageContent((area[2] * POINTS, area[3] * POINTS))
    own = list(page.iterfind("{*}Template"))
    under = [t for t in own if t.get("ZOrder") != "Foreground"]
    for template in under:
        content.add(package.xml(templates.get(template.get("TemplateID"), "")))
    content.add(page)
    for template in own:
        if template not in under:
            content.add(package.xml(templates.get(template.get("TemplateID"), "")))

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
