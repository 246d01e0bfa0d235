"""A draft → what the form of its year requires and the draft lacks.

Source: 政府信息公开条例 art. 50 (the contents of a report); the annexes of 国办公开办函〔2021〕30号 and 〔2019〕60号 (its form).
"""

from typing import NamedTuple

from loaders.form import paper
from loaders.form.deadlines import doubt
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.precheck.drafts import Draft

ANNEXED_TO = {"2019": "国办公开办函〔2019〕60号", "2021": "国办公开办函〔2021〕30号"}
"""Template → the circular to which the form is annexed."""
_FIRST_OF_2021 = 2021
_PROSE = (1, 5, 6)
"""The parts of a report that are no tables."""
_BY_TEMPLATE = ("disclosure", "requests")
"""The sections whose tables differ between the templates."""


class Requirement(NamedTuple):
    """Something required and not there. kind: `template`, `missing_cells`, `blank_cells`, `part` or `date`; section: of the
    table; cells: those that are meant; template: the one that is required; part: the number of a part of the report;
    doubt: why the printed date cannot be right, an id of `loaders.form.deadlines.doubt`.
    """

    kind: str
    severity: str
    section: str | None = None
    cells: tuple[str, ...] = ()
    template: str = ""
    part: int = 0
    doubt: str = ""


def template_of(year: int | None) -> str | None:
    """The template for a year's report; None for years before the form, and where the year is unknown."""
    if year is None or year < 2019:
        return None
    return "2021" if year >= _FIRST_OF_2021 else "2019"


def requirements(draft: Draft) -> list[Requirement]:
    """What is required and not there, in the order of the report."""
    template = template_of(draft.document["year"])
    found = _parts(draft) if template else []
    for section in draft.tables:
        used = draft.document[f"{section}_template"]
        wanted = template or used
        if template and used and used != template and section in _BY_TEMPLATE:
            found.append(Requirement("template", "warning", section, template=template))
        elif wanted:
            asked = (s.cell for row in paper.layouts(wanted)[section] for s in row if s.cell)
            missing = tuple(c for c in asked if c not in draft.cells and not _stands_for(c, draft))
            if missing:
                found.append(Requirement("missing_cells", "warning", section, missing, wanted))
        blank = tuple(c for c in CELL_BY_NAME if c in draft.cells and draft.cells[c].state == "blank")
        blank = tuple(c for c in blank if c.startswith(f"{section}."))
        if blank:
            found.append(Requirement("blank_cells", "info", section, blank))
    why = doubt(draft.document["published"], draft.document["year"])
    return [*found, Requirement("date", "warning", doubt=why)] if why else found


def _parts(draft: Draft) -> list[Requirement]:
    """The parts in prose that are not there; where none is, tables alone were given, which need not be wrong."""
    there = set(draft.prose["part"])
    missing = [p for p in _PROSE if p not in there]
    severity = "info" if len(missing) == len(_PROSE) else "warning"
    return [Requirement("part", severity, part=p) for p in missing]


def _stands_for(cell: str, draft: Draft) -> bool:
    """Whether the rows of （六）其他处理 are printed as one."""
    section, item, column = cell.split(".")
    return section == "requests" and item.startswith("other_") and f"requests.other.{column}" in draft.cells
