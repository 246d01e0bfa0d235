"""Document → the tables of parts 二, 三 and 四. This layer knows words, not formats."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.form.form_2014 import SECTIONS_2014
from loaders.reading.formats.document import Document
from loaders.reading.sections.cells import Cell, Note, Table
from loaders.reading.sections.disclosure import read_disclosure
from loaders.reading.sections.regions import Regions, find_regions
from loaders.reading.sections.requests import read_requests
from loaders.reading.sections.reviews import read_reviews
from loaders.reading.sections.statistics_2014 import read_statistics
from loaders.text.normalize import label_key, normalize

_READERS = {"disclosure": read_disclosure, "requests": read_requests, "reviews": read_reviews}
_PRE2019 = re.compile(
    r"主动公开政府信息数|收到申请数|收到信息公开申请总数|申请办结数|依申请公开信息目录数|指标单位统计数|回应公众关注热点|不同渠道和方式公开政府信息"
)

_TABLE_NAME = re.compile(
    r"(?:附[表件]?[一二三四五六七八九十\d]*[:：、.．\s]*)?([^，。；、：:]{2,30}(?:统计表|情况统计|统计一览表|情况表))"
)


@dataclass(slots=True)
class Sections:
    """The tables of a document by section.

    repeated: the sections whose table is printed twice. conflicting: those whose tables print different figures.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    conflicting: list[str] = field(default_factory=list)

    @property
    def cells(self) -> list[Cell]:
        return [c for t in self.tables.values() for c in t.cells]

    @property
    def notes(self) -> list[Note]:
        return [n for t in self.tables.values() for n in t.notes]


def read_sections(document: Document) -> tuple[Sections, Regions]:
    """The tables of a document, each with its template, and the regions that they were read from."""
    regions = find_regions(document)
    sections = Sections()
    for section, read in _READERS.items():
        _take(sections, section, read(regions.rows[section]))
    _complete_templates(sections)
    # What the forms since 2019 ask for is in no table of 2014.
    if not sections.cells and is_pre2019(document):
        printed = read_statistics(document.rows)
        if printed:
            # Under a heading such as 二、主动公开政府信息情况 its rows were noted as rows that the later forms lack.
            sections.tables.clear()
        for section in SECTIONS_2014:
            _take(sections, section, [t for t in printed if t.section == section])
    return sections, regions


def _take(sections: Sections, section: str, tables: Sequence[Table]) -> None:
    """Adds a section's tables as one; notes whether it is printed again, and whether the printings contradict each other."""
    if not tables:
        return
    first, rest = tables[0], tables[1:]
    if rest:
        sections.repeated.append(section)
    figures = {c.name: c for c in first.cells} if rest else {}
    for table in rest:
        if any(c.name in figures and _contradict(c, figures[c.name]) for c in table.cells):
            sections.conflicting.append(section)
            break
        # Two printings that agree are one table; rows that only the second has belong to it as well.
        first.cells += [c for c in table.cells if c.name not in figures]
        first.notes += table.notes
    if first.cells or first.notes:
        sections.tables[section] = first


def _contradict(a: Cell, b: Cell) -> bool:
    """Whether two printings of a cell differ; an unreadable one contradicts none."""
    return "unreadable" not in (a.state, b.state) and (a.state, a.value) != (b.state, b.value)


def _complete_templates(sections: Sections) -> None:
    """Parts 三 and 四 are alike in both templates: if their own labels do not decide the template, part 二 does."""
    first, second, third = (sections.tables.get(s) for s in ("disclosure", "requests", "reviews"))
    base = first.template if first and first.template in ("2021", "2019") else None
    if second and second.template != "2021":
        second.template = base or second.template
    if third:
        third.template = (second.template if second else None) or base
    for table in filter(None, (second, third)):
        for cell in table.cells:
            cell.template = table.template


def is_pre2019(document: Document) -> bool:
    """Whether a document prints the statistics table of 国办发〔2014〕32号 or a local one before 2019."""
    return sum(bool(_PRE2019.search(label_key(row.text))) for row in document.rows if len(row.text) < 200) >= 2


def local_tables(document: Document) -> list[str]:
    """The names of statistics tables that stand on lines of their own, each once."""
    names = (_TABLE_NAME.fullmatch(normalize(row.own[0].text).strip()) for row in document.rows if len(row.own) == 1)
    return list(dict.fromkeys(name[1] for name in names if name))
