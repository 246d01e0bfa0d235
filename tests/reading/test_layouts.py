"""Any figures, printed in any layout, come back as printed, or as unreadable with a note: never as something else."""

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from loaders.form import paper
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.reading.extract import Reading, read_file
from loaders.reading.sections.numbers import NOT_APPLICABLE, digits, read_number
from loaders.synthetic.documents import TEXT_LAYOUTS, Example, html
from tests.bench.documents import pdf, placed, sheet, width, word

KEEPS_BLANKS = sorted(set(TEXT_LAYOUTS) - {"cell_a_line", "spaces", "aligned"})


def example(template: str, seed: int, blank: float) -> Example:
    rng = random.Random(seed)
    cells = {}
    for name in paper.printed_cells(template):
        kind = CELL_BY_NAME[name].kind
        text = {
            "count": str(rng.choice([0, 0, 0, 1, 2, 12, 345, 1472])),
            "change": f"{rng.randint(-20, 20):+d}",
            "money": f"{rng.uniform(0, 999):.2f}",
        }[kind]
        cells[name] = rng.choice(["", "/", "—", "无"]) if rng.random() < blank else text
    return Example("望溪市青禾区教育局", 2023, template, cells, "2024-01-20")


def compare(wanted: Example, reading: Reading) -> tuple[int, int]:
    """How many cells are not as printed, and how many of those claim to be."""
    assert reading.reason is None, reading.reason
    got = {c.name: (c.state, digits(c.value)) for c in reading.cells}
    assert set(got) <= set(wanted.cells)
    wrong = lies = 0
    for name, text in wanted.cells.items():
        number = read_number(text, CELL_BY_NAME[name].kind)
        if text == "/" and ".regulations." in name:
            number = NOT_APPLICABLE  # the body that is printed cannot make any
        if got.get(name) != (number.state, digits(number.value)):
            wrong += 1
            lies += name in got and got[name][0] != "unreadable"
    return wrong, lies


@given(st.sampled_from(["2021", "2019"]), st.integers(0, 10**6), st.sampled_from(KEEPS_BLANKS))
@settings(max_examples=60, deadline=None)
def test_text_that_keeps_blank_cells_is_read_exactly(template, seed, layout):
    wanted = example(template, seed, 0.08)
    reading = read_file(TEXT_LAYOUTS[layout](wanted).encode(), "a.txt")
    wrong, lies = compare(wanted, reading)
    # A row with blanks at its ends may be ambiguous (does a pipe begin the line or end a blank cell?): it then says so.
    assert lies == 0
    assert bool(wrong) == any(n.rule == "unclear_columns" for n in reading.notes)
    assert wrong <= 30


@given(st.sampled_from(["2021", "2019"]), st.integers(0, 10**6), st.sampled_from(["cell_a_line", "spaces", "aligned"]))
@settings(max_examples=60, deadline=None)
def test_text_that_loses_blank_cells_never_moves_a_number(template, seed, layout):
    wanted = example(template, seed, 0.08)
    _, lies = compare(wanted, read_file(TEXT_LAYOUTS[layout](wanted).encode(), "a.txt"))
    assert lies == 0


@given(st.sampled_from(["2021", "2019"]), st.integers(0, 10**6), st.booleans())
@settings(max_examples=40, deadline=None)
def test_web_pages_are_read_exactly(template, seed, messy):
    wanted = example(template, seed, 0.2)
    assert compare(wanted, read_file(html(wanted, messy=messy).encode(), "a.html")) == (0, 0)


@pytest.mark.parametrize("template", ["2021", "2019"])
@pytest.mark.parametrize("layout", sorted(TEXT_LAYOUTS))
def test_full_tables_are_read_exactly_in_every_layout(template, layout):
    wanted = example(template, 1, 0.0)
    assert compare(wanted, read_file(TEXT_LAYOUTS[layout](wanted).encode(), "a.txt")) == (0, 0)


@pytest.mark.parametrize("template", ["2021", "2019"])
@pytest.mark.parametrize("write", [word, sheet, pdf])
def test_files_of_other_writers_are_read_exactly(template, write):
    """python-docx repeats a merged cell's text, xlsxwriter stores numbers, reportlab rules every cell."""
    wanted = example(template, 7, 0.1)
    assert compare(wanted, read_file(write(wanted), f"a.{write.__name__}")) == (0, 0)


def boxes(wanted: Example) -> bytes:
    """A .pdf that outlines each cell as a box of its own, a little apart, as a browser prints bordered tables."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(900, 700))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    for section, layout in wanted.tables().items():
        canvas.setFont("STSong-Light", 7)
        canvas.drawString(20, 680, wanted.title)
        canvas.drawString(20, 668, paper.TITLES[section])
        wide = 860 / width(layout)
        for r, c, slot in placed(layout):
            left, top = 20 + c * wide, 660 - 18 * r
            right, bottom = left + slot.colspan * wide, top - 18 * slot.rowspan
            canvas.rect(left + 0.4, bottom + 0.4, right - left - 0.8, top - bottom - 0.8)
            canvas.drawString(left + 3, (top + bottom) / 2, wanted.text(slot)[: int((right - left) / 7)])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("template", ["2021", "2019"])
def test_tables_drawn_as_a_box_for_each_cell_are_read_exactly(template):
    wanted = example(template, 3, 0.1)
    assert compare(wanted, read_file(boxes(wanted), "a.pdf")) == (0, 0)
