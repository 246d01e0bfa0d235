"""A report's cells → the tables of the form in which they are printed, section by section."""

from collections.abc import Mapping

from loaders.form import paper
from loaders.form.form_2014 import SECTIONS_2014, TEMPLATE
from loaders.query.report import Printed


def layouts_for(cells: Mapping[str, Printed]) -> dict[str, paper.Layout]:
    """The layouts that hold what a report prints: of one template, or of both where part 二 mixes them."""
    if any(c.split(".")[0] in SECTIONS_2014 for c in cells):
        return paper.layouts(TEMPLATE)
    disclosure = [row for template in ("2021", "2019") for row in _used(paper.disclosure(template), cells)]
    detailed = any(f"requests.other_other.{c}" in cells for c in ("total", "natural_person"))
    return {
        "disclosure": disclosure,
        "requests": paper.requests("2021" if detailed else "2019")
        if any(c.startswith("requests.") for c in cells)
        else [],
        "reviews": paper.reviews() if any(c.startswith("reviews.") for c in cells) else [],
    }


def _used(layout: paper.Layout, cells: Mapping[str, Printed]) -> paper.Layout:
    """The blocks of part 二 (a clause, a head, rows) that the report prints."""
    blocks: list[paper.Layout] = []
    for row in layout:
        if row[0].text.startswith("第二十条"):
            blocks.append([])
        blocks[-1].append(row)
    return [row for block in blocks if _printed(block, cells) for row in block]


def _printed(block: paper.Layout, cells: Mapping[str, Printed]) -> bool:
    """Whether a report prints a block: the count of decisions stands in both templates, its neighbours tell which."""
    names = [s.cell for row in block for s in row if s.cell]
    telling = [n for n in names if not n.endswith(".decisions")]
    if telling:
        return any(n in cells for n in telling)
    return any(n in cells and n.replace(".decisions", ".items_last_year") not in cells for n in names)
