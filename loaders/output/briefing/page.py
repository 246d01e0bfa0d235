"""A briefing → one page of HTML to print: no script, nothing from elsewhere, A4."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from markupsafe import Markup

from loaders.output.briefing.model import Block, Briefing, Chart, FormTable, Heading, Paragraph, Table
from loaders.output.briefing.text import caption, ordinal
from loaders.output.briefing.vector import picture
from loaders.output.html import render


class BlockView(NamedTuple):
    """A block with its numbered heading or caption, the id that names it, and the picture of a chart."""

    kind: Literal["heading", "paragraph", "chart", "table", "form"]
    content: Block
    title: str = ""
    id: str = ""
    picture: Markup = Markup()


class SectionView(NamedTuple):
    """A section below its heading; attached: it stands behind the signature, on a page of its own."""

    heading: str
    blocks: list[BlockView]
    attached: bool = False


def write_page(briefing: Briefing) -> str:
    """The page as a text; it is well-formed XML but for its first line."""
    numbers = _Numbers(briefing.lang)
    sections = [
        SectionView(ordinal(i, briefing.lang) + section.heading, list(numbers.views(section.blocks)))
        for i, section in enumerate(briefing.sections, 1)
    ]
    if briefing.attached:
        sections.append(SectionView(briefing.attached.heading, list(numbers.views(briefing.attached.blocks)), True))
    return str(render("loaders/output/briefing/page.html", briefing=briefing, sections=sections))


class _Numbers:
    """Numbers the tables and charts of a briefing through all its sections, headings within their section."""

    def __init__(self, lang: str):
        self._lang = lang
        self._tables = self._charts = 0

    def views(self, blocks: Iterable[Block]) -> Iterator[BlockView]:
        headings = 0
        for block in blocks:
            match block:
                case Heading():
                    headings += 1
                    yield BlockView("heading", block, ordinal(headings, self._lang, 2) + block.text)
                case Paragraph():
                    yield BlockView("paragraph", block)
                case FormTable():
                    yield BlockView("form", block)
                case Chart():
                    self._charts += 1
                    id_, title = f"chart{self._charts}", caption("chart", self._charts, block.title, self._lang)
                    yield BlockView("chart", block, title, id_, Markup(picture(block, id_)))
                case Table():
                    self._tables += 1
                    title = caption("table", self._tables, block.title, self._lang)
                    yield BlockView("table", block, title, f"table{self._tables}")
