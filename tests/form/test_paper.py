"""The tables as printed: every row is as wide as its table, whatever spans columns and rows, and each cell stands once."""

from collections import Counter

import pytest

from loaders.form.form_2014 import SECTIONS_2014
from loaders.form.paper import Layout, layouts
from loaders.form.vocabulary import CELLS, TEMPLATES

WIDTHS = {"disclosure": 4, "requests": 10, "reviews": 15} | dict.fromkeys(SECTIONS_2014, 3)


def covered(table: Layout, width: int) -> Counter[tuple[int, int]]:
    """How many boxes lie over each place: each box goes to the first free one of its row."""
    found: Counter[tuple[int, int]] = Counter()
    for y, row in enumerate(table):
        for slot in row:
            x = next(x for x in range(width + 1) if (y, x) not in found)
            found.update((y + down, x + right) for down in range(slot.rowspan) for right in range(slot.colspan))
    return found


@pytest.mark.parametrize(("template", "section"), [(t, s) for t in TEMPLATES for s in layouts(t)])
def test_boxes_fill_the_table_without_a_gap_or_an_overlap(template, section):
    table, width = layouts(template)[section], WIDTHS[section]
    assert covered(table, width) == Counter({(y, x): 1 for y in range(len(table)) for x in range(width)})


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_cell_of_a_template_is_printed_once(template):
    printed = [s.cell for table in layouts(template).values() for row in table for s in row if s.cell]
    assert len(printed) == len(set(printed))
    assert set(printed) <= {c.name for c in CELLS}
